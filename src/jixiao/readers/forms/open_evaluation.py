"""A self-evaluation while it is being read, and how it becomes a record."""

from __future__ import annotations

from decimal import Decimal

from jixiao.model.evaluation import EvaluatedIndicator, ExecutionRow, SelfEvaluation
from jixiao.model.location import Location
from jixiao.readers.forms.draft import Draft
from jixiao.readers.forms.evaluated_rows import EvaluatedRows
from jixiao.readers.forms.execution_rows import FundsHeader, is_total_of_funds
from jixiao.readers.forms.field_rows import FieldRows
from jixiao.readers.grid import Cell

PROJECT = "self-evaluation"
DEPARTMENT = "department-self-evaluation"
ALL_PROJECTS = "all-projects-self-evaluation"


class OpenEvaluation:
    """A self-evaluation while it is being read; ``form`` is the id of its variant."""

    def __init__(self, place: Location, *, is_titled: bool, form: str = PROJECT) -> None:
        self.draft = Draft(None, None, place)
        self.form = form
        self.is_titled = is_titled
        self.fields: FieldRows | None = None
        self.funds: list[tuple[ExecutionRow, Location]] = []
        self.fund_places: dict[int, dict[str, Location]] = {}  # by the row's id
        self.header: FundsHeader | None = None
        self.is_in_funds = False
        self.has_funds_header = False
        self.objective = ""
        self.achieved = ""
        self.goals: dict[str, Cell] = {}  # labels whose texts stand in the next row
        self.tasks: list[str] | None = None  # the main tasks, once their header has been met
        self.is_in_tasks = False
        self.task_column = 0
        self.rows: EvaluatedRows | None = None
        self.found: list[EvaluatedIndicator] = []
        self.total: Decimal | None = None
        self.grade = ""
        self.is_over = False  # the total has been read
        self.at: dict[str, Location] = {}

    @property
    def is_form(self) -> bool:
        """What was read makes a self-evaluation: it is titled or names its project, with results.

        An untitled form of a department needs its funds too: staff are appraised by department.
        """
        has_funds = self.has_funds_header
        if self.is_titled:
            return self.rows is not None or has_funds
        if "project_name" in self.draft.fields:
            return self.rows is not None
        return "department_name" in self.draft.fields and has_funds and self.rows is not None

    @property
    def is_begun(self) -> bool:
        """Something of a form has been read."""
        return bool(self.draft.fields or self.funds or self.rows)

    def finished(self, year: int | None) -> SelfEvaluation:
        """The frozen evaluation; ``year`` is that of the document."""
        draft = self.draft
        fields, at = draft.fields, {**draft.at, **self.at}
        form = self.form
        if "project_name" not in fields and "department_name" in fields:
            form = DEPARTMENT
        whose = "department_name" if form == DEPARTMENT else "project_name"
        if form == DEPARTMENT and whose not in fields:
            whose = "implementing_unit"
        for field, name in (
            (whose, "title"),
            ("supervising_department", "department"),
            ("annual_objective", "objective"),
        ):
            if field in at:
                at.setdefault(name, at.pop(field))
        funds = sorted(self.funds, key=lambda fund: not is_total_of_funds(fund[0].label))
        for n, (row, place) in enumerate(funds):
            at[f"funds.{n}"] = place
            for role, cell in self.fund_places.get(id(row), {}).items():
                at[f"funds.{n}.{role}"] = cell
        department = fields.get("supervising_department", "")
        code = fields.get("supervising_code", "")
        return SelfEvaluation(
            title=fields.get(whose, ""),
            fiscal_year=draft.year or draft.title_year or year,
            department=f"{code}-{department}" if code and department else department or code,
            implementing_unit=fields.get("implementing_unit", ""),
            unit=draft.unit,
            funds=tuple(row for row, _ in funds),
            objective=self.objective or fields.get("annual_objective", ""),
            achieved=self.achieved,
            rows=tuple(self.found),
            total=self.total,
            at=at,
            form=form,
            grade=self.grade,
        )
