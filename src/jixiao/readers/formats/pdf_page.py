"""One page of a PDF: its characters, its lines, and whether it is a picture.

Places are turned as the page is shown (its rotation and its crop box), and once more where most of
its text runs down or up the page, so that text always runs from left to right. Text printed
askew, as watermarks are, is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from ctypes import byref, c_float, c_int, create_string_buffer
from itertools import pairwise
from math import pi
from typing import Any

from jixiao.model.named import NamedTuple
from jixiao.readers.formats.cjk_radicals import UNIFIED
from jixiao.readers.formats.symbol_fonts import shape
from jixiao.readers.page import Glyph, Page, Ruling

_PATH, _IMAGE, _FORM = 2, 3, 5
_LINE_TO, _BEZIER_TO, _MOVE_TO = 0, 1, 2
_DEEPEST = 12  # forms inside forms
_MOST_OBJECTS = 200_000  # of a page: more are a drawing
_MOST_SEGMENTS = 200_000
_THICKEST = 3.0  # points: thinner bounds are one line
_COVERED = 0.5  # of the page by pictures: it is a picture
_MANY_PATHS = 40  # and no characters: text drawn as paths
_UNMAPPED = 0.3  # of the characters without a meaning: the text cannot be read
_MOST_CHARACTERS = 1_000_000
_WIDGET_KINDS = frozenset((3, 13, 20))  # free text, stamps, fields of forms
_NO_CHARACTERS = frozenset((0xFFFD, 0xFFFE, 0xFFFF))
_ASKEW = 0.12  # radians off the level
_GENERATED = 45  # the library makes blanks, breaks and hyphens of its own, no higher character

Place = tuple[float, float, float, float]  # left, bottom, right, top as pdfium has them
Turn = Callable[[float, float, float, float], Place]


class _Matrix(NamedTuple):
    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def after(self, first: _Matrix) -> _Matrix:
        """``first``, then this."""
        a, b, c, d, e, f = first
        return _Matrix(
            a * self.a + b * self.c,
            a * self.b + b * self.d,
            c * self.a + d * self.c,
            c * self.b + d * self.d,
            e * self.a + f * self.c + self.e,
            e * self.b + f * self.d + self.f,
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point goes."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f


_SAME = _Matrix(1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class _Drawn:
    """What is drawn on a page: lines and areas as boxes, and how much pictures cover."""

    def __init__(self) -> None:
        self.boxes: list[Place] = []
        self.covered = 0.0
        self.paths = 0
        self.objects = 0
        self.segments = 0

    @property
    def is_full(self) -> bool:
        """There is more than any table needs."""
        return self.objects > _MOST_OBJECTS or self.segments > _MOST_SEGMENTS


class PageReader:
    """Takes pages from a document that pdfium has open."""

    def __init__(self, pdfium: Any) -> None:
        self._pdfium = pdfium

    def read(self, document: Any, index: int) -> Page | None:
        """The page at ``index``, from 0; None when it cannot be opened."""
        handle = self._pdfium.FPDF_LoadPage(document, index)
        if not handle:
            return None
        try:
            if self._has_fields(handle) and self._pdfium.FPDFPage_Flatten(handle, 0) == 1:
                self._pdfium.FPDF_ClosePage(handle)
                handle = self._pdfium.FPDF_LoadPage(document, index)
                if not handle:
                    return None
            return self._read(handle, index + 1)
        finally:
            if handle:
                self._pdfium.FPDF_ClosePage(handle)

    def _has_fields(self, handle: Any) -> bool:
        """Whether what people typed stands above the page, in fields and boxes of text."""
        pdfium = self._pdfium
        for index in range(min(pdfium.FPDFPage_GetAnnotCount(handle), 1_000)):
            note = pdfium.FPDFPage_GetAnnot(handle, index)
            if note:
                kind = pdfium.FPDFAnnot_GetSubtype(note)
                pdfium.FPDFPage_CloseAnnot(note)
                if kind in _WIDGET_KINDS:
                    return True
        return False

    def _read(self, handle: Any, number: int) -> Page:
        pdfium = self._pdfium
        bounds = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(handle, byref(bounds))
        box = (bounds.left, bounds.bottom, bounds.right, bounds.top)
        quarters = pdfium.FPDFPage_GetRotation(handle) % 4
        text = pdfium.FPDFText_LoadPage(handle)
        try:
            count = pdfium.FPDFText_CountChars(text) if text else 0
            count = min(max(count, 0), _MOST_CHARACTERS)
            angle_of = pdfium.FPDFText_GetCharAngle
            angles = [angle_of(text, index) for index in range(count)]
            level = _level(angles)
            if level is not None:
                quarters = -round(level * 2 / pi) % 4
            turn, width, height = _turned(box, quarters)
            page = Page(number, width, height)
            unmapped = self._characters(text, angles, level or 0.0, turn, page)
        finally:
            if text:
                pdfium.FPDFText_ClosePage(text)
        drawn = _Drawn()
        self._objects(handle, drawn)
        area = max(width * height, 1.0)
        page.has_picture = drawn.covered > _COVERED * area
        if unmapped > _UNMAPPED * (len(page.glyphs) + unmapped):
            page.glyphs, page.has_picture = [], True
        if not any(not glyph.text.isspace() for glyph in page.glyphs):
            page.has_picture = page.has_picture or drawn.paths > _MANY_PATHS
        if not drawn.is_full:
            for one in drawn.boxes:
                left, top, right, bottom = turn(*one)
                if left < width and right > 0 and top < height and bottom > 0:
                    page.rulings.append(Ruling(left, top, right, bottom))
        return page

    # ── characters ───────────────────────────────────────────────────────────────────────────

    def _characters(
        self, text: Any, angles: list[float], level: float, turn: Turn, page: Page
    ) -> int:
        """Add the characters to the page; gives how many have no meaning."""
        pdfium = self._pdfium
        unicode_of, box_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
        is_generated = pdfium.FPDFText_IsGenerated
        box = pdfium.FS_RECTF()
        reference = byref(box)
        glyphs = page.glyphs
        sideways: list[Glyph] = []
        new = tuple.__new__
        west, north = -turn(0.0, 0.0, 0.0, 0.0)[0], turn(0.0, 0.0, 0.0, 0.0)[1]
        is_level = turn(1.0, 2.0, 4.0, 8.0) == (1.0 - west, north - 8.0, 4.0 - west, north - 2.0)
        wide, deep = 2 * page.width, 2 * page.height
        unmapped = high = 0
        for index, angle in enumerate(angles):
            code = unicode_of(text, index)
            if code <= _GENERATED and (code < 32 or is_generated(text, index) == 1):
                unmapped += code == 0
                continue
            if code >= 0xD800 and (code < 0xF900 or code > 0xFFFC):
                if code < 0xDC00:
                    high = code
                    continue
                character = self._unusual(text, index, code, high)
                high = 0
                if not character:
                    unmapped += 1
                    continue
            else:
                character = chr(code)
                if "\u2e80" <= character < "\u2fe0" or "\uf900" <= character < "\ufb00":
                    character = UNIFIED.get(character, character)
            if not box_of(text, index, reference):
                continue
            if is_level:
                left, top, right, bottom = (
                    box.left - west,
                    north - box.top,
                    box.right - west,
                    north - box.bottom,
                )
            else:
                left, top, right, bottom = turn(box.left, box.bottom, box.right, box.top)
            if not (0 <= left + right <= wide and 0 <= top + bottom <= deep):
                continue  # beyond the edge of what is shown
            glyph = new(Glyph, (character, left, top, right, bottom, 1.0))
            if angle == level:
                glyphs.append(glyph)
                continue
            off = abs(angle - level) % pi
            if off < _ASKEW or off > pi - _ASKEW:
                glyphs.append(glyph)
            elif pi / 2 - _ASKEW < off < pi / 2 + _ASKEW:
                sideways.append(glyph)
        if sideways:
            glyphs.extend(_columns(sideways))
        return unmapped

    def _unusual(self, text: Any, index: int, code: int, high: int) -> str | None:
        """The character of the second half of a pair, or of a symbol font; None where it has none.

        ``high`` is the first half, 0 where there was none.
        """
        if code < 0xE000:
            return chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00) if high else None
        if not 0xF000 <= code <= 0xF0FF:
            return None if code < 0xF900 or code in _NO_CHARACTERS else chr(code)
        buffer, flags = create_string_buffer(128), c_int()
        self._pdfium.FPDFText_GetFontInfo(text, index, buffer, len(buffer), byref(flags))
        name = buffer.value.decode("utf-8", "replace").rpartition("+")[2].lower()
        name = name.replace("-regular", "").replace("wingdings2", "wingdings 2")
        return shape(name, code) or shape("wingdings", code)

    # ── lines and pictures ───────────────────────────────────────────────────────────────────

    def _objects(self, handle: Any, drawn: _Drawn) -> None:
        pdfium = self._pdfium
        count = pdfium.FPDFPage_CountObjects(handle)
        for index in range(count):
            if drawn.is_full:
                return
            self._object(pdfium.FPDFPage_GetObject(handle, index), _SAME, drawn, 0)

    def _object(self, thing: Any, matrix: _Matrix, drawn: _Drawn, depth: int) -> None:
        pdfium = self._pdfium
        drawn.objects += 1
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == _FORM:
            inner = self._matrix(thing, matrix)
            if depth < _DEEPEST:
                for index in range(pdfium.FPDFFormObj_CountObjects(thing)):
                    if drawn.is_full:
                        return
                    one = pdfium.FPDFFormObj_GetObject(thing, index)
                    if one:
                        self._object(one, inner, drawn, depth + 1)
            return
        if kind not in (_PATH, _IMAGE):
            return
        sides = [c_float() for _ in range(4)]
        if not pdfium.FPDFPageObj_GetBounds(thing, *map(byref, sides)):
            return
        left, bottom, right, top = (side.value for side in sides)
        place = _moved(left, bottom, right, top, matrix)
        wide, high = place[2] - place[0], place[3] - place[1]
        is_thin = wide <= _THICKEST or high <= _THICKEST
        if kind == _IMAGE:
            if is_thin:
                drawn.boxes.append(place)
            else:
                drawn.covered += wide * high
            return
        drawn.paths += 1
        if is_thin:
            drawn.boxes.append(place)
        else:
            self._path(thing, matrix, drawn)

    def _path(self, thing: Any, matrix: _Matrix, drawn: _Drawn) -> None:
        """The level and upright pieces of a path that is drawn; the boxes of one that is filled."""
        pdfium = self._pdfium
        filling, stroked = c_int(), c_int()
        pdfium.FPDFPath_GetDrawMode(thing, byref(filling), byref(stroked))
        if not filling.value and not stroked.value:
            return  # it only clips
        matrix = self._matrix(thing, matrix)
        for points, is_straight in self._strokes(thing, matrix, drawn):
            if stroked.value:
                for (x, y), (u, v) in pairwise(points):
                    if abs(x - u) < 0.5 or abs(y - v) < 0.5:
                        drawn.boxes.append((min(x, u), min(y, v), max(x, u), max(y, v)))
            elif is_straight and _is_box(points):
                xs, ys = [x for x, _ in points], [y for _, y in points]
                drawn.boxes.append((min(xs), min(ys), max(xs), max(ys)))

    def _strokes(
        self, thing: Any, matrix: _Matrix, drawn: _Drawn
    ) -> Iterator[tuple[list[tuple[float, float]], bool]]:
        """The points of each part of a path, and whether all of it is straight."""
        pdfium = self._pdfium
        x, y = c_float(), c_float()
        points: list[tuple[float, float]] = []
        is_straight = True
        for index in range(pdfium.FPDFPath_CountSegments(thing)):
            drawn.segments += 1
            if drawn.is_full:
                return
            segment = pdfium.FPDFPath_GetPathSegment(thing, index)
            if not segment or not pdfium.FPDFPathSegment_GetPoint(segment, byref(x), byref(y)):
                continue
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == _MOVE_TO:
                if len(points) > 1:
                    yield points, is_straight
                points, is_straight = [], True
            elif kind == _BEZIER_TO:
                is_straight = False
            points.append(matrix.point(x.value, y.value))
            if pdfium.FPDFPathSegment_GetClose(segment) and points:
                points.append(points[0])
        if len(points) > 1:
            yield points, is_straight

    def _matrix(self, thing: Any, outer: _Matrix) -> _Matrix:
        own = self._pdfium.FS_MATRIX()
        if not self._pdfium.FPDFPageObj_GetMatrix(thing, byref(own)):
            return outer
        return outer.after(_Matrix(own.a, own.b, own.c, own.d, own.e, own.f))


def _is_box(points: list[tuple[float, float]]) -> bool:
    """The points are the corners of a box that stands level."""
    return 4 <= len(points) <= 6 and all(
        abs(x - u) < 0.5 or abs(y - v) < 0.5 for (x, y), (u, v) in pairwise(points)
    )


def _moved(left: float, bottom: float, right: float, top: float, matrix: _Matrix) -> Place:
    if matrix is _SAME:
        return left, bottom, right, top
    corners = [matrix.point(x, y) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _columns(sideways: list[Glyph]) -> Iterator[Glyph]:
    """Characters that run up or down the page, each run of them as one glyph around them all."""
    run = sideways[0]
    before = run
    for glyph in sideways[1:]:
        middle, wide = (glyph.left + glyph.right) / 2, before.right - before.left
        high = before.bottom - before.top
        if abs(middle - (before.left + before.right) / 2) < 0.5 * wide and (
            glyph.top < before.bottom + high and before.top < glyph.bottom + high
        ):
            run = Glyph(
                run.text + glyph.text,
                min(run.left, glyph.left),
                min(run.top, glyph.top),
                max(run.right, glyph.right),
                max(run.bottom, glyph.bottom),
            )
        else:
            yield run
            run = glyph
        before = glyph
    yield run


def _level(angles: list[float]) -> float | None:
    """The direction in which most of the text runs, clockwise; None where no direction has most."""
    counts = Counter(angles)
    if len(counts) > 1:
        rounded: Counter[float] = Counter()
        for angle, count in counts.items():
            rounded[round(angle, 1)] += count
        first, share = rounded.most_common(1)[0]
        if share * 2 <= len(angles):
            return None
        return max((a for a in counts if round(a, 1) == first), key=lambda a: counts[a])
    return angles[0] if angles else None


def _turned(box: Place, quarters: int) -> tuple[Turn, float, float]:
    """What puts places as the page is turned clockwise; the page's width and height then."""
    low, base, end, peak = box  # left, bottom, right, top
    wide, high = end - low, peak - base
    if quarters == 1:
        return lambda a, b, c, d: (b - base, a - low, d - base, c - low), high, wide
    if quarters == 2:
        return lambda a, b, c, d: (end - c, b - base, end - a, d - base), wide, high
    if quarters == 3:
        return lambda a, b, c, d: (peak - d, end - c, peak - b, end - a), high, wide
    return lambda a, b, c, d: (a - low, peak - d, c - low, peak - b), wide, high
