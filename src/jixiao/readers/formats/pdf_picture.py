"""A page of a PDF as it looks, for those that are pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jixiao.model.exceptions import UnreadableFile

if TYPE_CHECKING:
    from jixiao.readers.scan.picture import Picture

_DOTS = 200  # an inch; scans finer than this read no better
_WHITE = 0xFFFFFFFF
_GREY = 1  # pdfium's format of one byte a pixel
_MOST_PIXELS = 100_000_000


def picture_of(pdfium: Any, document: Any, index: int, dots: float = _DOTS) -> Picture:
    """The page at ``index``, from 0, drawn in grey."""
    import numpy as np

    from jixiao.readers.scan.picture import Picture

    handle = pdfium.FPDF_LoadPage(document, index)
    if not handle:
        raise _undrawable(index)
    bitmap = None
    try:
        width = max(1, round(pdfium.FPDF_GetPageWidthF(handle) * dots / 72))
        height = max(1, round(pdfium.FPDF_GetPageHeightF(handle) * dots / 72))
        if width * height > _MOST_PIXELS:
            raise _undrawable(index)
        bitmap = pdfium.FPDFBitmap_CreateEx(width, height, _GREY, None, 0)
        if not bitmap:
            raise _undrawable(index)
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, _WHITE)
        options = pdfium.FPDF_ANNOT | pdfium.FPDF_GRAYSCALE
        pdfium.FPDF_RenderPageBitmap(bitmap, handle, 0, 0, width, height, 0, options)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        kind = pdfium.c_ubyte * (stride * height)
        rows = kind.from_address(pdfium.FPDFBitmap_GetBuffer(bitmap))
        grey = np.frombuffer(rows, np.uint8).reshape(height, stride)[:, :width].copy()
    finally:
        if bitmap:
            pdfium.FPDFBitmap_Destroy(bitmap)
        pdfium.FPDF_ClosePage(handle)
    return Picture(grey, dots)


def _undrawable(index: int) -> UnreadableFile:
    return UnreadableFile(
        f"第{index + 1}页无法显示，没有识别。请核对原件。",
        f"page {index + 1} cannot be drawn and was not recognised; compare with the original",
    )
