"""The files named on the command line: folders walked, archives unpacked, progress shown."""

from __future__ import annotations

import glob
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from jixiao.model.exceptions import UnreadableFile, UnusableRequest, UserError, told_by_system
from jixiao.model.named import NamedTuple
from jixiao.readers.containers.kinds import CONTAINERS, READABLE, is_document, kind_of

# Below this many files starting more processes costs more than it saves.
FEW_FILES = 80
_MOST_TOLD = 10

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

    from jixiao.readers.containers.unpack import Unpacked

Made = TypeVar("Made")


class InputFile(NamedTuple):
    """A file to work on, and the name by which it is told: short, but no two alike.

    ``inside`` is where it came from when it was taken out of an archive or mail: the archive's
    path, and the name in it.
    """

    path: Path
    shown: str
    inside: Path | None = None

    @property
    def origin(self) -> Path:
        """The path by which a person finds it."""
        return self.inside or self.path


class Inputs(NamedTuple):
    """What the command line meant: the files, what could not be looked into, what was passed over.

    ``passed_over`` are files in folders and archives whose kind is not read, ``repeated`` those
    that hold the same bytes as one before them. ``unpacking`` is where archives are unpacked.
    """

    files: list[InputFile]
    errors: list[tuple[Path, UserError]]
    passed_over: list[Path]
    repeated: list[tuple[InputFile, InputFile]]
    unpacking: Unpacking

    @property
    def several(self) -> bool:
        """More than one file was meant."""
        return len(self.files) + len(self.errors) > 1


class Unpacking:
    """Archives and mails taken apart into a folder that only this run sees and that it removes."""

    def __init__(self) -> None:
        self._folder: TemporaryDirectory[str] | None = None
        self._out: Unpacked | None = None

    def take(self, path: Path, shown: str, found: Inputs) -> bool:
        """Add what is in the archive or mail at ``path`` to ``found``; False when it is none."""
        if kind_of(path) is None:
            return False
        from jixiao.readers.containers.unpack import Unpacked, unpack

        if self._out is None:
            self._out = Unpacked(self._make())
        out = self._out
        files, errors, passed_over = len(out.files), len(out.errors), len(out.passed_over)
        if not unpack(path, shown, out):
            return False

        def origin(name: str) -> Path:
            inside = name.removeprefix(shown).lstrip("/")
            return path / inside if inside else path

        found.files.extend(
            InputFile(file.path, _printable(file.shown), origin(file.shown))
            for file in out.files[files:]
        )
        found.errors.extend((origin(name), error) for name, error in out.errors[errors:])
        found.passed_over.extend(origin(name) for name in out.passed_over[passed_over:])
        return True

    def remove(self) -> None:
        """Remove the folder. It goes at the end of the run too, whatever ended it."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = self._out = None

    def _make(self) -> Path:
        from tempfile import TemporaryDirectory, gettempdir

        _clear_left_over(Path(gettempdir()))
        self._folder = TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-")
        return Path(self._folder.name)


_PREFIX = "jixiao-unpacked-"


def _clear_left_over(temporary: Path) -> None:
    """Remove what a run that was killed has left: its process is gone and the folder is ours."""
    import shutil

    for folder in temporary.glob(f"{_PREFIX}*-*"):
        number = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if number.isdecimal() and folder.stat().st_uid == os.getuid():
            try:
                os.kill(int(number), 0)
            except ProcessLookupError:
                shutil.rmtree(folder, ignore_errors=True)
            except (OSError, OverflowError):
                continue


def inputs(names: list[str]) -> Inputs:
    """Every file meant by ``names``: folders walked, patterns expanded, archives unpacked.

    A file named twice is taken once. In folders and archives only files of a readable kind are
    taken, and of files with the same bytes the first; what was named is always taken. Raises
    :class:`UnusableRequest` when nothing is left.
    """
    found = Inputs([], [], [], [], Unpacking())
    named: list[Path] = []
    for name in names:
        path = Path(name)
        if _is_folder(path):
            _walk(path, found)
        elif any(c in name for c in "*?[") and not os.path.lexists(name):
            matches = [Path(m) for m in sorted(glob.glob(name, recursive=True))]
            if not matches:
                raise UnusableRequest(
                    f"没有文件符合“{name}”。请检查路径。",
                    f"no file matches “{name}”; please check the path",
                )
            named += [match for match in matches if not _is_folder(match)]
        else:
            named.append(path)
    unique = len({path.name for path in named}) == len(named)
    walked = found.files[:]
    del found.files[:]
    chosen: set[Path] = set()
    for path in named:
        shown = _printable(path.name if unique else str(path))
        if _is_regular(path) and found.unpacking.take(path, shown, found):
            continue
        chosen.add(path)
        found.files.append(InputFile(path, shown))
    found.files.extend(walked)
    _once(found.files)
    _without_repeated(found, chosen)
    if not found.files and not found.errors:
        raise UnusableRequest(
            f"“{'、'.join(names)}”里没有可以读取的文件。",
            f"there is no readable file in “{', '.join(names)}”",
        )
    return found


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name too long, a folder one may not enter: reading will tell
        return False


def _walk(folder: Path, found: Inputs) -> None:
    def refused(error: OSError) -> None:
        zh, en = told_by_system(error)
        place = Path(str(error.filename))
        found.errors.append((place, UnreadableFile(f"打不开文件夹：{zh}。", f"folder: {en}")))

    for where, folders, names in os.walk(folder, onerror=refused):
        folders.sort()
        for name in sorted(names):
            path = Path(where, name)
            if name.startswith(("~$", ".~")) or not _is_regular(path):
                continue
            ending = path.suffix.lower()
            shown = _printable(str(path.relative_to(folder)))
            if found.unpacking.take(path, shown, found):
                continue
            if ending in READABLE or ending in CONTAINERS or is_document(path):
                found.files.append(InputFile(path, shown))
            elif not name.startswith("."):
                found.passed_over.append(path)


def _is_regular(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return True  # reading will tell what is wrong with it


def _once(files: list[InputFile]) -> None:
    seen: set[str] = set()
    kept = []
    for file in files:
        real = os.path.realpath(file.path)
        if real not in seen:
            seen.add(real)
            kept.append(file)
    files[:] = kept


def _without_repeated(found: Inputs, chosen: set[Path]) -> None:
    """Leave out files with the same bytes as one before them, but for those that were named."""
    if len(found.files) < 2:
        return
    from jixiao.readers.containers.unpack import duplicates

    files = found.files[:]
    later = {
        number: first
        for number, first in duplicates([file.path for file in files])
        if files[number].path not in chosen
    }
    found.repeated.extend((files[number], files[first]) for number, first in later.items())
    found.files[:] = [file for number, file in enumerate(files) if number not in later]


def _printable(name: str) -> str:
    """The name as text: bytes of it that are no UTF-8 are shown as such."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def refuse_overwriting(output: Path | None, files: list[Path]) -> None:
    """Raise :class:`UnusableRequest` when ``output`` is one of the files read."""
    if output is None or not output.exists():
        return
    for path in files:
        if path.exists() and output.samefile(path):
            raise UnusableRequest(
                f"“{output}”就是要读取的文件，不能覆盖。请换一个输出文件名。",
                f"“{output}” is a file to be read and is not overwritten; name another output",
            )


def work_done(
    found: Inputs, work: Callable[[InputFile], Made]
) -> tuple[list[Made], list[tuple[Path, UserError]]]:
    """What ``work`` made of every file, in order, and the files of which it made nothing."""
    done: list[Made] = []
    errors = list(found.errors)
    try:
        for file, made in each(found.files, work):
            if isinstance(made, UserError):
                errors.append((file.origin, made))
            else:
                done.append(made)
    finally:
        found.unpacking.remove()
    return done, errors


def each(
    files: list[InputFile], work: Callable[[InputFile], Made]
) -> Iterator[tuple[InputFile, Made | UserError]]:
    """``work`` done on every file, in order; a user error is given back, not raised.

    Many files are spread over the processors. Progress is shown on a terminal's stderr.
    """
    results = _spread(files, work) if len(files) > FEW_FILES else _one_by_one(files, work)
    if len(files) > 1 and _is_watched():
        from tqdm import tqdm

        results = iter(tqdm(results, total=len(files), unit="份", leave=False))
    yield from results


def _one_by_one(
    files: list[InputFile], work: Callable[[InputFile], Made]
) -> Iterator[tuple[InputFile, Made | UserError]]:
    do = _watched if _is_watched() else _tried
    for file in files:
        yield file, do(work, file)


def _is_watched() -> bool:
    """Somebody sits at the terminal that errors go to."""
    return sys.stderr is not None and sys.stderr.isatty()


def _watched(work: Callable[[InputFile], Made], file: InputFile) -> Made | UserError:
    """The same with the pages told of while the file is read, where it has some to recognise."""
    from jixiao.readers.progress import listening

    bar: list[Any] = []

    def tell(done: int, total: int) -> None:
        if not bar:
            from tqdm import tqdm

            bar.append(tqdm(total=total, desc=file.path.name, unit="页", leave=False))
        bar[0].update(done - bar[0].n)

    try:
        with listening(tell):
            return _tried(work, file)
    finally:
        for shown in bar:
            shown.close()


def _spread(
    files: list[InputFile], work: Callable[[InputFile], Made]
) -> Iterator[tuple[InputFile, Made | UserError]]:
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from functools import partial

    done = 0
    pool = ProcessPoolExecutor(initializer=_leave_interrupts_to_the_parent)
    try:
        chunk = max(1, min(16, len(files) // 32))
        for made in pool.map(partial(_tried, work), files, chunksize=chunk):
            yield files[done], made
            done += 1
    except BrokenProcessPool:
        # One file took its process down with it; alone, each of the rest shows whether it does.
        for file in files[done:]:
            yield file, _alone(work, file)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _alone(work: Callable[[InputFile], Made], file: InputFile) -> Made | UserError:
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    with ProcessPoolExecutor(1, initializer=_leave_interrupts_to_the_parent) as pool:
        try:
            return pool.submit(_tried, work, file).result()
        except BrokenProcessPool:
            return UnreadableFile(
                "读取时进程被系统终止，可能是文件过大或已损坏。请检查后单独重试。",
                "the process that read it was ended by the system; the file may be too large or "
                "damaged: check it and try it alone",
            )


def _leave_interrupts_to_the_parent() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _tried(work: Callable[[InputFile], Made], file: InputFile) -> Made | UserError:
    try:
        return work(file)
    except UserError as error:
        return error
    except Exception as error:
        # A fault of ours in one file must not cost the other nine hundred their result.
        if os.environ.get("JIXIAO_DEBUG"):
            raise
        what = f"{type(error).__name__}: {error}"[:200]
        return UnreadableFile(
            f"程序在处理这个文件时出错（{what}）。请把文件和 jixiao --version 报给维护者。",
            f"the program failed on this file ({what}); please report the file and "
            "jixiao --version to the maintainers",
        )


def report_errors(errors: list[tuple[Path, UserError]], found: Inputs, language: str) -> None:
    """On stderr: a line a file that could not be read, and one for the files left out."""
    from jixiao.writers.visible import visible

    passed_over = found.passed_over
    for path, error in errors:
        print(f"jixiao: {visible(f'{path}: {error.message(language)}')}", file=sys.stderr)
    for file, first in found.repeated[:_MOST_TOLD]:
        told = (
            f"“{file.shown}” is the same, byte for byte, as “{first.shown}” and is read once"
            if language == "en"
            else f"“{file.shown}”与“{first.shown}”内容完全相同，只读一次。"
        )
        print(f"jixiao: {visible(told)}", file=sys.stderr)
    if len(found.repeated) > _MOST_TOLD:
        left = len(found.repeated) - _MOST_TOLD
        told = f"and {left} more such" if language == "en" else f"另有{left}个文件也是如此。"
        print(f"jixiao: {told}", file=sys.stderr)
    if passed_over:
        few = "、".join(path.name for path in passed_over[:5])
        more = " …" if len(passed_over) > 5 else ""
        told = (
            f"passed over {len(passed_over)} files of kinds not read: {few}{more}"
            if language == "en"
            else f"略过{len(passed_over)}个不读取的文件：{few}{more}"
        )
        print(f"jixiao: {visible(told)}", file=sys.stderr)
