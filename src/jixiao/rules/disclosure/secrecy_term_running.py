"""SEC02 secrecy-term-running (保密期限未满)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.disclosure import Disclosure
from jixiao.model.finding import Fault, InsufficientData, Message, NotApplicable, Severity
from jixiao.model.wording import Occurrence
from jixiao.regulations.parameter import Norms
from jixiao.regulations.regulation import instrument
from jixiao.rules.rule import Verdict, rule

LAWS = ("baomifa-2010", "baomifa-2024")


@rule(
    code="SEC02",
    name="secrecy-term-running",
    title=Message("保密期限未满", "secrecy term still running"),
    severity=Severity.BLOCK,
    basis=("baomifa-2024#20", "baomifa-2024#24", "baomifa-2010#15", "baomifa-2010#19"),
    message=Message(
        "所引文件的保密期限到{expires}才届满，{day_zh}尚未届满；除非原定密机关已经解密，不得公开。"
        "适用{laws_zh}",
        "the secrecy of the document cited ends on {expires} and still runs {day_en}; unless the "
        "issuing authority has declassified it, it must not be published. In force: {laws_en}",
    ),
    masks=True,
    since="0.1",
)
def secrecy_term_running(disclosure: Disclosure, norms: Norms) -> Iterator[Verdict]:
    """A marked document may be cited in public only when its secrecy term (保密期限) has ended.

    Where no date of publication is stated, the last day of the fiscal year stands for it.
    """
    if not disclosure.secrecy_marks:
        yield NotApplicable("没有密级标志", "there is no classification mark")
        return
    published = disclosure.published_between
    maxima = {term.grade: term.years for term in norms.secrecy_max_years}
    for passage, mark in disclosure.secrecy_marks:
        ends = mark.expires(maxima[mark.grade])
        if ends is None or published is None or ends.first < published.last <= ends.last:
            yield InsufficientData(
                "定密日期、文件年份或者公开日期，无法推算保密期限是否届满",
                "the date of the secret document or of publication, so the end of its term",
            )
        elif published.last <= ends.first:
            laws = [
                law
                for law in map(instrument, LAWS)
                if law.in_force(published.first) or law.in_force(published.last)
            ]
            yield Fault(
                Occurrence(passage, mark.start, mark.end).at,
                quote=passage.text,
                target=passage.target,
                secrets=mark.secrets,
                working=mark.calculation(maxima[mark.grade]),
                expires=ends.first,
                day_zh=published.describe("zh"),
                day_en=published.describe("en"),
                laws_zh="、".join(law.name("zh") for law in laws),
                laws_en=" and ".join(law.name("en") for law in laws),
            )
