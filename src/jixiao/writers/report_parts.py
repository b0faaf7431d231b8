"""What a report is made of (报告的组成): headings, sentences, tables, charts, in no format yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum

from jixiao.model.finding import Message
from jixiao.model.monitoring import Monitored
from jixiao.model.named import NamedTuple


class Look(StrEnum):
    """How a cell is set."""

    TEXT = "text"
    CENTRED = "centred"
    NUMBER = "number"


class Heading(NamedTuple):
    """A heading: 1 is a chapter (一、), 2 a project or part of it (（一）)."""

    text: Message
    level: int
    new_page: bool = False


class Paragraph(NamedTuple):
    """Sentences that stand together."""

    sentences: tuple[Message, ...]


class Table(NamedTuple):
    """A table with one row of headers; the widths beside each other, a look for each column."""

    title: Message
    headers: tuple[Message, ...]
    widths: tuple[int, ...]
    looks: tuple[Look, ...]
    rows: tuple[tuple[Message, ...], ...]


class Bar(NamedTuple):
    """What could be reached, what was, and what could not be scored."""

    label: Message
    weight: Decimal
    points: Decimal
    open_weight: Decimal


class Chart(NamedTuple):
    """Points reached against weight (得分与分值), a group of bars for each class."""

    title: Message
    bars: tuple[Bar, ...]


class Cover(NamedTuple):
    """The first page: title, lines of label and text, and what is said of the whole."""

    title: Message
    lines: tuple[tuple[Message, Message], ...]
    note: Message


Block = Heading | Paragraph | Table | Chart
Watched = Mapping[str, Sequence[Monitored]]


class Report(NamedTuple):
    """A whole report."""

    cover: Cover
    blocks: tuple[Block, ...]

    @property
    def sentences(self) -> tuple[Message, ...]:
        """Every sentence of the body, in order."""
        paragraphs = (block for block in self.blocks if isinstance(block, Paragraph))
        return tuple(sentence for paragraph in paragraphs for sentence in paragraph.sentences)
