"""Work the objective names (任务), and which indicators measure it."""

from __future__ import annotations

import pytest

from jixiao.model.narrative import Narrative
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import speaks_of_environment
from tests.readers.reading import read_target


def target(objective: str, *rows: tuple[str, str, str, str]) -> PerformanceTarget:
    lines = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    return read_target(
        f"| 项目名称 | 灌区配套 | | |\n| --- | --- | --- | --- |\n| 年度目标 | {objective} | | |\n"
        f"| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n{lines}"
    )


def names(objective: str) -> list[str]:
    return [work.text for work in Narrative(objective).undertakings]


@pytest.mark.parametrize(
    ("objective", "work"),
    [
        ("测报系统维护服务期为2023年5月至2025年4月。", ["测报系统维护"]),
        ("测报系统维护的合同期到2025年4月。", ["测报系统维护"]),
        ("加强测报系统维护服务期管理。", []),
        ("阅览桌椅服务期三年。", []),
        ("改造于9月底前完工。", []),
        ("改造闸门6座。", ["改造闸门6座"]),
        ("并配套更换启闭机。", ["更换启闭机"]),
    ],
)
def test_what_is_work(objective: str, work: list[str]) -> None:
    assert names(objective) == work


@pytest.mark.parametrize(
    ("objective", "row", "is_measured"),
    [
        ("更换渠系闸门60块。", ("产出指标", "质量指标", "渠系水利用率", "≥62%"), False),
        ("更换渠系闸门60块。", ("产出指标", "质量指标", "渠系闸门合格率", "≥98%"), True),
        ("更换渠系闸门60块。", ("产出指标", "数量指标", "渠系配套数量", "≥9处"), True),
        ("整治渠系闸门。", ("产出指标", "质量指标", "渠系水利用率", "≥62%"), True),
        ("渠系维护服务期至2026年3月。", ("产出指标", "数量指标", "护渠公里数", "≥9公里"), False),
        ("防治组织服务3年。", ("效益指标", "可持续影响指标", "防治组织服务年限", "≥3年"), True),
        ("防治红火蚁。", ("效益指标", "可持续影响指标", "防治组织服务年限", "≥3年"), False),
    ],
)
def test_what_measures_work(
    objective: str, row: tuple[str, str, str, str], is_measured: bool
) -> None:
    assert (target(objective, row).unmeasured == ()) is is_measured


@pytest.mark.parametrize(
    ("objective", "name", "number"),
    [
        ("闸门启闭成功率达到97%。", "渠首闸门启闭成功率", "97"),
        ("闸门启闭成功率达到97%。", "渠首闸门启闭成功率达到95%", "97"),
        ("闸门启闭成功率约97%。", "渠首闸门启闭成功率", None),
        ("合格率不低于97%。", "渠首闸门合格率", None),
        ("闸门启闭成功率97%，其中汛期闸门启闭成功率99%。", "渠首闸门启闭成功率", "97"),
        ("供水增长97%。", "供水增长", None),
    ],
)
def test_the_rate_the_objective_states_for_an_indicator(
    objective: str, name: str, number: str | None
) -> None:
    held = target(objective, ("产出指标", "质量指标", name, "≥95%"))

    rate = held.stated_rate(held.indicators[0])

    assert (None if rate is None else str(rate.number)) == number


def test_a_rate_that_two_indicators_may_mean_is_that_of_none() -> None:
    rows = (
        ("产出指标", "质量指标", "渠首闸门启闭成功率", "≥95%"),
        ("产出指标", "质量指标", "渠尾闸门启闭成功率", "≥95%"),
    )
    held = target("闸门启闭成功率达到97%。", *rows)

    assert held.stated_rate(held.indicators[0]) is None


@pytest.mark.parametrize(
    ("text", "name", "is_same"),
    [
        ("每天巡渠2次", "每日巡渠次数", True),
        ("每日巡渠2次", "日均巡渠次数", True),
        ("每月巡渠2次", "每日巡渠次数", False),
        ("巡渠2次", "每日巡渠次数", False),
    ],
)
def test_a_number_for_the_span_the_indicator_counts(text: str, name: str, is_same: bool) -> None:
    (quantity,) = Narrative(text).quantities

    assert quantity.is_per_same(name) is is_same


def test_a_number_after_another_title_is_not_that_of_the_title() -> None:
    own, other = "《渠系管护细则》（甲水发〔2023〕4号）", "《渠系管护细则》和甲水发〔2023〕4号文件"

    assert Narrative(own).citations[0].title == "渠系管护细则"
    assert Narrative(other).citations[0].title is None


@pytest.mark.parametrize(
    "name",
    [
        *("底泥清理量", "岸线修复长度", "总磷入湖量", "臭氧超标天数", "油烟净化覆盖率"),
        *("石漠化治理面积", "封育面积", "候鸟栖息鸟类种数", "燃煤锅炉拆除数", "余热回用量"),
        *("过度包装下降率", "固废贮存量", "沼气用户数", "地下水埋深回升", "松材线虫病死树清除率"),
    ],
)
def test_words_of_the_environment(name: str) -> None:
    assert speaks_of_environment(name)


@pytest.mark.parametrize(
    "name", ["贷款回收率", "树立典型数", "平台访问流量", "网络环境稳定率", "煽情", "减免户数"]
)
def test_words_of_other_things(name: str) -> None:
    assert not speaks_of_environment(name)
