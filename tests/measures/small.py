"""Small registers and measures for the tests."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from jixiao.measures.load import Evidences, load_evidence
from jixiao.measures.measure import Measure, parse_measure
from jixiao.measures.register import Schema, parse_schema

YEAR = 2024
CALLS = """
name = "hotline_calls"
title_zh = "热线话单"
title_en = "calls"
time = "received_at"
key = ["call_id"]
[[column]]
name = "call_id"
title_zh = "话单号"
type = "text"
[[column]]
name = "received_at"
title_zh = "受理时间"
type = "timestamp"
[[column]]
name = "phone"
title_zh = "来电号码"
type = "text"
personal = "phone"
[[column]]
name = "seconds"
title_zh = "时长"
type = "integer"
minimum = 0
[[column]]
name = "channel"
title_zh = "渠道"
type = "text"
allowed = ["电话", "网络"]
"""
PAYMENTS = """
name = "payments"
title_zh = "支付台账"
title_en = "payments"
time = "paid_on"
project = "project"
key = ["voucher"]
[[column]]
name = "voucher"
title_zh = "凭证号"
type = "text"
[[column]]
name = "project"
title_zh = "项目"
type = "text"
[[column]]
name = "paid_on"
title_zh = "支付日期"
type = "date"
[[column]]
name = "amount"
title_zh = "金额"
type = "decimal"
[[column]]
name = "payee_identity"
title_zh = "收款人身份证"
type = "text"
personal = "identity"
[[column]]
name = "note"
title_zh = "摘要"
type = "text"
personal = "text"
"""
SURVEYS = """
name = "survey_answers"
title_zh = "满意度调查"
title_en = "survey"
time = "asked_on"
project = "project"
key = ["answer_id"]
[[column]]
name = "answer_id"
title_zh = "编号"
type = "text"
[[column]]
name = "project"
title_zh = "项目"
type = "text"
[[column]]
name = "asked_on"
title_zh = "日期"
type = "date"
[[column]]
name = "satisfied"
title_zh = "满意"
type = "boolean"
[[column]]
name = "weight"
title_zh = "权重"
type = "decimal"
required = true
"""
SCHEMAS: dict[str, Schema] = {
    schema.name: schema
    for text in (CALLS, PAYMENTS, SURVEYS)
    for schema in [parse_schema(text.encode(), "test.toml")]
}
CALLS_HEAD = "call_id,received_at,phone,seconds,channel"
PAYMENTS_HEAD = "voucher,project,paid_on,amount,payee_identity,note"
SURVEYS_HEAD = "answer_id,project,asked_on,satisfied,weight"


def write_csv(root: Path, file: str, head: str, rows: Iterable[str]) -> Path:
    path = root / "evidence" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def loaded(root: Path, *, accept: bool = False, projects: Iterable[str] | None = None) -> Evidences:
    return load_evidence(root / "evidence", SCHEMAS, YEAR, accept=accept, projects=projects)


def measure_of(sql: str, file: str = "measures/test.sql", **header: str) -> Measure:
    stated = {
        "project": "甲项目",
        "indicator": "支付金额",
        "level2": "成本指标",
        "unit": "元",
        "registers": "payments",
        "roll-up": "sum",
        "direction": "down",
        "result": "money",
    }
    stated |= {key.replace("_", "-"): value for key, value in header.items()}
    lines = [f"-- {key}: {value}" for key, value in stated.items()]
    return parse_measure("\n".join([*lines, sql]).encode(), file)


def payments(root: Path, month: int, *rows: str) -> Path:
    return write_csv(root, f"payments/2024-{month:02d}.csv", PAYMENTS_HEAD, rows)
