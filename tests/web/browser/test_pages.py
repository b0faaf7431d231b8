"""Every page, by role: it opens, keeps to the strict policy, has no serious fault."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from served import PASSWORD, Site

from browser.visiting import Visitor, pattern_of

MOST = 120  # pages opened for one role
ALIKE = 3  # of one kind: filings in different states lead to different pages
STARTS = {"": ["/"], "admin": ["/work/", "/work/administration/"]}
PEOPLE = (
    *("", "clerk", "head", "department", "disclosure", "finance", "performance"),
    *("evaluator", "auditor", "admin", "security", "audit"),
)
_seen: set[str] = set()


@pytest.mark.parametrize("name", PEOPLE, ids=[name or "public" for name in PEOPLE])
def test_every_page_opens_and_has_no_serious_fault(
    browser: Any, axe: str, example: Site, pictures: Path, name: str
) -> None:
    visitor = Visitor(browser, example, axe)
    if name:
        shared = (example.folder / "example").read_text().strip()
        visitor.sign_in(name, PASSWORD if name == "admin" else shared)
    wrong: list[str] = []
    waiting, known = list(STARTS.get(name, ["/work/"])), Counter[str]()
    opened: set[str] = set()

    while waiting and len(opened) < MOST:
        path = waiting.pop(0)
        pattern = pattern_of(path)
        if path in opened or known[pattern] >= ALIKE:
            continue
        opened.add(path)
        known[pattern] += 1
        status = visitor.go(path)
        if status == 0 or (status == 422 and "/files/" in path):
            continue  # a file to keep, or one that is no form, as the page says
        if status != 200:
            wrong.append(f"{path} answers {status}")
            continue
        # The public pages are everybody's: looked at once, by the public.
        waiting += [link for link in visitor.links() if not name or link.startswith("/work/")]
        if pattern not in _seen:
            # Pages of one kind differ little between roles: looked at closely once.
            _seen.add(pattern)
            wrong += visitor.faults()
            shown = f"{name or 'public'}{pattern.replace('/', '_')}"
            wrong += visitor.picture(pictures, shown[:100])

    visitor.close()
    assert len(known) > 2
    wrong += visitor.complaints
    assert not wrong, "\n".join(wrong)


WORKING = ("clerk", "head", "department", "disclosure", "finance", "performance", "evaluator")


@pytest.mark.parametrize("name", WORKING)
def test_in_the_example_something_waits_for_everybody_who_works(
    browser: Any, example: Site, name: str
) -> None:
    visitor = Visitor(browser, example)
    visitor.sign_in(name, (example.folder / "example").read_text().strip())

    visitor.go("/work/")

    assert "示例站点" in visitor.page.inner_text("body")
    assert visitor.page.locator("main table.list tbody tr").count() > 0
    visitor.close()


def test_the_examples_trail_holds_and_it_is_not_loaded_twice(example: Site) -> None:
    told = example.run("site", "verify-trail", "--data", str(example.folder))
    again = example.run("site", "example", "--data", str(example.folder))

    assert told.returncode == 0, told.stderr
    assert again.returncode == 2
    assert "空库" in again.stderr
