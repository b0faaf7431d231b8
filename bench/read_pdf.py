"""Reading PDF files against the text extraction of pypdfium2, pdfplumber and camelot."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from bench.carriers import record
from bench.timing import in_turns, ratio
from jixiao.model.disclosure import Disclosure

TURNS = 3
ROWS = 94  # indicators of the seed


def text(data: bytes) -> object:
    """The characters alone: what no reader can do without."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


def grids(data: bytes) -> object:
    from jixiao.readers.formats.pdf import parse

    return parse(data)


def records(data: bytes) -> Disclosure:
    from jixiao.readers.read import read_bytes

    return read_bytes(data, "bench.pdf")


def pdfplumber(data: bytes) -> list[list[list[str | None]]]:
    import io

    import pdfplumber as plumber

    with plumber.open(io.BytesIO(data)) as document:
        return [table for page in document.pages for table in page.extract_tables()]


def camelot(data: bytes) -> list[list[list[str | None]]]:
    import camelot as reader

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "bench.pdf")
        path.write_bytes(data)
        return [table.data for table in reader.read_pdf(str(path), pages="all", flavor="lattice")]


@cache
def carriers() -> dict[str, bytes]:
    """The seed as PDF files of ours, and as LibreOffice prints the official form where it is."""
    from tests.office import SOFFICE, converted
    from tests.readers.form_pdf import Manner, form_pdf

    from jixiao.writers.form_docx import render

    seed = record()
    made = {
        "one form a page": form_pdf(seed),
        "several forms a page": form_pdf(seed, Manner(forms_on_a_page=True)),
    }
    if SOFFICE is not None:
        made["printed by LibreOffice"] = converted(render(seed), "docx", "pdf")
    return made


def found(tables: list[list[list[str | None]]]) -> int:
    """How many of the seed's indicators stand in one row with their values."""
    rows = [{"".join((cell or "").split()) for cell in row} for table in tables for row in table]
    return sum(
        any({"".join(i.name.split()), "".join(i.value.text.split())} <= row for row in rows)
        for target in record().targets
        for i in target.indicators
    )


def run() -> list[str]:
    """The lines of the results page."""
    lines = [
        "## PDF files",
        "",
        "CPU time over the text extraction of pypdfium2 (characters of every page and no tables). "
        "Rows: of the seed's 94 indicators, those found in one row with their value.",
        "",
        "| the seed | jixiao, grids | jixiao, records | pdfplumber | camelot "
        "| rows: jixiao, pdfplumber, camelot |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, data in carriers().items():
        work: dict[str, Callable[[], object]] = {
            "text": lambda data=data: text(data),
            "grids": lambda data=data: grids(data),
            "records": lambda data=data: records(data),
            "pdfplumber": lambda data=data: pdfplumber(data),
            "camelot": lambda data=data: camelot(data),
        }
        measured = in_turns(work, TURNS)
        shown = [f"{ratio(measured[n], measured['text']):.1f}" for n in list(work)[1:]]
        ours = sum(len(target.indicators) for target in records(data).targets)
        rows = f"{ours}, {found(pdfplumber(data))}, {found(camelot(data))}"
        lines.append(f"| {name} | {' | '.join(shown)} | {rows} |")
    return lines


if __name__ == "__main__":
    print("\n".join(run()))
