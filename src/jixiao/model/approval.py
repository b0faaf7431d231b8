"""What a document states of review and approval (审核、批复) of a target."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from jixiao.model.money import UNIT_WORDS, Money, MoneyUnit
from jixiao.model.named import NamedTuple

_LABELS = {
    "review": ("目标审核等级", "审核等级", "绩效目标审核等级", "目标审核结果", "审核结果"),
    "second_review": ("再次审核等级", "复审等级", "重新审核等级"),
    "improvement": ("完善情况", "修改完善情况", "目标完善情况"),
    "approved_on": ("目标批复日期", "绩效目标批复日期", "目标批复时间"),
    "budget_on": ("预算批复日期", "预算批复时间", "预算下达日期"),
    "amount": ("预算批复金额", "批复金额", "批复预算金额", "批复预算数"),
    "adjustment": ("目标调整文号", "调整批复文号", "绩效目标调整文号", "调整文号"),
    "library": ("项目库编号", "入库编号", "项目库编码", "入库项目编号", "项目编码", "项目代码"),
    "previous_grade": ("上年评价等级", "上年绩效评价等级", "上年度评价等级", "上年评价结果"),
    "previous_amount": ("上年预算金额", "上年预算数", "上年度预算金额", "上年度预算数"),
    "use": ("结果应用说明", "评价结果应用情况", "结果应用情况"),
    "version": ("版本", "目标版本", "表名"),
}
_FIELDS = {label: field for field, labels in _LABELS.items() for label in labels}


class Approval(NamedTuple):
    """Review and approval as stated (审核与批复), each None where the form has no such cell.

    A cell that is there and blank is the empty text. ``review`` and ``second_review`` are grades
    (优, 良, 中, 差), dates and amounts texts as printed.
    """

    review: str | None = None
    second_review: str | None = None
    improvement: str | None = None
    approved_on: str | None = None
    budget_on: str | None = None
    amount: str | None = None
    adjustment: str | None = None
    library: str | None = None
    previous_grade: str | None = None
    previous_amount: str | None = None
    use: str | None = None
    version: str | None = None

    @property
    def days(self) -> tuple[tuple[str, str], ...]:
        """The days on which target and budget were approved, where both are stated."""
        both = self.approved_on and self.budget_on
        return ((self.approved_on or "", self.budget_on or ""),) if both else ()

    @property
    def is_in_budget(self) -> bool:
        """The form says that the budget is approved: by a date or by an amount."""
        return bool(self.budget_on or self.amount)

    @property
    def is_approved_version(self) -> bool:
        """The table calls itself the approved one (批复)."""
        return "批复" in (self.version or "")


def approval_of(others: tuple[tuple[str, str], ...]) -> Approval:
    """The facts among the labelled cells of a form that no field of the target holds."""
    found: dict[str, str] = {}
    for label, text in others:
        bare = "".join(label.rpartition("：")[2].split()).partition("（")[0]
        field = _FIELDS.get(bare)
        if field is not None:
            found[field] = found.get(field) or text.strip()
    return Approval(**found) if found else NOTHING_STATED


NOTHING_STATED = Approval()


def money_in(text: str | None, unit: MoneyUnit | None) -> Money | None:
    """The amount in a cell; without a unit of its own it is in ``unit``. None where it is none.

    >>> str(money_in("12.90万元", None)), money_in("—", MoneyUnit.YUAN)
    ('12.9万元', None)
    """
    bare = (text or "").strip().replace(",", "")
    word = bare.lstrip("0123456789.")
    number = bare.removesuffix(word) if word else bare
    unit = UNIT_WORDS.get(word.strip()) if word.strip() else unit
    try:
        amount = Decimal(number)
    except InvalidOperation:
        return None
    return Money(amount, unit) if unit is not None else None
