"""A small programme folder made of two projects of the example publication."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from jixiao.pipeline import read, write
from tests.measures.small import PAYMENTS_HEAD, write_csv
from tests.paths import PROJECT

EXAMPLE = PROJECT / "examples/huainan-2024/huainan-2024.txt"
GAZETTE = "政府公报专项费用"
MEASURE = f"""-- project: {GAZETTE}
-- indicator: 控制成本
-- level2: 成本指标
-- unit: 万元
-- registers: payments
-- period: month
-- roll-up: sum
-- direction: down
-- result: money
SELECT sum(amount) / 10000 AS value FROM payments
"""


def made_programme(root: Path) -> Path:
    """One project: its cost is measured, every other indicator has a reason."""
    folder = root / "trial"
    (folder / "measures/01-gazette").mkdir(parents=True)
    (folder / "budget").mkdir()
    disclosure = read(EXAMPLE)
    (target,) = [t for t in disclosure.targets if t.title == GAZETTE]
    write(replace(disclosure, targets=(target,), listed=()), folder / "targets.json")
    (folder / "programme.toml").write_text(
        'title_zh = "试验项目库"\ntitle_en = "trial"\nfiscal_year = 2024\nplace = "anhui"\n'
        'record = "targets.json"\nsynthetic = true\n',
        encoding="utf-8",
    )
    (folder / "measures/01-gazette/cost.sql").write_text(MEASURE, encoding="utf-8")
    (folder / "reasons.toml").write_text(
        "".join(
            f'[[reason]]\nproject = "{GAZETTE}"\nindicator = "{indicator.name}"\n'
            f'level2 = "{indicator.level2}"\nwhy = "试验"\n'
            for indicator in target.indicators
            if indicator.name != "控制成本"
        ),
        encoding="utf-8",
    )
    (folder / "budget/approved.csv").write_text(
        f"project,initial,adjusted\n{GAZETTE},23.17,23.17\n", encoding="utf-8"
    )
    write_csv(
        folder,
        "payments/2024-01.csv",
        PAYMENTS_HEAD,
        [f"v1,{GAZETTE},2024-01-05,100000,,印刷费", f"v2,{GAZETTE},2024-01-09,bad,,"],
    )
    write_csv(
        folder,
        "payments/2024-02.csv",
        PAYMENTS_HEAD,
        [f"v3,{GAZETTE},2024-02-05,20000.5,,联系人13812345678"],
    )
    return folder


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
