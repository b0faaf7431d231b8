"""Findings as one HTML file: each table as printed, its findings beside it, no network needed."""

from __future__ import annotations

from html import escape

from jixiao.model.finding import Outcome, Severity
from jixiao.rules.check import Finding, Report
from jixiao.writers.basis import citations
from jixiao.writers.findings import (
    WHOLE,
    Errors,
    Request,
    adjusted,
    excerpt,
    lines_on_whole,
    notice_text,
)
from jixiao.writers.findings_placed import Placed
from jixiao.writers.form_html import table_html
from jixiao.writers.form_layout import FormCell, FormTable, form_blocks

CSS = """
:root{--block:#8b0000;--error:#c62828;--warning:#b26a00;--info:#1565c0}
*{box-sizing:border-box}
body{font:15px/1.6 "Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif;margin:0;
color:#1b1b1b;background:#f4f5f7}
header,main{max-width:1280px;margin:0 auto;padding:1rem}
h1{font-size:1.5rem;margin:.5rem 0}h2{font-size:1.2rem;margin:2.2rem 0 .6rem}
.cards{display:flex;flex-wrap:wrap;gap:.7rem;padding:0;list-style:none}
.cards li{background:#fff;border-left:5px solid #999;padding:.4rem 1rem;border-radius:4px}
.cards b{font-size:1.5rem;display:block}
.project{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:1.2rem;
align-items:start}
.sheet{background:#fff;padding:1rem;border-radius:4px;overflow-x:auto;position:sticky;top:3rem}
table{border-collapse:collapse;width:100%;table-layout:fixed}
td,th{border:1px solid #777;padding:.25em .45em;font-size:.86rem;overflow-wrap:anywhere;
white-space:pre-line;vertical-align:middle;text-align:left}
.table-title,.year{border:0;text-align:center}.table-title{font-weight:bold;font-size:1rem}
.label{background:#f0f0f0;text-align:center}.centred{text-align:center}.amount{text-align:right}
td.has{outline:2px solid;outline-offset:-2px;background:#fff8ec}
td.block,td.error{outline-color:var(--error)}td.warning{outline-color:var(--warning)}
td.info{outline-color:var(--info)}
td sup a{font:bold .72rem sans-serif;text-decoration:none;padding:0 .25em;border-radius:3px;
background:#eee}
ol.findings{list-style:none;margin:0;padding:0}
ol.findings li{background:#fff;border-left:5px solid;margin:0 0 .6rem;padding:.45rem .8rem;
border-radius:4px;font-size:.9rem}
li.block{border-left-color:var(--block)!important}li.error{border-left-color:var(--error)!important}
li.warning{border-left-color:var(--warning)!important}
li.info{border-left-color:var(--info)!important}
nav ol{columns:2;margin:.5rem 0;padding-left:1.6rem}nav b{color:var(--error)}
li:target{box-shadow:0 0 0 3px #ffd54f}
.tag{font-weight:bold}.block .tag{color:var(--block)}.error .tag{color:var(--error)}
.warning .tag{color:var(--warning)}.info .tag{color:var(--info)}
li.waived{opacity:.7}
.more{color:#555;font-size:.82rem;margin:.15rem 0 0}
.quote{background:#f6f6f6;padding:.1rem .4rem;border-radius:3px;overflow-wrap:anywhere}
mark{background:#ffe08a}
.switch{position:sticky;top:0;background:#f4f5f7;padding:.5rem 0;z-index:1}
.switch label{margin-right:1rem}
@media(max-width:800px){nav ol{columns:1}.project{grid-template-columns:1fr}.sheet{position:static}}
@media print{.switch{display:none}.project{display:block}}
"""
SCRIPT = """
document.querySelectorAll('.switch input').forEach(function(box){
box.addEventListener('change',function(){
document.querySelectorAll('li.'+box.value).forEach(function(e){e.hidden=!box.checked})})})
"""
WORDS = {
    "zh": {
        "title": "绩效目标审核报告",
        "whole": "公开文本整体",
        "show": "显示",
        "working": "计算",
        "suggestion": "建议",
        "place": "出处",
        "basis": "依据",
        "waiver": "豁免",
        "profile": "口径",
        "none": "没有发现问题。“通过”只说明各条规则没有发现问题。",
        "unread": "读不了的文件",
        "notices": "读取时的提示",
        "outcomes": "各条规则的结论",
        "rule": "规则",
        "pass": "通过",
        "fail": "不通过",
        "not_applicable": "不适用",
        "insufficient_data": "资料不足",
        "reason": "原因",
    },
    "en": {
        "title": "Check of performance targets",
        "whole": "The publication as a whole",
        "show": "Show",
        "working": "Working",
        "suggestion": "Suggestion",
        "place": "At",
        "basis": "Basis",
        "waiver": "Waiver",
        "profile": "Profile",
        "none": "No findings. A pass means only that the rules found nothing.",
        "unread": "Files that could not be read",
        "notices": "Noticed while reading",
        "outcomes": "Outcome of each rule",
        "rule": "Rule",
        "pass": "passed",
        "fail": "failed",
        "not_applicable": "not applicable",
        "insufficient_data": "insufficient data",
        "reason": "reason",
    },
}


def render(reports: list[Report], errors: Errors, request: Request) -> str:
    """The page."""
    words = WORDS[request.language]
    body = "\n".join(_report(report, number, request) for number, report in enumerate(reports))
    said = lines_on_whole(reports, request)
    if said:
        told = "".join(f"<li>{escape(line.strip())}</li>" for line in said)
        head = WHOLE[request.language]
        body += f'\n<section id="whole"><h2>{head}</h2><ul>{told}</ul></section>'
    unread = ""
    if errors:
        items = "".join(
            f"<li><b>{escape(str(path))}</b>：{escape(error.message(request.language))}</li>"
            for path, error in errors
        )
        unread = f"<h2>{words['unread']}</h2><ul>{items}</ul>"
    switches = "".join(
        f'<label><input type="checkbox" value="{severity.value}" checked> '
        f"{severity.label(request.language)}</label>"
        for severity in Severity
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{"en" if request.language == "en" else "zh-CN"}">\n<head>\n'
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n'
        f"<title>{words['title']}</title>\n<style>{CSS}</style>\n</head>\n<body>\n<main>\n"
        f'<h1>{words["title"]}</h1>\n<div class="switch">{words["show"]}　{switches}</div>\n'
        f"{body}\n{unread}\n</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n"
    )


def _report(report: Report, number: int, request: Request) -> str:
    words = WORDS[request.language]
    d = report.disclosure
    cards = "".join(
        f'<li class="{severity.value}"><b>{report.count(severity)}</b>'
        f"{severity.label(request.language)}</li>"
        for severity in Severity
    )
    file = report.file
    title = report.masked(d.title or d.issuer or "") or file
    parts = [f"<header><h1>{escape(title)}</h1><p>{escape(file)}</p>"]
    parts.append(f'<ul class="cards">{cards}</ul></header>')
    if not report.findings:
        parts.append(f"<p>{words['none']}</p>")
    numbers = {id(finding): n for n, finding in enumerate(report.findings, 1)}
    *of_tables, whole = report.by_table
    parts.append(_contents(report, number, request))
    tables = [b for b in form_blocks(d) if isinstance(b, FormTable) and b.target is not None]
    for n, (table, findings) in enumerate(zip(tables, of_tables, strict=True), 1):
        parts.append(f'<section id="p{number}-{n}">')
        parts.append(_project(report, table, findings, number, numbers, request) + "</section>")
    for n, (form, findings) in enumerate(report.by_form, len(tables) + 1):
        items = "".join(_item(f, number, numbers, request) for f in findings)
        parts.append(f'<section id="p{number}-{n}"><h2>{escape(form)}</h2>')
        parts.append(f'<ol class="findings">{items}</ol></section>')
    if whole:
        items = "".join(_item(f, number, numbers, request) for f in whole)
        head = f'<h2 id="p{number}-0">{words["whole"]}</h2>'
        parts.append(f'{head}<ol class="findings">{items}</ol>')
    if d.notices:
        items = "".join(
            f"<li>{escape(notice_text(report, n, request.language))}</li>" for n in d.notices
        )
        parts.append(f"<h2>{words['notices']}</h2><ul>{items}</ul>")
    parts.append(_outcomes(report, request))
    return "\n".join(parts)


def _contents(report: Report, number: int, request: Request) -> str:
    """Links to the projects, each with the number of its findings."""
    *of_tables, whole = report.by_table
    items = []
    for n, (target, findings) in enumerate(
        zip(report.disclosure.targets, of_tables, strict=True), 1
    ):
        count = len(findings)
        title = escape(report.masked(target.title))
        items.append(f'<li><a href="#p{number}-{n}">{title}</a> <b>{count or ""}</b></li>')
    for n, (form, findings) in enumerate(report.by_form, len(items) + 1):
        items.append(
            f'<li><a href="#p{number}-{n}">{escape(form)}</a> <b>{len(findings) or ""}</b></li>'
        )
    if whole:
        title = WORDS[request.language]["whole"]
        items.append(f'<li><a href="#p{number}-0">{title}</a> <b>{len(whole)}</b></li>')
    return f"<nav><ol>{''.join(items)}</ol></nav>"


def _project(
    report: Report,
    table: FormTable,
    findings: list[Finding],
    number: int,
    numbers: dict[int, int],
    request: Request,
) -> str:
    placed = Placed(table, [*findings, *report.by_table[-1]])

    def inside(cell: FormCell) -> tuple[str, str]:
        text = escape(report.masked(cell.text)).replace("\n", "<br>")
        here = placed.at(cell)
        if not here:
            return text, ""
        links = " ".join(
            f'<a href="#f{number}-{numbers[id(f)]}">{numbers[id(f)]}</a>' for f in here
        )
        return f"{text} <sup>{links}</sup>", f" has {here[0].severity.value}"

    title = table.target.title if table.target is not None else ""
    items = "".join(_item(finding, number, numbers, request) for finding in findings)
    return (
        f"<h2>{escape(report.masked(title))}</h2>\n"
        f'<div class="project"><div class="sheet">{table_html(table, inside)}</div>'
        f'<ol class="findings">{items}</ol></div>'
    )


def _item(finding: Finding, number: int, numbers: dict[int, int], request: Request) -> str:
    language = request.language
    words = WORDS[language]
    severity = finding.severity
    n = numbers[id(finding)]
    looks = severity.value if finding.counts else f"{severity.value} waived"
    parts = [
        f'<li class="{looks}" id="f{number}-{n}"><span class="tag">{n}. '
        f"[{severity.label(language)}] {finding.rule.code} "
        f"{escape(finding.rule.title.text(language))}</span><br>"
        f"{escape(finding.message(language))}"
    ]
    if finding.quote:
        parts.append(f'<p class="more"><span class="quote">{_marked(finding)}</span></p>')
    for word, text in (
        ("working", finding.working(language)),
        ("suggestion", finding.suggestion(language)),
        ("place", finding.at.describe(language) if finding.at is not None else None),
        ("basis", citations(finding.rule, language)),
        ("waiver", finding.waiver.told(language) if finding.waiver is not None else None),
        ("profile", adjusted(finding, language)),
    ):
        if text:
            parts.append(f'<p class="more">{words[word]}：{escape(text)}</p>')
    return "".join(parts) + "</li>"


def _marked(finding: Finding) -> str:
    """The quotation around the words meant, and those marked."""
    quote = excerpt(finding)
    meant = f"<mark>{escape(quote.meant)}</mark>" if quote.meant else ""
    return f"{escape(quote.before)}{meant}{escape(quote.after)}"


def _outcomes(report: Report, request: Request) -> str:
    words = WORDS[request.language]
    rows = []
    by_rule: dict[str, list[str]] = {}
    reasons: dict[str, dict[str, None]] = {}
    titles: dict[str, str] = {}
    for result in report.results:
        code = result.rule.code
        titles[code] = result.rule.title.text(request.language)
        by_rule.setdefault(code, []).append(result.outcome.value)
        if result.reason is not None:
            reasons.setdefault(code, {})[result.reason.text(request.language)] = None
    for code, outcomes in by_rule.items():
        counts = "".join(f"<td>{outcomes.count(o.value) or ''}</td>" for o in Outcome)
        told = escape("；".join(reasons.get(code, ())))
        rows.append(f"<tr><td>{code} {escape(titles[code])}</td>{counts}<td>{told}</td></tr>")
    heads = "".join(f"<th>{words[o.value]}</th>" for o in Outcome)
    return (
        f"<details><summary>{words['outcomes']}</summary><table><tr><th>{words['rule']}</th>{heads}"
        f"<th>{words['reason']}</th></tr>{''.join(rows)}</table></details>"
    )
