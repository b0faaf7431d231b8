"""The three target tables re-keyed from public pages, as forms again, in every carrier.

No filled original of these formats could be had: the carriers are made from the facts in
the records, in the layout of each place. Two self-evaluations are in test_self_evaluation.
"""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import groupby
from typing import Any

import pytest

from jixiao.model.target import PerformanceTarget
from jixiao.readers.read import read_bytes
from tests.office import converted, needs_office
from tests.paths import CORPUS
from tests.readers.evaluation_forms import Form, W, docx_of, html_of, text_of, xlsx_of

RECORDS = CORPUS / "records"
CARRIERS = {"docx": docx_of, "xlsx": xlsx_of, "html": html_of, "txt": text_of}
OFFICE = {"doc": ("docx", docx_of), "xls": ("xlsx", xlsx_of), "ods": ("xlsx", xlsx_of)}


def loaded(name: str) -> Any:
    return json.loads((RECORDS / name).read_text(encoding="utf-8"), parse_float=Decimal)


HUNAN: list[dict[str, Any]] = loaded("hunan-nanyue-poverty-2018-html.json")
WUHAN: dict[str, Any] = loaded("wuhan-qingshan-edu-2020-html.json")
EZHOU: dict[str, Any] = loaded("hubei-ezhou-2022-docx-text.json")
# What the carrier text of Ezhou prints; the record tells two of them are misread signs.
PRINTED = ("2280次", "200次", ">92%", "292%", "95%", "不超预算")


def merged(rows: list[dict[str, Any]]) -> Form:
    """Rows of indicators whose levels are merged cells."""
    made: Form = []
    for level1, held in groupby(rows, lambda row: str(row["l1"])):
        of_class = list(held)
        first = [W(level1, len(of_class))]
        for level2, group in groupby(of_class, lambda row: str(row["l2"])):
            of_kind = list(group)
            second = [W(level2, len(of_kind))]
            for row in of_kind:
                made.append([*first, *second, W(row["name"]), W(row["value"])])
                first, second = [], []
    return made


def hunan(keyed: dict[str, Any]) -> Form:
    return [
        [W("项目支出绩效目标表（2018年度）", 1, 4)],
        [W("项目名称"), W(keyed["项目名称"], 1, 3)],
        [W("实施单位"), W(keyed.get("实施单位", ""), 1, 3)],
        [
            W("项目资金（万元）", 3),
            *(W("年度资金总额"), W(str(keyed["年度资金总额"]), 1, 2)),
        ],
        [W("财政拨款"), W(str(keyed["财政拨款"]), 1, 2)],
        [W("其他资金"), W(str(keyed["其他资金"]), 1, 2)],
        [*(W(head) for head in ("一级指标", "二级指标", "三级指标", "指标值"))],
        *merged(keyed["indicators"]),
    ]


def wuhan() -> Form:
    begin, end = WUHAN["项目起止时间"]
    heads = ("二级指标", "三级指标", "指标值")
    return [
        [W("项目支出绩效目标表（2020年度）", 1, 8)],
        [
            *(W("项目名称"), W(WUHAN["项目名称"], 1, 3)),
            *(W("项目属性"), W(WUHAN["项目属性"], 1, 3)),
        ],
        [
            *(W("主管部门及编码"), W(WUHAN["主管部门及编码"], 1, 3)),
            *(W("实施单位"), W(WUHAN["实施单位"], 1, 3)),
        ],
        [W("项目起止时间"), W(f"{begin}-{end}", 1, 7)],
        [
            *(W("资金总额"), W(WUHAN["资金总额"], 1, 3)),
            *(W("当年资金总额"), W(WUHAN["当年资金总额"], 1, 3)),
        ],
        [W("", 1, 4), W("其中：当年财政拨款"), W(WUHAN["当年财政拨款"], 1, 3)],
        [W("总体目标", 2), W("中期目标", 1, 3), W("年度目标", 1, 4)],
        [W(WUHAN["中期目标"], 1, 3), W(WUHAN["年度目标"], 1, 4)],
        [W("绩效指标"), W("一级指标"), *(W(h) for h in heads), *(W(h) for h in heads)],
        *(
            [W(""), W(i["l1"]), W(""), W(""), W(""), W(i["l2"]), W(i["name"]), W(i["value"])]
            for i in WUHAN["annual_indicators"]
        ),
    ]


def ezhou() -> Form:
    return [
        [W("项目绩效目标表（2022年度）", 1, 4)],
        [W("项目名称"), W("机关大楼运行维护", 1, 3)],
        [W("项目性质"), W(EZHOU["项目性质"]), W("项目类别"), W(EZHOU["项目类别"])],
        *([W(name), W(str(amount), 1, 3)] for name, amount in EZHOU["cost_items"]),
        [*(W(head) for head in ("一级指标", "指标", "绩效标准", "当年预期实现值"))],
        *(
            [W(i["l2"]), W(i["name"]), W("计划标准"), W(value)]
            for i, value in zip(EZHOU["indicators"], PRINTED, strict=True)
        ),
    ]


FORMS = {"hunan-1": hunan(HUNAN[0]), "hunan-2": hunan(HUNAN[1]), "wuhan": wuhan(), "ezhou": ezhou()}


def only(data: bytes, name: str) -> PerformanceTarget:
    (target,) = read_bytes(data, name).targets
    return target


def is_as_keyed(name: str, target: PerformanceTarget) -> None:
    funding = target.funding
    if name.startswith("hunan"):
        keyed = HUNAN[int(name[-1]) - 1]
        assert (target.form, target.fiscal_year) == ("hunan-poverty-relief", 2018)
        assert target.project_name == keyed["项目名称"]
        assert target.implementing_unit == keyed.get("实施单位")
        amounts = (keyed[key] for key in ("年度资金总额", "财政拨款", "其他资金"))
        assert (funding.total, funding.fiscal, funding.other) == tuple(amounts)
        said = [(i["l1"], i["l2"], i["name"], i["value"]) for i in keyed["indicators"]]
    elif name == "wuhan":
        assert (target.form, target.fiscal_year) == ("national-2015", 2020)
        assert target.project_name == WUHAN["项目名称"]
        assert target.supervising_department is not None
        code, unit = target.supervising_department.code, target.supervising_department.name
        assert f"[{code}]{unit}" == WUHAN["主管部门及编码"]
        assert target.implementing_unit == WUHAN["实施单位"]
        assert target.project_period == "-".join(WUHAN["项目起止时间"])
        assert (funding.whole_period, funding.total, funding.fiscal) == (10000, 10000, 10000)
        assert dict(target.others)["项目属性"] == WUHAN["项目属性"]
        assert target.period_indicators == ()
        said = [(i["l1"], i["l2"], i["name"], i["value"]) for i in WUHAN["annual_indicators"]]
    else:
        assert (target.form, target.project_name) == ("hubei-ezhou", "机关大楼运行维护")
        others = dict(target.others)
        assert (others["项目性质"], others["项目类别"]) == (EZHOU["项目性质"], EZHOU["项目类别"])
        assert [others[cost] for cost, _ in EZHOU["cost_items"]] == [
            str(amount) for _, amount in EZHOU["cost_items"]
        ]
        said = [
            (i["l2"], "", i["name"], value)
            for i, value in zip(EZHOU["indicators"], PRINTED, strict=True)
        ]
    assert [(i.level1, i.level2, i.name, i.value.text) for i in target.indicators] == said


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("ending", CARRIERS)
def test_every_carrier_says_what_was_keyed_in(name: str, ending: str) -> None:
    target = only(CARRIERS[ending]([FORMS[name]]), f"{name}.{ending}")

    is_as_keyed(name, target)


@needs_office
@pytest.mark.parametrize("ending", OFFICE)
def test_every_carrier_of_an_office_program_says_the_same(ending: str) -> None:
    source, made = OFFICE[ending]

    for name, form in FORMS.items():
        target = only(converted(made([form]), source, ending), f"{name}.{ending}")

        is_as_keyed(name, target)
