"""What the rules on scoring find in the seed: nothing, it holds no self-evaluation."""

LEDGER: dict[str, list[tuple[int, str]]] = {f"SCO{number:02}": [] for number in range(1, 19)}
