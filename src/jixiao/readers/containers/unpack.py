"""Unpacking (解包): the documents in an archive or mail, each as a file of its own in a folder.

Names inside are shown and never used as paths. Archives inside archives are unpacked too. There
is a bound on everything a hostile file could make large: how many, how deep, how much, and how
much out of how little.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from jixiao.model.exceptions import UnreadableFile, UserError, told_by_system
from jixiao.model.named import NamedTuple
from jixiao.readers.containers.entries import Entry
from jixiao.readers.containers.kinds import CONTAINERS, KINDS, READABLE, is_document, kind_of
from jixiao.readers.read import LARGEST_FILE, too_large

MOST_ENTRIES = 20_000
MOST_BYTES = 2 << 30
LARGEST_ENTRY = LARGEST_MAIL = LARGEST_FILE
DEEPEST = 4  # archives inside each other
STEEPEST_RATIO = 250  # unpacked : packed
HARMLESS_SIZE = 64 << 20  # bytes; below it no ratio does harm
_LOCKS = ("~$", ".~", "._")
_LEFT_BEHIND = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})  # by file managers
_MOST_NAMED = 5


class UnpackedFile(NamedTuple):
    """A document taken out of a container: where it lies now, and how it is told of."""

    path: Path
    shown: str


@dataclass
class Unpacked:
    """What came out of containers: documents, what could not be read, what was passed over.

    ``folder`` is private to this run and is the caller's to remove.
    """

    folder: Path
    files: list[UnpackedFile] = field(default_factory=list)
    errors: list[tuple[str, UserError]] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    entries: int = 0
    size: int = 0
    made: int = 0

    def place(self, ending: str) -> Path:
        """A file name not used yet."""
        self.made += 1
        return self.folder / f"{self.made:06}{ending}"


class _TooMuch(UnreadableFile):
    """A container beyond all bounds: nothing more is taken out of it."""


def unpack(path: Path, shown: str, out: Unpacked) -> bool:
    """Take the documents out of the container at ``path``; False when it is none."""
    kind = kind_of(path)
    if kind is None:
        return False
    before = len(out.files), len(out.errors), len(out.passed_over)
    try:
        _take(path, kind, shown, out, 1, path.stat().st_size)
    except _TooMuch as error:
        del out.files[before[0] :]  # half of what was never meant to be whole
        del out.errors[before[1] :]
        out.errors.append((shown, error))
        return True
    if (len(out.files), len(out.errors)) == before[:2]:
        out.errors.append((shown, _nothing_in(out.passed_over[before[2] :], shown)))
    return True


def _take(path: Path, kind: str, shown: str, out: Unpacked, depth: int, packed: int) -> None:
    if kind in ("mail", "outlook") and path.stat().st_size > LARGEST_MAIL:
        out.errors.append((shown, too_large(shown)))
        return
    encrypted: list[str] = []
    try:
        for entry in import_module(KINDS[kind]).entries(path):
            out.entries += 1
            if out.entries > MOST_ENTRIES:
                raise _TooMuch(
                    f"压缩包里的文件超过{MOST_ENTRIES}个，不读取。请分批打包后再试。",
                    f"more than {MOST_ENTRIES} files are packed in it and it is not read; pack "
                    "them in several archives and retry",
                )
            steps = _steps(entry.name)
            if not steps or _is_left_behind(steps):
                continue
            name = f"{shown}/{'/'.join(steps)}"
            ending = _ending(steps[-1])
            if entry.is_encrypted:
                encrypted.append(name)
                continue
            _take_entry(entry, name, ending, out, depth, packed)
    except _TooMuch:
        raise
    except UserError as error:
        out.errors.append((shown, error))
    except OSError as error:
        zh, en = told_by_system(error)
        out.errors.append((shown, UnreadableFile(f"不能解压：{zh}。", f"cannot unpack: {en}")))
    if encrypted:
        out.errors.append((shown, _needs_password(encrypted, shown)))


def _take_entry(
    entry: Entry, name: str, ending: str, out: Unpacked, depth: int, packed: int
) -> None:
    place = out.place(ending)
    try:
        is_wanted = _written(entry, place, ending, name, out, packed)
    except _TooMuch:
        place.unlink(missing_ok=True)
        raise
    except UserError as error:
        place.unlink(missing_ok=True)
        out.errors.append((name, error))
        return
    kind = kind_of(place) if is_wanted else None
    if kind is not None and depth < DEEPEST:
        try:
            _take(place, kind, name, out, depth + 1, packed)
        finally:
            place.unlink(missing_ok=True)
    elif kind is not None:
        place.unlink(missing_ok=True)
        out.errors.append(
            (
                name,
                UnreadableFile(
                    f"压缩包套了{DEEPEST}层以上，不再解开。请解压后再试。",
                    f"archives lie more than {DEEPEST} deep in each other; unpack it and retry",
                ),
            )
        )
    elif is_wanted and (ending in READABLE or ending in CONTAINERS or is_document(place)):
        out.files.append(UnpackedFile(place, name))
    else:
        place.unlink(missing_ok=True)
        out.passed_over.append(name)


def _written(entry: Entry, place: Path, ending: str, name: str, out: Unpacked, packed: int) -> bool:
    """Write the entry to ``place``; False when its kind is none that is read."""
    size = 0
    is_known = ending in READABLE or ending in CONTAINERS
    with place.open("wb") as file:
        for piece in entry.pieces():
            if not is_known and not size and not _may_be_document(piece):
                return False
            size += len(piece)
            out.size += len(piece)
            if size > LARGEST_ENTRY:
                raise too_large(name)
            is_steep = out.size > HARMLESS_SIZE and out.size > packed * STEEPEST_RATIO
            if out.size > MOST_BYTES or is_steep:
                raise _TooMuch(
                    "压缩包解压后超出正常规模，不读取。请核实文件来源，或分批打包后再试。",
                    "the archive would unpack to more than any normal one and is not read; check "
                    "where it comes from, or pack the files in several archives",
                )
            file.write(piece)
    return True


def _may_be_document(piece: bytes) -> bool:
    return piece.startswith(
        (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-", b"{\\rtf", b"Rar!\x1a\x07", b"7z\xbc\xaf")
    )


def _steps(name: str) -> list[str]:
    """The path inside the container without what leads out of it."""
    parts = name.replace("\\", "/").replace("\0", "").split("/")
    return [part for part in parts if part not in ("", ".", "..") and not part.endswith(":")]


def _is_left_behind(steps: list[str]) -> bool:
    """Lock files of Office, and what file managers leave."""
    last = steps[-1]
    return last.startswith(_LOCKS) or last.lower() in _LEFT_BEHIND or "__MACOSX" in steps


def _ending(name: str) -> str:
    dot = name.rfind(".")
    ending = name[dot:].lower() if dot > 0 else ""
    return ending if ending.isascii() and ending[1:].isalnum() and len(ending) <= 8 else ""


def _needs_password(names: list[str], shown: str) -> UnreadableFile:
    few = "、".join(_inside(name, shown) for name in names[:_MOST_NAMED])
    more = "等" if len(names) > _MOST_NAMED else ""
    return UnreadableFile(
        f"压缩包里有{len(names)}个文件设有密码（已加密），无法读取：{few}{more}。请解压后再试。",
        f"{len(names)} files in the archive are protected by a password and cannot be read: "
        f"{few}{' …' if more else ''}; unpack them and retry",
    )


def _nothing_in(passed_over: list[str], shown: str) -> UnreadableFile:
    few = "、".join(_inside(name, shown) for name in passed_over[:_MOST_NAMED])
    what_zh = f"（其中有{few}）" if few else ""
    what_en = f" (it holds {few})" if few else ""
    return UnreadableFile(
        f"压缩包或邮件里没有可以读取的文件{what_zh}。请核对是否选对。",
        f"there is no readable file in the archive or mail{what_en}; please check the choice",
    )


def _inside(name: str, shown: str) -> str:
    return name.removeprefix(shown + "/")


def duplicates(files: list[Path]) -> Iterator[tuple[int, int]]:
    """Which files hold the same bytes as one before them: the later, the first; by position."""
    by_size: dict[int, list[int]] = {}
    for number, path in enumerate(files):
        try:
            by_size.setdefault(path.stat().st_size, []).append(number)
        except OSError:
            continue
    found: list[tuple[int, int]] = []
    for size, numbers in by_size.items():
        if len(numbers) < 2 or not size or size > LARGEST_ENTRY:
            continue
        first: dict[bytes, int] = {}
        for number in numbers:
            digest = _digest(files[number])
            if digest is None:
                continue
            if digest in first:
                found.append((number, first[digest]))
            else:
                first[digest] = number
    yield from sorted(found)


def _digest(path: Path) -> bytes | None:
    import hashlib

    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError:
        return None
