"""What the rules on monitoring find in the seed: nothing, it holds no monitoring form."""

LEDGER: dict[str, list[tuple[int, str]]] = {f"MON{number:02}": [] for number in range(1, 12)}
