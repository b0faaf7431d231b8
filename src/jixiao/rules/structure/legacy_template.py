"""STR05 legacy-template (旧版表样)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, InsufficientData, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import Category
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="STR05",
    name="legacy-template",
    title=Message("旧版表样", "legacy template"),
    severity=Severity.INFO,
    basis=("caiyu-2021-101#cost-class", "anhui-pingtai-biaodan#cost-under-output"),
    message=Message(
        "{year}年度的表样仍把“{level2}”列在“{level1}”之下；自{since}年度起的指引把成本指标单列为一级指标，"
        "当地平台沿用旧表样的，不必改动",
        "the form for {year} still has “{level2}” under “{level1}”; the guide in use from {since} "
        "makes cost a level-1 class of its own. Where the local platform keeps the older form, "
        "nothing need be changed",
    ),
    since="0.1",
)
def legacy_template(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """Cost (成本) is a level-1 class since the guide of 2021; under 产出 it shows an older form."""
    legacy = [i for i in target.cost_indicators if i.category is Category.OUTPUT]
    year = target.fiscal_year
    if not legacy:
        return
    if year is None:
        yield InsufficientData("表内没有年度", "the table states no fiscal year")
    elif year < norms.legacy_cost_from_year:
        yield NotApplicable(f"{year}年度适用当时的表样", f"the form was the current one in {year}")
    else:
        yield Fault(
            legacy[0].at.get("level2"),
            quote=legacy[0].level2,
            year=year,
            level1=legacy[0].level1,
            level2=legacy[0].level2,
            since=norms.legacy_cost_from_year,
        )
