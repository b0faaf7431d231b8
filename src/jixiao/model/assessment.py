"""Department and finance evaluation (部门评价、财政评价), and how scores of one project compare."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from jixiao.model.evaluation import Points, ScoreSheet
from jixiao.model.finding import Message
from jixiao.model.framework import EvaluationItem
from jixiao.model.frozen import Frozen
from jixiao.model.inspection import Inspection


class Stage(StrEnum):
    """First-level class of the evaluation framework (评价指标体系一级指标)."""

    DECISION = "decision"
    PROCESS = "process"
    OUTPUT = "output"
    BENEFIT = "benefit"

    @property
    def zh(self) -> str:
        """决策, 过程, 产出 or 效益."""
        return _STAGES[self.value]


_STAGES = {"decision": "决策", "process": "过程", "output": "产出", "benefit": "效益"}


class Side(StrEnum):
    """Who scored (评分方), in the order of the procedure."""

    SELF = "self"
    RECHECK = "recheck"
    DEPARTMENT = "department"
    FINANCE = "finance"

    def label(self, language: str = "zh") -> str:
        """单位自评, 部门复核, 部门评价, 财政评价; or the English words."""
        return _SIDES[self.value][language == "en"]


_SIDES = {
    "self": ("单位自评", "self-evaluation"),
    "recheck": ("部门复核", "re-check by the department"),
    "department": ("部门评价", "departmental evaluation"),
    "finance": ("财政评价", "finance-department evaluation"),
}


class ItemGrade(Frozen):
    """What one scorer gives one item (评分): points, and why where points are taken off."""

    scorer: str
    item: str
    points: Decimal
    reason: str = ""


class Settlement(Frozen):
    """The points on which a difference between two scorers is settled (定分), with the reason."""

    item: str
    points: Decimal
    reason: str
    role: str


class InapplicableItem(Frozen):
    """An item that does not suit the project (不适用), with the reason."""

    item: str
    reason: str


class EvaluationRow(Frozen):
    """An item of an evaluation, scored twice.

    ``item.weight`` is the weight as it holds here. ``difference`` is the second scorer's points
    less the first's, None until both have scored. ``points`` is None while the row is open.
    ``notes`` are duties still to be done.
    """

    item: EvaluationItem
    first: ItemGrade | None
    second: ItemGrade | None
    settlement: Settlement | None
    difference: Decimal | None
    points: Decimal | None
    working: Message
    notes: tuple[Message, ...] = ()


class StagePoints(Frozen):
    """What a first-level class got (一级指标得分); ``points`` is None while a row is open."""

    stage: Stage
    weight: Decimal
    points: Decimal | None


class EvaluationSheet(Frozen):
    """The scores of a departmental or finance-department evaluation (绩效评价评分表).

    ``total`` and ``grade`` are None while a row is open; then ``reached`` is what the others got
    and ``open_weight`` the weight of the open ones. ``differences`` list where the two scorers
    differ, settled or not.
    """

    project: str
    fiscal_year: int | None
    side: Side
    scorers: tuple[str, str]
    rows: tuple[EvaluationRow, ...]
    stages: tuple[StagePoints, ...]
    inapplicable: tuple[InapplicableItem, ...]
    total: Decimal | None
    reached: Decimal
    open_weight: Decimal
    grade: Message | None
    working: Message
    differences: tuple[Message, ...] = ()

    @property
    def is_begun(self) -> bool:
        """Somebody gave points for some item."""
        return any(row.first is not None or row.second is not None for row in self.rows)

    @property
    def unscored(self) -> tuple[EvaluationRow, ...]:
        """The rows that the two scorers have not both scored."""
        return tuple(row for row in self.rows if row.first is None or row.second is None)

    @property
    def unsettled(self) -> tuple[EvaluationRow, ...]:
        """The rows on which the two scorers differ and nobody settled."""
        return tuple(row for row in self.rows if row.difference and row.settlement is None)


class Lowering(Frozen):
    """A row that the re-check lowers (复核调减): ``row`` counts from 1, 0 is the execution rate."""

    row: int
    indicator: str
    points: Decimal
    reason: str
    role: str


class RecheckedRow(Frozen):
    """A row of a re-check: what the self-evaluation got and what stands after it."""

    row: int
    indicator: str
    weight: Decimal
    before: Decimal | None
    after: Decimal | None
    lowering: Lowering | None
    working: Message


class Recheck(Frozen):
    """A self-evaluation after the department's re-check (复核): scores only ever go down."""

    sheet: ScoreSheet
    rows: tuple[RecheckedRow, ...]
    total: Decimal | None
    grade: Message | None
    working: Message


class ScoreDifference(Frozen):
    """The difference between two scores of one thing: the total, or a row.

    ``difference`` is the second's points less the first's where the weights are the same;
    ``share_difference`` that of 得分率 in percentage points, which compares unequal weights too.
    Both are None where one side has no points. ``reason`` is the reason stated, empty where none.
    """

    first: Side
    second: Side
    row: str
    label: Message
    first_points: Decimal | None
    first_weight: Decimal
    second_points: Decimal | None
    second_weight: Decimal
    difference: Decimal | None
    share_difference: Decimal | None
    needs_reason: bool
    reason: str
    working: Message


class ScoreComparison(Frozen):
    """The scores of one project beside each other (评分比较).

    ``totals`` has one difference for every two sides, ``rows`` those of the rows; ``apart`` says
    which rows have no counterpart on the other side.
    """

    project: str
    sides: tuple[tuple[Side, Decimal | None, Message | None], ...]
    totals: tuple[ScoreDifference, ...]
    rows: tuple[ScoreDifference, ...]
    apart: tuple[Message, ...] = ()

    @property
    def unexplained(self) -> tuple[ScoreDifference, ...]:
        """The differences that need a reason and have none."""
        return tuple(d for d in (*self.totals, *self.rows) if d.needs_reason and not d.reason)


class ProjectAssessment(Frozen):
    """All that was said of one project: scores of each side, re-check, comparison, visits.

    ``sheets`` has one for each of departmental and finance evaluation, scored or not.
    ``proposals`` are, by the name of the item, what the record itself gives for it: points with
    their working, or none and what is missing. ``bodies`` says who evaluates on each side.
    ``note`` is said of the whole: for evidence that is synthetic, that it is.
    """

    score: ScoreSheet
    recheck: Recheck | None
    opinion: str
    sheets: tuple[EvaluationSheet, ...]
    bodies: Mapping[Side, str]
    proposals: Mapping[str, Points]
    comparison: ScoreComparison
    inspections: tuple[Inspection, ...]
    note: str = ""

    @property
    def project(self) -> str:
        """The project's title."""
        return self.score.evaluation.title

    @property
    def scored(self) -> tuple[EvaluationSheet, ...]:
        """The sheets on which anybody gave points."""
        return tuple(sheet for sheet in self.sheets if sheet.is_begun)
