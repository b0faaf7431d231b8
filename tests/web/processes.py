"""Sites run by real processes, which a test may kill: on SQLite and, where it is, PostgreSQL."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.database import PROGRAMS, postgresql
from tests.paths import PROJECT

DATABASES = ("sqlite", "postgresql")
TABLES = """
from django.core.management import call_command
call_command("migrate", run_syncdb=True, verbosity=0)
"""


class Site(NamedTuple):
    """A site on a database of its own, run by processes that a test may kill."""

    folder: Path
    url: str
    processes: list[subprocess.Popen[bytes]]

    def begin(self, code: str, *arguments: str) -> subprocess.Popen[bytes]:
        """A process that runs ``code`` with the site set up; ``sys.argv[1]`` is the folder."""
        process = subprocess.Popen(
            [
                *(sys.executable, "-c", "import sys, django; django.setup()\n" + code),
                *(str(self.folder), *arguments),
            ],
            env=self.environment,
            start_new_session=True,
        )
        self.processes.append(process)
        return process

    def do(self, code: str) -> None:
        """Run ``code`` to its end."""
        assert self.begin(code).wait(60) == 0

    def kill_at(self, gate: str, process: subprocess.Popen[bytes]) -> None:
        """kill -9 once ``gate`` is reached; the gates are shut again for who comes next."""
        self.wait_for(lambda: (self.folder / gate).exists(), process)
        process.kill()
        process.wait()
        (self.folder / gate).unlink()

    def open(self, *gates: str) -> None:
        """Let pass."""
        for gate in gates:
            (self.folder / f"open-{gate}").touch()

    def wait_for(self, condition: Any, process: subprocess.Popen[bytes]) -> None:
        """Until ``condition()`` is true; the process has to live until then."""
        end = time.monotonic() + 40
        while not condition():
            assert process.poll() is None, "the process ended by itself"
            assert time.monotonic() < end, "it took too long"
            time.sleep(0.02)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What the database says."""
        if self.url.startswith("postgresql"):
            import psycopg

            with psycopg.connect(self.url) as connection:
                return connection.execute(sql).fetchall()  # type: ignore[call-overload]
        database = sqlite3.connect(self.folder / "jixiao.sqlite3")
        try:
            return database.execute(sql).fetchall()
        finally:
            database.close()

    def kept(self) -> list[str]:
        """The names of the files kept."""
        return sorted(p.name for p in (self.folder / "files").rglob("*") if p.is_file())

    @property
    def environment(self) -> dict[str, str]:
        paths = (PROJECT / "src", PROJECT / "tests/web", PROJECT)
        return os.environ | {
            "PYTHONPATH": os.pathsep.join(map(str, paths)),
            "DJANGO_SETTINGS_MODULE": "gated_settings",
            "JIXIAO_DATA": str(self.folder),
            "DATABASE_URL": self.url,
        }


@contextmanager
def template(folder: Path, database: str, seed: str) -> Iterator[Site]:
    """A site to be copied, its tables made and ``seed`` run; skips where there is no database."""
    if database == "sqlite":
        yield _with_tables(Site(folder, "", []), seed)
        return
    if PROGRAMS is None:
        pytest.skip("PostgreSQL is not installed")
    with postgresql() as url:
        yield _with_tables(Site(folder, url, []), seed)


@contextmanager
def copied(of: Site, folder: Path) -> Iterator[Site]:
    """A copy of a site on a database of its own; its processes end with the block."""
    url = of.url
    if url:
        import psycopg

        name = f"copy_{time.monotonic_ns()}"
        # A database with somebody in it is not copied: the template is the one nobody uses.
        maintenance = url.replace("/postgres?", "/template1?")
        with psycopg.connect(maintenance, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE postgres")
        url = url.replace("/postgres?", f"/{name}?")
    else:
        for path in of.folder.glob("jixiao.sqlite3*"):
            shutil.copy(path, folder)
    made = Site(folder, url, [])
    try:
        yield made
    finally:
        for process in made.processes:
            if process.poll() is None:
                process.kill()
            process.wait()


def _with_tables(site: Site, seed: str) -> Site:
    site.do(TABLES + seed)
    return site
