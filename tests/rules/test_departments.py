"""The target table of a whole department: read for a check, never as a project's."""

from __future__ import annotations

from jixiao.model.disclosure import Source
from jixiao.model.finding import Outcome
from jixiao.pipeline import check
from jixiao.readers.formats.markdown import parse
from jixiao.readers.forms.publication import read_publication
from jixiao.rules.departments import holds_for_departments

DEPARTMENT = """| 2024年市级部门整体预算绩效目标表 | < | < | < | < |
| --- | --- | --- | --- | --- |
| 部门名称 | 示例市水利局 | < | < | < |
| 总体绩效目标 | 保障用水安全。 | < | < | < |
| 年度重点工作任务 | 名称 | 主要实施内容 | 拟投入的资金（万元） | 期望达到的目标 |
| | 河道治理 | 治理河道30公里 | 400 | 河道畅通 |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
| | 产出指标 | 数量指标 | 治理河道 | 30公里 |
| | 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90% |
"""
PROJECT = """
| 项目名称 | 河道治理 | < | < |
| --- | --- | --- | --- |
| 年度资金总额（万元） | 400 | < | < |
| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 产出指标 | 数量指标 | 治理河道 | ≥30公里 |
"""


def read(text, *, with_results=True):
    source = Source("d.md", "markdown", "0")
    return read_publication(parse(text.encode()), source, with_results=with_results)


def test_rules_on_projects_are_not_applicable_and_those_on_values_are_run():
    report = check(read(DEPARTMENT))

    assert {f.rule.code for f in report.findings} == {"VAL07"}
    for result in report.results:
        if result.rule.subject.value in ("PerformanceTarget", "Disclosure") and not (
            holds_for_departments(result.rule)
        ):
            assert result.outcome is Outcome.NOT_APPLICABLE
            assert result.reason is not None


def test_beside_projects_the_rules_on_projects_leave_the_department_out():
    alone, both = check(read(PROJECT)), check(read(DEPARTMENT + PROJECT))

    def said(report):
        return [
            (finding.rule.code, finding.message("zh"))
            for finding in report.findings
            if finding.target is None or finding.target.form != "department-target"
        ]

    assert said(both) == said(alone)
    assert {f.rule.code for f in both.findings if f.target and f.target.form == "department-target"}
