"""Review forms (绩效目标审核表) filled in: what was filled in comes back, from every carrier."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jixiao.model.target_review import TargetReview
from jixiao.readers.read import read_bytes
from jixiao.readers.record_json import read_record
from jixiao.writers.record_json import render as record_bytes
from jixiao.writers.record_table import disclosure_table
from jixiao.writers.review_sheet_docx import Opinion, ReviewedQuestion, ReviewForm, render
from tests.readers.evaluation_forms import Form, W, docx_of, html_of, number, text_of, xlsx_of
from tests.readers.reading import read_markdown

CARRIERS = {"docx": docx_of, "xlsx": xlsx_of, "html": html_of, "txt": text_of}
# Heading, question, weight, points, words; one item is left blank.
POINTS = (
    ("一、完整性审核（20分）", "规范完整性：内容是否完整", 10, 9, "附件不全"),
    ("一、完整性审核（20分）", "明确清晰性：目标是否明确", 10, 8, ""),
    ("二、相关性审核（30分）", "目标相关性：与职能是否相关", 15, 15, ""),
    ("二、相关性审核（30分）", "指标科学性：指标是否科学", 15, None, "待补材料"),
    ("三、适当性审核（30分）", "绩效合理性：预期是否合理", 30, 28, ""),
    ("四、可行性审核（20分）", "实现可能性：能否实现", 20, 20, ""),
)
GRADES = (
    ("一、完整性审核", "内容是否完整、规范", "优☑ 良□ 中□ 差□"),
    ("一、完整性审核", "目标是否明确、清晰", "优□ 良□√ 中□ 差□"),
    ("二、相关性审核", "与部门职能是否相关", "优□ 良□ 中□ 差□"),
)


def with_points() -> Form:
    rows: Form = [
        [W("项目支出绩效目标审核表（重点项目）", 1, 5)],
        [W("（2024年度）", 1, 5)],
        [W("项目名称"), W("河道保洁", 1, 2), W("项目单位"), W("示例县河道所")],
        [W("主管部门"), W("示例县水利局", 1, 2), W("年度资金"), W("100万元")],
        [W("审核内容"), W("审核要点"), W("分值"), W("得分"), W("审核意见")],
    ]
    before = ""
    for heading, question, weight, given, words in POINTS:
        same = sum(item[0] == heading for item in POINTS)
        first = [W(heading, same)] if heading != before else []
        before = heading
        rows.append([*first, W(question), number(weight), number(given), W(words)])
    rows += [
        [W("总分", 1, 2), number(100), number(80), W("")],
        [W("综合评定等级"), W("优□ 良☑ 中□ 差□", 1, 4)],
        [W("主管部门意见"), W("同意申报", 1, 4)],
        [W("财政部门意见"), W("修改后通过", 1, 4)],
        [W("审核人"), W("（略）", 1, 2), W("审核日期"), W("2024年3月1日")],
    ]
    return rows


def only(data: bytes, name: str) -> TargetReview:
    disclosure = read_bytes(data, name)
    assert disclosure.form == "target-review"
    assert disclosure.targets == ()
    (review,) = disclosure.reviews
    return review


@pytest.mark.parametrize("ending", CARRIERS)
def test_every_carrier_of_a_form_with_points_says_what_was_filled_in(ending: str) -> None:
    review = only(CARRIERS[ending]([with_points()]), f"审核表.{ending}")

    assert (review.project_name, review.implementing_unit) == ("河道保洁", "示例县河道所")
    assert (review.supervising_department, review.fiscal_year) == ("示例县水利局", 2024)
    assert [(i.heading, i.question, i.weight, i.points, i.words) for i in review.items] == [
        (heading, question, Decimal(weight), None if given is None else Decimal(given), words)
        for heading, question, weight, given, words in POINTS
    ]
    assert (review.total, review.total_weight, review.grade) == (Decimal(80), Decimal(100), "良")
    assert review.opinions == (("主管部门意见", "同意申报"), ("财政部门意见", "修改后通过"))
    assert review.signatures == (("审核人", "（略）"), ("审核日期", "2024年3月1日"))
    assert review.others == (("年度资金", "100万元"),)


@pytest.mark.parametrize("ending", CARRIERS)
def test_every_carrier_of_a_form_with_grades_gives_the_one_ticked(ending: str) -> None:
    form: Form = [
        [W("项目支出绩效目标审核表（一般性项目）", 1, 3)],
        [W("项目名称"), W("河道保洁", 1, 2)],
        [W("审核内容"), W("审核要点"), W("审核意见")],
        *([W(heading), W(question), W(mark)] for heading, question, mark in GRADES),
        [W("综合评定等级"), W("通过☑ 不通过□", 1, 2)],
    ]

    review = only(CARRIERS[ending]([form]), f"审核表.{ending}")

    assert [(i.heading, i.question, i.mark) for i in review.items] == [
        ("一、完整性审核", "内容是否完整、规范", "优"),
        ("一、完整性审核", "目标是否明确、清晰", "良"),
        ("二、相关性审核", "与部门职能是否相关", ""),
    ]
    assert (review.grade, review.total, review.items[0].points) == ("通过", None, None)


def test_parts_in_rows_of_their_own_are_the_headings_of_what_follows() -> None:
    (review,) = read_markdown(
        """
        项目支出绩效目标审核表

        | 项目名称 | 河道保洁 | < |
        | --- | --- | --- |
        | 审核要点 | 分值 | 审核得分 |
        | 一、完整性审核 | < | < |
        | 内容是否完整 | 10 | 9 |
        | 二、相关性审核 | < | < |
        | 与职能是否相关 | 15 | 12.5 |
        | 合计 | 25 | 21.5 |

        审核人：（略）    审核日期：2024年3月1日
        """
    ).reviews

    assert [(i.heading, i.question, i.points) for i in review.items] == [
        ("一、完整性审核", "内容是否完整", Decimal(9)),
        ("二、相关性审核", "与职能是否相关", Decimal("12.5")),
    ]
    assert (review.total, review.total_weight) == (Decimal("21.5"), Decimal(25))
    assert review.signatures == (("审核人", "（略）"), ("审核日期", "2024年3月1日"))


def test_the_form_of_the_site_is_read_back() -> None:
    questions = (
        ReviewedQuestion("一、完整性审核", "规范完整性", "内容是否完整？", "优", "齐全"),
        ReviewedQuestion("一、完整性审核", "明确清晰性", "目标是否明确？", "良", "第2条不清楚"),
        ReviewedQuestion("二、相关性审核", "目标相关性", "与职能是否相关？", "", ""),
    )
    form = ReviewForm(
        "河道保洁", "示例县河道所", "示例县水利局", 2024, "100万元", questions,
        Opinion("同意", "", "（略）", "2024-03-01"), Opinion("修改后通过", "良"),
    )  # fmt: skip

    review = only(render(form), "审核表.docx")

    assert [
        ReviewedQuestion(i.heading, i.name, i.question, i.mark, i.words) for i in review.items
    ] == list(questions)
    assert (review.project_name, review.implementing_unit) == (form.project, form.unit)
    assert (review.supervising_department, review.fiscal_year) == (form.department, 2024)
    assert review.grade == "良"
    assert dict(review.opinions) == {
        "主管部门意见": "同意\n（略）\u30002024-03-01",
        "财政部门意见": "修改后通过",
    }


def test_the_record_of_a_review_is_read_back_and_nothing_is_left_over() -> None:
    disclosure = read_bytes(html_of([with_points()]), "审核表.html")

    again = read_record(record_bytes(disclosure), "record.json")

    assert again == disclosure
    assert again.reviews[0].items[3].points is None
    assert [note for note in disclosure.notes if note.is_row] == []


def test_a_review_stands_beside_its_target() -> None:
    disclosure = read_markdown(
        """
        | 项目支出绩效目标表 | < | < | < |
        | --- | --- | --- | --- |
        | 项目名称 | 河道保洁 | < | < |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | 产出指标 | 数量指标 | 保洁河道 | ≥30公里 |

        项目支出绩效目标审核表

        | 项目名称 | 河道保洁 | < |
        | --- | --- | --- |
        | 审核内容 | 审核要点 | 审核意见 |
        | 完整性 | 内容是否完整 | 优 |
        """
    )

    assert [t.project_name for t in disclosure.targets] == ["河道保洁"]
    assert [(r.project_name, r.items[0].mark) for r in disclosure.reviews] == [("河道保洁", "优")]
    assert disclosure.form == "project-target"


def test_the_table_for_people_prints_what_was_filled_in() -> None:
    printed = disclosure_table(read_bytes(html_of([with_points()]), "审核表.html"))

    assert "□ 绩效目标审核表 河道保洁  2024  良  80" in printed
    assert "一、完整性审核（20分） | 规范完整性：内容是否完整 | 9 | 附件不全" in printed
    assert "财政部门意见：修改后通过" in printed
