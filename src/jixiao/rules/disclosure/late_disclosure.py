"""SEC06 late-disclosure (公开超期)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.disclosure import Disclosure
from jixiao.model.finding import Fault, InsufficientData, Message, Severity
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="SEC06",
    name="late-disclosure",
    title=Message("公开超期", "published late"),
    severity=Severity.ERROR,
    basis=("yusuanfa-2018#14-2", "yusuanfa-shishi-tiaoli-2020#6-term"),
    message=Message(
        "{approved}批复，{published}公开，相隔{days}日，超过批复后{allowed}日内公开的期限{over}日",
        "approved on {approved} and published on {published}, {days} days apart: {over} days over "
        "the {allowed} days allowed after approval",
    ),
    since="0.1",
)
def late_disclosure(disclosure: Disclosure, norms: Norms) -> Iterator[Verdict]:
    """Budgets and their tables are published within 20 days of approval (批复后二十日内)."""
    days = disclosure.days_to_publication
    if days is None:
        yield InsufficientData("预算批复日期和公开日期", "the dates of approval and of publication")
    elif days > norms.disclosure_days:
        place = disclosure.at.get("published_on")
        yield Fault(
            place,
            quote=disclosure.note_at(place),
            working=Message(
                f"{disclosure.published_on} − {disclosure.approved_on} = {days}（日）",
                f"{disclosure.published_on} − {disclosure.approved_on} = {days} (days)",
            ),
            approved=disclosure.approved_on,
            published=disclosure.published_on,
            days=days,
            allowed=norms.disclosure_days,
            over=days - norms.disclosure_days,
        )
