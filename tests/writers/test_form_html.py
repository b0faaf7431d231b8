"""The form as a page: one file, every cell with its span, nothing loaded from elsewhere."""

from __future__ import annotations

from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser

from jixiao.model.disclosure import Disclosure
from jixiao.writers.form_html import render
from jixiao.writers.form_layout import FormTable, form_blocks
from tests.writers.reports import HOSTILE_NAMES, seed
from tests.writers.wide import wide_record


def opened(record: Disclosure) -> LexborHTMLParser:
    return LexborHTMLParser(render(record).decode())


@pytest.mark.parametrize("record", [seed(), wide_record()], ids=["seed", "wide"])
def test_every_cell_has_its_text_and_its_spans(record: Disclosure) -> None:
    tables = opened(record).css("table")

    laid = [block for block in form_blocks(record) if isinstance(block, FormTable)]
    for table, form in zip(tables, laid, strict=True):
        assert len(table.css("col")) == len(form.widths)
        cells = [cell for row in form.rows for cell in row]
        for node, cell in zip(table.css("td"), cells, strict=True):
            for line_break in node.css("br"):
                line_break.replace_with("\n")
            assert node.text() == cell.text
            assert int(node.attributes.get("colspan") or 1) == cell.column_span
            assert int(node.attributes.get("rowspan") or 1) == cell.row_span


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_names_are_text_and_never_markup(name: str) -> None:
    target = replace(seed().targets[0], project_name=name, heading=name)

    tree = opened(replace(seed(), targets=(target,), title=name))

    assert not tree.css("script, img, link, iframe, [onerror], [src]")
    shown = name.replace("\x1b", "\ufffd")
    assert tree.css("h2")[0].text() == shown
    assert tree.css("title")[0].text() == shown


def test_control_characters_become_the_replacement_character() -> None:
    target = replace(seed().targets[0], project_name="甲\x00\x1b乙\ud800")

    text = render(replace(seed(), targets=(target,))).decode()

    assert "甲\ufffd\ufffd乙\ufffd" in text


def test_a_wide_table_and_its_heading_turn_the_page() -> None:
    tree = opened(wide_record())

    turned = [(node.tag, node.text()[:2]) for node in tree.css(".turned")]
    assert [tag for tag, _ in turned] == ["h2", "table", "h2", "table"]
