"""``jixiao programme`` and ``jixiao measure``."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from jixiao.cli.main import main
from jixiao.measures import register
from jixiao.measures.load import Evidences, load_evidence
from tests.database import needs_postgresql, postgresql
from tests.measures.small import SCHEMAS
from tests.paths import PROJECT
from tests.programme.folder import GAZETTE, edit, made_programme
from tests.programme.test_results import PAID


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("jixiao.programme.folder.schemas", lambda: SCHEMAS)
    return made_programme(tmp_path)


def test_checking_a_whole_folder_gives_zero(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["programme", "check", str(folder)])

    assert code == 0
    assert "1个项目，1个测算方法" in capsys.readouterr().out


def test_checking_a_folder_with_errors_gives_one(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(folder / "measures/01-gazette/cost.sql", "unit: 万元", "unit: 元")

    code = main(["programme", "check", str(folder), "--lang", "en"])

    assert code == 1
    assert "the unit is “元”" in capsys.readouterr().out


def test_loading_tells_rows_and_rows_set_apart(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["programme", "load", str(folder)])

    assert "payments/2024-01.csv：1行，隔离1行" in capsys.readouterr().out


def test_measuring_prints_the_value(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["measure", str(folder), "--year", "2024"])

    assert code == 0
    assert "控制成本  12.00005万元" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "value"),
    [
        (["--month", "1"], "10"),
        (["--month", "7"], "12.00005"),
        (["--period", "2024-02"], "2.00005"),
        (["--period", "2024-03"], None),
    ],
)
def test_the_period_asked_for_is_measured(
    folder: Path, capsys: pytest.CaptureFixture[str], options: list[str], value: str | None
) -> None:
    main(["measure", str(folder), "--format", "json", *options])

    (found,) = json.loads(capsys.readouterr().out)
    assert (found["project"], found["value"]) == (GAZETTE, value)
    assert (found["missing"] is None) == (value is not None)


def test_csv_holds_the_proof(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["measure", str(folder), "--format", "csv"])

    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["value"], row["unit"], row["files"]) == ("12.00005", "万元", "2")


def test_explaining_shows_sql_and_rows_masked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["measure", str(folder), "--indicator", "控制成本", "--explain", "--rows", "5"])

    told = capsys.readouterr().out
    assert "SELECT sum(amount) / 10000" in told
    assert "汇总方式：各月相加" in told
    assert "payments/2024-02.csv" in told
    assert "13812345678" not in told


def test_the_rows_behind_a_value_stand_in_the_json_masked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["measure", str(folder), "--format", "json", "--rows", "1", "--explain"])

    text = capsys.readouterr().out
    (found,) = json.loads(text)
    behind = found["drill_down"]
    assert len(behind["cells"]) == 1
    assert len(behind["cells"][0]) == len(behind["columns"])
    assert behind["has_more"]
    assert "SELECT sum(amount) / 10000" in found["explanation"]
    assert "13812345678" not in text


def test_without_asking_no_rows_stand_in_the_json(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["measure", str(folder), "--format", "json"])

    (found,) = json.loads(capsys.readouterr().out)
    assert not {"drill_down", "explanation"} & found.keys()


@pytest.mark.parametrize("option", [["--rows", "5"], ["--explain"]])
def test_csv_says_that_it_has_no_place_for_rows(
    folder: Path, capsys: pytest.CaptureFixture[str], option: list[str]
) -> None:
    code = main(["measure", str(folder), "--format", "csv", *option])

    assert code == 2
    assert "放不下" in capsys.readouterr().err


@pytest.fixture
def scorable(folder: Path) -> Path:
    (folder / "budget/paid.sql").write_text(PAID, encoding="utf-8")
    return folder


def test_a_whole_programme_is_scored_without_a_fault(
    scorable: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["score", str(scorable)])

    assert code == 0
    assert "须先改正" not in capsys.readouterr().out


def test_a_project_twice_in_a_programme_is_said_when_it_is_scored(
    scorable: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    targets = scorable / "targets.json"
    record = json.loads(targets.read_text(encoding="utf-8"))
    record["targets"] *= 2
    targets.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")

    code = main(["score", str(scorable)])
    text = capsys.readouterr().out
    written = main(["score", str(scorable), "-o", str(tmp_path / "out.docx")])

    assert (code, written) == (1, 1)
    assert f"“{GAZETTE}”有2份自评，应只有一份" in text
    assert "须先改正" in text
    assert "有2份自评" in capsys.readouterr().err


def test_a_tier_that_no_band_knows_is_said_when_a_programme_is_scored(
    scorable: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (scorable / "decisions").mkdir()
    (scorable / "decisions/tiers.csv").write_text(
        "project,indicator,level2,tier,role,date,reason\n"
        f"{GAZETTE},公报内容,质量指标,特优,业务处室,2024-12-31,试验\n",
        encoding="utf-8",
    )

    checked = main(["programme", "check", str(scorable)])
    told = capsys.readouterr().out
    code = main(["score", str(scorable), "--format", "json"])

    (sheet,) = [json.loads(capsys.readouterr().out)]
    assert (checked, code) == (1, 1)
    assert "档次“特优”应为" in told
    assert any("档次“特优”应为" in fault["message"] for fault in sheet["faults"])
    assert any("should be one of" in fault["message_en"] for fault in sheet["faults"])


def test_a_tampered_register_is_a_sentence_and_two(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["measure", str(folder)])
    edit(folder / "evidence/payments/2024-02.csv", "20000.5", "90000.5")
    capsys.readouterr()

    code = main(["measure", str(folder)])

    assert code == 2
    assert "与登记时不同" in capsys.readouterr().err
    assert main(["programme", "load", str(folder), "--accept"]) == 0


@pytest.mark.parametrize(
    "options",
    [
        ["--period", "July"],
        ["--month", "13"],
        ["--month", "0"],
        ["--year", "2023"],
        ["--year", "0"],
        ["--rows", "0"],
        ["--rows", "-1"],
        ["--rows", "99999999999999999999"],
        ["--indicator", "没有"],
        ["--project", "没有"],
    ],
)
def test_an_impossible_request_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    code = main(["measure", str(folder), *options])

    assert code == 2
    assert capsys.readouterr().err.startswith("jixiao: ")


def test_without_duckdb_it_is_said_what_to_install(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)

    code = main(["measure", str(folder)])

    assert code == 2
    assert "pip install jixiao[measures]" in capsys.readouterr().err


def test_nothing_but_the_answer_is_printed_by_a_process_of_its_own(folder: Path) -> None:
    code = (
        "import sys\n"
        "import jixiao.programme.folder\n"
        "from tests.measures.small import SCHEMAS\n"
        "from jixiao.cli.main import main\n"
        "jixiao.programme.folder.schemas = lambda: SCHEMAS\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, "measure", str(folder)],
        capture_output=True,
        text=True,
        cwd=PROJECT,
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_published_schemas_are_read() -> None:
    register.schemas()


@needs_postgresql
def test_loading_asks_the_database_and_says_what_came(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    query = folder / "evidence/payments/2024-03.query.toml"
    query.write_text(
        'database = "PAYMENTS_DATABASE"\nperiod = "2024-03"\n'
        "sql = \"\"\"SELECT 'v9' AS voucher, '政府公报专项费用' AS project, DATE '2024-03-05' AS "
        'paid_on, 10000.00 AS amount, 1 AS clerk"""\n',
        encoding="utf-8",
    )
    with postgresql() as address:
        monkeypatch.setenv("PAYMENTS_DATABASE", address)
        main(["programme", "load", str(folder)])
    asked = capsys.readouterr().out

    main(["programme", "load", str(folder)])
    refused = capsys.readouterr().out
    main(["measure", str(folder)])

    assert "payments/2024-03.query.toml：查询得到1行，已留存；未留存的列：clerk" in asked
    assert "payments/2024-03.query.toml：使用留存的快照（1行）。连不上" in refused
    assert "控制成本  13.00005万元" in capsys.readouterr().out


def test_a_report_with_a_month_loads_the_evidence_once(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "budget/paid.sql").write_text(
        "-- project: *\n-- indicator: 支付金额\n-- level2: 成本指标\n-- unit: 元\n"
        "-- registers: payments\n-- roll-up: sum\n-- direction: down\n-- result: money\n"
        "SELECT sum(amount) AS value FROM payments\n",
        encoding="utf-8",
    )
    times = []

    def counted(*arguments: Any, **options: Any) -> Evidences:
        times.append(1)
        return load_evidence(*arguments, **options)

    monkeypatch.setattr("jixiao.programme.measuring.load_evidence", counted)

    code = main(["report", str(folder), "--month", "7", "-o", str(tmp_path / "report.docx")])

    assert code == 0
    assert len(times) == 1
