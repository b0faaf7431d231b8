"""The catalogue of rules, as a table or JSON."""

from __future__ import annotations

from jixiao.regulations.regulation import provision
from jixiao.rules.rule import Rule
from jixiao.writers.basis import basis_json
from jixiao.writers.record_json import dumps


def catalogue_table(rules: tuple[Rule, ...], language: str = "zh") -> str:
    """A line a rule: code, severity, title, name."""
    lines = [
        f"{rule.code}  [{rule.severity.label(language)}]  {rule.title.text(language)}  {rule.name}"
        for rule in rules
    ]
    told = f"{len(rules)} rules" if language == "en" else f"共 {len(rules)} 条规则"
    return "\n".join([*lines, told])


def catalogue_json(rules: tuple[Rule, ...], language: str = "zh") -> str:
    """An array of rules with severity, subject, basis and messages in both languages."""
    return dumps(
        [
            {
                "rule": rule.code,
                "name": rule.name,
                "title": rule.title.zh,
                "title_en": rule.title.en,
                "severity": rule.severity.value,
                "subject": rule.subject.value,
                "message": rule.message.zh,
                "message_en": rule.message.en,
                "basis": basis_json(rule),
                "since": rule.since,
            }
            for rule in rules
        ]
    )


def english_head(rule: Rule) -> str:
    """What an English reader needs above a page that is mostly Chinese."""
    lines = [f"{rule.code} {rule.name}: {rule.title.en} ({rule.severity.value})", ""]
    lines.append(f"Finding: {rule.message.en}")
    if rule.suggestion is not None:
        lines.append(f"Suggestion: {rule.suggestion.en}")
    lines += [f"Basis: {provision(key).citation('en')}" for key in rule.basis]
    return "\n".join([*lines, ""])
