"""``jixiao measure``: actual values from evidence, with the proof."""

from __future__ import annotations

import argparse

TYPE_CHECKING = False  # the help is printed without loading typing
if TYPE_CHECKING:
    from jixiao.measures.run import Rows
    from jixiao.model.measurement import Measurement, Period

MOST_ROWS = 1_000_000
NAME = "measure"
HELP = "由台账测算实际完成值，附依据 · actual values from evidence, with the proof"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("folder", metavar="DIR", help="项目库文件夹 · the programme folder")
    parser.add_argument(
        "--year", type=int, metavar="Y", help="年度（默认项目库的年度） · the fiscal year"
    )
    span = parser.add_mutually_exclusive_group()
    span.add_argument(
        "--month", type=int, metavar="M", help="1月至M月累计 · from January to month M"
    )
    span.add_argument(
        "--period", metavar="YYYY-MM", help="单独一个月，如 2024-07 · one month by itself"
    )
    parser.add_argument("--project", metavar="P", help="项目名称（部分）或序号 · title or number")
    parser.add_argument("--indicator", metavar="NAME", help="三级指标名称 · the indicator's name")
    parser.add_argument(
        "--explain", action="store_true", help="列出SQL、分月值、文件哈希 · SQL, months, hashes"
    )
    parser.add_argument(
        "--rows", type=int, metavar="N", help="列出背后的前N行记录 · the first N rows behind it"
    )
    parser.add_argument(
        "--fresh", action="store_true", help="不用已存的分月结果 · use no results kept"
    )
    parser.add_argument(
        "--format", choices=("text", "json", "csv"), default="text", help="输出格式 · output format"
    )


def run(options: argparse.Namespace) -> int:
    """Measure and print; 0, also where something could not be measured, which is then said."""
    from pathlib import Path

    from jixiao.measures.run import explain
    from jixiao.programme.folder import read_programme
    from jixiao.programme.measuring import chosen, engine_for, measured
    from jixiao.writers.visible import visible

    _refuse_odd_rows(options)
    programme = read_programme(Path(options.folder))
    period = _period(options, programme.fiscal_year)
    measures = chosen(programme, options.project, options.indicator)
    with engine_for(programme, fresh=options.fresh) as engine:
        values = list(measured(programme, period, measures, engine))
        if options.format == "json":
            made = []
            for measure, value in zip(measures, values, strict=True):
                entry = measurement_json(value)
                if options.explain:
                    entry["explanation"] = explain(measure, value, options.lang)
                if options.rows:
                    entry["drill_down"] = _rows_json(
                        engine.drill_down(measure, period, options.rows)
                    )
                made.append(entry)
            print(_dumped(made))
        elif options.format == "csv":
            print(_csv(values), end="")
        elif not options.explain:
            print(visible(_text(values, options.lang)))
        if options.format == "text" and (options.explain or options.rows):
            for measure, value in zip(measures, values, strict=True):
                if options.explain:
                    print(
                        "\n".join(map(visible, explain(measure, value, options.lang).split("\n")))
                    )
                if options.rows:
                    found = engine.drill_down(measure, period, options.rows)
                    print("\t".join(found.columns))
                    for cells in found.cells:
                        print(visible("\t".join(" ".join(cell.split()) for cell in cells)))
                    if found.has_more:
                        print("…")
                print()
    return 0


def _refuse_odd_rows(options: argparse.Namespace) -> None:
    from jixiao.model.exceptions import UnusableRequest

    rows = options.rows
    if options.format == "csv" and (rows is not None or options.explain):
        raise UnusableRequest(
            "--format csv 每个指标只有一行，放不下 --rows 和 --explain。请改用 json 或 text。",
            "--format csv holds one row an indicator, not --rows or --explain; use json or text",
        )
    if rows is not None and not 1 <= rows <= MOST_ROWS:
        raise UnusableRequest(
            f"--rows {rows} 不行。请写1至{MOST_ROWS}。",
            f"--rows {rows} will not do; 1 to {MOST_ROWS}",
        )


def _period(options: argparse.Namespace, year: int) -> Period:
    from jixiao.model.exceptions import UnusableRequest
    from jixiao.model.measurement import Period

    first, last = 1, 12 if options.month is None else options.month
    year = year if options.year is None else options.year
    if options.period is not None:
        told, _, month = options.period.partition("-")
        if not (told.isdecimal() and month.isdecimal() and len(told) == 4):
            raise UnusableRequest(
                f"期间“{options.period}”看不懂。例：--period 2024-07。",
                f"the period “{options.period}” is not understood; for example --period 2024-07",
            )
        year, first, last = int(told), int(month), int(month)
    if not 1 <= last <= 12:
        raise UnusableRequest(f"没有{last}月。请写1至12。", f"there is no month {last}; 1 to 12")
    return Period(year, first, last)


def _shown(value: Measurement) -> str:
    from jixiao.model.money import plain

    if value.date is not None:
        return value.date
    return "" if value.value is None else plain(value.value)


def _text(values: list[Measurement], language: str) -> str:
    from jixiao.measures.run import shown as rounded

    lines: list[str] = []
    project = None
    for value in values:
        if value.project != project:
            lines += ([""] if lines else []) + [value.project]
            project = value.project
        shown = _shown(value) if value.value is None else rounded(value.value, value.unit)
        told = f"{shown}{'' if value.date else value.unit}" if shown else "—"
        line = f"  {value.level2}  {value.indicator}  {told}"
        if value.sample is not None:
            ends = (rounded(end, value.unit) for end in (value.sample.low, value.sample.high))
            line += f"  [{', '.join(ends)}]"
            line += f" n={value.sample.answers}"
            if value.sample.answers < value.sample.needed:
                needed = value.sample.needed
                line += f" (<{needed})" if language == "en" else f"（样本不足{needed}）"
        if value.missing is not None:
            line += f"  {value.missing.en if language == 'en' else value.missing.zh}"
        lines.append(line)
    return "\n".join(lines)


def _dumped(values: list[dict[str, object]]) -> str:
    import json

    return json.dumps(values, ensure_ascii=False, indent=2)


def _rows_json(found: Rows) -> dict[str, object]:
    """The rows behind a value: the columns' names, the cells, whether there are more."""
    return {
        "columns": list(found.columns),
        "cells": [list(cells) for cells in found.cells],
        "has_more": found.has_more,
    }


def measurement_json(value: Measurement) -> dict[str, object]:
    """A measurement as JSON: numbers as strings, so that nothing is lost."""
    from jixiao.model.money import plain

    sample, missing = value.sample, value.missing
    return {
        "project": value.project,
        "indicator": value.indicator,
        "level2": value.level2,
        "period": value.period._asdict(),
        "value": None if value.value is None else plain(value.value),
        "date": value.date,
        "unit": value.unit,
        "months": {
            f"{value.period.year}-{month:02d}": None if number is None else plain(number)
            for month, number in value.months
        },
        "roll_up": value.roll_up,
        "query_sha256": value.query_sha256,
        "evidence": [evidence._asdict() for evidence in value.evidence],
        "rows": value.rows,
        "sample": None
        if sample is None
        else {**sample._asdict(), "low": plain(sample.low), "high": plain(sample.high)},
        "missing": None if missing is None else missing._asdict(),
    }


def _csv(values: list[Measurement]) -> str:
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    head = ["project", "level2", "indicator", "period", "value", "unit", "low", "high", "answers"]
    writer.writerow([*head, "rows", "files", "query_sha256", "missing"])
    for value in values:
        sample = value.sample
        interval = ["", "", ""] if sample is None else [sample.low, sample.high, sample.answers]
        period = value.period
        span = f"{period.year}-{period.first_month:02d}/{period.year}-{period.last_month:02d}"
        named = [value.project, value.level2, value.indicator, span, _shown(value), value.unit]
        missing = "" if value.missing is None else value.missing.zh
        proof = [value.rows, len(value.evidence), value.query_sha256, missing]
        writer.writerow([*named, *interval, *proof])
    return out.getvalue()
