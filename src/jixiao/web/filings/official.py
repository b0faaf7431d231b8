"""The official table on a page (规范表样): cells that can be pointed at, marked where faulty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from jixiao.web.filings.checking import CellFinding
from jixiao.web.filings.drafting import cell_at, target_of
from jixiao.writers.form_html import inside_of
from jixiao.writers.form_layout import FormCell, Style, target_table

_GRAVITY = ("block", "error", "warning", "info")


def official_table(
    content: Mapping[str, Any],
    year: int,
    findings: Iterable[CellFinding] = (),
    remarked: Iterable[str] = (),
) -> SafeString:
    """The table as the printed form has it; a cell's id is ``cell-`` and its name.

    A cell with findings carries the class of the gravest, and the numbers of the findings in the
    order given (from 1); one with a remark the class ``remarked``.
    """
    marks: dict[str, list[tuple[int, str]]] = {}
    for number, finding in enumerate(findings, 1):
        marks.setdefault(finding.cell, []).append((number, finding.severity))
    told = set(remarked)
    table = target_table(target_of(content, year))
    rows = [
        format_html("<tr>{}</tr>", mark_safe("".join(_cell(cell, marks, told) for cell in row)))
        for row in table.rows
    ]
    return format_html('<table class="form official">{}</table>', mark_safe("\n".join(rows)))


def _cell(
    cell: FormCell, marks: Mapping[str, list[tuple[int, str]]], remarked: set[str]
) -> SafeString:
    name = cell_at(cell.at)
    found = marks.get(name, []) if name else []
    classes = [cell.style.value]
    if found:
        classes += ["has", min((s for _, s in found), key=_GRAVITY.index)]
    if name and name in remarked:
        classes.append("remarked")
    spans = mark_safe(
        (f' colspan="{cell.column_span}"' if cell.column_span > 1 else "")
        + (f' rowspan="{cell.row_span}"' if cell.row_span > 1 else "")
    )
    place = format_html(' id="cell-{0}" data-cell="{0}"', name) if name else ""
    links = format_html_join("", ' <a class="mark {1}" href="#finding-{0}">{0}</a>', found)
    tag = mark_safe("th" if cell.style in (Style.LABEL, Style.TABLE_TITLE) else "td")
    return format_html(
        '<{tag} class="{classes}"{spans}{place}>{inside}{links}</{tag}>',
        tag=tag,
        classes=" ".join(classes),
        spans=spans,
        place=place,
        inside=mark_safe(inside_of(cell.text)),
        links=links,
    )
