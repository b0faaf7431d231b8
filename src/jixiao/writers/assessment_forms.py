"""Evaluation score sheets, comparisons, the plan of on-site checks: written as docx and xlsx."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from jixiao.model.assessment import ItemGrade, ProjectAssessment
from jixiao.model.framework import RiskSign
from jixiao.model.inspection import Inspection, SamplingPlan
from jixiao.model.money import plain
from jixiao.writers.assessment_layout import (
    COMPARISON_TITLE,
    SHEET_TITLE,
    comparison_blocks,
    proposal_text,
    reason_text,
    sheet_blocks,
    sheets_of,
    signed,
)
from jixiao.writers.flat_sheet import add_flat_sheet
from jixiao.writers.form_docx import render_blocks
from jixiao.writers.form_layout import Block, FormTable
from jixiao.writers.form_xlsx import render_sheets
from jixiao.writers.sampling_layout import TITLE, VISITS_TITLE, plan_blocks
from jixiao.writers.save import save

SHEETS = "评价评分表"
COMPARISONS = "评分比较表"
PLAN = "抽样核查计划"
_GRADE_COLUMNS = (
    ("项目", 26),
    ("评价方", 10),
    ("一级指标", 8),
    ("二级指标", 10),
    ("三级指标", 16),
    ("分值", 7),
    ("测算建议", 9),
    ("评分一", 8),
    ("评分二", 8),
    ("得分", 8),
    ("评分一理由", 30),
    ("评分二理由", 30),
    ("计算过程", 44),
    ("测算建议的依据", 44),
    ("Working", 44),
    ("Proposal", 44),
)
_GRADE_NUMBERS = frozenset({"分值", "测算建议", "评分一", "评分二", "得分"})
_DIFFERENCE_COLUMNS = (
    ("项目", 26),
    ("前者", 10),
    ("后者", 10),
    ("比较内容", 20),
    ("前者得分", 9),
    ("前者分值", 9),
    ("后者得分", 9),
    ("后者分值", 9),
    ("相差（分）", 10),
    ("得分率相差（百分点）", 12),
    ("须说明", 8),
    ("理由", 40),
    ("计算过程", 50),
    ("Working", 50),
)
_DIFFERENCE_NUMBERS = frozenset(
    {"前者得分", "前者分值", "后者得分", "后者分值", "相差（分）", "得分率相差（百分点）"}
)


def write_assessments(assessed: Sequence[ProjectAssessment], folder: Path) -> list[Path]:
    """Write score sheets and comparisons into ``folder``; gives the files written."""
    made = {
        f"{SHEETS}.docx": render_blocks(sheet_blocks(assessed)),
        f"{SHEETS}.xlsx": _sheets_xlsx(assessed),
        f"{COMPARISONS}.docx": render_blocks(comparison_blocks(assessed)),
        f"{COMPARISONS}.xlsx": _comparisons_xlsx(assessed),
    }
    return [_saved(folder / name, data) for name, data in made.items()]


def write_plan(
    plan: SamplingPlan,
    inspections: Sequence[Inspection],
    signs: Mapping[str, RiskSign],
    fiscal_year: int,
    note: str,
    folder: Path,
) -> list[Path]:
    """Write the plan of on-site checks into ``folder``; gives the files written."""
    blocks = list(plan_blocks(plan, inspections, signs, fiscal_year, note))
    sheets: list[tuple[str, list[Block]]] = [(TITLE, [])]
    for block in blocks:
        if isinstance(block, FormTable) and block.name == VISITS_TITLE:
            sheets.append((VISITS_TITLE, []))
        sheets[-1][1].append(block)
    return [
        _saved(folder / f"{PLAN}.docx", render_blocks(blocks)),
        _saved(folder / f"{PLAN}.xlsx", render_sheets(sheets, TITLE)),
    ]


def _saved(path: Path, data: bytes) -> Path:
    save(path, data)
    return path


def _sheets_xlsx(assessed: Sequence[ProjectAssessment]) -> bytes:
    forms = []
    for one in assessed:
        blocks = list(sheet_blocks([one]))
        starts = [n for n, block in enumerate(blocks) if isinstance(block, FormTable)]
        ends = [*starts[1:], len(blocks)]
        for sheet, start, end in zip(sheets_of(one), starts, ends, strict=True):
            forms.append((f"{sheet.side.label()} {one.project}", blocks[start:end]))
    rows = (row for one in assessed for row in _grades(one))

    def add(book: Any) -> None:
        add_flat_sheet(book, "评分明细", _GRADE_COLUMNS, _GRADE_NUMBERS, rows)

    return render_sheets(forms, SHEET_TITLE, add)


def _grades(one: ProjectAssessment) -> Iterator[tuple[str, ...]]:
    for sheet in sheets_of(one):
        stages = {stage.stage.value: stage.stage.zh for stage in sheet.stages}
        for row in sheet.rows:
            proposal = one.proposals.get(row.item.zh)
            yield (
                one.project,
                sheet.side.label(),
                stages[row.item.stage],
                row.item.heading_zh,
                row.item.zh,
                plain(row.item.weight),
                _digits(proposal.points if proposal is not None else None),
                _digits(row.first.points if row.first is not None else None),
                _digits(row.second.points if row.second is not None else None),
                _digits(row.points),
                _reason(row.first),
                _reason(row.second),
                row.working.zh,
                "" if proposal is None else proposal_text(proposal),
                row.working.en,
                "" if proposal is None else proposal_text(proposal, "en"),
            )


def _reason(grade: ItemGrade | None) -> str:
    return grade.reason if grade is not None else ""


def _comparisons_xlsx(assessed: Sequence[ProjectAssessment]) -> bytes:
    forms = [(one.project, list(comparison_blocks([one]))) for one in assessed]
    rows = (row for one in assessed for row in _differences(one))

    def add(book: Any) -> None:
        add_flat_sheet(book, "差异明细", _DIFFERENCE_COLUMNS, _DIFFERENCE_NUMBERS, rows)

    return render_sheets(forms, COMPARISON_TITLE, add)


def _differences(one: ProjectAssessment) -> Iterator[tuple[str, ...]]:
    for own in (*one.comparison.totals, *one.comparison.rows):
        yield (
            one.project,
            own.first.label(),
            own.second.label(),
            own.label.zh,
            _digits(own.first_points),
            plain(own.first_weight),
            _digits(own.second_points),
            plain(own.second_weight),
            _digits(own.difference),
            "" if own.share_difference is None else signed(own.share_difference).lstrip("+"),
            "是" if own.needs_reason else "",
            "" if (told := reason_text(own)) == "—" else told,
            own.working.zh,
            own.working.en,
        )


def _digits(number: Decimal | None) -> str:
    return "" if number is None else plain(number)
