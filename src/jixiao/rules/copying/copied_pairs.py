"""COP02 copied-pairs (名值对复制)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from jixiao.model.disclosure import Disclosure, project_numbers
from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.indicator import Indicator
from jixiao.model.terms import Category
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="COP02",
    name="copied-pairs",
    title=Message("名值对复制", "name and value copied between projects"),
    severity=Severity.INFO,
    basis=("caiyu-2015-88#relevance",),
    message=Message(
        "{what_zh}，{count}个项目相同：见{numbers_zh}项目；请核对是否照抄",
        "{what_en}: alike in {count} projects ({numbers_en}); please check for copying",
    ),
    suggestion=Message(
        "按各项目自己的产出和效果填写；定性值写明分档，能量化的改为数字",
        "fill in each from its own outputs and effects; grade what is worded, count what can be",
    ),
    since="0.1",
)
def copied_pairs(disclosure: Disclosure, norms: Norms) -> Iterator[Verdict]:
    """A name with a worded value that stands alike in several projects was perhaps copied."""
    if len(disclosure.targets) < 2:
        yield NotApplicable("只有一个项目，无从比较", "there is one project and nothing to compare")
    for name, uses in disclosure.shared_worded_names.items():
        by_value: defaultdict[str, list[int]] = defaultdict(list)
        for number, indicator in uses.items():
            by_value[indicator.value.text].append(number)
        if max(map(len, by_value.values())) > 1:
            for value, numbers in by_value.items():
                if len(numbers) > 1:
                    yield _fault(uses, numbers, f"指标“{name}”＝“{value}”", f"“{name}” = “{value}”")
        # An output may well be named alike; a benefit is the project's own.
        elif uses[min(uses)].category is Category.BENEFIT:
            values = "”“".join(by_value)
            yield _fault(
                uses,
                list(uses),
                f"指标名称“{name}”（指标值分别为“{values}”）",
                f"the name “{name}” (with the values “{values}”)",
            )


def _fault(uses: Mapping[int, Indicator], numbers: list[int], zh: str, en: str) -> Fault:
    first = uses[numbers[0]]
    return Fault(
        first.at.get("name"),
        quote=first.name,
        what_zh=zh,
        what_en=en,
        count=len(numbers),
        numbers_zh=project_numbers(numbers),
        numbers_en=project_numbers(numbers, "en"),
    )
