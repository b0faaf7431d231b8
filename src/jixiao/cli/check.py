"""``jixiao check``: what is wrong with a document, and by which rule."""

from __future__ import annotations

import argparse
import sys
from functools import partial

from jixiao.model.exceptions import UnusableRequest

TYPE_CHECKING = False  # the help is printed without loading typing and pathlib
if TYPE_CHECKING:
    from jixiao.cli.files import InputFile
    from jixiao.rules.check import Report

NAME = "check"
HELP = "审核绩效目标，列出问题和依据 · check targets: what is wrong, by which rule"
FAIL_ON = ("block", "error", "warning")
FORMATS = ("text", "table", "json", "sarif", "csv", "xlsx", "html")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="文件、文件夹、压缩包、邮件或通配符 · files, folders, archives, mails, patterns",
    )
    parser.add_argument("--format", choices=FORMATS, help="输出格式（默认 text） · output format")
    parser.add_argument(
        "-o", "--output", metavar="OUT", help="写到文件，格式看扩展名 · write to a file"
    )
    parser.add_argument(
        "--profile",
        default="",
        help="适用口径，如 anhui-2024 或 .toml 文件，见 jixiao profiles · profile that holds",
    )
    parser.add_argument(
        "--fail-on",
        choices=FAIL_ON,
        default="error",
        help="达到哪一级时退出码为1（默认 error） · severity from which the exit code is 1",
    )
    parser.add_argument(
        "--waivers", metavar="FILE", help="豁免清单（.toml） · findings that are answered for"
    )
    parser.add_argument(
        "--baseline", metavar="FILE", help="基线（.toml），已有的问题不计入 · findings known of old"
    )
    parser.add_argument(
        "--write-baseline", metavar="FILE", help="把这次的问题写成基线 · write them as a baseline"
    )
    parser.add_argument(
        "--as-of", metavar="DATE", help="按哪一天看豁免是否到期（默认今天） · day of the check"
    )
    parser.add_argument(
        "--select", metavar="RULES", help="只用这些规则，逗号分隔 · only these rules"
    )
    parser.add_argument("--ignore", metavar="RULES", help="不用这些规则 · all but these rules")
    parser.add_argument(
        "--chain", action="store_true", help="各文件属于同一项目，按先后列出 · files of one project"
    )
    parser.add_argument(
        "--no-chain", action="store_true", help="不比较同一项目的文件 · compare no documents"
    )
    parser.add_argument(
        "--matches", metavar="FILE", help="指标对应表（.toml） · which indicator is which, decided"
    )
    parser.add_argument(
        "--write-matches", metavar="FILE", help="写出待核对的对应表 · draft it for review"
    )
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="是否用颜色 · colours in text output",
    )


def run(options: argparse.Namespace) -> int:
    """Check every file; 0 clean, 1 findings at ``--fail-on`` or above, 2 a file is unreadable."""
    from pathlib import Path

    from jixiao.cli.files import inputs, refuse_overwriting, report_errors, work_done
    from jixiao.model.finding import Severity
    from jixiao.writers.findings import DESTINATIONS, Request, write_findings
    from jixiao.writers.save import destination

    # Whatever is wrong with the request is told before any file is read.
    select, ignore = _rules(options.select), _rules(options.ignore)
    _known(options.profile, select, ignore)
    output = None if options.output is None else Path(options.output)
    format_name = destination(options.format, output, DESTINATIONS)
    found = inputs(options.files)
    read = [file.path for file in found.files]
    refuse_overwriting(output, read)
    settled = whole = None
    if options.waivers or options.baseline or options.write_baseline:
        from jixiao.cli.settling import Settling

        settled = Settling(options, read)
    if found.several or options.chain or options.matches or options.write_matches:
        from jixiao.cli.whole_set import WholeSet

        whole = WholeSet(options, read)
    work = partial(_check, select=select, ignore=ignore, profile=options.profile)
    reports, errors = work_done(found, work)
    together = whole.look_at(reports, select, ignore) if whole is not None else None
    if settled is not None:  # what the rules on chains find may be waived too
        settled.settle(reports)
    write_findings(
        reports,
        errors,
        format_name=format_name,
        output=output,
        request=Request(
            options.lang, _colour(options), found.several, output is not None, together
        ),
    )
    report_errors(errors, found, options.lang)
    if settled is not None:
        settled.report(reports)
    if errors:
        return 2
    return 1 if any(report.fails(Severity(options.fail_on)) for report in reports) else 0


def _check(
    file: InputFile, *, select: tuple[str, ...], ignore: tuple[str, ...], profile: str
) -> Report:
    from jixiao.pipeline import check_file

    return check_file(file.path, file.shown, select=select, ignore=ignore, profile=profile)


def _rules(text: str | None) -> tuple[str, ...]:
    if text is None:
        return ()
    words = tuple(w.strip() for w in text.replace("，", ",").replace("、", ",").split(","))
    if not any(words):
        raise UnusableRequest(
            "没有写规则。例：--select AMT02,VAL。",
            "no rule is named; for example --select AMT02,VAL",
        )
    return tuple(word for word in words if word)


def _known(profile: str, select: tuple[str, ...], ignore: tuple[str, ...]) -> None:
    from jixiao.model.disclosure import Disclosure
    from jixiao.rules.catalogue import selected
    from jixiao.rules.profile import known_place

    known_place(profile)
    nothing = Disclosure(None, None, None)
    # The rules on results are loaded only where the others leave nothing to check.
    if not selected(select, ignore, nothing) and not selected(select, ignore):
        raise UnusableRequest(
            "选择的规则又全部被排除，没有可以检查的。请检查 --select 和 --ignore。",
            "every selected rule is ignored again, nothing is left to check; "
            "please check --select and --ignore",
        )


def _colour(options: argparse.Namespace) -> bool:
    if options.color == "auto":
        return options.output is None and sys.stdout is not None and sys.stdout.isatty()
    return bool(options.color == "always")
