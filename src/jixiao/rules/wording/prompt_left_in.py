"""DOC11 prompt-left-in (填表提示未删)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.disclosure import Disclosure
from jixiao.model.finding import Message, Severity
from jixiao.model.terms import words
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

# What forms print for those who fill them in, and what stands for a name that is still to come.
_PROMPTS = words(
    "请填写 请填报 请输入 请选择 请在此 此处填写 在此填写 此处输入 （填写 （必填） （选填） "
    "（示例） （样例） 示例： 样例： 待填 待补充 可自行增行 可另附页 ？？ ??"
)
_NAMELESS = ("XX", "××", "**", "＊＊", "某某")
_MORE = frozenset("X×*＊")


@rule(
    code="DOC11",
    name="prompt-left-in",
    title=Message("填表提示未删", "a prompt of the form left in"),
    severity=Severity.ERROR,
    basis=("zhengfu-xinxi-gongkai-tiaoli#6", "caiyu-2015-88#review-clarity"),
    message=Message(
        "“{context}”中的“{words}”是填表提示或者占位符号，不是内容；请填写或者删去",
        "“{words}” in “{context}” is a prompt or a placeholder of the form, no content; please "
        "fill it in or delete it",
    ),
    since="0.1",
)
def prompt_left_in(disclosure: Disclosure, norms: Norms) -> Iterator[Verdict]:
    """No prompt (请填写), sample (示例) or placeholder (XX, **) stands in the publication.

    Three and more (XXX, ×××) and “≥**” are DOC02's.
    """
    wording = disclosure.wording
    for prompt in _PROMPTS.met_in(wording.text):
        for found in wording.occurrences(prompt):
            yield found.fault(words=prompt, context=found.surroundings)
    for mark in _NAMELESS:
        for found in wording.occurrences(mark):
            near = found.before + found.after
            is_code = near.isascii() and near.isalnum()
            is_bound = mark == "**" and found.before in [*"≥≤"]
            if _MORE.isdisjoint(near) and not is_code and not is_bound:
                text = found.passage.text
                yield found.fault(words=text[found.start : found.end], context=found.surroundings)
