"""The attachments of a mail (.eml), and its own text where that is a page with a table."""

from __future__ import annotations

import email
from collections.abc import Iterator
from email.message import Message
from functools import partial
from pathlib import Path

from jixiao.readers.containers.entries import Entry, damaged_container
from jixiao.readers.formats.encoding import decode

BODY = "正文.html"
_INLINE_KINDS = ("image", "audio", "video")


def entries(path: Path) -> Iterator[Entry]:
    """Every attachment of the mail, those of mails inside it too."""
    try:
        with path.open("rb") as file:
            message = email.message_from_binary_file(file)
        parts = list(message.walk())
    except OSError:
        raise
    except Exception as error:  # the parser stumbles over some broken headers
        raise damaged_container() from error
    for number, part in enumerate(parts, 1):
        try:
            yield from _entries_of(part, number)
        except (LookupError, ValueError, AttributeError, TypeError) as error:
            raise damaged_container() from error


def _entries_of(part: Message, number: int) -> Iterator[Entry]:
    if part.is_multipart():
        return
    name = _name(part)
    if name:
        yield Entry(name, partial(_pieces, part))
    elif part.get_content_type() == "text/html":
        content = _content(part)
        if b"<table" in content.lower():
            yield Entry(BODY, partial(_once, content))
    elif (
        part.get_content_disposition() == "attachment"
        and part.get_content_maintype() not in _INLINE_KINDS
    ):
        yield Entry(f"附件{number}", partial(_pieces, part))


def _name(part: Message) -> str:
    """The file name, whichever way it is encoded; "" when there is none."""
    for header, value in list(part.raw_items()):
        if header.lower() in ("content-disposition", "content-type") and not value.isascii():
            raw = str(value).encode("utf-8", "surrogateescape")  # says nothing of its encoding
            part.replace_header(header, decode(raw))
    name = part.get_filename() or ""
    if "=?" in name:
        from email.header import decode_header

        pieces = []
        for piece, charset in decode_header(name):
            pieces.append(decode(piece, charset) if isinstance(piece, bytes) else piece)
        name = "".join(pieces)
    return name


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return b""
    charset = part.get_content_charset()
    if charset and part.get_content_type() == "text/html":
        try:
            return content.decode(charset).encode()  # as UTF-8, which needs no statement
        except (LookupError, UnicodeDecodeError):
            return content
    return content


def _pieces(part: Message) -> Iterator[bytes]:
    content = part.get_payload(decode=True)
    yield content if isinstance(content, bytes) else b""


def _once(content: bytes) -> Iterator[bytes]:
    yield content
