"""Word documents as Word writes them, made from a record: a carrier for tests and measurements.

No filled-in .docx of a performance form could be had, so these are built from the seed's record.
They carry what makes real files heavy: run properties on every run, borders on every cell, a
revision number on every paragraph, runs cut where Chinese meets Latin. One table is about 100 KB
of XML. Nothing here was written by Word itself.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from itertools import count
from xml.sax.saxutils import escape

from jixiao.model.disclosure import Disclosure
from jixiao.model.indicator import Indicator
from jixiao.model.target import PerformanceTarget

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCUMENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

_NAMESPACES = {
    "wpc": "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "o": "urn:schemas-microsoft-com:office:office",
    "r": _RELATIONSHIPS,
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "v": "urn:schemas-microsoft-com:vml",
    "wp14": "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "w10": "urn:schemas-microsoft-com:office:word",
    "w": WORD,
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "wne": "http://schemas.microsoft.com/office/word/2006/wordml",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
_ROOT = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<w:document'
    + "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
    + ' mc:Ignorable="w14 wp14"><w:body>'
)
_END = (
    '<w:sectPr w:rsidR="00C2354B"><w:footerReference w:type="default" r:id="rId6"/>'
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1800" w:bottom="1440" '
    'w:left="1800" w:header="851" w:footer="992" w:gutter="0"/><w:cols w:space="425"/>'
    '<w:docGrid w:type="lines" w:linePitch="312"/></w:sectPr></w:body></w:document>'
)
_WIDTHS = (740, 1240, 1700, 3110, 2270)
_FONT = (
    '<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:cs="宋体"{hint}/>'
    '{bold}<w:color w:val="000000"/><w:kern w:val="0"/><w:sz w:val="{size}"/>'
    '<w:szCs w:val="{size}"/>'
)
_LANGUAGE = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar"/>'
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:color="000000" w:sz="4" w:space="0"/>'
    for side in ("top", "left", "bottom", "right")
)
_NUMBERED = re.compile(r'(w14:paraId|w:rsidRPr)="@"')
_SCRIPTS = re.compile(r"[\x20-\x7e]+|[^\x20-\x7e]+")


def word_like(disclosure: Disclosure, tables: int | None = None) -> bytes:
    """A .docx of ``disclosure``: title, front list, ``tables`` target tables in turn, notes."""
    return package(document_xml(disclosure, tables))


def document_xml(disclosure: Disclosure, tables: int | None = None) -> Iterator[bytes]:
    """The pieces of word/document.xml, one for each table.

    Paragraphs and rows are numbered and runs carry one of a few revisions, as in real files, so
    that the document packs no better than they do.
    """
    numbers = count(1)

    def numbered(place: re.Match[str]) -> str:
        number = next(numbers) * 2654435761 & 0x7FFFFFFF
        return f'{place.group(1)}="{number if place.group(1)[-1] == "d" else number % 17:08X}"'

    for piece in _pieces(disclosure, tables):
        yield _NUMBERED.sub(numbered, piece).encode()


def _pieces(disclosure: Disclosure, tables: int | None = None) -> Iterator[str]:
    notes = [note.text for note in disclosure.notes]
    titles = notes.index(disclosure.title) + 1 if disclosure.title in notes else 0
    yield _ROOT
    for text in notes[:titles]:
        yield _paragraph(text, "center", 32, bold=True)
    if disclosure.listed:
        yield _front_list(disclosure)
    for index in range(len(disclosure.targets) if tables is None else tables):
        target = disclosure.targets[index % len(disclosure.targets)]
        heading = target.heading or target.title
        if index >= len(disclosure.targets):
            heading = f"{index + 1}." + re.sub(r"^\s*\d+\s*[.．、]\s*", "", heading)
        yield _paragraph("", "left", 28) + _paragraph(heading, "left", 28) + target_table(target)
    closing = (_paragraph(text, "left", 24) for text in notes[titles:])
    yield "".join(closing) + _END


def package(document: Iterator[bytes] | bytes, name: str = "word/document.xml") -> bytes:
    """A zip with ``document`` as its main part and the parts Word writes around it."""
    pieces = (document,) if isinstance(document, bytes) else document
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_entry("[Content_Types].xml"), _content_types(name))
        archive.writestr(_entry("_rels/.rels"), _relationships(name))
        with archive.open(_entry(name), "w") as part:
            for piece in pieces:
                part.write(piece)
        archive.writestr(_entry("word/styles.xml"), f'<w:styles xmlns:w="{WORD}"/>')
    return buffer.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)  # its date is 1980: the same record gives the same bytes
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _content_types(name: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{name}" ContentType="{DOCUMENT_TYPE}"/>'
        '<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.wordprocessingml.styles+xml"/></Types>'
    )


def _relationships(name: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONSHIPS}/officeDocument" Target="{name}"/>'
        "</Relationships>"
    )


def target_table(target: PerformanceTarget) -> str:
    """One project's table (form A): labelled cells, funds, objective, indicators."""
    supervisor = target.supervising_department
    body = ""
    if supervisor is not None:
        body = f"[{supervisor.code}]{supervisor.name}" if supervisor.code else supervisor.name
    funding, unit = target.funding, target.funding.unit
    year = f" （{target.fiscal_year}年度）      " if target.fiscal_year else ""
    rows = [
        _row(_cell("项目支出绩效目标表", 0, 5, size=32, bold=True)),
        _row(_cell(year, 0, 5)),
        _pair("项目责任人：", target.responsible_person, "单位（盖章）：", target.unit_seal),
        _row(_cell("项目名称", 0, 2) + _cell(target.project_name or "", 2, 3)),
        _pair("主管部门及代码", body, "实施单位", target.implementing_unit),
        _pair("项目来源", target.project_source, "项目期", target.project_period),
        _funds(
            f"项目资金\n（{unit.value if unit else ''}）", " 年度资金总额：", funding.total, True
        ),
        _funds("", "   其中：财政拨款", funding.fiscal, False),
        _funds("", "         其他资金", funding.other, False),
        _row(_cell("年度\n目标", 0) + _cell(target.annual_objective or "", 1, 4, align="left")),
        _row(
            _cell("绩\n效\n指\n标", 0, merge="restart")
            + _cell("一级\n指标", 1)
            + _cell("二级指标", 2)
            + _cell("三级指标", 3)
            + _cell("指标值", 4)
        ),
    ]
    before: Indicator | None = None
    for indicator in target.indicators:
        rows.append(_indicator(indicator, before))
        before = indicator
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in _WIDTHS)
    return _table(grid, rows)


def _table(grid: str, rows: list[str]) -> str:
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="5"/><w:tblW w:w="9060" w:type="dxa"/>'
        '<w:jc w:val="center"/><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _front_list(disclosure: Disclosure) -> str:
    widths = (1000, 5800, 2260)
    unit = disclosure.money_unit.value if disclosure.money_unit else ""
    rows = [
        _row(_cell("项目支出绩效目标公开清单", 0, 3, bold=True)),
        _row(_cell("序号", 0) + _cell("项目名称", 1) + _cell(f"预算金额（单位：{unit}）", 2)),
    ]
    for project in disclosure.listed:
        number = "" if project.number is None else str(project.number)
        money = "" if project.amount is None else f"{project.amount}"
        rows.append(_row(_cell(number, 0) + _cell(project.name, 1) + _cell(money, 2)))
    return _table("".join(f'<w:gridCol w:w="{width}"/>' for width in widths), rows)


def _pair(label: str, value: str | None, other: str, other_value: str | None) -> str:
    return _row(
        _cell(label, 0, 2) + _cell(value or "", 2) + _cell(other, 3) + _cell(other_value or "", 4)
    )


def _funds(head: str, label: str, money: Decimal | None, first: bool) -> str:
    text = "" if money is None else f"      {money} "
    return _row(
        _cell(head, 0, 2, merge="restart" if first else "continue")
        + _cell(label, 2, align="left")
        + _cell(text, 3, 2)
    )


def _indicator(indicator: Indicator, before: Indicator | None) -> str:
    same1 = before is not None and before.level1 == indicator.level1
    same2 = same1 and before is not None and before.level2 == indicator.level2
    return _row(
        _cell("", 0, merge="continue")
        + _cell("" if same1 else indicator.level1, 1, merge="continue" if same1 else "restart")
        + _cell("" if same2 else indicator.level2, 2, merge="continue" if same2 else "restart")
        + _cell(indicator.name, 3)
        + _cell(indicator.value.text, 4)
    )


def _row(cells: str) -> str:
    return (
        '<w:tr w:rsidR="00C2354B" w:rsidTr="00A77B3E" w14:paraId="@">'
        '<w:tblPrEx><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
        '</w:tblPrEx><w:trPr><w:trHeight w:val="454" w:hRule="atLeast"/><w:jc w:val="center"/>'
        f"</w:trPr>{cells}</w:tr>"
    )


def _cell(
    text: str,
    column: int,
    span: int = 1,
    *,
    merge: str | None = None,
    align: str = "center",
    size: int = 18,
    bold: bool = False,
) -> str:
    width = sum(_WIDTHS[column : column + span])
    merged = {None: "", "restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    paragraphs = "".join(
        _paragraph(line, align, size, bold=bold, rule="exact") for line in text.split("\n")
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{merged[merge]}'
        f"<w:tcBorders>{_BORDERS}</w:tcBorders>"
        '<w:shd w:val="clear" w:color="auto" w:fill="auto"/><w:noWrap w:val="0"/>'
        f'<w:vAlign w:val="center"/></w:tcPr>{paragraphs}</w:tc>'
    )


def _paragraph(text: str, align: str, size: int, *, bold: bool = False, rule: str = "auto") -> str:
    weight = "<w:b/><w:bCs/>" if bold else ""
    mark = _FONT.format(hint="", bold=weight, size=size) + _LANGUAGE
    return (
        '<w:p w:rsidR="00C2354B" w:rsidRDefault="00000000" w14:paraId="@" '
        'w14:textId="77777777"><w:pPr><w:widowControl/><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="{rule}"/>'
        f'<w:jc w:val="{align}"/>'
        f'<w:textAlignment w:val="center"/><w:rPr>{mark}</w:rPr></w:pPr>'
        f"{''.join(_run(piece, size, weight) for piece in _SCRIPTS.findall(text))}</w:p>"
    )


def _run(text: str, size: int, weight: str) -> str:
    hint = ' w:hint="eastAsia"' if ord(text[0]) > 0x7E else ""
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    properties = _FONT.format(hint=hint, bold=weight, size=size) + _LANGUAGE
    return (
        '<w:r w:rsidRPr="@" w:rsidR="00C2354B">'
        f"<w:rPr>{properties}</w:rPr><w:t{kept}>{escape(text)}</w:t></w:r>"
    )
