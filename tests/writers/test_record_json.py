"""The record as JSON: valid by its schema, read back whole, and nothing else taken for one."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from jixiao.model.disclosure import Disclosure, Note, Notice
from jixiao.model.exceptions import UserError
from jixiao.model.location import Location
from jixiao.model.project import ListedProject, WithheldProject
from jixiao.model.target import PerformanceTarget
from jixiao.readers.read import read_bytes
from jixiao.readers.record_json import read_record
from jixiao.writers.record_json import disclosure_json, dumps, render
from jixiao.writers.record_schema import record_schema
from tests.paths import PROJECT, SEED_RECORD
from tests.writers.records import disclosure
from tests.writers.reports import seed

SCHEMA = PROJECT / "docs" / "reference" / "disclosure.schema.json"


def validate(document: Any) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema, jsonschema.Draft202012Validator)


def seed_json() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(render(seed()))
    return document


def said(document: object) -> str:
    """Both sentences of the refusal of ``document``."""
    with pytest.raises(UserError) as caught:
        read_record(json.dumps(document).encode(), "我的.json")
    return f"{caught.value.zh}\n{caught.value.en}"


# ── writing ───────────────────────────────────────────────────────────────────────────────────


def test_the_published_schema_is_the_one_of_the_program() -> None:
    written = SCHEMA.read_text(encoding="utf-8")

    assert written == dumps(record_schema()) + "\n", "run python -m docs.generate"


def test_the_record_of_the_seed_is_valid() -> None:
    validate(seed_json())


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(record=disclosure())
def test_any_record_is_valid(record: Disclosure) -> None:
    validate(json.loads(render(record)))


# ── reading back ──────────────────────────────────────────────────────────────────────────────


def everything(value: object) -> object:
    """The value with every field, also those that equality leaves out."""
    if isinstance(value, Location) or value is None:
        return value
    if isinstance(value, tuple):
        return tuple(everything(item) for item in value)
    if isinstance(value, dict):
        return {key: everything(item) for key, item in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        names = [field.name for field in fields(value)]  # type: ignore[arg-type]
        return (type(value), {name: everything(getattr(value, name)) for name in names})
    return str(value) if isinstance(value, Decimal) else value


def test_every_field_comes_back_also_places_notes_and_notices() -> None:
    place = Location(1, 2, 3, 4, "表 1", 5, 6, 7)
    record = replace(
        seed(),
        notices=(Notice("提示", "notice", place), Notice("无处", "nowhere")),
        notes=(*seed().notes, Note("注", place)),
    )

    again = read_bytes(render(record), "x.json")

    assert everything(again) == everything(record)
    assert render(again) == render(record)


def test_the_source_is_the_file_the_record_was_first_read_from() -> None:
    again = read_record(render(seed()), "x.json")

    assert again.source == seed().source


def test_a_record_without_a_source_has_the_json_file_for_one() -> None:
    again = read_record(render(replace(seed(), source=None)), "x.json")

    assert again.source is not None
    assert again.source[::2] == ("x.json", "json")


def test_the_record_checked_by_hand_is_read_though_it_holds_less() -> None:
    again = read_bytes(SEED_RECORD.read_bytes(), SEED_RECORD.name)

    forms = tuple(replace(target, form=None) for target in seed().targets)
    assert again.targets == forms
    assert again.listed == seed().listed


def test_a_record_is_known_by_its_content_whatever_the_file_is_called() -> None:
    again = read_bytes(b"\xef\xbb\xbf \r\n" + render(seed()), "记录.txt")

    assert again == seed()


@pytest.mark.parametrize("model", [Disclosure, PerformanceTarget, ListedProject, WithheldProject])
def test_no_field_of_the_model_is_forgotten(model: type) -> None:
    document = {
        Disclosure: seed_json(),
        PerformanceTarget: seed_json()["targets"][0],
        ListedProject: seed_json()["listed"][0],
        WithheldProject: seed_json()["withheld"][0],
    }[model]

    # Read beside the targets, no part of the record; and pages, which this file has not.
    others = {"evaluations", "monitoring", "chains", "pages"}
    assert {field.name for field in fields(model)} - others <= set(document)


# ── refusing ──────────────────────────────────────────────────────────────────────────────────

WRONG: list[tuple[str, Callable[[dict[str, Any]], object], str]] = [
    ("a number", lambda d: d["listed"][2].update(amount=190), "listed[2].amount"),
    ("an exponent", lambda d: d["listed"][2].update(amount="1e5"), "listed[2].amount"),
    ("no digits", lambda d: d["listed"][2].update(amount="."), "listed[2].amount"),
    ("other digits", lambda d: d["listed"][2].update(amount="１２"), "listed[2].amount"),
    ("a word not ours", lambda d: d.update(money_unit="千元"), "money_unit"),
    ("a list for a text", lambda d: d.update(title=["甲"]), "title"),
    ("a text for a list", lambda d: d.update(targets="甲"), "targets"),
    ("null for a table", lambda d: d["targets"].__setitem__(1, None), "targets[1]"),
    ("no funding", lambda d: d["targets"][3].pop("funding"), "targets[3].funding"),
    ("a key misspelt", lambda d: d["targets"][3].update(hedaing="甲"), "targets[3].hedaing"),
    (
        "no name of an indicator",
        lambda d: d["targets"][9]["indicators"][3].pop("name"),
        "targets[9].indicators[3].name",
    ),
    (
        "a kind not ours",
        lambda d: d["targets"][9]["indicators"][3].update(kind="price"),
        "targets[9].indicators[3].kind",
    ),
    (
        "a nature not ours",
        lambda d: d["targets"][9]["indicators"][3]["value"].update(nature=None),
        "targets[9].indicators[3].value.nature",
    ),
    (
        "yes for true",
        lambda d: d["targets"][9]["indicators"][3]["value"].update(approximate="yes"),
        "targets[9].indicators[3].value.approximate",
    ),
    ("a year as text", lambda d: d.update(fiscal_year="2024"), "fiscal_year"),
    ("true for a year", lambda d: d.update(fiscal_year=True), "fiscal_year"),
    ("a place with a name", lambda d: d["at"]["title"].update(chapter=1), "at.title.chapter"),
    ("a place with a half row", lambda d: d["at"]["title"].update(row=1.5), "at.title.row"),
    ("a lone surrogate", lambda d: d.update(title="甲\ud800"), "title"),
]


@pytest.mark.parametrize(("change", "place"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_what_is_wrong_is_named_with_its_place(
    change: Callable[[dict[str, Any]], object], place: str
) -> None:
    document = seed_json()
    change(document)

    zh, en = said(document).split("\n")

    assert place in zh
    assert place in en
    assert "我的.json" in zh
    assert "请" in zh
    assert "jixiao read --format json" in en


@pytest.mark.parametrize(
    "document",
    [{}, {"schema": "jixiao/findings/1"}, {"schema": 1}, {"schema": "\ud800"}, 12, "甲", None],
)
def test_other_json_is_refused_by_its_schema(document: object) -> None:
    text = said(document)

    assert "jixiao/disclosure/1" in text
    text.encode()


def test_several_records_in_one_file_are_refused_with_their_number() -> None:
    assert "3份记录" in said([{}, {}, {}])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b'{"schema": "jixiao/disclosure/1", "schema": "x"}',
        b'{"a": NaN}',
        b"\xff\xfe{\x00}\x00",
        b'{"a": "\xd0\xc2"}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"a": ' + b"9" * 5000 + b"}",
    ],
    ids=["empty", "cut", "twice", "nan", "utf-16", "gbk", "deep array", "deep object", "long"],
)
def test_what_is_no_json_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(UserError) as caught:
        read_bytes(data, "坏.json")

    assert "“坏.json”" in caught.value.zh
    assert caught.value.zh.endswith("。")
    assert "“坏.json”" in caught.value.en


def test_a_cut_record_says_at_which_line() -> None:
    data = render(seed())[:2000]

    with pytest.raises(UserError, match=r"at line \d+"):
        read_bytes(data, "坏.json")


def test_reading_a_record_needs_nothing_beyond_the_standard_library() -> None:
    import subprocess
    import sys

    code = (
        "import sys, jixiao.readers.record_json;"
        "print({'jsonschema', 'lxml', 'xlsxwriter', 'selectolax'} & set(sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"


def test_the_json_of_a_record_has_one_order_of_keys() -> None:
    assert list(disclosure_json(seed())) == list(seed_json())
