"""Next year's proposals of a programme."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jixiao.cli.main import main
from tests.measures.small import SCHEMAS
from tests.programme.folder import GAZETTE, made_programme

PAID = """-- project: *
-- indicator: 全年执行数
-- level2: 预算执行
-- unit: 万元
-- registers: payments
-- roll-up: sum
-- direction: up
-- result: money
SELECT sum(amount) / 10000 AS value FROM payments
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("jixiao.programme.folder.schemas", lambda: SCHEMAS)
    made = made_programme(tmp_path)
    (made / "budget/paid.sql").write_text(PAID, encoding="utf-8")
    return made


def test_a_project_that_cannot_be_scored_is_said_to_have_no_score(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["results", str(folder), "--format", "json"])

    ledger = json.loads(capsys.readouterr().out)
    assert code == 0
    assert ledger["fiscal_year"] == 2025
    (line,) = ledger["lines"]
    assert (line["project"], line["score"]) == (GAZETTE, None)
    assert line["execution_rate"] == "51.79"  # 12.00005 of 23.17


def test_the_ledger_is_the_same_each_time(folder: Path, tmp_path: Path) -> None:
    for name in ("one.csv", "two.csv"):
        assert main(["results", str(folder), "-o", str(tmp_path / name)]) == 0

    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_rules_that_cannot_be_read_give_a_sentence(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["results", str(folder), "--rules", str(tmp_path / "none.toml")])

    assert code == 2
    assert "规则文件" in capsys.readouterr().err
