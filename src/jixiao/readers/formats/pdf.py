"""PDF files with text (.pdf): the characters and lines of their pages, as grids and paragraphs.

pypdfium2, which the extra ``pdf`` installs, opens the file; pdf_page takes characters and lines
from its pages, ruled_page makes grids of them. Pictures are not read here: a page that holds
nothing else is told of.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from ctypes import create_string_buffer
from functools import partial
from typing import TYPE_CHECKING, Any

from jixiao.model.disclosure import Notice
from jixiao.model.exceptions import UnreadableFile, UserError
from jixiao.model.location import Location
from jixiao.readers.grid import Layout
from jixiao.readers.page import Page
from jixiao.readers.ruled_page import layout_of
from jixiao.readers.scan.picture import is_installed
from jixiao.readers.scan.seen_pages import doubts, seen

if TYPE_CHECKING:
    from jixiao.readers.scan.picture import Picture

MOST_PAGES = 20_000
_PASSWORD = 4  # what pdfium answers for a file that asks for one, and for one it cannot decrypt
_SECURITY = 5
_XFA_FULL = 2
_MOST_NAMED = 5
_ONE_AT_A_TIME = threading.Lock()  # pdfium may be used by one thread only


def parse(data: bytes) -> Layout:
    """The paragraphs and tables of a PDF, each with its page.

    Raises :class:`UnreadableFile` for what is damaged, encrypted or empty, and :class:`UserError`
    where pypdfium2 is not installed.
    """
    with _ONE_AT_A_TIME, _Document(data) as document:
        layout = layout_of(seen(document.pages(), document.count), "pdf")
        layout.notices += document.notices()
        layout.notices += doubts(layout)
        if not layout.blocks:
            raise document.nothing_to_read()
        return layout


def pages_of(data: bytes) -> Iterator[Page]:
    """The pages of a PDF, one by one. Raises what :func:`parse` raises."""
    with _ONE_AT_A_TIME, _Document(data) as document:
        yield from seen(document.pages(), document.count)


def library() -> Any:
    """pdfium. Raises :class:`UserError` where it is not installed."""
    try:
        import pypdfium2_raw as pdfium
    except (ImportError, OSError) as error:
        raise UserError(
            "读取PDF需要 pypdfium2，本机没有安装。请运行 pip install 'jixiao[pdf]' 后再试。",
            "reading a PDF needs pypdfium2, which is not installed; run pip install 'jixiao[pdf]' "
            "and retry",
        ) from error
    return pdfium


class _Document:
    """An open PDF; ``with`` closes it."""

    def __init__(self, data: bytes) -> None:
        self._pdfium = library()
        self._pdfium.FPDF_InitLibrary()
        self._data = data
        self._broken: list[int] = []
        self.count = 0

    def __enter__(self) -> _Document:
        start = self._data[:1024].find(b"%PDF-")
        if start < 0:
            raise _not_a_pdf(self._data)
        self._bytes = create_string_buffer(self._data, len(self._data))  # pdfium reads from it
        self._handle = self._pdfium.FPDF_LoadMemDocument64(self._bytes, len(self._data), None)
        if not self._handle:
            raise _refusal(self._pdfium.FPDF_GetLastError())
        self.count = self._pdfium.FPDF_GetPageCount(self._handle)
        if not 0 < self.count <= MOST_PAGES:
            count = self.count
            self.__exit__()
            raise _no_pages() if count <= 0 else _too_many(count)
        return self

    def __exit__(self, *_: object) -> None:
        if self._handle:
            self._pdfium.FPDF_CloseDocument(self._handle)
            self._handle = None

    def pages(self) -> Iterator[Page]:
        """The pages in order; one that cannot be opened is left out, and told of."""
        from jixiao.readers.formats.pdf_page import PageReader

        reader = PageReader(self._pdfium)
        for index in range(self.count):
            page = reader.read(self._handle, index)
            if page is None:
                self._broken.append(index + 1)
            else:
                page.picture = partial(self._picture, index)
                yield page

    def _picture(self, index: int) -> Picture:
        from jixiao.readers.formats.pdf_picture import picture_of

        return picture_of(self._pdfium, self._handle, index)

    def notices(self) -> list[Notice]:
        """What of the document is not read."""
        found: list[Notice] = []
        if self._broken:
            zh, en = _shown(self._broken)
            found.append(
                Notice(
                    f"第{zh}页已损坏，没有读取。请核对原件。",
                    f"page {en} is damaged and was not read; compare with the original",
                    Location(page=self._broken[0]),
                )
            )
        names = self._attachments()
        if names:
            shown = "”“".join(names[:_MOST_NAMED]) + ("”等“" if len(names) > _MOST_NAMED else "")
            found.append(
                Notice(
                    f"文件里附有{len(names)}个附件，没有读取：“{shown.removesuffix('“')}"
                    + ("" if shown.endswith("“") else "”"),
                    f"{len(names)} files are attached inside it and were not read: "
                    + ", ".join(names[:_MOST_NAMED])
                    + (" and others" if len(names) > _MOST_NAMED else ""),
                )
            )
        return found

    def nothing_to_read(self) -> UnreadableFile:
        """The error for a document in which no character was found."""
        if self._pdfium.FPDF_GetFormType(self._handle) == _XFA_FULL:
            return _dynamic_form()
        if len(self._broken) == self.count:
            return _refusal(0)
        if is_installed():
            return UnreadableFile(
                f"这份PDF共{self.count}页，没有一页有文字，图像上也没有识别出文字。"
                "请核对原件，或者索取Word、Excel文件后再试。",
                f"this PDF has {self.count} pages, no text on any and none that was recognised in "
                "their pictures; compare with the original, or ask for the Word or Excel file",
            )
        return UnreadableFile(
            f"这份PDF共{self.count}页，没有一页有文字：是扫描件或图片。请运行 "
            "pip install 'jixiao[ocr]' 安装文字识别组件，或者索取Word、Excel文件后再试。",
            f"this PDF has {self.count} pages and no text on any: it is a scan or pictures; run "
            "pip install 'jixiao[ocr]' to have it recognised, or ask for the Word or Excel file",
        )

    def _attachments(self) -> list[str]:
        names: list[str] = []
        for index in range(max(self._pdfium.FPDFDoc_GetAttachmentCount(self._handle), 0)):
            handle = self._pdfium.FPDFDoc_GetAttachment(self._handle, index)
            if not handle or len(names) >= 1_000:
                continue
            buffer = create_string_buffer(512)
            unit = self._pdfium.FPDF_WCHAR
            text = self._pdfium.cast(buffer, self._pdfium.POINTER(unit))
            length = self._pdfium.FPDFAttachment_GetName(handle, text, len(buffer))
            name = buffer.raw[: max(min(length, len(buffer)) - 2, 0)].decode("utf-16-le", "replace")
            names.append(name.strip() or str(index + 1))
        return names


def _shown(pages: list[int]) -> tuple[str, str]:
    zh, en = "、".join(map(str, pages[:20])), ", ".join(map(str, pages[:20]))
    return (f"{zh}等", f"{en} and others") if len(pages) > 20 else (zh, en)


def _not_a_pdf(data: bytes) -> UnreadableFile:
    return UnreadableFile(
        f"这不是PDF文件（{len(data)}字节，开头没有PDF标记）。请重新下载后再试。",
        f"this is no PDF ({len(data)} bytes without the mark of one); download it again and retry",
    )


def _refusal(code: int) -> UnreadableFile:
    if code == _PASSWORD:
        return UnreadableFile(
            "这份PDF设有打开密码，无法读取。请用密码打开，另存为不带密码的PDF后再试。",
            "this PDF opens with a password only; open it with the password, save it without one "
            "and retry",
        )
    if code == _SECURITY:
        return UnreadableFile(
            "这份PDF的加密方式不能识别，无法读取。请另存为不加密的PDF后再试。",
            "this PDF is encrypted in a way not known here; save it without encryption and retry",
        )
    return UnreadableFile(
        "这份PDF已损坏或不完整，无法打开。请重新下载或重新导出后再试。",
        "this PDF is damaged or incomplete and cannot be opened; download or export it again and "
        "retry",
    )


def _no_pages() -> UnreadableFile:
    return UnreadableFile(
        "这份PDF没有一页内容。请重新导出后再试。",
        "this PDF has no pages; export it again and retry",
    )


def _too_many(count: int) -> UnreadableFile:
    return UnreadableFile(
        f"这份PDF有{count}页，超过{MOST_PAGES}页，不读取。请拆分后再试。",
        f"this PDF has {count} pages, more than {MOST_PAGES}, and is not read; split it and retry",
    )


def _dynamic_form() -> UnreadableFile:
    return UnreadableFile(
        "这份PDF是动态表单（XFA），内容不在页面上，无法读取。请打印成普通PDF后再试。",
        "this PDF is a dynamic form (XFA), whose content is on no page; print it to an ordinary "
        "PDF and retry",
    )
