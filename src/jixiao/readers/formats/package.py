"""What a zip container says it is (文档包): its declared type, and its main part."""

from __future__ import annotations

import re
from typing import NamedTuple

from jixiao.model.exceptions import UnreadableFile
from jixiao.readers.formats.archive import Archive, refuse_encrypted

LARGEST_DECLARATION = 4 << 20  # bytes
_ELEMENT = re.compile(r"<(?:[\w.-]+:)?(?:Relationship|Override|Default)\s([^<>]*)>")
_ATTRIBUTE = re.compile(r"""(?<![\w.:-])([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")

# A main part's content type, after “application/vnd.” and the vendor → the format that reads it.
_MEDIA, _VENDOR = "application/vnd.", "openxmlformats-officedocument."
_MAIN_TYPES = {
    "wordprocessingml.document.main+xml": "docx",
    "wordprocessingml.template.main+xml": "docx",
    "ms-word.document.macroenabled.main+xml": "docx",
    "ms-word.template.macroenabledtemplate.main+xml": "docx",
    "spreadsheetml.sheet.main+xml": "xlsx",
    "spreadsheetml.template.main+xml": "xlsx",
    "ms-excel.sheet.macroenabled.main+xml": "xlsx",
    "ms-excel.template.macroenabled.main+xml": "xlsx",
}
_MIMETYPES = {
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.spreadsheet-template": "ods",
}
_USUAL_PLACES = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}


class Package(NamedTuple):
    """A container's format, its main part (None for ods), and whether macros are in it."""

    format: str
    main: str | None
    has_macros: bool


def format_inside(data: bytes, name: str) -> str:
    """``docx``, ``xlsx``, ``ods`` or ``ofd``, by what the container declares, whatever its ending.

    Raises :class:`UnreadableFile` for a damaged zip and for anything else that is a zip.
    """
    archive = Archive(data)
    package = package_of(archive)
    if package is not None:
        return package.format
    if "OFD.xml" in archive:
        return "ofd"
    raise UnreadableFile(
        f"“{name}”是压缩包，但不是.docx、.xlsx或.ods文件。请解压，或另存为这些格式后再试。",
        f"“{name}” is a zip, but no .docx, .xlsx or .ods file; unpack it, or save the document "
        "in one of these formats, and retry",
    )


def refuse_if_encrypted(data: bytes) -> None:
    """Refuse a compound file in which Office has put an encrypted document of any kind."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        refuse_encrypted()


def package_of(archive: Archive) -> Package | None:
    """What ``archive`` declares itself to be; None when it is no document known here."""
    if "mimetype" in archive:
        mimetype = archive.read("mimetype", 4096).decode("ascii", "replace").strip()
        if mimetype in _MIMETYPES:
            return Package(_MIMETYPES[mimetype], None, False)
    types = _declared(archive)
    main = next((name for name in _related(archive) if name in archive), None)
    kind = _kind(main, types) if main is not None else None
    if kind is None:  # no relationship, or one that leads nowhere: the declared type decides
        found = ((name, _kind(name, types)) for name in types if name in archive)
        main, kind = next((pair for pair in found if pair[1] is not None), (main, None))
    if kind is None:  # no declaration either: the usual place does
        usual = ((place, kind) for kind, place in _USUAL_PLACES.items() if place in archive)
        main, kind = next(usual, (None, None))
    if kind is None:
        return None
    has_macros = any(part.name.lower().endswith("vbaproject.bin") for part in archive.parts)
    return Package(kind, main, has_macros)


def _related(archive: Archive) -> list[str]:
    """The parts that the package's relationships name as the document."""
    return [
        attributes.get("Target", "").removeprefix(".").lstrip("/")
        for attributes in _elements(archive, "_rels/.rels")
        if attributes.get("Type", "").endswith("/officeDocument")
    ]


def _declared(archive: Archive) -> dict[str, str]:
    """The content type of each part, and of each file ending (``.xml``), in small letters."""
    types: dict[str, str] = {}
    for attributes in _elements(archive, "[Content_Types].xml"):
        content_type = attributes.get("ContentType", "").lower()
        if "PartName" in attributes:
            types[attributes["PartName"].lstrip("/").lower()] = content_type
        elif "Extension" in attributes:
            types["." + attributes["Extension"].lower()] = content_type
    return types


def _kind(name: str, types: dict[str, str]) -> str | None:
    ending = "." + name.lower().rpartition(".")[2]
    declared = types.get(name.lower()) or types.get(ending, "")
    return _MAIN_TYPES.get(declared.removeprefix(_MEDIA).removeprefix(_VENDOR))


def _elements(archive: Archive, name: str) -> list[dict[str, str]]:
    """The attributes of each relationship or content type in the part ``name``."""
    if name not in archive:
        return []
    raw = archive.read(name, LARGEST_DECLARATION)
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = raw.decode("utf-16" if wide else "utf-8-sig", "replace")
    return [
        {key: one or other for key, one, other in _ATTRIBUTE.findall(attributes)}
        for attributes in _ELEMENT.findall(text)
    ]
