"""STR13 name-of-another-year (名称年份与本表不同)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, InsufficientData, Message, NotApplicable, Severity
from jixiao.model.heading import years_named
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import mentions, words
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

# A project of an earlier year may well be paid for in this one, when its name says so.
_CARRIED = words("结转 结余 续建 尾款 余款 质保金 保证金 清算 跨年 欠 后续 届 普查 以来 债")


@rule(
    code="STR13",
    name="name-of-another-year",
    title=Message("名称年份与本表不同", "the name is of another year"),
    severity=Severity.INFO,
    basis=("yusuanfa-2018#18", "zhengfu-xinxi-gongkai-tiaoli#6"),
    message=Message(
        "本表为{fiscal_year}年度，项目名称“{name}”写的是{year}年；以前年度结转的请注明“结转”，沿用的请改正",
        "the table is for {fiscal_year}, the project's name “{name}” is of {year}; if it is "
        "carried over, please say so (“结转”), if it was copied, please correct it",
    ),
    since="0.1",
)
def name_of_another_year(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """The years in the project's name do not all lie before the fiscal year."""
    name, year = target.title, target.fiscal_year
    years = years_named(name)
    if not years:
        yield NotApplicable("项目名称没有年份", "the project's name has no year")
    elif year is None:
        yield InsufficientData("本表的预算年度", "the fiscal year of the table")
    elif max(years) < year and not mentions(name, _CARRIED):
        yield Fault(
            target.at.get("project_name"),
            quote=name,
            fiscal_year=year,
            name=name,
            year=max(years),
        )
