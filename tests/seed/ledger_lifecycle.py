"""The seed states nothing of review and approval: no rule on them may find anything in it."""

LEDGER: dict[str, list[tuple[int, str]]] = {"LIF01": [], "LIF02": [], "LIF03": [], "LIF04": []}
