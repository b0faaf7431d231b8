"""The record as JSON, read back (记录): the inverse of what ``jixiao read --format json`` prints.

Strict: a key that is missing, one that is not ours, a number that is not a string of digits is
refused by name, with its place in the file (``targets[3].funding.total``); only what the model
has a default for may be left out. Places, originals,
notes, notices and the source are those of the file the record was first read from; the
reconciliation (``accounting``) follows from the rest and is worked out again.
"""

from __future__ import annotations

import hashlib

from jixiao.model.disclosure import SCHEMA, Disclosure, Note, Notice, PageAccount, Source
from jixiao.model.exceptions import NotAPerformanceForm
from jixiao.model.indicator import Indicator
from jixiao.model.money import MoneyUnit
from jixiao.model.project import Department, Funding, FundingLine, ListedProject, WithheldProject
from jixiao.model.statement import Statement, StatementKind
from jixiao.model.target import MainTask, PerformanceTarget
from jixiao.model.target_review import ReviewedItem, TargetReview
from jixiao.model.terms import Category, Kind
from jixiao.model.value import Comparator, Nature, TargetValue
from jixiao.readers.json_object import JsonObject, Keys, keys_of, parsed

DISCLOSURE, TARGET = keys_of(Disclosure, "accounting", "schema"), keys_of(PerformanceTarget)
DISCLOSURE = DISCLOSURE.without("evaluations", "monitoring", "chains")  # no part of the record
LISTED, WITHHELD, DEPARTMENT = keys_of(ListedProject), keys_of(WithheldProject), keys_of(Department)
REVIEW, ITEM = keys_of(TargetReview), keys_of(ReviewedItem)
TASK, STATEMENT = keys_of(MainTask), keys_of(Statement)
FUNDING, LINE = keys_of(Funding), keys_of(FundingLine)
INDICATOR, VALUE = keys_of(Indicator), keys_of(TargetValue)
SOURCE, NOTE, NOTICE = keys_of(Source), keys_of(Note), keys_of(Notice)
PAGE = keys_of(PageAccount)
ACCOUNT = Keys(frozenset({"name", "status", "listed_amount", "target_amount"}), {})
LABELLED = Keys(frozenset({"label", "text"}), {})


def read_record(data: bytes, name: str) -> Disclosure:
    """The record in ``data``. Raises :class:`UserError` for anything that is not one of ours."""
    value = parsed(data, name)
    if isinstance(value, list):
        raise NotAPerformanceForm(
            f"“{name}”里有{len(value)}份记录（JSON 数组）。请把每份记录单独存成一个文件。",
            f"“{name}” holds {len(value)} records (a JSON array); save each in a file of its own",
        )
    schema = value.get("schema") if isinstance(value, dict) else None
    if schema != SCHEMA:
        said = f"“{schema}”" if isinstance(schema, str) and schema.isprintable() else "—"
        raise NotAPerformanceForm(
            f"“{name}”是 JSON，但不是绩效目标记录：schema 应为“{SCHEMA}”，实为{said}。"
            "请用 jixiao read --format json 生成的文件。",
            f"“{name}” is JSON but no record of performance targets: schema should be “{SCHEMA}” "
            f"and is {said}; use a file made by jixiao read --format json",
        )
    digest = hashlib.sha256(data).hexdigest()
    return _disclosure(JsonObject(value, "", name, DISCLOSURE), Source(name, digest, "json"))


def _disclosure(record: JsonObject, file: Source) -> Disclosure:
    record.each("accounting", ACCOUNT, lambda line: line.text("name"))
    return Disclosure(
        issuer=record.maybe_text("issuer"),
        fiscal_year=record.whole("fiscal_year"),
        money_unit=record.maybe_word("money_unit", MoneyUnit),
        listed=record.each("listed", LISTED, _listed),
        targets=record.each("targets", TARGET, _target),
        withheld=record.each("withheld", WITHHELD, _withheld),
        title=record.maybe_text("title"),
        listed_total=record.decimal("listed_total"),
        notes=record.each("notes", NOTE, lambda n: Note(n.text("text"), n.maybe_place())),
        stated_projects=record.whole("stated_projects"),
        stated_published=record.whole("stated_published"),
        approved_on=record.maybe_text("approved_on"),
        published_on=record.maybe_text("published_on"),
        form=record.maybe_text("form"),
        at=record.places(),
        source=_source(record) or file,
        notices=record.each(
            "notices", NOTICE, lambda n: Notice(n.text("zh"), n.text("en"), n.maybe_place())
        ),
        pages=record.each("pages", PAGE, _page),
        statements=record.each("statements", STATEMENT, _statement),
        reviews=record.each("reviews", REVIEW, _review),
    )


def _review(review: JsonObject) -> TargetReview:
    text = review.maybe_text
    return TargetReview(
        text("project_name"),
        review.whole("fiscal_year"),
        text("supervising_department"),
        text("implementing_unit"),
        review.each("items", ITEM, _item),
        review.decimal("total"),
        review.decimal("total_weight"),
        text("grade"),
        review.each("opinions", LABELLED, _labelled),
        review.each("signatures", LABELLED, _labelled),
        review.each("others", LABELLED, _labelled),
        review.places(),
    )


def _item(item: JsonObject) -> ReviewedItem:
    return ReviewedItem(
        item.text("heading"),
        item.text("name"),
        item.text("question"),
        item.decimal("weight"),
        item.text("mark"),
        item.decimal("points"),
        item.text("words"),
        item.places(),
    )


def _statement(statement: JsonObject) -> Statement:
    return Statement(
        statement.word("kind", StatementKind),
        statement.text("text"),
        statement.whole("projects"),
        statement.decimal("amount"),
        statement.maybe_word("unit", MoneyUnit),
        statement.decimal("share"),
        statement.whole("fiscal_year"),
        statement.maybe_place(),
    )


def _page(page: JsonObject) -> PageAccount:
    numbers = (page.whole("page"), page.whole("tables"), page.whole("taken"))
    number, tables, taken = (value or 0 for value in numbers)
    return PageAccount(number, page.text("status"), tables, taken)


def _source(record: JsonObject) -> Source | None:
    if record.values["source"] is None:
        return None
    source = record.inner("source", SOURCE)
    return Source(source.text("file"), source.text("sha256"), source.text("format"))


def _listed(project: JsonObject) -> ListedProject:
    return ListedProject(
        project.whole("number"),
        project.text("name"),
        project.decimal("amount"),
        project.places(),
        project.maybe_text("implementing_unit"),
    )


def _withheld(project: JsonObject) -> WithheldProject:
    return WithheldProject(
        project.text("name"),
        project.decimal("amount"),
        project.maybe_text("reason"),
        project.places(),
    )


def _target(table: JsonObject) -> PerformanceTarget:
    text = table.maybe_text
    return PerformanceTarget(
        heading=text("heading"),
        fiscal_year=table.whole("fiscal_year"),
        project_name=text("project_name"),
        responsible_person=text("responsible_person"),
        unit_seal=text("unit_seal"),
        supervising_department=_department(table),
        implementing_unit=text("implementing_unit"),
        project_source=text("project_source"),
        project_period=text("project_period"),
        funding=_funding(table.inner("funding", FUNDING)),
        annual_objective=text("annual_objective"),
        indicators=table.each("indicators", INDICATOR, indicator_of),
        period_objective=text("period_objective"),
        period_indicators=table.each("period_indicators", INDICATOR, indicator_of),
        others=table.each("others", LABELLED, _labelled),
        form=text("form"),
        at=table.places(),
        originals=table.texts("originals"),
        tasks=table.each("tasks", TASK, _task),
    )


def _task(task: JsonObject) -> MainTask:
    return MainTask(
        task.text("name"),
        task.maybe_text("content"),
        task.decimal("amount"),
        task.maybe_text("objective"),
        task.each("others", LABELLED, _labelled),
        task.places(),
    )


def _labelled(cell: JsonObject) -> tuple[str, str]:
    return cell.text("label"), cell.text("text")


def _department(table: JsonObject) -> Department | None:
    if table.values["supervising_department"] is None:
        return None
    department = table.inner("supervising_department", DEPARTMENT)
    return Department(department.maybe_text("code"), department.text("name"))


def _funding(funds: JsonObject) -> Funding:
    return Funding(
        funds.decimal("total"),
        funds.decimal("fiscal"),
        funds.decimal("other"),
        funds.maybe_word("unit", MoneyUnit),
        funds.decimal("whole_period"),
        funds.each("lines", LINE, lambda x: FundingLine(x.text("label"), x.decimal("amount"))),
    )


def indicator_of(row: JsonObject, value: str = "value", weight: str = "weight") -> Indicator:
    """An indicator; ``value`` and ``weight`` are the keys of its target value and its weight."""
    return Indicator(
        row.maybe_word("category", Category),
        row.maybe_word("kind", Kind),
        row.text("level1"),
        row.text("level2"),
        row.text("name"),
        _value(row.inner(value, VALUE)),
        row.decimal(weight),
        row.maybe_text("scoring_standard"),
        row.maybe_text("remark"),
        row.places(),
        row.texts("originals"),
        row.each("others", LABELLED, _labelled),
    )


def _value(value: JsonObject) -> TargetValue:
    return TargetValue(
        value.text("text"),
        value.word("nature", Nature),
        value.maybe_word("comparator", Comparator),
        value.decimal("number"),
        value.maybe_text("unit"),
        value.decimal("upper"),
        value.maybe_text("deadline"),
        value.truth("approximate"),
    )
