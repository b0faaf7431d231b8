"""The forms of self-evaluation and monitoring (自评表、监控表), in the format an ending names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path
from typing import TypeVar

from jixiao.model.evaluation import ScoreSheet
from jixiao.model.exceptions import UnusableRequest
from jixiao.model.monitoring import MonitoringSheet
from jixiao.writers.save import save

_Sheet = TypeVar("_Sheet")


def write_self_evaluations(sheets: Sequence[ScoreSheet], path: Path) -> None:
    """Write the self-evaluation forms with the working: .docx, .xlsx, .html; .txt: the working.

    Raises :class:`UnusableRequest` for an ending not known.
    """
    save(path, render_self_evaluations(sheets, path.suffix or path.name))


def write_monitoring(sheets: Sequence[MonitoringSheet], path: Path) -> None:
    """Write the monitoring forms: .docx, .xlsx; .html: the monitoring page with the forms.

    Raises :class:`UnusableRequest` for an ending not known.
    """
    save(path, render_monitoring(sheets, path.suffix or path.name))


def render_self_evaluations(sheets: Sequence[ScoreSheet], ending: str) -> bytes:
    """The bytes of a file with this ending (``.docx``)."""
    return _renderer(SELF_EVALUATIONS, ending)(sheets)


def render_monitoring(sheets: Sequence[MonitoringSheet], ending: str) -> bytes:
    """The bytes of a file with this ending (``.docx``)."""
    return _renderer(MONITORING, ending)(sheets)


def _renderer(
    formats: dict[str, Callable[[Sequence[_Sheet]], bytes]], ending: str
) -> Callable[[Sequence[_Sheet]], bytes]:
    render = formats.get(ending.lower())
    if render is None:
        known = " ".join(formats)
        raise UnusableRequest(
            f"不能写成“{ending}”。可用：{known}；需要 PDF 时请先写成 docx 再用文字处理软件转换。",
            f"cannot write “{ending}”; use {known}; for PDF write a docx and convert it",
        )
    return render


def _self_evaluations_docx(sheets: Sequence[ScoreSheet]) -> bytes:
    from jixiao.writers.form_docx import render_blocks
    from jixiao.writers.score_sheet_layout import score_sheet_blocks
    from jixiao.writers.self_evaluation_layout import self_evaluation_blocks

    return render_blocks(chain(self_evaluation_blocks(sheets), score_sheet_blocks(sheets)))


def _self_evaluations_html(sheets: Sequence[ScoreSheet]) -> bytes:
    from jixiao.writers.form_html import render_blocks
    from jixiao.writers.score_sheet_layout import score_sheet_blocks
    from jixiao.writers.self_evaluation_layout import TITLE, self_evaluation_blocks

    blocks = chain(self_evaluation_blocks(sheets), score_sheet_blocks(sheets))
    return render_blocks(blocks, TITLE)


def _self_evaluations_xlsx(sheets: Sequence[ScoreSheet]) -> bytes:
    from jixiao.writers.form_xlsx import render_sheets
    from jixiao.writers.score_sheet_xlsx import add_working
    from jixiao.writers.self_evaluation_layout import TITLE, self_evaluation_blocks

    forms = [(sheet.evaluation.title, list(self_evaluation_blocks([sheet]))) for sheet in sheets]
    return render_sheets(forms, TITLE, lambda book: add_working(book, sheets))


def _self_evaluations_text(sheets: Sequence[ScoreSheet]) -> bytes:
    from jixiao.writers.score_sheet_text import render

    return render(sheets).encode("utf-8", "replace")


def _monitoring_docx(sheets: Sequence[MonitoringSheet]) -> bytes:
    from jixiao.writers.form_docx import render_blocks
    from jixiao.writers.monitoring_layout import monitoring_blocks

    return render_blocks(monitoring_blocks(sheets))


def _monitoring_xlsx(sheets: Sequence[MonitoringSheet]) -> bytes:
    from jixiao.writers.form_xlsx import render_sheets
    from jixiao.writers.monitoring_layout import TITLE, monitoring_blocks

    forms = [(sheet.title, list(monitoring_blocks([sheet]))) for sheet in sheets]
    return render_sheets(forms, TITLE)


def _monitoring_page(sheets: Sequence[MonitoringSheet]) -> bytes:
    from jixiao.writers.monitoring_html import render

    return render(sheets)


SELF_EVALUATIONS: dict[str, Callable[[Sequence[ScoreSheet]], bytes]] = {
    ".docx": _self_evaluations_docx,
    ".xlsx": _self_evaluations_xlsx,
    ".html": _self_evaluations_html,
    ".htm": _self_evaluations_html,
    ".txt": _self_evaluations_text,
}
MONITORING: dict[str, Callable[[Sequence[MonitoringSheet]], bytes]] = {
    ".docx": _monitoring_docx,
    ".xlsx": _monitoring_xlsx,
    ".html": _monitoring_page,
    ".htm": _monitoring_page,
}
