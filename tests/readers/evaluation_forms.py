"""The two re-keyed self-evaluations of the corpus as forms again, in every carrier.

Each form is a list of rows of written cells, as its place prints it; the carriers say the same.
"""

from __future__ import annotations

import html
import io
import json
from decimal import Decimal
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import docx

from tests.office import converted
from tests.paths import CORPUS
from tests.readers.example_form import Written, as_xlsx

ANHUI = CORPUS / "records" / "anhui-chizhou-tangxi-selfeval-2022-doc.json"
SICHUAN = CORPUS / "records" / "sichuan-qingshen-selfeval-2023-html.json"
Form = list[list[Written]]
W = Written


def record(path: Path) -> Any:
    """What was keyed in, its decimals as such."""
    return json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


def printed(value: object) -> str:
    """A keyed-in value as a form prints it; nothing for null."""
    return "" if value is None else str(value)


def number(value: object, rows: int = 1, columns: int = 1) -> Written:
    """A cell that a workbook holds as a number."""
    held = None if value is None else float(str(value))
    return W(printed(value), rows, columns, held)


def anhui(keyed: dict[str, Any]) -> Form:
    """The form of Anhui, as of the national one: eleven columns."""
    form: Form = [
        [W("项目支出绩效自评表", 1, 11)],
        [W("项目名称", 1, 3), W(keyed["项目名称"], 1, 8)],
        [
            W("主管部门", 1, 3),
            W(keyed.get("主管部门", ""), 1, 3),
            W("实施单位", 1, 2),
            W(keyed.get("实施单位", ""), 1, 3),
        ],
    ]
    money = keyed["money"]
    heads = ("年初预算数", "全年预算数", "全年执行数", "分值")
    form.append(
        [W("项目资金\n（万元）", len(money) + 1, 3), W("", 1, 2)]
        + [W(head) for head in heads]
        + [W("执行率"), W("得分")]
    )
    for label, amounts in money.items():
        is_total = label == "年度资金总额"
        form.append(
            [W(f"{label}：" if is_total else f"  其中：{label}", 1, 2)]
            + [number(amount) for amount in amounts]
            + [number(keyed.get("weight_total") if is_total else None), W("")]
            + [number(keyed.get("execution_score") if is_total else None)]
        )
    form.append([W("年度总体目标", 2), W("预期目标", 1, 5), W("实际完成情况", 1, 5)])
    form.append([W("", 1, 5), W("", 1, 5)])
    rows = keyed["indicators"]
    heads = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
    form.append(
        [W("绩效指标", len(rows) + 1), *(W(h) for h in heads), W("偏差原因分析及改进措施", 1, 3)]
    )
    for level1, held in groupby(rows, lambda row: row["l1"].split("(")[0]):
        of_class = list(held)
        label = next((row["l1"] for row in of_class if "(" in row["l1"]), level1)
        first = [W(label, len(of_class))]
        for level2, group in groupby(of_class, lambda row: row["l2"]):
            of_kind = list(group)
            second = [W(level2, len(of_kind))]
            for row in of_kind:
                form.append(
                    first
                    + second
                    + [W(row["name"]), W(row["target"]), W(row["actual"])]
                    + [number(row["weight"]), number(row["score"]), W("", 1, 3)]
                )
                first, second = [], []
    form.append([W("总分", 1, 6), W(""), W(""), W("", 1, 3)])
    return form


def sichuan(keyed: dict[str, Any]) -> Form:
    """The form of Sichuan's system: ten columns, sign and unit in their own."""
    form: Form = [
        [W(f"{keyed['year']}年项目支出绩效自评表", 1, 10)],
        [W("项目名称"), W(keyed["项目名称"], 1, 9)],
        [
            W("主管部门"),
            W(keyed["主管部门"], 1, 4),
            W("实施单位"),
            W(keyed["实施单位"], 1, 4),
        ],
    ]
    heads = ("年初预算", "调整后预算数", "预算执行数", "预算执行率", "权重", "得分")
    form.append(
        [W("预算执行情况（万元）", 6), W(""), *(W(head) for head in heads), W("原因", 1, 2)]
    )
    cells = keyed["budget"]["总额"]
    form.append([W("总额"), *(number(cells[head]) if head != "预算执行率" else
                 W(cells[head], 1, 1, 1.0, "0.00%") for head in heads), W("", 1, 2)])  # fmt: skip
    for label in ("其中：财政资金", "财政专户管理资金", "单位资金", "其他资金"):
        form.append([W(label), *(W("") for _ in heads), W("", 1, 2)])
    names = ("一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "完成值")
    form.append([*(W(n) for n in names), W("权重"), W("得分"), W("未完成原因分析")])
    for row in keyed["indicators"]:
        form.append(
            [W(row[key]) for key in ("l1", "l2", "name", "sign")]
            + [number(row["value"]), W(row["unit"]), W(printed(row["actual"]))]
            + [number(row["weight"]), number(row["score"]), W("")]
        )
    form.append([W("合计", 1, 7), number(keyed["weight_total"]), W(""), W("")])
    form.append([W("评价结论"), W("", 1, 9)])
    form.append([W("存在问题"), W("", 1, 9)])
    form.append([W("项目负责人："), W("", 1, 4), W("财务负责人："), W("", 1, 4)])
    return form


def forms(path: Path) -> list[Form]:
    """The forms of a keyed-in file, in order."""
    keyed = record(path)
    return [sichuan(keyed)] if isinstance(keyed, dict) else [anhui(one) for one in keyed]


# ── carriers ─────────────────────────────────────────────────────────────────────────────────


def html_of(pages: list[Form]) -> bytes:
    """One web page with a table a form."""
    lines = ["<html><head><meta charset='utf-8'></head><body>"]
    for form in pages:
        lines.append("<table border='1'>")
        for row in form:
            cells = "".join(
                f"<td rowspan='{c.rows}' colspan='{c.columns}'>"
                + html.escape(c.text).replace("\n", "<br>")
                + "</td>"
                for c in row
            )
            lines.append(f"<tr>{cells}</tr>")
        lines.append("</table><p>&nbsp;</p>")
    return "\n".join([*lines, "</body></html>"]).encode()


def xlsx_of(pages: list[Form]) -> bytes:
    """One sheet with the forms below each other; amounts and points are numbers."""
    return as_xlsx([row for form in pages for row in form], "自评表")


def docx_of(pages: list[Form]) -> bytes:
    """A document whose titles are paragraphs over the tables."""
    document = docx.Document()
    for form in pages:
        document.add_paragraph(form[0][0].text)
        body = form[1:]
        table = document.add_table(len(body), sum(cell.columns for cell in form[0]))
        taken: set[tuple[int, int]] = set()
        for r, row in enumerate(body):
            c = 0
            for cell in row:
                while (r, c) in taken:
                    c += 1
                last = (r + cell.rows - 1, c + cell.columns - 1)
                taken |= {(i, j) for i in range(r, last[0] + 1) for j in range(c, last[1] + 1)}
                made = table.cell(r, c)
                if last != (r, c):
                    made = made.merge(table.cell(*last))
                made.text = cell.text
                c += cell.columns
        document.add_page_break()
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def text_of(pages: list[Form]) -> bytes:
    """Text as a document's tables come out of an extractor: merged cells once, then empty."""
    lines: list[str] = []
    for form in pages:
        lines.append(form[0][0].text)
        open_spans: dict[int, tuple[int, int]] = {}  # column → rows left, width
        for row in form[1:]:
            pieces: list[str] = []
            column = 0
            cells = list(row)
            width = sum(cell.columns for cell in form[0])
            while column < width:
                left, wide = open_spans.get(column, (0, 1))
                if left:
                    open_spans[column] = (left - 1, wide)
                    pieces.append("")
                    column += wide
                    continue
                cell = cells.pop(0)
                open_spans[column] = (cell.rows - 1, cell.columns)
                pieces.append(cell.text.replace("\n", ""))
                column += cell.columns
            lines += ["\t" + "\t".join(pieces), ""]
        lines.append("\f")
    return "\n".join(lines).encode()


@cache
def office(path: Path, source: str, target: str) -> bytes:
    """The carrier as LibreOffice writes it in another format."""
    made = {"docx": docx_of, "xlsx": xlsx_of}[source](forms(path))
    return converted(made, source, target)
