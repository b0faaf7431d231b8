"""Web pages (html), also those saved as .xls, .doc or .mht: tables and paragraphs, as shown.

Tags are read one after another in a single pass, in time proportional to the page whatever it
holds. Only what bears on tables and text is kept: where cells, rows and tables begin and end (end
tags may be missing), blocks and line breaks, and what a browser does not show. Style sheets and
scripts are not followed. A table inside a cell is a table of its own; a table that only arranges
others gives its texts as paragraphs.
"""

from __future__ import annotations

import re

from jixiao.readers.formats.docx_story import DEEPEST_TABLE, too_deep
from jixiao.readers.formats.encoding import decode
from jixiao.readers.formats.spans import SpannedCell, laid_out
from jixiao.readers.grid import Grid, Layout, Paragraph

_TAG = re.compile(
    r"""</?([a-zA-Z][a-zA-Z0-9:-]*)((?>=\s*"[^"]*"|=\s*'[^']*'|[^>])*+)>""",
)
_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))|([\w:-]+)""")
_FOLDED = frozenset("\t\n\r\f")
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_CHARSET = re.compile(rb"""<meta[^>]{0,400}?charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_KEPT = {ord(" "): "\x1e", ord("\t"): "\x1f"}  # blanks that are shown, until a text is tidied
_BREAKS = re.compile(r"[ \n]*\x1d[ \n\x1d]*")
_AROUND = re.compile(r" *\n *")
_END_OF_CHOICE = re.compile("</select", re.IGNORECASE)
_OPTION = re.compile(r"<option\b([^>]*)>([^<]*)", re.IGNORECASE)
_BLOCKS = (
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl"}
    | {"dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"}
    | {"hr", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "ul"}
)
_RAW = ("script", "style", "textarea", "title", "xmp", "iframe", "noframes", "noscript")
_NEVER_SHOWN = frozenset(["template", "object", "audio", "video", "svg", "math", "xml"])
_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"])
_ONE = (1, 1)
_TABLE_PARTS = frozenset(["table", "tr", "td", "th", "thead", "tbody", "tfoot"])


def parse(data: bytes) -> Layout:
    """The paragraphs and tables of a page."""
    head = data[:256].lstrip().lower()
    if head.startswith((b"mime-version:", b"from:", b"content-type:")):
        text = _text_of_archive(data)
    else:
        stated = _CHARSET.search(data, 0, 8_192)
        text = decode(data, stated[1].decode("ascii", "replace") if stated is not None else None)
    page = _Page()
    page.read(text)
    return page.finished()


def _text_of_archive(data: bytes) -> str:
    """The page in a web archive (mht)."""
    import email

    message = email.message_from_bytes(data)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return decode(payload, part.get_content_charset())
    return ""


class _Table:
    """A table while it is read. ``items`` are its texts and the blocks of tables inside it."""

    def __init__(self) -> None:
        self.groups: list[list[list[SpannedCell]]] = [[]]
        self.row: list[SpannedCell] | None = None
        self.cell: tuple[int, int] | None = None
        self.texts: list[str] = []
        self.items: list[str | Grid | Paragraph] = []
        self.is_row_hidden = self.is_cell_hidden = False

    @property
    def arranges(self) -> bool:
        """Only tables inside it matter: it has some, and no row with two texts of its own."""
        has_tables = any(not isinstance(item, str) for item in self.items)
        return has_tables and not any(
            sum(bool(cell.text) for cell in row) > 1 for group in self.groups for row in group
        )


class _Page:
    """A page while it is read, tag by tag."""

    def __init__(self) -> None:
        self.layout = Layout("html")
        self.tables: list[_Table] = []
        self.pieces: list[str] = []
        self.preserved = 0
        self.hidden: str | None = None  # the element that is not shown
        self.depth = 0  # elements of the same name inside it
        self.has_choices = True

    def read(self, text: str) -> None:
        """Read the tags and texts of ``text``."""
        place, end = 0, len(text)
        last = text.rfind(">")
        while place < end:
            start = text.find("<", place)
            if start < 0 or start > last:
                self._say(text[place:])
                return
            if start > place:
                self._say(text[place:start])
            following = text[start + 1 : start + 2]
            if following == "!":
                place = _after_declaration(text, start)
            elif following == "?":
                place = text.find(">", start) + 1
            else:
                tag = _TAG.match(text, start)
                if tag is None:
                    self._say("<")
                    place = start + 1
                    continue
                place = tag.end()
                name = tag[1].lower()
                if following == "/":
                    self._end(name)
                elif name in _RAW:
                    place = self._skip_raw(name, tag[2], text, place)
                elif name == "select":
                    place = self._select(text, place)
                else:
                    self._start(name, tag[2])

    def finished(self) -> Layout:
        """The layout, with tables numbered in order."""
        while self.tables:
            self._end_table()
        self._break()
        number = 0
        for block in self.layout.blocks:
            if isinstance(block, Grid):
                number += 1
                block.number = number
        return self.layout

    def _say(self, text: str) -> None:
        if self.hidden is not None or (not self.pieces and text.isspace() and text.isascii()):
            return
        if "&" in text:
            from html import unescape

            text = unescape(text)
        if self.preserved:
            text = text.translate(_KEPT)
        elif text.find("  ") >= 0 or not _FOLDED.isdisjoint(text):
            text = _BLANKS.sub(" ", text)
        self.pieces.append(text)

    def _start(self, name: str, blob: str) -> None:
        if self.hidden is not None:
            if not self._leaves_hidden(name):
                self.depth += name == self.hidden
                return
            self.hidden = None
        attributes = _attributes(blob) if len(blob) > 4 else {}
        is_hidden = bool(attributes) and _is_hidden(attributes)
        if name in _TABLE_PARTS:
            self._start_part(name, attributes, is_hidden)
        elif name in _NEVER_SHOWN or (is_hidden and name not in _VOID):
            if not blob.endswith("/"):
                self.hidden, self.depth = name, 0
        elif name == "br":
            if not is_hidden:
                self.pieces.append("\n")
        elif name == "input":
            self._input(attributes)
        elif name in _BLOCKS:
            self._break()
            self.preserved += name == "pre"

    def _end(self, name: str) -> None:
        if self.hidden is not None:
            if name == self.hidden:
                if self.depth == 0:
                    self.hidden = None
                else:
                    self.depth -= 1
                return
            if not self._leaves_hidden(name):
                return
            self.hidden = None
        if name in _BLOCKS:
            self._break()
            if name == "pre" and self.preserved:
                self.preserved -= 1
        elif name == "br":
            self.pieces.append("\n")
        elif name in _TABLE_PARTS and self.tables:
            if name in ("td", "th"):
                self._end_cell()
            elif name == "tr":
                self._end_row()
            elif name == "table":
                self._end_table()
            else:
                self._end_row()
                self.tables[-1].groups.append([])

    def _leaves_hidden(self, name: str) -> bool:
        """Whether a tag ends the hidden element, which has no end tag of its own."""
        if self.hidden == "p":  # a paragraph ends where any block begins or ends
            return name in _BLOCKS or name in _TABLE_PARTS
        in_cell = bool(self.tables) and self.hidden not in _TABLE_PARTS
        return in_cell and name in _TABLE_PARTS and name != "table"

    def _start_part(self, name: str, attributes: dict[str, str], is_hidden: bool) -> None:
        if name == "table":
            if len(self.tables) >= DEEPEST_TABLE:
                raise too_deep()
            if is_hidden:
                self.hidden, self.depth = "table", 0
                return
            self._break()
            if self.tables:
                self._flush(self.tables[-1])
            self.tables.append(_Table())
            return
        if not self.tables:
            return
        table = self.tables[-1]
        if name in ("td", "th"):
            self._end_cell()
            if table.row is None:
                table.row = []
            table.cell = _ONE
            if attributes:
                table.cell = (_span(attributes, "rowspan"), _span(attributes, "colspan"))
            table.is_cell_hidden = is_hidden
            self.pieces = []
        elif name == "tr":
            self._end_row()
            table.row = []
            table.is_row_hidden = is_hidden
        else:
            self._end_row()
            table.groups.append([])
            if is_hidden:
                self.hidden, self.depth = name, 0

    def _end_cell(self) -> None:
        table = self.tables[-1]
        if table.cell is None:
            if self.pieces:
                self._flush(table)
            return
        text = _tidied("".join(self.pieces)) if self.pieces else ""
        self.pieces = []
        if text and not (table.is_cell_hidden or table.is_row_hidden):
            table.texts.append(text)
            table.items.append(text)
        if table.row is not None and not table.is_cell_hidden:
            table.row.append(SpannedCell("\n".join(table.texts), *table.cell))
        if table.texts:
            table.texts = []
        table.cell = None

    def _end_row(self) -> None:
        self._end_cell()
        table = self.tables[-1]
        if table.row and not table.is_row_hidden:
            table.groups[-1].append(table.row)
        table.row = None
        table.is_row_hidden = False

    def _end_table(self) -> None:
        self._end_row()
        table = self.tables.pop()
        blocks: list[Grid | Paragraph] = []
        if table.arranges:
            for item in table.items:
                if isinstance(item, str):
                    blocks += [Paragraph(line) for line in item.split("\n") if line.strip()]
                else:
                    blocks.append(item)
        else:
            rows = laid_out(table.groups)
            if any(cell.text for row in rows for cell in row):
                blocks.append(Grid(rows, 0))
            blocks += [item for item in table.items if not isinstance(item, str)]
        if self.tables:
            self.tables[-1].items += blocks
        else:
            self.layout.blocks += blocks

    def _flush(self, table: _Table) -> None:
        """What has been said inside ``table`` so far stands before what comes now."""
        text = _tidied("".join(self.pieces))
        self.pieces = []
        if text and not (table.is_cell_hidden or table.is_row_hidden):
            table.items.append(text)
            if table.cell is not None:
                table.texts.append(text)

    def _break(self) -> None:
        """A block begins or ends: outside tables a paragraph is complete, inside a line."""
        if self.tables:
            if self.pieces:
                self.pieces.append("\x1d")
            return
        text = _tidied("".join(self.pieces))
        self.pieces = []
        if text:
            self.layout.blocks.append(Paragraph(text))

    def _skip_raw(self, name: str, blob: str, text: str, place: int) -> int:
        """Past an element whose content is no markup; a text area shows what is in it."""
        close = re.compile(f"</{name}", re.IGNORECASE).search(text, place)
        end = close.start() if close is not None else len(text)
        if name == "textarea" and not _is_hidden(_attributes(blob)):
            self.preserved += 1
            self._say(text[place:end])
            self.preserved -= 1
        return max(text.find(">", end) + 1, end) if close is not None else end

    def _select(self, text: str, place: int) -> int:
        """Past a choice; it shows the option chosen, or else the first."""
        close = _END_OF_CHOICE.search(text, place) if self.has_choices else None
        if close is None:
            self.has_choices = False
            return place
        end = close.start()
        options = _OPTION.findall(text, place, end)
        chosen = [shown for blob, shown in options if "selected" in _attributes(blob)]
        if options:
            self._say((chosen or [options[0][1]])[0].strip())
        return end

    def _input(self, attributes: dict[str, str]) -> None:
        kind = attributes.get("type", "text").lower()
        if kind in ("checkbox", "radio"):
            self._say("☑" if "checked" in attributes else "□")
        elif kind in ("text", "number", "date", "tel", "email", "month"):
            self._say(attributes.get("value", ""))


def _after_declaration(text: str, start: int) -> int:
    """Past a comment, or a declaration such as ``<!doctype html>``; to the end if never closed."""
    if text.startswith("<!--", start):
        if text.startswith(("<!-->", "<!--->"), start):
            return text.find(">", start) + 1
        end = text.find("-->", start + 4)
        return end + 3 if end >= 0 else len(text)
    if text.startswith("<![CDATA[", start):
        end = text.find("]]>", start)
        return end + 3 if end >= 0 else len(text)
    end = text.find(">", start)
    return end + 1 if end >= 0 else len(text)


def _attributes(blob: str) -> dict[str, str]:
    """The attributes of a tag by name in small letters; the first of a name counts."""
    found: dict[str, str] = {}
    for name, one, two, bare, flag in _ATTRIBUTE.findall(blob):
        found.setdefault((name or flag).lower(), one or two or bare)
    return found


def _is_hidden(attributes: dict[str, str]) -> bool:
    if "hidden" in attributes:
        return True
    style = attributes.get("style")
    if not style or ":" not in style:
        return False
    style = "".join(style.lower().split())
    return "display:none" in style or "visibility:hidden" in style or "mso-hide:all" in style


def _span(attributes: dict[str, str], name: str) -> int:
    """A span as written, 1 where it says nothing, 0 where it says 0."""
    digits = attributes.get(name, "1").strip()
    number = ""
    for character in digits[:8]:
        if character not in "0123456789":
            break
        number += character
    return int(number) if number else 1


def _tidied(text: str) -> str:
    """A text with its breaks as line feeds, blanks around them dropped; "" when it is blank."""
    if text.isalnum():
        return text
    if "\x1d" in text:
        text = _BREAKS.sub("\n", text.strip(" \n\x1d"))
    if "\n" in text:
        text = _AROUND.sub("\n", text.strip(" \n"))
    if "\x1e" in text or "\x1f" in text:
        text = text.replace("\x1e", " ").replace("\x1f", "\t")
    return text.strip(" ") if text.strip() else ""
