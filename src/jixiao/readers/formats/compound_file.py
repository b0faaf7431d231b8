"""Compound files (复合文档): the container of .doc, .xls, .wps and .et, and of encrypted workbooks.

A small file system in sectors. Streams directly under the root count: what is embedded in a
document lies deeper and is not taken for the document; a mail's attachments are asked for by
name. Layout: [MS-CFB].
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable
from copy import copy

from jixiao.model.exceptions import UnreadableFile

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = struct.Struct("<8x16x2xH2xHH6x4xIIIII4xII")
_ENTRY = struct.Struct("<64sHBxIII16x4x8x8xIII")
_LAST_SECTOR = 0xFFFFFFFA  # numbers from here on are marks, not sectors
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_MOST_ENTRIES = 100_000


class CompoundFile:
    """The streams and storages under the root of a compound file, by name in any case."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._read_header()
        except (struct.error, ValueError, IndexError) as error:
            raise _damaged() from error

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    @property
    def names(self) -> tuple[str, ...]:
        """The streams and storages here, in small letters, in order."""
        return tuple(sorted(self._entries))

    def inside(self, name: str) -> CompoundFile:
        """What the storage ``name`` holds; nothing where there is no such storage."""
        found = copy(self)
        found._entries, found._storages = {}, {}
        if name.lower() in self._storages:
            found._list(self._storages[name.lower()])
        return found

    def read(self, name: str) -> bytes:
        """The stream ``name``, whole."""
        if name not in self:
            raise _damaged()
        start, size = self._entries[name.lower()]
        if size < self._mini_cutoff:
            mini = self._mini_stream()
            pieces = (mini[s * 64 : s * 64 + 64] for s in self._chain(start, self._mini_fat()))
            return self._cut(pieces, size)
        return self._cut(self._sectors(start), size)

    def _read_header(self) -> None:
        (
            version,
            sector_shift,
            mini_shift,
            fat_sectors,
            directory,
            _,
            self._mini_cutoff,
            self._mini_start,
            difat,
            difat_sectors,
        ) = _HEADER.unpack_from(self._data)
        if self._data[:8] != MAGIC or version not in (3, 4) or sector_shift not in (9, 12):
            raise ValueError
        if mini_shift != 6:
            raise ValueError
        self._size = 1 << sector_shift
        self._most = len(self._data) // self._size + 1
        self._fat = self._read_fat(difat, min(difat_sectors, self._most), fat_sectors)
        self._mini: bytes | None = None
        self._entries: dict[str, tuple[int, int]] = {}
        self._storages: dict[str, int] = {}
        self._read_directory(b"".join(self._sectors(directory)))

    def _read_fat(self, difat: int, difat_sectors: int, count: int) -> array[int]:
        """Which sector follows which."""
        places = list(struct.unpack_from("<109I", self._data, 76))
        for _ in range(difat_sectors):
            if difat >= _LAST_SECTOR:
                break
            numbers = array("I", self._sector(difat))
            places.extend(numbers[:-1])
            difat = numbers[-1]
        fat = array("I")
        for place in places[: min(count, self._most)]:
            if place < _LAST_SECTOR:
                fat.frombytes(self._sector(place))
        return fat

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        sector = self._data[start : start + self._size]
        if not sector:
            raise ValueError
        return sector if len(sector) == self._size else sector.ljust(self._size, b"\0")

    def _chain(self, start: int, fat: array[int]) -> Iterable[int]:
        """The sectors of a chain; a chain that bites its tail is damage."""
        left = len(fat)
        while start < _LAST_SECTOR:
            if left <= 0 or start >= len(fat):
                raise _damaged()
            yield start
            start = fat[start]
            left -= 1

    def _sectors(self, start: int) -> Iterable[bytes]:
        try:
            for number in self._chain(start, self._fat):
                yield self._sector(number)
        except ValueError as error:
            raise _damaged() from error

    def _cut(self, pieces: Iterable[bytes], size: int) -> bytes:
        stream = b"".join(pieces)
        if len(stream) < size:
            raise _damaged()
        return stream[:size]

    def _mini_fat(self) -> array[int]:
        numbers = array("I")
        numbers.frombytes(b"".join(self._sectors(self._mini_start)))
        return numbers

    def _mini_stream(self) -> bytes:
        if self._mini is None:
            self._mini = b"".join(self._sectors(self._root[0]))
        return self._mini

    def _read_directory(self, directory: bytes) -> None:
        entries = list(_ENTRY.iter_unpack(directory[: len(directory) // 128 * 128]))
        if not entries or entries[0][2] != _ROOT or len(entries) > _MOST_ENTRIES:
            raise ValueError
        self._root = (entries[0][6], entries[0][7])
        self._directory = entries
        self._list(entries[0][5])

    def _list(self, first: int) -> None:
        """Take the streams and storages of the tree that begins with the entry ``first``."""
        entries = self._directory
        waiting, seen = [first], set()
        while waiting:
            number = waiting.pop()
            if number >= len(entries) or number in seen:
                continue
            seen.add(number)
            raw, length, kind, left, right, child, start, size, _ = entries[number]
            waiting += [left, right]
            if kind in (_STREAM, _STORAGE):
                name = raw[: max(0, length - 2)].decode("utf-16-le", "replace")
                self._entries[name.lower()] = (start, size if kind == _STREAM else 0)
                if kind == _STORAGE:
                    self._storages[name.lower()] = child


def _damaged() -> UnreadableFile:
    return UnreadableFile(
        "文件不完整或已损坏。请重新下载，或用Office、WPS打开并另存后再试。",
        "the file is damaged or cut short; download it again, or open and save it in Office or "
        "WPS, and retry",
    )
