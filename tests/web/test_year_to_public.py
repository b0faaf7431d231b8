"""A year from the clerk's draft to the citizen's page: every part hands on to the next."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import reviewing
from cycles.disclosure import second_officer
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from conftest import World
from jixiao.web.actor import Actor
from jixiao.web.administration import actions as administration
from jixiao.web.disclosures import actions as disclosures
from jixiao.web.disclosures.models import Edition, Package, PublishedTarget
from jixiao.web.evaluations import actions as evaluations
from jixiao.web.evaluations import queries, self_sheets
from jixiao.web.evaluations.models import ResultUse, SelfEvaluation
from jixiao.web.filings import actions as filings
from jixiao.web.filings.models import Filing
from jixiao.web.jobs.worker import run_once
from jixiao.web.roles import Role
from jixiao.web.trail.models import Event

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


def test_every_part_leads_to_the_others(
    results: tuple[Filing, SelfEvaluation, Edition], world: World
) -> None:
    filing, case, edition = results
    at = f"/work/filings/{filing.pk}/journey/"

    page = world.client(Role.UNIT_CLERK)
    page.get("/work/")
    with reviewing.few_queries():
        clerk = page.get(at).content.decode()
    officer = world.client(Role.DISCLOSURE_OFFICER).get(at).content.decode()
    stranger = world.client(Role.UNIT_CLERK, world.stranger).get(at)

    for address in (
        f"/work/filings/{filing.pk}/",
        f"/work/evaluations/self/{case.pk}/",
        f"/projects/{filing.project_id}/2025/",
    ):
        assert f'href="{address}"' in clerk
    assert f'href="/work/disclosures/{edition.package.pk}/"' in officer
    assert stranger.status_code == 404
    for path in (f"/work/evaluations/self/{case.pk}/", f"/work/filings/{filing.pk}/"):
        assert at in world.client(Role.UNIT_CLERK).get(path).content.decode()
    work = world.client(Role.UNIT_CLERK).get("/work/").content.decode()
    assert "/work/files/" in work
    assert "/work/jobs/" in work


def test_last_years_result_stands_on_the_page_of_this_year(
    results: tuple[Filing, SelfEvaluation, Edition], world: World
) -> None:
    filing, case, _ = results
    evaluations.propose_results(world.actor(Role.PERFORMANCE_OFFICER), world.finance, 2025)
    use = ResultUse.objects.get()
    evaluations.decide(world.actor(Role.FINANCE_REVIEWER), use, "improve", "80", "压缩成本")
    coming = filings.open_filing(
        world.actor(Role.UNIT_CLERK), world.unit, filing.project.name, 2026
    )

    page = world.client(Role.UNIT_CLERK).get(f"/work/filings/{coming.pk}/").content.decode()

    for words in ("上年结果与应用", str(case.total), "完善", "80 万元", "压缩成本"):
        assert words in page


def test_an_administrators_import_makes_drafts_for_the_units_clerks(world: World) -> None:
    name = "huainan-2024.docx"
    seed = Path(__file__).parents[2] / "examples/huainan-2024" / name
    file = SimpleUploadedFile(name, seed.read_bytes())
    administrator = world.actor(Role.SYSTEM_ADMINISTRATOR)

    job = administration.import_folder(administrator, world.unit, [file])
    while run_once("test"):
        pass

    job.refresh_from_db()
    assert job.result["rows"][0]["outcome"] == "filed"
    made = Filing.objects.filter(unit=world.unit)
    assert made.count() == 10
    at = f"/work/filings/{made[0].pk}/"
    assert world.client(Role.UNIT_CLERK).get(at).status_code == 200
    assert world.client(Role.SYSTEM_ADMINISTRATOR).get(at).status_code == 404
    event = Event.objects.filter(action="filing.open").latest("number")
    assert event.role == "system_administrator"
