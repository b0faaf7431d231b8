"""COP01 boilerplate-names (指标名称雷同)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from jixiao.model.disclosure import Disclosure, project_numbers
from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.indicator import Indicator
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

# In two projects alike a name may be right for both; from three on it is a habit.
FEWEST = 3
# Verbs that differ in one character and hardly in meaning count as one.
VERBS = (("推进", "推动"), ("提升", "提高"), ("增强", "加强"), ("改进", "改善"), ("确保", "保障"))


@rule(
    code="COP01",
    name="boilerplate-names",
    title=Message("指标名称雷同", "boilerplate indicator names"),
    severity=Severity.WARNING,
    basis=("caiyu-2015-88#relevance", "jixiao-house#boilerplate-share"),
    message=Message(
        "{unit}的{total}个项目中有{count}个（{share}%）用了相同或几乎相同的指标名称：{names_zh}，"
        "见{numbers_zh}项目；请按各项目自己的产出和效果改写",
        "{count} of the {total} projects of “{unit}” ({share}%) use the same indicator name, or "
        "nearly so: {names_en}; see projects {numbers_en}; please write each from the project's "
        "own outputs and effects",
    ),
    suggestion=Message(
        "写出本项目影响的对象和内容，能量化的写数字，如“（对象）（内容）≥（填写数字）”",
        "say what this project changes and for whom, in numbers where it can be counted",
    ),
    since="0.1",
)
def boilerplate_names(disclosure: Disclosure, norms: Norms) -> Iterator[Verdict]:
    """One name with a worded value in many projects of a unit says little of any of them."""
    if all(len(targets) < FEWEST for targets in disclosure.by_unit.values()):
        yield NotApplicable("同一单位公开的项目不足三个", "no unit publishes three projects")
    for unit, targets in disclosure.by_unit.items():
        families: defaultdict[str, dict[int, Indicator]] = defaultdict(dict)
        for number, target in targets:
            for indicator in target.worded:
                families[_folded(indicator.name)].setdefault(number, indicator)
        for uses in families.values():
            if len(uses) >= FEWEST and len(uses) >= norms.boilerplate_share * len(targets):
                first = next(iter(uses.values()))
                names = Counter(indicator.name for indicator in uses.values())
                yield Fault(
                    first.at.get("name"),
                    quote=first.name,
                    unit=unit,
                    total=len(targets),
                    count=len(uses),
                    share=f"{100 * len(uses) / len(targets):.0f}",
                    names_zh="、".join(f"“{name}”（{n}个）" for name, n in names.items()),
                    names_en=", ".join(f"“{name}” ({n})" for name, n in names.items()),
                    numbers_zh=project_numbers(uses),
                    numbers_en=project_numbers(uses, "en"),
                )


def _folded(name: str) -> str:
    for verb, like in VERBS:
        name = name.replace(verb, like)
    return name
