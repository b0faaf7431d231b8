"""The sentences of a report (绩效报告): each is made of values and holds one of them.

A sentence names a project or an indicator or holds a number. What only a person can write is
marked 〔待填写：…〕.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from jixiao.model.evaluation import EvaluatedIndicator, ExecutionRow, Points, ScoredRow, ScoreSheet
from jixiao.model.finding import Message
from jixiao.model.money import Money, MoneyUnit, plain
from jixiao.model.monitoring import Monitored
from jixiao.writers.report_figures import (
    Figures,
    distance_of,
    execution_rate,
    is_reverse,
    mean,
    per_cent,
    percentage,
)
from jixiao.writers.self_evaluation_layout import target_text, whole_weight


def to_fill(zh: str, en: str) -> Message:
    """The mark for what a person must write."""
    return Message(f"〔待填写：{zh}〕", f"〔to be filled in: {en}〕")


def same(text: str) -> Message:
    """A text that is the same in both languages."""
    return Message(text, text)


def given_or(text: str, zh: str, en: str) -> Message:
    """``text``, or the mark that it is to be filled in."""
    return same(text.strip()) if text.strip() else to_fill(zh, en)


def quoted(text: str) -> str:
    """A name between quotation marks; those within it become single ones: “‘放管服’改革”."""
    inner = text.replace("“", "‘").replace("”", "’") if "“" in text or "”" in text else text
    return f"“{inner}”"


def named(names: Iterable[str]) -> Message:
    """Names one after the other: “甲”、“乙”."""
    all_names = [quoted(name) for name in names]
    return Message("、".join(all_names), ", ".join(all_names))


def name_of(row: ScoredRow | EvaluatedIndicator) -> str:
    """The indicator's name; its level 2 where it has none."""
    indicator = row.row.indicator if isinstance(row, ScoredRow) else row.indicator
    return indicator.name.strip() or indicator.level2 or indicator.level1 or "—"


def embedded(message: Message) -> Message:
    """A sentence made part of another: without the stop at its end."""
    return Message(message.zh.rstrip(_STOPS), message.en.rstrip(_STOPS))


def _amount(amount: Decimal | None, unit: MoneyUnit | None, zh: str, en: str) -> Message:
    if amount is None:
        return to_fill(zh, en)
    if unit is None:
        mark = to_fill("金额单位", "unit of money")
        return Message(f"{plain(amount)}{mark.zh}", f"{plain(amount)} {mark.en}")
    return same(str(Money(amount, unit)))


_STOPS = "。. \n"


def _things(count: int, word: str) -> str:
    """``1 project``, ``2 projects``."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


# ── what the projects are ─────────────────────────────────────────────────────────────────────


def about_project(sheet: ScoreSheet, fiscal_year: int) -> Message:
    """Who carries the project out in the year."""
    e = sheet.evaluation
    unit = given_or(e.implementing_unit, "实施单位", "implementing unit")
    department = given_or(e.department, "主管部门", "department in charge")
    return Message(
        f"{quoted(e.title)}{fiscal_year}年度由{unit.zh}实施，主管部门为{department.zh}。",
        f"{quoted(e.title)} is carried out in {fiscal_year} by {unit.en}; the department "
        f"in charge is "
        f"{department.en}.",
    )


def about_projects(sheets: Sequence[ScoreSheet], fiscal_year: int, *, is_self: bool) -> Message:
    """How many projects the report is about."""
    kind_zh = "自评" if is_self else "评价"
    kind_en = "Self-evaluated" if is_self else "Evaluated"
    return Message(
        f"{fiscal_year}年度纳入本次{kind_zh}的项目共{len(sheets)}个。",
        f"{kind_en} here: {_things(len(sheets), 'project')} of {fiscal_year}.",
    )


def about_funds(sheet: ScoreSheet, row: ExecutionRow | None, fiscal_year: int) -> Message:
    """What was budgeted at first and for the year."""
    row, unit = row or ExecutionRow(""), sheet.evaluation.unit
    initial = _amount(row.initial, unit, "年初预算数", "initial budget")
    adjusted = _amount(row.adjusted, unit, "全年预算数", "adjusted budget")
    zh = f"{fiscal_year}年度年初预算数{initial.zh}，全年预算数{adjusted.zh}"
    en = f"The initial budget of {fiscal_year} is {initial.en}, the adjusted budget {adjusted.en}"
    if row.initial is not None and row.adjusted is not None:
        change = row.adjusted - row.initial
        money = _amount(abs(change), unit, "金额", "amount")
        if change:
            zh += f"，年中{'调增' if change > 0 else '调减'}{money.zh}"
            en += f", {'raised' if change > 0 else 'cut'} by {money.en} within the year"
        else:
            zh += "，年中未作调整"
            en += ", with no change within the year"
    return Message(f"{zh}。", f"{en}.")


def about_objective(sheet: ScoreSheet, fiscal_year: int) -> Message:
    """The objective as the form states it."""
    text = embedded(given_or(sheet.evaluation.objective, "年度绩效目标", "annual objective"))
    return Message(
        f"{fiscal_year}年度绩效目标（表列原文）：{text.zh}。",
        f"The objective of {fiscal_year}, as the form states it: {text.en}.",
    )


def about_achievement(sheet: ScoreSheet, fiscal_year: int) -> Message:
    """What was achieved as the form states it."""
    text = embedded(
        given_or(sheet.evaluation.achieved, "年度总体目标实际完成情况", "what was achieved")
    )
    return Message(
        f"{fiscal_year}年度总体目标实际完成情况（表列原文）：{text.zh}。",
        f"What was achieved in {fiscal_year}, as the form states it: {text.en}.",
    )


def about_indicators(classes: Sequence[Figures]) -> Message:
    """How many indicators count, by class."""
    count = sum(len(figures.rows) for figures in classes)
    zh = "、".join(f"{f.label.zh}{len(f.rows)}个" for f in classes)
    en = ", ".join(f"{len(f.rows)} of {f.label.en}" for f in classes)
    return Message(
        f"参与计分的绩效指标共{count}个" + (f"：{zh}。" if zh else "。"),
        f"Indicators that count: {count}" + (f" ({en})." if en else "."),
    )


# ── how they were evaluated ───────────────────────────────────────────────────────────────────


def about_execution_weight(sheet: ScoreSheet) -> Message:
    """How the total is made up."""
    own, whole = plain(sheet.execution.weight), plain(whole_weight(sheet))
    rows = plain(whole_weight(sheet) - sheet.execution.weight)
    return Message(
        f"{quoted(sheet.evaluation.title)}总分值{whole}分，其中预算执行率{own}分，绩效指标{rows}分。",
        f"{quoted(sheet.evaluation.title)} has {whole} points in all, {own} for budget "
        f"execution and "
        f"{rows} for the indicators.",
    )


def about_method(method: Figures, *, with_names: bool) -> Message:
    """Which rows were scored by one method."""
    names = named(map(name_of, method.rows)) if with_names else Message("", "")
    count, weight, points = len(method.rows), plain(method.weight), plain(method.points)
    return Message(
        f"按{quoted(method.label.zh)}方法计分的指标{count}个，分值{weight}分，得{points}分"
        + (f"：{names.zh}。" if with_names else "。"),
        f"Scored by {quoted(method.label.en)}: {_things(count, 'indicator')}, {points} "
        f"of {weight} points" + (f" ({names.en})." if with_names else "."),
    )


def about_unscored(sheet: ScoreSheet, rows: Sequence[ScoredRow]) -> Message:
    """Which rows could not be scored."""
    names = named(map(name_of, rows))
    weight = plain(sum((row.points.weight for row in rows), Decimal(0)))
    return Message(
        f"{quoted(sheet.evaluation.title)}未能计分的指标{len(rows)}个，分值{weight}分：{names.zh}。",
        f"{quoted(sheet.evaluation.title)} has {_things(len(rows), 'indicator')} of "
        f"{weight} points "
        f"not scored: {names.en}.",
    )


def about_inapplicable(sheet: ScoreSheet, rows: Sequence[ScoredRow]) -> Message:
    """Which rows take no part, and by whose decision."""
    names = named(map(name_of, rows))
    said = [row.row.set_aside for row in rows if row.row.set_aside is not None]
    why_zh = f"（{'；'.join(message.zh for message in said)}）" if said else ""
    why_en = f" ({'; '.join(message.en for message in said)})" if said else ""
    return Message(
        f"{quoted(sheet.evaluation.title)}不适用、不参与计分的指标{len(rows)}个：{names.zh}{why_zh}。",
        f"{quoted(sheet.evaluation.title)} has {_things(len(rows), 'indicator')} not applicable: "
        f"{names.en}{why_en}.",
    )


def about_proofs(proved: int, unproved: int) -> Message:
    """For how many actual values the sheets say where they come from."""
    if not unproved:
        return Message(
            f"{proved}个指标的实际完成值均列明出处，见附件。",
            f"The source of the actual value is stated for {_things(proved, 'indicator')}: see "
            "annex.",
        )
    mark = to_fill("佐证材料", "evidence")
    return Message(
        f"实际完成值列明出处的指标{proved}个，未列明出处的{unproved}个：{mark.zh}。",
        f"The source of the actual value is stated for {_things(proved, 'indicator')} and missing "
        f"for {unproved}: {mark.en}.",
    )


def about_evaluators(count: int, *, is_self: bool) -> Message:
    """Who evaluated the projects is for a person to write."""
    if is_self:
        mark = to_fill("组织单位、参加人员和起止时间", "who carried it out, and when")
        return Message(
            f"本次自评涉及项目{count}个，组织实施情况：{mark.zh}。",
            f"The self-evaluation of {_things(count, 'project')} was carried out by: {mark.en}.",
        )
    mark = to_fill("评价机构、评价人员和现场核查情况", "evaluators and visits on site")
    return Message(
        f"本次评价涉及项目{count}个，组织实施情况：{mark.zh}。",
        f"The evaluation of {_things(count, 'project')} was carried out by: {mark.en}.",
    )


# ── what came of them ─────────────────────────────────────────────────────────────────────────


def about_total(sheet: ScoreSheet) -> Message:
    """The total and the grade, or what is still open."""
    title, whole = sheet.evaluation.title, plain(whole_weight(sheet))
    if sheet.total is None:
        reached, rest = plain(sheet.reached), plain(sheet.open_weight)
        return Message(
            f"{quoted(title)}已计分部分得{reached}分，另有{rest}分未能计分（总分值{whole}分），"
            "补齐后方可确定总分和等级。",
            f"{quoted(title)} has {reached} points so far; {rest} of {whole} could not "
            f"be scored, so "
            "that there is no total and no grade yet.",
        )
    grade = to_fill("等级", "grade") if sheet.grade is None else sheet.grade
    return Message(
        f"{quoted(title)}综合得分{plain(sheet.total)}分（总分值{whole}分），评价等级为{grade.zh}。",
        f"{quoted(title)} has {plain(sheet.total)} of {whole} points; its grade is {grade.en}.",
    )


def about_stated_total(sheet: ScoreSheet) -> Message | None:
    """The total a form states beside the one worked out again, where they differ."""
    stated = sheet.evaluation.total
    if stated is None or sheet.total is None or stated == sheet.total:
        return None
    off = plain(abs(stated - sheet.total))
    return Message(
        f"表列总分{plain(stated)}分，按评分办法复算为{plain(sheet.total)}分，相差{off}分。",
        f"The form states {plain(stated)} points; worked out again it is {plain(sheet.total)}, "
        f"a difference of {off}.",
    )


def about_grades(sheets: Sequence[ScoreSheet]) -> Message:
    """How many projects have each grade."""
    counts: dict[Message, int] = {}
    for sheet in sheets:
        if sheet.total is not None and sheet.grade is not None:
            counts[sheet.grade] = counts.get(sheet.grade, 0) + 1
    zh = [f"{grade.zh}{count}个" for grade, count in counts.items()]
    en = [f"{count} {grade.en}" for grade, count in counts.items()]
    left = len(sheets) - sum(counts.values())
    if left:
        zh.append(f"未定等级{left}个")
        en.append(f"{left} without a grade yet")
    return Message(
        f"{len(sheets)}个项目的评价等级：{'、'.join(zh)}。",
        f"Grades ({_things(len(sheets), 'project')}): {', '.join(en)}.",
    )


def about_totals(totals: Sequence[Decimal]) -> Message:
    """The highest, the lowest and the mean total."""
    average = plain(mean(sum(totals, Decimal(0)), len(totals)))
    high, low = plain(max(totals)), plain(min(totals))
    return Message(
        f"有总分的项目{len(totals)}个，平均{average}分，最高{high}分，最低{low}分。",
        f"{_things(len(totals), 'project')} with a total: {average} points on average, {high} at "
        f"most, {low} at least.",
    )


def about_class(figures: Figures) -> Message:
    """The points of one class."""
    f = figures
    rate = percentage(f.rate)
    parts_zh, parts_en = [], []
    if f.full:
        parts_zh.append(f"得满分{f.full}个")
        parts_en.append(f"full points: {f.full}")
    if f.short:
        parts_zh.append(f"未得满分{f.short}个")
        parts_en.append(f"less: {f.short}")
    if f.open:
        parts_zh.append(f"未能计分{f.open}个（分值{plain(f.open_weight)}分）")
        parts_en.append(f"not scored: {f.open} ({plain(f.open_weight)} points)")
    part_zh, part_en = ("已计分部分", " of what was scored") if f.open else ("", "")
    rate_zh = f"，{part_zh}得分率{rate}" if f.rate is not None else ""
    rate_en = f" ({rate}{part_en})" if f.rate is not None else ""
    if f.is_open:
        return Message(
            f"{f.label.zh}{len(f.rows)}个，分值{plain(f.weight)}分，均未能计分。",
            f"{_things(len(f.rows), 'indicator')} of {f.label.en}, {plain(f.weight)} points: none "
            "could be scored.",
        )
    return Message(
        f"{f.label.zh}{len(f.rows)}个，分值{plain(f.weight)}分，得{plain(f.points)}分{rate_zh}；"
        f"其中{'，'.join(parts_zh)}。",
        f"{_things(len(f.rows), 'indicator')} of {f.label.en}: {plain(f.points)} of "
        f"{plain(f.weight)} points{rate_en}; {', '.join(parts_en)}.",
    )


# ── the budget ────────────────────────────────────────────────────────────────────────────────


def about_spending(sheet: ScoreSheet, row: ExecutionRow | None) -> Message:
    """What was spent of the budget."""
    row, unit = row or ExecutionRow(""), sheet.evaluation.unit
    adjusted = _amount(row.adjusted, unit, "全年预算数", "adjusted budget")
    paid = _amount(row.paid, unit, "全年执行数", "amount paid")
    title, rate = sheet.evaluation.title, execution_rate(row)
    zh = f"{quoted(title)}全年预算数{adjusted.zh}，全年执行数{paid.zh}"
    en = f"{quoted(title)} has a budget of {adjusted.en} and paid {paid.en}"
    if rate is not None:
        zh += f"，预算执行率{percentage(rate)}"
        en += f", {percentage(rate)} of it"
    if row.adjusted is not None and row.paid is not None and row.adjusted != row.paid:
        money = _amount(abs(row.adjusted - row.paid), unit, "金额", "amount")
        is_left = row.adjusted > row.paid
        zh += f"，{'未执行' if is_left else '超出预算'}{money.zh}"
        en += f", {money.en} {'left' if is_left else 'above the budget'}"
    return Message(f"{zh}。", f"{en}.")


def about_execution_points(sheet: ScoreSheet) -> Message:
    """The points of the execution rate with their working."""
    own, working = sheet.execution, embedded(sheet.execution.working)
    if own.points is None:
        return Message(
            f"预算执行率（分值{plain(own.weight)}分）没有得分：{working.zh}。",
            f"The budget execution ({plain(own.weight)} points) could not be scored: {working.en}.",
        )
    return Message(
        f"预算执行率分值{plain(own.weight)}分，得{plain(own.points)}分：{working.zh}。",
        f"The budget execution has {plain(own.points)} of {plain(own.weight)} points: "
        f"{working.en}.",
    )


def about_sums(
    adjusted: Decimal, paid: Decimal, count: int, left_out: int, unit: MoneyUnit
) -> Message:
    """The funds of several projects together."""
    rate = percentage(per_cent(paid, adjusted))
    zh = f"{count}个项目全年预算数合计{Money(adjusted, unit)}，全年执行数合计{Money(paid, unit)}"
    en = f"Budget of {_things(count, 'project')}: {Money(adjusted, unit)}, paid {Money(paid, unit)}"
    if rate != "—":
        zh, en = f"{zh}，总体执行率{rate}", f"{en}, {rate} of it"
    if left_out:
        zh += f"；另有{left_out}个项目预算数或执行数未填，未计入"
        en += f"; {left_out} more lack one of the two and are not in these sums"
    return Message(f"{zh}。", f"{en}.")


# ── deviations ────────────────────────────────────────────────────────────────────────────────


def about_shortfall(row: ScoredRow) -> Message:
    """A row without full points: target, actual value, what is lacking, why."""
    indicator, actual, own = row.row.indicator, row.row.actual, row.points
    asked = given_or(target_text(indicator.value), "指标值", "target")
    done = given_or(actual.text, "实际完成值", "actual value")
    lost = plain(own.weight - (own.points or Decimal(0)))
    got = plain(own.points or Decimal(0))
    gap_zh, gap_en = _gap(row)
    reason = embedded(
        given_or(row.row.reason, "偏差原因及改进措施", "reason of the deviation, and measures")
    )
    return Message(
        f"{quoted(name_of(row))}指标值{asked.zh}，实际完成{done.zh}{gap_zh}；分值{plain(own.weight)}分，"
        f"得{got}分，失{lost}分；原因及措施：{reason.zh}。",
        f"{quoted(name_of(row))}: target {asked.en}, actual {done.en}{gap_en}; {got} of "
        f"{plain(own.weight)} points, {lost} lost; reason and measures: {reason.en}.",
    )


def _gap(row: ScoredRow) -> tuple[str, str]:
    distance = distance_of(row.row)
    if distance is None or not distance.amount or distance.is_above is not is_reverse(row.row):
        return "", ""
    if distance.unit in ("%", "％"):
        zh, en = ("超出", "above") if distance.is_above else ("少", "short")
        points = plain(distance.amount)
        return f"，{zh}{points}个百分点", f", {points} percentage points {en}"
    amount = f"{plain(distance.amount)}{distance.unit}"
    share = "" if distance.share is None else percentage(distance.share)
    zh_share, en_share = (f"（指标值的{share}）", f" ({share})") if share else ("", "")
    if distance.is_above:
        return f"，超出{amount}{zh_share}", f", {amount}{en_share} above"
    return f"，少{amount}{zh_share}", f", {amount}{en_share} short"


def about_over_achievement(row: ScoredRow, share: Decimal, ratio: Decimal) -> Message:
    """A row far above its target."""
    asked, done = target_text(row.row.indicator.value), row.row.actual.text.strip()
    reason = embedded(given_or(row.row.reason, "超额完成原因", "reason of the excess"))
    return Message(
        f"{quoted(name_of(row))}指标值{asked}，实际完成{done}，为指标值的{percentage(share)}，"
        f"达到{plain(ratio)}倍以上；原因：{reason.zh}。",
        f"{quoted(name_of(row))}: target {asked}, actual {done}, {percentage(share)} of "
        f"the target and "
        f"so {plain(ratio)} times or more; reason: {reason.en}.",
    )


def about_open_row(row: ScoredRow) -> Message:
    """A row that could not be scored, and what is missing."""
    working, weight = embedded(row.points.working), plain(row.points.weight)
    mark = Message("", "")
    if row.row.actual.is_blank:
        blank = to_fill("实际完成值", "actual value")
        mark = Message(f"；{blank.zh}", f"; {blank.en}")
    return Message(
        f"{quoted(name_of(row))}（分值{weight}分）没有得分：{working.zh}{mark.zh}。",
        f"{quoted(name_of(row))} ({weight} points) has no points: {working.en}{mark.en}.",
    )


def about_low_execution(rate: Decimal, bound: Decimal, own: Points, stated: str = "") -> Message:
    """A rate of execution below what asks for a reason."""
    reason = embedded(given_or(stated, "执行率偏低的原因", "reason of the low rate"))
    lost = "" if own.points is None else plain(own.weight - own.points)
    lost_zh, lost_en = (f"，失{lost}分", f", {lost} points lost") if lost else ("", "")
    return Message(
        f"预算执行率{percentage(rate)}，低于{percentage(bound)}{lost_zh}；原因：{reason.zh}。",
        f"The budget execution is {percentage(rate)}, below {percentage(bound)}{lost_en}; reason: "
        f"{reason.en}.",
    )


def about_lost_execution(rate: Decimal, own: Points) -> Message:
    """Points lost by the rate of execution, where no reason need be given."""
    lost = plain(own.weight - (own.points or Decimal(0)))
    return Message(
        f"预算执行率{percentage(rate)}，失{lost}分。",
        f"The budget execution is {percentage(rate)}, {lost} points lost.",
    )


def about_difference(title: str, difference: Message) -> Message:
    """A place where the form states something else."""
    inner = embedded(difference)
    return Message(f"{quoted(title)}：{inner.zh}。", f"{quoted(title)}: {inner.en}.")


def about_monitored(row: Monitored) -> Message:
    """A row the monitoring asks a reason for."""
    name = row.indicator.name if row.indicator is not None else ""
    working = embedded(row.working)
    said_zh = said_en = ""
    if row.reason.strip():
        reason = row.reason.strip().rstrip(_STOPS)
        said_zh, said_en = f"；原因及措施：{reason}", f"; reason and measures: {reason}"
    light_zh = f"为{row.light.zh}" if row.light is not None else "需说明原因"
    light_en = f"was {row.light.value}" if row.light is not None else "asked for a reason"
    pace = f"（进度{percentage(row.pace)}）" if row.pace is not None else ""
    pace_en = f" (pace {percentage(row.pace)})" if row.pace is not None else ""
    return Message(
        f"{quoted(name or '预算执行')}运行监控中{light_zh}{pace}：{working.zh}{said_zh}。",
        f"{quoted(name or 'budget execution')} {light_en} in the monitoring{pace_en}: "
        f"{working.en}{said_en}.",
    )


def about_no_deviation(sheet: ScoreSheet, count: int) -> Message:
    """Nothing fell short."""
    return Message(
        f"{quoted(sheet.evaluation.title)}参与计分的{count}个指标和预算执行率均得满分。",
        f"{quoted(sheet.evaluation.title)} has full points for "
        f"{_things(count, 'indicator')} and for "
        "budget execution.",
    )


# ── what follows ──────────────────────────────────────────────────────────────────────────────


def to_supply_values(rows: Sequence[ScoredRow]) -> Message:
    """Rows without points are to be supplied and scored again."""
    names, weight = named(map(name_of, rows)), sum((r.points.weight for r in rows), Decimal(0))
    return Message(
        f"补齐{names.zh}计分所缺资料，重新计算所涉{plain(weight)}分。",
        f"Supply what is missing to score {names.en} and work out the {plain(weight)} points.",
    )


def to_supply_reasons(rows: Sequence[ScoredRow]) -> Message:
    """Deviations without a reason are to be explained."""
    names = named(map(name_of, rows))
    return Message(
        f"补充{names.zh}共{len(rows)}个指标的偏差原因和改进措施。",
        f"State reason and measures for {_things(len(rows), 'indicator')}: {names.en}.",
    )


def to_improve(row: ScoredRow) -> Message:
    """A row that fell short, with the reason its sheet states, is to be followed up."""
    lost = plain(row.points.weight - (row.points.points or Decimal(0)))
    return Message(
        f"按已填写的改进措施跟踪{quoted(name_of(row))}（失{lost}分）。",
        f"Follow up {quoted(name_of(row))} ({lost} points lost) by the measures stated.",
    )


def to_review_targets(rows: Sequence[ScoredRow], ratio: Decimal) -> Message:
    """Targets passed by far are to be looked at again."""
    names = named(map(name_of, rows))
    return Message(
        f"编报下一年度绩效目标时，复核{names.zh}的指标值（实际完成达到指标值{plain(ratio)}倍以上）。",
        f"When the next targets are set, review those of {names.en} (the actual value was "
        f"{plain(ratio)} times the target or more).",
    )


def to_review_budget(rate: Decimal, bound: Decimal, left: Message) -> Message:
    """A budget not spent is to be looked at again."""
    return Message(
        f"编制下一年度预算时，核实未执行的{left.zh}（执行率{percentage(rate)}，低于"
        f"{percentage(bound)}）。",
        f"When the next budget is drawn up, check the {left.en} not spent ({percentage(rate)}, "
        f"below {percentage(bound)}).",
    )


def to_use_result(sheet: ScoreSheet) -> Message:
    """What follows from the result is for a person to decide."""
    title = sheet.evaluation.title
    mark = to_fill("结果应用意见", "decision")
    if sheet.total is None or sheet.grade is None:
        return Message(
            f"{quoted(title)}总分和等级确定后填写结果应用意见：{mark.zh}。",
            f"{quoted(title)}: once there is a total and a grade: {mark.en}.",
        )
    return Message(
        f"{quoted(title)}得{plain(sheet.total)}分，等级为{sheet.grade.zh}，结果应用：{mark.zh}。",
        f"{quoted(title)} has {plain(sheet.total)} points and the grade "
        f"{sheet.grade.en}; use of the "
        f"result: {mark.en}.",
    )


def left_over(row: ExecutionRow, unit: MoneyUnit | None) -> Message:
    """What was budgeted and not spent."""
    amount = None if row.adjusted is None or row.paid is None else row.adjusted - row.paid
    return _amount(amount, unit, "未执行数", "amount left")
