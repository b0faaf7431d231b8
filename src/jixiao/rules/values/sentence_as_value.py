"""VAL04 sentence-as-value (以语句代值)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import mentions, words
from jixiao.model.value import Nature
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

# Verbs of aims; with an object after them they state a wish, not a value.
_AIMS = frozenset(
    {"提升", "提高", "强化", "创优", "加强", "推进", "推动", "促进", "保障", "增强", "改善"}
    | {"优化", "完善", "确保", "保证", "维护", "落实", "扩大", "营造", "打造", "构建", "健全"}
    | {"做好", "深化", "巩固", "发挥", "助力", "激发", "满足", "带动", "弘扬"}
)
# Words of a sentence: what makes somebody do something, compares, joins, or asks for more.
_OF_SENTENCES = words(
    "让 使 并且 以及 进一步 更加 更为 更方便 更便捷 更好 更多 更快 不断 切实 努力 力争 争取 严格 "
    "合理控制 严控 有助于 有利于 能够 得到 取得 实现 达到预期 ， ； 。"
)
_RESPECTS = ("情况", "状况", "程度")  # nouns that name a respect, not a value


@rule(
    code="VAL04",
    name="sentence-as-value",
    title=Message("以语句代值", "a sentence in place of a value"),
    severity=Severity.ERROR,
    basis=("pingtai-shijian#clarity-measurable", "changjian-wenti#vague-verbs"),
    message=Message(
        "指标“{name}”的值“{value}”是一句话，既没有数字也没有分档，无法核对；请改写成可以核对的值",
        "the value “{value}” of “{name}” is a phrase with neither a number nor levels and cannot "
        "be checked; please write a value that can",
    ),
    since="0.1",
    suggestion=Message(
        "这句话可以移到年度目标；值写成“≥（填写数量）（填写单位）”“≥（填写比例）%”或者“（填写月日）前”",
        "move the phrase to the annual objective and write “≥ (number) (unit)”, “≥ (share) %” or "
        "“before (date)”",
    ),
)
def sentence_as_value(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """A value (指标值) is a number, a date or a graded word, not an aim put in a sentence."""
    texts = [i for i in target.stated_indicators if i.value.nature is Nature.TEXT]
    if not texts:
        yield NotApplicable("没有以语句表述的指标值", "no value is a phrase")
    for indicator in texts:
        value = indicator.value
        if value.is_degree or value.has_digits or indicator.repetition is not None:
            continue
        is_wish = any(aim in value.text[:-2] for aim in _AIMS)
        if is_wish or value.text.endswith(_RESPECTS) or mentions(value.text, _OF_SENTENCES):
            yield Fault(
                indicator.at.get("value"),
                quote=value.text,
                name=indicator.name,
                value=value.text,
            )
