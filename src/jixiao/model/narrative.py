"""The annual objective (年度目标) taken apart: sentences, tasks, quantities, amounts, citations.

What it undertakes to do, and what is only background, is told by :mod:`.undertaking`.

Every part carries ``start`` and ``end``, characters of the original text. Full-width digits are
read as digits; the length of the text never changes, so the places hold.

What looks like a number but is none, and is kept out of the quantities: list markers (“3.2024年”
is item 3), year.month terms (“2022.7-2025.7”), “24×7×365”, days written “4.15”, document numbers.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from jixiao.model.cached import cached_property
from jixiao.model.money import UNIT_WORDS, Money, plain
from jixiao.model.named import NamedTuple
from jixiao.model.scanning import (
    BEFORE_UNIT,
    MARKER_STARTS,
    NUMERALS,
    covering,
    cut,
    decimal_of,
    document_numbers_in,
    issuer_before,
    mark_before,
    marker_at,
    money_in,
    numbers_in,
    ordinal,
    tail_at,
    unit_at,
    with_plain_digits,
)
from jixiao.model.terms import mentions, words_by_first_character

if TYPE_CHECKING:
    from jixiao.model.costing import Costing
    from jixiao.model.loose_wording import ClauseSense
    from jixiao.model.undertaking import Activity, Undertaking

# Scanning is made cheap: what can be told by a rare character (元, 号, 年, 《) is looked for from
# there; the numbers are found once for all; what must not stand before a match is looked at last.
_DIGIT = re.compile("[0-9]")
_HAN = "一二两三四五六七八九十百"
_NUMERAL = re.compile(f"[0-9{_HAN}][0-9.,{_HAN}]*")
_ONE_NUMERAL = f"[0-9][0-9.,]*|[{_HAN}]+"
_CLAUSE_STOPS = "，。；;、：:\n"
_TOTALS = ("总计", "合计", "共计", "总额", "总共")
_COUNTERS = words_by_first_character(
    "个百分点 百分点 人次 班次 车次 户次 场次 批次 人天 平方米 平方公里 公里 小时 课时 学时 "
    "个工作日 工作日 个月 公顷 立方米 次 篇 份 人 名 场 期 本 个 种 家 台 件 套 辆 户 亩 天 项 "
    "条 批 届 册 座 处 吨 米 所 部 % 位 市 县 区 村 社区 幅 支 例 张 只 棵 株 盏 间 栋 艘 艇 头 "
    "颗 块 枚 页 字 集 门 轮 趟"
)
_HAN_COUNTERS = words_by_first_character(
    "次 篇 份 场 期 家 届 项 市 名 人次 人 批 个百分点 天 本 台"
)
_LONGEST_HAN_NUMERAL = 5
_LOOSE_HAN = frozenset("余多")
_NO_QUANTITY_AFTER = frozenset("0123456789.〔[【第×xX*-/")  # “第3次”, “24×7”, “3-5”
_NO_HAN_QUANTITY_AFTER = frozenset("第十百千一二三四五六七八九两双〇")
_LONGEST_CLAUSE = 80  # characters before an amount that may name it
_TERM = re.compile(
    r"(20\d{2})[.年](\d{1,2})(?:月(?:\d{1,2}日)?)?\s*[-—–－至到~～]+\s*"
    r"(20\d{2})[.年](\d{1,2})(?:月(?:\d{1,2}日)?)?"
)
_YEAR = re.compile(r"([12]\d{3})\s*年(度)?")
_DATE = re.compile(r"((?:19|20)\d{2})年(\d{1,2})月(?:(\d{1,2})日)?")
_TITLE = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")
_SENTENCE_ENDS = "。；;！？!?"
_CLAUSE_ENDS = f"{_SENTENCE_ENDS}，：:"
_BEFORE_MARKER = frozenset("\n。；;：:")
_DEADLINE = re.compile(r"\d{1,2}月(?:\d{1,2}日|底|末)?(?:之前|以前|前|完成)|季度(?:末|底)?前")
# Units that count the same kind of thing, under one of them.
_LIKE_UNITS = {
    "家": "个", "所": "个", "处": "个", "座": "个", "名": "人", "位": "人",
    "册": "本", "份": "本", "篇": "本", "场次": "场", "批次": "批",
}  # fmt: skip
_BOUNDS = ("在", "达", "达到", "不低于", "不少于", "不高于", "不超过", "控制", "为", "≥", "≤")
_RATE_ENDINGS = ("率", "度")
_AND = ("和", "及", "与", "、", "以及")
_NOT_A_TOTAL = ("其中", "累计", "已", "现有", "目前", "截至", "上年", "去年", "以来", "共有")
# “每月1期”: how often a year the quantity comes.
_TIMES_A_YEAR = {"年": 1, "半年": 2, "季": 4, "月": 12, "周": 52, "日": 365, "天": 365}
# 约 that does not mean “about”: 节约, 条约, 公约, 预约 …
_NOT_ABOUT = frozenset("节条公预签合契特制违")
# “二期工程”, “三项制度”, “两项补贴” name one thing; they do not count.
_NAMES_OF_ONE = ("工程", "项目", "建设", "制度", "补贴", "补助", "改革", "整治")
# What may follow the number of a quantity: a blank, 余, 万, a bracket, or the unit itself.
_BEHIND_NUMBER = BEFORE_UNIT | _COUNTERS.keys() | frozenset("（( \t\n\u3000\xa0")
_BEHIND_HAN_NUMERAL = _LOOSE_HAN | _HAN_COUNTERS.keys()


class Part(NamedTuple):
    """A stretch of the text."""

    text: str
    start: int
    end: int


class Task(NamedTuple):
    """A numbered item (“1.…”, “２、…”, “一是…”); ``number`` as counted, text without marker.

    ``marker`` is the marker as written; ``start`` is where the marker begins.
    """

    number: int
    marker: str
    text: str
    start: int
    end: int


class Quantity(NamedTuple):
    """A number with a counting unit (“3次”, “55人”, “两市”, “2.5万册”), money excepted.

    ``number`` is the whole number (25000), ``unit`` the counting unit alone. ``every`` is what
    stands after 每 before it, or after a stroke: 月 in “每月1期”, 期 in “每期印刷2500本”.
    """

    number: Decimal
    unit: str
    approximate: bool
    start: int
    end: int
    every: str | None = None

    @property
    def yearly(self) -> Decimal | None:
        """The number in a year: 12 for “每月1期”; None when it is a number per something else."""
        if self.every is None:
            return self.number
        times = _TIMES_A_YEAR.get(self.every)
        return self.number * times if times is not None else None

    def is_per_same(self, name: str) -> bool:
        """The indicator ``name`` counts for the same span: “每日保洁4次” — 每日保洁次数, 日均…."""
        every = self.every
        if every is None:
            return False
        spans = ("日", "天") if every in ("日", "天") else (every,)
        return any(f"每{span}" in name or f"{span}均" in name for span in spans)


class Amount(NamedTuple):
    """An amount of money in the text.

    ``label`` is the clause before it; ``per`` the unit of a unit price (“每本6.5元”, “6元/人”);
    ``is_total`` is true after 总计, 合计, 共计, 总额; ``task`` the number of the item it stands in.
    """

    money: Money
    label: str
    per: str | None
    is_total: bool
    task: int | None
    start: int
    end: int


class Term(NamedTuple):
    """A service or contract term (“2022.7-2025.7”): first and last year and month."""

    from_year: int
    from_month: int
    to_year: int
    to_month: int
    task: int | None
    start: int
    end: int


class YearMention(NamedTuple):
    """A year in the text; ``in_citation`` when it dates or numbers a document."""

    year: int
    is_budget_year: bool
    in_citation: bool
    start: int
    end: int


class Citation(NamedTuple):
    """A document number in the text (发文字号), as written.

    ``code`` 国办发, ``bracket`` the opening bracket used (〔 is right), ``sequence`` the digits as
    written, ``blank`` the blank before 号; ``title`` of the 《…》 before it, None without one.
    """

    text: str
    code: str
    bracket: str
    year: int
    sequence: str
    blank: str
    title: str | None
    start: int
    end: int

    @property
    def is_internal(self) -> bool:
        """The number of an office's or a party body's own papers (淮办秘, 皖外事委办), not 政办秘.

        Offices of governments publish their 政办秘 series; the others are not published as a rule.
        """
        is_office = self.code.endswith("办秘") and not self.code.endswith("政办秘")
        return is_office or self.code.endswith("委办")


class Narrative:
    """A text of the objective, taken apart on demand; each part is computed once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.digits = with_plain_digits(text)
        self.has_digits = _DIGIT.search(self.digits) is not None

    @cached_property
    def sentences(self) -> tuple[Part, ...]:
        """The sentences, with their closing mark, blank ones left out."""
        found = []
        start = 0
        for piece in cut(self.text, _SENTENCE_ENDS):
            end = start + len(piece) + 1
            sentence = self.text[start:end]
            if sentence.strip():
                found.append(Part(sentence, start, start + len(sentence)))
            start = end
        return tuple(found)

    @cached_property
    def _marked_clauses(self) -> tuple[Part, ...]:
        """The clauses, markers of items included, blanks around them left out."""
        found = []
        start = 0
        for piece in cut(self.text, _CLAUSE_ENDS):
            clause = piece.strip()
            if clause:
                first = start if clause is piece else start + piece.index(clause)
                found.append(Part(clause, first, first + len(clause)))
            start += len(piece) + 1
        return tuple(found)

    @cached_property
    def _numerals(self) -> list[tuple[int, int]]:
        """Where digits, points and commas stand together, and where Chinese numerals do."""
        found = []
        for m in _NUMERAL.finditer(self.digits):
            run = m.group()
            if run.isascii() or run.isalpha():
                found.append(m.span())
            else:  # “3百”, “2024三”
                start = m.start()
                one_kind = re.finditer(_ONE_NUMERAL, run)
                found += [(start + part.start(), start + part.end()) for part in one_kind]
        return found

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """The numbered items, in order; empty when the text is not numbered.

        A marker stands at the beginning of a line, of a sentence, or after a colon.
        """
        text, digits = self.text, self.digits
        marks = []
        for _, start, _ in self._marked_clauses:
            if digits[start] in MARKER_STARTS:
                marker = marker_at(digits, start)
                if marker is not None and mark_before(text, start) in _BEFORE_MARKER:
                    marks.append((start, *marker))
        ends = [*(start for start, _, _ in marks[1:]), len(text)]
        return tuple(
            Task(number, text[start:after], text[after:end], start, end)
            for (start, number, after), end in zip(marks, ends, strict=False)
        )

    def task_at(self, position: int) -> int | None:
        """The number of the item in which the character ``position`` stands."""
        index = bisect_right(self._task_starts, position) - 1
        return self.tasks[index].number if index >= 0 else None

    @cached_property
    def _task_starts(self) -> list[int]:
        return [task.start for task in self.tasks]

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The contract and service terms."""
        found: list[Term] = []
        for m in _TERM.finditer(self.digits) if self.has_digits else ():
            first_year, first_month, last_year, last_month = (int(g) for g in m.groups())
            task = self.task_at(m.start())
            found.append(Term(first_year, first_month, last_year, last_month, task, *m.span()))
        return tuple(found)

    @cached_property
    def amounts(self) -> tuple[Amount, ...]:
        """The amounts of money, unit prices and totals included and marked as such."""
        found = []
        for start, written, unit, end, per in money_in(self.digits) if self.has_digits else ():
            before = self.text[max(0, start - _LONGEST_CLAUSE) : start]
            clause = before[max(map(before.rfind, _CLAUSE_STOPS)) + 1 :]
            if per is None and "每" in clause[-6:]:
                per = clause[clause.rindex("每") + 1 :][:1] or None
            found.append(
                Amount(
                    Money(decimal_of(written), UNIT_WORDS[unit]),
                    clause.strip(),
                    per,
                    mentions(clause, _TOTALS),
                    self.task_at(start),
                    start,
                    end,
                )
            )
        return tuple(found)

    @cached_property
    def costing(self) -> Costing:
        """The costing (测算): the parts, sums and products the text states."""
        from jixiao.model.costing import Costing  # loaded where a text names money, not before

        return Costing(self)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """The numbers with a counting unit; money, terms and citations are not counted."""
        digits = self.digits
        found = []
        for start, end in self._numerals:
            quantity = None
            behind = digits[end : end + 1]
            if digits[start] not in NUMERALS:
                if behind in _BEHIND_HAN_NUMERAL:
                    quantity = self._in_words(start, end)
            elif behind in _BEHIND_NUMBER and digits[end - 1] in NUMERALS:
                quantity = self._in_digits(start, end)
            if quantity is not None:
                found.append(quantity)
        if not found:
            return ()
        taken = [(c.start, c.end) for c in self.citations]
        taken += [(a.start, a.end) for a in self.amounts]
        taken += [(t.start, t.end) for t in self.terms]
        covers = covering(taken)
        return tuple(quantity for quantity in found if not covers(quantity.start))

    def _in_digits(self, start: int, end: int) -> Quantity | None:
        """The quantity whose number is the last between the two characters, a digit at its end."""
        digits = self.digits
        if digits.startswith(("万元", "亿元"), end):
            return None
        is_loose, scale, position = tail_at(digits, end)
        bracket = digits[position : position + 1] in ("（", "(")
        position += bracket
        unit = unit_at(digits, position, _COUNTERS)
        if unit is None:
            return None
        number, start = numbers_in(digits, start, end)[-1]
        if digits[start - 1 : start] in _NO_QUANTITY_AFTER:
            return None
        end = position + len(unit)
        is_loose = is_loose or self._is_about(start, end)
        every = self._every(start, end)
        end += bracket and digits.startswith(("）", ")"), end)
        return Quantity(decimal_of(number) * scale, unit, is_loose, start, end, every)

    def _in_words(self, start: int, end: int) -> Quantity | None:
        """The quantity whose number is the Chinese numeral between the two characters."""
        digits = self.digits
        numeral = digits[start:end]
        is_loose = digits[end : end + 1] in _LOOSE_HAN
        end += is_loose
        unit = unit_at(digits, end, _HAN_COUNTERS)
        is_part = digits[start - 1 : start] in _NO_HAN_QUANTITY_AFTER
        if unit is None or is_part or len(numeral) > _LONGEST_HAN_NUMERAL:
            return None
        end += len(unit)
        if not self._counts(numeral, start, end):
            return None
        is_loose = is_loose or self._is_about(start, end)
        number = Decimal(ordinal(numeral))
        return Quantity(number, unit, is_loose, start, end, self._every(start, end))

    def _is_about(self, start: int, end: int) -> bool:
        """约, 预计 before the number or 左右 after it: it is not meant exactly."""
        first = max(0, start - 3)
        about = self.digits.rfind("约", first, start)
        if about >= 0 and self.digits[about - 1 : about] not in _NOT_ABOUT:
            return True
        expected = "预计" in self.digits[first:start]
        return expected or self.digits.startswith("左右", end)

    def _every(self, start: int, end: int) -> str | None:
        """What the number is per: after 每 in the same clause, or after a stroke behind it."""
        if self.digits.startswith(("/", "／"), end):
            return self.digits[end + 1 : end + 2] or None
        before = self.digits[max(0, start - 8) : start]
        position = before.rfind("每")
        if position < 0 or any(stop in before[position:] for stop in "，。；、;"):
            return None
        after = before[position + 1 :].lstrip("个")
        return "半年" if after.startswith("半年") else after[:1] or None

    def _counts(self, numeral: str, start: int, end: int) -> bool:
        """The Chinese numeral counts: not “一批”, “一次性”, “二期工程”; but “每季度一次”."""
        if self.digits.startswith(_NAMES_OF_ONE, end):
            return False
        before = self.digits[max(0, start - 5) : start]
        return numeral != "一" or any(w in before for w in ("每", "至少", "不少于"))

    @cached_property
    def numbers(self) -> frozenset[Decimal]:
        """Every number in the text, whatever it means, and the quantities in words."""
        digits = self.digits
        found = {
            decimal_of(number)
            for start, end in self._numerals
            if digits[start] in NUMERALS
            for number, _ in numbers_in(digits, start, end)
        }
        return frozenset(found).union(q.number for q in self.quantities)

    def states(self, number: Decimal) -> bool:
        """The number stands in the text, whatever it means there; see :attr:`numbers`."""
        if plain(number) not in self.digits and "," not in self.digits:
            return any(quantity.number == number for quantity in self.quantities)
        return number in self.numbers

    @cached_property
    def deadlines(self) -> tuple[Part, ...]:
        """The days and months by which something is to be done (“12月底前”)."""
        if "月" not in self.text and "季度" not in self.text:
            return ()
        return tuple(Part(m.group(), *m.span()) for m in _DEADLINE.finditer(self.digits))

    def clause_at(self, position: int) -> Part:
        """The clause in which the character ``position`` stands, else the one before it."""
        return _part_at(self.clauses, self._clause_starts, position)

    @cached_property
    def _clause_starts(self) -> list[int]:
        return [clause.start for clause in self.clauses]

    def sentence_at(self, position: int) -> Part:
        """The sentence in which the character ``position`` stands."""
        return _part_at(self.sentences, self._sentence_starts, position)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def quantities_between(self, start: int, end: int) -> tuple[Quantity, ...]:
        """The quantities that begin between the two characters, ``end`` not included."""
        starts = self._quantity_starts
        return self.quantities[bisect_left(starts, start) : bisect_left(starts, end)]

    @cached_property
    def unit_prices(self) -> tuple[Amount, ...]:
        """The amounts that are prices of one of something (“每本6.5元”)."""
        return tuple(amount for amount in self.amounts if amount.per)

    def unit_prices_between(self, start: int, end: int) -> tuple[Amount, ...]:
        """The unit prices that begin between the two characters, ``end`` not included."""
        prices, starts = self.unit_prices, self._unit_price_starts
        return prices[bisect_left(starts, start) : bisect_left(starts, end)] if prices else ()

    @cached_property
    def _unit_price_starts(self) -> list[int]:
        return [price.start for price in self.unit_prices]

    @cached_property
    def _quantity_starts(self) -> list[int]:
        return [quantity.start for quantity in self.quantities]

    @cached_property
    def clauses(self) -> tuple[Part, ...]:
        """The clauses between commas, stops and colons, without the markers of numbered items."""
        if not self.tasks:
            return self._marked_clauses
        marked = {task.start: len(task.marker) for task in self.tasks}
        found = []
        for clause in self._marked_clauses:
            text, start, end = clause
            if start in marked:
                text = text[marked[start] :].lstrip()
                clause = Part(text, end - len(text), end)
            if text:
                found.append(clause)
        return tuple(found)

    @cached_property
    def preamble(self) -> Part | None:
        """The text before the first clause that says what is to be done; None when there is none.

        Background is known by its opening words (根据…, 为…, 近年来…), by “…是…”, and by standing
        in a quotation. None too when nothing but background can be told.
        """
        from jixiao.model.undertaking import preamble_of

        return preamble_of(self)

    @property
    def opens_with_long_citation(self) -> bool:
        """The preamble cites a document and is longer than any sentence after it."""
        if self.preamble is None:
            return False
        end = self.preamble.end
        starts = [t.start for t in self.titles] + [c.start for c in self.citations]
        cites = any(start < end for start in starts)
        return cites and all(s.end - max(s.start, end) < end for s in self.sentences)

    @cached_property
    def undertakings(self) -> tuple[Undertaking, ...]:
        """The pieces of concrete work the objective names: one a numbered item, else one a clause.

        Wishes (提升…, 加强…) and generalities (完成各项任务) are none.
        """
        from jixiao.model.undertaking import undertakings_of

        return undertakings_of(self)

    @cached_property
    def activities(self) -> tuple[Activity, ...]:
        """The activities and bodies named (培训, 测评, …协会), each with what it is about."""
        from jixiao.model.undertaking import activities_of

        return activities_of(self)

    @cached_property
    def relative_years(self) -> tuple[Part, ...]:
        """明年, 今年, 去年, 下半年: years that depend on when the text is read."""
        from jixiao.model.loose_wording import relative_years_in

        return relative_years_in(self)

    def is_task_year(self, mention: YearMention) -> bool:
        """Whether the year dates a task, not a document, a contract or the past."""
        from jixiao.model.loose_wording import is_task_year

        return is_task_year(self, mention)

    def sense_of(self, clause: Part) -> ClauseSense:
        """What the clause says of the years in it, worked out once for all of them."""
        sense = self._senses.get(clause.start)
        if sense is None:
            from jixiao.model.loose_wording import sense_of

            sense = self._senses[clause.start] = sense_of(clause)
        return sense

    @cached_property
    def _senses(self) -> dict[int, ClauseSense]:
        return {}

    @cached_property
    def is_in_term(self) -> Callable[[int], bool]:
        """Tells of a character whether it stands in a contract or service term."""
        return covering([(term.start, term.end) for term in self.terms])

    @cached_property
    def tentative(self) -> tuple[Part, ...]:
        """The sentences with 暂定, 约, 左右 …; ``text`` lists the words met."""
        from jixiao.model.loose_wording import tentative_in

        return tentative_in(self)

    @cached_property
    def conditions(self) -> tuple[Part, ...]:
        """The headings 实施条件 and the like inside the text."""
        from jixiao.model.loose_wording import conditions_in

        return conditions_in(self)

    @cached_property
    def rankings(self) -> tuple[Part, ...]:
        """The words that promise a rank (争先进位)."""
        from jixiao.model.loose_wording import rankings_in

        return rankings_in(self)

    def counted_in(self, unit: str | None) -> tuple[Quantity, ...]:
        """The quantities counted in ``unit`` or in a unit for the same kind of thing (家, 个)."""
        if unit is None:
            return ()
        return self._counted.get(_LIKE_UNITS.get(unit, unit), ())

    @cached_property
    def _counted(self) -> dict[str, tuple[Quantity, ...]]:
        found: defaultdict[str, list[Quantity]] = defaultdict(list)
        for quantity in self.quantities:
            found[_LIKE_UNITS.get(quantity.unit, quantity.unit)].append(quantity)
        return {unit: tuple(quantities) for unit, quantities in found.items()}

    def totals_in(self, unit: str | None) -> dict[Decimal, Quantity]:
        """Of those, the ones that say exactly how much there is to be, by their number in a year.

        Left out are 约…, numbers per something (每期…), parts (其中…) and what there is already.
        """
        totals = self._totals.get(unit)
        if totals is None:
            totals = self._totals[unit] = {
                q.yearly: q
                for q in self.counted_in(unit)
                if not q.approximate
                and q.yearly is not None
                and not any(word in self.clause_at(q.start).text for word in _NOT_A_TOTAL)
            }
        return totals

    @cached_property
    def _totals(self) -> dict[str | None, dict[Decimal, Quantity]]:
        return {}

    def names_beside(self, quantity: Quantity, name: str) -> bool:
        """Whether what the indicator ``name`` is about stands in the clause of ``quantity``."""
        from jixiao.model.undertaking import names_beside

        return names_beside(name, self.clause_at(quantity.start).text)

    @cached_property
    def rates(self) -> dict[str, tuple[Quantity, ...]]:
        """The percentages stated exactly, by the words before them: “合格率达到98%” → 合格率.

        Only what ends in 率 or 度 is one; what the words say of an amount (不低于) is left out.
        """
        found: dict[str, list[Quantity]] = {}
        for quantity in self.counted_in("%"):
            words = self.text[self.clause_at(quantity.start).start : quantity.start].rstrip()
            for bound in _BOUNDS:
                words = words.removesuffix(bound)
            if words.endswith(_RATE_ENDINGS) and not quantity.approximate:
                found.setdefault(words, []).append(quantity)
        return {words: tuple(quantities) for words, quantities in found.items()}

    @cached_property
    def years(self) -> tuple[YearMention, ...]:
        """The years named; those of a dated document or inside a title are marked."""
        if not self.has_digits:
            return ()
        cited = [(c.start, c.end) for c in self.citations]
        covers = covering([*cited, *((t.start, t.end) for t in self.titles)])
        found = []
        for m in _YEAR.finditer(self.digits):
            before = self.digits[m.start() - 1 : m.start()]
            if not 1900 <= int(m.group(1)) < 2100 or before in NUMERALS:
                continue
            in_citation = covers(m.start())
            full_date = _DATE.match(self.digits, m.start())
            if full_date is not None and full_date.group(3):
                near = self.digits[max(0, m.start() - 16) : m.start()]
                in_citation = in_citation or "号" in near or "》" in near
            found.append(
                YearMention(int(m.group(1)), bool(m.group(2)), in_citation, m.start(), m.end())
            )
        return tuple(found)

    @cached_property
    def titles(self) -> tuple[Part, ...]:
        """The document titles in 《》, without the brackets in ``text``, with them in the span."""
        if "《" not in self.text:
            return ()
        return tuple(Part(m.group(1), *m.span()) for m in _TITLE.finditer(self.text))

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """The document numbers, as written."""
        found = []
        for year_start, year, sequence, blank, end in document_numbers_in(self.digits):
            issuer = issuer_before(self.text, year_start)
            if issuer is None:
                continue
            code, bracket = issuer
            start = self.text.rindex(code, 0, year_start)
            found.append(
                Citation(
                    self.text[start:end],
                    code,
                    bracket,
                    year,
                    sequence,
                    blank,
                    self._title_before(start),
                    start,
                    end,
                )
            )
        return tuple(found)

    def _title_before(self, position: int) -> str | None:
        """The title that ends close before ``position`` in the same sentence."""
        index = bisect_right(self._title_ends, position) - 1
        if index < 0:
            return None
        title = self.titles[index]
        between = self.text[title.end : position]
        is_close = len(between) <= 8 and "。" not in between
        is_other = between.startswith(_AND)  # “《…办法》和示政办发〔2021〕15号文件” are two
        return title.text if is_close and not is_other else None

    @cached_property
    def _title_ends(self) -> list[int]:
        return [title.end for title in self.titles]


def _part_at(parts: tuple[Part, ...], starts: list[int], position: int) -> Part:
    """The last part that begins at or before ``position``; an empty one where none does."""
    index = bisect_right(starts, position) - 1
    return parts[index] if index >= 0 else Part("", position, position)
