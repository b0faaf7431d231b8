"""Norms are chosen by fiscal year and by the narrowest place that has an entry."""

from decimal import Decimal
from pathlib import Path

import pytest

from jixiao.regulations import (
    Band,
    Mark,
    Norms,
    ParameterError,
    band_of,
    norms_for,
    parameter,
    parameters,
    provision,
    source_of,
)
from jixiao.regulations.parameter import value_of

NINE_KINDS = {
    "quantity",
    "quality",
    "timeliness",
    "cost",
    "economic",
    "social",
    "ecological",
    "sustainability",
    "satisfaction",
}
YEARS = [None, *range(2010, 2041)]
PLACES = ["", *sorted({entry.place for entry in parameters() if entry.place})]


def test_every_norm_has_an_entry_and_every_entry_is_a_norm() -> None:
    names = {entry.name for entry in parameters()}

    assert names == set(Norms._fields)


def test_every_source_of_a_parameter_can_be_cited() -> None:
    sources = {entry.source for entry in parameters()}
    sources |= {row.source for row in norms_for(None, "sichuan").weight_templates}

    citations = [provision(source).citation("zh") for source in sources]

    assert all(citations)


@pytest.mark.parametrize("place", PLACES)
def test_every_year_and_place_has_norms(place: str) -> None:
    chosen = [norms_for(year, place) for year in YEARS]

    assert all(isinstance(norms, Norms) for norms in chosen)


def test_no_norm_is_a_float() -> None:
    norms = norms_for(2024, "anhui/huainan")

    floats = [name for name, value in norms._asdict().items() if isinstance(value, float)]

    assert floats == []
    assert norms.sum_tolerance == Decimal("0.01")
    assert isinstance(norms.sum_tolerance, Decimal)


def test_a_city_inherits_what_its_province_sets() -> None:
    city = norms_for(2024, "anhui/huainan")

    everywhere = norms_for(2024)

    assert city.duplicate_names_allowed
    assert not everywhere.duplicate_names_allowed
    assert source_of("duplicate_names_allowed", 2024, "anhui/huainan") == (
        "anhui-pingtai-biaodan#unique-names-off"
    )


def test_a_city_overrides_its_province_and_the_rest_of_the_country() -> None:
    city = norms_for(2024, "hubei/huangshi")

    province = norms_for(2024, "hubei")

    assert city.monitoring_through_month == 6
    assert province.monitoring_through_month == 7
    assert city.monitoring_due_month == province.monitoring_due_month


def test_a_place_is_matched_by_its_whole_name() -> None:
    namesake = norms_for(2024, "anhuixi")

    assert namesake == norms_for(2024)


def test_an_unknown_place_has_the_norms_of_everywhere() -> None:
    unknown = norms_for(2024, "atlantis")

    assert unknown == norms_for(2024, "")


def test_the_nine_kinds_are_required_of_the_form_in_use_since_2015() -> None:
    norms = norms_for(2024, "anhui/huainan")

    assert set(norms.required_kinds) == NINE_KINDS


def test_no_national_rule_requires_each_of_the_nine_kinds() -> None:
    norms = norms_for(2024)

    assert norms.required_kinds == ()
    assert set(norms.customary_kinds) == NINE_KINDS
    assert norms.required_classes == ("output", "benefit", "satisfaction")


def test_central_departments_need_whole_classes_only_from_2022() -> None:
    before = norms_for(2021, "central")
    after = norms_for(2022, "central")

    assert set(before.customary_kinds) == NINE_KINDS
    assert after.required_kinds == after.customary_kinds == ()
    assert after.required_classes == ("output", "benefit")


def test_an_unstated_year_has_the_norms_now_in_force() -> None:
    unstated = norms_for(None, "central")

    assert unstated == norms_for(2040, "central")


def test_a_budget_of_2024_falls_under_the_secrecy_law_of_its_publication() -> None:
    sources = [source_of("secrecy_max_years", year) for year in (2024, 2025)]

    caps = [dict(norms_for(year).secrecy_max_years) for year in (2024, 2025)]

    assert sources == ["baomifa-2010#15", "baomifa-2024#20"]
    assert caps == [{"绝密": 30, "机密": 20, "秘密": 10}] * 2


def test_the_age_of_a_citation_tells_2015_from_2017_in_2024() -> None:
    limit = norms_for(2024).citation_age_years

    old = [year for year in (2015, 2017, 2018, 2019, 2020) if 2024 - year > limit]

    assert old == [2015]


@pytest.mark.parametrize("place", ["", "sichuan"])
@pytest.mark.parametrize("year", [2021, 2022])
def test_every_weight_template_adds_up_to_the_total(place: str, year: int) -> None:
    norms = norms_for(year, place)

    totals = {
        template.name: sum(
            (weight for weight in template[1:-1] if isinstance(weight, Decimal)), Decimal(0)
        )
        for template in norms.weight_templates
    }

    assert set(totals.values()) == {norms.total_weight}
    assert {row.execution for row in norms.weight_templates} == {norms.execution_weight}


def test_the_cost_class_has_a_weight_of_its_own_only_from_2022() -> None:
    before = norms_for(2021).weight_templates
    after = norms_for(2022).weight_templates

    assert not [row for row in before if row.cost is not None]
    assert [row.name for row in after if row.cost is not None] == [
        "2021-with-cost",
        "2021-with-cost-without-satisfaction",
    ]


def test_the_points_of_target_review_add_up_to_one_hundred() -> None:
    points = norms_for(2024).target_audit_points

    total = sum(points)

    assert total == Decimal(100)


@pytest.mark.parametrize(
    "name",
    ["grade_bands", "platform_grade_bands", "target_audit_grade_bands", "qualitative_bands"],
)
def test_bands_descend_to_nought(name: str) -> None:
    bands: tuple[Band, ...] = getattr(norms_for(2024), name)

    floors = [band.floor for band in bands]

    assert floors == sorted(set(floors), reverse=True)
    assert floors[-1] == 0


@pytest.mark.parametrize(
    ("score", "grade"),
    [("100", "优"), ("90", "优"), ("89.99", "良"), ("80", "良"), ("60", "中"), ("59.99", "差")],
)
def test_a_grade_begins_at_its_floor_and_ends_below_the_next(score: str, grade: str) -> None:
    band = band_of(norms_for(2024).grade_bands, Decimal(score))

    assert band is not None
    assert band.label_zh == grade


def test_a_score_below_nought_has_no_grade() -> None:
    band = band_of(norms_for(2024).grade_bands, Decimal("-0.01"))

    assert band is None


@pytest.mark.parametrize(
    "name",
    [
        "large_project_threshold",
        "minimum_quantified_share",
        "boilerplate_share",
        "background_share",
        "citation_age_years",
        "sum_tolerance",
        "over_achievement_ratio",
        "execution_reason_below",
    ],
)
def test_a_threshold_no_national_text_fixes_is_owned_as_a_house_setting(name: str) -> None:
    source = provision(source_of(name, 2024))

    assert source.mark is Mark.HOUSE


def test_the_ratio_of_guangxi_is_cited_as_practice_in_guangxi() -> None:
    source = provision(source_of("over_achievement_ratio", 2024, "guangxi"))

    assert source.mark is Mark.PRACTICE


def test_an_unknown_parameter_is_refused_by_its_name() -> None:
    with pytest.raises(ParameterError, match="'total_wait'"):
        parameter("total_wait", 2024)


def test_a_year_before_all_entries_is_refused() -> None:
    with pytest.raises(ParameterError, match="fiscal year -1"):
        norms_for(-1)


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("sum_tolerance", 0.01),
        ("sum_tolerance", "little"),
        ("sum_tolerance", "NaN"),
        ("disclosure_days", "20"),
        ("disclosure_days", True),
        ("required_kinds", "quantity"),
        ("required_kinds", [1]),
        ("spending_lights", {"red_below": "60"}),
        ("spending_lights", {"red_below": "60", "yellow_below": "80", "pink_from": "90"}),
        ("spending_lights", 60),
        ("grade_bands", [{"label_zh": "优", "label_en": "excellent", "floor": 90}]),
    ],
)
def test_a_value_of_the_wrong_type_is_refused(name: str, raw: object) -> None:
    with pytest.raises(ParameterError, match=name):
        value_of(name, raw)


def test_only_the_compiler_reads_toml() -> None:
    package = Path(__file__).parents[2] / "src" / "jixiao" / "regulations"

    readers = [
        path.name for path in package.glob("*.py") if "tomllib" in path.read_text(encoding="utf-8")
    ]

    assert readers == ["compile.py"]
