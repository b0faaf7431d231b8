"""The Anhui self-evaluations of the corpus with targets made from their target columns.

In the target of the first project one value is higher than the self-evaluation's, one name
longer, and one indicator more; that of the second is as it is reported on.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx

from tests.readers.evaluation_forms import ANHUI, forms, record, xlsx_of

LOWERED = ("基建工程委托业务项目数量", "≥60个")
RENAMED = ("委托业务报告合格率", "委托业务报告验收合格率")
DROPPED = ("满意度指标", "服务对象满意度指标", "受托单位满意度", "≥90%")


def target_rows(keyed: dict[str, Any], *, changed: bool) -> list[list[str]]:
    """The rows of the target: the self-evaluation's, with what it changed as it was before."""
    rows = [[r["l1"].split("(")[0], r["l2"], r["name"], r["target"]] for r in keyed["indicators"]]
    if changed:
        for row in rows:
            row[3] = LOWERED[1] if row[2] == LOWERED[0] else row[3]
            row[2] = RENAMED[1] if row[2] == RENAMED[0] else row[2]
        rows.append(list(DROPPED))
    return rows


def target_docx() -> bytes:
    """The targets of both projects as a document of Word."""
    document = docx.Document()
    for number, keyed in enumerate(record(ANHUI)):
        document.add_paragraph("项目支出绩效目标批复表")
        fields = [["项目名称", keyed["项目名称"], "", ""]]
        fields += [["实施单位", keyed["实施单位"], "", ""]] if "实施单位" in keyed else []
        fields.append(["年度资金总额（万元）", str(keyed["money"]["本年财政拨款"][0]), "", ""])
        header = [["一级指标", "二级指标", "三级指标", "指标值"]]
        rows = fields + header + target_rows(keyed, changed=number == 0)
        table = document.add_table(len(rows), 4)
        for line, row in zip(table.rows, rows, strict=True):
            for cell, text in zip(line.cells, row, strict=True):
                cell.text = text
        for line in table.rows[: len(fields)]:
            line.cells[1].merge(line.cells[3])
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def write_chain(folder: Path) -> tuple[Path, Path]:
    """target.docx and selfeval.xlsx in a folder."""
    target, evaluation = folder / "target.docx", folder / "selfeval.xlsx"
    target.write_bytes(target_docx())
    evaluation.write_bytes(xlsx_of(forms(ANHUI)))
    return target, evaluation
