"""The pages of the rules (规则说明), as shipped with the program."""

from __future__ import annotations

from pathlib import Path

from jixiao.model.exceptions import UnusableRequest
from jixiao.rules.rule import Rule

_SHIPPED = Path(__file__).resolve().parent / "pages"
_CHECKOUT = Path(__file__).resolve().parents[3] / "docs" / "rules"


def page_of(rule: Rule) -> str:
    """The Markdown page of ``rule``: from the installed package, else from the checkout."""
    name = f"{rule.code}-{rule.name}.md"
    for folder in (_SHIPPED, _CHECKOUT):
        path = folder / name
        if path.is_file():
            return path.read_text(encoding="utf-8")
    raise UnusableRequest(
        f"安装不完整：缺少规则 {rule.code} 的说明页。请重新安装 jixiao。",
        f"the installation is incomplete: the page of {rule.code} is missing; reinstall jixiao",
    )
