"""Counts that every process of the server shares (共用计数), in one small file.

A slot is a key's hash, the second at which its count ends, and the count. Slots are locked while
they are counted; nothing else is stored, so that a lost file only begins every count anew.
"""

from __future__ import annotations

import hashlib
import os
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple

try:
    import fcntl
except ImportError:  # Windows, where one process serves
    fcntl = None  # type: ignore[assignment]

SLOTS = 1 << 16
PROBED = 8  # slots looked at for a key
_SLOT = struct.Struct("<QQQ")
_THREADS = Lock()  # locks of the file are the process's, not the thread's


class _Slot(NamedTuple):
    key: int
    ends: int
    number: int


def count(path: Path, key: str, ends: int) -> int:
    """Count ``key`` once more until the second ``ends``; how often it was counted so far."""
    hashed = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "little") or 1
    first, now = hashed % (SLOTS - PROBED), int(time.time())
    file = _opened(str(path))
    with _THREADS, _locked(file, first):
        held = os.pread(file, PROBED * _SLOT.size, first * _SLOT.size)
        held = held.ljust(PROBED * _SLOT.size, b"\0")
        slots = [_Slot(*fields) for fields in _SLOT.iter_unpack(held)]
        own = next((n for n, one in enumerate(slots) if one.key == hashed and one.ends > now), None)
        # Another key's place is taken only where it has ended, or ends first.
        place = own if own is not None else min(range(PROBED), key=lambda n: slots[n].ends)
        number = slots[place].number + 1 if own is not None else 1
        os.pwrite(file, _SLOT.pack(hashed, ends, number), (first + place) * _SLOT.size)
    return number


def forget(path: Path) -> None:
    """Begin every count anew."""
    os.ftruncate(_opened(str(path)), 0)


@cache
def _opened(path: str) -> int:
    """The file, opened once a process: to close it would let go of every lock on it."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


@contextmanager
def _locked(file: int, first: int) -> Iterator[None]:
    if fcntl is None:
        yield
        return
    # The slots of one key overlap those of its neighbours, so the lock is over blocks.
    region = (PROBED * 2 * _SLOT.size, first // PROBED * PROBED * _SLOT.size)
    fcntl.lockf(file, fcntl.LOCK_EX, *region)
    try:
        yield
    finally:
        fcntl.lockf(file, fcntl.LOCK_UN, *region)
