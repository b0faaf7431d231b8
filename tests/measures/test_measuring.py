"""Measures run: months, roll-ups, proof, and nothing of another project."""

from __future__ import annotations

import random
import time
from decimal import Decimal
from pathlib import Path

import pytest

from jixiao.measures.load import load_evidence
from jixiao.measures.measure import Measure
from jixiao.measures.run import LONGEST_QUERY, Engine, explain
from jixiao.model.exceptions import UnusableRequest
from jixiao.model.measurement import Measurement, Period
from tests.measures.small import (
    CALLS_HEAD,
    SCHEMAS,
    SURVEYS_HEAD,
    loaded,
    measure_of,
    payments,
    write_csv,
)

SUM = "SELECT sum(amount) AS value FROM payments"
YEAR = Period(2024)


def measured(
    root: Path, measure: Measure, period: Period = YEAR, *, fresh: bool = False
) -> tuple[Measurement, int]:
    with Engine(loaded(root), fresh=fresh) as engine:
        return engine.measure(measure, period), engine.reads


def three_months(root: Path) -> None:
    payments(root, 1, "v1,甲项目,2024-01-05,100.10,,", "w1,乙项目,2024-01-06,7000,,")
    payments(root, 2, "v2,甲项目,2024-02-05,200.20,,", "v3,甲项目,2024-02-06,-50,,冲销")
    payments(root, 3, "v4,甲项目,2024-03-05,,,金额未填")


def test_a_sum_over_the_months_is_exact_and_of_its_project_only(tmp_path: Path) -> None:
    three_months(tmp_path)

    found, _ = measured(tmp_path, measure_of(SUM))

    assert found.value == Decimal("250.30")
    assert found.months == ((1, Decimal("100.10")), (2, Decimal("150.20")))
    assert found.rows == 4


def test_dividing_by_ten_thousand_adds_up_exactly(tmp_path: Path) -> None:
    payments(tmp_path, 1, *(f"v{n},甲项目,2024-01-05,12.9,,{n}" for n in range(3)))
    payments(tmp_path, 2, "w,甲项目,2024-02-05,0.1,,")

    found, _ = measured(
        tmp_path, measure_of("SELECT sum(amount) / 10000 AS value FROM payments", unit="万元")
    )

    assert found.value == Decimal("0.00388")


@pytest.mark.parametrize(
    "where",
    ["project = '乙项目'", "TRUE OR project = '乙项目'", "project <> '甲项目' OR 1 = 1"],
)
def test_the_rows_of_another_project_cannot_be_reached(tmp_path: Path, where: str) -> None:
    three_months(tmp_path)
    measure = measure_of(
        f"SELECT max(amount) AS value FROM payments WHERE {where}", roll_up="maximum"
    )

    found, _ = measured(tmp_path, measure)

    assert found.value is None or found.value < 7000


def test_a_register_bound_for_one_measure_is_gone_for_the_next(tmp_path: Path) -> None:
    three_months(tmp_path)
    write_csv(tmp_path, "hotline_calls/a.csv", CALLS_HEAD, ["a,2024-01-05,,1,电话"])
    evidences = loaded(tmp_path)

    with Engine(evidences, fresh=True) as engine:
        engine.measure(measure_of(SUM), YEAR)
        engine.measure(
            measure_of("SELECT count(*) AS value FROM hotline_calls", registers="hotline_calls"),
            YEAR,
        )
        views = engine._database().execute(
            "SELECT view_name FROM duckdb_views() WHERE NOT internal"
        )

        assert views.fetchall() == [("hotline_calls",)]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "ATTACH '/tmp/x.db'",
        "COPY (SELECT 1) TO '/tmp/jixiao-must-not-be.csv'",
        "SET enable_external_access = true",
        "INSTALL httpfs",
    ],
)
def test_the_database_itself_reaches_no_file(tmp_path: Path, sql: str) -> None:
    import duckdb

    three_months(tmp_path)

    with Engine(loaded(tmp_path)) as engine, pytest.raises(duckdb.Error):
        engine._database().execute(sql).fetchall()


def test_without_evidence_the_value_is_missing_and_not_zero(tmp_path: Path) -> None:
    three_months(tmp_path)
    measure = measure_of("SELECT count(*) AS value FROM payments")

    found, _ = measured(tmp_path, measure, Period(2024, 4, 6))

    assert found.value is None
    assert found.missing is not None
    assert "没有台账记录" in found.missing.zh


def test_a_month_in_which_others_paid_and_this_project_did_not_counts_zero(tmp_path: Path) -> None:
    payments(tmp_path, 1, "w1,乙项目,2024-01-06,7000,,")

    found, _ = measured(tmp_path, measure_of("SELECT count(*) AS value FROM payments"))

    assert found.value == 0
    assert found.missing is None


def test_a_sum_of_blanks_is_missing(tmp_path: Path) -> None:
    payments(tmp_path, 1, "v4,甲项目,2024-01-05,,,金额未填")

    found, _ = measured(tmp_path, measure_of(SUM))

    assert found.value is None
    assert found.missing is not None


@pytest.mark.parametrize(
    ("roll_up", "expected"),
    [("sum", "250.30"), ("mean", "125.15"), ("latest", "150.20"), ("maximum", "150.20")],
)
def test_the_roll_ups(tmp_path: Path, roll_up: str, expected: str) -> None:
    three_months(tmp_path)

    found, _ = measured(tmp_path, measure_of(SUM, roll_up=roll_up))

    assert found.value == Decimal(expected)


def test_a_ratio_of_sums_is_not_a_mean_of_ratios(tmp_path: Path) -> None:
    days = [(1, 1, 10), (2, 1, 1), (2, 2, 1), (2, 3, 1)]
    write_csv(
        tmp_path,
        "hotline_calls/all.csv",
        CALLS_HEAD,
        [f"{m}-{d}-{n},2024-{m:02d}-{d:02d},,1,电话" for m, d, count in days for n in range(count)],
    )
    measure = measure_of(
        "SELECT count(*) AS numerator, count(DISTINCT CAST(received_at AS DATE)) AS denominator "
        "FROM hotline_calls",
        registers="hotline_calls",
        roll_up="ratio_of_sums",
        unit="个",
        result="number",
    )

    found, _ = measured(tmp_path, measure)

    assert found.value == Decimal("3.25")
    assert found.months == ((1, Decimal(10)), (2, Decimal(1)))
    assert found.rows == 13


SURVEY = """
SELECT sum(weight) FILTER (satisfied) AS numerator,
       sum(weight) FILTER (satisfied IS NOT NULL) AS denominator,
       count(satisfied) AS answers, count(*) - count(satisfied) AS refusals, 2000 AS frame
FROM survey_answers
"""


def test_a_survey_has_its_interval_and_the_sample_it_needs(tmp_path: Path) -> None:
    answers = ["是"] * 90 + ["否"] * 10 + [""] * 7
    rows = [f"a{n},甲项目,2024-06-01,{answer},1" for n, answer in enumerate(answers)]
    write_csv(tmp_path, "survey_answers/a.csv", SURVEYS_HEAD, rows)
    measure = measure_of(
        SURVEY, registers="survey_answers", roll_up="proportion", unit="%", result="proportion"
    )

    found, _ = measured(tmp_path, measure)

    assert found.value == Decimal(90)
    assert found.sample is not None
    assert (found.sample.answers, found.sample.refusals, found.sample.needed) == (100, 7, 323)
    assert round(found.sample.low, 2) == Decimal("82.56")
    assert round(found.sample.high, 2) == Decimal("94.48")


def test_a_frame_asked_month_by_month_is_counted_once(tmp_path: Path) -> None:
    rows = [f"a{month},甲项目,2024-{month:02d}-01,是,1" for month in range(1, 13)]
    write_csv(tmp_path, "survey_answers/a.csv", SURVEYS_HEAD, rows)
    measure = measure_of(
        SURVEY.replace("2000", "200"),
        registers="survey_answers",
        roll_up="proportion",
        unit="%",
        result="proportion",
    )

    found, _ = measured(tmp_path, measure)

    assert found.sample is not None
    assert (found.sample.answers, found.sample.needed) == (12, 132)


def test_a_register_without_time_is_seen_whole_once_a_year(tmp_path: Path) -> None:
    three_months(tmp_path)
    timeless = {**SCHEMAS, "payments": SCHEMAS["payments"]._replace(time=None)}
    evidences = load_evidence(tmp_path / "evidence", timeless, 2024)

    with Engine(evidences) as engine:
        found = engine.measure(measure_of(SUM, period="year"), YEAR)

    assert (found.value, found.months) == (Decimal("250.30"), ())


def test_a_date_is_the_day_itself(tmp_path: Path) -> None:
    three_months(tmp_path)
    measure = measure_of(
        "SELECT max(paid_on) AS value FROM payments", roll_up="maximum", result="date"
    )

    found, _ = measured(tmp_path, measure)

    assert (found.date, found.value) == ("2024-03-05", None)


def test_adding_a_month_reads_only_that_month(tmp_path: Path) -> None:
    three_months(tmp_path)
    measure = measure_of(SUM)
    _, first = measured(tmp_path, measure)
    _, again = measured(tmp_path, measure)
    payments(tmp_path, 4, "v9,甲项目,2024-04-05,1,,")

    found, added = measured(tmp_path, measure)

    assert (first, again, added) == (3, 0, 1)
    assert found.value == Decimal("251.30")


def test_a_late_row_makes_its_month_be_read_again(tmp_path: Path) -> None:
    three_months(tmp_path)
    measure = measure_of(SUM)
    measured(tmp_path, measure)
    payments(tmp_path, 4, "v9,甲项目,2024-04-05,1,,", "v10,甲项目,2024-01-31,5,,补录")

    found, reads = measured(tmp_path, measure)

    assert reads == 2
    assert found.months[0] == (1, Decimal("105.10"))


def test_a_changed_measure_is_run_again(tmp_path: Path) -> None:
    three_months(tmp_path)
    measured(tmp_path, measure_of(SUM))

    found, reads = measured(tmp_path, measure_of(SUM + " WHERE amount > 0"))

    assert reads == 3
    assert found.value == Decimal("300.30")


def test_kept_and_fresh_results_are_the_same(tmp_path: Path) -> None:
    three_months(tmp_path)
    measured(tmp_path, measure_of(SUM))

    kept, _ = measured(tmp_path, measure_of(SUM))
    fresh, reads = measured(tmp_path, measure_of(SUM), fresh=True)

    assert reads == 3
    assert kept == fresh


def test_damaged_kept_results_are_made_again(tmp_path: Path) -> None:
    three_months(tmp_path)
    measure = measure_of(SUM)
    measured(tmp_path, measure)
    (kept,) = (tmp_path / "evidence/.cache/partials").glob("*.json")
    kept.write_text('{"x": {"value": "many"}}', encoding="utf-8")

    found, reads = measured(tmp_path, measure)

    assert (found.value, reads) == (Decimal("250.30"), 3)


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("SELECT amount AS value FROM payments", "more than one row"),
        ("SELECT sum(amount) AS total FROM payments", "unknown column total"),
        ("SELECT max(note) AS value FROM payments", "should be a number"),
        ("SELECT sum(colour) AS value FROM payments", "failed"),
        ("SELECT 1 AS rows FROM payments LIMIT 1", "lacks"),
    ],
)
def test_a_result_that_is_none_is_refused(tmp_path: Path, sql: str, told: str) -> None:
    payments(tmp_path, 1, "v1,甲项目,2024-01-05,1,,a", "v2,甲项目,2024-01-05,2,,b")

    with pytest.raises(UnusableRequest, match=told):
        measured(tmp_path, measure_of(sql))


def test_the_proof_names_months_files_hashes_and_sql(tmp_path: Path) -> None:
    three_months(tmp_path)
    measure = measure_of(SUM)

    found, _ = measured(tmp_path, measure)

    told = explain(measure, found)
    assert all(evidence.sha256 in told for evidence in found.evidence)
    assert len(found.evidence) == 3
    assert measure.sha256 in told
    assert SUM in told
    assert "2024-02  150.2" in told


def test_the_rows_behind_a_value_are_shown_masked(tmp_path: Path) -> None:
    payments(
        tmp_path,
        1,
        "v1,甲项目,2024-01-05,9,340402199001011234,联系人13812345678",
        "v2,甲项目,2024-01-06,1,,",
        "v3,乙项目,2024-01-07,9,,",
    )
    measure = measure_of("SELECT sum(amount) AS value FROM payments WHERE amount > 5")

    with Engine(loaded(tmp_path)) as engine:
        found = engine.drill_down(measure, YEAR, 10)

    row = dict(zip(found.columns, found.cells[0], strict=True))
    assert len(found.cells) == 1
    assert (row["_file"], row["_row"], row["voucher"]) == ("payments/2024-01.csv", "2", "v1")
    assert "13812345678" not in row["note"]
    assert "19900101" not in row["payee_identity"]


def test_the_rows_of_a_nested_query_are_those_of_its_register(tmp_path: Path) -> None:
    three_months(tmp_path)
    measure = measure_of(
        "SELECT max(a) AS value FROM (SELECT sum(amount) AS a FROM payments WHERE amount > 100 "
        "GROUP BY paid_on)",
        roll_up="maximum",
    )

    with Engine(loaded(tmp_path)) as engine:
        found = engine.drill_down(measure, YEAR, 1)

    assert found.columns[0] == "_file"
    assert found.has_more


@pytest.mark.parametrize("seed", range(5))
def test_plain_python_gives_the_same_sums(tmp_path: Path, seed: int) -> None:
    rows, expected = random_payments(seed)
    for month in range(1, 13):
        payments(tmp_path, month, *rows[month])
    evidences = loaded(tmp_path)

    with Engine(evidences) as engine:
        found = {
            project: engine.measure(measure_of(SUM, project=project), YEAR)
            for project in ("甲项目", "乙项目")
        }

    assert {project: dict(each.months) for project, each in found.items()} == expected
    assert sum(load.rows + load.rejected for load in evidences.loads) == sum(
        map(len, rows.values())
    )


def random_payments(
    seed: int,
) -> tuple[dict[int, list[str]], dict[str, dict[int, Decimal]]]:
    """Rows by file, and by project and month what they add up to: the first of a key counts."""
    chance = random.Random(seed)
    rows: dict[int, list[str]] = {month: [] for month in range(1, 13)}
    sums: dict[str, dict[int, Decimal]] = {"甲项目": {}, "乙项目": {}}
    seen: set[str] = set()
    for file in rows:
        for _ in range(40):
            voucher = f"v{chance.randrange(400)}"
            project = chance.choice(("甲项目", "乙项目"))
            month = chance.choice((file, file, file, max(1, file - 1)))
            amount = chance.choice(("", "bad", f"{chance.randrange(-9999, 99999) / 100:.2f}"))
            day = chance.choice(("2024-02-30", f"2024-{month:02d}-{chance.randrange(1, 29):02d}"))
            rows[file].append(f"{voucher},{project},{day},{amount},,")
            is_sound = amount != "bad" and day != "2024-02-30"
            if is_sound and voucher not in seen:
                seen.add(voucher)
                if amount:
                    of = sums[project]
                    of[month] = of.get(month, Decimal(0)) + Decimal(amount)
    return rows, sums


def test_a_measure_that_runs_too_long_is_stopped_and_the_next_one_runs(tmp_path: Path) -> None:
    three_months(tmp_path)
    endless = measure_of(
        "SELECT sum(a.range * b.range) AS value FROM range(10000000) a, range(10000000) b, payments"
    )

    with Engine(loaded(tmp_path), longest=0.2) as engine:
        began = time.monotonic()
        with pytest.raises(UnusableRequest) as told:
            engine.measure(endless, YEAR)
        took = time.monotonic() - began
        after = engine.measure(measure_of(SUM), YEAR)

    assert "超过0.2秒仍未算完，已停止" in told.value.zh
    assert "stopped after 0.2 s" in told.value.en
    assert took < 10
    assert after.value == Decimal("250.30")


def test_a_stop_that_comes_before_the_query_has_begun_is_not_lost(tmp_path: Path) -> None:
    three_months(tmp_path)
    endless = measure_of(
        "SELECT sum(a.range * b.range) AS value FROM range(10000000) a, range(10000000) b, payments"
    )

    with Engine(loaded(tmp_path), longest=0) as engine, pytest.raises(UnusableRequest):
        engine.measure(endless, YEAR)


def test_the_stop_is_ten_minutes_where_nothing_else_is_said() -> None:
    assert LONGEST_QUERY == 600
