"""Where a form begins, goes on and ends: several in one grid, page breaks, signatures, notes."""

from __future__ import annotations

from decimal import Decimal

from jixiao.model.money import MoneyUnit
from tests.readers.reading import read_markdown, read_rows, read_target

HEADER = ("绩效指标", "一级指标", "二级指标", "三级指标", "指标值")


def test_two_forms_in_one_grid_are_two_targets() -> None:
    disclosure = read_markdown("""
        | 项目支出绩效目标表 | < | < | < |
        | --- | --- | --- | --- |
        | （2024年度） | < | < | < |
        | 项目名称 | 甲项目 | < | < |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | 产出指标 | 数量指标 | 培训人次 | 30人次 |
        | 项目支出绩效目标表 | < | < | < |
        | （2024年度） | < | < | < |
        | 项目名称 | 乙项目 | < | < |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | 产出指标 | 质量指标 | 合格率 | 95% |
        """)

    assert [t.project_name for t in disclosure.targets] == ["甲项目", "乙项目"]
    assert [len(t.indicators) for t in disclosure.targets] == [1, 1]
    assert [t.fiscal_year for t in disclosure.targets] == [2024, 2024]


def test_a_title_printed_again_on_the_next_page_does_not_begin_another_form() -> None:
    target = read_target("""
        | 项目支出绩效目标表 | < | < | < |
        | --- | --- | --- | --- |
        | 项目名称 | 甲项目 | < | < |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | 产出指标 | 数量指标 | 培训人次 | 30人次 |
        | 项目支出绩效目标表 | < | < | < |
        | （2024年度） | < | < | < |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | | 数量指标 | 培训班次 | 2班次 |
        """)

    assert [i.name for i in target.indicators] == ["培训人次", "培训班次"]
    assert [i.level1 for i in target.indicators] == ["产出指标", "产出指标"]


def test_a_table_cut_by_a_page_break_goes_on_without_a_header() -> None:
    target = read_target("""
        | 项目名称 | 甲项目 | | | |
        | --- | --- | --- | --- | --- |
        | 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | | 产出指标 | 数量指标 | 培训人次 | 30人次 |

        第 2 页

        | | | 质量指标 | 合格率 | 95% |
        | --- | --- | --- | --- | --- |
        | | 效益指标 | 社会效益指标 | 满意程度 | 较高 |
        """)

    assert [(i.level1, i.level2) for i in target.indicators] == [
        ("产出指标", "数量指标"),
        ("产出指标", "质量指标"),
        ("效益指标", "社会效益指标"),
    ]


def test_a_continuation_that_lacks_columns_on_the_left_aligns_right() -> None:
    target = read_target("""
        | 项目名称 | 甲项目 | | | |
        | --- | --- | --- | --- | --- |
        | 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | | 产出指标 | 数量指标 | 培训人次 | 30人次 |

        | 质量指标 | 合格率 | 95% |
        | --- | --- | --- |
        | 时效指标 | 完成时间 | 12月底前 |
        """)

    assert [(i.level1, i.level2, i.name) for i in target.indicators[1:]] == [
        ("产出指标", "质量指标", "合格率"),
        ("产出指标", "时效指标", "完成时间"),
    ]


def test_indicators_in_a_table_of_their_own_belong_to_the_project_above() -> None:
    target = read_target("""
        | 项目名称 | 甲项目 |
        | --- | --- |

        二、绩效指标

        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | --- | --- | --- | --- |
        | 产出指标 | 数量指标 | 培训人次 | 30人次 |
        """)

    assert target.project_name == "甲项目"
    assert len(target.indicators) == 1


def test_a_table_that_does_not_fit_is_not_taken_for_a_continuation() -> None:
    disclosure = read_markdown("""
        | 项目名称 | 甲项目 | | | |
        | --- | --- | --- | --- | --- |
        | 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | | 产出指标 | 数量指标 | 培训人次 | 30人次 |

        | 科目 | 去年 | 今年 | 增减 | 说明 |
        | --- | --- | --- | --- | --- |
        | 办公费 | 12 | 14 | 2 | 无 |
        """)

    (target,) = disclosure.targets
    assert len(target.indicators) == 1
    assert ["没有读取" in notice.zh for notice in disclosure.notices] == [True]


def test_a_cover_page_with_the_same_project_is_one_target_with_the_form() -> None:
    target = read_target("""
        | 项目申报书 | < |
        | --- | --- |
        | 项目名称 | 甲项目 |
        | 填报日期 | 2024年1月5日 |

        | 项目名称 | 甲项目 | | |
        | --- | --- | --- | --- |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | 产出指标 | 数量指标 | 培训人次 | 30人次 |
        """)

    assert target.project_name == "甲项目"
    assert ("填报日期", "2024年1月5日") in target.others
    assert len(target.indicators) == 1


def test_signature_rows_are_kept_and_are_no_indicators() -> None:
    target = read_target("""
        | 项目名称 | 甲项目 | < | < |
        | --- | --- | --- | --- |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | 产出指标 | 数量指标 | 培训人次 | 30人次 |
        | 填报人： | 张某 | 联系电话： | 0554 |
        | 注：请据实填写。 | < | < | < |
        """)

    assert len(target.indicators) == 1
    assert ("填报人", "张某") in target.others
    assert ("联系电话", "0554") in target.others
    assert ("注", "请据实填写。") in target.others


def test_empty_rows_left_in_are_skipped() -> None:
    target = read_target("""
        | 项目名称 | 甲项目 | | |
        | --- | --- | --- | --- |
        | | | | |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | 产出指标 | 数量指标 | 培训人次 | 30人次 |
        | | | | |
        | | | 培训班次 | 2班次 |
        | …… | …… | | |
        """)

    assert [i.name for i in target.indicators] == ["培训人次", "培训班次"]
    assert {i.level2 for i in target.indicators} == {"数量指标"}


def test_a_header_repeated_before_each_class_is_no_indicator() -> None:
    target = read_target("""
        | 项目名称 | 甲项目 | | |
        | --- | --- | --- | --- |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | 产出指标 | 数量指标 | 培训人次 | 30人次 |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | 效益指标 | 社会效益指标 | 知晓率 | 90% |
        """)

    assert [i.name for i in target.indicators] == ["培训人次", "知晓率"]


def test_levels_repeated_on_every_row_merged_or_blank_are_the_same() -> None:
    head = "| 项目名称 | 甲 | | |\n| --- | --- | --- | --- |\n"
    head += "| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n| 产出指标 | 数量指标 | 人次 | 3人次 |\n"

    records = [
        read_target(head + row)
        for row in (
            "| 产出指标 | 数量指标 | 班次 | 2班次 |",
            "| ^ | ^ | 班次 | 2班次 |",
            "| | | 班次 | 2班次 |",
        )
    ]

    assert records[0].indicators == records[1].indicators == records[2].indicators


def test_a_new_level_1_does_not_inherit_the_level_2_before_it() -> None:
    target = read_target("""
        | 项目名称 | 甲项目 | | |
        | --- | --- | --- | --- |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | 产出指标 | 数量指标 | 培训人次 | 30人次 |
        | 效益指标 | | 知晓率 | 90% |
        """)

    assert target.indicators[1].level2 == ""
    assert target.indicators[1].kind is None


def test_rows_of_text_without_spans_align_right() -> None:
    disclosure = read_rows(
        "1.甲项目",
        ("项目名称", "甲项目"),
        ("项目资金（万元）", "年度资金总额：", "96.00"),
        ("", "其中：财政拨款", "96.00"),
        HEADER,
        ("", "产出指标", "数量指标", "培训人次", "30人次"),
        ("质量指标", "合格率", "95%"),
    )

    (target,) = disclosure.targets
    assert target.heading == "1.甲项目"
    assert target.funding.fiscal == Decimal("96.00")
    assert [(i.level1, i.level2) for i in target.indicators] == [
        ("产出指标", "数量指标"),
        ("产出指标", "质量指标"),
    ]


def test_the_forms_title_year_and_money_unit_may_stand_over_the_table() -> None:
    disclosure = read_markdown("""
        一、甲项目

        项目支出绩效目标表

        （2024年度）

        单位：元

        | 项目名称 | 甲项目 |
        | --- | --- |
        | 年度资金总额 | 5000 |
        """)

    (target,) = disclosure.targets
    assert target.heading == "一、甲项目"
    assert target.fiscal_year == 2024
    assert target.funding.unit is MoneyUnit.YUAN


def test_the_year_of_the_form_goes_before_a_year_in_its_title() -> None:
    target = read_target("""
        | 2019年校园足球资金绩效目标表 | < |
        | --- | --- |
        | ( 2020年度) | < |
        | 项目名称 | 2019年校园足球资金 |
        | 实施单位 | 某大学 |
        """)

    assert target.fiscal_year == 2020


def test_a_label_and_its_value_may_share_a_cell() -> None:
    target = read_target("""
        | 填报单位：某局  单位负责人：李某 | < | < | < |
        | --- | --- | --- | --- |
        | 项目名称：甲项目 | < | 主管部门：[009]某局 | < |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | 产出指标 | 数量指标 | 培训人次 | 30人次 |
        """)

    assert target.project_name == "甲项目"
    assert target.implementing_unit == "某局"
    assert target.supervising_department is not None
    assert target.supervising_department.code == "009"
    assert ("单位负责人", "李某") in target.others


def test_a_label_cut_by_its_own_value_is_put_together() -> None:
    target = read_target("""
        | 项目起<br>202001-202012<br>止时间 | < | < | < |
        | --- | --- | --- | --- |
        | 项目名称 | 甲项目 | < | < |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | 产出指标 | 数量指标 | 培训人次 | 30人次 |
        """)

    assert target.project_period == "202001-202012"


def test_a_second_text_for_the_same_field_is_kept_beside_it() -> None:
    target = read_target("""
        | 项目名称 | 甲项目 | 项目单位 | 某中心 |
        | --- | --- | --- | --- |
        | 填报单位 | 某局 | 联系人 | 王某 |
        """)

    assert target.implementing_unit == "某中心"
    assert ("填报单位", "某局") in target.others


def test_a_procurement_table_with_a_project_column_is_no_target() -> None:
    disclosure = read_markdown("""
        | 项目名称 | 采购品目 | 数量 | 金额 |
        | --- | --- | --- | --- |
        | 甲项目 | 计算机 | 3 | 1.5 |

        | 项目名称 | 乙项目 | | |
        | --- | --- | --- | --- |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | 产出指标 | 数量指标 | 培训人次 | 30人次 |
        """)

    assert [t.project_name for t in disclosure.targets] == ["乙项目"]


def test_a_self_evaluation_in_the_same_sheet_is_named_and_not_read() -> None:
    disclosure = read_markdown("""
        | 项目支出绩效目标表 | < | < | < |
        | --- | --- | --- | --- |
        | 项目名称 | 甲项目 | < | < |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | 产出指标 | 数量指标 | 培训人次 | 30人次 |
        | 项目支出绩效自评表 | < | < | < |
        | 项目名称 | 甲项目 | < | < |
        | 三级指标 | 年度指标值 | 实际完成值 | 得分 |
        | 培训人次 | 30人次 | 28人次 | 9 |
        | 项目支出绩效目标表 | < | < | < |
        | 项目名称 | 乙项目 | < | < |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | 产出指标 | 数量指标 | 班次 | 3班次 |
        """)

    assert [t.project_name for t in disclosure.targets] == ["甲项目", "乙项目"]
    assert [len(t.indicators) for t in disclosure.targets] == [1, 1]
    assert ["自评表" in notice.zh for notice in disclosure.notices] == [True]


def test_one_form_with_values_for_the_period_and_for_the_year() -> None:
    target = read_target("""
        | 项目名称 | 甲项目 | | | |
        | --- | --- | --- | --- | --- |
        | 一级指标 | 二级指标 | 三级指标 | 项目指标值 | 年度指标值 |
        | 产出指标 | 数量指标 | 培训人次 | 90人次 | 30人次 |
        """)

    assert [i.value.text for i in target.period_indicators] == ["90人次"]
    assert [i.value.text for i in target.indicators] == ["30人次"]


def test_the_years_side_may_stand_on_the_left() -> None:
    target = read_target("""
        | 项目名称 | 甲项目 | | | | | |
        | --- | --- | --- | --- | --- | --- | --- |
        | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 二级指标 | 三级指标 | 实施期指标值 |
        | 产出指标 | 数量指标 | 培训人次 | 30人次 | 数量指标 | 培训人次 | 90人次 |
        """)

    assert [i.value.text for i in target.indicators] == ["30人次"]
    assert [i.value.text for i in target.period_indicators] == ["90人次"]
