"""The search text of what is published (检索文字), as the portal makes it."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec


def text_for(text: str) -> str:
    """``text`` as the portal searches it; the text itself where there is no search."""
    if find_spec("jixiao.web.portal.search") is None:
        return text
    return str(import_module("jixiao.web.portal.search").text_for(text))
