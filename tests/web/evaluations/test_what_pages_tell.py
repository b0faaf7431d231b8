"""What the pages of monitoring and evaluation tell those who work on them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from cycles import evaluation, monitoring, rectification, result_use, self_evaluation

from conftest import World
from jixiao.web.evaluations.models import Proof
from jixiao.web.roles import Role

BACK: tuple[tuple[str, Any, str, str, Role, Role, str], ...] = (
    (
        *("/work/monitoring/{}/", monitoring, "filled", "return"),
        *(Role.DEPARTMENT_REVIEWER, Role.UNIT_CLERK, "fill"),
    ),
    (
        *("/work/evaluations/self/{}/", self_evaluation, "signed", "return"),
        *(Role.DEPARTMENT_REVIEWER, Role.UNIT_CLERK, "fill"),
    ),
    (
        *("/work/evaluations/list/{}/", evaluation, "commented", "revise"),
        *(Role.DEPARTMENT_REVIEWER, Role.EVALUATOR, "report"),
    ),
    (
        *("/work/evaluations/rectifications/{}/", rectification, "replied", "return"),
        *(Role.DEPARTMENT_REVIEWER, Role.UNIT_CLERK, "reply"),
    ),
)
REASONS = {
    "/work/monitoring/{}/": "一切按规定办理",
    "/work/evaluations/self/{}/": "材料不全",
    "/work/evaluations/list/{}/": "问题不具体",
    "/work/evaluations/rectifications/{}/": "还缺三月的",
}


@pytest.mark.parametrize(("address", "cycle", "state", "action", "giver", "writer", "again"), BACK)
def test_who_writes_again_reads_why_until_it_is_handed_in(
    world: World,
    address: str,
    cycle: Any,
    state: str,
    action: str,
    giver: Role,
    writer: Role,
    again: str,
) -> None:
    case = cycle.make(world, state)
    url, client = address.format(case.pk), world.client(writer)
    assert "退回理由" not in client.get(url).content.decode()

    cycle.perform(case, action, world.actor(giver))
    told = client.get(url).content.decode()
    cycle.perform(case, again, world.actor(writer))

    assert REASONS[address] in told.partition("退回理由")[2].partition("</div>")[0]
    assert "退回理由" not in client.get(url).content.decode()


LINES: tuple[tuple[Any, str, Role, str], ...] = (
    (evaluation, "reported", Role.UNIT_HEAD, "待反馈意见的评价报告"),
    (rectification, "accepted", Role.DEPARTMENT_REVIEWER, "待验收、销号的整改"),
    (result_use, "proposed", Role.FINANCE_REVIEWER, "待决定的结果应用"),
)


@pytest.mark.parametrize(("cycle", "state", "role", "words"), LINES)
def test_what_waits_leads_to_a_list_that_has_it(
    world: World, cycle: Any, state: str, role: Role, words: str
) -> None:
    case = cycle.make(world, state)
    client = world.client(role)

    work = client.get("/work/").content.decode()
    before, _, _ = work.partition(words)
    address = before.rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    found = client.get(address, follow=True).content.decode()

    assert words in work
    assert case.filing.project.title in found


@pytest.mark.parametrize(
    ("address", "cycle", "state", "onward", "backward"),
    [
        ("/work/evaluations/list/{}/", evaluation, "commented", "finish", "revise"),
        ("/work/evaluations/self/{}/", self_evaluation, "signed", "", "return"),
        ("/work/monitoring/{}/", monitoring, "filled", "check", "return"),
    ],
)
def test_the_button_that_brings_a_case_on_stands_out(
    world: World, address: str, cycle: Any, state: str, onward: str, backward: str
) -> None:
    case = cycle.make(world, state)

    page = world.client(Role.DEPARTMENT_REVIEWER).get(address.format(case.pk)).content.decode()
    _, _, steps = page.partition('class="row steps"')

    assert f'data-dialog="step-{backward}">' in steps
    if onward:
        assert f'{onward}/"><' in steps
        assert '<button class="primary">' in steps.partition(f"/{onward}/")[2][:200]


def test_an_evaluator_reaches_the_proofs_of_the_self_evaluation(world: World) -> None:
    own = self_evaluation.make(world, "signed")
    case = evaluation.make(world, "gathered")
    case.filing = own.filing
    case.save()
    proof = Proof.objects.filter(self_evaluation=own).first()
    assert proof is not None

    page = world.client(Role.EVALUATOR).get(f"/work/evaluations/list/{case.pk}/")

    assert f"/work/files/{proof.file_id}/" in page.content.decode()


def test_a_tier_without_its_basis_is_asked_for_at_once(world: World) -> None:
    case = self_evaluation.make(world, "opened")
    key = next(iter(case.content["rows"]))
    case.content["rows"][key] |= {"actual": "", "tier": "达成年度指标", "basis": ""}
    case.save()
    client = world.client(Role.UNIT_CLERK)

    page = client.get(f"/work/evaluations/self/{case.pk}/").content.decode()

    assert "须写明定档依据" in page


def test_the_ledger_is_offered_for_every_budget_year(world: World) -> None:
    result_use.make(world, "decided")
    client = world.client(Role.FINANCE_REVIEWER)

    page = client.get("/work/evaluations/results/").content.decode()
    other = client.get("/work/evaluations/results/?year=2031").content.decode()

    assert "ledger-2026.xlsx" in page
    assert "ledger-2026.xlsx" not in other


def test_notices_and_evaluations_are_told_apart_on_the_journey(
    world: World, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    first = evaluation.make(world, "final")
    notice = rectification.make(world, "noticed")
    notice.filing, notice.evaluation = first.filing, first
    notice.save()
    client = world.client(Role.PERFORMANCE_OFFICER)
    client.get("/work/")

    with django_assert_max_num_queries(12):
        page = client.get(f"/work/filings/{first.filing_id}/journey/").content.decode()

    assert "部门评价" in page
    assert "整改（来自评价）" in page


def test_amounts_of_the_ledger_have_no_needless_zeros(world: World) -> None:
    case = result_use.make(world, "decided")
    case.before, case.proposed, case.amount = Decimal("72.8000"), Decimal(60), None
    case.save()

    page = world.client(Role.FINANCE_REVIEWER).get("/work/evaluations/results/")

    assert ">72.8</td>" in page.content.decode()
    assert ">60</td>" in page.content.decode()


def test_a_reviewer_sees_what_came_of_the_project_last_year(
    world: World, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    before = result_use.make(world, "decided")
    before.decision, before.reason = "improve", "请压缩成本"
    before.save()
    coming = world.filing(year=before.fiscal_year, state="with_finance", reached=2)
    coming.project = before.filing.project
    coming.save()
    client = world.client(Role.PERFORMANCE_OFFICER)
    client.get("/work/")

    with django_assert_max_num_queries(12):
        page = client.get(f"/work/reviews/{coming.pk}/peers/").content.decode()

    assert "上年结果与应用" in page
    assert "请压缩成本" in page
