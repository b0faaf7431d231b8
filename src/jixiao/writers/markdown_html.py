"""The Markdown of this project's own pages as HTML: headings, text, lists, tables, fences, quotes.

Chinese with its English beside it is marked as a pair, each half with its language, so that a page
can show one of the two: a heading written ``中文 · English``, Chinese lines followed by English
ones. What stands alone is never part of a pair. All that is written comes out escaped; of HTML only
``<br>`` is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape

from jixiao.model.named import NamedTuple

Link = Callable[[str], str]
"""The address written in a page → the address in the site."""

_INLINE = re.compile(r"`([^`]+)`|\[([^\]]*)\]\(([^)\s]+)\)|\*\*(.+?)\*\*|<br\s*/?>")
_ITEM = re.compile(r"( *)(?:[-*+]|(\d+)\.) +(.*)")
_RULE = re.compile(r"\|?[\s:|-]*-[\s:|-]*\|?")
_CELL = re.compile(r"(?<!\\)\|")


class Heading(NamedTuple):
    """A heading with the name by which a link finds it."""

    level: int
    anchor: str
    text: str


class Page(NamedTuple):
    """A page: its title, its HTML without the title, the headings, and the plain text."""

    title: str
    html: str
    headings: tuple[Heading, ...]
    text: str


def page(source: str, link: Link = str) -> Page:
    """The page written in ``source``."""
    return _Printer(link).printed(source.splitlines())


def anchor_of(heading: str, taken: set[str]) -> str:
    """The name of a heading: letters and digits in lower case, dashes for spaces, as on a forge."""
    kept = [c for c in heading.strip().lower() if c.isalnum() or c in "-_ "]
    name = "".join(kept).replace(" ", "-") or "part"
    number, free = 0, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    taken.add(free)
    return free


def is_chinese(text: str) -> bool:
    """Whether there is a Chinese character in ``text``."""
    return any("一" <= c <= "鿿" for c in text)


def pair(zh: str, en: str, tag: str = "span") -> str:
    """Two halves of a pair, as HTML; ``zh`` and ``en`` are HTML already."""
    if zh == en:
        return f"<{tag}>{zh}</{tag}>"
    joint = "" if tag == "p" else '<span class="joint" aria-hidden="true"> · </span>'
    return (
        f'<{tag} class="pair" lang="zh-Hans">{zh}</{tag}>{joint}'
        f'<{tag} class="pair" lang="en">{en}</{tag}>'
    )


def title_pair(text: str) -> tuple[str, str] | None:
    """The halves of ``中文 · English``; None where it is not written so."""
    zh, dot, en = text.partition(" · ")
    return (zh, en) if dot and is_chinese(zh) and not is_chinese(en) else None


class _Printer:
    def __init__(self, link: Link) -> None:
        self.link = link
        self.headings: list[Heading] = []
        self.taken: set[str] = set()
        self.title = ""
        self.text: list[str] = []

    def printed(self, lines: list[str]) -> Page:
        html = "\n".join(self._blocks(lines))
        return Page(self.title, html, tuple(self.headings), "\n".join(self.text))

    def _blocks(self, lines: list[str]) -> Iterator[str]:
        at = 0
        while at < len(lines):
            line = lines[at]
            bare = line.strip()
            end = at + 1
            if not bare:
                pass
            elif bare.startswith("```"):
                while end < len(lines) and not lines[end].strip().startswith("```"):
                    end += 1
                yield self._fence(bare[3:].strip(), lines[at + 1 : end], line.index("`"))
                end += 1
            elif line.startswith("#"):
                yield self._heading(line)
            elif bare.startswith("|"):
                end = _while(lines, at, lambda one: one.strip().startswith("|"))
                yield self._table([one.strip() for one in lines[at:end]])
            elif bare.startswith(">"):
                end = _while(lines, at, lambda one: one.strip().startswith(">"))
                inner = [one.strip()[1:].removeprefix(" ") for one in lines[at:end]]
                yield f"<blockquote>{''.join(self._blocks(inner))}</blockquote>"
            elif _ITEM.fullmatch(line):
                end = self._end_of_list(lines, at)
                yield self._list(lines[at:end])
            else:
                end = _while(lines, at, _is_text)
                yield self._paragraph([one.strip() for one in lines[at:end]])
            at = end

    def _heading(self, line: str) -> str:
        level = len(line) - len(line.lstrip("#"))
        said = line[level:].strip()
        self.text.append(said)
        halves = title_pair(said)
        html = pair(*map(self._inline, halves)) if halves else self._inline(said)
        if level == 1 and not self.title:
            self.title = said
            return ""
        name = anchor_of(said, self.taken)
        self.headings.append(Heading(level, name, said))
        return f'<h{level} id="{escape(name)}">{html}</h{level}>'

    def _fence(self, kind: str, lines: list[str], indent: int) -> str:
        body = "\n".join(one[indent:] if not one[:indent].strip() else one for one in lines)
        self.text.append(body)
        name = f' class="{escape(kind)}"' if kind.isalnum() else ""
        return f'<pre{name} tabindex="0"><code>{escape(body)}</code></pre>'

    def _table(self, lines: list[str]) -> str:
        rows = [[cell.strip() for cell in _CELL.split(one.strip("|"))] for one in lines]
        has_head = len(lines) > 1 and _RULE.fullmatch(lines[1]) is not None
        made = []
        for number, row in enumerate(rows):
            if number == 1 and has_head:
                continue
            self.text.append(" ".join(cell for cell in row if cell))
            tag = 'th scope="col"' if number == 0 and has_head else "td"
            close = tag.partition(" ")[0]
            cells = "".join(
                f"<{tag}>{self._inline(cell.replace(chr(92) + '|', '|'))}</{close}>"
                if cell
                else "<td></td>"
                for cell in row
            )
            made.append(f"<tr>{cells}</tr>")
        if not has_head:
            return _scroll(f"<tbody>{''.join(made)}</tbody>")
        return _scroll(f"<thead>{made[0]}</thead><tbody>{''.join(made[1:])}</tbody>")

    def _end_of_list(self, lines: list[str], at: int) -> int:
        end = at + 1
        while end < len(lines):
            line = lines[end]
            if not line.strip():
                later = next((one for one in lines[end:] if one.strip()), "")
                if not (later.startswith("  ") or _same_list(lines[at], later)):
                    break
            elif not (line.startswith("  ") or _ITEM.fullmatch(line) or _is_text(line)):
                break
            end += 1
        return end

    def _list(self, lines: list[str]) -> str:
        first = _ITEM.fullmatch(lines[0])
        assert first is not None
        indent, number = len(first[1]), first[2]
        items: list[list[str]] = []
        for line in lines:
            item = _ITEM.fullmatch(line)
            if item is not None and len(item[1]) <= indent + 1:
                items.append([item[3]])
            else:
                items[-1].append(line)
        made = "".join(f"<li>{self._item(item)}</li>" for item in items)
        if number is None:
            return f"<ul>{made}</ul>"
        start = f' start="{int(number)}"' if int(number) != 1 else ""
        return f"<ol{start}>{made}</ol>"

    def _item(self, lines: list[str]) -> str:
        plain = _while(lines, 0, _is_text) if _is_text(lines[0]) else 0
        inner = [one.strip() for one in lines[:plain]]
        rest = lines[plain:]
        widths = [len(one) - len(one.lstrip()) for one in rest if one.strip()]
        cut = min(widths, default=0)
        self.text.append(" ".join(inner))
        after = "".join(self._blocks([one[cut:] for one in rest]))
        return self._inline("\n".join(inner)) + after

    def _paragraph(self, lines: list[str]) -> str:
        self.text.append(" ".join(lines))
        first = next((n for n, one in enumerate(lines) if not is_chinese(one)), len(lines))
        zh, en = lines[:first], lines[first:]
        if zh and en and not any(map(is_chinese, en)):
            return pair(self._inline("\n".join(zh)), self._inline("\n".join(en)), "p")
        return f"<p>{self._inline(chr(10).join(lines))}</p>"

    def _inline(self, text: str) -> str:
        made, last = [], 0
        for found in _INLINE.finditer(text):
            made.append(escape(text[last : found.start()], quote=False))
            last = found.end()
            code, label, target, bold = found.groups()
            if code is not None:
                made.append(f"<code>{escape(code, quote=False)}</code>")
            elif target is not None:
                made.append(f'<a href="{escape(self.link(target))}">{self._inline(label)}</a>')
            elif bold is not None:
                made.append(f"<strong>{self._inline(bold)}</strong>")
            else:
                made.append("<br>")
        return "".join([*made, escape(text[last:], quote=False)])


def _scroll(table: str) -> str:
    return (
        '<div class="scroll" tabindex="0" role="region" aria-label="表格 · table">'
        f"<table>{table}</table></div>"
    )


def _while(lines: list[str], at: int, holds: Callable[[str], bool]) -> int:
    end = at + 1
    while end < len(lines) and holds(lines[end]):
        end += 1
    return end


def _is_text(line: str) -> bool:
    bare = line.strip()
    return bool(bare) and bare[0] not in "#|>" and bare[:3] != "```" and not _ITEM.fullmatch(line)


def _same_list(first: str, later: str) -> bool:
    one, other = _ITEM.fullmatch(first), _ITEM.fullmatch(later)
    return one is not None and other is not None and (one[2] is None) == (other[2] is None)
