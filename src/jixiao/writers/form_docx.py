"""The official form as a Word file: A4, 仿宋 and 宋体, merged cells, a page a project.

A small writer of WordprocessingML of our own: the same record gives the same bytes. The page is
that of official documents (GB/T 9704: A4, 37 mm above, 35 below, 28 left, 26 right); a table with
many columns turns it. Lines have an exact height, so that a page breaks at the same place
whatever fonts the reader's computer has. A character that XML cannot hold (U+0000 … U+001F but
tab and line feed, U+FFFE, U+FFFF) is written as U+FFFD.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from jixiao.model.disclosure import Disclosure
from jixiao.writers.form_layout import Block, FormTable, FormText, Style, form_blocks
from jixiao.writers.form_rows import full_rows
from jixiao.writers.word_parts import (
    LINE,
    SETTINGS,
    XML,
    Part,
    R,
    W,
    archived,
    content_types,
    font_table,
    packed,
    page_number,
    relationships,
    run,
    style_xml,
    styles,
    table_style,
)

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
    (True, True): _page(16838, 11906, (720, 850, 720, 850), ' w:orient="landscape"'),
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
        f'{XML}<w:document xmlns:w="{W}"><w:body>{"".join(body)}'
        f"<w:sectPr>{page.properties}</w:sectPr></w:body></w:document>"
    )
    return archived((*_fixed_parts(), packed("word/document.xml", document)))


def _gap(properties: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="Gap"/>{properties}</w:pPr></w:p>'


def _paragraph(text: str, style: str, *, new_page: bool = False) -> str:
    properties = f'<w:pStyle w:val="{style}"/>' + ("<w:pageBreakBefore/>" if new_page else "")
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


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
_TOP_BORDER = f"<w:tcBorders><w:top {LINE}/></w:tcBorders>"


# ── the parts that are always the same ────────────────────────────────────────────────────────


@lru_cache(maxsize=1)
def _fixed_parts() -> tuple[Part, ...]:
    names = ("styles", "fontTable", "settings", "footer1")
    root = relationships({"rId1": ("officeDocument", "word/document.xml")})
    links = {f"rId{n}": (name.rstrip("1"), f"{name}.xml") for n, name in enumerate(names, 1)}
    named = (
        style_xml("Normal", "Normal"),
        style_xml("Title", "Title", align="center", size=36, font="宋体", bold=True, after=240),
        style_xml("Heading1", "heading 1", size=28, font="宋体", bold=True, after=120, outline=0),
        style_xml("Attachment", "Attachment", size=28, after=120),
        style_xml("Note", "Note", indent=480, before=120),
        style_xml("TableTitle", "Table Title", align="center", size=30, font="宋体", bold=True),
        style_xml("Label", "Label", align="center", size=21, font="宋体", line=300),
        style_xml("Value", "Value", size=21, line=300),
        style_xml("Centred", "Centred", align="center", size=21, line=300),
        style_xml("Amount", "Amount", align="right", size=21, line=300),
        style_xml("NoteSmall", "Note Small", size=18, indent=360, before=10, line=240),
        style_xml("LabelSmall", "Label Small", align="center", size=18, font="宋体", line=250),
        style_xml("ValueSmall", "Value Small", size=18, line=250),
        style_xml("CentredSmall", "Centred Small", align="center", size=18, line=250),
        style_xml("AmountSmall", "Amount Small", align="right", size=18, line=250),
        style_xml("Gap", "Gap", size=4, line=40),
        style_xml("Footer", "footer", align="center", size=21, font="宋体"),
        table_style("Form", {"left": 85, "right": 85}),
    )
    paragraphs = (
        '<w:pPrDefault><w:pPr><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/></w:pPr>'
        "</w:pPrDefault>"
    )
    return tuple(
        packed(name, text)
        for name, text in (
            ("[Content_Types].xml", content_types(("document", *names))),
            ("_rels/.rels", root),
            ("word/_rels/document.xml.rels", relationships(links)),
            ("word/styles.xml", styles(24, paragraphs, *named)),
            ("word/fontTable.xml", font_table("仿宋", "宋体")),
            ("word/settings.xml", SETTINGS),
            ("word/footer1.xml", page_number()),
        )
    )
