"""Findings beside the cells of the form they mean (问题与单元格)."""

from __future__ import annotations

from collections.abc import Iterable

from jixiao.model.location import Location
from jixiao.rules.check import Finding
from jixiao.writers.form_layout import FormCell, FormTable


class Placed:
    """The findings of one table by the cell they mean; those of the table as a whole apart."""

    def __init__(self, table: FormTable, findings: Iterable[Finding]) -> None:
        places = {cell.at.cell for row in table.rows for cell in row if cell.at is not None}
        self.by_cell: dict[Location, list[Finding]] = {}
        self.of_table: list[Finding] = []
        for finding in findings:
            at = finding.fault.at  # as read: the finding's own is masked
            place = at.cell if at is not None else None
            if place is not None and place in places:
                self.by_cell.setdefault(place, []).append(finding)
            else:
                self.of_table.append(finding)

    def at(self, cell: FormCell) -> list[Finding]:
        """The findings that mean this cell, gravest first."""
        if cell.at is None:
            return []
        return sorted(self.by_cell.get(cell.at.cell, ()), key=lambda f: f.severity.rank)
