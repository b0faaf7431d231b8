"""NAR03 number-conflict (数量冲突)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jixiao.model.finding import Fault, InsufficientData, Message, NotApplicable, Severity
from jixiao.model.indicator import Indicator
from jixiao.model.money import plain
from jixiao.model.narrative import Quantity
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import mentions
from jixiao.model.undertaking import subject_of
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

# An indicator of how many bodies the whole project reaches, and the unit bodies are counted in.
REACHING = ("覆盖", "涉及", "惠及")
BODIES = ("单位", "机构", "部门", "企业", "网站")
UNIT_OF_BODIES = "家"

SAME = Message("两处数字不一致，请核对哪一处有误", "please check which figure is wrong")
SIMILAR = Message(
    "两处所指对象相近但未必相同，请核对，并写明各自的口径",
    "the two may not mean the same thing: please check, and say what each of them counts",
)


@rule(
    code="NAR03",
    name="number-conflict",
    title=Message("数量冲突", "conflicting numbers"),
    severity=Severity.ERROR,
    basis=("zhengfu-xinxi-gongkai-tiaoli#6",),
    message=Message(
        "年度目标写“{stated}”，指标“{name}”的指标值为“{value}”，相差{difference}；{advice_zh}",
        "the annual objective says “{stated}”, the indicator “{name}” has “{value}”, "
        "{difference} apart; {advice_en}",
    ),
    since="0.1",
)
def number_conflict(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """A number of the annual objective (年度目标) and of its indicator (指标值) are the same."""
    narrative = target.narrative
    if not narrative.quantities:
        yield NotApplicable("年度目标没有写出数量", "the annual objective states no number")
        return
    for indicator in target.indicators:
        value = indicator.value
        rate = target.stated_rate(indicator)
        if rate is not None:
            is_slip = value.whole_number == rate.number / 100  # VAL06 tells of it
            if not is_slip and not value.agrees_with(rate.number):
                yield _fault(target, indicator, rate, rate.number, Severity.ERROR)
            continue
        totals = {
            q.number if q.is_per_same(indicator.name) else yearly: q
            for yearly, q in narrative.totals_in(value.counting_unit).items()
        }
        if any(value.agrees_with(number) for number in (*totals, sum(totals, Decimal(0)))):
            continue
        same = [n for n, q in totals.items() if narrative.names_beside(q, indicator.name)]
        reaches = mentions(indicator.name, REACHING) and mentions(indicator.name, BODIES)
        similar = [
            n
            for n, q in totals.items()
            if (reaches and q.unit == UNIT_OF_BODIES) or not subject_of(indicator.name).strip()
        ]
        candidates = same or similar
        if len(candidates) > 1:
            yield InsufficientData(
                f"年度目标中有几个数量可能对应指标“{indicator.name}”",
                f"which of several numbers in the objective is that of “{indicator.name}”",
            )
        elif candidates:
            severity = Severity.ERROR if same else Severity.WARNING
            yield _fault(target, indicator, totals[candidates[0]], candidates[0], severity)


def _fault(
    target: PerformanceTarget,
    indicator: Indicator,
    quantity: Quantity,
    number: Decimal,
    severity: Severity,
) -> Fault:
    advice = SAME if severity is Severity.ERROR else SIMILAR
    return Fault(
        target.objective_at(quantity.start, quantity.end),
        quote=target.annual_objective,
        severity=severity,
        stated=target.narrative.text[quantity.start : quantity.end],
        name=indicator.name,
        value=indicator.value.text,
        difference=plain(indicator.value.distance_to(number)),
        advice_zh=advice.zh,
        advice_en=advice.en,
    )
