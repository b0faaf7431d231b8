"""The files named on the command line: folders walked, patterns expanded, progress shown."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from jixiao.model.exceptions import UnusableRequest, UserError

READABLE = frozenset(
    {".docx", ".docm", ".doc", ".wps", ".xlsx", ".xlsm", ".xls", ".et", ".ods"}
    | {".html", ".htm", ".txt", ".json", ".pdf", ".ofd", ".mht", ".xml"}
)
# Below this many files starting more processes costs more than it saves.
FEW_FILES = 80

Made = TypeVar("Made")


def expanded(names: list[str]) -> list[Path]:
    """Every file meant by ``names``: files as they are, folders walked, patterns expanded.

    In a folder only files of a readable kind are taken; what was named is always taken.
    """
    found: list[Path] = []
    for name in names:
        path = Path(name)
        if path.is_dir():
            found += _in_folder(path)
        elif any(c in name for c in "*?[") and not path.exists():
            matches = sorted(glob.glob(name, recursive=True))
            if not matches:
                raise UnusableRequest(
                    f"没有文件符合“{name}”。请检查路径。",
                    f"no file matches “{name}”; please check the path",
                )
            found += [Path(m) for m in matches if not Path(m).is_dir()]
        else:
            found.append(path)
    if not found:
        raise UnusableRequest(
            f"“{'、'.join(names)}”里没有可以读取的文件。",
            f"there is no readable file in “{', '.join(names)}”",
        )
    return list(dict.fromkeys(found))


def _in_folder(folder: Path) -> list[Path]:
    found = []
    for where, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            is_lock = name.startswith(("~$", ".~"))
            if Path(name).suffix.lower() in READABLE and not is_lock:
                found.append(Path(where, name))
    return found


def each(
    paths: list[Path], work: Callable[[Path], Made]
) -> Iterator[tuple[Path, Made | UserError]]:
    """``work`` done on every path, in order; a user error is given back, not raised.

    Many files are spread over the processors. Progress is shown on a terminal's stderr.
    """
    results = _spread(paths, work) if len(paths) > FEW_FILES else _one_by_one(paths, work)
    if len(paths) > 1 and sys.stderr.isatty():
        from tqdm import tqdm

        results = iter(tqdm(results, total=len(paths), unit="份", leave=False))
    yield from results


def _one_by_one(
    paths: list[Path], work: Callable[[Path], Made]
) -> Iterator[tuple[Path, Made | UserError]]:
    for path in paths:
        yield path, _tried(work, path)


def _spread(
    paths: list[Path], work: Callable[[Path], Made]
) -> Iterator[tuple[Path, Made | UserError]]:
    from concurrent.futures import ProcessPoolExecutor
    from functools import partial

    with ProcessPoolExecutor() as pool:
        chunk = max(1, min(16, len(paths) // 32))
        yield from zip(paths, pool.map(partial(_tried, work), paths, chunksize=chunk), strict=True)


def _tried(work: Callable[[Path], Made], path: Path) -> Made | UserError:
    try:
        return work(path)
    except UserError as error:
        return error


def report_errors(errors: list[tuple[Path, UserError]], language: str) -> None:
    """A line a file that could not be read, on stderr."""
    for path, error in errors:
        print(f"jixiao: {path}: {error.message(language)}", file=sys.stderr)
