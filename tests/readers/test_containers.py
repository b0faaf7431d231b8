"""Archives and mails: what is in them is found whatever it is called, and nothing does harm."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from email.message import EmailMessage
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from jixiao.readers.containers import unpack as unpacking
from jixiao.readers.containers.kinds import is_document, kind_of
from jixiao.readers.containers.unpack import Unpacked, unpack
from jixiao.readers.read import read_file
from tests.paths import SEED_TEXT
from tests.readers.example_form import as_html, as_xlsx
from tests.readers.hostile import BOTH, mutated, seeds, survives

TEXT = SEED_TEXT.read_bytes()


def library() -> Any:
    """The package, where it and the library it calls are installed."""
    try:
        import libarchive
    except Exception:
        pytest.skip("no libarchive: apt-get install libarchive13")
    return libarchive


def zip_of(
    files: dict[str, bytes], *, encoding: str | None = None, method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A zip; with ``encoding`` as packers of that country write names, without saying so."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for number, (name, content) in enumerate(files.items()):
            entry = zipfile.ZipInfo(f"{number:09}" if encoding else name)
            entry.compress_type = method
            archive.writestr(entry, content)
    data = buffer.getvalue()
    if encoding is None:
        return data
    for number, name in enumerate(files):
        raw = name.encode(encoding)
        data = data.replace(f"{number:09}".encode(), raw.ljust(9, b"_"))
        assert len(raw) == 9
    return data


def rar_of(files: dict[str, bytes]) -> bytes:
    """A rar of the fifth version, its files stored."""

    def number(value: int) -> bytes:
        out = b""
        while value > 127:
            out += bytes([value & 127 | 128])
            value >>= 7
        return out + bytes([value])

    def block(kind: int, flags: int, body: bytes, content: bytes = b"") -> bytes:
        sizes = number(len(content)) if flags & 2 else b""
        head = number(kind) + number(flags) + sizes + body
        head = number(len(head)) + head
        return struct.pack("<I", zlib.crc32(head)) + head + content

    data = b"Rar!\x1a\x07\x01\x00" + block(1, 0, number(0))
    for name, content in files.items():
        raw = name.encode()
        body = number(4) + number(len(content)) + number(0o644)
        body += struct.pack("<I", zlib.crc32(content)) + number(0) + number(1)
        data += block(2, 2, body + number(len(raw)) + raw, content)
    return data + block(5, 0, number(0))


def seven_zip_of(files: dict[str, bytes], place: Path) -> bytes:
    libarchive = library()
    with libarchive.file_writer(str(place), "7zip") as archive:
        for name, content in files.items():
            archive.add_file_from_memory(name, len(content), content)
    return place.read_bytes()


def mail_of(files: dict[str, bytes], html: str = "") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.org", "b@example.org", "报送绩效目标"
    mail.set_content("见附件。")
    if html:
        mail.add_alternative(html, subtype="html")
    for name, content in files.items():
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


Tree = dict[str, "bytes | Tree"]


def compound_of(tree: Tree) -> bytes:
    """A compound file of streams, and of storages that hold more; every stream in whole sectors."""
    entries: list[list[object]] = [["Root Entry", 5, 0xFFFFFFFF, b""]]
    follows: dict[int, int] = {}

    def add(inside: Tree) -> int:
        numbers = []
        for name, content in inside.items():
            entries.append([name, 2, 0xFFFFFFFF, b""])
            number = len(entries) - 1
            numbers.append(number)
            if isinstance(content, dict):
                entries[number][1] = 1
                entries[number][2] = add(content)
            else:
                entries[number][3] = content
        follows.update(pairwise(numbers))
        return numbers[0] if numbers else 0xFFFFFFFF

    entries[0][2] = add(tree)
    sectors: list[bytes] = []
    chain: list[int] = []

    def stored(content: bytes) -> int:
        if not content:
            return 0xFFFFFFFE
        first = len(sectors)
        for at in range(0, len(content), 512):
            sectors.append(content[at : at + 512].ljust(512, b"\0"))
            chain.append(len(sectors))
        chain[-1] = 0xFFFFFFFE
        return first

    table = b""
    for number, (name, kind, child, content) in enumerate(entries):
        assert isinstance(name, str)
        assert isinstance(content, bytes)
        raw = name.encode("utf-16-le") + b"\0\0"
        start = stored(content)
        links = struct.pack("<III", 0xFFFFFFFF, follows.get(number, 0xFFFFFFFF), child)
        table += raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw), kind, 1) + links
        table += bytes(36) + struct.pack("<III", start, len(content), 0)
    directory = stored(table)
    count = -(-(len(sectors) + 1) // 127)
    fat = len(sectors)
    chain += [0xFFFFFFFD] * count
    numbers = struct.pack(f"<{len(chain)}I", *chain).ljust(count * 512, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIII", 0, count, directory, 0, 0)
    header += struct.pack("<IIII", 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    places = [*range(fat, fat + count)] + [0xFFFFFFFF] * (109 - count)
    return header + struct.pack("<109I", *places) + b"".join(sectors) + numbers


def message_of(files: dict[str, bytes], inner: Tree | None = None) -> Tree:
    tree: Tree = {"__properties_version1.0": b"x", "__substg1.0_0037001F": "题".encode("utf-16-le")}
    for number, (name, content) in enumerate(files.items()):
        tree[f"__attach_version1.0_#{number:08X}"] = {
            "__substg1.0_37010102": content,
            "__substg1.0_3707001F": name.encode("utf-16-le"),
        }
    if inner is not None:
        tree["__attach_version1.0_#000000FF"] = {"__substg1.0_3701000D": inner}
    return tree


def test_the_attachments_of_an_outlook_message_come_out(tmp_path: Path) -> None:
    message = message_of({"表.xlsx": as_xlsx()}, message_of({"内.txt": TEXT}))

    out = taken(compound_of(message), tmp_path, "信.msg")

    assert shown(out) == ["信.msg/表.xlsx", "信.msg/内.txt"]
    assert [file.path.read_bytes() for file in out.files] == [as_xlsx(), TEXT]


def taken(data: bytes, folder: Path, name: str = "报送.zip") -> Unpacked:
    path = folder / name
    path.write_bytes(data)
    place = folder / "private"
    place.mkdir()
    out = Unpacked(place)
    assert unpack(path, name, out)
    return out


def shown(out: Unpacked) -> list[str]:
    return [file.shown for file in out.files]


def errors(out: Unpacked) -> list[str]:
    return [f"{name}: {error.zh}" for name, error in out.errors]


def left_in(out: Unpacked) -> int:
    return len(list(out.folder.iterdir()))


def test_the_documents_in_a_zip_come_out_under_their_names(tmp_path: Path) -> None:
    out = taken(zip_of({"内部/名.txt": TEXT, "表.xlsx": as_xlsx()}), tmp_path)

    assert shown(out) == ["报送.zip/内部/名.txt", "报送.zip/表.xlsx"]
    assert out.errors == []
    assert len(read_file(*out.files[0]).targets) == 10


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-8"])
def test_names_in_another_encoding_are_read(encoding: str, tmp_path: Path) -> None:
    names = {"gb18030": "目标a.txt", "big5": "績效a.txt", "utf-8": "表ab.txt"}

    out = taken(zip_of({names[encoding]: TEXT}, encoding=encoding), tmp_path)

    assert shown(out) == [f"报送.zip/{names[encoding]}"]


def test_a_name_in_the_extra_field_counts(tmp_path: Path) -> None:
    name = "目标表.txt".encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        entry = zipfile.ZipInfo("0123456789")
        entry.extra = struct.pack("<HHBI", 0x7075, 5 + len(name), 1, 0) + name
        archive.writestr(entry, TEXT)
    data = buffer.getvalue().replace(b"0123456789", "目标表".encode("gb18030") + b".txt")

    assert shown(taken(data, tmp_path)) == ["报送.zip/目标表.txt"]


def test_the_files_in_a_rar_come_out(tmp_path: Path) -> None:
    library()

    out = taken(rar_of({"内部/目标.txt": TEXT, "图.dat": b"?"}), tmp_path, "报送.rar")

    assert shown(out) == ["报送.rar/内部/目标.txt"]
    assert out.passed_over == ["报送.rar/图.dat"]
    assert out.files[0].path.read_bytes() == TEXT


def test_the_files_in_a_7z_come_out(tmp_path: Path) -> None:
    data = seven_zip_of({"内部/目标.txt": TEXT, "表.html": as_html().encode()}, tmp_path / "w")

    out = taken(data, tmp_path, "报送.7z")

    assert shown(out) == ["报送.7z/内部/目标.txt", "报送.7z/表.html"]
    assert out.files[0].path.read_bytes() == TEXT


def test_without_the_library_a_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "libarchive", None)

    (error,) = errors(taken(rar_of({"a.txt": TEXT}), tmp_path, "报送.rar"))

    assert "libarchive13" in error


def test_the_attachments_of_a_mail_come_out(tmp_path: Path) -> None:
    out = taken(
        mail_of({"目标表（终稿）.xlsx": as_xlsx(), "章.png": b"\x89PNG"}), tmp_path, "信.eml"
    )

    assert shown(out) == ["信.eml/目标表（终稿）.xlsx"]
    assert out.passed_over == ["信.eml/章.png"]
    assert read_file(*out.files[0]).targets


def test_a_mail_in_a_mail_and_a_table_in_its_text_are_found(tmp_path: Path) -> None:
    from email import message_from_bytes, policy

    inner = message_from_bytes(mail_of({"内.txt": TEXT}, as_html()), policy=policy.default)
    outer = EmailMessage()
    outer["From"] = "a@example.org"
    outer.set_content("转发")
    outer.add_attachment(inner)

    out = taken(outer.as_bytes(), tmp_path, "转发.eml")

    assert sorted(shown(out)) == ["转发.eml/内.txt", "转发.eml/正文.html"]
    page = next(file for file in out.files if file.shown.endswith("html"))
    assert read_file(*page).targets


@pytest.mark.parametrize(
    "header",
    [
        b'filename="' + "目标.txt".encode("gb18030") + b'"',
        b"filename*=gb18030''" + b"%C4%BF%B1%EA.txt",
        b'filename="=?GBK?B?xL+x6i50eHQ=?="',
    ],
    ids=["bare bytes", "percent", "word"],
)
def test_a_name_of_an_attachment_comes_in_many_ways(header: bytes, tmp_path: Path) -> None:
    mail = (
        b"From: a@example.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n"
        b"\r\n--x\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; "
        + header
        + b"\r\n\r\n\t1\r\n--x--\r\n"
    )

    assert shown(taken(mail, tmp_path, "信.eml")) == ["信.eml/目标.txt"]


def test_an_archive_in_an_archive_is_unpacked(tmp_path: Path) -> None:
    inner = zip_of({"表.txt": TEXT})

    out = taken(mail_of({"内.zip": zip_of({"甲/再内.zip": inner})}), tmp_path, "信.eml")

    assert shown(out) == ["信.eml/内.zip/甲/再内.zip/表.txt"]
    assert left_in(out) == 1


def test_archives_too_deep_in_each_other_are_left_and_named(tmp_path: Path) -> None:
    data = zip_of({"表.txt": TEXT})
    for _ in range(6):
        data = zip_of({"内.zip": data})

    out = taken(data, tmp_path)

    assert shown(out) == []
    assert "4层以上" in errors(out)[0]
    assert left_in(out) == 0


def test_a_document_by_another_name_is_taken_and_other_files_are_passed_over(
    tmp_path: Path,
) -> None:
    files = {
        "目标表.bak": as_xlsx(),
        "说明": b"plain words",
        "照片.png": b"\x89PNG\r\n",
        "x.exe": b"MZ",
    }

    out = taken(zip_of(files), tmp_path)

    assert shown(out) == ["报送.zip/目标表.bak"]
    assert len(out.passed_over) == 3


def test_what_offices_and_file_managers_leave_is_not_taken(tmp_path: Path) -> None:
    files = {"~$表.docx": b"x", "__MACOSX/._表.docx": b"x", "Thumbs.db": b"x", "表.txt": TEXT}

    out = taken(zip_of(files), tmp_path)

    assert (shown(out), out.passed_over) == (["报送.zip/表.txt"], [])


@pytest.mark.parametrize(
    "name", ["../../表.txt", "/etc/表.txt", "C:\\a\\..\\表.txt", "a//./表.txt"]
)
def test_no_name_leads_out_of_the_archive(name: str, tmp_path: Path) -> None:
    out = taken(zip_of({name: TEXT}), tmp_path)

    (file,) = out.files
    assert file.path.parent == out.folder
    assert file.shown.startswith("报送.zip/")
    assert ".." not in file.shown


def test_a_link_in_a_zip_is_not_followed(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("表.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")

    out = taken(buffer.getvalue(), tmp_path)

    assert out.files == []


def test_encrypted_files_are_named(tmp_path: Path) -> None:
    data = bytearray(zip_of({"甲.txt": TEXT, "乙.txt": TEXT}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        data[at + place] |= 1

    out = taken(bytes(data), tmp_path)

    assert shown(out) == ["报送.zip/乙.txt"]
    assert "1个文件设有密码（已加密），无法读取：甲.txt" in errors(out)[0]


def test_a_damaged_file_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    data = bytearray(zip_of({"甲.txt": TEXT, "乙.txt": TEXT}))
    data[200] ^= 255

    out = taken(bytes(data), tmp_path)

    assert shown(out) == ["报送.zip/乙.txt"]
    assert errors(out)[0].startswith("报送.zip/甲.txt: 压缩包或邮件不完整")


@pytest.mark.parametrize("name", ["报送.zip", "报送.rar", "报送.7z"])
def test_an_archive_cut_short_is_named(name: str, tmp_path: Path) -> None:
    library()
    files = {"甲.txt": TEXT}
    make = {
        "报送.zip": lambda: zip_of(files),
        "报送.rar": lambda: rar_of(files),
        "报送.7z": lambda: seven_zip_of(files, tmp_path / "w"),
    }
    data = make[name]()

    out = taken(data[: len(data) // 2], tmp_path, name)

    assert out.files == []
    assert "不完整" in errors(out)[0]
    assert left_in(out) == 0


def test_an_archive_without_documents_says_so(tmp_path: Path) -> None:
    (error,) = errors(taken(zip_of({"照片.png": b"\x89PNG"}), tmp_path))

    assert "没有可以读取的文件（其中有照片.png）" in error


def test_a_bomb_is_refused_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "HARMLESS_SIZE", 1 << 20)
    bomb = zip_of({"甲.txt": b"0" * (4 << 20), "乙.txt": TEXT})

    out = taken(bomb, tmp_path)

    assert out.files == []
    assert "超出正常规模" in errors(out)[0]
    assert out.size < 4 << 20


def test_a_bomb_inside_an_archive_stops_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "HARMLESS_SIZE", 1 << 20)
    bomb = zip_of({"好.txt": TEXT, "内.zip": zip_of({"甲.txt": b"0" * (4 << 20)})})

    out = taken(bomb, tmp_path)

    assert out.files == []
    assert len(out.errors) == 1


def test_too_many_entries_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MOST_ENTRIES", 5)

    out = taken(zip_of({f"{n}.txt": TEXT for n in range(6)}), tmp_path)

    assert out.files == []
    assert "超过5个" in errors(out)[0]


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (zip_of({"a.txt": b"1"}), "a.zip", "zip"),
        (zip_of({"a.txt": b"1"}), "目标表.docx", "zip"),
        (as_xlsx(), "目标表.zip", None),
        (as_xlsx(), "目标表.xlsx", None),
        (rar_of({}), "目标表.docx", "rar"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "a", "7z"),
        (mail_of({"a.txt": b"1"}), "信", "mail"),
        (mail_of({"a.txt": b"1"}), "信.txt", "mail"),
        (as_html().encode(), "目标表.zip", None),
        (b"From: a\r\nContent-Type: multipart/related\r\n\r\n", "页.mht", None),
        ("From here on: 目标".encode(), "说明.txt", None),
        (compound_of(message_of({})), "信.msg", "outlook"),
        (compound_of({"WordDocument": b"x"}), "表", None),
        (b"PK\x03\x04damaged", "a.zip", "zip"),
        (b"PK\x03\x04damaged", "a.docx", None),
        (TEXT, "a.txt", None),
        (b"", "a.zip", None),
    ],
)
def test_the_bytes_say_what_is_an_archive(
    data: bytes, name: str, kind: str | None, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(data)

    assert kind_of(path) == kind


def test_a_document_is_known_without_its_ending(tmp_path: Path) -> None:
    found = {}
    for name, data in (
        ("a", as_xlsx()),
        ("b", b"%PDF-1.7"),
        ("c", b"\x89PNG"),
        ("d", zip_of({"mimetype": b"application/epub+zip"})),
    ):
        (tmp_path / name).write_bytes(data)
        found[name] = is_document(tmp_path / name)

    assert found == {"a": True, "b": True, "c": False, "d": False}


@BOTH
def test_mutated_archives_are_read_or_refused(long: bool, tmp_path: Path) -> None:
    library()
    files = {"目标.txt": TEXT[:3000], "内.zip": zip_of({"表.txt": TEXT[:2000]}), "x": b"PK\x03\x04"}
    carriers = [
        ("a.zip", zip_of(files)),
        ("a.rar", rar_of(files)),
        ("a.7z", seven_zip_of(files, tmp_path / "w")),
        ("a.eml", mail_of(files)),
        ("a.msg", compound_of(message_of(files))),
    ]
    place = tmp_path / "private"
    place.mkdir()
    path = tmp_path / "case"

    def take(case: bytes) -> None:
        name, data = case[:5].decode().strip(), case[5:]
        path.with_suffix(name[1:]).write_bytes(data)
        out = Unpacked(place)
        unpack(path.with_suffix(name[1:]), name, out)
        kept = {file.path for file in out.files}
        assert {file for file in place.iterdir() if file not in kept} == set()
        for file in kept:
            file.unlink()
        if out.errors:
            raise out.errors[0][1]

    cases = []
    for seed in seeds(long):
        name, data = carriers[seed % len(carriers)]
        cases.append(name.ljust(5).encode() + mutated(data, carriers[0][1], seed))

    assert 0 < survives(take, cases) < len(cases)
