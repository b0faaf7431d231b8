"""XML walked event by event, without document types: nothing is fetched and nothing multiplies.

Entities can only be declared in a document type (DTD), and no office format needs one; a part
that brings one is refused. So is one with more elements, or deeper ones, than any document has.
"""

from __future__ import annotations

import pyexpat
from collections.abc import Callable
from typing import Any

from jixiao.model.exceptions import UnreadableFile

MOST_ELEMENTS = 2_000_000
DEEPEST = 1_000  # elements inside each other

Start = Callable[[str, dict[str, str]], None]


def walk(
    data: bytes,
    part: str,
    names: frozenset[str],
    start: Start,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Call ``start(name, attributes)``, ``end(name)`` and ``text(characters)`` through ``data``.

    Only elements called one of ``names`` are told of. Names come without their prefix, whatever
    it is. ``part`` is named in the error when the XML is damaged.
    """
    parser = pyexpat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse(part)
    left, depth = MOST_ELEMENTS, 0
    locals_: dict[str, str] = {}

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal left, depth
        left -= 1
        depth += 1
        if left < 0 or depth > DEEPEST:
            raise _too_large(part)
        local = locals_.get(name)
        if local is None:
            local = name.rpartition(":")[2]
            local = locals_[name] = local if local in names else ""
        if local:
            for key in attributes:
                if ":" in key:
                    attributes = {k.rpartition(":")[2]: v for k, v in attributes.items()}
                    break
            start(local, attributes)

    def on_end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None and locals_[name]:
            end(locals_[name])

    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)
    except (pyexpat.ExpatError, LookupError, ValueError) as error:
        raise damaged(part) from error


def damaged(part: str) -> UnreadableFile:
    """The error for a part that is not well-formed."""
    return UnreadableFile(
        f"文件内部的“{part}”已损坏，无法读取。请用Office或WPS打开并另存一份，再试。",
        f"“{part}” inside the file is damaged; please open the file in Office or WPS, save a copy "
        "and try that",
    )


def _too_large(part: str) -> UnreadableFile:
    return UnreadableFile(
        f"文件内部的“{part}”超出正常文档的规模，不读取。请拆分后再试，或核实文件来源。",
        f"“{part}” inside the file is larger than any normal document and is not read; please "
        "split the file, or check where it comes from",
    )


def _refuse(part: str) -> Callable[..., Any]:
    def on_doctype(*_: object) -> None:
        raise UnreadableFile(
            f"文件内部的“{part}”含有文档类型定义（DTD），为安全起见不读取。请另存一份再试。",
            f"“{part}” inside the file has a document type definition (DTD) and is not read, for "
            "safety; please save a copy and try that",
        )

    return on_doctype
