"""The forms a draft may begin with (空白表样): the classes of indicators each asks for. No Django.

Which classes are required is the norms' to say, by year and place; a form says whether cost is a
level of its own and whether there is a part for the whole period.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from jixiao.model.terms import (
    CATEGORY_LABELS,
    CATEGORY_OF_KIND,
    KIND_LABELS,
    Category,
    Kind,
)
from jixiao.readers.forms.variants import VARIANTS
from jixiao.regulations.parameter import norms_for
from jixiao.web.filings.drafting import COLUMNS, Draft, empty_draft

# id → (cost is a level-1 class, there is a part for the whole period)
_FORMS = {
    "anhui-platform": (False, False),
    "national-2021": (True, False),
    "national-2015": (False, True),
    "project-target": (False, False),
    "shanghai-2026": (True, False),
}
_ORDER = (Category.OUTPUT, Category.COST, Category.BENEFIT, Category.SATISFACTION)
_COSTS = (Kind.ECONOMIC_COST, Kind.SOCIAL_COST, Kind.ECOLOGICAL_COST)


class BlankForm(NamedTuple):
    """A form by its id and names, with the classes its rows stand for: (level 1, level 2)."""

    id: str
    zh: str
    en: str
    classes: tuple[tuple[str, str], ...]
    has_period: bool

    def label(self, language: str = "zh") -> str:
        """The form's name."""
        return self.en if language == "en" else self.zh

    def rows(self) -> list[dict[str, str]]:
        """A row for every class, with nothing in it yet."""
        return [
            dict.fromkeys(COLUMNS, "") | {"level1": level1, "level2": level2}
            for level1, level2 in self.classes
        ]


def blank_forms(year: int, place: str = "") -> tuple[BlankForm, ...]:
    """The forms to choose from, the one usual for year and place first."""
    norms = norms_for(year, place)
    kinds = [Kind(kind) for kind in norms.required_kinds or norms.customary_kinds]
    usual = _usual(place, bool(norms.required_kinds))
    ids = sorted(_FORMS, key=lambda form: form != usual)
    return tuple(_form(form, kinds) for form in ids)


def _usual(place: str, requires_each: bool) -> str:
    if place.startswith("shanghai"):
        return "shanghai-2026"
    return "anhui-platform" if requires_each else "national-2021"


def _form(form: str, kinds: Iterable[Kind]) -> BlankForm:
    is_cost_apart, has_period = _FORMS[form]
    variant = VARIANTS[form]
    if is_cost_apart:
        kinds = [*(kind for kind in kinds if kind is not Kind.COST), *_COSTS]
    ordered = sorted(kinds, key=lambda kind: _ORDER.index(CATEGORY_OF_KIND[kind]))
    classes = tuple((CATEGORY_LABELS[CATEGORY_OF_KIND[kind]][0], _label(kind)) for kind in ordered)
    return BlankForm(form, variant.zh, variant.en, classes, has_period)


def _label(kind: Kind) -> str:
    return "服务对象满意度指标" if kind is Kind.SATISFACTION else KIND_LABELS[kind][0]


def blank_draft(year: int, project_name: str, place: str = "", form: str = "") -> Draft:
    """A draft of ``form``, else of the form usual for year and place, its rows still empty."""
    forms = {blank.id: blank for blank in blank_forms(year, place)}
    blank = forms.get(form) or next(iter(forms.values()))
    draft = empty_draft(year, project_name)
    draft["indicators"] = blank.rows()
    if blank.has_period:
        draft["period_indicators"] = blank.rows()
    return draft


def levels() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words offered for level 1 and for level 2."""
    first = tuple(CATEGORY_LABELS[category][0] for category in _ORDER)
    return first, tuple(dict.fromkeys(_label(kind) for kind in CATEGORY_OF_KIND))
