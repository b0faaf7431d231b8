"""Backup and restore (备份与恢复): the database and the files, with a hash of everything.

A backup is a folder::

    manifest.json      what is in it, each with its SHA-256; written last, so a folder without
    manifest.sha256    one is an interrupted backup
    database.sqlite3   or database.pgdump
    files/…            the files of the data folder; an incremental one has only the new ones

An incremental backup names the earlier one by its path as seen from its own folder: keep the
folders beside each other. Sessions and the site's secret key are not data: who is signed in signs
in again after a restore on another machine.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection, connections, transaction
from django.utils import timezone

from jixiao import __version__
from jixiao.model.exceptions import UserError, told_by_system
from jixiao.web.actor import SYSTEM, Actor
from jixiao.web.trail.actions import record
from jixiao.web.trail.verification import Verification, verify

MANIFEST, MANIFEST_HASH, FILES = "manifest.json", "manifest.sha256", "files"
_FORMAT = 1
_UNFINISHED = ".part"  # an upload under way

Report = Callable[[int, int, str, str], None]
"""``report(done, total, zh, en)``: how far it is."""


class BackupError(UserError):
    """A backup cannot be made, or is not whole, or must not be restored here."""


class Backup(NamedTuple):
    """A backup that was made (备份): where, how many files it lists and how many it holds."""

    folder: Path
    files: int
    copied: int
    size: int
    head: tuple[int, str]


class Restored(NamedTuple):
    """What was restored (恢复): files, and what the trail's verification found."""

    files: int
    trail: Verification


def backup(
    folder: Path | str,
    incremental_of: Path | str | None = None,
    report: Report | None = None,
    actor: Actor = SYSTEM,
) -> Backup:
    """Back everything up into a new or empty folder; with ``incremental_of`` only new files.

    The database is copied as it is at one moment, while the site goes on. Raises ``BackupError``.
    """
    target = Path(folder).resolve()
    earlier = _Source(Path(incremental_of)) if incremental_of is not None else None
    told = report or _silent
    try:
        target.mkdir(parents=True, exist_ok=True)
        if any(target.iterdir()):
            raise BackupError(
                f"备份文件夹“{target}”不是空的。请换一个新文件夹。",
                f"the folder “{target}” is not empty; choose a new one",
            )
        told(0, 0, "复制数据库", "copying the database")
        # The database first: a file that a row names was there before the row.
        name, head = _copy_database(target)
        entries, copied = _copy_files(target, earlier, told)
        manifest = {
            "format": _FORMAT,
            "version": __version__,
            "made_at": timezone.now().isoformat(),
            "vendor": connection.vendor,
            "database": _entry(target / name, name),
            "trail": {"number": head[0], "hash": head[1]},
            "earlier": earlier.named_from(target) if earlier is not None else None,
            "files": entries,
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        (target / MANIFEST_HASH).write_text(hashlib.sha256(text).hexdigest() + "\n")
        _write_whole(target / MANIFEST, text)
    except OSError as error:
        zh, en = told_by_system(error)
        raise BackupError(f"备份没有完成：{zh}。", f"the backup was not finished: {en}") from error
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    with transaction.atomic():
        record(
            actor,
            "administration.back_up",
            after={
                "kind": "incremental" if earlier is not None else "full",
                "files": len(entries),
                "copied": copied,
                "trail": head[0],
                "manifest": hashlib.sha256(text).hexdigest(),
            },
        )
    return Backup(target, len(entries), copied, size, head)


def restore(
    folder: Path | str, report: Report | None = None, *, overwrite: bool = False
) -> Restored:
    """Put a backup back into the data folder and the database of the settings.

    Everything is verified before anything is written. Where there is data already it is refused,
    unless ``overwrite``. Nothing else may use the site meanwhile. Raises ``BackupError``.
    """
    told = report or _silent
    source = _Source(Path(folder))
    manifest = source.manifest
    if manifest["vendor"] != connection.vendor:
        raise BackupError(
            f"备份来自 {manifest['vendor']}，当前数据库是 {connection.vendor}，不能直接恢复。",
            f"the backup is of {manifest['vendor']}, the database here is {connection.vendor}",
        )
    places = source.verified(told)
    if not overwrite and not _is_empty():
        raise BackupError(
            "数据文件夹或数据库中已有数据，没有恢复。确要覆盖的，请明确指定。",
            "there is data here already; nothing was restored. Say so if it is to be overwritten",
        )
    try:
        told(0, len(places), "恢复文件", "restoring files")
        for number, (name, path) in enumerate(places.items(), start=1):
            _put(path, Path(settings.FILES_ROOT) / name)
            told(number, len(places), "恢复文件", "restoring files")
        told(0, 0, "恢复数据库", "restoring the database")
        _restore_database(source.folder / manifest["database"]["name"])
    except OSError as error:
        zh, en = told_by_system(error)
        raise BackupError(
            f"恢复没有完成：{zh}。请解决后重新恢复。",
            f"the restore was not finished: {en}; mend that and restore again",
        ) from error
    told(0, 0, "校验审计日志", "verifying the trail")
    head = manifest["trail"]
    found = verify(known=[(head["number"], head["hash"])] if head["number"] else [])
    with transaction.atomic():
        record(
            SYSTEM,
            "administration.restore",
            after={"made_at": manifest["made_at"], "files": len(places), "trail": found.text()},
        )
    return Restored(len(places), found)


def check(folder: Path | str, report: Report | None = None) -> int:
    """Verify a backup without restoring it; gives the number of files. Raises ``BackupError``."""
    return len(_Source(Path(folder)).verified(report or _silent))


class _Source:
    """A backup that is read: its manifest, and those before it that hold its other files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        try:
            self.text = (self.folder / MANIFEST).read_bytes()
            noted = (self.folder / MANIFEST_HASH).read_text().strip()
        except OSError as error:
            raise BackupError(
                f"“{folder}”不是完整的备份：没有 {MANIFEST}。",
                f"“{folder}” is no whole backup: it has no {MANIFEST}",
            ) from error
        if hashlib.sha256(self.text).hexdigest() != noted:
            raise _damaged(self.folder / MANIFEST)
        self.manifest: dict[str, Any] = json.loads(self.text)
        if self.manifest.get("format") != _FORMAT:
            raise BackupError(
                "备份由更新的版本制作，本版本不能恢复。请先升级。",
                "the backup was made by a newer version; upgrade first",
            )

    def named_from(self, target: Path) -> dict[str, str]:
        """How an incremental backup in ``target`` names this one."""
        return {
            "folder": os.path.relpath(self.folder, target),
            "manifest": hashlib.sha256(self.text).hexdigest(),
        }

    def known(self) -> dict[str, str]:
        """The SHA-256 of every file it lists, its own and those of earlier ones."""
        return {entry["name"]: entry["sha256"] for entry in self.manifest["files"]}

    def chain(self) -> Iterator[_Source]:
        """This one, then each earlier one."""
        yield self
        earlier = self.manifest["earlier"]
        if earlier is not None:
            before = _Source(self.folder / earlier["folder"])
            if hashlib.sha256(before.text).hexdigest() != earlier["manifest"]:
                raise _damaged(before.folder / MANIFEST)
            yield from before.chain()

    def verified(self, told: Report) -> dict[str, Path]:
        """Every file by its name with the place it lies at; all hashes were recomputed."""
        database = self.manifest["database"]
        _ensure_same(self.folder / database["name"], database)
        chain = list(self.chain())
        here = [{e["name"] for e in one.manifest["files"] if e["here"]} for one in chain]
        places = {}
        entries = self.manifest["files"]
        for number, entry in enumerate(entries, start=1):
            name = _safe(entry["name"])
            holder = next(
                (one for one, names in zip(chain, here, strict=True) if name in names), None
            )
            if holder is None:
                raise _damaged(self.folder / FILES / name)
            places[name] = holder.folder / FILES / name
            _ensure_same(places[name], entry)
            told(number, len(entries), "核对备份", "verifying the backup")
        return places


def _silent(done: int, total: int, zh: str, en: str) -> None:
    """Nobody asked to be told."""


def _damaged(path: Path) -> BackupError:
    return BackupError(
        f"备份已损坏或不全：“{path}”与清单不符。没有恢复任何内容，请使用另一份备份。",
        f"the backup is damaged or not whole: “{path}” is not what the manifest says; nothing was "
        "restored; use another backup",
    )


def _ensure_same(path: Path, entry: dict[str, Any]) -> None:
    try:
        same = path.stat().st_size == entry["size"] and _sha256(path) == entry["sha256"]
    except OSError as error:
        raise _damaged(path) from error
    if not same:
        raise _damaged(path)


def _safe(name: str) -> str:
    """The name of a file below the files' folder; one that leads out of it is refused."""
    parts = Path(name).parts
    if not parts or Path(name).is_absolute() or ".." in parts:
        raise BackupError(
            f"备份清单中的文件名“{name}”不合法。", f"the manifest names a file “{name}”: refused"
        )
    return name


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _entry(path: Path, name: str, *, here: bool = True) -> dict[str, Any]:
    return {"name": name, "sha256": _sha256(path), "size": path.stat().st_size, "here": here}


def _write_whole(path: Path, content: bytes) -> None:
    """All of it or nothing, and on the disk."""
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _copy_files(
    target: Path, earlier: _Source | None, told: Report
) -> tuple[list[dict[str, Any]], int]:
    """Copy the files that the earlier backup does not have; all of them as entries."""
    root = Path(settings.FILES_ROOT)
    paths = sorted(
        path for path in root.rglob("*") if path.suffix != _UNFINISHED and path.is_file()
    )
    known = earlier.known() if earlier is not None else {}
    entries, copied = [], 0
    for number, path in enumerate(paths, start=1):
        name = path.relative_to(root).as_posix()
        try:
            entry = _entry(path, name)
        except FileNotFoundError:
            continue  # an upload that was under way and came to its place, or to nothing
        entry["here"] = known.get(name) != entry["sha256"]
        if entry["here"]:
            _put(path, target / FILES / name)
            copied += 1
        entries.append(entry)
        told(number, len(paths), "复制文件", "copying files")
    return entries, copied


def _put(path: Path, to: Path) -> None:
    """Copy a file; it is there whole, or not at all."""
    to.parent.mkdir(parents=True, exist_ok=True)
    part = to.with_name(to.name + ".part")
    shutil.copyfile(path, part)
    part.replace(to)


def _copy_database(target: Path) -> tuple[str, tuple[int, str]]:
    """A consistent copy, and the head of the trail in it."""
    if connection.vendor == "sqlite":
        name = "database.sqlite3"
        source = str(connection.settings_dict["NAME"])
        with (
            closing(sqlite3.connect(source, timeout=20)) as live,
            closing(sqlite3.connect(target / name)) as copy,
        ):
            live.backup(copy, pages=2000, sleep=0.01)
            copy.execute("PRAGMA journal_mode=DELETE")
            row = copy.execute("SELECT number, hash FROM trail_head WHERE id = 1").fetchone()
        return name, (row[0], row[1]) if row else (0, "")
    name = "database.pgdump"
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            # The dump and the head are of one moment.
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            cursor.execute("SELECT number, hash FROM trail_head WHERE id = 1")
            row = cursor.fetchone()
            _postgres("pg_dump", "-Fc", "--no-owner", f"--snapshot={snapshot}", "-f", target / name)
            cursor.execute("ROLLBACK")
    finally:
        own.close()
    return name, (row[0], row[1]) if row else (0, "")


def _is_empty() -> bool:
    """There is neither a file nor a table."""
    root = Path(settings.FILES_ROOT)
    if root.exists() and any(path.is_file() for path in root.rglob("*")):
        return False
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return True
    return not connection.introspection.table_names()


def _restore_database(path: Path) -> None:
    if connection.vendor == "sqlite":
        to = Path(connection.settings_dict["NAME"])
        connections.close_all()
        _put(path, to)
        for rest in ("-wal", "-shm"):
            to.with_name(to.name + rest).unlink(missing_ok=True)
        return
    connections.close_all()
    options = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")
    database = connection.settings_dict["NAME"]
    _postgres("pg_restore", *options, "-d", database, path, with_name=False)


def _postgres(tool: str, *arguments: str | Path, with_name: bool = True) -> None:
    """Run a tool of PostgreSQL against the database of the settings."""
    program = shutil.which(tool)
    if program is None:
        installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{tool}"))
        program = str(installed[-1]) if installed else None
    if program is None:
        raise BackupError(
            f"找不到 {tool}。请安装 PostgreSQL 客户端工具（postgresql-client），"
            "或用数据库自己的工具备份。",
            f"{tool} was not found; install the client tools of PostgreSQL (postgresql-client), or "
            "back the database up by its own means",
        )
    held = connection.settings_dict
    environment = dict(os.environ)
    for variable, key in (
        *(("PGHOST", "HOST"), ("PGPORT", "PORT"), ("PGUSER", "USER")),
        *(("PGPASSWORD", "PASSWORD"),),
    ):
        if held.get(key):
            environment[variable] = str(held[key])
    command = [program, *map(str, arguments), *([str(held["NAME"])] if with_name else [])]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["?"]
        raise BackupError(f"{tool} 没有成功：{last[0]}", f"{tool} failed: {last[0]}")
