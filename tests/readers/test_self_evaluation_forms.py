"""Self-evaluations of Hunan and of a department of Chongqing, in every carrier.

No filled original could be had: the forms are made up in the layout of their places.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from jixiao.model.value import Comparator
from jixiao.readers.self_evaluation import read_evaluation_bytes
from tests.readers.evaluation_forms import Form, W, docx_of, html_of, text_of, xlsx_of

CARRIERS = {"docx": docx_of, "xlsx": xlsx_of, "html": html_of, "txt": text_of}
HUNAN: Form = [
    [W("2018年度项目支出绩效自评表", 1, 8)],
    [W("项目名称", 1, 2), W("资产收益扶贫项目", 1, 6)],
    [
        *(W("主管部门", 1, 2), W("示例市农业农村局", 1, 2)),
        *(W("实施单位", 1, 2), W("示例镇人民政府", 1, 2)),
    ],
    [
        *(W("项目资金（万元）", 4, 2), W("")),
        *(W("年初预算数"), W("全年预算数"), W("全年执行数"), W("执行率", 1, 2)),
    ],
    [W("年度资金总额"), W("214.06"), W("214.06"), W("200"), W("93.43%", 1, 2)],
    [W("其中：财政拨款"), W("214.06"), W("214.06"), W("200"), W("93.43%", 1, 2)],
    [W("其他资金"), W("0"), W("0"), W("0"), W("", 1, 2)],
    [W("年度总体目标", 2), W("年初设定目标", 1, 4), W("全年实际完成情况", 1, 3)],
    [W("返本分红46.16万元", 1, 4), W("已返本分红46.16万元", 1, 3)],
    [
        *(W("绩效指标", 4), W("一级指标"), W("二级指标"), W("三级指标"), W("年度指标值")),
        *(W("全年实际完成值"), W("未完成原因和改进措施", 1, 2)),
    ],
    [
        *(W("产出指标", 2), W("数量指标"), W("*入社人数(≥**人)"), W(">=1102人"), W("1102人")),
        W("", 1, 2),
    ],
    [W("成本指标"), W("补助标准"), W("<=475元/亩"), W("475元/亩"), W("", 1, 2)],
    [
        *(W("满意度指标"), W("服务对象满意度指标"), W("贫困人口满意度"), W(">=95%"), W("90%")),
        W("个别对象外出", 1, 2),
    ],
]
CHONGQING: Form = [
    [W("部门整体绩效自评表（2023年度）", 1, 10)],
    [W("部门名称"), W("某区交通局", 1, 9)],
    [W("年度总体目标"), W("公交准点", 1, 4), W("实际完成情况"), W("准点率提高", 1, 4)],
    [
        *(W("指标名称"), W("计量单位"), W("指标性质"), W("年初指标值"), W("调整指标值")),
        *(W("全年完成值"), W("得分系数"), W("权重"), W("得分"), W("是否核心指标")),
    ],
    [W(t) for t in ("补贴线路", "条", "≥", "35", "36", "36", "1", "20", "20", "是")],
    [W(t) for t in ("准点率", "%", "≥", "90", "", "88", "0.98", "20", "19.6", "否")],
    [W("合计", 1, 7), W("40"), W("39.6"), W("")],
]


@pytest.mark.parametrize("ending", CARRIERS)
def test_the_form_of_hunan_is_read_with_goal_and_completion_side_by_side(ending: str) -> None:
    read = read_evaluation_bytes(CARRIERS[ending]([HUNAN]), f"hunan.{ending}")

    (evaluation,) = read.evaluations
    assert (evaluation.title, evaluation.fiscal_year) == ("资产收益扶贫项目", 2018)
    assert evaluation.implementing_unit == "示例镇人民政府"
    assert evaluation.objective == "返本分红46.16万元"
    assert evaluation.achieved == "已返本分红46.16万元"
    assert [(f.label, f.initial, f.adjusted, f.paid, f.rate) for f in evaluation.funds] == [
        ("年度资金总额", Decimal("214.06"), Decimal("214.06"), 200, Decimal("93.43")),
        ("财政拨款", Decimal("214.06"), Decimal("214.06"), 200, Decimal("93.43")),
        ("其他资金", 0, 0, 0, None),
    ]
    assert [
        (r.indicator.level1, r.indicator.level2, r.indicator.name, r.indicator.value.text)
        for r in evaluation.rows
    ] == [
        ("产出指标", "数量指标", "*入社人数(≥**人)", ">=1102人"),
        ("产出指标", "成本指标", "补助标准", "<=475元/亩"),
        ("满意度指标", "服务对象满意度指标", "贫困人口满意度", ">=95%"),
    ]
    assert [(r.actual.number, r.actual.unit, r.reason) for r in evaluation.rows] == [
        (1102, "人", ""),
        (475, "元/亩", ""),
        (90, "%", "个别对象外出"),
    ]
    assert [(r.indicator.weight, r.points) for r in evaluation.rows] == [(None, None)] * 3


@pytest.mark.parametrize("ending", CARRIERS)
def test_the_form_of_a_department_of_chongqing_has_three_columns_of_goals(ending: str) -> None:
    read = read_evaluation_bytes(CARRIERS[ending]([CHONGQING]), f"chongqing.{ending}")

    (evaluation,) = read.evaluations
    assert (evaluation.title, evaluation.fiscal_year) == ("某区交通局", 2023)
    assert (evaluation.objective, evaluation.achieved) == ("公交准点", "准点率提高")
    assert evaluation.total == Decimal("39.6")
    first, second = evaluation.rows
    assert (first.indicator.name, first.indicator.value.text) == ("补贴线路", "36")
    assert ("年初指标值", "35") in first.indicator.others
    assert (second.indicator.name, second.indicator.value.text) == ("准点率", "90")
    for row, unit, actual, share, given, core in (
        (first, "条", "36", "1", "20", "是"),
        (second, "%", "88", "0.98", "19.6", "否"),
    ):
        assert (row.indicator.value.comparator, row.indicator.value.unit) == (
            Comparator.AT_LEAST,
            unit,
        )
        assert (row.actual.number, row.actual.unit) == (Decimal(actual), unit)
        assert (row.indicator.weight, row.points) == (20, Decimal(given))
        others = dict(row.indicator.others)
        assert (others["得分系数"], others["是否核心指标"]) == (share, core)
