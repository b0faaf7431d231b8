"""VAL15 text-written-twice (同一内容写了两遍)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, Severity
from jixiao.model.location import Location
from jixiao.model.scanning import said_twice
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="VAL15",
    name="text-written-twice",
    title=Message("同一内容写了两遍", "written twice in one cell"),
    severity=Severity.WARNING,
    basis=("zhengfu-xinxi-gongkai-tiaoli#6",),
    message=Message(
        "{what_zh}“{text}”把“{half}”写了两遍；请核对后留一个",
        "{what_en} “{text}” has “{half}” twice; please check and keep one",
    ),
    since="0.1",
)
def text_written_twice(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """No name, value or amount stands twice in its own cell (“12.90万元 12.90万元”)."""
    for indicator in target.indicators:
        for field, zh, en, text in (
            ("name", "指标名称", "the name", indicator.name),
            ("value", "指标值", "the value", indicator.value.text),
        ):
            twice = said_twice(text)
            if twice is not None:
                yield _fault(indicator.at.get(field), zh, en, text, twice)
    for field, text in target.originals.items():
        twice = said_twice(text.partition("(")[0].partition("（")[0])
        if twice is not None:
            place = target.at.get(field, target.at.get("funding.total"))
            yield _fault(place, "表内一栏", "a cell of the table", text, twice)


def _fault(place: Location | None, zh: str, en: str, text: str, twice: str) -> Fault:
    return Fault(place, quote=text, what_zh=zh, what_en=en, text=text, half=twice)
