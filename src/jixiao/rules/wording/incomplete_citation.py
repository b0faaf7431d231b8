"""DOC04 incomplete-citation (引用不完整或者可能失效)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, InsufficientData, Message, NotApplicable, Severity
from jixiao.model.narrative import Part
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

# Documents that always carry a number; laws, plans and books are cited by their titles.
_NUMBERED = ("通知", "意见", "批复", "复函", "通报", "办法", "细则", "方案")
_SHORT_TITLE = 6  # “《实施意见》” stands for a document cited before
# What is known to have come after a document, by code, year and number.
_SUCCESSORS = {
    ("皖政办秘", 2015, "212"): Message(
        "，已知2016年8月另有关于进一步加强政务微博微信建设的省级通知",
        "; a provincial notice on official microblogs and WeChat of August 2016 is known",
    ),
}
_NONE_KNOWN = Message("", "")


@rule(
    code="DOC04",
    name="incomplete-citation",
    title=Message("引用不完整或者可能失效", "incomplete or possibly superseded citation"),
    severity=Severity.INFO,
    basis=(
        "difang-mubiao-guanli#well-directed",
        "jixiao-house#citation-age",
        "guobanmihan-2019-19#existence",
        "anhui-weibo-weixin-2016#possible-successor",
    ),
    message=Message("引用的“{document}”{problem_zh}", "the cited “{document}” {problem_en}"),
    since="0.1",
    suggestion=Message(
        "引用写全：《标题》（发文字号），并核对是否仍然有效",
        "cite in full, “《title》 (number)”, and check that it is still in force",
    ),
)
def incomplete_citation(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """A cited document (引用文件) has its number beside its title and is not out of date."""
    narrative, year = target.narrative, target.fiscal_year
    if not narrative.titles and not narrative.citations:
        yield NotApplicable("年度目标没有引用文件", "the annual objective cites no document")
        return
    named = {citation.title for citation in narrative.citations}
    for title in narrative.titles:
        if title.text not in named and _is_numbered(title, narrative.text):
            yield Fault(
                target.objective_at(title.start, title.end),
                quote=target.annual_objective,
                document=title.text,
                problem_zh="没有写发文字号；请补上",
                problem_en="is without its number; please add it",
            )
    for citation in narrative.citations:
        if year is None:
            yield InsufficientData("预算年度", "the fiscal year")
            break
        age = year - citation.year
        if age > norms.citation_age_years:
            key = (citation.code, citation.year, citation.sequence)
            successor = _SUCCESSORS.get(key, _NONE_KNOWN)
            yield Fault(
                target.objective_at(citation.start, citation.end),
                quote=target.annual_objective,
                document=citation.text,
                problem_zh=f"早于预算年度{age}年{successor.zh}；请核对是否仍然有效",
                problem_en=f"is {age} years older than the fiscal year{successor.en}; please "
                "check that it is still in force",
            )


def _is_numbered(title: Part, text: str) -> bool:
    """A document of a numbered kind, in full (not “《通知》”), without its number before it."""
    is_numbered_kind = title.text.endswith(_NUMBERED) and len(title.text) > _SHORT_TITLE
    return is_numbered_kind and text[title.start - 1 : title.start] != "号"
