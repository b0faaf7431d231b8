"""IND17 indicator-of-another-project (疑为其他项目的指标)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.disclosure import Disclosure
from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.terms import words
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

_LENGTH = 4  # characters of another project's name that an indicator repeats
# What is made with these is everyday, and no project's own.
_MANNER = frozenset(words("项目 经费 资金 工作 专项 服务 管理 运行 建设 补助 全市 发展"))


@rule(
    code="IND17",
    name="indicator-of-another-project",
    title=Message("疑为其他项目的指标", "perhaps an indicator of another project"),
    severity=Severity.WARNING,
    basis=("caiyu-2015-88#relevance", "zhengfu-xinxi-gongkai-tiaoli#6"),
    message=Message(
        "指标“{name}”写到“{words}”，是“{other}”的内容，本项目的名称和年度目标都没有提到；请核对是否误填",
        "“{name}” speaks of “{words}”, the business of “{other}”; this project's name and "
        "objective do not mention it, please check whether it was filed here by mistake",
    ),
    since="0.1",
)
def indicator_of_another_project(disclosure: Disclosure, norms: Norms) -> Iterator[Verdict]:
    """No indicator names what one other project is called after and its own does not speak of."""
    targets = disclosure.targets
    if len(targets) < 2:
        yield NotApplicable("公开文本只有一个项目", "the publication has one project only")
        return
    owners: dict[str, set[int]] = {}
    for number, target in enumerate(targets):
        for piece in _pieces(target.title):
            if _MANNER.isdisjoint((piece[:2], piece[1:3], piece[2:])):
                owners.setdefault(piece, set()).add(number)
    for target in targets:
        for indicator in target.indicators:
            name = indicator.name
            for piece in filter(owners.__contains__, _pieces(name)):
                of = owners[piece]
                if len(of) == 1 and not target.speaks_of(piece):
                    yield Fault(
                        indicator.at.get("name"),
                        quote=name,
                        target=target,
                        name=name,
                        words=piece,
                        other=targets[min(of)].title,
                    )
                    break


def _pieces(name: str) -> list[str]:
    """The stretches of four characters."""
    return [name[n : n + _LENGTH] for n in range(len(name) - _LENGTH + 1)]
