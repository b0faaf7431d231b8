"""VAL12 word-dimension-mismatch (用词与维度不符、同指标异值)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from jixiao.model.disclosure import Disclosure
from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.indicator import Indicator
from jixiao.model.terms import KIND_LABELS, Kind
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

# Words that do not answer what the class asks: how well, how soon, how much more.
_STRANGE = {
    Kind.QUALITY: frozenset({"显著", "明显", "深入", "较大", "大", "及时", "长期", "持续"}),
    Kind.TIMELINESS: frozenset({"显著", "明显", "深入", "较大", "大", "较高", "合规", "合格"}),
    Kind.ECONOMIC: frozenset({"最优", "优秀", "优", "深入", "及时", "畅通", "合格"}),
    Kind.SOCIAL: frozenset({"最优", "优秀", "优", "合格"}),
    Kind.ECOLOGICAL: frozenset({"高", "较高", "深入", "优秀", "最优", "及时", "合规"}),
    Kind.SUSTAINABILITY: frozenset({"最优", "优秀", "优", "及时", "合格"}),
}
_VERBS = ("推动", "推进", "促进")


@rule(
    code="VAL12",
    name="word-dimension-mismatch",
    title=Message("用词与维度不符", "word does not fit the class"),
    severity=Severity.INFO,
    basis=("jixiao-house#word-and-dimension", "zhibiao-dingyi#quality", "zhibiao-dingyi#benefit"),
    message=Message("指标{names_zh}{problem_zh}", "{names_en}{problem_en}"),
    since="0.1",
    suggestion=Message(
        "质量说合格与否、优劣，时效说期限，效益说变化的幅度；同名指标用同一把尺子，能量化的写数值",
        "quality says how good, timeliness by when, benefit how much more; one measure for "
        "indicators of one name, and numbers where there can be",
    ),
)
def word_dimension_mismatch(disclosure: Disclosure, norms: Norms) -> Iterator[Verdict]:
    """A word of degree (定性用语) fits its class, and one name takes one word throughout."""
    by_name: dict[str, list[Indicator]] = {}
    for target in disclosure.targets:
        for indicator in target.degree_indicators:
            name, word = indicator.name, indicator.value.text
            by_name.setdefault(_without_verb(name), []).append(indicator)
            if indicator.kind in _STRANGE and word in _STRANGE[indicator.kind]:
                zh, en = KIND_LABELS[indicator.kind]
                yield Fault(
                    indicator.at.get("value"),
                    quote=word,
                    target=target,
                    names_zh=f"“{name}”",
                    names_en=f"“{name}”",
                    problem_zh=f"是{zh}，值“{word}”与这一类要衡量的内容不合；请换成相应的用语或者数值",
                    problem_en=f" is a {en} indicator and “{word}” does not say what that class "
                    "measures; please use a fitting word or a number",
                )
    if not by_name:
        yield NotApplicable("没有定性指标值", "no value is a word of degree or state")
    for indicators in by_name.values():
        if len({i.value.text for i in indicators}) > 1:
            words = Counter(i.value.text for i in indicators)
            zh = "、".join(f"“{word}”{times}处" for word, times in words.items())
            names = dict.fromkeys(f"“{i.name}”" for i in indicators)
            en = ", ".join(f"“{word}” ({times})" for word, times in words.items())
            yield Fault(
                indicators[0].at.get("name"),
                quote=indicators[0].name,
                names_zh="".join(names),
                names_en=", ".join(names),
                problem_zh=f"各处的值不一：{zh}；请统一用语，或者说明差别",
                problem_en=f": the values differ: {en}; please use one word, or say what the "
                "difference is",
            )


def _without_verb(name: str) -> str:
    return name[2:] if name.startswith(_VERBS) else name
