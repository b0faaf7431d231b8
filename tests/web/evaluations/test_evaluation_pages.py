"""Who may open which page of monitoring and evaluation, and with how many queries."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest
from cycles import evaluation, monitoring, rectification, result_use, self_evaluation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from conftest import World
from jixiao.web.monitoring.models import Report
from jixiao.web.roles import Role
from jixiao.web.trail.models import Event

MAKERS: dict[str, tuple[Callable[[World, str], object], str]] = {
    "/work/monitoring/{}/": (monitoring.make, "filled"),
    "/work/evaluations/self/{}/": (self_evaluation.make, "signed"),
    "/work/evaluations/list/{}/": (evaluation.make, "commented"),
    "/work/evaluations/rectifications/{}/": (rectification.make, "noticed"),
    "/work/evaluations/results/{}/": (result_use.make, "proposed"),
}
LISTS = (
    "/work/monitoring/",
    "/work/monitoring/overview/",
    "/work/monitoring/sources/",
    "/work/evaluations/self/",
    "/work/evaluations/list/",
    "/work/evaluations/rectifications/",
    "/work/evaluations/results/",
)


@pytest.mark.parametrize("address", MAKERS)
@pytest.mark.parametrize(
    ("role", "place", "status"),
    [
        (Role.UNIT_CLERK, "unit", 200),
        (Role.UNIT_HEAD, "unit", 200),
        (Role.DEPARTMENT_REVIEWER, "department", 200),
        (Role.PERFORMANCE_OFFICER, "finance", 200),
        (Role.AUDITOR, "finance", 200),
        (Role.UNIT_CLERK, "sibling", 404),
        (Role.UNIT_CLERK, "stranger", 404),
        (Role.DEPARTMENT_REVIEWER, "other_department", 404),
        (Role.SYSTEM_ADMINISTRATOR, "finance", 404),
    ],
)
def test_a_case_is_opened_by_those_it_concerns(
    world: World,
    django_assert_max_num_queries: Callable[..., object],
    address: str,
    role: Role,
    place: str,
    status: int,
) -> None:
    make, state = MAKERS[address]
    case = make(world, state)
    client = world.client(role, getattr(world, place))
    url = address.format(case.pk)  # type: ignore[attr-defined]
    client.get("/work/")  # the first page of a session writes it down

    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        answer = client.get(url)

    assert answer.status_code == status
    text = answer.content.decode()
    assert "style=" not in text
    assert "onclick" not in text


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("role", [Role.UNIT_CLERK, Role.PERFORMANCE_OFFICER, Role.EVALUATOR])
def test_lists_take_the_same_few_queries_however_long(
    world: World,
    django_assert_max_num_queries: Callable[..., object],
    address: str,
    role: Role,
) -> None:
    for make, state in MAKERS.values():
        for _ in range(4):
            make(world, state)
    client = world.client(role)
    client.get("/work/")  # the first page of a session writes it down

    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        answer = client.get(address)

    assert answer.status_code == 200


def test_what_a_unit_is_still_writing_is_not_shown_to_others(world: World) -> None:
    case = self_evaluation.make(world, "opened")
    case.content["achieved"] = "只给本单位看的话"
    case.save()
    url = f"/work/evaluations/self/{case.pk}/"

    own, others = (
        world.client(role).get(url) for role in (Role.UNIT_CLERK, Role.PERFORMANCE_OFFICER)
    )

    assert "只给本单位看的话" in own.content.decode()
    assert "只给本单位看的话" not in others.content.decode()
    form = world.client(Role.PERFORMANCE_OFFICER).get(f"{url}form.docx")
    assert form.status_code == 404


def test_a_report_still_being_written_is_not_shown_to_others(world: World) -> None:
    report = monitoring.make(world, "opened")
    report.content["spending"]["reason"] = "只给本单位看的话"
    report.save()
    url = f"/work/monitoring/{report.pk}/"

    own, others = (
        world.client(role).get(url) for role in (Role.UNIT_CLERK, Role.PERFORMANCE_OFFICER)
    )

    assert "只给本单位看的话" in own.content.decode()
    assert "只给本单位看的话" not in others.content.decode()


def test_overdue_reports_are_on_the_work_list_upward(world: World) -> None:
    report = monitoring.make(world, "opened")
    Report.objects.filter(pk=report.pk).update(
        due_on=timezone.localdate() - timezone.timedelta(days=3)
    )

    page = world.client(Role.DEPARTMENT_REVIEWER).get("/work/").content.decode()

    assert "逾期未报的监控表" in page


def test_payment_is_suspended_and_stopped_step_by_step(world: World) -> None:
    report = monitoring.make(world, "checked")
    client = world.client(Role.FINANCE_REVIEWER)

    for action, state in (("suspend", "suspended"), ("stop", "stopped")):
        client.post(f"/work/monitoring/{report.pk}/{action}/", {"reason": "严重偏离目标"})
        report.refresh_from_db()
        assert report.state == state


@pytest.mark.parametrize(
    ("driver", "page", "event"),
    [
        (monitoring, "report_save", "report.detach"),
        (self_evaluation, "self_evaluation_save", "self_evaluation.detach"),
    ],
)
def test_a_proof_taken_off_its_row_is_kept_and_leaves_an_event(
    world: World, driver: ModuleType, page: str, event: str
) -> None:
    case = driver.make(world, "opened")
    proof = case.proofs.first()

    world.client(Role.UNIT_CLERK).post(
        reverse(page, args=[case.pk]),
        {
            "revision": case.revision,
            "detach": proof.pk,
            "key-1": proof.row,
            "files-1": SimpleUploadedFile("凭证.txt", b"paid"),
        },
    )

    proof.refresh_from_db()
    assert proof.dropped_at is not None
    assert [one.file.name for one in case.proofs.filter(row=proof.row, dropped_at=None)] == [
        "凭证.txt"
    ]
    last = Event.objects.last()
    assert (last.action, last.before["row"]) == (event, proof.row)
