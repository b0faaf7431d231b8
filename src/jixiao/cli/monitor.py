"""``jixiao monitor``: lights, forecast and the monitoring form of a programme at a month."""

from __future__ import annotations

import argparse
import sys

TYPE_CHECKING = False  # the help is printed without loading pathlib
if TYPE_CHECKING:
    from pathlib import Path

NAME = "monitor"
HELP = "到某月的执行监控：红黄绿灯、预计、监控表 · lights, forecast and forms at a month"
FORM_NAME = "项目支出绩效运行监控表"
ENDINGS = (".docx", ".xlsx", ".html")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("folder", metavar="DIR", help="项目库文件夹 · the programme folder")
    parser.add_argument(
        "--month",
        type=int,
        required=True,
        choices=range(1, 13),
        metavar="M",
        help="截至月份，1至12 · the last month, 1 to 12",
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        help="监控表（.docx .xlsx .html）或文件夹（三种都写） · a form, or a folder for all three",
    )


def run(options: argparse.Namespace) -> int:
    """Print the lights; with an output, write the forms. 0, whatever the lights say."""
    from pathlib import Path

    from jixiao.pipeline import monitor_programme
    from jixiao.writers.evaluation_forms import write_monitoring
    from jixiao.writers.monitoring_text import render
    from jixiao.writers.visible import visible

    sheets = monitor_programme(Path(options.folder), options.month)
    for path in _paths(options.output):
        write_monitoring(sheets, path)
        said = f"written: {path}" if options.lang == "en" else f"已写出：{path}"
        print(visible(said), file=sys.stderr)
    print(render(sheets, options.lang))
    return 0


def _paths(asked: str | None) -> list[Path]:
    """The files to write: the one asked for, or one of each kind in the folder asked for."""
    from pathlib import Path

    if asked is None:
        return []
    output = Path(asked)
    if output.suffix and not output.is_dir():
        return [output]
    return [output / f"{FORM_NAME}{ending}" for ending in ENDINGS]
