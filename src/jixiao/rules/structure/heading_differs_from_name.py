"""STR06 heading-differs-from-name (标题与项目名称不一致)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.disclosure import same_name
from jixiao.model.finding import Fault, InsufficientData, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="STR06",
    name="heading-differs-from-name",
    title=Message("标题与项目名称不一致", "heading differs from the project name"),
    severity=Severity.WARNING,
    basis=("zhengfu-xinxi-gongkai-tiaoli#6",),
    message=Message(
        "表前标题为“{heading}”，表内项目名称为“{name}”，两处不一致；请核对后统一",
        "the heading reads “{heading}”, the table's project name “{name}”; please check which is "
        "right and use it in both places",
    ),
    since="0.1",
)
def heading_differs_from_name(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """The heading above a table names the same project as the table (项目名称).

    The number, quotation marks and a closing 项目 do not count as a difference.
    """
    named, name = target.heading_name, target.project_name
    if named is None:
        yield NotApplicable(
            "表前没有写项目名称的标题", "no heading above the table names a project"
        )
    elif name is None:
        yield InsufficientData("表内没有项目名称", "the table has no project name")
    elif not same_name(named.removesuffix("项目"), name.removesuffix("项目")):
        yield Fault(
            target.at.get("heading"), quote=target.heading, heading=target.heading, name=name
        )
