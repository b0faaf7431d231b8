"""The documentation is whole: generated pages are fresh, links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docs.generate import REFERENCE, pages

from tests.paths import PROJECT

MARKDOWN = sorted(
    p
    for p in PROJECT.rglob("*.md")
    if not any(part.startswith(".venv") or part in ("node_modules", "out") for part in p.parts)
)


@pytest.mark.parametrize("name", sorted(pages()))
def test_a_generated_page_is_fresh(name: str) -> None:
    written = (REFERENCE / name).read_text(encoding="utf-8")

    assert written == pages()[name], "run python -m docs.generate"


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda p: str(p.relative_to(PROJECT)))
def test_every_link_of_a_page_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))

    lost = [x for x in links if "://" not in x and not (path.parent / x).exists()]

    assert not lost
