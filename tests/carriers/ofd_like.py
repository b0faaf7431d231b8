"""OFD files as office programs export them, made from any layout: carriers for tests.

No filled-in .ofd of a performance form could be had, so these are laid out here from what another
format was read to: ruled tables with merged cells, over as many pages as they need, a running
title in a template page, a watermark over the content. Nothing here was written by a real
producer; the two styles follow what the files of shared/corpus/ofd do.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from jixiao.readers.grid import Cell, Grid, Layout

WIDTH, HEIGHT = 210.0, 297.0  # millimetres
LEFT, RIGHT, TOP, BOTTOM = 25.0, 185.0, 25.0, 272.0
SIZE, LEADING, PADDING = 3.5, 4.6, 1.0
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_RUNS = re.compile(r"[\x20-\x7e]+|[^\x20-\x7e]+")


@dataclass
class Style:
    """How a producer writes.

    ``by_character`` gives every character its step; else each script is an object of its own and
    nothing says how wide its characters are. ``filled`` draws borders as thin filled rectangles,
    cell by cell; else as strokes. ``scaled`` writes objects through a matrix.
    """

    by_character: bool = True
    filled: bool = True
    scaled: bool = False
    header: str = "淮南市人民政府办公室 2024年部门预算"
    watermark: str = "公开文本"


OFFICE = Style()
VIRTUAL_PRINTER = Style(by_character=False, filled=False, scaled=True)


@dataclass
class _Pages:
    style: Style
    pages: list[list[str]] = field(default_factory=lambda: [[]])
    y: float = TOP
    identity: int = 100

    def add(self, text: str) -> None:
        self.identity += 1
        self.pages[-1].append(text.replace("@", str(self.identity), 1))

    def turn(self) -> None:
        self.pages.append([])
        self.y = TOP


def ofd_like(layout: Layout, style: Style = OFFICE) -> bytes:
    """An .ofd of the paragraphs and tables of ``layout``."""
    pages = _Pages(style)
    for block in layout.blocks:
        if isinstance(block, Grid):
            _table(block, pages)
            pages.y += LEADING
        else:
            for line in _wrapped(block.text, RIGHT - LEFT):
                if pages.y + LEADING > BOTTOM:
                    pages.turn()
                _line(line, LEFT, pages.y, pages)
                pages.y += LEADING
            pages.y += LEADING / 2
    return package(["".join(page) for page in pages.pages], style.header, style.watermark)


def package(
    pages: list[str], header: str = "", watermark: str = "", parts: dict[str, str] | None = None
) -> bytes:
    """A zip of page contents: layers' objects, as XML."""
    template = '<ofd:TemplatePage ID="2" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if header else ""
    annotations = "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>" if watermark else ""
    listed = "".join(
        f'<ofd:Page ID="{n + 10}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages))
    )
    files = {
        "OFD.xml": f'<ofd:OFD {_SPACE} Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        "<ofd:DocID>0</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_SPACE}><ofd:CommonData><ofd:PageArea>"
        f"<ofd:PhysicalBox>0 0 {WIDTH} {HEIGHT}</ofd:PhysicalBox></ofd:PageArea>{template}"
        f"<ofd:MaxUnitID>99999</ofd:MaxUnitID></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>"
        f"{annotations}</ofd:Document>",
    }
    if header:
        text = _text_object(header, 60.0, 12.0, 3.0, by_character=True).replace("@", "4", 1)
        files["Doc_0/Tpls/Tpl_0/Content.xml"] = (
            f'<ofd:Page {_SPACE}><ofd:Content><ofd:Layer ID="3">{text}</ofd:Layer></ofd:Content>'
            "</ofd:Page>"
        )
    used = '<ofd:Template TemplateID="2" ZOrder="Background"/>' if header else ""
    for number, objects in enumerate(pages):
        files[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f'<ofd:Page {_SPACE}>{used}<ofd:Content><ofd:Layer ID="{5_000_000 + number}">{objects}'
            "</ofd:Layer></ofd:Content></ofd:Page>"
        )
    if watermark:
        files["Doc_0/Annots/Annotations.xml"] = (
            f'<ofd:Annotations {_SPACE}><ofd:Page PageID="10"><ofd:FileLoc>Page_0/Annot_0.xml'
            "</ofd:FileLoc></ofd:Page></ofd:Annotations>"
        )
        files["Doc_0/Annots/Page_0/Annot_0.xml"] = (
            f'<ofd:PageAnnot {_SPACE}><ofd:Annot ID="6" Type="Watermark"><ofd:Appearance '
            'Boundary="0 0 210 297"><ofd:TextObject ID="7" Boundary="0 0 210 297" Font="1" '
            'Size="14" CTM="0.707 0.707 -0.707 0.707 60 60"><ofd:TextCode X="10" Y="10" '
            f'DeltaX="g {len(watermark) - 1} 14">{escape(watermark)}</ofd:TextCode>'
            "</ofd:TextObject></ofd:Appearance></ofd:Annot></ofd:PageAnnot>"
        )
    return zipped({**files, **(parts or {})})


def zipped(files: dict[str, str]) -> bytes:
    """The parts as a zip; the same parts give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, (_XML + text).encode())
    return buffer.getvalue()


def _table(grid: Grid, pages: _Pages) -> None:
    cells = list({id(cell): cell for row in grid.rows for cell in row}.values())
    edges = _edges(cells)
    rows = max(cell.row + cell.row_span - 1 for cell in cells)  # sheets may span blank ones
    heights = _heights(cells, edges, rows)
    first = 0
    while first < len(heights):
        if pages.y + heights[first] > BOTTOM and pages.y > TOP:
            pages.turn()
        last, bottom = first, pages.y + heights[first]
        while last + 1 < len(heights) and bottom + heights[last + 1] <= BOTTOM:
            last += 1
            bottom += heights[last]
        _part(cells, edges, heights, (first, last), pages)
        pages.y = bottom
        first = last + 1


def _part(
    cells: list[Cell],
    edges: list[float],
    heights: list[float],
    rows: tuple[int, int],
    pages: _Pages,
) -> None:
    """The rows from the first to the last of ``rows`` on one page."""
    first, last = rows
    tops = [pages.y]
    for height in heights[first : last + 1]:
        tops.append(tops[-1] + height)
    for cell in cells:
        begins, ends = cell.row - 1, cell.row + cell.row_span - 2
        if ends < first or begins > last:
            continue
        top = tops[max(begins, first) - first]
        bottom = tops[min(ends, last) - first + 1]
        left, right = edges[cell.column - 1], edges[cell.column + cell.column_span - 1]
        _border(left, top, right, bottom, pages)
        if begins < first:
            continue  # its text stands on the page before
        lines = _wrapped(cell.text, right - left - 2 * PADDING)
        y = top + max(PADDING, (bottom - top - len(lines) * LEADING) / 2)
        for line in lines:
            _line(line, left + PADDING, y, pages)
            y += LEADING


def _edges(cells: list[Cell]) -> list[float]:
    columns = max(cell.column + cell.column_span - 1 for cell in cells)
    wants = [10.0] * columns
    for cell in cells:
        if cell.column_span == 1:
            longest = max((len(line) for line in cell.text.split("\n")), default=0)
            wants[cell.column - 1] = max(wants[cell.column - 1], min(60.0, longest * SIZE + 3))
    scale = (RIGHT - LEFT) / sum(wants)
    edges = [LEFT]
    for want in wants:
        edges.append(edges[-1] + want * scale)
    return edges


def _heights(cells: list[Cell], edges: list[float], rows: int) -> list[float]:
    heights = [7.0] * rows
    for cell in sorted(cells, key=lambda cell: cell.row_span):
        width = edges[cell.column + cell.column_span - 1] - edges[cell.column - 1] - 2 * PADDING
        needed = len(_wrapped(cell.text, width)) * LEADING + 2 * PADDING
        last = cell.row + cell.row_span - 2
        has = sum(heights[cell.row - 1 : last + 1])
        heights[last] += max(0.0, needed - has)
    return heights


def _wrapped(text: str, width: float) -> list[str]:
    lines: list[str] = []
    for line in text.split("\n"):
        piece, used = "", 0.0
        for character in line:
            step = _step(character)
            if piece and used + step > width:
                lines.append(piece)
                piece, used = "", 0.0
            piece += character
            used += step
        lines.append(piece)
    return lines


def _step(character: str, size: float = SIZE) -> float:
    return size if character > "\u00ff" else size / 2


def _border(left: float, top: float, right: float, bottom: float, pages: _Pages) -> None:
    sides = (
        (left, top, right, top),
        (left, bottom, right, bottom),
        (left, top, left, bottom),
        (right, top, right, bottom),
    )
    for x0, y0, x1, y1 in sides:
        width, height = x1 - x0, y1 - y0
        if pages.style.filled:
            box = f"{x0 - 0.3:.2f} {y0 - 0.3:.2f} {width + 0.6:.2f} {height + 0.6:.2f}"
            w, h = max(width + 0.4, 0.4), max(height + 0.4, 0.4)
            pages.add(
                f'<ofd:PathObject ID="@" Boundary="{box}" Stroke="false" Fill="true">'
                '<ofd:FillColor Value="0 0 0"/><ofd:AbbreviatedData>'
                f"M 0.1 0.1 L {w:.2f} 0.1 L {w:.2f} {h:.2f} L 0.1 {h:.2f} L 0.1 0.1 C"
                "</ofd:AbbreviatedData></ofd:PathObject>"
            )
        else:
            pages.add(
                f'<ofd:PathObject ID="@" Boundary="{x0:.3f} {y0:.3f} {width:.3f} {height:.3f}" '
                'LineWidth="0.25" CTM="0.5 0 0 0.5 0 0"><ofd:AbbreviatedData>'
                f"M 0 0 L {2 * width:.3f} {2 * height:.3f}</ofd:AbbreviatedData></ofd:PathObject>"
            )


def _line(text: str, x: float, y: float, pages: _Pages) -> None:
    if not text.strip():
        return
    if pages.style.by_character:
        pages.add(_text_object(text, x, y, SIZE, by_character=True))
        return
    for run in _runs(text):
        scale = 0.5 if pages.style.scaled else 1.0
        pages.add(_text_object(run, x, y, SIZE, by_character=False, scale=scale))
        x += sum(map(_step, run))


def _runs(text: str) -> Iterator[str]:
    for found in _RUNS.finditer(text):
        yield found.group()


def _text_object(
    text: str, x: float, y: float, size: float, *, by_character: bool, scale: float = 1.0
) -> str:
    steps = [_step(character, size) for character in text]
    delta = ""
    if by_character and len(text) > 1:
        delta = f' DeltaX="{_told(steps[:-1])}"'
    matrix = "" if scale == 1.0 else f' CTM="{scale} 0 0 {scale} 0 0"'
    return (
        f'<ofd:TextObject ID="@" Boundary="{x:.3f} {y:.3f} {sum(steps):.3f} {size * 1.2:.3f}" '
        f'Font="1" Size="{size / scale}"{matrix}><ofd:FillColor Value="0 0 0"/><ofd:TextCode '
        f'X="0" Y="{size * 0.88 / scale:.3f}"{delta}>{escape(text)}</ofd:TextCode>'
        "</ofd:TextObject>"
    )


def _told(steps: list[float]) -> str:
    """The steps, equal ones as “g n d”."""
    words: list[str] = []
    at = 0
    while at < len(steps):
        count = 1
        while at + count < len(steps) and steps[at + count] == steps[at]:
            count += 1
        words.append(
            f"g {count} {steps[at]:g}" if count > 2 else " ".join([f"{steps[at]:g}"] * count)
        )
        at += count
    return " ".join(words)
