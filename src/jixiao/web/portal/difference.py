"""What differs between two editions (版次差异), cell by cell, in words a reader follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from jixiao.web.disclosures.models import PublishedTarget

CELLS = {
    "heading": "表头",
    "project_name": "项目名称",
    "responsible_person": "项目负责人",
    "supervising_department": "主管部门",
    "implementing_unit": "实施单位",
    "project_source": "项目属性",
    "project_period": "项目期",
    "funding.total": "年度资金总额",
    "funding.fiscal": "财政拨款",
    "funding.other": "其他资金",
    "funding.whole_period": "项目期资金总额",
    "funding.unit": "金额单位",
    "annual_objective": "年度总体目标",
    "period_objective": "项目期总目标",
}
COLUMNS = {
    "level1": "一级指标",
    "level2": "二级指标",
    "name": "三级指标",
    "value": "指标值",
    "weight": "权重",
    "scoring_standard": "评分标准",
    "remark": "备注",
}


class Change(NamedTuple):
    """One thing that differs: of which project, what, how it was and how it is now."""

    project: str
    what: str
    before: str = ""
    after: str = ""
    pieces: tuple[tuple[str, str], ...] = ()  # gone, new or same, and the text


def stated(changes: Iterable[Any], language: str = "zh") -> list[Change]:
    """The changes an edition states of itself, however it words them."""
    told = []
    for change in changes:
        if not isinstance(change, Mapping):
            told.append(Change("", str(change)))
            continue
        project = change.get("project") or change.get("name") or ""
        if isinstance(lines := change.get("changes"), list):
            told += _told(str(project), str(change.get("kind", "")), lines, language)
            continue
        what = change.get("what_zh") or change.get("what") or change.get("zh") or ""
        cell = change.get("field") or change.get("cell") or change.get("kind") or ""
        told.append(
            Change(
                str(project),
                str(what or cell_words(str(cell))),
                _text(change.get("before", change.get("old"))),
                _text(change.get("after", change.get("new"))),
            )
        )
    return told


_WHOLE = {
    "added": ("新增项目", "project added"),
    "removed": ("不再列入", "no longer published"),
}


def _told(project: str, kind: str, lines: list[Any], language: str) -> Iterable[Change]:
    """What an edition says of one project: it is new, gone, or these of its cells changed."""
    if kind in _WHOLE:
        yield Change(project, _WHOLE[kind][language == "en"])
    for line in lines:
        if isinstance(line, Mapping):
            what = str(line.get(language) or line.get("zh") or "")
            pieces = tuple((str(k), str(text)) for k, text in line.get("pieces", []))
            yield Change(project, what, pieces=pieces)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def difference(before: Iterable[PublishedTarget], after: Iterable[PublishedTarget]) -> list[Change]:
    """Projects that came, went or changed, in the order of the new edition."""
    old = {target.project_id: target for target in before}
    told = []
    for target in after:
        earlier = old.pop(target.project_id, None)
        if earlier is None:
            told.append(Change(target.name, "新增项目"))
            continue
        told += _cells(target.name, earlier.content, target.content)
    return told + [Change(target.name, "不再列入") for target in old.values()]


def _cells(project: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    told = []
    for name, words in CELLS.items():
        before, after = old.get("fields", {}).get(name, ""), new.get("fields", {}).get(name, "")
        if before != after:
            told.append(Change(project, words, before, after))
    for part in ("indicators", "period_indicators"):
        told += _rows(project, old.get(part, []), new.get(part, []))
    return told


def _rows(project: str, old: list[Any], new: list[Any]) -> list[Change]:
    left = list(old)
    told = []
    for row in new:
        earlier = next((one for one in left if one.get("name") == row.get("name")), None)
        if earlier is None:
            told.append(Change(project, "新增指标", "", f"{row.get('name')}：{row.get('value')}"))
            continue
        left.remove(earlier)
        told += [
            Change(project, f"指标“{row.get('name')}”的{words}", earlier.get(n, ""), row.get(n, ""))
            for n, words in COLUMNS.items()
            if earlier.get(n, "") != row.get(n, "")
        ]
    gone = [Change(project, "取消指标", f"{r.get('name')}：{r.get('value')}") for r in left]
    return told + gone


def cell_words(cell: str) -> str:
    """The name of a cell in words: ``indicators.3.value`` is 第4行的指标值."""
    part, _, rest = cell.partition(".")
    number, _, column = rest.partition(".")
    if part in ("indicators", "period_indicators") and number.isdecimal():
        return f"第{int(number) + 1}行的{COLUMNS.get(column, column)}"
    return CELLS.get(cell, cell)
