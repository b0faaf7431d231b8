"""The record as JSON, read back (记录): the inverse of what ``jixiao read --format json`` prints.

Strict: a key that is missing, one that is not ours, a number that is not a string of digits is
refused by name, with its place in the file (``targets[3].funding.total``); only what the model
has a default for may be left out. Places, originals,
notes, notices and the source are those of the file the record was first read from; the
reconciliation (``accounting``) follows from the rest and is worked out again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from jixiao.model.disclosure import SCHEMA, Disclosure, Note, Notice, Source
from jixiao.model.exceptions import NotAPerformanceForm, UnreadableFile
from jixiao.model.indicator import Indicator
from jixiao.model.location import Location
from jixiao.model.money import MoneyUnit
from jixiao.model.project import Department, Funding, FundingLine, ListedProject, WithheldProject
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import Category, Kind
from jixiao.model.value import Comparator, Nature, TargetValue

Made = TypeVar("Made")
Word = TypeVar("Word", bound=StrEnum)


class _Keys(NamedTuple):
    """The keys of an object: those it must have, and what stands for one that may be left out."""

    needed: frozenset[str]
    absent: dict[str, Any]


def _keys(model: type, *further: str) -> _Keys:
    """The names of the model's fields; a field with a default may be left out."""
    if not is_dataclass(model):
        return _Keys(frozenset(model._fields), {})  # type: ignore[attr-defined]
    needed = {f.name for f in fields(model) if f.default is f.default_factory is MISSING}
    absent: dict[str, Any] = {
        field.name: {} if field.default is MISSING else field.default
        for field in fields(model)
        if field.name not in needed
    }
    return _Keys(frozenset(needed), absent | dict.fromkeys(further, ()))


DISCLOSURE, TARGET = _keys(Disclosure, "accounting", "schema"), _keys(PerformanceTarget)
LISTED, WITHHELD, DEPARTMENT = _keys(ListedProject), _keys(WithheldProject), _keys(Department)
FUNDING, LINE = _keys(Funding), _keys(FundingLine)
INDICATOR, VALUE = _keys(Indicator), _keys(TargetValue)
SOURCE, NOTE, NOTICE = _keys(Source), _keys(Note), _keys(Notice)
PLACE = _Keys(frozenset(), dict.fromkeys(Location._fields))
ACCOUNT = _Keys(frozenset({"name", "status", "listed_amount", "target_amount"}), {})
LABELLED = _Keys(frozenset({"label", "text"}), {})


def read_record(data: bytes, name: str) -> Disclosure:
    """The record in ``data``. Raises :class:`UserError` for anything that is not one of ours."""
    value = _parsed(data, name)
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
    return _disclosure(_Object(value, "", name, DISCLOSURE), Source(name, digest, "json"))


def _parsed(data: bytes, name: str) -> Any:
    import json

    try:
        text = data.decode("utf-8-sig")
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        line = f"第{error.lineno}行" if isinstance(error, json.JSONDecodeError) else ""
        at = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise UnreadableFile(
            f"“{name}”{line}不是正确的 JSON（UTF-8），无法读取。请重新生成，或检查手工改动之处。",
            f"“{name}” is not correct JSON in UTF-8{at}; make it again, or check what was edited",
        ) from error
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object, if no key stands in it twice."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key stands twice")
    return made


def _refuse_constant(word: str) -> Any:
    raise ValueError(f"{word} is no JSON")


class _Object:
    """A JSON object of the record, with its path; what may be left out is filled in."""

    __slots__ = ("file", "path", "values")

    def __init__(self, value: Any, path: str, file: str, keys: _Keys) -> None:
        self.path = path
        self.file = file
        if not isinstance(value, dict):
            raise self.wrong("", "应为对象 {…}", "should be an object {…}")
        missing = keys.needed - value.keys()
        if missing:
            raise self.wrong(min(missing), "缺少这一项", "is missing")
        self.values: dict[str, Any] = {**keys.absent, **value}
        unknown = self.values.keys() - keys.needed - keys.absent.keys()
        if unknown:
            raise self.wrong(min(unknown), "不是记录里的项目", "is no part of a record")

    def wrong(self, key: str, zh: str, en: str) -> NotAPerformanceForm:
        """The error for what stands at ``key``."""
        where = f"{self.path}.{key}" if self.path and key else self.path or key
        where = where if len(where) < 120 else where[:120] + "…"
        where = where.encode(errors="replace").decode()
        return NotAPerformanceForm(
            f"“{self.file}”不是完整的绩效目标记录：{where} {zh}。"
            "请改正，或用 jixiao read --format json 重新生成。",
            f"“{self.file}” is not a whole record of performance targets: {where} {en}; correct "
            "it, or make it again with jixiao read --format json",
        )

    def maybe_text(self, key: str) -> str | None:
        """A string or null."""
        value = self.values[key]
        if value is None or (isinstance(value, str) and _is_sound(value)):
            return value
        raise self.wrong(key, "应为文字或 null", "should be a text or null")

    def text(self, key: str) -> str:
        """A string."""
        value = self.values[key]
        if isinstance(value, str) and _is_sound(value):
            return value
        raise self.wrong(key, "应为文字", "should be a text")

    def whole(self, key: str) -> int | None:
        """A whole number or null."""
        value = self.values[key]
        if value is None or type(value) is int:
            return value
        raise self.wrong(key, "应为整数或 null", "should be a whole number or null")

    def decimal(self, key: str) -> Decimal | None:
        """A number written as a string, or null."""
        value = self.values[key]
        if value is None:
            return None
        if isinstance(value, str) and value.isascii():
            whole, point, fraction = value.removeprefix("-").partition(".")
            if whole.isdigit() and (fraction.isdigit() or not point):
                return Decimal(value)
        raise self.wrong(
            key, '应为加引号的数（如 "12.90"）或 null', "should be a number in quotes or null"
        )

    def truth(self, key: str) -> bool:
        """True or false."""
        value = self.values[key]
        if isinstance(value, bool):
            return value
        raise self.wrong(key, "应为 true 或 false", "should be true or false")

    def maybe_word(self, key: str, words: type[Word]) -> Word | None:
        """One of a closed list of words, or null."""
        return None if self.values[key] is None else self.word(key, words)

    def word(self, key: str, words: type[Word]) -> Word:
        """One of a closed list of words."""
        try:
            return words(self.values[key])
        except ValueError:
            known = "、".join(words)
            zh, en = f"应为以下之一：{known}", f"should be one of {', '.join(words)}"
            raise self.wrong(key, zh, en) from None

    def inner(self, key: str, keys: _Keys) -> _Object:
        """An object inside this one."""
        path = f"{self.path}.{key}" if self.path else key
        return _Object(self.values[key], path, self.file, keys)

    def each(self, key: str, keys: _Keys, make: Callable[[_Object], Made]) -> tuple[Made, ...]:
        """What ``make`` makes of every object of an array."""
        values = self.values[key]
        if values == ():
            return ()
        if not isinstance(values, list):
            raise self.wrong(key, "应为数组 […]", "should be an array […]")
        path = f"{self.path}.{key}" if self.path else key
        return tuple(
            make(_Object(value, f"{path}[{n}]", self.file, keys)) for n, value in enumerate(values)
        )

    def named(self, key: str) -> dict[str, Any]:
        """An object whose keys are names."""
        value = self.values[key]
        if not isinstance(value, dict):
            raise self.wrong(key, "应为对象 {…}", "should be an object {…}")
        return value

    def texts(self, key: str) -> dict[str, str]:
        """Texts by name."""
        names = self.named(key)
        path = f"{self.path}.{key}" if self.path else key
        inner = _Object(names, path, self.file, _Keys(frozenset(names), {}))
        return {name: inner.text(name) for name in names}

    def places(self) -> dict[str, Location]:
        """The places under ``at``, by the name of the value."""
        names = self.named("at")
        path = f"{self.path}.at" if self.path else "at"
        return {
            name: _place(_Object(value, f"{path}.{name}", self.file, PLACE))
            for name, value in names.items()
        }

    def maybe_place(self) -> Location | None:
        """The place under ``at``, or null."""
        return None if self.values["at"] is None else _place(self.inner("at", PLACE))


def _is_sound(text: str) -> bool:
    """The text can be written to a file: no half of a surrogate pair stands alone in it."""
    return text.isascii() or not any("\ud800" <= c <= "\udfff" for c in text)


def _place(value: _Object) -> Location:
    parts = {name: value.whole(name) for name in Location._fields if name != "sheet"}
    return Location(sheet=value.maybe_text("sheet"), **parts)


def _disclosure(record: _Object, file: Source) -> Disclosure:
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
    )


def _source(record: _Object) -> Source | None:
    if record.values["source"] is None:
        return None
    source = record.inner("source", SOURCE)
    return Source(source.text("file"), source.text("sha256"), source.text("format"))


def _listed(project: _Object) -> ListedProject:
    return ListedProject(
        project.whole("number"),
        project.text("name"),
        project.decimal("amount"),
        project.places(),
        project.maybe_text("implementing_unit"),
    )


def _withheld(project: _Object) -> WithheldProject:
    return WithheldProject(
        project.text("name"),
        project.decimal("amount"),
        project.maybe_text("reason"),
        project.places(),
    )


def _target(table: _Object) -> PerformanceTarget:
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
        indicators=table.each("indicators", INDICATOR, _indicator),
        period_objective=text("period_objective"),
        period_indicators=table.each("period_indicators", INDICATOR, _indicator),
        others=table.each("others", LABELLED, _labelled),
        form=text("form"),
        at=table.places(),
        originals=table.texts("originals"),
    )


def _labelled(cell: _Object) -> tuple[str, str]:
    return cell.text("label"), cell.text("text")


def _department(table: _Object) -> Department | None:
    if table.values["supervising_department"] is None:
        return None
    department = table.inner("supervising_department", DEPARTMENT)
    return Department(department.maybe_text("code"), department.text("name"))


def _funding(funds: _Object) -> Funding:
    return Funding(
        funds.decimal("total"),
        funds.decimal("fiscal"),
        funds.decimal("other"),
        funds.maybe_word("unit", MoneyUnit),
        funds.decimal("whole_period"),
        funds.each("lines", LINE, lambda x: FundingLine(x.text("label"), x.decimal("amount"))),
    )


def _indicator(row: _Object) -> Indicator:
    return Indicator(
        row.maybe_word("category", Category),
        row.maybe_word("kind", Kind),
        row.text("level1"),
        row.text("level2"),
        row.text("name"),
        _value(row.inner("value", VALUE)),
        row.decimal("weight"),
        row.maybe_text("scoring_standard"),
        row.maybe_text("remark"),
        row.places(),
        row.texts("originals"),
        row.each("others", LABELLED, _labelled),
    )


def _value(value: _Object) -> TargetValue:
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
