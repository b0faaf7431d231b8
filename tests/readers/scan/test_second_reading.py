"""What two models, the form's words and the document make of a doubtful line."""

from __future__ import annotations

from jixiao.readers.scan.recogniser import Letter, Reading
from jixiao.readers.scan.second_reading import UNCERTAIN, settled, told, weighed


def _reading(text: str, sure: float = 0.99, **doubtful: tuple[float, str]) -> Reading:
    """``text`` with each letter ``sure``; ``at3=(0.5, "淮")`` makes the fourth doubtful."""
    letters = []
    for index, letter in enumerate(text):
        confidence, rival = doubtful.get(f"at{index}", (sure, ""))
        rivals = ((rival, 0.3),) if rival else ()
        letters.append(Letter(letter, confidence, rivals, at=float(index)))
    return Reading(tuple(letters))


def test_two_models_that_agree_are_surer_than_one():
    both = weighed(_reading("公众满意度", 0.8), _reading("公众满意度", 0.9))

    assert both.text == "公众满意度"
    assert both.confidence > 0.95


def test_a_bracket_of_another_width_is_no_difference():
    both = weighed(_reading("(万元)", 0.8), _reading("（万元）", 0.9))

    assert both.confidence > 0.95


def test_where_the_models_differ_the_line_stays_uncertain():
    both = weighed(_reading("≥95%", at1=(0.7, "")), _reading("≥93%", at2=(0.9, "")))

    assert both.confidence < UNCERTAIN


def test_what_only_one_model_sees_is_kept_and_uncertain():
    both = weighed(_reading("96 00"), _reading("96.00", at2=(0.8, "")))
    longer = weighed(_reading("展。", at1=(0.6, "")), _reading("展"))

    assert both.confidence < UNCERTAIN
    assert longer.text == "展。"
    assert longer.confidence < UNCERTAIN


def test_a_line_of_the_form_decides_between_two_readings():
    both = weighed(_reading("项日名称", 0.9), _reading("项目名称", 0.6))

    assert both.text == "项目名称"
    assert both.confidence >= UNCERTAIN


def test_a_doubtful_letter_becomes_the_rival_that_makes_a_line_of_the_form():
    (read,) = settled([_reading("三级指际", at3=(0.6, "标"))])

    assert read.text == "三级指标"


def test_a_letter_no_model_saw_is_never_put_in():
    (read,) = settled([_reading("三级指际", at3=(0.6, "院"))])

    assert read.text == "三级指际"
    assert read.confidence < UNCERTAIN


def test_the_document_decides_on_a_letter_by_its_neighbours():
    sure = [_reading("淮南市人民政府办公室")] * 2

    *_, read = settled([*sure, _reading("准南市接待办", at0=(0.7, "淮"))])

    assert read.text == "淮南市接待办"


def test_once_in_the_document_is_not_enough_to_decide():
    *_, read = settled([_reading("淮南市"), _reading("准南市", at0=(0.7, "淮"))])

    assert read.text == "准南市"


def test_no_word_of_the_document_decides_on_a_figure():
    sure = [_reading("≥95%的群众")] * 5

    *_, read = settled([*sure, _reading("≥93%的群众", at2=(0.7, "5"))])

    assert read.text == "≥93%的群众"
    assert read.confidence < UNCERTAIN


def test_punctuation_beside_characters_is_written_wide_and_beside_figures_narrow():
    assert told(_reading("单位(盖章):")) == "单位（盖章）："
    assert told(_reading("2024.1,3 (a)")) == "2024.1,3 (a)"


def test_a_bracket_that_takes_half_a_width_is_written_narrow():
    places = (1, 2, 2.7, 3.4, 4.1, 4.8, 5.8)
    reading = _reading("出国(境)经费")
    narrow = Reading(
        tuple(letter._replace(at=at) for letter, at in zip(reading.letters, places, strict=True))
    )

    assert told(narrow) == "出国(境)经费"
    assert told(reading) == "出国（境）经费"


def test_the_air_between_characters_and_figures_is_no_blank():
    assert told(_reading("所在包村 2022 年度 APEC 商务")) == "所在包村2022年度APEC商务"
    assert told(_reading("Rev. 2")) == "Rev. 2"


def test_no_word_decides_how_many_characters_there_are():
    sure = [_reading("淮南市人民政府办公室")] * 3
    both = weighed(_reading("[009]淮南市", at5=(0.8, "")), _reading("[009淮淮南市"))

    *_, read = settled([*sure, both])

    assert read.confidence < UNCERTAIN


def test_nothing_read_has_no_confidence():
    assert Reading(()).confidence == 0.0
    assert weighed(Reading(()), Reading(())).text == ""
