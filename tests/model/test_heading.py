"""What headings, periods and the names of quantities say."""

from __future__ import annotations

import pytest

from jixiao.model.heading import project_in_heading, times_in_year, years_in


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("1.“放管服”改革专项项目", "放管服改革专项项目"),
        ("5. “12345”便民热线项目", "12345便民热线项目"),
        ("5.12345政务热线", "12345政务热线"),
        ("（三）食堂补贴", "食堂补贴"),
        ("项目一：校园食堂补贴", "校园食堂补贴"),
        ("2. “政务公开”项目", "政务公开项目"),
        ("12345政务热线服务项目", "12345政务热线服务项目"),
    ],
)
def test_a_heading_names_its_project(heading: str, name: str) -> None:
    found = project_in_heading(heading)

    assert found == name


@pytest.mark.parametrize(
    "heading",
    [
        "",
        "附件1：",
        "（2024年度）",
        "项目支出绩效目标表",
        "某局2024年项目支出绩效目标表",
        "一、重点项目",
        "二、项目基本情况",
        "单位：万元",
        "填报单位（盖章）：某局",
    ],
)
def test_a_heading_of_the_form_names_no_project(heading: str) -> None:
    found = project_in_heading(heading)

    assert found is None


@pytest.mark.parametrize(
    ("period", "years"),
    [
        ("3年", 3),
        ("三年", 3),
        ("2024年", 1),
        ("2024-2026年", 3),
        ("202001-202012", 1),
        ("2022.7-2025.7", 3),
        ("20240101-20261231", 3),
        ("2024年1月1日-2024年12月31日", 1),
        ("长期", None),
        ("2024年起", None),
        ("2025-2024", None),
        ("", None),
    ],
)
def test_a_period_is_read_in_years(period: str, years: int | None) -> None:
    found = years_in(period)

    assert found == years


def test_a_daily_quantity_is_taken_times_the_days_of_the_year() -> None:
    leap, common, unknown = (times_in_year("日均受理量", y) for y in (2024, 2025, None))

    assert (leap[0], common[0], unknown[0]) == (366, 365, 0)
