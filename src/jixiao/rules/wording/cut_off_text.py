"""DOC10 cut-off-text (文字被截断)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.disclosure import Disclosure
from jixiao.model.finding import Message, Severity
from jixiao.model.wording import Occurrence
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

# Words after which a text goes on, and the words that only end alike.
_OPEN_ENDS = (
    *(
        "以及",
        "并且",
        "按照",
        "对于",
        "关于",
        "其中",
        "包括",
        "例如",
        "不低于",
        "不少于",
        "不超过",
        "不高于",
    ),
    *("达到或", "，", "、", "和", "与", "及", "并"),
)
_WHOLE = (
    *(
        "总和",
        "温和",
        "缓和",
        "调和",
        "饱和",
        "平和",
        "共和",
        "柔和",
        "融和",
        "中和",
        "亲和",
        "代和",
    ),
    *("参与", "给与", "赠与", "授与", "合并", "兼并", "归并", "吞并"),
    *("普及", "涉及", "惠及", "波及", "触及", "提及", "顾及", "遍及", "推及", "来得及", "埃及"),
)


@rule(
    code="DOC10",
    name="cut-off-text",
    title=Message("文字被截断", "a text that is cut off"),
    severity=Severity.WARNING,
    basis=("caiyu-2015-88#review-clarity", "zhengfu-xinxi-gongkai-tiaoli#6"),
    message=Message(
        "“{context}”以“{end}”结尾，话没有说完；请核对是否被截断",
        "“{context}” ends in “{end}” and goes on nowhere; please check whether it was cut off",
    ),
    since="0.1",
)
def cut_off_text(disclosure: Disclosure, norms: Norms) -> Iterator[Verdict]:
    """No name, value or objective ends in a word that something must follow (以及, 不低于, 和).

    An objective that ends in a comma is DOC05's.
    """
    wording = disclosure.wording
    for text in wording.places:
        if not text.endswith(_OPEN_ENDS) or text.endswith(_WHOLE):
            continue
        end = next(e for e in _OPEN_ENDS if text.endswith(e))
        for passage in wording.places[text]:
            target = passage.target
            is_objective = target is not None and text == target.annual_objective
            if target is not None and not (is_objective and end in "，、"):
                found = Occurrence(passage, len(text) - len(end), len(text))
                yield found.fault(context=found.surroundings, end=end)
