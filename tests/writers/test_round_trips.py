"""What a form writer writes, the reader reads back: the same record, in every format."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from jixiao.model.disclosure import Disclosure
from jixiao.pipeline import read
from jixiao.readers.read import read_bytes
from jixiao.writers.form import FORMATS
from jixiao.writers.record_json import disclosure_json
from tests.paths import SEED_TEXT
from tests.writers.records import disclosure

ENDINGS = (".docx", ".xlsx", ".html", ".txt", ".json")
# What belongs to the file a record was read from, not to what it says.
OF_THE_FILE = frozenset({"at", "source", "notices", "originals"})


def rendered(record: Disclosure, ending: str) -> bytes:
    return bytes(importlib.import_module(FORMATS[ending]).render(record))


def content(value: Any) -> Any:
    """The JSON of a record without what belongs to the file."""
    if isinstance(value, dict):
        return {key: content(item) for key, item in value.items() if key not in OF_THE_FILE}
    return [content(item) for item in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def seed() -> Disclosure:
    return read(SEED_TEXT)


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_seed_comes_back_the_same(ending: str, seed: Disclosure) -> None:
    written = rendered(seed, ending)

    again = read_bytes(written, f"form{ending}")

    assert again == seed
    assert content(disclosure_json(again)) == content(disclosure_json(seed))


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_seed_written_again_gives_the_same_bytes(ending: str, seed: Disclosure) -> None:
    written = rendered(seed, ending)

    again = rendered(read_bytes(written, f"form{ending}"), ending)

    assert again == written


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(record=disclosure())
def test_any_record_comes_back_the_same(ending: str, record: Disclosure) -> None:
    comes_back(ending, record)


@pytest.mark.long
@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=600, deadline=None, suppress_health_check=list(HealthCheck))
@given(record=disclosure())
def test_very_many_records_come_back_the_same(ending: str, record: Disclosure) -> None:
    comes_back(ending, record)


def comes_back(ending: str, record: Disclosure) -> None:
    """Written, read and written again: the same record and the same bytes."""
    written = rendered(record, ending)

    again = read_bytes(written, f"form{ending}")

    assert content(disclosure_json(again)) == content(disclosure_json(record))
    assert again == record
    assert rendered(again, ending) == written
