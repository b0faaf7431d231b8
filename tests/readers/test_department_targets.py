"""The target table of a whole department: the real one, and the same in every carrier."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from jixiao.model.disclosure import Disclosure
from jixiao.model.location import Location
from jixiao.model.money import MoneyUnit
from jixiao.model.target import PerformanceTarget
from jixiao.readers.read import read_bytes
from jixiao.readers.record_json import read_record
from jixiao.writers.record_json import render
from jixiao.writers.record_table import disclosure_table
from tests.paths import CORPUS
from tests.readers.evaluation_forms import Form, W, docx_of, html_of, text_of, xlsx_of
from tests.readers.reading import read_markdown

REAL = CORPUS / "real" / "guangdong-zhanjiang-2024-department.xlsx"
GOLD: dict[str, Any] = json.loads(
    REAL.with_suffix(".gold.json").read_text(encoding="utf-8"), parse_float=Decimal
)
SHOWN = {Decimal("10891.615675"): Decimal("10891.62"), Decimal("61915.7693"): Decimal("61915.77")}
CARRIERS = {"docx": docx_of, "xlsx": xlsx_of, "html": html_of, "txt": text_of}


def read(data: bytes, name: str) -> PerformanceTarget:
    (target,) = read_bytes(data, name).targets
    return target


def shown(row: dict[str, Any]) -> str:
    return "100%" if row["number_format"] == "0%" and row["value"] == 1 else str(row["value"])


def form() -> Form:
    """The real form again, from its facts."""
    rows: Form = [
        [W(GOLD["title"], 1, 5)],
        [W("部门名称"), W(GOLD["部门名称"], 1, 4)],
        [
            W("基本信息"),
            *(W("财政供养人员数"), W(str(GOLD["财政供养人员数"]))),
            *(W("下属二级单位数"), W(str(GOLD["下属二级单位数"]))),
        ],
        [
            W("预算整体情况", 3),
            *(W("部门预算支出"), W("预算金额（万元）"), W("收入来源"), W("预算金额（万元）")),
        ],
        [
            *(W("基本支出"), W(str(GOLD["基本支出"]))),
            *(W("财政拨款"), W(str(GOLD["财政拨款_cached"]))),
        ],
        [
            *(W("项目支出"), W(str(GOLD["项目支出"]))),
            *(W("其他资金"), W(str(GOLD["其他资金"]))),
        ],
        [W("总体绩效目标"), W(GOLD["总体绩效目标"].replace("\n", ""), 1, 4)],
        [
            W("年度重点工作任务", len(GOLD["tasks"]) + 1),
            *(W("名称"), W("主要实施内容"), W("拟投入的资金（万元）"), W("期望达到的目标")),
        ],
        *([W(str(task[key]).replace("\n", "")) for key in task] for task in GOLD["tasks"]),
        [W("绩效指标"), *(W(head) for head in ("一级指标", "二级指标", "三级指标", "指标值"))],
    ]
    for row in GOLD["indicators"]:
        rows.append([W(""), W(row["l1"]), W(row["l2"]), W(row["name"]), W(shown(row))])
    return rows


@pytest.fixture(scope="module")
def real() -> Disclosure:
    return read_bytes(REAL.read_bytes(), REAL.name)


def test_the_real_form_is_read_whole(real: Disclosure) -> None:
    (target,) = real.targets

    assert (real.form, target.form, target.fiscal_year) == (
        "department-target",
        "department-target",
        2024,
    )
    assert target.project_name == GOLD["部门名称"]
    assert target.annual_objective == GOLD["总体绩效目标"]
    assert [(i.level1, i.level2, i.name, i.value.text) for i in target.indicators] == [
        (g["l1"], g["l2"], g["name"], shown(g)) for g in GOLD["indicators"]
    ]
    assert [(t.name, t.content, t.amount, t.objective) for t in target.tasks] == [
        (g["名称"], g["主要实施内容"], g["拟投入的资金"], g["期望达到的目标"])
        for g in GOLD["tasks"]
    ]
    assert dict(target.others)["基本信息：财政供养人员数"] == str(GOLD["财政供养人员数"])
    assert dict(target.others)["基本信息：下属二级单位数"] == str(GOLD["下属二级单位数"])


def test_the_money_of_the_real_form_is_as_shown_with_all_its_digits_beside(
    real: Disclosure,
) -> None:
    (target,) = real.targets
    lines = {line.label: line.amount for line in target.funding.lines}

    assert target.funding.unit is MoneyUnit.TEN_THOUSAND
    assert target.funding.total is None
    assert (target.funding.fiscal, target.funding.other) == (Decimal("72807.38"), Decimal(0))
    assert target.originals["funding.财政拨款"] == str(GOLD["财政拨款_cached"])
    for label in ("基本支出", "项目支出"):
        assert lines[label] == SHOWN[GOLD[label]]
        assert target.originals[f"funding.{label}"] == str(GOLD[label])
    assert lines["财政专项资金"] is None


def test_the_blank_rows_of_the_real_form_are_told_and_nothing_is_left_over(
    real: Disclosure,
) -> None:
    said = [notice.zh for notice in real.notices]

    assert any("、".join(GOLD["empty_l2"]) in text for text in said)
    assert real.notes == ()


def test_every_value_of_the_real_form_has_its_place(real: Disclosure) -> None:
    (target,) = real.targets

    assert target.at["project_name"] == Location(1, 2, 2, sheet="Sheet1")
    assert target.at["funding.fiscal"] == Location(1, 5, 5, sheet="Sheet1")
    assert target.tasks[1].at["amount"] == Location(1, 13, 4, sheet="Sheet1")
    assert target.tasks[2].at["name"] == Location(1, 14, 2, sheet="Sheet1")


@pytest.mark.parametrize("ending", CARRIERS)
def test_every_carrier_says_what_the_real_form_says(ending: str) -> None:
    target = read(CARRIERS[ending]([form()]), f"部门整体.{ending}")

    assert (target.form, target.fiscal_year) == ("department-target", 2024)
    assert target.project_name == GOLD["部门名称"]
    assert target.annual_objective == GOLD["总体绩效目标"].replace("\n", "")
    assert [(i.level1, i.level2, i.name, i.value.text) for i in target.indicators] == [
        (g["l1"], g["l2"], g["name"], shown(g)) for g in GOLD["indicators"]
    ]
    assert [(t.name, t.content, t.amount, t.objective) for t in target.tasks] == [
        tuple(v.replace("\n", "") if isinstance(v, str) else v for v in task.values())
        for task in GOLD["tasks"]
    ]
    assert target.funding.fiscal == GOLD["财政拨款_cached"]
    assert {line.label: line.amount for line in target.funding.lines} == {
        label: GOLD[label] for label in ("基本支出", "项目支出")
    }


def test_the_record_is_read_back(real: Disclosure) -> None:
    again = read_record(render(real), "record.json")

    assert again == real
    assert again.targets[0].tasks == real.targets[0].tasks


def test_tasks_whose_money_has_parts_keep_them_beside_the_whole() -> None:
    (target,) = read_markdown(
        """
        部门整体支出绩效目标表

        | 部门整体支出绩效目标表（2023年度） | < | < | < | < | < |
        | --- | --- | --- | --- | --- | --- |
        | 部门名称 | 示例县水利局 | < | < | < | < |
        | 年度主要任务 | 任务名称 | 主要内容 | 预算金额（万元） | < | < |
        | ^ | ^ | ^ | 总额 | 财政拨款 | 其他资金 |
        | ^ | 河道整治 | 清淤12公里 | 300 | 280 | 20 |
        | ^ | 水库加固 | | 50.5 | 50.5 | |
        | ^ | 金额合计 | | 350.5 | 330.5 | 20 |
        | 年度总体目标 | 保障防洪安全 | < | < | < | < |
        | 年度绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | < |
        | ^ | 产出指标 | 数量指标 | 清淤长度 | ≥12公里 | < |
        """
    ).targets

    first, second = target.tasks
    assert (first.name, first.content, first.amount) == ("河道整治", "清淤12公里", Decimal(300))
    assert first.others == (("财政拨款", "280"), ("其他资金", "20"))
    assert (second.name, second.content, second.amount) == ("水库加固", None, Decimal("50.5"))
    assert ("任务金额合计", "350.5") in target.others
    assert target.annual_objective == "保障防洪安全"
    assert [i.name for i in target.indicators] == ["清淤长度"]


def test_the_form_of_a_department_stands_beside_those_of_its_projects() -> None:
    project = """
        | 项目支出绩效目标表 | < | < | < |
        | --- | --- | --- | --- |
        | 项目名称 | 河道保洁 | < | < |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | 产出指标 | 数量指标 | 保洁河道 | ≥30公里 |
        | 部门整体支出绩效目标表 | < | < | < |
        | 部门名称 | 示例县水利局 | < | < |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | 产出指标 | 数量指标 | 清淤长度 | ≥12公里 |
        | 项目支出绩效目标表 | < | < | < |
        | 项目名称 | 水库加固 | < | < |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | 产出指标 | 数量指标 | 加固水库 | ≥1座 |
        """

    disclosure = read_markdown(project)

    assert [(t.project_name, t.form) for t in disclosure.targets] == [
        ("河道保洁", "project-target"),
        ("示例县水利局", "department-target"),
        ("水库加固", "project-target"),
    ]
    assert [t.indicators[0].name for t in disclosure.targets] == [
        "保洁河道",
        "清淤长度",
        "加固水库",
    ]


def test_a_department_form_over_two_pages_is_one() -> None:
    target = read_markdown(
        """
        部门整体绩效目标表

        | 部门名称 | 示例县水利局 | < | < |
        | --- | --- | --- | --- |
        | 年度总体目标 | 保障防洪安全 | < | < |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | 产出指标 | 数量指标 | 清淤长度 | ≥12公里 |

        — 2 —

        | 产出指标 | 质量指标 | 验收合格率 | ≥95% |
        | --- | --- | --- | --- |
        | 满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90% |
        """
    ).targets

    assert [len(t.indicators) for t in target] == [3]


def test_the_table_for_people_prints_the_main_tasks(real: Disclosure) -> None:
    printed = disclosure_table(real)

    assert "▸ 城乡居民养老保险政府补贴资金 | 18862万元 | 城乡居民基本养老保险参保人数" in printed


def test_the_form_written_again_holds_the_main_tasks(real: Disclosure) -> None:
    from jixiao.writers.form_html import render as form_html

    written = form_html(real).decode()

    for task in GOLD["tasks"]:
        assert task["名称"] in written
        assert task["期望达到的目标"].split("\n")[0] in written
