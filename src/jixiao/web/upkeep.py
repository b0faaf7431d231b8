"""What ``jixiao site`` does (维护): backup, restore, verification, background work."""

from __future__ import annotations

import argparse
import signal
import sys
from getpass import getpass
from pathlib import Path
from threading import Event

from jixiao.web.serving import prepare

EXIT_BROKEN = 1


def do(action: str, options: argparse.Namespace) -> int:
    """One action of ``jixiao site``; the exit code. Raises ``UserError``."""
    english = options.lang == "en"

    def tell(zh: str, en: str) -> None:
        print(en if english else zh, file=sys.stderr)

    if action == "backup":
        from jixiao.web.administration.backup import backup

        backup(Path(options.folder), options.since and Path(options.since), tell)
    elif action == "restore":
        from jixiao.web.administration.backup import restore

        restore(Path(options.folder), tell, replace=options.replace)
    elif action == "verify-trail":
        from jixiao.web.trail.queries import verify

        return 0 if verify(tell) else EXIT_BROKEN
    elif action == "work":
        _work(options.once)
    elif action == "migrate":
        prepare()
        tell("数据库结构已是最新。", "the tables are up to date")
    elif action == "example":
        prepare()
        from jixiao.web.example import load_example

        load_example(tell)
    elif action == "tidy":
        from jixiao.web.documents.actions import remove_orphans

        count = remove_orphans()
        tell(f"已清理{count}个无人引用的文件。", f"{count} files that nothing names removed")
    elif action == "create-administrator":
        from jixiao.web.administration.actions import first_administrator

        prepare()
        first_administrator(options.username, getpass("密码（至少10位） · password: "))
        tell("已新建。", "made")
    return 0


def _work(once: bool) -> None:
    from jixiao.web.jobs.worker import run_until_idle, run_worker

    prepare()
    if once:
        run_until_idle()
        return
    stopped = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    run_worker(stopped)
