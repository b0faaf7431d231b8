"""The report (绩效自评报告、绩效评价报告) as a Word file with native charts.

A4 as official documents are (GB/T 9704): 仿宋 三号 in lines of 28 points, chapters in 黑体, parts
in 楷体. Charts are DrawingML with their values in them. The same sheets give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path

from jixiao.model.evaluation import ScoreSheet
from jixiao.model.exceptions import UnusableRequest
from jixiao.model.finding import Message
from jixiao.model.money import plain
from jixiao.writers.report_parts import (
    Bar,
    Chart,
    Cover,
    Heading,
    Look,
    Paragraph,
    Report,
    Table,
    Watched,
)
from jixiao.writers.report_text import report_on
from jixiao.writers.save import save
from jixiao.writers.word_parts import (
    SETTINGS,
    XML,
    R,
    W,
    archived,
    content_types,
    escaped,
    font_table,
    packed,
    page_number,
    relationships,
    run,
    style_xml,
    styles,
    table_style,
)

_WIDTH = 8844  # between the margins of the page, in twentieths of a point
_LONG = 400  # a row with a longer text may run over a page; every other one stays whole
_LOOKS = {Look.TEXT: "Cell", Look.CENTRED: "Centred", Look.NUMBER: "Amount"}
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PLACED = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_CHART_SIZE = (5580000, 2880000)  # in EMU: 155 × 80 mm
_PARTS = ("styles", "fontTable", "settings", "footer1")
_WEIGHT, _POINTS = Message("分值", "weight"), Message("得分", "points")
_OPEN = Message("未能计分", "not scored")


def write_report(
    sheets: Sequence[ScoreSheet],
    path: Path,
    kind: str = "self",
    language: str = "zh",
    *,
    fiscal_year: int | None = None,
    place: str = "",
    monitored: Watched | None = None,
    note: str = "",
) -> None:
    """Write the report on ``sheets``: ``kind`` is ``self`` (自评报告) or ``evaluation`` (评价报告).

    The other arguments are those of :func:`jixiao.writers.report_text.report_on`. Raises
    :class:`UnusableRequest` for an ending not known and where there is nothing to report on.
    """
    ending = path.suffix or path.name
    if ending.lower() != ".docx":
        raise UnusableRequest(
            f"报告不能写成“{ending}”。请写成 .docx；需要 PDF 时用文字处理软件转换。",
            f"cannot write a report as “{ending}”; write a .docx and convert it for a PDF",
        )
    report = report_on(
        sheets,
        kind,
        fiscal_year=fiscal_year,
        place=place,
        monitored=monitored,
        note=note,
    )
    save(path, render(report, language))


def render(report: Report, language: str = "zh") -> bytes:
    """The bytes of the .docx file."""
    body = list(_cover(report.cover, language))
    charts: list[str] = []
    tables = 0
    for block in report.blocks:
        if isinstance(block, Heading):
            broken = "<w:pageBreakBefore/>" if block.new_page else ""
            body.append(
                _paragraph(block.text.text(language), f"Heading{block.level}", language, broken)
            )
        elif isinstance(block, Paragraph):
            glue = " " if language == "en" else ""
            text = glue.join(sentence.text(language) for sentence in block.sentences)
            body += [
                _paragraph(line, "Body", language) for line in text.splitlines() if line.strip()
            ]
        elif isinstance(block, Table):
            tables += 1
            label = f"Table {tables}  " if language == "en" else f"表{tables}　"
            body.append(_paragraph(label + block.title.text(language), "Caption", language))
            body += (_table(block, language), _paragraph("", "Gap", language))
        else:
            charts.append(_chart(block, language))
            number = len(charts)
            title = block.title.text(language)
            body.append(_placed(number, title))
            label = f"Figure {number}  " if language == "en" else f"图{number}　"
            body.append(_paragraph(label + title, "Caption", language, "<w:keepNext w:val='0'/>"))
    document = (
        f'{XML}<w:document xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="{_PLACED}"><w:body>'
        f"{''.join(body)}{_SECTION}</w:body></w:document>"
    )
    links = {f"rId{n}": (name.rstrip("1"), f"{name}.xml") for n, name in enumerate(_PARTS, 1)}
    links |= {f"chart{n}": ("chart", f"charts/chart{n}.xml") for n in range(1, len(charts) + 1)}
    parts = {
        "[Content_Types].xml": content_types(("document", *_PARTS), len(charts)),
        "_rels/.rels": relationships({"rId1": ("officeDocument", "word/document.xml")}),
        "word/_rels/document.xml.rels": relationships(links),
        "word/styles.xml": _styles(),
        "word/fontTable.xml": font_table("仿宋", "宋体", "黑体", "楷体"),
        "word/settings.xml": SETTINGS,
        "word/footer1.xml": page_number(),
        "word/document.xml": document,
    }
    parts |= {f"word/charts/chart{n}.xml": chart for n, chart in enumerate(charts, 1)}
    return archived(packed(name, text) for name, text in parts.items())


_SECTION = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851"'
    ' w:footer="1134" w:gutter="0"/><w:titlePg/></w:sectPr>'
)


def _paragraph(text: str, name: str, language: str, properties: str = "") -> str:
    inner = run(text, is_chinese=language != "en")
    return f'<w:p><w:pPr><w:pStyle w:val="{name}"/>{properties}</w:pPr>{inner}</w:p>'


def _cover(cover: Cover, language: str) -> Iterable[str]:
    yield _paragraph(cover.title.text(language), "Title", language)
    colon = ": " if language == "en" else "："
    for label, text in cover.lines:
        line = f"{label.text(language)}{colon}{text.text(language)}"
        yield _paragraph(line, "CoverLine", language)
    note = cover.note.text(language)
    if note:
        yield _paragraph(note, "CoverNote", language)
    yield '<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>'


def _table(table: Table, language: str) -> str:
    whole = sum(table.widths)
    edges = [edge * _WIDTH // whole for edge in accumulate(table.widths, initial=0)]
    widths = [end - start for start, end in pairwise(edges)]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = "".join(
        _cell(header.text(language), "Label", width, language)
        for header, width in zip(table.headers, widths, strict=True)
    )
    rows = [f"<w:tr><w:trPr><w:cantSplit/>{_HEIGHT}<w:tblHeader/></w:trPr>{head}</w:tr>"]
    for row in table.rows:
        texts = [cell.text(language) for cell in row]
        split = "" if max(map(len, texts)) > _LONG else "<w:cantSplit/>"
        cells = "".join(
            _cell(text, _LOOKS[look], width, language)
            for text, look, width in zip(texts, table.looks, widths, strict=True)
        )
        rows.append(f"<w:tr><w:trPr>{split}{_HEIGHT}</w:trPr>{cells}</w:tr>")
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Ruled"/><w:tblW w:w="{_WIDTH}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


_HEIGHT = '<w:trHeight w:val="400" w:hRule="atLeast"/>'


@lru_cache(maxsize=4096)
def _cell(text: str, name: str, width: int, language: str) -> str:
    lines = "".join(_paragraph(line, name, language) for line in text.split("\n"))
    properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
    return f"<w:tc>{properties}{lines}</w:tc>"


# ── charts ────────────────────────────────────────────────────────────────────────────────────


def _placed(number: int, title: str) -> str:
    """The paragraph that holds a chart."""
    width, height = _CHART_SIZE
    name = escaped(title).replace('"', "&quot;")
    return (
        '<w:p><w:pPr><w:pStyle w:val="Figure"/></w:pPr><w:r><w:drawing>'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}"'
        f' cy="{height}"/><wp:docPr id="{number}" name="Chart {number}" descr="{name}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic xmlns:a="{_DRAWING}"><a:graphicData uri="{_CHART}">'
        f'<c:chart xmlns:c="{_CHART}" r:id="chart{number}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )


def _chart(chart: Chart, language: str) -> str:
    """The part of one chart: columns side by side, each with its value above it."""
    labels = [bar.label.text(language) for bar in chart.bars]
    last = len(labels) + 1
    categories = _cached("str", f"Sheet1!$A$2:$A${last}", labels)
    series = [
        ("B", _WEIGHT.text(language), "BFC9D6", [plain(bar.weight) for bar in chart.bars]),
        ("C", _POINTS.text(language), "2F5D8C", [_reached(bar) for bar in chart.bars]),
    ]
    if any(bar.open_weight for bar in chart.bars):
        rest = [plain(bar.open_weight) if bar.open_weight else "" for bar in chart.bars]
        series.append(("D", _OPEN.text(language), "E0A458", rest))
    drawn = "".join(
        f'<c:ser><c:idx val="{n}"/><c:order val="{n}"/>'
        f"<c:tx>{_cached('str', f'Sheet1!${column}$1', [name])}</c:tx>"
        f'<c:spPr><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></c:spPr>'
        f'<c:invertIfNegative val="0"/><c:cat>{categories}</c:cat>'
        f"<c:val>{_cached('num', f'Sheet1!${column}$2:${column}${last}', values)}</c:val></c:ser>"
        for n, (column, name, colour, values) in enumerate(series)
    )
    return (
        f'{XML}<c:chartSpace xmlns:c="{_CHART}" xmlns:a="{_DRAWING}" xmlns:r="{R}">'
        '<c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>'
        '<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'{drawn}<c:dLbls><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        '<c:gapWidth val="80"/><c:overlap val="-5"/><c:axId val="1001"/><c:axId val="1002"/>'
        '</c:barChart><c:catAx><c:axId val="1001"/><c:scaling><c:orientation val="minMax"/>'
        '</c:scaling><c:delete val="0"/><c:axPos val="b"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:crossAx val="1002"/></c:catAx>'
        '<c:valAx><c:axId val="1002"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/>'
        '</c:scaling><c:delete val="0"/><c:axPos val="l"/><c:majorGridlines><c:spPr><a:ln w="6350">'
        '<a:solidFill><a:srgbClr val="D9D9D9"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1001"/>'
        '</c:valAx></c:plotArea><c:legend><c:legendPos val="t"/><c:overlay val="0"/></c:legend>'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr><c:txPr>"
        '<a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="900">'
        '<a:latin typeface="Times New Roman"/><a:ea typeface="仿宋"/></a:defRPr></a:pPr>'
        '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
        "</c:chartSpace>"
    )


def _reached(bar: Bar) -> str:
    """The points of a bar; nothing, not 0, where none could be given."""
    return "" if bar.open_weight and bar.open_weight == bar.weight else plain(bar.points)


def _cached(kind: str, formula: str, values: Sequence[str]) -> str:
    """Values of a chart as they were when it was made; an empty one has no bar."""
    points = "".join(
        f'<c:pt idx="{n}"><c:v>{escaped(value)}</c:v></c:pt>'
        for n, value in enumerate(values)
        if value
    )
    general = "<c:formatCode>General</c:formatCode>" if kind == "num" else ""
    return (
        f"<c:{kind}Ref><c:f>{formula}</c:f><c:{kind}Cache>{general}"
        f'<c:ptCount val="{len(values)}"/>{points}</c:{kind}Cache></c:{kind}Ref>'
    )


# ── the parts that are always the same ────────────────────────────────────────────────────────


@lru_cache(maxsize=1)
def _styles() -> str:
    return styles(
        32,
        "<w:pPrDefault/>",
        style_xml("Normal", "Normal", size=32),
        style_xml("Title", "Title", align="center", size=44, font="宋体", before=2800, after=2400),
        style_xml("CoverLine", "Cover Line", size=32, line=640, indent=640),
        style_xml("CoverNote", "Cover Note", size=28, line=560, indent=560, before=480),
        style_xml("Heading1", "heading 1", size=32, font="黑体", line=560, indent=640, outline=0),
        style_xml("Heading2", "heading 2", size=32, font="楷体", line=560, indent=640, outline=1),
        style_xml("Body", "Body Text", size=32, line=560, indent=640),
        style_xml(
            "Caption", "caption", align="center", font="黑体", before=120, after=60, keeps=True
        ),
        style_xml("Figure", "Figure", align="center", before=120, keeps=True),
        style_xml("Label", "Label", align="center", size=21, font="黑体", line=300),
        style_xml("Cell", "Cell", size=21, line=300),
        style_xml("Centred", "Centred", align="center", size=21, line=300),
        style_xml("Amount", "Amount", align="right", size=21, line=300),
        style_xml("Gap", "Gap", size=4, line=160),
        style_xml("Footer", "footer", align="center", size=28, font="宋体"),
        table_style("Ruled", {"top": 40, "left": 85, "bottom": 40, "right": 85}),
    )
