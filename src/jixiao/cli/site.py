"""``jixiao site``: what is done to the site from the command line."""

from __future__ import annotations

import argparse
import os

NAME = "site"
HELP = "网站维护：备份、恢复、核验审计链、后台任务 · look after the site"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)

    def add(name: str, told: str) -> argparse.ArgumentParser:
        action = actions.add_parser(name, help=told, description=told)
        action.add_argument("--data", metavar="DIR", help="数据文件夹 · folder of the data")
        return action

    backup = add("backup", "备份到文件夹 · back up to a folder")
    backup.add_argument("folder", metavar="DIR", help="写到这个新文件夹 · the folder to make")
    backup.add_argument(
        "--since",
        metavar="BACKUP",
        help="增量：文件已在这份备份中的不再复制 · incremental: leave out files this backup has",
    )
    restore = add("restore", "从备份恢复 · restore from a backup")
    restore.add_argument("folder", metavar="BACKUP", help="备份文件夹 · the backup")
    restore.add_argument(
        "--replace", action="store_true", help="替换现有数据 · replace the data that is there"
    )
    verify = add("verify-trail", "核验审计日志的哈希链 · verify the chain of the audit trail")
    verify.add_argument(
        "--known",
        metavar="NUMBER:HASH",
        action="append",
        default=[],
        help="另行记下的链头，可多次 · a head noted elsewhere, as a backup shows it",
    )
    work = add("work", "办理后台任务，直到停止 · do background work until stopped")
    work.add_argument("--once", action="store_true", help="办完即退出 · stop when none waits")
    work.add_argument("--with", dest="parent", type=int, help=argparse.SUPPRESS)
    add("migrate", "更新数据库结构 · bring the tables up to date")
    add("example", "载入淮南示例 · load the Huainan example")
    add("tidy", "清理无人引用的文件 · remove files that nothing names")
    command = add("create-administrator", "新建系统管理员 · make a system administrator")
    command.add_argument("username", help="登录名 · name to sign in with")


def open_site(data: str | None) -> None:
    """Make Django ready; ``data`` is the folder, or that of the environment.

    Raises ``UnusableRequest`` where the site's libraries are not installed.
    """
    from importlib.util import find_spec

    from jixiao.model.exceptions import UnusableRequest

    if find_spec("django") is None or find_spec("allauth") is None:
        raise UnusableRequest(
            "网站所需的组件未安装。请运行：pip install 'jixiao[web]'",
            "the site's libraries are not installed: run pip install 'jixiao[web]'",
        )
    if data:
        os.environ["JIXIAO_DATA"] = data
    os.environ["DJANGO_SETTINGS_MODULE"] = "jixiao.web.settings"
    import django

    django.setup()


def run(options: argparse.Namespace) -> int:
    """Do one of the actions."""
    open_site(options.data)
    from jixiao.web.upkeep import do

    return do(options.action, options)
