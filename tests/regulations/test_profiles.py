"""Profiles: what they inherit, which year holds, and that faulty ones are refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from jixiao.model.exceptions import UnusableRequest
from jixiao.model.finding import Fault, Severity
from jixiao.pipeline import check, read
from jixiao.regulations.profile import (
    Adjustment,
    Profile,
    ProfileError,
    profile_names,
    profile_of_place,
    resolved,
    shipped_profile,
)
from jixiao.regulations.regulation import provision
from jixiao.rules.catalogue import catalogue, rule_named
from jixiao.rules.check import weighed
from jixiao.rules.profile import PLACES, known_place, norms_of, profile_named
from tests.paths import PROJECT

EXAMPLE = PROJECT / "examples/huainan-2024/huainan-2024.txt"
TABLE = {
    "name": "ours",
    "title_zh": "本局",
    "title_en": "ours",
    "level": "county",
    "source": "本局〔2025〕1号",
    "note_zh": "",
    "note_en": "",
}
OWN = """
name = "ours"
extends = "anhui"
title_zh = "本局"
title_en = "our bureau"
level = "county"
source = "本局〔2025〕1号"
note_zh = ""
note_en = ""

[[rule]]
code = "VAL07"
severity = "block"
source = "本局〔2025〕1号第三条"
reason_zh = "批复时须写明比较符"
reason_en = "comparators are demanded on approval"
"""


def own(folder: Path, text: str = OWN) -> str:
    path = folder / "ours.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("place", PLACES)
def test_every_place_has_a_profile_of_its_own(place: str) -> None:
    profile = profile_named(place)

    assert profile.place == ("" if place == "national" else place)
    assert profile.from_year is None


@pytest.mark.parametrize("name", profile_names())
def test_every_profile_names_rules_and_provisions_that_there_are(name: str) -> None:
    profile = shipped_profile(name)

    codes = {rule.code for rule in catalogue()}
    masking = {rule.code for rule in catalogue() if rule.masks}
    assert {adjustment.code for adjustment in profile.adjustments} <= codes - masking
    assert all(provision(a.source).gist_zh for a in profile.adjustments)
    assert set(profile.wanted) >= {"AMT01", "LIF01", "SCO06"}


def test_a_profile_for_a_year_has_the_rules_of_the_one_it_extends() -> None:
    profile = shipped_profile("anhui-2024")

    assert profile.chain == ("anhui", "national")
    assert profile.place == "anhui"
    assert not profile.by_code["STR05"].holds


def test_the_nearest_year_of_the_profile_holds() -> None:
    bounded, open_ended = shipped_profile("national-2015"), shipped_profile("national-2021")

    assert [bounded.year_for(year) for year in (2010, 2018, 2024, None)] == [2016, 2018, 2020, 2020]
    assert [open_ended.year_for(year) for year in (2019, 2025, None)] == [2022, 2025, None]
    assert len(norms_of(bounded, 2024).weight_templates) == 1
    assert len(norms_of(open_ended, 2019).weight_templates) > 1


def test_a_place_without_a_profile_has_that_around_it() -> None:
    assert profile_of_place("anhui/liuan").name == "anhui"
    assert profile_of_place("hubei/huangshi").name == "huangshi"
    assert profile_of_place("atlantis").name == "national"


def test_a_rule_that_does_not_hold_is_told_as_not_applicable_with_the_reason() -> None:
    report = check(read(EXAMPLE), profile="anhui-2024", select=("STR05",))

    assert not report.findings
    assert all(r.reason is not None and "anhui-2024" in r.reason.zh for r in report.results)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"threshold": 3}, "unknown key threshold"),
        ({"level": "village"}, "no level"),
        ({"from_year": 2025, "to_year": 2020}, "before from_year"),
        ({"from_year": "2025"}, "no year"),
        ({"title_zh": None}, "must be text"),
        ({"wanted": ["nothing"]}, "codes of rules"),
        ({"rule": [{"code": "VAL07"}]}, "must be text"),
        ({"rule": [{"code": "x", "source": "a", "reason_zh": "b", "reason_en": "c"}]}, "no code"),
    ],
)
def test_a_faulty_profile_is_refused(change: dict[str, object], said: str) -> None:
    with pytest.raises(ProfileError, match=said) as refused:
        resolved({**TABLE, **change}, None, "ours.toml")

    assert "ours.toml" in refused.value.zh


def test_a_rule_stands_once_in_a_profile() -> None:
    rule = {"code": "VAL07", "source": "a", "reason_zh": "b", "reason_en": "c"}

    with pytest.raises(ProfileError, match="stands twice"):
        resolved({**TABLE, "rule": [rule, rule]}, None, "ours.toml")


def test_a_profile_of_ones_own_makes_a_rule_graver_and_says_why(tmp_path: Path) -> None:
    report = check(read(EXAMPLE), profile=own(tmp_path), select=("VAL07",))

    assert {finding.severity for finding in report.findings} == {Severity.BLOCK}
    assert report.findings[0].adjustment is not None
    assert report.fails(Severity.BLOCK)
    assert known_place(own(tmp_path)) == "anhui"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('extends = "anhui"', 'extends = "atlantis"', "extends"),
        ('code = "VAL07"', 'code = "VAL99"', "no rule VAL99"),
        ('code = "VAL07"', 'code = "VAL07"\nlimit = 3', "unknown key limit"),
        ('code = "VAL07"\nseverity = "block"', 'code = "SEC04"\nholds = false', "cannot be"),
        ("[[rule]]", "[[rule", "TOML"),
    ],
)
def test_a_faulty_file_of_ones_own_is_refused(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    path = own(tmp_path, OWN.replace(old, new))

    with pytest.raises(UnusableRequest, match=said) as refused:
        profile_named(path)

    assert "ours.toml" in refused.value.zh


@pytest.mark.parametrize(
    ("own_severity", "wished", "result"),
    [
        (None, "error", Severity.ERROR),
        (None, "info", Severity.INFO),
        (Severity.INFO, "block", Severity.INFO),
        (Severity.ERROR, "info", Severity.INFO),
        (Severity.ERROR, "block", Severity.ERROR),
        (Severity.ERROR, None, Severity.ERROR),
    ],
)
def test_what_a_rule_calls_lighter_stays_lighter(
    own_severity: Severity | None, wished: str | None, result: Severity
) -> None:
    adjustment = Adjustment("VAL07", True, wished, "a", "b", "c", "ours")

    weight = weighed(rule_named("VAL07"), Fault(None, severity=own_severity), adjustment)

    assert weight is result


def test_a_profile_holds_no_number_of_its_own() -> None:
    assert not {"value", "values", "parameters"} & set(Profile._fields)
