"""The review form and the certificate as Word files: every row full, blank stays blank."""

from __future__ import annotations

import io

import docx

from jixiao.web.filings.drafting import empty_draft, target_of
from jixiao.writers.form_layout import FormTable
from jixiao.writers.review_sheet_docx import (
    WIDTHS,
    Opinion,
    ReviewedQuestion,
    ReviewForm,
    render,
    render_certificate,
    review_blocks,
)

FORM = ReviewForm(
    "政务热线话务服务",
    "某市政务热线中心",
    "某市数据局",
    2025,
    "96万元",
    (
        ReviewedQuestion("完整性", "规范完整性", "各栏是否填齐。", "优", ""),
        ReviewedQuestion("完整性", "明确清晰性", "目标是否写明。", "良", "任务与背景\n分不清。"),
        ReviewedQuestion("可行性", "实现可能性", "能否实现。", "", ""),
    ),
    Opinion("同意报送。", "通过", "主管部门审核", "2025-10-20"),
    Opinion(),
    "本表审核的是第1版。",
)


def test_every_row_fills_the_width_of_the_table() -> None:
    table = next(block for block in review_blocks(FORM) if isinstance(block, FormTable))

    taken = [0] * len(table.rows)
    for number, cells in enumerate(table.rows):
        for cell in cells:
            for row in range(number, number + cell.row_span):
                taken[row] += cell.column_span

    assert set(taken) == {len(WIDTHS)}


def test_the_word_file_says_what_was_said_and_no_more() -> None:
    document = docx.Document(io.BytesIO(render(FORM)))

    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[5] == ["完整性", "明确清晰性", "目标是否写明。", "良", "任务与背景\n分不清。"]
    assert rows[6][3:] == ["", ""]
    assert rows[7][1] == "同意报送。\n主管部门审核　2025-10-20"
    assert rows[8][1] == rows[9][1] == ""


def test_the_same_form_gives_the_same_bytes() -> None:
    assert render(FORM) == render(FORM)


def test_the_certificate_carries_the_target_on_the_next_page() -> None:
    target = target_of(empty_draft(2025, "政务热线话务服务"), 2025)

    data = render_certificate("项目支出绩效目标批复书", (("批复数", "90万元"),), target)

    document = docx.Document(io.BytesIO(data))
    assert [cell.text for cell in document.tables[0].rows[0].cells] == ["批复数", "90万元"]
    assert "政务热线话务服务" in "".join(cell.text for cell in document.tables[1]._cells)
