"""What the rules on waivers find in the seed: nothing, it comes without waivers."""

LEDGER: dict[str, list[tuple[int, str]]] = {"WVR01": [], "WVR02": []}
