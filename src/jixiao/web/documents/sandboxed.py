"""What runs inside the sandbox: ``python -m jixiao.web.documents.sandboxed read``.

Other tasks are ``format`` and ``whole PLACE``. Standard library, readers and rules only. The file
comes on standard input; the answer goes to standard output: a word, a line feed, bytes.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from typing import Any

_LARGEST_FILE = 512 << 20  # bytes it may write into one file
_MOST_HANDLES = 512
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # of unshare(2)
_DIE_WITH_PARENT, _NO_NEW_PRIVILEGES = 1, 38  # of prctl(2)


def main() -> None:
    """Shut the doors, then do the task."""
    task = sys.argv[1]
    name = os.environ.get("JIXIAO_READING_NAME", "")
    seconds, memory = map(int, os.environ["JIXIAO_READING_LIMITS"].split())
    _limit(seconds, memory)
    _shut_off()
    try:
        word, data = _done(task, sys.stdin.buffer.read(), name)
    except MemoryError:
        word, data = "memory", b""
    sys.stdout.buffer.write(word.encode() + b"\n" + data)
    sys.stdout.buffer.flush()


def _done(task: str, data: bytes, name: str) -> tuple[str, bytes]:
    from jixiao.model.exceptions import UserError
    from jixiao.readers.read import format_of, read_bytes

    try:
        if task == "format":
            return "format", format_of(data, name).encode()
        if task.startswith("whole"):
            from jixiao.web.documents.result_forms import told as forms_told

            read = read_bytes(data, name, with_results=True)
            whole = forms_told(read, task.partition(" ")[2])
            return "record", json.dumps(whole, ensure_ascii=False).encode()
        from jixiao.writers.record_json import disclosure_json, dumps

        return "record", dumps(disclosure_json(read_bytes(data, name))).encode()
    except UserError as error:
        told = {"kind": type(error).__name__, "zh": error.zh, "en": error.en}
        return "refused", json.dumps(told).encode()


def _limit(seconds: int, memory: int) -> None:
    """Limits of the system, where it has them; they hold for what is started here too."""
    try:
        import resource
    except ImportError:
        return
    wanted: tuple[tuple[int, int, int], ...] = (
        (resource.RLIMIT_CPU, seconds, seconds + 5),
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_FSIZE, _LARGEST_FILE, _LARGEST_FILE),
        (resource.RLIMIT_NOFILE, _MOST_HANDLES, _MOST_HANDLES),
        (resource.RLIMIT_CORE, 0, 0),
    )
    for what, soft, hard in wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (soft, hard))


def _shut_off() -> None:
    """No network, no rights to gain, no life after the parent's, where the system can."""
    sys.addaudithook(_refuse_network)
    if sys.platform != "linux":
        return
    import ctypes

    system = ctypes.CDLL(None, use_errno=True)
    system.prctl(_DIE_WITH_PARENT, 9, 0, 0, 0)
    system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    if system.unshare(_NEW_NETWORK) != 0:
        system.unshare(_NEW_USER | _NEW_NETWORK)


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    """Where the system cannot take the network away, the interpreter refuses it."""
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo"):
        raise PermissionError("no network here")


if __name__ == "__main__":
    main()
