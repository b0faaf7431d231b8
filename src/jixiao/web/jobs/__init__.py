"""Background work (后台任务): reading, batch checks, imports, on both databases."""
