"""Excel 2003 XML workbooks, which come under the ending .xls."""

from __future__ import annotations

import html

import pytest

from jixiao.readers.formats import xml2003
from jixiao.readers.read import format_of
from tests.readers.example_form import FORM, cells_of, expected
from tests.readers.hostile import BOTH, mutated, refused, seeds, survives
from tests.readers.workbook_parts import texts

SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"


def workbook(sheets: str, styles: str = "", encoding: str = "UTF-8") -> bytes:
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>\r\n<?mso-application progid="Excel.Sheet"?>'
        f'\r\n<Workbook xmlns="{SPREADSHEET}" xmlns:ss="{SPREADSHEET}"><Styles>{styles}</Styles>'
        f"{sheets}</Workbook>"
    )
    return text.encode(encoding)


def sheet(rows: str, name: str = "表", more: str = "") -> str:
    return f'<Worksheet ss:Name="{name}"><Table>{rows}</Table>{more}</Worksheet>'


def data(value: str, kind: str = "String") -> str:
    return f'<Data ss:Type="{kind}">{value}</Data>'


def as_xml() -> str:
    """The example form as Excel writes it."""
    lines = []
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(FORM):
        c = 0
        cells = ""
        for cell in row:
            while (r, c) in taken:
                c += 1
            spans = f' ss:MergeAcross="{cell.columns - 1}"' * (cell.columns > 1)
            spans += f' ss:MergeDown="{cell.rows - 1}"' * (cell.rows > 1)
            text = html.escape(cell.text).replace("\n", "&#10;")
            cells += f'<Cell ss:Index="{c + 1}"{spans}>{data(text)}</Cell>'
            taken |= {(r + i, c + j) for i in range(cell.rows) for j in range(cell.columns)}
            c += cell.columns
        lines.append(f"<Row>{cells}</Row>")
    return sheet("".join(lines), "目标表")


@pytest.mark.parametrize("encoding", ["UTF-8", "GB2312", "UTF-16"])
def test_the_example_form_comes_out_in_every_encoding(encoding: str) -> None:
    content = workbook(as_xml().replace("≥", "&#8805;"), encoding=encoding)

    assert format_of(content, "公开表.xls") == "xml2003"
    (grid,) = xml2003.parse(content).grids
    assert grid.sheet == "目标表"
    assert cells_of(grid) == expected()


def test_numbers_dates_and_flags_are_shown_as_their_styles_say() -> None:
    styles = (
        '<Style ss:ID="Default"/><Style ss:ID="p"><NumberFormat ss:Format="0%"/></Style>'
        '<Style ss:ID="f"><NumberFormat ss:Format="Standard"/></Style>'
        '<Style ss:ID="q" ss:Parent="p"/>'
        '<Style ss:ID="d"><NumberFormat ss:Format="yyyy&quot;年&quot;m&quot;月&quot;"/></Style>'
    )
    cells = (
        f'<Cell ss:StyleID="p">{data("0.95", "Number")}</Cell>'
        f'<Cell ss:StyleID="f">{data("1286.5", "Number")}</Cell>'
        f'<Cell ss:StyleID="q">{data("0.8765", "Number")}</Cell>'
        f'<Cell ss:StyleID="d">{data("2025-11-01T00:00:00.000", "DateTime")}</Cell>'
        f"<Cell>{data('2025-11-01T00:00:00.000', 'DateTime')}</Cell>"
        f"<Cell>{data('1', 'Boolean')}</Cell><Cell>{data('#N/A', 'Error')}</Cell>"
    )

    layout = xml2003.parse(workbook(sheet(f"<Row>{cells}</Row>"), styles))

    (row,) = layout.grids[0].rows
    assert [c.text for c in row] == [
        "95%",
        "1,286.50",
        "88%",
        "2025年11月",
        "2025-11-01",
        "TRUE",
        "#N/A",
    ]
    assert row[2].number == "0.8765"
    assert row[0].number_format == "0%"
    assert "错误值" in layout.notices[0].zh


def test_skipped_rows_hidden_parts_and_comments_are_minded() -> None:
    rows = (
        '<Column/><Column ss:Hidden="1"/>'
        f'<Row ss:Index="3"><Cell>{data("一")}<Comment>{data("批注")}</Comment></Cell>'
        f"<Cell>{data('藏')}</Cell></Row>"
        f'<Row ss:Hidden="1"><Cell>{data("藏")}</Cell></Row><Row><Cell>{data("二")}</Cell></Row>'
    )
    options = "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>"

    layout = xml2003.parse(workbook(sheet(rows) + sheet(rows, "藏表", options)))

    (grid,) = layout.grids
    assert [(c.text, c.row) for r in grid.rows for c in r] == [("一", 3), ("二", 5)]
    assert [("“藏表”" in n.zh, "隐藏的1行、1列" in n.zh) for n in layout.notices] == [
        (False, True),
        (True, False),
    ]


def test_formatted_text_in_a_cell_is_read_without_its_tags() -> None:
    rich = '<ss:Data ss:Type="String"><B>粗</B><Font>细</Font></ss:Data>'

    layout = xml2003.parse(workbook(sheet(f"<Row><Cell>{rich}</Cell></Row>")))

    assert texts(layout.grids[0]) == [["粗细"]]


@pytest.mark.parametrize(
    "content",
    [
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa">]><Workbook xmlns="%b"/>'
        % SPREADSHEET.encode(),
        workbook("<Worksheet><Table>" + "<Row>" * 200_000),
        workbook("<Worksheet>"),
    ],
    ids=["entities", "depth", "cut short"],
)
def test_a_book_that_is_broken_or_means_harm_is_refused(content: bytes) -> None:
    refused(xml2003.parse, content)


@BOTH
def test_no_damage_ends_in_anything_but_a_sentence(long: bool) -> None:
    whole, other = workbook(as_xml()), workbook(sheet("<Row/>"))

    read = survives(xml2003.parse, [mutated(whole, other, seed) for seed in seeds(long)])

    assert read > len(seeds(long)) // 20
