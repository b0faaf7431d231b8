"""The self-evaluation form (项目支出绩效自评表, 部门整体支出绩效自评表) and the long table of many.

One reader for all layouts: labelled cells on top, rows of funds under 全年执行数 or 执行数, the
objective beside what was reached, the indicators under 实际完成值 and 得分, the total below.
Labels, levels and values are read as those of target tables; a blank cell is None or empty.
What only a department prints is in ``department_evaluation``, the table in which each row names
its project in ``all_evaluations``.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from jixiao.model.disclosure import Notice
from jixiao.model.evaluation import SelfEvaluation
from jixiao.model.location import Location
from jixiao.readers.forms.all_evaluations import (
    AllEvaluations,
    LongHeader,
    is_over_header,
    long_header,
)
from jixiao.readers.forms.cell_text import fiscal_year, money_unit, points
from jixiao.readers.forms.department_evaluation import (
    department_name,
    method_notice,
    task_column,
    task_name,
    tasks_notice,
)
from jixiao.readers.forms.evaluated_rows import EvaluatedRows, indicator_header
from jixiao.readers.forms.execution_rows import (
    AMOUNTS,
    execution_row,
    fund_label,
    funds_header,
    is_total_of_funds,
)
from jixiao.readers.forms.field_rows import FieldRows
from jixiao.readers.forms.indicator_block import Block, classes, read_header
from jixiao.readers.forms.indicator_rows import SIGNATURES
from jixiao.readers.forms.labels import field_of, folded, label
from jixiao.readers.forms.lone_rows import hand_over
from jixiao.readers.forms.open_evaluation import DEPARTMENT, PROJECT, OpenEvaluation
from jixiao.readers.forms.other_forms import (
    is_form_title,
    lone_text,
    other_form,
    other_form_titled,
)
from jixiao.readers.forms.unreplayed import (
    is_list_of_results,
    is_scheme,
    list_notice,
    scheme_notice,
)
from jixiao.readers.grid import Cell, Grid, Layout, Paragraph
from jixiao.readers.vocabulary import words

_FORMS = (PROJECT, DEPARTMENT)
_EXPECTED = frozenset(
    words("预期目标 年初设定目标 年度预期目标 预期绩效目标 年初目标 年初绩效目标 年初整体绩效目标")
)
_ADJUSTED = frozenset(
    words("全年调整绩效目标 调整绩效目标 调整后绩效目标 调整后目标 调整目标 全年调整目标")
)
_ACHIEVED = frozenset(
    words(
        "实际完成情况 目标实际完成情况 全年实际完成情况 年度目标完成情况 目标完成情况 "
        "全年目标实际完成情况 全年完成目标 全年目标完成情况 年度总体目标完成情况"
    )
)
_TOTALS = tuple(words("总分 总得分 合计 总计 自评总分 自评得分"))
_GRADES = frozenset(
    words(
        "自评等级 自评等次 评价等级 评价等次 绩效等级 评定等级 自评结果等级 等级 等次 绩效自评等级"
    )
)
_WHOLE_TOTALS = frozenset(words("总分 总得分 自评总分 自评总得分 自评得分"))
_MOST_HEADER = 60  # characters of the longest header cell
_SHORT = 14  # characters; “（2022年度）”, “单位：万元”
_SAMPLE = 8  # rows looked at to see whether a table goes on


class ReadEvaluations(NamedTuple):
    """The self-evaluations of a document, in order, what is odd, what cannot be replayed."""

    evaluations: tuple[SelfEvaluation, ...]
    notices: tuple[Notice, ...]
    unreplayed: tuple[Notice, ...]


def read_evaluations(layout: Layout) -> ReadEvaluations:
    """What a document holds of self-evaluations."""
    reader = EvaluationReader(layout.format)
    reader.notices += layout.notices
    hand_over(layout, reader.take_paragraph, reader.take_grid)
    reader.close()
    return ReadEvaluations(
        tuple(reader.evaluations), tuple(reader.notices), tuple(reader.unreplayed)
    )


class EvaluationReader:
    """Reads paragraphs and grids in order; the forms found are in ``evaluations``.

    A form stays open until another begins, so that one cut by a page break goes on. Other forms
    of the same file are passed over.
    """

    def __init__(self, format_name: str) -> None:
        self.evaluations: list[SelfEvaluation] = []
        self.notices: list[Notice] = []
        self.unreplayed: list[Notice] = []
        self._table: AllEvaluations | None = None  # the long table that is open
        self._format = format_name
        self._form: OpenEvaluation | None = None
        self._heading: Paragraph | None = None
        self._is_skipping = False
        self._year: int | None = None  # what the paragraphs over a form say
        self._document_year: int | None = None
        self._unit = ""
        self._grid = Grid([], 0)

    def close(self) -> None:
        """Finish the form or the long table that is open."""
        form, self._form = self._form, None
        table, self._table = self._table, None
        if table is not None:
            table.close()
            self.evaluations += table.evaluations
        elif form is not None and form.is_form:
            evaluation = form.finished(self._document_year)
            self.evaluations.append(evaluation)
            if evaluation.form == DEPARTMENT:
                self._tell_of_department(evaluation, form.tasks)

    def _tell_of_department(self, evaluation: SelfEvaluation, tasks: list[str] | None) -> None:
        place = evaluation.at["table"]
        has_weights = any(row.indicator.weight is not None for row in evaluation.rows)
        self.notices.append(method_notice(place, has_weights=has_weights))
        if tasks:
            self.notices.append(tasks_notice(tasks, place))

    def take_paragraph(self, paragraph: Paragraph) -> None:
        """Read a paragraph: a title, a year, a money unit, or nothing of a form."""
        text = paragraph.text.strip()
        bare = folded(text)
        form = other_form_titled(text)
        if form is not None or is_form_title(text):
            self._year = fiscal_year(text) or self._year
            if form in _FORMS:
                self._document_year = self._document_year or self._year
            if "表" in text:
                self.close()
                self._heading = paragraph
                self._is_skipping = form not in _FORMS
        elif len(bare) <= _SHORT and fiscal_year(text) is not None:
            self._year = fiscal_year(text)
        elif len(bare) <= _SHORT and "单位" in bare and money_unit(bare) is not None:
            self._unit = bare

    def take_grid(self, grid: Grid) -> None:
        """Read a grid."""
        heading, self._heading = self._heading, None
        self._grid = grid
        if not self._goes_on(grid):
            self.close()
            if heading is not None:
                form = other_form_titled(heading.text.strip())
            else:
                form = other_form(grid, None)
            self._is_skipping = form not in (None, *_FORMS) or (
                heading is not None and form is None
            )
            place = Location(grid.number, sheet=grid.sheet, page=grid.page)
            is_titled = heading is not None and form in _FORMS
            self._open(place, is_titled=is_titled, form=form)
        self._year, self._unit = None, ""
        index = 0
        while index < len(grid.rows):
            if grid.rows[index]:
                self._read_row(grid, index)
            index += 1

    def _open(self, place: Location, *, is_titled: bool, form: str | None = None) -> None:
        opened = OpenEvaluation(
            place, is_titled=is_titled, form=DEPARTMENT if form == DEPARTMENT else PROJECT
        )
        self._fill(opened)

    def _fill(self, form: OpenEvaluation) -> None:
        form.draft.year = self._year
        form.draft.take_unit(self._unit)
        form.fields = FieldRows(form.draft, self._grid_location)
        self._form = form

    def _grid_location(self, cell: Cell) -> Location:
        return self._grid.location(cell)

    def _goes_on(self, grid: Grid) -> bool:
        """The grid continues the form that is open, which a page break or a caption cut."""
        if self._table is not None:
            return self._table.goes_on(grid, self._format)
        form = self._form
        if form is None or form.is_over or not form.is_begun:
            return False
        for row in grid.rows[:_SAMPLE]:
            if any(field_of(cell.text) == "project_name" for cell in row[:2]):
                return False
            text = lone_text(row)
            if text and (other_form_titled(text) or is_form_title(text)):
                return False
            if not row:
                continue
            if form.rows is None:
                if indicator_header(row, self._format) or funds_header(row, self._format):
                    return True
            elif self._is_like(form.rows.blocks[0], row):
                return True
        return False

    @staticmethod
    def _is_like(block: Block, row: list[Cell]) -> bool:
        """The row is one under the header: its total, or a known level with name and value."""
        if row[0].text.strip().startswith(_TOTALS):
            return True
        plan = block.plan(row)
        if plan.name < 0 or plan.value < 0 or row[plan.name] is row[plan.value]:
            return False
        levels = [row[at].text for at in (plan.level1, plan.level2) if at >= 0]
        is_known = any(classes(*pair) != (None, None) for text in levels if text for pair in (
            (text, ""), ("", text)))  # fmt: skip
        is_filled = bool(row[plan.name].text.strip() and row[plan.value].text.strip())
        return is_filled and (is_known or not any(levels))

    # ── rows ─────────────────────────────────────────────────────────────────────────────────

    def _read_row(self, grid: Grid, index: int) -> None:
        row = grid.rows[index]
        text = lone_text(row)
        if text and self._take_title(grid, row, text):
            return
        if self._is_skipping:
            return
        form = self._form
        assert form is not None
        if self._read_long(grid, index, form):
            return
        if form.rows is None and is_list_of_results(grid, index, self._format):
            if form.is_titled:
                self.unreplayed.append(list_notice(grid.location(row[0])))
            self._is_skipping = True
            return
        if self._read_tasks(row, form):
            return
        self._take_grade(row, form)
        header = funds_header(row, self._format)
        if header is not None and form.rows is None:
            form.header, form.is_in_funds, form.has_funds_header = header, True, True
            for cell in row:
                form.draft.take_unit(cell.text if "元" in cell.text else "")
            return
        if form.is_in_funds:
            if self._read_fund(row):
                return
            form.is_in_funds = False
        if form.goals and self._read_goals(row):
            return
        block = indicator_header(row, self._format)
        if block is not None:
            self._take_header(block)
            return
        if form.is_titled and form.rows is None and is_scheme(row):
            self.unreplayed.append(scheme_notice(grid.location(row[0])))
            return
        if read_header(row, self._format) is not None:  # a target table, a monitoring table
            self._form = None
            self._open(grid.location(row[0]), is_titled=False)
            return
        if self._starts_form(row):
            self.close()
            self._open(grid.location(row[0]), is_titled=False)
            form = self._form
            assert form is not None
        if self._read_total(row):
            return
        if form.rows is not None:
            is_of_block = not form.is_over or self._is_like(form.rows.blocks[0], row)
            if is_of_block and form.rows.read(grid, index):
                return
            if any(cell.text.strip().startswith(SIGNATURES) for cell in row[:1]):
                return
        elif self._take_goals(row):
            return
        elif form.fields is not None:
            self._take_department(row, form)
            self._take_total_above(row, form)
            form.fields.read(row)

    def _read_long(self, grid: Grid, index: int, form: OpenEvaluation) -> bool:
        """Read a row of a table in which each row names its project; False outside of one."""
        row = grid.rows[index]
        if self._table is None and (form.rows is not None or "project_name" in form.draft.fields):
            return False
        above = grid.rows[index - 1] if index else None
        header = long_header(row, above, self._format)
        if header is not None and not (
            form.is_titled or "项目名称" in label(header.project["project"].text)
        ):
            return False
        if header is None and is_over_header(grid, index, self._format):
            return True
        if header is not None:
            self._begin_table(header, form)
        elif self._table is not None:
            self._table.read_row(grid, index)
        return header is not None or self._table is not None

    def _begin_table(self, header: LongHeader, form: OpenEvaluation) -> None:
        table = self._table
        if table is not None and table.header.columns == header.columns:
            return  # printed once more, on another page or in another part of the table
        if table is not None:
            self.close()
            self._form = form
        form.draft.title_year = form.draft.title_year or self._document_year
        self._table = AllEvaluations(header, form, self._format, self.notices)

    def _read_tasks(self, row: list[Cell], form: OpenEvaluation) -> bool:
        """Read a row of a department's main tasks, or their header; False outside of them."""
        if form.rows is not None:
            return False
        header = task_column(row) if form.form == DEPARTMENT else None
        if header is not None:
            form.is_in_tasks, form.task_column = True, header.column
            form.tasks = form.tasks or []
            return True
        if not form.is_in_tasks:
            return False
        is_over = (
            indicator_header(row, self._format) is not None
            or funds_header(row, self._format) is not None
            or any(label(cell.text) in _EXPECTED | _ACHIEVED for cell in row if cell.text)
        )
        if is_over:
            form.is_in_tasks = False
            return False
        name = task_name(row, form.task_column)
        if name and not name.startswith(_TOTALS) and form.tasks is not None:
            form.tasks.append(name)
        return True

    def _take_grade(self, row: list[Cell], form: OpenEvaluation) -> None:
        """Take the grade that stands beside its label, above the indicators or below them."""
        for cell, beside in pairwise(row):
            if 2 <= len(cell.text) <= _SHORT and "等" in cell.text:
                text = beside.text.strip()
                if label(cell.text) in _GRADES and 0 < len(text) <= 2:
                    form.grade = text
                    form.at["grade"] = self._grid.location(beside)

    def _take_total_above(self, row: list[Cell], form: OpenEvaluation) -> None:
        """Take a total that stands among the labelled cells on top."""
        for cell, beside in pairwise(row):
            is_total = len(cell.text) <= _SHORT and label(cell.text) in _WHOLE_TOTALS
            if is_total and form.total is None and points(beside.text) is not None:
                form.total = points(beside.text)
                form.at["total"] = self._grid.location(beside)

    def _take_department(self, row: list[Cell], form: OpenEvaluation) -> None:
        """Take the department's name, which stands where a project's would."""
        named = department_name(row)
        if named is not None and "department_name" not in form.draft.fields:
            name, value = named
            place = self._grid.location(value)
            form.draft.keep_text("department_name", name.text, value.text, place)

    def _take_title(self, grid: Grid, row: list[Cell], text: str) -> bool:
        """A row of one text: whether it is a form's title, or belongs to one passed over."""
        form = other_form_titled(text) if "表" in text and len(text) <= 60 else None
        if form is None and not is_form_title(text):
            return False
        opened = self._form
        if opened is not None and not opened.is_begun and form in _FORMS and not self._table:
            opened.is_titled, opened.form = True, form or PROJECT
        else:
            self.close()
            self._open(grid.location(row[0]), is_titled=form in _FORMS, form=form)
        self._is_skipping = form not in _FORMS
        if self._form is not None:
            self._form.draft.title_year = fiscal_year(text)
        return True

    def _starts_form(self, row: list[Cell]) -> bool:
        """The row is 项目名称 once more, below a form that has been read."""
        form = self._form
        if form is None or not (form.rows is not None or form.is_over):
            return False
        return any(field_of(cell.text) == "project_name" for cell in row[:2])

    def _take_header(self, block: Block) -> None:
        form = self._form
        assert form is not None
        before = form.rows.blocks[0] if form.rows is not None else None
        if before is not None:
            block.enter(before.level1, before.level2)
        form.rows = EvaluatedRows(block, form.draft, self.notices)
        form.rows.found = form.found
        form.goals = {}

    # ── funds ────────────────────────────────────────────────────────────────────────────────

    def _read_fund(self, row: list[Cell]) -> bool:
        """Read a row of funds. False when the row is none."""
        form = self._form
        assert form is not None
        assert form.header is not None
        found = form.header.find(row)
        amounts = [at for role, at in found.items() if role in AMOUNTS]
        if not amounts or not min(amounts):
            return False
        first = max(cell.row for cell in row)
        named = [
            cell
            for cell in row[: min(amounts)]
            if cell.text.strip() and id(cell) not in form.header.cells
        ]
        if not named:
            # The label may be that of the header, which runs down over the only row.
            is_filled = any(row[at].text.strip() for at in amounts)
            lead = form.header.lead
            if not is_filled or lead is None or form.funds:
                return not is_filled
            named = [lead]
        name = named[-1].text
        title = fund_label(label(name) if named == [form.header.lead] else name)
        cells = {role: row[at] for role, at in found.items() if row[at].row == first}
        is_known = (field_of(name) or "").startswith("funding.")
        made = execution_row(
            title, cells, form.draft, form.header.weight if is_total_of_funds(title) else None
        )
        if not is_known and (made.initial, made.adjusted, made.paid) == (None, None, None):
            return False
        form.funds.append((made, self._grid.location(named[-1])))
        form.fund_places[id(made)] = {
            role: self._grid.location(cell) for role, cell in cells.items()
        }
        return True

    # ── objective ────────────────────────────────────────────────────────────────────────────

    def _take_goals(self, row: list[Cell]) -> bool:
        """Read the labels 预期目标 and 实际完成情况, with texts beside them or below."""
        form = self._form
        assert form is not None
        own = max(cell.row for cell in row)
        goals: dict[str, tuple[int, Cell]] = {}
        for index, cell in enumerate(row):
            bare = label(cell.text) if len(cell.text) <= _MOST_HEADER else ""
            if cell.row == own and bare in _EXPECTED:
                goals["objective"] = index, cell
            elif cell.row == own and bare in _ADJUSTED:
                goals["adjusted_objective"] = index, cell
            elif cell.row == own and bare in _ACHIEVED:
                goals["achieved"] = index, cell
        if not goals:
            return False
        places = {index for index, _ in goals.values()}
        at = goals["achieved"][0] if goals.keys() == {"achieved"} else 0
        if at > 1 and (field_of(row[at - 2].text) or "").startswith("annual_objective"):
            self._keep_goal("objective", row[at - 1])  # 年度总体目标 | text | 实际完成情况 | text
        for name, (index, cell) in goals.items():
            beside = row[index + 1] if index + 1 < len(row) else None
            if beside is not None and index + 1 not in places and beside.text.strip():
                self._keep_goal(name, beside)
            else:
                form.goals[name] = cell
        return True

    def _read_goals(self, row: list[Cell]) -> bool:
        """Take the texts that stand under the labels of the row before."""
        form = self._form
        assert form is not None
        goals, form.goals = form.goals, {}
        if any(field_of(cell.text) is not None for cell in row[1:]):
            return False
        if indicator_header(row, self._format) is not None:
            return False
        for name, over in goals.items():
            for cell in row:
                if cell.column <= over.column < cell.column + cell.column_span:
                    if cell is not over:
                        self._keep_goal(name, cell)
                    break
        return True

    def _keep_goal(self, name: str, cell: Cell) -> None:
        form = self._form
        assert form is not None
        text, place = cell.text.strip(), self._grid.location(cell)
        if name == "adjusted_objective":
            if text in ("", form.objective):
                return
            if form.objective:
                self.notices.append(
                    Notice(
                        "年度目标在年中作了调整，按调整后的目标读取；年初目标见原表。",
                        "the objective was changed in the year; the changed one was read, the "
                        "first stands in the form",
                        place,
                    )
                )
            name = "objective"
        setattr(form, name, text)
        form.at[name] = place

    # ── total ────────────────────────────────────────────────────────────────────────────────

    def _read_total(self, row: list[Cell]) -> bool:
        """Read the row of 总分. False when the row is none."""
        form = self._form
        assert form is not None
        first = next((cell for cell in row if cell.text.strip()), None)
        if first is None or not label(first.text).startswith(_TOTALS) or len(first.text) > _SHORT:
            return False
        cell: Cell | None = None
        if form.rows is not None:
            found = dict(form.rows.blocks[0].plan(row).further).get("score")
            cell = row[found] if found is not None else None
            form.is_over = True
        if cell is None or cell is first:
            rest = [c for c in row if c is not first and points(c.text) is not None]
            cell = rest[0] if len(rest) == 1 else None
        is_whole = not label(first.text).startswith(("合计", "总计"))
        if cell is not None and (form.total is None or is_whole):
            form.total = points(cell.text)
            form.at["total"] = self._grid.location(cell)
        return True
