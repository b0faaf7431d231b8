"""``jixiao catalogue``: the catalogue of rules as a folder of plain pages."""

from __future__ import annotations

import argparse

NAME = "catalogue"
HELP = "把规则、表样、依据写成可离线检索的网页 · the rules and all beside them as offline pages"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "-o",
        "--output",
        metavar="FOLDER",
        required=True,
        help="写到这个文件夹（新的、空的，或以前写的目录） · a folder, new or of an earlier run",
    )


def run(options: argparse.Namespace) -> int:
    """Write the folder."""
    from pathlib import Path

    from jixiao.writers.catalogue_site import write_catalogue

    folder = Path(options.output)
    pages = write_catalogue(folder)
    front = folder / "index.html"
    if options.lang == "en":
        print(f"{pages} pages written; open {front}")
    else:
        print(f"写出{pages}页，请用浏览器打开 {front}")
    return 0
