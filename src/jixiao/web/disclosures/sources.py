"""Where the cells of a table stand in the file it came from (出处)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jixiao.model.disclosure import Disclosure
from jixiao.model.exceptions import UserError
from jixiao.model.target import PerformanceTarget
from jixiao.web.documents.models import StoredFile
from jixiao.web.documents.reading import read_stored
from jixiao.web.filings.drafting import COLUMNS, FIELDS, ROWS, draft_of, text_at
from jixiao.writers.record_json import place_json

Places = dict[str, Any]


def places_of(target: PerformanceTarget) -> Places:
    """The place of every cell of a draft, by its name: ``indicators.3.value``."""
    found = {name: place_json(target.at[name]) for name in FIELDS if name in target.at}
    for part in ROWS:
        for number, indicator in enumerate(getattr(target, part)):
            for column in COLUMNS:
                if column in indicator.at:
                    found[f"{part}.{number}.{column}"] = place_json(indicator.at[column])
    return found


def source_of(file: StoredFile, places: Places) -> dict[str, Any]:
    """What is kept of a source: the file, its hash, the places of the cells."""
    return {"file": file.name, "sha256": file.sha256, "cells": places}


class Sources:
    """The files of filings, each read once."""

    def __init__(self) -> None:
        self._read: dict[str, Disclosure | None] = {}

    def source_of(
        self, file: StoredFile | None, table: int | None, content: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Where the cells of ``content`` stand in table ``table`` of the file.

        Only the cells that read in the file as they read now: what was changed since has no
        place there. Empty where there is no file, or it cannot be read any more.
        """
        if file is None or table is None:
            return {}
        disclosure = self._disclosure(file)
        if disclosure is None or not 1 <= table <= len(disclosure.targets):
            return {}
        target = disclosure.targets[table - 1]
        there = draft_of(target)
        same = {
            cell: place
            for cell, place in places_of(target).items()
            if text_at(there, cell) == text_at(content, cell)
        }
        return source_of(file, same) if same else {}

    def _disclosure(self, file: StoredFile) -> Disclosure | None:
        if file.sha256 not in self._read:
            try:
                self._read[file.sha256] = read_stored(file)
            except UserError:
                self._read[file.sha256] = None
        return self._read[file.sha256]
