"""The costing in a text (测算): which amounts are parts, and the sums and products it states.

Nothing is worked out that the text does not plainly say: a unit price is multiplied only when
every quantity of its sentence is used and the amount that follows is tied to it by a word; where
two readings are possible the text is left alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from jixiao.model.cached import cached_property
from jixiao.model.money import UNIT_WORDS, YUAN_PER_UNIT, Money, MoneyUnit, plain, written_sum
from jixiao.model.named import NamedTuple
from jixiao.model.terms import mentions

if TYPE_CHECKING:
    from jixiao.model.narrative import Amount, Narrative, Quantity, Term

_STOPS = "，。；;、：:（(\n"
_SENTENCE_STOPS = "。；;\n"
_LONGEST_CLAUSE = 80  # characters looked back, so that a long text takes no longer than it is
_LONGEST_SENTENCE = 600
_MOST_PARTS = 200  # of one total
_TIMES = "×✕＊*xX"
_TIMES_SIGNS = frozenset(_TIMES)
_NUMERALS = frozenset("0123456789.,")
# Money that is hoped for, given as a rate, or compared with: no part of this project's cost.
_NOT_A_COST = (
    *("招商", "引资", "引进", "增收", "产值", "税", "收入", "贷款", "融资", "销售"),
    *("营业", "撬动", "拉动", "带动", "节约", "节省", "节支", "挽回", "损失", "交易"),
    *("成交", "投资", "到位", "贡献", "捐赠", "罚", "上年", "去年", "往年", "标准"),
    *("单价", "均价", "人均", "户均", "超过", "不低于", "最高", "额度", "限额", "等奖"),
    *("合同", "中标", "已付", "已支付", "累计"),
)
_NOT_A_PART = (*_TIMES, "以上", "以下", "以内", "左右的", "级", "标准")
_FILLERS = ("年度", "全年", "费用", "经费", "资金", "总计", "合计", "共计", "测算", "预计", "需要")
_FILLER_CHARACTERS = str.maketrans("", "", "约共需计费年为约总小即 \u3000")


class Sum(NamedTuple):
    """A total the text states (“总计23.17万元”, “=23.17万元”) and the parts before it.

    ``readings`` are the ways the parts may be taken (those of the same item, all since the last
    total, all so far), shortest first.
    """

    readings: tuple[tuple[Money, ...], ...]
    stated: Amount

    @property
    def gap(self) -> Decimal:
        """How far the nearest reading is from the total, in its unit; 0 where it rounds to it."""
        return min(_gap(sum((m.yuan for m in r), Decimal(0)), self.stated) for r in self.readings)

    def calculation(self, language: str = "zh") -> str:
        """The first reading written out: “19.5 + 3.67 = 23.17（万元）”."""
        return written_sum(self.readings[0], self.stated.money.unit, language)


class Product(NamedTuple):
    """A multiplication the text states: the factors, the unit price, and the amount it gives."""

    factors: tuple[Decimal, ...]
    price: Money
    stated: Amount

    @property
    def _result(self) -> Money:
        yuan = self.price.yuan
        for factor in self.factors:
            yuan *= factor
        return Money(yuan, MoneyUnit.YUAN).to(self.stated.money.unit)

    @property
    def gap(self) -> Decimal:
        """How far the product is from the amount stated, in its unit; 0 where it rounds to it."""
        return _gap(self._result.yuan, self.stated)

    def calculation(self, language: str = "zh") -> str:
        """The multiplication written out, in either language: “12 × 2500 × 6.5元 = 19.5万元”."""
        factors = " × ".join(plain(factor) for factor in self.factors)
        return f"{factors} × {self.price} = {self._result}"


class Contract(NamedTuple):
    """A contract term (合同期), what it is for, and the amounts of the item it stands in."""

    term: Term
    amounts: tuple[Amount, ...]

    @property
    def subject(self) -> str:
        """The words before the first amount, without the item's number."""
        label = self.amounts[0].label if self.amounts else ""
        number = label[:3].split(".")[0].split("、")[0]
        is_marked = number.isdigit() and self.term.task == int(number) and len(number) < 3
        return label[len(number) + 1 :].strip() if is_marked else label


class Costing:
    """The costing of one narrative; each part is worked out once."""

    def __init__(self, narrative: Narrative) -> None:
        self.narrative = narrative
        self._text = narrative.text
        self._names_parts = "其中" in narrative.text

    @cached_property
    def items(self) -> tuple[Amount, ...]:
        """The amounts that are parts of the cost: no totals, unit prices, results or sub-items."""
        return tuple(a for a in self.narrative.amounts if self._is_item(a))

    def _is_item(self, amount: Amount) -> bool:
        if amount.per is not None:
            return False
        if amount.is_total or self._formula(amount) is not None:
            return amount.start in self._results
        after = self._text[amount.end : amount.end + 3].lstrip()
        before = self._text[max(0, amount.start - 2) : amount.start].rstrip()[-1:]
        if after.startswith(_NOT_A_PART) or before in _TIMES_SIGNS:
            return False
        if amount.task is None and amount.money.yuan < YUAN_PER_UNIT[MoneyUnit.TEN_THOUSAND]:
            return amount.start in self._results  # small money is a rate
        if self._names_parts:
            start = self._sentence_start(amount.start)
            if "其中" in self._text[start : amount.start]:
                return False
        return not mentions(amount.label, _NOT_A_COST)

    @cached_property
    def _results(self) -> frozenset[int]:
        """Where the amounts stand that are stated as the result of a product."""
        return frozenset(product.stated.start for product in self.products)

    @cached_property
    def sums(self) -> tuple[Sum, ...]:
        """The totals stated with at least two parts before them."""
        found = []
        since = 0
        ends = [item.end for item in self.items]
        for amount in self.narrative.amounts:
            parts = _added(self._formula(amount), amount.money.unit)
            if parts:
                found.append(Sum((parts,), amount))
            elif amount.is_total and amount.start not in self._results:
                last = bisect_left(ends, amount.start + 1)
                before = self.items[max(0, last - _MOST_PARTS) : last]
                takes = (
                    [i for i in before if i.task == amount.task],
                    [i for i in before if i.start >= since],
                    before,
                )
                readings = tuple(tuple(i.money for i in take) for take in takes if len(take) > 1)
                if readings:
                    found.append(Sum(readings, amount))
                since = amount.end
        return tuple(found)

    @cached_property
    def products(self) -> tuple[Product, ...]:
        """The multiplications stated, as a formula or as quantities with a unit price."""
        amounts = self.narrative.amounts
        found = []
        for index, amount in enumerate(amounts):
            formula = self._formula(amount)
            product = None
            if formula is not None:
                product = _multiplied(formula, amount)
            elif index and amounts[index - 1].per is not None and amount.per is None:
                product = self._priced(amounts[index - 1], amount)
            if product is not None:
                found.append(product)
        return tuple(found)

    @property
    def statements(self) -> tuple[Product | Sum, ...]:
        """Every calculation the text states: its products, then its sums."""
        return (*self.products, *self.sums)

    @cached_property
    def contracts(self) -> tuple[Contract, ...]:
        """Every contract term with the amounts of its numbered item, else those before it."""
        by_task: defaultdict[int | None, list[Amount]] = defaultdict(list)
        for amount in self.narrative.amounts if self.narrative.terms else ():
            if amount.per is None:
                by_task[amount.task].append(amount)
        of_task = {task: tuple(amounts) for task, amounts in by_task.items()}
        starts = [amount.start for amount in by_task[None]]
        found = []
        last = 0
        for term in self.narrative.terms:
            amounts = of_task.get(term.task, ())
            if term.task is None:
                first, end = bisect_left(starts, last), bisect_left(starts, term.start)
                amounts = amounts[first:end]
            found.append(Contract(term, amounts))
            last = term.end
        return tuple(found)

    def _clause(self, position: int) -> str:
        first = max(0, position - _LONGEST_CLAUSE)
        start = max(self._text.rfind(stop, first, position) for stop in _STOPS) + 1
        return self._text[start or first : position]

    def _sentence_start(self, position: int) -> int:
        first = max(0, position - _LONGEST_SENTENCE)
        return max(first, *(self._text.rfind(s, first, position) + 1 for s in _SENTENCE_STOPS))

    def _formula(self, amount: Amount) -> str | None:
        """What stands before “=” in front of the amount, or None."""
        before = self._text[max(0, amount.start - 4) : amount.start].rstrip(" 约")
        if not before.endswith(("=", "＝")):
            return None
        end = self._text.rindex(before[-1], 0, amount.start)
        return self.narrative.digits[end - len(self._clause(end)) : end].strip()

    @cached_property
    def _places(self) -> list[int]:
        return [q.start for q in self.narrative.quantities]

    def _priced(self, price: Amount, stated: Amount) -> Product | None:
        """Quantities × unit price = the amount stated next, when the sentence says just that."""
        between = self._text[price.end : stated.start]
        start = self._sentence_start(price.start)
        if any(stop in between for stop in _SENTENCE_STOPS) or between.startswith(tuple("·/／*")):
            return None
        label = stated.label
        for word in _FILLERS:
            label = label.replace(word, "")
        label = label.translate(_FILLER_CHARACTERS)
        if label and (len(label) < 2 or label not in self._text[start : price.start]):
            return None
        first, last = (bisect_left(self._places, p) for p in (start, stated.start))
        quantities = self.narrative.quantities[first:last]
        wanted = list(dict.fromkeys([*_rates(self._clause(price.start)), price.per or ""]))
        used: list[Quantity] = []
        while wanted:
            unit = wanted.pop()
            fits = [q for q in quantities if q.unit.startswith(unit) and q not in used]
            plain_ones = [q for q in fits if not _rates(self._clause(q.start))]
            if len(plain_ones or fits) != 1:
                return None
            used += plain_ones or fits
            if not plain_ones:
                wanted += _rates(self._clause(fits[0].start))
        unused = (q for q in quantities if q not in used)
        if any(q.start > price.start or not _rates(self._clause(q.start)) for q in unused):
            return None
        factors = tuple(q.number for q in sorted(used, key=lambda q: q.start))
        return Product(factors, price.money, stated)


def _gap(yuan: Decimal, stated: Amount) -> Decimal:
    """The difference in the stated unit; 0 when ``yuan`` rounds to the digits written.

    After 约 the closing zeros of the amount are not taken as digits: 约200万元 is 195 to 205.
    """
    amount, unit = stated.money
    difference = abs(Money(yuan, MoneyUnit.YUAN).to(unit).amount - amount)
    exponent = (amount.normalize() if "约" in stated.label[-2:] else amount).as_tuple().exponent
    return Decimal(0) if difference <= Decimal(5).scaleb(int(exponent) - 1) else difference


def _rates(clause: str) -> list[str]:
    """The units after 每 in a clause: “每期印刷” → 期, “每人每天” → 人, 天."""
    return [piece[0] for piece in clause.split("每")[1:] if piece]


def _multiplied(formula: str, stated: Amount) -> Product | None:
    """The product a formula says, one factor of which is money; None when it says another."""
    for sign in _TIMES:
        formula = formula.replace(sign, "×")
    factors: list[Decimal] = []
    price = None
    pieces = formula.split("×")
    for piece in pieces:
        number, unit = _number_of(piece)
        if number is None:
            return None
        if unit is None:
            factors.append(number)
        elif price is not None:
            return None
        else:
            price = Money(number, unit)
    if len(pieces) < 2:
        return None
    if price is None:
        # Bare numbers may be yuan (100×300=3万元) or of the unit of the result (3×4=12万元): the
        # formula is wrong where neither comes out.
        last = factors.pop()
        in_yuan, *others = [Product(tuple(factors), Money(last, u), stated) for u in MoneyUnit]
        is_yuan = stated.money.unit is MoneyUnit.YUAN
        return in_yuan if is_yuan or all(p.gap for p in (in_yuan, *others)) else None
    return Product(tuple(factors), price, stated)


def _added(formula: str | None, unit: MoneyUnit) -> tuple[Money, ...]:
    """The parts of a formula that adds; empty when it does not."""
    pieces = formula.replace("＋", "+").split("+") if formula is not None else ()
    parts = [_number_of(piece) for piece in pieces]
    if len(parts) < 2 or any(number is None for number, _ in parts):
        return ()
    return tuple(Money(number, own or unit) for number, own in parts if number is not None)


def _number_of(piece: str) -> tuple[Decimal | None, MoneyUnit | None]:
    """The one number in a piece of a formula and its money unit: “6.5元/本” → 6.5, 元."""
    digits = "".join(c if c in _NUMERALS else " " for c in piece).split()
    if len(digits) != 1 or "-" in piece or "÷" in piece:
        return None, None
    try:
        number = Decimal(digits[0].replace(",", ""))
    except ArithmeticError:
        return None, None
    tail = piece[piece.index(digits[0]) + len(digits[0]) :].strip()
    word = next((w for w in ("亿元", "万元", "元") if tail.startswith(w)), None)
    return number, UNIT_WORDS[word] if word is not None else None
