"""Findings as a page: one file, nothing loaded from elsewhere, every link leads somewhere."""

from __future__ import annotations

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.writers.reports import LANGUAGES, hostile_report, made, seed_report, unread


def page(*args: object, **options: object) -> str:
    written = made("html", *args, **options)  # type: ignore[arg-type]
    assert isinstance(written, str)
    return written


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_loaded_from_elsewhere(language: str) -> None:
    text = page([seed_report()], language=language)

    tree = LexborHTMLParser(text)
    assert not tree.css("link, img, iframe, object, embed, video, audio, base, [src], [srcset]")
    assert "url(" not in text
    assert "@import" not in text
    assert not [a for a in tree.css("a") if not (a.attributes.get("href") or "").startswith("#")]


def test_every_link_leads_to_a_place_on_the_page() -> None:
    tree = LexborHTMLParser(page([seed_report(), hostile_report()], several=True))

    named = [node.attributes["id"] for node in tree.css("[id]")]
    links = {(a.attributes.get("href") or "")[1:] for a in tree.css("a")}
    assert links <= set(named)
    assert len(named) == len(set(named))


def test_every_finding_stands_on_the_page_once() -> None:
    report = seed_report()

    tree = LexborHTMLParser(page([report]))

    items = tree.css("ol.findings > li")
    assert len(items) == len(report.findings)


def test_a_finding_is_linked_from_the_cell_it_means() -> None:
    tree = LexborHTMLParser(page([seed_report()]))

    cell = next(td for td in tree.css("td.has") if td.text().startswith("≤182.31万元"))
    number = (cell.css("a")[0].attributes.get("href") or "")[1:]
    assert "AMT02" in tree.css(f"#{number}")[0].text()


def test_names_are_text_and_never_markup() -> None:
    text = page([hostile_report()], errors=[unread()], several=True)

    tree = LexborHTMLParser(text)
    assert len(tree.css("script")) == 1
    assert not tree.css("img, b > b, [onerror]")
    assert "<script>alert(1)</script>" in (tree.body.text() if tree.body else "")


def test_the_words_meant_are_marked_in_the_quotation() -> None:
    tree = LexborHTMLParser(page([seed_report()]))

    marked = {node.text() for node in tree.css("mark")}
    assert "项止" in marked


def test_the_page_says_its_language() -> None:
    zh, en = (page([seed_report()], language=language) for language in LANGUAGES)

    assert re.search(r'<html lang="zh-CN">', zh)
    assert re.search(r'<html lang="en">', en)
