"""What a document states of review and approval (审核、批复) of a target."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

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
NUMBER_LENGTH = 21  # characters of a project's number in the budget system


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


def number_in(text: str | None) -> Decimal | None:
    """The number that an amount's text begins with; None where it is none.

    >>> number_in("12.90万元"), number_in("—")
    (Decimal('12.90'), None)
    """
    bare = (text or "").strip().replace(",", "").rstrip("万元亿 ")
    try:
        number = Decimal(bare)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
