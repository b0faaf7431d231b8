"""Forms that departments publish: a long table of projects, and the form of a whole department.

The long tables print the two projects re-keyed from Anhui; the department's form is made up.
"""

from __future__ import annotations

from typing import Any

from tests.readers.evaluation_forms import ANHUI, Form, W, number, record
from tests.readers.example_form import Written

LONG_HEADS = (
    "序号", "单位名称", "项目名称", "年初预算数", "全年预算数", "全年执行数", "执行率",
    "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分",
    "偏差原因分析及改进措施", "自评总分",
)  # fmt: skip


def line(*held: str | int) -> list[Written]:
    """A row of cells: texts as they are, numbers as numbers."""
    return [W(one) if isinstance(one, str) else number(one) for one in held]


KEYS = ("l2", "name", "target", "actual", "weight", "score")
UNIT = "池州市贵池区棠溪镇人民政府"


def projects() -> list[dict[str, Any]]:
    """The projects of Anhui, as keyed in."""
    keyed: list[dict[str, Any]] = record(ANHUI)
    return keyed


def long_table(*, is_merged: bool = True, is_repeated: bool = False, heads: int = 1) -> Form:
    """One table of both projects; what is of the project merged, repeated, or printed once.

    With two rows of ``heads`` the funds and the indicators stand under headers of their own.
    """
    form: Form = [[W("2022年度项目支出绩效自评情况表", 1, len(LONG_HEADS))]]
    form.append([W("单位：万元", 1, len(LONG_HEADS))])
    if heads == 2:
        form.append(
            [W(head, 2) for head in LONG_HEADS[:3]]
            + [W("预算执行情况", 1, 4), W("绩效指标完成情况", 1, 8), W("自评总分", 2)]
        )
        form.append([W(head) for head in LONG_HEADS[3:-1]])
    else:
        form.append([W(head) for head in LONG_HEADS])
    for place, keyed in enumerate(projects(), 1):
        rows = keyed["indicators"]
        span = len(rows) if is_merged else 1
        money = keyed["money"]["本年财政拨款"]
        for row_number, row in enumerate(rows):
            level1 = row["l1"].split("(")[0]
            own = [
                [W(str(place), span), W(UNIT, span), W(keyed["项目名称"], span)]
                + [number(amount, span) for amount in money]
                + [W("", span)],
                [
                    W(level1),
                    W(row["l2"]),
                    W(row["name"]),
                    W(row["target"]),
                    W(row["actual"]),
                    number(row["weight"]),
                    number(row["score"]),
                    W(""),
                ],
                [number(70, span)],
            ]
            if row_number and is_merged:
                own = [[], own[1], []]
            elif row_number and not is_repeated:
                own = [[W("")] * 7, own[1], [W("")]]
            form.append([cell for part in own for cell in part])
    form.append([W("合计", 1, 3), *[W("")] * 13])
    return form


def department(*, is_national: bool = True) -> Form:
    """The form of a whole department: the national layout, or that of Chongqing."""
    return _national() if is_national else _chongqing()


def _national() -> Form:
    return [
        [W("部门整体支出绩效自评表", 1, 9)],
        [W("（2023年度）", 1, 9)],
        [W("部门名称", 1, 2), W("示例县水利局", 1, 7)],
        [W("部门预算执行情况（万元）", 4, 2), W("", 1, 1)]
        + [W(h) for h in ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")],
        [
            W("年度资金总额"),
            number(900),
            number(1000),
            number(900),
            number(10),
            W("90%"),
            number(9),
        ],
        line("其中：基本支出", 400, 400, 400, "", "100%", ""),
        line("项目支出", 500, 600, 500, "", "83.33%", ""),
        [
            W("年度主要任务", 3, 2),
            W("任务名称"),
            W("主要内容", 1, 2),
            W("预算数"),
            W("执行数"),
            W("完成情况", 1, 2),
        ],
        [W("河道治理"), W("治理河道30公里", 1, 2), number(400), number(380), W("完成", 1, 2)],
        [W("水库加固"), W("加固水库2座", 1, 2), number(200), number(120), W("完成1座", 1, 2)],
        [W("年度总体目标", 2), W("预期目标", 1, 4), W("实际完成情况", 1, 4)],
        [W("保障全县用水安全。", 1, 4), W("用水安全得到保障。", 1, 4)],
        [W("绩效指标", 4)]
        + [W(h) for h in ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值")]
        + [W("分值"), W("得分"), W("偏差原因分析及改进措施")],
        [
            W("产出指标"),
            W("数量指标"),
            W("治理河道"),
            W("≥30公里"),
            W("30"),
            number(50),
            number(50),
            W(""),
        ],
        [
            W("效益指标"),
            W("社会效益指标"),
            W("供水人口"),
            W("≥20万人"),
            W("18"),
            number(30),
            number(27),
            W("管网在建"),
        ],
        [
            W("满意度指标"),
            W("服务对象满意度指标"),
            W("群众满意度"),
            W("≥90%"),
            W("95%"),
            number(10),
            number(10),
            W(""),
        ],
        [W("总分", 1, 6), number(100), number(96), W("")],
    ]


def _chongqing() -> Form:
    heads = ("指标名称", "计量单位", "指标性质", "年初指标值", "调整指标值", "全年完成值")
    heads += ("得分系数", "指标权重", "指标得分", "是否核心指标")
    return [
        [W("2022年度部门整体绩效自评表", 1, 10)],
        [W("部门（单位）名称", 1, 2), W("示例区水利局", 1, 3), W("自评总分", 1, 2), W("96", 1, 3)],
        [
            W("部门支出预算数（万元）", 2, 2),
            W("年初预算数", 1, 2),
            W("全年预算数", 1, 2),
            W("全年执行数"),
            W("执行率"),
            W("执行率权重"),
            W("执行率得分"),
        ],
        [number(900, 1, 2), number(1000, 1, 2), number(900), W("90%"), number(10), number(9)],
        [
            W("当年整体绩效目标", 2),
            W("年初绩效目标", 1, 3),
            W("全年调整绩效目标", 1, 3),
            W("全年目标实际完成情况", 1, 3),
        ],
        [W("治理河道40公里。", 1, 3), W("治理河道30公里。", 1, 3), W("治理河道30公里。", 1, 3)],
        [W(head) for head in heads],
        [
            W("治理河道"),
            W("公里"),
            W("≥"),
            number(40),
            number(30),
            number(30),
            number(1),
            number(60),
            number(60),
            W("是"),
        ],
        [
            W("群众满意度"),
            W("%"),
            W("≥"),
            number(90),
            W(""),
            number(81),
            W("0.9"),
            number(30),
            number(27),
            W("否"),
        ],
    ]
