"""Rules on monitoring forms (运行监控)."""
