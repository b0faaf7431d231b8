"""Classification marks: what is one, what is none, what is masked, and when the term ends."""

from __future__ import annotations

from datetime import date

import pytest

from jixiao.model.secrecy import Days, marks_in
from jixiao.pipeline import check, read
from tests.paths import SEED_TEXT


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("某办秘【2019】47号（秘密10年）", "秘密10年"),
        ("机密★20年", "机密★20年"),
        ("绝密★启用前", "绝密★启用前"),
        ("（秘密）", "（秘密）"),
        ("【机密级】", "【机密级】"),
        ("密级：机密", "密级：机密"),
        ("秘密，保密期限：十年", "秘密，保密期限：十年"),
        ("秘密６个月", "秘密６个月"),
        ("机密★１０年", "机密★１０年"),
        ("机密*10年", "机密*10年"),
        ("项目机\n密★10\n年", "机\n密★10\n年"),
    ],
)
def test_a_grade_with_a_term_a_star_or_brackets_is_a_mark(text: str, mark: str) -> None:
    (found,) = marks_in(text)

    assert found.text == text[found.start : found.end] == mark


@pytest.mark.parametrize(
    "text",
    [
        "《中华人民共和国保守国家秘密法》（2010年修订）",
        "保守国家秘密10年来无事故",
        "商业秘密（核心技术）",
        "加强保密工作，做好机密文件管理",
        "淮办秘〔2019〕47号、皖政办秘〔2015〕212 号、国办秘书局",
        "秘密级信息系统测评",
        "《关于某事的通知（秘密10年）》",
        "整理机密文件，淮办〔2020〕3号",
        "淮办〔2020〕3号文件，机密事项",
        "购置计算机 密码机10台",
    ],
)
def test_laws_office_series_and_ordinary_words_are_no_marks(text: str) -> None:
    assert marks_in(text) == ()


def test_a_grade_beside_a_document_number_never_masks_the_bare_word() -> None:
    (mark,) = marks_in("皖政办〔2020〕3号秘密，保守国家秘密")

    assert mark.text == "号秘密"


def test_a_grade_before_a_document_number_is_a_mark() -> None:
    text = "机密 淮办〔2020〕3号"

    (mark,) = marks_in(text)

    assert mark.text == text[mark.start : mark.end] == "机密 淮"


def test_the_number_is_masked_however_it_is_bracketed() -> None:
    (mark,) = marks_in("淮办秘【2019】47号（秘密10年）2019年3月27日")

    assert {"淮办秘【2019】47号", "淮办秘〔2019〕47号", "〔2019〕47号", "秘密10年"} <= set(
        mark.secrets
    )


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("（秘密10年）2019年3月27日", Days(date(2029, 3, 27), date(2029, 3, 27))),
        ("2019年3月27日（秘密）", Days(date(2029, 3, 27), date(2029, 3, 27))),
        ("（秘密6个月）2023年8月31日", Days(date(2024, 2, 28), date(2024, 2, 28))),
        ("（秘密20年）2019年3月27日", Days(date(2029, 3, 27), date(2029, 3, 27))),
        ("某办〔2014〕8号（秘密10年）", Days(date(2024, 1, 1), date(2024, 12, 31))),
        ("（秘密10年）", None),
        ("（秘密10年）2019年13月27日", None),
    ],
)
def test_the_term_ends_at_the_latest_after_the_maximum(text: str, ends: Days | None) -> None:
    (mark,) = marks_in(text)

    assert mark.expires(10) == ends


def test_nothing_printed_about_the_seed_shows_the_mark_or_the_number() -> None:
    report = check(read(SEED_TEXT))

    printed = [
        text
        for finding in report.findings
        for language in ("zh", "en")
        for text in (
            finding.message(language),
            finding.suggestion(language),
            finding.working(language),
            finding.quote,
            finding.project,
        )
        if text is not None
    ]

    assert any("█████" in text for text in printed)
    assert not any("秘密10年" in text or "2019】47号" in text for text in printed)
    assert all("2019〕47号" not in text for text in printed)
