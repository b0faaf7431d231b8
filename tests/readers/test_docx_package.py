"""The container of a Word document: found by what it declares, read with care."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest

from jixiao.model.exceptions import UnreadableFile
from jixiao.readers.formats import docx
from jixiao.readers.formats.archive import MOST_PARTS, Archive
from jixiao.readers.grid import Paragraph
from jixiao.readers.read import format_of
from tests.readers.word_like import DOCUMENT_TYPE, package
from tests.readers.word_xml import document, paragraph, run, zipped

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
TEXT = document(paragraph(run("正文")))
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"


def types(part: str, kind: str = DOCUMENT_TYPE) -> str:
    return f'<Types xmlns="{TYPES}"><Override PartName="/{part}" ContentType="{kind}"/></Types>'


def relations(target: str, kind: str = OFFICE) -> str:
    return (
        f'<Relationships xmlns="{RELATIONS}">'
        f'<Relationship Id="a" Type="{kind}" Target="{target}"/></Relationships>'
    )


def text_of(data: bytes) -> list[str]:
    return [b.text for b in docx.parse(data).blocks if isinstance(b, Paragraph)]


@pytest.mark.parametrize(
    "parts",
    [
        {"[Content_Types].xml": types("a/b.xml"), "_rels/.rels": relations("a/b.xml")},
        {"[Content_Types].xml": types("a/b.xml"), "_rels/.rels": relations("/a/b.xml")},
        {"[Content_Types].xml": types("a/b.xml"), "_rels/.rels": relations("./a/b.xml")},
        {"[Content_Types].xml": types("A/B.xml"), "_rels/.rels": relations("a/b.xml")},
        {"[Content_Types].xml": types("a/b.xml")},
        {"[Content_Types].xml": types("a/b.xml"), "_rels/.rels": relations("lost.xml")},
        {
            "[Content_Types].xml": types("a/b.xml").replace('"', "'"),
            "_rels/.rels": relations("a/b.xml").replace('"', "'").replace("<Rel", "<x:Rel"),
        },
        {
            "[Content_Types].xml": types("a/b.xml").encode("utf-16"),
            "_rels/.rels": relations("a/b.xml").encode("utf-16"),
        },
        {
            "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="xml" '
            f'ContentType="{DOCUMENT_TYPE}"/></Types>',
            "_rels/.rels": relations("a/b.xml"),
        },
        {
            "[Content_Types].xml": types("a/b.xml"),
            "_rels/.rels": relations(
                "a/b.xml", "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
            ),
        },
    ],
    ids=[
        "usual",
        "absolute",
        "dotted",
        "case",
        "types",
        "lost",
        "quotes",
        "utf-16",
        "default",
        "strict",
    ],
)
def test_the_main_part_is_found_by_what_is_declared(parts: dict[str, str | bytes]) -> None:
    decoy = document(paragraph(run("诱饵")))

    data = zipped({**parts, "word/document.xml": decoy, "a/b.xml": TEXT})

    assert format_of(data, "名称.xlsx") == "docx"
    assert text_of(data) == ["正文"]


def test_a_container_that_declares_nothing_is_known_by_the_usual_place() -> None:
    data = zipped({"word/document.xml": TEXT})

    assert format_of(data, "a") == "docx"
    assert text_of(data) == ["正文"]


def test_names_with_backslashes_are_found() -> None:
    data = zipped({"a/b.xml": TEXT, "_rels/.rels": relations("a/b.xml")})
    data = data.replace(b"a/b.xml", b"a\\b.xml").replace(b"_rels/.rels", b"_rels\\.rels")

    assert "A/B.xml" in Archive(data)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"[Content_Types].xml": types("xl/w.xml", SHEET), "xl/w.xml": "<a/>"}, "xlsx"),
        ({"[Content_Types].xml": types("word/d.xml", MACROS), "word/d.xml": TEXT}, "docx"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": ""}, "ods"),
        ({"xl/workbook.xml": "<a/>"}, "xlsx"),
        ({"OFD.xml": "<ofd/>"}, "ofd"),
    ],
)
def test_the_format_is_what_is_inside_and_not_the_ending(
    parts: dict[str, str | bytes], expected: str
) -> None:
    assert format_of(zipped(parts), "绩效目标.docx") == expected


@pytest.mark.parametrize(
    "parts",
    [
        {"甲.txt": "甲"},
        {},
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ""},
        {"[Content_Types].xml": types("ppt/p.xml", "application/x"), "ppt/p.xml": ""},
    ],
    ids=["files", "empty", "odt", "other"],
)
def test_any_other_zip_is_refused_by_name(parts: dict[str, str | bytes]) -> None:
    with pytest.raises(UnreadableFile, match="附件"):
        format_of(zipped(parts), "附件.zip")


def test_a_workbook_is_no_word_document() -> None:
    data = zipped({"[Content_Types].xml": types("xl/w.xml", SHEET), "xl/w.xml": "<a/>"})

    with pytest.raises(UnreadableFile) as caught:
        docx.parse(data)

    assert "不是Word文档" in caught.value.zh


def test_macros_are_told_and_the_content_is_read() -> None:
    parts = {
        "[Content_Types].xml": types("word/document.xml", MACROS),
        "word/document.xml": TEXT,
        "word/vbaProject.bin": b"\0",
    }

    layout = docx.parse(zipped(parts))

    assert ["宏" in notice.zh for notice in layout.notices] == [True]
    assert len(layout.blocks) == 1


def test_a_stored_part_is_read() -> None:
    assert text_of(zipped({"word/document.xml": TEXT}, zipfile.ZIP_STORED)) == ["正文"]


def test_bytes_before_the_zip_do_no_harm() -> None:
    assert Archive(b"MZ" * 400 + package(TEXT)).read("word/document.xml") == TEXT


def test_a_comment_behind_the_zip_does_no_harm() -> None:
    buffer = io.BytesIO(package(TEXT))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.comment = b"PK comment" * 100

    assert text_of(buffer.getvalue()) == ["正文"]


def test_sizes_in_64_bits_are_read() -> None:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w") as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        part.write(TEXT)

    assert text_of(buffer.getvalue()) == ["正文"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_another_way_of_packing_is_refused(method: int) -> None:
    with pytest.raises(UnreadableFile, match="packed in an unusual way"):
        docx.parse(zipped({"word/document.xml": TEXT}, method))


def test_an_encrypted_part_is_refused() -> None:
    data = bytearray(zipped({"word/document.xml": TEXT}))
    data[data.rfind(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(UnreadableFile) as caught:
        docx.parse(bytes(data))

    assert "密码" in caught.value.zh


def test_a_document_with_a_password_is_refused_as_such() -> None:
    data = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016) + "EncryptedPackage".encode("utf-16-le")
    )

    with pytest.raises(UnreadableFile) as caught:
        format_of(data, "绩效目标.docx")

    assert "密码" in caught.value.zh


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.99])
def test_a_file_cut_short_is_refused(share: float) -> None:
    data = package(TEXT)

    with pytest.raises(UnreadableFile) as caught:
        docx.parse(data[: int(len(data) * share)])

    assert "不完整" in caught.value.zh


def test_a_part_that_differs_from_its_checksum_is_refused() -> None:
    data = zipped({"word/document.xml": TEXT}, zipfile.ZIP_STORED)

    with pytest.raises(UnreadableFile) as caught:
        docx.parse(data.replace("正文".encode(), "正义".encode()))

    assert "损坏" in caught.value.zh


def stated_size(data: bytes, size: int) -> bytes:
    """The zip with another inflated size stated for its last part."""
    place = data.rfind(b"PK\x01\x02") + 24
    return data[:place] + struct.pack("<I", size) + data[place + 4 :]


def test_a_part_larger_than_it_states_is_refused_before_it_grows() -> None:
    data = zipped({"word/document.xml": b" " * 50_000_000})

    with pytest.raises(UnreadableFile):
        list(Archive(stated_size(data, 1000)).pieces("word/document.xml"))


def test_a_part_smaller_than_it_states_is_refused() -> None:
    data = zipped({"word/document.xml": TEXT})

    with pytest.raises(UnreadableFile):
        docx.parse(stated_size(data, 10 * len(TEXT)))


def test_an_absurd_ratio_is_refused_unread() -> None:
    data = zipped({"word/document.xml": b" " * 50_000_000})

    with pytest.raises(UnreadableFile) as caught:
        docx.parse(data)

    assert "50000000" in caught.value.zh


def test_a_whole_container_is_refused_for_one_absurd_part() -> None:
    data = zipped({"word/document.xml": TEXT, "word/media/a.png": b"\0" * 50_000_000})

    assert text_of(data) == ["正文"]  # the part is not read, so it does no harm
    with pytest.raises(UnreadableFile, match="inflate"):
        Archive(data).refuse_excess()


def test_a_directory_of_countless_parts_is_refused() -> None:
    data = bytearray(package(TEXT))
    end = data.rfind(b"PK\x05\x06")
    data[end + 8 : end + 12] = struct.pack("<HH", MOST_PARTS + 1, MOST_PARTS + 1)

    with pytest.raises(UnreadableFile, match="more than any document"):
        Archive(bytes(data))


def test_a_missing_part_is_named() -> None:
    with pytest.raises(UnreadableFile, match=r"word/styles\.xml"):
        Archive(zipped({"word/document.xml": TEXT})).read("word/styles.xml")


def test_pieces_are_small_and_whole() -> None:
    content = bytes(range(256)) * 8000

    pieces = list(Archive(zipped({"a": content})).pieces("a"))

    assert b"".join(pieces) == content
    assert max(map(len, pieces)) <= 256 << 10
    assert zlib.crc32(b"".join(pieces)) == zlib.crc32(content)
