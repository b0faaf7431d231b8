"""DOC05 broken-punctuation (断句、标点和编号)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import is_chinese
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

_UNFINISHED = "，、,：:"
_OPENING = frozenset(["“", "‘", "《", "（", "〔", ""])  # or nothing more
_CLOSING = frozenset("”’》）〕")
_DOUBLED = ("，，", "。。", "、、", "；；", "，。", "、。", "。，", "；。")
_DIGITS = frozenset("0123456789")
_WIDE_DIGITS = frozenset("０１２３４５６７８９")


@rule(
    code="DOC05",
    name="broken-punctuation",
    title=Message("断句、标点和编号", "truncation, punctuation and numbering"),
    severity=Severity.WARNING,
    basis=("caiyu-2015-88#review-clarity", "zhengfu-xinxi-gongkai-tiaoli#6"),
    message=Message(
        "年度目标{problem_zh}（“{context}”）；请核对",
        "the annual objective {problem_en} (“{context}”); please check",
    ),
    since="0.1",
    suggestion=Message(
        "补全句子，中文句内用全角标点，编号用同一种数字",
        "finish the sentence, use full-width marks in Chinese, and number in one kind of digits",
    ),
)
def broken_punctuation(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """The objective (年度目标) ends as a sentence, with Chinese marks and one kind of numerals."""
    text = (target.annual_objective or "").rstrip()
    if not text:
        yield NotApplicable("没有填写年度目标", "the annual objective is blank")
        return
    last = len(text) - 1
    if text[last] in _UNFINISHED:
        yield _fault(
            target, text, last, f"以“{text[last]}”结尾，句子没有写完", f"ends in “{text[last]}”"
        )
    for mark in _DOUBLED:
        if mark in text:
            yield _fault(target, text, text.index(mark), "标点重复", "has doubled marks")
    point = text.find(".")
    while point >= 0:
        before, after = text[point - 1 : point], text[point + 1 : point + 2]
        if (is_chinese(before) or before in _CLOSING) and (is_chinese(after) or after in _OPENING):
            yield _fault(target, text, point, "句中用了“.”", "has “.” inside a sentence")
        point = text.find(".", point + 1)
    tasks = target.narrative.tasks
    wide = [task for task in tasks if not _WIDE_DIGITS.isdisjoint(task.marker)]
    narrow = [task for task in tasks if not _DIGITS.isdisjoint(task.marker)]
    if wide and narrow:
        start = narrow[0].start
        yield _fault(target, text, start, "编号的全角、半角数字混用", "mixes digits in numbering")


def _fault(
    target: PerformanceTarget, text: str, position: int, problem_zh: str, problem_en: str
) -> Fault:
    return Fault(
        target.objective_at(position, position + 1),
        quote=target.annual_objective,
        problem_zh=problem_zh,
        problem_en=problem_en,
        context=text[max(0, position - 8) : position + 9],
    )
