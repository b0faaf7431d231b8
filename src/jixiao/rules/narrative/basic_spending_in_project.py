"""NAR08 basic-spending-in-project (基本支出混入项目)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import words
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

# What keeps an institution running; the second list is also the business of some projects, so
# one word of it alone says nothing.
RUNNING_COSTS = words(
    "公务接待 办公家具 办公用品 办公耗材 水电费 差旅费 人员工资 "
    "保障运转 保障机关运转 机关正常运转 保障机构运转"
)
OFTEN_RUNNING_COSTS = words("办公设备 慰问 会务")


@rule(
    code="NAR08",
    name="basic-spending-in-project",
    title=Message("基本支出混入项目", "basic spending inside a project"),
    severity=Severity.WARNING,
    basis=("yusuanfa-shishi-tiaoli-2020#5",),
    message=Message(
        "{where_zh}中的“{words}”属于保障机构日常运转的内容，一般在基本支出中安排；"
        "请核对是否应当列入本项目",
        "“{words}” in {where_en} keeps the institution running, which basic spending pays for; "
        "please check whether it belongs in this project",
    ),
    since="0.1",
)
def basic_spending_in_project(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """A project (项目支出) is a specific task; what keeps the unit running is basic spending."""
    if "运转" in target.title:
        yield NotApplicable(
            "项目名称表明是运转类项目", "the project's name says it is for running the institution"
        )
        return
    text = target.annual_objective or ""
    sure = [w for w in RUNNING_COSTS.met_in(text) if w not in target.title]
    likely = [w for w in OFTEN_RUNNING_COSTS.met_in(text) if w not in target.title]
    if sure or likely[1:]:
        yield Fault(
            target.at.get("annual_objective"),
            quote=text,
            words="、".join(sorted(sure + likely, key=text.find)),
            where_zh="年度目标",
            where_en="the annual objective",
        )
    for indicator, met in target.rows_with(RUNNING_COSTS):
        unnamed = [w for w in met if w not in target.title]
        if unnamed:
            yield Fault(
                indicator.at.get("value"),
                quote=indicator.value.text,
                words="、".join(unnamed),
                where_zh=f"指标“{indicator.name}”",
                where_en=f"indicator “{indicator.name}”",
            )
