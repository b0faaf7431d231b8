"""What the site takes over from a programme folder that is connected as evidence."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jixiao.programme.folder import read_programme
from jixiao.regulations.parameter import norms_for
from jixiao.web.evaluations import self_sheets
from jixiao.web.monitoring import sheets
from jixiao.web.monitoring.readings import key_of, taken, title_key
from tests.measures.small import SCHEMAS
from tests.programme.folder import GAZETTE, made_programme

PAID = """-- project: *
-- indicator: 全年执行数
-- level2: 预算执行
-- unit: 万元
-- registers: payments
-- period: month
-- roll-up: sum
-- direction: up
-- result: money
SELECT sum(amount) / 10000 AS value FROM payments
"""
BUDGET = sheets.Budget(Decimal("23.17"), Decimal("23.17"))
NORMS = norms_for(2024, "anhui")


@pytest.fixture(autouse=True)
def _small_registers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jixiao.programme.folder.schemas", lambda: SCHEMAS)


def decided(root: Path) -> tuple[Path, Any, str, str]:
    """A folder in which a row is set aside in May and deviations are explained."""
    folder = made_programme(root)
    (folder / "budget/paid.sql").write_text(PAID, encoding="utf-8")
    (target,) = read_programme(folder).disclosure.targets
    aside = next(i for i in target.indicators if i.level2.startswith("数量"))
    cost = next(i for i in target.indicators if i.name == "控制成本")
    (folder / "decisions").mkdir(exist_ok=True)
    (folder / "decisions/not_applicable.csv").write_text(
        "project,indicator,level2,role,date,reason,document\n"
        f"{GAZETTE},{aside.name},{aside.level2},主管部门,2024-05-10,本年停办,政办〔2024〕3号\n",
        encoding="utf-8",
    )
    head = "project,indicator,level2,period,cause,reason,measure,role,date\n"
    rows = [
        f"{GAZETTE},预算执行率,,{period},经费保障,印刷费结算滞后,按季结算,单位经办,2024-12-31\n"
        for period in ("2024-07", "2024")
    ]
    rows.append(
        f"{GAZETTE},{cost.name},{cost.level2},2024,经费保障,纸价上涨,改用电子版,单位经办,2024-12-31\n"
    )
    (folder / "decisions/deviations.csv").write_text(head + "".join(rows), encoding="utf-8")
    return folder, target, key_of(aside), key_of(cost)


def test_a_row_that_does_not_apply_is_not_monitored_and_says_by_whose_decision(
    tmp_path: Path,
) -> None:
    folder, target, aside, _ = decided(tmp_path)
    found = taken(folder, 7)[title_key(GAZETTE)]

    sheet = sheets.computed(target, {}, found, BUDGET, 7, NORMS)

    assert aside not in [row.key for row in sheet.rows]
    [told] = sheet.form.left_out
    assert "本年不监控" in told.zh
    assert "政办〔2024〕3号：本年停办" in told.zh
    assert taken(folder, 3)[title_key(GAZETTE)]["set_aside"] == {}


def test_reasons_of_the_month_are_shown_until_the_unit_writes_its_own(tmp_path: Path) -> None:
    folder, target, _, _ = decided(tmp_path)
    found = taken(folder, 7)[title_key(GAZETTE)]

    spending = sheets.computed(target, {}, found, BUDGET, 7, NORMS).spending
    assert spending.stated["reason"] == "印刷费结算滞后"
    assert "改进措施：按季结算" in spending.monitored.reason

    own = {"spending": {"reason": "另有原因", "measures": "", "causes": []}}
    spending = sheets.computed(target, own, found, BUDGET, 7, NORMS).spending
    assert spending.stated["reason"] == "另有原因"


def test_the_self_evaluation_leaves_the_row_out_and_takes_the_reasons_of_the_year(
    tmp_path: Path,
) -> None:
    folder, target, aside, cost = decided(tmp_path)
    found = taken(folder, 12)[title_key(GAZETTE)]

    sheet = self_sheets.scored(target, {}, found, BUDGET, NORMS)

    rows = {row.key: row for row in sheet.rows}
    assert rows[aside].scored.row.set_aside is not None
    assert not rows[aside].scored.is_counted
    assert "政办〔2024〕3号" in rows[aside].scored.points.working.zh
    assert rows[cost].scored.row.reason == "纸价上涨；改进措施：改用电子版"
    funds = sheet.scores.evaluation.funds[0]
    assert funds.reason == "印刷费结算滞后；改进措施：按季结算"
    missing = [zh for zh, _ in self_sheets.lacking(sheet, {}, frozenset())]
    assert not any(rows[aside].indicator.name in one for one in missing)
    assert not any("预算执行率" in one for one in missing)
