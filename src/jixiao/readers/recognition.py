"""What a file is (识别), by its bytes: its name settles only what bytes leave open.

Endings lie often: government sites serve web pages and XML under .xls and .doc, and files are
renamed by hand. What cannot be read is refused here with a sentence that says what to do instead.
"""

from __future__ import annotations

from jixiao.model.exceptions import UnreadableFile
from jixiao.readers.formats.encoding import decode_start

_HEAD = 8_192  # bytes looked at
_NOTHING = b" \t\r\n\0\xef\xbb\xbf"
_COMPOUND = b"\xd0\xcf\x11\xe0"
_BARE_WORKBOOKS = (
    b"\x09\x08\x10\x00",
    b"\x09\x08\x08\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x02\x06\x00",
)
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_ARCHIVES = {
    b"Rar!": "RAR",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
}
_TAGS = ("<!doctype html", "<html", "<head", "<meta", "<body", "<table", "<div", "<style", "<title")
_NOISE = "\N{REPLACEMENT CHARACTER}" + "".join(
    chr(code) for code in range(32) if chr(code) not in "\t\n\r\x0b\x0c\x1a"
)
_BINARY_ENDINGS = (
    (".pdf", "PDF"),
    (".docx", "Word"),
    (".doc", "Word"),
    (".wps", "Word"),
    (".xlsx", "Excel"),
    (".xls", "Excel"),
    (".et", "Excel"),
    (".ods", "ODS"),
    (".ofd", "OFD"),
)


def format_without_zip(data: bytes, name: str) -> str:
    """The format of bytes that are no zip. Raises :class:`UnreadableFile` for what is not read."""
    head = data[:_HEAD]
    if not head.strip(_NOTHING) and not data.strip(_NOTHING):
        raise UnreadableFile(
            f"“{name}”是空文件。请重新下载或重新导出后再试。",
            f"“{name}” is empty; download or export it again and retry",
        )
    if data.startswith(_COMPOUND):
        return _format_in_compound(data, name)
    if data.startswith(_BARE_WORKBOOKS):
        return "xls"
    if b"%PDF-" in head[:1024]:  # after a mail's or a server's lines, which readers forgive
        return "pdf"
    if data.startswith(_PICTURES):
        return "image"
    _refuse_known(data, head, name)
    lower = name.lower()
    text = decode_start(data, _HEAD)
    if text.count("\0") or _is_noise(text):
        _refuse_noise(data, name)
    found = _format_of_markup(text)
    if found is not None:
        return found
    if lower.endswith(".md"):
        return "markdown"
    if lower.endswith((".csv", ".tsv")):
        return "csv"
    for ending, kind in _BINARY_ENDINGS:
        if lower.endswith(ending):
            raise UnreadableFile(
                f"“{name}”的名称像{kind}文件，内容却只是文字（{len(data)}字节）。"
                "请重新下载，或用Office、WPS打开后另存为.docx、.xlsx再试。",
                f"“{name}” is named like a {kind} file but holds plain text ({len(data)} bytes); "
                "download it again, or save it as .docx or .xlsx in Office or WPS, and retry",
            )
    return "text"


def _format_in_compound(data: bytes, name: str) -> str:
    from jixiao.readers.formats.compound_file import CompoundFile

    container = CompoundFile(data)
    if "WordDocument" in container:
        return "doc"
    if "Workbook" in container or "Book" in container:
        return "xls"
    if "EncryptedPackage" in container:
        raise UnreadableFile(
            f"“{name}”设有打开密码（已加密），无法读取。请在Office或WPS里取消密码后再试。",
            f"“{name}” is protected by a password; remove it in Office or WPS and retry",
        )
    raise UnreadableFile(
        f"“{name}”是Office旧格式的文件，但不是Word或Excel文档。请另存为.docx或.xlsx后再试。",
        f"“{name}” is an older Office file but no Word or Excel document; save the document as "
        ".docx or .xlsx and retry",
    )


def _refuse_known(data: bytes, head: bytes, name: str) -> None:
    """Refuse by its name what is known and not read."""
    kind = next((kind for mark, kind in _ARCHIVES.items() if head.startswith(mark)), None)
    if kind is not None:
        raise UnreadableFile(
            f"“{name}”是压缩包（{kind}），暂不能读取。请解压后再试。",
            f"“{name}” is a {kind} archive, which is not read; unpack it and retry",
        )
    if name.startswith("~$") or _is_lock_file(data):
        raise UnreadableFile(
            f"“{name}”是Office打开文件时的锁定文件，没有内容。请选择同一文件夹里不带“~$”的原文件。",
            f"“{name}” is the lock file Office leaves beside an open document and holds no "
            "content; choose the original file, without “~$”, in the same folder",
        )


def _is_lock_file(data: bytes) -> bool:
    """An owner file: the user's name with its length before it, in bytes and again in UTF-16."""
    return (
        len(data) in (162, 165)
        and 0 < data[0] <= 54
        and data[54:56]
        in (
            b"\x20" + data[:1],
            data[:1] + b"\0",
        )
    )


def _is_noise(text: str) -> bool:
    """More control characters or undecodable bytes than any text has."""
    return sum(map(text.count, _NOISE)) * 20 > len(text)


def _refuse_noise(data: bytes, name: str) -> None:
    raise UnreadableFile(
        f"“{name}”不是能识别的文档（{len(data)}字节的二进制内容）。请确认选对了文件，"
        "或另存为.docx、.xlsx后再试。",
        f"“{name}” is no document known here ({len(data)} bytes of binary content); check the "
        "file, or save the document as .docx or .xlsx, and retry",
    )


def _format_of_markup(text: str) -> str | None:
    """html, ods or xml2003 when the text is markup; None when it is not."""
    start = text.lstrip("\ufeff \t\r\n")[:_HEAD].lower()
    if start.startswith(("mime-version:", "from:", "content-type: multipart")):
        return "html" if "multipart/related" in start or "text/html" in start else None
    if not start.startswith("<"):
        return None
    if "urn:schemas-microsoft-com:office:spreadsheet" in start and "<workbook" in start:
        return "xml2003"
    if "urn:oasis:names:tc:opendocument" in start and "<office:document" in start:
        return "ods"
    if "schemas.microsoft.com/office/word/2003/wordml" in start or "<pkg:package" in start:
        raise UnreadableFile(
            "这是Word的XML文件，暂不能读取。请用Word或WPS打开，另存为.docx后再试。",
            "this is a Word XML document, which is not read; open it in Word or WPS, save it as "
            ".docx and retry",
        )
    return "html" if any(tag in start for tag in _TAGS) else None
