"""The variants of forms (表样): a closed table of ids, and how a target's variant is told.

The variant is a name for people and for writers; reading does not depend on it. It is told by the
labels a form prints, never by the place it comes from.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import NamedTuple

from jixiao.model.indicator import Indicator
from jixiao.model.terms import Category


class Variant(NamedTuple):
    """A variant of form: its id, its names, and whether this version reads it as a record."""

    id: str
    zh: str
    en: str
    is_target: bool = True


_TABLE = (
    Variant("anhui-platform", "安徽财政平台项目支出绩效目标表", "Anhui platform target table"),
    Variant("national-2015", "中期与年度并列的项目支出绩效目标表", "two-sided target table"),
    Variant("national-2011", "长期与年度分列的绩效目标申报表", "target declaration of 2011"),
    Variant("national-2021", "成本为一级指标的项目支出绩效目标表", "target table with cost class"),
    Variant("shanghai-2023", "上海项目支出绩效目标申报表", "Shanghai declaration"),
    Variant("shanghai-2026", "上海项目支出绩效目标申报表（含成本）", "Shanghai declaration, 2026"),
    Variant("hubei-application", "湖北项目申报表（绩效部分）", "Hubei application form"),
    Variant("hubei-ezhou", "鄂州项目绩效目标表", "Ezhou target table"),
    Variant("hunan", "湖南项目支出绩效目标表", "Hunan target table"),
    Variant("hunan-poverty-relief", "湖南扶贫项目绩效目标表", "Hunan poverty-relief table"),
    Variant("inner-mongolia", "内蒙古项目支出绩效目标表", "Inner Mongolia target table"),
    Variant("sichuan", "四川项目支出绩效目标表", "Sichuan target table"),
    Variant("chongqing", "重庆项目绩效目标表", "Chongqing target table"),
    Variant("all-projects-long", "全部项目支出绩效目标长表", "one long table of all projects"),
    Variant("inspection", "绩效检查表（各级权重）", "inspection table with weights of each level"),
    Variant("department-target", "部门整体支出绩效目标表", "department-wide target table"),
    Variant("project-target", "项目支出绩效目标表", "project target table"),
    Variant("front-list", "项目支出绩效目标公开清单", "front list alone"),
    Variant("target-review", "绩效目标审核表", "target review table"),
    Variant("statements", "以文字表述的绩效目标", "targets told in sentences"),
    Variant("mixed", "多种表样", "several variants"),
    Variant("self-evaluation", "项目支出绩效自评表", "self-evaluation table", False),
    Variant(
        "all-projects-self-evaluation",
        "项目支出绩效自评汇总表（长表）",
        "self-evaluations of all projects in one table",
        False,
    ),
    Variant(
        "department-self-evaluation", "部门整体支出绩效自评表", "department self-evaluation", False
    ),
    Variant("monitoring", "项目支出绩效目标执行监控表", "monitoring table", False),
    Variant("evaluation-scheme", "绩效评价指标体系表", "evaluation scheme", False),
    Variant("staff-appraisal", "人员绩效考核表", "staff appraisal sheet", False),
    Variant("budget-table", "部门预决算收支表", "budget or final-accounts table", False),
)
VARIANTS = {variant.id: variant for variant in _TABLE}


_POVERTY = ("贫困", "扶贫", "脱贫")


def variant_of(
    labels: Set[str],
    headers: Set[str],
    indicators: Iterable[Indicator],
    *,
    has_period_indicators: bool = False,
    is_side_by_side: bool = False,
) -> str:
    """The id of a target's variant; ``project-target`` where nothing tells.

    ``labels`` are the labels met in the form, ``headers`` those over its indicators.
    """
    if "项目责任人" in labels and "单位盖章" in labels:
        return "anhui-platform"
    if "年度资金申请总额" in labels or ("项目总目标" in labels and "年度总体目标" in labels):
        is_new = any(i.category is Category.COST for i in indicators)
        return "shanghai-2026" if is_new else "shanghai-2023"
    if "项目当年预算" in labels or "项目绩效总目标" in labels:
        return "hubei-application"
    if "数据项1" in headers:
        return "inspection"
    if "当年预期实现值" in headers:
        return "hubei-ezhou"
    if "方向" in headers or "指标方向" in headers:
        return "inner-mongolia"
    if "指标值及单位" in headers or "绩效标准" in headers:
        return "hunan"
    if is_side_by_side or "中期目标" in labels or "中期资金总额" in labels:
        return "national-2015"
    if has_period_indicators or ("指标内容" in headers and "长期目标" in labels):
        return "national-2011"
    if "指标类型" in headers or ("计量单位" in headers and "权重" in headers):
        return "chongqing"
    if "度量单位" in headers and ("性质" in headers or "指标性质" in headers):
        return "sichuan"
    marked = [i.name for i in indicators if "**" in i.name or i.name[:1] in ("*", "★")]
    if len(marked) > 1 and any(word in name for name in marked for word in _POVERTY):
        return "hunan-poverty-relief"
    if any(i.category is Category.COST for i in indicators):
        return "national-2021"
    return "project-target"
