"""Files of others are read in a process apart (隔离读取), with limits, and killed when over them.

The process is a new interpreter that has the file's bytes on its standard input, a folder of its
own to write in, no network, none of the site's secrets in its environment, and limits of time,
memory and file size. It answers with one word and bytes on its standard output. No Django here.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex
from time import monotonic
from typing import BinaryIO, NamedTuple

import jixiao

MARK = "JIXIAO_SANDBOX"  # in the environment of everything a sandboxed process starts
_LOOK_EVERY = 0.1  # seconds
_LARGEST_ANSWER = 256 << 20  # bytes


class Limits(NamedTuple):
    """What a reading may use: ``seconds`` of clock and processor, ``memory`` in bytes."""

    seconds: int = 120
    memory: int = 4 << 30


class Answer(NamedTuple):
    """What came back: ``word`` is record, format, refused, memory, time or died."""

    word: str
    data: bytes = b""


def run(
    task: str,
    file: BinaryIO,
    name: str,
    limits: Limits,
    watch: Callable[[], None] | None = None,
) -> Answer:
    """Do ``task`` (read, format) on an open file. ``watch`` is called often and may raise.

    Whatever happens, nothing that was started is left running, and the folder is gone.
    """
    token = token_hex(16)
    with tempfile.TemporaryDirectory(prefix="jixiao-reading-") as folder:
        answer = Path(folder, "answer")
        work = Path(folder, "work")
        work.mkdir()
        with answer.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-P", "-s", "-m", "jixiao.web.documents.sandboxed", task],
                stdin=file,
                stdout=out,
                stderr=subprocess.DEVNULL,
                cwd=work,
                env=_environment(work, name, limits, token),
                start_new_session=True,
            )
        try:
            code = _waited(process, limits.seconds, watch)
        finally:
            _end(process, token)
        return _told(code, answer)


def _environment(work: Path, name: str, limits: Limits, token: str) -> dict[str, str]:
    """The few variables a reading needs; nothing of the site's own."""
    home = str(work)
    kept = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT", "LANG") if key in os.environ}
    # What this interpreter finds its packages by, in their order.
    paths = dict.fromkeys([str(Path(jixiao.__file__).parents[1]), *filter(None, sys.path)])
    return kept | {
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": home,
        "TMPDIR": home,
        "TEMP": home,
        "JIXIAO_READING_NAME": name,
        "JIXIAO_READING_LIMITS": f"{limits.seconds} {limits.memory}",
        MARK: token,
    }


def _waited(
    process: subprocess.Popen[bytes], seconds: int, watch: Callable[[], None] | None
) -> int | None:
    """The exit code; None where the time was over first."""
    end = monotonic() + seconds
    while True:
        try:
            return process.wait(_LOOK_EVERY)
        except subprocess.TimeoutExpired:
            if monotonic() > end:
                return None
        if watch is not None:
            watch()


def _end(process: subprocess.Popen[bytes], token: str) -> None:
    """Kill the process, its group, and what left the group but carries its mark."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    if process.poll() is None:
        process.kill()
        process.wait()
    for pid in _marked(token):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)


def _marked(token: str) -> list[int]:
    """The processes with the mark in their environment; LibreOffice has a session of its own."""
    mark = f"{MARK}={token}".encode()
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if mark in path.read_bytes():
                found.append(int(path.parent.name))
    return found


def _told(code: int | None, answer: Path) -> Answer:
    if code is None or (hasattr(signal, "SIGXCPU") and code == -signal.SIGXCPU):
        return Answer("time")
    if answer.stat().st_size > _LARGEST_ANSWER:
        return Answer("memory")
    word, _, data = answer.read_bytes().partition(b"\n")
    if code == 0 and word in (b"record", b"format", b"refused", b"memory"):
        return Answer(word.decode(), data)
    return Answer("died")
