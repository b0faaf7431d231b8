"""A filled-in review form (绩效目标审核表): what a reviewer said of each item, and of the whole."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from jixiao.model.frozen import Frozen, field
from jixiao.model.location import Location


class ReviewedItem(Frozen):
    """One item (审核要点) as filled in; a cell left blank is the empty text, or None for numbers.

    ``heading`` is the part it stands in (完整性审核), ``name`` its short name where it has one,
    ``question`` what is looked at. ``mark`` is the grade or opinion as printed, the option ticked
    where there are boxes; ``points`` what it was given of ``weight``; ``words`` the remark.
    """

    heading: str
    name: str
    question: str
    weight: Decimal | None
    mark: str
    points: Decimal | None
    words: str
    at: Mapping[str, Location] = field(default_factory=dict, compare=False, repr=False)


class TargetReview(Frozen):
    """One review form as printed, nothing worked out.

    ``total`` is the sum of points it states, ``total_weight`` the sum of weights, ``grade`` the
    综合评定等级. ``opinions`` are those of the department, of experts and of finance,
    ``signatures`` who signed and when: label and text each. ``others`` keeps labelled cells that
    no field holds.
    """

    project_name: str | None
    fiscal_year: int | None
    supervising_department: str | None
    implementing_unit: str | None
    items: tuple[ReviewedItem, ...]
    total: Decimal | None = None
    total_weight: Decimal | None = None
    grade: str | None = None
    opinions: tuple[tuple[str, str], ...] = ()
    signatures: tuple[tuple[str, str], ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    at: Mapping[str, Location] = field(default_factory=dict, compare=False, repr=False)
