"""The attachments of an Outlook message (.msg): streams of a compound file. Layout: [MS-OXMSG]."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from jixiao.readers.containers.entries import Entry
from jixiao.readers.formats.compound_file import CompoundFile
from jixiao.readers.formats.encoding import decode

_ATTACHMENT = "__attach_version1.0_"
_CONTENT, _MESSAGE = "__substg1.0_37010102", "__substg1.0_3701000d"
_NAMES = ("__substg1.0_3707", "__substg1.0_3704", "__substg1.0_3001")
_WIDE, _NARROW = "001f", "001e"
_PAGE = "__substg1.0_10130102"
DEEPEST = 5  # messages inside each other


def entries(path: Path) -> Iterator[Entry]:
    """Every attachment of the message, those of messages inside it too."""
    yield from _entries(CompoundFile(path.read_bytes()), 0)


def _entries(message: CompoundFile, depth: int) -> Iterator[Entry]:
    if _PAGE in message and b"<table" in message.read(_PAGE).lower():
        yield Entry("正文.html", partial(_read, message, _PAGE))
    for number, name in enumerate(message.names, 1):
        if not name.startswith(_ATTACHMENT):
            continue
        attachment = message.inside(name)
        if _CONTENT in attachment:
            yield Entry(_name(attachment) or f"附件{number}", partial(_read, attachment, _CONTENT))
        elif _MESSAGE in attachment and depth < DEEPEST:
            yield from _entries(attachment.inside(_MESSAGE), depth + 1)


def _name(attachment: CompoundFile) -> str:
    for name in _NAMES:
        if name + _WIDE in attachment:
            return attachment.read(name + _WIDE).decode("utf-16-le", "replace").rstrip("\0")
        if name + _NARROW in attachment:
            return decode(attachment.read(name + _NARROW)).rstrip("\0")
    return ""


def _read(storage: CompoundFile, name: str) -> Iterator[bytes]:
    yield storage.read(name)
