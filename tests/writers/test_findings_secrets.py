"""Secrets stay covered: no writer, no language and no choice of rules lets one through."""

from __future__ import annotations

import re

import pytest

from jixiao.pipeline import check
from tests.writers.reports import FORMAT_NAMES, LANGUAGES, every_text, made, seed

SECRETS = ("淮办秘【2019】47号", "秘密10年")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMAT_NAMES)
@pytest.mark.parametrize("select", [(), ("DOC03",), ("NAR05",)], ids=lambda s: "+".join(s) or "all")
def test_no_secret_of_the_seed_is_in_the_output(
    select: tuple[str, ...], name: str, language: str
) -> None:
    report = check(seed(), select=select)

    text = every_text(made(name, [report], language=language))

    without_tags = re.sub(r"<[^>]*>", "", text)
    assert report.findings
    for secret in SECRETS:
        assert secret not in text
        assert secret not in without_tags
        assert secret.encode("unicode_escape").decode() not in text


@pytest.mark.parametrize("name", [name for name in FORMAT_NAMES if name not in ("sarif", "table")])
def test_what_stands_around_a_secret_is_still_shown(name: str) -> None:
    """But for SARIF and the table, which quote no cells."""
    report = check(seed(), select=("SEC01",))

    text = every_text(made(name, [report]))

    assert "█" in text
    assert "2019年3月27日" in text
