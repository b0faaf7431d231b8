"""The annual objective (年度目标) taken apart: sentences, tasks, quantities, amounts, citations.

What it undertakes to do, and what is only background, is told by :mod:`.undertaking`.

Every part carries ``start`` and ``end``, characters of the original text. Full-width digits are
read as digits; the length of the text never changes, so the places hold.

What looks like a number but is none, and is kept out of the quantities: list markers (“3.2024年”
is item 3), year.month terms (“2022.7-2025.7”), “24×7×365”, days written “4.15”, document numbers.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from jixiao.model.money import UNIT_WORDS, Money

if TYPE_CHECKING:
    from jixiao.model.costing import Costing
    from jixiao.model.undertaking import Activity, Undertaking

_WIDE = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")
_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_MONEY = re.compile(rf"({_NUMBER})\s*(亿元|万元|元|[亿万](?=[，。；、）),;]|$))(?:\s*[/／](\w))?")
_COUNTERS = (
    "个百分点|百分点|人次|班次|车次|户次|场次|批次|人天|平方米|平方公里|公里|小时|课时|学时|个工作日|工作日|"
    "个月|公顷|立方米|次|篇|份|人|名|场|期|本|个|种|家|台|件|套|辆|户|亩|天|项|条|批|届|册|座|处|吨|米|所|部|%|位|"
    "市|县|区|村|社区|幅|支|例|张|只|棵|株|盏|间|栋|艘|艇|头|颗|块|枚|页|字|集|门|轮|趟"
)
_QUANTITY = re.compile(
    rf"(?<![\d.〔\[【第])({_NUMBER})\s*([余多几]?)([百千万亿]?)([余多几]?)\s*"
    rf"(?:[（(]?({_COUNTERS})[）)]?)"
)
_HAN_QUANTITY = re.compile(
    r"(?<![第十百千一二三四五六七八九两双〇])([一二两三四五六七八九十百]{1,5})([余多]?)"
    r"(次|篇|份|场|期|家|届|项|市|名|人次|人|批|个百分点|天|本|台)"
)
_LONGEST_CLAUSE = 80  # characters before an amount that may name it
_TERM = re.compile(
    r"(20\d{2})[.年](\d{1,2})(?:月(?:\d{1,2}日)?)?\s*[-—–－至到~～]+\s*"
    r"(20\d{2})[.年](\d{1,2})(?:月(?:\d{1,2}日)?)?"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年(度)?")
_DATE = re.compile(r"((?:19|20)\d{2})年(\d{1,2})月(?:(\d{1,2})日)?")
_CITATION = re.compile(
    r"([\u4e00-\u9fff]{2,12})\s*([〔【［\[(（])\s*(\d{4})\s*[〕】］\])）]\s*(\d+)(\s*)号"
)
_TITLE = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")
_MARKER = re.compile(
    r"(?:^|(?<=[\n。；;：:]))[ \t\u3000\xa0]*"
    r"(?:(\d{1,2})(?:[.．](?=\d{4}年|\D)|[、）)])|[（(]([一二三四五六七八九十\d]{1,3})[）)]|"
    r"([一二三四五六七八九十]{1,3})、|([一二三四五六七八九十])是|([①-⑳])|目标\s*(\d{1,2})[：:.．、])"
)
_SENTENCE = re.compile(r"[^。；;！？!?\n]*[。；;！？!?\n]?")
_DEADLINE = re.compile(r"\d{1,2}月(?:\d{1,2}日|底|末)?(?:之前|以前|前|完成)|季度(?:末|底)?前")
_DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
# Units that count the same kind of thing, under one of them.
_LIKE_UNITS = {
    "家": "个", "所": "个", "处": "个", "座": "个", "名": "人", "位": "人",
    "册": "本", "份": "本", "篇": "本", "场次": "场", "批次": "批",
}  # fmt: skip
_NOT_A_TOTAL = ("其中", "累计", "已", "现有", "目前", "截至", "上年", "去年", "以来", "共有")
_SCALES = {"": 1, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
# “每月1期”: how often a year the quantity comes.
_TIMES_A_YEAR = {"年": 1, "半年": 2, "季": 4, "月": 12, "周": 52, "日": 365, "天": 365}
# 约 that does not mean “about”: 节约, 条约, 公约, 预约 …
_NOT_ABOUT = frozenset("节条公预签合契特制违")
# “二期工程”, “三项制度”, “两项补贴” name one thing; they do not count.
_NAMES_OF_ONE = ("工程", "项目", "建设", "制度", "补贴", "补助", "改革", "整治")
_HAN_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"两": 2}


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
        self.digits = text.translate(_WIDE)

    @cached_property
    def sentences(self) -> tuple[Part, ...]:
        """The sentences, with their closing mark, blank ones left out."""
        return tuple(
            Part(m.group(), m.start(), m.end())
            for m in _SENTENCE.finditer(self.text)
            if m.group().strip()
        )

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """The numbered items, in order; empty when the text is not numbered."""
        marks = list(_MARKER.finditer(self.digits))
        tasks = []
        ends = [*(m.start() for m in marks[1:]), len(self.text)]
        for mark, end in zip(marks, ends, strict=False):
            start = mark.end() - len(mark.group().lstrip())
            body = self.text[mark.end() : end]
            marker = self.text[start : mark.end()]
            number = _ordinal(next(g for g in mark.groups() if g))
            tasks.append(Task(number, marker, body, start, end))
        return tuple(tasks)

    def task_at(self, position: int) -> int | None:
        """The number of the item in which the character ``position`` stands."""
        found = None
        for task in self.tasks:
            if task.start > position:
                break
            found = task.number
        return found

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The contract and service terms."""
        found = []
        for m in _TERM.finditer(self.digits):
            first_year, first_month, last_year, last_month = (int(g) for g in m.groups())
            task = self.task_at(m.start())
            found.append(Term(first_year, first_month, last_year, last_month, task, *m.span()))
        return tuple(found)

    @cached_property
    def amounts(self) -> tuple[Amount, ...]:
        """The amounts of money, unit prices and totals included and marked as such."""
        if not any(mark in self.text for mark in "元万亿"):
            return ()
        found = []
        for m in _MONEY.finditer(self.digits):
            before = self.text[max(0, m.start() - _LONGEST_CLAUSE) : m.start()]
            clause = re.split(r"[，。；;、：:\n]", before)[-1]
            per = m.group(3)
            if per is None and "每" in clause[-6:]:
                per = clause[clause.rindex("每") + 1 :][:1] or None
            found.append(
                Amount(
                    Money(Decimal(m.group(1).replace(",", "")), UNIT_WORDS[m.group(2)]),
                    clause.strip(),
                    per,
                    any(word in clause for word in ("总计", "合计", "共计", "总额", "总共")),
                    self.task_at(m.start()),
                    m.start(),
                    m.end(),
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
        """The numbers with a counting unit; money, dates, terms and citations are not counted."""
        taken = [(c.start, c.end) for c in self.citations]
        taken += [(a.start, a.end) for a in self.amounts]
        taken += [(t.start, t.end) for t in self.terms]
        taken += [m.span() for m in _DATE.finditer(self.digits)]
        found = []
        for m in _QUANTITY.finditer(self.digits):
            if not any(s <= m.start() < e for s, e in taken) and not self._is_term_of_art(m):
                number = Decimal(m.group(1).replace(",", "")) * _SCALES[m.group(3)]
                loose = bool(m.group(2) or m.group(4)) or self._is_about(m)
                every = self._every(m)
                found.append(Quantity(number, m.group(5), loose, m.start(), m.end(), every))
        for m in _HAN_QUANTITY.finditer(self.digits):
            if not any(s <= m.start() < e for s, e in taken) and self._counts(m):
                number = Decimal(_ordinal(m.group(1)))
                loose = bool(m.group(2)) or self._is_about(m)
                every = self._every(m)
                found.append(Quantity(number, m.group(3), loose, m.start(), m.end(), every))
        return tuple(sorted(found, key=lambda q: q.start))

    def _is_about(self, match: re.Match[str]) -> bool:
        """约, 预计 before the number or 左右 after it: it is not meant exactly."""
        first = max(0, match.start() - 3)
        about = self.digits.rfind("约", first, match.start())
        if about >= 0 and self.digits[about - 1 : about] not in _NOT_ABOUT:
            return True
        expected = "预计" in self.digits[first : match.start()]
        return expected or self.digits.startswith("左右", match.end())

    def _every(self, match: re.Match[str]) -> str | None:
        """What the number is per: after 每 in the same clause, or after a stroke behind it."""
        if self.digits.startswith(("/", "／"), match.end()):
            return self.digits[match.end() + 1 : match.end() + 2] or None
        before = self.digits[max(0, match.start() - 8) : match.start()]
        position = before.rfind("每")
        if position < 0 or any(stop in before[position:] for stop in "，。；、;"):
            return None
        after = before[position + 1 :].lstrip("个")
        return "半年" if after.startswith("半年") else after[:1] or None

    def _counts(self, match: re.Match[str]) -> bool:
        """The Chinese numeral counts: not “一批”, “一次性”, “二期工程”; but “每季度一次”."""
        if self.digits.startswith(_NAMES_OF_ONE, match.end()):
            return False
        before = self.digits[max(0, match.start() - 5) : match.start()]
        return match.group(1) != "一" or any(w in before for w in ("每", "至少", "不少于"))

    def _is_term_of_art(self, match: re.Match[str]) -> bool:
        """“24×7×365的”, “4.15国家安全日”, “1月”: a number that counts nothing."""
        before = self.digits[match.start() - 1 : match.start()]
        return before in ("×", "x", "X", "*", "-", "/")

    @cached_property
    def numbers(self) -> frozenset[Decimal]:
        """Every number in the text, whatever it means, and the quantities in words."""
        found = {Decimal(m.group().replace(",", "")) for m in _DIGITS.finditer(self.digits)}
        return frozenset(found).union(q.number for q in self.quantities)

    @cached_property
    def deadlines(self) -> tuple[Part, ...]:
        """The days and months by which something is to be done (“12月底前”)."""
        return tuple(Part(m.group(), *m.span()) for m in _DEADLINE.finditer(self.digits))

    def clause_at(self, position: int) -> Part:
        """The clause in which the character ``position`` stands."""
        found = Part("", position, position)
        for clause in self.clauses:
            if clause.start > position:
                break
            found = clause
        return found

    def sentence_at(self, position: int) -> Part:
        """The sentence in which the character ``position`` stands."""
        return next(s for s in self.sentences if s.start <= position < s.end)

    @cached_property
    def clauses(self) -> tuple[Part, ...]:
        """The clauses between commas, stops and colons, without the markers of numbered items."""
        from jixiao.model.undertaking import clauses_of

        return clauses_of(self)

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
        like = _LIKE_UNITS.get(unit or "", unit)
        return tuple(q for q in self.quantities if _LIKE_UNITS.get(q.unit, q.unit) == like)

    def totals_in(self, unit: str | None) -> dict[Decimal, Quantity]:
        """Of those, the ones that say exactly how much there is to be, by their number in a year.

        Left out are 约…, numbers per something (每期…), parts (其中…) and what there is already.
        """
        return {
            q.yearly: q
            for q in self.counted_in(unit)
            if not q.approximate
            and q.yearly is not None
            and not any(word in self.clause_at(q.start).text for word in _NOT_A_TOTAL)
        }

    def names_beside(self, quantity: Quantity, name: str) -> bool:
        """Whether what the indicator ``name`` is about stands in the clause of ``quantity``."""
        from jixiao.model.undertaking import subject_of

        clause = subject_of(self.clause_at(quantity.start).text)
        subject = subject_of(name).split()
        return bool(subject) and all(part in clause for part in subject)

    @cached_property
    def years(self) -> tuple[YearMention, ...]:
        """The years named; those of a dated document or inside a title are marked."""
        cited = [(c.start, c.end) for c in self.citations]
        cited += [m.span() for m in _TITLE.finditer(self.text)]
        found = []
        for m in _YEAR.finditer(self.digits):
            in_citation = any(s <= m.start() < e for s, e in cited)
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
        return tuple(Part(m.group(1), *m.span()) for m in _TITLE.finditer(self.text))

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """The document numbers, as written."""
        found = []
        for m in _CITATION.finditer(self.digits):
            code = _issuer_code(m.group(1))
            start = m.start(1) + len(m.group(1)) - len(code)
            before = next((t for t in self._titles_before(start)), None)
            found.append(
                Citation(
                    self.text[start : m.end()],
                    code,
                    self.text[m.start(2)],
                    int(m.group(3)),
                    m.group(4),
                    m.group(5),
                    before,
                    start,
                    m.end(),
                )
            )
        return tuple(found)

    def _titles_before(self, position: int) -> list[str]:
        return [
            m.group(1)
            for m in _TITLE.finditer(self.text)
            if 0 <= position - m.end() <= 8 and "。" not in self.text[m.end() : position]
        ]


_LEADING_WORDS = (
    "根据",
    "按照",
    "依据",
    "落实",
    "贯彻",
    "执行",
    "通知",
    "文件",
    "见",
    "的",
    "和",
    "及",
)


def _issuer_code(text: str) -> str:
    """The issuing body's code at the end of ``text``: 根据国办发 → 国办发."""
    for word in _LEADING_WORDS:
        if word in text:
            text = text[text.rindex(word) + len(word) :] or text
    return text[-8:]


def _ordinal(text: str) -> int:
    """The number written in Arabic, circled or Chinese digits (up to 999)."""
    if text.isdigit() and text.isascii():
        return int(text)
    if len(text) == 1 and "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1
    total = current = 0
    for character in text:
        if character in _HAN_DIGITS:
            current = _HAN_DIGITS[character]
        elif character == "十":
            total += (current or 1) * 10
            current = 0
        elif character == "百":
            total += (current or 1) * 100
            current = 0
    return total + current
