"""What a rule rests on (依据): its provisions in one line, and as JSON."""

from __future__ import annotations

from jixiao.regulations.regulation import UnknownProvisionError, provision
from jixiao.rules.rule import Rule


def citations(rule: Rule, language: str) -> str:
    """The provisions in one line, each with its mark."""
    joint = "; " if language == "en" else "；"
    return joint.join(provision(key).citation(language) for key in rule.basis)


def citation_of(key: str, language: str) -> str:
    """The citation of a provision; a document that a place names for itself as it names it."""
    try:
        return provision(key).citation(language)
    except UnknownProvisionError:
        return key


def basis_json(rule: Rule) -> list[dict[str, str]]:
    """An object a provision, with its citation and its mark: verified, recalled, practice …"""
    return [
        {
            "provision": key,
            "citation": provision(key).citation("zh"),
            "citation_en": provision(key).citation("en"),
            "mark": provision(key).mark.value,
        }
        for key in rule.basis
    ]
