"""The interface for programs (接口)."""
