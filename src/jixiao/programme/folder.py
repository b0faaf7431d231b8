"""The programme folder (项目库): read, checked, locked.

A year of a body's projects in plain files: ``programme.toml``, the record ``targets.json``,
``budget/``, ``evidence/``, ``measures/``, ``rubrics/``, ``reasons.toml``, ``decisions/``.
:func:`read_programme` reads it, :func:`check` says what does not fit together, :func:`lock` records
the hashes of targets and measures, so that a change of them is noticed.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jixiao.measures.load import LOADS, alterations, hashed, recorded_loads
from jixiao.measures.measure import Measure, check_sql, read_measure
from jixiao.measures.register import Schema, schemas
from jixiao.model.cached import cached_property
from jixiao.model.disclosure import Disclosure
from jixiao.model.exceptions import UnreadableFile, UserError, told_by_system
from jixiao.model.finding import Severity
from jixiao.model.frozen import Frozen
from jixiao.model.indicator import Indicator
from jixiao.model.money import UNIT_WORDS, MoneyUnit, plain
from jixiao.model.named import NamedTuple
from jixiao.model.target import PerformanceTarget
from jixiao.model.value import Nature

if TYPE_CHECKING:
    from jixiao.rules.check import Report

Key = tuple[str, str, str]
BUDGET_UNIT = MoneyUnit.TEN_THOUSAND  # of the files in budget/
SYNTHETIC_NOTE = (
    "本表依据合成台账测算，仅供演示。 · Worked out from synthetic evidence, to show how."
)
PROGRAMME = "programme.toml"
LOCK = "programme.lock"
TIERS = ("优", "良", "中", "差")
_YEARS = range(1995, 2101)  # from the first year of the Budget Law on
_MOST_MONEY = Decimal("1e12")  # 万元; more is a slip of the pen
_SETTINGS = frozenset(
    {"title_zh", "title_en", "fiscal_year", "place", "record", "synthetic", "note"}
)
_RUBRIC_KEYS = frozenset({"project", "indicator", "level2", "tiers", "proposal", "note"})
_REASON_KEYS = frozenset(
    {"project", "indicator", "level2", "why", "reason", "reason_zh", "reason_en"}
)
_APPROVED = ("project", "initial", "adjusted")
_ADJUSTMENTS = ("date", "project", "amount", "document", "reason")
_DECISIONS = ("project", "indicator", "level2", "tier", "role", "date", "reason")
# Words that name the same unit.
_SAME_UNITS = {"％": "%", "百分比": "%", "个月": "月", "人民币元": "元"}


class Budget(NamedTuple):
    """A project's budget in 万元: ``initial`` 年初预算数, ``adjusted`` 全年预算数."""

    project: str
    initial: Decimal | None
    adjusted: Decimal | None


class Adjustment(NamedTuple):
    """A change of a project's budget (预算调整) in 万元."""

    date: str
    project: str
    amount: Decimal | None
    document: str
    reason: str


class Rubric(NamedTuple):
    """How a qualitative indicator is graded (分档标准): what each tier demands as evidence.

    ``tiers`` are in order 优, 良, 中, 差. ``proposal`` is SQL or the name of a measure that
    proposes a tier.
    """

    project: str
    indicator: str
    level2: str
    tiers: tuple[tuple[str, str], ...]
    proposal: str
    file: str


class Reason(NamedTuple):
    """Why an indicator is neither measured nor graded."""

    project: str
    indicator: str
    level2: str
    why: str


class Decision(NamedTuple):
    """A person's confirmation of a tier (定档)."""

    project: str
    indicator: str
    level2: str
    tier: str
    role: str
    date: str
    reason: str


class Programme(Frozen):
    """A programme as its folder holds it. ``schemas`` are those of the registers."""

    folder: Path
    title_zh: str
    title_en: str
    fiscal_year: int
    place: str
    is_synthetic: bool
    record: str
    disclosure: Disclosure
    measures: tuple[Measure, ...]
    rubrics: tuple[Rubric, ...]
    reasons: tuple[Reason, ...]
    budgets: tuple[Budget, ...]
    adjustments: tuple[Adjustment, ...]
    decisions: tuple[Decision, ...]
    schemas: Mapping[str, Schema]

    @property
    def evidence(self) -> Path:
        """Where the registers are."""
        return self.folder / "evidence"

    @property
    def projects(self) -> tuple[str, ...]:
        """The titles of the projects, in the order of the record."""
        return tuple(target.title for target in self.disclosure.targets)

    @property
    def note(self) -> str:
        """What is said of all that rests on the evidence: that it is synthetic, if it is."""
        return SYNTHETIC_NOTE if self.is_synthetic else ""

    @cached_property
    def decided(self) -> Mapping[Key, Decision]:
        """The decision on each indicator; of two on the same one the first stands."""
        found: dict[Key, Decision] = {}
        for decision in self.decisions:
            key = indicator_key(decision.project, decision.indicator, decision.level2)
            found.setdefault(key, decision)
        return found

    def covered(self, text: str) -> str:
        """``text`` with what looks like a secret or personal data covered, as in every report."""
        return self._secrets.masked(text)

    @cached_property
    def _secrets(self) -> Report:
        from jixiao.rules.check import check as run_rules

        # Of no rules: those that mask are run all the same.
        return run_rules(self.disclosure, rules=())


class ProgrammeFinding(NamedTuple):
    """Something that does not fit together in a programme folder; ``file`` is where to look."""

    severity: Severity
    file: str
    zh: str
    en: str

    def message(self, language: str = "zh") -> str:
        """The sentence in ``language``."""
        return self.en if language == "en" else self.zh


def read_programme(folder: Path, registers: Mapping[str, Schema] | None = None) -> Programme:
    """The programme in ``folder``. Raises :class:`UserError` for a file that cannot be read.

    ``registers`` are the schemas, the published ones where none are given.
    """
    from jixiao.readers.read import read_file

    if not (folder / PROGRAMME).exists():
        raise UnreadableFile(
            f"“{folder}”不是项目库：没有 {PROGRAMME}。请检查文件夹的路径。",
            f"“{folder}” is no programme folder: it has no {PROGRAMME}; check its path",
        )
    settings = _toml(folder / PROGRAMME, PROGRAMME)
    _refuse_unknown(settings, _SETTINGS, PROGRAMME)
    year = settings.get("fiscal_year")
    if type(year) is not int or year not in _YEARS:
        raise _wrong(
            PROGRAMME, "fiscal_year 应为年份（如 2024）", "needs a fiscal_year such as 2024"
        )
    record = str(settings.get("record", "targets.json"))
    disclosure = read_file(folder / record, record)
    projects = [target.title for target in disclosure.targets]
    return Programme(
        folder=folder,
        title_zh=str(settings.get("title_zh", folder.name)),
        title_en=str(settings.get("title_en", "")),
        fiscal_year=year,
        place=str(settings.get("place", "")),
        is_synthetic=settings.get("synthetic") is True,
        record=record,
        disclosure=disclosure,
        measures=tuple(
            read_measure(path, path.relative_to(folder).as_posix())
            for path in sorted((folder / "measures").rglob("*.sql"))
        ),
        rubrics=tuple(_rubrics(folder, projects)),
        reasons=tuple(_reasons(folder)),
        budgets=tuple(
            Budget(r["project"], *(_amount(r, name, file) for name in _APPROVED[1:]))
            for file, r in csv_rows(folder, "budget/approved.csv", _APPROVED)
        ),
        adjustments=tuple(
            Adjustment(
                r["date"], r["project"], _amount(r, "amount", file), r["document"], r["reason"]
            )
            for file, r in csv_rows(folder, "budget/adjustments.csv", _ADJUSTMENTS)
        ),
        decisions=tuple(
            Decision(*(r[name] for name in _DECISIONS))
            for _, r in csv_rows(folder, "decisions/tiers.csv", _DECISIONS)
        ),
        schemas=schemas() if registers is None else registers,
    )


def check(programme: Programme) -> tuple[ProgrammeFinding, ...]:
    """What does not fit together, gravest first: coverage, units, results, SQL, hashes, budgets."""
    from jixiao.programme.readings import readings_fit

    found = [
        *_changed(programme),
        *_coverage(programme),
        *_measures(programme),
        *_rubrics_fit(programme),
        *_budgets_fit(programme),
        *_decisions_fit(programme),
        *readings_fit(programme),
    ]
    return tuple(sorted(found, key=lambda finding: finding.severity.rank))


def lock(programme: Programme) -> Path:
    """Record the hashes of targets, measures, rubrics, reasons and budget in ``programme.lock``."""
    names = hashed(programme.folder, _lockable(programme))
    path = programme.folder / LOCK
    text = json.dumps({"files": names}, ensure_ascii=False, indent=1) + "\n"
    path.write_text(text, encoding="utf-8")
    return path


def locked(folder: Path) -> Mapping[str, str] | None:
    """The hashes that ``programme.lock`` records; None where there is none."""
    path = folder / LOCK
    if not path.exists():
        return None
    try:
        files = json.loads(path.read_bytes())["files"]
        return {str(name): str(sha256) for name, sha256 in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _wrong(LOCK, "已损坏，请从版本库恢复", "is damaged; restore it") from error


def changes_since_lock(folder: Path) -> tuple[ProgrammeFinding, ...]:
    """A target, measure or rubric that is not the one that was locked."""
    return tuple(
        ProgrammeFinding(Severity.BLOCK, told.file, told.zh, told.en)
        for told in alterations(folder, locked(folder) or {})
    )


def indicator_of(programme: Programme, measure: Measure) -> Indicator | None:
    """The row of the targets that ``measure`` measures; None where there is none."""
    key = indicator_key(measure.project, measure.indicator, measure.level2)
    return _indicators(programme).get(key)


def _indicators(programme: Programme) -> dict[tuple[str, str, str], Indicator]:
    return {
        indicator_key(target.title, indicator.name, indicator.level2): indicator
        for target, indicator in _rows_of_targets(programme)
    }


def _rows_of_targets(programme: Programme) -> Iterator[tuple[PerformanceTarget, Indicator]]:
    for target in programme.disclosure.targets:
        for indicator in target.indicators:
            if indicator.name and indicator.is_stated:
                yield target, indicator


def indicator_key(project: str, indicator: str, level2: str) -> Key:
    """What tells a row of the targets from the others, however its brackets are written."""
    return (_folded(project), _folded(indicator), _folded(level2).removesuffix("指标"))


def _folded(text: str) -> str:
    return "".join(text.translate(_SAME_SIGNS).split())


_SAME_SIGNS = str.maketrans("（）“”‘’", "()\"\"''")


def _lockable(programme: Programme) -> list[str]:
    folder = programme.folder
    named = [PROGRAMME, programme.record, "reasons.toml", "budget/approved.csv"]
    named += [measure.file for measure in programme.measures]
    named += [p.relative_to(folder).as_posix() for p in sorted((folder / "rubrics").glob("*.toml"))]
    return [name for name in named if (folder / name).is_file()]


def _changed(programme: Programme) -> Iterator[ProgrammeFinding]:
    yield from changes_since_lock(programme.folder)
    recorded = locked(programme.folder)
    if recorded is None:
        yield ProgrammeFinding(
            Severity.INFO,
            LOCK,
            "目标和测算方法还没有锁定，改动不会被发现；确认后运行 jixiao programme lock。",
            "targets and measures are not locked, a change would go unnoticed; run jixiao "
            "programme lock once they are settled",
        )
    else:
        for name in _lockable(programme):
            if name not in recorded:
                yield ProgrammeFinding(
                    Severity.WARNING, name, "锁定之后新增的文件。", "was added after the lock"
                )
    for told in alterations(programme.evidence, recorded_loads(programme.evidence)):
        yield ProgrammeFinding(
            Severity.BLOCK, f"evidence/{LOADS}", f"台账{told.zh}", f"register {told.en}"
        )


def _coverage(programme: Programme) -> Iterator[ProgrammeFinding]:
    """Every indicator has a measure, a rubric or a reason; none is for an unknown indicator."""
    measured = _by_key(programme.measures)
    graded = _by_key(programme.rubrics)
    excused = _by_key(programme.reasons)
    known: set[tuple[str, str, str]] = set()
    for target, indicator in _rows_of_targets(programme):
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


def _by_key(entries: Iterable[Any]) -> dict[tuple[str, str, str], list[Any]]:
    found: dict[tuple[str, str, str], list[Any]] = {}
    for entry in entries:
        key = indicator_key(entry.project, entry.indicator, entry.level2)
        found.setdefault(key, []).append(entry)
    return found


def _measures(programme: Programme) -> Iterator[ProgrammeFinding]:
    """The SQL reads only what it may; unit and result are those of the target."""
    indicators = _indicators(programme)
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


def _budgets_fit(programme: Programme) -> Iterator[ProgrammeFinding]:
    file = "budget/approved.csv"
    known = {_folded(title) for title in programme.projects}
    stated = {_folded(budget.project) for budget in programme.budgets}
    for name in (*(b.project for b in programme.budgets),):
        if _folded(name) not in known:
            yield ProgrammeFinding(
                Severity.ERROR,
                file,
                f"目标里没有项目“{name}”。",
                f"no project “{name}” in the targets",
            )
    counted = Counter(_folded(budget.project) for budget in programme.budgets)
    for budget in {_folded(b.project): b for b in programme.budgets}.values():
        if counted[_folded(budget.project)] > 1:
            yield ProgrammeFinding(
                Severity.ERROR,
                file,
                f"“{budget.project}”有{counted[_folded(budget.project)]}行预算数，应只有一行。",
                f"“{budget.project}” has {counted[_folded(budget.project)]} lines, not one",
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
        if _folded(target.title) not in stated:
            yield ProgrammeFinding(
                Severity.WARNING,
                file,
                f"“{target.title}”没有预算数，无法计算预算执行率。",
                f"“{target.title}” has no budget, so no execution rate can be computed",
            )
    added: dict[str, Decimal] = {}
    for adjustment in programme.adjustments:
        if _folded(adjustment.project) not in known:
            yield ProgrammeFinding(
                Severity.ERROR,
                "budget/adjustments.csv",
                f"目标里没有项目“{adjustment.project}”。",
                f"no project “{adjustment.project}” in the targets",
            )
        name = _folded(adjustment.project)
        added[name] = added.get(name, Decimal(0)) + (adjustment.amount or Decimal(0))
    for budget in programme.budgets:
        change = added.get(_folded(budget.project), Decimal(0))
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


def _decisions_fit(programme: Programme) -> Iterator[ProgrammeFinding]:
    file = "decisions/tiers.csv"
    graded = _by_key(programme.rubrics)
    for several in _by_key(programme.decisions).values():
        if len(several) > 1:
            first = several[0]
            tiers = "、".join(decision.tier for decision in several)
            yield ProgrammeFinding(
                Severity.ERROR,
                file,
                f"“{first.project}”的“{first.indicator}”定档{len(several)}次（{tiers}），应只有一次。",
                f"“{first.indicator}” of “{first.project}” is graded {len(several)} times "
                f"({tiers}), not once",
            )
    for decision in programme.decisions:
        if indicator_key(decision.project, decision.indicator, decision.level2) not in graded:
            yield ProgrammeFinding(
                Severity.ERROR,
                file,
                f"“{decision.project}”的“{decision.indicator}”没有分档标准，却已定档。",
                f"“{decision.indicator}” of “{decision.project}” has a tier but no rubric",
            )
        if decision.tier not in TIERS:
            yield ProgrammeFinding(
                Severity.ERROR,
                file,
                f"“{decision.indicator}”的档次“{decision.tier}”应为{'、'.join(TIERS)}之一。",
                f"the tier “{decision.tier}” of “{decision.indicator}” should be one of "
                f"{', '.join(TIERS)}",
            )


def _rubrics(folder: Path, projects: list[str]) -> Iterator[Rubric]:
    for path in sorted((folder / "rubrics").glob("*.toml")):
        file = path.relative_to(folder).as_posix()
        value = _toml(path, file)
        _refuse_unknown(value, frozenset({"project", "rubric", "note"}), file)
        number = path.stem.partition("-")[0]
        project = value.get("project")
        if project is None and number.isdecimal() and 0 < int(number) <= len(projects):
            project = projects[int(number) - 1]
        for entry in _entries(value, "rubric", file):
            _refuse_unknown(entry, _RUBRIC_KEYS, file)
            own = entry.get("project", project)
            if own is None:
                raise _wrong(file, "看不出属于哪个项目，请写 project", "names no project")
            yield Rubric(
                project=str(own),
                indicator=_needed(entry, "indicator", file),
                level2=_needed(entry, "level2", file),
                tiers=_tiers(entry.get("tiers", {}), file),
                proposal=str(entry.get("proposal", "")),
                file=file,
            )


def _entries(value: Mapping[str, Any], key: str, file: str) -> list[Any]:
    """The tables of an array of tables; none where it is not there."""
    entries = value.get(key, [])
    if not isinstance(entries, list):
        raise _wrong(file, f"应写成 [[{key}]]", f"should be written as [[{key}]]")
    return entries


def _tiers(value: Any, file: str) -> tuple[tuple[str, str], ...]:
    """The tiers in order, written as a table by their names or as a list of four texts."""
    if isinstance(value, list) and len(value) == len(TIERS):
        return tuple(zip(TIERS, map(str, value), strict=True))
    if isinstance(value, dict) and not set(value) - set(TIERS):
        return tuple((tier, str(value[tier])) for tier in TIERS if tier in value)
    raise _wrong(
        file,
        "的 tiers 应按 优、良、中、差 写明各档佐证",
        "should say under tiers what 优, 良, 中, 差 demand",
    )


def _reasons(folder: Path) -> Iterator[Reason]:
    path = folder / "reasons.toml"
    if not path.exists():
        return
    value = _toml(path, path.name)
    _refuse_unknown(value, frozenset({"reason", "note"}), path.name)
    for entry in _entries(value, "reason", path.name):
        _refuse_unknown(entry, _REASON_KEYS, path.name)
        why = entry.get("why") or entry.get("reason") or entry.get("reason_zh")
        if not why:
            raise _wrong(path.name, "有一条没有写原因（why）", "has an entry without a why")
        project, indicator, level2 = (
            _needed(entry, name, path.name) for name in ("project", "indicator", "level2")
        )
        yield Reason(project, indicator, level2, str(why))


def csv_rows(
    folder: Path, file: str, columns: tuple[str, ...]
) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a small CSV with exactly these columns, each with its place; none without it."""
    path = folder / file
    if not path.exists():
        return
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong(
            file, "无法读取，应为 UTF-8 的 CSV", "cannot be read as CSV in UTF-8"
        ) from error
    reader = csv.reader(text.splitlines())
    head = tuple(cell.strip() for cell in next(reader, []))
    if head != columns:
        told = ",".join(columns)
        raise _wrong(file, f"第一行应为 {told}", f"should begin with the line {told}")
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        place = f"{file}:{reader.line_num}"
        if len(cells) != len(columns):
            raise _wrong(place, f"应有{len(columns)}格", f"should have {len(columns)} cells")
        yield place, {name: cell.strip() for name, cell in zip(columns, cells, strict=True)}


def _amount(row: Mapping[str, str], name: str, file: str) -> Decimal | None:
    text = row[name].replace(",", "")
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise _wrong(file, f"{name} 不是数：“{text}”", f"has no number as {name}: “{text}”")
    if abs(number) > _MOST_MONEY:
        raise _wrong(
            file,
            f"{name} 大得不合理：“{text}”（单位为万元）",
            f"has an impossible amount as {name}: “{text}” (in 万元)",
        )
    return number


def _toml(path: Path, file: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        zh, en = told_by_system(error)
        raise _wrong(file, f"打不开：{zh}", f"cannot be opened: {en}") from error
    except UnicodeDecodeError as error:
        raise _wrong(
            file, "不是 UTF-8 编码，请另存为 UTF-8", "is not in UTF-8; save it as UTF-8"
        ) from error
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        where = f"第{at[1]}行" if at else "末尾"
        raise _wrong(file, f"{where}不是正确的 TOML", f"is no correct TOML: {error}") from error


def _needed(entry: Mapping[str, Any], key: str, file: str) -> str:
    text = entry.get(key)
    if not isinstance(text, str) or not text:
        raise _wrong(file, f"有一条没有写 {key}", f"has an entry without {key}")
    return text


def _refuse_unknown(value: Any, known: frozenset[str], file: str) -> None:
    if not isinstance(value, dict):
        raise _wrong(file, "应为表", "should be a table")
    unknown = set(value) - known
    if unknown:
        raise _wrong(file, f"有不认识的键 {min(unknown)}", f"has the unknown key {min(unknown)}")


def _wrong(file: str, zh: str, en: str) -> UnreadableFile:
    return UnreadableFile(f"项目库“{file}”{zh}。请改正。", f"the programme's “{file}” {en}")
