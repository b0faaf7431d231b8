"""A PostgreSQL server for the tests (数据库服务), where its programs are installed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path | None:
    """The folder of ``initdb`` and ``pg_ctl``; None where PostgreSQL is not installed."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return folders[-1].parent if folders else None


@contextmanager
def server() -> Iterator[str]:
    """A server of one's own on a socket in a new folder; gives the socket's folder.

    The superuser is ``tests`` without a password; the server ends with the block.
    """
    where = programs()
    assert where is not None
    with tempfile.TemporaryDirectory(prefix="jixiao-pg-") as folder:
        data = Path(folder, "data")
        # The server refuses to run as root.
        owner = pwd.getpwnam("nobody") if os.getuid() == 0 else None
        if owner is not None:
            os.chown(folder, owner.pw_uid, owner.pw_gid)

        def call(*command: str) -> None:
            subprocess.run(
                command,
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                user=owner.pw_uid if owner is not None else None,
                group=owner.pw_gid if owner is not None else None,
            )

        call(
            *(str(where / "initdb"), "-D", str(data), "-U", "tests", "-A", "trust", "-N"),
            *("-E", "UTF8", "--locale=C.UTF-8"),
        )
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        control = (str(where / "pg_ctl"), "-D", str(data), "-w")
        call(*control, "-l", str(Path(folder, "log")), "-o", options, "start")
        try:
            yield folder
        finally:
            call(*control, "-m", "immediate", "stop")
