"""Amounts and numbers as a reader likes them: ``{{ amount|money }}`` 96 万元."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template

from jixiao.web.templatetags.words import language

register = template.Library()


@register.filter
def plain(number: Decimal | int | None, places: int | None = None) -> str:
    """A number with groups of three and no empty decimals; a dash where there is none."""
    if number is None:
        return "—"
    exact = Decimal(number)
    if places is not None:
        exact = round(exact, places)
    text = f"{exact:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.filter
def wan(yuan: Decimal | None) -> str:
    """元 as a number of 万元."""
    return plain(None if yuan is None else Decimal(yuan) / 10_000)


@register.filter
def money(yuan: Decimal | None) -> str:
    """元 as 万元, or as 亿元 where it is that much, with the unit."""
    if yuan is None:
        return "未填" if language() == "zh" else "not stated"
    exact, english = Decimal(yuan), language() == "en"
    if abs(exact) >= 100_000_000:
        return f"{plain(exact / 100_000_000, 4)} {'hundred million yuan' if english else '亿元'}"
    return f"{plain(exact / 10_000)} {'万元 (10,000 yuan)' if english else '万元'}"


@register.filter
def percent(part: Decimal | None) -> str:
    """A share as a percentage with one decimal."""
    return "—" if part is None else f"{plain(Decimal(part) * 100, 1)}%"


@register.filter
def signed(yuan: Decimal | None) -> str:
    """A difference in 万元 with its sign."""
    if yuan is None:
        return "—"
    sign = "+" if yuan > 0 else "−" if yuan < 0 else ""
    return f"{sign}{wan(abs(Decimal(yuan)))}"


@register.filter
def item(mapping: dict[Any, Any], key: Any) -> Any:
    """What a mapping holds under a key."""
    return mapping.get(key)


@register.filter
def size(octets: int) -> str:
    """A file's size."""
    return f"{octets / 1_048_576:.1f} MB" if octets >= 1_048_576 else f"{max(1, octets // 1024)} KB"
