"""DOC07 impossible-date (不存在的日期)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.calendar_day import days_in
from jixiao.model.disclosure import Disclosure
from jixiao.model.finding import Message, Severity
from jixiao.model.wording import Occurrence
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="DOC07",
    name="impossible-date",
    title=Message("不存在的日期", "a date that does not exist"),
    severity=Severity.ERROR,
    basis=("zhengfu-xinxi-gongkai-tiaoli#6",),
    message=Message(
        "“{date}”不是存在的日期（“{context}”）；请核对",
        "“{date}” is no date of the calendar (in “{context}”); please check",
    ),
    since="0.1",
)
def impossible_date(disclosure: Disclosure, norms: Norms) -> Iterator[Verdict]:
    """Every month and day named is one of the calendar (not 13月, 2月30日, 6月31日)."""
    wording = disclosure.wording
    for text in wording.texts_with("月"):
        for day in days_in(text):
            if not day.exists:
                for passage in wording.places[text]:
                    found = Occurrence(passage, day.start, day.end)
                    yield found.fault(date=text[day.start : day.end], context=found.surroundings)
