"""Long tables of self-evaluations and forms of whole departments: read alike in every carrier."""

from __future__ import annotations

import itertools
from decimal import Decimal
from pathlib import Path

import pytest

from jixiao.model.evaluation import Actual
from jixiao.model.exceptions import NotAPerformanceForm
from jixiao.model.value import Comparator
from jixiao.pipeline import score_file
from jixiao.readers.self_evaluation import (
    SelfEvaluations,
    read_evaluation_bytes,
    read_self_evaluations,
)
from jixiao.writers.evaluation_forms import write_self_evaluations
from jixiao.writers.score_json import render
from jixiao.writers.scores import Request, ScoredFile
from jixiao.writers.self_evaluation_layout import notes_of
from tests.office import converted, needs_office
from tests.paths import CORPUS
from tests.readers.department_forms import UNIT, W, department, line, long_table, projects
from tests.readers.evaluation_forms import (
    ANHUI,
    SICHUAN,
    Form,
    docx_of,
    html_of,
    text_of,
    xlsx_of,
)

CARRIERS = {"docx": docx_of, "xlsx": xlsx_of, "html": html_of, "txt": text_of}
LAYOUTS: dict[str, dict[str, object]] = {
    "merged": {},
    "printed once": {"is_merged": False},
    "repeated": {"is_merged": False, "is_repeated": True},
    "two rows of headers": {"heads": 2},
}


def read(form: Form, ending: str = "html") -> SelfEvaluations:
    return read_evaluation_bytes(CARRIERS[ending]([form]), f"form.{ending}")


# ── long tables ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("ending", CARRIERS)
def test_every_layout_of_a_long_table_says_what_was_keyed_in(layout: str, ending: str) -> None:
    keyed = read_self_evaluations(ANHUI)

    found = read(long_table(**LAYOUTS[layout]), ending)  # type: ignore[arg-type]

    assert [e.title for e in found.evaluations] == [e.title for e in keyed]
    assert [e.rows for e in found.evaluations] == [tuple(rows_of_a_long_table(e)) for e in keyed]
    assert {(e.fiscal_year, e.implementing_unit, e.total) for e in found.evaluations} == {
        (2022, UNIT, 70)
    }
    assert [e.funds[0].paid for e in found.evaluations] == [
        one["money"]["本年财政拨款"][2] for one in projects()
    ]
    assert found.notices == ()


def rows_of_a_long_table(evaluation: object) -> object:
    """The rows without what the level of the form says beside its name: “产出指标(50分)”."""
    from dataclasses import replace

    for row in evaluation.rows:  # type: ignore[attr-defined]
        yield replace(row, indicator=replace(row.indicator, originals={}))


@needs_office
@pytest.mark.parametrize("ending", ["doc", "xls", "ods"])
def test_a_long_table_is_read_from_older_formats_too(ending: str) -> None:
    source = "docx" if ending == "doc" else "xlsx"
    made = CARRIERS[source]([long_table()])

    found = read_evaluation_bytes(converted(made, source, ending), f"form.{ending}")

    assert found.evaluations == read(long_table()).evaluations


def test_a_long_table_cut_by_a_page_break_goes_on() -> None:
    whole = long_table(is_merged=False)
    head, first, second = whole[:3], whole[3:8], whole[8:]

    cut = read_evaluation_bytes(html_of([head + first, second]), "page.html")
    headed = read_evaluation_bytes(html_of([head + first, head[2:3] + second]), "page.html")

    assert cut.evaluations == headed.evaluations == read(whole).evaluations


def test_a_project_of_the_same_name_in_another_unit_is_another_one() -> None:
    form = long_table(is_merged=False, is_repeated=True)
    renamed = [
        [W("甲局") if cell.text == UNIT and row[0].text == "2" else cell for cell in row]
        for row in form
    ]
    title = projects()[0]["项目名称"]
    same = [
        [W(title) if cell.text == projects()[1]["项目名称"] else cell for cell in row]
        for row in renamed
    ]

    found = read(same).evaluations

    assert [(e.title, e.implementing_unit) for e in found] == [(title, UNIT), (title, "甲局")]


def test_points_of_the_execution_and_a_row_of_the_total_are_kept_apart() -> None:
    heads = ("项目名称", "全年预算数", "全年执行数", "执行率", "得分（10分）")
    heads += ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
    form = [
        [W("项目支出绩效自评表", 1, 12)],
        line(*heads),
        line(
            "河道保洁", 90, 81, "90%", 9, "产出指标", "数量指标", "保洁河道", "30公里", 30, 90, 90
        ),
        line("", "", "", "", "", "总分", "", "", "", "", 100, 99),
    ]

    (evaluation,) = read(form).evaluations

    (funds,) = evaluation.funds
    assert (funds.weight, funds.points, funds.rate) == (10, 9, 90)
    assert [row.points for row in evaluation.rows] == [90]
    assert evaluation.total == 99


def test_differing_rows_of_funds_are_said() -> None:
    form = long_table(is_merged=False)
    form[4] = [*form[4][:3], *line(1, 2, 3), *form[4][6:]]

    found = read(form)

    assert found.evaluations[0].funds[0].paid == Decimal("89.974")
    assert [n.at.row for n in found.notices if n.at] == [5]
    assert "资金在长表中有不同的几行" in found.notices[0].zh


def test_a_list_of_goals_without_a_title_is_no_self_evaluation() -> None:
    form = [
        line("项目名称", "指标类型", "指标名称", "目标值", "实际完成值", "得分"),
        line("销售一组", "业绩", "新客户", "20", "18", "9"),
    ]

    with pytest.raises(NotAPerformanceForm):
        read(form)


# ── departments ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("ending", CARRIERS)
def test_the_form_of_a_department_is_read_with_its_funds_and_goals(ending: str) -> None:
    found = read(department(), ending)

    (evaluation,) = found.evaluations
    assert (evaluation.title, evaluation.fiscal_year) == ("示例县水利局", 2023)
    assert evaluation.is_of_department
    assert [row.label for row in evaluation.funds] == ["年度资金总额", "基本支出", "项目支出"]
    assert [row.paid for row in evaluation.funds] == [900, 400, 500]
    assert evaluation.achieved == "用水安全得到保障。"
    assert [row.points for row in evaluation.rows] == [50, 27, 10]
    assert evaluation.total == 96


def test_the_main_tasks_of_a_department_are_said_not_to_be_replayed() -> None:
    notices = read(department()).notices

    method, tasks = notices
    assert "没有全国统一的计分办法" in method.zh
    assert "年度主要任务2项（河道治理、水库加固）" in tasks.zh
    assert "not scored again" in tasks.en


@pytest.mark.parametrize("ending", CARRIERS)
def test_an_adjusted_target_holds_and_the_first_stays_beside_it(ending: str) -> None:
    (evaluation,) = read(department(is_national=False), ending).evaluations

    first, second = (row.indicator for row in evaluation.rows)
    assert (first.value.comparator, first.value.number) == (Comparator.AT_LEAST, 30)
    assert ("年初指标值", "40") in first.others
    assert second.value.number == 90
    assert evaluation.rows[1].actual == Actual("81", Decimal(81), "%")
    assert evaluation.objective == "治理河道30公里。"
    assert evaluation.funds[0].label == "部门支出预算数"
    assert evaluation.total == 96


def test_a_department_without_weights_is_said_to_have_those_of_the_template() -> None:
    form = [[c._replace(text="", number=None) if c.number is not None else c for c in row]
            for row in department()]  # fmt: skip

    notices = read(form).notices

    assert "分值是按项目支出的模板分配的" in notices[0].zh


def test_staff_goals_by_department_are_no_self_evaluation() -> None:
    form = [
        line("部门名称", "销售部", "", "", ""),
        line("一级指标", "指标名称", "目标值", "实际完成值", "得分"),
        line("业绩", "新客户", "20", "18", "9"),
    ]

    with pytest.raises(NotAPerformanceForm):
        read(form)


# ── what cannot be replayed ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (
            [
                [W("2023年度项目支出绩效自评结果汇总表", 1, 5)],
                line("序号", "项目名称", "全年预算数", "全年执行数", "自评得分"),
                line("1", "河道保洁", 90, 81, 99),
            ],
            "自评结果一览表",
        ),
        (
            [
                [W("部门整体支出绩效自评表", 1, 5)],
                line("一级指标", "二级指标", "三级指标", "分值", "得分"),
                line("投入", "目标设定", "绩效目标合理性", 5, 5),
            ],
            "评分标准表",
        ),
    ],
    ids=["list", "scheme"],
)
def test_what_cannot_be_replayed_is_said(form: Form, said: str) -> None:
    with pytest.raises(NotAPerformanceForm) as refused:
        read(form)
    beside = read_evaluation_bytes(html_of([department(), form]), "page.html")

    assert said in refused.value.zh
    assert len(beside.evaluations) == 1
    assert said in beside.notices[-1].zh


@pytest.mark.parametrize("path", sorted((CORPUS / "negative").iterdir()), ids=lambda p: p.name)
def test_nothing_is_taken_from_what_is_none(path: Path) -> None:
    from jixiao.model.exceptions import UserError

    with pytest.raises(UserError):
        read_self_evaluations(path)


# ── round trips ──────────────────────────────────────────────────────────────────────────────


def scored(tmp_path: Path, form: Form) -> ScoredFile:
    path = tmp_path / "form.html"
    path.write_bytes(html_of([form]))
    return score_file(path)


FORMS = [long_table(), department(), department(is_national=False)]


@pytest.mark.parametrize("form", FORMS, ids=["long", "department", "chongqing"])
def test_the_json_of_the_scores_is_read_back(tmp_path: Path, form: Form) -> None:
    file = scored(tmp_path, form)

    again = read_evaluation_bytes(render([file], [], Request()).encode(), "scores.json")

    assert again.evaluations == tuple(sheet.evaluation for sheet in file.sheets)


@pytest.mark.parametrize("path", [ANHUI, SICHUAN], ids=["anhui", "sichuan"])
def test_the_json_of_keyed_in_forms_is_read_back(path: Path) -> None:
    file = score_file(path)
    several = render([file, file], [], Request(several=True))

    again = read_evaluation_bytes(several.encode(), "scores.json")

    assert again.evaluations == read_self_evaluations(path) * 2


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ('"stated_weight": ', "rows[0].stated_weight2 "),
        ('"form": ', "sheets[0].form2 "),
    ],
)
def test_a_key_of_the_scores_that_is_not_known_is_refused(broken: str, said: str) -> None:
    text = render([score_file(SICHUAN)], [], Request())
    text = text.replace(broken, broken[:-3] + '2": ', 1)

    with pytest.raises(NotAPerformanceForm) as refused:
        read_evaluation_bytes(text.encode(), "scores.json")

    assert broken.split('"')[1] in refused.value.zh


def test_a_file_that_could_not_be_read_is_named_when_its_scores_are() -> None:
    error = NotAPerformanceForm("不是", "none")
    text = render([score_file(SICHUAN)], [(Path("坏.docx"), error)], Request(several=True))

    found = read_evaluation_bytes(text.encode(), "scores.json")

    assert len(found.evaluations) == 1
    assert "坏.docx" in found.notices[0].zh


@pytest.mark.parametrize("ending", [".docx", ".xlsx", ".html"])
def test_the_form_of_a_department_is_written_under_its_own_title(
    tmp_path: Path, ending: str
) -> None:
    file = scored(tmp_path, department())
    path = tmp_path / f"out{ending}"

    write_self_evaluations(file.sheets, path)

    (evaluation,) = read_self_evaluations(path)
    assert "没有全国统一的计分办法" in next(notes_of(file.sheets[0]))
    assert evaluation.is_of_department
    assert evaluation.title == "示例县水利局"
    assert len(evaluation.funds) == 3


def test_a_department_keyed_in_is_one() -> None:
    data = '{"部门名称": "甲局", "money": {}, "indicators": []}'.encode()

    (evaluation,) = read_evaluation_bytes(data, "keyed.json").evaluations

    assert (evaluation.title, evaluation.is_of_department) == ("甲局", True)


def test_points_follow_the_same_method_in_a_long_table_and_in_forms(tmp_path: Path) -> None:
    table = scored(tmp_path, long_table()).sheets
    forms = score_file(ANHUI).sheets

    pairs = itertools.chain.from_iterable(
        zip(one.rows, other.rows, strict=True) for one, other in zip(table, forms, strict=True)
    )
    assert all(one.points == other.points for one, other in pairs)
