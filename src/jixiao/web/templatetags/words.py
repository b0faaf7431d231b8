"""Tags that put both languages side by side: ``{% say "送审" "Submit" %}``."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.functional import lazy
from django.utils.translation import get_language

from jixiao.model.money import plain

register = template.Library()
# Steps that give a case back, or keep it from going on.
_BACKWARD = frozenset({"return", "revise", "withdraw", "refuse", "suspend", "stop"})


def language() -> str:
    """``zh`` or ``en``: the language of the page being made."""
    return "en" if (get_language() or "").startswith("en") else "zh"


@register.simple_tag
def say(zh: Any, en: Any) -> Any:
    """The words in the page's language."""
    return en if language() == "en" else zh


said = lazy(say, str)  # for labels that are made before the language is known


@register.filter
def told(message: Any) -> str:
    """Anything with a text in both languages, in the page's: Message, Step, Role, Severity."""
    if message is None:
        return ""
    speak = getattr(message, "text", None) or getattr(message, "label", None)
    return str(speak(language())) if callable(speak) else str(message)


@register.filter
def done(event: Any, cycle: Any) -> str:
    """What an event did, by the words of the life cycle; its key where it was no step."""
    action = str(event.action).partition(".")[2]
    before = (event.before or {}).get("state", "")
    row = cycle.done_step(action, before) if cycle else None
    other = {
        "save": ("保存", "saved"),
        "detach": ("撤下佐证", "proof taken off"),
        "overlap": ("指出项目重复", "overlap stated"),
    }
    words = (row.zh, row.en) if row is not None else other.get(action, (event.action,) * 2)
    return str(words[language() == "en"])


@register.filter
def bare(number: Any) -> str:
    """A number without needless zeros; a dash where there is none."""
    return "—" if number is None else plain(number)


@register.filter
def onward(steps: Any) -> Any:
    """Of the steps a person may do, the first that brings the case on; None where none does."""
    return next((row for row in steps if row.action not in _BACKWARD), None)


@register.filter
def at(values: Any, key: Any) -> Any:
    """The value of a mapping under a key; empty where there is none."""
    return values.get(key, "") if hasattr(values, "get") else ""
