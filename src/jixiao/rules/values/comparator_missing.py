"""VAL07 comparator-missing (缺比较符)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="VAL07",
    name="comparator-missing",
    title=Message("缺比较符", "comparator missing"),
    severity=Severity.WARNING,
    basis=("pingtai-shijian#nature", "caiyu-2021-101#indicator-fields"),
    message=Message(
        "指标“{name}”的值“{value}”没有写比较符，多做或者少做算不算完成无法判断；请写明≥、≤或＝",
        "the value “{value}” of “{name}” has no comparator, so more or less cannot be judged; "
        "please write ≥, ≤ or =",
    ),
    since="0.1",
    suggestion=Message(
        "多多益善的写“≥{value}”，不得超过的写“≤{value}”，必须正好的写“＝{value}”",
        "“≥{value}” where more is better, “≤{value}” where it is a limit, “={value}” where it "
        "must be exact",
    ),
)
def comparator_missing(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """A number (定量值) carries its comparator (指标性质 ≥ ≤ =)."""
    numbers = [(i, i.value.number) for i in target.stated_indicators if i.value.number is not None]
    if not numbers:
        yield NotApplicable("没有数值指标", "no value is a number")
    for indicator, number in numbers:
        value = indicator.value
        if indicator.is_serial_date:
            continue  # VAL19 tells of it
        if value.comparator is None and value.upper is None and not _is_fixed(number, value.unit):
            yield Fault(
                indicator.at.get("value"),
                quote=value.text,
                name=indicator.name,
                value=value.text,
            )


def _is_fixed(number: Decimal, unit: str | None) -> bool:
    """None or all of it: nothing lies beyond, so no sign is needed."""
    return number == 0 or (unit == "%" and number == 100)
