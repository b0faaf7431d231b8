"""The sampling plan of on-site checks (现场核查抽样方案), by money and risk.

- from ``certain_from`` on, and where the amount is not known, a unit is checked for certain;
- of the others, as many as are still wanted are drawn with a probability in proportion to size ×
  risk (PPS): size is the amount without its sign, risk is 1 plus the signs of ``norms.risk_signs``;
- a unit whose share would reach 1 is taken for certain and the rest is shared out anew;
- the draw is systematic: the units stand in the order of a hash of seed and id, their
  probabilities are laid end to end, and from a start between 0 and 1, a hash of the seed too, every
  whole step takes the unit it falls on. So the number drawn is exact, each unit's probability
  is what the plan says, and anyone can draw again with SHA-256 and fractions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from itertools import pairwise

from jixiao.model.evaluation import ScoreSheet
from jixiao.model.exceptions import UnusableRequest
from jixiao.model.finding import Message
from jixiao.model.inspection import SamplingPlan, SamplingUnit, SignCount, Stratum, WeighedUnit
from jixiao.model.money import Money, MoneyUnit, plain
from jixiao.regulations.parameter import Norms
from jixiao.scoring.completion import EQUAL, POSITIVE
from jixiao.scoring.execution import execution_rate, total_row
from jixiao.scoring.points import NOTHING, SHORTFALL

FINDINGS = "findings"
LOW_EXECUTION = "low_execution"
OVER_ACHIEVEMENT = "over_achievement"
MISSING_VALUES = "missing_values"


def unit_of(sheet: ScoreSheet, findings: int, norms: Norms, id: str | None = None) -> SamplingUnit:
    """A project as a unit: its adjusted budget, and the signs its score sheet shows.

    ``findings`` is how many the check of its target has; ``id`` its title unless stated.
    """
    evaluation = sheet.evaluation
    funds = total_row(evaluation.funds)
    amount = None
    if funds is not None and funds.adjusted is not None and evaluation.unit is not None:
        amount = Money(funds.adjusted, evaluation.unit).to(MoneyUnit.TEN_THOUSAND).amount
    return SamplingUnit(
        evaluation.title if id is None else id,
        evaluation.title,
        amount,
        signs_of(sheet, findings, norms),
    )


def signs_of(sheet: ScoreSheet, findings: int, norms: Norms) -> tuple[SignCount, ...]:
    """The signs of risk that a score sheet shows, with how often; those not seen are left out."""
    rate = execution_rate(total_row(sheet.evaluation.funds))
    counted = [row.points for row in sheet.rows if row.is_counted]
    over = sum(
        points.method in (POSITIVE, EQUAL)
        and points.points == points.weight
        and any(note != SHORTFALL for note in points.notes)
        for points in counted
    )
    missing = sum(points.points is None for points in (sheet.execution, *counted))
    counts = (
        SignCount(FINDINGS, findings),
        SignCount(LOW_EXECUTION, int(rate is not None and rate < norms.execution_reason_below)),
        SignCount(OVER_ACHIEVEMENT, over),
        SignCount(MISSING_VALUES, missing),
    )
    return tuple(sign for sign in counts if sign.times)


def risk_of(signs: Sequence[SignCount], norms: Norms) -> Decimal:
    """1, and for each sign its weight as often as it was seen, up to its most."""
    by_name = {sign.name: sign for sign in norms.risk_signs}
    risk = Decimal(1)
    seen: set[str] = set()
    for name, count in signs:
        if name not in by_name or name in seen or count < 0:
            raise UnusableRequest(
                f"风险信号“{name}”（{count}次）不在参数所列的信号中、重复或者次数为负；请核对。",
                f"the sign of risk “{name}” ({count} times) is not one of {', '.join(by_name)}, "
                "stands twice or has a count below 0; correct it",
            )
        seen.add(name)
        risk += min(by_name[name].weight * count, by_name[name].most)
    return risk


def plan(
    units: Sequence[SamplingUnit],
    wanted: int,
    seed: str,
    norms: Norms,
    certain_from: Decimal | None = None,
) -> SamplingPlan:
    """The plan for ``wanted`` units in all; those that are certain count, and are never left out.

    ``certain_from`` is in 万元, by default ``norms.inspection_certain_from``. The units of the plan
    stand in the order of their ids. Raises UnusableRequest for a repeated id or a number below 0.
    """
    threshold = norms.inspection_certain_from if certain_from is None else certain_from
    ordered = sorted(units, key=lambda unit: unit.id)
    _check(ordered, wanted, threshold)
    risks = {unit.id: risk_of(unit.signs, norms) for unit in ordered}
    sizes = {unit.id: abs(unit.amount or NOTHING) * risks[unit.id] for unit in ordered}
    certain = {unit.id for unit in ordered if unit.amount is None or abs(unit.amount) >= threshold}
    weighable = {
        unit.id: Fraction(sizes[unit.id])
        for unit in ordered
        if unit.id not in certain and sizes[unit.id] > 0
    }
    shares = inclusion_probabilities(weighable, max(0, wanted - len(certain)))
    drawn = drawn_of(shares, seed)
    weighed = tuple(
        _weighed(unit, risks, sizes, certain, shares, drawn, threshold, norms) for unit in ordered
    )
    frame = _frame_hash(ordered, risks, wanted, threshold, seed)
    working = _working(weighed, wanted, threshold, seed)
    return SamplingPlan(seed, wanted, threshold, weighed, frame, working)


def payment_plans(
    projects: SamplingPlan,
    payments: Mapping[str, Sequence[SamplingUnit]],
    wanted: int,
    norms: Norms,
    certain_from: Decimal | None = None,
) -> dict[str, SamplingPlan]:
    """A second stage: in each chosen project a plan of ``wanted`` of its payments.

    ``payments`` are by the project's id. A payment's chance over both stages is its own times that
    of its project.
    """
    plans = {}
    for chosen in projects.chosen:
        id = chosen.unit.id
        seed = f"{projects.seed}/{id}"
        plans[id] = plan(payments.get(id, ()), wanted, seed, norms, certain_from)
    return plans


def inclusion_probabilities(sizes: Mapping[str, Fraction], count: int) -> dict[str, Fraction]:
    """The probability of each to be among ``count`` drawn in proportion to size, exact.

    They add up to ``count``, or each is 1 where there are no more than that.
    """
    if count >= len(sizes):
        return dict.fromkeys(sizes, Fraction(1))
    certain: set[str] = set()
    while True:
        left = count - len(certain)
        rest = sum((size for id, size in sizes.items() if id not in certain), Fraction(0))
        full = {id for id, size in sizes.items() if id not in certain and size * left >= rest}
        if not full or not left:
            return {
                id: Fraction(1) if id in certain else size * left / rest
                for id, size in sizes.items()
            }
        certain |= full


def drawn_of(shares: Mapping[str, Fraction], seed: str) -> frozenset[str]:
    """The ids that the systematic draw takes, given the probability of each."""
    order = sorted(shares, key=lambda id: (_digest(f"{seed}\n{id}"), id))
    step = Fraction(int(_digest(f"{seed}\nstart"), 16), 1 << 256)
    reached = Fraction(0)
    drawn = set()
    for id in order:
        reached += shares[id]
        if step < reached:
            drawn.add(id)
            step += 1
    return frozenset(drawn)


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _check(units: Sequence[SamplingUnit], wanted: int, threshold: Decimal) -> None:
    if wanted < 0 or not threshold.is_finite() or threshold < 0:
        raise UnusableRequest(
            f"抽查数量{wanted}和必查金额{threshold}都不能小于0。",
            f"neither the number wanted, {wanted}, nor the amount always checked, {threshold}, "
            "may be below 0",
        )
    for one, next_one in pairwise(units):
        if one.id == next_one.id:
            raise UnusableRequest(
                f"抽样单元“{one.id}”出现两次；请使编号各不相同。",
                f"the unit “{one.id}” stands twice; give each an id of its own",
            )
    for unit in units:
        if unit.amount is not None and not unit.amount.is_finite():
            raise UnusableRequest(
                f"抽样单元“{unit.id}”的金额不是数；请改正，不知道的留空。",
                f"the amount of the unit “{unit.id}” is no number; correct it, or leave it out "
                "where it is not known",
            )


def _weighed(
    unit: SamplingUnit,
    risks: Mapping[str, Decimal],
    sizes: Mapping[str, Decimal],
    certain: set[str],
    shares: Mapping[str, Fraction],
    drawn: frozenset[str],
    threshold: Decimal,
    norms: Norms,
) -> WeighedUnit:
    id, risk, size = unit.id, risks[unit.id], sizes[unit.id]
    if id in certain:
        reason = _why_certain(unit, threshold)
        return WeighedUnit(unit, Stratum.CERTAIN, risk, size, Fraction(1), True, reason)
    if id not in shares:
        reason = Message(
            "金额为0，没有可核查的支出，不参加抽取。",
            "The amount is 0: no spending to check, not in the draw.",
        )
        return WeighedUnit(unit, Stratum.OUT, risk, size, Fraction(0), False, reason)
    share, is_drawn = shares[id], id in drawn
    told = shown_probability(share)
    signs = _signs_told(unit, norms)
    weighing = f"{plain(abs(unit.amount or NOTHING))} × {plain(risk)}"
    reason = Message(
        f"金额×风险＝{weighing}＝{plain(size)}{signs.zh}，入样概率{told}，"
        f"{'抽中' if is_drawn else '未抽中'}。",
        f"Amount × risk = {weighing} = {plain(size)}{signs.en}; inclusion probability {told}; "
        f"{'drawn' if is_drawn else 'not drawn'}.",
    )
    return WeighedUnit(unit, Stratum.DRAWN, risk, size, share, is_drawn, reason)


def _why_certain(unit: SamplingUnit, threshold: Decimal) -> Message:
    if unit.amount is None:
        return Message(
            "金额不详，空白不按0计，必查，入样概率1。",
            "The amount is not known and a blank is not 0: checked for certain, probability 1.",
        )
    amount = plain(abs(unit.amount))
    return Message(
        f"金额{amount}万元，达到{plain(threshold)}万元，必查，入样概率1。",
        f"The amount, {amount}, reaches {plain(threshold)} (万元): checked for certain, "
        "probability 1.",
    )


def _signs_told(unit: SamplingUnit, norms: Norms) -> Message:
    names = {sign.name: sign for sign in norms.risk_signs}
    seen = [(names[sign.sign], sign.times) for sign in unit.signs if sign.times]
    if not seen:
        return Message("", "")
    return Message(
        f"（{'，'.join(f'{sign.zh}{count}' for sign, count in seen)}）",
        f" ({', '.join(f'{sign.en} {count}' for sign, count in seen)})",
    )


def shown_probability(share: Fraction) -> str:
    """A probability with four decimals, rounded half up."""
    ten_thousandths = (share.numerator * 20_000 + share.denominator) // (share.denominator * 2)
    return plain(Decimal(ten_thousandths).scaleb(-4))


def _frame_hash(
    units: Sequence[SamplingUnit],
    risks: Mapping[str, Decimal],
    wanted: int,
    threshold: Decimal,
    seed: str,
) -> str:
    lines = [f"{seed!r} {wanted} {plain(threshold)}"]
    for unit in units:
        amount = "" if unit.amount is None else plain(unit.amount)
        lines.append(f"{unit.id!r} {amount} {plain(risks[unit.id])}")
    return _digest("\n".join(lines))


def _working(units: tuple[WeighedUnit, ...], wanted: int, threshold: Decimal, seed: str) -> Message:
    certain = sum(unit.stratum is Stratum.CERTAIN for unit in units)
    drawn = sum(unit.is_chosen for unit in units) - certain
    frame = sum(unit.stratum is Stratum.DRAWN for unit in units)
    return Message(
        f"共{len(units)}个单元，拟查{wanted}个：{plain(threshold)}万元以上和金额不详的必查{certain}个，"
        f"其余{frame}个按金额×风险抽取{drawn}个，种子“{seed}”。",
        f"{len(units)} units, {wanted} wanted: {certain} for certain (from {plain(threshold)} "
        f"万元, or amount not known), {drawn} of the other {frame} drawn by amount × risk, "
        f"seed “{seed}”.",
    )
