"""Self-evaluations: every carrier says the same; blanks stay blank; what is none is refused."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.model.evaluation import Actual
from jixiao.model.exceptions import NotAPerformanceForm, UnreadableFile
from jixiao.model.money import MoneyUnit
from jixiao.model.terms import Category, Kind
from jixiao.model.value import Comparator
from jixiao.readers.forms.actual_value import read_actual, tier_of
from jixiao.readers.forms.evaluated_rows import without_points
from jixiao.readers.forms.execution_rows import execution_rate
from jixiao.readers.forms.self_evaluation import read_evaluations
from jixiao.readers.grid import Cell, Grid, Layout
from jixiao.readers.self_evaluation import read_evaluation_bytes, read_self_evaluations
from jixiao.readers.value_grammar import read_value
from jixiao.readers.vocabulary import words
from tests.office import needs_office
from tests.paths import CORPUS, SEED_TEXT
from tests.readers.evaluation_forms import (
    ANHUI,
    SICHUAN,
    Form,
    W,
    docx_of,
    forms,
    html_of,
    office,
    text_of,
    xlsx_of,
)

CARRIERS = {"docx": docx_of, "xlsx": xlsx_of, "html": html_of, "txt": text_of}
OFFICE = {"doc": "docx", "xls": "xlsx", "ods": "xlsx"}


def page(rows: str, name: str = "page.html") -> bytes:
    """A web page with one table; cells stand between bars, ``~`` begins a merged one."""
    made = ""
    for row in rows.strip().split("\n"):
        made += "<tr>" + "".join(f"<td>{cell.strip()}</td>" for cell in row.split("|")) + "</tr>"
    return f"<html><body><table>{made}</table></body></html>".encode()


@pytest.mark.parametrize("path", [ANHUI, SICHUAN], ids=["anhui", "sichuan"])
@pytest.mark.parametrize("ending", CARRIERS)
def test_every_carrier_says_what_was_keyed_in(path: Path, ending: str) -> None:
    keyed = read_self_evaluations(path)

    read = read_evaluation_bytes(CARRIERS[ending](forms(path)), f"form.{ending}")

    assert said(read.evaluations) == said(keyed)
    assert read.notices == ()


@needs_office
@pytest.mark.parametrize("path", [ANHUI, SICHUAN], ids=["anhui", "sichuan"])
@pytest.mark.parametrize("ending", OFFICE)
def test_every_carrier_of_an_office_program_says_the_same(path: Path, ending: str) -> None:
    keyed = read_self_evaluations(path)

    read = read_evaluation_bytes(office(path, OFFICE[ending], ending), f"form.{ending}")

    assert said(read.evaluations) == said(keyed)


def said(evaluations: object) -> object:
    """The evaluations; rows of funds that a form prints without an amount are no difference."""
    from dataclasses import replace

    assert isinstance(evaluations, tuple)
    return tuple(
        replace(e, funds=tuple(f for f in e.funds if (f.initial, f.paid) != (None, None)))
        for e in evaluations
    )


def test_the_form_of_anhui_is_read_with_its_zero_total() -> None:
    first, second = read_self_evaluations(ANHUI)

    assert first.title == "委托业务项目"
    assert first.implementing_unit == "219001-池州市贵池区棠溪镇人民政府"
    assert first.unit is MoneyUnit.TEN_THOUSAND
    total, fiscal = first.funds
    assert [total.adjusted, total.paid, total.weight, total.points] == [0, 0, 10, 0]
    assert (fiscal.label, fiscal.paid) == ("本年财政拨款", Decimal("89.974"))
    row = first.rows[0]
    assert (row.indicator.category, row.indicator.kind) == (Category.OUTPUT, Kind.QUANTITY)
    assert row.indicator.level1 == "产出指标"
    assert [row.indicator.weight, row.points] == [8, 8]
    assert row.actual == Actual("50", Decimal(50), "个")
    assert first.rows[2].actual == Actual("达成预期指标", tier="达成")
    assert len(second.rows) == 8


def test_sign_and_unit_of_their_own_columns_make_the_target() -> None:
    (evaluation,) = read_self_evaluations(SICHUAN)

    value = evaluation.rows[0].indicator.value
    assert (value.comparator, value.unit) == (Comparator.EQUAL, "%")
    assert value.number == 100
    assert evaluation.fiscal_year == 2023
    assert evaluation.funds[0].rate == 100
    assert evaluation.rows[0].actual.is_blank
    assert evaluation.rows[0].points is None


def test_an_unfilled_form_is_read_with_blanks() -> None:
    (evaluation,) = read_self_evaluations(CORPUS / "real" / "central-2019-forms.xls")

    assert evaluation.title == "2019年210青少年校园足球扶持资金"
    assert (evaluation.fiscal_year, evaluation.department) == (2019, "教育部")
    assert evaluation.objective == "完成校园足球运动技术动画20集的设计制作与播出"
    assert (evaluation.achieved, evaluation.implementing_unit) == ("", "")
    assert (evaluation.funds, evaluation.rows) == ((), ())
    assert evaluation.total == 0


def test_a_blank_cell_is_not_zero() -> None:
    form = forms(ANHUI)[0]
    blank: Form = [
        [c._replace(text="", number=None) if c.text.isdigit() else c for c in row] for row in form
    ]

    (evaluation,) = read_evaluation_bytes(xlsx_of([blank]), "form.xlsx").evaluations

    assert all(row.points is None and row.indicator.weight is None for row in evaluation.rows)
    assert evaluation.rows[0].actual == Actual("")
    assert evaluation.funds[0].initial is None


def test_the_form_of_hubei_states_points_in_its_headers() -> None:
    data = page(
        """
        项目名称 | 河道保洁
        主管部门 | 示例县水利局 | 项目实施单位 | 示例县河道所
        预算执行情况（万元）（20分） |  | 预算数（A） | 执行数（B） | 执行率（B/A） | 得分（20分）
         | 年度财政资金总额 | 100 | 86.2 | 86.2% | 17.24
        年度绩效目标1（80分） | 一级指标 | 二级指标 | 三级指标 | 年初目标值（A） | 实际完成值 | 得分
         | 产出指标 | 数量指标 | 保洁河道 | 30公里 | 28公里 | 37
         | 效益指标 | 社会效益指标 | 投诉下降 | ≥10% | 12% | 40
        总分 |  |  |  |  |  | 94.24
        偏差大或目标未完成原因分析 | 雨季停工
        """
    )

    (evaluation,) = read_evaluation_bytes(data, "hubei.html").evaluations

    (total,) = evaluation.funds
    assert [total.adjusted, total.paid, total.rate] == [100, Decimal("86.2"), Decimal("86.2")]
    assert [total.weight, total.points] == [20, Decimal("17.24")]
    assert evaluation.rows[0].actual == Actual("28公里", Decimal(28), "公里")
    assert evaluation.rows[0].indicator.value.number == 30
    assert evaluation.total == Decimal("94.24")


def test_objective_and_result_may_stand_beside_their_labels() -> None:
    data = page(
        """
        项目名称 | 河道保洁
        预期目标 | 河道清洁 | 实际完成情况 | 已经清洁
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析
        产出指标 | 数量指标 | 保洁河道 | 30公里 | 28 | 50 | 46.67 | 雨季停工
        """
    )

    (evaluation,) = read_evaluation_bytes(data, "page.html").evaluations

    assert (evaluation.objective, evaluation.achieved) == ("河道清洁", "已经清洁")
    assert evaluation.rows[0].actual.unit == "公里"
    assert evaluation.rows[0].reason == "雨季停工"
    assert evaluation.rows[0].indicator.at["actual"].column == 5


@pytest.mark.parametrize("ending", CARRIERS)
def test_objective_and_result_stand_below_their_labels(ending: str) -> None:
    form = forms(ANHUI)[0]
    place = next(n for n, row in enumerate(form) if row[0].text == "年度总体目标")
    form[place + 1] = [W("完成50个委托项目。", 1, 5), W("完成50个。", 1, 5)]

    (evaluation,) = read_evaluation_bytes(CARRIERS[ending]([form]), f"form.{ending}").evaluations

    assert (evaluation.objective, evaluation.achieved) == ("完成50个委托项目。", "完成50个。")
    assert evaluation.at["achieved"] != evaluation.at["objective"]


def test_the_form_of_chongqing_has_sign_and_unit_in_their_columns() -> None:
    data = page(
        """
        项目支出绩效自评表
        项目名称 | 河道保洁
        指标类型 | 指标名称 | 指标性质 | 指标值 | 计量单位 | 权重 | 全年完成值 | 评价标准
        产出指标 | 保洁河道 | ≥ | 30 | 公里 | 50 | 28 | 每少1公里扣1分
        效益指标 | 投诉下降 | ≥ | 10 | % | 50 | 0.12% | 未达到不得分
        """
    )

    (evaluation,) = read_evaluation_bytes(data, "chongqing.html").evaluations

    first, second = evaluation.rows
    assert first.indicator.value.comparator is Comparator.AT_LEAST
    assert first.actual == Actual("28", Decimal(28), "公里")
    assert first.indicator.scoring_standard == "每少1公里扣1分"
    assert (second.actual.number, second.points) == (Decimal("0.12"), None)


def test_subtotals_do_not_end_the_form() -> None:
    data = page(
        """
        项目支出绩效自评表
        项目名称 | 河道保洁
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
        产出指标 | 数量指标 | 保洁河道 | 30公里 | 30 | 50 | 50
        合计 |  |  |  |  | 50 | 50
        效益指标 | 社会效益指标 | 投诉下降 | 10% | 12% | 40 | 40
        总分 |  |  |  |  | 90 | 90
        评价结论 | 完成 |  |  |  |  |
        """
    )

    (evaluation,) = read_evaluation_bytes(data, "page.html").evaluations

    assert len(evaluation.rows) == 2
    assert evaluation.total == 90


def test_a_form_cut_by_a_page_break_goes_on() -> None:
    whole = forms(ANHUI)[0]
    cut = [W("总分", 1, 6), W("90"), W("72"), W("", 1, 3)]
    first = html_of([whole[:-1]]).decode().split("</table>")[0]
    second = html_of([[cut]]).decode().split("<table border='1'>")[1]

    data = f"{first}</table><table>{second}".encode()
    (evaluation,) = read_evaluation_bytes(data, "page.html").evaluations

    assert len(evaluation.rows) == 9
    assert evaluation.total == 72


def test_a_department_and_a_project_may_stand_in_one_file() -> None:
    head = "<html><body><p>部门整体支出绩效自评表</p><table><tr><td>部门名称</td><td>甲局</td></tr>"
    head += "<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>年度指标值</td>"
    head += "<td>实际完成值</td><td>得分</td></tr><tr><td>产出指标</td><td>数量指标</td>"
    head += "<td>会议</td><td>5次</td><td>5</td><td>10</td></tr></table>"
    body = html_of(forms(SICHUAN)).decode().split("<body>")[1]

    read = read_evaluation_bytes(f"{head}{body}".encode(), "page.html")

    department, *projects = read.evaluations
    assert (department.title, department.is_of_department) == ("甲局", True)
    assert said(tuple(projects)) == said(read_self_evaluations(SICHUAN))


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("达成年度指标", "达成"),
        ("部分达成年度指标并具有一定效果", "部分达成"),
        ("未达成年度指标且效果较差", "未达成"),
        ("达到预期目标", "达成"),
        ("达到90%", None),
        ("完成", None),
        ("优", "优"),
        ("效果明显", None),
    ],
)
def test_a_tier_is_told_only_by_its_own_words(text: str, tier: str | None) -> None:
    assert tier_of(text) == tier


def test_an_actual_value_of_its_own_unit_keeps_it() -> None:
    target = read_value("≤90万元")

    assert read_actual("899740元", target).unit == "元"
    assert read_actual("89.974", target).unit == "万元"
    assert read_actual("2022年11月30日", target).date == "2022-11-30"
    assert read_actual("完成", target) == Actual("完成")
    assert read_actual("80-90万元", target).number is None
    assert read_actual("0.88", read_value("90%"), "0%") == Actual("0.88", Decimal(88), "%")


def test_a_rate_printed_as_a_share_is_told_by_the_amounts() -> None:
    assert execution_rate("0.862", Decimal("37.24"), Decimal("43.2")) == Decimal("86.2")
    assert execution_rate("86.2%", Decimal("37.24"), Decimal("43.2")) == Decimal("86.2")
    assert execution_rate("1", Decimal(1), Decimal(100)) == 1
    assert execution_rate("", Decimal(1), Decimal(100)) is None


def test_only_points_are_taken_off_a_level() -> None:
    assert without_points("产出指标(50分)") == "产出指标"
    assert without_points("效益指标（30）") == "效益指标"
    assert without_points("产出指标（数量）") == "产出指标（数量）"


# ── what is none, and what is wrong ──────────────────────────────────────────────────────────


def test_a_file_without_a_self_evaluation_is_refused_by_name() -> None:
    with pytest.raises(NotAPerformanceForm) as refused:
        read_self_evaluations(SEED_TEXT)

    assert "huainan-2024.txt" in refused.value.zh
    assert "自评表" in refused.value.zh


def test_a_record_of_targets_is_refused() -> None:
    with pytest.raises(NotAPerformanceForm, match="indicators"):
        read_self_evaluations(CORPUS / "records" / "wuhan-qingshan-edu-2020-html.json")


@pytest.mark.parametrize(
    ("change", "said_zh"),
    [
        ({"分数": 3}, "分数 不是可用的键"),
        ({"money": {"年度资金总额": [1, 2]}}, "money.年度资金总额 应为 [年初预算数"),
        ({"year": "去年"}, "year “去年”不是数"),
        ({"year": 20.5}, "year 不是年份"),
        ({"indicators": [{"l1": ["产出"]}]}, "indicators[0].l1 应为文字"),
        ({"indicators": [{"weight": "许多"}]}, "indicators[0].weight “许多”不是数"),
        ({"title": "甲"}, "title 与 项目名称 重复"),
    ],
)
def test_what_is_wrong_in_a_record_is_named(change: dict[str, object], said_zh: str) -> None:
    keyed = {"项目名称": "甲", "money": {}, "indicators": [], **change}
    data = json.dumps(keyed, ensure_ascii=False).encode()

    with pytest.raises(NotAPerformanceForm) as refused:
        read_evaluation_bytes(data, "keyed.json")

    assert said_zh in refused.value.zh


@pytest.mark.parametrize("data", [b"{", b"[1e999999]", b'{"a": 1, "a": 2}', b'{"a": NaN}'])
def test_broken_json_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_evaluation_bytes(data, "keyed.json")


def test_numbers_keyed_in_are_decimals() -> None:
    data = b'{"money": {"x": [0.1, "1,000.50", null]}, "indicators": []}'

    (evaluation,) = read_evaluation_bytes(data, "keyed.json").evaluations

    (row,) = evaluation.funds
    assert (row.initial, row.adjusted, row.paid) == (Decimal("0.1"), Decimal("1000.50"), None)


# ── whatever a table holds ───────────────────────────────────────────────────────────────────

WORDS = [
    "",
    "  ",
    *words(
        "项目支出绩效自评表 （2022年度） 项目名称 主管部门 实施单位 甲项目 项目资金（万元） 分值 "
        "得分 年初预算数 全年预算数 全年执行数 执行率 年度资金总额： 其中：财政拨款 90 89.97% "
        "预期目标 年度总体目标 实际完成情况 一级指标 二级指标 三级指标 年度指标值 实际完成值 "
        "产出指标(50分) 数量指标 满意度指标 ≥5个 5 达成预期指标 总分 合计 项目支出绩效目标表 指标值"
    ),
]


@given(
    st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9), min_size=1, max_size=14),
    st.sampled_from(("docx", "text")),
)
def test_any_table_is_read_or_passed_over(rows: list[list[str]], format_name: str) -> None:
    grid = Grid(
        [[Cell(text, r, c) for c, text in enumerate(row, 1)] for r, row in enumerate(rows, 1)], 1
    )

    evaluations = read_evaluations(Layout(format_name, [grid])).evaluations

    held = {text.strip() for row in rows for text in row}
    for row in (row for e in evaluations for row in e.rows):
        assert row.actual.text in held | {""}
        assert row.indicator.value.text in held | {""}
