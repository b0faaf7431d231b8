"""Backup and restore: every row and every file comes back, on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.database import needs_postgresql, postgresql

SOURCE = Path(__file__).parents[2] / "src"

BEGIN = """
import json, sys
from pathlib import Path
import django
django.setup()
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from jixiao.model.exceptions import UserError
from jixiao.web.administration.backup import backup, check, restore
from jixiao.web.accounts.actions import first_administrator
from jixiao.web.accounts.models import Organisation, Person
from jixiao.web.actor import Actor
from jixiao.web.administration import actions
from jixiao.web.trail.verification import verify

def keep(name, content):
    path = Path(settings.FILES_ROOT) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)

def rows():
    kept = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names()):
            cursor.execute(f'SELECT * FROM "{table}"')
            kept[table] = sorted(repr(row) for row in cursor.fetchall())
    return kept

def files():
    root = Path(settings.FILES_ROOT)
    return {str(p.relative_to(root)): p.read_bytes().hex() for p in root.rglob("*") if p.is_file()}
"""


class Place:
    """A site of its own: a data folder and a database, used in processes of their own."""

    def __init__(self, data: Path, url: str = "") -> None:
        data.mkdir(exist_ok=True)
        self.environment = os.environ | {
            "JIXIAO_DATA": str(data),
            "DATABASE_URL": url,
            "JIXIAO_SECRET_KEY": "for-tests-only",
            "DJANGO_SETTINGS_MODULE": "jixiao.web.settings",
            "PYTHONPATH": str(SOURCE),
        }

    def run(self, code: str) -> Any:
        """Run code there; what it prints last, as JSON."""
        done = subprocess.run(
            [sys.executable, "-c", BEGIN + textwrap.dedent(code)],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        lines = done.stdout.strip().splitlines()
        return json.loads(lines[-1]) if lines else None


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server of these tests."""
    with postgresql() as address:
        yield address


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=needs_postgresql)],
)
def places(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Place, Place]:
    """Two sites of one kind: one to back up, one that is empty."""
    if request.param == "sqlite":
        return Place(tmp_path / "one"), Place(tmp_path / "two")
    address = request.getfixturevalue("server")
    with psycopg.connect(address, autocommit=True) as connection:
        for name in ("one", "two"):
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {name}")
    one, two = (
        Place(tmp_path / name, address.replace("/postgres?", f"/{name}?"))
        for name in ("one", "two")
    )
    return one, two


def filled(place: Place) -> None:
    place.run("""
        call_command("migrate", verbosity=0)
        person = first_administrator("admin", "寿春-八公-2468")
        keep("ab/abcd", b"first"); keep("cd/cdef", bytes(range(256)) * 5000)
        for number in range(30):
            actions.create_organisation(Actor(person), f"单位{number}", "unit")
    """)


def test_a_full_and_an_incremental_backup_bring_back_every_row_and_file(
    places: tuple[Place, Place], tmp_path: Path
) -> None:
    one, two = places
    filled(one)
    full, later = tmp_path / "backups" / "full", tmp_path / "backups" / "later"

    before = one.run(f"""
        backup({str(full)!r})
        keep("ef/efab", b"later")
        actions.create_organisation(Actor(Person.objects.get()), "后来的单位", "unit")
        kept, held = rows(), files()
        made = backup({str(later)!r}, incremental_of={str(full)!r})
        print(json.dumps([kept, held, made.copied, made.files]))
    """)
    # The folders are carried elsewhere, together.
    moved = tmp_path / "elsewhere"
    shutil.move(tmp_path / "backups", moved)
    after = two.run(f"""
        done = restore({str(moved / "later")!r})
        kept, held = rows(), files()
        print(json.dumps([kept, held, done.trail.holds, done.files, verify().holds]))
    """)

    rows_before, files_before, copied, listed = before
    rows_after, files_after, *rest = after
    assert (copied, listed) == (1, 3)
    assert rest == [True, 3, True]
    assert files_after == files_before
    for table in rows_before:
        if table in ("trail_event", "trail_head"):
            continue  # the restore itself was told
        assert rows_after[table] == rows_before[table], table
    assert set(rows_before["trail_event"]) < set(rows_after["trail_event"])
    assert len(rows_after["trail_event"]) == len(rows_before["trail_event"]) + 1


def test_a_restore_refuses_where_there_is_data_unless_told(
    places: tuple[Place, Place], tmp_path: Path
) -> None:
    one, _ = places
    filled(one)

    refused, count = one.run(f"""
        backup({str(tmp_path / "full")!r})
        actions.create_organisation(Actor(Person.objects.get()), "备份后的单位", "unit")
        try:
            restore({str(tmp_path / "full")!r})
            refused = ""
        except UserError as error:
            refused = error.zh
        done = restore({str(tmp_path / "full")!r}, overwrite=True)
        print(json.dumps([refused, Organisation.objects.count()]))
    """)

    assert "已有数据" in refused
    assert count == 31


def test_a_damaged_or_incomplete_backup_is_not_restored(tmp_path: Path) -> None:
    one, two = Place(tmp_path / "one"), Place(tmp_path / "two")
    filled(one)
    full, later = tmp_path / "full", tmp_path / "later"
    one.run(f"""
        backup({str(full)!r})
        keep("ef/efab", b"later")
        backup({str(later)!r}, incremental_of={str(full)!r})
    """)

    told = two.run(f"""
        full, later = Path({str(full)!r}), Path({str(later)!r})
        damages = [
            (full / "files/ab/abcd", b"fIrst"),
            (full / "files/ab/abcd", None),
            (later / "database.sqlite3", b"nothing"),
            (later / "manifest.json", b"{{}}"),
            (later / "manifest.json", None),
            (full / "manifest.json", b"{{}}"),
        ]
        told = []
        for path, content in damages:
            kept = path.read_bytes()
            path.unlink() if content is None else path.write_bytes(content)
            try:
                restore(later)
                told.append("restored")
            except UserError as error:
                told.append(error.zh)
            path.write_bytes(kept)
        print(json.dumps(told))
    """)

    assert len(told) == 6
    assert all("备份" in one for one in told)
    assert not (tmp_path / "two" / "files").exists()
    assert two.run(f"print(json.dumps(check({str(later)!r})))") == 3


def test_a_backup_goes_into_an_empty_folder_only(tmp_path: Path) -> None:
    one = Place(tmp_path / "one")
    filled(one)
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "something").write_text("x")

    told = one.run(f"""
        try:
            backup({str(tmp_path / "used")!r})
        except UserError as error:
            print(json.dumps(error.en))
    """)

    assert "not empty" in told
