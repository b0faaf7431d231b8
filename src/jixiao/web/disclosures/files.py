"""The files of an edition (公开文件): the official form, the data, their dictionary. No Django.

The same record gives the same bytes. The data follow the Fiscal Data Package 1.0 over Data
Package 2.0 and its Table Schema: ``datapackage.json`` names every column in Chinese and English.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from jixiao.model.disclosure import Disclosure
from jixiao.web.disclosures.gate import Covered
from jixiao.web.disclosures.lifecycle import GROUNDS, Ground
from jixiao.web.disclosures.rows import IndicatorRow, TargetRow
from jixiao.writers.findings_csv import harmless
from jixiao.writers.record_json import dumps

TAXONOMY = "https://specs.frictionlessdata.io/taxonomies/fiscal/budgets.json"
DATA_PACKAGE = "https://datapackage.org/profiles/2.0/datapackage.json"
DATA_RESOURCE = "https://datapackage.org/profiles/2.0/dataresource.json"
CSV = "text/csv; charset=utf-8"


class File(NamedTuple):
    """A file with its name and media type."""

    name: str
    media_type: str
    data: bytes


class Column(NamedTuple):
    """A column of data: name, type, titles and what it says, and the fiscal concept it is."""

    name: str
    type: str
    zh: str
    en: str
    says_zh: str
    says_en: str
    concept: str = ""


YEAR = Column(
    "fiscal_year",
    "integer",
    "年度",
    "fiscal year",
    "预算年度",
    "the budget year",
    "date:fiscal-year",
)
NUMBER = Column(
    "project_number",
    "string",
    "项目序号",
    "project number",
    "本次公开中的序号，与指标表对应",
    "its number in this publication; joins the two tables",
    "activity:generic:project:code",
)
TARGETS = (
    YEAR,
    NUMBER,
    Column(
        *("project_name", "string", "项目名称", "project name"),
        *("绩效目标表上的项目名称", "as printed in the table", "activity:generic:project:label"),
    ),
    Column(
        *("issuer", "string", "公开部门", "issuer", "公开的部门或单位", "the body that publishes"),
        "administrative-classification:generic:level1:label",
    ),
    Column(
        *("unit", "string", "实施单位", "implementing unit", "项目实施单位", "who carries it out"),
        "administrative-classification:generic:level2:label",
    ),
    Column(
        *("department", "string", "主管部门", "supervising department"),
        *("绩效目标表上的主管部门", "as printed in the table"),
    ),
    Column(
        *("amount", "number", "金额（元）", "amount in yuan"),
        *("年度资金总额，批复数优先", "the year's funds, as approved where known", "value"),
    ),
    Column(
        *("amount_before", "number", "上年金额（元）", "amount of the year before, in yuan"),
        *("上一年度公开的同一项目金额", "of the same project, as published the year before"),
    ),
    Column(
        *("fiscal", "number", "其中：财政拨款", "of which fiscal appropriation"),
        *("按表上的金额单位", "in the table's unit of money"),
    ),
    Column(
        *("other", "number", "其他资金", "other funds"),
        *("按表上的金额单位", "in the table's unit of money"),
    ),
    Column(
        *("money_unit", "string", "金额单位", "unit of money"),
        *("表上的金额单位", "the table's unit of money"),
    ),
    Column(
        *("responsible_person", "string", "项目责任人", "responsible person"),
        *("绩效目标表上的项目责任人", "as printed in the table"),
    ),
    Column(
        *("project_source", "string", "项目来源", "source of the project"),
        *("绩效目标表上的项目来源", "as printed in the table"),
    ),
    Column(
        *("project_period", "string", "项目期", "project period"),
        *("绩效目标表上的项目期", "as printed in the table"),
    ),
    Column(
        *("annual_objective", "string", "年度目标", "annual objective"),
        *("年度绩效目标全文，遮盖的字符为█", "in full; characters covered are █"),
    ),
    Column(
        *("period_objective", "string", "实施期目标", "objective of the period"),
        *("实施期（中期）目标全文", "in full, where the form has one"),
    ),
    Column(
        *("indicator_count", "integer", "指标数", "number of indicators"),
        *("年度指标行数", "rows of the year"),
    ),
    Column(
        *("measurable_count", "integer", "可衡量指标数", "measurable indicators"),
        *("指标值为数字或日期的行数", "rows whose value is a number or a date"),
    ),
    Column(
        *("grade", "string", "自评等级", "grade"),
        *("绩效自评等级，公开结果后才有", "of the self-evaluation, once results are published"),
    ),
    Column(
        *("points", "number", "自评得分", "points"),
        *("绩效自评得分，公开结果后才有", "of the self-evaluation, once results are published"),
    ),
)
INDICATORS = (
    YEAR,
    NUMBER,
    Column(
        *("position", "integer", "行号", "position"),
        *("在该项目指标中的顺序", "its place among the project's indicators"),
    ),
    Column(
        *("span", "string", "目标期", "span"),
        *("annual为年度指标，period为实施期指标", "annual, or period for the whole project"),
    ),
    Column("level1", "string", "一级指标", "level 1", "表上的一级指标", "as printed"),
    Column("level2", "string", "二级指标", "level 2", "表上的二级指标", "as printed"),
    Column(
        *("category", "string", "一级类别", "category"),
        *("按国家分类识别的一级类别", "the national class the label names"),
    ),
    Column(
        *("kind", "string", "二级类别", "kind"),
        *("按国家分类识别的二级类别", "the national class the label names"),
    ),
    Column("indicator", "string", "三级指标", "indicator", "指标名称", "its name"),
    Column("value", "string", "指标值", "target value", "表上的指标值", "as printed"),
    Column(
        *("nature", "string", "性质", "nature"),
        *("quantitative定量，graded定性分级，text文字", "quantitative, graded or text"),
    ),
    Column(
        *("comparator", "string", "比较符", "comparator"),
        *("实际值与数值应有的关系", "how the actual value must stand to the number"),
    ),
    Column("number", "number", "数值", "number", "指标值中的数", "the number in the value"),
    Column(
        *("measuring_unit", "string", "计量单位", "unit of measurement"),
        *("指标值的计量单位", "of the value"),
    ),
    Column("weight", "number", "分值", "weight", "表上的分值或权重", "points stated for the row"),
    Column(
        *("scoring_standard", "string", "评分标准", "scoring standard"),
        *("表上的评分标准", "as printed"),
    ),
    Column("remark", "string", "备注", "remark", "表上的备注", "as printed"),
    Column(
        *("actual", "string", "实际完成值", "actual value"),
        *("公开结果后才有", "once results are published"),
    ),
    Column(
        *("points", "number", "得分", "points"),
        *("公开结果后才有", "once results are published"),
    ),
)
LEFT_OUT = (
    YEAR,
    Column("name", "string", "项目名称", "project name", "可以公开的名称", "where it may be told"),
    Column(
        *("amount", "number", "金额", "amount"),
        *("按本次公开的金额单位", "in the publication's unit of money"),
    ),
    Column("ground", "string", "理由", "ground", "不公开的理由", "why it is not published"),
)
REDACTIONS = (
    Column("project", "string", "项目", "project", "项目，空白为全文", "blank: the whole document"),
    Column("field", "string", "字段", "field", "record.json中的位置", "its path in record.json"),
    Column("characters", "integer", "字符数", "characters", "遮盖的字符数", "how many are covered"),
    Column("ground", "string", "依据", "ground", "遮盖的依据", "on which ground"),
    Column(
        *("provision", "string", "条款", "provision"),
        *("依据的条款（本系统编号）", "the provision it rests on, by its key"),
    ),
)


def files_of(
    record: Mapping[str, Any],
    disclosure: Disclosure,
    rows: Sequence[TargetRow],
    log: Iterable[Covered],
    about: Mapping[str, Any],
) -> list[File]:
    """Every file of an edition, and last the list of their hashes.

    ``about`` has ``number``, ``reason``, ``published_on`` and ``name`` (an identifier in ASCII).
    """
    from jixiao.writers import form_docx, form_html, form_xlsx

    year = disclosure.fiscal_year
    made = [
        File(
            "targets.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            form_docx.render(disclosure),
        ),
        File(
            "targets.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            form_xlsx.render(disclosure),
        ),
        File("targets.html", "text/html; charset=utf-8", form_html.render(disclosure)),
        File("record.json", "application/json", (dumps(record) + "\n").encode()),
        File("targets.csv", CSV, _csv(TARGETS, (_target(row, disclosure) for row in rows))),
        File(
            "indicators.csv",
            CSV,
            _csv(INDICATORS, (_indicator(i, t, year) for t in rows for i in t.indicators)),
        ),
        File(
            "not-published.csv",
            CSV,
            _csv(
                LEFT_OUT,
                ([year, left.name, left.amount, left.reason] for left in disclosure.withheld),
            ),
        ),
        File("redactions.csv", CSV, _csv(REDACTIONS, map(_redaction, log))),
    ]
    made.append(File("datapackage.json", "application/json", _descriptor(made, disclosure, about)))
    sums = "".join(f"{hashlib.sha256(f.data).hexdigest()}  {f.name}\n" for f in made)
    return [*made, File("SHA256SUMS", "text/plain; charset=utf-8", sums.encode())]


def _target(row: TargetRow, disclosure: Disclosure) -> list[Any]:
    t, funds = row.target, row.target.funding
    return [
        *(disclosure.fiscal_year, row.number, t.title, disclosure.issuer, row.unit_name),
        *(row.department_name, row.amount, row.amount_before, funds.fiscal, funds.other),
        *(funds.unit and funds.unit.value, t.responsible_person, t.project_source),
        *(t.project_period, t.annual_objective, t.period_objective, len(t.indicators)),
        *(row.measurable_count, row.grade, row.points),
    ]


def _indicator(row: IndicatorRow, target: TargetRow, year: int | None) -> list[Any]:
    i, v = row.indicator, row.indicator.value
    return [
        *(year, target.number, row.position + 1, "period" if row.is_of_period else "annual"),
        *(i.level1, i.level2, i.category and i.category.value, i.kind and i.kind.value),
        *(i.name, v.text, v.nature.value, v.comparator and v.comparator.value, v.number),
        *(v.unit, i.weight, i.scoring_standard, i.remark, row.actual, row.points),
    ]


def _redaction(line: Covered) -> list[Any]:
    ground = GROUNDS[Ground(line.ground)]
    return [line.project, line.field, line.characters, f"{ground[0]} {ground[1]}", ground[2]]


def _csv(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> bytes:
    """UTF-8, one header of names; texts that a spreadsheet would run are made harmless."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    for row in rows:
        writer.writerow(
            _cell(value, column.type) for value, column in zip(row, columns, strict=True)
        )
    return out.getvalue().encode("utf-8", "replace")


def _cell(value: Any, kind: str) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    return harmless(str(value)) if kind == "string" else str(value)


def _descriptor(files: Sequence[File], disclosure: Disclosure, about: Mapping[str, Any]) -> bytes:
    by_name = {file.name: file for file in files}

    def resource(
        name: str, columns: Sequence[Column], zh: str, en: str, **further: Any
    ) -> dict[str, Any]:
        file = by_name[f"{name}.csv"]
        schema: dict[str, Any] = {
            "fields": [_field(column) for column in columns],
            "missingValues": [""],
            **further,
        }
        return {
            "$schema": DATA_RESOURCE,
            "name": name,
            "type": "table",
            "path": file.name,
            "title": f"{zh} {en}",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": len(file.data),
            "hash": f"sha256:{hashlib.sha256(file.data).hexdigest()}",
            "schema": schema,
        }

    def document(name: str, zh: str, en: str) -> dict[str, Any]:
        file = by_name[name]
        return {
            "name": name.replace(".", "-"),
            "path": name,
            "title": f"{zh} {en}",
            "mediatype": file.media_type.partition(";")[0],
            "bytes": len(file.data),
            "hash": f"sha256:{hashlib.sha256(file.data).hexdigest()}",
        }

    key = ["fiscal_year", "project_number"]
    described = {
        "$schema": DATA_PACKAGE,
        "name": about["name"],
        "title": disclosure.title or f"{disclosure.issuer or ''}{disclosure.fiscal_year or ''}",
        "description": "项目支出绩效目标公开数据；遵循 Fiscal Data Package 1.0。"
        "Performance targets of project expenditure, as published; a Fiscal Data Package 1.0.",
        "version": str(about["number"]),
        "created": f"{about['published_on']}T00:00:00+08:00",
        "contributors": [{"title": disclosure.issuer or "", "roles": ["publisher"]}],
        "columnTypes": [TAXONOMY],
        "resources": [
            resource(
                *("targets", TARGETS, "绩效目标表", "performance targets"),
                primaryKey=key,
                extraFields=_constants(),
            ),
            resource(
                *("indicators", INDICATORS, "绩效指标", "indicators"),
                primaryKey=[*key, "position"],
                foreignKeys=[{"fields": key, "reference": {"resource": "targets", "fields": key}}],
            ),
            resource("not-published", LEFT_OUT, "不公开和结转项目", "projects not published"),
            resource("redactions", REDACTIONS, "遮盖记录", "what is covered"),
            document("record.json", "完整记录", "the whole record"),
            document("targets.docx", "规范表样（Word）", "official form (Word)"),
            document("targets.xlsx", "规范表样（Excel）", "official form (Excel)"),
            document("targets.html", "规范表样（网页）", "official form (web page)"),
        ],
    }
    if about["reason"]:
        described["reason"] = about["reason"]
    return (dumps(described) + "\n").encode()


def _field(column: Column) -> dict[str, Any]:
    made = {
        "name": column.name,
        "type": column.type,
        "title": f"{column.zh} {column.en}",
        "description": f"{column.says_zh}。{column.says_en}",
    }
    if column.concept:
        made["columnType"] = column.concept
    return made


def _constants() -> list[dict[str, Any]]:
    """What holds of every row and stands in no column: currency, direction, phase."""
    constants = (
        ("currency", "value-currency:code", "CNY"),
        ("direction", "direction", "expenditure"),
        ("phase", "phase:id", "approved"),
    )
    return [
        {"name": name, "type": "string", "columnType": concept, "constant": value}
        for name, concept, value in constants
    ]
