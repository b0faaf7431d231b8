"""The documents of one project over its life (项目链): declared, approved, monitored, evaluated.

A chain is seen from one of its documents: what stands in it is compared with the document before
it that it has to answer to: the last target of its year, else the last document of the year
before. :func:`chains_of` puts the documents of a set of files together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any

from jixiao.model.cached import cached_property
from jixiao.model.disclosure import Disclosure, Notice
from jixiao.model.evaluation import Actual, SelfEvaluation
from jixiao.model.finding import Fault, Severity
from jixiao.model.frozen import Frozen, field
from jixiao.model.indicator import Indicator
from jixiao.model.location import Location
from jixiao.model.matching import Decision, Match, Matching, Way, match_rows, normalised
from jixiao.model.money import UNIT_WORDS, Money, MoneyUnit
from jixiao.model.monitoring import MonitoringForm
from jixiao.model.named import NamedTuple
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import mentions
from jixiao.model.value_change import Change, change_of


class Step(StrEnum):
    """Where in its year a document stands (环节), in the order of the year."""

    DRAFT = "draft"
    TARGET = "target"
    APPROVED = "approved"
    ADJUSTED = "adjusted"
    MONITORING = "monitoring"
    SELF_EVALUATION = "self-evaluation"

    @property
    def rank(self) -> int:
        """0 for the first of the year."""
        return tuple(Step).index(self)

    @property
    def is_target(self) -> bool:
        """It sets what is to be reached; the others report on it."""
        return self.rank <= Step.ADJUSTED.rank

    def label(self, language: str = "zh") -> str:
        """申报目标, 绩效目标, 批复目标, 调整目标, 监控, 自评; or the English words."""
        return _STEPS[self.value][language == "en"]


_STEPS = {
    "draft": ("申报目标", "declared target"),
    "target": ("绩效目标", "target"),
    "approved": ("批复目标", "approved target"),
    "adjusted": ("调整目标", "adjusted target"),
    "monitoring": ("监控", "monitoring"),
    "self-evaluation": ("自评", "self-evaluation"),
}
_STEP_WORDS = (
    (Step.ADJUSTED, ("目标调整", "调整表", "调整批复", "调整后", "调剂", "目标变更")),
    (Step.APPROVED, ("批复", "下达")),
    (Step.DRAFT, ("申报", "application")),
)
_MOST_NAMED = 5  # files in one notice
_TITLE = 40  # characters of the longest line that is the title of a form
_ADJUSTMENT = ("调整", "调剂", "追加", "核减", "压减", "调减", "调增")

Form = PerformanceTarget | SelfEvaluation | MonitoringForm


class ChainRow(NamedTuple):
    """An indicator of a document, and what is reported beside it where it reports."""

    indicator: Indicator
    actual: Actual | None = None

    @property
    def actual_text(self) -> str:
        """The actual value as printed; empty where there is none."""
        return self.actual.text if self.actual is not None else ""


class ChainDocument(Frozen):
    """A document of a chain: one table, or one form, of one file.

    ``year`` is None where neither the document nor the others tell it. ``budget`` is what may be
    spent in the year as the document states it; None where it does not, or where its total is 0
    beside parts that are not. ``words`` is what it says of adjustments may stand in.
    """

    file: str
    step: Step
    year: int | None
    title: str
    unit: str
    budget: Money | None
    objective: str
    rows: tuple[ChainRow, ...]
    words: str = field(default="", repr=False)
    at: Mapping[str, Location] = field(default_factory=dict, compare=False, repr=False)
    form: Form | None = field(default=None, compare=False, repr=False)
    disclosure: int = field(default=0, compare=False)

    @property
    def place(self) -> Location | None:
        """Where the document begins."""
        return self.at.get("table") or self.at.get("title") or self.at.get("project_name")

    @property
    def budget_place(self) -> Location | None:
        """Where the budget stands, else the document."""
        return self.at.get("funding.total") or self.place

    @property
    def objective_place(self) -> Location | None:
        """Where the objective stands, else the document."""
        return self.at.get("annual_objective") or self.at.get("objective") or self.place

    def label(self, language: str = "zh") -> str:
        """“a.docx”（2024年批复目标）, “a.docx” (approved target of 2024)."""
        if language == "en":
            year = f" of {self.year}" if self.year is not None else ""
            return f"“{self.file}” ({self.step.label('en')}{year})"
        year = f"{self.year}年" if self.year is not None else ""
        return f"“{self.file}”（{year}{self.step.label()}）"


class Pair(NamedTuple):
    """One indicator in both documents; ``score`` is the likeness of the names."""

    earlier: ChainRow
    later: ChainRow
    score: Decimal
    way: Way
    change: Change

    @property
    def actual_place(self) -> Location | None:
        """Where the actual value stands."""
        return self.later.indicator.at.get("actual")

    @property
    def is_renamed(self) -> bool:
        """The names differ by more than blanks and punctuation."""
        return normalised(self.earlier.indicator.name) != normalised(self.later.indicator.name)

    @property
    def keeps_count(self) -> bool:
        """A number of things that stands as it was (定量、不是金额和比率)."""
        value = self.later.indicator.value
        is_count = value.number is not None and not value.money and value.unit != "%"
        return is_count and value.deadline is None and self.change is Change.SAME


class Unlike(NamedTuple):
    """The unit in which an actual value is reported, and that of the target as it was set."""

    reported: str
    asked: str


class Chain(Frozen):
    """A project's documents up to ``later``, and ``earlier``, the one it has to answer to."""

    project: str
    documents: tuple[ChainDocument, ...]
    earlier: ChainDocument
    decisions: tuple[Decision, ...] = ()

    @property
    def later(self) -> ChainDocument:
        """The document the chain is seen from."""
        return self.documents[-1]

    @property
    def target(self) -> PerformanceTarget | None:
        """The table that ``later`` is; None where it is another form."""
        return self.later.form if isinstance(self.later.form, PerformanceTarget) else None

    @property
    def is_same_year(self) -> bool:
        """Both documents are of one year."""
        return self.earlier.year == self.later.year

    @property
    def is_binding(self) -> bool:
        """What the earlier document sets holds for the later one: no draft, no adjustment."""
        is_set = self.earlier.step.is_target and self.earlier.step is not Step.DRAFT
        return self.is_same_year and is_set and self.later.step is not Step.ADJUSTED

    @property
    def severity(self) -> Severity | None:
        """None, the rule's own, where the earlier document binds; else only a note."""
        return None if self.is_binding else Severity.INFO

    @property
    def names_adjustment(self) -> bool:
        """A document of the year is an adjustment, or speaks of one (调整, 追加, 压减)."""
        return any(
            d.step is Step.ADJUSTED or mentions(d.words, _ADJUSTMENT)
            for d in self.documents
            if d.year == self.later.year
        )

    @cached_property
    def budget_change(self) -> Decimal | None:
        """The later budget less the earlier, of the earlier (0.25); None where not known."""
        one, other = self.earlier.budget, self.later.budget
        if one is None or other is None or one.yuan <= 0:
            return None
        return (other.yuan - one.yuan) / one.yuan

    @cached_property
    def matching(self) -> Matching:
        """The rows of the two documents set against each other."""
        earlier = [row.indicator for row in self.earlier.rows]
        later = [row.indicator for row in self.later.rows]
        return match_rows(earlier, later, self.decisions)

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """The indicators that stand in both documents, in the later one's order."""
        return tuple(map(self._pair, self.matching.matches))

    @cached_property
    def unclear(self) -> tuple[Pair, ...]:
        """Pairs that may be one indicator, the most alike first: a person has to decide."""
        return tuple(map(self._pair, self.matching.unclear))

    def _pair(self, match: Match) -> Pair:
        earlier, later = self.earlier.rows[match.earlier], self.later.rows[match.later]
        next_year = not self.is_same_year
        change = change_of(earlier.indicator, later.indicator, next_year=next_year)
        return Pair(earlier, later, match.score, match.way, change)

    def changed(self, *changes: Change) -> Iterator[Pair]:
        """The pairs whose value changed in one of these ways."""
        return (pair for pair in self.pairs if pair.change in changes)

    def value_faults(self, *changes: Change) -> Iterator[Fault]:
        """A fault for each value that changed in one of these ways, with what it was before."""
        for pair in self.changed(*changes):
            indicator = pair.later.indicator
            yield Fault(
                indicator.at.get("value"),
                quote=indicator.value.text,
                severity=self.severity,
                name=indicator.name,
                before=pair.earlier.indicator.value.text,
                after=indicator.value.text,
                **self.told,
            )

    @cached_property
    def dropped(self) -> tuple[Indicator, ...]:
        """The indicators of the earlier document that the later one has not."""
        return tuple(self.earlier.rows[n].indicator for n in self.matching.dropped)

    @cached_property
    def added(self) -> tuple[Indicator, ...]:
        """The indicators of the later document that the earlier one has not."""
        return tuple(self.later.rows[n].indicator for n in self.matching.added)

    @cached_property
    def unlike_units(self) -> tuple[tuple[Pair, Unlike], ...]:
        """The indicators reported in another unit than the earlier document sets.

        A self-evaluation whose own target still has that unit contradicts itself: the rules on
        self-evaluations tell it.
        """
        tells_itself = self.later.step is Step.SELF_EVALUATION
        found = []
        for pair in self.pairs:
            actual, own = pair.later.actual, pair.later.indicator.value.counting_unit
            asked = pair.earlier.indicator.value.counting_unit
            reported = counted_in(actual.unit) if actual is not None else None
            is_told = tells_itself and own == asked
            if asked and reported and reported != counted_in(asked) and not is_told:
                found.append((pair, Unlike(reported, asked)))
        return tuple(found)

    @cached_property
    def told(self) -> Mapping[str, Any]:
        """Both documents in words, for the fields of a message."""
        return {
            "earlier_zh": self.earlier.label(),
            "earlier_en": self.earlier.label("en"),
            "later_zh": self.later.label(),
            "later_en": self.later.label("en"),
        }


class Chains(NamedTuple):
    """What a set of files gives: a chain for each document that has one before it."""

    chains: tuple[Chain, ...]
    notices: tuple[Notice, ...]


def chains_of(
    disclosures: Sequence[Disclosure],
    decisions: Iterable[Decision] = (),
    *,
    forced: bool = False,
) -> Chains:
    """The chains among the documents of several files, in the order of project, year and step.

    ``forced`` takes the files for those of one project whatever they are called, where each holds
    one document, and their order where year and step do not tell it.
    """
    documents = [d for n, read in enumerate(disclosures) for d in documents_of(read, n)]
    decided = tuple(decisions)
    is_one = forced and len({d.disclosure for d in documents}) == len(documents)
    chains: list[Chain] = []
    notices: list[Notice] = []
    for group in [documents] if is_one else _by_project(documents, forced):
        if len({d.disclosure for d in group}) < 2:
            continue
        ordered, told = _in_order(group, forced)
        notices += told
        project = ordered[-1].title if ordered else ""
        of_project = tuple(d for d in decided if _is_of(d, project))
        for number, document in enumerate(ordered):
            earlier = _answered(ordered[:number], document)
            if earlier is not None:
                chains.append(Chain(project, tuple(ordered[: number + 1]), earlier, of_project))
    notices += [_unused(d) for d in decided if not any(_is_met(d, chain) for chain in chains)]
    return Chains(tuple(chains), tuple(notices))


def _is_met(decision: Decision, chain: Chain) -> bool:
    """Both names stand in the two documents of a chain of the decision's project."""
    earlier = {normalised(row.indicator.name) for row in chain.earlier.rows}
    later = {normalised(row.indicator.name) for row in chain.later.rows}
    is_there = normalised(decision.earlier) in earlier and normalised(decision.later) in later
    return is_there and decision in chain.decisions


def _unused(decision: Decision) -> Notice:
    return Notice(
        f"对应表里的“{decision.earlier}”和“{decision.later}”没有用上：两份文件里没有这两个名称。",
        f"the decision on “{decision.earlier}” and “{decision.later}” was not used: the documents "
        "do not have these names",
    )


def _is_of(decision: Decision, project: str) -> bool:
    return not decision.project or project_key(decision.project) == project_key(project)


def _by_project(documents: list[ChainDocument], forced: bool) -> Iterator[list[ChainDocument]]:
    """The documents of one project: its name, and its unit where names alone do not tell."""
    by_name: defaultdict[str, list[ChainDocument]] = defaultdict(list)
    for document in documents:
        if document.title:
            by_name[project_key(document.title)].append(document)
    for group in by_name.values():
        units = {d.unit for d in group if d.unit}
        if len(units) < 2 or forced:
            yield group
        else:
            for unit in sorted(units):
                yield [d for d in group if d.unit == unit]


_CODE = re.compile(r"^[\[〔]?[0-9A-Z]{6,}[\]〕]?[-—_ ]*(?=\D)|^(?:19|20)\d\d年度?")


def project_key(title: str) -> str:
    """A project's name without its number, the year before it, and punctuation.

    >>> project_key("340000210000000001-2024年办案经费"), project_key("办案 经费")
    ('办案经费', '办案经费')
    """
    return normalised(_CODE.sub("", _CODE.sub("", title.strip())))


def _unit_key(printed: str | None) -> str:
    return normalised((printed or "").rpartition("]")[2].rpartition("-")[2])


def _in_order(group: list[ChainDocument], forced: bool) -> tuple[list[ChainDocument], list[Notice]]:
    """The documents by year and step; those of which neither tells the order are set aside."""
    years = {d.year for d in group if d.year is not None}
    undated = [d for d in group if d.year is None]
    if undated and len(years) == 1:  # a document without a year is of that of the others
        from dataclasses import replace

        year = min(years)
        group = [replace(d, year=year) if d.year is None else d for d in group]
    elif undated and years:
        ordered, notices = _in_order([d for d in group if d.year is not None], forced)
        return ordered, [*map(_without_year, undated), *notices]
    ordered = sorted(group, key=lambda d: (d.year or 0, d.step.rank))
    alike: defaultdict[object, list[ChainDocument]] = defaultdict(list)
    for document in ordered:
        alike[document.year, document.step].append(document)
    if forced:
        return ordered, []
    several = [documents for documents in alike.values() if len(documents) > 1]
    clear = [d for d in ordered if len(alike[d.year, d.step]) == 1]
    return clear, [_without_order(documents) for documents in several]


def _without_order(documents: list[ChainDocument]) -> Notice:
    first, count = documents[0], len(documents)
    files = [f"“{document.file}”" for document in documents[:_MOST_NAMED]]
    files += ["…"] if count > _MOST_NAMED else []
    return Notice(
        f"“{first.title}”的{first.step.label()}有{count}份（{'、'.join(files)}），先后不明，"
        "没有比较；请用 --chain 并按先后列出文件。",
        f"“{first.title}” has {count} documents of one year and step ({', '.join(files)}); which "
        "is the first is not told, so they are not compared: use --chain and name them in order",
    )


def _without_year(document: ChainDocument) -> Notice:
    return Notice(
        f"{document.label()}没有写年度，没有放进“{document.title}”的项目链。",
        f"{document.label('en')} states no year and is left out of the chain of “{document.title}”",
    )


def _answered(before: list[ChainDocument], document: ChainDocument) -> ChainDocument | None:
    """The document that this one has to answer to."""
    this_year = [d for d in before if d.year == document.year]
    targets = [d for d in this_year if d.step.is_target]
    if targets or this_year:
        return targets[-1] if targets else this_year[-1]
    last_year = max((d.year or 0 for d in before), default=None)
    of_last = [d for d in before if (d.year or 0) == last_year]
    targets = [d for d in of_last if d.step.is_target]
    return targets[-1] if targets else of_last[-1] if of_last else None


def documents_of(disclosure: Disclosure, number: int = 0) -> Iterator[ChainDocument]:
    """Every table and form of a file as a document of a chain; ``number`` tells the file."""
    file = disclosure.source.file if disclosure.source is not None else "—"
    notes = "\n".join(note.text for note in disclosure.notes)
    titles = [line for line in notes.split("\n") if len(line) < _TITLE and line.endswith("表")]
    for target in disclosure.targets:
        printed = (target.heading, disclosure.title, *titles, file, target.form)
        heading = " ".join(filter(None, printed))
        said = heading.replace(target.project_name or "\n", "")
        yield ChainDocument(
            file,
            next((step for step, words in _STEP_WORDS if mentions(said, words)), Step.TARGET),
            target.fiscal_year or disclosure.fiscal_year,
            target.project_name or target.heading_name or "",
            _unit_key(target.implementing_unit or disclosure.issuer),
            _stated(target.funding.total, target.funding.unit, [target.funding.fiscal]),
            target.annual_objective or "",
            tuple(ChainRow(i) for i in target.indicators),
            f"{heading}\n{notes}",
            target.at,
            target,
            number,
        )
    for evaluation in disclosure.evaluations:
        if not evaluation.is_of_department:
            yield _of_evaluation(evaluation, file, number, disclosure.fiscal_year)
    for form in disclosure.monitoring:
        yield _of_monitoring(form, file, number, disclosure.fiscal_year)


def _of_evaluation(
    evaluation: SelfEvaluation, file: str, number: int, year: int | None
) -> ChainDocument:
    funds = evaluation.funds
    amounts = [row.adjusted if row.adjusted is not None else row.initial for row in funds]
    reasons = [row.reason for row in funds] + [row.reason for row in evaluation.rows]
    return ChainDocument(
        file,
        Step.SELF_EVALUATION,
        evaluation.fiscal_year or year,
        evaluation.title,
        _unit_key(evaluation.implementing_unit),
        _stated(amounts[0] if amounts else None, evaluation.unit, amounts[1:]),
        evaluation.objective,
        tuple(ChainRow(row.indicator, row.actual) for row in evaluation.rows),
        "\n".join((evaluation.achieved, *reasons)),
        evaluation.at,
        evaluation,
        number,
    )


def _of_monitoring(form: MonitoringForm, file: str, number: int, year: int | None) -> ChainDocument:
    amounts = [row.budget for row in form.funds]
    return ChainDocument(
        file,
        Step.MONITORING,
        form.fiscal_year or year,
        form.title,
        _unit_key(form.implementing_unit),
        _stated(amounts[0] if amounts else None, form.unit, amounts[1:]),
        form.objective,
        tuple(ChainRow(row.indicator, row.actual) for row in form.rows),
        "\n".join(row.reason for row in form.rows),
        form.at,
        form,
        number,
    )


def _stated(
    total: Decimal | None, unit: MoneyUnit | None, parts: Sequence[Decimal | None]
) -> Money | None:
    """The total with its unit; None for a total of 0 whose parts are not: it was left out."""
    if total is None or unit is None or (total == 0 and any(parts)):
        return None
    return Money(total, unit)


def counted_in(unit: str | None) -> str | None:
    """The unit without a word of scale; all amounts of money are 元.

    >>> counted_in("万人次"), counted_in("亿元"), counted_in("万元/人")
    ('人次', '元', '元/人')
    """
    if unit in UNIT_WORDS:
        return "元"
    return unit[1:] if unit and len(unit) > 1 and unit[0] in "万亿" else unit


def told_objective(text: str) -> str:
    """An objective as it is compared with last year's: letters and digits, years left out."""
    return normalised(re.sub(r"(?:19|20)\d\d年?度?", "", text))
