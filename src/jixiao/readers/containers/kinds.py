"""What kind of container a file is (识别), by its bytes; its ending settles only what they leave.

A Word file is a zip too, and an archive may go by the name of a document: what is inside decides.
"""

from __future__ import annotations

from pathlib import Path

# The kinds, closed: name → module with ``entries(path) -> Iterator[Entry]``, loaded when met.
KINDS = {
    "zip": "jixiao.readers.containers.zip_entries",
    "rar": "jixiao.readers.containers.solid_entries",
    "7z": "jixiao.readers.containers.solid_entries",
    "mail": "jixiao.readers.containers.mail_entries",
    "outlook": "jixiao.readers.containers.outlook_entries",
}
CONTAINERS = frozenset({".zip", ".rar", ".7z", ".eml", ".msg"})
READABLE = frozenset(
    {".docx", ".docm", ".doc", ".wps", ".xlsx", ".xlsm", ".xls", ".et", ".ods"}
    | {".html", ".htm", ".mht", ".txt", ".json", ".xml", ".rtf", ".odt", ".pdf", ".ofd"}
)
_HEAD = 4_096
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
# How the first part of a document is called: such a zip need not be opened to be known.
_FIRST_PARTS = (b"[Content_Types].xml", b"_rels/", b"mimetype", b"OFD.xml", b"docProps/")
_DOCUMENT_PARTS = frozenset(
    {"[content_types].xml", "mimetype", "ofd.xml", "word/document.xml", "xl/workbook.xml"}
)
_HEADERS = (
    *(b"received:", b"return-path:", b"delivered-to:", b"message-id:", b"from:", b"date:"),
    *(b"mime-version:", b"subject:", b"to:", b"x-", b"content-type:", b"dkim-signature:"),
)


def kind_of(path: Path) -> str | None:
    """The kind of container ``path`` is; None for anything else, and what cannot be opened."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return None
    ending = path.suffix.lower()
    if head.startswith(_ZIPS):
        return _zip_or_document(path, head)
    if head.startswith(b"Rar!\x1a\x07"):
        return "rar"
    if head.startswith(b"7z\xbc\xaf\x27\x1c"):
        return "7z"
    if head.startswith(_COMPOUND) and (ending == ".msg" or ending not in READABLE):
        return "outlook" if "__properties_version1.0" in _compound_names(path) else None
    if ending == ".eml" or ending not in READABLE or ending in (".txt", ".html", ".htm"):
        return "mail" if _is_mail(head, ending) else None
    return None


def is_document(path: Path) -> bool:
    """Whether a file of an unknown ending is a document that can be read, by its first bytes."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    if head.startswith(_ZIPS):
        return kind_of(path) is None and not _is_other_zip(path)
    if head.startswith(_COMPOUND):
        return not _compound_names(path).isdisjoint({"worddocument", "workbook", "book"})
    return head.startswith((b"%PDF-", b"{\\rtf"))


def _zip_or_document(path: Path, head: bytes) -> str | None:
    if head[30:].startswith(_FIRST_PARTS):
        return None
    import zipfile  # dear to load, and seldom needed

    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.replace("\\", "/").lower() for name in archive.namelist()}
    except Exception:  # whatever is wrong with it, its ending says what it was meant to be
        return None if path.suffix.lower() in READABLE else "zip"
    return "zip" if names.isdisjoint(_DOCUMENT_PARTS) else None


def _is_other_zip(path: Path) -> bool:
    """A zip that is a document of a kind not read: slides, a book, a program."""
    from jixiao.model.exceptions import UserError
    from jixiao.readers.formats.package import format_inside

    try:
        format_inside(path.read_bytes(), path.name)
    except (UserError, OSError):
        return True
    return False


def _compound_names(path: Path) -> set[str]:
    """The streams of a compound file, in small letters; none where it is damaged."""
    from jixiao.model.exceptions import UserError
    from jixiao.readers.formats.compound_file import CompoundFile

    try:
        return set(CompoundFile(path.read_bytes()).names)
    except (UserError, OSError):
        return set()


def _is_mail(head: bytes, ending: str) -> bool:
    """A mail begins with its headers; one saved as a web page is a page."""
    start = head.lstrip(b"\xef\xbb\xbf\r\n").lower()
    if not start.startswith(_HEADERS):
        return False
    return ending == ".eml" or b"multipart/mixed" in start
