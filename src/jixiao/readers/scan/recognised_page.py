"""Recognised pages (识别页): the pages of a scan as characters and rulings at places."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from jixiao.model.named import NamedTuple
from jixiao.readers.page import Glyph, Page, Ruling
from jixiao.readers.progress import tell

if TYPE_CHECKING:
    from jixiao.readers.scan.picture import Picture
    from jixiao.readers.scan.recogniser import Reading
    from jixiao.readers.scan.text_lines import TextBox

_RIM = 0.1  # of the height of a page, above and below, where its number stands
_PAGE_NUMBER = re.compile(r"^[\W_一二三]{1,2}\s*(\d{1,4})\s*[\W_一二三]{1,2}$")  # dashes around it


class Recognised(NamedTuple):
    """What was read on one page: its size in pixels, its lines, its boxes and what they hold."""

    width: int
    height: int
    dots_per_inch: float
    rulings: tuple[tuple[int, int, int, int], ...]
    boxes: tuple[TextBox, ...]
    readings: tuple[Reading, ...]


def pages_of(count: int, picture: Callable[[int], Picture]) -> Iterator[Page]:
    """The pages 0 to ``count`` less one that ``picture`` gives, read and numbered from 1.

    Several threads read where there are several pages and processors; each page read is kept,
    so that a run that was stopped goes on where it was.
    """
    recognised = list(_all_recognised(count, picture))
    from jixiao.readers.scan.second_reading import settled

    readings = iter(settled([reading for page in recognised for reading in page.readings]))
    for number, page in enumerate(recognised, 1):
        yield _page(number, page, [next(readings) for _ in page.readings])


def recognise(picture: Picture) -> Recognised:
    """What stands on one page."""
    from jixiao.readers.scan import drawn_lines, perspective, straightening, text_lines
    from jixiao.readers.scan.recogniser import recogniser
    from jixiao.readers.scan.second_reading import DOUBTFUL, weighed

    dots = picture.dots_per_inch
    grey = straightening.straight(perspective.flat(straightening.even(picture.grey)))
    dark = straightening.ink(grey)
    lines = drawn_lines.lines_of(dark, dots)
    barrier = drawn_lines.barrier(dark.shape, lines, dots)
    boxes = text_lines.text_boxes(dark, barrier, dots)
    readings = recogniser("tiny").read(grey, boxes)
    doubtful = [n for n, reading in enumerate(readings) if reading.confidence < DOUBTFUL]
    if doubtful:
        again = recogniser("small").read(grey, [boxes[n] for n in doubtful])
        for number, reading in zip(doubtful, again, strict=True):
            readings[number] = weighed(readings[number], reading)
    return Recognised(
        grey.shape[1],
        grey.shape[0],
        dots,
        tuple((line.left, line.top, line.right, line.bottom) for line in lines),
        tuple(boxes),
        tuple(readings),
    )


def _all_recognised(count: int, picture: Callable[[int], Picture]) -> Iterator[Recognised]:
    from jixiao.readers.scan.kept import keep, kept, key_of

    found: dict[int, Recognised] = {}
    keys: dict[int, str] = {}
    waiting: list[int] = []
    for number in range(count):
        keys[number] = key_of(picture(number))
        before = kept(keys[number])
        if before is None:
            waiting.append(number)
        else:
            found[number] = before
    tell(len(found), count)
    for number, recognised in _read(waiting, picture):
        found[number] = recognised
        keep(keys[number], recognised)
        tell(len(found), count)
    for number in range(count):
        yield found[number]


def _read(
    numbers: Sequence[int], picture: Callable[[int], Picture]
) -> Iterator[tuple[int, Recognised]]:
    """The pages of ``numbers`` as they are done; the recogniser leaves other threads their turn."""
    from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

    workers = min(len(numbers), os.cpu_count() or 1)
    if workers < 2 or _is_worker():
        for number in numbers:
            yield number, recognise(picture(number))
        return
    pool = ThreadPoolExecutor(workers)
    running: dict[Future[Recognised], int] = {}
    left = list(reversed(numbers))
    try:
        while left or running:
            while left and len(running) < 2 * workers:
                number = left.pop()
                running[pool.submit(recognise, picture(number))] = number
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield running.pop(future), future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _is_worker() -> bool:
    """Whether this process is itself one of several that share the processors."""
    import multiprocessing

    return multiprocessing.parent_process() is not None


def _page(number: int, recognised: Recognised, readings: list[Reading]) -> Page:
    from jixiao.readers.scan.second_reading import told

    points = 72 / recognised.dots_per_inch
    glyphs = []
    for box, reading in zip(recognised.boxes, readings, strict=True):
        text = told(reading)
        if box.bottom < _RIM * recognised.height or box.top > (1 - _RIM) * recognised.height:
            text = _PAGE_NUMBER.sub(r"— \1 —", text)
        if text:
            glyphs.append(
                Glyph(
                    text,
                    box.left * points,
                    box.top * points,
                    box.right * points,
                    box.bottom * points,
                    reading.confidence,
                )
            )
    return Page(
        number,
        recognised.width * points,
        recognised.height * points,
        glyphs,
        [Ruling(*(side * points for side in ruling)) for ruling in recognised.rulings],
        has_picture=True,
    )
