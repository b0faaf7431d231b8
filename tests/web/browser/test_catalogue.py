"""The catalogue opened from the disk: searched, switched, narrow and dark, without fault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jixiao.writers.catalogue_site import write_catalogue

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 375, "height": 800}
LOOKED_AT = (
    "index.html",
    "rules/AMT02-cost-above-budget.html",
    "regulations/yusuanfa-2018.html",
    "profiles/index.html",
    "forms/national-2021.html",
    "how-to/add-a-rule.html",
    "glossary/index.html",
    "search.html?q=成本超预算",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("catalogue")
    write_catalogue(made)
    return made


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport=WIDE, locale="zh-CN", offline=True)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda m: page.complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()


@pytest.mark.parametrize(
    ("scheme", "size"), [("light", WIDE), ("dark", NARROW)], ids=["light wide", "dark narrow"]
)
def test_pages_have_no_serious_fault_and_do_not_run_off_the_side(
    page: Any, axe: str, folder: Path, pictures: Path, scheme: str, size: dict[str, int]
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(size)
    wrong = []

    for address in LOOKED_AT:
        page.goto(f"{folder.as_uri()}/{address}")
        page.evaluate(axe)
        found = page.evaluate("axe.run({preload: false})")
        wrong += [
            f"{address}: {v['id']} {v['nodes'][0]['html'][:120]}"
            for v in found["violations"]
            if v["impact"] in ("serious", "critical")
        ]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{address} is wider than {size['width']} px")
        name = address.partition("?")[0].replace("/", "_")
        page.screenshot(path=pictures / f"catalogue-{name}-{size['width']}-{scheme}.png")

    assert wrong == []
    assert page.complaints == []


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("AMT02", "AMT02-cost-above-budget"),
        ("成本指标超预算", "AMT02-cost-above-budget"),
        ("comparator reversed", "VAL08-comparator-reversed"),
        ("比较符方向", "VAL08-comparator-reversed"),
        ("保守国家秘密法", "baomifa"),
    ],
)
def test_a_search_from_any_page_finds_it_without_a_network(
    page: Any, folder: Path, asked: str, first: str
) -> None:
    page.goto(f"{folder.as_uri()}/rules/VAL01-ungraded-value.html")

    page.fill("input[name=q]", asked)
    page.press("input[name=q]", "Enter")
    page.wait_for_selector("#results a")

    links = page.eval_on_selector_all("#results a", "all => all.map(a => a.href)")
    assert any(first in link for link in links[:3]), links[:3]
    page.click(f"#results a[href*='{first}']")
    assert page.is_visible("h1")
    assert page.complaints == []


def test_what_is_not_there_is_said(page: Any, folder: Path) -> None:
    page.goto(f"{folder.as_uri()}/search.html?q=%3Cb%3Exyzzyq")

    assert "没有找到" in page.inner_text("#found")
    assert page.query_selector("#results b") is None


def test_the_language_is_switched_by_keyboard_and_kept_on_the_next_page(
    page: Any, folder: Path
) -> None:
    page.goto(f"{folder.as_uri()}/rules/index.html")
    page.focus("button[data-show=en]")

    page.keyboard.press("Enter")

    assert "Rules" in page.inner_text("h1")
    assert "规则" not in page.inner_text("h1")
    page.goto(f"{folder.as_uri()}/rules/AMT02-cost-above-budget.html")
    assert page.get_attribute("button[data-show=en]", "aria-pressed") == "true"
    assert "查什么" not in page.inner_text("main")
    assert "What it checks" in page.inner_text("main")
    page.click("button[data-show=zh]")
    assert "What it checks" not in page.inner_text("main")
    assert "不得高于本项目的年度资金总额" in page.inner_text("main")


def test_pages_hold_under_the_strictest_policy_of_content(page: Any, folder: Path) -> None:
    policy = "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self'"

    def answer(route: Any) -> None:
        name = route.request.url.removeprefix("http://catalogue.test/").partition("?")[0]
        headers = {"content-security-policy": policy}
        route.fulfill(path=folder / name, headers=headers)

    page.context.set_offline(False)
    page.route("http://catalogue.test/**", answer)
    page.goto("http://catalogue.test/search.html?q=AMT02")

    page.wait_for_selector("#results a")

    # A browser asks for an icon of its own accord.
    assert [told for told in page.complaints if "favicon" not in told] == []
