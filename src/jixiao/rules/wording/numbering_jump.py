"""DOC08 numbering-jump (编号跳号或重号)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.narrative import Task
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

_PROBLEMS = {
    0: ("，号重复了", ", a number comes twice"),
    2: ("，中间缺一个号", ", one number is missing"),
}
_NUMBERS = str.maketrans("", "", "0123456789０１２３４５６７８９一二三四五六七八九十 ")


@rule(
    code="DOC08",
    name="numbering-jump",
    title=Message("编号跳号或重号", "numbering that skips or repeats"),
    severity=Severity.WARNING,
    basis=("caiyu-2015-88#review-clarity", "zhengfu-xinxi-gongkai-tiaoli#6"),
    message=Message(
        "年度目标的编号从“{before}”到“{after}”{problem_zh}；请核对是否漏了一项，或者改正编号",
        "the numbering of the objective goes from “{before}” to “{after}”{problem_en}; please "
        "check whether an item is missing, or mend the numbers",
    ),
    since="0.1",
)
def numbering_jump(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """Items numbered in one way follow each other: 1, 2, 3; a 1 begins again.

    What goes on otherwise than by one missing or one repeated number is another numbering.
    """
    tasks = target.narrative.tasks
    if len(tasks) < 2:
        yield NotApplicable("年度目标没有编号", "the objective is not numbered")
    last: dict[str, Task] = {}
    for task in tasks:
        style = task.marker.translate(_NUMBERS)
        before = last.get(style)
        last[style] = task
        if before is None or task.number == 1:
            continue
        step = task.number - before.number
        if step in _PROBLEMS:
            yield Fault(
                target.objective_at(task.start, task.start + len(task.marker)),
                quote=target.annual_objective,
                before=before.marker.strip(),
                after=task.marker.strip(),
                problem_zh=_PROBLEMS[step][0],
                problem_en=_PROBLEMS[step][1],
            )
