"""A rule's page is its test: what the page prints is what the rule says."""

from __future__ import annotations

import re

import pytest

from jixiao.regulations.regulation import provision
from jixiao.rules.catalogue import catalogue
from jixiao.rules.rule import Rule
from tests.paths import RULE_PAGES
from tests.rules.page import HEADINGS, Example, page_path, read_page, said

RULES = catalogue()
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.code}-{example.section}-{example.title}")
    for rule in RULES
    if page_path(rule).exists()
    for example in read_page(page_path(rule)).examples
]


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.code)
def test_every_rule_has_a_page_with_every_heading(rule: Rule) -> None:
    page = read_page(page_path(rule))

    assert page.title == f"# {rule.code} {rule.title.zh} · {rule.name}"
    assert tuple(page.sections)[: len(HEADINGS)] == HEADINGS


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.code)
def test_every_page_has_two_bad_and_two_good_examples(rule: Rule) -> None:
    page = read_page(page_path(rule))

    assert len(page.of("反例")) >= 2
    assert len(page.of("正例")) >= 2


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_the_findings_on_the_page_are_the_findings_produced(rule: Rule, example: Example) -> None:
    found = said(rule, example.disclosure())

    assert found == example.expected


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_bad_examples_fail_and_good_ones_pass(rule: Rule, example: Example) -> None:
    found = said(rule, example.disclosure())

    severities = ("block", "error", "warning", "info")
    fails = any(line.split()[1] in severities for line in found)
    assert fails == (example.section == "反例")
    if example.section == "不适用":
        assert found


def test_every_page_belongs_to_a_rule() -> None:
    pages = {p.name for p in RULE_PAGES.glob("[A-Z][A-Z][A-Z][0-9][0-9]-*.md")}

    assert pages == {page_path(rule).name for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.code)
def test_the_basis_of_every_rule_is_a_provision_we_hold(rule: Rule) -> None:
    citations = [provision(key).citation("zh") for key in rule.basis]

    assert citations
    assert all(citation in read_page(page_path(rule)).sections["依据"] for citation in citations)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.code)
def test_every_finding_reads_in_english_too(rule: Rule) -> None:
    from jixiao.rules.check import check

    for example in read_page(page_path(rule)).of("反例"):
        for finding in check(example.disclosure(), rules=(rule,)).findings:
            sentences = [finding.message("en"), finding.suggestion("en"), finding.working("en")]

            assert finding.message("en")
            assert not any("{" in sentence for sentence in sentences if sentence)
            assert not any(_chinese_in(sentence) for sentence in sentences if sentence)


def _chinese_in(sentence: str) -> str:
    """The Chinese characters and marks outside quotation marks; units of money may stand there."""
    depth, plain = 0, []
    for character in sentence:
        depth += (character == "“") - (character == "”")
        if not depth and character != "”":
            plain.append(character)
    words = re.sub("[万亿]?元(/[\u4e00-\u9fff]{1,3})?", "", "".join(plain))
    return "".join(c for c in words if "\u3000" <= c <= "\u9fff" or "\uff00" <= c <= "\uffef")
