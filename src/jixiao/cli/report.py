"""``jixiao report``: the report on a programme's year, drafted from its score sheets."""

from __future__ import annotations

import argparse
import sys

NAME = "report"
HELP = "由评分记录起草自评报告、评价报告（.docx） · draft the report on a programme's year"
KINDS = ("self", "evaluation")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("folder", metavar="DIR", help="项目库文件夹 · the programme folder")
    parser.add_argument(
        "-o", "--output", required=True, metavar="OUT", help="写到 .docx 文件 · the file to write"
    )
    parser.add_argument(
        "--kind",
        choices=KINDS,
        default="self",
        help="self 自评报告（默认）· evaluation 评价报告",
    )
    parser.add_argument(
        "--month",
        type=int,
        choices=range(1, 13),
        metavar="M",
        help="附上截至M月的监控情况 · with the monitoring at the end of month M",
    )


def run(options: argparse.Namespace) -> int:
    """Write the report."""
    from pathlib import Path

    from jixiao.pipeline import report_programme
    from jixiao.writers.visible import visible

    output = Path(options.output)
    report_programme(
        Path(options.folder), output, kind=options.kind, month=options.month, language=options.lang
    )
    said = f"written: {output}" if options.lang == "en" else f"已写出：{output}"
    print(visible(said), file=sys.stderr)
    return 0
