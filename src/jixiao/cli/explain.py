"""``jixiao explain RULE``: a rule's page."""

from __future__ import annotations

import argparse

NAME = "explain"
HELP = "说明一条规则：查什么、为什么、依据、正反例 · explain a rule"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("rule", metavar="RULE", help="规则代码或名称，如 AMT02 · code or name")


def run(options: argparse.Namespace) -> int:
    """Print the page of one rule."""
    from jixiao.rules.catalogue import rule_named
    from jixiao.rules.pages import page_of
    from jixiao.writers.catalogue_table import english_head

    rule = rule_named(options.rule)
    if options.lang == "en":
        print(english_head(rule))
    print(page_of(rule), end="")
    return 0
