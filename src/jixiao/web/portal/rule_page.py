"""The page of a rule in blocks (规则说明): headings, paragraphs, lists, tables, examples."""

from __future__ import annotations

from typing import NamedTuple


class Block(NamedTuple):
    """A part of the page: ``kind`` is heading, text, list, table or code."""

    kind: str
    lines: list[str]
    rows: list[list[str]]

    @property
    def text(self) -> str:
        """The lines as they stand."""
        return "\n".join(self.lines)


def blocks(page: str) -> list[Block]:
    """The page's Markdown in blocks; its first heading is left out."""
    made: list[Block] = []
    code: list[str] | None = None
    for line in page.splitlines():
        if line.startswith("```"):
            if code is not None:
                made.append(Block("code", code, []))
            code = [] if code is None else None
        elif code is not None:
            code.append(line)
        elif line.startswith("#"):
            made.append(Block("heading", [line.lstrip("# ")], []))
        elif line.startswith("|"):
            _add(made, "table").rows.append([c.strip() for c in line.strip().strip("|").split("|")])
        elif line.startswith("- "):
            _add(made, "list").lines.append(_plain(line[2:]))
        elif line.strip():
            _add(made, "text").lines.append(_plain(line))
        else:
            made.append(Block("end", [], []))
    for block in made:
        block.rows[:] = [row for row in block.rows if not all(set(c) <= set("-: ") for c in row)]
    shown = [block for block in made if block.kind != "end"]
    return shown[1:] if shown and shown[0].kind == "heading" else shown


def _add(made: list[Block], kind: str) -> Block:
    if not made or made[-1].kind != kind:
        made.append(Block(kind, [], []))
    return made[-1]


def _plain(line: str) -> str:
    return line.replace("**", "").replace("`", "")
