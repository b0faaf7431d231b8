"""DOC03 document-number-format (文号格式)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="DOC03",
    name="document-number-format",
    title=Message("文号格式", "format of a document number"),
    severity=Severity.INFO,
    basis=("gb-t-9704-2012#document-number",),
    message=Message(
        "文号“{number}”的写法不合惯例：{problems_zh}；可写作“{right}”",
        "the document number “{number}” is not written in the usual way: {problems_en}; "
        "“{right}” would be",
    ),
    since="0.1",
    suggestion=Message("改为“{right}”", "write “{right}”"),
)
def document_number_format(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """A document number (发文字号) has its year in 〔〕, no leading zero and no blank before 号."""
    citations = target.narrative.citations
    if not citations:
        yield NotApplicable("年度目标没有引用文号", "the annual objective cites no document number")
    for citation in citations:
        problems = []
        if citation.bracket != "〔":
            problems.append(("年份没有用六角括号", "the year is not in “〔〕”"))
        if citation.sequence.startswith("0"):
            problems.append(("序号编了虚位", "the serial number has a leading zero"))
        if citation.blank:
            problems.append(("号字前有空格", "there is a blank before “号”"))
        if problems:
            yield Fault(
                target.objective_at(citation.start, citation.end),
                quote=target.annual_objective,
                number=citation.text,
                problems_zh="，".join(zh for zh, _ in problems),
                problems_en=", ".join(en for _, en in problems),
                right=f"{citation.code}〔{citation.year}〕{citation.sequence.lstrip('0')}号",
            )
