"""What the rules on chains (CHN, COP03) must find on the seed: nothing, it is one document."""

LEDGER: dict[str, list[tuple[int, str]]] = {
    code: [] for code in (*(f"CHN{number:02}" for number in range(1, 13)), "COP03")
}
