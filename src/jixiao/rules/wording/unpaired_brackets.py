"""DOC09 unpaired-brackets (括号引号不配对)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.disclosure import Disclosure
from jixiao.model.finding import Message, Severity
from jixiao.model.scanning import left_open
from jixiao.model.wording import Occurrence
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

# What opens and what closes, in either width.
_PAIRS = (("（(", "）)"), ("“", "”"), ("《", "》"), ("〔", "〕"))


@rule(
    code="DOC09",
    name="unpaired-brackets",
    title=Message("括号引号不配对", "a bracket or quotation mark left open"),
    severity=Severity.WARNING,
    basis=("zhengfu-xinxi-gongkai-tiaoli#6", "caiyu-2015-88#review-clarity"),
    message=Message(
        "“{context}”中的“{mark}”没有对应的后半个；请核对是否漏字或者被截断",
        "the “{mark}” in “{context}” is never closed; please check whether something is missing "
        "or cut off",
    ),
    since="0.1",
)
def unpaired_brackets(disclosure: Disclosure, norms: Norms) -> Iterator[Verdict]:
    """Every bracket and quotation mark that opens is closed in the same text.

    Closing ones alone are how items are numbered (“1）”).
    """
    wording = disclosure.wording
    for opening, closing in _PAIRS:
        for text in wording.texts_with(opening):
            position = left_open(text, opening, closing)
            if position is not None:
                for passage in wording.places[text]:
                    found = Occurrence(passage, position, position + 1)
                    yield found.fault(context=found.surroundings, mark=text[position])
