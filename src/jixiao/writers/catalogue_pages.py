"""What the catalogue (规则目录) prints of rules, provisions, parameters and profiles, as HTML."""

from __future__ import annotations

from collections import defaultdict
from html import escape

from jixiao.model.finding import Severity
from jixiao.regulations.parameter import Parameter, parameters
from jixiao.regulations.profile import LEVELS, Profile, profile_names, shipped_profile
from jixiao.regulations.regulation import (
    Instrument,
    Mark,
    Provision,
    UnknownProvisionError,
    instruments,
    provision,
    provisions,
)
from jixiao.rules.catalogue import catalogue
from jixiao.rules.rule import Rule
from jixiao.writers.markdown_html import pair

FAMILIES = {
    "STR": ("表格结构", "structure"),
    "AMT": ("资金", "money"),
    "IND": ("指标", "indicators"),
    "VAL": ("指标值", "values"),
    "NAR": ("目标叙述", "narrative"),
    "COP": ("照搬", "copying"),
    "DOC": ("文字", "wording"),
    "SEC": ("公开与保密", "disclosure and secrecy"),
    "LIF": ("全过程", "life cycle"),
    "WVR": ("豁免", "waivers"),
    "SCO": ("自评", "self-evaluation"),
    "MON": ("监控", "monitoring"),
    "CHN": ("项目链", "chains"),
}
SUBJECTS_EN = {
    "PerformanceTarget": "each table",
    "Disclosure": "the publication as a whole",
    "ScoreSheet": "each self-evaluation",
    "MonitoringForm": "each monitoring form",
    "Chain": "the documents of a project",
    "Waivers": "the list of waivers",
}
MARKS = {
    Mark.VERIFIED: ("原文已核", "checked against the text"),
    Mark.LOCAL: ("地方规定或地方公开表样，非全国性规定", "local rule or form, not national law"),
    Mark.SECONDARY: ("据二手资料，未读原文", "from a secondary source, text not read"),
    Mark.PRACTICE: ("系统实践，非规范性文件", "platform practice, not a regulation"),
    Mark.RECALLED: ("据记忆，未核对原文", "from memory, not checked against the text"),
    Mark.HOUSE: ("本系统设定，非规范性文件", "house setting, not a regulation"),
}


def both(zh: str, en: str, tag: str = "span") -> str:
    """Plain text in both languages."""
    return pair(escape(zh, quote=False), escape(en, quote=False), tag)


def rule_address(rule: Rule) -> str:
    """The address of a rule's page from the root of the site."""
    return f"rules/{rule.code}-{rule.name}.html"


def provision_address(held: Provision) -> str:
    """The address of a provision from the root of the site."""
    return f"regulations/{held.instrument.id}.html#{held.key.partition('#')[2]}"


def severity_tag(severity: Severity) -> str:
    """The severity in words, with a colour of its own."""
    said = both(severity.label("zh"), severity.label("en"))
    return f'<span class="tag {severity.value}">{said}</span>'


def years(first: int | None, last: int | None) -> str:
    """``2020–2024``, ``2020–`` or a dash for all years."""
    if not first and not last:
        return "—"
    return str(first) if first == last else f"{first or ''}–{last or ''}"


def rules_index() -> str:
    """All rules by family."""
    by_family: defaultdict[str, list[Rule]] = defaultdict(list)
    for rule in catalogue():
        by_family[rule.code[:3]].append(rule)
    counts = [(s, sum(r.severity is s for r in catalogue())) for s in Severity]
    told = "".join(f"<li>{severity_tag(s)} <b>{n}</b></li>" for s, n in counts)
    parts = [
        both(
            f"共{len(catalogue())}条规则。每条一页，页上的例子就是它的测试。",
            f"{len(catalogue())} rules, a page each; the examples on a page are its tests.",
            "p",
        ),
        f'<ul class="counts">{told}</ul>',
    ]
    for family, rules in by_family.items():
        rows = [
            [
                f'<a href="{rule_address(r).partition("/")[2]}">{r.code}</a>',
                both(r.title.zh, r.title.en),
                severity_tag(r.severity),
                both(r.subject.zh, SUBJECTS_EN[r.subject.value]),
                escape(r.since),
            ]
            for r in rules
        ]
        parts.append(f'<h2 id="{family}">{family} {both(*FAMILIES[family])}</h2>')
        parts.append(
            table(
                [
                    ("代码", "code"),
                    ("名称", "name"),
                    ("严重程度", "severity"),
                    ("对象", "about"),
                    ("起始版本", "since"),
                ],
                rows,
            )
        )
    return "\n".join(parts)


def rule_facts(rule: Rule) -> str:
    """What is known of a rule beside its page: severity, version, subject, basis, profiles."""
    cited = "".join(
        f'<li><a href="../{provision_address(held)}">'
        f"{both(held.citation('zh'), held.citation('en'))}</a></li>"
        for held in map(provision, rule.basis)
    )
    return (
        '<dl class="facts">'
        f"<div><dt>{both('严重程度', 'severity')}</dt><dd>{severity_tag(rule.severity)}</dd></div>"
        f"<div><dt>{both('起始版本', 'since')}</dt><dd>{escape(rule.since)}</dd></div>"
        f"<div><dt>{both('对象', 'about')}</dt>"
        f"<dd>{both(rule.subject.zh, SUBJECTS_EN[rule.subject.value])}</dd></div>"
        f"<div><dt>{both('依据', 'basis')}</dt><dd><ul>{cited}</ul></dd></div></dl>"
    )


def rule_profiles(rule: Rule) -> str:
    """In which profiles and years the rule holds, and how."""
    rows = []
    for held in map(shipped_profile, profile_names()):
        adjustment = held.by_code.get(rule.code)
        if adjustment is None:
            said, why = both("适用", "holds") + " " + severity_tag(rule.severity), ""
        elif adjustment.holds:
            grave = Severity(adjustment.severity or rule.severity.value)
            said = both("适用", "holds") + " " + severity_tag(grave)
            why = both(adjustment.reason_zh, adjustment.reason_en)
        else:
            said = both("不适用", "does not hold")
            why = both(adjustment.reason_zh, adjustment.reason_en)
        link = (
            f'<a href="../profiles/index.html#{held.name}">{both(held.title_zh, held.title_en)}</a>'
        )
        rows.append([link, years(held.from_year, held.to_year), said, why])
    head = [
        ("口径", "profile"),
        ("年度", "fiscal years"),
        ("是否适用", "holds"),
        ("理由", "reason"),
    ]
    title = both("适用的口径和年度", "Profiles and years in which it holds")
    return f'<h2 id="profiles">{title}</h2>' + table(head, rows)


def instruments_index() -> str:
    """Every instrument with its number, date and issuer."""
    held: defaultdict[str, int] = defaultdict(int)
    for one in provisions():
        held[one.instrument.id] += 1
    rows = [
        [
            f'<a href="{one.id}.html">{both(one.name("zh"), one.name("en"))}</a>',
            escape(one.issuer_zh) or "—",
            one.dated or "—",
            _force(one),
            str(held[one.id]),
        ]
        for one in instruments()
    ]
    head = [
        ("文件", "instrument"),
        ("发布机关", "issuer"),
        ("日期", "date"),
        ("施行", "in force"),
        ("条款数", "provisions"),
    ]
    told = both(
        "条款内容是本程序自己的概述，不是原文；标注说明核对到什么程度。没有日期的，是资料中没有载明。",
        "What a provision says is told in our own words; its mark tells how far it was checked. "
        "A date that is missing is stated by no source read.",
        "p",
    )
    return told + table(head, rows)


def instrument_page(one: Instrument, citing: dict[str, list[Rule]]) -> str:
    """An instrument: its dates, and each provision with the rules and parameters it carries."""
    facts = [
        (("文号", "number"), escape(one.number) or "—"),
        (("发布机关", "issuer"), escape(one.issuer_zh) or "—"),
        (("日期", "date"), one.dated or "—"),
        (("施行", "in force"), _force(one)),
    ]
    parts = ['<dl class="facts">']
    parts += [f"<div><dt>{both(*name)}</dt><dd>{value}</dd></div>" for name, value in facts]
    parts.append("</dl>")
    for held in provisions():
        if held.instrument.id != one.id:
            continue
        parts.append(
            f'<section><h2 id="{held.key.partition("#")[2]}">'
            f"{both(held.label_zh, held.label_en)}</h2>"
            + both(held.gist_zh, held.gist_en, "p")
            + f'<p class="soft">{both(*MARKS[held.mark])} · <code>{escape(held.key)}</code></p>'
        )
        rules = citing.get(held.key, [])
        if rules:
            items = "".join(
                f'<li><a href="../{rule_address(r)}">{r.code}</a> '
                f"{both(r.title.zh, r.title.en)}</li>"
                for r in rules
            )
            parts.append(f"<h3>{both('引用它的规则', 'rules that cite it')}</h3><ul>{items}</ul>")
        values = sorted({p.name for p in parameters() if p.source == held.key})
        if values:
            items = "".join(
                f'<li><a href="../parameters/index.html#{name}"><code>{name}</code></a></li>'
                for name in values
            )
            parts.append(f"<h3>{both('据它的参数', 'parameters from it')}</h3><ul>{items}</ul>")
        parts.append("</section>")
    return "\n".join(parts)


def parameters_page() -> str:
    """Every parameter by name: its values by place and year, each with its source."""
    by_name: defaultdict[str, list[Parameter]] = defaultdict(list)
    for one in parameters():
        by_name[one.name].append(one)
    parts = []
    for name in sorted(by_name):
        rows = [
            [
                _value(p.value),
                escape(p.unit),
                years(p.from_year, p.to_year),
                escape(p.place) or "—",
                _source(p.source),
                both(p.note_zh, p.note_en),
            ]
            for p in by_name[name]
        ]
        head = [
            ("值", "value"),
            ("单位", "unit"),
            ("年度", "fiscal years"),
            ("地区", "place"),
            ("来源", "source"),
            ("说明", "note"),
        ]
        parts.append(f'<h2 id="{name}"><code>{name}</code></h2>' + table(head, rows))
    return "\n".join(parts)


def profiles_page() -> str:
    """Every profile: place, years, what it extends, and the rules it changes."""
    return "\n".join(_profile(shipped_profile(name)) for name in profile_names())


def _profile(held: Profile) -> str:
    level = LEVELS[held.level]
    chain = " ← ".join(f'<a href="#{name}">{name}</a>' for name in held.chain) or "—"
    facts = [
        (("名称", "name"), f"<code>{held.name}</code>"),
        (("级次", "level"), both(*level)),
        (("地区", "place"), escape(held.place) or "—"),
        (("年度", "fiscal years"), years(held.from_year, held.to_year)),
        (("继承", "extends"), chain),
        (("依据", "basis"), _source(held.source)),
    ]
    rows = [
        [
            _rule_link(a.code),
            both("适用", "holds") if a.holds else both("不适用", "does not hold"),
            both(a.reason_zh, a.reason_en),
            _source(a.source),
        ]
        for a in held.adjustments
    ]
    changed = ""
    if rows:
        head = [("规则", "rule"), ("调整", "change"), ("理由", "reason"), ("依据", "basis")]
        changed = table(head, rows)
    said = "".join(f"<div><dt>{both(*name)}</dt><dd>{value}</dd></div>" for name, value in facts)
    return (
        f'<section><h2 id="{held.name}">{both(held.title_zh, held.title_en)}</h2>'
        f'<dl class="facts">{said}</dl>{both(held.note_zh, held.note_en, "p")}{changed}</section>'
    )


def table(head: list[tuple[str, str]], rows: list[list[str]]) -> str:
    """A table whose cells are HTML."""
    top = "".join(f'<th scope="col">{both(*name)}</th>' for name in head)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return (
        '<div class="scroll" tabindex="0" role="region" aria-label="表格 · table">'
        f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _rule_link(code: str) -> str:
    for rule in catalogue():
        if rule.code == code:
            return (
                f'<a href="../{rule_address(rule)}">{code}</a> {both(rule.title.zh, rule.title.en)}'
            )
    return escape(code)


def _source(key: str) -> str:
    try:
        held = provision(key)
    except UnknownProvisionError:
        return escape(key)
    said = both(held.citation("zh"), held.citation("en"))
    return f'<a href="../{provision_address(held)}">{said}</a>'


def _force(one: Instrument) -> str:
    if not one.in_force_from and not one.in_force_to:
        return "—"
    return f"{one.in_force_from}–{one.in_force_to}"


def _value(value: object) -> str:
    if isinstance(value, (list, tuple)):
        if not value:
            return "—"
        return f"<ul>{''.join(f'<li>{escape(_plain(one))}</li>' for one in value)}</ul>"
    return escape(_plain(value))


def _plain(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return "，".join(map(_plain, value))
    if isinstance(value, dict):
        return "，".join(f"{key}：{_plain(one)}" for key, one in value.items())
    return str(value)
