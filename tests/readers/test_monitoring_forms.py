"""Monitoring forms: the real one field by field, and the same in every carrier; half a year's.

The real form is a workbook of a central unit; no other filled one could be had, so that the
carriers are made from its facts, and the form of half a year is made up.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from jixiao.model.money import MoneyUnit
from jixiao.model.monitoring import Cause, MonitoringForm, Possibility
from jixiao.readers.read import read_bytes
from tests.paths import CORPUS
from tests.readers.evaluation_forms import Form, W, docx_of, html_of, text_of, xlsx_of

REAL = CORPUS / "real" / "central-2019-forms.xls"
GOLD: dict[str, Any] = json.loads(
    REAL.with_suffix(".monitor.gold.json").read_text(encoding="utf-8")
)
CARRIERS = {"docx": docx_of, "xlsx": xlsx_of, "html": html_of}
FUNDS = ("年初预算数", "1-7月执行数", "1-7月执行率", "全年预计执行数")
CAUSES = ("经费保障", "制度保障", "人员保障", "硬件条件保障", "其他")


def monitored(data: bytes, name: str) -> MonitoringForm:
    (form,) = read_bytes(data, name, with_results=True).monitoring
    return form


def facts(form: MonitoringForm) -> list[tuple[str, ...]]:
    return [
        (
            row.indicator.level1,
            row.indicator.level2,
            row.indicator.name,
            row.indicator.value.text,
            row.actual.text,
            row.expected.text,
            row.reason,
            "、".join(row.possibilities),
            row.indicator.remark or "",
        )
        for row in form.rows
    ]


EXPECTED = [
    (
        *(i[key] for key in ("l1", "l2", "name", "年度指标值", "1-7月执行数", "全年预计执行数")),
        *(i["原因说明"], "确定能", i["备注"]),
    )
    for i in GOLD["indicators"]
]


def funds(form: MonitoringForm) -> list[tuple[str, Decimal | None, Decimal | None, object]]:
    return [(f.label, f.initial, f.paid, (f.rate, f.expected)) for f in form.funds]


def percent(text: str) -> Decimal:
    return Decimal(text.rstrip("%"))


EXPECTED_FUNDS = [
    (
        row["name"].removeprefix("其中：").rstrip("："),
        Decimal(row["年初预算数"]),
        Decimal(row["1-7月执行数"]),
        (percent(row["1-7月执行率"]), Decimal(row["全年预计执行数"])),
    )
    for row in GOLD["资金"]
]


def seventeen() -> Form:
    """The national form: seventeen columns, two rows of headers."""
    rows: Form = [
        [W(GOLD["title"], 1, 17)],
        [W(GOLD["year"], 1, 17)],
        [W("项目名称", 1, 2), W(GOLD["项目名称"], 1, 15)],
        [
            *(W("主管部门及代码", 1, 2), W(GOLD["主管部门及代码"], 1, 6)),
            *(W("实施单位", 1, 2), W(GOLD["实施单位"], 1, 7)),
        ],
        [
            W("项目资金（万元）", 5, 2),
            W("", 1, 3),
            *(W(head, 1, 3) for head in FUNDS),
        ],
        *([W(row["name"], 1, 3), *(W(row[head], 1, 3) for head in FUNDS)] for row in GOLD["资金"]),
        [W("年度总体目标", 1, 2), W(GOLD["年度总体目标"], 1, 15)],
        [
            *(W("绩效指标", 2), W("一级指标", 2), W("二级指标", 2), W("三级指标", 2)),
            *(W("年度指标值", 2), W("1-7月执行情况", 2), W("全年预计完成情况", 2)),
            *(W("偏差原因分析", 1, 6), W("完成目标可能性", 1, 3), W("备注", 2)),
        ],
        [
            *(W(cause) for cause in CAUSES),
            *(W("原因说明"), W("确定能"), W("有可能"), W("完全不可能")),
        ],
    ]
    for i in GOLD["indicators"]:
        rows.append(
            [
                *(W(""), W(i["l1"]), W(i["l2"]), W(i["name"]), W(i["年度指标值"])),
                *(W(i["1-7月执行数"]), W(i["全年预计执行数"])),
                *(W("") for _ in CAUSES),
                *(W(i["原因说明"]), W(i["确定能"]), W(""), W(""), W(i["备注"])),
            ]
        )
    return rows


def is_gold(form: MonitoringForm) -> None:
    assert form.title == GOLD["项目名称"]
    assert form.implementing_unit == GOLD["实施单位"]
    assert form.department == GOLD["主管部门及代码"]
    assert (form.fiscal_year, form.month, form.unit) == (2019, 7, MoneyUnit.TEN_THOUSAND)
    assert form.objective == GOLD["年度总体目标"]
    assert funds(form) == EXPECTED_FUNDS
    assert facts(form) == EXPECTED


def test_the_real_form_says_what_its_oracle_says() -> None:
    form = monitored(REAL.read_bytes(), REAL.name)

    is_gold(form)


@pytest.mark.parametrize("ending", CARRIERS)
def test_every_carrier_of_seventeen_columns_says_the_same(ending: str) -> None:
    form = monitored(CARRIERS[ending]([seventeen()]), f"监控表.{ending}")

    is_gold(form)


HALF: Form = [
    [W("项目支出绩效运行监控表", 1, 8)],
    [W("（2023年1-6月）", 1, 8)],
    [W("项目名称"), W("河道保洁", 1, 3), W("实施单位"), W("示例县河道所", 1, 3)],
    [
        *(W("项目资金（万元）", 2), W("", 1, 2), W("年初预算数"), W("1-6月执行数")),
        *(W("1-6月执行率"), W("全年预计执行数", 1, 2)),
    ],
    [W("年度资金总额", 1, 2), W("100"), W("45.5"), W("45.5%"), W("98", 1, 2)],
    [
        *(W("一级指标"), W("二级指标"), W("三级指标"), W("年度指标值"), W("1-6月完成情况")),
        *(W("全年预计完成情况"), W("完成目标可能性"), W("偏差原因分析及改进措施")),
    ],
    [
        *(W("产出指标", 2), W("数量指标"), W("保洁河道"), W("≥30公里"), W("14"), W("28")),
        *(W("有可能"), W("汛期停工，下半年增加人手")),
    ],
    [
        *(W("质量指标"), W("保洁合格率"), W("≥95%"), W("96%"), W("96%"), W("确定能"), W("")),
    ],
]


@pytest.mark.parametrize("ending", {**CARRIERS, "txt": text_of})
def test_the_form_of_half_a_year_says_how_far_it_goes(ending: str) -> None:
    form = monitored({**CARRIERS, "txt": text_of}[ending]([HALF]), f"半年.{ending}")

    assert (form.title, form.fiscal_year, form.month) == ("河道保洁", 2023, 6)
    assert funds(form) == [
        ("年度资金总额", Decimal(100), Decimal("45.5"), (Decimal("45.5"), Decimal(98)))
    ]
    assert [(r.indicator.level1, r.indicator.name, r.actual.number) for r in form.rows] == [
        ("产出指标", "保洁河道", Decimal(14)),
        ("产出指标", "保洁合格率", Decimal(96)),
    ]
    assert [r.expected.number for r in form.rows] == [Decimal(28), Decimal(96)]
    assert [r.possibilities for r in form.rows] == [
        (Possibility.POSSIBLE,),
        (Possibility.CERTAIN,),
    ]
    assert [r.reason for r in form.rows] == ["汛期停工，下半年增加人手", ""]


def test_a_cause_that_is_ticked_is_told_from_those_that_are_not() -> None:
    form = seventeen()
    form[-1][8] = W("√")

    read = monitored(xlsx_of([form]), "监控表.xlsx")

    assert read.rows[-1].causes == (Cause.RULES,)
    assert read.rows[0].causes == ()
