"""What Word files have in common: runs of text, styles, the parts and the archive around them.

The same texts give the same bytes: the archive bears the first day that zip knows.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping

from jixiao.model.named import NamedTuple
from jixiao.writers.form_text import writable

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SETTINGS = f'{XML}<w:settings xmlns:w="{W}"><w:compat/></w:settings>'
_T = '<w:t xml:space="preserve">'


def run(text: str, *, is_chinese: bool = True) -> str:
    """The run of a text, with its tabs and line breaks; nothing for an empty text.

    In Chinese, marks such as “ ” — … are set full-width; elsewhere as the fonts have them.
    """
    if not text:
        return ""
    inner = escaped(text)
    if "\t" in inner or "\n" in inner:
        inner = inner.replace("\t", f"</w:t><w:tab/>{_T}").replace("\n", f"</w:t><w:br/>{_T}")
    hint = (
        "" if text.isascii() or not is_chinese else '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
    )
    return f"<w:r>{hint}{_T}{inner}</w:t></w:r>"


def escaped(text: str) -> str:
    """``text`` for XML; characters XML cannot hold become the replacement character."""
    text = writable(text)
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text


def style_xml(
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
    keeps: bool = False,
) -> str:
    """A style of paragraphs; lengths in twentieths of a point, ``size`` in halves of one.

    One with an ``outline`` level, or that ``keeps``, stays on the page of what follows it.
    """
    level = f'<w:outlineLvl w:val="{outline}"/>' if outline is not None else ""
    first = f'<w:ind w:firstLine="{indent}"/>' if indent else ""
    keep = "<w:keepNext/>" if keeps or outline is not None else ""
    height = f' w:line="{line}" w:lineRule="exact"' if line else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{identifier}"><w:name w:val="{name}"/>'
        f'<w:pPr>{keep}<w:spacing w:before="{before}" w:after="{after}"{height}/>{first}'
        f'<w:jc w:val="{align}"/>{level}</w:pPr>'
        f'<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"'
        f' w:eastAsia="{font}"/>{"<w:b/>" if bold else ""}'
        f'<w:sz w:val="{size}"/></w:rPr></w:style>'
    )


LINE = 'w:val="single" w:sz="4" w:space="0" w:color="auto"'  # of a table
_OTHER_NAMES = {
    "仿宋": ("仿宋_GB2312", "modern"),
    "宋体": ("SimSun", "auto"),
    "黑体": ("SimHei", "modern"),
    "楷体": ("楷体_GB2312", "modern"),
}


def styles(size: int, paragraphs: str, *named: str) -> str:
    """The part of the styles: 仿宋 of a size, with properties of paragraphs, the named ones."""
    return (
        f'{XML}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋"/>'
        f'<w:sz w:val="{size}"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
        f"{paragraphs}</w:docDefaults>{''.join(named)}</w:styles>"
    )


def table_style(identifier: str, margins: Mapping[str, int]) -> str:
    """A style of ruled tables, with the margins inside their cells in twentieths of a point."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    border = "".join(f"<w:{side} {LINE}/>" for side in sides)
    inside = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in margins.items())
    return (
        f'<w:style w:type="table" w:styleId="{identifier}"><w:name w:val="{identifier}"/>'
        f"<w:tblPr><w:tblBorders>{border}</w:tblBorders><w:tblCellMar>{inside}</w:tblCellMar>"
        "</w:tblPr></w:style>"
    )


def font_table(*names: str) -> str:
    """The part of the fonts: by what other name each is known where it is not."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:family w:val="{family}"/></w:font>'
        for name in names
        for other, family in (_OTHER_NAMES[name],)
    )
    return f'{XML}<w:fonts xmlns:w="{W}">{fonts}</w:fonts>'


def content_types(names: Iterable[str], charts: int = 0) -> str:
    """The part that says what each part is: ``names`` of those in ``word/``, so many charts."""
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    kinds = {"document": "document.main", "footer1": "footer"}
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{main}{kinds.get(name, name)}+xml"/>'
        for name in names
    )
    chart = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
    types += "".join(
        f'<Override PartName="/word/charts/chart{n}.xml" ContentType="{chart}"/>'
        for n in range(1, charts + 1)
    )
    return (
        f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>'
    )


def relationships(links: Mapping[str, tuple[str, str]]) -> str:
    """The part that links: for each identifier the kind of relationship and its target."""
    inner = "".join(
        f'<Relationship Id="{identifier}" Type="{R}/{kind}" Target="{target}"/>'
        for identifier, (kind, target) in links.items()
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{XML}<Relationships xmlns="{package}">{inner}</Relationships>'


def page_number() -> str:
    """The footer with the number of the page between dashes (GB/T 9704)."""
    page = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    dash = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    return (
        f'{XML}<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
        f"{dash.format('— ')}{page}{dash.format(' —')}</w:p></w:ftr>"
    )


# ── the archive ───────────────────────────────────────────────────────────────────────────────

_DAY = (1 << 5) | 1  # 1 January 1980, the first day zip knows: a file made twice is the same


class Part(NamedTuple):
    """A part of the archive, packed."""

    name: bytes
    head: bytes  # what the entry and the directory say alike
    data: bytes


def packed(name: str, text: str) -> Part:
    """The part of this name that holds ``text``."""
    plain = text.encode()
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    data = packer.compress(plain) + packer.flush()
    head = struct.pack(
        "<HHHHHLLLHH",
        *(20, 0, 8, 0, _DAY),
        *(zlib.crc32(plain), len(data), len(plain), len(name), 0),
    )
    return Part(name.encode(), head, data)


def archived(parts: Iterable[Part]) -> bytes:
    """The bytes of the archive that holds ``parts`` in this order."""
    pieces: list[bytes] = []
    directory: list[bytes] = []
    place = 0
    for part in parts:
        pieces += (b"PK\x03\x04", part.head, part.name, part.data)
        tail = struct.pack("<HHHLL", 0, 0, 0, 0, place)
        directory += (b"PK\x01\x02\x14\x00", part.head, tail, part.name)
        place += 30 + len(part.name) + len(part.data)
    size = sum(map(len, directory))
    count = len(directory) // 4
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, count, count, size, place, 0)
    return b"".join((*pieces, *directory, end))
