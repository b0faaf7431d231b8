"""The papers of a review as their writers take them (审核表、批复书、问题清单)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone

from jixiao.regulations.parameter import norms_for
from jixiao.rules.check import Report, check
from jixiao.web.filings.drafting import disclosure_of, target_of
from jixiao.web.filings.models import Filing, ReviewSheet, Version
from jixiao.web.filings.queries import in_ten_thousands, place_of
from jixiao.web.reviews.questions import QUESTIONS
from jixiao.web.templatetags.words import language

# With more filings than this the workbook is made in the background.
MOST_AT_ONCE = 40


def review_form_docx(filing: Filing, sheet: ReviewSheet, others: Iterable[ReviewSheet]) -> bytes:
    """The review form as a Word file: the marks of ``sheet``, the opinions of both levels."""
    from jixiao.writers.review_sheet_docx import Opinion, ReviewedQuestion, ReviewForm, render

    opinions = {}
    # The latest form of each level for the same version, ``sheet`` itself before all others.
    for one in (sheet, *others):
        if one.version_id == sheet.version_id and one.level not in opinions:
            day = timezone.localtime(one.made_at).strftime("%Y-%m-%d")
            opinions[one.level] = Opinion(one.opinion, one.conclusion, one.person.name, day)
    parent = filing.unit.parent
    funds = in_ten_thousands(filing.requested)
    questions = tuple(
        ReviewedQuestion(
            *(q.heading_zh, q.zh, q.points_zh),
            sheet.marks.get(q.key, {}).get("mark", ""),
            sheet.marks.get(q.key, {}).get("words", ""),
        )
        for q in QUESTIONS
    )
    return render(
        ReviewForm(
            filing.project.title,
            filing.unit.name,
            parent.name if parent is not None else "",
            filing.fiscal_year,
            "" if funds is None else f"{funds}万元",
            questions,
            opinions.get("department", Opinion()),
            opinions.get("finance", Opinion()),
            f"本表审核的是第{sheet.version.number}版"
            + ("" if sheet.is_final else "，尚未定稿")
            + "。",
        )
    )


OUTCOME_NAMES = {
    "fail": ("不通过", "failed"),
    "pass": ("通过", "passed"),
    "not_applicable": ("不适用", "not applicable"),
    "insufficient_data": ("资料不足", "insufficient data"),
}


def certificate_facts(certificate: Mapping[str, Any], told: str = "") -> list[tuple[str, str]]:
    """The certificate in words, line by line, in ``told`` (zh, en) or the page's language."""
    index = (told or language()) == "en"
    sheets = certificate.get("review_sheets", {})
    counts = certificate["outcomes"]
    rules = certificate["rules"]
    results = "，".join(f"{names[index]} {counts[key]}" for key, names in OUTCOME_NAMES.items())
    lines: list[tuple[tuple[str, str], str]] = [
        (("项目", "Project"), certificate["project"]),
        (("单位", "Unit"), certificate["unit"]),
        (("年度", "Year"), str(certificate["fiscal_year"])),
        (("版本", "Version"), str(certificate["number"])),
        (("申报数", "Requested"), _money(certificate.get("requested"))),
        (("批复数", "Allotted"), _money(certificate.get("allotted"))),
        (("审核等级", "Grade"), certificate.get("grade", "")),
        (("拟批复人", "Proposed by"), certificate.get("proposed_by", "")),
        (("批复人", "Approved by"), certificate["approved_by"]),
        (("批复时间", "Approved at"), certificate["approved_at"][:19].replace("T", " ")),
        (("主管部门意见", "Department"), sheets.get("department", {}).get("opinion", "")),
        (("财政部门意见", "Finance"), sheets.get("finance", {}).get("opinion", "")),
        (
            ("规则集", "Rules"),
            f"{rules['version']} · {rules['number']} · SHA-256 {rules['sha256']}",
        ),
        (("规则结论", "Outcomes"), results),
        (("内容 SHA-256", "Content SHA-256"), certificate["content_sha256"]),
        (
            ("以前各版", "Earlier versions"),
            "\n".join(f"{one['number']}  {one['sha256']}" for one in certificate["earlier"]),
        ),
        (("批复书 SHA-256", "Certificate SHA-256"), certificate["sha256"]),
    ]
    if "adjustment" in certificate:
        lines[8:8] = [
            (("调整理由", "Reason"), certificate.get("reason", "")),
            (("预算调整文号", "Budget document"), certificate.get("budget_document", "")),
            (("调整前批复数", "Allotted before"), _money(certificate.get("allotted_before"))),
        ]
    return [(names[index], text) for names, text in lines if text]


def _money(digits: str | None) -> str:
    return "" if not digits else f"{in_ten_thousands(Decimal(digits))}万元"


def certificate_docx(version: Version, content: Mapping[str, Any]) -> bytes:
    """The certificate as a Word file, with ``content``: the target, secrets covered."""
    from jixiao.writers.review_sheet_docx import render_certificate

    facts = tuple(certificate_facts(version.certificate, "zh"))
    title = "项目支出绩效目标批复书" if version.kind == "approved" else "项目支出绩效目标调整批复书"
    return render_certificate(title, facts, target_of(content, version.filing.fiscal_year))


def findings_workbook(
    filings: Iterable[Filing],
    told: str = "zh",
    tell: Callable[[int], None] = lambda done: None,
) -> bytes:
    """The findings on the last version of each as a workbook; secrets in it are covered."""
    from jixiao.writers.findings import Request
    from jixiao.writers.findings_xlsx import render

    reports: list[Report] = []
    wanted = {filing.pk: filing for filing in filings}
    versions = Version.objects.filter(filing__in=wanted).order_by("number")
    latest: dict[int, int] = dict(versions.values_list("filing_id", "pk"))
    for done, (key, version) in enumerate(latest.items()):
        tell(done)
        filing = wanted[key]
        content = Version.objects.values_list("content", flat=True).get(pk=version)
        record = disclosure_of(content, filing.fiscal_year, filing.unit.name)
        reports.append(check(record, norms_for(filing.fiscal_year, place_of(filing.unit))))
    return render(reports, [], Request(told, several=True, saved=True))
