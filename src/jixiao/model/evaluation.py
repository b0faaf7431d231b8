"""Self-evaluation and evaluation (自评、评价): actual values, points, the working of each.

Two things that must not be mixed: what a form *states* (:class:`SelfEvaluation`, every cell as
printed) and what the official method *gives* (:class:`ScoreSheet`, with the working).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from jixiao.model.finding import Duty, Message
from jixiao.model.frozen import Frozen, field
from jixiao.model.indicator import Indicator
from jixiao.model.location import Location
from jixiao.model.money import MoneyUnit
from jixiao.model.named import NamedTuple


class Actual(Frozen):
    """An actual value (实际完成值): the text as printed or shown, and what it says.

    ``number`` is in ``unit``; a blank cell is the empty text, not 0. ``date`` is the ISO day on
    which a thing with a deadline was done. ``tier`` is the step of a scale that the text names or
    a person confirmed (达成, 部分达成, 未达成; 优, 良, 中, 差), None where there is none.
    ``proof`` says where the value comes from (a measure, a cell), for the working; ``proof_en``
    says it in English where it is known so.
    """

    text: str
    number: Decimal | None = None
    unit: str | None = None
    date: str | None = None
    tier: str | None = None
    proof: str = ""
    proof_en: str = ""

    @property
    def rests_on(self) -> Message:
        """Where the value comes from, in both languages as far as both are known."""
        return Message(self.proof, self.proof_en or self.proof)

    @property
    def is_blank(self) -> bool:
        """Nothing is written."""
        return not self.text.strip()

    @property
    def quote(self) -> str | None:
        """What is written; None where nothing is."""
        return self.text or None


def units_of(indicator: Indicator, actual: Actual) -> tuple[()] | tuple[str, str]:
    """The units of a target and of what is held against it; nothing where one has none."""
    own, other = indicator.value.unit, actual.unit
    return (own, other) if own and other and actual.number is not None else ()


class ExecutionRow(Frozen):
    """One row of the funds of a self-evaluation (项目资金), amounts as printed, blank is None.

    ``initial`` 年初预算数, ``adjusted`` 全年预算数 (调整后), ``paid`` 全年执行数, ``rate`` the
    stated 执行率 in per cent, ``weight`` 分值, ``points`` 得分, ``reason`` 原因 (执行率偏低的说明).
    """

    label: str
    initial: Decimal | None = None
    adjusted: Decimal | None = None
    paid: Decimal | None = None
    rate: Decimal | None = None
    weight: Decimal | None = None
    points: Decimal | None = None
    reason: str = ""

    @property
    def quotient(self) -> Decimal | None:
        """全年执行数 of 全年预算数 in per cent to two places; None where it cannot be had."""
        if self.paid is None or not self.adjusted:
            return None
        return (self.paid / self.adjusted * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


class EvaluatedIndicator(Frozen):
    """A row of the self-evaluation: the indicator with its target, what came of it, what it got.

    ``indicator.weight`` is the row's 分值, None where none is stated; ``points`` the stated 得分;
    ``reason`` 偏差原因分析及改进措施. ``set_aside`` says by whose decision the row does not count
    this year (不适用), None where it does.
    """

    indicator: Indicator
    actual: Actual
    points: Decimal | None = None
    reason: str = ""
    set_aside: Message | None = None

    @property
    def units(self) -> tuple[()] | tuple[str, str]:
        """The units of target and actual value; nothing where one of them has none."""
        return units_of(self.indicator, self.actual)


class SelfEvaluation(Frozen):
    """A self-evaluation of a project or a department (自评表), as printed or as drawn up.

    ``funds`` holds the rows of 项目资金, that of 年度资金总额 first where there is one; ``unit`` is
    the money unit. ``total`` is the stated 总分, ``grade`` the stated 等级. ``note`` is said of the
    whole: for evidence that is synthetic, that it is. ``at`` gives places. ``form`` is the id of
    the variant; of a whole department (``department-self-evaluation``) ``title`` is its name.
    """

    title: str
    fiscal_year: int | None
    department: str
    implementing_unit: str
    unit: MoneyUnit | None
    funds: tuple[ExecutionRow, ...]
    objective: str
    achieved: str
    rows: tuple[EvaluatedIndicator, ...]
    total: Decimal | None = None
    at: Mapping[str, Location] = field(default_factory=dict, compare=False, repr=False)
    note: str = ""
    form: str = "self-evaluation"
    grade: str = ""

    @property
    def is_of_department(self) -> bool:
        """It speaks of a whole department (部门整体支出), not of one project."""
        return self.form == "department-self-evaluation"

    @property
    def is_unfilled(self) -> bool:
        """No row has an actual value or points, or there is no row (没有填写)."""
        return all(row.actual.is_blank and row.points is None for row in self.rows)

    @property
    def spent_of_initial(self) -> tuple[tuple[Decimal, Decimal], ...]:
        """年初预算数 (above 0) and 全年执行数 of every row of funds that states both."""
        stated = ((row.initial, row.paid) for row in self.funds)
        return tuple((i, p) for i, p in stated if i is not None and i > 0 and p is not None)

    @property
    def reasons(self) -> tuple[str, ...]:
        """What is said of deviations anywhere in the form."""
        told = (*(row.reason for row in self.rows), *(row.reason for row in self.funds))
        return tuple(reason for reason in told if reason)

    @property
    def weighted(self) -> tuple[tuple[Indicator, Decimal], ...]:
        """The indicators that state their weight, with it; those that do not apply left out."""
        rows = (row.indicator for row in self.rows if row.set_aside is None)
        stated = ((i, i.weight) for i in rows if not i.is_declared_inapplicable)
        return tuple((i, weight) for i, weight in stated if weight is not None)

    @property
    def weighted_points(self) -> tuple[tuple[Indicator, Decimal, Decimal], ...]:
        """The indicators that state both, with weight and points."""
        stated = ((row.indicator, row.indicator.weight, row.points) for row in self.rows)
        return tuple((i, w, p) for i, w, p in stated if w is not None and p is not None)

    @property
    def labelled_weights(self) -> tuple[tuple[str, Decimal, tuple[Indicator, ...]], ...]:
        """Level-1 labels that state points (产出指标（50分）), points, the rows under each."""
        found: dict[str, list[Indicator]] = {}
        labels: dict[str, str] = {}
        for row in self.rows:
            indicator = row.indicator
            found.setdefault(indicator.level1, []).append(indicator)
            printed = indicator.originals.get("level1")
            if printed is not None:
                labels.setdefault(indicator.level1, printed)
        stated = ((label, _points_in(label), found[level]) for level, label in labels.items())
        return tuple((label, p, tuple(rows)) for label, p, rows in stated if p is not None)


class Points(Frozen):
    """Points (得分) by the official method, with the working in words and numbers.

    ``points`` is None where the method gives none (no actual value, no way to compare): the
    working then says what is missing. ``low`` and ``high`` bound what the method allows where it
    gives a band (a tier is worth 80–100 % of the weight); elsewhere both are ``points``.
    ``notes`` are duties that come with the points (偏差须说明原因).
    """

    points: Decimal | None
    weight: Decimal
    low: Decimal | None
    high: Decimal | None
    method: str
    working: Message
    notes: tuple[Message, ...] = ()

    def agrees_with(self, stated: Decimal) -> bool:
        """The stated points are what the method gives, or lie in the band it allows."""
        return self.low is not None and self.high is not None and self.low <= stated <= self.high

    @property
    def duties(self) -> tuple[Message, ...]:
        """The notes that oblige to state a reason."""
        return tuple(note for note in self.notes if isinstance(note, Duty))

    @property
    def asks_reason(self) -> bool:
        """A reason of the deviation has to be stated (须说明原因)."""
        return bool(self.duties)

    def notes_beside(self, reason: str) -> tuple[Message, ...]:
        """The notes left to be told where ``reason`` is stated: a duty is done by stating one."""
        if not reason.strip():
            return self.notes
        return tuple(note for note in self.notes if not isinstance(note, Duty))


class ScoredRow(Frozen):
    """An indicator of a score sheet: the row, its points, whether it takes part.

    ``is_counted`` is false for a row that does not apply; its weight goes to the others.
    ``stated`` are the points a form states for it, None where it states none.
    """

    row: EvaluatedIndicator
    points: Points
    is_counted: bool = True
    stated: Decimal | None = None

    @property
    def reason_is_due(self) -> bool:
        """The points oblige to a reason, and none is stated."""
        return self.is_counted and self.points.asks_reason and not self.row.reason.strip()


class Replayed(NamedTuple):
    """A row whose points are stated and come out again: between ``low`` and ``high``.

    The two are one number where the method gives one.
    """

    indicator: Indicator
    actual: Actual
    stated: Decimal
    weight: Decimal
    low: Decimal
    high: Decimal
    working: Message

    @property
    def is_fixed(self) -> bool:
        """The method gives one number of points, no band."""
        return self.low == self.high


class ScoreSheet(Frozen):
    """The points of one project (绩效评分表), recomputed, each with its working.

    ``total`` is the sum over all rows, None where a row that counts has no points; then
    ``reached`` is the sum of those that have, ``open_weight`` the weight of those that have not.
    ``grade`` is 优, 良, 中, 差. ``differences`` are the places where a form states something else.
    """

    evaluation: SelfEvaluation
    execution: Points
    rows: tuple[ScoredRow, ...]
    total: Decimal | None
    reached: Decimal
    open_weight: Decimal
    grade: Message | None
    working: Message
    differences: tuple[Message, ...] = ()

    @property
    def counted(self) -> tuple[ScoredRow, ...]:
        """The rows that take part."""
        return tuple(row for row in self.rows if row.is_counted)

    @property
    def stated(self) -> tuple[Decimal, ...]:
        """The points that the form states for the rows that take part."""
        return tuple(row.stated for row in self.counted if row.stated is not None)

    @property
    def are_points_complete(self) -> bool:
        """Every row that takes part states its points, the execution rate too."""
        has_execution = any(row.points is not None for row in self.evaluation.funds)
        return has_execution and len(self.stated) == len(self.counted)

    @property
    def weights(self) -> tuple[Decimal, ...]:
        """The weights that the form states for the rows that take part."""
        weights = (row.row.indicator.weight for row in self.counted)
        return tuple(weight for weight in weights if weight is not None)

    @property
    def are_full_marks(self) -> bool:
        """Every row that states its points states all of them."""
        rows = (row for row in self.counted if row.stated is not None)
        return all(row.stated == row.points.weight for row in rows)

    @property
    def replayed(self) -> tuple[Replayed, ...]:
        """The rows whose stated points can be held against the method's."""
        return tuple(
            Replayed(
                row.row.indicator, row.row.actual, row.stated, p.weight, p.low, p.high, p.working
            )
            for row in self.counted
            for p in (row.points,)
            if row.stated is not None and p.low is not None and p.high is not None
        )

    @property
    def not_reproduced(self) -> tuple[ScoredRow, ...]:
        """The rows whose stated points cannot be worked out again (不能复算)."""
        rows = (row for row in self.counted if row.stated is not None)
        return tuple(row for row in rows if row.points.points is None)

    @property
    def least(self) -> Decimal:
        """The least total that the bands of the tiers allow."""
        rows = [self.execution, *(row.points for row in self.rows if row.is_counted)]
        return sum((points.low or Decimal(0) for points in rows), Decimal(0))


def _points_in(label: str) -> Decimal | None:
    """The points that a label ends in: “产出指标(50分)”, “效益指标（30）”."""
    inside = label.rstrip("）) ").replace("(", "（").rpartition("（")[2].removesuffix("分").strip()
    is_number = inside.replace(".", "", 1).isdigit() and inside.isascii()
    return Decimal(inside) if is_number else None
