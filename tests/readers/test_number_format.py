"""What a spreadsheet shows for a number, format by format."""

from __future__ import annotations

import pytest

from jixiao.readers.formats.number_format import BUILT_IN, display, plain_number, shown


@pytest.mark.parametrize(
    ("raw", "code", "text"),
    [
        ("1", "0%", "100%"),
        ("0.95", "0%", "95%"),
        ("0.8765", "0.00%", "87.65%"),
        ("12", "0.00", "12.00"),
        ("1234567.5", "#,##0.00", "1,234,567.50"),
        ("-1234.5", "#,##0.00", "-1,234.50"),
        ("1286.5", "#,##0.00_ ", "1,286.50"),
        ("5", '0"万元"', "5万元"),
        ("1234.5", "#,##0.00元", "1,234.50元"),
        ("12", 'General"元"', "12元"),
        ("12", "G/通用格式", "12"),
        ("7", "000", "007"),
        ("5", "0.##", "5"),
        ("5", ".00", "5.00"),
        ("3", "[Red]0.0", "3.0"),
        ("1234", BUILT_IN[44], "¥1,234.00"),
        ("3", "0_);(0)", "3"),
        ("-3", "0_);(0)", "(3)"),
        ("5", "[>=10000]0.0;0", "5"),
        ("45292", "General", "45292"),
        ("0.30000000000000004", "General", "0.3"),
        ("1E-3", "General", "0.001"),
        ("10891.615674999999", "General", "10891.615675"),
        ("0.333333333333", "# ?/?", "0.333333333333"),
        ("not a number", "0.00", "not a number"),
    ],
)
def test_a_number_is_shown_as_its_format_says(raw: str, code: str, text: str) -> None:
    assert display(code)(raw) == (text, None)
    assert shown(raw, code) == (text, None)


@pytest.mark.parametrize(
    ("raw", "code", "text"),
    [
        ("45292", 'yyyy"年"m"月"d"日";@', "2024年1月1日"),
        ("45292", BUILT_IN[14], "2024-01-01"),
        ("45292", BUILT_IN[57], "2024年1月"),
        ("45292.5", "yyyy/m/d h:mm", "2024/1/1 12:00"),
        ("45292", '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二四年一月一日"),
        ("45292", "[$-F800]dddd, mmmm dd, yyyy", "2024年1月1日"),
        ("45292", "aaaa", "星期一"),
        ("45292", "mmm-yy", "Jan-24"),
        ("0.5", "h:mm AM/PM", "12:00 PM"),
        ("0.75", '上午/下午h"时"mm"分"', "下午6时00分"),
        ("1.5", "[h]:mm", "36:00"),
        ("1", "yyyy-mm-dd", "1900-01-01"),
        ("-1", "yyyy", "-1"),
        ("2958466", "yyyy", "2958466"),
    ],
)
def test_a_date_is_shown_as_its_format_says(raw: str, code: str, text: str) -> None:
    assert shown(raw, code) == (text, None)


def test_dates_of_old_macintosh_books_count_from_1904() -> None:
    assert display("yyyy-mm-dd", True)("43830")[0] == "2024-01-01"


@pytest.mark.parametrize(
    ("raw", "code", "text"),
    [
        ("72807.384975", "#,##0.00", "72,807.38"),
        ("0.8765", "0%", "88%"),
        ("1.005", "0.00", "1.01"),
        ("999.995", "#,##0.00", "1,000.00"),
        ("123456", '0!.0,"万"', "12.3万"),
        ("1234567", "#,##0,", "1,235"),
        ("0", "0;-0;;@", ""),
        ("0", BUILT_IN[43], "-"),
        ("0", "#,###", ""),
        ("-3", "0.0;[Red]0.0", "3.0"),
    ],
)
def test_the_stored_number_is_kept_where_the_shown_one_does_not_say_it(
    raw: str, code: str, text: str
) -> None:
    assert display(code)(raw) == (text, raw)


def test_no_format_makes_the_display_fail() -> None:
    codes = [
        '"',
        "[",
        "\\",
        "_",
        "*",
        ";;;;",
        "E+",
        "[>]0",
        "[<=x]0",
        "0" * 300,
        "?/?",
        "%%%",
        ",",
        "@",
    ]

    for code in codes:
        for raw in ("0", "-1.5", "45292", "1e300", "", "nan", "inf", "1" * 400):
            display(code)(raw)


def test_numbers_beyond_reason_keep_their_exponent() -> None:
    assert plain_number("1e300") == "1E+300"
    assert plain_number("nan") == "nan"
    assert plain_number("-0") == "0"
