"""The programme folder (项目库), read.

A year of a body's projects in plain files: ``programme.toml``, the record ``targets.json``,
``budget/``, ``evidence/``, ``measures/``, ``rubrics/``, ``reasons.toml``, ``decisions/``,
``evaluation/`` (:mod:`assessments`).
:mod:`checking` says what does not fit together, :mod:`locking` notices what was changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from jixiao.measures.measure import Measure, read_measure
from jixiao.measures.register import Schema, schemas
from jixiao.model.cached import cached_property
from jixiao.model.disclosure import Disclosure
from jixiao.model.exceptions import UnreadableFile
from jixiao.model.finding import Message
from jixiao.model.frozen import Frozen
from jixiao.model.indicator import Indicator
from jixiao.model.money import MoneyUnit
from jixiao.model.named import NamedTuple
from jixiao.model.personal_data import personal_data_in
from jixiao.model.secrecy import marks_in
from jixiao.model.target import PerformanceTarget
from jixiao.programme.decisions import (
    Decision,
    Deviation,
    NotApplicable,
    read_deviations,
    read_not_applicable,
    read_tiers,
    refusal,
    standing,
)
from jixiao.programme.plain_files import (
    amount,
    entries_of,
    needed,
    read_toml,
    refuse_unknown,
    rows_of,
    wrong,
)

if TYPE_CHECKING:
    from jixiao.rules.check import Report

Key = tuple[str, str, str]
_Entry = TypeVar("_Entry")
BUDGET_UNIT = MoneyUnit.TEN_THOUSAND  # of the files in budget/
SYNTHETIC_NOTE = (
    "本表依据合成台账测算，仅供演示。 · Worked out from synthetic evidence, to show how."
)
PROGRAMME = "programme.toml"
TIERS = ("优", "良", "中", "差")
_YEARS = range(1995, 2101)  # from the first year of the Budget Law on
_SETTINGS = frozenset(
    {"title_zh", "title_en", "fiscal_year", "place", "record", "synthetic", "note"}
)
_RUBRIC_KEYS = frozenset(
    {"project", "indicator", "level2", "tiers", "proposal", "no_proposal", "note"}
)
_REASON_KEYS = frozenset(
    {"project", "indicator", "level2", "why", "reason", "reason_zh", "reason_en"}
)
_APPROVED = ("project", "initial", "adjusted")
_ADJUSTMENTS = ("date", "project", "amount", "document", "reason")


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

    ``tiers`` are in order 优, 良, 中, 差. ``proposal`` is SQL that proposes a tier;
    ``no_proposal`` says why no register can speak to the indicator and what proof a person needs.
    """

    project: str
    indicator: str
    level2: str
    tiers: tuple[tuple[str, str], ...]
    proposal: str
    file: str
    no_proposal: str = ""


class Reason(NamedTuple):
    """Why an indicator is neither measured nor graded."""

    project: str
    indicator: str
    level2: str
    why: str


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
    not_applicable: tuple[NotApplicable, ...]
    deviations: tuple[Deviation, ...]
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
    def rows(self) -> tuple[tuple[PerformanceTarget, Indicator], ...]:
        """The rows of the targets that state something, each with its target."""
        return tuple(
            (target, indicator)
            for target in self.disclosure.targets
            for indicator in target.indicators
            if indicator.name and indicator.is_stated
        )

    @cached_property
    def indicators(self) -> Mapping[Key, Indicator]:
        """The indicators by what tells them apart."""
        return {indicator_key(t.title, i.name, i.level2): i for t, i in self.rows}

    @cached_property
    def decided(self) -> Mapping[Key, Decision]:
        """The decision on each indicator; of several the latest that states a reason stands."""
        return {key: standing(several) for key, several in by_key(self.decisions).items()}

    def replaced(self, key: Key) -> tuple[Decision, ...]:
        """The decisions on an indicator that another one took the place of, the oldest first."""
        stands = self.decided.get(key)
        others = [d for d in self.decisions if key_of(d) == key and d is not stands]
        return tuple(sorted(others, key=lambda decision: decision.date))

    @cached_property
    def set_aside(self) -> Mapping[Key, NotApplicable]:
        """The indicators that do not count this year, by a decision that is allowed."""
        allowed = (
            decision
            for decision in self.not_applicable
            if (indicator := self.indicators.get(key_of(decision))) is not None
            and refusal(decision, indicator) is None
        )
        return {key: standing(several) for key, several in by_key(allowed).items()}

    @cached_property
    def _explained(self) -> Mapping[tuple[Key, str], Deviation]:
        found: dict[tuple[Key, str], list[Deviation]] = {}
        for deviation in self.deviations:
            found.setdefault((key_of(deviation), deviation.period), []).append(deviation)
        return {place: self._shown(standing(several)) for place, several in found.items()}

    def _shown(self, deviation: Deviation) -> Deviation:
        reason, measure = self.covered(deviation.reason), self.covered(deviation.measure)
        return deviation._replace(reason=reason, measure=measure)

    def explained(self, key: Key, period: str) -> Deviation | None:
        """What is stated of a deviation in a month (``2024-07``) or the year (``2024``)."""
        return self._explained.get((key, period))

    def covered(self, text: str) -> str:
        """``text`` with what looks like a secret or personal data covered, as in every report."""
        from jixiao.rules.check import MASK

        for datum in reversed(personal_data_in(text)):
            text = text[: datum.start] + MASK * len(datum.text) + text[datum.end :]
        for mark in marks_in(text) if "密" in text else ():
            for secret in mark.secrets:
                text = text.replace(secret, MASK * len(secret))
        return self._secrets.masked(text)

    def covered_message(self, message: Message) -> Message:
        """Both sentences of a message covered."""
        return Message(self.covered(message.zh), self.covered(message.en))

    @cached_property
    def _secrets(self) -> Report:
        from jixiao.rules.check import check as run_rules

        # Of no rules: those that mask are run all the same.
        return run_rules(self.disclosure, rules=())


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
    settings = read_toml(folder / PROGRAMME, PROGRAMME)
    refuse_unknown(settings, _SETTINGS, PROGRAMME)
    year = settings.get("fiscal_year")
    if type(year) is not int or year not in _YEARS:
        raise wrong(
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
            Budget(r["project"], *(amount(r, name, file) for name in _APPROVED[1:]))
            for file, r in rows_of(folder, "budget/approved.csv", _APPROVED)
        ),
        adjustments=tuple(
            Adjustment(
                r["date"], r["project"], amount(r, "amount", file), r["document"], r["reason"]
            )
            for file, r in rows_of(folder, "budget/adjustments.csv", _ADJUSTMENTS)
        ),
        decisions=tuple(read_tiers(folder)),
        not_applicable=tuple(read_not_applicable(folder)),
        deviations=tuple(read_deviations(folder)),
        schemas=schemas() if registers is None else registers,
    )


def indicator_key(project: str, indicator: str, level2: str) -> Key:
    """What tells a row of the targets from the others, however its brackets are written."""
    return (folded(project), folded(indicator), folded(level2).removesuffix("指标"))


def key_of(entry: Any) -> Key:
    """The key of the indicator that a measure, a rubric, a decision … is about."""
    return indicator_key(entry.project, entry.indicator, entry.level2)


def by_key(entries: Iterable[_Entry]) -> dict[Key, list[_Entry]]:
    """The entries on each indicator, in their order."""
    found: dict[Key, list[_Entry]] = {}
    for entry in entries:
        found.setdefault(key_of(entry), []).append(entry)
    return found


def folded(text: str) -> str:
    """``text`` without blanks, its brackets and quotation marks of one kind."""
    return "".join(text.translate(_SAME_SIGNS).split())


_SAME_SIGNS = str.maketrans("（）“”‘’", "()\"\"''")


def _rubrics(folder: Path, projects: list[str]) -> Iterator[Rubric]:
    for path in sorted((folder / "rubrics").glob("*.toml")):
        file = path.relative_to(folder).as_posix()
        value = read_toml(path, file)
        refuse_unknown(value, frozenset({"project", "rubric", "note"}), file)
        number = path.stem.partition("-")[0]
        project = value.get("project")
        if project is None and number.isdecimal() and 0 < int(number) <= len(projects):
            project = projects[int(number) - 1]
        for entry in entries_of(value, "rubric", file):
            refuse_unknown(entry, _RUBRIC_KEYS, file)
            own = entry.get("project", project)
            if own is None:
                raise wrong(file, "看不出属于哪个项目，请写 project", "names no project")
            yield Rubric(
                project=str(own),
                indicator=needed(entry, "indicator", file),
                level2=needed(entry, "level2", file),
                tiers=_tiers(entry.get("tiers", {}), file),
                proposal=str(entry.get("proposal", "")),
                file=file,
                no_proposal=str(entry.get("no_proposal", "")),
            )


def _tiers(value: Any, file: str) -> tuple[tuple[str, str], ...]:
    """The tiers in order, written as a table by their names or as a list of four texts."""
    if isinstance(value, list) and len(value) == len(TIERS):
        return tuple(zip(TIERS, map(str, value), strict=True))
    if isinstance(value, dict) and not set(value) - set(TIERS):
        return tuple((tier, str(value[tier])) for tier in TIERS if tier in value)
    raise wrong(
        file,
        "的 tiers 应按 优、良、中、差 写明各档佐证",
        "should say under tiers what 优, 良, 中, 差 demand",
    )


def _reasons(folder: Path) -> Iterator[Reason]:
    path = folder / "reasons.toml"
    if not path.exists():
        return
    value = read_toml(path, path.name)
    refuse_unknown(value, frozenset({"reason", "note"}), path.name)
    for entry in entries_of(value, "reason", path.name):
        refuse_unknown(entry, _REASON_KEYS, path.name)
        why = entry.get("why") or entry.get("reason") or entry.get("reason_zh")
        if not why:
            raise wrong(path.name, "有一条没有写原因（why）", "has an entry without a why")
        project, indicator, level2 = (
            needed(entry, name, path.name) for name in ("project", "indicator", "level2")
        )
        yield Reason(project, indicator, level2, str(why))
