"""Files of evaluation (评价文书): the year's ledger as a workbook, the report as a Word file."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from jixiao.model.assessment import EvaluationSheet
from jixiao.model.finding import Message
from jixiao.model.money import plain
from jixiao.model.results_ledger import Proposal
from jixiao.web.evaluations.models import Evaluation, ResultUse
from jixiao.writers.form_layout import FormCell, FormTable, FormText, Style
from jixiao.writers.report_docx import render
from jixiao.writers.report_parts import Cover, Heading, Look, Paragraph, Report, Table

LEDGER = "结果应用台账"
_HEADERS = (
    ("项目", 150), ("单位", 110), ("得分", 50), ("等级", 45), ("执行率", 60),
    ("原安排（万元）", 75),
    ("建议", 50), ("建议金额（万元）", 75), ("规则", 120), ("计算", 180), ("依据", 150),
    ("决定", 50), ("决定金额（万元）", 75), ("决定理由", 150), ("决定人", 80), ("决定日期", 75),
)  # fmt: skip


def ledger_xlsx(uses: Iterable[ResultUse], year: int) -> bytes:
    """The ledger of the use of results for a year, a row a project; amounts in 万元."""
    from jixiao.writers.form_xlsx import render_sheets

    rows = [tuple(FormCell(name, style=Style.LABEL) for name, _ in _HEADERS)]
    before = proposed = decided = Decimal(0)
    for use in uses:
        rows.append(_line(use))
        before += use.before or 0
        proposed += use.proposed or 0
        decided += use.amount or 0
    rows.append(
        (
            FormCell("合计", 5, style=Style.LABEL),
            _amount(before),
            FormCell(""),
            _amount(proposed),
            FormCell("", 4),
            _amount(decided),
            FormCell("", 3),
        )
    )
    table = FormTable(
        tuple(width for _, width in _HEADERS), tuple(rows), is_wide=True, is_dense=True, repeated=1
    )
    title = f"{year}年{LEDGER}"
    return render_sheets([(title, [FormText(title, Style.TITLE), table])], title)


def _line(use: ResultUse) -> tuple[FormCell, ...]:
    stated = use.proposal
    kind = stated.get("kind", "")
    rate = stated.get("rate")
    return (
        FormCell(use.filing.project.title),
        FormCell(use.unit.name),
        FormCell(stated.get("score") or "", style=Style.CENTRED),
        FormCell(stated.get("grade", ""), style=Style.CENTRED),
        FormCell(f"{rate}%" if rate else "", style=Style.CENTRED),
        _amount(use.before),
        FormCell(Proposal(kind).label() if kind else "", style=Style.CENTRED),
        _amount(use.proposed),
        FormCell(stated.get("rule_zh", "")),
        FormCell(stated.get("working_zh", "")),
        FormCell(stated.get("basis_zh", "")),
        FormCell(Proposal(use.decision).label() if use.decision else "", style=Style.CENTRED),
        _amount(use.amount),
        FormCell(use.reason),
        FormCell(use.decided_by.name if use.decided_by is not None else ""),
        FormCell(use.decided_on.isoformat() if use.decided_on is not None else ""),
    )


def _amount(number: Decimal | None) -> FormCell:
    return FormCell("" if number is None else plain(number), style=Style.AMOUNT)


def report_docx(case: Evaluation, sheet: EvaluationSheet, language: str = "zh") -> bytes:
    """The report of an evaluation (绩效评价报告): conclusion, scores with reasons, findings."""
    return render(_report(case, sheet), language)


def _report(case: Evaluation, sheet: EvaluationSheet) -> Report:
    filing = case.filing
    total = "—" if sheet.total is None else plain(sheet.total)
    grade = sheet.grade or Message("", "")
    office = case.office.name if case.office is not None else ""
    cover = Cover(
        Message("项目支出绩效评价报告", "Evaluation report"),
        (
            (Message("项目名称", "Project"), _same(filing.project.title)),
            (Message("项目单位", "Unit"), _same(case.unit.name)),
            (Message("年度", "Year"), _same(str(filing.fiscal_year))),
            (
                Message("评价类别", "Kind"),
                Message(case.side_name(), case.side_name("en")),
            ),
            (Message("评价机构", "Evaluator"), _same(office or "—")),
        ),
        Message("", ""),
    )
    blocks: list[Heading | Paragraph | Table] = [
        Heading(Message("一、评价结论", "1. Conclusion"), 1),
        Paragraph(
            (
                Message(
                    f"综合得分{total}分，等级为“{grade.zh or '—'}”。",
                    f"Total {total} points, grade: {grade.en or '—'}.",
                ),
            )
        ),
        *_texts(case.report.get("summary", "")),
        Heading(Message("二、资料和核实", "2. Evidence"), 1),
        *_texts(case.evidence),
        Heading(Message("三、评分情况", "3. Scores"), 1),
        _stages(sheet),
        _rows(sheet),
        Heading(Message("四、存在问题", "4. Findings"), 1),
        *_texts(case.report.get("findings", "")),
        Heading(Message("五、建议", "5. Suggestions"), 1),
        *_texts(case.report.get("suggestions", "")),
    ]
    if case.comment:
        blocks += [
            Heading(Message("六、项目单位意见", "6. The unit's comment"), 1),
            *_texts(case.comment),
        ]
    return Report(cover, tuple(blocks))


def _texts(text: str) -> list[Paragraph]:
    lines = [line for line in text.splitlines() if line.strip()]
    return [Paragraph((_same(line),)) for line in lines] or [Paragraph((_same("—"),))]


def _same(text: str) -> Message:
    return Message(text, text)


def _stages(sheet: EvaluationSheet) -> Table:
    return Table(
        Message("分类得分", "Points by class"),
        (Message("一级指标", "class"), Message("分值", "weight"), Message("得分", "points")),
        (4, 2, 2),
        (Look.TEXT, Look.NUMBER, Look.NUMBER),
        tuple(
            (
                Message(row.stage.zh, row.stage.value),
                _same(plain(row.weight)),
                _same("" if row.points is None else plain(row.points)),
            )
            for row in sheet.stages
        ),
    )


def _rows(sheet: EvaluationSheet) -> Table:
    headers = (
        Message("三级指标", "item"),
        Message("分值", "weight"),
        Message("评分一", "first"),
        Message("评分二", "second"),
        Message("得分", "points"),
        Message("扣分、定分理由", "reasons"),
    )
    rows = []
    for row in sheet.rows:
        reasons = [g.reason for g in (row.first, row.second) if g is not None and g.reason]
        if row.settlement is not None:
            reasons.append(f"定分：{row.settlement.reason}")
        rows.append(
            (
                Message(row.item.zh, row.item.en),
                _same(plain(row.item.weight)),
                _same("" if row.first is None else plain(row.first.points)),
                _same("" if row.second is None else plain(row.second.points)),
                _same("" if row.points is None else plain(row.points)),
                _same("；".join(dict.fromkeys(reasons)) or "—"),
            )
        )
    looks = (Look.TEXT, Look.NUMBER, Look.NUMBER, Look.NUMBER, Look.NUMBER, Look.TEXT)
    return Table(
        Message("各项得分", "Points by item"), headers, (5, 2, 2, 2, 2, 7), looks, tuple(rows)
    )
