"""Real forms: two workbooks as they are, and layouts made from records of public pages."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from jixiao.model.disclosure import Disclosure
from jixiao.model.terms import Category, Kind
from tests.paths import CORPUS
from tests.readers.reading import read_layout, read_rows
from tests.readers.sheet_layouts import xls_layout, xlsx_layout

REAL = CORPUS / "real"
RECORDS = CORPUS / "records"


def loaded(name: str) -> Any:
    return json.loads((RECORDS / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def donghu() -> Disclosure:
    return read_layout(xlsx_layout(REAL / "hubei-donghu-2020-application.xlsx"))


def test_the_hubei_application_has_the_indicators_of_its_oracle(donghu: Disclosure) -> None:
    gold = json.loads((REAL / "hubei-donghu-2020-application.gold.json").read_text("utf-8"))

    (target,) = donghu.targets

    assert donghu.form == "hubei-application"
    assert [(i.level1, i.level2, i.name) for i in target.indicators] == [
        (g["l1"], g["l2"], g["name"]) for g in gold["indicators"]
    ]
    assert [i.value.text for i in target.indicators] == [
        str(g["value"]) for g in gold["indicators"]
    ]
    assert target.project_name == gold["项目名称"]
    assert target.implementing_unit == gold["项目执行单位"]
    assert target.period_objective == gold["项目绩效总目标"]
    assert target.funding.total == target.funding.whole_period == Decimal(6730)
    assert target.funding.unit is None


def test_the_hubei_application_keeps_everything_else_it_says(donghu: Disclosure) -> None:
    (target,) = donghu.targets
    others = dict(target.others)

    assert others["项目类型（勾选）"] == "公共项目"
    assert others["项目支出明细预算：6.普惠金融发展支出"] == "25"
    assert target.funding.lines[1].label == "1.一般公共预算财政拨款收入"
    assert target.funding.lines[1].amount == Decimal(6730)
    assert "武政规【2015】15号" in others["项目申请理由"]


def test_the_empty_level_2_rows_are_told_in_one_notice(donghu: Disclosure) -> None:
    gold = json.loads((REAL / "hubei-donghu-2020-application.gold.json").read_text("utf-8"))

    (notice,) = donghu.notices

    assert "、".join(gold["empty_l2"]) in notice.zh


def test_the_questions_asked_of_the_hubei_application_are_answered(donghu: Disclosure) -> None:
    (target,) = donghu.targets
    values = {i.name: i.value for i in target.indicators}

    assert values["社会保障卡发卡量"].text == "7万张"
    assert values["劳动监察网格日常巡查"].text == "不低于60户/人.月"
    rate = values["仲裁案件法定期限结案率"]
    assert (rate.number, rate.unit) == (Decimal(95), "%")
    satisfied = target.of_kind(Kind.SATISFACTION)[0].value
    assert (satisfied.number, satisfied.unit) == (Decimal(95), "%")


def test_the_central_file_reads_its_goal_form_and_names_the_others() -> None:
    disclosure = read_layout(xls_layout(REAL / "central-2019-forms.xls"))

    (target,) = disclosure.targets
    assert disclosure.form == "national-2015"
    assert target.fiscal_year == 2020
    assert target.project_name == "2019年210青少年校园足球扶持资金"
    assert target.supervising_department is not None
    assert target.supervising_department.code == "105"
    assert target.implementing_unit == "北京大学"
    assert target.project_period == "1年"
    assert (target.indicators, target.period_indicators) == ((), ())
    assert target.funding.total == target.funding.whole_period == Decimal("0.00")
    texts = [notice.zh for notice in disclosure.notices]
    assert "指标表是空的" in texts[0]
    assert "执行监控表" in texts[1]
    assert "自评表" in texts[2]


def indicator_rows(indicators: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    return [(i["l1"], i["l2"], i["name"], str(i["value"])) for i in indicators]


@pytest.mark.parametrize("number", [0, 1])
def test_the_hunan_poverty_relief_tables(number: int) -> None:
    record = loaded("hunan-nanyue-poverty-2018-html.json")[number]

    disclosure = read_rows(
        ("项目支出绩效目标表",),
        ("（2018年度）",),
        ("项目名称", record["项目名称"]),
        ("项目资金（万元）", "年度资金总额", str(record["年度资金总额"])),
        ("", "财政拨款", str(record["财政拨款"])),
        ("", "其他资金", str(record["其他资金"])),
        ("一级指标", "二级指标", "三级指标", "指标值"),
        *indicator_rows(record["indicators"]),
    )

    (target,) = disclosure.targets
    assert target.form == "hunan-poverty-relief"
    assert target.funding.total == Decimal(str(record["年度资金总额"]))
    assert [(i.level1, i.level2, i.name, i.value.text) for i in target.indicators] == [
        tuple(row) for row in indicator_rows(record["indicators"])
    ]
    assert all(i.category is not None and i.kind is not None for i in target.indicators)
    quantitative = [i for i in target.indicators if i.value.text[0] in "<>="]
    assert all(i.value.number is not None and i.value.comparator for i in quantitative)


def test_the_wuhan_two_sided_table() -> None:
    record = loaded("wuhan-qingshan-edu-2020-html.json")
    begin, end = record["项目起止时间"]

    disclosure = read_rows(
        ("项目支出绩效目标表",),
        ("（2020年度）",),
        ("项目名称", record["项目名称"], "项目属性", record["项目属性"]),
        ("主管部门及编码", record["主管部门及编码"], "实施单位", record["实施单位"]),
        ("项目起止时间", f"{begin}-{end}"),
        ("资金总额", record["资金总额"], "当年资金总额", record["当年资金总额"]),
        ("", "", "其中：当年财政拨款", record["当年财政拨款"]),
        ("总体目标", "中期目标", "年度目标"),
        ("", record["中期目标"], record["年度目标"]),
        (
            "绩效指标",
            "一级指标",
            "二级指标",
            "三级指标",
            "指标值",
            "二级指标",
            "三级指标",
            "指标值",
        ),
        *(
            ("", i["l1"], "", "", "", i["l2"], i["name"], i["value"])
            for i in record["annual_indicators"]
        ),
    )

    (target,) = disclosure.targets
    assert target.form == "national-2015"
    assert target.period_indicators == ()
    assert [(i.level1, i.level2, i.name) for i in target.indicators] == [
        (i["l1"], i["l2"], i["name"]) for i in record["annual_indicators"]
    ]
    assert target.funding.whole_period == target.funding.total == Decimal(10000)
    assert target.funding.fiscal == Decimal(10000)
    assert target.project_period == "202001-202012"
    assert target.supervising_department is not None
    assert target.supervising_department.code == "015001"
    assert (target.period_objective, target.annual_objective) == ("(present)", "(present)")


def test_the_ezhou_text_is_read_as_it_stands() -> None:
    record = loaded("hubei-ezhou-2022-docx-text.json")
    printed = ("2280次", "200次", ">92%", "292%", "95%", "不超预算")

    disclosure = read_rows(
        ("项目名称", "机关大楼运行维护"),
        ("项目性质", record["项目性质"], "项目类别", record["项目类别"]),
        *((name, str(amount)) for name, amount in record["cost_items"]),
        ("一级指标", "指标", "绩效标准", "当年预期实现值"),
        *(
            (i["l2"], i["name"], "计划标准", value)
            for i, value in zip(record["indicators"], printed, strict=True)
        ),
    )

    (target,) = disclosure.targets
    assert target.form == "hubei-ezhou"
    assert [i.value.text for i in target.indicators] == list(printed)
    assert {i.category for i in target.indicators} == {Category.OUTPUT, Category.COST}
    assert ("水电气、维修维护费", "524") in target.others
