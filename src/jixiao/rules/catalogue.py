"""The catalogue of rules: found by walking the folders, nothing to register."""

from __future__ import annotations

import os
from functools import lru_cache
from importlib import import_module

from jixiao.model.exceptions import UnusableRequest
from jixiao.rules.rule import Rule

FAMILIES = (
    "structure",
    "money",
    "indicators",
    "values",
    "narrative",
    "copying",
    "wording",
    "disclosure",
    "waivers",
)


@lru_cache(maxsize=1)
def catalogue() -> tuple[Rule, ...]:
    """Every rule, in the order of families and of codes within each."""
    here = os.path.dirname(__file__)
    rules: list[Rule] = []
    for family in FAMILIES:
        found: list[Rule] = []
        for entry in os.listdir(os.path.join(here, family)):
            if entry.endswith(".py") and entry != "__init__.py":
                module = import_module(f"jixiao.rules.{family}.{entry[:-3]}")
                found += [v for v in vars(module).values() if isinstance(v, Rule)]
        rules += sorted(found, key=lambda r: r.code)
    return tuple(rules)


def rule_named(code_or_name: str) -> Rule:
    """The rule with this code (AMT02, amt-02) or name. Raises :class:`UnusableRequest`."""
    wanted = code_or_name.strip()
    code = wanted.upper().replace("-", "")
    for rule in catalogue():
        if rule.code == code or rule.name == wanted.lower():
            return rule
    raise UnusableRequest(
        f"没有“{code_or_name}”这条规则。用 jixiao rules 查看全部规则。",
        f"there is no rule “{code_or_name}”; jixiao rules lists them all",
    )


def selected(select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> tuple[Rule, ...]:
    """The rules whose code or name starts with one of ``select`` (all when empty), less ``ignore``.

    A family's letters select the family (``VAL``). A word that names nothing is an error.
    """
    for word in (*select, *ignore):
        if not any(_names(word, rule) for rule in catalogue()):
            rule_named(word)
    return tuple(
        rule
        for rule in catalogue()
        if (not select or any(_names(w, rule) for w in select))
        and not any(_names(w, rule) for w in ignore)
    )


def _names(word: str, rule: Rule) -> bool:
    code = word.strip().upper().replace("-", "")
    return rule.code.startswith(code) or rule.name == word.strip().lower()
