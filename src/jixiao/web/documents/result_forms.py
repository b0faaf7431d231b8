"""Self-evaluations and monitoring forms found in a document (自评表、监控表), as JSON. No Django.

What each states, text by text, and what the rules find in it; amounts in 万元 where the form tells
its unit. Nothing is worked out, nothing matched: that is for a person to confirm.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from jixiao.model.disclosure import Disclosure
from jixiao.model.evaluation import SelfEvaluation
from jixiao.model.finding import Severity
from jixiao.model.indicator import Indicator
from jixiao.model.money import Money, MoneyUnit, plain
from jixiao.model.monitoring import MonitoringForm
from jixiao.rules.check import Finding

Json = dict[str, Any]
SELF_EVALUATION, MONITORING = "self_evaluation", "monitoring"


def told(disclosure: Disclosure, place: str) -> Json:
    """The record, its forms with their findings, and in how many places secrets were found."""
    from jixiao.pipeline import check
    from jixiao.writers.record_json import disclosure_json

    report = check(disclosure, profile=place)
    found: dict[int, list[Json]] = {}
    for finding in report.findings:
        if finding.form is not None:
            found.setdefault(id(finding.form), []).append(_finding(finding))
    return {
        "record": disclosure_json(disclosure),
        "secrets": sum(
            1 for one in report.findings if one.severity is Severity.BLOCK and one.fault.secrets
        ),
        "forms": [
            *(
                _self_evaluation(form) | {"findings": found.get(id(form), [])}
                for form in disclosure.evaluations
                if not form.is_of_department
            ),
            *(
                _monitoring(form) | {"findings": found.get(id(form), [])}
                for form in disclosure.monitoring
            ),
        ],
    }


def _self_evaluation(form: SelfEvaluation) -> Json:
    funds = form.funds[0] if form.funds else None
    return {
        "kind": SELF_EVALUATION,
        "title": form.title,
        "fiscal_year": form.fiscal_year,
        "month": None,
        "stated": {
            "paid": _ten_thousands(funds.paid if funds is not None else None, form.unit),
            "achieved": form.achieved,
            "reason": funds.reason if funds is not None else "",
            "total": "" if form.total is None else plain(form.total),
            "rows": [
                _indicator(row.indicator)
                | {
                    "actual": row.actual.text,
                    "tier": row.actual.tier or "",
                    "reason": row.reason,
                    "points": "" if row.points is None else plain(row.points),
                }
                for row in form.rows
            ],
        },
    }


def _monitoring(form: MonitoringForm) -> Json:
    paid = form.spending.paid if form.spending is not None else None
    return {
        "kind": MONITORING,
        "title": form.title,
        "fiscal_year": form.fiscal_year,
        "month": form.month,
        "stated": {
            "paid": _ten_thousands(paid, form.unit),
            "rows": [
                _indicator(row.indicator)
                | {
                    "actual": row.actual.text,
                    "reason": row.reason,
                    "causes": [cause.value for cause in row.causes],
                    "possibility": row.possibilities[0].value
                    if len(row.possibilities) == 1
                    else "",
                }
                for row in form.rows
            ],
        },
    }


def _indicator(indicator: Indicator) -> Json:
    return {
        "level1": indicator.level1,
        "level2": indicator.level2,
        "name": indicator.name,
        "target": indicator.value.text,
    }


def _ten_thousands(amount: Decimal | None, unit: MoneyUnit | None) -> str:
    """The amount in 万元; empty where it or its unit is not stated."""
    if amount is None or unit is None:
        return ""
    return plain(Money(amount, unit).to(MoneyUnit.TEN_THOUSAND).amount)


def _finding(finding: Finding) -> Json:
    at = finding.at
    return {
        "rule": finding.rule.code,
        "severity": finding.severity.value,
        "severity_zh": finding.severity.label(),
        "message_zh": finding.message("zh"),
        "message_en": finding.message("en"),
        "place_zh": at.describe("zh") if at is not None else "",
        "place_en": at.describe("en") if at is not None else "",
    }
