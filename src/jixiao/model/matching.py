"""Which indicator of one document is which of another (指标对应): by name, never by guess.

Names are compared as printed, then without blanks, punctuation and widths, then by likeness. A
likeness that is not clear, or that two names share, is listed and not decided; a person may
decide it (:class:`Decision`).
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from jixiao.model.indicator import Indicator
from jixiao.model.named import NamedTuple

CLEAR = Decimal("0.75")  # from this likeness on a name is taken for the other, if no third rivals
POSSIBLE = Decimal("0.50")  # from this on it is asked
MARGIN = Decimal("0.10")  # by which a clear likeness surpasses every rival

_NUMERALS = frozenset("0123456789一二三四五六七八九十两上下前后甲乙丙丁")
_OPPOSITES = (
    *(("增加", "减少"), ("提高", "降低"), ("上升", "下降"), ("增长", "下降"), ("收入", "支出")),
    *(("合格", "不合格"), ("满意", "不满意"), ("男", "女"), ("新建", "改建"), ("国内", "国外")),
    *(("城市", "农村"), ("城镇", "农村"), ("小学", "中学"), ("发放", "回收"), ("线上", "线下")),
)


class Way(StrEnum):
    """How two names were found to be one."""

    EXACT = "exact"
    NORMALISED = "normalised"
    FUZZY = "fuzzy"
    CONFIRMED = "confirmed"


class Decision(NamedTuple):
    """What a person decided of two names of a project: one indicator, or two."""

    project: str
    earlier: str
    later: str
    is_same: bool


class Match(NamedTuple):
    """Two rows that are one indicator; ``score`` is the likeness of their names, 0 to 1."""

    earlier: int
    later: int
    score: Decimal
    way: Way


class Matching(NamedTuple):
    """The rows of two documents set against each other, each by its number from 0.

    ``unclear`` are pairs that may be one indicator: their rows are neither dropped nor added.
    """

    matches: tuple[Match, ...]
    unclear: tuple[Match, ...]
    dropped: tuple[int, ...]
    added: tuple[int, ...]


@lru_cache(maxsize=4096)
def normalised(name: str) -> str:
    """The letters and digits of a name, of one width; “指标” at its end left out.

    >>> normalised("补助村（社区） 数量指标"), normalised("ＡＢ村(社区)")
    ('补助村社区数量', 'AB村社区')
    """
    folded = unicodedata.normalize("NFKC", name)
    letters = "".join(filter(str.isalnum, folded))
    return letters.removesuffix("指标") or letters


def likeness(one: str, other: str) -> Decimal:
    """How alike two names are, 0 to 1: twice the longest common subsequence over both lengths.

    >>> likeness("委托业务报告合格率", "委托业务报告通过率"), likeness("甲", "乙")
    (Decimal('0.78'), Decimal('0'))
    """
    one, other = normalised(one), normalised(other)
    if not one or not other:
        return Decimal(0)
    if one == other:
        return Decimal(1)
    if not set(one) & set(other):
        return Decimal(0)
    row = [0] * (len(other) + 1)
    for character in one:
        diagonal = 0
        for place, held in enumerate(other, 1):
            above = row[place]
            row[place] = diagonal + 1 if character == held else max(above, row[place - 1])
            diagonal = above
    return (Decimal(2 * row[-1]) / (len(one) + len(other))).quantize(Decimal("0.01"))


def are_opposed(one: str, other: str) -> bool:
    """Whether two names differ in what makes them two: a number, an order, a word's opposite.

    >>> are_opposed("一类项目数量", "二类项目数量"), are_opposed("投诉增加数", "投诉减少数")
    (True, True)
    """
    one, other = normalised(one), normalised(other)
    if [c for c in one if c in _NUMERALS] != [c for c in other if c in _NUMERALS]:
        return True
    # The longer of two words that contain each other (合格, 不合格) is looked for first.
    return any(
        (b in other and b not in one and a in one) or (b in one and b not in other and a in other)
        for a, b in _OPPOSITES
    )


def match_rows(
    earlier: Sequence[Indicator], later: Sequence[Indicator], decisions: Iterable[Decision] = ()
) -> Matching:
    """The rows of two documents set against each other."""
    matching = _Open(earlier, later, tuple(decisions))
    matching.take_confirmed()
    matching.take_equal(lambda i: (i.name.strip(), i.kind, i.value.text), Way.EXACT)
    matching.take_equal(lambda i: (i.name.strip(), i.kind), Way.EXACT)
    matching.take_equal(lambda i: i.name.strip(), Way.EXACT)
    matching.take_equal(lambda i: normalised(i.name), Way.NORMALISED)
    unclear = matching.take_alike()
    asked_earlier = {match.earlier for match in unclear}
    asked_later = {match.later for match in unclear}
    return Matching(
        tuple(sorted(matching.matches, key=lambda m: m.later)),
        unclear,
        tuple(i for i in sorted(matching.earlier) if i not in asked_earlier),
        tuple(j for j in sorted(matching.later) if j not in asked_later),
    )


class _Open:
    """The rows not yet matched."""

    def __init__(
        self,
        earlier: Sequence[Indicator],
        later: Sequence[Indicator],
        decisions: tuple[Decision, ...],
    ) -> None:
        self.earlier = {n: i for n, i in enumerate(earlier) if i.name.strip()}
        self.later = {n: i for n, i in enumerate(later) if i.name.strip()}
        self.same = {_pair(d) for d in decisions if d.is_same}
        self.different = {_pair(d) for d in decisions if not d.is_same}
        self.matches: list[Match] = []

    def _take(self, i: int, j: int, way: Way) -> None:
        score = likeness(self.earlier.pop(i).name, self.later.pop(j).name)
        self.matches.append(Match(i, j, score, way))

    def take_confirmed(self) -> None:
        """What a person said is one."""
        for one, other in sorted(self.same):
            lefts = [i for i, row in self.earlier.items() if normalised(row.name) == one]
            rights = [j for j, row in self.later.items() if normalised(row.name) == other]
            for i, j in zip(lefts, rights, strict=False):
                self._take(i, j, Way.CONFIRMED)

    def take_equal(self, key: _Key, way: Way) -> None:
        """The rows that alone have their key, on either side; several alike in their order."""
        lefts, rights = _by_key(self.earlier, key), _by_key(self.later, key)
        for held, left in lefts.items():
            right = rights.get(held, [])
            if len(left) == len(right) and not self._are_two(left[0], right[0]):
                for i, j in zip(left, right, strict=True):
                    self._take(i, j, way)

    def _are_two(self, i: int, j: int) -> bool:
        names = normalised(self.earlier[i].name), normalised(self.later[j].name)
        return names in self.different

    def take_alike(self) -> tuple[Match, ...]:
        """Take what is clearly alike; what may be alike is given back, the most alike first."""
        found = []
        for i, left in self.earlier.items():
            for j, right in self.later.items():
                if left.category in (right.category, None) or right.category is None:
                    score = likeness(left.name, right.name)
                    if score >= POSSIBLE and not self._are_two(i, j):
                        found.append(Match(i, j, score, Way.FUZZY))
        found.sort(key=lambda m: (-m.score, m.earlier, m.later))
        for match in found:
            is_open = match.earlier in self.earlier and match.later in self.later
            if is_open and self._is_clear(match, found):
                self._take(match.earlier, match.later, Way.FUZZY)
        return tuple(m for m in found if m.earlier in self.earlier and m.later in self.later)

    def _is_clear(self, match: Match, found: list[Match]) -> bool:
        if match.score < CLEAR:
            return False
        if are_opposed(self.earlier[match.earlier].name, self.later[match.later].name):
            return False
        return not any(
            (m.earlier == match.earlier) != (m.later == match.later)
            and m.earlier in self.earlier
            and m.later in self.later
            and m.score > match.score - MARGIN
            for m in found
        )


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    _Key = Callable[[Indicator], object]


def _by_key(rows: Mapping[int, Indicator], key: _Key) -> dict[object, list[int]]:
    found: defaultdict[object, list[int]] = defaultdict(list)
    for number, row in rows.items():
        found[key(row)].append(number)
    return found


def _pair(decision: Decision) -> tuple[str, str]:
    return normalised(decision.earlier), normalised(decision.later)
