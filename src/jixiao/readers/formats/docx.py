"""Word documents (.docx, .docm, .dotx): paragraphs and tables of the main story.

The main part is found by what the package declares, inflated piece by piece, and read in one of
two ways that give the same layout: the quick scan (docx_scan), or element by element
(docx_elements) where the scan meets something it does not know. docx_story says what counts as
text. Headers, footers, notes, comments and pictures are not read; numbers that Word puts before
list paragraphs are not in the file and so not in the text.
"""

from __future__ import annotations

from jixiao.model.exceptions import UnreadableFile
from jixiao.readers.formats.archive import Archive
from jixiao.readers.formats.docx_scan import Unusual, scan
from jixiao.readers.formats.package import package_of
from jixiao.readers.grid import Layout


def parse(data: bytes) -> Layout:
    """The paragraphs and tables of a Word document.

    Raises :class:`UnreadableFile` for bytes that are damaged, encrypted or no Word document.
    """
    archive = Archive(data)
    package = package_of(archive)
    if package is None or package.main is None or package.format != "docx":
        raise UnreadableFile(
            "这不是Word文档（.docx）。请用Office或WPS打开，另存为.docx后再试。",
            "this is not a Word document (.docx); open it in Office or WPS, save it as .docx and "
            "retry",
        )
    try:
        story = scan(archive.pieces(package.main))
    except Unusual:
        from jixiao.readers.formats.docx_elements import read_elements

        story = read_elements(archive.pieces(package.main))
    if package.has_macros:
        story.oddities.add("macros")
    return story.finished()
