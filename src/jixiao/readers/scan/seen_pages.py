"""Pages seen (看图读页): what a file does not hold as text is read from how its pages look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from jixiao.model.disclosure import Notice
from jixiao.readers.grid import Layout
from jixiao.readers.page import Page, Ruling
from jixiao.readers.scan.picture import is_installed

_AT_ONCE = 64  # pages looked at together: their words help each other, their pages take memory
_SHOWN = 40  # characters of a doubtful cell


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
        are_scans = [page.picture is not None and page.is_scan for page in held]
        for page, is_scan in zip(held, are_scans, strict=True):
            if page.has_picture and page.picture and not page.rulings and not is_scan:
                page.rulings = _rulings(page)
        if any(are_scans):
            scans = [page for page, is_scan in zip(held, are_scans, strict=True) if is_scan]
            recognised = iter(_recognised(scans, count, done + len(held) - len(scans)))
            held = [
                next(recognised) if is_scan else page
                for page, is_scan in zip(held, are_scans, strict=True)
            ]
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
