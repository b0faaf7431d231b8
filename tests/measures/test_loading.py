"""Registers loaded: nothing dropped silently, blank is not 0, personal data masked."""

from __future__ import annotations

import csv
import hashlib
import json
import sqlite3
from pathlib import Path

import duckdb
import pytest

from jixiao.measures.load import Evidences
from jixiao.model.exceptions import AlteredFile, UnreadableFile
from tests.measures.small import (
    CALLS_HEAD,
    PAYMENTS_HEAD,
    loaded,
    payments,
    write_csv,
)

GOOD = "a1,2024-07-01 08:00:00,13812345678,30,电话"


def taken(found: Evidences, number: int = 0) -> list[dict[str, object]]:
    path = found.cache / found.loads[number].table
    made = duckdb.connect().execute(f"SELECT * FROM read_parquet('{path}') ORDER BY _row")
    names = [entry[0] for entry in made.description or ()]
    return [dict(zip(names, row, strict=True)) for row in made.fetchall()]


def quarantined(root: Path, register: str) -> list[dict[str, str]]:
    path = root / "evidence/quarantine" / f"{register}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_a_load_is_recorded_with_hash_rows_and_days(tmp_path: Path) -> None:
    path = payments(
        tmp_path,
        1,
        "v1,甲项目,2024-01-05,100.50,,首付",
        "v2,甲项目,2024-01-20,20,,尾款",
        "v3,甲项目,2024-13-20,20,,",
    )

    loaded(tmp_path)

    record = json.loads((tmp_path / "evidence/loads.json").read_text(encoding="utf-8"))
    assert record["loads"] == [
        {
            "register": "payments",
            "file": "payments/2024-01.csv",
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "bytes": path.stat().st_size,
            "rows": 2,
            "rejected": 1,
            "first": "2024-01-05",
            "last": "2024-01-20",
        }
    ]


def test_a_blank_amount_is_not_zero(tmp_path: Path) -> None:
    payments(
        tmp_path,
        1,
        "v1,甲项目,2024-01-05,,,",
        "v2,甲项目,2024-01-06,0,,",
        'v3,甲项目,2024-01-07,"  ",,',
    )

    found = loaded(tmp_path)

    assert [row["amount"] for row in taken(found)] == [None, 0, None]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",2024-07-01 08:00:00,,30,电话", "话单号为空"),
        ("a2,,,30,电话", "受理时间为空"),
        ("a2,2024-02-30 08:00:00,,30,电话", "受理时间不是时间"),
        ("a2,2024-07-01 08:00:00+08,,30,电话", "受理时间不是时间"),
        ("a2,2023-12-31 23:59:59,,30,电话", "受理时间不在2024年度内"),
        ("a2,2024-07-01 08:00:00,,30.5,电话", "时长不是整数"),
        ("a2,2024-07-01 08:00:00,,-1,电话", "时长小于0"),
        ("a2,2024-07-01 08:00:00,,1e3,电话", "时长不是整数"),
        ("a2,2024-07-01 08:00:00,,30,传真", "渠道应为电话、网络之一"),
    ],
)
def test_a_faulty_row_is_set_apart_with_its_reason(tmp_path: Path, row: str, reason: str) -> None:
    write_csv(tmp_path, "hotline_calls/2024-07.csv", CALLS_HEAD, [GOOD, row])

    found = loaded(tmp_path)

    (apart,) = quarantined(tmp_path, "hotline_calls")
    assert (found.loads[0].rows, found.loads[0].rejected) == (1, 1)
    assert (apart["file"], apart["row"]) == ("hotline_calls/2024-07.csv", "3")
    assert reason in apart["reason_zh"]
    assert apart["reason_en"]


def test_all_reasons_of_a_row_are_told(tmp_path: Path) -> None:
    write_csv(tmp_path, "hotline_calls/a.csv", CALLS_HEAD, ["a,b,,c,d"])

    loaded(tmp_path)

    (apart,) = quarantined(tmp_path, "hotline_calls")
    assert apart["reason_zh"].count("；") == 2


def test_a_number_with_too_many_places_is_refused_not_rounded(tmp_path: Path) -> None:
    payments(tmp_path, 1, "v1,甲项目,2024-01-05,1.1234567,,", "v2,甲项目,2024-01-05,1.1000000,,")

    found = loaded(tmp_path)

    assert found.loads[0].rows == 1
    assert "最多6位小数" in quarantined(tmp_path, "payments")[0]["reason_zh"]


def test_a_key_met_again_in_the_file_or_in_another_is_set_apart(tmp_path: Path) -> None:
    payments(tmp_path, 1, "v1,甲项目,2024-01-05,1,,", "v1,甲项目,2024-01-05,1,,")
    payments(tmp_path, 2, "v0,甲项目,2024-02-05,1,,", "v1,甲项目,2024-02-06,9,,")

    found = loaded(tmp_path)

    apart = quarantined(tmp_path, "payments")
    assert [load.rows for load in found.loads] == [1, 1]
    assert "第2行重复" in apart[0]["reason_zh"]
    assert "“payments/2024-01.csv”第2行重复" in apart[1]["reason_zh"]


def test_a_phone_and_an_identity_are_masked_at_the_door(tmp_path: Path) -> None:
    write_csv(
        tmp_path,
        "hotline_calls/a.csv",
        CALLS_HEAD,
        [GOOD, "a2,bad,13900001111,1,电话", "a3,2024-07-02,1234,1,电话"],
    )
    said = "张三13812345678 13900001111，证340402199001011234"
    payments(tmp_path, 1, f"v1,甲项目,2024-01-05,1,340402199001011234,{said}")

    found = loaded(tmp_path)

    calls, paid = taken(found, 0), taken(found, 1)
    assert [row["phone"] for row in calls] == ["138****5678", "****"]
    assert paid[0]["payee_identity"] == "3404************34"
    assert paid[0]["note"] == "张三138****5678 139****1111，证3404************34"
    assert quarantined(tmp_path, "hotline_calls")[0]["phone"] == "139****1111"
    kept = [p for p in (tmp_path / "evidence").rglob("*") if p.is_file()]
    own = {"a.csv", "2024-01.csv"}
    assert not any(
        number in p.read_bytes()
        for p in kept
        if p.name not in own
        for number in (b"13812345678", b"13900001111", b"199001011234")
    )


def test_a_row_of_no_project_of_the_year_is_set_apart(tmp_path: Path) -> None:
    payments(tmp_path, 1, "v1,甲项目,2024-01-05,1,,", "v2,外项目,2024-01-05,1,,")

    found = loaded(tmp_path, projects=["甲项目", "乙项目"])

    assert found.loads[0].rows == 1
    assert "不是本年的项目：“外项目”" in quarantined(tmp_path, "payments")[0]["reason_zh"]


def test_a_line_with_too_few_or_too_many_cells_is_set_apart(tmp_path: Path) -> None:
    payments(
        tmp_path,
        1,
        "v1,甲项目,2024-01-05,1,,",
        "v2,甲项目,2024-01-05",
        "v3,甲项目,2024-01-05,1,,,,",
    )

    found = loaded(tmp_path)

    apart = quarantined(tmp_path, "payments")
    assert found.loads[0].rows == 1
    assert ["本行有3格" in apart[0]["reason_zh"], "本行有8格" in apart[1]["reason_zh"]] == [
        True
    ] * 2
    assert [row["row"] for row in apart] == ["3", "4"]


def test_blank_lines_do_not_shift_row_numbers(tmp_path: Path) -> None:
    payments(tmp_path, 1, "v1,甲项目,2024-01-05,1,,", "", "v2,甲项目,never,1,,")

    loaded(tmp_path)

    assert quarantined(tmp_path, "payments")[0]["row"] == "4"


def test_chinese_titles_quotes_and_line_ends_are_read(tmp_path: Path) -> None:
    head = "凭证号,项目,支付日期,金额,收款人身份证,摘要"
    path = tmp_path / "evidence/payments/a.csv"
    path.parent.mkdir(parents=True)
    text = f'{head}\r\nv1,甲项目,2024/1/5,1,,"一,二""三""\n四"\r\n'
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())

    found = loaded(tmp_path)

    assert taken(found)[0]["note"] == '一,二"三"\n四'
    assert str(taken(found)[0]["paid_on"]) == "2024-01-05"


def test_a_csv_in_gb18030_is_read(tmp_path: Path) -> None:
    path = payments(tmp_path, 1, "v1,甲项目,2024-01-05,1,,首付")
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))

    found = loaded(tmp_path)

    assert taken(found)[0]["note"] == "首付"


def test_parquet_and_sqlite_give_what_csv_gives(tmp_path: Path) -> None:
    rows = ["v1,甲项目,2024-01-05,100.5,,首付", "v2,甲项目,2024-01-06,,,"]
    as_csv = payments(tmp_path / "csv", 1, *rows)
    other = tmp_path / "parquet/evidence/payments/a.parquet"
    other.parent.mkdir(parents=True)
    duckdb.connect().execute(
        "COPY (SELECT * REPLACE (CAST(amount AS DECIMAL(10,2)) AS amount) "
        f"FROM read_csv('{as_csv}', all_varchar = true)) TO '{other}'"
    )
    third = tmp_path / "sqlite/evidence/payments/a.sqlite"
    third.parent.mkdir(parents=True)
    with sqlite3.connect(third) as base:
        base.execute(f"CREATE TABLE payments ({PAYMENTS_HEAD})")
        base.execute("INSERT INTO payments VALUES ('v1','甲项目','2024-01-05',100.5,NULL,'首付')")
        base.execute("INSERT INTO payments VALUES ('v2','甲项目','2024-01-06',NULL,NULL,NULL)")

    made = [taken(loaded(tmp_path / kind)) for kind in ("csv", "parquet", "sqlite")]

    plain = [[{k: v for k, v in row.items() if k != "_row"} for row in rows] for rows in made]
    assert plain[0] == plain[1] == plain[2]


def test_a_workbook_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = payments(tmp_path, 1, "v1,甲项目,2024-01-05,1,,")
    path.rename(path.with_suffix(".xlsx"))

    with pytest.raises(UnreadableFile, match="save it as CSV"):
        loaded(tmp_path)


def test_a_missing_needed_column_is_named(tmp_path: Path) -> None:
    write_csv(tmp_path, "payments/a.csv", "voucher,project,amount", ["v1,甲项目,1"])

    with pytest.raises(UnreadableFile, match="paid_on"):
        loaded(tmp_path)


def test_a_column_the_schema_does_not_have_is_told(tmp_path: Path) -> None:
    write_csv(
        tmp_path, "payments/a.csv", PAYMENTS_HEAD + ",colour", ["v1,甲项目,2024-01-01,1,,,red"]
    )

    found = loaded(tmp_path)

    assert found.loads[0].ignored == ("colour",)


def test_a_tampered_register_is_noticed_by_its_hash(tmp_path: Path) -> None:
    path = payments(tmp_path, 1, "v1,甲项目,2024-01-05,1,,")
    loaded(tmp_path)
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    path.write_text(path.read_text(encoding="utf-8").replace(",1,", ",9,"), encoding="utf-8")
    after = hashlib.sha256(path.read_bytes()).hexdigest()

    with pytest.raises(AlteredFile) as told:
        loaded(tmp_path)

    assert all(word in told.value.zh for word in ("payments/2024-01.csv", before, after))
    assert loaded(tmp_path, accept=True).loads[0].rows == 1
    assert loaded(tmp_path).loads[0].sha256 == after


def test_a_register_that_is_gone_is_noticed(tmp_path: Path) -> None:
    path = payments(tmp_path, 1, "v1,甲项目,2024-01-05,1,,")
    payments(tmp_path, 2, "v2,甲项目,2024-02-05,1,,")
    loaded(tmp_path)
    path.unlink()

    with pytest.raises(AlteredFile, match="is gone"):
        loaded(tmp_path)


def test_an_unknown_register_is_refused(tmp_path: Path) -> None:
    write_csv(tmp_path, "secrets/a.csv", "a", ["1"])

    with pytest.raises(UnreadableFile, match="no known register"):
        loaded(tmp_path)


def test_loading_again_gives_the_same_record(tmp_path: Path) -> None:
    payments(tmp_path, 1, "v1,甲项目,2024-01-05,1,,", "v1,甲项目,2024-01-05,1,,")
    once = loaded(tmp_path)
    first = (tmp_path / "evidence/quarantine/payments.csv").read_bytes()

    again = loaded(tmp_path)

    assert again == once
    assert (tmp_path / "evidence/quarantine/payments.csv").read_bytes() == first


ROW = "v1,甲项目,2024-01-05,1,,".encode()
HEAD = PAYMENTS_HEAD.encode()


@pytest.mark.parametrize(
    ("file", "data"),
    [
        ("a.csv", b""),
        ("a.csv", b"\n" + HEAD),
        ("a.csv", b"\xff\xfe\x00" * 99),
        ("a.csv", HEAD + b",note\n" + ROW + b",x\n"),
        ("a.csv", HEAD + b"\n" + ROW + b'"never closed\n' + ROW + b"\n"),
        ("a.csv", HEAD.replace(b",", b"\t") + b"\n"),
        ("a.csv", b"x" * 200_000),
        ("a.parquet", b"PAR1PAR1"),
        ("a.parquet", b""),
        ("a.sqlite", b"SQLite format 3\0" + b"x" * 4000),
        ("a.sqlite", b""),
        ("a.docx", b"PK"),
    ],
)
def test_a_broken_file_is_told_in_a_sentence(tmp_path: Path, file: str, data: bytes) -> None:
    path = tmp_path / "evidence/payments" / file
    path.parent.mkdir(parents=True)
    path.write_bytes(data)

    with pytest.raises(UnreadableFile) as told:
        loaded(tmp_path)

    assert file in told.value.zh


@pytest.mark.parametrize(
    "rows",
    [
        b"\n" + ROW,
        b"\r\n" + ROW + b"\r\n\r\n",
        b"\r" + ROW + b"\r",
        b"\n" + ROW + b"a\0b\n",
        b"\n" + ROW + b"x" * 3_000_000 + b"\n",
        b"\n\n" + ROW + b"x" * 3_000_000 + b"\n",
        b"\n" + ROW + b'x"y"z\n',
        b"\n" + ROW.replace(b"1,,", b'"1",,"a""b"') + b"\n",
    ],
)
def test_an_odd_file_gives_its_row(tmp_path: Path, rows: bytes) -> None:
    path = tmp_path / "evidence/payments/a.csv"
    path.parent.mkdir(parents=True)
    path.write_bytes(HEAD + rows)

    found = loaded(tmp_path)

    assert (found.loads[0].rows, found.loads[0].rejected) == (1, 0)
