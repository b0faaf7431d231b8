"""Days named in a text, and whether the calendar has them."""

from __future__ import annotations

import pytest

from jixiao.model.calendar_day import days_in


@pytest.mark.parametrize(
    "text",
    [
        "2月29日",
        "2024年2月29日",
        "2000年2月29日",
        "12月31日",
        "1月1日",
        "2024年12月底",
        "18月",
        "24个月",
    ],
)
def test_a_day_of_the_calendar_exists(text: str) -> None:
    assert all(day.exists for day in days_in(text))


@pytest.mark.parametrize(
    "text",
    [
        "2023年2月29日",
        "2100年2月29日",
        "2月30日",
        "4月31日",
        "13月1日",
        "0月5日",
        "3月0日",
        "2024年13月",
    ],
)
def test_a_day_the_calendar_lacks_does_not_exist(text: str) -> None:
    assert [day.exists for day in days_in(text)] == [False]


def test_a_day_knows_the_characters_that_name_it() -> None:
    text = "应于2023年2月30日前完成"

    day = next(days_in(text))

    assert text[day.start : day.end] == "2023年2月30日"


def test_a_year_and_month_with_a_point_is_left_out() -> None:
    assert list(days_in("2022.13月")) == []
