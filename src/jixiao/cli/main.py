"""``jixiao``: the command line. Kept light: a command's work is imported when it runs."""

from __future__ import annotations

import argparse
import atexit
import gc
import os
import sys
from collections.abc import Iterable, Sequence
from functools import cache

from jixiao import __version__
from jixiao.cli import (
    catalogue,
    certify,
    check,
    completion,
    evaluate,
    explain,
    fix,
    measure,
    monitor,
    profiles,
    programme,
    read,
    report,
    results,
    rules,
    score,
    serve,
    site,
    verify,
    write,
)

COMMANDS = (
    read,
    check,
    rules,
    catalogue,
    profiles,
    explain,
    fix,
    write,
    programme,
    measure,
    monitor,
    score,
    evaluate,
    report,
    results,
    serve,
    site,
    certify,
    verify,
    completion,
)
TYPE_CHECKING = False  # typing is not loaded to print the help
if TYPE_CHECKING:
    from typing import Any, NoReturn

DESCRIPTION = (
    "项目支出绩效目标：读取、审核、写出 · performance targets of public project expenditure"
)
EXIT_TROUBLE = 2
EXIT_STOPPED = 130
LANGUAGES = ("zh", "en")
OBJECTS_BETWEEN_COLLECTIONS = 100_000


def parser(named: Sequence[str] | None = None) -> argparse.ArgumentParser:
    """The parser of the whole command line.

    Of commands that are not among the words ``named`` only the name and the help are there.
    """
    top = Parser(prog="jixiao", description=DESCRIPTION, formatter_class=HelpFormatter)
    top.add_argument(
        "--version",
        action="version",
        version=f"jixiao {__version__}",
        help="显示版本 · show the version",
    )
    language = Parser(add_help=False, formatter_class=HelpFormatter)
    language.add_argument(
        "--lang",
        choices=LANGUAGES,
        default=wished if (wished := os.environ.get("JIXIAO_LANG")) in LANGUAGES else "zh",
        help="语言（默认中文） · language of messages, Chinese by default",
    )
    commands = top.add_subparsers(
        dest="command", metavar="命令 · command", required=True, prog="jixiao"
    )
    for command in COMMANDS:
        is_named = named is None or command.NAME in named
        sub = commands.add_parser(
            command.NAME,
            help=command.HELP,
            description=command.HELP,
            parents=[language] if is_named else [],
            add_help=is_named,
            formatter_class=HelpFormatter,
        )
        if is_named:
            command.add_arguments(sub)
            sub.set_defaults(run=command.run)
    return top


class Parser(argparse.ArgumentParser):
    """A parser whose headings and complaints are in Chinese with English beside it."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for action in self._actions:
            if action.dest == "help":
                action.help = "显示这个帮助 · show this help"

    def format_help(self) -> str:
        """The help; its headings are named only now, as a parser's parents are told by them."""
        self._positionals.title = "参数 · arguments"
        self._optionals.title = "选项 · options"
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and end with 2."""
        from jixiao.cli.usage import told
        from jixiao.writers.visible import visible

        self.print_usage(sys.stderr)
        self.exit(EXIT_TROUBLE, f"{self.prog}: {visible(told(message))}\n")


class HelpFormatter(argparse.HelpFormatter):
    """The help as wide as the terminal, whose width is asked of the system itself.

    ``argparse`` would ask ``shutil`` for it at every argument, and so load three compressors.
    """

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """The line of the usage; what argparse writes before it is English."""
        super().add_usage(usage, actions, groups, "用法 · usage: " if prefix is None else prefix)


@cache
def _columns() -> int:
    """As ``shutil.get_terminal_size`` tells it: COLUMNS, else the terminal's width, else 80."""
    wished = os.environ.get("COLUMNS", "")
    if wished.isdecimal() and int(wished):
        return int(wished)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):
        return 80


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0, 1 (findings at error or above) or 2 (trouble)."""
    try:
        _open_streams()
        _collect_seldom()
        given = sys.argv[1:] if arguments is None else arguments
        options = parser(given).parse_args(given)
        code = _run(options)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return _stopped()
    except BrokenPipeError:
        # The reader of our output has gone (``| head``): nothing is left to say to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(options: argparse.Namespace) -> int:
    from jixiao.model.exceptions import UserError, told_by_system

    try:
        return int(options.run(options))
    except UserError as error:
        from jixiao.model.quotation import nested
        from jixiao.writers.visible import visible

        print(f"jixiao: {visible(nested(error.message(options.lang)))}", file=sys.stderr)
    except BrokenPipeError:
        raise
    except OSError as error:
        zh, en = told_by_system(error)
        said = f"cannot go on: {en}" if options.lang == "en" else f"不能继续：{zh}。"
        print(f"jixiao: {said}", file=sys.stderr)
    return EXIT_TROUBLE


def _collect_seldom() -> None:
    """Garbage is looked for every so many objects, and no more at the end.

    A run keeps nearly all it makes until it ends; there the memory goes back as a whole.
    """
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    atexit.unregister(_collect_no_more)
    atexit.register(_collect_no_more)


def _collect_no_more() -> None:
    """DuckDB's binding alone wants its objects collected: it would print those that were not."""
    if "duckdb" not in sys.modules:
        gc.freeze()


def _open_streams() -> None:
    """A closed stream is opened on nothing; what an encoding cannot say is written out."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _stopped() -> int:
    print("jixiao: 已停止 · stopped", file=sys.stderr)
    processes = sys.modules.get("multiprocessing")
    children = processes.active_children() if processes is not None else []
    if children:
        # A worker ended in the middle of an answer would leave this process waiting for it.
        for child in children:
            child.kill()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(EXIT_STOPPED)
    return EXIT_STOPPED
