"""Reading OFD files against the limit (inflate + one lxml parse of every part) and a peer.

``ofdkit`` gives text alone, no tables; it is measured where it is installed.
"""

from __future__ import annotations

import importlib.util
import zipfile
from collections.abc import Callable

from tests.carriers.ofd_like import OFFICE, VIRTUAL_PRINTER, ofd_like

from bench.carriers import docx, in_memory
from bench.timing import in_turns, ratio

SIZES = (10, 200)
TURNS = {10: 9, 200: 3}


def ofd(tables: int, style: object = OFFICE) -> bytes:
    """A document of so many tables, about a page each."""
    from jixiao.readers.formats.docx import parse

    return ofd_like(parse(docx(tables)), style)  # type: ignore[arg-type]


def limit(data: bytes) -> object:
    """What no reader that parses the XML can undercut."""
    from lxml import etree

    with zipfile.ZipFile(in_memory(data)) as archive:
        return [etree.fromstring(archive.read(name)) for name in archive.namelist()]


def pages(data: bytes) -> object:
    """Characters and lines at their places."""
    from jixiao.readers.formats.ofd import pages_of

    return pages_of(data)


def grids(data: bytes) -> object:
    """The layout: tables and paragraphs."""
    from jixiao.readers.formats.ofd import parse

    return parse(data)


def records(data: bytes) -> object:
    """Our whole reading."""
    from jixiao.readers.read import read_bytes

    return read_bytes(data, "bench.ofd")


def with_ofdkit(data: bytes) -> object:
    import ofdkit

    with ofdkit.open(in_memory(data)) as document:
        return document.text()


def run() -> list[str]:
    """The lines of the results page."""
    has_peer = importlib.util.find_spec("ofdkit") is not None
    lines = [
        "## OFD files",
        "",
        "CPU time over inflate + one lxml parse of every part. By character: every step written, "
        "borders as filled rectangles; by run: neither. ofdkit gives text alone.",
        "",
        "| tables, style | MB of XML | jixiao, characters and lines | jixiao, grids | "
        "jixiao, records | ofdkit |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for tables in SIZES:
        for label, style in (("by character", OFFICE), ("by run", VIRTUAL_PRINTER)):
            data = ofd(tables, style)
            work: dict[str, Callable[[], object]] = {
                "limit": lambda data=data: limit(data),
                "pages": lambda data=data: pages(data),
                "grids": lambda data=data: grids(data),
                "records": lambda data=data: records(data),
            }
            if has_peer:
                work["ofdkit"] = lambda data=data: with_ofdkit(data)
            measured = in_turns(work, TURNS[tables])
            shown = [
                f"{ratio(measured[name], measured['limit']):.2f}" if name in measured else "–"
                for name in ("pages", "grids", "records", "ofdkit")
            ]
            size = sum(part.file_size for part in zipfile.ZipFile(in_memory(data)).infolist())
            lines.append(f"| {tables}, {label} | {size / 1e6:.1f} | {' | '.join(shown)} |")
    return lines


if __name__ == "__main__":
    print("\n".join(run()))
