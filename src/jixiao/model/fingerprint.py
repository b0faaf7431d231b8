"""Copying inside a set of documents (雷同): near-alike names, tables copied whole, empty rows.

Two passes over the tables, however many there are. The first keeps a few numbers of each table
and bounded counts of names and rows; the second looks again only at tables that share a number
with another. Everything is worked out from fixed hashes: the same set gives the same result.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from hashlib import blake2b
from itertools import pairwise
from typing import Generic, TypeVar

from jixiao.model.disclosure import Disclosure
from jixiao.model.indicator import Indicator
from jixiao.model.matching import are_opposed, likeness, normalised
from jixiao.model.named import NamedTuple
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import words

ALIKE_TABLES = Decimal("0.80")  # share of rows in common from which a table is a copy
ALIKE_NAMES = Decimal("0.75")
FEWEST_ROWS = 3  # of a table that can be called copied
SHORTEST_NAME = 5  # characters; of shorter ones every pair is alike
OFTEN = Decimal("0.05")  # share of the tables in which a worded row stands that says nothing
FEWEST_OFTEN = 5
MOST_COUNTED = 50_000  # names and rows whose counts are kept
MOST_COMPARED = 20_000  # names compared with each other, the most frequent first
MOST_LISTED = 20

# A name of which nothing is left without these words, and a value that is one of degree or state,
# would suit any project (套话).
STOCK_WORDS = words(
    "经费 资金 支出 使用 预算 执行 财政 财务 成本 控制 管理 制度 规定 项目 工作 任务 业务 完成 "
    "开展 实施 推进 推动 促进 提升 提高 增强 加强 改善 保障 确保 维护 服务 支持 有效 持续 长期 "
    "合规 规范 合理 合法 及时 准确 安全 正常 稳定 健康 协调 运转 运行 高质量 可持续 绿色 生态 "
    "环境 经济 社会 发展 影响 效益 效果 作用 程度 水平 能力 情况 质量 进度 时效 效率 满意度 "
    "群众 服务对象 受益 对象 人员 单位 部门 机关 本市 全市 全县 我市 我县 全省 地方 地区 对 的 和 "
    "与 及 性 率 度 数"
)
_LONG_FIRST = sorted(STOCK_WORDS, key=lambda word: (-len(word), word))

_HASHES = 15
_ROWS_A_BAND = 3
_MASK = (1 << 61) - 1
_FACTORS = tuple((0x9E3779B97F4A7C15 * (2 * n + 1)) & _MASK for n in range(1, _HASHES + 1))

Key = TypeVar("Key")


class Table(NamedTuple):
    """A table of the set: its file, and what stands in it."""

    file: str
    target: PerformanceTarget

    @property
    def label(self) -> str:
        """“a.docx” 办案经费 2024."""
        year = self.target.fiscal_year
        return f"“{self.file}” {self.target.title}" + (f" {year}" if year else "")


class Copy(NamedTuple):
    """A table most of whose rows stand in another; ``share`` of the rows of both."""

    label: str
    share: Decimal


class Copied(NamedTuple):
    """A table, and those most of whose rows stand in it too; ``times`` counts them all."""

    label: str
    copies: tuple[Copy, ...]
    times: int


class AlikeNames(NamedTuple):
    """Names that differ by a word or two, each with the number of tables it stands in."""

    names: tuple[tuple[str, int], ...]


class GenericRow(NamedTuple):
    """A row that would suit any project, and in how many tables it stands."""

    name: str
    value: str
    times: int
    is_stock: bool


class GenericTable(NamedTuple):
    """A table by its generic rows."""

    label: str
    generic: int
    rows: int

    @property
    def share(self) -> Decimal:
        """Generic rows of all, 0 to 1."""
        return (Decimal(self.generic) / self.rows).quantize(Decimal("0.01"))


class Fingerprint(NamedTuple):
    """What a set of tables has in common. Lists are cut at twenty; the counts are whole.

    ``is_counted_whole`` is false where there were more names or rows than are counted: counts may
    then be too low, and what is rare may be missing.
    """

    tables: int
    copied: tuple[Copied, ...]
    copied_count: int
    alike_names: tuple[AlikeNames, ...]
    generic_rows: tuple[GenericRow, ...]
    generic_tables: tuple[GenericTable, ...]
    rows: int
    generic_count: int
    is_counted_whole: bool

    @property
    def generic_share(self) -> Decimal:
        """Generic rows of all rows of the set, 0 to 1."""
        return (Decimal(self.generic_count) / (self.rows or 1)).quantize(Decimal("0.01"))

    @property
    def says_something(self) -> bool:
        """There is anything to report."""
        return bool(self.copied or self.alike_names or self.generic_count)


class Counts(Generic[Key]):
    """How often each key was met, of at most ``most`` keys (Misra and Gries).

    When there are more, all counts are lowered by one and what falls to nothing is forgotten: a
    key that is frequent stays, and no count is too high.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.counts: dict[Key, int] = {}
        self.is_whole = True

    def add(self, key: Key) -> None:
        """One more."""
        held = self.counts.get(key)
        if held is None and len(self.counts) >= self.most:
            self.is_whole = False
            self.counts = {k: n - 1 for k, n in self.counts.items() if n > 1}
            if len(self.counts) >= self.most:
                return
        self.counts[key] = 1 if held is None else held + 1

    def most_common(self) -> list[tuple[Key, int]]:
        """Keys and counts, the most frequent first, then in the order of the keys."""
        return sorted(self.counts.items(), key=lambda pair: (-pair[1], str(pair[0])))


def tables_of(disclosures: Iterable[Disclosure]) -> Iterator[Table]:
    """Every table of a set of documents."""
    for disclosure in disclosures:
        file = disclosure.source.file if disclosure.source is not None else "—"
        for target in disclosure.targets:
            yield Table(file, target)


def fingerprint(tables: Callable[[], Iterable[Table]]) -> Fingerprint:
    """What the tables have in common; ``tables`` gives them anew for each of two passes."""
    names: Counts[str] = Counts(MOST_COUNTED)
    worded: Counts[tuple[str, str]] = Counts(MOST_COUNTED)
    keys = array("Q")
    count = 0
    for table in tables():
        count += 1
        keys.extend(_bands(_row_hashes(table.target)))
        for name in dict.fromkeys(i.name.strip() for i in _named(table.target)):
            names.add(name)
        for pair in dict.fromkeys(map(_pair, table.target.worded)):
            worded.add(pair)
    often = max(FEWEST_OFTEN, int(count * OFTEN))
    frequent = {pair for pair, times in worded.counts.items() if times >= often}
    second = _SecondPass(_repeated(keys), frequent)
    for table in tables():
        second.look_at(table)
    return Fingerprint(
        count,
        second.copied,
        second.copied_count,
        alike_names(names.most_common()[:MOST_COMPARED]),
        tuple(second.rows_in(worded.counts)),
        tuple(sorted(second.worst, key=_emptiest_first)[:MOST_LISTED]),
        second.rows,
        second.generic,
        names.is_whole and worded.is_whole,
    )


class _SecondPass:
    """Copies by the first table of their kind; generic rows of every table."""

    def __init__(self, repeated: set[int], frequent: set[tuple[str, str]]) -> None:
        self.repeated = repeated
        self.frequent = frequent
        self.leaders: dict[int, int] = {}
        self.held: list[tuple[frozenset[int], str, list[Copy]]] = []
        self.counts: list[int] = []
        self.worst: list[GenericTable] = []
        self.met: set[tuple[str, str]] = set()
        self.rows = self.generic = 0

    def look_at(self, table: Table) -> None:
        rows = _row_hashes(table.target)
        bands = [band for band in _bands(rows) if band in self.repeated]
        if bands:
            self._compare(table, rows, bands)
        named = _named(table.target)
        generic = [i for i in named if self._is_generic(i)]
        self.rows += len(named)
        self.generic += len(generic)
        self.met.update(pair for pair in map(_pair, generic))
        if generic:
            self.worst.append(GenericTable(table.label, len(generic), len(named)))
            if len(self.worst) > 50 * MOST_LISTED:
                self.worst = sorted(self.worst, key=_emptiest_first)[:MOST_LISTED]

    def _compare(self, table: Table, rows: frozenset[int], bands: list[int]) -> None:
        for leader in dict.fromkeys(self.leaders[b] for b in bands if b in self.leaders):
            held, _, copies = self.held[leader]
            share = Decimal(len(held & rows)) / len(held | rows)
            if share >= ALIKE_TABLES:
                self.counts[leader] += 1
                if len(copies) < MOST_LISTED:
                    copies.append(Copy(table.label, share.quantize(Decimal("0.01"))))
                return
        number = len(self.held)
        self.held.append((rows, table.label, []))
        self.counts.append(0)
        for band in bands:
            self.leaders.setdefault(band, number)

    def _is_generic(self, indicator: Indicator) -> bool:
        return _pair(indicator) in self.frequent or is_stock(indicator)

    @property
    def copied_count(self) -> int:
        return sum(self.counts)

    @property
    def copied(self) -> tuple[Copied, ...]:
        found = [
            Copied(label, tuple(copies), count)
            for (_, label, copies), count in zip(self.held, self.counts, strict=True)
            if count
        ]
        return tuple(sorted(found, key=lambda c: (-c.times, c.label))[:MOST_LISTED])

    def rows_in(self, counts: dict[tuple[str, str], int]) -> list[GenericRow]:
        """The generic rows that stand in most tables."""
        found = [
            GenericRow(*pair, counts.get(pair, 1), pair not in self.frequent) for pair in self.met
        ]
        return sorted(found, key=lambda r: (-r.times, r.name, r.value))[:MOST_LISTED]


def _emptiest_first(table: GenericTable) -> tuple[Decimal, int, str]:
    return -table.share, -table.generic, table.label


def is_stock(indicator: Indicator) -> bool:
    """The row would suit any project: a stock name with a word of degree or state for a value."""
    value = indicator.value
    if not (value.is_degree or indicator.repetition == "whole"):
        return False
    left = normalised(indicator.name)
    for word in _LONG_FIRST:
        if word in left:
            left = left.replace(word, "")
    return not left


def _named(target: PerformanceTarget) -> list[Indicator]:
    return [i for i in target.applying_indicators if i.name.strip()]


def _pair(indicator: Indicator) -> tuple[str, str]:
    return indicator.name.strip(), indicator.value.text.strip()


def _row_hashes(target: PerformanceTarget) -> frozenset[int]:
    rows = (f"{normalised(i.name)}\n{i.value.text.strip()}" for i in _named(target))
    return frozenset(_hash(row) for row in rows)


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest())


def _bands(rows: frozenset[int]) -> list[int]:
    """Numbers of which tables alike have one in common (MinHash, five bands of three)."""
    if len(rows) < FEWEST_ROWS:
        return []
    least = [min([(row * factor) & _MASK for row in rows]) for factor in _FACTORS]
    bands = zip(*(least[n::_ROWS_A_BAND] for n in range(_ROWS_A_BAND)), strict=True)
    return [_hash(f"{number}:{band}") for number, band in enumerate(bands)]


def _repeated(keys: array[int]) -> set[int]:
    ordered = sorted(keys)
    return {one for one, other in pairwise(ordered) if one == other}


def alike_names(counted: list[tuple[str, int]]) -> tuple[AlikeNames, ...]:
    """Names that are one but for up to two characters side by side, in groups.

    Two such names are the same when these characters are left out: every name is filed under
    itself and under what it is without one or two neighbouring characters.
    """
    long = [(name, times) for name, times in counted if len(normalised(name)) >= SHORTEST_NAME]
    keys: list[int] = []
    for number, (name, _) in enumerate(long):
        keys += [(_hash(key) >> 20 << 20) | number for key in _without_some(normalised(name))]
    keys.sort()
    group = list(range(len(long)))
    for one, other in pairwise(keys):
        if one >> 20 == other >> 20:
            _join(group, long, one & 0xFFFFF, other & 0xFFFFF)
    members: dict[int, list[tuple[str, int]]] = {}
    for number, pair in enumerate(long):
        members.setdefault(_root(group, number), []).append(pair)
    found = [
        AlikeNames(tuple(sorted(names, key=lambda n: (-n[1], n[0]))))
        for names in members.values()
        if len({normalised(name) for name, _ in names}) > 1
    ]
    found.sort(key=lambda alike: (-sum(n for _, n in alike.names), alike.names))
    return tuple(AlikeNames(alike.names[:MOST_LISTED]) for alike in found[:MOST_LISTED])


def _without_some(name: str) -> set[str]:
    keys = {name}
    for place in range(len(name)):
        keys.add(name[:place] + name[place + 1 :])
        keys.add(name[:place] + name[place + 2 :])
    return keys


def _root(group: list[int], number: int) -> int:
    while group[number] != number:
        group[number] = group[group[number]]
        number = group[number]
    return number


def _join(group: list[int], long: list[tuple[str, int]], one: int, other: int) -> None:
    first, second = sorted((_root(group, one), _root(group, other)))
    if first == second:
        return
    names = long[one][0], long[other][0]
    if likeness(*names) >= ALIKE_NAMES and not are_opposed(*names):
        group[second] = first
