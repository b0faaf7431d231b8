"""Files of synthetic evidence: CSV that says “synthetic” in its name, columns as in the schema."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

MARK = "synthetic-"
Row = Mapping[str, object]


def write_by_month(
    folder: Path, time: str, year: int, columns: Iterable[str], rows: Iterable[Row]
) -> None:
    """The rows below ``folder``, a file a month by ``time``; other years go with the last."""
    months: dict[int, list[Row]] = {month: [] for month in range(1, 13)}
    for row in rows:
        day = row[time]
        assert isinstance(day, date)  # a datetime is one too
        months[day.month if day.year == year else 12].append(row)
    names = list(columns)
    for month, found in months.items():
        if found:
            write_table(folder / f"{MARK}{year}-{month:02d}.csv", names, found)


def write_table(path: Path, columns: Iterable[str], rows: Iterable[Row]) -> None:
    """The rows as CSV, even if there are none; no value is a blank cell."""
    path.parent.mkdir(parents=True, exist_ok=True)
    names = list(columns)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        unknown = row.keys() - set(names)
        if unknown:
            raise KeyError(f"{path.parent.name} has no column {min(unknown)}")
        writer.writerow([cell(row.get(name)) for name in names])
    path.write_text(text.getvalue(), encoding="utf-8", newline="")


def cell(value: object) -> str:
    """A value as it stands in a CSV: 是 and 否, ISO dates, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)
