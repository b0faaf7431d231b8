"""An independent recomputation in fractions agrees with the score sheet to 0.01 points."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor

from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.scoring.self_evaluation import score
from tests.scoring.samples import NORMS, actual, evaluation, funds, row

NUMBERS = st.integers(1, 99_999_99).map(lambda n: Decimal(n) / 100)
ACTUALS = st.integers(0, 199_999_99).map(lambda n: Decimal(n) / 100)


def half_up(number: Fraction) -> Fraction:
    return Fraction(floor(number * 100 + Fraction(1, 2)), 100)


def expected(sign: str, target: Decimal, met: Decimal, weight: Decimal) -> Fraction:
    t, a, w = Fraction(target), Fraction(met), Fraction(weight)
    if sign in ("≤", "<"):
        ratio = Fraction(1) if a <= t else max(Fraction(0), 2 - a / t)
    else:
        ratio = min(Fraction(1), a / t)
    return half_up(w * ratio)


@settings(max_examples=200)
@given(
    st.lists(
        st.tuples(st.sampled_from(["≥", ">", "=", "≤", "<"]), NUMBERS, ACTUALS),
        min_size=9,
        max_size=9,
    ),
    NUMBERS,
    ACTUALS,
)
def test_fractions_give_the_same_points(
    rows: list[tuple[str, Decimal, Decimal]], budget: Decimal, paid: Decimal
) -> None:
    made = [
        row(f"{sign}{target}个", actual(str(met), "个"), name=f"第{place}项")
        for place, (sign, target, met) in enumerate(rows)
    ]

    sheet = score(evaluation(*made, money=(funds(None, str(budget), str(paid)),)), NORMS)

    points = [expected(sign, target, met, Decimal(10)) for sign, target, met in rows]
    rate = min(Fraction(1), Fraction(paid) / Fraction(budget))
    assert [r.points.points for r in sheet.rows] == points
    assert sheet.execution.points == half_up(10 * rate)
    assert sheet.total == sum(points) + half_up(10 * rate)
