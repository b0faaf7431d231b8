"""The documents measured: the shipped example's record, repeated to 10, 200 and 2,000 tables."""

from __future__ import annotations

import io
from pathlib import Path

from tests.readers.word_like import word_like

from jixiao.model.disclosure import Disclosure
from jixiao.pipeline import read

EXAMPLE = Path(__file__).resolve().parent.parent / "examples/huainan-2024/huainan-2024.txt"
SIZES = (10, 200, 2000)


def record() -> Disclosure:
    """The record of the example."""
    return read(EXAMPLE)


def docx(tables: int) -> bytes:
    """A Word-like document of so many tables, about 100 KB of XML each."""
    return word_like(record(), tables)


def xlsx(tables: int) -> bytes:
    """A workbook of so many tables, a sheet each."""
    from dataclasses import replace

    from jixiao.writers.form_xlsx import render

    example = record()
    targets = (example.targets * (tables // len(example.targets) + 1))[:tables]
    return render(replace(example, targets=targets))


def in_memory(data: bytes) -> io.BytesIO:
    """The bytes as a file, for peers that want one."""
    return io.BytesIO(data)
