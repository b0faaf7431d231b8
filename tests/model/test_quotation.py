"""Quoting: what is long is cut in the middle, inner quotation marks are single ones."""

from __future__ import annotations

from jixiao.model.quotation import LONGEST_PART, LONGEST_QUOTED, filled, nested, shortened

NO_SECRETS = str


def test_a_name_of_ordinary_length_stays_as_it_is() -> None:
    assert shortened("甲" * LONGEST_QUOTED) == "甲" * LONGEST_QUOTED


def test_a_long_name_keeps_its_beginning_and_its_end() -> None:
    assert shortened("甲" * 50 + "乙" * 50) == "甲" * 40 + "…" + "乙" * 10


def test_quotation_marks_within_quotation_marks_are_single() -> None:
    assert nested("““放管服”改革经费”和“其他”") == "“‘放管服’改革经费”和“其他”"
    assert nested("“缺一边的“文字”") == "“缺一边的“文字”"
    assert nested("”先关后开“和“另一处”") == "”先关后开“和“另一处”"


def test_a_field_between_quotation_marks_is_a_name() -> None:
    text = filled("指标“{name}”{problem}", {"name": "“四最”环境", "problem": "为“优”"}, NO_SECRETS)

    assert text == "指标“‘四最’环境”为“优”"


def test_a_name_of_a_million_characters_makes_a_short_sentence() -> None:
    fields = {"name": "长" * 1_000_000, "what": "“" + "长" * 1_000_000 + "”"}

    text = filled("“{name}”：{what}", fields, NO_SECRETS)

    assert text == f"“{'长' * 40}…{'长' * 10}”：“{'长' * 40}…{'长' * 10}”"


def test_a_part_without_quotation_marks_is_cut_too() -> None:
    text = filled("说明：{what}", {"what": "长" * 1_000_000}, NO_SECRETS)

    assert len(text) < LONGEST_PART


def test_braces_of_the_file_are_left_alone() -> None:
    assert filled("“{name}”", {"name": "{name}"}, NO_SECRETS) == "“{name}”"
    assert filled("写成{（填写）}，{name}", {"name": "甲"}, NO_SECRETS) == "写成{（填写）}，甲"


def test_what_is_secret_is_masked_before_it_is_cut() -> None:
    secret = "密" * 30

    text = filled(
        "“{name}”", {"name": "长" * 35 + secret + "长" * 30}, lambda t: t.replace(secret, "█" * 30)
    )

    assert "密" not in text
