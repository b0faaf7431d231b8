"""The ledger of the use of results (结果应用台账) as CSV and JSON; amounts in 万元."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from jixiao.model.money import plain
from jixiao.model.results_ledger import ResultDecision, ResultLine, ResultsLedger
from jixiao.writers.basis import citation_of
from jixiao.writers.findings_csv import harmless
from jixiao.writers.record_json import dumps

HEADERS = {
    "zh": "项目|得分|等级|执行率（%）|建议|原安排（万元）|建议金额（万元）|并入金额（万元）|"
    "并入项目|规则|计算|依据|决定|决定金额（万元）|决定理由|决定人|决定日期",
    "en": "project|score|grade|execution rate (%)|proposal|before (万元)|proposed (万元)|"
    "moved (万元)|merged into|rule|working|basis|decision|amount decided (万元)|"
    "reason of the decision|decided by|decided on",
}


def render_csv(ledger: ResultsLedger, language: str = "zh") -> str:
    """A row a project, in the order of the ledger; Excel opens it as it is."""
    out = io.StringIO()
    out.write("\ufeff")
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(HEADERS[language].split("|"))
    rows.writerows([harmless(cell) for cell in _cells(line, language)] for line in ledger.lines)
    return out.getvalue()


def render_json(ledger: ResultsLedger) -> str:
    """The whole ledger, both languages, numbers as strings so that no digit is lost."""
    return (
        dumps(
            {
                "fiscal_year": ledger.fiscal_year,
                "unit": "万元",
                "rules": {"zh": ledger.rules.name.zh, "en": ledger.rules.name.en},
                "before": plain(ledger.before),
                "proposed": plain(ledger.proposed),
                "open_lines": ledger.open_lines,
                "working": {"zh": ledger.working.zh, "en": ledger.working.en},
                "lines": [_line_json(line) for line in ledger.lines],
            }
        )
        + "\n"
    )


def basis_of(line: ResultLine, language: str = "zh") -> str:
    """What the rule applied rests on, each with its mark; a place's own document as it names it."""
    if line.rule is None:
        return ""
    joint = "; " if language == "en" else "；"
    keys = (line.rule.source, line.rule.amount_source)
    return joint.join(citation_of(key, language) for key in keys if key is not None)


def _cells(line: ResultLine, language: str) -> list[str]:
    rule, decision = line.rule, line.decision
    return [
        line.project,
        _digits(line.score),
        line.grade.text(language) if line.grade is not None else "",
        _digits(line.execution_rate),
        line.proposal.label(language) if line.proposal is not None else "",
        _digits(line.before),
        _digits(line.proposed),
        _digits(line.moved),
        line.merge_into or "",
        (rule.en if language == "en" else rule.zh) if rule is not None else "",
        line.working.text(language),
        basis_of(line, language),
        *_decision_cells(decision, language),
    ]


def _decision_cells(decision: ResultDecision | None, language: str) -> list[str]:
    if decision is None:
        return [""] * 5
    return [
        decision.decision.label(language),
        _digits(decision.amount),
        decision.reason,
        decision.role,
        decision.date,
    ]


def _digits(number: Decimal | None) -> str:
    return "" if number is None else plain(number)


def _number(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)


def _line_json(line: ResultLine) -> dict[str, object]:
    rule, decision = line.rule, line.decision
    return {
        "project": line.project,
        "score": _number(line.score),
        "grade": None if line.grade is None else {"zh": line.grade.zh, "en": line.grade.en},
        "execution_rate": _number(line.execution_rate),
        "proposal": None if line.proposal is None else line.proposal.value,
        "before": _number(line.before),
        "proposed": _number(line.proposed),
        "moved": _number(line.moved),
        "merge_into": line.merge_into,
        "rule": None if rule is None else {"name": rule.name, "zh": rule.zh, "en": rule.en},
        "basis": {"zh": basis_of(line, "zh"), "en": basis_of(line, "en")},
        "working": {"zh": line.working.zh, "en": line.working.en},
        "decision": None
        if decision is None
        else {
            "decision": decision.decision.value,
            "amount": _number(decision.amount),
            "reason": decision.reason,
            "role": decision.role,
            "date": decision.date,
        },
    }
