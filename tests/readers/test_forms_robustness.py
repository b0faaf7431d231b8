"""Any layout is read or refused: no other exception, nothing lost, no more than linear time."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jixiao.model.disclosure import Disclosure
from jixiao.model.exceptions import NotAPerformanceForm
from jixiao.readers.forms.labels import COLUMNS, FIELDS, field_of
from jixiao.readers.grid import Cell, Grid, Layout, Paragraph
from tests.readers.reading import read_layout

WORDS = st.sampled_from(
    [
        *(
            "",
            "",
            "",
            " ",
            "\n",
            "产出指标",
            "数量指标",
            "效益指标",
            "满意度指",
            "标",
            "≥90%",
            "3次",
        ),
        *("项目支出绩效目标表", "（2024年度）", "项目支出绩效自评表", "合计", "填报人：", "甲项目"),
        *("854万854万(农田400万元)", "1.部门 □ 2.公共 □√", "项目名称：甲  实施单位：乙", "45657"),
        *("单位：元", "续表", "注：“甲”因涉密不公开，共3个项目，公开2个。", "[bookmark: _GoBack]"),
        *(
            "[bookmark:",
            "202001-202012",
            "（",
            "(",
            "：",
            "年",
            "20年",
            "约",
            "¥",
            "百分之",
            "第季度",
        ),
        *list(FIELDS)[::3],
        *list(COLUMNS)[::2],
    ]
)
TEXTS = st.one_of(WORDS, WORDS, st.text(max_size=12))
FORMATS = st.sampled_from(["text", "xlsx", "docx", "markdown"])


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """A grid with merged cells: each spot belongs to one cell, which is one object."""
    height, width = draw(st.integers(0, 9)), draw(st.integers(1, 7))
    owner: dict[tuple[int, int], Cell] = {}
    for r in range(height):
        for c in range(width):
            if (r, c) in owner:
                continue
            tall = draw(st.sampled_from([1, 1, 1, 2, 3]))
            wide = draw(st.sampled_from([1, 1, 1, 2]))
            spots = [
                (y, x)
                for y in range(r, min(r + tall, height))
                for x in range(c, min(c + wide, width))
            ]
            if any(spot in owner for spot in spots):
                spots, tall, wide = [(r, c)], 1, 1
            tall = max(y for y, _ in spots) - r + 1
            wide = max(x for _, x in spots) - c + 1
            cell = Cell(draw(TEXTS), r + 1, c + 1, tall, wide, draw(st.none() | st.integers(1, 99)))
            owner.update(dict.fromkeys(spots, cell))
    rows = []
    for r in range(height):
        row: list[Cell] = []
        for c in range(width):
            if not row or row[-1] is not owner[r, c]:
                row.append(owner[r, c])
        rows.append(row[: draw(st.integers(0, len(row)))] if draw(st.booleans()) else row)
    return Grid(rows, 1)


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    blocks = draw(st.lists(st.one_of(grids(), st.builds(Paragraph, TEXTS)), max_size=5))
    for number, grid in enumerate([b for b in blocks if isinstance(b, Grid)], 1):
        grid.number = number
    return Layout(draw(FORMATS), blocks)


def read_or_refused(layout: Layout) -> Disclosure | None:
    """The record, or None when the layout was refused; any other exception is a failure."""
    try:
        return read_layout(layout)
    except NotAPerformanceForm:
        return None


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(layouts())
def test_any_layout_is_read_or_refused(layout: Layout) -> None:
    disclosure = read_or_refused(layout)

    if disclosure is None:
        return
    assert disclosure.targets or disclosure.listed
    assert len(disclosure.accounting) >= len(disclosure.listed)
    for target in disclosure.targets:
        assert target.form is not None
        assert all(i.name or i.value.text for i in target.indicators)


@pytest.mark.long
@settings(max_examples=20_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(layouts())
def test_any_layout_is_read_or_refused_at_length(layout: Layout) -> None:
    read_or_refused(layout)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_what_a_labelled_cell_says_is_kept(label: str, text: str) -> None:
    rows = [
        [Cell("项目名称", 1, 1), Cell("甲项目", 1, 2)],
        [Cell(label, 2, 1), Cell(text, 2, 2)],
        [Cell("年度资金总额", 3, 1), Cell("3", 3, 2)],
    ]

    (target,) = read_layout(Layout("xlsx", [Grid(rows, 1)])).targets

    kept = " ".join([*(f"{a} {b}" for a, b in target.others), *target.originals.values()])
    kept += f" {target.annual_objective} {target.implementing_unit}"
    if label.strip() and field_of(label) is None and field_of(text) is None:
        words = [word for word in text.replace("\n", " ").split() if len(word) > 1]
        assert all(word.rstrip("：:").split("：")[0].split(":")[0] in kept for word in words)


# ── time ─────────────────────────────────────────────────────────────────────────────────────


def long_sheet(rows: int) -> Layout:
    header = [
        "单位名称",
        "项目名称",
        "一级指标",
        "二级指标",
        "三级指标",
        "指标性质",
        "指标值",
        "度量单位",
    ]
    made = [[Cell(text, 1, c + 1) for c, text in enumerate(header)]]
    for r in range(1, rows):
        first = r % 10 == 1
        texts = [
            "某局" if first else "",
            f"项目{r // 10}" if first else "",
            "产出指标" if r % 3 else "效益指标",
            "数量指标" if r % 3 else "社会效益指标",
            f"指标{r}",
            "≥",
            str(r),
            "个",
        ]
        made.append([Cell(text, r + 1, c + 1) for c, text in enumerate(texts)])
    return Layout("xlsx", [Grid(made, 1, "05-2")])


def one_form(rows: int) -> Layout:
    made = [[Cell("项目名称", 1, 1), Cell("甲", 1, 2)]]
    header = ("一级指标", "二级指标", "三级指标", "指标值")
    made.append([Cell(text, 2, c + 1) for c, text in enumerate(header)])
    for r in range(2, rows):
        texts = ("产出指标", "数量指标", f"指标{r}", f"≥{r}个")
        made.append([Cell(text, r + 1, c + 1) for c, text in enumerate(texts)])
    return Layout("xlsx", [Grid(made, 1)])


def nothing(rows: int) -> Layout:
    made = [[Cell(f"行{r}列{c}", r + 1, c + 1) for c in range(6)] for r in range(rows)]
    return Layout("xlsx", [Grid(made, 1)])


def labels_only(rows: int) -> Layout:
    made = [[Cell("项目名称", 1, 1), Cell("甲", 1, 2)]]
    made += [[Cell(f"栏目{r}", r + 1, 1), Cell("值", r + 1, 2)] for r in range(1, rows)]
    return Layout("xlsx", [Grid(made, 1)])


def many_pages(rows: int) -> Layout:
    layout = one_form(4)
    for number in range(rows // 4):
        page = [
            [Cell(text, r + 1, c + 1) for c, text in enumerate(("", "", f"指{number}-{r}", "3次"))]
            for r in range(4)
        ]
        layout.blocks.append(Grid(page, number + 2))
    return layout


def front_list(rows: int) -> Layout:
    made = [[Cell(t, 1, c + 1) for c, t in enumerate(("序号", "项目名称", "预算金额（万元）"))]]
    made += [
        [Cell(str(r), r + 1, 1), Cell(f"项目{r}", r + 1, 2), Cell("3.5", r + 1, 3)]
        for r in range(1, rows)
    ]
    return Layout("xlsx", [Grid(made, 1)])


def seconds(layout: Layout) -> float:
    begun = time.process_time()
    read_or_refused(layout)
    return time.process_time() - begun


KINDS = (long_sheet, one_form, nothing, labels_only, many_pages, front_list)


@pytest.mark.parametrize("made", KINDS)
def test_ten_times_the_rows_take_about_ten_times_the_time(made: Callable[[int], Layout]) -> None:
    small = seconds(made(1_500))

    large = seconds(made(15_000))

    assert large < 50 * max(small, 0.02)  # a hundred times, if it were quadratic


@pytest.mark.long
@pytest.mark.parametrize("made", KINDS)
def test_a_hundred_thousand_rows_are_read_in_seconds(made: Callable[[int], Layout]) -> None:
    assert seconds(made(100_000)) < 10


def test_a_wide_sheet_takes_linear_time() -> None:
    rows = [[Cell("项目名称", 1, 1), *(Cell("甲", 1, c) for c in range(2, 16_000))]]
    rows += [[Cell("值", r, c) for c in range(1, 4_000)] for r in range(2, 20)]

    assert seconds(Layout("xlsx", [Grid(rows, 1)])) < 5


def test_a_long_list_and_as_many_tables_are_reconciled_in_linear_time() -> None:
    layout = front_list(1_500)
    layout.blocks.append(long_sheet(15_000).blocks[0])

    disclosure: Disclosure = read_layout(layout)
    begun = time.process_time()
    lines = disclosure.accounting

    assert len(lines) >= 1_500
    assert time.process_time() - begun < 3
