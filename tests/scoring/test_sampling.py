"""On-site checks: certain above a threshold, the rest by money and risk, anyone can draw again."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.model.exceptions import UnusableRequest
from jixiao.model.inspection import SamplingUnit, SignCount, Stratum
from jixiao.scoring.sampling import (
    inclusion_probabilities,
    payment_plans,
    plan,
    risk_of,
    shown_probability,
    signs_of,
    unit_of,
)
from jixiao.scoring.self_evaluation import score
from tests.scoring.samples import NORMS, actual, evaluation, funds, row


def unit(id: str, amount: str | None, *signs: SignCount) -> SamplingUnit:
    return SamplingUnit(id, f"项目{id}", None if amount is None else Decimal(amount), signs)


FRAME = [
    unit("一", "300"),
    unit("二", "100"),
    unit("三", "60"),
    unit("四", "30", SignCount("low_execution", 1)),
    unit("五", "20", SignCount("findings", 5), SignCount("missing_values", 1)),
    unit("六", "10"),
]


def test_from_the_threshold_on_everything_is_checked() -> None:
    made = plan(FRAME, 4, "2024", NORMS)

    certain = [u for u in made.units if u.stratum is Stratum.CERTAIN]
    assert {u.unit.id for u in certain} == {"一", "二"}
    assert all(u.is_chosen and u.probability == 1 for u in certain)
    assert len(made.chosen) == 4


def test_chances_are_in_proportion_to_size_and_risk() -> None:
    made = plan(FRAME, 3, "2024", NORMS)

    # 60 × 1, 30 × 2, 20 × (1 + 0.5 + 0.5), 10 × 1: 170 in all, one to draw.
    chances = {u.unit.id: u.probability for u in made.units if u.stratum is Stratum.DRAWN}
    assert chances == {
        "三": Fraction(60, 170),
        "四": Fraction(60, 170),
        "五": Fraction(40, 170),
        "六": Fraction(10, 170),
    }
    told = next(u.reason for u in made.units if u.unit.id == "五")
    assert told.zh.startswith(
        "金额×风险＝20 × 2＝40（审核问题5，没有实际完成值或不能计分的指标1），入样概率0.2353"
    )
    assert "findings of the check 5" in told.en


def test_the_draw_can_be_done_again_by_hand() -> None:
    made = plan(FRAME, 4, "种子", NORMS)

    # Written out anew: order by hash, lay end to end, step from a hashed start.
    shares = {u.unit.id: u.probability for u in made.units if u.stratum is Stratum.DRAWN}
    order = sorted(shares, key=lambda id: sha256(f"种子\n{id}".encode()).digest())
    start = Fraction(int.from_bytes(sha256("种子\nstart".encode()).digest(), "big"), 2**256)
    expected, low = set(), Fraction(0)
    for id in order:
        high = low + shares[id]
        if any(low <= start + k < high for k in range(len(FRAME))):
            expected.add(id)
        low = high
    assert {u.unit.id for u in made.chosen if u.stratum is Stratum.DRAWN} == expected


def test_over_many_seeds_the_chances_come_true() -> None:
    seeds = 2000
    counts: Counter[str] = Counter()

    for seed in range(seeds):
        counts.update(u.unit.id for u in plan(FRAME, 4, str(seed), NORMS).chosen)

    made = plan(FRAME, 4, "0", NORMS)
    for u in made.units:
        assert abs(counts[u.unit.id] / seeds - float(u.probability)) < 0.04, u.unit.id


def test_an_unknown_amount_is_checked_and_a_reversal_weighs_as_money() -> None:
    made = plan([unit("a", None), unit("b", "-50"), unit("c", "0")], 1, "s", NORMS)

    known = {u.unit.id: u for u in made.units}
    assert known["a"].stratum is Stratum.CERTAIN
    assert "空白不按0计" in known["a"].reason.zh
    assert known["b"].size == 50
    assert known["c"].stratum is Stratum.OUT
    assert not known["c"].is_chosen


def test_certain_units_are_never_left_out_for_the_number() -> None:
    made = plan(FRAME, 1, "s", NORMS)

    assert {u.unit.id for u in made.chosen} == {"一", "二"}


def test_a_share_that_would_pass_one_is_one_and_the_rest_shared_out_anew() -> None:
    shares = inclusion_probabilities({"a": Fraction(90), "b": Fraction(6), "c": Fraction(4)}, 2)

    assert shares == {"a": 1, "b": Fraction(6, 10), "c": Fraction(4, 10)}


def test_risk_has_a_most_for_each_sign() -> None:
    assert risk_of((), NORMS) == 1
    assert risk_of((SignCount("findings", 3),), NORMS) == Decimal("1.3")
    assert risk_of((SignCount("findings", 300),), NORMS) == 2
    for signs in (
        (SignCount("luck", 1),),
        (SignCount("findings", -1),),
        (SignCount("findings", 1), SignCount("findings", 1)),
    ):
        with pytest.raises(UnusableRequest):
            risk_of(signs, NORMS)


def test_the_signs_come_from_the_score_sheet() -> None:
    sheet = score(
        evaluation(
            row("≥100人", actual("130", "人"), "30", name="超额"),
            row("≥100人", actual("120", "人"), "20", name="略超"),
            row("≥100人", actual("50", "人"), "20", name="不足"),
            row("≥100人", actual(None), "20", name="空白"),
            money=(funds("100", "100", "65.6"),),
        ),
        NORMS,
    )

    assert signs_of(sheet, 7, NORMS) == (
        SignCount("findings", 7),
        SignCount("low_execution", 1),
        SignCount("over_achievement", 1),
        SignCount("missing_values", 1),
    )
    assert unit_of(sheet, 0, NORMS).amount == 100


def test_a_second_stage_draws_payments_of_the_chosen_projects() -> None:
    projects = plan(FRAME, 3, "s", NORMS)
    payments = {u.id: [unit(f"{u.id}-{n}", "5") for n in range(9)] for u in FRAME}

    stages = payment_plans(projects, payments, 2, NORMS, Decimal(50))

    assert set(stages) == {u.unit.id for u in projects.chosen}
    assert all(len(stage.chosen) == 2 for stage in stages.values())
    assert stages["一"].units[0].probability == Fraction(2, 9)


@pytest.mark.parametrize(
    ("units", "wanted", "threshold"),
    [
        ([unit("a", "1"), unit("a", "2")], 1, None),
        ([unit("a", "NaN")], 1, None),
        ([], -1, None),
        ([], 1, Decimal(-1)),
    ],
)
def test_what_cannot_be_drawn_from_is_refused(
    units: list[SamplingUnit], wanted: int, threshold: Decimal | None
) -> None:
    with pytest.raises(UnusableRequest):
        plan(units, wanted, "s", NORMS, threshold)


def test_a_probability_is_shown_with_four_decimals() -> None:
    assert shown_probability(Fraction(1, 3)) == "0.3333"
    assert shown_probability(Fraction(2, 3)) == "0.6667"
    assert shown_probability(Fraction(1)) == "1"


UNITS = st.lists(
    st.builds(
        lambda id, amount, count: unit(
            id,
            None if amount is None else str(amount),
            *([SignCount("findings", count)] if count else []),
        ),
        st.text(min_size=1, max_size=4),
        st.none() | st.decimals(-200, 200, places=2),
        st.integers(0, 12),
    ),
    max_size=14,
    unique_by=lambda u: u.id,
)


@given(units=UNITS, wanted=st.integers(0, 16), seed=st.text(max_size=5), data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_plan_is_exact_and_the_order_of_the_units_does_not_matter(
    units: list[SamplingUnit], wanted: int, seed: str, data: st.DataObject
) -> None:
    made = plan(units, wanted, seed, NORMS)
    again = plan(data.draw(st.permutations(units)), wanted, seed, NORMS)

    assert made == again
    assert {u.unit.id for u in made.units} == {u.id for u in units}
    assert all(0 <= u.probability <= 1 for u in made.units)
    assert all(u.is_chosen for u in made.units if u.probability == 1)
    assert not any(u.is_chosen for u in made.units if u.probability == 0)
    assert sum(u.probability for u in made.units) == len(made.chosen)
    drawable = [u for u in made.units if u.stratum is not Stratum.OUT]
    certain = [u for u in made.units if u.stratum is Stratum.CERTAIN]
    assert len(made.chosen) == max(len(certain), min(wanted, len(drawable)))
