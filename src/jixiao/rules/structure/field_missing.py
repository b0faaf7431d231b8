"""STR01 field-missing (必填项缺失)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, Severity
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
    message=Message(
        "必填项{label_zh}没有读到内容，请补填",
        "required field {label_en} reads as blank; please fill it in",
    ),
    since="0.1",
)
def field_missing(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """Name, units, year, period, funds, objective and each indicator's name and value are filled.

    A cell of the form left blank is a fault; a form without the cell is one only for the fields
    that every form has.
    """
    asked = set(IN_EVERY_FORM)
    if target.funding.whole_period is not None:
        asked.discard("funding.total")
    if target.period_objective:
        asked.discard("annual_objective")
    for key, zh, en in REQUIRED:
        filled = target.funding.total if key == "funding.total" else getattr(target, key)
        if filled is None and (key in target.at or key in asked):
            yield Fault(target.at.get(key, target.place), label_zh=zh, label_en=en)
    if not target.indicators:
        yield Fault(target.place, label_zh="“三级指标”", label_en="“indicators”")
    for indicator in target.indicators:
        if not indicator.name:
            value = indicator.value.text
            yield Fault(
                indicator.at.get("name"),
                label_zh=f"“三级指标”（指标值“{value}”）",
                label_en=f"“indicator” (value “{value}”)",
            )
        if indicator.value.is_blank:
            yield Fault(
                indicator.at.get("value"),
                label_zh=f"“指标值”（三级指标“{indicator.name}”）",
                label_en=f"“target value” (indicator “{indicator.name}”)",
            )
