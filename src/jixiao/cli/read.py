"""``jixiao read``: the records of files, on stdout."""

from __future__ import annotations

import argparse

TYPE_CHECKING = False  # the help is printed without loading typing
if TYPE_CHECKING:
    from jixiao.cli.files import InputFile
    from jixiao.model.disclosure import Disclosure

NAME = "read"
HELP = "读取公开文本，输出记录 · read documents, print their records"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="文件、文件夹、压缩包、邮件或通配符 · files, folders, archives, mails, patterns",
    )
    parser.add_argument(
        "--format",
        choices=("json", "table", "csv"),
        default="table",
        help="输出格式（默认 table） · output format",
    )


def run(options: argparse.Namespace) -> int:
    """Read every file; one object for one file, an array for several."""
    from jixiao.cli.files import inputs, report_errors, work_done
    from jixiao.writers.record_json import disclosure_json, dumps
    from jixiao.writers.record_table import disclosure_csv, disclosure_table

    found = inputs(options.files)
    records, errors = work_done(found, _read)
    if options.format == "json" and records:
        made_json = [disclosure_json(record) for record in records]
        print(dumps(made_json[0] if len(found.files) == 1 else made_json))
    elif options.format == "csv" and records:
        print(disclosure_csv(records), end="")
    else:
        for record in records:
            print(disclosure_table(record, options.lang))
    report_errors(errors, found, options.lang)
    return 2 if errors else 0


def _read(file: InputFile) -> Disclosure:
    from jixiao.pipeline import read

    return read(file.path, file.shown)
