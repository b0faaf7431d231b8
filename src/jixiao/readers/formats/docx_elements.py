"""The patient reading of a Word document: element by element, for files the scan does not know.

It takes the document from a streaming parser, keeps no tree, and knows what the scan leaves out:
any prefix and encoding, CDATA and comments, text boxes, deletions and moves, fields, symbols,
formulas, hidden text. A document type is refused before anything in it is read, so entities are
neither expanded nor fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.parsers import expat

from jixiao.model.exceptions import UnreadableFile
from jixiao.readers.formats.docx_story import (
    BLANKS,
    DEEPEST_TABLE,
    Story,
    Table,
    columns,
    too_deep,
)
from jixiao.readers.formats.symbol_fonts import shape

DEEPEST_ELEMENT = 1000
LONGEST_TAG = 8 << 20  # bytes of one tag or comment

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_WORD_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main "
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math "
_MATH_STRICT = "http://purl.oclc.org/ooxml/officeDocument/math "
_CHOICES = "http://schemas.openxmlformats.org/markup-compatibility/2006 "
_SPACE = "http://www.w3.org/XML/1998/namespace space"
_NAMESPACES = {
    _WORD: "w:",
    _WORD_STRICT: "w:",
    _MATH: "m:",
    _MATH_STRICT: "m:",
    _CHOICES: "mc:",
}

# Left out with all that is in them: what was deleted, instructions of fields, the reading aid over
# a word (ruby), the settings of a content control, what a form was before a tracked change.
_LEFT_OUT = frozenset(
    {"w:delText", "w:instrText", "w:rt", "w:sdtPr"}
    | {f"w:{name}Change" for name in ("rPr", "pPr", "tcPr", "trPr", "tblPr", "tblPrEx", "sectPr")}
)
_REVISIONS = frozenset({"w:ins", "w:del", "w:moveFrom", "w:moveTo", "w:cellIns", "w:cellDel"})
_EMBEDDED = frozenset({"w:altChunk", "w:subDoc", "w:object"})
_BREAKS = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
_OFF = frozenset({"0", "false", "off", "none"})


def read_elements(pieces: Iterable[bytes]) -> Story:
    """The story of word/document.xml, given in pieces of any size.

    Raises :class:`UnreadableFile` when it is not well-formed XML, or declares a document type.
    """
    reading = _Reading()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.hear
    parser.StartDoctypeDeclHandler = _refuse_document_type
    fed = 0
    try:
        for piece in pieces:
            parser.Parse(piece, False)
            fed += len(piece)
            if fed - parser.CurrentByteIndex > LONGEST_TAG:  # it would be read again each time
                raise _malformed()
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise _malformed((error.lineno, error.offset + 1)) from error
    except (ValueError, LookupError) as error:  # an encoding the parser does not know
        raise _malformed() from error
    return reading.finished()


class _Place:
    """What takes paragraphs and tables: the body, a cell, a text box."""

    __slots__ = ("after", "goes_on", "is_deleted", "items", "merge", "merges_left", "span", "text")

    def __init__(self) -> None:
        self.items: list[str | Table] = []
        self.text: list[str] | None = None  # of the open paragraph
        self.after: list[str | Table] = []  # from text boxes anchored in the open paragraph
        self.goes_on = False  # the paragraph's mark is deleted: the next goes on with it
        self.span = 1
        self.merge: str | None = None
        self.merges_left = False
        self.is_deleted = False

    def end_paragraph(self) -> None:
        """The open paragraph, and what is anchored in it, become items."""
        if self.text is not None:
            self.items.append("".join(self.text))
            self.text = None
        self.items += self.after
        self.after = []


class _Field:
    """A field (域): its instruction is not text, its result is."""

    __slots__ = ("entries", "has_result", "is_checked", "selected")

    def __init__(self) -> None:
        self.has_result = False
        self.is_checked: bool | None = None  # of a box to tick
        self.entries: list[str] = []  # of a list to choose from
        self.selected = 0

    @property
    def shown(self) -> str:
        """What an old form field shows; its state is no text in the file."""
        if self.is_checked is not None:
            return "☑" if self.is_checked else "□"
        return self.entries[self.selected] if self.selected < len(self.entries) else ""


class _Reading:
    """The state between two tags."""

    def __init__(self) -> None:
        self.story = Story()
        self.names: dict[str, str] = {}  # the parser's name → ours; "" for one passed over
        self.open: list[str] = []
        self.left_out = 0  # elements open inside, and with, one that is left out
        self.places = [_Place()]
        self.tables: list[Table] = []
        self.rows_left_out: list[bool] = []  # for each open table: is its open row?
        self.hidden_runs: list[bool] = []
        self.fields: list[_Field] = []
        self.choices: list[bool] = []  # for each open mc:AlternateContent: is one taken?
        self.heard: list[str] | None = None
        self.is_preserved = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A start tag."""
        if self.left_out:
            self.left_out += 1
            return
        short = self.names.get(name)
        if short is None:
            short = self.names[name] = _short(name)
        if len(self.open) >= DEEPEST_ELEMENT:
            raise too_deep()
        if not short:
            self.open.append(short)
            return
        if short in _REVISIONS:
            self.story.oddities.add("revisions")
        if self._is_left_out(short):
            self.left_out = 1
            return
        self.open.append(short)
        if short in _STARTS:
            _STARTS[short](self, attributes)
        elif short in _BREAKS:
            if self.open[-2:-1] == ["w:r"]:
                self._say(_BREAKS[short])
        elif short in _EMBEDDED:
            self.story.oddities.add("embedded")

    def end(self, name: str) -> None:
        """An end tag."""
        if self.left_out:
            self.left_out -= 1
            return
        short = self.open.pop()
        if short and short in _ENDS:
            _ENDS[short](self)

    def hear(self, text: str) -> None:
        """Characters between tags."""
        if self.heard is not None:
            self.heard.append(text)

    def finished(self) -> Story:
        """The story, once the last tag is read."""
        self.places[0].end_paragraph()
        self._settle()
        return self.story

    def _is_left_out(self, short: str) -> bool:
        """Whether the element, about to be opened, is left out with all that is in it."""
        if short in ("w:del", "w:moveFrom"):
            if self.open[-2:] == ["w:pPr", "w:rPr"]:  # the mark at the paragraph's end
                self.places[-1].goes_on = True
            elif self.open[-1:] == ["w:trPr"] and self.tables:
                self.rows_left_out[-1] = True
            return True
        if short in ("mc:Choice", "mc:Fallback") and self.choices:
            is_taken, self.choices[-1] = self.choices[-1], True
            return is_taken
        return short in _LEFT_OUT

    def _say(self, text: str) -> None:
        """Text at this point of the open paragraph."""
        if not all(field.has_result for field in self.fields):
            return
        if any(self.hidden_runs):
            if text.strip():
                self.story.oddities.add("hidden")
            return
        place = self.places[-1]
        if place.text is None:
            place.text = []
        place.text.append(text)

    def _settle(self) -> None:
        """What is complete in the body becomes blocks."""
        if len(self.places) == 1:
            for item in self.places[0].items:
                if isinstance(item, str):
                    self.story.add_paragraph(item)
                else:
                    self.story.add_table(item)
            self.places[0].items = []

    def _start_paragraph(self, attributes: dict[str, str]) -> None:
        self.fields = []
        place = self.places[-1]
        if place.text is None:
            place.text = []

    def _end_paragraph(self) -> None:
        place = self.places[-1]
        if place.goes_on:
            place.goes_on = False
        else:
            place.end_paragraph()
            self._settle()

    def _start_text(self, attributes: dict[str, str]) -> None:
        self.heard = []
        self.is_preserved = attributes.get(_SPACE) == "preserve"

    def _end_text(self) -> None:
        text = "".join(self.heard or ()).translate(BLANKS)
        self.heard = None
        self._say(text if self.is_preserved else text.strip(" "))

    def _start_table(self, attributes: dict[str, str]) -> None:
        self.places[-1].end_paragraph()
        self.tables.append(Table(self.story))
        self.rows_left_out.append(False)
        if len(self.tables) > DEEPEST_TABLE:
            raise too_deep()

    def _end_table(self) -> None:
        self.rows_left_out.pop()
        self.places[-1].items.append(self.tables.pop())
        self._settle()

    def _start_row(self, attributes: dict[str, str]) -> None:
        if self.tables:
            self.tables[-1].begin_row()
            self.rows_left_out[-1] = False

    def _hide_row(self, attributes: dict[str, str]) -> None:
        if self.tables and self.open[-2:-1] == ["w:trPr"] and _is_on(attributes):
            self.rows_left_out[-1] = True
            self.story.oddities.add("hidden")

    def _skip_columns(self, attributes: dict[str, str]) -> None:
        if self.tables and self.open[-2:-1] == ["w:trPr"]:
            self.tables[-1].column += columns(_value(attributes))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self.places.append(_Place())

    def _end_cell(self) -> None:
        cell = self.places.pop()
        cell.end_paragraph()
        if not self.tables:  # a cell outside any table: its content stands for itself
            self.places[-1].items += cell.items
            return
        table = self.tables[-1]
        if cell.is_deleted or self.rows_left_out[-1]:
            table.column += cell.span
            return
        text = "\n".join(item for item in cell.items if isinstance(item, str))
        table.nested += (item for item in cell.items if isinstance(item, Table))
        if cell.merges_left and table.row:
            table.widen(text, cell.span)
        else:
            table.add(text, cell.span, cell.merge)

    def _span(self, attributes: dict[str, str]) -> None:
        self.places[-1].span = columns(_value(attributes)) or 1

    def _merge(self, attributes: dict[str, str]) -> None:
        self.places[-1].merge = _value(attributes) or "continue"

    def _merge_left(self, attributes: dict[str, str]) -> None:
        self.places[-1].merges_left = _value(attributes) != "restart"

    def _delete_cell(self, attributes: dict[str, str]) -> None:
        self.places[-1].is_deleted = True

    def _start_box(self, attributes: dict[str, str]) -> None:
        self.places.append(_Place())

    def _end_box(self) -> None:
        box = self.places.pop()
        box.end_paragraph()
        place = self.places[-1]
        if place.text is not None:
            place.after += box.items
        else:
            place.items += box.items
            self._settle()

    def _start_run(self, attributes: dict[str, str]) -> None:
        self.hidden_runs.append(False)

    def _end_run(self) -> None:
        self.hidden_runs.pop()

    def _hide_run(self, attributes: dict[str, str]) -> None:
        if self.open[-3:-1] == ["w:r", "w:rPr"] and _is_on(attributes):
            self.hidden_runs[-1] = True

    def _symbol(self, attributes: dict[str, str]) -> None:
        code = _code(_value(attributes, "char"))
        letter = shape(_value(attributes, "font") or "", code) or _letter(code)
        if letter is None:
            self.story.oddities.add("symbols")
        self._say(letter or "\N{REPLACEMENT CHARACTER}")

    def _extended_symbol(self, attributes: dict[str, str]) -> None:
        codes = [_code(value) for key, value in attributes.items() if key.endswith(" char")]
        self._say((_letter(codes[0]) if codes else None) or "\N{REPLACEMENT CHARACTER}")

    def _follow_field(self, attributes: dict[str, str]) -> None:
        kind = _value(attributes, "fldCharType")
        if kind == "begin":
            self.fields.append(_Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].has_result = True
        elif kind == "end" and self.fields:
            field = self.fields.pop()
            if not field.has_result and field.shown:
                self._say(field.shown)

    def _set_box(self, attributes: dict[str, str]) -> None:
        if self.fields and self.open[-2:-1] == ["w:checkBox"]:
            self.fields[-1].is_checked = _is_on(attributes)

    def _set_default(self, attributes: dict[str, str]) -> None:
        self._set_box(attributes)
        self._select(attributes)

    def _select(self, attributes: dict[str, str]) -> None:
        if self.fields and self.open[-2:-1] == ["w:ddList"]:
            self.fields[-1].selected = columns(_value(attributes))

    def _offer(self, attributes: dict[str, str]) -> None:
        if self.fields and self.open[-2:-1] == ["w:ddList"]:
            self.fields[-1].entries.append(_value(attributes) or "")

    def _start_alternatives(self, attributes: dict[str, str]) -> None:
        self.choices.append(False)

    def _end_alternatives(self) -> None:
        self.choices.pop()


_STARTS: dict[str, Callable[[_Reading, dict[str, str]], None]] = {
    "w:p": _Reading._start_paragraph,
    "w:t": _Reading._start_text,
    "m:t": _Reading._start_text,
    "w:tbl": _Reading._start_table,
    "w:tr": _Reading._start_row,
    "w:hidden": _Reading._hide_row,
    "w:gridBefore": _Reading._skip_columns,
    "w:tc": _Reading._start_cell,
    "w:gridSpan": _Reading._span,
    "w:vMerge": _Reading._merge,
    "w:hMerge": _Reading._merge_left,
    "w:cellDel": _Reading._delete_cell,
    "w:txbxContent": _Reading._start_box,
    "w:r": _Reading._start_run,
    "w:vanish": _Reading._hide_run,
    "w:sym": _Reading._symbol,
    "symEx": _Reading._extended_symbol,
    "w:fldChar": _Reading._follow_field,
    "w:checked": _Reading._set_box,
    "w:default": _Reading._set_default,
    "w:result": _Reading._select,
    "w:listEntry": _Reading._offer,
    "mc:AlternateContent": _Reading._start_alternatives,
}
_ENDS: dict[str, Callable[[_Reading], None]] = {
    "w:p": _Reading._end_paragraph,
    "w:t": _Reading._end_text,
    "m:t": _Reading._end_text,
    "w:tbl": _Reading._end_table,
    "w:tc": _Reading._end_cell,
    "w:txbxContent": _Reading._end_box,
    "w:r": _Reading._end_run,
    "mc:AlternateContent": _Reading._end_alternatives,
}


# What an element is told apart for: its beginning, its end, or what lies in it.
_KNOWN = frozenset(
    {*_STARTS, *_ENDS, *_BREAKS, *_EMBEDDED, *_LEFT_OUT, *_REVISIONS, "mc:Choice", "mc:Fallback"}
    | {"w:pPr", "w:rPr", "w:trPr", "w:checkBox", "w:ddList"}
)


def _short(name: str) -> str:
    """The name with the usual prefix, ``w:tbl``; empty for an element that is passed over."""
    space, _, local = name.rpartition(" ")
    if local == "symEx":
        return local
    short = _NAMESPACES.get(space + " ", "?") + local
    return short if short in _KNOWN else ""


def _value(attributes: dict[str, str], name: str = "val") -> str | None:
    value = attributes.get(_WORD + name)
    return attributes.get(_WORD_STRICT + name) if value is None else value


def _is_on(attributes: dict[str, str]) -> bool:
    """Whether a property that is there is meant: absent means on."""
    return (_value(attributes) or "on").lower() not in _OFF


def _code(text: str | None) -> int:
    try:
        return int(text or "", 16)
    except ValueError:
        return 0


def _letter(code: int) -> str | None:
    """The character of a code, None for codes that only a font gives a shape."""
    is_private = 0xE000 <= code < 0xF900 or code >= 0xF0000
    return None if code < 32 or is_private or 0xD800 <= code < 0xE000 else chr(code)


def _refuse_document_type(*_: object) -> None:
    raise UnreadableFile(
        "文件的XML带有DOCTYPE声明，正常的Word文件没有，为安全起见不读取。请用Office或WPS另存后再试。",
        "the document's XML declares a DOCTYPE, which no Word file does; for safety it is not "
        "read. Save it again in Office or WPS and retry",
    )


def _malformed(place: tuple[int, int] | None = None) -> UnreadableFile:
    zh = f"（第{place[0]}行第{place[1]}列）" if place is not None else ""
    en = f" (line {place[0]}, column {place[1]})" if place is not None else ""
    return UnreadableFile(
        f"Word文件的内容不是完整的XML{zh}，无法读取。请用Office或WPS修复并另存后再试。",
        f"the content of the Word file is not well-formed XML{en}; repair and save it in Office "
        "or WPS, and retry",
    )
