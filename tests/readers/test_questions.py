"""The questions asked of the real forms, answered from the record alone.

The answers are the ones written by the authors of the question set. Out of scope, by kind, are
those called Semantic-Aware: they ask for the gist of a long text (what a project consists of, by
which laws it is founded, what money is mainly for), and a record holds the text, not its gist.
Of the others none is out of scope but one whose answer contradicts the form it is asked of.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from jixiao.model.disclosure import Disclosure
from jixiao.model.indicator import Indicator
from jixiao.model.target import PerformanceTarget
from jixiao.readers.read import read_bytes
from jixiao.readers.record_json import read_record
from jixiao.writers.record_json import render
from jixiao.writers.record_table import shown
from tests.paths import CORPUS

REAL = CORPUS / "real"
OUT_OF_SCOPE = {"Semantic-Aware"}
# Question 8 counts the rows of “效益指标中的数量指标”. There is no such level 2 under 效益指标: the
# four rows the answer counts are printed under 质量指标, and the record says what is printed.
CONTRADICTS_ITS_FORM = {8}


def asked(name: str) -> list[dict[str, Any]]:
    lines = (REAL / f"{name}.qa.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def record(name: str) -> Disclosure:
    """The record as it is printed and read back: nothing but it is looked at."""
    path = REAL / f"{name}.xlsx"
    return read_record(render(read_bytes(path.read_bytes(), path.name)), f"{name}.json")


def value(target: PerformanceTarget, name: str) -> str:
    (indicator,) = [i for i in target.indicators if i.name.startswith(name)]
    return _value(indicator)


def _value(indicator: Indicator) -> str:
    unit = indicator.name.partition("（")[2].rstrip("）")
    text = shown(indicator.value)
    return text + unit if text.isdigit() and unit else text


def task(target: PerformanceTarget, start: str) -> str:
    (found,) = [t for t in target.tasks if t.name.startswith(start)]
    return f"{found.amount}{target.funding.unit}"


def level2(target: PerformanceTarget, level1: str, level: str) -> str:
    names = [i.name for i in target.indicators if (i.level1, i.level2) == (level1, level)]
    return "，".join(names)


def of_levels(disclosure: Disclosure, level1: str) -> str:
    """How many levels 2 the form has under a level 1, those nobody filled in included."""
    (target,) = disclosure.targets
    filled = {i.level2 for i in target.indicators if i.level1 == level1}
    blank = re.findall(r"的([^的]*)没有填写", disclosure.notices[-1].zh)
    empty = blank[0].split("、") if blank else []
    of_output = [name for name in empty if name in ("成本指标",)]
    of_benefit = [name for name in empty if "效益" in name]
    further = of_output if level1 == "产出指标" else of_benefit
    return str(len(filled | set(further)))


GUANGDONG: dict[int, Callable[[Disclosure], str]] = {
    1: lambda d: task(d.targets[0], "“三支一扶”"),
    2: lambda d: task(d.targets[0], "促进就业专项资金"),
    3: lambda d: value(d.targets[0], "城镇新增就业人数"),
    4: lambda d: value(d.targets[0], "就业服务满意度"),
    5: lambda d: str(len({i.level1 for i in d.targets[0].indicators})),
    6: lambda d: of_levels(d, "产出指标"),
    7: lambda d: of_levels(d, "效益指标"),
    8: lambda d: str(len(level2(d.targets[0], "效益指标", "数量指标").split())),
    9: lambda d: level2(d.targets[0], "效益指标", "经济效益指标"),
    10: lambda d: value(d.targets[0], "基层服务覆盖范围"),
}


def others(disclosure: Disclosure, label: str) -> str:
    (found,) = [text for name, text in disclosure.targets[0].others if name.endswith(label)]
    return found


def line(disclosure: Disclosure, label: str) -> str:
    funding = disclosure.targets[0].funding
    (found,) = [x.amount for x in funding.lines if x.label.endswith(label)]
    return money(found)


def spent(disclosure: Disclosure, label: str) -> str:
    found = [t for n, t in disclosure.targets[0].others if n.endswith(label)]
    return money(Decimal(found[0]))


def money(amount: Decimal | None) -> str:
    assert amount is not None
    return f"{amount.normalize():f}万元"


def of_year(disclosure: Disclosure, year: int) -> Decimal:
    """The budget of an earlier year, in the text on the two years before."""
    said = others(disclosure, "项目前两年预算及当年预算变动情况")
    found = re.search(rf"{year}年预算金额\s*([\d.]+)", said)
    assert found is not None, said
    return Decimal(found[1])


def people(disclosure: Disclosure) -> str:
    """返乡创业 has its own number first; 失业人员再就业 has it first too."""
    target = disclosure.targets[0]
    first = value(target, "返乡创业").partition("人")[0]
    second = value(target, "失业人员").partition("人")[0]
    return f"{int(first) + int(second)}人"


def now(disclosure: Disclosure) -> Decimal:
    total = disclosure.targets[0].funding.total
    assert total is not None
    return total


HUBEI: dict[int, Callable[[Disclosure], str]] = {
    129: people,
    130: lambda d: "，".join(
        [value(d.targets[0], "做好服务工作"), value(d.targets[0], "仲裁案件法定期限结案率")]
    ),
    131: lambda d: money(of_year(d, 2019) + now(d)),
    132: lambda d: money(d.targets[0].funding.whole_period),
    134: lambda d: money(now(d) - of_year(d, 2019)),
    136: lambda d: line(d, "一般公共预算财政拨款收入"),
    137: lambda d: value(d.targets[0], "社会保障卡发卡量"),
    138: lambda d: spent(d, "对机关事业单位养老保险基金的补助"),
    140: lambda d: spent(d, "对机关事业单位养老保险基金的补助"),
    142: lambda d: value(d.targets[0], "劳动监察网格日常巡查"),
    143: lambda d: value(d.targets[0], "仲裁案件法定期限结案率"),
    144: lambda d: spent(d, "普惠金融发展支出"),
    145: lambda d: f"{d.targets[0].supervising_department.name}，{others(d, '项目类型（勾选）')}",  # type: ignore[union-attr]
    146: lambda d: others(d, "测算依据及说明"),
}
ANSWERS = {
    "guangdong-zhanjiang-2024-department": GUANGDONG,
    "hubei-donghu-2020-application": HUBEI,
}


@pytest.mark.parametrize("name", ANSWERS)
def test_every_question_in_scope_is_answered_from_the_record_alone(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    disclosure = record(name)
    questions = [q for q in asked(name) if q["type"] not in OUT_OF_SCOPE]

    wrong = [
        (q["id"], q["query"], given, q["label"])
        for q in questions
        if not _is_same(given := ANSWERS[name][q["id"]](disclosure), q["label"], q["id"])
    ]

    with capsys.disabled():
        right = len(questions) - len(wrong)
        print(f"\n{name}: {right} of {len(questions)} questions answered", end="")
    assert [each for each in wrong if each[0] not in CONTRADICTS_ITS_FORM] == []


def test_a_question_that_contradicts_its_form_is_answered_with_what_is_printed() -> None:
    (target,) = record("guangdong-zhanjiang-2024-department").targets

    assert level2(target, "效益指标", "数量指标") == ""
    assert len(level2(target, "效益指标", "质量指标").split("，")) == 4


def test_only_questions_on_the_gist_of_a_text_are_left_out() -> None:
    kinds = {q["type"] for name in ANSWERS for q in asked(name)}

    assert kinds == {"Content Match", "Numeric Computation", *OUT_OF_SCOPE}


def _is_same(given: str, wanted: str, number: int) -> bool:
    """The answer; of a question on the use of money the sentence that holds it."""
    return wanted in "".join(given.split()) if number == 146 else given == wanted
