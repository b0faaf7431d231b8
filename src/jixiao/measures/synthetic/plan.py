"""The plan of an invented year (合成证据的设想): what happened, as ``synthetic.toml`` tells it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from jixiao.model.exceptions import UnusableRequest
from jixiao.model.named import NamedTuple

FILE = "synthetic.toml"


class Calls(NamedTuple):
    """The calls of the hotline: how many on an ordinary day, and what is wrong with the records."""

    project: str
    daily: int
    missing_days: tuple[date, ...]
    late_days: tuple[date, ...]
    duplicates: int
    faulty: int


class Spending(NamedTuple):
    """What a project pays in the year, in 万元; ``profile`` weighs the months."""

    project: str
    paid: Decimal
    vouchers: int
    profile: tuple[int, ...]
    subjects: tuple[str, ...]


class Survey(NamedTuple):
    """A survey of a project: ``satisfied`` in per cent, ``strata`` with their frames."""

    project: str
    satisfied: Decimal
    months: tuple[int, ...]
    asked: int
    strata: tuple[tuple[str, int], ...]


class Plan(NamedTuple):
    """The whole plan. ``ledgers`` are the counts that the small registers come to."""

    fiscal_year: int
    calls: Calls
    spending: tuple[Spending, ...]
    surveys: tuple[Survey, ...]
    ledgers: dict[str, Decimal]


def read_plan(folder: Path) -> Plan:
    """The plan in a programme folder. Raises :class:`UnusableRequest` where it has none."""
    import tomllib

    try:
        return _plan(tomllib.loads((folder / FILE).read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise UnusableRequest(
            f"“{folder.name}”里没有 {FILE}，不知道该生成什么样的合成证据。请先写好。",
            f"“{folder.name}” has no {FILE}, which says what the synthetic evidence should be like",
        ) from error
    except (ArithmeticError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnusableRequest(
            f"{FILE} 无法使用（{error!r}）。请对照 programmes/huainan-2024 改正。",
            f"{FILE} cannot be used ({error!r}); compare it with programmes/huainan-2024",
        ) from error


def _plan(value: dict[str, Any]) -> Plan:
    calls = value["calls"]
    return Plan(
        fiscal_year=value["fiscal_year"],
        calls=Calls(
            calls["project"],
            calls["daily"],
            tuple(map(date.fromisoformat, calls["missing_days"])),
            tuple(map(date.fromisoformat, calls["late_days"])),
            calls["duplicates"],
            calls["faulty"],
        ),
        spending=tuple(
            Spending(
                each["project"],
                Decimal(each["paid"]),
                each["vouchers"],
                tuple(each["profile"]),
                tuple(each["subjects"]),
            )
            for each in value["payments"]
        ),
        surveys=tuple(
            Survey(
                each["project"],
                Decimal(str(each["satisfied"])),
                tuple(each["months"]),
                each["asked"],
                tuple(each["strata"].items()),
            )
            for each in value["survey"]
        ),
        ledgers={name: Decimal(str(number)) for name, number in value["ledgers"].items()},
    )
