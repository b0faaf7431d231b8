"""The content of an OFD page (版式内容): its objects, put where they appear, in points.

An object has a boundary (Boundary) on the page, and its own coordinates inside, which a matrix
(CTM) may turn and stretch; composites hold objects of their own. Lengths are millimetres.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from jixiao.model.exceptions import UnreadableFile
from jixiao.readers.formats.ofd_shapes import Drawn, drawn_lines, numbers
from jixiao.readers.formats.strict_xml import walk
from jixiao.readers.page import Glyph, Ruling

POINTS = 72 / 25.4  # in a millimetre
MOST_MARKS = 3_000_000  # characters and lines of a document
DEEPEST_COMPOSITE = 8
_ABOVE, _BELOW = 0.88, 0.12  # of the size: how far a character's box reaches from its base line
_FONT_SIZE = 4.2  # millimetres, where none is stated
_TURNS = frozenset({"HScale", "ReadDirection", "CharDirection"})
_EVERYWHERE = (-1e9, -1e9, 1e9, 1e9)
_MOST_SHAPES, _LONGEST_SHAPE = 4_096, 200
_WIDE = "\u1100"  # the first character as wide as it is high
_NARROW = frozenset("·“”‘’—…")  # wide in Chinese fonts all the same
_TURNED = 0.06  # of its length: text that rises more runs askew, as watermarks do
_SLACK = 0.5  # millimetres by which boundaries are too small

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
# Clips and patterns hold paths that are not drawn themselves.
_UNDRAWN = frozenset({"Clips", "Pattern", "AxialShd", "RadialShd", "GouraudShd", "LaGouraudShd"})
_NAMES = (
    frozenset({"Layer", "PageBlock", "TextObject", "TextCode", "CGTransform", "PathObject"})
    | frozenset({"AbbreviatedData", "ImageObject", "CompositeObject", "Template", "Area"})
    | frozenset({"PhysicalBox", "ApplicationBox", "Annot", "Appearance"})
    | _UNDRAWN
)


@dataclass(slots=True)
class Resources:
    """What pages refer to: line widths of drawing parameters, and composites by their number."""

    line_widths: dict[str, float] = field(default_factory=dict)
    composites: dict[str, list[Event]] = field(default_factory=dict)
    left: int = MOST_MARKS

    def spend(self, marks: int) -> None:
        """Count marks made; refuses a document that has more than any has."""
        self.left -= marks
        if self.left < 0:
            raise UnreadableFile(
                "文件里的文字和线条超出正常文档，不读取。请拆分后再试，或核实文件来源。",
                "the file holds more text and lines than any normal document and is not read; "
                "please split it, or check where it comes from",
            )


class Event(NamedTuple):
    """Something met in the XML: an element's name with its attributes, its end, or text."""

    kind: str
    name: str
    attributes: dict[str, str]


@dataclass(slots=True)
class Marks:
    """What a page, or a template, shows.

    ``askew`` is text that runs neither level nor upright; ``pictures`` the boxes of pictures in
    points; ``outlines`` counts filled shapes as large and as bent as characters; ``unknown``
    characters that stand for no known one; ``outside`` characters nobody sees. ``turns`` counts
    characters by the quarter turns of their line.
    """

    glyphs: list[Glyph] = field(default_factory=list)
    rulings: list[Ruling] = field(default_factory=list)
    askew: list[str] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    outlines: int = 0
    paths: int = 0
    unknown: int = 0
    outside: int = 0
    turns: list[int] = field(default_factory=lambda: [0, 0, 0, 0])

    def add(self, other: Marks) -> None:
        """Everything of ``other`` too."""
        self.glyphs += other.glyphs
        self.rulings += other.rulings
        self.askew += other.askew
        self.pictures += other.pictures
        self.outlines += other.outlines
        self.paths += other.paths
        self.unknown += other.unknown
        self.outside += other.outside
        self.turns = [a + b for a, b in zip(self.turns, other.turns, strict=True)]


@dataclass(slots=True)
class Content:
    """A content part: its marks by layer, the boxes it states, the templates it names.

    ``behind`` holds the background and foreground layers (背景层、前景层), ``body`` the rest.
    ``notes`` is the text of annotations by their kind.
    """

    body: Marks = field(default_factory=Marks)
    behind: Marks = field(default_factory=Marks)
    physical: tuple[float, ...] = ()
    application: tuple[float, ...] = ()
    templates: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def content_of(
    data: bytes, part: str, resources: Resources, origin: tuple[float, float] = (0.0, 0.0)
) -> Content:
    """What the part draws; ``origin`` is the corner of the page, where the part states none."""
    reading = _Reading(resources, origin)
    walk(data, part, _NAMES, reading.start, reading.end, reading.text)
    return reading.content


class _Object(NamedTuple):
    """A text or path object: its attributes, its matrix to the page, and its boundary there."""

    attributes: dict[str, str]
    matrix: Matrix
    clip: Box | None


class _Reading:
    """A walk through one content part."""

    def __init__(self, resources: Resources, origin: tuple[float, float]) -> None:
        self.resources = resources
        self.content = Content()
        self.marks = self.content.body
        self.matrices: list[Matrix] = [
            (POINTS, 0.0, 0.0, POINTS, -origin[0] * POINTS, -origin[1] * POINTS)
        ]
        self.object: _Object | None = None
        self.transforms: list[dict[str, str]] = []
        self.place = (0.0, 0.0)  # where the text code before began
        self.code: dict[str, str] = {}
        self.pieces: list[str] | None = None
        self.undrawn = 0
        self.depth = 0
        self.in_area = False
        self.note = ""
        self.has_drawn = False
        self.shapes: dict[tuple[object, ...], Drawn] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.undrawn or name in _UNDRAWN:
            self.undrawn += name in _UNDRAWN
        elif name == "TextCode":
            if self.object is not None:
                self.code, self.pieces = attributes, []
        elif name == "TextObject" or name == "PathObject":
            self.object = None
            if attributes.get("Visible") != "false":
                self.object = self._placed(attributes)
            self.transforms.clear()
            self.place = (0.0, 0.0)
        elif name == "AbbreviatedData":
            self.pieces = [] if self.object is not None else None
        elif name == "CGTransform":
            self.transforms.append(attributes)
        elif name == "ImageObject":
            self._picture(attributes)
        elif name == "CompositeObject":
            if attributes.get("Visible") != "false":
                self._composite(attributes)
        elif name == "Layer":
            behind = attributes.get("Type") in ("Background", "Foreground")
            self.marks = self.content.behind if behind else self.content.body
        elif name == "Annot":
            self.note = attributes.get("Type", "") if attributes.get("Visible") != "false" else ""
            self.marks = Marks()
        elif name == "Template":
            self.content.templates.append(attributes.get("TemplateID", ""))
        elif name == "Area":
            self.in_area = True
        elif name in ("PhysicalBox", "ApplicationBox"):
            self.pieces = [] if self.in_area else None

    def end(self, name: str) -> None:
        if self.undrawn:
            self.undrawn -= name in _UNDRAWN
        elif name == "TextCode":
            if self.pieces is not None and self.object is not None:
                self._write("".join(self.pieces), self.object)
            self.pieces = None
            self.transforms.clear()
        elif name == "AbbreviatedData":
            if self.pieces is not None and self.object is not None:
                self._draw("".join(self.pieces), self.object)
            self.pieces = None
        elif name == "TextObject" or name == "PathObject":
            self.object = None
        elif name == "Layer":
            self.marks = self.content.body
        elif name == "Annot":
            texts = dict.fromkeys([*self.marks.askew, "".join(g.text for g in self.marks.glyphs)])
            if self.note:
                self.content.notes += [(self.note, text.strip()) for text in texts]
            self.marks = self.content.body
        elif name == "Area":
            self.in_area = False
        elif name in ("PhysicalBox", "ApplicationBox") and self.pieces is not None:
            self._box(name, numbers("".join(self.pieces)))
            self.pieces = None

    def text(self, characters: str) -> None:
        if self.pieces is not None and not self.undrawn:
            self.pieces.append(characters)

    def _box(self, name: str, box: list[float]) -> None:
        if len(box) != 4 or box[2] <= 0 or box[3] <= 0:
            return
        if name == "PhysicalBox":
            self.content.physical = tuple(box)
            if not self.has_drawn:
                a, b, c, d, _, _ = self.matrices[0]
                self.matrices[0] = (a, b, c, d, -box[0] * POINTS, -box[1] * POINTS)
        else:
            self.content.application = tuple(box)

    def _placed(self, attributes: dict[str, str]) -> _Object:
        self.has_drawn = True
        parent = self.matrices[-1]
        box = numbers(attributes.get("Boundary", ""))
        clip = None
        if len(box) == 4:
            a, b, c, d, e, f = parent
            moved = (a, b, c, d, a * box[0] + c * box[1] + e, b * box[0] + d * box[1] + f)
            if box[2] > 0 and box[3] > 0:
                clip = _box_of(moved, -_SLACK, -_SLACK, box[2] + _SLACK, box[3] + _SLACK)
        else:
            moved = parent
        turned = attributes.get("CTM")
        if turned is not None:
            six = numbers(turned)
            if len(six) == 6:
                a, b, c, d, e, f = six
                moved = _times(moved, (a, b, c, d, e, f))
        return _Object(attributes, moved, clip)

    def _picture(self, attributes: dict[str, str]) -> None:
        if attributes.get("Visible") == "false":
            return
        placed = self._placed(attributes)
        unit = _box_of(placed.matrix, 0.0, 0.0, 1.0, 1.0)
        self.resources.spend(1)
        self.marks.pictures.append(_within(unit, placed.clip) if placed.clip else unit)

    def _composite(self, attributes: dict[str, str]) -> None:
        events = self.resources.composites.get(attributes.get("ResourceID", ""))
        if events is None or self.depth >= DEEPEST_COMPOSITE:
            return
        self.resources.spend(1 + 8 * len(events))
        self.matrices.append(self._placed(attributes).matrix)
        self.depth += 1
        kept = self.marks
        for event in events:
            if event.kind == "start":
                self.start(event.name, event.attributes)
            elif event.kind == "end":
                self.end(event.name)
            else:
                self.text(event.name)
        self.marks = kept
        self.object = self.pieces = None
        self.depth -= 1
        self.matrices.pop()

    def _draw(self, data: str, placed: _Object) -> None:
        attributes = placed.attributes
        width = _number(attributes, "LineWidth", 0.0)
        if not width:
            width = self.resources.line_widths.get(attributes.get("DrawParam", ""), 0.353)
        a, b, c, d, x, y = placed.matrix
        pen = (
            attributes.get("Stroke", "true") not in ("false", "0"),
            attributes.get("Fill", "false") in ("true", "1"),
            width <= 2.0,
        )
        # Borders of a table are a few shapes, drawn over and over.
        key = (data, a, b, c, d, pen)
        drawn = self.shapes.get(key)
        if drawn is None:
            drawn = drawn_lines(data, (a, b, c, d), *pen)
            if len(self.shapes) < _MOST_SHAPES and len(data) < _LONGEST_SHAPE:
                self.shapes[key] = drawn
        self.resources.spend(1 + len(drawn.rulings))
        marks = self.marks
        marks.paths += 1
        marks.outlines += drawn.outlines
        clip = placed.clip or _EVERYWHERE
        for left, top, right, bottom in drawn.rulings:
            left, right = max(left + x, clip[0]), min(right + x, clip[2])
            top, bottom = max(top + y, clip[1]), min(bottom + y, clip[3])
            if left <= right and top <= bottom:
                marks.rulings.append(Ruling(left, top, right, bottom))

    def _write(self, text: str, placed: _Object) -> None:
        if "\n" in text or "\r" in text or "\t" in text:
            text = text.strip()  # the file is indented
        code, attributes = self.code, placed.attributes
        x = _number(code, "X", self.place[0])
        y = _number(code, "Y", self.place[1])
        self.place = (x, y)
        if not text:
            return
        self.resources.spend(len(text))
        if self._put_plain(text, placed, x, y):
            return
        units = self._units(text)
        size = _number(attributes, "Size", _FONT_SIZE)
        size = size if size > 0 else _FONT_SIZE
        stretch = _number(attributes, "HScale", 1.0)
        stretch = stretch if stretch > 0 else 1.0
        widths = [size * stretch * _width(unit) for unit, _ in units]
        slots = sum(slot for _, slot in units)
        across = _steps(code.get("DeltaX"), slots - 1)
        down = _steps(code.get("DeltaY"), slots - 1)
        down_page = attributes.get("ReadDirection") in ("90", "270")
        if across is None and down is None:
            self._fit(widths, placed, down_page, x)
        reading = -1.0 if attributes.get("ReadDirection") in ("180", "270") else 1.0
        turn = attributes.get("CharDirection", "0")
        at = 0
        boxes: list[tuple[str, float, float, float, float]] = []
        for (unit, slot), width in zip(units, widths, strict=True):
            step_x = step_y = 0.0
            if across is None and down is None:
                step_x, step_y = (0.0, width * reading) if down_page else (width * reading, 0.0)
            else:
                if across is not None:
                    step_x = sum(across[at : at + slot])
                if down is not None:
                    step_y = sum(down[at : at + slot])
            shown = min(width, step_x) if step_x > 0 and not step_y else width
            boxes.append((unit, *_character(x, y, shown, size, turn)))
            x, y, at = x + step_x, y + step_y, at + slot
        self._put(boxes, placed, turn, text)

    def _put_plain(self, text: str, placed: _Object, x: float, y: float) -> bool:
        """Put a level line whose steps are all stated, as most are; False for any other."""
        code, attributes = self.code, placed.attributes
        a, b, c, d, e, f = placed.matrix
        if b or c or a <= 0 or d <= 0 or "DeltaY" in code or self.transforms:
            return False
        if not text.isprintable() or not _TURNS.isdisjoint(attributes):
            return False
        size = _number(attributes, "Size", _FONT_SIZE)
        across = _steps(code.get("DeltaX"), len(text) - 1)
        if across is None or size <= 0:
            return False
        clip = placed.clip or _EVERYWHERE
        top, bottom = d * (y - size * _ABOVE) + f, d * (y + size * _BELOW) + f
        is_level = bottom >= clip[1] and top <= clip[3]
        marks, glyphs = self.marks, self.marks.glyphs
        marks.turns[0] += len(text)
        for character, step in zip(text, across, strict=False):
            width = size * _width(character)
            left = a * x + e
            right = left + a * (step if 0 < step < width else width)
            if is_level and right >= clip[0] and left <= clip[2]:
                glyphs.append(Glyph(character, left, top, right, bottom))
            else:
                marks.outside += 1
            x += step
        return True

    def _units(self, text: str) -> list[tuple[str, int]]:
        """The text cut where it is placed, with the number of places each piece takes.

        A glyph may stand for several characters, and a character be drawn by several glyphs.
        """
        if not self.transforms:
            return [(character, 1) for character in text]
        units: list[tuple[str, int]] = []
        at = 0
        for transform in self.transforms:
            first = int(_number(transform, "CodePosition", 0.0))
            count = int(_number(transform, "CodeCount", 1.0))
            glyphs = int(_number(transform, "GlyphCount", 1.0))
            if count == glyphs or first < at or count < 1 or not 1 <= glyphs <= 64:
                continue
            units += [(character, 1) for character in text[at:first]]
            if text[first : first + count]:
                units.append((text[first : first + count], glyphs))
            at = min(len(text), first + count)
        return units + [(character, 1) for character in text[at:]]

    def _fit(self, widths: list[float], placed: _Object, down: bool, start: float) -> None:
        """Make a line fit its boundary, where nothing says how wide its characters are."""
        box = numbers(placed.attributes.get("Boundary", ""))
        if len(box) != 4 or "CTM" in placed.attributes:
            return
        room = (box[3] if down else box[2] - start) + _SLACK
        needed = sum(widths)
        if 0 < room < needed:
            widths[:] = [width * room / needed for width in widths]

    def _put(
        self,
        boxes: list[tuple[str, float, float, float, float]],
        placed: _Object,
        turn: str,
        text: str,
    ) -> None:
        a, b, c, d, e, f = placed.matrix
        marks, clip = self.marks, placed.clip
        length = (a * a + b * b) ** 0.5
        if min(abs(a), abs(b)) > _TURNED * length:
            marks.askew.append(text)
            return
        quarter = (0 if a >= 0 else 2) if abs(a) >= abs(b) else (1 if b > 0 else 3)
        if turn in ("90", "180", "270"):
            quarter = (quarter + int(turn) // 90) % 4
        marks.turns[quarter] += len(boxes)
        is_level = b == 0.0 and c == 0.0 and a > 0.0 and d > 0.0
        for unit, x0, y0, x1, y1 in boxes:
            if is_level:
                left, top, right, bottom = a * x0 + e, d * y0 + f, a * x1 + e, d * y1 + f
            else:
                left, top, right, bottom = _box_of(placed.matrix, x0, y0, x1, y1)
            if clip is not None and (
                right < clip[0] or left > clip[2] or bottom < clip[1] or top > clip[3]
            ):
                marks.outside += 1
                continue
            if not unit.isprintable() and not unit.isspace():
                unit, unknown = _known(unit)
                marks.unknown += unknown
                if not unit:
                    continue
            marks.glyphs.append(Glyph(unit, left, top, right, bottom))


def composites_of(data: bytes, part: str) -> dict[str, list[Event]]:
    """The composites (矢量图像) a resource part holds, each as what its content says."""
    found: dict[str, list[Event]] = {}
    events: list[Event] | None = None

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal events
        if name == "CompositeGraphicUnit":
            events = found.setdefault(attributes.get("ID", ""), [])
        elif events is not None:
            events.append(Event("start", name, attributes))

    def end(name: str) -> None:
        nonlocal events
        if name == "CompositeGraphicUnit":
            events = None
        elif events is not None:
            events.append(Event("end", name, {}))

    def text(characters: str) -> None:
        if events is not None:
            events.append(Event("text", characters, {}))

    walk(data, part, _NAMES - {"Layer", "Annot"} | {"CompositeGraphicUnit"}, start, end, text)
    return found


def _known(unit: str) -> tuple[str, int]:
    """The characters of ``unit`` that are some, and how many stand for none known."""
    # A font of the file's own may use private numbers for its pictures of characters.
    private = sum(1 for c in unit if "\ue000" <= c <= "\uf8ff" or c == "\N{REPLACEMENT CHARACTER}")
    kept = "".join(c for c in unit if c.isprintable() or c.isspace() or "\ue000" <= c <= "\uf8ff")
    return kept, private


def _character(x: float, y: float, width: float, size: float, turn: str) -> Box:
    """The box of a character that stands at ``x``, ``y`` and is turned so many degrees."""
    above, below = size * _ABOVE, size * _BELOW
    if turn == "90":
        return x - below, y, x + above, y + width
    if turn == "180":
        return x - width, y - below, x, y + above
    if turn == "270":
        return x - above, y - width, x + below, y
    return x, y - above, x + width, y + below


def _width(unit: str) -> float:
    """How wide the font draws it, in sizes: a guess good enough to say in which cell it stands."""
    return 1.0 if unit >= _WIDE or unit[0] in _NARROW else 0.5


def _steps(text: str | None, count: int) -> list[float] | None:
    """The steps between characters, “g n d” being n of them; the last one goes on."""
    if text is None:
        return None
    if "g" not in text:
        steps = numbers(text)
    else:
        steps, words, at = [], text.split(), 0
        while at < len(words) and len(steps) <= count:
            if words[at] == "g":
                times = numbers(words[at + 1]) if at + 1 < len(words) else []
                step = numbers(words[at + 2]) if at + 2 < len(words) else []
                steps += step * max(0, min(int(times[0]) if times else 0, count))
                at += 3
            else:
                steps += numbers(words[at])
                at += 1
    if not steps:
        return None
    missing = count + 1 - len(steps)
    return steps + steps[-1:] * missing if missing > 0 else steps


def _number(attributes: dict[str, str], name: str, default: float) -> float:
    written = attributes.get(name)
    if written is None:
        return default
    found = numbers(written)
    return found[0] if found else default


def _times(one: Matrix, other: Matrix) -> Matrix:
    """``other`` first, then ``one``."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (
        a * g + c * h,
        b * g + d * h,
        a * i + c * j,
        b * i + d * j,
        a * k + c * m + e,
        b * k + d * m + f,
    )


def _box_of(matrix: Matrix, x0: float, y0: float, x1: float, y1: float) -> Box:
    """The box on the page around a box of the object."""
    a, b, c, d, e, f = matrix
    if b == 0.0 and c == 0.0 and a > 0.0 and d > 0.0:
        return a * x0 + e, d * y0 + f, a * x1 + e, d * y1 + f
    xs = (a * x0 + c * y0, a * x1 + c * y0, a * x0 + c * y1, a * x1 + c * y1)
    ys = (b * x0 + d * y0, b * x1 + d * y0, b * x0 + d * y1, b * x1 + d * y1)
    return min(xs) + e, min(ys) + f, max(xs) + e, max(ys) + f


def _within(box: Box, clip: Box) -> Box:
    """The part of ``box`` inside ``clip``; its edges cross where there is none."""
    left, top, right, bottom = box
    return max(left, clip[0]), max(top, clip[1]), min(right, clip[2]), min(bottom, clip[3])
