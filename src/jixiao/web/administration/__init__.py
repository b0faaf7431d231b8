"""Administration (系统管理)."""
