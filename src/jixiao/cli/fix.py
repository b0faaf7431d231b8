"""``jixiao fix``: what is certain rewritten, every change listed, the rest proposed."""

from __future__ import annotations

import argparse

NAME = "fix"
HELP = "改写确定的写法（不改数字），逐处列出 · rewrite what is certain, list every change"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("file", metavar="FILE", help=".docx .xlsx .html .txt .json")
    parser.add_argument(
        "-o", "--output", metavar="OUT", help="改写后的文件；不写则只列出 · the rewritten file"
    )
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="清单的格式 · format of the list"
    )
    parser.add_argument(
        "--profile", default="", help="适用口径，见 jixiao profiles · profile that holds"
    )


def run(options: argparse.Namespace) -> int:
    """Rewrite one file; 0 when it is done, 2 when it cannot be."""
    from pathlib import Path

    from jixiao.cli.files import refuse_overwriting
    from jixiao.model.exceptions import UnusableRequest
    from jixiao.pipeline import check
    from jixiao.readers.read import bytes_of, read_bytes
    from jixiao.rules.profile import known_place
    from jixiao.writers.fixes_text import fixes_json, fixes_text
    from jixiao.writers.fixing import FORMATS, fixable_format, fixed, proposals
    from jixiao.writers.save import save

    known_place(options.profile)
    path = Path(options.file)
    output = None if options.output is None else Path(options.output)
    data = bytes_of(path, path.name)
    refuse_overwriting(output, [path])
    endings = FORMATS[fixable_format(data, path.name)]
    if output is not None and output.suffix.lower() not in endings:
        raise UnusableRequest(
            f"改写不换格式，“{output.name}”的扩展名应为 {'、'.join(endings)}。",
            f"the format stays; “{output.name}” must end in {' or '.join(endings)}",
        )
    report = check(read_bytes(data, path.name), profile=options.profile)
    done = fixed(data, path.name)
    if output is not None:
        save(output, done.data)
    proposed = proposals(report, done.made)
    if options.format == "json":
        print(fixes_json(report, done, proposed))
    else:
        print(fixes_text(report, done, proposed, options.lang))
    return 0
