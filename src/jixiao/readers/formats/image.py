"""Pictures of pages (图片): PNG, JPEG, BMP and TIFF with one or several pages, read by eye."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from jixiao.model.exceptions import UnreadableFile
from jixiao.readers.grid import Layout
from jixiao.readers.page import Page

if TYPE_CHECKING:
    from jixiao.readers.scan.picture import PictureFile


def parse(data: bytes) -> Layout:
    """The paragraphs and tables on the pages of a picture file.

    Raises :class:`UnreadableFile` for what cannot be opened or shows no text, and where the
    recogniser is not installed.
    """
    from jixiao.readers.ruled_page import layout_of
    from jixiao.readers.scan.picture import PictureFile
    from jixiao.readers.scan.seen_pages import doubts, seen

    with PictureFile(data) as file:
        layout = layout_of(seen(_pages(file), len(file)), "image")
    if not layout.blocks:
        raise UnreadableFile(
            "图片上没有识别出文字。请确认图片清晰、方向正确，以200dpi以上重新扫描后再试。",
            "no text was recognised on the picture; make sure it is sharp and upright, scan it "
            "again at 200 dpi or more and retry",
        )
    layout.notices += doubts(layout)
    return layout


def _pages(file: PictureFile) -> Iterator[Page]:
    for number in range(len(file)):
        yield Page(number + 1, 0.0, 0.0, has_picture=True, picture=partial(file.page, number))
