"""``jixiao results``: next year's proposals from this year's scores."""

from __future__ import annotations

import argparse
import sys

FORMATS = ("csv", "json")
NAME = "results"
HELP = "结果应用：下年安排建议 · next year's proposals"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("folder", metavar="DIR", help="项目库文件夹 · the programme folder")
    parser.add_argument(
        "--rules", metavar="FILE", help="自定规则（TOML），不给则用默认规则 · rules of one's own"
    )
    parser.add_argument("--format", choices=FORMATS, default="csv", help="输出格式 · format")
    parser.add_argument(
        "-o", "--output", metavar="OUT", help="写到文件，格式看扩展名 · write to a file"
    )


def run(options: argparse.Namespace) -> int:
    """Write the ledger. A proposal decides nothing."""
    from pathlib import Path

    from jixiao.model.exceptions import UnusableRequest
    from jixiao.pipeline import results_of_programme
    from jixiao.writers.results_ledger import render_csv, render_json
    from jixiao.writers.save import save
    from jixiao.writers.visible import visible

    output = None if options.output is None else Path(options.output)
    kind = options.format if output is None else output.suffix.lower().lstrip(".")
    if kind not in FORMATS:
        raise UnusableRequest(
            f"看不出“{output}”要写成什么格式。可用：.csv .json。",
            f"cannot tell the format of “{output}”; use .csv or .json",
        )
    rules = None if options.rules is None else Path(options.rules)
    ledger = results_of_programme(Path(options.folder), rules=rules)
    text = render_csv(ledger, options.lang) if kind == "csv" else render_json(ledger)
    if output is None:
        print(visible(text.removeprefix("\ufeff").replace("\r\n", "\n")), end="")
    else:
        save(output, text.encode("utf-8"))
        said = f"written: {output}" if options.lang == "en" else f"已写出：{output}"
        print(visible(said), file=sys.stderr)
    return 0
