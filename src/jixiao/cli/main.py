"""``jixiao``: the command line. Kept light: a command's work is imported when it runs."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from jixiao import __version__
from jixiao.cli import check, completion, explain, read, rules, write

COMMANDS = (read, check, rules, explain, write, completion)
DESCRIPTION = (
    "项目支出绩效目标：读取、审核、写出 · performance targets of public project expenditure"
)
EXIT_TROUBLE = 2


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    top = argparse.ArgumentParser(prog="jixiao", description=DESCRIPTION)
    top.add_argument("--version", action="version", version=f"jixiao {__version__}")
    language = argparse.ArgumentParser(add_help=False)
    language.add_argument(
        "--lang",
        choices=("zh", "en"),
        default=os.environ.get("JIXIAO_LANG", "zh"),
        help="语言（默认中文） · language of messages, Chinese by default",
    )
    commands = top.add_subparsers(dest="command", metavar="命令 · command", required=True)
    for command in COMMANDS:
        sub = commands.add_parser(
            command.NAME, help=command.HELP, description=command.HELP, parents=[language]
        )
        command.add_arguments(sub)
        sub.set_defaults(run=command.run)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0, 1 (findings at error or above) or 2 (trouble)."""
    options = parser().parse_args(arguments)
    from jixiao.model.exceptions import UserError

    try:
        return int(options.run(options))
    except UserError as error:
        print(f"jixiao: {error.message(options.lang)}", file=sys.stderr)
        return EXIT_TROUBLE
    except KeyboardInterrupt:
        stopped = "stopped" if options.lang == "en" else "已停止"
        print(f"jixiao: {stopped}", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of our output has gone (``| head``): nothing is left to say to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
