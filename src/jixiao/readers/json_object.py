"""JSON objects read strictly (逐项核对): a key missing, unknown, or of another kind is refused.

A refusal names the key by its path in the file (``targets[3].funding.total``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from jixiao.model.exceptions import NotAPerformanceForm, UnreadableFile
from jixiao.model.location import Box, Location

Made = TypeVar("Made")
Word = TypeVar("Word", bound=StrEnum)


class Keys(NamedTuple):
    """The keys of an object: those it must have, and what stands for one that may be left out."""

    needed: frozenset[str]
    absent: dict[str, Any]

    def without(self, *names: str) -> Keys:
        """The same keys but for these, which are then unknown ones."""
        absent = {name: held for name, held in self.absent.items() if name not in names}
        return Keys(self.needed, absent)


def keys_of(model: type, *further: str) -> Keys:
    """The names of the model's fields; a field with a default may be left out."""
    if not is_dataclass(model):
        return Keys(frozenset(model._fields), {})  # type: ignore[attr-defined]
    needed = {f.name for f in fields(model) if f.default is f.default_factory is MISSING}
    absent: dict[str, Any] = {
        field.name: {} if field.default is MISSING else field.default
        for field in fields(model)
        if field.name not in needed
    }
    return Keys(frozenset(needed), absent | dict.fromkeys(further, ()))


_FARTHEST = 1e6  # points: no page is so large
PLACE = Keys(frozenset(), dict.fromkeys(Location._fields))


def parsed(data: bytes, name: str, number: Callable[[str], Any] | None = None) -> Any:
    """The value that ``data`` holds; ``number`` makes one of digits, where not as JSON does.

    Raises :class:`UnreadableFile` for what is no JSON.
    """
    import json

    try:
        text = data.decode("utf-8-sig")
        value = json.loads(
            text,
            object_pairs_hook=_once,
            parse_constant=_refuse_constant,
            parse_float=number,
            parse_int=number,
        )
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


class JsonObject:
    """A JSON object of the record, with its path; what may be left out is filled in."""

    __slots__ = ("file", "path", "values")

    def __init__(self, value: Any, path: str, file: str, keys: Keys) -> None:
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

    def inner(self, key: str, keys: Keys) -> JsonObject:
        """An object inside this one."""
        path = f"{self.path}.{key}" if self.path else key
        return JsonObject(self.values[key], path, self.file, keys)

    def each(self, key: str, keys: Keys, make: Callable[[JsonObject], Made]) -> tuple[Made, ...]:
        """What ``make`` makes of every object of an array."""
        values = self.values[key]
        if values == ():
            return ()
        if not isinstance(values, list):
            raise self.wrong(key, "应为数组 […]", "should be an array […]")
        path = f"{self.path}.{key}" if self.path else key
        return tuple(
            make(JsonObject(value, f"{path}[{n}]", self.file, keys))
            for n, value in enumerate(values)
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
        inner = JsonObject(names, path, self.file, Keys(frozenset(names), {}))
        return {name: inner.text(name) for name in names}

    def places(self) -> dict[str, Location]:
        """The places under ``at``, by the name of the value."""
        names = self.named("at")
        path = f"{self.path}.at" if self.path else "at"
        return {
            name: _place(JsonObject(value, f"{path}.{name}", self.file, PLACE))
            for name, value in names.items()
        }

    def maybe_place(self) -> Location | None:
        """The place under ``at``, or null."""
        return None if self.values["at"] is None else _place(self.inner("at", PLACE))


def _is_sound(text: str) -> bool:
    """The text can be written to a file: no half of a surrogate pair stands alone in it."""
    return text.isascii() or not any("\ud800" <= c <= "\udfff" for c in text)


def _place(value: JsonObject) -> Location:
    parts = {name: value.whole(name) for name in Location._fields if name not in ("sheet", "box")}
    box = _box(value) if value.values["box"] is not None else None
    return Location(sheet=value.maybe_text("sheet"), box=box, **parts)


def _box(value: JsonObject) -> Box:
    """The box of a place: four numbers, in points."""
    sides = value.values["box"]
    if (
        isinstance(sides, list)
        and len(sides) == 4
        and all(type(side) in (int, float) and abs(side) < _FARTHEST for side in sides)
    ):
        left, top, right, bottom = map(float, sides)
        return left, top, right, bottom
    raise value.wrong("box", "应为四个数（左、上、右、下）", "should be four numbers")
