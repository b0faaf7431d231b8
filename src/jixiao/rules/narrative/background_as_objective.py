"""NAR07 background-as-objective (背景、条件、名次当目标)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.narrative import Part
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

TENTATIVE = Message("含有不确定的用语“{words}”", "wording that commits to nothing: “{words}”")
CONDITION = Message("把“{words}”写进了目标", "“{words}” written into the objective")
RANKING = Message("以名次（“{words}”）为目标", "a rank (“{words}”) as the objective")


@rule(
    code="NAR07",
    name="background-as-objective",
    title=Message("背景、条件、名次当目标", "background, conditions or rank as the objective"),
    severity=Severity.INFO,
    basis=("difang-mubiao-guanli#well-directed", "jixiao-house#background-share"),
    message=Message(
        "年度目标{what_zh}；目标应直接写本年度要完成的任务和要达到的效果",
        "{what_en}; the objective should say what is done this year and to what effect",
    ),
    since="0.1",
)
def background_as_objective(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """The annual objective (年度目标) says what is to be done, firmly and before anything else."""
    narrative = target.narrative
    if target.annual_objective is None:
        yield NotApplicable("没有填写年度目标", "the annual objective is not filled in")
        return

    def fault(part: Part, what: Message) -> Fault:
        return Fault(
            target.objective_at(part.start, part.end),
            quote=target.annual_objective,
            what_zh=what.zh.format(words=part.text),
            what_en=what.en.format(words=part.text),
        )

    preamble = narrative.preamble
    if preamble is not None:
        share = preamble.end / len(narrative.text)
        if share > norms.background_share:
            what = Message(
                f"首项任务之前的背景文字占全文的{share:.0%}",
                f"background takes {share:.0%} of the text before the first task",
            )
            yield fault(preamble, what)
        elif narrative.opens_with_long_citation:
            what = Message(
                f"开头引用文件的文字（{preamble.end}字）比后面任何一句任务都长",
                f"the citation it opens with ({preamble.end} characters) is longer than any task",
            )
            yield fault(preamble, what)
    for parts, what in (
        (narrative.tentative, TENTATIVE),
        (narrative.conditions, CONDITION),
        (narrative.rankings, RANKING),
    ):
        for part in parts:
            yield fault(part, what)
