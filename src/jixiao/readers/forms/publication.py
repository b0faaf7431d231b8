"""A whole document (公开文本): title, front list, tables and notes, put together."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from jixiao.model.disclosure import Disclosure, Note, Notice, Source
from jixiao.model.location import Location
from jixiao.model.money import MoneyUnit
from jixiao.model.named import NamedTuple
from jixiao.model.target import PerformanceTarget
from jixiao.readers.forms.cell_text import fiscal_year, inline_pairs, money_unit
from jixiao.readers.forms.closing_note import DATES, read_stated_counts, read_withheld
from jixiao.readers.forms.front_list import FrontList, read_front_list
from jixiao.readers.forms.labels import field_of, folded, label
from jixiao.readers.forms.left_over import with_left_over
from jixiao.readers.forms.lone_rows import hand_over
from jixiao.readers.forms.other_forms import (
    is_form_title,
    other_form,
    other_form_titled,
    refusal,
)
from jixiao.readers.forms.page_account import with_pages
from jixiao.readers.forms.project_target import TargetReader
from jixiao.readers.forms.variants import VARIANTS
from jixiao.readers.grid import Grid, Layout, Paragraph

if TYPE_CHECKING:
    from jixiao.model.evaluation import SelfEvaluation
    from jixiao.model.monitoring import MonitoringForm
    from jixiao.model.statement import Statement
    from jixiao.model.target_review import TargetReview
    from jixiao.readers.forms.target_review import ReviewReader

Stated = TypeVar("Stated")

_LONGEST_TITLE = 100  # characters
_LONGEST_FURNITURE = 24
_PAGE_WORDS = str.maketrans("", "", "—-–第页共/")
_LONGEST_ATTACHMENT = 6  # 附件1-2
_LONGEST_FIELDS = 120  # characters
_MOST_NAMED = 5  # tables named in one notice
_TOPICS = (
    "项目支出",
    "项目绩效",
    "部门预算",
    "单位预算",
    "预算项目",
    "项目",
    "预算",
    "绩效目标",
    "绩效",
)
_TITLE_STARTS = ("关于", "附件", "附：", "附:")
# What the names of public bodies end in; a title may begin with a project's name instead.
_BODIES = frozenset(
    "局委厅办室心府院校学会部处站所馆队司团区县市镇乡道门位库行社关场园台网州盟旗村"
)


class Results(NamedTuple):
    """The forms of a document that say what came of targets, and the tables they stand in."""

    evaluations: tuple[SelfEvaluation, ...] = ()
    monitoring: tuple[MonitoringForm, ...] = ()
    notices: tuple[Notice, ...] = ()
    tables: frozenset[int] = frozenset()

    @property
    def forms(self) -> tuple[SelfEvaluation | MonitoringForm, ...]:
        """All of them."""
        return (*self.evaluations, *self.monitoring)


NO_RESULTS = Results()
_TOLD_IN_WORDS = Notice(
    "绩效目标只写在文字里，没有指标表：只读取了项目个数、金额的表述，没有可审核的指标。",
    "performance targets are only spoken of in sentences, there is no table of indicators: the "
    "counts and totals were read, there are no indicators to check",
)


class Reading:
    """What has been read of a document so far."""

    def __init__(self, layout: Layout) -> None:
        self.notices = list(layout.notices)
        self.reader = TargetReader(layout.format, self.notices)
        self.lists: list[FrontList] = []
        self.withholding: list[Paragraph] = []
        self.notes: list[tuple[Note, Paragraph]] = []  # a paragraph kept keeps its id
        self.others: list[tuple[str, Location]] = []
        self.unread: list[Location] = []
        self.at: dict[str, Location] = {}
        self.title: str | None = None
        self.issuer: str | None = None
        self.year: int | None = None
        self.stated: int | None = None
        self.published: int | None = None
        self.dates: dict[str, str] = {}
        self.heading: Paragraph | None = None
        self.over: list[Paragraph] = []  # labels with values over the next table
        self.table_year: int | None = None
        self.table_unit = ""
        self.reviews: ReviewReader | None = None

    # ── paragraphs ───────────────────────────────────────────────────────────────────────────

    def take_paragraph(self, paragraph: Paragraph) -> None:
        """Read a paragraph: the title, a heading, a note, or what stands over a table."""
        text = paragraph.text.strip()
        if self.reviews is not None:
            self.reviews.take_paragraph(paragraph)
        self.notes.append((Note(text, paragraph.location), paragraph))
        if self.title is None and len(text) <= _LONGEST_TITLE and self._take_title(text):
            self._place_title(paragraph.location)
            if is_form_title(text):  # over the first table, which is of that year
                self.table_year = self.table_year or self.year
            return
        if "公开" in text:
            self.withholding.append(paragraph)
            counts = read_stated_counts(text)
            self.stated, self.published = (
                counts.stated or self.stated,
                counts.published or self.published,
            )
            if any(counts):
                self.at["stated_projects"] = self.at["stated_published"] = paragraph.location
        if len(text) <= _LONGEST_FURNITURE and self._is_furniture(text):
            return
        for field in self.dates:
            self.at.setdefault(field, paragraph.location)
        if _holds_fields(text):
            self.over.append(paragraph)
            return
        self.heading = paragraph

    def _take_title(self, text: str) -> bool:
        """The document's title: issuer, year, and that it is about performance targets."""
        if "绩效目标" not in text or "20" not in text or other_form_titled(text) is not None:
            return False
        year = fiscal_year(text)
        if year is None:
            return False
        before, _, after = text.partition(str(year))
        issuer = before.strip()
        for word in _TITLE_STARTS:
            issuer = issuer.removeprefix(word).lstrip("0123456789：:.、 ")
        if not issuer:
            after = after.strip().removeprefix("年").removeprefix("度")
            ends = [after.find(topic) for topic in _TOPICS if topic in after]
            issuer = after[: min(ends)].strip()
        if len(issuer) < 2 or "。" in issuer:
            return False
        self.title, self.year = text, year
        if label(issuer)[-1:] in _BODIES:
            self.issuer = issuer
        return True

    def _place_title(self, place: Location) -> None:
        self.at["title"] = self.at["fiscal_year"] = place
        if self.issuer is not None:
            self.at["issuer"] = place

    def _is_furniture(self, text: str) -> bool:
        """A line that belongs to the form itself: its title, its year, its money unit, a page."""
        bare = folded(text)
        if "单位" in bare and len(bare) <= 12 and money_unit(bare) is not None:
            self.table_unit = bare
            return True
        if is_form_title(text):
            self.table_year = self.table_year or fiscal_year(text)
            return True
        if bare.endswith(("年度", "年度）", "年度)", "年）", "年)")) and len(bare) <= 12:
            self.table_year = fiscal_year(bare) or self.table_year
            return True
        for field, words in DATES:
            if bare.startswith(words):
                self._take_date(field, bare)
        if bare.startswith("附件") and len(bare) <= _LONGEST_ATTACHMENT:
            return True
        if bare in ("续表", "（续表）", "(续表)", "续"):
            return True
        return bare.translate(_PAGE_WORDS).isdigit()  # “— 3 —”, “第2页 共9页”

    def _take_date(self, field: str, bare: str) -> None:
        from jixiao.readers.value_grammar import read_value

        for word in dict(DATES)[field]:
            bare = bare.removeprefix(word)
        day = read_value(bare[:10]).deadline or read_value(bare).deadline
        if day is not None and len(day) == 10 and not day.startswith("-"):
            self.dates.setdefault(field, day)

    # ── grids ────────────────────────────────────────────────────────────────────────────────

    def take_grid(self, grid: Grid) -> None:
        """Read a grid: a list, targets, another form, or none of these."""
        heading, self.heading = self.heading, None
        over, self.over = self.over, []
        year, self.table_year = self.table_year, None
        unit, self.table_unit = self.table_unit, ""
        front = self._front_list(grid, unit)
        if front:
            self.reader.close()
            return
        form = other_form(grid, heading)
        place = Location(grid.number, sheet=grid.sheet, page=grid.page)
        if form == "department-target":
            if not self.reader.read(grid, heading, year, unit, is_department=True):
                self.others.append((form, place))
        elif form is not None:
            self.reader.close()
            if form != "target-review" or not self._read_review(grid, heading, year):
                self.others.append((form, place))
        elif not self.reader.read(grid, heading, year, unit, over) and any(
            cell.text.strip() for row in grid.rows[:20] for cell in row
        ):
            self.unread.append(place)

    def _read_review(self, grid: Grid, heading: Paragraph | None, year: int | None) -> bool:
        from jixiao.readers.forms.target_review import ReviewReader

        if self.reviews is None:
            self.reviews = ReviewReader()
        return self.reviews.read(grid, heading, year)

    def _front_list(self, grid: Grid, unit: str) -> bool:
        if self.lists and self.lists[-1].goes_on(grid):
            self.lists[-1].take_rows(grid, 0)
            return True
        front = read_front_list(grid)
        if front is None or not (front.listed or front.total is not None):
            return False
        if self.lists and not (front.title or front.columns == self.lists[0].columns):
            return False
        if front.unit is None and unit:
            front.unit = money_unit(unit)
        if self.title is None and front.title and self._take_title(front.title):
            self._place_title(Location(grid.number, 1, sheet=grid.sheet, page=grid.page))
        self.lists.append(front)
        return True


def read_publication(layout: Layout, source: Source, *, with_results: bool = False) -> Disclosure:
    """The record of a document. Raises :class:`NotAPerformanceForm` when it holds no form.

    ``with_results`` reads the self-evaluations and monitoring forms too, and the target table of a
    whole department where the file holds no project's.
    """
    reading = Reading(layout)
    hand_over(layout, reading.take_paragraph, reading.take_grid, with_notes=True)
    reader = reading.reader
    reader.close()
    others = [*reading.others, *reader.others]
    targets = tuple(reader.targets)
    listed = tuple(project for front in reading.lists for project in front.listed)
    results = NO_RESULTS
    if with_results and (others or reading.unread or reader.unread or not targets):
        from jixiao.readers.forms.results import read_results

        results = read_results(layout)
        others = [other for other in others if other[1].table not in results.tables]
        reading.unread = [at for at in reading.unread if at.table not in results.tables]
        reader.unread = [at for at in reader.unread if at.table not in results.tables]
        reading.notices += results.notices
    statements = _statements(layout)
    if reading.reviews is not None:
        reading.reviews.close()
    reviews = tuple(reading.reviews.reviews) if reading.reviews is not None else ()
    is_told = not targets and not listed and not results.forms and not reviews
    if is_told:
        if not any(statement.projects is not None for statement in statements):
            raise refusal(layout, source.file, [form for form, _ in others])
        reading.notices.append(_TOLD_IN_WORDS)
        others = [other for other in others if other[0] != "budget-table"]
    unread = sorted([*reading.unread, *reader.unread], key=lambda place: place.table or 0)
    _tell_unread(others, unread, reading.notices)
    lists = reading.lists
    withheld = [w for front in lists for w in front.withheld]
    named = {w.name for w in withheld}
    unit = (lists[0].unit if lists else None) or _unit(targets)
    for paragraph in reading.withholding:
        withheld += [w for w in read_withheld(paragraph, unit) if w.name not in named]
    if lists and lists[0].total_at is not None:
        reading.at["listed_total"] = lists[0].total_at
    disclosure = Disclosure(
        issuer=reading.issuer or _only({t.implementing_unit for t in targets}),
        fiscal_year=reading.year
        or _only({t.fiscal_year for t in (targets or results.forms or reviews)}),
        money_unit=unit,
        listed=listed,
        targets=targets,
        withheld=tuple(withheld),
        title=reading.title,
        listed_total=_total(lists),
        notes=tuple(
            n for n, paragraph in reading.notes if id(paragraph) not in reader.used_headings
        ),
        stated_projects=reading.stated,
        stated_published=reading.published,
        approved_on=reading.dates.get("approved_on"),
        published_on=reading.dates.get("published_on"),
        form=_form({t.form for t in targets}, reviews, lists, is_prose=is_told),
        at=reading.at,
        source=source,
        notices=tuple(reading.notices),
        evaluations=results.evaluations,
        monitoring=results.monitoring,
        statements=statements,
        reviews=reviews,
    )
    if not is_told:
        disclosure = with_left_over(disclosure, layout)
    return with_pages(disclosure, layout) if layout.page_count else disclosure


def _holds_fields(text: str) -> bool:
    """Labels of the form with their values, as some print them over its lines."""
    if len(text) > _LONGEST_FIELDS or ("：" not in text and ":" not in text):
        return False
    fields = [field_of(name) for name, _ in inline_pairs(text)]
    return None not in fields and not set(fields) <= {"other"}


def _statements(layout: Layout) -> tuple[Statement, ...]:
    """The sentences on performance; the reader of them is loaded where a word of theirs stands."""
    if not any(isinstance(b, Paragraph) and "绩效" in b.text for b in layout.blocks):
        return ()
    if not any(isinstance(b, Paragraph) and "个" in b.text for b in layout.blocks):
        return ()
    from jixiao.readers.forms.statements import read_statements

    return read_statements(layout)


def _only(values: set[Stated | None]) -> Stated | None:
    """The one thing all say; None when they differ or say nothing."""
    return next(iter(values)) if len(values) == 1 else None


def _unit(targets: tuple[PerformanceTarget, ...]) -> MoneyUnit | None:
    return _only({t.funding.unit for t in targets})


def _form(
    forms: set[str | None],
    reviews: tuple[TargetReview, ...],
    lists: list[FrontList],
    *,
    is_prose: bool,
) -> str:
    if not forms and reviews and not lists:
        return "target-review"
    if not forms:
        return "statements" if is_prose and not lists else "front-list"
    return _only(forms) or "mixed"


def _total(lists: list[FrontList]) -> Decimal | None:
    """The total the list states; of several lists the sum, when every one states its own."""
    totals = [front.total for front in lists]
    if not totals or any(total is None for total in totals):
        return None
    return sum((total for total in totals if total is not None), Decimal(0))


def _tell_unread(
    others: list[tuple[str, Location]], unread: list[Location], notices: list[Notice]
) -> None:
    """Say which tables of the file were not read, and what they are."""
    for form, place in others:
        variant = VARIANTS[form]
        notices.append(
            Notice(
                f"{_place(place, 'zh')}是{variant.zh}，没有读取：本版本只读取项目支出绩效目标表。",
                f"{_place(place, 'en')} is a {variant.en}; this version reads target tables only "
                "and has not read it",
                place,
            )
        )
    if unread:
        zh = "、".join([_place(place, "zh") for place in unread[:_MOST_NAMED]])
        zh += "等" if len(unread) > _MOST_NAMED else ""
        en = ", ".join([_place(place, "en") for place in unread[:_MOST_NAMED]])
        count = len(unread)
        notices.append(
            Notice(
                f"有{count}张表不是绩效目标表，没有读取：{zh}。",
                f"{count} tables are no target tables and were not read: {en}"
                + (" and others" if count > _MOST_NAMED else ""),
                unread[0],
            )
        )


def _place(place: Location, language: str) -> str:
    return place._replace(row=None, column=None, line=None).describe(language)
