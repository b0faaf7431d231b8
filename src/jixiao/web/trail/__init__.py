"""The audit trail (审计日志): every action, hash-chained, append-only."""
