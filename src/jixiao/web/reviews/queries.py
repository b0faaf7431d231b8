"""What this part is asked (查询)."""
