"""STR01 field-missing (必填项缺失)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.disclosure import Disclosure
from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.location import Location
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

REQUIRED = (
    ("project_name", "“项目名称”", "“project name”"),
    ("supervising_department", "“主管部门”", "“supervising department”"),
    ("implementing_unit", "“实施单位”", "“implementing unit”"),
    ("fiscal_year", "“年度”", "“fiscal year”"),
    ("project_period", "“项目期”", "“project period”"),
    ("funding.total", "“年度资金总额”", "“annual funds”"),
    ("annual_objective", "“年度目标”", "“annual objective”"),
)
# No form of a target does without these, the last two for the year or for the whole period; the
# others are asked for only where the form has them.
IN_EVERY_FORM = frozenset({"project_name", "funding.total", "annual_objective"})


@rule(
    code="STR01",
    name="field-missing",
    title=Message("必填项缺失", "required field missing"),
    severity=Severity.ERROR,
    basis=("caiyu-2015-88#completeness", "pingtai-shuju-moxing#required-fields"),
    message=Message("{what_zh}", "{what_en}"),
    since="0.1",
)
def field_missing(disclosure: Disclosure, norms: Norms) -> Iterator[Verdict]:
    """Name, units, year, period, funds, objective and each indicator's name and value are filled.

    A cell of the form left blank is a fault; a form without the cell is one only for the fields
    that every form has. The year may stand in the title alone. Funds of 0 are filled in, and odd.
    """
    targets = disclosure.targets
    if not targets:
        yield NotApplicable("没有绩效目标表", "there is no table of a target")
        return
    for target in targets:
        yield from _gaps(target)
    years = [t.fiscal_year for t in targets if t.fiscal_year or "fiscal_year" in t.at]
    if disclosure.fiscal_year is None and not years:
        yield Fault(
            disclosure.at.get("title", targets[0].place),
            severity=Severity.WARNING,
            what_zh="标题和表内都没有读到预算年度，请写明",
            what_en="neither the title nor a table states the fiscal year; please state it",
        )


def _gaps(target: PerformanceTarget) -> Iterator[Fault]:
    funding = target.funding
    asked = set(IN_EVERY_FORM)
    if funding.whole_period is not None:
        asked.discard("funding.total")
    if target.period_objective:
        asked.discard("annual_objective")
    for key, zh, en in REQUIRED:
        filled = funding.total if key == "funding.total" else getattr(target, key)
        if filled is None and (key in target.at or key in asked):
            yield _blank(target, target.at.get(key, target.place), zh, en)
    if not target.indicators:
        yield _blank(target, target.place, "“三级指标”", "“indicators”")
    elif funding.total == 0 and not funding.whole_period:
        yield Fault(
            target.at.get("funding.total"),
            target=target,
            severity=Severity.WARNING,
            what_zh="“年度资金总额”为0，却设了绩效目标；漏填的请补填，确无资金的请说明",
            what_en="the “annual funds” are 0, yet there is a target; please fill them in, or say "
            "that there is no money",
        )
    for indicator in target.indicators:
        if not indicator.name:
            at, value = indicator.at.get("name"), f"“{indicator.value.text}”"
            yield _blank(target, at, f"“三级指标”（指标值{value}）", f"“indicator” (value {value})")
        if indicator.value.is_blank:
            at, name = indicator.at.get("value"), f"“{indicator.name}”"
            zh, en = f"“指标值”（三级指标{name}）", f"“target value” (indicator {name})"
            yield _blank(target, at, zh, en)


def _blank(target: PerformanceTarget, at: Location | None, zh: str, en: str) -> Fault:
    return Fault(
        at,
        target=target,
        what_zh=f"必填项{zh}没有读到内容，请补填",
        what_en=f"required field {en} reads as blank; please fill it in",
    )
