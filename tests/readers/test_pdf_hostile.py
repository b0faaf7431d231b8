"""PDF files that are damaged or mean harm: a sentence or a layout, soon, and never the process.

pdfium is C++: what it does wrong would end the process, so damaged files are read in one of their
own here, which must come to its end.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

import pytest

from jixiao.readers.formats import pdf
from tests.paths import PROJECT
from tests.readers.hostile import BOTH, cheaply, mutated, seeds, survives
from tests.readers.written_pdf import PdfPage, written

pytest.importorskip("pypdfium2_raw")

ROWS = [["一级指标", "二级指标", "三级指标", "指标值"], ["产出指标", "数量指标", "人次", "≥12"]]
WIDTHS = [80.0, 90.0, 180.0, 100.0]


def examples() -> list[bytes]:
    page = PdfPage()
    page.table(ROWS, WIDTHS)
    page.write("单位：万元", 400, 80)
    typed = PdfPage(turned=1)
    typed.table(ROWS, WIDTHS)
    typed.further = (
        b"/Annots[<</Type/Annot/Subtype/FreeText/F 4/Rect[165 722 355 742]/AP<</N 4 0 R>>>>]"
    )
    look = b"/Type/XObject/Subtype/Form/BBox[0 0 190 20]@font|BT /F1 10 Tf 5 6 Td <67d0> Tj ET"
    return [
        written(page),
        written(typed, page, objects={"Look": look}),
        written(page, password=b""),
        # what is not packed is damaged in its operators, not only in its packing
        written(page).replace(b"/Filter/FlateDecode", b""),
    ]


def read_them(first: int, last: int) -> None:
    """Read so many damaged files and print how many could be read."""
    made = examples()
    cases = (mutated(made[s % 4], made[(s + 1) % 4], s) for s in range(first, last))
    print(sum(survives(pdf.parse, [case]) for case in cases))


@BOTH
def test_no_damage_to_a_file_ends_the_process(long: bool) -> None:
    numbers = seeds(long)
    code = (
        "from tests.readers.test_pdf_hostile import read_them;"
        f"read_them({numbers.start}, {numbers.stop})"
    )

    child = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=False
    )

    assert child.returncode == 0, child.stderr[-2_000:]
    assert len(numbers) // 20 < int(child.stdout) < len(numbers)


def test_a_drawing_of_very_many_lines_costs_little() -> None:
    page = PdfPage()
    page.write("一", 60, 60)
    page.content.append("".join(f"{i % 590} {i % 800} m {i % 590} 840 l " for i in range(60_000)))
    page.content.append("S")

    cheaply(pdf.parse, written(page))


def test_very_many_characters_in_one_place_cost_little() -> None:
    page = PdfPage()
    for number in range(3_000):
        page.write("一二三", 60 + number % 7 / 10, 60 + number % 11 / 10)

    cheaply(pdf.parse, written(page))


def test_places_beyond_all_bounds_are_left_out() -> None:
    page = PdfPage()
    page.write("一", 1e30, 60)
    page.write("二", 60, -1e30, size=1e20)
    page.write("三", 60, 60)
    page.content.append("1e38 0 m 0 1e38 l S 0 0 1e38 1e38 re f")

    cheaply(pdf.parse, written(page))


def thousand_pages(count: int = 1_000) -> bytes:
    pages = []
    for number in range(count):
        page = PdfPage()
        page.write(f"项目{number}", 60, 80)
        page.table([ROWS[0], *[ROWS[1]] * 20], WIDTHS)
        pages.append(page)
    return written(*pages)


@pytest.mark.long
def test_a_thousand_pages_are_read_in_bounded_memory() -> None:
    data = thousand_pages()
    begun = time.process_time()
    tracemalloc.start()

    count = sum(len(page.glyphs) > 250 for page in pdf.pages_of(data))

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 1_000
    assert peak < len(data) + (8 << 20)
    assert time.process_time() - begun < 120


@pytest.mark.long
def test_reading_a_thousand_pages_can_be_stopped(tmp_path: Path) -> None:
    path = tmp_path / "千页.pdf"
    path.write_bytes(thousand_pages())
    command = [sys.executable, "-m", "jixiao", "read", str(path)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(2)

    child.send_signal(signal.SIGINT)
    _, told = child.communicate(timeout=20)

    assert child.returncode != 0
    assert "Traceback" not in told
