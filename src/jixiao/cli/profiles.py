"""``jixiao profiles``: what holds where and when, with the source of each value."""

from __future__ import annotations

import argparse

NAME = "profiles"
HELP = "列出口径，或一个口径的规则和参数及其依据 · profiles: rules, values and their sources"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "name", nargs="?", metavar="NAME", help="口径名称或 .toml 文件，不写则列出全部 · its name"
    )
    parser.add_argument(
        "--year", type=int, metavar="YEAR", help="预算年度（默认现行） · fiscal year"
    )
    parser.add_argument(
        "--format", choices=("table", "json"), default="table", help="输出格式 · output format"
    )


def run(options: argparse.Namespace) -> int:
    """Print the list of profiles, or one of them."""
    from jixiao.regulations.profile import profile_names, shipped_profile
    from jixiao.rules.profile import profile_named
    from jixiao.writers import profile_table

    as_json = options.format == "json"
    if options.name is None:
        profiles = [shipped_profile(name) for name in profile_names()]
        made = profile_table.list_json if as_json else profile_table.list_table
        print(made(profiles, options.lang))
        return 0
    show = profile_table.profile_json if as_json else profile_table.profile_table
    print(show(profile_named(options.name), options.year, options.lang))
    return 0
