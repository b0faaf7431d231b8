"""VAL01 ungraded-value (定性值未分档)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import Kind
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

_ANSWERS = ("是", "否")  # an answer is met or not met; there is nothing to grade
_IN_GENERAL = Message(
    "优先改写成数量、比例或日期；确需定性的，写明优、良、中、差各档的标准（填写标准）"
    "和查验材料（填写材料名称）",
    "a number, a share or a date where possible; otherwise the standard of each level "
    "(fill in) for excellent, good, fair and poor, and the record that proves it (fill in)",
)
# What each level asks for, by class of indicator; every figure is left for the unit to fill in.
_LEVELS: dict[Kind | None, Message] = {
    Kind.QUANTITY: Message(
        "写成“≥（填写数量）（填写单位）”；以等次为目标的，写明评定单位和文件："
        "优——列（填写名次）以内，良——列（填写名次）以内，中——达到合格等次，差——没有等次",
        "write “≥ (number) (unit)”; where a rank is meant, name who grades and by which document: "
        "excellent — within place (fill in), good — within place (fill in), fair — passed, "
        "poor — not ranked",
    ),
    Kind.QUALITY: Message(
        "以验收单、检查记录为证分档：优——全部合格且无整改，良——全部合格，整改不超过（填写数量）项，"
        "中——整改后合格，差——仍有不合格项",
        "levels proved by acceptance or inspection records: excellent — all pass, nothing to mend; "
        "good — all pass, at most (fill in) to mend; fair — pass after mending; "
        "poor — something still fails",
    ),
    Kind.TIMELINESS: Message(
        "写成期限，如“（填写月日）前完成”；分档的以签收单日期为证：优——提前（填写天数）天以上，"
        "良——期限内，中——逾期（填写天数）天以内，差——逾期更久或者未完成",
        "write a deadline, as “before (month, day)”; levels proved by the dates of receipts: "
        "excellent — (fill in) days early, good — in time, fair — at most (fill in) days late, "
        "poor — later or not done",
    ),
    Kind.ECONOMIC: Message(
        "以统计或财务数据为证分档：优——（填写统计口径）比上年增长（填写幅度）%以上，良——有增长，"
        "中——与上年持平，差——低于上年",
        "levels proved by statistics or accounts: excellent — (measure) up (fill in) % or more on "
        "last year, good — up, fair — level, poor — below last year",
    ),
    Kind.SOCIAL: Message(
        "以业务台账、第三方评估报告为证分档：优——（填写受益人数、办结件数等）达到（填写数量）以上，"
        "良——达到其（填写比例）%，中——达到其（填写比例）%，差——低于中档",
        "levels proved by registers or a third-party report: excellent — (people served, cases "
        "closed) at least (fill in), good — (fill in) % of that, fair — (fill in) %, poor — less",
    ),
    Kind.ECOLOGICAL: Message(
        "以监测数据为证分档：优——（填写能耗、排放等口径）比上年改善（填写幅度）%以上，良——有改善，"
        "中——持平，差——变差；与生态无关的，写“本项目不适用此指标”，值写“无”",
        "levels proved by monitoring data: excellent — (energy, emission) better by (fill in) % or "
        "more, good — better, fair — level, poor — worse; where nothing ecological is touched, say "
        "that the indicator does not apply",
    ),
    Kind.SUSTAINABILITY: Message(
        "以制度文件、合同、运行记录为证分档：优——制度、人员、经费均已落实并运行（填写年数）年以上，"
        "良——均已落实，中——已有方案未落实，差——没有安排",
        "levels proved by rules, contracts and running records: excellent — rules, staff and money "
        "in place and running for (fill in) years, good — in place, fair — planned, poor — nothing",
    ),
    Kind.SATISFACTION: Message(
        "写成“≥（填写比例）%”，并注明问卷对象和份数（填写份数）",
        "write “≥ (fill in) %”, with the people asked and the number of questionnaires (fill in)",
    ),
}


@rule(
    code="VAL01",
    name="ungraded-value",
    title=Message("定性值未分档", "qualitative value without levels"),
    severity=Severity.WARNING,
    basis=(
        "difang-mubiao-guanli#graded-tiers",
        "caiyu-2015-88#13",
        "pingtai-shijian#clarity-measurable",
    ),
    message=Message(
        "指标“{name}”的值“{value}”是定性用语，没有写明分档标准，完成与否无法判断；请量化，或者分档并写明依据",
        "the value “{value}” of “{name}” is a word of degree or state without levels, so nobody "
        "can say whether it is met; please give a number, or levels with their evidence",
    ),
    since="0.1",
    suggestion=_IN_GENERAL,
)
def ungraded_value(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """A value in words (定性) says what each level (优良中差) asks for, or is put in numbers."""
    if not target.degree_indicators:
        yield NotApplicable("没有定性指标值", "no value is a word of degree or state")
    for indicator in target.degree_indicators:
        if indicator.value.text not in _ANSWERS and not indicator.states_levels:
            yield Fault(
                indicator.at.get("value"),
                quote=indicator.value.text,
                suggestion=_LEVELS.get(indicator.kind, _IN_GENERAL),
                name=indicator.name,
                value=indicator.value.text,
            )
