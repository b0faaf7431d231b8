"""The seed as a Word document: the same record, in time and memory that grow with its length.

The carrier is made by ``word_like``; no filled-in form written by Word itself could be had.
"""

from __future__ import annotations

import time
import tracemalloc
import zipfile
from io import BytesIO

import pytest

from jixiao.model.disclosure import Disclosure
from jixiao.pipeline import read
from jixiao.readers.formats import docx
from jixiao.readers.formats.archive import Archive
from jixiao.readers.formats.docx_scan import scan
from jixiao.readers.read import read_bytes
from tests.paths import SEED_TEXT
from tests.readers.word_like import word_like


@pytest.fixture(scope="module")
def seed() -> Disclosure:
    return read(SEED_TEXT)


def test_the_seed_gives_the_same_record_from_word_as_from_text(seed: Disclosure) -> None:
    record = read_bytes(word_like(seed), "淮南市人民政府办公室2024.docx")

    assert record == seed
    assert record.notices == ()
    assert [note.text for note in record.notes] == [note.text for note in seed.notes]


def test_the_carrier_is_as_heavy_as_word_makes_it(seed: Disclosure) -> None:
    data = word_like(seed)

    size = Archive(data).parts[2].size
    assert 90_000 < size / len(seed.targets) < 140_000
    assert zipfile.ZipFile(BytesIO(data)).testzip() is None
    assert word_like(seed) == data


def test_the_carrier_needs_no_second_reading(seed: Disclosure) -> None:
    story = scan(Archive(word_like(seed)).pieces("word/document.xml"))

    assert len(story.layout.grids) == 1 + len(seed.targets)


def test_a_merged_label_is_one_cell_in_all_its_rows(seed: Disclosure) -> None:
    grid = docx.parse(word_like(seed)).grids[1]

    label = next(c for row in grid.rows for c in row if c.text == "绩\n效\n指\n标")
    assert label.row_span == 1 + len(seed.targets[0].indicators)
    assert sum(label in row for row in grid.rows) == label.row_span


def test_memory_does_not_grow_with_what_is_inflated(seed: Disclosure) -> None:
    data = word_like(seed, tables=100)

    tracemalloc.start()
    layout = docx.parse(data)
    kept, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(layout.grids) == 101
    assert most - kept < 6 << 20  # of 12 MB of XML


@pytest.mark.long
def test_two_thousand_tables_take_ten_times_what_two_hundred_take(seed: Disclosure) -> None:
    seconds = []
    for tables in (200, 2000):
        data = word_like(seed, tables)
        start = time.process_time()
        layout = docx.parse(data)
        seconds.append(time.process_time() - start)
        assert len(layout.grids) == tables + 1

    assert seconds[1] < 15 * seconds[0]
