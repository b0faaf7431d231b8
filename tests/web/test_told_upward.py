"""What of a unit's own doings others are told, and under which names."""

from __future__ import annotations

import pytest
from cycles import self_evaluation
from django.urls import reverse
from reviewing import with_department

from conftest import World, good_draft
from jixiao.web.documents.models import StoredFile
from jixiao.web.evaluations import actions as evaluations
from jixiao.web.filings import actions as filings
from jixiao.web.filings.drafting import hashed
from jixiao.web.filings.models import Filing, Project, Version
from jixiao.web.jobs.models import Job
from jixiao.web.reviews.queries import history
from jixiao.web.roles import Role

INSIDE = "内部意见：先别报，数字对不上。"
pytestmark = pytest.mark.django_db


def test_a_first_submission_is_not_told_as_a_second_one(world: World) -> None:
    filing = with_department(world)
    filings.return_(world.actor(Role.DEPARTMENT_REVIEWER), filing, "请核实。")
    filing.refresh_from_db()
    clerk = world.actor(Role.UNIT_CLERK)
    for remark in filing.remarks.all():
        filings.answer(clerk, filing, remark, "已核实。")
    filings.submit(clerk, filing)

    told = [line.zh for line in reversed(history(filing))]

    assert told == ["送审", "签发", "退回", "重新送审"]


def test_a_self_evaluation_tells_first_and_second_hand_in_apart(world: World) -> None:
    case = self_evaluation.make(world, "opened")
    clerk, head = world.actor(Role.UNIT_CLERK), world.actor(Role.UNIT_HEAD)
    evaluations.fill(clerk, case)
    evaluations.return_(head, case, INSIDE)
    evaluations.fill(clerk, case)

    page = world.client(Role.UNIT_CLERK).get(f"/work/evaluations/self/{case.pk}/").content.decode()

    assert page.count("<td>送审</td>") == 1
    assert page.count("<td>重新送审</td>") == 1


def test_why_the_head_returned_a_self_evaluation_stays_within_the_unit(world: World) -> None:
    case = self_evaluation.make(world, "opened")
    clerk, head = world.actor(Role.UNIT_CLERK), world.actor(Role.UNIT_HEAD)
    evaluations.fill(clerk, case)
    evaluations.return_(head, case, INSIDE)
    evaluations.fill(clerk, case)
    evaluations.sign(head, case)
    address = f"/work/evaluations/self/{case.pk}/"

    assert INSIDE in world.client(Role.UNIT_CLERK).get(address).content.decode()
    for role in (Role.DEPARTMENT_REVIEWER, Role.PERFORMANCE_OFFICER, Role.AUDITOR):
        page = world.client(role).get(address).content.decode()
        assert "退回" in page
        assert INSIDE not in page


def test_what_the_department_returned_is_told_to_all(world: World) -> None:
    case = self_evaluation.make(world, "signed")
    evaluations.return_(world.actor(Role.DEPARTMENT_REVIEWER), case, "佐证不全，请补。")

    page = world.client(Role.PERFORMANCE_OFFICER).get(f"/work/evaluations/self/{case.pk}/")

    assert "佐证不全，请补。" in page.content.decode()


def test_why_the_head_returned_a_filing_stays_within_the_unit(world: World) -> None:
    filing = world.filing()
    clerk, head = world.actor(Role.UNIT_CLERK), world.actor(Role.UNIT_HEAD)
    filings.submit(clerk, filing)
    filings.return_(head, filing, INSIDE, [("annual_objective", INSIDE)])
    for remark in filing.remarks.all():
        filings.answer(clerk, filing, remark, "已核实。")
    filings.submit(clerk, filing)
    filings.sign(head, filing)

    assert (
        INSIDE in world.client(Role.UNIT_CLERK).get(f"/work/filings/{filing.pk}/").content.decode()
    )
    for address in (f"/work/filings/{filing.pk}/", f"/work/reviews/{filing.pk}/"):
        page = world.client(Role.DEPARTMENT_REVIEWER).get(address)
        assert page.status_code == 200
        assert INSIDE not in page.content.decode()


def long_queue(world: World, number: int) -> None:
    draft = good_draft()
    for n in range(number):
        project = Project.objects.create(unit=world.unit, name=f"项目{n}")
        filing = Filing.objects.create(
            project=project, unit=world.unit, fiscal_year=2025, state="with_finance", reached=2
        )
        Version.objects.create(
            filing=filing, number=1, kind="submitted", content=draft, sha256=hashed(draft)
        )


def test_an_auditor_is_offered_no_job_and_starts_none(world: World) -> None:
    long_queue(world, 41)
    auditor, officer = world.client(Role.AUDITOR), world.client(Role.PERFORMANCE_OFFICER)
    job = reverse("reviews_findings_job")

    page = auditor.get("/work/reviews/?state=all").content.decode()
    answer = auditor.post(f"{job}?state=all")

    assert job not in page
    assert answer.status_code == 403
    assert "审计岗位只读" in answer.content.decode()
    assert not Job.objects.exists()
    assert not StoredFile.objects.exists()
    assert job in officer.get("/work/reviews/?state=all").content.decode()
    assert officer.post(f"{job}?state=all").status_code == 302
    assert Job.objects.count() == 1
