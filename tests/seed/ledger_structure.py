"""What the rules of structure (STR) must find on the seed: project 1 to 10, words of the message.

``0`` is the publication as a whole. A rule with an empty list must stay silent.
"""

LEDGER: dict[str, list[tuple[int, str]]] = {
    "STR01": [],
    "STR02": [(p, cell) for p in range(1, 11) for cell in ("项目责任人", "单位（盖章）")],
    "STR03": [],
    "STR04": [(p, "3年") for p in (1, 2, 3, 5, 6, 7, 8, 9, 10)],
    "STR05": [(p, "成本指标") for p in range(1, 11)],
    "STR06": [(1, "专项项目"), (5, "12345政务热线服务项目")],
    "STR07": [],
    "STR08": [(10, "3116字节")],
    "STR09": [],
    "STR10": [],
    "STR11": [],
    "STR12": [],
    "STR13": [],
    "STR14": [],
    "STR15": [],
    "STR16": [],
}
