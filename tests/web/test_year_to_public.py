"""A year from the clerk's draft to the citizen's page: every part hands on to the next."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import reviewing
from cycles.disclosure import second_officer
from django.test import Client

from conftest import World
from jixiao.web.actor import Actor
from jixiao.web.disclosures import actions as disclosures
from jixiao.web.disclosures.models import Edition, Package, PublishedTarget
from jixiao.web.evaluations import actions as evaluations
from jixiao.web.evaluations import queries, self_sheets
from jixiao.web.evaluations.models import SelfEvaluation
from jixiao.web.filings.models import Filing
from jixiao.web.roles import Role

ACTUALS = ("912000件", "98.5%", "4.2天", "88.5万元", "", "86%", "", "3年", "95.4%")


def self_evaluated(world: World, filing: Filing) -> SelfEvaluation:
    """The filing's self-evaluation, typed with a proof for each row, confirmed by finance."""
    clerk, officer = world.actor(Role.UNIT_CLERK), world.actor(Role.PERFORMANCE_OFFICER)
    evaluations.open_self_evaluations(officer, world.finance, filing.fiscal_year, date(2026, 3, 1))
    case = SelfEvaluation.objects.get(filing=filing)
    rows = {}
    for row, actual in zip(queries.self_sheet(case).rows, ACTUALS, strict=True):
        rows[row.key] = {"actual": actual, "reason": "按实际完成填写"}
    content = {"paid": "88.2", "achieved": "全年完成。", "execution_reason": "结余", "rows": rows}
    evaluations.save_self_evaluation(clerk, case, content, 0)
    case.refresh_from_db()
    for row in queries.self_sheet(case).rows:
        evaluations.attach_to_self_evaluation(clerk, case, row.key, "台账.txt", [b"calls"])
    evaluations.attach_to_self_evaluation(clerk, case, self_sheets.EXECUTION, "支付.txt", [b"paid"])
    evaluations.fill(clerk, case)
    evaluations.sign(world.actor(Role.UNIT_HEAD), case)
    evaluations.recheck(world.actor(Role.DEPARTMENT_REVIEWER), case, (), "与佐证相符")
    evaluations.confirm(officer, case)
    return case


def published(world: World, package: Package) -> Edition:
    """The package through its gate and out."""
    officer = world.actor(Role.DISCLOSURE_OFFICER)
    disclosures.examine(officer, package)
    for finding in package.gate:
        disclosures.decide(officer, package, finding["key"], "publish", "verified", "经审查")
    disclosures.finish(officer, package)
    disclosures.confirm(Actor(second_officer(world), "127.0.0.1"), package)
    return disclosures.publish(officer, package)


@pytest.fixture
def results(world: World) -> tuple[Filing, SelfEvaluation, Edition]:
    """A filing of 2025 whose targets and then results were published."""
    filing = reviewing.approved(world)
    case = self_evaluated(world, filing)
    package = disclosures.open_package(
        world.actor(Role.DISCLOSURE_OFFICER), world.department, filing.fiscal_year
    )
    first = published(world, package)
    assert first.targets.get().outcome == {}
    page = world.client(Role.DISCLOSURE_OFFICER)
    answer = page.post(f"/work/disclosures/{first.package.pk}/results/")
    package = Package.objects.get(pk=int(answer["Location"].rstrip("/").rpartition("/")[2]))
    return filing, case, published(world, package)


def test_results_reach_the_citizen_as_the_unit_stated_them(
    results: tuple[Filing, SelfEvaluation, Edition], client: Client
) -> None:
    filing, case, edition = results

    page = client.get(f"/projects/{filing.project_id}/2025/").content.decode()
    target = PublishedTarget.objects.get(edition=edition)
    told = client.get(f"/api/targets/{target.pk}").json()

    # 90 万元 were approved, 88.2 万元 paid.
    assert "98%" in page
    assert "88.2万元" in page
    assert case.total is not None
    assert format(case.total.normalize(), "f") in page
    for actual in filter(None, ACTUALS):
        assert actual in page
    assert target.amount == Decimal(900_000)
    assert told["outcome"]["execution"] == {"budget": "90", "paid": "88.2", "rate": "98"}
    assert Decimal(told["points"]) == case.total
    assert told["grade"] == case.grade
    assert [row["position"] for row in told["indicators"]] == list(range(9))
    assert [row["actual"] for row in told["indicators"]][:4] == list(ACTUALS[:4])
    assert [row["actual"] for row in told["outcome"]["rows"]][:4] == list(ACTUALS[:4])


def test_the_numbers_of_the_portal_lead_to_their_cells(
    results: tuple[Filing, SelfEvaluation, Edition], client: Client
) -> None:
    filing, _, edition = results
    page = client.get(f"/projects/{filing.project_id}/2025/").content.decode()
    source = client.get(f"/editions/{edition.pk}/source/").content.decode()

    assert f"/editions/{edition.pk}/source/#cell-1-indicators.0.value" in page
    assert 'id="cell-1-indicators.0.value"' in source
    assert 'id="cell-1-indicators.8.value"' in source
    assert "indicators.9.value" not in page
