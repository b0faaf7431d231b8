"""What the interface takes and gives (接口数据): numbers are texts, as in the record."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import StringConstraints

from jixiao.web.portal.forms import Filters, filters

Amount = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,11}(\.[0-9]{1,2})?$", max_length=14)]
Number = str | None  # a decimal number as text
Words = Annotated[str, StringConstraints(max_length=200)]
Key = Annotated[int, Field(ge=1, le=2_147_483_647)]


class Narrowing(Schema):
    """The filters of the pages, by the same names."""

    q: Annotated[str, StringConstraints(max_length=10_000)] = Field(
        "", description="全文检索；引号内的词连在一起 · full text; quoted words stand together"
    )
    year: Annotated[int, Field(ge=1949, le=2200)] | None = Field(None, description="年度")
    department: Words = Field("", description="主管部门名称中的字 · part of the department's name")
    unit: Words = Field("", description="实施单位名称中的字 · part of the unit's name")
    body: Key | None = Field(None, description="公开单位或项目单位的编号 · key of a body")
    amount_from: Amount | None = Field(None, description="年度资金不低于（万元）")
    amount_to: Amount | None = Field(None, description="年度资金不高于（万元）")
    category: Literal["cost", "output", "benefit", "satisfaction"] | None = Field(
        None, description="指标类别"
    )
    measurable: Literal["yes", "no"] | None = Field(None, description="指标有无数值")
    grade: Literal["优", "良", "中", "差"] | None = Field(None, description="评价等级")

    def chosen(self) -> Filters:
        """As the pages read them."""
        given = self.dict(exclude_none=True, include=set(Narrowing.model_fields))
        return filters({name: str(value) for name, value in given.items()})


class Keyset(Schema):
    """Where a page of rows begins, and how many it has."""

    after: Annotated[int, Field(ge=0, le=2_147_483_647)] = Field(
        0, description="上一页最后一行的编号 · the last row's key of the page before"
    )
    limit: Annotated[int, Field(ge=1, le=200)] = Field(50, description="行数 · rows")


class NarrowedKeyset(Narrowing, Keyset):
    """Filters and page."""


class Refusal(Schema):
    """An error, in both languages."""

    zh: str
    en: str


class TargetRow(Schema):
    """One project's year; amounts in 元."""

    id: int
    project_id: int
    edition_id: int
    number: int
    fiscal_year: int
    name: str
    unit_name: str
    department_name: str
    responsible_person: str
    amount: Number
    amount_before: Number
    indicator_count: int
    measurable_count: int
    points: Number
    grade: str


class IndicatorRow(Schema):
    """One row of a target; ``number`` is ``value`` read, in ``unit``."""

    id: int
    target_id: int
    position: int
    level1: str
    level2: str
    category: str
    kind: str
    name: str
    value: str
    nature: str
    comparator: str
    number: Number
    unit: str
    weight: Number
    actual: str
    points: Number


class PlacedIndicatorRow(IndicatorRow):
    """A row with its project."""

    project_id: int
    project_name: str
    fiscal_year: int
    unit_name: str
    edition_id: int
    target_number: int


class Execution(Schema):
    """Budget and payment in 万元, the rate in per cent; texts, empty where not known."""

    budget: str
    paid: str
    rate: str


class Scored(Schema):
    """Points and grade."""

    points: str
    grade: str


class EvaluationScored(Scored):
    """Points and grade of a final evaluation; ``side`` is department or finance."""

    side: str


class OutcomeRow(Schema):
    """What came of the row of the year at ``position`` (from 0)."""

    position: int
    indicator: str
    actual: str
    points: str
    working_zh: str


class Outcome(Schema):
    """What came of a target; empty until results are published."""

    execution: Execution | None = None
    points: str = ""
    grade: str = ""
    rows: tuple[OutcomeRow, ...] = ()
    self: Scored | None = None
    evaluations: tuple[EvaluationScored, ...] = ()
    note: str = ""


class TargetWhole(TargetRow):
    """A target with its objective, every cell, its rows, and what came of it."""

    objective: str
    content: dict[str, Any]
    source: dict[str, Any]
    outcome: Outcome
    indicators: list[IndicatorRow]
    page: str


class EditionRow(Schema):
    """A publication."""

    id: int
    body_id: int
    body: str
    fiscal_year: int
    number: int
    title: str
    sha256: str
    reason: str
    published_at: str
    is_current: bool


class FileRow(Schema):
    """A file of a publication."""

    name: str
    media_type: str
    sha256: str
    size: int
    address: str


class EditionWhole(EditionRow):
    """A publication with its files, what is not in it, and what changed."""

    withheld: list[Any]
    carried_over: list[Any]
    changes: list[Any]
    files: list[FileRow]


class ChangeRow(EditionRow):
    """A publication as a change: what it changed against the one before."""

    changes: list[Any]


class BodyRow(Schema):
    """Who publishes."""

    id: int
    name: str
    editions: int
    latest_year: int
    published_at: str


class Targets(Schema):
    """A page of targets; ``next`` is the address of the one after it, or null."""

    items: list[TargetRow]
    next: str | None


class Indicators(Schema):
    """A page of rows."""

    items: list[PlacedIndicatorRow]
    next: str | None


class Editions(Schema):
    """A page of publications."""

    items: list[EditionRow]
    next: str | None


class Changes(Schema):
    """A page of changes."""

    items: list[ChangeRow]
    next: str | None


class Bodies(Schema):
    """All bodies."""

    items: list[BodyRow]
