"""Legacy Word documents (doc, wps, dot): paragraphs and tables of the main text.

Word 97–2003 and WPS documents are read here. Word 6 and 95 documents and RTF, also under the name
.doc, are turned into .docx by LibreOffice where it is installed; where it is not, the error says
so. The decisions on what counts as text are those of docx_story.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from jixiao.model.disclosure import Notice
from jixiao.model.exceptions import UnreadableFile
from jixiao.readers.formats.compound_file import MAGIC, CompoundFile
from jixiao.readers.formats.docx_story import DEEPEST_TABLE, Story, Table, too_deep
from jixiao.readers.formats.word_binary import Mark, OlderWord, WordBinary, damaged
from jixiao.readers.grid import Layout

_SNAP = 20  # twentieths of a point; edges nearer to each other are one edge drawn unevenly
_CLEANED = {0x0B: "\n", 0x0E: "\n", 0x1E: "-", 0x1F: None} | dict.fromkeys(range(9)) | {0x0D: None}
_SPECIAL = frozenset(map(chr, _CLEANED))
_BOXES = Notice(
    "文件里有文本框，框内文字排在最后读取",
    "the file has text boxes; their text is read last",
)


def parse(data: bytes) -> Layout:
    """The paragraphs and tables of a document."""
    if not data.startswith(MAGIC):
        return _converted(data, "rtf" if data.startswith(b"{\\rtf") else "doc")
    container = CompoundFile(data)
    if "WordDocument" not in container:
        raise UnreadableFile(
            "文件里没有Word文档。请用Word或WPS打开，另存为.docx后再试。",
            "the file holds no Word document; open it in Word or WPS, save it as .docx and retry",
        )
    try:
        document = WordBinary(container)
        telling = _Telling(document)
    except OlderWord:
        return _converted(data, "doc")
    except (struct.error, IndexError, ValueError) as error:
        raise damaged() from error
    story = telling.story
    story.oddities |= document.oddities & {"hidden", "revisions", "symbols"}
    if "Macros" in container:
        story.oddities.add("macros")
    layout = story.finished()
    layout.format = "doc"
    if telling.has_boxes:
        layout.notices.append(_BOXES)
    return layout


def _converted(data: bytes, ending: str) -> Layout:
    from jixiao.readers.formats import docx
    from jixiao.readers.formats.libreoffice import as_docx

    layout = docx.parse(as_docx(data, ending))
    layout.format = "doc"
    return layout


class _RawTable:
    """A table as its marks tell it: rows of texts, each row with the mark that ended it."""

    def __init__(self) -> None:
        self.rows: list[tuple[list[str], Mark]] = []
        self.cells: list[str] = []
        self.lines: list[str] = []
        self.nested: list[_RawTable] = []

    def end_cell(self) -> None:
        """What has been heard since the last cell is one."""
        self.cells.append("\n".join(self.lines))
        self.lines = []

    def end_row(self, mark: Mark) -> None:
        """The cells since the last row are one."""
        if self.lines:
            self.end_cell()
        self.rows.append((self.cells, mark))
        self.cells = []

    def as_table(self, story: Story) -> Table:
        """The table with its merges resolved; columns come from the edges of all rows."""
        if self.lines or self.cells:  # cut short before its row ended
            self.end_row(Mark())
        columns = _columns(sorted({edge for _, mark in self.rows for edge in mark.edges}))
        table = Table(story)
        for cells, mark in self.rows:
            table.begin_row()
            edges = mark.edges if len(mark.edges) > len(cells) else ()
            for index, text in enumerate(cells):
                span = 1
                if edges:
                    table.column = columns[edges[index]]
                    span = max(1, columns[edges[index + 1]] - table.column)
                if mark.merges_left(index) and table.row:
                    table.widen(text, span)
                else:
                    table.add(text, span, mark.merge(index))
        table.nested = [inner.as_table(story) for inner in self.nested]
        return table


class _Telling:
    """The story of a document, from its marks."""

    def __init__(self, document: WordBinary) -> None:
        self.story = Story()
        self.open: list[_RawTable] = []
        self.instructions: list[bool] = []
        self._tell(document.paragraphs())
        blocks = len(self.story.layout.blocks)
        self._tell(document.boxes())
        self.has_boxes = len(self.story.layout.blocks) > blocks

    def _tell(self, paragraphs: Iterator[tuple[str, str, Mark]]) -> None:
        for text, character, mark in paragraphs:
            self._hear(self._shown(text), character, mark)
        self._close_tables(0)
        self.instructions = []

    def _hear(self, text: str, character: str, mark: Mark) -> None:
        if mark.depth > DEEPEST_TABLE:
            raise too_deep()
        self._close_tables(mark.depth)
        while len(self.open) < mark.depth:
            self.open.append(_RawTable())
        if not self.open:
            self.story.add_paragraph(text)
            return
        table = self.open[-1]
        if mark.ends_row:
            table.end_row(mark)
            return
        if text or character != "\x07":
            table.lines.append(text)
        if (character == "\x07" and mark.depth == 1) or mark.ends_inner_cell:
            table.end_cell()

    def _close_tables(self, depth: int) -> None:
        while len(self.open) > depth:
            table = self.open.pop()
            if self.open:
                self.open[-1].nested.append(table)
            else:
                self.story.add_table(table.as_table(self.story))

    def _shown(self, text: str) -> str:
        """The text without field instructions and anchors, line breaks as line feeds."""
        if self.instructions or "\x13" in text or "\x15" in text:
            text = self._without_instructions(text)
        if not _SPECIAL.isdisjoint(text):
            text = text.translate(_CLEANED)
        if any("\ud800" <= c < "\ue000" for c in text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return text

    def _without_instructions(self, text: str) -> str:
        """What a field (域) says before it comes to its result is dropped."""
        kept: list[str] = []
        for character in text:
            if character == "\x13":
                self.instructions.append(True)
            elif character == "\x14":
                if self.instructions:
                    self.instructions[-1] = False
            elif character == "\x15":
                if self.instructions:
                    self.instructions.pop()
            elif not any(self.instructions):
                kept.append(character)
        return "".join(kept)


def _columns(edges: list[int]) -> dict[int, int]:
    """The column that begins at each edge; edges closer than a hair are one."""
    columns: dict[int, int] = {}
    number, start = 0, None
    for edge in edges:
        if start is None or edge - start > _SNAP:
            number, start = number + 1, edge
        columns[edge] = number
    return columns
