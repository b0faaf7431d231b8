"""Self-evaluation, evaluation, rectification, use of results (自评、评价、整改、结果应用)."""
