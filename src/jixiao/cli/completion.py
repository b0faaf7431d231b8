"""``jixiao completion``: a completion script for the shell."""

from __future__ import annotations

import argparse

NAME = "completion"
HELP = "生成命令补全脚本 · print a shell completion script"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("shell", choices=("bash", "zsh", "tcsh"), help="shell")


def run(options: argparse.Namespace) -> int:
    """Print the script."""
    import shtab

    from jixiao.cli.main import parser

    print(shtab.complete(parser(), shell=options.shell))
    return 0
