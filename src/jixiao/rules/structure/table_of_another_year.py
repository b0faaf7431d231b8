"""STR15 table-of-another-year (表内年度与文件不同)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.disclosure import Disclosure
from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="STR15",
    name="table-of-another-year",
    title=Message("表内年度与文件不同", "the table is of another year than the document"),
    severity=Severity.ERROR,
    basis=("zhengfu-xinxi-gongkai-tiaoli#6", "yusuanfa-2018#18"),
    message=Message(
        "文件标题为{document}年，本表写{table}年度；请核对哪一处有误",
        "the document's title is of {document}, this table of {table}; please check which is wrong",
    ),
    since="0.1",
)
def table_of_another_year(disclosure: Disclosure, norms: Norms) -> Iterator[Verdict]:
    """The year over a table (“（2024年度）”) is that of the document's title."""
    year = disclosure.fiscal_year
    if disclosure.title is None:
        yield NotApplicable("文件没有写明年度的标题", "the document has no title with a year")
        return
    for target in disclosure.targets:
        if target.fiscal_year not in (None, year):
            yield Fault(
                target.at.get("fiscal_year", target.place),
                target=target,
                document=year,
                table=target.fiscal_year,
            )
