"""Full-text search in Chinese: what is found, in which order, and the same on both databases."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import answering
import publication
import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from tests.database import needs_postgresql, postgresql

from conftest import good_draft
from jixiao.web.disclosures.models import PublishedTarget
from jixiao.web.disclosures.search import marked, question, text_for
from jixiao.web.portal import queries
from jixiao.web.portal.forms import Filters


def names(asked: str) -> list[str]:
    chosen = Filters(q=asked)
    found = queries.ordered_targets(queries.chosen_targets(chosen), chosen)
    return [row["name"] for row in found]


@pytest.fixture
def example(db: None) -> None:
    publication.publish_example()


def test_a_text_is_kept_as_pairs_words_and_numbers() -> None:
    assert text_for("政务热线，Windows 96.00万元 2,500个") == (
        " 政务 务热 热线 线 windows 96 万元 元 2500 个 "
    )


def test_no_text_has_no_tokens() -> None:
    assert text_for("", "，。!") == ""


def test_words_are_met_wherever_they_stand(example: None) -> None:
    assert names("服务 热线") == names("热线 服务") == ["12345政务热线服务项目"]


def test_a_quoted_phrase_must_stand_together(example: None) -> None:
    assert names("“政务热线”") == ["12345政务热线服务项目"]
    assert names('"热线政务"') == []


def test_a_single_character_is_found(example: None) -> None:
    assert "12345政务热线服务项目" in names("线")


def test_numbers_are_found_whole_and_by_value(example: None) -> None:
    assert names("12345") == names("12345.00") == ["12345政务热线服务项目"]
    assert names("1234") == []


def test_what_has_the_words_in_its_name_comes_first(db: None) -> None:
    named, telling = good_draft(2024, "河道清淤"), good_draft(2024, "水利工程")
    telling["fields"]["annual_objective"] = "完成河道清淤，河道清淤长度达到十公里。"
    telling["fields"]["funding.total"] = telling["fields"]["funding.fiscal"] = "9000"
    publication.publish(publication.body(), [telling, named])

    assert names("河道清淤") == ["河道清淤", "水利工程"]


def test_the_index_follows_changes_and_deletions(example: None) -> None:
    target = PublishedTarget.objects.get(name="12345政务热线服务项目")
    target.search_text = text_for("完全不同的文字")
    target.save()

    assert names("政务热线") == []
    assert names("完全不同") == ["12345政务热线服务项目"]

    target.delete()

    assert names("完全不同") == []


def test_an_index_is_used(example: None) -> None:
    found = queries.chosen_targets(Filters(q="热线"))

    assert "portal_target_search VIRTUAL TABLE INDEX" in found.explain().replace("SCAN ", "")


@pytest.mark.parametrize("asked", answering.HOSTILE)
def test_no_question_is_an_error(example: None, asked: str) -> None:
    assert isinstance(names(asked), list)


@given(st.text(max_size=300))
def test_any_text_is_a_question(asked: str) -> None:
    terms = question(asked).terms

    assert all(term.tokens and "'" not in "".join(term.tokens) for term in terms)


@given(
    st.text(alphabet="政务热线12345 ab，", min_size=1, max_size=12),
    st.text(alphabet="淮河。 xyz", max_size=12),
)
def test_a_piece_of_a_text_is_found_in_it(piece: str, rest: str) -> None:
    line = text_for(f"{rest}、{piece}")

    for term in question(f'"{piece}"').terms:
        assert term.line in line


def test_what_was_asked_is_marked() -> None:
    assert marked("12345政务热线服务", question("热线")) == [
        ("12345政务", False),
        ("热线", True),
        ("服务", False),
    ]


@needs_postgresql
def test_postgresql_answers_as_sqlite_does(example: None) -> None:
    assert connection.vendor == "sqlite"
    here = Path(__file__).parent

    with postgresql() as address:
        asked = subprocess.run(
            [sys.executable, str(here / "answering.py")],
            env=os.environ
            | {
                "DATABASE_URL": address,
                "DJANGO_SETTINGS_MODULE": "site_settings",
                "PYTHONPATH": os.pathsep.join((str(here), *sys.path)),
            },
            capture_output=True,
            text=True,
            timeout=240,
        )

    assert asked.returncode == 0, asked.stderr[-2000:]
    told = json.loads(asked.stdout)
    assert told == json.loads(json.dumps(answering.answers()))
    assert sum(bool(found) for found, _ in told.values()) > 40
