"""The monitoring of a year's projects as one HTML file: lights, pace, charts, the official forms.

No network and no script is needed. Beside each light stands its word; Chinese leads, English
follows. Printed on A4 it reads the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from html import escape

from jixiao.model.finding import Message
from jixiao.model.monitoring import Light, Monitored, MonitoringSheet, Possibility
from jixiao.writers.form_html import blocks_html
from jixiao.writers.form_layout import digits
from jixiao.writers.form_text import writable
from jixiao.writers.monitoring_chart import HATCH, chart, description, target_number
from jixiao.writers.monitoring_layout import (
    interval,
    monitoring_blocks,
    months_text,
    rounded,
)
from jixiao.writers.self_evaluation_layout import percentage, target_text

SANS = '"Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif'
SERIF = '"仿宋_GB2312","仿宋",FangSong,STFangsong,"Noto Serif CJK SC",serif'
CSS = f"""
*{{box-sizing:border-box}}
body{{font:15px/1.55 {SANS};margin:0;color:#1b1b1b;background:#f4f5f7;
-webkit-print-color-adjust:exact;print-color-adjust:exact}}
main{{max-width:1180px;margin:0 auto;padding:1rem}}
h1{{font-size:1.5rem;margin:.4rem 0}}h2{{font-size:1.2rem;margin:0 0 .3rem}}
[lang=en]{{color:#555;font-size:.84em;font-weight:normal}}
section{{background:#fff;border-radius:4px;padding:1rem;margin:1rem 0}}
.scroll{{overflow-x:auto}}
.list{{border-collapse:collapse;width:calc(100% - 2px);font-size:.88rem}}
.list th,.list td{{border:1px solid #b9c0c9;padding:.3em .5em;text-align:left;vertical-align:top;
overflow-wrap:anywhere}}
.list th{{background:#e8ecf2}}
.list td[rowspan]{{min-width:9em}}.list .figure{{text-align:right;white-space:nowrap}}
.light{{white-space:nowrap;font-weight:bold}}
.light svg{{width:1.05em;height:1.05em;vertical-align:-.16em;margin-right:.25em}}
.said td{{background:#fafbfc;font-size:.95em}}
.lights .light{{margin-right:.9em}}
.must{{font-weight:bold;text-decoration:underline}}
.charts{{display:grid;grid-template-columns:repeat(auto-fill,minmax(340px,1fr));gap:1rem;
margin:1rem 0 0}}
figure{{margin:0;break-inside:avoid;border:1px solid #d5dae1;padding:.5rem;border-radius:4px}}
figure>svg{{width:100%;height:auto;display:block}}figcaption{{font-size:.8rem}}
figure text{{font:10px {SANS};fill:#333}}figure text.missing{{font-weight:bold;fill:#111}}
.axis{{fill:none;stroke:#666}}.target{{fill:none;stroke:#222;stroke-width:1.3;stroke-dasharray:9 4}}
.done{{fill:none;stroke:#0b4f8a;stroke-width:2}}.dots{{fill:#0b4f8a}}
.fan{{fill:url(#hatch)}}
.expected{{fill:none;stroke:#0b4f8a;stroke-dasharray:1.5 3;stroke-width:1.6}}
.bar{{fill:none;stroke:#0b4f8a;stroke-width:1.6}}
.key svg{{width:34px;height:12px;vertical-align:middle;margin:0 .3em 0 .8em}}
.form{{font-family:{SERIF}}}
.form table{{border-collapse:collapse;table-layout:fixed;width:100%;min-width:257mm}}
.form td{{border:.5pt solid #111;padding:2pt 4pt;font-size:9pt;line-height:12.5pt;
overflow-wrap:anywhere;white-space:pre-wrap;vertical-align:middle}}
.form .table-title,.form .year{{border:0}}
.form .table-title,.form .year,.form .label,.form .centred,.form .points{{text-align:center}}
.form .table-title{{font-size:15pt;line-height:22pt;font-weight:bold}}
.form .amount{{text-align:right}}.form p.note{{font-size:10.5pt;margin:3pt 0}}
@page{{size:A4;margin:15mm}}@page turned{{size:A4 landscape;margin:12mm 20mm}}
@media print{{body{{background:#fff;font-size:10pt}}main{{max-width:none;padding:0}}
section{{padding:0;margin:0 0 8mm}}.project{{break-before:page}}
.charts{{grid-template-columns:1fr 1fr;gap:4mm}}.scroll{{overflow:visible}}
.list tr{{break-inside:avoid}}.said{{break-before:avoid}}.form{{page:turned;break-before:page}}
.form table{{min-width:0}}a{{color:inherit;text-decoration:none}}}}
"""
# What each light looks like without its colour, and its English word.
SHAPES = {
    Light.RED: ('<rect x="2" y="2" width="12" height="12" fill="#c62828"/>', "red"),
    Light.YELLOW: ('<path d="M8 1.5L15 14H1Z" fill="#d99a00"/>', "yellow"),
    Light.GREEN: ('<circle cx="8" cy="8" r="6.5" fill="#2e7d32"/>', "green"),
    Light.BLUE: ('<path d="M8 .5L15.5 8L8 15.5L.5 8Z" fill="#1565c0"/>', "blue"),
}
NO_SHAPE = '<circle cx="8" cy="8" r="6" fill="none" stroke="#555" stroke-dasharray="2.5 2"/>'
CHANCES = {
    Possibility.CERTAIN: "certain",
    Possibility.POSSIBLE: "possible",
    Possibility.IMPOSSIBLE: "not possible",
}
KEY = (
    '<p class="key"><b>图例</b> <span lang="en">key</span>'
    '<svg viewBox="0 0 34 12"><path class="done" d="M1 6H33"/><circle class="dots" cx="17" cy="6"'
    ' r="2.6"/></svg>实际 <span lang="en">actual</span>'
    '<svg viewBox="0 0 34 12"><path class="target" d="M1 6H33"/></svg>目标'
    ' <span lang="en">target</span>'
    '<svg viewBox="0 0 34 12"><rect class="fan" width="34" height="12"/><path class="expected"'
    ' d="M1 6H33"/></svg>全年预计及区间 <span lang="en">forecast and interval</span>　'
    '<b>缺</b> 该月无数据 <span lang="en">no data for the month</span></p>'
)


def render(sheets: Sequence[MonitoringSheet]) -> bytes:
    """The bytes of the page."""
    title = "项目支出绩效运行监控"
    periods = dict.fromkeys(f"{s.fiscal_year}年{months_text(s.month)}" for s in sheets)
    body = [f"<h1>{title} {_en('Monitoring of projects')}</h1>"]
    body.append(f"<p>{'、'.join(periods)}</p>")
    body += [f"<p><b>{_text(note)}</b></p>" for note in dict.fromkeys(s.note for s in sheets)]
    body.append(_overview(sheets))
    body.append(KEY + HATCH)
    body += [_project(number, sheet) for number, sheet in enumerate(sheets, 1)]
    body += [
        f'<section class="form scroll">{blocks_html(monitoring_blocks([sheet]))}</section>'
        for sheet in sheets
    ]
    content = "\n".join(part for part in body if part != "<p><b></b></p>")
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{title}</title>\n<style>{CSS}</style>\n</head>\n<body>\n<main>\n{content}\n"
        "</main>\n</body>\n</html>\n"
    ).encode()


def _text(text: str) -> str:
    return escape(writable(text), quote=False).replace("\n", "<br>")


def _en(text: str) -> str:
    return f'<span lang="en">{_text(text)}</span>'


def _both(message: Message) -> str:
    return f"{_text(message.zh)}　{_en(message.en)}"


def _light(light: Light | None, count: int | None = None) -> str:
    """The light's shape and its word."""
    shape, english = SHAPES[light] if light is not None else (NO_SHAPE, "no light")
    word = light.zh if light is not None else "无法判断"
    number = "" if count is None else f" {count}"
    return (
        f'<span class="light"><svg viewBox="0 0 16 16" aria-hidden="true">{shape}</svg>'
        f"{word} {_en(english)}{number}</span>"
    )


def _heads(*words: tuple[str, str]) -> str:
    cells = "".join(f"<th>{zh} {_en(en)}</th>" for zh, en in words)
    return f"<thead><tr>{cells}</tr></thead>"


def _overview(sheets: Sequence[MonitoringSheet]) -> str:
    """A row a project: the spending's light and pace, how many indicators have which light."""
    rows = []
    for number, sheet in enumerate(sheets, 1):
        counts = Counter(row.light for row in sheet.rows)
        lights = "".join(_light(light, counts[light]) for light in (*Light, None) if counts[light])
        rows.append(
            f'<tr><td class="figure">{number}</td>'
            f'<td><a href="#p{number}">{_text(sheet.title)}</a></td>'
            f"<td>{_light(sheet.spending.light)}</td>"
            f'<td class="figure">{_pace(sheet.spending.pace)}</td>'
            f'<td class="lights">{lights}</td>'
            f'<td class="figure">{_open_reasons(sheet)}</td></tr>'
        )
    heads = _heads(
        ("序号", "No."),
        ("项目", "project"),
        ("支出", "spending"),
        ("支出进度", "pace"),
        ("指标", "indicators"),
        ("原因待填", "reasons wanted"),
    )
    return (
        f'<section class="scroll"><h2>总览 {_en("Overview")}</h2><table class="list">{heads}'
        f"<tbody>{''.join(rows)}</tbody></table></section>"
    )


def _open_reasons(sheet: MonitoringSheet) -> int:
    return sum(_wants_reason(row) for row in (sheet.spending, *sheet.rows))


def _wants_reason(row: Monitored) -> bool:
    return row.needs_reason and not row.reason.strip()


def _pace(pace: Decimal | None) -> str:
    return "" if pace is None else percentage(Decimal(rounded(pace)))


def _project(number: int, sheet: MonitoringSheet) -> str:
    parts = [
        f'<section class="project" id="p{number}"><h2>{number}. {_text(sheet.title)}</h2>',
        f"<p>{_text(sheet.department)}　{_text(sheet.implementing_unit)}</p>",
        _spending(sheet),
        f'<div class="scroll">{_indicators(sheet)}</div>',
        f'<div class="charts">{"".join(_figures(sheet))}</div></section>',
    ]
    return "\n".join(parts)


def _spending(sheet: MonitoringSheet) -> str:
    """The spending against the pace, in words."""
    spending = sheet.spending
    whole = sheet.funds[0] if sheet.funds else None
    words = [_light(spending.light)]
    if whole is not None and whole.budget is not None:
        words.append(f"预算 {_en('budget')} {digits(whole.budget)}{sheet.unit.value}")
    paid = digits(whole.paid) + sheet.unit.value if whole and whole.paid is not None else ""
    words.append(
        f"{months_text(sheet.month)}执行 {_en('paid')} {paid or _text(spending.actual.text)}"
    )
    if whole is not None and whole.rate is not None:
        words.append(f"执行率 {_en('execution')} {percentage(whole.rate)}")
    if spending.pace is not None:
        words.append(f"进度 {_en('pace')} {_pace(spending.pace)}")
    words += [part for part in (_forecast(spending),) if part]
    return f"<p>{'　'.join(words)}</p><p>{_said(spending)}</p>"


def _forecast(row: Monitored) -> str:
    if row.forecast is None:
        return ""
    value = f"{rounded(row.forecast.value)}{_text(row.actual.unit or '')}"
    return f"全年预计 {_en('expected')} {value}（{interval(row.forecast)}）"


def _said(row: Monitored) -> str:
    """The working, the reason stated or that one is wanted."""
    parts = [_both(row.working)]
    if row.forecast is not None and row.forecast.working.zh not in row.working.zh:
        parts.append(f"预计方法 {_en('forecast')}：{_both(row.forecast.working)}")
    if row.causes:
        parts.append(_text(f"偏差原因：{'、'.join(cause.value for cause in row.causes)}"))
    if row.reason.strip():
        parts.append(f"说明 {_en('reason')}：{_text(row.reason)}")
    elif row.needs_reason:
        english = _en("reasons and measures wanted")
        parts.append(f'<span class="must">须说明偏差原因和改进措施</span> {english}')
    return "<br>".join(parts)


def _indicators(sheet: MonitoringSheet) -> str:
    heads = _heads(
        ("指标", "indicator"),
        ("灯", "light"),
        ("年度指标值", "target"),
        (f"{months_text(sheet.month)}执行", "actual"),
        ("进度", "pace"),
        ("全年预计", "expected"),
        ("可能性", "chance"),
    )
    rows = []
    for row in sheet.rows:
        if row.indicator is None:
            continue
        expected = ""
        if row.forecast is not None:
            expected = f"{rounded(row.forecast.value)}{_text(row.actual.unit or '')}"
            expected += f"<br>（{interval(row.forecast)}）"
        chance = row.possibility
        likely = f"{chance.value} {_en(CHANCES[chance])}" if chance is not None else ""
        rows.append(
            f'<tr><td rowspan="2">{_text(row.indicator.name)}<br>'
            f"<small>{_text(row.indicator.level2)}</small>"
            f"</td><td>{_light(row.light)}</td><td>{_text(target_text(row.indicator.value))}</td>"
            f'<td>{_text(row.actual.text)}</td><td class="figure">{_pace(row.pace)}</td>'
            f"<td>{expected}</td><td>{likely}</td></tr>"
            f'<tr class="said"><td colspan="6">{_said(row)}</td></tr>'
        )
    return f'<table class="list">{heads}<tbody>{"".join(rows)}</tbody></table>'


def _figures(sheet: MonitoringSheet) -> Iterator[str]:
    budget = sheet.funds[0].budget if sheet.funds else None
    for row in (sheet.spending, *sheet.rows):
        is_spending = row.indicator is None
        name = "支出" if row.indicator is None else row.indicator.name
        target = budget if is_spending else target_number(row)
        drawn = chart(row, target, name)
        if drawn:
            english = f" {_en('spending')}" if is_spending else ""
            told = description(row, target, name)
            figures = _text(told.partition("：")[2])
            yield (
                f"<figure>{drawn}<figcaption><b>{_text(name)}</b>{english} {_light(row.light)}<br>"
                f"{figures}</figcaption></figure>"
            )
