"""Publications for the tests: the ten projects of the example as an edition, and synthetic ones."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from jixiao.model.disclosure import Disclosure
from jixiao.model.target import PerformanceTarget
from jixiao.web.accounts.models import Organisation
from jixiao.web.disclosures.models import Edition, PublishedIndicator, PublishedTarget
from jixiao.web.disclosures.search import text_for
from jixiao.web.filings.drafting import Draft, draft_of, requested_of, target_of
from jixiao.web.filings.models import Project
from jixiao.writers.record_json import disclosure_json

EXAMPLE = Path(__file__).parents[2] / "examples/huainan-2024/huainan-2024.docx"
BODY = "淮南市人民政府办公室"


@cache
def example() -> Disclosure:
    """The example, read."""
    from jixiao.pipeline import read

    return read(EXAMPLE)


def body(name: str = BODY) -> Organisation:
    """The body that publishes."""
    found = Organisation.objects.filter(name=name).first()
    return found or Organisation.objects.create(name=name, code=f"b{name}", kind="unit")


def publish_example(year: int = 2024, **of_edition: Any) -> Edition:
    """The ten projects of the example as an edition in force."""
    read = example()
    drafts = [draft_of(target) for target in read.targets]
    for draft in drafts:
        draft["fields"]["heading"] = draft["fields"]["heading"].replace("2024", str(year))
    of_edition.setdefault(
        "withheld", [{"name": one.name, "reason": one.reason} for one in read.withheld]
    )
    return publish(
        body(),
        drafts,
        year,
        record=disclosure_json(read),
        places=[_places(target) for target in read.targets],
        **of_edition,
    )


def publish(
    organisation: Organisation,
    drafts: list[Draft],
    year: int = 2024,
    *,
    record: Mapping[str, Any] | None = None,
    places: list[dict[str, Any]] | None = None,
    **of_edition: Any,
) -> Edition:
    """An edition with these drafts; the edition before it is replaced."""
    before = Edition.objects.filter(organisation=organisation, fiscal_year=year)
    number = before.count() + 1
    PublishedTarget.objects.filter(edition__in=before).update(is_current=False)
    before.update(is_current=False)
    record = dict(record or {"schema": "jixiao/disclosure/1", "fiscal_year": year, "targets": []})
    title = f"{organisation.name}{year}年度项目支出绩效目标"
    edition = Edition.objects.create(
        organisation=organisation,
        fiscal_year=year,
        number=number,
        record=record,
        sha256=hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest(),
        **{"title": title} | of_edition,
    )
    for position, draft in enumerate(drafts):
        _row(edition, draft, position + 1, places[position] if places else {})
    return edition


def _row(edition: Edition, draft: Draft, number: int, places: dict[str, Any]) -> None:
    target = target_of(draft, edition.fiscal_year)
    name = target.project_name or draft["fields"]["project_name"] or f"项目{number}"
    project, _ = Project.objects.get_or_create(unit=edition.organisation, name=name)
    indicators = target.indicators
    words = [part for i in indicators for part in (i.name, i.value.text)]
    department = target.supervising_department
    published = PublishedTarget.objects.create(
        edition=edition,
        project=project,
        fiscal_year=edition.fiscal_year,
        number=number,
        name=name,
        unit_name=target.implementing_unit or "",
        department_name=department.name if department else "",
        responsible_person=target.responsible_person or "",
        amount=requested_of(draft),
        objective=target.annual_objective or "",
        indicator_count=len(indicators),
        measurable_count=sum(1 for i in indicators if i.value.number is not None),
        content=draft,
        source=places,
        search_text=text_for(
            name, target.implementing_unit or "", target.annual_objective or "", *words
        ),
    )
    PublishedIndicator.objects.bulk_create(
        PublishedIndicator(
            target=published,
            position=position,
            level1=i.level1,
            level2=i.level2,
            category=i.category or "",
            kind=i.kind or "",
            name=i.name,
            value=i.value.text,
            nature=i.value.nature or "",
            comparator=i.value.comparator or "",
            number=i.value.number,
            unit=i.value.unit or "",
            weight=i.weight,
            search_text=text_for(i.name, i.value.text, name),
        )
        for position, i in enumerate(indicators)
    )


def _places(target: PerformanceTarget) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, at in target.at.items():
        made[name] = {"table": at.table, "row": at.row, "column": at.column}
    for number, indicator in enumerate(target.indicators):
        for name, at in indicator.at.items():
            place = {"table": at.table, "row": at.row, "column": at.column}
            made[f"indicators.{number}.{name}"] = place
    return made


def publish_many(number: int, year: int = 2023) -> Edition:
    """A synthetic publication of so many projects, quickly."""
    edition = publish(body("某省财政厅（合成数据）"), [], year)
    first = Project.objects.count()
    projects = Project.objects.bulk_create(
        Project(unit=edition.organisation, name=f"合成项目第{first + i}号") for i in range(number)
    )
    content = {"fields": {"project_name": "合成项目"}, "indicators": [], "period_indicators": []}
    rows = PublishedTarget.objects.bulk_create(
        (
            PublishedTarget(
                edition=edition,
                project=project,
                fiscal_year=year,
                number=i + 1,
                name=project.name,
                unit_name=f"某单位{i % 97}",
                department_name=f"某部门{i % 13}",
                amount=Decimal(10_000 * (i % 977 + 1)),
                amount_before=Decimal(9_000 * (i % 977 + 1)),
                indicator_count=1,
                measurable_count=i % 2,
                objective="提供公共服务",
                content=content,
                search_text=text_for(project.name, "提供公共服务"),
            )
            for i, project in enumerate(projects)
        ),
        batch_size=500,
    )
    PublishedIndicator.objects.bulk_create(
        (
            PublishedIndicator(
                target=row,
                position=0,
                level1="产出指标",
                level2="数量指标",
                category="output",
                kind="quantity",
                name=f"服务人次{row.number}",
                value=f"≥{row.number}人次",
                nature="quantitative",
                comparator="≥",
                number=Decimal(row.number),
                unit="人次",
                search_text=text_for(f"服务人次{row.number}", row.name),
            )
            for row in rows
        ),
        batch_size=500,
    )
    return edition
