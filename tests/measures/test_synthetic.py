"""The synthetic year: the same for the same seed, measured as planned, recomputed independently."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest

from jixiao.measures.synthetic import synthesize
from jixiao.measures.synthetic.effects import resource_use
from jixiao.measures.synthetic.plan import read_plan
from jixiao.model.exceptions import UnusableRequest
from tests.measures.plain_registers import (
    PROGRAMME,
    Row,
    header_of,
    measured,
    plain_rows,
    registers,
    tables,
)
from tests.paths import PROJECT

SCALE = 0.04
MEASURES = sorted((PROGRAMME / "measures").rglob("*.sql"))
RECORD = json.loads((PROGRAMME / "targets.json").read_text("utf-8"))
TITLES = [target["project_name"] for target in RECORD["targets"]]
OVER = Fraction(13, 10)


def programme_at(place: Path) -> Path:
    place.mkdir(parents=True, exist_ok=True)
    for name in ("programme.toml", "synthetic.toml"):
        shutil.copy(PROGRAMME / name, place / name)
    return place


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((folder / "evidence").rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = programme_at(tmp_path_factory.mktemp("programme"))
    synthesize(made, 7, scale=SCALE)
    return made


@pytest.fixture(scope="module")
def database(folder: Path) -> duckdb.DuckDBPyConnection:
    return tables(folder / "evidence", set(TITLES))


@pytest.fixture(scope="module")
def rows(folder: Path) -> dict[str, list[Row]]:
    return {name: plain_rows(folder / "evidence", name, set(TITLES)) for name in registers()}


@pytest.fixture(scope="module")
def values(database: duckdb.DuckDBPyConnection) -> dict[Path, Fraction | None]:
    return {path: measured(database, path) for path in MEASURES}


def test_the_same_seed_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = programme_at(tmp_path / "again")

    synthesize(again, 7, scale=SCALE)

    assert digests(again) == digests(folder)


def test_another_seed_gives_other_rows(folder: Path, tmp_path: Path) -> None:
    other = programme_at(tmp_path / "other")

    synthesize(other, 8, scale=SCALE)

    same = [name for name, digest in digests(other).items() if digests(folder)[name] == digest]
    assert all("commendations" in name for name in same), same


def test_what_was_made_before_is_replaced(folder: Path, tmp_path: Path) -> None:
    twice = programme_at(tmp_path / "twice")

    synthesize(twice, 8, scale=SCALE)
    synthesize(twice, 7, scale=SCALE)

    assert digests(twice) == digests(folder)


def test_every_register_has_a_file_that_says_synthetic(folder: Path) -> None:
    for register in registers():
        files = [path.name for path in (folder / "evidence" / register).iterdir()]

        assert files, register
        assert all(name.startswith("synthetic-") for name in files)


def test_a_parquet_file_says_in_itself_that_it_is_synthetic(folder: Path) -> None:
    path = folder / "evidence" / "hotline_calls" / "synthetic-2024-01.parquet"

    told = duckdb.connect().execute(f"SELECT key, value FROM parquet_kv_metadata('{path}')")

    assert (b"synthetic", b"true") in told.fetchall()


def test_evidence_is_not_invented_for_a_programme_that_does_not_say_so(tmp_path: Path) -> None:
    real = programme_at(tmp_path / "real")
    settings = (real / "programme.toml").read_text("utf-8")
    (real / "programme.toml").write_text(settings.replace("synthetic = true", ""), "utf-8")

    with pytest.raises(UnusableRequest, match="synthetic = true"):
        synthesize(real, 7, scale=SCALE)

    assert not (real / "evidence").exists()


def test_invented_rows_are_not_put_beside_real_ones(tmp_path: Path) -> None:
    mixed = programme_at(tmp_path / "mixed")
    ours = mixed / "evidence" / "payments" / "2024.csv"
    ours.parent.mkdir(parents=True)
    ours.write_text("voucher\n", "utf-8")

    with pytest.raises(UnusableRequest, match="no synthetic evidence"):
        synthesize(mixed, 7, scale=SCALE)

    assert [path.name for path in (mixed / "evidence").rglob("*.*")] == ["2024.csv"]


def test_a_programme_without_a_plan_is_told_so(tmp_path: Path) -> None:
    bare = programme_at(tmp_path / "bare")
    (bare / "synthetic.toml").unlink()

    with pytest.raises(UnusableRequest, match=r"synthetic\.toml"):
        synthesize(bare, 7)


def test_a_plan_that_cannot_be_used_is_told_so(tmp_path: Path) -> None:
    odd = programme_at(tmp_path / "odd")
    (odd / "synthetic.toml").write_text("fiscal_year = 2024\n", "utf-8")

    with pytest.raises(UnusableRequest, match="cannot be used"):
        synthesize(odd, 7)


def test_the_calls_have_the_flaws_of_real_ones(
    folder: Path, database: duckdb.DuckDBPyConnection
) -> None:
    raw = f"'{folder}/evidence/hotline_calls/*.parquet'"

    def one(sql: str) -> Any:
        found = database.execute(sql).fetchone()
        assert found is not None
        return found[0]

    days = one("SELECT count(DISTINCT CAST(received_at AS DATE)) FROM all_hotline_calls")
    twice = one(f"SELECT count(*) - count(DISTINCT call_id) FROM {raw}")
    faulty = one(f"SELECT count(*) FROM {raw} WHERE wait_seconds < 0 OR answered IS NULL")
    late = one(f"SELECT count(*) FROM {raw} WHERE month(recorded_at) <> month(received_at)")
    weekday, weekend = (
        one(
            "SELECT count(*) / count(DISTINCT CAST(received_at AS DATE)) FROM all_hotline_calls "
            f"WHERE isodow(received_at) {sign} 6"
        )
        for sign in ("<", ">=")
    )
    night, noon = (
        one(f"SELECT count(*) FROM all_hotline_calls WHERE hour(received_at) = {hour}")
        for hour in (3, 10)
    )

    assert days == 366 - 2
    assert twice > 0
    assert faulty > 0
    assert late > 0
    assert weekend < weekday * 0.85
    assert night * 10 < noon


def test_every_reversal_undoes_a_voucher_to_the_cent(rows: dict[str, list[Row]]) -> None:
    by_voucher = {row["voucher"]: row for row in rows["payments"]}
    undoing = [row for row in rows["payments"] if row["amount"] < 0]

    assert undoing
    assert {row["kind"] for row in undoing} == {"冲销", "退回"}
    for row in undoing:
        undone = by_voucher[row["reverses"]]
        assert undone["amount"] == -row["amount"]
        assert undone["paid_on"] <= row["paid_on"]
        assert undone["project"] == row["project"]


def test_weights_add_up_to_the_frame(rows: dict[str, list[Row]]) -> None:
    strata: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows["survey_answers"]:
        strata.setdefault((row["project"], row["wave"], row["stratum"]), []).append(row)

    for answers in strata.values():
        weight = sum(row["weight"] or 0 for row in answers)
        assert abs(weight - answers[0]["frame_size"]) < Decimal("0.1")


def test_a_backlog_of_maintenance_is_left(rows: dict[str, list[Row]]) -> None:
    backlog = [row for row in rows["maintenance_tickets"] if row["closed_at"] is None]

    assert len(backlog) == 31
    assert min(row["opened_at"].month for row in backlog) >= 10


def test_both_ways_of_reading_set_the_same_rows_apart(
    rows: dict[str, list[Row]], database: duckdb.DuckDBPyConnection
) -> None:
    for register in registers():
        found = database.execute(f"SELECT count(*) FROM all_{register}").fetchone()

        assert found == (len(rows[register]),), register


def recomputed(header: dict[str, str], rows: dict[str, list[Row]]) -> Fraction | None:
    """The indicator's value by hand, without a query."""
    project, indicator = header["project"], header["indicator"]

    def own(register: str, wanted: Callable[[Row], bool] = lambda _: True) -> list[Row]:
        return [r for r in rows[register] if r.get("project", project) == project and wanted(r)]

    if header["level2"] == "成本指标":
        return sum((Fraction(r["amount"]) for r in own("payments")), Fraction(0)) / 10000
    if header["level2"] == "满意度指标":
        answers = own("survey_answers", lambda r: r["outcome"] == "有效")
        good = sum((Fraction(r["weight"]) for r in answers if r["score"] >= 4), Fraction(0))
        return good / sum((Fraction(r["weight"]) for r in answers), Fraction(0)) * 100
    if indicator == "出国时间":
        trips = own("trips_abroad", lambda r: r["status"] == "完成")
        return Fraction(sum((r["returned_on"] - r["departed_on"]).days + 1 for r in trips), 30)
    if indicator == "日均受理话务量":
        days = {r["received_at"].date() for r in rows["hotline_calls"]}
        taken = [r for r in rows["hotline_calls"] if r["answered"] and not r["nuisance"]]
        return Fraction(len(taken), len(days))
    if indicator == "招商规模":
        return sum(
            (Fraction(r["amount"]) for r in own("investments", lambda r: r["stage"] == "到位")),
            Fraction(0),
        )
    if indicator == "项目覆盖单位或市区数量":
        last = max(r["counted_on"] for r in own("covered_units"))
        units = own("covered_units", lambda r: r["counted_on"] == last and r["is_covered"])
        return Fraction(len({r["unit_code"] for r in units}))
    if indicator == "信息系统日常维护合格率":
        tickets = own("maintenance_tickets")
        passed = [
            r for r in tickets if r["accepted"] and r["closed_at"] and r["closed_at"] <= r["due_at"]
        ]
        return Fraction(len(passed), len(tickets)) * 100
    if indicator == "信息系统日常维护周期":
        rounds = sorted(
            r["opened_at"] for r in own("maintenance_tickets", lambda r: r["kind"] == "例行巡检")
        )
        gaps = [b - a for a, b in pairwise(rounds) if a.month == b.month]
        return Fraction(sum(gap // timedelta(seconds=1) for gap in gaps), 3600 * len(gaps))
    register, wanted = COUNTED[indicator]
    all_rows = own(register)
    return Fraction(len([r for r in all_rows if wanted(r)])) if all_rows else None


COUNTED: dict[str, tuple[str, Callable[[Row], bool]]] = {
    "完成评审评价评估次数": ("assessments", lambda r: r["accepted"]),
    "督导检查次数": ("inspections", lambda r: r["status"] == "完成"),
    "完成调研报告数量": (
        "research_reports",
        lambda r: (r["kind"], r["status"]) == ("调研报告", "定稿"),
    ),
    "政策研究文稿数量": (
        "research_reports",
        lambda r: (r["kind"], r["status"]) == ("政策研究文稿", "定稿"),
    ),
    "出国次数": ("trips_abroad", lambda r: r["status"] == "完成"),
    "专题会议数量": ("meetings", lambda r: (r["kind"], r["status"]) == ("专题会议", "召开")),
    "期数": ("gazette_issues", lambda r: r["copies"] > 0),
    "外出访问次数": ("visits", lambda r: (r["kind"], r["status"]) == ("外出访问", "完成")),
    "表彰人数": ("commendations", lambda r: r["kind"] == "表彰"),
}


@pytest.mark.parametrize("path", MEASURES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_recomputation_by_hand_agrees_exactly(
    path: Path, rows: dict[str, list[Row]], values: dict[Path, Fraction | None]
) -> None:
    assert values[path] == recomputed(header_of(path), rows)


def target_of(header: dict[str, str]) -> dict[str, Any]:
    target = next(t for t in RECORD["targets"] if t["project_name"] == header["project"])
    value: dict[str, Any] = next(
        i["value"]
        for i in target["indicators"]
        if (i["name"], i["level2"]) == (header["indicator"], header["level2"])
    )
    return value


def outcome(header: dict[str, str], value: Fraction | None) -> str:
    """met, missed, over (30 % or more above a wished number), or open."""
    if value is None:
        return "open"
    wished = Fraction(target_of(header)["number"])
    if header["indicator"] == "日均受理话务量":
        wished *= Fraction(str(SCALE))
    if header["direction"] == "down":
        return "met" if value <= wished else "missed"
    if value < wished:
        return "missed"
    return "over" if value >= wished * OVER else "met"


INTENDED = {
    "03-policy-research/inspections": "over",
    "04-trips-abroad/trips": "over",
    "06-administration/investment-arrived": "over",
    "10-web-sites/maintenance-passed": "over",
    "03-policy-research/research-reports": "missed",
    "06-administration/satisfaction": "missed",
    "07-gazette/cost": "missed",
    "09-government-information/satisfaction": "missed",
    "10-web-sites/maintenance-interval": "missed",
    "09-government-information/persons-commended": "open",
}


def test_every_quantitative_indicator_has_one_measure() -> None:
    wanted = sorted(
        (target["project_name"], indicator["level2"], indicator["name"])
        for target in RECORD["targets"]
        for indicator in target["indicators"]
        if indicator["value"]["nature"] == "quantitative"
    )

    headers = [header_of(path) for path in MEASURES]

    assert sorted((h["project"], h["level2"], h["indicator"]) for h in headers) == wanted
    assert len(wanted) == 34


def test_the_year_comes_out_as_intended(values: dict[Path, Fraction | None]) -> None:
    found = {
        f"{path.parent.name}/{path.stem}": outcome(header_of(path), value)
        for path, value in values.items()
    }

    assert {name: told for name, told in found.items() if told != "met"} == INTENDED


@pytest.mark.parametrize("seed", [1, 2024])
def test_the_year_comes_out_as_intended_with_another_seed(seed: int, tmp_path: Path) -> None:
    other = programme_at(tmp_path / "other")
    synthesize(other, seed, scale=SCALE)
    database = tables(other / "evidence", set(TITLES))

    found = {
        f"{path.parent.name}/{path.stem}": outcome(header_of(path), measured(database, path))
        for path in MEASURES
    }

    assert {name: told for name, told in found.items() if told != "met"} == INTENDED


def test_a_project_may_pay_more_than_its_cost_target_within_its_adjusted_budget(
    values: dict[Path, Fraction | None],
) -> None:
    paid = values[PROGRAMME / "measures" / "07-gazette" / "cost.sql"]

    assert paid is not None
    assert Fraction("23.17") < paid <= Fraction("25.17")


@pytest.mark.long
def test_the_whole_year_is_about_a_million_calls(tmp_path: Path) -> None:
    whole = programme_at(tmp_path / "whole")

    synthesize(whole, 7)

    files = f"'{whole}/evidence/hotline_calls/*.parquet'"
    found = duckdb.connect().execute(f"SELECT count(*) FROM {files}").fetchone()
    assert found is not None
    assert 950_000 < found[0] < 1_100_000


def test_what_is_printed_is_counted_in_whole_copies() -> None:
    plan = read_plan(PROJECT / "programmes/huainan-2024")

    printed = [row for row in resource_use(plan, 7) if row["unit"] in ("份", "包")]

    assert printed
    assert all(row[name] % 1 == 0 for row in printed for name in ("amount", "last_year"))
