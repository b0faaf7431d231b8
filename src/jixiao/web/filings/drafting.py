"""A draft (草稿): what the editor writes, cell by cell as text, and the target it means. No Django.

```
{"fields": {"project_name": "…", "funding.total": "96", "funding.unit": "万元", …},
 "indicators": [{"level1": "产出指标", "level2": "数量指标", "name": "…", "value": "≥2500个",
                 "weight": "", "scoring_standard": "", "remark": ""}, …],
 "period_indicators": […]}
```

A cell is named ``project_name`` or ``indicators.3.value`` (rows from 0). Every text is kept as it
was typed; numbers are read from it when it is checked. A blank is a blank, not 0.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from jixiao.model.disclosure import Disclosure
from jixiao.model.indicator import Indicator
from jixiao.model.location import Location
from jixiao.model.money import Money, MoneyUnit
from jixiao.model.project import Funding
from jixiao.model.target import PerformanceTarget
from jixiao.readers.forms.cell_text import amount, department, points
from jixiao.readers.forms.indicator_block import classes
from jixiao.readers.value_grammar import read_value
from jixiao.web.exceptions import Incomplete

Draft = dict[str, Any]

FIELDS = (
    *("heading", "project_name", "responsible_person", "supervising_department"),
    *("implementing_unit", "project_source", "project_period", "funding.total", "funding.fiscal"),
    *("funding.other", "funding.whole_period", "funding.unit", "annual_objective"),
    "period_objective",
)
COLUMNS = ("level1", "level2", "name", "value", "weight", "scoring_standard", "remark")
ROWS = ("indicators", "period_indicators")
MOST_ROWS = 500
LONGEST_TEXT = 50_000
_FIRST_ROW = {"indicators": 101, "period_indicators": 10_001}


def empty_draft(year: int, project_name: str = "") -> Draft:
    """A draft with nothing in it but the year's heading and the project's name."""
    fields = dict.fromkeys(FIELDS, "")
    fields["heading"] = f"项目支出绩效目标表（{year}年度）"
    fields["project_name"] = project_name
    fields["funding.unit"] = MoneyUnit.TEN_THOUSAND.value
    return {"fields": fields, "indicators": [], "period_indicators": []}


def sound(value: Any) -> Draft:
    """``value`` as a draft: every field there, every row with every column, all of them texts.

    What is not a draft's is refused by name (``Incomplete``): nothing typed is dropped in silence.
    """
    if not isinstance(value, dict):
        raise _unsound("草稿", "the draft")
    unknown = set(value) - {"fields", *ROWS}
    fields = value.get("fields", {})
    if unknown or not isinstance(fields, dict) or set(fields) - set(FIELDS):
        raise _unsound("表头", "the fields")
    draft: Draft = {"fields": {name: _text(fields.get(name, ""), name) for name in FIELDS}}
    for part in ROWS:
        rows = value.get(part, [])
        if not isinstance(rows, list) or len(rows) > MOST_ROWS:
            raise _unsound("指标行", "the rows")
        draft[part] = []
        for number, row in enumerate(rows):
            if not isinstance(row, dict) or set(row) - set(COLUMNS):
                raise _unsound(f"第{number + 1}行", f"row {number + 1}")
            draft[part].append(
                {name: _text(row.get(name, ""), f"{part}.{number}.{name}") for name in COLUMNS}
            )
    return draft


def _text(value: Any, cell: str) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise _unsound(cell, cell)
    return storable(value)


def storable(value: Any) -> str:
    """A text as it can be kept: half a surrogate pair and NUL cannot; nothing for no text."""
    text = value if isinstance(value, str) else ""
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def _unsound(zh: str, en: str) -> Incomplete:
    return Incomplete(
        f"草稿中的{zh}不完整或过长，未保存。请刷新页面后重试；您输入的内容仍在本机。",
        f"{en} of the draft is not complete or too long, nothing was saved; reload and try again",
    )


def draft_of(target: PerformanceTarget) -> Draft:
    """A target that was read, as a draft: what was printed, in the editor's cells."""
    funds = target.funding
    body = target.supervising_department
    fields = {
        "heading": target.heading,
        "project_name": target.project_name or target.heading_name,
        "responsible_person": target.responsible_person,
        "supervising_department": body
        and (f"[{body.code}]{body.name}" if body.code else body.name),
        "implementing_unit": target.implementing_unit,
        "project_source": target.project_source,
        "project_period": target.project_period,
        "funding.total": _digits(funds.total),
        "funding.fiscal": _digits(funds.fiscal),
        "funding.other": _digits(funds.other),
        "funding.whole_period": _digits(funds.whole_period),
        "funding.unit": funds.unit.value if funds.unit is not None else "",
        "annual_objective": target.annual_objective,
        "period_objective": target.period_objective,
    }
    return {
        "fields": {name: fields[name] or "" for name in FIELDS},
        "indicators": [_row(i) for i in target.indicators],
        "period_indicators": [_row(i) for i in target.period_indicators],
    }


def _row(indicator: Indicator) -> dict[str, str]:
    return {
        "level1": indicator.level1,
        "level2": indicator.level2,
        "name": indicator.name,
        "value": indicator.value.text,
        "weight": _digits(indicator.weight) or "",
        "scoring_standard": indicator.scoring_standard or "",
        "remark": indicator.remark or "",
    }


def target_of(draft: Mapping[str, Any], year: int) -> PerformanceTarget:
    """The target a draft means; every cell has its place (see :func:`cell_at`)."""
    fields: Mapping[str, str] = draft["fields"]
    unit_word = fields["funding.unit"].strip()
    unit = next((unit for unit in MoneyUnit if unit.value == unit_word), None)
    body = fields["supervising_department"].strip()
    at = {name: _place(name) for name in FIELDS}
    at["table"] = Location(table=1)
    return PerformanceTarget(
        heading=fields["heading"] or None,
        fiscal_year=year,
        project_name=fields["project_name"].strip() or None,
        responsible_person=fields["responsible_person"].strip() or None,
        unit_seal=None,
        supervising_department=department(body) if body else None,
        implementing_unit=fields["implementing_unit"].strip() or None,
        project_source=fields["project_source"].strip() or None,
        project_period=fields["project_period"].strip() or None,
        funding=Funding(
            amount(fields["funding.total"])[0],
            amount(fields["funding.fiscal"])[0],
            amount(fields["funding.other"])[0],
            unit,
            amount(fields["funding.whole_period"])[0],
        ),
        annual_objective=fields["annual_objective"].strip() or None,
        indicators=_indicators(draft, "indicators"),
        period_objective=fields["period_objective"].strip() or None,
        period_indicators=_indicators(draft, "period_indicators"),
        at=at,
    )


def _indicators(draft: Mapping[str, Any], part: str) -> tuple[Indicator, ...]:
    """The rows that have anything in them; a blank level is that of the row above."""
    made, level1, level2 = [], "", ""
    for number, row in enumerate(draft[part]):
        if not any(text.strip() for text in row.values()):
            continue
        if first := row["level1"].strip():
            level1, level2 = first, ""
        level2 = row["level2"].strip() or level2
        category, kind = classes(level1, level2)
        made.append(
            Indicator(
                category,
                kind,
                level1,
                level2,
                row["name"].strip(),
                read_value(row["value"].strip()),
                points(row["weight"]),
                row["scoring_standard"].strip() or None,
                row["remark"].strip() or None,
                {name: _place(f"{part}.{number}.{name}") for name in COLUMNS},
            )
        )
    return tuple(made)


def disclosure_of(draft: Mapping[str, Any], year: int, issuer: str = "") -> Disclosure:
    """The draft alone as a record, to be checked and written as one that was read."""
    target = target_of(draft, year)
    return Disclosure(
        issuer=issuer or None,
        fiscal_year=year,
        money_unit=target.funding.unit,
        listed=(),
        targets=(target,),
        withheld=(),
    )


def requested_of(draft: Mapping[str, Any]) -> Decimal | None:
    """The annual funds in 元; None where amount or unit is missing."""
    fields = draft["fields"]
    number = amount(fields["funding.total"])[0]
    unit = next((u for u in MoneyUnit if u.value == fields["funding.unit"].strip()), None)
    if number is None or unit is None or abs(number) >= Decimal("1e13"):
        return None
    return Money(number, unit).yuan.quantize(Decimal("0.01"))


def _place(cell: str) -> Location:
    """The place that stands for a cell; :func:`cell_at` is its inverse."""
    if cell in FIELDS:
        return Location(table=1, row=FIELDS.index(cell) + 1, column=2)
    part, number, column = cell.split(".")
    return Location(table=1, row=_FIRST_ROW[part] + int(number), column=COLUMNS.index(column) + 1)


def cell_at(place: Location | None) -> str:
    """The cell a place stands for; empty for the table as a whole."""
    if place is None or place.row is None or place.column is None:
        return ""
    if place.row <= len(FIELDS):
        return FIELDS[place.row - 1]
    part = "indicators" if place.row < _FIRST_ROW["period_indicators"] else "period_indicators"
    return f"{part}.{place.row - _FIRST_ROW[part]}.{COLUMNS[place.column - 1]}"


def text_at(draft: Mapping[str, Any], cell: str) -> str:
    """What stands in a cell; empty for one that is not there."""
    if cell in FIELDS:
        return str(draft["fields"].get(cell, ""))
    part, _, rest = cell.partition(".")
    number, _, column = rest.partition(".")
    rows = draft.get(part, [])
    if not number.isdigit() or int(number) >= len(rows):
        return ""
    return str(rows[int(number)].get(column, ""))


def hashed(content: Mapping[str, Any]) -> str:
    """The SHA-256 of a draft's or version's content as canonical JSON."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _digits(number: Decimal | None) -> str:
    return "" if number is None else format(number, "f")
