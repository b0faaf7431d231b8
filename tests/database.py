"""A PostgreSQL server for the tests: in a temporary folder, on a unix socket, ended with them."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ACCOUNT = "tester"  # the server's own superuser


def _programs() -> Path | None:
    """The folder of initdb and pg_ctl, those of the newest version where there are several."""
    places = Path("/usr/lib/postgresql").glob("*/bin")
    found = [place for place in places if (place / "initdb").exists()]
    if found:
        return max(found, key=lambda place: int(place.parent.name))
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


PROGRAMS = _programs()
needs_postgresql = pytest.mark.skipif(
    PROGRAMS is None, reason="PostgreSQL is not installed (Debian: postgresql)"
)


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a new, empty server, which is gone at the end.

    initdb refuses root, so that then an account without rights runs it.
    """
    assert PROGRAMS is not None
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path must be short
    data = folder / "data"
    owner = _owner()
    if owner is not None:
        os.chown(folder, owner.pw_uid, owner.pw_gid)

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [str(PROGRAMS / program), *arguments],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            timeout=120,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
            **({} if owner is None else {"user": owner.pw_uid, "group": owner.pw_gid}),
        )

    begun = False
    try:
        run("initdb", "-D", str(data), "-U", ACCOUNT, "-A", "trust", "-E", "UTF8", "--no-sync")
        settings = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=60"
        run("pg_ctl", "-D", str(data), "-l", str(folder / "log"), "-o", settings, "-w", "start")
        begun = True
        yield f"postgresql://{ACCOUNT}@/postgres?host={folder}"
    finally:
        if begun:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _owner() -> pwd.struct_passwd | None:
    """Who runs the server where we are root; None where we are not."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None
