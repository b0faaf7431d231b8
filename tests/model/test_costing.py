"""The costing of a text: what is multiplied and added, and what is left alone."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jixiao.model.narrative import Narrative


def calculations(text: str) -> list[tuple[str, str]]:
    """Each calculation a text states, as worked out, with how far the text is from it."""
    return [(s.calculation(), str(s.gap)) for s in Narrative(text).costing.statements]


def items(text: str) -> list[str]:
    return [str(item.money) for item in Narrative(text).costing.items]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "印刷12期（每月1期），每期印刷2500本，每本6.5元，印刷费19.5万元",
            "12 × 2500 × 6.5元 = 19.5万元",
        ),
        ("举办2期培训班，每期100人，每人300元，共6万元。", "2 × 100 × 300元 = 6万元"),
        ("培训100人3天，每人每天200元，共6万元。", "100 × 3 × 200元 = 6万元"),
        ("培训费100人×3天×200元/人·天=6万元", "100 × 3 × 200元 = 6万元"),
        ("12×2500×6.5=195000元", "12 × 2500 × 6.5元 = 195000元"),
        ("19.5万元+3.67万元=23.17万元", "19.5 + 3.67 = 23.17（万元）"),
        ("1.设备60万元。2.培训40万元。以上合计100万元。", "60 + 40 = 100（万元）"),
    ],
)
def test_what_the_text_works_out_is_worked_out_again(text: str, expected: str) -> None:
    found = calculations(text)

    assert found == [(expected, "0")]


@pytest.mark.parametrize(
    "text",
    [
        "印刷2500本，每本6.5元，邮寄费3.67万元。",  # the amount is for something else
        "购置电脑10台，每台5000元，打印机2台，共计8万元",  # a quantity is left over
        "补助50人，每人每月300元，共18万元",  # how many months is not said
        "每人300元，补助12个月，合计18万元",
        "培训200人、500人次，每人300元，共15万元",  # two quantities fit
        "提供24×7×365的运维服务，费用27万元",
        "培训100人，每人300元；会议费3万元",  # the sentence has ended
        "100人×300=3万元",  # the factors name no unit, the result is in 万元
        "20-5=15万元",
        "",
    ],
)
def test_what_can_be_read_two_ways_is_left_alone(text: str) -> None:
    found = calculations(text)

    assert found == []


def test_a_result_rounded_to_the_digits_written_is_right() -> None:
    written = Narrative("书架35个，每个586元，共计2.1万元；档案333册，每册6元，共计0.2万元")

    assert [s.gap for s in written.costing.products] == [Decimal(0), Decimal(0)]


def test_after_about_the_closing_zeros_are_not_digits() -> None:
    about, exact = "电脑42台，每台5000元，共计约20万元", "电脑42台，每台5000元，共计20万元"

    assert calculations(about)[0][1] == "0"
    assert calculations(exact)[0][1] != "0"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("投入100万元，其中：设备60万元，培训40万元。", ["100万元"]),
        ("招商引资1000万元，培训10万元", ["10万元"]),
        ("每本6.5元，印刷费19.5万元，总计23.17万元", ["19.5万元"]),
        ("采购50万元以上设备2台，运维费8万元", ["8万元"]),
        ("人均补助标准500元，会议费3万元", ["3万元"]),
    ],
)
def test_totals_unit_prices_results_and_sub_items_are_no_parts(
    text: str, expected: list[str]
) -> None:
    found = items(text)

    assert found == expected


def test_a_contract_has_the_amounts_of_its_numbered_item() -> None:
    text = "1.运维29.9万元。驻点服务。合同服务期：2022.7-2025.7。2.评估10万元。"

    (contract,) = Narrative(text).costing.contracts

    assert contract.subject == "运维"
    assert [str(a.money) for a in contract.amounts] == ["29.9万元"]


def test_without_numbers_a_contract_has_the_amounts_before_it() -> None:
    text = "甲服务10万元，合同期2023.1-2025.12；乙服务8万元，合同期2024年1月1日至2025年6月30日。"

    first, second = Narrative(text).costing.contracts

    assert [str(a.money) for a in first.amounts] == ["10万元"]
    assert [str(a.money) for a in second.amounts] == ["8万元"]
    assert second.term.to_month == 6
