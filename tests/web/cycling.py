"""What the drivers of monitoring and evaluation need: an approved target, a file, a score."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from conftest import World
from jixiao.web.accounts.models import Organisation
from jixiao.web.documents.models import StoredFile
from jixiao.web.evaluations import queries
from jixiao.web.evaluations.models import Proof, SelfEvaluation
from jixiao.web.filings.drafting import hashed
from jixiao.web.filings.models import Version
from jixiao.web.roles import Role

# What a good year came to, by the names of ``good_draft``; other rows just reach their target.
GOOD_YEAR = {
    "受理群众来电": "950000件",
    "来电办结率": "99%",
    "工单平均办理时间": "4天",
    "热线服务成本": "95万元",
    "群众诉求一次解决率": "86%",
    "来电群众满意度": "96%",
}


def approved(world: World, unit: Organisation | None = None, year: int = 2025) -> Version:
    """The approved version of a new filing, 96 万元."""
    filing = world.filing(unit, year, state="approved", allotted=Decimal(960_000), reached=2)
    return Version.objects.create(
        filing=filing,
        number=1,
        kind="approved",
        content=filing.draft,
        sha256=hashed(filing.draft),
        certificate={"allotted": "960000.00"},
    )


def kept(world: World, name: str = "支付凭证.pdf", unit: Organisation | None = None) -> StoredFile:
    """A row of a stored file, its bytes not there."""
    return StoredFile.objects.create(
        unit=unit or world.unit,
        name=name,
        sha256="0" * 64,
        size=1,
        uploaded_by=world.person(Role.UNIT_CLERK, unit),
    )


def good_content(case: SelfEvaluation) -> dict[str, Any]:
    """What a unit states of a good year, nothing left out."""
    rows = {}
    for row in queries.self_sheet(case).rows:
        rows[row.key] = {
            "actual": GOOD_YEAR.get(row.indicator.name, row.indicator.value.text.lstrip("≥≤")),
            "tier": "",
            "basis": "",
            "reason": "",
        }
    return {"paid": "95.04", "achieved": "全部完成。", "execution_reason": "", "rows": rows}


def proved(world: World, case: SelfEvaluation) -> SelfEvaluation:
    """The self-evaluation filled in, every row proved, its total kept."""
    case.content = good_content(case)
    file = kept(world, unit=case.unit)
    for row in ("execution", *case.content["rows"]):
        Proof.objects.create(self_evaluation=case, row=row, file=file)
    sheet = queries.self_sheet(case)
    case.stated = case.total = sheet.scores.total
    case.grade = sheet.scores.grade.zh if sheet.scores.grade else ""
    case.rate = sheet.rate
    case.save()
    return case
