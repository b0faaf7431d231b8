"""SCO06 deviation-unexplained (偏差未说明原因)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.evaluation import ScoreSheet
from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.location import first_place
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule
from jixiao.scoring.execution import total_row


@rule(
    code="SCO06",
    name="deviation-unexplained",
    title=Message("偏差未说明原因", "a deviation without a reason"),
    severity=Severity.ERROR,
    basis=(
        "sichuan-zipingbiao-2023#execution-reason",
        "chizhou-zipingbiao-2022#columns",
        "pingtai-shijian#guangxi-over-achievement",
    ),
    message=Message(
        "“{name_zh}”：{duty_zh}表中没有写",
        "“{name_en}”: {duty_en} The form states none",
    ),
    since="0.1",
)
def deviation_unexplained(sheet: ScoreSheet, norms: Norms) -> Iterator[Verdict]:
    """What misses the target, goes far beyond it or was not spent has a reason (偏差原因)."""
    evaluation = sheet.evaluation
    if evaluation.is_unfilled:
        yield NotApplicable("整张表没有填写完成情况", "nothing is filled in at all")
        return
    told = any(row.row.reason for row in sheet.rows)
    spent = total_row(evaluation.funds)
    if spent is not None and not spent.reason and not told:
        for duty in sheet.execution.duties:
            yield Fault(
                evaluation.at.get("funds.0"),
                severity=Severity.WARNING,
                name_zh="预算执行率",
                name_en="execution rate",
                duty_zh=duty.zh,
                duty_en=duty.en,
            )
    for row in sheet.rows:
        if row.reason_is_due:
            indicator = row.row.indicator
            duty = row.points.duties[0]
            is_short = row.points.points != row.points.weight
            yield Fault(
                first_place(indicator.at, "reason", "actual"),
                severity=Severity.ERROR if is_short else Severity.WARNING,
                name_zh=indicator.name,
                name_en=indicator.name,
                duty_zh=duty.zh,
                duty_en=duty.en,
            )
