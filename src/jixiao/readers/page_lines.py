"""Lines (文字行): the characters of a cell or page put in lines, and lines in text.

Paper breaks text where the line is full, a writer where a paragraph ends. A break is taken for
the paper's where what follows would not have fitted into the line before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from jixiao.model.named import NamedTuple
from jixiao.readers.numerals import HAN_COUNTING
from jixiao.readers.page import Glyph

_LOWEST = 0.5  # points: a character is at least so high
_SAME_LINE = 0.5  # of a character's height: centres farther apart are on two lines
_WORD_GAP = 0.22  # of the height: a wider gap between letters parts words
_COLUMN_GAP = 0.9  # of the height: a wider gap anywhere is a blank
_WIDE_GAP = 2.0  # of the height: a wider gap parts two texts, which two blanks tell
_SLACK = 0.35  # of the height: how far a line may fall short of full
_PADDING = 7.0  # points: what a cell keeps free at its sides, at most
_BLANKS = frozenset(" \t\u3000\xa0")
_FIRST_CHINESE = "\u2e80"
_OPENING = frozenset("（《“‘【〔「『([{<〈¥￥")
_CLOSING = frozenset("，。、；：？！）》”’】〕」』)]}>〉,.;:?!%％℃…—·～~")
_LEADERS = frozenset("…·.")
_ENDING = frozenset("。；！？：;!?:")
_AFTER_NUMBER = frozenset("、.．)）")


class TextLine:
    """A line: its characters from left to right, and its box."""

    __slots__ = ("bottom", "glyphs", "height", "left", "right", "top")

    def __init__(self, glyphs: list[Glyph]) -> None:
        self.glyphs = glyphs
        self.left = glyphs[0].left
        self.right = max(glyph.right for glyph in glyphs)
        self.top = min(glyph.top for glyph in glyphs)
        self.bottom = max(glyph.bottom for glyph in glyphs)
        self.height = self.bottom - self.top

    @property
    def text(self) -> str:
        """The line's text, with a blank where characters stand apart."""
        return text_of_run(self.glyphs)


class Room(NamedTuple):
    """From where to where text may stand."""

    left: float
    right: float


def single(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """The glyphs, runs of characters taken apart: each character has its share of the box."""
    found: list[Glyph] = []
    for glyph in glyphs:
        text, left, top, right, bottom, confidence = glyph
        if not (left <= right and top + _LOWEST <= bottom):
            glyph = Glyph(
                text,
                min(left, right),
                min(top, bottom),
                max(left, right),
                max(bottom, top, min(top, bottom) + _LOWEST),
                confidence,
            )
        if len(text) < 2 or not text.isprintable():
            found.append(glyph)
            continue
        _, left, top, right, bottom, _ = glyph
        weights = [1.0 if is_wide(character) else 0.5 for character in text]
        share = (right - left) / sum(weights)
        for character, weight in zip(text, weights, strict=True):
            found.append(Glyph(character, left, top, left + share * weight, bottom, confidence))
            left += share * weight
    return found


def is_wide(character: str) -> bool:
    """The character stands on a square of its own, as Chinese ones do."""
    return "\u2e80" <= character <= "\uffef" or character in "“”‘’…—①②③④⑤⑥⑦⑧⑨⑩≥≤±×÷√"


def lines_of(glyphs: Sequence[Glyph]) -> list[TextLine]:
    """The glyphs in lines, from top to bottom, each from left to right."""
    if not glyphs:
        return []
    first = glyphs[0]
    if all(glyph[2] == first[2] and glyph[4] == first[4] for glyph in glyphs):
        row = _from_left(list(glyphs))
        return [TextLine(row)] if row else []
    ordered = sorted(glyphs, key=_centre)
    groups: list[list[Glyph]] = []
    group: list[Glyph] = []
    middle = height = 0.0
    for glyph in ordered:
        centre, own = (glyph[2] + glyph[4]) / 2, glyph[4] - glyph[2]
        if group and centre - middle > _SAME_LINE * min(own, height):
            groups.append(group)
            group = []
        if not group:
            middle, height = centre, own
            group = [glyph]
        else:
            group.append(glyph)
            middle += (centre - middle) / len(group)
            height = max(height, own)
    groups.append(group)
    return [TextLine(row) for row in map(_from_left, groups) if row]


def _centre(glyph: Glyph) -> float:
    return glyph[2] + glyph[4]


def _from_left(group: list[Glyph]) -> list[Glyph]:
    """The glyphs from left to right; blanks at the ends, and what is printed twice, left out."""
    group.sort(key=lambda glyph: glyph[1])
    kept: list[Glyph] = []
    for glyph in group:
        if not kept and glyph[0] in _BLANKS:
            continue
        if kept and glyph[0] == kept[-1][0] and glyph[0] not in _BLANKS:
            before = kept[-1]
            if glyph[1] - before[1] < 0.35 * (before[3] - before[1]):
                continue  # bold made by printing twice, or a shadow
        kept.append(glyph)
    while kept and kept[-1][0] in _BLANKS:
        kept.pop()
    return kept


def text_of_run(glyphs: Sequence[Glyph]) -> str:
    """The text of glyphs that stand from left to right on one line."""
    pieces: list[str] = []
    end = blank = 0.0
    before = ""
    for text, left, top, right, bottom, _ in glyphs:
        if before:
            gap, height = left - end, bottom - top
            if gap > _WORD_GAP * height and text not in _BLANKS:
                if gap > _WIDE_GAP * height:
                    pieces.append("  ")
                elif before in _BLANKS:
                    if gap > 0.9 * blank:  # a blank that the file does not repeat
                        pieces.append(" ")
                elif gap > _COLUMN_GAP * height or not (is_wide(text) or is_wide(before)):
                    pieces.append(" ")
        pieces.append(text)
        before = text
        end = right
        blank = right - left
    return "".join(pieces)


def segments_of(line: TextLine, gap: float) -> list[TextLine]:
    """The line in parts, cut where characters stand farther apart than ``gap`` heights."""
    parts: list[TextLine] = []
    run: list[Glyph] = []
    for glyph in line.glyphs:
        if glyph[0] in _BLANKS:
            continue
        if run and glyph[1] - run[-1][3] > gap * (glyph[4] - glyph[2]):
            parts.append(TextLine(run))
            run = []
        run.append(glyph)
    if run:
        parts.append(TextLine(run))
    return parts


def text_of_lines(lines: Sequence[TextLine], box: Room) -> str:
    """The text of a cell's lines: breaks of the paper undone, those of paragraphs kept."""
    if not lines:
        return ""
    if len(lines) == 1:
        return lines[0].text
    room = room_in(lines, box)
    pieces = [lines[0].text]
    for above, line in pairwise(lines):
        text = line.text
        if goes_on(above, line, room):
            pieces.append(joint(pieces[-1], text, above, room))
        else:
            pieces.append("\n")
        pieces.append(text)
    return "".join(pieces)


def room_in(lines: Sequence[TextLine], box: Room) -> Room:
    """Where the text of a cell may stand: the box without what its lines keep free at its sides."""
    left = min(line.left for line in lines) - box.left
    right = box.right - max(line.right for line in lines)
    padding = max(min(left, right, _PADDING), 0.0)
    return Room(box.left + padding, box.right - padding)


def goes_on(above: TextLine, line: TextLine, room: Room) -> bool:
    """Whether ``line`` goes on with the paragraph of ``above``, which the paper broke off."""
    if above.glyphs[-1][0] in _LEADERS and above.glyphs[-2:][0][0] in _LEADERS:
        return False  # a line of a table of contents
    free = room.right - above.right
    before = above.left - room.left
    height = min(above.height, line.height)
    is_centred = (
        before > height
        and abs(free - before) < height * 0.5
        and (abs((room.right - line.right) - (line.left - room.left)) < height * 0.5)
    )
    if is_centred:
        free += before
    if free > first_width(line) + _SLACK * height:
        return False
    return not _begins_paragraph(above, line, room)


def _begins_paragraph(above: TextLine, line: TextLine, room: Room) -> bool:
    """Though the line above is full, this one is a new paragraph: indented, or numbered."""
    last = above.glyphs[-1][0]
    if last not in _ENDING:
        return False
    if line.left - room.left > 1.4 * (line.glyphs[0][3] - line.glyphs[0][1]):
        return True
    return begins_with_number("".join(glyph[0] for glyph in line.glyphs[:5]))


def begins_with_number(text: str) -> bool:
    """“1.”, “（一）”, “二、”: the number of a paragraph."""
    bare = text.lstrip("（(")
    digits = len(bare) - len(bare.lstrip(HAN_COUNTING + "0123456789①②③④⑤⑥⑦⑧⑨⑩"))
    return (
        0 < digits < 4
        and bare[digits : digits + 1] != ""
        and (bare[digits] in _AFTER_NUMBER or bare[0] in "①②③④⑤⑥⑦⑧⑨⑩")
    )


def first_width(line: TextLine) -> float:
    """How wide the first word of a line is: what a program may not part from what follows it."""
    glyphs = line.glyphs
    index, count = 0, len(glyphs)
    while index < count - 1 and glyphs[index][0] in _OPENING:
        index += 1
    index += 1
    if glyphs[index - 1][0] < _FIRST_CHINESE:
        while index < count and glyphs[index][0] < _FIRST_CHINESE and glyphs[index][0] != " ":
            index += 1
    while index < count and glyphs[index][0] in _CLOSING:
        index += 1
    return glyphs[index - 1][3] - glyphs[0][1]


def joint(before: str, after: str, above: TextLine, room: Room) -> str:
    """What stands between two lines of one paragraph: a blank between words of letters."""
    if before[-1:].isascii() and after[:1].isascii():
        if before[-1:].isalpha() and after[:1].isalpha():
            last = above.glyphs[-1]
            is_cut = room.right - above.right < last[3] - last[1]
            return "" if is_cut else " "
        if before[-1:] in ",;" and after[:1].isalnum():
            return " "
    return ""
