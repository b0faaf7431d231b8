"""Whatever a file of self-evaluations holds: it is read or refused, soon, and never crashes."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jixiao.pipeline import score_file
from jixiao.readers.forms.labels import COLUMNS, FIELDS
from jixiao.readers.forms.self_evaluation import read_evaluations
from jixiao.readers.grid import Cell, Grid, Layout, Paragraph
from jixiao.readers.self_evaluation import read_evaluation_bytes
from jixiao.readers.vocabulary import words
from jixiao.regulations.parameter import norms_for
from jixiao.scoring.self_evaluation import score
from jixiao.writers.score_json import render
from jixiao.writers.scores import Request, ScoredFile
from tests.readers.department_forms import department, line, long_table
from tests.readers.evaluation_forms import (
    ANHUI,
    SICHUAN,
    docx_of,
    forms,
    html_of,
    text_of,
    xlsx_of,
)
from tests.readers.hostile import SECONDS, mutated, mutated_inside, survives

CARRIERS = {"docx": docx_of, "xlsx": xlsx_of, "html": html_of, "txt": text_of}
READ = partial(read_evaluation_bytes, name="form")
PAGES = [
    long_table(),
    long_table(is_merged=False, is_repeated=True),
    department(),
    department(is_national=False),
    *forms(ANHUI),
    *forms(SICHUAN),
]
WORDS = st.sampled_from(
    [
        *("", "", "", " ", "\n", "≥90%", "3", "0.9", "100%", "90万元", "（2024年度）", "1", "2"),
        *words(
            "项目支出绩效自评表 部门整体支出绩效自评表 自评结果汇总表 项目支出绩效目标表 "
            "单位：万元 部门名称 序号 单位名称 项目名称 甲项目 乙项目 全年预算数 "
            "全年执行数 执行率 分值 得分 自评总分 总分 合计 一级指标 二级指标 三级指标 年度指标值 "
            "实际完成值 年初指标值 调整指标值 得分系数 预期目标 实际完成情况 全年调整绩效目标 "
            "任务名称 产出指标 数量指标 满意度指标 达成预期指标 特优 评分标准 "
            "偏差原因分析及改进措施 年度资金总额 其中：财政拨款"
        ),
        *list(FIELDS)[::9],
        *list(COLUMNS)[::5],
    ]
)
TEXTS = st.one_of(WORDS, WORDS, WORDS, st.text(max_size=12))


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """A grid with merged cells: each spot belongs to one cell, which is one object."""
    height, width = draw(st.integers(0, 9)), draw(st.integers(1, 12))
    owner: dict[tuple[int, int], Cell] = {}
    for r in range(height):
        for c in range(width):
            if (r, c) in owner:
                continue
            tall, wide = draw(st.sampled_from([(1, 1), (1, 1), (1, 1), (2, 1), (3, 1), (1, 2)]))
            spots = [(y, x) for y in range(r, r + tall) for x in range(c, c + wide)]
            if any(s in owner or s[0] >= height or s[1] >= width for s in spots):
                spots, tall, wide = [(r, c)], 1, 1
            cell = Cell(draw(TEXTS), r + 1, c + 1, tall, wide)
            owner.update(dict.fromkeys(spots, cell))
    rows: list[list[Cell]] = []
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
    return Layout(draw(st.sampled_from(["text", "xlsx", "docx"])), blocks)


def read_and_scored(layout: Layout) -> None:
    """Read, score again and write the scores; they are read back as they were."""
    read = read_evaluations(layout)
    if not read.evaluations:
        return
    sheets = tuple(score(e, norms_for(e.fiscal_year, "")) for e in read.evaluations)
    file = ScoredFile("x", sheets, ("",) * len(sheets), read.notices)
    again = read_evaluation_bytes(render([file], [], Request()).encode(), "x.json")
    assert again.evaluations == read.evaluations


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(layouts())
def test_any_layout_is_read_and_its_scores_come_back(layout: Layout) -> None:
    read_and_scored(layout)


@pytest.mark.long
@settings(max_examples=3_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(layouts())
def test_any_layout_is_read_and_its_scores_come_back_at_length(layout: Layout) -> None:
    read_and_scored(layout)


# ── a form with one thing changed ────────────────────────────────────────────────────────────


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(PAGES), st.data())
def test_a_form_with_cells_changed_is_read_or_refused(form: object, data: st.DataObject) -> None:
    changed = [list(row) for row in form]  # type: ignore[attr-defined]
    for _ in range(data.draw(st.integers(1, 4))):
        row = data.draw(st.sampled_from([row for row in changed if row]))
        index = data.draw(st.integers(0, len(row) - 1))
        row[index] = row[index]._replace(text=data.draw(TEXTS), number=None)

    survives(READ, [html_of([changed]), text_of([changed])])


@pytest.mark.parametrize(
    "count", [40, pytest.param(1_500, marks=pytest.mark.long)], ids=["few", "many"]
)
@pytest.mark.parametrize("ending", CARRIERS)
def test_bytes_changed_end_in_a_form_or_a_sentence(ending: str, count: int) -> None:
    some = PAGES[:: 3 if ending == "docx" else 1]  # making a Word file takes long
    whole = [CARRIERS[ending]([form]) for form in some]
    change = mutated_inside if ending in ("docx", "xlsx") else mutated

    for seed in range(count):
        way = change if seed % 4 else mutated
        data = way(whole[seed % len(whole)], whole[(seed + 1) % len(whole)], seed)
        before = time.process_time()
        survives(READ, [data])
        assert time.process_time() - before < SECONDS


@pytest.mark.parametrize("count", [300, pytest.param(5_000, marks=pytest.mark.long)])
def test_scores_changed_end_in_a_form_or_a_sentence(count: int, tmp_path: Path) -> None:
    path = tmp_path / "form.html"
    path.write_bytes(html_of(PAGES))
    text = render([score_file(path)], [], Request()).encode()

    cases = [mutated(text, path.read_bytes(), seed) for seed in range(count)]

    survives(READ, cases)


# ── time ─────────────────────────────────────────────────────────────────────────────────────


def long_sheet(rows: int, heads: tuple[str, ...]) -> Layout:
    title = [Cell("项目支出绩效自评情况表", 1, 1, 1, len(heads))]
    made = [title, [Cell(head, 2, c) for c, head in enumerate(heads, 1)]]
    for number in range(3, rows):
        own = line(f"项目{number // 9}", "产出指标", "数量指标", "会议", "≥5次", 5, 10, 10)
        made.append([Cell(w.text, number, c) for c, w in enumerate(own[: len(heads)], 1)])
    return Layout("xlsx", [Grid(made, 1, "自评")])


@pytest.mark.parametrize(
    "heads",
    [
        (
            "项目名称",
            "一级指标",
            "二级指标",
            "三级指标",
            "年度指标值",
            "实际完成值",
            "分值",
            "得分",
        ),
        ("项目名称", "全年执行数", "得分"),
        ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
    ],
    ids=["long table", "list", "one form"],
)
def test_a_table_ten_times_as_long_takes_about_ten_times_as_long(heads: tuple[str, ...]) -> None:
    times = []
    for rows in (1_000, 10_000):
        layout = long_sheet(rows, heads)
        before = time.process_time()
        read_evaluations(layout)
        times.append(time.process_time() - before)

    assert times[1] < 30 * max(times[0], 0.01)


def test_headers_without_end_cost_no_more() -> None:
    rows = [[Cell("项目支出绩效自评表", 1, 1, 1, 3)]]
    rows += [
        [Cell(t, r, c) for c, t in enumerate(("项目名称", "执行率", "得分"), 1)]
        for r in range(2, 8_000)
    ]
    heads = ("一级指标", "三级指标", "年度指标值", "实际完成值", "得分")
    rows += [[Cell(t, 8_000, c) for c, t in enumerate(heads, 1)]]
    before = time.process_time()

    read_evaluations(Layout("xlsx", [Grid(rows, 1, "自评")]))

    assert time.process_time() - before < SECONDS
