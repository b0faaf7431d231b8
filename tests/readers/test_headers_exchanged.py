"""Headers printed over each other's columns: read by what the columns hold, and told."""

from __future__ import annotations

import pytest

from tests.readers.reading import read_markdown, read_target

ROWS = (
    ("产出指标", "数量指标", "巡护林区", "≥48次"),
    ("产出指标", "质量指标", "隐患处理率", "≥95%"),
    ("产出指标", "时效指标", "12345工单办结", "3个工作日"),
)


def table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [("项目名称", "林区巡护", "", ""), ("---",) * 4, heads, *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def test_names_under_values_are_read_as_names() -> None:
    heads = ("一级指标", "二级指标", "三级指标", "指标值")

    target = read_target(table(heads, [(a, b, value, name) for a, b, name, value in ROWS]))

    assert [(i.name, i.value.text) for i in target.indicators] == [row[2:] for row in ROWS]
    assert target.originals["headers"] == "三级指标、指标值"
    assert target.at["headers"].row == 2


def test_the_notice_names_both_headers() -> None:
    heads = ("一级指标", "二级指标", "三级指标", "指标值")

    record = read_markdown(table(heads, [(a, b, value, name) for a, b, name, value in ROWS]))

    assert any("“三级指标”和“指标值”两栏的表头印反了" in notice.zh for notice in record.notices)


def test_headers_in_another_order_over_their_own_columns_are_read_as_printed() -> None:
    heads = ("一级指标", "二级指标", "指标值", "三级指标")

    target = read_target(table(heads, [(a, b, value, name) for a, b, name, value in ROWS]))

    assert [(i.name, i.value.text) for i in target.indicators] == [row[2:] for row in ROWS]
    assert "headers" not in target.originals


@pytest.mark.parametrize(
    "rows",
    [
        [(*ROWS[0][:2], "≥48次", "巡护林区")],
        [(*ROWS[0][:2], "≥48次", "巡护林区"), ROWS[1]],
        [(*ROWS[0][:2], "12个月", ""), (*ROWS[1][:2], "24小时", "")],
    ],
    ids=["one row", "one row the right way", "no names"],
)
def test_what_is_not_plain_is_read_as_printed(rows: list[tuple[str, ...]]) -> None:
    target = read_target(table(("一级指标", "二级指标", "三级指标", "指标值"), rows))

    assert "headers" not in target.originals
