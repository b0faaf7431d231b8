"""The wording of a publication (公开文本的文字): every text in it, and where each one stands."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import accumulate
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from jixiao.model.cached import cached_property
from jixiao.model.finding import Fault, Severity
from jixiao.model.location import Location
from jixiao.model.terms import is_chinese, mentions

if TYPE_CHECKING:
    from jixiao.model.disclosure import Disclosure
    from jixiao.model.target import PerformanceTarget
    from jixiao.model.target_review import TargetReview


class Passage:
    """A cell's or paragraph's text as printed; ``target`` is the table it stands in or names.

    ``part`` is what the text is the name of, ``file`` or ``sheet``; None for what is written in
    the document.
    """

    __slots__ = ("at", "part", "target", "text")

    def __init__(
        self,
        text: str,
        at: Location | None,
        target: PerformanceTarget | None,
        part: str | None = None,
    ) -> None:
        self.text = text
        self.at = at
        self.target = target
        self.part = part

    @property
    def cell(self) -> object:
        """What tells the cell from others: its place; where none is known, its table."""
        return self.at.cell if self.at is not None else id(self.target)

    def where(self, language: str = "zh") -> str:
        """此处, 文件名, 工作表名; or the English words."""
        return _PARTS[self.part][language == "en"]


_PARTS = {
    None: ("此处", "here"),
    "file": ("文件名", "in the name of the file"),
    "sheet": ("工作表名", "in the name of the worksheet"),
}


class Occurrence:
    """Words found in a passage: ``start`` and ``end`` are characters of ``passage.text``."""

    __slots__ = ("end", "passage", "start")

    def __init__(self, passage: Passage, start: int, end: int) -> None:
        self.passage = passage
        self.start = start
        self.end = end

    @property
    def at(self) -> Location | None:
        """The place of the words themselves."""
        place = self.passage.at
        return place.characters(self.start, self.end) if place is not None else None

    @property
    def before(self) -> str:
        """The character before the words, empty at the beginning of the text."""
        return self.passage.text[self.start - 1 : self.start] if self.start else ""

    @property
    def after(self) -> str:
        """The character after the words, empty at the end of the text."""
        return self.passage.text[self.end : self.end + 1]

    @property
    def surroundings(self) -> str:
        """The words with up to eight characters on either side, on one line."""
        return " ".join(self.passage.text[max(0, self.start - 8) : self.end + 8].split())

    def fault(self, severity: Severity | None = None, **told: Any) -> Fault:
        """A fault of these words, in their table and quoting the passage; ``told`` fills in."""
        quote, target = self.passage.text, self.passage.target
        return Fault(self.at, quote=quote, severity=severity, target=target, **told)


_NOWHERE: Mapping[str, Location] = {}
# A text of the wording: text, table, places, key — it stands at ``places[key]``. Plain tuples, for
# there are some hundreds in every publication, and few are ever asked for.
Text = tuple[str, "PerformanceTarget | None", Mapping[str, Location], str]


class Places(Mapping[str, list[Passage]]):
    """The passages of each different text, in the order of the document, made when asked for."""

    def __init__(self, texts: list[Text]) -> None:
        self._texts = texts
        self._different = dict.fromkeys([text[0] for text in texts])

    def __iter__(self) -> Iterator[str]:
        return iter(self._different)

    def __len__(self) -> int:
        return len(self._different)

    def __contains__(self, text: object) -> bool:
        return text in self._different

    def __getitem__(self, text: str) -> list[Passage]:
        return [
            Passage(words, places.get(key), target)
            for words, target, places, key in self._by_text[text]
        ]

    def count(self, text: str) -> int:
        """How many passages have this text."""
        return len(self._by_text[text])

    @cached_property
    def _by_text(self) -> dict[str, list[Text]]:
        found: dict[str, list[Text]] = {}
        for text in self._texts:
            found.setdefault(text[0], []).append(text)
        return found


class Wording:
    """The texts of a publication: ``text`` holds each different one once, a line break between."""

    def __init__(self, texts: list[Text]) -> None:
        self.places = Places([text for text in texts if text[0]])
        self.text = "\n".join(self.places)

    @cached_property
    def _starts(self) -> tuple[list[int], list[str]]:
        """Where each text begins in ``text``, and the texts."""
        different = list(self.places)
        return [0, *accumulate([len(text) + 1 for text in different])], different

    def _found(self, words: str) -> Iterator[tuple[int, str]]:
        """Each place of ``words`` in ``text``: the offset in its text, and that text."""
        position = self.text.find(words)
        if position < 0:
            return
        starts, different = self._starts
        while position >= 0:
            index = bisect_right(starts, position) - 1
            yield position - starts[index], different[index]
            position = self.text.find(words, position + len(words))

    def occurrences(self, words: str) -> Iterator[Occurrence]:
        """Every place of ``words``, in the order of the document's different texts."""
        for offset, text in self._found(words):
            for passage in self.places[text]:
                yield Occurrence(passage, offset, offset + len(words))

    def count(self, words: str) -> int:
        """How often ``words`` stand in the publication, every repetition of a text counted."""
        return sum(self.places.count(text) for _, text in self._found(words))

    def texts_with(self, characters: str) -> list[str]:
        """The different texts in which one of ``characters`` stands."""
        met = [character for character in characters if character in self.text]
        return [text for text in self.places if mentions(text, met)] if met else []

    def pairs_among(self, wanted: frozenset[int]) -> tuple[str, ...]:
        """Those of the ``wanted`` pairs of characters that are met, in the order of the text."""
        met = wanted.intersection(_pairs(self.text)) | wanted.intersection(_pairs(self.text[1:]))
        return tuple(sorted((_written(pair) for pair in met), key=self.text.find))

    def reads_elsewhere(self, occurrence: Occurrence, words: str) -> bool:
        """Whether ``words`` stand elsewhere in the surroundings of ``occurrence``.

        Each neighbouring Chinese character must also be met next to ``words``; punctuation and
        the ends of a text prove nothing, so one neighbour at least must be a Chinese character.
        """
        before, after = occurrence.before, occurrence.after
        neighbours = [before + words] if is_chinese(before) else []
        if is_chinese(after):
            neighbours.append(words + after)
        return bool(neighbours) and all(phrase in self.text for phrase in neighbours)


def wording_of(disclosure: Disclosure) -> Wording:
    """The wording of a publication: its notes, the names in its list, and of each table the
    heading, the name, the objectives, the indicators with their values, remarks and standards, and
    the labelled cells that no field holds, as printed.
    """
    found: list[Text] = []
    add = found.append
    for note in disclosure.notes:
        if not note.is_row:  # a row is of another form, or a label: no wording of this one
            add((note.text, None, {"": note.at} if note.at is not None else _NOWHERE, ""))
    tables = {id(line.listed): line.target for line in disclosure.accounting}
    for listed in disclosure.listed:
        add((listed.name, tables.get(id(listed)), listed.at, "name"))
    for target in disclosure.targets:
        _add_wording(target, found)
    for review in disclosure.reviews:
        _add_review(review, found)
    return Wording(found)


def _add_review(review: TargetReview, found: list[Text]) -> None:
    at, add = review.at, found.append
    for name in ("project_name", "supervising_department", "implementing_unit", "grade"):
        add((getattr(review, name) or "", None, at, name))
    for item in review.items:
        for name in ("heading", "name", "question", "mark", "words"):
            add((getattr(item, name), None, item.at, "question" if name != "mark" else name))
    for pairs in (review.opinions, review.signatures, review.others):
        for label, text in pairs:
            add((label, None, at, "table"))
            add((text, None, at, "table"))


def _add_wording(target: PerformanceTarget, found: list[Text]) -> None:
    at, originals, add = target.at, target.originals, found.append
    add((target.heading or "", target, at, "heading"))
    for name, original in originals.items():
        add((original, target, at, name))
    for name in ("project_name", "annual_objective", "period_objective"):
        if name not in originals:
            add((getattr(target, name) or "", target, at, name))
    for indicator in (*target.indicators, *target.period_indicators):
        at, originals = indicator.at, indicator.originals
        for name, original in originals.items():
            add((original, target, at, name))
        if "name" not in originals:
            add((indicator.name, target, at, "name"))
        add((indicator.value.text, target, at, "value"))
        if indicator.remark:
            add((indicator.remark, target, at, "name"))
        if indicator.scoring_standard:
            add((indicator.scoring_standard, target, at, "name"))
        for _, text in indicator.others:
            add((text, target, at, "name"))
    for _, text in target.others:
        add((text, target, target.at, "table"))
    for task in target.tasks:
        for key in ("name", "content", "objective"):
            add((getattr(task, key) or "", target, task.at, key))
        for _, text in task.others:
            add((text, target, task.at, "name"))


# A text beside the wording: text, table, places, key — it stands at ``places[key]``, else where
# the table begins —, what it is the name of, and whether the reader took it from other texts.
# Plain tuples, for there are some hundreds in every publication.
Further = tuple[
    str | None, "PerformanceTarget | None", Mapping[str, Location], str, str | None, bool
]


def further_texts(disclosure: Disclosure) -> list[Further]:
    """Every text of the record that is not among its wording, blank ones included.

    These are names of bodies and persons, labels, units, what no form took, the notices, the
    names of worksheets and of the file: no rule of wording looks at them, but they are printed.
    """
    d = disclosure
    found: list[Further] = [(d.title, None, d.at, "title", None, False)]
    add = found.append
    for listed in d.listed:
        if listed.implementing_unit:
            add((listed.implementing_unit, None, listed.at, "name", None, False))
    for target in d.targets:
        _add_target(target, found)
    for withheld in d.withheld:
        at = withheld.at
        add((withheld.name, None, at, "name", None, False))
        add((withheld.reason, None, at, "reason" if "reason" in at else "name", None, False))
    for note in d.notes:
        if note.is_row and note.at is not None:
            add((note.text, None, {"": note.at}, "", None, False))
    add((d.issuer, None, d.at, "issuer", None, True))
    for notice in d.notices:
        places = {"": notice.at} if notice.at is not None else _NOWHERE
        add((notice.zh, None, places, "", None, True))
        add((notice.en, None, places, "", None, True))
    for sheet in _sheets(d):
        add((sheet, None, {"": Location(sheet=sheet)}, "", "sheet", False))
    if d.source is not None:
        add((d.source.file, None, _NOWHERE, "", "file", False))
    return found


def _add_target(target: PerformanceTarget, found: list[Further]) -> None:
    t, at, add = target, target.at, found.append
    # The name is the cleaned one: the wording has the original.
    add((t.project_name, t, at, "project_name", None, False))
    add((t.responsible_person, t, at, "responsible_person", None, False))
    add((t.unit_seal, t, at, "unit_seal", None, False))
    if t.supervising_department is not None:
        add((t.supervising_department.name, t, at, "supervising_department", None, False))
        add((t.supervising_department.code, t, at, "supervising_department", None, False))
    add((t.implementing_unit, t, at, "implementing_unit", None, False))
    add((t.project_source, t, at, "project_source", None, False))
    add((t.project_period, t, at, "project_period", None, False))
    for number, line in enumerate(t.funding.lines):
        add((line.label, t, at, f"funding.lines.{number}", None, False))
    for label, _ in t.others:
        add((label, t, _NOWHERE, "", None, False))
    labels: set[str] = set()
    level1 = level2 = unit = None
    for indicator in (*t.indicators, *t.period_indicators):
        at = indicator.at
        if indicator.originals:
            add((indicator.name, t, at, "name", None, False))
        if indicator.level1 != level1:
            level1 = indicator.level1
            add((level1, t, at, "level1", None, False))
        if indicator.level2 != level2:
            level2 = indicator.level2
            add((level2, t, at, "level2", None, False))
        if indicator.value.unit != unit:
            unit = indicator.value.unit
            add((unit, t, at, "value", None, False))
        if indicator.others:
            labels.update(label for label, _ in indicator.others)
    for label in sorted(labels):
        add((label, t, _NOWHERE, "", None, False))


def passage_of(further: Further) -> Passage:
    """The text with its place."""
    text, target, places, key, part, _ = further
    at = places.get(key)
    if at is None and target is not None:
        at = target.place
    return Passage(text or "", at, target, part)


def _sheets(disclosure: Disclosure) -> list[str]:
    """The names of the worksheets anything of the record stands on."""
    d = disclosure
    places: list[Location | None] = [*d.at.values()]
    places += [note.at for note in d.notes]
    places += [notice.at for notice in d.notices]
    for listed in d.listed:
        places += listed.at.values()
    for withheld in d.withheld:
        places += withheld.at.values()
    for target in d.targets:
        places += target.at.values()
        if target.place is None or target.place.sheet is not None:
            for indicator in (*target.indicators, *target.period_indicators):
                places += indicator.at.values()
    sheets = set(map(_sheet_of, filter(None, places)))
    return sorted(sheet for sheet in sheets if sheet)


_sheet_of = attrgetter("sheet")


def pair_numbers(pairs: str) -> frozenset[int]:
    """The pairs of characters in ``pairs``, one after the other, as :class:`Wording` seeks them."""
    return frozenset(_pairs(pairs))


def _pairs(text: str) -> memoryview[int]:
    # Two UTF-16 units are one 32-bit number, so a long text is searched without a loop. The
    # first two bytes are the byte-order mark.
    data = text.encode("utf-16", "surrogatepass")
    return memoryview(data[2 : 2 + (len(data) - 2) // 4 * 4]).cast("I")


def _written(pair: int) -> str:
    return pair.to_bytes(4, sys.byteorder).decode("utf-16", "replace")
