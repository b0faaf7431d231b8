"""The report on a year's projects (绩效自评报告、绩效评价报告) as plain values, in no format yet.

Chapters as they are usual: the projects, how they were evaluated, the result, targets, budget,
deviations, what follows; the working of every row as an annex. Every sentence is made from values
by :mod:`jixiao.writers.report_sentences`; where a person must write, the mark 〔待填写：…〕 stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import StrEnum

from jixiao.model.evaluation import ScoredRow, ScoreSheet
from jixiao.model.exceptions import UnusableRequest
from jixiao.model.finding import Message
from jixiao.model.monitoring import Monitored
from jixiao.regulations.parameter import Norms, norms_for
from jixiao.writers import report_sentences as say
from jixiao.writers.report_figures import (
    State,
    by_class,
    by_method,
    common_unit,
    execution_figures,
    execution_rate,
    main_funds,
    over_achieved,
    rows_in,
)
from jixiao.writers.report_parts import Block, Cover, Heading, Paragraph, Report, Watched
from jixiao.writers.report_tables import (
    PROJECT,
    chart_of,
    class_table,
    funds_table,
    row_table,
    total_table,
    working_table,
)
from jixiao.writers.self_evaluation_layout import execution_reason


class Kind(StrEnum):
    """Whose report it is."""

    SELF = "self"  # 绩效自评报告
    EVALUATION = "evaluation"  # 绩效评价报告


_NUMERALS = "〇一二三四五六七八九"


def report_on(
    sheets: Sequence[ScoreSheet],
    kind: str = "self",
    *,
    fiscal_year: int | None = None,
    place: str = "",
    monitored: Watched | None = None,
    note: str = "",
) -> Report:
    """The report on one project or on several.

    ``fiscal_year`` is that of the sheets where they all state one. ``monitored`` holds the rows of
    the year's monitoring by project title; ``note`` is said of the whole on the first page (that
    the evidence is synthetic). Raises :class:`UnusableRequest` where there is nothing to report on
    or no year.
    """
    year = _year_of(sheets, fiscal_year)
    writer = _Writer(sheets, Kind(kind), year, norms_for(year, place), monitored or {})
    return Report(_cover(sheets, Kind(kind), year, note), tuple(writer.blocks()))


def _year_of(sheets: Sequence[ScoreSheet], fiscal_year: int | None) -> int:
    if not sheets:
        raise UnusableRequest(
            "没有评分表，写不成报告。请先对项目计分。",
            "there is no score sheet to report on; score a project first",
        )
    years = {sheet.evaluation.fiscal_year for sheet in sheets} - {None}
    year = years.pop() if fiscal_year is None and len(years) == 1 else fiscal_year
    if year is None:
        raise UnusableRequest(
            "评分表没有写明同一个预算年度。请指明报告的年度。",
            "the score sheets do not state one fiscal year; name the year of the report",
        )
    return year


def _cover(sheets: Sequence[ScoreSheet], kind: Kind, year: int, note: str) -> Cover:
    zh, en = (
        ("绩效自评报告", "self-evaluation") if kind is Kind.SELF else ("绩效评价报告", "evaluation")
    )
    one = sheets[0].evaluation.title if len(sheets) == 1 else ""
    departments = _alike([sheet.evaluation.department for sheet in sheets])
    units = _alike([sheet.evaluation.implementing_unit for sheet in sheets])
    about_zh = one or f"{units or departments}项目支出"
    about_en = one or (
        f"projects of {units or departments}" if units or departments else "projects"
    )
    count = Message(f"{len(sheets)}个", str(len(sheets)))
    name = say.same(one) if one else count
    blank = say.to_fill
    day = blank("编制日期", "date")
    lines = (
        (PROJECT if one else Message("项目数量", "projects"), name),
        (
            Message("实施单位", "implementing unit"),
            say.same(units) if units else blank("实施单位", "implementing unit"),
        ),
        (
            Message("主管部门", "department"),
            say.same(departments) if departments else blank("主管部门", "department"),
        ),
        (Message("评价年度", "year"), Message(f"{year}年度", str(year))),
        (
            Message("编制单位", "drawn up by"),
            blank("编制单位（盖章）", "unit (seal)"),
        ),
        (Message("编制日期", "date"), day),
    )
    title = Message(f"{year}年度{about_zh}\n{zh}", f"Report on the {en} of {about_en}, {year}")
    return Cover(title, lines, say.same(note))


def _alike(texts: Sequence[str]) -> str:
    """The text all have; nothing where they differ."""
    found = {text.strip() for text in texts}
    return found.pop() if len(found) == 1 else ""


class _Writer:
    """Writes the chapters from the sheets."""

    def __init__(
        self,
        sheets: Sequence[ScoreSheet],
        kind: Kind,
        year: int,
        norms: Norms,
        monitored: Watched,
    ) -> None:
        self.sheets = sheets
        self.is_self = kind is Kind.SELF
        self.year = year
        self.norms = norms
        self.monitored = monitored
        self.is_single = len(sheets) == 1

    def blocks(self) -> Iterator[Block]:
        is_self = self.is_self
        chapters = (
            (Message("项目基本情况", "The projects"), self._projects),
            (
                Message(
                    "自评工作开展情况" if is_self else "评价工作情况", "How they were evaluated"
                ),
                self._work,
            ),
            (Message("综合评价结论", "The result"), self._result),
            (Message("绩效目标完成情况分析", "The targets"), self._targets),
            (Message("预算执行情况", "The budget"), self._budget),
            (Message("偏差原因与存在问题", "Deviations"), self._deviations),
            (
                Message(f"改进建议{'与结果应用' if is_self else '及结果应用'}", "What follows"),
                self._consequences,
            ),
        )
        for number, (title, chapter) in enumerate(chapters, 1):
            heading = Message(f"{_NUMERALS[number]}、{title.zh}", f"{number}. {title.en}")
            yield Heading(heading, 1)
            yield from chapter()
        yield from self._annex()

    def _part(self, number: int, sheet: ScoreSheet) -> Iterator[Block]:
        """The heading of one project within a chapter, where there are several."""
        if not self.is_single:
            title = sheet.evaluation.title
            yield Heading(Message(f"（{_written(number)}）{title}", f"({number}) {title}"), 2)

    def _projects(self) -> Iterator[Block]:
        if not self.is_single:
            yield Paragraph((say.about_projects(self.sheets, self.year, is_self=self.is_self),))
        for number, sheet in enumerate(self.sheets, 1):
            yield from self._part(number, sheet)
            funds = say.about_funds(sheet, main_funds(sheet), self.year)
            yield Paragraph((say.about_project(sheet, self.year), funds))
            yield Paragraph((say.about_objective(sheet, self.year),))
            yield Paragraph((say.about_indicators(by_class([sheet])),))

    def _work(self) -> Iterator[Block]:
        sheets = self.sheets
        yield Paragraph((say.about_evaluators(len(sheets), is_self=self.is_self),))
        if self.is_single:
            yield Paragraph((say.about_execution_weight(sheets[0]),))
        methods = by_method(sheets)
        if methods:
            yield Paragraph(tuple(say.about_method(m, with_names=self.is_single) for m in methods))
        counted = [row for sheet in sheets for row in sheet.rows if row.is_counted]
        stated = [row for row in counted if not row.row.actual.is_blank]
        if stated:
            proved = sum(bool(row.row.actual.proof) for row in stated)
            yield Paragraph((say.about_proofs(proved, len(stated) - proved),))
        for sheet in sheets:
            open_rows, out = rows_in(sheet, State.OPEN), rows_in(sheet, State.OUT)
            sentences = []
            if open_rows:
                sentences.append(say.about_unscored(sheet, open_rows))
            if out:
                sentences.append(say.about_inapplicable(sheet, out))
            if sentences:
                yield Paragraph(tuple(sentences))

    def _result(self) -> Iterator[Block]:
        sheets = self.sheets
        if self.is_single:
            stated = say.about_stated_total(sheets[0])
            yield Paragraph((say.about_total(sheets[0]), *([stated] if stated else ())))
            figures = [execution_figures(sheets), *by_class(sheets)]
            yield class_table(figures)
            yield chart_of(figures, Message("各部分分值与得分", "Weight and points"))
            return
        totals = [sheet.total for sheet in sheets if sheet.total is not None]
        sentences = [say.about_grades(sheets)]
        if totals:
            sentences.append(say.about_totals(totals))
        yield Paragraph(tuple(sentences))
        yield total_table(sheets)
        yield chart_of(
            [execution_figures(sheets), *by_class(sheets)],
            Message(
                f"各部分平均分值与平均得分（{len(sheets)}个项目）",
                f"Weight and points on average ({len(sheets)} projects)",
            ),
            len(sheets),
        )

    def _targets(self) -> Iterator[Block]:
        for number, sheet in enumerate(self.sheets, 1):
            yield from self._part(number, sheet)
            lead = [say.about_achievement(sheet, self.year)]
            if not self.is_single:
                lead.insert(0, say.about_total(sheet))
            yield Paragraph(tuple(lead))
            classes = by_class([sheet])
            if not self.is_single:
                title = Message("各部分分值与得分", "Weight and points")
                yield chart_of([execution_figures([sheet]), *classes], title)
            shown = [figures for figures in classes if figures.rows]
            if self.is_single:
                for figures in shown:
                    yield Paragraph((say.about_class(figures),))
                    label = figures.label
                    about = Message(f"{label.zh}完成情况", f"Indicators of {label.en}")
                    yield row_table(figures.rows, about)
            elif shown:
                yield Paragraph(tuple(map(say.about_class, shown)))
                rows = [row for figures in shown for row in figures.rows]
                name = say.quoted(sheet.evaluation.title)
                yield row_table(rows, Message(f"{name}指标完成情况", f"Indicators of {name}"))

    def _budget(self) -> Iterator[Block]:
        unit = common_unit(self.sheets)
        if not self.is_single and unit is not None:
            both = [
                (row.adjusted, row.paid)
                for row in map(main_funds, self.sheets)
                if row is not None and row.adjusted is not None and row.paid is not None
            ]
            if both:
                zero = Decimal(0)
                adjusted, paid = (sum((pair[n] for pair in both), zero) for n in (0, 1))
                left_out = len(self.sheets) - len(both)
                yield Paragraph((say.about_sums(adjusted, paid, len(both), left_out, unit),))
        for number, sheet in enumerate(self.sheets, 1):
            yield from self._part(number, sheet)
            sentences = [say.about_spending(sheet, main_funds(sheet))]
            sentences.append(say.about_execution_points(sheet))
            sentences += [
                say.about_monitored(row) for row in self._watched(sheet) if row.indicator is None
            ]
            yield Paragraph(tuple(sentences))
            if sheet.evaluation.funds:
                yield funds_table(sheet)

    def _watched(self, sheet: ScoreSheet) -> list[Monitored]:
        rows = self.monitored.get(sheet.evaluation.title, ())
        return [row for row in rows if row.needs_reason]

    def _over(self, sheet: ScoreSheet) -> list[tuple[ScoredRow, Decimal]]:
        shares = (
            (row, over_achieved(row, self.norms.over_achievement_ratio)) for row in sheet.rows
        )
        return [(row, share) for row, share in shares if share is not None]

    def _low_rate(self, sheet: ScoreSheet) -> Decimal | None:
        rate = execution_rate(main_funds(sheet))
        bound = self.norms.execution_reason_below * 100
        return rate if rate is not None and rate < bound else None

    def _deviations(self) -> Iterator[Block]:
        ratio = self.norms.over_achievement_ratio
        bound = self.norms.execution_reason_below * 100
        for number, sheet in enumerate(self.sheets, 1):
            yield from self._part(number, sheet)
            found = []
            own, rate = sheet.execution, self._low_rate(sheet)
            known = execution_rate(main_funds(sheet))
            if rate is not None:
                found.append(say.about_low_execution(rate, bound, own, execution_reason(sheet)))
            elif own.points is None:
                found.append(say.about_execution_points(sheet))
            elif own.points < own.weight:
                found.append(
                    say.about_execution_points(sheet)
                    if known is None
                    else say.about_lost_execution(known, own)
                )
            found += [say.about_shortfall(row) for row in rows_in(sheet, State.SHORT)]
            found += [
                say.about_over_achievement(row, share, ratio) for row, share in self._over(sheet)
            ]
            found += [say.about_open_row(row) for row in rows_in(sheet, State.OPEN)]
            found += [
                say.about_monitored(row)
                for row in self._watched(sheet)
                if row.indicator is not None
            ]
            title = sheet.evaluation.title
            found += [say.about_difference(title, d) for d in sheet.differences]
            if found:
                for place, sentence in enumerate(found, 1):
                    yield Paragraph(
                        (Message(f"{place}．{sentence.zh}", f"{place}. {sentence.en}"),)
                    )
            else:
                full = rows_in(sheet, State.FULL)
                yield Paragraph((say.about_no_deviation(sheet, len(full)),))

    def _consequences(self) -> Iterator[Block]:
        ratio = self.norms.over_achievement_ratio
        bound = self.norms.execution_reason_below * 100
        for number, sheet in enumerate(self.sheets, 1):
            yield from self._part(number, sheet)
            items = []
            open_rows, short = rows_in(sheet, State.OPEN), rows_in(sheet, State.SHORT)
            over = [row for row, _ in self._over(sheet)]
            unexplained = [row for row in (*short, *over) if not row.row.reason.strip()]
            rate, funds = self._low_rate(sheet), main_funds(sheet)
            if open_rows:
                items.append(say.to_supply_values(open_rows))
            if unexplained:
                items.append(say.to_supply_reasons(unexplained))
            items += [say.to_improve(row) for row in short if row.row.reason.strip()]
            if over:
                items.append(say.to_review_targets(over, ratio))
            if rate is not None and funds is not None:
                left = say.left_over(funds, sheet.evaluation.unit)
                items.append(say.to_review_budget(rate, bound, left))
            items.append(say.to_use_result(sheet))
            for place, item in enumerate(items, 1):
                yield Paragraph((Message(f"{place}．{item.zh}", f"{place}. {item.en}"),))

    def _annex(self) -> Iterator[Block]:
        title = Message("附件：得分计算过程", "Annex: the working of every row")
        yield Heading(title, 1, new_page=True)
        for number, sheet in enumerate(self.sheets, 1):
            yield from self._part(number, sheet)
            yield working_table(sheet)


def _written(number: int) -> str:
    """A number up to 99 in Chinese numerals; digits above."""
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    if not tens:
        return _NUMERALS[ones]
    return f"{_NUMERALS[tens] if tens > 1 else ''}十{_NUMERALS[ones] if ones else ''}"
