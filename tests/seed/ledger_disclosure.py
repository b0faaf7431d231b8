"""What the disclosure rules must find in the seed: (project, words in the finding), 0 the whole."""

LEDGER: dict[str, list[tuple[int, str]]] = {
    "SEC01": [(6, "密级标志（已遮盖）")],
    "SEC02": [(6, "2029-03-27")],
    "SEC03": [(10, "云防护")],
    "SEC04": [],
    "SEC05": [(0, "“华侨事务补助”（2.26万元）以“上年结转项目”为由不公开")],
    "SEC06": [],
    "SEC07": [(6, "████"), (8, "皖外事委办［2020］10号")],
}
