"""Pictures of pages (图片): PNG, JPEG, BMP and TIFF with one or several pages, read by eye."""

from __future__ import annotations

from jixiao.readers.grid import Layout


def parse(data: bytes) -> Layout:
    """The paragraphs and tables on the pages of a picture file."""
    from jixiao.readers.ruled_page import layout_of
    from jixiao.readers.scan.picture import PictureFile
    from jixiao.readers.scan.recognised_page import pages_of

    with PictureFile(data) as file:
        return layout_of(pages_of(len(file), file.page), "image")
