"""What a report says: only what its sheets state, each sentence with a number or a name."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.model.evaluation import Actual, ExecutionRow, ScoredRow, ScoreSheet
from jixiao.model.exceptions import UnusableRequest
from jixiao.model.finding import Message
from jixiao.model.monitoring import Light, Monitored
from jixiao.model.terms import Kind
from jixiao.model.value import Comparator, Nature, TargetValue
from jixiao.writers.report_parts import Chart, Heading, Report, Table
from jixiao.writers.report_text import report_on
from tests.writers.report_sheets import (
    LEVEL2,
    every_state,
    flawless,
    measured,
    quantity,
    scored,
    sheet_of,
    unit,
)


def said(report: Report) -> str:
    return "\n".join(sentence.zh for sentence in report.sentences)


def table(report: Report, title: str) -> Table:
    tables = (block for block in report.blocks if isinstance(block, Table))
    return next(t for t in tables if title in t.title.zh)


def test_the_chapters_are_the_usual_ones_in_both_kinds() -> None:
    chapters = {
        kind: [
            b.text.zh
            for b in report_on([every_state()], kind).blocks
            if isinstance(b, Heading) and b.level == 1
        ]
        for kind in ("self", "evaluation")
    }

    assert chapters["self"] == [
        "一、项目基本情况",
        "二、自评工作开展情况",
        "三、综合评价结论",
        "四、绩效目标完成情况分析",
        "五、预算执行情况",
        "六、偏差原因与存在问题",
        "七、改进建议与结果应用",
        "附件：得分计算过程",
    ]
    assert chapters["evaluation"][1] == "二、评价工作情况"


def test_the_title_names_the_year_the_project_and_the_kind() -> None:
    one = report_on([every_state()], "self").cover.title.zh
    many = report_on(unit(), "evaluation").cover.title.zh

    assert one == "2024年度市政府热线话务委托服务费\n绩效自评报告"
    assert many == "2024年度某市人民政府办公室项目支出\n绩效评价报告"


def test_a_row_that_fell_short_states_target_actual_gap_and_points() -> None:
    text = said(report_on([every_state()]))

    assert (
        "“话务接通率”指标值≥95%，实际完成91.2%，少3.8个百分点；分值10分，得9.6分，失0.4分；"
        "原因及措施：7月设备改造，停线两日；已增设备用线路。"
    ) in text
    assert "“工单平均办结时间”指标值≤5天，实际完成6天，超出1天（指标值的20%）" in text


def test_a_reason_not_stated_is_for_a_person_to_write() -> None:
    text = said(report_on([every_state()]))

    assert "得8分，失2分；原因及措施：〔待填写：偏差原因及改进措施〕。" in text


def test_a_row_far_above_its_target_is_told_with_the_share() -> None:
    text = said(report_on([every_state()]))

    assert "“日均受理话务量”指标值≥1600个，实际完成2880个，为指标值的180%，达到1.3倍以上" in text


def test_a_satisfaction_above_its_target_is_no_deviation() -> None:
    target = quantity("≥60%", Comparator.AT_LEAST, "60", "%")
    row = scored(Kind.SATISFACTION, "满意度", target, measured("95", "%"), "90", "90")

    assert "倍以上" not in said(report_on([sheet_of("某项目", (row,))]))


def test_a_blank_actual_value_is_not_zero() -> None:
    report = report_on([every_state()])

    assert "“市民诉求响应”（分值10分）没有得分" in said(report)
    row = next(r for r in table(report, "效益指标完成情况").rows if r[1].zh == "市民诉求响应")
    assert [cell.zh for cell in row[3:]] == ["〔待填写：实际完成值〕", "10", "—"]


def test_a_class_of_which_nothing_is_scored_has_no_points_not_zero() -> None:
    row = scored(Kind.SOCIAL, "响应", TargetValue("畅通", Nature.GRADED), Actual(""), "30", None)

    report = report_on([sheet_of("某项目", (row,))])

    assert "效益指标1个，分值30分，均未能计分。" in said(report)
    assert [cell.zh for cell in table(report, "得分情况").rows[1]][1:] == ["30", "—", "—", "30"]


def test_quotation_marks_within_a_name_become_single_ones() -> None:
    text = said(report_on([flawless("“放管服”改革经费")]))

    assert "“‘放管服’改革经费”综合得分100分" in text


def test_with_a_row_open_there_is_no_total_and_no_grade() -> None:
    text = said(report_on([every_state()]))

    assert "已计分部分得83.6分，另有10分未能计分（总分值100分）" in text
    assert "等级为" not in text


def test_a_project_without_deviations_says_so_and_nothing_more() -> None:
    text = said(report_on([flawless()]))

    assert "“政府公报编辑发行费”参与计分的3个指标和预算执行率均得满分。" in text
    assert "综合得分100分（总分值100分），评价等级为优。" in text
    assert "失" not in text


def test_a_rate_below_the_bound_asks_for_a_reason() -> None:
    text = said(report_on([every_state()]))

    assert "预算执行率80%，低于90%，失2分；原因：〔待填写：执行率偏低的原因〕。" in text
    assert "核实未执行的32.1万元（执行率80%，低于90%）" in text


def test_a_budget_not_stated_is_not_taken_for_nothing() -> None:
    sheet = sheet_of("某项目", flawless().rows, adjusted=None, paid="20", execution=None)

    text = said(report_on([sheet]))

    assert "全年预算数〔待填写：全年预算数〕，全年执行数20万元。" in text
    assert "执行率0%" not in text


def test_what_a_form_states_otherwise_is_told() -> None:
    sheet = every_state()
    stated = replace(flawless(), evaluation=replace(flawless().evaluation, total=Decimal(98)))

    assert "“市政府热线话务委托服务费”：“话务接通率”表列10分，复算9.6分。" in said(
        report_on([sheet])
    )
    assert "表列总分98分，按评分办法复算为100分，相差2分。" in said(report_on([stated]))


def test_the_funds_of_a_unit_are_added_up_and_what_is_left_out_is_told() -> None:
    lacking = replace(
        flawless("某项目"), evaluation=replace(flawless("某项目").evaluation, funds=())
    )

    text = said(report_on([*unit(), lacking]))

    assert (
        "4个项目全年预算数合计707.43万元，全年执行数合计675.33万元，总体执行率95.46%；"
        "另有1个项目预算数或执行数未填，未计入。"
    ) in text


def test_the_grades_of_a_unit_are_counted() -> None:
    assert "4个项目的评价等级：优3个、未定等级1个。" in said(report_on(unit(), "evaluation"))


def test_the_chart_has_points_and_weight_of_each_class() -> None:
    chart = next(b for b in report_on([every_state()]).blocks if isinstance(b, Chart))

    bars = [
        (b.label.zh, float(b.weight), float(b.points), float(b.open_weight)) for b in chart.bars
    ]
    assert bars == [
        ("预算执行率", 10, 8, 0),
        ("产出指标", 50, 47.6, 0),
        ("效益指标", 30, 18, 10),
        ("满意度指标", 10, 10, 0),
    ]


def test_the_class_table_adds_up() -> None:
    rows = table(report_on([every_state()]), "得分情况").rows

    assert [cell.zh for cell in rows[-1]] == ["合计", "100", "83.6", "92.89%", "10"]


def test_the_annex_has_the_working_of_every_row() -> None:
    sheet = every_state()

    rows = table(report_on([sheet]), "得分计算过程").rows

    assert len(rows) == 1 + len(sheet.rows) + 1
    assert rows[0][4].zh.startswith(sheet.execution.working.zh)
    for line, row in zip(rows[1:], sheet.rows, strict=False):
        assert line[4].zh.startswith(row.points.working.zh)
    assert "依据：测算：hotline_calls，2024年1—12月" in rows[1][4].zh
    assert "可得16—18分。" in rows[5][4].zh


def test_a_row_that_does_not_apply_has_no_points_and_is_named() -> None:
    report = report_on([every_state()])

    assert "不适用、不参与计分的指标1个：“长效机制”" in said(report)
    line = next(r for r in table(report, "计算过程").rows if r[1].zh == "长效机制")
    assert [cell.zh for cell in line[2:4]] == ["—", "—"]


def test_lights_of_the_monitoring_that_ask_for_a_reason_are_told() -> None:
    sheet = every_state()
    rows = [
        Monitored(
            row.row.indicator,
            row.row.actual,
            Decimal(pace),
            light,
            None,
            None,
            light is Light.RED,
            Message(f"进度{pace}%。", f"{pace}%."),
        )
        for row, pace, light in zip(sheet.rows, (50, 95), (Light.RED, Light.GREEN), strict=False)
    ]

    text = said(report_on([sheet], monitored={sheet.evaluation.title: rows}))

    assert "“日均受理话务量”运行监控中为红灯（进度50%）：进度50%。" in text
    assert "绿灯" not in text


def test_nothing_to_report_on_is_refused_with_a_sentence() -> None:
    with pytest.raises(UnusableRequest):
        report_on([])


def test_sheets_of_two_years_need_the_year_named() -> None:
    other = replace(flawless(), evaluation=replace(flawless().evaluation, fiscal_year=2023))

    with pytest.raises(UnusableRequest):
        report_on([flawless(), other])
    assert report_on([flawless(), other], fiscal_year=2024).cover.title.zh.startswith("2024年度")


# ── properties ────────────────────────────────────────────────────────────────────────────────

NAMES = st.text("甲乙丙丁戊己庚辛率量性。；", min_size=1, max_size=8)
PROSE = st.one_of(st.just(""), st.text("因故未成。\n；，已改进", max_size=20))
NUMBERS = st.decimals(Decimal(0), Decimal(200), places=2)
WEIGHTS = st.decimals(Decimal(0), Decimal(50), places=1)


@st.composite
def scored_rows(draw: st.DrawFn) -> ScoredRow:
    weight = draw(WEIGHTS)
    points = draw(st.one_of(st.none(), st.just(weight), st.just(weight / 2), st.just(Decimal(0))))
    unit = draw(st.sampled_from(["", "个", "%", "万元", "天"]))
    comparator = draw(st.sampled_from([None, *Comparator]))
    target = draw(
        st.one_of(
            st.builds(
                lambda n: TargetValue(f"{n}{unit}", Nature.QUANTITATIVE, comparator, n, unit),
                NUMBERS,
            ),
            st.sampled_from([TargetValue("显著", Nature.GRADED), TargetValue("", Nature.TEXT)]),
        )
    )
    actual = draw(
        st.one_of(
            st.builds(lambda n: Actual(f"{n}{unit}", n, unit), NUMBERS),
            st.sampled_from([Actual(""), Actual("达成", tier="达成", proof="表一")]),
        )
    )
    return scored(
        draw(st.sampled_from(list(LEVEL2))),
        draw(NAMES),
        target,
        actual,
        str(weight),
        None if points is None else str(points),
        reason=draw(PROSE),
        is_counted=draw(st.booleans()),
        method=draw(st.sampled_from(["正向比例 · positive", "定性分档"])),
    )


@st.composite
def score_sheets(draw: st.DrawFn) -> ScoreSheet:
    amounts = st.one_of(st.none(), st.just("0"), NUMBERS.map(str))
    sheet = sheet_of(
        draw(NAMES),
        tuple(draw(st.lists(scored_rows(), max_size=5))),
        adjusted=draw(amounts),
        paid=draw(amounts),
        execution=draw(st.sampled_from([None, "0", "5", "10"])),
        objective=draw(PROSE),
        differences=tuple(Message(d, d) for d in draw(st.lists(NAMES, max_size=2))),
    )
    evaluation = sheet.evaluation
    if draw(st.booleans()):
        evaluation = replace(evaluation, funds=(), department="", implementing_unit="")
    if draw(st.booleans()):
        evaluation = replace(evaluation, unit=None, achieved=draw(PROSE), total=draw(NUMBERS))
    return replace(sheet, evaluation=evaluation)


@settings(max_examples=80, deadline=None)
@given(st.lists(score_sheets(), min_size=1, max_size=3), st.sampled_from(["self", "evaluation"]))
def test_every_sentence_holds_a_number_or_names_a_row(sheets: list[ScoreSheet], kind: str) -> None:
    names = {row.row.indicator.name.strip() for sheet in sheets for row in sheet.rows}
    names |= {sheet.evaluation.title for sheet in sheets}

    report = report_on(sheets, kind)

    for sentence in report.sentences:
        for text in sentence:
            assert any(map(str.isdigit, text)) or any(f"“{name}”" in text for name in names), text
            assert "None" not in text


@settings(max_examples=80, deadline=None)
@given(st.lists(score_sheets(), min_size=1, max_size=3))
def test_every_row_of_a_table_has_a_cell_for_each_header(sheets: list[ScoreSheet]) -> None:
    report = report_on(sheets)

    for block in report.blocks:
        if isinstance(block, Table):
            width = len(block.headers)
            assert len(block.widths) == len(block.looks) == width
            assert all(len(row) == width for row in block.rows)


def test_funds_of_no_budget_have_no_rate() -> None:
    sheet = flawless()
    funds = (ExecutionRow("年度资金总额", Decimal(0), Decimal(0), Decimal(0)),)
    sheet = replace(sheet, evaluation=replace(sheet.evaluation, funds=funds))

    text = said(report_on([sheet]))

    assert "全年预算数0万元，全年执行数0万元。" in text
