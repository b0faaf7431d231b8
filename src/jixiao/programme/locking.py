"""The lock of a programme (锁定): hashes of what must not change unnoticed, and what did change."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from jixiao.measures.load import LOADS, alterations, hashed, recorded_loads
from jixiao.model.finding import Severity
from jixiao.programme.finding import ProgrammeFinding
from jixiao.programme.folder import PROGRAMME, Programme
from jixiao.programme.plain_files import wrong

LOCK = "programme.lock"


def lock(programme: Programme) -> Path:
    """Record in ``programme.lock`` the hashes of all but evidence and decisions."""
    names = hashed(programme.folder, _lockable(programme))
    path = programme.folder / LOCK
    text = json.dumps({"files": names}, ensure_ascii=False, indent=1) + "\n"
    path.write_text(text, encoding="utf-8")
    return path


def locked(folder: Path) -> Mapping[str, str] | None:
    """The hashes that ``programme.lock`` records; None where there is none."""
    path = folder / LOCK
    if not path.exists():
        return None
    try:
        files = json.loads(path.read_bytes())["files"]
        return {str(name): str(sha256) for name, sha256 in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise wrong(LOCK, "已损坏，请从版本库恢复", "is damaged; restore it") from error


def changes_since_lock(folder: Path) -> tuple[ProgrammeFinding, ...]:
    """A target, measure or rubric that is not the one that was locked."""
    return tuple(
        ProgrammeFinding(Severity.BLOCK, told.file, told.zh, told.en)
        for told in alterations(folder, locked(folder) or {})
    )


def changes(programme: Programme) -> Iterator[ProgrammeFinding]:
    """What was changed since the lock and since the registers were loaded."""
    yield from changes_since_lock(programme.folder)
    for told in alterations(programme.evidence, recorded_loads(programme.evidence)):
        yield ProgrammeFinding(
            Severity.BLOCK, f"evidence/{LOADS}", f"台账{told.zh}", f"register {told.en}"
        )


def unlocked(programme: Programme) -> Iterator[ProgrammeFinding]:
    """What no lock holds: all where there is none, and what is new since."""
    recorded = locked(programme.folder)
    if recorded is None:
        yield ProgrammeFinding(
            Severity.INFO,
            LOCK,
            "目标和测算方法还没有锁定，改动不会被发现；确认后运行 jixiao programme lock。",
            "targets and measures are not locked, a change would go unnoticed; run jixiao "
            "programme lock once they are settled",
        )
    else:
        for name in _lockable(programme):
            if name not in recorded:
                yield ProgrammeFinding(
                    Severity.WARNING, name, "锁定之后新增的文件。", "was added after the lock"
                )


def _lockable(programme: Programme) -> list[str]:
    folder = programme.folder
    named = [PROGRAMME, programme.record, "reasons.toml", "budget/approved.csv"]
    named += [measure.file for measure in programme.measures]
    named += [p.relative_to(folder).as_posix() for p in sorted((folder / "rubrics").glob("*.toml"))]
    given = sorted((folder / "evaluation").rglob("*"))
    named += [p.relative_to(folder).as_posix() for p in given if p.suffix in (".toml", ".csv")]
    return [name for name in named if (folder / name).is_file()]
