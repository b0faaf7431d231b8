"""Self-evaluations as JSON (自评记录), the form in which they are keyed in by hand.

An object, or an array of objects; docs/reference/self-evaluation-json.md lists the keys. Numbers
are read as decimals. A key that is not known is refused, so that nothing keyed in is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from jixiao.model.evaluation import Actual, EvaluatedIndicator, ExecutionRow, SelfEvaluation
from jixiao.model.exceptions import NotAPerformanceForm
from jixiao.model.indicator import Indicator
from jixiao.model.money import MoneyUnit, plain
from jixiao.readers.forms.actual_value import read_actual
from jixiao.readers.forms.cell_text import cleaned, level_label, points, read_amount
from jixiao.readers.forms.evaluated_rows import without_points
from jixiao.readers.forms.execution_rows import execution_rate, fund_label, is_total_of_funds
from jixiao.readers.forms.indicator_block import classes
from jixiao.readers.json_object import parsed
from jixiao.readers.value_grammar import read_value

FORM_KEYS = {
    "form": ("form",),
    "title": ("项目名称", "部门名称", "title"),
    "department": ("主管部门", "department"),
    "implementing_unit": ("实施单位", "implementing_unit"),
    "fiscal_year": ("year", "年度"),
    "unit": ("金额单位", "unit"),
    "money": ("money",),
    "budget": ("budget",),
    "weight_total": ("weight_total",),
    "execution_score": ("execution_score",),
    "objective": ("预期目标", "objective"),
    "achieved": ("实际完成情况", "achieved"),
    "indicators": ("indicators",),
    "total": ("总分", "total"),
}
FUND_KEYS = {
    "initial": ("年初预算数", "年初预算", "initial"),
    "adjusted": ("全年预算数", "调整后预算数", "adjusted"),
    "paid": ("全年执行数", "预算执行数", "paid"),
    "rate": ("执行率", "预算执行率", "rate"),
    "weight": ("分值", "权重", "weight"),
    "points": ("得分", "points"),
    "reason": ("原因", "reason"),
}
INDICATOR_KEYS = {
    "level1": ("l1",),
    "level2": ("l2",),
    "name": ("name",),
    "value": ("target", "value"),
    "sign": ("sign",),
    "unit": ("unit",),
    "actual": ("actual",),
    "weight": ("weight",),
    "points": ("score",),
    "reason": ("reason",),
}
# What whoever keys in a form may note about the copy itself; it says nothing of the project.
REMARK_KEYS = frozenset({"form_no", "cut"})
# What a record may be of; a 部门名称 says it too.
FORMS = ("self-evaluation", "department-self-evaluation", "all-projects-self-evaluation")
UNIT = MoneyUnit.TEN_THOUSAND  # where no unit is keyed in
_LONGEST_NUMBER = 30  # digits


def read_evaluation_records(data: bytes, name: str) -> tuple[SelfEvaluation, ...]:
    """The self-evaluations in ``data``. Raises :class:`UserError` where there are none."""
    made = parsed(data, name, _decimal)
    values = made if isinstance(made, list) else [made]
    if not values or not all(
        isinstance(v, dict) and "indicators" in v and ("money" in v or "budget" in v)
        for v in values
    ):
        raise NotAPerformanceForm(
            f"“{name}”是 JSON，但不是自评记录：每份记录应有 indicators，以及 money 或 budget。"
            "可用的键见 docs/reference/self-evaluation-json.md。",
            f"“{name}” is JSON but no record of self-evaluations: each needs indicators, and "
            "money or budget; docs/reference/self-evaluation-json.md lists the keys",
        )
    is_list = isinstance(made, list)
    return tuple(
        _evaluation(_Values(v, f"[{n}]" if is_list else "", name, FORM_KEYS))
        for n, v in enumerate(values)
    )


def _decimal(text: str) -> Decimal:
    if len(text) > _LONGEST_NUMBER or "e" in text.lower():
        raise ValueError("a number too long, or with an exponent")
    return Decimal(text)


class _Printed(NamedTuple):
    """A value as text, whether it was keyed in as text or as a number."""

    text: str
    number: Decimal | None = None


class _Values:
    """An object of the record: its values by field, under whichever of the accepted keys."""

    def __init__(self, value: Any, path: str, file: str, keys: dict[str, tuple[str, ...]]) -> None:
        self.path, self.file = path, file
        if not isinstance(value, dict):
            raise self.wrong("", "应为对象 {…}", "should be an object {…}")
        fields = {key: field for field, names in keys.items() for key in names}
        self.held: dict[str, Any] = {}
        self.keys: dict[str, str] = {}
        for key, inner in value.items():
            field = fields.get(key)
            if field is None:
                if key in REMARK_KEYS:
                    continue
                raise self.wrong(key, "不是可用的键", "is no accepted key")
            if field in self.held:
                raise self.wrong(key, f"与 {self.keys[field]} 重复", f"repeats {self.keys[field]}")
            self.held[field], self.keys[field] = inner, key

    def where(self, key: str) -> str:
        """The path of what stands at ``key``."""
        return f"{self.path}.{key}" if self.path and key else self.path or key

    def wrong(self, key: str, zh: str, en: str) -> NotAPerformanceForm:
        """The error for what stands at ``key``."""
        where = self.where(key)[:120].encode(errors="replace").decode() or "{}"
        return NotAPerformanceForm(
            f"“{self.file}”不是完整的自评记录：{where} {zh}。"
            "请对照 docs/reference/self-evaluation-json.md 改正。",
            f"“{self.file}” is not a whole record of self-evaluations: {where} {en}; correct it "
            "by docs/reference/self-evaluation-json.md",
        )

    def printed(self, field: str) -> _Printed:
        """A text or a number; the empty text where nothing or null is keyed in."""
        value = self.held.get(field)
        if value is None:
            return _Printed("")
        if isinstance(value, Decimal):
            return _Printed(plain(value), value)
        if isinstance(value, str) and not any("\ud800" <= c <= "\udfff" for c in value):
            return _Printed(value)
        raise self.wrong(
            self.keys[field], "应为文字、数或 null", "should be text, a number or null"
        )

    def text(self, field: str) -> str:
        """A text, cleaned."""
        return cleaned(self.printed(field).text)

    def number(self, field: str, read: Callable[[str], Decimal | None] = points) -> Decimal | None:
        """A number, or a text that says one; None where nothing is keyed in."""
        printed = self.printed(field)
        if printed.number is not None:
            return printed.number
        return self.told(self.keys.get(field, field), printed.text, read(printed.text))

    def told(self, key: str, text: str, number: Decimal | None) -> Decimal | None:
        """``number``, which ``text`` should say."""
        if number is None and text.strip():
            raise self.wrong(key, f"“{text[:20]}”不是数", f"“{text[:20]}” is no number")
        return number


def _amount(text: str) -> Decimal | None:
    read = read_amount(text)
    return read.number if read is not None and read.unit is None and not read.rest else None


def _evaluation(form: _Values) -> SelfEvaluation:
    if "money" in form.held and "budget" in form.held:
        raise form.wrong("budget", "不能与 money 并用", "cannot stand beside money")
    year = form.number("fiscal_year")
    if year is not None and (year != int(year) or not 1990 <= year <= 2100):
        raise form.wrong(form.keys["fiscal_year"], "不是年份", "is no year")
    rows = form.held["indicators"]
    if not isinstance(rows, list):
        raise form.wrong("indicators", "应为数组 […]", "should be an array […]")
    funds = _listed_funds(form) if "money" in form.held else _named_funds(form)
    unit = form.text("unit")
    if unit and unit not in tuple(MoneyUnit):
        raise form.wrong(form.keys["unit"], "应为元、万元或亿元", "should be 元, 万元 or 亿元")
    kind = form.text("form") or FORMS[form.keys.get("title") == "部门名称"]
    if kind not in FORMS:
        known = "、".join(FORMS)
        raise form.wrong("form", f"应为以下之一：{known}", f"should be one of {', '.join(FORMS)}")
    return SelfEvaluation(
        title=form.text("title"),
        fiscal_year=int(year) if year is not None else None,
        department=form.text("department"),
        implementing_unit=form.text("implementing_unit"),
        unit=MoneyUnit(unit) if unit else UNIT,
        funds=tuple(sorted(funds, key=lambda row: not is_total_of_funds(row.label))),
        objective=form.printed("objective").text.strip(),
        achieved=form.printed("achieved").text.strip(),
        rows=tuple(
            _indicator(_Values(row, form.where(f"indicators[{n}]"), form.file, INDICATOR_KEYS))
            for n, row in enumerate(rows)
        ),
        total=form.number("total"),
        form=kind,
    )


def _listed_funds(form: _Values) -> list[ExecutionRow]:
    """``money``: label → [initial, adjusted, paid]; the points of the total stand beside it."""
    money = form.held["money"]
    if not isinstance(money, dict):
        raise form.wrong("money", "应为对象 {…}", "should be an object {…}")
    weight, score = form.number("weight_total"), form.number("execution_score")
    rows = []
    for label, amounts in money.items():
        if not isinstance(amounts, list) or len(amounts) != 3:
            raise form.wrong(
                f"money.{label}",
                "应为 [年初预算数, 全年预算数, 全年执行数]",
                "should be [initial, adjusted, paid]",
            )
        held = dict(zip(("initial", "adjusted", "paid"), amounts, strict=True))
        row = _Values(held, form.where(f"money.{label}"), form.file, FUND_KEYS)
        is_total = is_total_of_funds(label)
        rows.append(
            ExecutionRow(
                fund_label(label),
                row.number("initial", _amount),
                row.number("adjusted", _amount),
                row.number("paid", _amount),
                weight=weight if is_total else None,
                points=score if is_total else None,
            )
        )
    if (weight, score) != (None, None) and not any(is_total_of_funds(row.label) for row in rows):
        key = "weight_total" if weight is not None else "execution_score"
        raise form.wrong(key, "没有年度资金总额可以对应", "has no 年度资金总额 to belong to")
    return rows


def _named_funds(form: _Values) -> list[ExecutionRow]:
    """``budget``: label → the cells of the row by name. ``weight_total`` is that of the form."""
    budget = form.held["budget"]
    if not isinstance(budget, dict):
        raise form.wrong("budget", "应为对象 {…}", "should be an object {…}")
    if "execution_score" in form.held:
        raise form.wrong("execution_score", "应写成该行的得分", "belongs to the row as 得分")
    form.number("weight_total")
    rows = []
    for label, cells in budget.items():
        row = _Values(cells, form.where(f"budget.{label}"), form.file, FUND_KEYS)
        adjusted, initial = row.number("adjusted", _amount), row.number("initial", _amount)
        paid, rate = row.number("paid", _amount), row.printed("rate").text
        rows.append(
            ExecutionRow(
                fund_label(label),
                initial,
                adjusted,
                paid,
                row.told(
                    row.keys.get("rate", "rate"),
                    rate,
                    execution_rate(rate, paid, adjusted if adjusted is not None else initial),
                ),
                row.number("weight"),
                row.number("points"),
                row.printed("reason").text.strip(),
            )
        )
    return rows


def _indicator(row: _Values) -> EvaluatedIndicator:
    printed = level_label(row.printed("level1").text)
    level1, level2 = without_points(printed), level_label(row.printed("level2").text)
    sign, unit = row.printed("sign").text, row.printed("unit").text
    value = read_value(row.printed("value").text, sign=sign or None, unit=unit or None)
    return EvaluatedIndicator(
        Indicator(
            *classes(level1, level2),
            level1,
            level2,
            row.text("name"),
            value,
            row.number("weight"),
            originals={"level1": printed} if printed != level1 else {},
        ),
        read_actual(row.printed("actual").text, value) if "actual" in row.held else Actual(""),
        row.number("points"),
        row.printed("reason").text.strip(),
    )
