"""What holds of every score: monotone, bounded, independent of row order, adding up to 100."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.model.evaluation import EvaluatedIndicator, Points
from jixiao.model.indicator import Indicator
from jixiao.model.value import Comparator, Nature, TargetValue
from jixiao.regulations.parameter import Norms
from jixiao.scoring.completion import completion_points, is_reverse
from jixiao.scoring.execution import execution_points
from jixiao.scoring.satisfaction import satisfaction_points
from jixiao.scoring.self_evaluation import score
from jixiao.scoring.weights import weights_of
from tests.scoring.samples import NORMS, actual, evaluation, funds, indicator, row

HUNDREDTHS = st.integers(0, 10_000_00).map(lambda n: Decimal(n) / 100)
SIGNED = st.integers(-10_000_00, 10_000_00).map(lambda n: Decimal(n) / 100)
WEIGHTS = st.integers(0, 100_00).map(lambda n: Decimal(n) / 100)
BOTH = st.sampled_from([NORMS, NORMS._replace(reverse_score_variant="ratio")])
LEVELS = st.sampled_from(
    [
        ("产出指标", "数量指标"),
        ("产出指标", "质量指标"),
        ("产出指标", "时效指标"),
        ("产出指标", "成本指标"),
        ("成本指标", "经济成本指标"),
        ("成本指标", "社会成本指标"),
        ("效益指标", "社会效益指标"),
        ("效益指标", "可持续影响指标"),
        ("满意度指标", "服务对象满意度指标"),
    ]
)


def target(comparator: Comparator | None, number: Decimal, upper: Decimal | None) -> Indicator:
    plain = indicator("≥1个")
    value = TargetValue(
        f"{comparator or ''}{number}个", Nature.QUANTITATIVE, comparator, number, "个", upper
    )
    return Indicator(plain.category, plain.kind, plain.level1, plain.level2, plain.name, value)


TARGETS = st.builds(
    target, st.sampled_from([*Comparator, None]), HUNDREDTHS, st.none() | HUNDREDTHS
)


def earned(wanted: Indicator, met: Decimal, weight: Decimal, norms: Norms) -> Decimal:
    result: Points = completion_points(wanted, actual(str(met), "个"), weight, norms)
    assert result.points is not None
    return result.points


@given(TARGETS, SIGNED, SIGNED, WEIGHTS, BOTH)
def test_more_in_the_good_direction_never_earns_less(
    wanted: Indicator, one: Decimal, other: Decimal, weight: Decimal, norms: Norms
) -> None:
    worse, better = sorted((one, other), reverse=is_reverse(wanted))
    value = wanted.value
    if value.comparator is Comparator.EQUAL and value.number == 0 and value.upper is None:
        # Of “= 0” less is better.
        worse, better = better, worse

    assert earned(wanted, worse, weight, norms) <= earned(wanted, better, weight, norms)


@given(TARGETS, SIGNED, WEIGHTS, BOTH)
def test_points_lie_between_0_and_the_weight(
    wanted: Indicator, met: Decimal, weight: Decimal, norms: Norms
) -> None:
    assert 0 <= earned(wanted, met, weight, norms) <= weight


@given(HUNDREDTHS, HUNDREDTHS, HUNDREDTHS, WEIGHTS)
def test_satisfaction_is_monotone_and_bounded(
    own: Decimal, one: Decimal, other: Decimal, weight: Decimal
) -> None:
    own, one, other = (number % 101 if number % 101 <= 100 else 100 for number in (own, one, other))
    wanted = indicator(f"≥{own}%", "满意度指标", "满意度", "满意度指标")

    worse, better = (
        satisfaction_points(wanted, actual(str(met), "%"), weight, NORMS).points
        for met in sorted((one, other))
    )

    assert worse is not None
    assert better is not None
    assert 0 <= worse <= better <= weight


@given(st.integers(1, 10_000), st.integers(0, 20_000), st.integers(0, 20_000))
def test_the_execution_rate_is_monotone_and_bounded(budget: int, one: int, other: int) -> None:
    less, more = (
        execution_points([funds(None, str(budget), str(paid))], NORMS).points
        for paid in sorted((one, other))
    )

    assert less is not None
    assert more is not None
    assert 0 <= less <= more <= 10


@given(st.lists(LEVELS, min_size=1, max_size=30))
def test_weights_by_template_add_up_to_100_exactly(levels: list[tuple[str, str]]) -> None:
    indicators = [
        indicator("≥1个", level2, f"第{place}项", level1)
        for place, (level1, level2) in enumerate(levels)
    ]

    result = weights_of(indicators, NORMS)

    assert result.total == 100
    assert all(weight > 0 for weight in result.weights)


@given(st.lists(st.integers(1, 50), min_size=2, max_size=20), st.data())
def test_leaving_rows_out_keeps_the_total_at_100(shares: list[int], data: st.DataObject) -> None:
    left_out = data.draw(st.sets(st.integers(0, len(shares) - 1), max_size=len(shares) - 1))
    whole = sum(shares)
    weights = [Decimal(share * 90 * 100 // whole) / 100 for share in shares]
    weights[0] += 90 - sum(weights)
    indicators = [
        indicator(
            "无" if place in left_out else "≥1个", name=f"第{place}项", weight=str(weights[place])
        )
        for place in range(len(shares))
    ]

    result = weights_of(indicators, NORMS)

    assert result.total == 100
    assert not result.differences
    assert all(result.weights[place] == 0 for place in left_out)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(LEVELS, st.integers(0, 20), st.booleans()), min_size=1, max_size=12),
    st.booleans(),
    st.randoms(use_true_random=False),
)
def test_a_score_does_not_depend_on_the_order_of_the_rows(
    rows: list[tuple[tuple[str, str], int, bool]], has_weights: bool, chance: object
) -> None:
    made: list[EvaluatedIndicator] = [
        row(
            "≥10个" if applies else "无",
            actual(str(met)),
            str(place + 1) if has_weights else None,
            None,
            level2,
            f"第{place}项",
            level1,
        )
        for place, ((level1, level2), met, applies) in enumerate(rows)
    ]
    shuffled = made.copy()
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    money = (funds("10", "10", "7"),)

    one = score(evaluation(*made, money=money), NORMS)
    other = score(evaluation(*shuffled, money=money), NORMS)

    assert one.total == other.total
    assert {r.row.indicator.name: r.points.points for r in one.rows} == {
        r.row.indicator.name: r.points.points for r in other.rows
    }
    if one.total is not None:
        assert one.total >= 0
        assert has_weights or one.total <= 100
