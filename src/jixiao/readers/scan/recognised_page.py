"""Recognised pages (识别页): the pages of a scan as characters and rulings at places."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
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


def all_recognised(
    pictures: Iterable[Callable[[], Picture]], count: int, done: int = 0
) -> list[Recognised]:
    """What stands on each page that ``pictures`` show, in their order.

    ``count`` pages are told of as all there are, ``done`` of them as read before. Several threads
    read where there are several processors: the recogniser leaves other threads their turn. Each
    page is kept once it is read, so that a run that was stopped goes on where it was.
    """
    from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

    from jixiao.readers.scan.kept import keep, kept, key_of

    found: dict[int, Recognised] = {}
    running: dict[Future[Recognised], tuple[int, str]] = {}
    workers = 1 if _is_worker() else os.cpu_count() or 1
    pool = ThreadPoolExecutor(workers)

    def take(least: int) -> None:
        while len(running) > least:
            done_now = wait(running, return_when=FIRST_COMPLETED).done
            # What was read is kept before what failed ends the run.
            for future in sorted(done_now, key=lambda future: future.exception() is not None):
                number, key = running.pop(future)
                found[number] = future.result()
                keep(key, found[number])
                tell(done + len(found), count)

    try:
        for number, show in enumerate(pictures):
            picture = show()
            key = key_of(picture)
            before = kept(key)
            if before is not None:
                found[number] = before
                tell(done + len(found), count)
                continue
            take(2 * workers - 1)
            running[pool.submit(recognise, picture)] = number, key
        take(0)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return [found[number] for number in sorted(found)]


def _is_worker() -> bool:
    """Whether this process is itself one of several that share the processors."""
    import multiprocessing

    return multiprocessing.parent_process() is not None


def page_of(number: int, recognised: Recognised, readings: Sequence[Reading]) -> Page:
    """The page ``number`` with what was recognised on it, as ``readings`` settle it."""
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
        has_picture=not glyphs,
    )
