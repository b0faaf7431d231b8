"""DOC12 name-near-miss (名称一字之差)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, Severity
from jixiao.model.scanning import starts_by_half
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

_SHORTEST = 6  # characters of a name that is not met by chance
# One of these for another makes another thing, not a misprint.
_TELLING = frozenset("0123456789一二三四五六七八九十甲乙丙丁东西南北中上下前后新老省市县区大小男女")


@rule(
    code="DOC12",
    name="name-near-miss",
    title=Message("名称一字之差", "a name but for one character"),
    severity=Severity.WARNING,
    basis=("zhengfu-xinxi-gongkai-tiaoli#6", "zhengfu-xinxi-gongkai-tiaoli#41"),
    message=Message(
        "年度目标写“{written}”，与{what_zh}“{name}”只差一个字；请核对哪一处有误",
        "the objective has “{written}”, {what_en} is “{name}”, one character apart; please check "
        "which is wrong",
    ),
    since="0.1",
)
def name_near_miss(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """The objective writes the names of project and unit as the table does, to the character."""
    text = target.narrative.text
    for name, zh, en in (
        (target.project_name, "项目名称", "the project's name"),
        (target.implementing_unit, "实施单位", "the implementing unit"),
    ):
        if name is None or len(name) < _SHORTEST:
            continue
        for start in starts_by_half(text, name):
            written = text[start : start + len(name)]
            wrong = [(a, b) for a, b in zip(written, name, strict=False) if a != b]
            is_miss = len(written) == len(name) and len(wrong) == 1
            if is_miss and _TELLING.isdisjoint(wrong[0]) and "".join(wrong[0]).isalpha():
                yield Fault(
                    target.objective_at(start, start + len(name)),
                    quote=text,
                    written=written,
                    what_zh=zh,
                    what_en=en,
                    name=name,
                )
