"""``jixiao check``: what is wrong with a document, and by which rule."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jixiao.rules.check import Report

NAME = "check"
HELP = "审核绩效目标，列出问题和依据 · check targets: what is wrong, by which rule"
FORMATS = ("text", "json", "sarif", "csv", "xlsx", "html")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="文件、文件夹或通配符 · files, folders, patterns"
    )
    parser.add_argument("--format", choices=FORMATS, help="输出格式（默认 text） · output format")
    parser.add_argument(
        "-o", "--output", metavar="OUT", help="写到文件，格式看扩展名 · write to a file"
    )
    parser.add_argument(
        "--profile", default="", help="适用地区口径，如 anhui · place whose parameters hold"
    )
    parser.add_argument(
        "--select", default="", metavar="RULES", help="只用这些规则，逗号分隔 · only these rules"
    )
    parser.add_argument(
        "--ignore", default="", metavar="RULES", help="不用这些规则 · all but these rules"
    )
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="是否用颜色 · colours in text output",
    )


def run(options: argparse.Namespace) -> int:
    """Check every file; 0 clean, 1 findings at error or above, 2 a file could not be read."""
    from jixiao.cli.files import each, expanded, report_errors
    from jixiao.model.exceptions import UserError
    from jixiao.pipeline import check_file
    from jixiao.rules.catalogue import selected
    from jixiao.writers.findings import write_findings

    select, ignore = _words(options.select), _words(options.ignore)
    _known_profile(options.profile)
    selected(select, ignore)  # a wrong rule name is told before any file is read
    paths = expanded(options.files)
    work = partial(check_file, select=select, ignore=ignore, profile=options.profile)
    reports: list[Report] = []
    errors: list[tuple[Path, UserError]] = []
    for path, made in each(paths, work):
        if isinstance(made, UserError):
            errors.append((path, made))
        else:
            reports.append(made)
    if reports or options.output:
        write_findings(
            reports,
            errors,
            format_name=options.format,
            output=Path(options.output) if options.output else None,
            language=options.lang,
            several=len(paths) > 1,
            colour=_colour(options),
        )
    report_errors(errors, options.lang)
    if errors:
        return 2
    return 1 if any(report.has_errors for report in reports) else 0


def _known_profile(profile: str) -> None:
    from jixiao.model.disclosure import Disclosure
    from jixiao.rules.profile import place_for

    place_for(Disclosure(None, None, None), profile)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.replace("，", ",").split(",") if word.strip())


def _colour(options: argparse.Namespace) -> bool:
    if options.color == "auto":
        return options.output is None and sys.stdout.isatty()
    return bool(options.color == "always")
