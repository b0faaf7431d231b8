"""Monitoring (绩效运行监控)."""
