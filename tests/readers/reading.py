"""Records of tables written in the tests: Markdown, or text as Tika writes Word tables."""

from __future__ import annotations

import textwrap

from jixiao.model.disclosure import Disclosure, Source
from jixiao.model.target import PerformanceTarget
from jixiao.readers.formats import markdown, text
from jixiao.readers.forms.publication import read_publication
from jixiao.readers.grid import Layout


def read_layout(layout: Layout, file: str = "表.md") -> Disclosure:
    return read_publication(layout, Source(file, "", layout.format))


def read_markdown(tables: str) -> Disclosure:
    return read_layout(markdown.parse(textwrap.dedent(tables).encode()))


def read_target(tables: str) -> PerformanceTarget:
    """The only target of some Markdown tables."""
    (target,) = read_markdown(tables).targets
    return target


def read_rows(*rows: tuple[str, ...] | str) -> Disclosure:
    """A publication in the text format: a tuple is a row of a table, a string a paragraph."""
    lines: list[str] = []
    for row in rows:
        if isinstance(row, str):
            lines += [row, ""]
        else:
            lines += [*("\t" + cell for cell in row), ""]
    return read_layout(text.parse("\n".join(lines).encode()), "表.txt")
