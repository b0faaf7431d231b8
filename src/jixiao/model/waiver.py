"""Waivers (豁免): findings that a person answers for, with a reason and until a day."""

from __future__ import annotations

from datetime import date

from jixiao.model.named import NamedTuple


class Waiver(NamedTuple):
    """One waiver: a rule, the place it is for, the reason, who approved it, and until when.

    ``project`` is the name as printed in its table, ``table`` its number from 1, ``cell`` the text
    of the cell or the words meant in it, ``file`` the document; None where the waiver leaves it
    open. ``approver`` is a role, not a person's name.
    """

    number: int  # its place in the file of waivers, from 1
    rule: str
    reason: str
    approver: str
    approved_on: date
    expires_on: date
    project: str | None = None
    table: int | None = None
    cell: str | None = None
    file: str | None = None

    @property
    def place(self) -> str:
        """What it is for, in a line: rule, document, table, project and cell."""
        table = None if self.table is None else str(self.table)
        parts = (self.rule, self.file, table, self.project, self.cell)
        return " · ".join(part for part in parts if part)

    def has_expired(self, on: date) -> bool:
        """The last day of the waiver lies before ``on``."""
        return self.expires_on < on


class UsedWaiver(NamedTuple):
    """A waiver, and how many findings it was for."""

    waiver: Waiver
    findings: int


class Waivers(NamedTuple):
    """The waivers of a check: their file, the day of the check, and how each was used."""

    file: str
    on: date
    used: tuple[UsedWaiver, ...]
