"""A publication of performance targets (绩效目标公开): the list, the tables, the notes."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

from jixiao.model.cached import cached_property
from jixiao.model.frozen import Frozen, field
from jixiao.model.location import Location
from jixiao.model.money import Money, MoneyUnit
from jixiao.model.named import NamedTuple
from jixiao.model.project import ListedProject, WithheldProject
from jixiao.model.target import PerformanceTarget
from jixiao.model.wording import Passage, Wording, further_texts, wording_of

if TYPE_CHECKING:
    from jixiao.model.chain import Chain
    from jixiao.model.evaluation import SelfEvaluation
    from jixiao.model.indicator import Indicator
    from jixiao.model.monitoring import MonitoringForm
    from jixiao.model.peers import Peers
    from jixiao.model.personal_data import PersonalDatum
    from jixiao.model.secrecy import Days, SecrecyMark
    from jixiao.model.statement import Statement
    from jixiao.model.target_review import TargetReview

SCHEMA = "jixiao/disclosure/1"


class Source(NamedTuple):
    """The file a record was read from."""

    file: str
    sha256: str
    format: str


class Notice(NamedTuple):
    """Something odd but readable that the reader met (提示): never an error."""

    zh: str
    en: str
    at: Location | None = None


class Note(NamedTuple):
    """A paragraph of the publication outside its tables (附注), as printed.

    Or the text in a row of a table that no form took; its place has no column.
    """

    text: str
    at: Location | None = None

    @property
    def is_row(self) -> bool:
        """What a row of a table says and no form took: kept for review, never written again."""
        return self.at is not None and self.at.row is not None and self.at.column is None


class PageAccount(NamedTuple):
    """What a page of a book holds and what of it was taken (逐页核算).

    ``status`` is ``form`` (a form of the record stands there), ``list`` (the list of projects),
    ``table`` (tables, none of them taken), ``text``, ``picture`` (a scan, not read) or ``blank``.
    ``tables`` counts the tables that touch the page, ``taken`` those the record holds.
    """

    page: int
    status: str
    tables: int = 0
    taken: int = 0


class AccountLine(NamedTuple):
    """One project in the reconciliation of the list with the tables.

    ``status`` is ``found`` (listed, with its table), ``missing`` (listed, no table), ``unlisted``
    (a table, not in the list) or ``withheld`` (named as not published).
    """

    name: str
    status: str
    listed_amount: Decimal | None
    target_amount: Decimal | None
    target: PerformanceTarget | None
    listed: ListedProject | None
    listed_money: Money | None = None

    @property
    def target_money(self) -> Money | None:
        """The year's funds in the table, with their unit; None where either is not known."""
        return self.target.funding.money("total") if self.target is not None else None

    @property
    def gap(self) -> Money | None:
        """The difference of list and table, in the table's unit; None where it cannot be told."""
        listed, funds = self.listed_money, self.target_money
        if listed is None or funds is None:
            return None
        return Money(abs(listed.yuan - funds.yuan), MoneyUnit.YUAN).to(funds.unit)

    @property
    def place(self) -> Location | None:
        """Where its name stands: in the list, else in its table."""
        if self.listed is not None:
            return self.listed.at.get("name")
        return self.target.at.get("project_name") if self.target is not None else None


class Disclosure(Frozen):
    """One published document: who, which year, what was listed, published and withheld.

    ``stated_projects`` and ``stated_published`` are the counts the closing note gives (“共11项目
    …公开10项”). ``approved_on`` and ``published_on`` are ISO dates where the document states them.
    ``evaluations`` and ``monitoring`` are the other forms of the file, read for a check; the record
    of targets does not hold them. ``pages`` is the accounting page by page, where the file has
    pages. ``chains`` are its documents beside those before them in the files checked together, one
    for each that has one. ``statements`` are the sentences that count projects with targets or
    evaluations, and goals told in words; ``reviews`` the review forms
    (审核表) of the file.
    """

    issuer: str | None
    fiscal_year: int | None
    money_unit: MoneyUnit | None
    listed: tuple[ListedProject, ...] = ()
    targets: tuple[PerformanceTarget, ...] = ()
    withheld: tuple[WithheldProject, ...] = ()
    title: str | None = None
    listed_total: Decimal | None = None  # 合计 of the front list, where it states one
    notes: tuple[Note, ...] = field(default=(), compare=False)
    stated_projects: int | None = None
    stated_published: int | None = None
    approved_on: str | None = None
    published_on: str | None = None
    form: str | None = None
    at: Mapping[str, Location] = field(default_factory=dict, compare=False, repr=False)
    source: Source | None = field(default=None, compare=False)
    notices: tuple[Notice, ...] = field(default=(), compare=False)
    evaluations: tuple[SelfEvaluation, ...] = field(default=(), repr=False)
    monitoring: tuple[MonitoringForm, ...] = field(default=(), repr=False)
    chains: tuple[Chain, ...] = field(default=(), compare=False, repr=False)
    pages: tuple[PageAccount, ...] = field(default=(), compare=False, repr=False)
    statements: tuple[Statement, ...] = ()
    reviews: tuple[TargetReview, ...] = ()

    @cached_property
    def by_unit(self) -> Mapping[str, tuple[tuple[int, PerformanceTarget], ...]]:
        """The tables of each implementing unit, with their numbers from 1 in the document.

        Tables that name no unit go to the issuer, or to “本文件” where it is not stated either.
        """
        units: defaultdict[str, list[tuple[int, PerformanceTarget]]] = defaultdict(list)
        for number, target in enumerate(self.targets, 1):
            unit = target.implementing_unit or self.issuer or "本文件"
            units[unit].append((number, target))
        return {unit: tuple(targets) for unit, targets in units.items()}

    @cached_property
    def shared_worded_names(self) -> Mapping[str, Mapping[int, Indicator]]:
        """The names of worded rows that stand in several tables, and the first row in each.

        Tables are numbered from 1 in the document.
        """
        by_name: defaultdict[str, dict[int, Indicator]] = defaultdict(dict)
        for number, target in enumerate(self.targets, 1):
            for indicator in target.worded:
                by_name[indicator.name].setdefault(number, indicator)
        return {name: uses for name, uses in by_name.items() if len(uses) > 1}

    @cached_property
    def peers(self) -> tuple[Peers, ...]:
        """The projects that pay for the same kind of thing, by what one of it costs."""
        if sum(target.unit_cost is not None for target in self.targets) < 2:
            return ()
        from jixiao.model.peers import peers_among

        return peers_among(self.targets)

    @cached_property
    def wording(self) -> Wording:
        """Every text of the document and where it stands."""
        return wording_of(self)

    @cached_property
    def further_text(self) -> str:
        """Every text of the record that is not among its wording, one on each line."""
        return "\n".join([further[0] for further in further_texts(self) if further[0]])

    @cached_property
    def secrecy_marks(self) -> tuple[tuple[Passage, SecrecyMark], ...]:
        """The classification marks (密级标志) anywhere in the record, and where each stands."""
        if "密" not in self.wording.text and "密" not in self.further_text:
            return ()
        from jixiao.model.secrecy import secrecy_marks_of

        return tuple(secrecy_marks_of(self))

    @cached_property
    def personal_data(self) -> tuple[tuple[Passage, PersonalDatum], ...]:
        """The personal data (个人信息) anywhere in the record, and where each stands.

        A name alone is none; beside a number it is.
        """
        from jixiao.model.personal_data import personal_data_of

        return tuple(personal_data_of(self))

    @cached_property
    def published_between(self) -> Days | None:
        """The day of publication, else the fiscal year it lies in; None where neither is known."""
        from datetime import date

        from jixiao.model.secrecy import Days

        if self.published_on is not None:
            day = date.fromisoformat(self.published_on)
            return Days(day, day)
        year = self.fiscal_year
        return Days(date(year, 1, 1), date(year, 12, 31)) if year is not None else None

    @cached_property
    def days_to_publication(self) -> int | None:
        """The days from approval (批复) to publication (公开); None where a date is not known."""
        if self.approved_on is None or self.published_on is None:
            return None
        from datetime import date

        return (date.fromisoformat(self.published_on) - date.fromisoformat(self.approved_on)).days

    @cached_property
    def accounting(self) -> tuple[AccountLine, ...]:
        """Every project of the list, every table and every withheld project, each once.

        A table answers a line of the list when the names are equal but for blanks and brackets;
        a listed project without a table is withheld when the document names it as such.
        """
        lines: list[AccountLine] = []
        tables: defaultdict[str, deque[PerformanceTarget]] = defaultdict(deque)
        for target in self.targets:
            tables[_folded(target.project_name or "")].append(target)
        withheld = {_folded(w.name): w for w in self.withheld}
        answered: set[int] = set()
        for listed in self.listed:
            name = _folded(listed.name)
            is_withheld = withheld.pop(name, None) is not None
            match = tables[name].popleft() if tables.get(name) else None
            answered.add(id(match))
            lines.append(
                AccountLine(
                    listed.name,
                    "found" if match is not None else "withheld" if is_withheld else "missing",
                    listed.amount,
                    match.funding.total if match is not None else None,
                    match,
                    listed,
                    self._money(listed.amount),
                )
            )
        lines.extend(
            AccountLine(t.title, "unlisted", None, t.funding.total, t, None)
            for t in self.targets
            if id(t) not in answered
        )
        lines.extend(
            AccountLine(w.name, "withheld", w.amount, None, None, None) for w in withheld.values()
        )
        return tuple(lines)

    @cached_property
    def repeated(self) -> tuple[tuple[PerformanceTarget, ...], ...]:
        """The tables that stand more than once: one name, one unit, and all they say the same."""
        by_name: defaultdict[str, list[PerformanceTarget]] = defaultdict(list)
        for target in self.targets:
            by_name[_folded(target.project_name or "")].append(target)
        alike: defaultdict[object, list[PerformanceTarget]] = defaultdict(list)
        for name, targets in by_name.items():
            for target in targets if name and len(targets) > 1 else ():
                said = (target.fiscal_year, target.annual_objective, target.indicators)
                alike[name, target.implementing_unit, target.funding, said].append(target)
        return tuple(tuple(targets) for targets in alike.values() if len(targets) > 1)

    def _money(self, amount: Decimal | None) -> Money | None:
        unit = self.money_unit
        return Money(amount, unit) if amount is not None and unit is not None else None

    @property
    def listed_sum(self) -> Decimal | None:
        """The sum of the list's amounts; None where one of them is blank."""
        amounts = [p.amount for p in self.listed if p.amount is not None]
        return sum(amounts, Decimal(0)) if len(amounts) == len(self.listed) else None

    def note_at(self, place: Location | None) -> str | None:
        """The whole paragraph at ``place`` or around the characters it means."""
        return self._notes_by_place.get(place.cell if place is not None else None)

    @cached_property
    def _notes_by_place(self) -> Mapping[Location | None, str]:
        return {note.at: note.text for note in reversed(self.notes)}  # the first at a place


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two project names are the same but for blanks, quotes and width of brackets."""
    return one is not None and other is not None and _folded(one) == _folded(other)


def project_numbers(numbers: Iterable[int], language: str = "zh") -> str:
    """Numbers of projects in a sentence, twenty at most: “第1、2个”, “第1、2、…、20个等”."""
    shown = [str(number) for number in islice(numbers, 21)]
    if language == "en":
        return ", ".join(shown[:20]) + (" and others" if len(shown) > 20 else "")
    return f"第{'、'.join(shown[:20])}个" + ("等" if len(shown) > 20 else "")


_FOLD = str.maketrans("（）", "()", " \t\n\u3000\xa0“”‘’\"'")


def _folded(name: str) -> str:
    return name.translate(_FOLD)
