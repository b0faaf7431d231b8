"""A citation says where a fact stands and how well it is known, and never more than that."""

import doctest
from datetime import date
from pathlib import Path

import pytest

from jixiao.regulations import (
    Mark,
    Provision,
    UnknownInstrumentError,
    UnknownProvisionError,
    instrument,
    instruments,
    provision,
    provisions,
    regulation,
)


def marked(mark: Mark) -> list[Provision]:
    return [provision for provision in provisions() if provision.mark is mark]


def test_a_verified_article_is_cited_with_its_title_article_and_mark() -> None:
    article = provision("yusuanfa-2018#14-2")

    citation = article.citation("zh")

    assert citation == "《中华人民共和国预算法》第十四条第二款［原文已核］"


def test_a_document_number_stands_between_title_and_article() -> None:
    article = provision("caiyu-2015-88#25")

    citation = article.citation("zh")

    assert citation == (
        "《中央部门预算绩效目标管理办法》（财预〔2015〕88号）第二十五条［原文已核］"
    )


def test_an_english_citation_carries_the_number_and_the_mark() -> None:
    article = provision("caiyu-2015-88#25")

    citation = article.citation("en")

    assert citation == (
        "Measures for Performance Targets of Central Department Budgets (财预〔2015〕88号), "
        "article 25 [checked against the text]"
    )


def test_a_title_of_our_own_making_is_not_set_in_title_marks() -> None:
    described = [item for item in instruments() if not item.titled]

    names = [item.name("zh") for item in described]

    assert described
    assert not [name for name in names if "《" in name]


@pytest.mark.parametrize(
    ("mark", "zh", "en"),
    [
        (Mark.VERIFIED, "［原文已核］", "[checked against the text]"),
        (Mark.RECALLED, "（据记忆，未核对原文）", "(from memory, not checked against the text)"),
        (Mark.PRACTICE, "（系统实践，非规范性文件）", "(platform practice, not a regulation)"),
        (Mark.SECONDARY, "（据二手资料，未读原文）", "(from a secondary source, text not read)"),
        (
            Mark.LOCAL,
            "（地方规定或地方公开表样，非全国性规定）",
            "(local rule or published local form, not national law)",
        ),
        (Mark.HOUSE, "（本系统设定，非规范性文件）", "(house setting, not a regulation)"),
    ],
)
def test_every_citation_ends_with_its_mark(mark: Mark, zh: str, en: str) -> None:
    cited = marked(mark)

    unmarked = [
        item.key
        for item in cited
        if not (item.citation("zh").endswith(zh) and item.citation("en").endswith(en))
    ]

    assert cited
    assert unmarked == []


def test_a_recalled_article_is_never_printed_as_verified() -> None:
    recalled = marked(Mark.RECALLED)

    printed = [item.citation(lang) for item in recalled for lang in ("zh", "en")]

    assert not [text for text in printed if "［原文已核］" in text or text.endswith("]")]


def test_a_recalled_article_is_never_worded_as_a_quotation() -> None:
    recalled = marked(Mark.RECALLED)

    quoted = [
        item.key for item in recalled if set('“”‘’「」『』"') & set(item.gist_zh + item.gist_en)
    ]

    assert quoted == []


def test_only_what_is_recalled_has_a_confidence() -> None:
    with_confidence = {item.mark for item in provisions() if item.confidence}

    without_confidence = {item.mark for item in provisions() if not item.confidence}

    assert with_confidence == {Mark.RECALLED}
    assert Mark.RECALLED not in without_confidence


def test_house_settings_are_marked_as_the_houses_own_and_nothing_else_is() -> None:
    house = {item.key.partition("#")[0] for item in marked(Mark.HOUSE)}

    settings = [item for item in provisions() if item.key.startswith("jixiao-house#")]

    assert house == {"jixiao-house"}
    assert {item.mark for item in settings} == {Mark.HOUSE}


def test_no_two_provisions_share_a_key_and_each_belongs_to_its_instrument() -> None:
    keys = [item.key for item in provisions()]

    owners = {item.key.partition("#")[0] for item in provisions()}

    assert len(keys) == len(set(keys))
    assert owners == {item.id for item in instruments()}


def test_an_unknown_provision_is_refused_by_its_key() -> None:
    with pytest.raises(UnknownProvisionError) as refusal:
        provision("yusuanfa-2018#999")

    assert "'yusuanfa-2018#999'" in str(refusal.value)
    assert isinstance(refusal.value, KeyError)


def test_an_unknown_instrument_is_refused_by_its_id() -> None:
    with pytest.raises(UnknownInstrumentError) as refusal:
        instrument("yusuanfa-1894")

    assert "'yusuanfa-1894'" in str(refusal.value)


@pytest.mark.parametrize(
    ("day", "law"),
    [(date(2024, 4, 30), "baomifa-2010"), (date(2024, 5, 1), "baomifa-2024")],
)
def test_exactly_one_secrecy_law_is_in_force_on_a_day(day: date, law: str) -> None:
    laws = [instrument("baomifa-2010"), instrument("baomifa-2024")]

    in_force = [item.id for item in laws if item.in_force(day)]

    assert in_force == [law]


def test_an_instrument_of_unknown_dates_is_not_excluded_on_any_day() -> None:
    rules = instrument("caiyu-2016-143")

    in_force = rules.in_force(date(1999, 1, 1))

    assert in_force


def test_each_texts_file_is_named_after_its_instrument() -> None:
    texts = Path(regulation.__file__).parent / "texts"

    files = sorted(path.stem for path in texts.glob("*.toml"))

    assert files == [item.id for item in instruments()]


def test_the_examples_in_the_docstrings_hold() -> None:
    result = doctest.testmod(regulation)

    assert result.attempted > 0
    assert result.failed == 0
