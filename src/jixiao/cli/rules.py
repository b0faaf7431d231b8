"""``jixiao rules``: the catalogue of rules."""

from __future__ import annotations

import argparse

NAME = "rules"
HELP = "列出全部审核规则 · list the rules"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "--format", choices=("table", "json"), default="table", help="输出格式 · output format"
    )


def run(options: argparse.Namespace) -> int:
    """Print the catalogue."""
    from jixiao.rules.catalogue import catalogue
    from jixiao.writers.catalogue_table import catalogue_json, catalogue_table

    made = catalogue_json if options.format == "json" else catalogue_table
    print(made(catalogue(), options.lang))
    return 0
