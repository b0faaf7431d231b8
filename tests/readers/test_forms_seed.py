"""The real publication is read exactly: every key of the record checked by hand, and its places."""

from __future__ import annotations

import json

import pytest

from jixiao.model.disclosure import Disclosure
from jixiao.readers.read import read_bytes
from jixiao.writers.record_json import disclosure_json
from tests.paths import SEED_RECORD, SEED_TEXT
from tests.readers.contained import missing_from


@pytest.fixture(scope="module")
def seed() -> Disclosure:
    return read_bytes(SEED_TEXT.read_bytes(), SEED_TEXT.name)


def test_the_record_has_every_key_of_the_record_checked_by_hand(seed: Disclosure) -> None:
    expected = json.loads(SEED_RECORD.read_text(encoding="utf-8"))

    record = json.loads(json.dumps(disclosure_json(seed)))

    assert missing_from(record, expected) == []


def test_every_listed_project_is_found_and_the_withheld_one_is_named(seed: Disclosure) -> None:
    statuses = [line.status for line in seed.accounting]

    assert statuses == ["found"] * 10 + ["withheld"]
    assert all(line.listed_amount == line.target_amount for line in seed.accounting if line.target)
    assert (seed.stated_projects, seed.stated_published) == (11, 10)


def test_every_table_is_the_platforms_form_and_nothing_is_left_over(seed: Disclosure) -> None:
    assert seed.form == "anhui-platform"
    assert {target.form for target in seed.targets} == {"anhui-platform"}
    assert [target.others for target in seed.targets] == [()] * 10
    assert seed.notices == ()


def test_every_value_read_is_the_text_at_its_place(seed: Disclosure) -> None:
    lines = SEED_TEXT.read_text(encoding="utf-8-sig").splitlines()

    for target in seed.targets:
        for indicator in target.indicators:
            for field in ("name", "value"):
                place = indicator.at[field]
                text = indicator.name if field == "name" else indicator.value.text
                assert place.line is not None
                assert text[:4] in lines[place.line - 1] or "bookmark" in lines[place.line - 1]


def test_headings_are_not_repeated_among_the_notes(seed: Disclosure) -> None:
    headings = {target.heading for target in seed.targets}

    assert len(headings) == 10
    assert not headings & {note.text for note in seed.notes}
    assert seed.title in {note.text for note in seed.notes}


def test_a_blank_seal_has_a_place_and_no_value(seed: Disclosure) -> None:
    target = seed.targets[0]

    assert target.unit_seal is None
    assert "unit_seal" in target.at
    assert "period_objective" not in target.at
