"""Changing the text of a cell in its own file: only the characters meant, all else byte for byte.

A cell's text lies in a file in pieces (runs of a Word document, stretches between tags). The cells
of the file are told by their texts in the order of the document, so nothing need be known of spans
and merges; what cannot be told for certain is not changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from jixiao.model.location import Location
from jixiao.model.named import NamedTuple
from jixiao.readers.grid import Cell, Layout
from jixiao.rules.rewriting import Span


class Piece(NamedTuple):
    """A stretch of a cell's text, and where it lies in the file."""

    text: str
    start: int
    end: int


class CellEdit(NamedTuple):
    """What becomes of one cell: its text as read, and the spans that change."""

    at: Location
    text: str
    spans: tuple[Span, ...]


def cells_of(layout: Layout) -> Iterator[tuple[Location, Cell]]:
    """Every cell of a layout once, in the order of the document."""
    for grid in layout.grids:
        seen: set[int] = set()
        for row in grid.rows:
            for cell in row:
                if id(cell) not in seen:
                    seen.add(id(cell))
                    yield grid.location(cell).cell, cell


def edited(
    source: list[list[Piece]],
    layout: Layout,
    edits: Iterable[CellEdit],
    encode: Callable[[str], str],
) -> tuple[list[tuple[int, int, str]], list[CellEdit]]:
    """The replacements (from, to, new text) in the file, and the edits that could not be placed.

    ``source`` has the cells of the file, each in pieces, in the order of the document.
    """
    wanted = {edit.at.cell: edit for edit in edits}
    placed = _matched(source, layout)
    replacements: list[tuple[int, int, str]] = []
    left: list[CellEdit] = []
    for place, edit in wanted.items():
        pieces = placed.get(place)
        texts = None if pieces is None else changed([p.text for p in pieces], edit)
        if pieces is None or texts is None:
            left.append(edit)
            continue
        replacements += [
            (piece.start, piece.end, encode(text))
            for piece, text in zip(pieces, texts, strict=True)
            if piece.text != text
        ]
    return sorted(replacements), left


def _matched(source: list[list[Piece]], layout: Layout) -> dict[Location, list[Piece]]:
    """The pieces of each cell that has a text, found one after the other."""
    folded = [_folded("".join(piece.text for piece in pieces)) for pieces in source]
    found: dict[Location, list[Piece]] = {}
    position = 0
    for place, cell in cells_of(layout):
        text = _folded(cell.text)
        if not text:
            continue
        try:
            index = folded.index(text, position)
        except ValueError:
            continue
        found[place] = source[index]
        position = index + 1
    return found


def _folded(text: str) -> str:
    return "".join(text.split())


def changed(pieces: list[str], edit: CellEdit) -> list[str] | None:
    """The pieces with the edit made; None where they do not hold the cell's text."""
    whole = "".join(pieces)
    if _folded(whole) != _folded(edit.text):
        return None
    solid = [index for index, character in enumerate(whole) if not character.isspace()]
    operations: list[tuple[int, int, str]] = []
    for span in edit.spans:
        first = _solid_before(edit.text, span.start)
        last = _solid_before(edit.text, span.end)
        if last > first:
            operations.append((solid[first], solid[last - 1] + 1, span.new))
        elif span.end > span.start:  # only blanks go
            start = solid[first - 1] + 1 if first else 0
            end = solid[first] if first < len(solid) else len(whole)
            operations.append((start, end, span.new))
        else:
            place = solid[first] if first < len(solid) else len(whole)
            operations.append((place, place, span.new))
    return _divided(pieces, operations)


def _solid_before(text: str, position: int) -> int:
    return sum(1 for character in text[:position] if not character.isspace())


def _divided(pieces: list[str], operations: list[tuple[int, int, str]]) -> list[str]:
    made: list[str] = []
    offset = 0
    pending = list(operations)
    for number, text in enumerate(pieces):
        end = offset + len(text)
        is_last = number == len(pieces) - 1
        parts: list[str] = []
        position = offset
        for start, stop, new in pending:
            begins_here = offset <= start < end or (is_last and start == end)
            if begins_here:
                parts.append(text[position - offset : start - offset])
                parts.append(new)
                position = max(position, min(stop, end))
            elif start < offset < stop:  # goes on from the piece before
                position = max(position, min(stop, end))
        parts.append(text[position - offset :])
        made.append("".join(parts))
        offset = end
    return made


def replaced(data: bytes, replacements: list[tuple[int, int, bytes]]) -> bytes:
    """``data`` with stretches of it replaced, in their order."""
    parts: list[bytes] = []
    position = 0
    for start, end, new in replacements:
        parts += [data[position:start], new]
        position = end
    return b"".join([*parts, data[position:]])
