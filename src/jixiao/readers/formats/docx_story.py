"""What both readings of a Word document share: its story (正文), its tables, its oddities.

The story is the sequence of paragraphs and tables a person sees on paper. These are the decisions
taken here, the same for the scan and for the reading element by element:

- a cell's text is its paragraphs joined by line feeds; a table inside a cell is a grid of its own
  that follows its host, and its text is no part of the host cell's;
- paragraphs outside tables are blocks when they hold more than blanks;
- tracked changes count as accepted: what was inserted is read, what was deleted is not;
- hidden text is not on paper and is left out, and a notice says so;
- what a merge covers is not on paper either: it is left out, with a notice when it differs from
  what the merged cell shows.
"""

from __future__ import annotations

from jixiao.model.disclosure import Notice
from jixiao.model.exceptions import UnreadableFile
from jixiao.readers.grid import Cell, Grid, Layout, Paragraph

DEEPEST_TABLE = 40
WIDEST_SPAN = 1000  # columns; Word itself stops at 63
WIDEST_ROW = 1_000_000  # columns
MOST_CELLS = 1_000_000  # and paragraphs; ten thousand targets have 800,000

# Blanks that XML may hold and a page shows as one space each.
BLANKS = {ord("\t"): " ", ord("\n"): " ", ord("\r"): " "}

NOTICES = {
    "revisions": Notice(
        "文件里有未接受的修订：按接受后的内容读取（插入的算，删除的不算）",
        "the file holds tracked changes; it is read as if they were accepted",
    ),
    "hidden": Notice(
        "文件里有隐藏文字，没有读取",
        "the file holds hidden text, which is not read",
    ),
    "covered": Notice(
        "合并单元格遮住了另外的文字，没有读取",
        "merged cells cover text that differs from what they show; it is not read",
    ),
    "symbols": Notice(
        "文件里有符号字体的字符，对应不到文字，以“\N{REPLACEMENT CHARACTER}”代替",
        "the file holds characters of a symbol font that match no letter; "
        "“\N{REPLACEMENT CHARACTER}” stands for them",
    ),
    "embedded": Notice(
        "文件里嵌有其他文档或对象，没有读取",
        "other documents or objects are embedded in the file and are not read",
    ),
    "macros": Notice(
        "文件带有宏：只读取内容，不运行宏",
        "the file holds macros; only its content is read, they are never run",
    ),
}


class Table:
    """A table of ``story`` while it is being read, row by row, cell by cell."""

    __slots__ = ("_above", "_here", "column", "covers", "nested", "row", "rows", "story")

    def __init__(self, story: Story) -> None:
        story.count(1)
        self.story = story
        self.rows: list[list[Cell]] = []
        self.row: list[Cell] = []
        self.column = 1  # the grid column at which the next cell begins
        self.covers = False  # a merge covers a text that its cell does not show
        self.nested: list[Table] = []
        self._above: dict[int, Cell] = {}  # cells of the row above that may go on, by column
        self._here: dict[int, Cell] = {}

    def begin_row(self) -> None:
        """Close the row before, if it has cells, and begin another."""
        if self.row:
            self.story.count(len(self.row))
            self.rows.append(self.row)
            self.row = []
            self._above = self._here
            self._here = {}
        self.column = 1

    def add(self, text: str, span: int, merge: str | None) -> None:
        """Add a cell; ``merge`` is its w:vMerge: ``restart``, ``continue`` or None.

        A cell that goes on where nothing began stands for itself.
        """
        column = self.column
        if column > WIDEST_ROW:
            raise too_large()
        self.column = column + span
        upper = self._above.get(column) if merge == "continue" else None
        if upper is not None:
            upper.row_span += 1
            self.covers = self.covers or _differs(text, upper.text)
        else:
            upper = Cell(text, len(self.rows) + 1, column, 1, span)
        self.row.append(upper)
        if merge is not None:
            self._here[column] = upper

    def widen(self, text: str, span: int) -> None:
        """Merge a cell with the one before it in its row (the older w:hMerge)."""
        last = self.row[-1]
        self.column += span
        last.column_span = max(last.column_span, self.column - last.column)
        self.covers = self.covers or _differs(text, last.text)

    def flattened(self) -> list[Table]:
        """This table, then each table inside it, in order."""
        self.begin_row()
        found = [self]
        for table in self.nested:
            found += table.flattened()
        return found


class Story:
    """A document's blocks, in order, and the oddities met on the way (keys of ``NOTICES``)."""

    def __init__(self) -> None:
        self.layout = Layout("docx")
        self.oddities: set[str] = set()
        self._tables = 0
        self._cells = 0

    def count(self, cells: int) -> None:
        """Count so many more cells or paragraphs, and refuse what no document holds."""
        self._cells += cells
        if self._cells > MOST_CELLS:
            raise too_large()

    def add_paragraph(self, text: str) -> None:
        """Add a paragraph outside tables, unless it is blank."""
        if text and not text.isspace():
            self.count(1)
            self.layout.blocks.append(Paragraph(text))

    def add_table(self, table: Table) -> None:
        """Add a table that stands in no other, and after it those inside it."""
        for one in table.flattened():
            if one.rows:
                self._tables += 1
                self.layout.blocks.append(Grid(one.rows, self._tables))
            if one.covers:
                self.oddities.add("covered")

    def finished(self) -> Layout:
        """The layout, with a notice for each kind of oddity."""
        self.layout.notices = [NOTICES[key] for key in NOTICES if key in self.oddities]
        return self.layout


def columns(text: str | None) -> int:
    """How many columns an attribute states, from 0 to what any table has; 1 when it says none."""
    try:
        return min(max(int(text or ""), 0), WIDEST_SPAN)
    except ValueError:
        return 1


def too_deep() -> UnreadableFile:
    """The error for tables, or elements, inside one another beyond any document."""
    return UnreadableFile(
        f"文件内容嵌套过深（表格套表格最多{DEEPEST_TABLE}层），不像正常文档，不读取。请核实文件来源。",
        f"the content is nested deeper than any normal document (at most {DEEPEST_TABLE} tables "
        "inside one another) and is not read; please check where the file comes from",
    )


def too_large() -> UnreadableFile:
    """The error for more cells and paragraphs than any document has."""
    return UnreadableFile(
        f"文件的单元格和段落超过{MOST_CELLS}个，不像正常文档，不读取。请拆分后再试。",
        f"the file has more than {MOST_CELLS} cells and paragraphs, beyond any normal document, "
        "and is not read; please split it and retry",
    )


def _differs(covered: str, shown: str) -> bool:
    return covered != shown and covered.strip() not in ("", shown)
