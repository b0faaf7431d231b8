"""PDF files written byte by byte for the tests: what they hold is what is written here.

Characters are of a Chinese font that is named and not embedded, as government offices print them.
Places are in points from the upper left corner of the page, as readers of pages count.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass, field

_FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H"
    b"/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000/W[1 95 500 814 939 500]"
    b"/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6"
    b"/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>>>]>>"
)


@dataclass
class PdfPage:
    """A page: what is written and drawn on it, and how it lies."""

    width: float = 595.0
    height: float = 842.0
    turned: int = 0  # quarters, clockwise, as the page is shown
    crop: tuple[float, float, float, float] | None = None  # left, bottom, right, top
    content: list[str] = field(default_factory=list)
    further: bytes = b""  # entries of the page's dictionary

    def write(
        self, text: str, left: float, top: float, size: float = 10.0, matrix: str = "1 0 0 1"
    ) -> float:
        """A line of text from its upper left corner; gives where it ends."""
        down = self.height - top - 0.88 * size
        codes = text.encode("utf-16-be").hex()
        self.content.append(f"BT /F1 {size} Tf {matrix} {left} {down} Tm <{codes}> Tj ET")
        return left + sum(size if c > "\u2e80" or c in "“”≥≤×—" else size / 2 for c in text)

    def line(
        self, left: float, top: float, right: float, bottom: float, width: float = 0.5
    ) -> None:
        height = self.height
        self.content.append(f"{width} w {left} {height - top} m {right} {height - bottom} l S")

    def box(self, left: float, top: float, right: float, bottom: float) -> None:
        """A frame, as one path."""
        place = f"{left} {self.height - bottom} {right - left} {bottom - top}"
        self.content.append(f"0.5 w {place} re S")

    def fill(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        place = f"{left} {self.height - bottom} {right - left} {bottom - top}"
        self.content.append(f"q {colour} rg {place} re f Q")

    def table(
        self,
        rows: list[list[str]],
        widths: list[float],
        left: float = 60.0,
        top: float = 100.0,
        height: float = 20.0,
        *,
        ruled: bool = True,
    ) -> float:
        """A ruled table, a frame a cell; “^” goes on from above, “<” from the left."""
        edges = [left]
        for width in widths:
            edges.append(edges[-1] + width)
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                if text in ("^", "<"):
                    continue
                last_row, last_column = number, column
                while last_column + 1 < len(row) and row[last_column + 1] == "<":
                    last_column += 1
                while last_row + 1 < len(rows) and rows[last_row + 1][column] == "^":
                    last_row += 1
                high, low = top + number * height, top + (last_row + 1) * height
                if ruled:
                    self.box(edges[column], high, edges[last_column + 1], low)
                for index, line in enumerate(broken(text, edges[last_column + 1] - edges[column])):
                    self.write(line, edges[column] + 5, high + 4 + 12 * index)
        return top + len(rows) * height


def broken(text: str, width: float, size: float = 10.0) -> list[str]:
    """The text in lines that fit a cell of this width."""
    lines = [""]
    used = 0.0
    for character in text:
        wide = size if character > "\u2e80" or character in "“”≥≤×—" else size / 2
        if character == "\n" or used + wide > width - 10:
            lines.append("")
            used = 0.0
        if character != "\n":
            lines[-1] += character
            used += wide
    return lines


def written(
    *pages: PdfPage,
    objects: dict[str, bytes] | None = None,
    password: bytes | None = None,
    catalog: bytes = b"",
    names: str = "",
) -> bytes:
    """The file. ``objects`` are streams by name, each “dictionary|data”, for ``/Name Do``.

    ``password`` encrypts it (RC4 of 40 bits): b"" is a file that opens without one.
    """
    bodies: list[bytes] = []

    def add(body: bytes) -> int:
        bodies.append(body)
        return len(bodies)

    add(b"")  # 1 the catalog, 2 the pages
    add(b"")
    font = add(_FONT)
    streams: list[tuple[int, bytes]] = []

    def stream(entries: bytes, data: bytes) -> int:
        number = add(entries)
        streams.append((number, data))
        return number

    drawn = b""
    for name, body in (objects or {}).items():
        entries, _, data = body.partition(b"|")
        entries = entries.replace(b"@font", b"/Resources<</Font<</F1 %d 0 R>>>>" % font)
        drawn += b"/%s %d 0 R" % (name.encode(), stream(entries, data))
    kids = []
    for page in pages:
        content = stream(b"/Filter/FlateDecode", zlib.compress("\n".join(page.content).encode()))
        crop = b"/CropBox[%s]" % " ".join(map(str, page.crop)).encode() if page.crop else b""
        kids.append(
            add(
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %s %s]/Rotate %d%s%s/Contents %d 0 R"
                b"/Resources<</Font<</F1 %d 0 R>>/XObject<<%s>>>>>>"
                % (
                    str(page.width).encode(),
                    str(page.height).encode(),
                    90 * page.turned,
                    crop,
                    page.further,
                    content,
                    font,
                    drawn,
                )
            )
        )
    bodies[0] = b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    bodies[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), listed)
    trailer = b"/Root 1 0 R"
    key = None
    if password is not None:
        entry, key = _locked(password)
        trailer += b"/Encrypt %d 0 R/ID[<%s><%s>]" % (add(entry), b"00" * 16, b"00" * 16)
    held = dict(streams)
    out = bytearray(b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        if number in held:
            data = held[number]
            if key is not None:
                own = hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10]
                data = _rc4(own, data)
            body = b"<<%s/Length %d>>stream\n%s\nendstream" % (body, len(data), data)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer<</Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, trailer, start)
    return bytes(out)


_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def _locked(password: bytes) -> tuple[bytes, bytes]:
    """The encryption dictionary for a user's password, and the key."""
    padded = (password + _PADDING)[:32]
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
    rights = (-4).to_bytes(4, "little", signed=True)
    key = hashlib.md5(padded + owner + rights + bytes(16)).digest()[:5]
    user = _rc4(key, _PADDING)
    entry = b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>"
    return entry % (owner.hex().encode(), user.hex().encode()), key


def _rc4(key: bytes, data: bytes) -> bytes:
    box = list(range(256))
    j = 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)
