"""The numbers of the law and of practice (参数), by fiscal year and place, each with its source."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from jixiao.model.framework import (
    Criterion,
    DifferenceBounds,
    EvaluationItem,
    ResultRule,
    RiskSign,
)
from jixiao.regulations.compiled import compiled


class ParameterError(ValueError):
    """The parameters do not fit the fields of Norms, or none holds for a year and place."""


class Band(NamedTuple):
    """One step of a scale (等级、档次); it reaches from its floor to below the band above."""

    label_zh: str
    label_en: str
    floor: Decimal


class WeightTemplate(NamedTuple):
    """One set of class weights (权重模板); None where a class has no weight of its own."""

    name: str
    execution: Decimal
    cost: Decimal | None
    output: Decimal
    benefit: Decimal
    satisfaction: Decimal | None
    source: str
    """Provision key."""

    @property
    def parts(self) -> tuple[Decimal, ...]:
        """The five weights in this order, 0 for a class that has none of its own."""
        whole = (self.execution, self.cost, self.output, self.benefit, self.satisfaction)
        return tuple(weight or Decimal(0) for weight in whole)


class LightBounds(NamedTuple):
    """Bounds of a monitoring light (监控灯), in per cent of the pace expected."""

    red_below: Decimal
    yellow_below: Decimal
    blue_from: Decimal | None


class SatisfactionScale(NamedTuple):
    """Satisfaction scoring (满意度赋分), in per cent; between the two, points are pro rata."""

    full_from: Decimal
    zero_below: Decimal


class SecrecyTerm(NamedTuple):
    """Longest term of one grade of secrecy (保密期限)."""

    grade: str
    years: int


class ReviewPoints(NamedTuple):
    """Points of the four headings of target review (审核分值)."""

    completeness: Decimal
    relevance: Decimal
    appropriateness: Decimal
    feasibility: Decimal


class Norms(NamedTuple):
    """Every parameter as it holds for one fiscal year and place."""

    required_kinds: tuple[str, ...]
    """Level-2 classes (二级指标) each of which must be set; may be empty."""
    customary_kinds: tuple[str, ...]
    """Level-2 classes the form has, none of which must be set; may be empty."""
    required_classes: tuple[str, ...]
    """Level-1 classes (一级指标) each of which needs at least one indicator."""
    legacy_cost_from_year: int
    """Fiscal year from which cost under output marks a legacy form (旧版模板)."""
    multi_year_needs_period_target: bool
    duplicate_names_allowed: bool
    """True where one project may use a level-3 name twice."""

    objective_max_bytes: int
    value_max_bytes: int
    minimum_quantified_share: Decimal
    boilerplate_share: Decimal
    background_share: Decimal
    citation_age_years: int
    """A cited document is old when fiscal year minus its year is greater than this."""

    peer_unit_cost_ratio: Decimal
    """Unit cost of the dearest over that of the cheapest of like projects, from which on it is to
    be checked."""
    unchanged_value_budget_change: Decimal
    """Change of the budget from one year to the next, of the earlier, above which a quantity that
    stands as it was is to be checked."""

    sum_tolerance: Decimal
    """In 万元."""
    large_project_threshold: Decimal
    """In 万元, inclusive."""

    disclosure_days: int
    """Calendar days from approval."""
    other_information_working_days: int
    department_approval_days: int
    unit_approval_days: int
    congress_draft_days: int
    signing_days: int
    department_review_days: int
    finance_review_days: int
    revision_days: int
    confirmation_days: int
    late_adjustment_month: int
    """From this month on, lowering a target without a budget change is late."""
    secrecy_max_years: tuple[SecrecyTerm, ...]
    """`dict(norms.secrecy_max_years)["秘密"]` gives the years of a grade."""

    total_weight: Decimal
    """Execution rate included."""
    execution_weight: Decimal
    weight_templates: tuple[WeightTemplate, ...]
    """Every set of class weights in use for the year and place."""

    grade_bands: tuple[Band, ...]
    platform_grade_bands: tuple[Band, ...]
    target_audit_points: ReviewPoints
    target_audit_grade_bands: tuple[Band, ...]

    points_step: Decimal
    """Points are rounded to it, half up."""
    qualitative_bands: tuple[Band, ...]
    """Floors in per cent of the indicator's points."""
    satisfaction_maximum: Decimal
    """In per cent."""
    satisfaction_scale: SatisfactionScale
    over_achievement_ratio: Decimal
    execution_reason_below: Decimal
    """A ratio, not per cent."""
    reverse_score_variant: str
    """`excess` (points lost in proportion to the excess) or `ratio` (target over actual)."""
    reverse_zero_ratio: Decimal

    spending_lights: LightBounds
    spending_ahead_from: Decimal
    """In per cent of the pace expected, inclusive: spending so far ahead lights too."""
    indicator_lights: LightBounds
    monitoring_through_month: int
    monitoring_due_month: int

    evaluation_items: tuple[EvaluationItem, ...]
    """The framework of department and finance evaluation (评价指标体系)."""
    output_benefit_minimum: Decimal
    """In per cent of all weights, inclusive."""
    score_difference_bounds: DifferenceBounds

    inspection_certain_from: Decimal
    """In 万元, inclusive."""
    risk_signs: tuple[RiskSign, ...]

    result_rules: tuple[ResultRule, ...]
    """In order: the first that applies holds."""
    result_amount_step: Decimal
    """In 万元."""


class Parameter(NamedTuple):
    """One dated, sourced entry of `parameters/*.toml`."""

    name: str
    place: str
    """A path as anhui/huainan; empty for everywhere."""
    from_year: int
    to_year: int | None
    unit: str
    source: str
    """Provision key."""
    note_zh: str
    note_en: str
    raw: Any
    """The value as written, decimals as strings."""

    @property
    def value(self) -> Any:
        """The value, in the type of the Norms field of this name."""
        return value_of(self.name, self.raw)

    def holds(self, fiscal_year: int) -> bool:
        """True for the fiscal years it covers, both ends included."""
        return self.from_year <= fiscal_year and (
            self.to_year is None or fiscal_year <= self.to_year
        )


def _decimal(raw: Any) -> Decimal:
    # A float has already lost digits, so a decimal is written as a string.
    if not isinstance(raw, str):
        raise TypeError("a decimal is written as a string")
    value = Decimal(raw)
    if not value.is_finite():
        raise TypeError("a decimal is a finite number")
    return value


def _exactly(kind: type) -> Callable[[Any], Any]:
    def read(raw: Any) -> Any:
        # bool is a subclass of int, so isinstance would let true stand for 1.
        if type(raw) is not kind:
            raise TypeError(f"a value of type {kind.__name__} is expected")
        return raw

    return read


def _optional(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda raw: None if raw is None else read(raw)


def _rows(row_type: type[Any]) -> Callable[[Any], tuple[Any, ...]]:
    row = _row(row_type)

    def read(raw: Any) -> tuple[Any, ...]:
        if not isinstance(raw, list):
            raise TypeError("a list is expected")
        return tuple(row(item) for item in raw)

    return read


def _row(row_type: type[Any]) -> Callable[[Any], Any]:
    def read(raw: Any) -> Any:
        if not hasattr(row_type, "_fields"):
            return _READ[row_type](raw)
        types = row_type.__annotations__
        if unknown := sorted(raw.keys() - types.keys()):
            raise TypeError(f"{', '.join(unknown)} is no field of {row_type.__name__}")
        return row_type(*(_READ[kind](raw.get(name)) for name, kind in types.items()))

    return read


_READ: dict[Any, Callable[[Any], Any]] = {
    int: _exactly(int),
    bool: _exactly(bool),
    str: _exactly(str),
    Decimal: _decimal,
    Decimal | None: _optional(_decimal),
    bool | None: _optional(_exactly(bool)),
    str | None: _optional(_exactly(str)),
    tuple[str, ...] | None: _optional(_rows(str)),
    tuple[str, ...]: _rows(str),
    tuple[Band, ...]: _rows(Band),
    tuple[SecrecyTerm, ...]: _rows(SecrecyTerm),
    tuple[WeightTemplate, ...]: _rows(WeightTemplate),
    LightBounds: _row(LightBounds),
    SatisfactionScale: _row(SatisfactionScale),
    ReviewPoints: _row(ReviewPoints),
    tuple[Criterion, ...]: _rows(Criterion),
    tuple[EvaluationItem, ...]: _rows(EvaluationItem),
    DifferenceBounds: _row(DifferenceBounds),
    tuple[RiskSign, ...]: _rows(RiskSign),
    tuple[ResultRule, ...]: _rows(ResultRule),
}


def value_of(name: str, raw: Any) -> Any:
    """A value as written in TOML or JSON, read in the type of the Norms field of this name."""
    try:
        return _READ[Norms.__annotations__[name]](raw)
    except KeyError:
        raise ParameterError(f"parameter {name!r} is no field of Norms") from None
    except (ArithmeticError, AttributeError, TypeError) as error:
        raise ParameterError(f"parameter {name!r} cannot be {raw!r}: {error}") from None


@cache
def _by_name() -> dict[str, tuple[Parameter, ...]]:
    by_name: dict[str, tuple[Parameter, ...]] = {
        name: tuple(Parameter(name, *entry) for entry in entries)
        for name, entries in compiled()["parameters"].items()
    }
    ensure_complete(by_name)
    return by_name


def ensure_complete(names: dict[str, Any]) -> None:
    """Raise ParameterError unless the names are exactly the fields of Norms."""
    if missing := [name for name in Norms._fields if name not in names]:
        raise ParameterError(f"no entry in parameters/*.toml for: {', '.join(missing)}")
    if unknown := sorted(set(names) - set(Norms._fields)):
        raise ParameterError(f"parameters that are no field of Norms: {', '.join(unknown)}")


def _widening(place: str) -> Iterator[str]:
    """The place itself, then each place around it, and at last everywhere."""
    parts = [part for part in place.split("/") if part]
    for length in range(len(parts), -1, -1):
        yield "/".join(parts[:length])


def parameter(name: str, fiscal_year: int | None, place: str = "") -> Parameter:
    """The entry that holds for a year and place: the narrowest place that has one.

    A fiscal year of None (the file states none) takes the entry now in force. Raises
    ParameterError for an unknown name and for a year without an entry.
    """
    try:
        entries = _by_name()[name]
    except KeyError:
        raise ParameterError(f"parameter {name!r} is no field of Norms") from None
    for around in _widening(place):
        for entry in entries:
            if entry.place == around and (
                entry.to_year is None if fiscal_year is None else entry.holds(fiscal_year)
            ):
                return entry
    raise ParameterError(f"no entry of {name!r} holds for fiscal year {fiscal_year}")


def parameters() -> tuple[Parameter, ...]:
    """Every entry, in the order of the Norms fields."""
    return tuple(entry for name in Norms._fields for entry in _by_name()[name])


@cache
def norms_for(fiscal_year: int | None, place: str = "") -> Norms:
    """The norms (参数值) of a fiscal year (预算年度) and place, as anhui/huainan."""
    return Norms(*(parameter(name, fiscal_year, place).value for name in Norms._fields))


def source_of(name: str, fiscal_year: int | None, place: str = "") -> str:
    """The provision key that a parameter rests on for a year and place."""
    return parameter(name, fiscal_year, place).source


def band_of(bands: tuple[Band, ...], score: Decimal) -> Band | None:
    """The band a score falls in; None below the lowest floor."""
    return next((band for band in bands if score >= band.floor), None)
