"""What the rules on approval and budget find in the seed: nothing, it says nothing of either."""

LEDGER: dict[str, list[tuple[int, str]]] = {f"LIF{number:02}": [] for number in range(1, 5)}
