"""The grammar of target values, word by word and for any text at all."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.model.value import Comparator, Nature, TargetValue
from jixiao.readers.deadline import serial_date
from jixiao.readers.value_grammar import LONGEST, SIGNS, UNITS, is_graded, read_value
from tests.paths import SEED_RECORD


def parts(text: str, **columns: str) -> tuple[str | None, str | None, str | None]:
    """Sign, number and unit of a value."""
    value = read_value(text, **columns)
    number = None if value.number is None else str(value.number)
    return value.comparator, number, value.unit


SEED_VALUES = [
    indicator["value"]
    for target in json.loads(SEED_RECORD.read_text(encoding="utf-8"))["targets"]
    for indicator in target["indicators"]
]


def test_all_values_of_the_real_publication_are_exact() -> None:
    assert len(SEED_VALUES) == 94
    for expected in SEED_VALUES:
        value = read_value(expected["text"])

        assert value.text == expected["text"]
        assert value.nature == expected["nature"]
        assert parts(expected["text"]) == (
            expected["comparator"],
            expected["number"],
            expected["unit"],
        )


@pytest.mark.parametrize(
    ("text", "sign", "number", "unit"),
    [
        ("≥2500个", ">=", "2500", "个"),
        ("1百分比", None, "1", "%"),
        ("≥100百分比", ">=", "100", "%"),
        ("≤2月", "<=", "2", "月"),
        ("12期", None, "12", "期"),
        ("24小时", None, "24", "小时"),
        ("≥90.00(%)", ">=", "90.00", "%"),
        ("≥90.00（%）", ">=", "90.00", "%"),
        ("不低于60户/人·月", ">=", "60", "户/人·月"),
        ("854万", None, "854", "万"),
        ("854万(农田400万元,示范295万元)", None, "854", "万"),
        ("≧95%", ">=", "95", "%"),
        (">=20平方米", ">=", "20", "平方米"),
        ("＞＝９０％", ">=", "90", "%"),
        ("=>3次", ">=", "3", "次"),
        ("≦30天", "<=", "30", "天"),
        ("＝100％", "=", "100", "%"),
        ("<=475元/亩", "<=", "475", "元/亩"),
        ("=23万元/个", "=", "23", "万元/个"),
        (">92%", ">", "92", "%"),
        ("＜5%", "<", "5", "%"),
        ("不少于3次", ">=", "3", "次"),
        ("不得低于3次", ">=", "3", "次"),
        ("至少5场", ">=", "5", "场"),
        ("大于等于90%", ">=", "90", "%"),
        ("不超过182.31万元", "<=", "182.31", "万元"),
        ("控制在100万元以内", "<=", "100", "万元"),
        ("不高于3‰", "<=", "3", "‰"),
        ("95%以上", ">=", "95", "%"),
        ("95%及以上", ">=", "95", "%"),
        ("95%（含）以上", ">=", "95", "%"),
        ("2小时以内", "<=", "2", "小时"),
        ("5个工作日内", "<=", "5", "个工作日"),
        ("24小时内响应", "<=", "24", "小时"),
        ("每月10日前", "<=", "10", "日"),
        ("每年2次", None, "2", "次"),
        ("增长10%以上", ">=", "10", "%"),
        ("较上年下降3个百分点", None, "3", "个百分点"),
        ("≥190元每人每月", ">=", "190", "元每人每月"),
        ("3次/年", None, "3", "次/年"),
        ("1,234.50元", None, "1234.50", "元"),
        ("￥100", None, "100", None),
        ("12（期）", None, "12", "期"),
        ("100%完成", None, "100", "%"),
        ("满意度≥90%", ">=", "90", "%"),
        ("优良率达到95%", ">=", "95", "%"),
        ("≥90%（抽样调查）", ">=", "90", "%"),
        ("三次", None, "3", "次"),
        ("十二期", None, "12", "期"),
        ("不少于二十场", ">=", "20", "场"),
        ("一千二百人", None, "1200", "人"),
        ("百分之九十五", None, "95", "%"),
        ("不低于百分之90", ">=", "90", "%"),
        ("≥0", ">=", "0", None),
        ("-3%", None, "-3", "%"),
        ("0.95", None, "0.95", None),
        ("2056.8", None, "2056.8", None),
        ("2", None, "2", None),
        ("≥1万平方米", ">=", "1", "万平方米"),
        ("90分", None, "90", "分"),
        ("100%，", None, "100", "%"),
        ("3家企业", None, "3", "家"),
        ("20台套", None, "20", "台套"),
        ("5万个岗位", None, "5", "万个"),
        ("优良率达95%", ">=", "95", "%"),
        ("道路通达率≥95%", ">=", "95", "%"),
        ("30min", None, "30", "min"),
        ("0起", None, "0", "起"),
    ],
)
def test_sign_number_and_unit(text: str, sign: str | None, number: str, unit: str | None) -> None:
    assert parts(text) == (sign, number, unit)
    assert read_value(text).nature is Nature.QUANTITATIVE


@pytest.mark.parametrize(
    ("text", "deadline", "before"),
    [
        ("2025年年底前", "2025-12-31", True),
        ("2025年底", "2025-12-31", False),
        ("年底前", "--12-31", True),
        ("12月31日前", "--12-31", True),
        ("每年12月底前", "--12", True),
        ("十月底前完成", "--10", True),
        ("2024年12月", "2024-12", False),
        ("2024年12月31日之前", "2024-12-31", True),
        ("截至2024年12月底", "2024-12", False),
        ("2024.12.31", "2024-12-31", False),
        ("2024-12", "2024-12", False),
        ("20241231", "2024-12-31", False),
        ("2024年", "2024-12-31", False),
        ("2024年第四季度", "2024-12-31", False),
        ("三季度末", "--09-30", False),
        ("2024年上半年", "2024-06-30", False),
        ("202001-202012", "2020-12", False),
        ("2024年1月-12月", "2024-12", False),
        ("2024年1月至2025年3月", "2025-03", False),
        ("2024.1—2024.12", "2024-12", False),
        ("2024-01-01至2024-12-31", "2024-12-31", False),
        ("2023-2025年", "2025-12-31", False),
        ("2024.1.1-2024.12.31", "2024-12-31", False),
        ("≤12月31日", "--12-31", True),
        ("2024.12前", "2024-12", True),
    ],
)
def test_dates_and_stretches_of_time(text: str, deadline: str, before: bool) -> None:
    value = read_value(text)

    assert value.deadline == deadline
    assert (value.comparator is Comparator.AT_MOST) == before
    assert value.number is None


@pytest.mark.parametrize(
    ("text", "lower", "upper", "unit"),
    [
        ("90%-95%", "90", "95", "%"),
        ("10-20人", "10", "20", "人"),
        ("3至5次", "3", "5", "次"),
        ("10人～20人", "10", "20", "人"),
    ],
)
def test_ranges_keep_both_ends(text: str, lower: str, upper: str, unit: str) -> None:
    value = read_value(text)

    assert (str(value.number), str(value.upper), value.unit) == (lower, upper, unit)


@pytest.mark.parametrize("text", ["约5.5万人次", "30余次", "50多家", "95%左右", "近100场"])
def test_what_is_only_about_right_is_marked(text: str) -> None:
    value = read_value(text)

    assert value.approximate
    assert value.number is not None


@pytest.mark.parametrize(
    "text",
    [
        *("优秀", "显著", "及时", "合规", "效果明显", "较高", "符合相关规定", "达成预期指标"),
        *("影响可持续", "良好", "不超预算", "控制在预算内", "持续改善", "按时办结", "显著提高"),
    ],
)
def test_words_of_degree_and_state_are_graded(text: str) -> None:
    assert read_value(text).nature is Nature.GRADED
    assert is_graded(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "无", "/", "不适用", "*", "创优四最营商环境", "基层政务公开情况", "保障运转"),
        *("第一年按总投资额返本20%,分红按8%分红", "在规定时间结案率为95%", "4家企业入驻园区"),
        *("不低于上年度水平", "参照政府采购成本控制", "≥**%", "≥XX次", "1:1", "95/100", "1.2.3"),
        *("一次性", "一流", "≥", "%", "第一批", "一二三", "万无一失", "一级", "十分", "零事故"),
        *("12345热线畅通", "2024年2月30日", "≥95%（群众）≥90%（企业）", "24×7小时"),
    ],
)
def test_everything_else_is_a_text(text: str) -> None:
    value = read_value(text)

    assert value.nature is Nature.TEXT
    assert (value.number, value.comparator, value.deadline) == (None, None, None)


def test_several_quantities_are_quantitative_without_a_single_number() -> None:
    value = read_value("1600人、200人")

    assert value.nature is Nature.QUANTITATIVE
    assert value.number is None


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        ("100", {"sign": "＝", "unit": "%"}, ("=", "100", "%")),
        ("100", {"sign": "≥", "unit": "百分比"}, (">=", "100", "%")),
        ("12", {"sign": "大于等于", "unit": "（条）"}, (">=", "12", "条")),
        ("≤12", {"sign": "≥", "unit": "月"}, ("<=", "12", "月")),
        ("88%", {"sign": ">=", "unit": "无"}, (">=", "88", "%")),
        ("12", {"sign": "正向", "unit": "/"}, (None, "12", None)),
        ("优", {"sign": "定性", "unit": "%"}, (None, None, None)),
    ],
)
def test_sign_and_unit_may_have_columns_of_their_own(
    text: str, columns: dict[str, str], expected: tuple[str | None, ...]
) -> None:
    assert parts(text, **columns) == expected


@pytest.mark.parametrize(
    ("text", "number_format", "number", "unit"),
    [
        ("0.95", "0%", "95", "%"),
        ("1", "0%", "100", "%"),
        ("0.885", "0.00%", "88.5", "%"),
        ("≥90%", "0%", "90", "%"),
        ("0.95", "General", "0.95", None),
        ("95%", "0%", "95", "%"),
    ],
)
def test_a_percent_format_shows_a_fraction_as_percent(
    text: str, number_format: str, number: str, unit: str | None
) -> None:
    value = read_value(text, number_format=number_format)

    assert value.text == text
    assert (str(value.number), value.unit) == (number, unit)


def test_a_serial_number_under_a_date_format_is_a_date() -> None:
    assert read_value("45657", number_format="yyyy/m/d").deadline == "2024-12-31"
    assert read_value("45657").deadline is None
    assert serial_date("45657") == "2024-12-31"
    assert serial_date("12") is None


# ── any text ─────────────────────────────────────────────────────────────────────────────────

PIECES = st.sampled_from(
    [
        *SIGNS,
        *sorted(UNITS),
        *"0123456789.-~至到年月日底前以上内约余百千万（）()%",
        "以上",
        "季度",
        "202",
        "20",
    ]
)
ANY_TEXT = st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join))


@settings(max_examples=1500, deadline=None)
@given(ANY_TEXT, st.none() | st.text(max_size=6), st.none() | st.text(max_size=6))
def test_any_text_is_a_value_and_its_text_is_kept(
    text: str, sign: str | None, unit: str | None
) -> None:
    value = read_value(text, sign=sign, unit=unit, number_format=None)

    assert isinstance(value, TargetValue)
    assert value.text == text.strip()
    assert value.number is None or value.nature is Nature.QUANTITATIVE
    assert value.upper is None or value.number is not None
    assert value.deadline is None or value.number is None


@settings(max_examples=400, deadline=None)
@given(ANY_TEXT, st.sampled_from(["0%", "0.00%", "yyyy-mm-dd", "General", '[$-804]m"月"d"日"', ""]))
def test_any_text_under_any_format_is_a_value(text: str, number_format: str) -> None:
    assert read_value(text, number_format=number_format).text == text.strip()


@settings(max_examples=500, deadline=None)
@given(
    st.sampled_from([*SIGNS, ""]),
    st.decimals(0, 10**9, places=2) | st.integers(0, 10**9).map(Decimal),
    st.sampled_from(sorted(UNITS - {"年", "月"})),
)
def test_what_is_written_is_read_back(sign: str, number: Decimal, unit: str) -> None:
    value = read_value(f"{sign}{number}{unit}")

    assert value.number == number
    assert str(value.number) == str(number)
    assert value.unit == unit
    assert value.comparator == SIGNS.get(sign)


@settings(max_examples=200, deadline=None)
@given(st.integers(2000, 2099), st.integers(1, 12), st.integers(1, 28), st.booleans())
def test_a_date_is_read_back(year: int, month: int, day: int, before: bool) -> None:
    value = read_value(f"{year}年{month}月{day}日{'前' if before else ''}")

    assert value.deadline == f"{year}-{month:02}-{day:02}"


def test_a_very_long_text_is_a_text_at_once() -> None:
    assert read_value("9" * (LONGEST + 1)).nature is Nature.TEXT
    assert read_value("九" * 100_000).nature is Nature.TEXT
    assert read_value("≥" * LONGEST).nature is Nature.TEXT
