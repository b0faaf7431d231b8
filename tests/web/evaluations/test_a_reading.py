"""A target that can be read in two ways is scored only once somebody says how it is meant."""

from __future__ import annotations

from decimal import Decimal

from conftest import good_draft
from jixiao.regulations.parameter import norms_for
from jixiao.web.evaluations.self_sheets import Sheet, scored
from jixiao.web.filings.drafting import target_of
from jixiao.web.monitoring.readings import key_of, readings_of
from jixiao.web.monitoring.sheets import Budget


def sheet_with(stated: dict[str, str], measured: dict[str, object] | None = None) -> Sheet:
    draft = good_draft()
    draft["indicators"][1]["value"] = "1百分比"
    target = target_of(draft, 2025)
    key = key_of(target.indicators[1])
    found = {"rows": {key: measured}} if measured else {}
    ninety_six = Decimal(96)
    content = {"rows": {key: {"actual": "92.5%", **stated}}}
    return scored(target, content, found, Budget(ninety_six, ninety_six), norms_for(2025, "anhui"))


def test_without_a_reading_there_are_no_points_and_both_are_told() -> None:
    row = sheet_with({}).rows[1]

    assert row.scored.points.points is None
    assert "读作100%" in row.scored.points.working.zh
    assert readings_of(row.indicator) == ("1%", "100%")


def test_the_unit_says_how_it_is_meant_and_may_say_otherwise_later() -> None:
    row = sheet_with({"reading": "100%"}).rows[1]

    weight = row.scored.points.weight
    assert row.scored.points.points == (weight * Decimal("0.925")).quantize(Decimal("0.01"))
    assert "按填报单位的说明读作100%" in row.scored.points.working.zh
    assert readings_of(row.indicator) == ("1%", "100%")


def test_a_decision_that_came_with_the_evidence_goes_before_what_the_unit_says() -> None:
    measured = {
        "text": "92.5%",
        "number": "92.5",
        "unit": "%",
        "date": None,
        "tier": None,
        "proof": "",
        "reading": ["100%", "按决定读作100%", "read as 100% by decision"],
    }

    row = sheet_with({"reading": "1%"}, measured).rows[1]

    assert "按决定读作100%" in row.scored.points.working.zh
