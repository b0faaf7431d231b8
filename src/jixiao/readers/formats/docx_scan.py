"""The quick reading of a Word document: one pass of one pattern over its bytes.

Nine tenths of document.xml are fonts, borders and revision numbers. The pattern stops only at the
few elements that carry text or shape a table, so everything else costs no more than being passed
over. What it does not know — a text box, a deletion, a formula, another prefix than ``w:`` —
raises :class:`Unusual`, and the document is read element by element instead (docx_elements).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from jixiao.readers.formats.docx_story import (
    BLANKS,
    DEEPEST_TABLE,
    Story,
    Table,
    columns,
    too_deep,
)

# The prefixes the pattern is written in, and the names each may stand for.
_PREFIXES = {
    b"w": (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    ),
    b"m": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
        b"http://purl.oclc.org/ooxml/officeDocument/math",
    ),
    b"mc": (b"http://schemas.openxmlformats.org/markup-compatibility/2006",),
}
_PREFIX_OF = {name: prefix for prefix, names in _PREFIXES.items() for name in names}

_ROOT = re.compile(rb"(?:\xef\xbb\xbf)?\s*(<\?xml\s[^>]*>)?\s*<w:document(\s[^>]*)>")
_BINDING = re.compile(rb"""xmlns(?::([^\s=:]{1,99}))?\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_REFERENCE = re.compile("&(?:(lt|gt|amp|quot|apos)|#([0-9]{1,7})|#x([0-9a-fA-F]{1,6}));|&")
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}

# In order: text, cell, row, table, tab; paragraph; spans and merges; breaks; fields; revisions;
# what is unusual. The first four bytes of a token tell which it is.
_TOKEN = re.compile(
    rb"""<(
      w:(?:
        t(?: [\s>][^<]* | [cr](?: [\s/>] | PrChange ) | bl[\s/>] | ab\s*/?> | xbxContent )
      | p(?: [\s/>] | tab )
      | grid(?: Span | Before )[^>]*
      | v(?: Merge[^>]* | anish )
      | br[\s/>] | cr[\s/>] | noBreakHyphen
      | fldChar[^>]*
      | ins[\s/>] | move(?: To | From )[\s/>] | del[\s/>] | cell[ID]
      | h(?: Merge | idden ) | s(?: ym[\s/>] | ubDoc ) | ruby | ffData | altChunk | object
      )
    | /w:tbl\s*>
    | mc:Alt | m:t[\s/>]
    )""",
    re.VERBOSE,
)
# What a token is, by its first four bytes; anything else is unusual.
_TEXT, _KEPT, _PARAGRAPH, _CELL, _GRID, _MERGE, _ROW, _BREAK, _TABLE, _END, _FIELD, _REVISION = (
    range(12)
)
_KINDS = {
    b"w:t>": _TEXT,
    b"w:t ": _KEPT,
    b"w:tc": _CELL,
    b"w:gr": _GRID,
    b"w:vM": _MERGE,
    b"w:tr": _ROW,
    b"w:ta": _BREAK,
    b"w:br": _BREAK,
    b"w:cr": _BREAK,
    b"w:no": _BREAK,
    b"w:tb": _TABLE,
    b"/w:t": _END,
    b"w:fl": _FIELD,
    b"w:in": _REVISION,
    b"w:mo": _REVISION,
    b"w:ce": _REVISION,
} | {b"w:p" + after: _PARAGRAPH for after in (b">", b" ", b"/", b"\n", b"\r", b"\t")}
_PRESERVED = b'w:t xml:space="preserve">'
_MERGES = {
    b"w:vMerge/": "continue",
    b'w:vMerge w:val="continue"/': "continue",
    b'w:vMerge w:val="restart"/': "restart",
}
_GONE = (b"w:moveFrom", b"w:cellD")
_BREAKS = {b"w:ta": b"\t", b"w:br": b"\n", b"w:cr": b"\n", b"w:no": b"-"}


class Unusual(Exception):
    """The document holds something the scan does not know."""


def scan(pieces: Iterable[bytes]) -> Story:
    """The story of word/document.xml, given in pieces of any size. Raises :class:`Unusual`."""
    try:
        return _scanned(pieces)
    except UnicodeDecodeError as error:
        raise Unusual("not UTF-8") from error


def _scanned(pieces: Iterable[bytes]) -> Story:
    # Only beginnings are looked for: a cell ends where the next cell, row or end of table is.
    story = Story()
    table: Table | None = None
    hosts: list[tuple[Table, list[bytes], int, int, str | None]] = []  # around nested tables
    texts: list[bytes] = []  # of the open cell, or of the open paragraph outside tables
    paragraphs = -1  # begun in the open cell; -1 when no cell is open
    span = 1
    merge: str | None = None
    fields: list[bool] = []  # the open fields of the paragraph: has each come to its result?
    kind_of = _KINDS.get
    for piece in _whole_paragraphs(pieces):
        plain = _is_plain(piece)
        for token in _TOKEN.findall(piece):
            kind = kind_of(token[:4])
            if kind == _TEXT:
                if not fields or all(fields):
                    text = token[4:]
                    texts.append((text if plain else _resolved(text)).strip(b" "))
            elif kind == _KEPT:
                if not token.startswith(_PRESERVED):
                    raise Unusual(token)
                if not fields or all(fields):
                    text = token[len(_PRESERVED) :]
                    texts.append(text if plain else _resolved(text))
            elif kind == _PARAGRAPH:
                if fields:
                    fields.clear()
                if table is None:
                    if texts:
                        story.add_paragraph(b"".join(texts).decode())
                        texts = []
                else:
                    if paragraphs > 0:
                        texts.append(b"\n")
                    paragraphs += 1
            elif kind == _CELL and table is not None and len(token) == 5:
                if paragraphs >= 0:
                    table.add(b"".join(texts).decode(), span, merge)
                texts = []
                paragraphs = 0
                span = 1
                merge = None
            elif kind == _GRID:
                if token.startswith(b"w:gridSpan"):
                    span = _columns(token) or 1
                elif table is not None:
                    table.column += _columns(token)
            elif kind == _MERGE:
                if token not in _MERGES:
                    raise Unusual(token)
                merge = _MERGES[token]
            elif kind == _ROW and table is not None and len(token) == 5:
                if paragraphs >= 0:
                    table.add(b"".join(texts).decode(), span, merge)
                texts = []
                paragraphs = -1
                span = 1
                merge = None
                table.begin_row()
            elif kind == _BREAK:
                if not fields or all(fields):
                    texts.append(_BREAKS[token[:4]])
            elif kind == _TABLE:
                if table is not None:
                    hosts.append((table, texts, paragraphs, span, merge))
                    if len(hosts) >= DEEPEST_TABLE:
                        raise too_deep()
                elif texts:
                    story.add_paragraph(b"".join(texts).decode())
                table = Table(story)
                texts = []
                paragraphs = -1
            elif kind == _END and table is not None:
                if paragraphs >= 0:
                    table.add(b"".join(texts).decode(), span, merge)
                if hosts:
                    inner = table
                    table, texts, paragraphs, span, merge = hosts.pop()
                    table.nested.append(inner)
                else:
                    story.add_table(table)
                    table = None
                    texts = []
                    paragraphs = -1
            elif kind == _FIELD:
                _follow(fields, token)
            elif kind == _REVISION and not token.startswith(_GONE):
                story.oddities.add("revisions")
            else:
                raise Unusual(token)
    if table is not None:
        raise Unusual("a table does not end")
    if texts:
        story.add_paragraph(b"".join(texts).decode())
    return story


def _whole_paragraphs(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The document's body, cut only behind paragraphs, and found to hold nothing unusual."""
    held: list[bytes] = []
    is_first = True
    for piece in pieces:
        cut = piece.rfind(b"</w:p>") + 6
        if cut < 6:
            held.append(piece)
            continue
        whole = b"".join((*held, memoryview(piece)[:cut]))
        held = [piece[cut:]]
        if is_first:
            whole = _body(whole)
            is_first = False
        _refuse_unusual(whole)
        yield whole
    whole = b"".join(held)
    if is_first:
        whole = _body(whole)
    if not whole.rstrip().endswith(b"</w:document>"):
        raise Unusual("the document does not end")
    _refuse_unusual(whole)
    yield whole


def _body(start: bytes) -> bytes:
    """What follows the root's tag, once the root is seen to bind the prefixes as expected."""
    root = _ROOT.match(start)
    if root is None or b"xml:space" in root.group(2):
        raise Unusual("another root")
    declaration = (root.group(1) or b"").lower()
    if b"encoding" in declaration and b"utf-8" not in declaration:
        raise Unusual(declaration)
    if not any(prefix == b"w" for prefix, _, _ in _BINDING.findall(root.group(2))):
        raise Unusual("w: is not bound")
    _refuse_bindings(root.group(2))
    return start[root.end() :]


def _refuse_unusual(piece: bytes) -> None:
    # Looking for one rare byte first is many times faster than looking for two.
    if b"!" in piece and b"<!" in piece:
        raise Unusual("a comment, CDATA or DOCTYPE")
    if b"?" in piece and b"<?" in piece:
        raise Unusual("a processing instruction")
    if b"xmlns" in piece:
        _refuse_bindings(piece)


def _refuse_bindings(xml: bytes) -> None:
    for prefix, one, other in _BINDING.findall(xml):
        name = one or other
        if prefix in _PREFIXES and name not in _PREFIXES[prefix]:
            raise Unusual(name)
        if _PREFIX_OF.get(name, prefix) != prefix:
            raise Unusual(prefix)


def _is_plain(piece: bytes) -> bool:
    """Whether every text in ``piece`` stands for itself: no entity, no blank but the space."""
    return not (b"&" in piece or b"\n" in piece or b"\t" in piece or b"\r" in piece)


def _resolved(raw: bytes) -> bytes:
    """A text as XML means it: line ends, entities, and every blank as a space."""
    if _is_plain(raw):
        return raw
    text = raw.decode().replace("\r\n", "\n")
    return _REFERENCE.sub(_character, text).translate(BLANKS).encode()


def _character(reference: re.Match[str]) -> str:
    name, decimal, hexadecimal = reference.groups()
    if name is not None:
        return _ENTITIES[name]
    code = int(decimal) if decimal else int(hexadecimal, 16) if hexadecimal else 0
    if (code < 32 and code not in BLANKS) or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        raise Unusual(reference.group())
    return chr(code)


def _columns(token: bytes) -> int:
    name, *value = token.split(b'"')
    if len(value) != 2 or not name.endswith(b" w:val="):
        raise Unusual(token)
    return columns(value[0].decode("ascii", "replace"))


def _follow(fields: list[bool], token: bytes) -> None:
    """Open a field (its instruction), come to its result, or close it."""
    if b'"begin"' in token:
        fields.append(False)
    elif b'"separate"' in token:
        fields[-1:] = [True]
    elif b'"end"' in token:
        del fields[-1:]
    else:
        raise Unusual(token)
