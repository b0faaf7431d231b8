"""VAL06 percentage-anomaly (百分数异常)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.money import plain
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import mentions, words
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

# Shares of a whole of which more is better; rates of growth and of failure are not among them.
_SHARES = frozenset(
    {"合格率", "通过率", "达标率", "覆盖率", "到位率", "出勤率", "及时率", "准时率", "按时率"}
    | {"准确率", "合规率", "正常率", "完好率", "优良率", "优秀率", "利用率", "使用率", "参与率"}
    | {"参训率", "知晓率", "落实率", "办结率", "响应率", "回复率", "兑现率", "发放率", "支付率"}
    | {"保障率", "普及率", "入学率", "验收率", "接通率", "可用率", "规范率", "在线率", "完整率"}
    | {"成活率", "就业率", "解决率", "处置率", "处理率", "有效率", "整改率", "在岗率", "巩固率"}
    | {"履约率", "入住率", "上线率", "开通率", "收集率", "检出率", "救治率", "接种率", "毕业率"}
)
# Of these a number below 1 is no share that lost its sign: few are wanted, or they are no shares.
_LOW = words(
    "差错 错误 失误 事故 故障 投诉 失业 流失 辍学 病 死亡 受害 成灾 违规 违约 破损 漏损 丢失 逾期 "
    "不良 增长 下降 减少 降低 提高 提升 增幅 降幅 汇率 利率 费率 税率 频率 功率 分辨率 容积 倍率 "
    "曲率 心率 密度 出生 离婚 发案 犯罪 案 致残 伤亡 滴漏 返修 退货 空置 误 瓦斯"
)
# These may lie above 100 (work beyond the plan), or are VAL08's where they do (satisfaction).
_OPEN_SHARES = _SHARES | {"完成率", "达成率", "执行率", "满意度", "满意率"}
_NEGATIONS = frozenset("不未非")
_SPELLED = ("百分比", "百分率")
_SPELLED_OUT = Message("把单位写成了文字，宜写作“%”", "spells its unit out where % is usual")


@rule(
    code="VAL06",
    name="percentage-anomaly",
    title=Message("百分数异常", "percentage out of the ordinary"),
    severity=Severity.ERROR,
    basis=("zhibiao-mulu#rates", "chizhou-zipingbiao-2022#unit-word"),
    message=Message(
        "指标“{name}”的值“{value}”{problem_zh}；请核对",
        "the value “{value}” of “{name}” {problem_en}; please check",
    ),
    since="0.1",
    suggestion=Message(
        "比率写成“≥（填写比例）%”，填0至100之间的数，单位用“%”；要求全部达到的，写“100%”",
        "write a rate as “≥ (share) %”, a number from 0 to 100 with the sign %; “100%” where all "
        "of it is required",
    ),
)
def percentage_anomaly(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """A percentage (百分数) lies within its bounds and is written with the sign %."""
    rates = [
        (i, i.value.number)
        for i in target.stated_indicators
        if i.value.number is not None and i.value.unit in ("%", None)
    ]
    if not rates:
        yield NotApplicable("没有以百分数表示的指标值", "no value is a percentage")
    for indicator, number in rates:
        text = indicator.value.text
        name = indicator.name.rstrip("（）()%％ ")
        problem = _problem(name, number)
        if problem is None and indicator.value.unit is None and 0 < number < 1:
            problem = _fraction(name, number)
        if problem or text.endswith(_SPELLED):
            shown = problem or _SPELLED_OUT
            yield Fault(
                indicator.at.get("value"),
                quote=text,
                severity=Severity.ERROR if problem else Severity.WARNING,
                name=indicator.name,
                value=text,
                problem_zh=shown.zh,
                problem_en=shown.en,
            )


def _fraction(name: str, number: Decimal) -> Message | None:
    """A share written as a fraction (0.95) that has no sign %: one of which more is wanted."""
    if not name.endswith(("率", "比例", "占比")) or mentions(name, _LOW):
        return None
    whole = plain(number * 100)
    return Message(
        f"是小数，没有百分号，疑为{whole}%", f"is a fraction without %, perhaps {whole}% is meant"
    )


def _problem(name: str, number: Decimal) -> Message | None:
    if name[-4:-3] in _NEGATIONS:
        return None
    if number <= 1 and name[-3:] in _OPEN_SHARES:
        return Message(
            f"按字面只有{plain(number)}%，低得反常，疑为数值或者单位有误",
            f"reads as {plain(number)}%, oddly low; number or unit may be wrong",
        )
    if number > 100 and name[-3:] in _SHARES:
        return Message("超过100%，而部分不会多于全部", "exceeds 100%, more than the whole")
    return None
