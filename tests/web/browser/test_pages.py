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


SENDS = """([address, token, size]) => {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = address;
  const fields = {csrfmiddlewaretoken: token, reason: 'x'.repeat(size), format: 'csv'};
  for (const [name, value] of Object.entries(fields)) {
    const box = form.appendChild(document.createElement('textarea'));
    box.name = name;
    box.value = value;
  }
  document.body.append(form);
  form.submit();
}"""
TOKEN = "document.querySelector('[name=csrfmiddlewaretoken]').value"


def test_pages_for_what_went_wrong_have_no_serious_fault(
    browser: Any, axe: str, example: Site, pictures: Path
) -> None:
    visitor = Visitor(browser, example, axe)
    page, wrong = visitor.page, []
    visitor.sign_in("auditor", (example.folder / "example").read_text().strip())

    def look(status: int, words: str, name: str) -> None:
        said = page.inner_text("main")
        wrong.extend([] if words in said else [f"{status}: {said[:300]}"])
        wrong.extend(visitor.faults() + visitor.picture(pictures, f"wrong-{name}"))

    def send(address: str, token: str = "", size: int = 0) -> None:
        with page.expect_navigation():
            page.evaluate(SENDS, [address, token, size])

    assert visitor.go("/projects/999999999/") == 404
    look(404, "回到首页检索", "404-public")
    assert visitor.go("/work/filings/999999999/") == 404
    look(404, "回到工作台", "404-work")
    visitor.go("/work/trail/")
    send("/work/trail/export/")
    look(403, "不能访问", "403")
    visitor.go("/work/trail/")
    send("/work/trail/export/", page.evaluate(TOKEN), 12_000_000)
    look(413, "提交的内容过大", "413")
    visitor.go("/work/monitoring/")
    page.click("main table.list tbody th a")
    report = page.url
    send(f"{report}close/", page.evaluate(TOKEN))
    look(422, "回到刚才的页面", "refused")
    visitor.go("/work/trail/")
    token = page.evaluate(TOKEN)
    told = page.evaluate(
        """async (token) => {
          const body = new URLSearchParams({csrfmiddlewaretoken: token, format: 'csv'});
          const ask = () => fetch('/work/trail/export/', {method: 'POST', body});
          for (let n = 0; n < 30; n += 1) if ((await ask()).status === 429) return n;
          return -1;
        }""",
        token,
    )
    assert told > 0
    send("/work/trail/export/", token)
    look(429, "操作过于频繁", "429")

    visitor.close()
    assert not wrong, "\n".join(wrong)
    assert visitor.complaints == []


# Who looks, the list, what leads on from there, what must be told.
YEARS_END = (
    ("clerk", "/work/filings/?year=2024", ("全过程",), "已公开"),
    ("performance", "/work/reviews/?state=all&year=2025", (), "上年结果与应用"),
    ("finance", "/work/evaluations/results/", (), "财政决定"),
    ("evaluator", "/work/evaluations/list/?state=gathered", (), "扣分理由"),
    ("performance", "/work/evaluations/list/?state=final", (), "评分二"),
    ("performance", "/work/evaluations/list/?state=final", ("评分比较",), "有差异的分数"),
)


@pytest.mark.parametrize(
    ("name", "address", "onward", "words"),
    YEARS_END,
    ids=("journey", "last-year", "result", "scoring", "scores", "comparison"),
)
def test_pages_of_a_years_end_tell_it_and_have_no_serious_fault(
    browser: Any,
    axe: str,
    example: Site,
    pictures: Path,
    name: str,
    address: str,
    onward: tuple[str, ...],
    words: str,
) -> None:
    visitor = Visitor(browser, example, axe)
    page = visitor.page
    visitor.sign_in(name, (example.folder / "example").read_text().strip())

    visitor.go(address)
    page.click("main table.list tbody th a")
    for label in onward:
        page.click(f"main a.button:has-text('{label}')")
    page.wait_for_selector(f"main :text('{words}')")
    wrong = visitor.faults() + visitor.picture(pictures, f"year-{name}-{words}")

    visitor.close()
    assert not wrong, "\n".join(wrong)
    assert visitor.complaints == []


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
