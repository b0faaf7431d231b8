"""One invented form, to be carried by every format: the same grid must come out of each.

The county, the project and all numbers are made up. ``python -m tests.readers.example_form``
writes the binary carriers under tests/carriers with LibreOffice.
"""

from __future__ import annotations

import html
import io
import sys
from typing import NamedTuple

import xlsxwriter

from jixiao.readers.grid import Grid
from tests.office import SOFFICE, converted
from tests.paths import PROJECT

CARRIERS = PROJECT / "tests" / "carriers"
TITLE = "示例县农业农村局2025年度项目支出绩效目标"


class Written(NamedTuple):
    """A cell of the form: its text as shown, its spans, and number and format in a workbook."""

    text: str
    rows: int = 1
    columns: int = 1
    number: float | None = None
    format: str = "General"


W = Written
FORM: list[list[Written]] = [
    [W("项目支出绩效目标表", 1, 5)],
    [W("（2025年度）", 1, 5)],
    [W("项目名称", 1, 2), W("高标准农田管护", 1, 3)],
    [W("主管部门及代码", 1, 2), W("[218]示例县农业农村局"), W("实施单位"), W("示例县农田站")],
    [W("项目资金\n（万元）", 3, 2), W("年度资金总额："), W("1,286.50", 1, 2, 1286.5, "#,##0.00")],
    [W("其中：财政拨款"), W("1286.5", 1, 2, 1286.5)],
    [W("其他资金"), W("", 1, 2)],
    [W("年度目标"), W("管护面积不减，设施完好。\n<灌溉>与排水 & 道路同步维护。", 1, 4)],
    [W("绩效指标", 6), W("一级指标"), W("二级指标"), W("三级指标"), W("指标值")],
    [W("产出指标", 3), W("数量指标"), W("管护面积（亩）"), W("32000", 1, 1, 32000)],
    [W("质量指标"), W("设施完好率"), W("95%", 1, 1, 0.95, "0%")],
    [W("时效指标"), W("管护完成时间"), W("2025年11月", 1, 1, 45962, 'yyyy"年"m"月"')],
    [W("效益指标"), W("社会效益指标"), W("受益农户"), W("≥4500户")],
    [W("满意度指标"), W("服务对象满意度指标"), W("农户满意度"), W("≥90%")],
]


def cells_of(grid: Grid) -> list[list[tuple[str, int, int, int, int]]]:
    """Text, row, column and spans of the cells, row by row."""
    return [
        [(c.text, c.row, c.column, c.row_span, c.column_span) for c in row] for row in grid.rows
    ]


def expected() -> list[list[tuple[str, int, int, int, int]]]:
    """What :func:`cells_of` gives for the form, worked out by filling a plain board."""
    board: dict[tuple[int, int], tuple[str, int, int, int, int]] = {}
    for number, row in enumerate(FORM, 1):
        column = 1
        for cell in row:
            while (number, column) in board:
                column += 1
            found = (cell.text, number, column, cell.rows, cell.columns)
            for r in range(number, number + cell.rows):
                for c in range(column, column + cell.columns):
                    board[r, c] = found
    width = max(column for _, column in board)
    return [
        list(dict.fromkeys(board[row, column] for column in range(1, width + 1)))
        for row in range(1, len(FORM) + 1)
    ]


def as_html() -> str:
    """The form as a web page, with a paragraph before it."""
    lines = [f"<html><head><meta charset='utf-8'></head><body><p>{TITLE}</p><table border='1'>"]
    for row in FORM:
        lines.append("<tr>")
        for cell in row:
            spans = f" rowspan='{cell.rows}'" * (cell.rows > 1)
            spans += f" colspan='{cell.columns}'" * (cell.columns > 1)
            text = html.escape(cell.text).replace("\n", "<br>")
            lines.append(f"<td{spans}>{text}</td>")
        lines.append("</tr>")
    return "\n".join([*lines, "</table></body></html>"])


def as_xlsx(form: list[list[Written]] = FORM, sheet: str = "目标表") -> bytes:
    """The form as a workbook with one sheet; numbers are numbers with their formats."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    page = book.add_worksheet(sheet)
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(form):
        c = 0
        for cell in row:
            while (r, c) in taken:
                c += 1
            style = book.add_format({"num_format": cell.format, "text_wrap": True, "border": 1})
            value = cell.text if cell.number is None else cell.number
            if cell.rows > 1 or cell.columns > 1:
                last = (r + cell.rows - 1, c + cell.columns - 1)
                page.merge_range(r, c, *last, value, style)
                taken |= {(i, j) for i in range(r, last[0] + 1) for j in range(c, last[1] + 1)}
            elif cell.number is None:
                page.write_string(r, c, cell.text, style)
            else:
                page.write_number(r, c, cell.number, style)
            c += cell.columns
    book.close()
    return buffer.getvalue()


def rich_text(text: str) -> str:
    """``text`` as RTF writes characters beyond ASCII."""
    return "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in text)


# What a Word text may hold besides plain paragraphs and cells, as RTF.
ODDITIES = rich_text(
    r"""{\rtf1\ansi\uc1{\fonttbl{\f0 SimSun;}{\f1\fnil\fcharset2 Wingdings;}}
{\*\revtbl{Unknown;}{Somebody;}}
\pard\f0 看得见{\v 看不见}的字\par
\pard 原文{\deleted\revauthdel1 删去}{\revised\revauth1 补入}\par
\pard 见{\field{\*\fldinst HYPERLINK "http://example.invalid/"}{\fldrslt 网页}}\line 第二行\tab
制表\par
\trowd\clvmgf\cellx2000\clmgf\cellx4000\clmrg\cellx6000\pard\intbl 竖\cell 横\cell\cell\row
\trowd\clvmrg\cellx2000\cellx4000\cellx6000\pard\intbl\cell 左\par 左下\cell 右\cell\row
\trowd\cellx2000\cellx6000\pard\intbl 外\cell
\pard\intbl\itap2 内一\nestcell 内二\nestcell
{\*\nesttableprops\trowd\cellx3000\cellx5000\nestrow}{\nonesttables\par}
\pard\intbl\itap1 外右\cell\row
\pard 完\par}"""
)


def made() -> dict[str, bytes]:
    """The carriers by file name."""
    word = ("doc:MS Word 97", "--infilter=HTML (StarWriter)")
    doc = converted(as_html().encode(), "html", *word)
    return {
        "example.doc": doc,
        "example.wps": doc,
        "oddities.doc": converted(ODDITIES.encode(), "rtf", "doc:MS Word 97"),
        "example.xls": converted(as_xlsx(), "xlsx", "xls"),
        "example.ods": converted(as_xlsx(), "xlsx", "ods"),
    }


if __name__ == "__main__":
    if SOFFICE is None:
        sys.exit("LibreOffice (soffice) is not installed")
    for name, data in made().items():
        (CARRIERS / name).write_bytes(data)
        print(name, len(data))
