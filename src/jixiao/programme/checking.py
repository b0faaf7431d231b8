"""A programme folder checked: what does not fit together, and what is still to be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from jixiao.measures.load import evidence_files
from jixiao.measures.measure import Measure, check_sql
from jixiao.measures.query import queries, refuse_unanswered
from jixiao.model.exceptions import UserError
from jixiao.model.finding import Severity
from jixiao.model.indicator import Indicator
from jixiao.model.money import UNIT_WORDS, plain
from jixiao.model.value import Nature
from jixiao.programme.assessment_check import check_assessments
from jixiao.programme.decision_checks import check_decisions
from jixiao.programme.finding import ProgrammeFinding
from jixiao.programme.folder import TIERS, Programme, by_key, folded, indicator_key
from jixiao.programme.locking import changes, unlocked
from jixiao.programme.readings import readings_fit

# Words that name the same unit.
_SAME_UNITS = {"％": "%", "百分比": "%", "个月": "月", "人民币元": "元"}


def check(
    programme: Programme, *, is_known_unchanged: bool = False
) -> tuple[ProgrammeFinding, ...]:
    """What does not fit together, gravest first: coverage, units, results, SQL, hashes, budgets.

    ``is_known_unchanged``: its evidence was loaded just now, which refuses what was changed; no
    file is hashed again.
    """
    found = [
        *(() if is_known_unchanged else changes(programme)),
        *unlocked(programme),
        *_coverage(programme),
        *_measures(programme),
        *_registers(programme),
        *_rubrics_fit(programme),
        *_budgets_fit(programme),
        *check_decisions(programme),
        *check_assessments(programme),
        *readings_fit(programme),
    ]
    return tuple(sorted(found, key=lambda finding: finding.severity.rank))


def _coverage(programme: Programme) -> Iterator[ProgrammeFinding]:
    """Every indicator has a measure, a rubric or a reason; none is for an unknown indicator."""
    measured = by_key(programme.measures)
    graded = by_key(programme.rubrics)
    excused = by_key(programme.reasons)
    known: set[tuple[str, str, str]] = set()
    for target, indicator in programme.rows:
        key = indicator_key(target.title, indicator.name, indicator.level2)
        if key in known:
            yield ProgrammeFinding(
                Severity.ERROR,
                programme.record,
                f"“{target.title}”有两个{indicator.level2}“{indicator.name}”，无法区分。",
                f"“{target.title}” has two indicators “{indicator.name}” ({indicator.level2}), "
                "which cannot be told apart",
            )
        known.add(key)
        is_number = indicator.value.nature is Nature.QUANTITATIVE
        told_zh = f"“{target.title}”的{indicator.level2}“{indicator.name}”"
        told_en = f"“{indicator.name}” ({indicator.level2}) of “{target.title}”"
        if key not in measured and key not in graded and key not in excused:
            yield ProgrammeFinding(
                Severity.ERROR,
                programme.record,
                f"{told_zh}既没有测算方法、分档标准，也没有说明原因。",
                f"{told_en} has no measure, no rubric and no reason",
            )
        elif is_number and key in graded and key not in measured:
            yield ProgrammeFinding(
                Severity.WARNING,
                graded[key][0].file,
                f"{told_zh}是定量指标（{indicator.value.text}），却按分档评定。",
                f"{told_en} has a number ({indicator.value.text}) and yet is graded by tiers",
            )
    for kind_zh, kind_en, by in (
        ("测算方法", "measure", measured),
        ("分档标准", "rubric", graded),
        ("原因说明", "reason", excused),
    ):
        for key, several in by.items():
            first = several[0]
            file = getattr(first, "file", "reasons.toml")
            if key not in known:
                yield ProgrammeFinding(
                    Severity.ERROR,
                    file,
                    f"{kind_zh}所指的指标在目标里没有：“{first.project}”的{first.level2}“"
                    f"{first.indicator}”。",
                    f"the {kind_en} is for an unknown indicator: “{first.indicator}” "
                    f"({first.level2}) of “{first.project}”",
                )
            if len(several) > 1:
                yield ProgrammeFinding(
                    Severity.ERROR,
                    getattr(several[1], "file", "reasons.toml"),
                    f"“{first.project}”的“{first.indicator}”有{len(several)}个{kind_zh}，应只有一个。",
                    f"“{first.indicator}” of “{first.project}” has {len(several)} {kind_en}s",
                )


def _measures(programme: Programme) -> Iterator[ProgrammeFinding]:
    """The SQL reads only what it may; unit and result are those of the target."""
    indicators = programme.indicators
    for measure in programme.measures:
        try:
            check_sql(measure, programme.schemas)
        except UserError as error:
            yield ProgrammeFinding(Severity.ERROR, measure.file, error.zh, error.en)
        indicator = indicators.get(
            indicator_key(measure.project, measure.indicator, measure.level2)
        )
        if indicator is None:
            continue
        if measure.project not in programme.projects:
            yield ProgrammeFinding(
                Severity.ERROR,
                measure.file,
                f"项目“{measure.project}”的写法与目标表不完全一致，台账按名称筛选，请逐字照写。",
                f"the project “{measure.project}” is not spelt as in the targets; registers are "
                "filtered by its name, so copy it to the letter",
            )
        timeless = [
            name
            for name in measure.registers
            if name in programme.schemas and programme.schemas[name].time is None
        ]
        if (measure.period, measure.roll_up) == ("month", "sum") and len(timeless) == len(
            measure.registers
        ):
            yield ProgrammeFinding(
                Severity.ERROR,
                measure.file,
                f"台账{'、'.join(timeless)}不分月，逐月相加会重复计算；请写 period: year。",
                f"the registers {', '.join(timeless)} have no time, so that adding months would "
                "count them again and again; write period: year",
            )
        wanted, unit = indicator.value.unit, measure.unit
        if wanted is not None and _unit(wanted) != _unit(unit):
            yield ProgrammeFinding(
                Severity.ERROR,
                measure.file,
                f"单位不一致：测算为“{unit}”，目标为“{wanted}”（{indicator.value.text}）。",
                f"the unit is “{unit}”, that of the target “{wanted}” ({indicator.value.text})",
            )
        fitting = _fitting_results(indicator)
        if measure.result not in fitting:
            yield ProgrammeFinding(
                Severity.ERROR,
                measure.file,
                f"结果类型 {measure.result} 与目标“{indicator.value.text}”不符，"
                f"应为 {'、'.join(fitting)}。",
                f"the result {measure.result} does not fit the target “{indicator.value.text}”; "
                f"it should be {' or '.join(fitting)}",
            )
        comparator = indicator.value.comparator
        if comparator is not None and comparator.value[0] in "<>":
            wished = "up" if comparator.value[0] == ">" else "down"
            if measure.direction != wished:
                yield ProgrammeFinding(
                    Severity.ERROR,
                    measure.file,
                    f"direction 为 {measure.direction}，"
                    f"目标“{indicator.value.text}”应为 {wished}。",
                    f"the direction is {measure.direction}, for “{indicator.value.text}” it "
                    f"should be {wished}",
                )


_LENGTHS = frozenset({"年", "月", "周", "日", "天", "小时", "时", "分钟", "分", "秒", "工作日"})


def _fitting_results(indicator: Indicator) -> tuple[str, ...]:
    value = indicator.value
    if value.deadline is not None and value.number is None:
        return ("date",)
    unit = _unit(value.unit or "")
    if indicator.is_satisfaction or unit == "%":
        return ("proportion",) if indicator.is_satisfaction else ("proportion", "number")
    if unit in UNIT_WORDS:
        return ("money",)
    if unit in _LENGTHS:
        return ("duration", "number")
    if value.nature is not Nature.QUANTITATIVE:
        return ("number", "money", "proportion", "date", "duration")
    return ("number",)


def _unit(unit: str) -> str:
    return _SAME_UNITS.get(unit, unit)


def _registers(programme: Programme) -> Iterator[ProgrammeFinding]:
    """The registers that measures name have files; queries of databases have their snapshots."""
    try:
        present = {name for name, _ in evidence_files(programme.evidence, programme.schemas)}
        for _, query in queries(programme.evidence, programme.schemas):
            try:
                refuse_unanswered(programme.evidence, query)
            except UserError as error:
                yield ProgrammeFinding(Severity.ERROR, f"evidence/{query.file}", error.zh, error.en)
    except UserError as error:
        yield ProgrammeFinding(Severity.ERROR, "evidence", error.zh, error.en)
        return
    naming: dict[str, list[Measure]] = {}
    for measure in programme.measures:
        for register in measure.registers:
            if register in programme.schemas:
                naming.setdefault(register, []).append(measure)
    for register, measures in sorted(naming.items()):
        if register not in present:
            title = programme.schemas[register].title_zh
            few = "、".join(measure.indicator for measure in measures[:3])
            more = "等" if len(measures) > 3 else ""
            yield ProgrammeFinding(
                Severity.WARNING,
                f"evidence/{register}",
                f"台账“{title}”还没有文件，{len(measures)}个测算方法缺少依据（{few}{more}）。",
                f"the register has no file; {len(measures)} measures rest on it",
            )


def _rubrics_fit(programme: Programme) -> Iterator[ProgrammeFinding]:
    for rubric in programme.rubrics:
        missing = [tier for tier in TIERS if not dict(rubric.tiers).get(tier)]
        if missing:
            yield ProgrammeFinding(
                Severity.ERROR,
                rubric.file,
                f"“{rubric.indicator}”没有写{'、'.join(missing)}需要的佐证。",
                f"“{rubric.indicator}” does not say what {', '.join(missing)} demands",
            )
        has_query = bool(rubric.proposal.strip())
        if has_query and rubric.no_proposal:
            yield ProgrammeFinding(
                Severity.ERROR,
                rubric.file,
                f"“{rubric.indicator}”既有拟档查询，又写明没有数据可以拟档，应只留一个。",
                f"“{rubric.indicator}” has a proposing query and says that no data can propose; "
                "keep one of them",
            )
        elif not has_query and not rubric.no_proposal:
            yield ProgrammeFinding(
                Severity.INFO,
                rubric.file,
                f"“{rubric.indicator}”没有拟档查询，也没有写明为什么没有数据可以拟档（no_proposal）。",
                f"“{rubric.indicator}” has no proposing query and does not say why no data can "
                "speak to it (no_proposal)",
            )


def _budgets_fit(programme: Programme) -> Iterator[ProgrammeFinding]:
    file = "budget/approved.csv"
    known = {folded(title) for title in programme.projects}
    stated = {folded(budget.project) for budget in programme.budgets}
    for name in (*(b.project for b in programme.budgets),):
        if folded(name) not in known:
            yield ProgrammeFinding(
                Severity.ERROR,
                file,
                f"目标里没有项目“{name}”。",
                f"no project “{name}” in the targets",
            )
    counted = Counter(folded(budget.project) for budget in programme.budgets)
    for budget in {folded(b.project): b for b in programme.budgets}.values():
        if counted[folded(budget.project)] > 1:
            yield ProgrammeFinding(
                Severity.ERROR,
                file,
                f"“{budget.project}”有{counted[folded(budget.project)]}行预算数，应只有一行。",
                f"“{budget.project}” has {counted[folded(budget.project)]} lines, not one",
            )
    for budget in programme.budgets:
        if budget.adjusted is not None and budget.adjusted <= 0:
            yield ProgrammeFinding(
                Severity.ERROR if budget.adjusted < 0 else Severity.WARNING,
                file,
                f"“{budget.project}”全年预算数为{plain(budget.adjusted)}，无法计算预算执行率。",
                f"“{budget.project}” has a budget of {plain(budget.adjusted)}, so no execution "
                "rate can be computed",
            )
    for target in programme.disclosure.targets:
        if folded(target.title) not in stated:
            yield ProgrammeFinding(
                Severity.WARNING,
                file,
                f"“{target.title}”没有预算数，无法计算预算执行率。",
                f"“{target.title}” has no budget, so no execution rate can be computed",
            )
    added: dict[str, Decimal] = {}
    for adjustment in programme.adjustments:
        if folded(adjustment.project) not in known:
            yield ProgrammeFinding(
                Severity.ERROR,
                "budget/adjustments.csv",
                f"目标里没有项目“{adjustment.project}”。",
                f"no project “{adjustment.project}” in the targets",
            )
        name = folded(adjustment.project)
        added[name] = added.get(name, Decimal(0)) + (adjustment.amount or Decimal(0))
    for budget in programme.budgets:
        change = added.get(folded(budget.project), Decimal(0))
        if budget.initial is None or budget.adjusted is None:
            continue
        if budget.initial + change != budget.adjusted:
            yield ProgrammeFinding(
                Severity.ERROR,
                file,
                f"“{budget.project}”年初{plain(budget.initial)}加调整{plain(change)}不等于全年"
                f"{plain(budget.adjusted)}（万元）。",
                f"“{budget.project}”: {plain(budget.initial)} plus adjustments of "
                f"{plain(change)} is not {plain(budget.adjusted)} (万元)",
            )
