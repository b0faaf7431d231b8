"""Findings as a workbook a reviewer can send out.

A summary with a chart, all findings in one filterable list, a sheet a project with the findings
as comments on the cells, the rules with their basis, and the files that could not be read.
"""

from __future__ import annotations

import io
from typing import Any

from jixiao.model.finding import Outcome, Severity
from jixiao.rules.check import Finding, Report
from jixiao.writers.basis import citations
from jixiao.writers.findings import (
    WHOLE,
    Errors,
    Request,
    excerpt,
    lines_on_whole,
    notice_text,
    why_not_counted,
)
from jixiao.writers.findings_placed import Placed
from jixiao.writers.form_layout import FormTable, Style, form_blocks, lines_in
from jixiao.writers.form_xlsx import (
    PAPER_A4,
    fitting,
    format_of,
    placed_cells,
    sheet_name,
    workbook_in,
)

# More tables than this get no sheet of their own: the list of findings holds everything.
MOST_SHEETS = 60
FINDING_WIDTHS = (16, 22, 7, 7, 16, 44, 24, 34, 24, 15, 36, 30)
PAPER_A3 = 8
FILLS = {
    Severity.BLOCK: "#F4B6B6",
    Severity.ERROR: "#F9D2D2",
    Severity.WARNING: "#FCE8C8",
    Severity.INFO: "#DCE9F8",
}
INKS = {
    Severity.BLOCK: "#8B0000",
    Severity.ERROR: "#C62828",
    Severity.WARNING: "#B26A00",
    Severity.INFO: "#1565C0",
}
WORDS = {
    "zh": {
        "summary": "总览",
        "findings": "问题清单",
        "rules": "规则",
        "unread": "读取提示",
        "unread_count": "另有{n}个文件读不了，见“读取提示”。",
        "title": "项目支出绩效目标审核结果",
        "file": "文件",
        "project": "项目",
        "whole": "（公开文本整体）",
        "total": "合计",
        "columns": "文件|项目|严重程度|规则|名称|问题|计算|建议|原文|出处|依据|豁免和口径",
        "rule_columns": "规则|名称|严重程度|不通过|通过|不适用|资料不足|依据",
        "left_out": "共{n}张表，超过{most}张，不再逐项目列表；全部问题见“问题清单”。",
        "pass": "“通过”只说明该条规则没有发现问题，不等于目标合格。",
        "reason": "原因",
    },
    "en": {
        "summary": "Summary",
        "findings": "Findings",
        "rules": "Rules",
        "unread": "Reading",
        "unread_count": " {n} files could not be read, see the sheet “Reading”.",
        "title": "Check of performance targets",
        "file": "File",
        "project": "Project",
        "whole": "(the publication as a whole)",
        "total": "Total",
        "columns": "File|Project|Severity|Rule|Name|Finding|Working|Suggestion|Quote|Place|Basis|"
        "Waiver and profile",
        "rule_columns": "Rule|Name|Severity|Failed|Passed|Not applicable|Insufficient data|Basis",
        "left_out": "{n} tables, more than {most}: no sheet a project; see the findings sheet.",
        "pass": "A pass means only that this rule found nothing, never that the target is good.",
        "reason": "Reason",
    },
}


def render(reports: list[Report], errors: Errors, request: Request) -> bytes:
    """The bytes of the workbook."""
    out = io.BytesIO()
    book = workbook_in(out)
    writer = _Workbook(book, request)
    writer.summary(reports, len(errors))
    writer.findings(reports)
    if sum(len(report.disclosure.targets) for report in reports) <= MOST_SHEETS:
        for report in reports:
            writer.projects(report)
    writer.rules(reports)
    writer.whole(lines_on_whole(reports, request))
    if errors or any(report.disclosure.notices for report in reports):
        writer.unread(reports, errors)
    book.close()
    return out.getvalue()


class _Workbook:
    def __init__(self, book: Any, request: Request) -> None:
        self.book = book
        self.language = request.language
        self.words = WORDS[request.language]
        self.names: set[str] = set()
        self.looks = {style: book.add_format(format_of(style)) for style in Style}
        body = {"font_name": "宋体", "font_size": 10, "valign": "top", "text_wrap": True}
        self.body = book.add_format({**body, "border": 1})
        self.number = book.add_format({**body, "border": 1, "align": "center"})
        self.head = book.add_format(
            {**body, "border": 1, "bold": True, "bg_color": "#E8ECF2", "align": "center"}
        )
        self.title = book.add_format({"font_name": "宋体", "font_size": 16, "bold": True})
        self.severity = {
            s: book.add_format(
                {**body, "border": 1, "bg_color": FILLS[s], "font_color": INKS[s], "bold": True}
            )
            for s in Severity
        }
        self.filled = {
            (style, s): book.add_format({**format_of(style), "bg_color": FILLS[s], "border": 1})
            for style in Style
            for s in Severity
        }

    def sheet(self, name: str, *, landscape: bool = True) -> Any:
        """A new worksheet, set for A4."""
        self.names.add(name.lower())
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(PAPER_A4)
        sheet.fit_to_pages(1, 0)
        if landscape:
            sheet.set_landscape()
        return sheet

    def summary(self, reports: list[Report], unread: int) -> None:
        """Counts by project and severity, with a chart."""
        words = self.words
        sheet = self.sheet(words["summary"])
        sheet.write_string(0, 0, words["title"], self.title)
        tables = sum(len(report.disclosure.targets) for report in reports)
        note = words["pass"]
        if tables > MOST_SHEETS:
            note += words["left_out"].format(n=tables, most=MOST_SHEETS)
        if unread:
            note += words["unread_count"].format(n=unread)
        sheet.write_string(1, 0, note)
        heads = [words["file"], words["project"]]
        heads += [s.label(self.language) for s in Severity] + [words["total"]]
        for column, head in enumerate(heads):
            sheet.write_string(3, column, head, self.head)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 42)
        sheet.set_column(2, 6, 9)
        row = 4
        by_severity = dict.fromkeys(Severity, 0)
        for report in reports:
            file = report.file
            names = [report.masked(target.title) for target in report.disclosure.targets]
            names.append(words["whole"])
            *of_tables, whole = report.by_table
            listed = [*zip(names, of_tables, strict=False), *report.by_form, (names[-1], whole)]
            for name, findings in listed:
                sheet.write_string(row, 0, file, self.body)
                sheet.write_string(row, 1, name, self.body)
                for column, severity in enumerate(Severity, 2):
                    count = sum(1 for f in findings if f.severity is severity)
                    by_severity[severity] += count
                    sheet.write_number(row, column, count, self.number)
                sheet.write_number(row, 6, len(findings), self.number)
                row += 1
        sheet.write_string(row, 0, words["total"], self.head)
        sheet.write_string(row, 1, "", self.head)
        for column, severity in enumerate(Severity, 2):
            sheet.write_number(row, column, by_severity[severity], self.number)
        sheet.write_number(row, 6, sum(by_severity.values()), self.number)
        sheet.freeze_panes(4, 0)
        self._chart(sheet, row)

    def _chart(self, sheet: Any, last: int) -> None:
        if not 4 < last <= 4 + MOST_SHEETS:
            return
        chart = self.book.add_chart({"type": "bar", "subtype": "stacked"})
        name = sheet.get_name()
        for column, severity in enumerate(Severity, 2):
            chart.add_series(
                {
                    "name": [name, 3, column],
                    "categories": [name, 4, 1, last - 1, 1],
                    "values": [name, 4, column, last - 1, column],
                    "fill": {"color": INKS[severity]},
                    "gap": 60,
                }
            )
        chart.set_title({"name": self.words["title"], "name_font": {"size": 12}})
        chart.set_y_axis({"reverse": True, "num_font": {"size": 8}})
        chart.set_x_axis({"major_gridlines": {"visible": True}})
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": 760, "height": 110 + 28 * (last - 4)})
        sheet.insert_chart(3, 8, chart)

    def findings(self, reports: list[Report]) -> None:
        """One row a finding, to be filtered and sorted."""
        sheet = self.sheet(self.words["findings"])
        sheet.set_paper(PAPER_A3)
        for column, head in enumerate(self.words["columns"].split("|")):
            sheet.write_string(0, column, head, self.head)
        for column, width in enumerate(FINDING_WIDTHS):
            sheet.set_column(column, column, width)
        row = 1
        for report in reports:
            file = report.file
            for finding in report.findings:
                self._finding_row(sheet, row, file, finding)
                row += 1
        sheet.autofilter(0, 0, max(1, row - 1), 11)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)

    def _finding_row(self, sheet: Any, row: int, file: str, finding: Finding) -> None:
        language = self.language
        rule = finding.rule
        texts = (
            file,
            finding.project or self.words["whole"],
            finding.severity.label(language),
            rule.code,
            rule.title.text(language),
            finding.message(language),
            finding.working(language) or "",
            finding.suggestion(language) or "",
            str(excerpt(finding)),
            finding.at.describe(language) if finding.at is not None else "",
            citations(rule, language),
            why_not_counted(finding, language),
        )
        for column, text in enumerate(texts):
            look = self.severity[finding.severity] if column == 2 else self.body
            sheet.write_string(row, column, fitting(text), look)
        lines = max(lines_in(t, w) for t, w in zip(texts, FINDING_WIDTHS, strict=True))
        sheet.set_row(row, min(400, 14 * lines + 4))

    def projects(self, report: Report) -> None:
        """A sheet a project: the table as printed, findings as comments on its cells."""
        disclosure = report.disclosure
        blocks = form_blocks(disclosure)
        tables = (b for b in blocks if isinstance(b, FormTable) and b.target is not None)
        each = zip(disclosure.targets, tables, report.by_table[:-1], strict=True)
        for number, (target, table, findings) in enumerate(each, len(self.names) - 1):
            name = sheet_name(report.masked(target.title), number, self.names)
            sheet = self.sheet(name, landscape=False)
            self._project(sheet, report, table, findings)

    def _project(
        self, sheet: Any, report: Report, table: FormTable, findings: list[Finding]
    ) -> None:
        placed = Placed(table, [*findings, *report.by_table[-1]])
        for column, width in enumerate(table.widths):
            sheet.set_column(column, column, max(6, width * 100 / 1000))
        heights = [1] * len(table.rows)  # in lines
        for row, column, cell in placed_cells(table):
            here = placed.at(cell)
            if cell.style is Style.TABLE_TITLE:
                here = here + [f for f in placed.of_table if f.target is table.target]
            text = fitting(report.masked(cell.text))
            look = self.looks[cell.style]
            if here:
                gravest = min((f.severity for f in here), key=lambda s: s.rank)
                look = self.filled[cell.style, gravest]
            if cell.row_span > 1 or cell.column_span > 1:
                last = (row + cell.row_span - 1, column + cell.column_span - 1)
                sheet.merge_range(row, column, *last, "", look)
            sheet.write_string(row, column, text, look)
            if here:
                self._comment(sheet, row, column, here)
            if cell.row_span == 1:
                thousandths = sum(table.widths[column : column + cell.column_span])
                heights[row] = max(heights[row], lines_in(text, thousandths / 10))
        for row, height in enumerate(heights):
            sheet.set_row(row, min(400, 16 * height + 4))
        self._beside(sheet, findings, len(table.rows) + 1, len(table.widths))

    def _comment(self, sheet: Any, row: int, column: int, findings: list[Finding]) -> None:
        lines = []
        for finding in findings:
            label = finding.severity.label(self.language)
            lines.append(f"[{label}] {finding.rule.code} {finding.message(self.language)}")
            suggestion = finding.suggestion(self.language)
            if suggestion:
                lines.append(f"→ {suggestion}")
            if finding.waiver is not None:
                lines.append(finding.waiver.told(self.language))
        text = "\n".join(lines)
        size = {"width": 340, "height": min(420, 24 + 17 * lines_in(text, 44))}
        author = {"author": "jixiao", "font_size": 9, "font_name": "宋体"}
        sheet.write_comment(row, column, text[:30_000], {**size, **author})

    def _beside(self, sheet: Any, findings: list[Finding], first: int, count: int) -> None:
        """The findings written out under the table too: comments do not print."""
        for row, finding in enumerate(findings, first):
            text = f"{finding.rule.code} {finding.message(self.language)}"
            suggestion = finding.suggestion(self.language)
            if suggestion:
                text += f"\n→ {suggestion}"
            label = finding.severity.label(self.language)
            sheet.write_string(row, 0, label, self.severity[finding.severity])
            sheet.merge_range(row, 1, row, count - 1, "", self.body)
            sheet.write_string(row, 1, fitting(text), self.body)
            sheet.set_row(row, min(400, 15 * lines_in(text, 84) + 4))

    def whole(self, lines: list[str]) -> None:
        """What is said of the files together; no sheet where nothing is."""
        if not lines:
            return
        sheet = self.sheet(WHOLE[self.language])
        sheet.set_column(0, 0, 120)
        sheet.write_string(0, 0, WHOLE[self.language], self.head)
        for row, line in enumerate(lines, 1):
            sheet.write_string(row, 0, fitting(line), self.body)

    def rules(self, reports: list[Report]) -> None:
        """The rules that were run, what came of each, and their basis."""
        sheet = self.sheet(self.words["rules"])
        for column, head in enumerate(self.words["rule_columns"].split("|")):
            sheet.write_string(0, column, head, self.head)
        for column, width in enumerate((8, 34, 9, 9, 9, 9, 9, 80)):
            sheet.set_column(column, column, width)
        rules = {r.rule.code: r.rule for report in reports for r in report.results}
        counts: dict[tuple[str, Outcome], int] = {}
        for report in reports:
            for result in report.results:
                key = (result.rule.code, result.outcome)
                counts[key] = counts.get(key, 0) + 1
        order = (Outcome.FAIL, Outcome.PASS, Outcome.NOT_APPLICABLE, Outcome.INSUFFICIENT_DATA)
        for row, (code, rule) in enumerate(rules.items(), 1):
            sheet.write_string(row, 0, code, self.body)
            sheet.write_string(row, 1, rule.title.text(self.language), self.body)
            label = rule.severity.label(self.language)
            sheet.write_string(row, 2, label, self.severity[rule.severity])
            for column, outcome in enumerate(order, 3):
                sheet.write_number(row, column, counts.get((code, outcome), 0), self.number)
            basis = citations(rule, self.language)
            sheet.write_string(row, 7, basis, self.body)
        sheet.freeze_panes(1, 0)

    def unread(self, reports: list[Report], errors: Errors) -> None:
        """The files that could not be read, and what was noticed in the others while reading."""
        sheet = self.sheet(self.words["unread"])
        for column, head in enumerate((self.words["file"], self.words["reason"])):
            sheet.write_string(0, column, head, self.head)
        sheet.set_column(0, 0, 50)
        sheet.set_column(1, 1, 90)
        rows = [(str(path), error.message(self.language)) for path, error in errors]
        rows += [
            (report.file, notice_text(report, notice, self.language))
            for report in reports
            for notice in report.disclosure.notices
        ]
        for row, texts in enumerate(rows, 1):
            for column, text in enumerate(texts):
                shown = text.encode("utf-8", "replace").decode()
                sheet.write_string(row, column, fitting(shown), self.body)
