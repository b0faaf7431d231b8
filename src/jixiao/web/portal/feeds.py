"""New publications as Atom (订阅)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.urls import reverse
from django.utils import timezone

from jixiao.writers.visible import visible


def feed(absolute: Callable[[str], str], rows: Sequence[dict[str, Any]], body: str = "") -> str:
    """The feed of these editions; ``absolute`` makes an address whole."""
    title = f"{body}绩效目标公开" if body else "项目支出绩效目标公开"
    updated = rows[0]["published_at"] if rows else timezone.now().replace(microsecond=0)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">',
        f"<title>{_text(title)}</title>",
        f"<id>{_text(absolute(''))}</id>",
        f'<link rel="self" href={quoteattr(absolute(""))}/>',
        f'<link rel="alternate" href={quoteattr(absolute(reverse("portal")))}/>',
        f"<updated>{updated.isoformat()}</updated>",
    ]
    for row in rows:
        address = absolute(reverse("portal_edition", args=[row["id"]]))
        told = f"{row['organisation__name']}公开了{row['fiscal_year']}年度项目支出绩效目标"
        if row["number"] > 1:
            told += f"第{row['number']}版（更正）：{row['reason']}"
        lines += [
            "<entry>",
            f"<title>{_text(row['title'])}</title>",
            f"<id>{_text(address)}</id>",
            f"<link href={quoteattr(address)}/>",
            f"<updated>{row['published_at'].isoformat()}</updated>",
            f"<author><name>{_text(row['organisation__name'])}</name></author>",
            f"<summary>{_text(told)}</summary>",
            "</entry>",
        ]
    lines.append("</feed>\n")
    return "\n".join(lines)


def _text(text: str) -> str:
    """Text for XML, which takes no control characters."""
    return escape(visible(text))
