"""Zip containers (压缩包), read with care: .docx, .xlsx and .ods are zips of parts.

Only what is asked for is inflated, piece by piece, never beyond the size the container states,
and every part's checksum is compared. Sizes no document has, encrypted parts and containers cut
short are refused with a sentence.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple, NoReturn

from jixiao.model.exceptions import UnreadableFile

MOST_PARTS = 20_000
LARGEST_PART = 1 << 30  # bytes, inflated
STEEPEST_RATIO = 250  # inflated : packed; XML full of one word reaches 50, a zip bomb 1,000
HARMLESS_SIZE = 16 << 20  # bytes; below it no ratio does harm
HIGHEST_RATIO = 1032  # the most deflate can do
PIECE = 256 << 10  # bytes of a part handled at a time
_FEED = 32 << 10

_END = struct.Struct("<4xHHHHII")
_END_64_PLACE = struct.Struct("<4xIQ")
_END_64 = struct.Struct("<4x20xQQQQ")
_ENTRY = struct.Struct("<4x4xHH4xIIIHHH8xI")
_STORED, _DEFLATED = 0, 8


class Part(NamedTuple):
    """One part of a container, as its directory states it; sizes in bytes."""

    name: str
    flags: int
    method: int
    checksum: int
    packed: int
    size: int
    place: int


class Archive:
    """The parts of a zip. Raises :class:`UnreadableFile` when the bytes are not a whole zip.

    Names are compared without regard to case, and ``\\`` counts as ``/``.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._parts: dict[str, Part] = {}
        try:
            self._read_directory()
        except struct.error as error:
            raise _damaged() from error

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and _folded(name) in self._parts

    @property
    def parts(self) -> tuple[Part, ...]:
        """All parts, in the order of the directory."""
        return tuple(self._parts.values())

    def read(self, name: str, largest: int = LARGEST_PART) -> bytes:
        """The whole part ``name``, refused when it is larger than ``largest`` bytes."""
        return b"".join(self.pieces(name, largest))

    def pieces(self, name: str, largest: int = LARGEST_PART) -> Iterator[bytes]:
        """The part ``name`` in pieces of at most 256 KB; its checksum is compared at the end."""
        part = self._parts.get(_folded(name))
        if part is None:
            raise UnreadableFile(
                f"文件里缺少“{name}”，无法读取。请用Office或WPS打开后另存，再试一次。",
                f"the part “{name}” is missing; open the file in Office or WPS, save it again "
                "and retry",
            )
        self._refuse(part, largest)
        size = checksum = 0
        for piece in self._inflated(part):
            size += len(piece)
            if size > part.size:
                raise _damaged()
            checksum = zlib.crc32(piece, checksum)
            yield piece
        if size != part.size or checksum != part.checksum:
            raise _damaged()

    def refuse_excess(self, largest: int = LARGEST_PART) -> None:
        """Refuse the container when a part states an absurd size, or lies about it.

        For readers that hand the whole file to a library. Only a part large enough to do harm is
        inflated to see whether it keeps its word, and nothing of it is kept.
        """
        for part in self._parts.values():
            self._refuse(part, largest)
            if part.packed * HIGHEST_RATIO > 16 * HARMLESS_SIZE:
                for _ in self.pieces(part.name, largest):
                    pass

    def _read_directory(self) -> None:
        data = self._data
        end = data.rfind(b"PK\x05\x06", max(0, len(data) - (1 << 16) - _END.size))
        if end < 0:
            raise _damaged()
        _, _, _, count, length, start = _END.unpack_from(data, end)
        if end >= 20 and data[end - 20 : end - 16] == b"PK\x06\x07":
            end = _END_64_PLACE.unpack_from(data, end - 20)[1]
            _, count, length, start = _END_64.unpack_from(data, end)
        if count > MOST_PARTS:
            raise UnreadableFile(
                f"压缩包里有{count}个部件，不像文档，不读取。请用Office或WPS另存后再试。",
                f"the container states {count} parts, more than any document has; "
                "save it again in Office or WPS and retry",
            )
        ahead = end - length - start  # bytes put before the zip, as in self-extracting files
        place = start + ahead
        if ahead < 0 or place < 0:
            raise _damaged()
        for _ in range(count):
            if data[place : place + 4] != b"PK\x01\x02":
                raise _damaged()
            flags, method, checksum, packed, size, name_length, extra, comment, offset = (
                _ENTRY.unpack_from(data, place)
            )
            place += _ENTRY.size
            raw_name = data[place : place + name_length]
            place += name_length
            if 0xFFFFFFFF in (packed, size, offset):
                packed, size, offset = _wide(data[place : place + extra], packed, size, offset)
            place += extra + comment
            name = raw_name.decode("utf-8", "replace").replace("\\", "/")
            self._parts[_folded(name)] = Part(
                name, flags, method, checksum, packed, size, offset + ahead
            )

    def _inflated(self, part: Part) -> Iterator[bytes]:
        data, place = self._data, part.place
        if data[place : place + 4] != b"PK\x03\x04":
            raise _damaged()
        try:
            name_length, extra = struct.unpack_from("<HH", data, place + 26)
        except struct.error as error:
            raise _damaged() from error
        start = place + 30 + name_length + extra
        packed = memoryview(data)[start : start + part.packed]
        if len(packed) != part.packed:
            raise _damaged()
        if part.method == _STORED:
            for at in range(0, len(packed), PIECE):
                yield bytes(packed[at : at + PIECE])
            return
        inflater = zlib.decompressobj(-15)
        try:
            for at in range(0, len(packed), _FEED):
                feed: bytes | memoryview = packed[at : at + _FEED]
                while feed:
                    piece = inflater.decompress(feed, PIECE)
                    if piece:
                        yield piece
                    feed = inflater.unconsumed_tail
            last = inflater.flush()
        except zlib.error as error:
            raise _damaged() from error
        if last:
            yield last
        if not inflater.eof:
            raise _damaged()

    def _refuse(self, part: Part, largest: int) -> None:
        if part.flags & 1:
            refuse_encrypted()
        if part.method not in (_STORED, _DEFLATED):
            raise UnreadableFile(
                f"“{part.name}”用了少见的压缩方式（{part.method}）。请用Office或WPS另存后再试。",
                f"“{part.name}” is packed in an unusual way (method {part.method}); "
                "save the file again in Office or WPS and retry",
            )
        steep = part.size > HARMLESS_SIZE and part.size > part.packed * STEEPEST_RATIO
        if part.size > largest or steep:
            raise UnreadableFile(
                f"“{part.name}”解压后有{part.size}字节，超出正常文档，不读取。请核实文件来源。",
                f"“{part.name}” would inflate to {part.size} bytes, beyond any normal document, "
                "and is not read; please check where the file comes from",
            )


def refuse_encrypted() -> NoReturn:
    """Refuse a file that needs a password."""
    raise UnreadableFile(
        "文件设有密码（已加密），无法读取。请在Office或WPS里取消密码后再试。",
        "the file is protected by a password; remove it in Office or WPS and retry",
    )


def _wide(extra: bytes, packed: int, size: int, offset: int) -> tuple[int, int, int]:
    """Sizes and offset beyond 4 GB, from the entry's extra field."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        at += 4
        if kind == 1:
            if size == 0xFFFFFFFF:
                (size,) = struct.unpack_from("<Q", extra, at)
                at += 8
            if packed == 0xFFFFFFFF:
                (packed,) = struct.unpack_from("<Q", extra, at)
                at += 8
            if offset == 0xFFFFFFFF:
                (offset,) = struct.unpack_from("<Q", extra, at)
            break
        at += length
    return packed, size, offset


def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _damaged() -> UnreadableFile:
    return UnreadableFile(
        "文件不完整或已损坏。请重新下载，或用Office、WPS修复并另存后再试。",
        "the file is damaged or cut short; download it again, or repair and save it in "
        "Office or WPS, and retry",
    )
