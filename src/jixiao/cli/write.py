"""``jixiao write``: the official form again, from the record."""

from __future__ import annotations

import argparse
import sys

NAME = "write"
HELP = "按规范表样重新生成绩效目标表 · write the official form again"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("file", metavar="FILE", help="要读取的文件 · the file to read")
    parser.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="OUT",
        help="输出文件：.docx .xlsx .html .txt .json · the file to write",
    )


def run(options: argparse.Namespace) -> int:
    """Read one file and write its form."""
    from pathlib import Path

    from jixiao.cli.files import refuse_overwriting
    from jixiao.pipeline import read, write
    from jixiao.writers.visible import visible

    output = Path(options.output)
    refuse_overwriting(output, [Path(options.file)])
    write(read(options.file), output)
    said = f"written: {output}" if options.lang == "en" else f"已写出：{output}"
    print(visible(said), file=sys.stderr)
    return 0
