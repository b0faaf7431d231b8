"""What ``jixiao site`` does (维护): backup, restore, verification, background work."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from getpass import getpass
from pathlib import Path
from threading import Event, Thread

from jixiao.web.serving import prepare

EXIT_BROKEN = 1
_LOOK = 1.0  # seconds between two looks whether the parent lives


def do(action: str, options: argparse.Namespace) -> int:
    """One action of ``jixiao site``; the exit code. Raises ``UserError``."""
    english = options.lang == "en"

    def tell(zh: str, en: str) -> None:
        print(en if english else zh, file=sys.stderr, flush=True)

    def progress(done: int, total: int, zh: str, en: str) -> None:
        if sys.stderr.isatty():
            shown = f"\r{en if english else zh} {done}/{total}\x1b[K"
            print(shown, end="\n" if done >= total else "", file=sys.stderr, flush=True)

    if action == "backup":
        from jixiao.web.administration.backup import backup

        made = backup(Path(options.folder), options.since and Path(options.since), progress)
        tell(
            f"已备份到“{made.folder}”：文件{made.files}个，其中新复制{made.copied}个；"
            f"审计日志{made.head[0]}条，链头 {made.head[1]}。请把链头另行记下。",
            f"backed up to “{made.folder}”: {made.files} files, {made.copied} copied now; "
            f"{made.head[0]} events in the trail, head {made.head[1]}; note the head elsewhere",
        )
    elif action == "restore":
        from jixiao.web.administration.backup import restore

        restored = restore(Path(options.folder), progress, overwrite=options.replace)
        trail = restored.trail
        tell(
            f"已恢复：文件{restored.files}个。{trail.text()}",
            f"restored: {restored.files} files. {trail.text('en')}",
        )
        return 0 if trail.holds else EXIT_BROKEN
    elif action == "verify-trail":
        from jixiao.web.trail.verification import verify

        found = verify(
            lambda done, total: progress(done, total, "已校验", "verified"), _known(options.known)
        )
        tell(
            f"{found.text()}链头 {found.head}",
            f"{found.text('en')} Head {found.head}",
        )
        return 0 if found.holds else EXIT_BROKEN
    elif action == "work":
        _work(options.once, options.parent)
    elif action == "migrate":
        prepare()
        tell("数据库结构已是最新。", "the tables are up to date")
    elif action == "example":
        prepare()
        from jixiao.web.example import load_example

        load_example(tell)
    elif action == "tidy":
        from jixiao.web.documents.actions import sweep

        count = len(sweep())
        tell(f"已清理{count}个无人引用的文件。", f"{count} files that nothing names removed")
    elif action == "create-administrator":
        from jixiao.web.accounts.actions import first_administrator

        prepare()
        password = os.environ.get("JIXIAO_ADMIN_PASSWORD") or getpass(
            "密码（至少10位） · password (10 or more): "
        )
        first_administrator(options.username, password)
        tell(f"已新建系统管理员“{options.username}”。", f"administrator “{options.username}” made")
    return 0


def _known(heads: list[str]) -> list[tuple[int, str]]:
    """Heads noted elsewhere, ``1234:hash`` each. Raises ``UnusableRequest``."""
    from jixiao.model.exceptions import UnusableRequest

    known = []
    for text in heads:
        number, _, head = text.partition(":")
        if not number.isdecimal() or len(head) != 64:
            raise UnusableRequest(
                f"“{text}”不是链头。请写成“条数:64位校验值”，如备份时所示。",
                f"“{text}” is no head: write it as number:hash, as the backup shows it",
            )
        known.append((int(number), head))
    return known


def _work(once: bool, parent: int | None) -> None:
    """Background work, until told to stop or the process that started it is gone."""
    from jixiao.web.jobs.worker import run_once, run_worker

    stopped = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    if parent is None:
        prepare()
    else:
        Thread(target=_watch, args=(parent, stopped), daemon=True).start()
    if once:
        while not stopped.is_set() and run_once(stop=stopped) is not None:
            pass
        return
    run_worker(stopped)


def _watch(parent: int, stopped: Event) -> None:
    while os.getppid() == parent and not stopped.wait(_LOOK):
        pass
    stopped.set()
