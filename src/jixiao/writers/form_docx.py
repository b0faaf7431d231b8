"""The official form as a Word file: A4, 仿宋 and 宋体, merged cells, a page a project.

A small writer of WordprocessingML of our own: the same record gives the same bytes. The page is
that of official documents (GB/T 9704: A4, 37 mm above, 35 below, 28 left, 26 right); a table with
many columns turns it. Lines have an exact height, so that a page breaks at the same place
whatever fonts the reader's computer has. A character that XML cannot hold (U+0000 … U+001F but
tab and line feed, U+FFFE, U+FFFF) is written as U+FFFD.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from jixiao.model.disclosure import Disclosure
from jixiao.writers.form_layout import Block, FormTable, FormText, Style, form_blocks
from jixiao.writers.form_rows import full_rows
from jixiao.writers.form_text import writable

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# A text of more characters than this may run over a page; every other row stays whole.
_LONG = 400

_SET = {
    Style.ATTACHMENT: "Attachment",
    Style.TITLE: "Title",
    Style.HEADING: "Heading1",
    Style.NOTE: "Note",
    Style.TABLE_TITLE: "TableTitle",
    Style.YEAR: "Centred",
    Style.SIGNATURE: "Value",
    Style.LABEL: "Label",
    Style.VALUE: "Value",
    Style.CENTRED: "Centred",
    Style.AMOUNT: "Amount",
    Style.POINTS: "Centred",
}
_UNRULED = frozenset({Style.TABLE_TITLE, Style.YEAR, Style.SIGNATURE})
_SIZED = frozenset({"Label", "Value", "Centred", "Amount", "Note"})


def _small(style: Style) -> str:
    """The style's small variant, where it has one."""
    name = _SET[style]
    return f"{name}Small" if name in _SIZED else name


class _Page(NamedTuple):
    """A page: the width between its margins in twentieths of a point, and its properties."""

    width: int
    properties: str


def _page(width: int, height: int, margins: tuple[int, int, int, int], turned: str) -> _Page:
    top, right, bottom, left = margins
    footer = 1134 if bottom > 1134 else 567
    return _Page(
        width - left - right,
        f'<w:footerReference w:type="default" r:id="rId4" xmlns:r="{R}"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/><w:pgMar w:top="{top}" w:right="{right}"'
        f' w:bottom="{bottom}" w:left="{left}" w:header="851" w:footer="{footer}" w:gutter="0"/>',
    )


_UPRIGHT = _page(11906, 16838, (2098, 1474, 1984, 1588), "")
_TURNED = _page(16838, 11906, (1588, 1984, 1474, 2098), ' w:orient="landscape"')
_NARROW = (1134, 1134, 1134, 1134)
_PAGES = {
    (False, False): _UPRIGHT,
    (True, False): _TURNED,
    (False, True): _page(11906, 16838, _NARROW, ""),
    (True, True): _page(16838, 11906, _NARROW, ' w:orient="landscape"'),
}


def render(disclosure: Disclosure) -> bytes:
    """The bytes of the .docx file."""
    return render_blocks(form_blocks(disclosure))


def render_blocks(blocks: Iterable[Block]) -> bytes:
    """The bytes of a .docx file of these texts and tables."""
    body: list[str] = []
    page = None
    for block in blocks:
        wanted = _PAGES[block.is_wide, block.is_dense]
        turns = page is not None and page is not wanted
        if turns and page is not None:
            body.append(_gap(f"<w:sectPr>{page.properties}</w:sectPr>"))
        page = wanted
        breaks = block.new_page and not turns
        if isinstance(block, FormText):
            style = _small(block.style) if block.is_dense else _SET[block.style]
            body.append(_paragraph(block.text, style, new_page=breaks))
        else:
            if breaks:
                body.append(_gap("<w:pageBreakBefore/>"))
            # Word joins two tables that touch; an empty paragraph keeps them apart.
            body += (_table(block, page.width), _gap())
    page = page or _UPRIGHT
    document = (
        f'{_XML}<w:document xmlns:w="{W}"><w:body>{"".join(body)}'
        f"<w:sectPr>{page.properties}</w:sectPr></w:body></w:document>"
    )
    return _archive(_packed("word/document.xml", document))


def _gap(properties: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="Gap"/>{properties}</w:pPr></w:p>'


def _paragraph(text: str, style: str, *, new_page: bool = False) -> str:
    properties = f'<w:pStyle w:val="{style}"/>' + ("<w:pageBreakBefore/>" if new_page else "")
    return f"<w:p><w:pPr>{properties}</w:pPr>{_run(text)}</w:p>"


def _run(text: str) -> str:
    if not text:
        return ""
    inner = escaped(text)
    if "\t" in inner or "\n" in inner:
        inner = inner.replace("\t", f"</w:t><w:tab/>{_T}").replace("\n", f"</w:t><w:br/>{_T}")
    # The hint makes “ ” — … full-width marks, as in the Chinese text around them.
    hint = "" if text.isascii() else '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
    return f"<w:r>{hint}{_T}{inner}</w:t></w:r>"


_T = '<w:t xml:space="preserve">'


def escaped(text: str) -> str:
    """``text`` for XML; characters XML cannot hold become the replacement character."""
    text = writable(text)
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text


def _table(table: FormTable, page_width: int) -> str:
    edges = [edge * page_width // sum(table.widths) for edge in accumulate(table.widths, initial=0)]
    columns = "".join(f'<w:gridCol w:w="{end - start}"/>' for start, end in pairwise(edges))
    rows: list[str] = []
    borders = _NO_BORDERS
    for number, row in enumerate(full_rows(table)):
        column = longest = 0
        cells: list[str] = []
        is_ruled = row[0][0].style not in _UNRULED
        # Below a row without rules the line must be said to be there.
        borders = _NO_BORDERS if not is_ruled else _TOP_BORDER if borders is _NO_BORDERS else ""
        for cell, above in row:
            width = edges[column + cell.column_span] - edges[column]
            column += cell.column_span
            merge = None if cell.row_span == 1 else "" if above else ' w:val="restart"'
            text = "" if above else cell.text
            longest = max(longest, len(text))
            style = _small(cell.style) if table.is_dense else _SET[cell.style]
            cells.append(_cell(text, style, width, cell.column_span, merge, borders))
        split = "" if longest > _LONG else "<w:cantSplit/>"
        head = "<w:tblHeader/>" if number < table.repeated else ""
        least = 320 if table.is_dense else 400
        height = f'<w:trHeight w:val="{least}" w:hRule="atLeast"/>'
        rows.append(f"<w:tr><w:trPr>{split}{height}{head}</w:trPr>{''.join(cells)}</w:tr>")
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Form"/><w:tblW w:w="{edges[-1]}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


@lru_cache(maxsize=4096)
def _cell(text: str, style: str, width: int, span: int, merge: str | None, borders: str) -> str:
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    if span > 1:
        properties += f'<w:gridSpan w:val="{span}"/>'
    if merge is not None:
        properties += f"<w:vMerge{merge}/>"
    properties += borders
    lines = "".join(_paragraph(line, style) for line in text.split("\n"))
    return f'<w:tc><w:tcPr>{properties}<w:vAlign w:val="center"/></w:tcPr>{lines}</w:tc>'


_NO_BORDERS = (
    "<w:tcBorders>"
    + "".join(f'<w:{side} w:val="nil"/>' for side in ("top", "left", "bottom", "right"))
    + "</w:tcBorders>"
)
_LINE = 'w:val="single" w:sz="4" w:space="0" w:color="auto"'
_TOP_BORDER = f"<w:tcBorders><w:top {_LINE}/></w:tcBorders>"


# ── the archive ───────────────────────────────────────────────────────────────────────────────

_DAY = (1 << 5) | 1  # 1 January 1980, the first day zip knows: a file made twice is the same


class _Part(NamedTuple):
    """A part of the archive, packed."""

    name: bytes
    head: bytes  # what the entry and the directory say alike
    data: bytes


def _packed(name: str, text: str) -> _Part:
    plain = text.encode()
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    data = packer.compress(plain) + packer.flush()
    head = struct.pack(
        "<HHHHHLLLHH",
        *(20, 0, 8, 0, _DAY),
        *(zlib.crc32(plain), len(data), len(plain), len(name), 0),
    )
    return _Part(name.encode(), head, data)


def _archive(document: _Part) -> bytes:
    pieces: list[bytes] = []
    directory: list[bytes] = []
    place = 0
    parts = (*_fixed_parts(), document)
    for part in parts:
        pieces += (b"PK\x03\x04", part.head, part.name, part.data)
        tail = struct.pack("<HHHLL", 0, 0, 0, 0, place)
        directory += (b"PK\x01\x02\x14\x00", part.head, tail, part.name)
        place += 30 + len(part.name) + len(part.data)
    size = sum(map(len, directory))
    count = len(parts)
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, count, count, size, place, 0)
    return b"".join((*pieces, *directory, end))


# ── the parts that are always the same ────────────────────────────────────────────────────────


def _style(
    identifier: str,
    name: str,
    *,
    align: str = "left",
    size: int = 24,
    font: str = "仿宋",
    bold: bool = False,
    before: int = 0,
    after: int = 0,
    line: int = 0,
    indent: int = 0,
    outline: int | None = None,
) -> str:
    level = f'<w:outlineLvl w:val="{outline}"/>' if outline is not None else ""
    first = f'<w:ind w:firstLine="{indent}"/>' if indent else ""
    keep = "<w:keepNext/>" if outline is not None else ""
    height = f' w:line="{line}" w:lineRule="exact"' if line else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{identifier}"><w:name w:val="{name}"/>'
        f'<w:pPr>{keep}<w:spacing w:before="{before}" w:after="{after}"{height}/>{first}'
        f'<w:jc w:val="{align}"/>{level}</w:pPr>'
        f'<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"'
        f' w:eastAsia="{font}"/>{"<w:b/>" if bold else ""}'
        f'<w:sz w:val="{size}"/></w:rPr></w:style>'
    )


@lru_cache(maxsize=1)
def _fixed_parts() -> tuple[_Part, ...]:
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    relationship = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {"document": "document.main", "styles": "styles", "fontTable": "fontTable"}
    parts["settings"], parts["footer1"] = "settings", "footer"
    types = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{main}{kind}+xml"/>'
        for part, kind in parts.items()
    )
    content_types = (
        f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>'
    )
    root = (
        f'{_XML}<Relationships xmlns="{relationship}"><Relationship Id="rId1"'
        f' Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    names = ("styles", "fontTable", "settings", "footer1")
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{R}/{name.rstrip("1")}" Target="{name}.xml"/>'
        for n, name in enumerate(names, 1)
    )
    document_links = f'{_XML}<Relationships xmlns="{relationship}">{links}</Relationships>'
    border = "".join(
        f"<w:{side} {_LINE}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    styles = (
        f'{_XML}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋"/>'
        '<w:sz w:val="24"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
        + _style("Normal", "Normal")
        + _style("Title", "Title", align="center", size=36, font="宋体", bold=True, after=240)
        + _style("Heading1", "heading 1", size=28, font="宋体", bold=True, after=120, outline=0)
        + _style("Attachment", "Attachment", size=28, after=120)
        + _style("Note", "Note", indent=480, before=120)
        + _style("TableTitle", "Table Title", align="center", size=30, font="宋体", bold=True)
        + _style("Label", "Label", align="center", size=21, font="宋体", line=300)
        + _style("Value", "Value", size=21, line=300)
        + _style("Centred", "Centred", align="center", size=21, line=300)
        + _style("Amount", "Amount", align="right", size=21, line=300)
        + _style("NoteSmall", "Note Small", size=21, indent=420, before=60)
        + _style("LabelSmall", "Label Small", align="center", size=18, font="宋体", line=250)
        + _style("ValueSmall", "Value Small", size=18, line=250)
        + _style("CentredSmall", "Centred Small", align="center", size=18, line=250)
        + _style("AmountSmall", "Amount Small", align="right", size=18, line=250)
        + _style("Gap", "Gap", size=4, line=40)
        + _style("Footer", "footer", align="center", size=21, font="宋体")
        + f'<w:style w:type="table" w:styleId="Form"><w:name w:val="Form"/><w:tblPr><w:tblBorders>'
        f'{border}</w:tblBorders><w:tblCellMar><w:left w:w="85" w:type="dxa"/>'
        '<w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>'
    )
    fonts = (
        f'{_XML}<w:fonts xmlns:w="{W}">'
        '<w:font w:name="仿宋"><w:altName w:val="仿宋_GB2312"/><w:family w:val="modern"/></w:font>'
        '<w:font w:name="宋体"><w:altName w:val="SimSun"/><w:family w:val="auto"/></w:font>'
        "</w:fonts>"
    )
    settings = f'{_XML}<w:settings xmlns:w="{W}"><w:compat/></w:settings>'
    page = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    dash = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    footer = (
        f'{_XML}<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
        f"{dash.format('— ')}{page}{dash.format(' —')}</w:p></w:ftr>"
    )
    return tuple(
        _packed(name, text)
        for name, text in (
            ("[Content_Types].xml", content_types),
            ("_rels/.rels", root),
            ("word/_rels/document.xml.rels", document_links),
            ("word/styles.xml", styles),
            ("word/fontTable.xml", fonts),
            ("word/settings.xml", settings),
            ("word/footer1.xml", footer),
        )
    )
