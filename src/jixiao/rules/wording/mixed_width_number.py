"""DOC06 mixed-width-number (数字全角半角混用)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.model.disclosure import Disclosure
from jixiao.model.finding import Message, Severity
from jixiao.model.wording import Occurrence
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

_WIDE = "０１２３４５６７８９．％"
_MIXED = (
    r"(?<![0-9０-９.．])[0-9０-９.．]*(?:[0-9][０-９．][0-9０-９]*|[０-９][0-9.])[0-9０-９.．]*"
)
_LETTER_FOR_DIGIT = (
    r"(?<![A-Za-z0-9])[1-9][0-9]*[OoＯlＩ〇○][0-9OoＯ]*(?=[%％万元个次人家册份场台套户])"
)
_LETTERS = "OoＯlＩ〇○"


@rule(
    code="DOC06",
    name="mixed-width-number",
    title=Message("数字全角半角混用", "a number of mixed characters"),
    severity=Severity.WARNING,
    basis=("zhengfu-xinxi-gongkai-tiaoli#6",),
    message=Message(
        "“{number}”一个数字里混用了全角、半角数字或者字母（“{context}”），系统可能读错；请统一为半角数字",
        "“{number}” mixes full-width digits, half-width digits or letters in one number (in "
        "“{context}”) and may be misread; please use plain digits",
    ),
    since="0.1",
)
def mixed_width_number(disclosure: Disclosure, norms: Norms) -> Iterator[Verdict]:
    """A number is written in one kind of digits, without a letter O or l for a 0 or 1."""
    wording = disclosure.wording
    for marks, pattern in ((_WIDE, _MIXED), (_LETTERS, _LETTER_FOR_DIGIT)):
        for text in wording.texts_with(marks):
            for match in re.finditer(pattern, text):
                for passage in wording.places[text]:
                    found = Occurrence(passage, *match.span())
                    yield found.fault(number=match.group(), context=found.surroundings)
