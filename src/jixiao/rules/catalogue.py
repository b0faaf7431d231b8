"""The catalogue of rules: found by walking the folders, nothing to register."""

from __future__ import annotations

import os
from functools import lru_cache
from importlib import import_module

from jixiao.model.exceptions import UnusableRequest
from jixiao.rules.rule import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jixiao.model.disclosure import Disclosure

FAMILIES = (
    "structure",
    "money",
    "indicators",
    "values",
    "narrative",
    "copying",
    "wording",
    "disclosure",
    "lifecycle",
    "waivers",
)
# Families of rules on forms that few files hold: loaded when one does, or when they are asked for.
RESULT_FAMILIES = {"scoring": "SCO", "monitoring": "MON", "chains": "CHN"}


@lru_cache(maxsize=1)
def catalogue() -> tuple[Rule, ...]:
    """Every rule, in the order of families and of codes within each."""
    return (*rules_on_targets(), *(r for family in RESULT_FAMILIES for r in _rules_of((family,))))


@lru_cache(maxsize=1)
def rules_on_targets() -> tuple[Rule, ...]:
    """The rules on target tables and on publications as a whole."""
    return _rules_of(FAMILIES)


def rules_on_chains() -> tuple[Rule, ...]:
    """The rules on a document beside the one of its project before it."""
    return _rules_of(("chains",))


def rules_for(disclosure: Disclosure) -> tuple[Rule, ...]:
    """The rules on the forms that the file holds; those on forms it has not are not loaded.

    A file without target tables and without a list has results alone: the rules on targets have
    nothing to judge there, those on a publication as a whole have.
    """
    rules = rules_on_targets()
    if disclosure.evaluations:
        rules += _rules_of(("scoring",))
    if disclosure.monitoring:
        rules += _rules_of(("monitoring",))
    if disclosure.chains:
        rules += rules_on_chains()
    return rules


@lru_cache(maxsize=8)
def _rules_of(families: tuple[str, ...]) -> tuple[Rule, ...]:
    here = os.path.dirname(__file__)
    rules: list[Rule] = []
    for family in families:
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
    is_of_results = code[:3] in RESULT_FAMILIES.values()
    for rules in (catalogue,) if is_of_results else (rules_on_targets, catalogue):
        for rule in rules():
            if rule.code == code or rule.name == wanted.lower():
                return rule
    raise UnusableRequest(
        f"没有“{code_or_name}”这条规则。用 jixiao rules 查看全部规则。",
        f"there is no rule “{code_or_name}”; jixiao rules lists them all",
    )


def selected(
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    disclosure: Disclosure | None = None,
) -> tuple[Rule, ...]:
    """The rules whose code or name starts with one of ``select`` (all when empty), less ``ignore``.

    A family's letters select the family (``VAL``). A word that names nothing is an error. Of a
    ``disclosure`` only the rules on the forms that it holds.
    """
    for word in (*select, *ignore):
        if not any(_names(word, rule) for rule in rules_on_targets()) and not any(
            _names(word, rule) for rule in catalogue()
        ):
            rule_named(word)
    return tuple(
        rule
        for rule in (catalogue() if disclosure is None else rules_for(disclosure))
        if (not select or any(_names(w, rule) for w in select))
        and not any(_names(w, rule) for w in ignore)
    )


def _names(word: str, rule: Rule) -> bool:
    code = word.strip().upper().replace("-", "")
    return rule.code.startswith(code) or rule.name == word.strip().lower()
