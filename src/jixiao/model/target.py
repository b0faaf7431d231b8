"""A project's performance target (项目支出绩效目标): one filled-in table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from operator import add
from typing import TYPE_CHECKING

from jixiao.model.cached import cached_property
from jixiao.model.frozen import Frozen, field
from jixiao.model.heading import bounds_of, project_in_heading, times_in_year, years_in
from jixiao.model.indicator import Indicator, unbounded
from jixiao.model.location import Location
from jixiao.model.money import YUAN_PER_UNIT, Money, MoneyUnit
from jixiao.model.named import NamedTuple
from jixiao.model.narrative import Narrative, Quantity
from jixiao.model.project import Department, Funding
from jixiao.model.terms import COUNT_UNITS, Kind, Words, speaks_of_environment

if TYPE_CHECKING:
    from jixiao.model.approval import Approval
    from jixiao.model.undertaking import Undertaking

_SHORTEST_RATE = 4  # characters: “合格率” alone may be that of anything
_NUMBER_LENGTH = 21  # characters of a project's number in the budget system
_NO_ROWS: Mapping[Kind | None, tuple[Indicator, ...]] = dict.fromkeys((*Kind, None), ())


class UnitCost(NamedTuple):
    """A derived cost of one unit (推算单位成本): the funds over the indicator's number a year.

    ``times_zh`` and ``times_en`` say how often the number is counted: “×366天”, empty for once.
    """

    indicator: Indicator
    unit: str
    money: Money
    times_zh: str
    times_en: str


class MainTask(Frozen):
    """A main task of the year (年度重点工作任务) in a department-wide table, as printed.

    ``amount`` is in the table's unit, None where the cell is blank; ``others`` keeps what further
    columns say, by their headers.
    """

    name: str
    content: str | None
    amount: Decimal | None
    objective: str | None
    others: tuple[tuple[str, str], ...] = ()
    at: Mapping[str, Location] = field(default_factory=dict, compare=False, repr=False)


class PerformanceTarget(Frozen):
    """One project's table (项目支出绩效目标表): funds, objective and indicators.

    A field the form does not have, and a cell left blank, are both None; ``at`` holds a place for
    every cell that is there, blank ones included, so the two can be told apart. ``at`` keys are
    the field names, with ``funding.total`` and so on for the funds and ``table`` for the table as
    a whole. ``others`` keeps labelled cells that no field holds. In the table of a whole department
    (部门整体) its name takes the place of the project's, and ``tasks`` are its main tasks.
    """

    heading: str | None
    fiscal_year: int | None
    project_name: str | None
    responsible_person: str | None
    unit_seal: str | None
    supervising_department: Department | None
    implementing_unit: str | None
    project_source: str | None
    project_period: str | None
    funding: Funding
    annual_objective: str | None
    indicators: tuple[Indicator, ...]
    period_objective: str | None = None
    period_indicators: tuple[Indicator, ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    form: str | None = None
    at: Mapping[str, Location] = field(default_factory=dict, compare=False, repr=False)
    originals: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    tasks: tuple[MainTask, ...] = ()

    @property
    def title(self) -> str:
        """The project's name as printed in its table, else its heading, else a dash."""
        return self.project_name or self.heading or "—"

    @property
    def place(self) -> Location | None:
        """Where the table begins."""
        return self.at.get("table")

    @cached_property
    def narrative(self) -> Narrative:
        """The annual objective (年度目标), taken apart: sentences, tasks, amounts, citations."""
        return Narrative(self.annual_objective or "")

    @cached_property
    def approval(self) -> Approval:
        """What the form states of the target's review and approval (审核、批复)."""
        from jixiao.model.approval import approval_of

        return approval_of(self.others)

    @property
    def approved_amounts(self) -> tuple[tuple[Money, Money], ...]:
        """The year's funds and the amount approved, where both are stated with their units."""
        from jixiao.model.approval import money_in

        own = self.funding.money("total")
        approved = money_in(self.approval.amount, self.funding.unit)
        return ((own, approved),) if own is not None and approved is not None else ()

    @property
    def amounts_of_two_years(self) -> tuple[tuple[Money, Money], ...]:
        """Last year's amount and this year's funds, where both are stated with their units."""
        from jixiao.model.approval import money_in

        now = self.funding.money("total")
        before = money_in(self.approval.previous_amount, self.funding.unit)
        return ((before, now),) if now is not None and before is not None else ()

    @property
    def project_number(self) -> str:
        """The number in the budget system before the project's name (项目编码); empty without."""
        number = self.title.partition("-")[0]
        return number if len(number) == _NUMBER_LENGTH and number.isascii() else ""

    @cached_property
    def unmeasured(self) -> tuple[Undertaking, ...]:
        """The tasks and numbers of the annual objective no indicator answers (无指标的任务)."""
        from jixiao.model.undertaking import unmeasured

        return unmeasured(self.narrative.undertakings, self.indicators)

    @cached_property
    def period_years(self) -> int | None:
        """The project period (项目期) in years, rounded; None where it does not say.

        “3年”, “三年”, “2024年”, “2024-2026年”, “202001-202012”, “2022.7-2025.7” are read.
        """
        return years_in(self.project_period or "")

    @property
    def period_bounds(self) -> tuple[int, int] | None:
        """The first and last year the project period (项目期) names; None where it names none."""
        return bounds_of(self.project_period or "")

    @property
    def is_multi_year(self) -> bool | None:
        """The project runs for more than a year (多年项目); None where its period does not say."""
        return None if self.period_years is None else self.period_years > 1

    def is_over_by(self, year: int) -> bool:
        """The project ends with ``year`` or before (项目期已满), as its table says.

        Its period names several years, or it is said to be of once (一次性); a period of the one
        year alone says nothing of a project that comes every year.
        """
        bounds = self.period_bounds
        if bounds is None or bounds[1] > year:
            return False
        return bounds[0] < bounds[1] or "一次性" in (self.project_source or "")

    @property
    def has_period_target(self) -> bool:
        """The table has an objective or indicators for the whole period (实施期目标)."""
        return bool(self.period_objective or self.period_indicators)

    def restates_budget(self, indicator: Indicator) -> bool:
        """The indicator's value is the year's funds again, in whatever unit (照抄预算)."""
        value, budget = indicator.value.money, self.funding.money("total")
        return value is not None and budget is not None and value.yuan == budget.yuan

    @cached_property
    def unit_cost(self) -> UnitCost | None:
        """The year's funds over the only quantity indicator (单位成本推算); None unless clear.

        A quantity a day, a month or a quarter is taken times the days, months or quarters of the
        fiscal year.
        """
        budget = self.funding.money("total")
        counts = [i for i in self.of_kind(Kind.QUANTITY) if i.value.number]
        if len(counts) != 1 or budget is None:
            return None
        indicator, value = counts[0], counts[0].value
        times, span_zh, span_en = times_in_year(indicator.name, self.fiscal_year)
        if not value.number or not value.unit or value.money or value.unit == "%" or not times:
            return None
        yuan = budget.yuan / (value.number * times)
        unit = MoneyUnit.YUAN if yuan < YUAN_PER_UNIT[budget.unit] else budget.unit
        amount = Decimal(f"{Money(yuan, MoneyUnit.YUAN).to(unit).amount:.2f}")
        return UnitCost(indicator, value.unit, Money(amount, unit), span_zh, span_en)

    def stated_rate(self, indicator: Indicator) -> Quantity | None:
        """The percentage the objective states for ``indicator``, where it is plain which one.

        Its words are the end of the indicator's name (验收合格率 of 危房改造验收合格率), and of no
        other's; None where there is none, or several.
        """
        if not indicator.value.is_percentage or not self.narrative.rates:
            return None
        name = unbounded(indicator.name)
        found = [
            quantity
            for words, quantities in self.narrative.rates.items()
            if len(words) >= _SHORTEST_RATE and name.endswith(words)
            for quantity in quantities
            if sum(unbounded(i.name).endswith(words) for i in self.indicators) == 1
        ]
        return found[0] if len(found) == 1 else None

    @cached_property
    def heading_name(self) -> str | None:
        """The project's name in the heading above the table; None when the heading names none."""
        return project_in_heading(self.heading or "")

    @cached_property
    def purpose(self) -> str:
        """The project's name and its annual objective, in one text."""
        return f"{self.title}，{self.annual_objective or ''}"

    @cached_property
    def business(self) -> str:
        """What tells the project's field: its name, objective and bodies, in one text."""
        body = self.supervising_department
        department = body.name if body is not None else ""
        return f"{self.purpose}，{department}，{self.implementing_unit or ''}"

    def speaks_of(self, words: str) -> bool:
        """Whether two neighbouring characters of ``words`` stand in the name or the objective."""
        return any(map(self.purpose.__contains__, map(add, words, words[1:])))

    @cached_property
    def speaks_of_environment(self) -> bool:
        """Whether the name or the objective is about nature and its resources (生态, 环境)."""
        return speaks_of_environment(self.purpose)

    def objective_at(self, start: int, end: int) -> Location | None:
        """The place of the characters ``start`` … ``end`` of the annual objective, where known."""
        place = self.at.get("annual_objective")
        return place.characters(start, end) if place is not None else None

    @cached_property
    def applying_indicators(self) -> tuple[Indicator, ...]:
        """The indicators that do not say of themselves that they do not apply (不适用)."""
        return tuple(i for i in self.indicators if not i.is_declared_inapplicable)

    @cached_property
    def stated_indicators(self) -> tuple[Indicator, ...]:
        """The indicators that state a value; blank ones and those that do not apply left out."""
        return tuple(i for i in self.applying_indicators if not i.value.is_blank)

    @cached_property
    def degree_indicators(self) -> tuple[Indicator, ...]:
        """Those of the stated indicators whose value is a word of degree or state (定性)."""
        return tuple(i for i in self.stated_indicators if i.value.is_degree)

    @cached_property
    def applicable(self) -> Mapping[Kind | None, tuple[Indicator, ...]]:
        """By level-2 class, the indicators that have a name and do not say they do not apply.

        Rows under 满意度 are satisfaction whatever their level 2 is called.
        """
        rows: defaultdict[Kind | None, list[Indicator]] = defaultdict(list)
        for indicator in self.applying_indicators:
            if indicator.name:
                kind = Kind.SATISFACTION if indicator.is_satisfaction else indicator.kind
                rows[kind].append(indicator)
        return {kind: tuple(rows[kind]) if kind in rows else () for kind in _NO_ROWS}

    @cached_property
    def worded(self) -> tuple[Indicator, ...]:
        """The named rows whose value is words (定性), cost and satisfaction left aside."""
        return tuple(
            i
            for rows in self.applicable.values()
            for i in rows
            if i.value.is_worded and not i.is_cost and not i.is_satisfaction
        )

    def of_kind(self, kind: Kind) -> tuple[Indicator, ...]:
        """The indicators of one level-2 class, in the table's order."""
        return self._by_kind.get(kind, ())

    @cached_property
    def _by_kind(self) -> Mapping[Kind | None, tuple[Indicator, ...]]:
        rows: defaultdict[Kind | None, list[Indicator]] = defaultdict(list)
        for indicator in self.indicators:
            rows[indicator.kind].append(indicator)
        return {kind: tuple(indicators) for kind, indicators in rows.items()}

    @cached_property
    def cost_indicators(self) -> tuple[Indicator, ...]:
        """The cost indicators (成本指标), under 产出 or as a class of their own."""
        return tuple(i for i in self.indicators if i.is_cost)

    @cached_property
    def numbered_costs(self) -> tuple[Indicator, ...]:
        """The cost indicators whose value is a number."""
        return tuple(i for i in self.cost_indicators if i.value.number is not None)

    @cached_property
    def counted(self) -> tuple[Indicator, ...]:
        """The indicators whose value counts things (篇, 人, 次 …)."""
        return tuple(i for i in self.indicators if i.value.unit in COUNT_UNITS)

    def only_count(self, unit: str) -> tuple[Indicator, Decimal] | None:
        """The only indicator counted in ``unit`` and its whole number; None for none or several."""
        found = [i for i in self.counted if i.value.counting_unit == unit]
        number = found[0].value.whole_number if len(found) == 1 else None
        return (found[0], number) if number is not None else None

    @cached_property
    def measured(self) -> tuple[Indicator, ...]:
        """The indicators whose value counts things or says how long or wide they are."""
        return tuple(i for i in self.indicators if i.value.counted_as is not None)

    @cached_property
    def equally_counted(self) -> tuple[Indicator, ...]:
        """Those of them that count the same number of the same kind of thing as another."""
        counts = [(i.value.number, i.value.counted_as) for i in self.measured]
        often = {count for count, times in Counter(counts).items() if times > 1}
        pairs = zip(self.measured, counts, strict=True)
        return tuple(i for i, count in pairs if count in often) if often else ()

    def rows_with(self, words: Words) -> Iterator[tuple[Indicator, list[str]]]:
        """The rows in whose name or value some of ``words`` stand, and which they are."""
        met = words.met_in(self._rows_text)
        for indicator in self.indicators if met else ():
            row = f"{indicator.name} {indicator.value.text}"
            found = list(filter(row.__contains__, met))
            if found:
                yield indicator, found

    @cached_property
    def _rows_text(self) -> str:
        return "\n".join([f"{i.name} {i.value.text}" for i in self.indicators])
