"""VAL16 unit-does-not-fit (单位与名称不合)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import COUNT_UNITS, words
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

# What a name ends in, and the kinds of units that count it; 个 and 项 count most things.
_FITTING = {
    "人数": "person", "人员数": "person", "人员数量": "person", "人次": "person",
    "次数": "occasion", "场次": "occasion", "批次": "occasion", "班次": "occasion",
    "户数": "body", "家数": "body", "篇数": "document", "份数": "document", "册数": "document",
    "台数": "object", "套数": "object", "辆数": "object",
}  # fmt: skip
_ENDINGS = tuple(_FITTING)
# What a name that ends so is measured in, by the kind of measure.
_MEASURED = {
    "年限": "time", "期限": "time", "质保期": "time", "服务期": "time", "有效期": "time",
    "天数": "time", "时长": "time", "面积": "area", "长度": "length", "里程": "length",
    "重量": "weight", "吨数": "weight",
}  # fmt: skip
_MEASURE_UNITS: dict[str | None, str] = {
    unit: kind
    for kind, units in (
        ("time", "年 个月 月 天 日 小时 分钟 工作日 个工作日 季度 周"),
        ("area", "平方米 平方公里 亩 公顷"),
        ("length", "米 延米 公里 千米"),
        ("weight", "吨 公斤 千克 斤 克"),
    )
    for unit in words(units)
}
_MEASURES = ("面积", "长度", "里程", "重量", "金额", "天数", "时长", "比例", "率")
_OTHER_RATES = ("效率", "频率", "倍率", "速率", "功率", "分辨率")
_UNITS = COUNT_UNITS.keys() | _MEASURE_UNITS.keys()
_ANYTHING = frozenset(words("个 项 件 批 批次 班次 人次"))


@rule(
    code="VAL16",
    name="unit-does-not-fit",
    title=Message("单位与名称不合", "a unit that does not fit the name"),
    severity=Severity.ERROR,
    basis=("zhibiao-mulu#count-units", "zhibiao-mulu#rates"),
    message=Message(
        "指标“{name}”的值“{value}”以“{unit}”为单位，与名称不合；请核对名称、数值和单位",
        "the value “{value}” of “{name}” is in “{unit}”, which does not fit the name; please check "
        "name, number and unit",
    ),
    since="0.1",
)
def unit_does_not_fit(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """What is named is counted in its own units: 人数 in 人, 次数 in 次, a rate in none of them."""
    counted = [i for i in target.indicators if i.value.counting_unit in _UNITS]
    if not counted:
        yield NotApplicable("没有以计数单位表示的指标值", "no value is counted in units")
    for indicator in counted:
        name = indicator.name.replace("（", "(").partition("(")[0]
        unit = indicator.value.counting_unit
        if unit in _ANYTHING:
            continue
        if unit in _MEASURE_UNITS:
            kinds = {kind for ending, kind in _MEASURED.items() if name.endswith(ending)}
            is_wrong = bool(kinds) and _MEASURE_UNITS[unit] not in kinds
        elif name.endswith(_ENDINGS):
            ending = next(e for e in _ENDINGS if name.endswith(e))
            is_wrong = COUNT_UNITS[unit] != _FITTING[ending]
        else:
            is_wrong = name.endswith(_MEASURES) and not name.endswith(_OTHER_RATES)
        if is_wrong:
            yield Fault(
                indicator.at.get("value"),
                quote=indicator.value.text,
                name=indicator.name,
                value=indicator.value.text,
                unit=unit,
            )
