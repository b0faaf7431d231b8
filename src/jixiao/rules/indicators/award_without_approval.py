"""IND14 award-without-approval (表彰奖励缺批准依据)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import words
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

AWARDS = words("表彰 评比 评先评优 评优评先 评选先进 奖励先进")
# Before the word: the award is received, not given.
RECEIVED = words("获 受到 得到 争取 上级")
# A basis in words; or no programme of the kind: own staff and yearly assessments are exempt.
APPROVED = words("批准 批复 同意 年度考核 目标考核 绩效考核 考核奖励 干部职工 本单位 本机关")


@rule(
    code="IND14",
    name="award-without-approval",
    title=Message("表彰奖励缺批准依据", "award programme without approval basis"),
    severity=Severity.WARNING,
    basis=("pingbi-biaozhang-2010#approval", "pingbi-biaozhang-2010#exempt"),
    message=Message(
        "{places_zh}属于评比表彰活动，没有写明批准依据；请补充批准文件，未经批准的不列为绩效目标",
        "{places_en}: an award programme, and no approval is stated; please cite the approving "
        "document or leave it out of the target",
    ),
    suggestion=Message(
        "在年度目标里写明批准文件的名称和文号，如“经《（文件名称）》（（文号））批准”",
        "cite the approving document in the objective, with its title and number",
    ),
    since="0.1",
)
def award_without_approval(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """An award programme (评比达标表彰) needs approval, and the target cites it."""
    narrative = target.narrative
    text = narrative.text
    names = "\n".join(i.name for i in target.indicators)
    if not AWARDS.met_in(text) and not AWARDS.met_in(names):
        yield NotApplicable("没有表彰、评比内容", "no award programme is spoken of")
        return
    spoken = _award_in(text)
    named = [i for i in target.indicators if _award_in(i.name)]
    if (spoken or named) and not (APPROVED.met_in(text) or narrative.citations or narrative.titles):
        places_zh = [f"指标“{i.name}”（“{i.value.text}”）" for i in named]
        places_en = [f"indicator “{i.name}” (“{i.value.text}”)" for i in named]
        if spoken:
            at, quote = target.objective_at(*spoken), text
            places_zh.insert(0, f"年度目标的“{text[slice(*spoken)]}”")
            places_en.insert(0, f"the annual objective (“{text[slice(*spoken)]}”)")
        else:
            at, quote = named[0].at.get("name"), named[0].name
        yield Fault(
            at,
            quote=quote,
            places_zh="、".join(places_zh),
            places_en=", ".join(places_en),
        )


def _award_in(text: str) -> tuple[int, int] | None:
    """Where an award is given in ``text``; one that is received does not count."""
    for word in AWARDS:
        start = text.find(word)
        if start >= 0 and not any(r in text[max(0, start - 12) : start] for r in RECEIVED):
            return start, start + len(word)
    return None
