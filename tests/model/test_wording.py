"""The wording of a publication: every text once, every place of it kept."""

from __future__ import annotations

from jixiao.model.disclosure import Disclosure, Note
from jixiao.model.location import Location
from jixiao.model.wording import Occurrence, Wording, pair_numbers
from jixiao.pipeline import read
from tests.paths import SEED_TEXT


def wording(*texts: str) -> Wording:
    return Wording([(text, None, {"": Location(line=n)}, "") for n, text in enumerate(texts, 1)])


def places(found: list[Occurrence]) -> list[tuple[int | None, int | None, int | None]]:
    return [(o.at.line, o.at.start, o.at.end) if o.at else (None, None, None) for o in found]


def test_words_are_found_at_every_place_of_every_text() -> None:
    texts = wording("完成项目", "项目名称，项目期", "", "完成项目")

    assert places(list(texts.occurrences("项目"))) == [(1, 2, 4), (4, 2, 4), (2, 0, 2), (2, 5, 7)]
    assert texts.count("项目") == 4
    assert list(texts.occurrences("经费")) == []
    assert texts.count("经费") == 0


def test_words_do_not_run_from_one_text_into_the_next() -> None:
    texts = wording("完成项", "目标")

    assert texts.count("项目") == 0


def test_a_place_without_a_location_is_none() -> None:
    found = next(Wording([("完成项目", None, {}, "")]).occurrences("项目"))

    assert found.at is None
    assert (found.before, found.after) == ("成", "")


def test_the_surroundings_stand_on_one_line() -> None:
    found = next(wording("第一行\n完成项目的第二行文字很长很长").occurrences("项目"))

    assert found.surroundings == "第一行 完成项目的第二行文字很长"


def test_the_pairs_met_are_given_in_the_order_of_the_text() -> None:
    wanted = pair_numbers("项目目标资金")

    assert wording("总目标", "项目").pairs_among(wanted) == ("目标", "项目")
    assert wording("甲总目标", "乙项目").pairs_among(wanted) == ("目标", "项目")
    assert wording("目 标").pairs_among(wanted) == ()


def test_a_word_reads_elsewhere_only_with_both_neighbours() -> None:
    texts = wording("调研项目完成数", "该项日程", "，项止完成", "项止", "该项目")
    schedule = next(texts.occurrences("项日"))
    slip, alone = texts.occurrences("项止")

    assert not texts.reads_elsewhere(schedule, "项目")
    assert texts.reads_elsewhere(slip, "项目")
    assert not texts.reads_elsewhere(alone, "项目")


def test_characters_beyond_the_basic_plane_do_no_harm() -> None:
    texts = wording("😀项目𠮷", "\ud83d项目")

    assert texts.pairs_among(pair_numbers("项目")) == ("项目",)


def test_a_publication_without_any_text_is_empty() -> None:
    nothing = Disclosure(issuer=None, fiscal_year=None, money_unit=None).wording

    assert nothing.text == ""
    assert nothing.pairs_among(pair_numbers("项目")) == ()


def test_a_note_belongs_to_no_table() -> None:
    notes = (Note("附注", Location(line=9)),)
    disclosure = Disclosure(issuer=None, fiscal_year=None, money_unit=None, notes=notes)

    (found,) = disclosure.wording.occurrences("附注")

    assert (found.passage.target, found.at) == (None, Location(line=9, start=0, end=2))


def test_the_list_the_heading_and_the_cell_of_a_project_name_its_table() -> None:
    disclosure = read(SEED_TEXT)

    found = list(disclosure.wording.occurrences("专项信息"))

    assert [o.passage.target for o in found] == [disclosure.targets[8]] * 3
    assert {o.at.line for o in found if o.at} == {44, 942, 955}


def test_a_cleaned_cell_is_kept_as_printed() -> None:
    (found,) = read(SEED_TEXT).wording.occurrences("[bookmark:")

    assert found.passage.text == "[bookmark: _GoBack]质量指标"
