"""A self-evaluation scored again: totals, grades and each difference."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from jixiao.model.evaluation import SelfEvaluation
from jixiao.scoring.self_evaluation import score
from tests.paths import SHARED
from tests.scoring.samples import NORMS, actual, evaluation, funds, row

RECORD = SHARED / "corpus/records/anhui-chizhou-tangxi-selfeval-2022-doc.json"


def said(differences: Any) -> str:
    return "\n".join(message.zh for message in differences)


def of_record(record: dict[str, Any]) -> SelfEvaluation:
    """The record's rows as a self-evaluation."""
    total, fiscal = (record["money"][key] for key in ("年度资金总额", "本年财政拨款"))
    points = record.get("execution_score")
    money = (
        funds(*map(str, total), points=None if points is None else str(points)),
        funds(*map(str, fiscal), label="本年财政拨款", weight=None),
    )
    rows = [
        row(
            item["target"],
            actual(item["actual"]),
            str(item["weight"]),
            str(item["score"]),
            item["l2"],
            item["name"],
            item["l1"],
        )
        for item in record["indicators"]
    ]
    return evaluation(*rows, money=money, year=2022)


@pytest.fixture(scope="module")
def chizhou() -> list[SelfEvaluation]:
    if not RECORD.is_file():
        pytest.skip("the corpus is not here")
    return [of_record(record) for record in json.loads(RECORD.read_text(encoding="utf-8"))]


def test_chizhou_2022_the_row_of_the_total_is_0_while_its_part_is_filled(
    chizhou: list[SelfEvaluation],
) -> None:
    sheet = score(chizhou[0], NORMS)

    assert sheet.execution.points == 0
    assert "按分项计得10分" in sheet.execution.working.zh
    assert "合计为89.974、89.974" in said(sheet.differences)
    assert [r.points.points for r in sheet.rows] == [8, 8, 8, 8, 8, 10, 10, 10, 10]
    assert sheet.total == 80
    assert sheet.grade is None  # the record is cut: 90 points are no full total
    assert "分值合计为90" in said(sheet.differences)  # the record is cut before 满意度


def test_chizhou_2022_65_6_per_cent_of_the_initial_budget_with_full_marks(
    chizhou: list[SelfEvaluation],
) -> None:
    record = chizhou[1]
    part = record.funds[1]

    sheet = score(record, NORMS)
    by_part = score(evaluation(*record.rows, money=(funds("202.64", "132.912", "132.912"),)), NORMS)

    assert part.paid is not None
    assert part.initial is not None
    assert round(part.paid / part.initial * 100, 1) == Decimal("65.6")
    assert sheet.execution.points == 0
    assert by_part.execution.points == 10
    assert "65.59%" in said(by_part.execution.notes)


def test_the_stated_9_for_86_2_per_cent_is_a_difference_of_0_38() -> None:
    money = (funds("43.2", "43.2", "37.24", rate="86.2", points="9"),)

    sheet = score(evaluation(row("≥1个", actual("1"), "90", "90"), money=money), NORMS)

    assert sheet.execution.points == Decimal("8.62")
    assert said(sheet.differences) == "“预算执行率”表中得分9，复算为8.62，相差0.38分。"


def test_65_6_per_cent_with_full_marks_is_a_difference_of_3_44() -> None:
    money = (funds("100", "100", "65.6", rate="65.60", points="10"),)

    sheet = score(evaluation(row("≥1个", actual("1"), "90", "90"), money=money, total="100"), NORMS)

    assert "“预算执行率”表中得分10，复算为6.56，相差3.44分。" in said(sheet.differences)
    assert "表中总分为100，复算为96.56，相差3.44分。" in said(sheet.differences)


def test_a_stated_rate_is_compared_at_the_decimals_it_is_printed_with() -> None:
    right = (funds("43.2", "43.2", "37.24", rate="86"),)
    wrong = (funds("43.2", "43.2", "37.24", rate="87.00"),)
    met = row("≥1个", actual("1"), "90")

    assert not score(evaluation(met, money=right), NORMS).differences
    assert "表中执行率为87%，复算为86.2%，相差0.8个百分点。" in said(
        score(evaluation(met, money=wrong), NORMS).differences
    )


def test_exactly_90_is_excellent() -> None:
    money = (funds("10", "10", "10", points="10"),)

    sheet = score(evaluation(row("≥9个", actual("8"), "90", "80"), money=money, total="90"), NORMS)

    assert sheet.total == 90
    assert sheet.grade is not None
    assert (sheet.grade.zh, sheet.grade.en) == ("优", "excellent")
    assert not sheet.differences
    assert sheet.working.zh.endswith("总分＝预算执行率10＋各指标80＝90（满分100），等级为优。")


def test_a_total_that_differs_from_its_parts_and_from_the_recomputation_is_told_twice() -> None:
    money = (funds("10", "10", "10", points="10"),)

    sheet = score(evaluation(row("≥9个", actual("8"), "90", "85"), money=money, total="96"), NORMS)

    text = said(sheet.differences)
    assert "“完成数量”表中得分85，复算为80，相差5分。" in text
    assert "表中总分为96，表中各项得分合计为95，相差1分。" in text
    assert "表中总分为96，复算为90，相差6分。" in text


def test_points_within_the_band_of_a_tier_are_no_difference() -> None:
    money = (funds("10", "10", "10", points="10"),)
    met = row("明显", actual("达成预期指标"), "90", "80", "社会效益指标", level1="效益指标")

    sheet = score(evaluation(met, money=money, total="90"), NORMS)

    assert sheet.total == 100
    assert not sheet.differences


def test_an_indicator_without_points_leaves_no_total_and_its_weight_open() -> None:
    money = (funds("10", "10", "10", points="10"),)
    rows = (
        row("≥9个", actual("9"), "50", "50"),
        row("≤30万元", actual("完成"), "40", "40", "成本指标", "项目成本"),
    )

    sheet = score(evaluation(*rows, money=money, total="100"), NORMS)

    assert (sheet.total, sheet.grade) == (None, None)
    assert (sheet.reached, sheet.open_weight) == (60, 40)
    assert "“项目成本”表中得分40，不能复算。" in said(sheet.differences)
    assert "复算的总分在60至100之间" in said(sheet.differences)


def test_a_word_repeated_is_said_to_be_not_reproducible() -> None:
    met = row("效果明显", actual("效果明显"), "90", "90", "社会效益指标", "影响", "效益指标")

    sheet = score(evaluation(met, money=(funds("10", "10", "10"),)), NORMS)

    assert sheet.total is None
    assert "“影响”表中得分90，在所写档次可得的72至90之内；档次未确认，不能复算。" in said(
        sheet.differences
    )


def test_a_row_that_does_not_apply_is_not_counted_and_the_rest_makes_100() -> None:
    rows = (
        row("≥9个", actual("9"), None, name="甲"),
        row("≥95%", actual("96", "%"), None, level2="服务对象满意度指标", level1="满意度指标"),
        row("无", actual("无"), None, level2="生态效益指标", level1="效益指标"),
    )

    sheet = score(evaluation(*rows, money=(funds("10", "10", "10"),)), NORMS)

    assert [r.is_counted for r in sheet.rows] == [True, True, False]
    assert sheet.total == 100


def test_without_funds_the_execution_rate_stays_open() -> None:
    sheet = score(evaluation(row("≥9个", actual("9"), "90")), NORMS)

    assert sheet.execution.points is None
    assert (sheet.reached, sheet.open_weight, sheet.total) == (90, 10, None)


def test_a_blank_target_is_not_scored() -> None:
    sheet = score(evaluation(row("", actual("9"), "90"), money=(funds("1", "1", "1"),)), NORMS)

    assert sheet.rows[0].points.points is None
    assert "指标值（空白）" in sheet.rows[0].points.working.zh


def test_every_message_is_in_both_languages() -> None:
    money = (
        funds("0", "0", "0", rate="100", points="10"),
        funds("9", "9", "9", label="财政拨款", weight=None),
    )
    rows = (
        row("≥9个", actual("5"), "50", "50"),
        row("明显", actual("部分达成预期指标"), "40", "40", "社会效益指标"),
    )

    sheet = score(evaluation(*rows, money=money, total="99"), NORMS)

    messages = [*sheet.differences, sheet.working, sheet.execution.working]
    messages += [r.points.working for r in sheet.rows]
    assert len(sheet.differences) == 7
    for message in messages:
        assert message.zh.endswith("。")
        assert message.en.endswith(".")
