"""Reading Word files against the limit (inflate + one lxml parse) and against other readers."""

from __future__ import annotations

import importlib.util
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from bench.carriers import SIZES, docx, in_memory
from bench.timing import in_turns, peak_memory, ratio

TURNS = {10: 15, 200: 5, 2000: 3}
# Peers slower than ten times the limit are measured on the smallest document only.
SLOW = frozenset({"python-docx", "docx2python", "mammoth", "markitdown"})


def limit(data: bytes) -> object:
    """What no parser that builds a tree can undercut: inflate and parse."""
    from lxml import etree

    with zipfile.ZipFile(in_memory(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"), etree.XMLParser(huge_tree=True))


def grids(data: bytes) -> object:
    """Our grids alone."""
    from jixiao.readers.formats.docx import parse

    return parse(data)


def records(data: bytes) -> object:
    """Our whole reading: grids, forms, values, places."""
    from jixiao.readers.read import read_bytes

    return read_bytes(data, "bench.docx")


def python_docx(data: bytes) -> object:
    from docx import Document

    return [
        [cell.text for cell in row.cells]
        for table in Document(in_memory(data)).tables
        for row in table.rows
    ]


def with_docx2python(data: bytes) -> object:
    from docx2python import docx2python

    with docx2python(in_memory(data)) as document:
        return document.body


def with_mammoth(data: bytes) -> object:
    import mammoth

    return mammoth.convert_to_html(in_memory(data)).value


def with_markitdown(data: bytes) -> object:
    from markitdown import MarkItDown

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "bench.docx")
        path.write_bytes(data)
        return MarkItDown().convert(str(path)).text_content


PEERS: dict[str, tuple[str, Callable[[bytes], object]]] = {
    "python-docx": ("docx", python_docx),
    "docx2python": ("docx2python", with_docx2python),
    "mammoth": ("mammoth", with_mammoth),
    "markitdown": ("markitdown", with_markitdown),
}


def run() -> list[str]:
    """The lines of the results page."""
    lines = [
        "## Word files",
        "",
        "CPU time over inflate + one lxml parse of the same bytes, median of ratios turn by turn.",
        "",
        "| tables | MB of XML | jixiao, grids | jixiao, records | "
        + " | ".join(PEERS)
        + " | memory over the inflated size, MB |",
        "| ---: | ---: | ---: | ---: |" + " ---: |" * (len(PEERS) + 1),
    ]
    for tables in SIZES:
        data = docx(tables)
        with zipfile.ZipFile(in_memory(data)) as archive:
            inflated = archive.getinfo("word/document.xml").file_size / 1e6
        work: dict[str, Callable[[], object]] = {
            "limit": lambda data=data: limit(data),
            "grids": lambda data=data: grids(data),
            "records": lambda data=data: records(data),
        }
        for name, (module, peer) in PEERS.items():
            is_there = importlib.util.find_spec(module) is not None
            if is_there and (name not in SLOW or tables == SIZES[0]):
                work[name] = lambda data=data, peer=peer: peer(data)
        measured = in_turns(work, TURNS[tables])
        shown = [
            f"{ratio(measured[name], measured['limit']):.2f}" if name in measured else "–"
            for name in ("grids", "records", *PEERS)
        ]
        memory = _memory(data, inflated)
        lines.append(f"| {tables} | {inflated:.1f} | {' | '.join(shown)} | {memory:.0f} |")
    return lines


def _memory(data: bytes, inflated: float) -> float:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "bench.docx")
        path.write_bytes(data)
        bare = peak_memory("import jixiao.readers.read")
        used = peak_memory(f"from jixiao.pipeline import read; kept = read({str(path)!r})")
    return used - bare - inflated
