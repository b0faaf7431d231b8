"""The pages of review: who sees them, how many queries they take, what they show."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from reviewing import REASON, approved, few_queries, marks, with_department, with_finance

from conftest import World, good_draft
from jixiao.web.filings.drafting import hashed
from jixiao.web.filings.models import Filing, Project, Version
from jixiao.web.reviews import actions, adjustments
from jixiao.web.reviews.urls import urlpatterns
from jixiao.web.roles import Role
from jixiao.web.trail.models import Event


def many(world: World, number: int) -> None:
    """So many filings with the department, each with a version."""
    draft = good_draft()
    projects = Project.objects.bulk_create(
        Project(unit=world.unit, name=f"项目{n}") for n in range(number)
    )
    filings = Filing.objects.bulk_create(
        Filing(
            project=project,
            unit=world.unit,
            fiscal_year=2025,
            state="with_department",
            reached=1,
            requested=960_000,
        )
        for project in projects
    )
    Version.objects.bulk_create(
        Version(filing=one, number=1, kind="submitted", content=draft, sha256=hashed(draft))
        for one in filings
    )


def addresses(filing: Filing, adjustment: int) -> list[tuple[str, str]]:
    """Every address of one filing and one adjustment: method and address."""
    made = []
    for pattern in urlpatterns:
        name, converters = str(pattern.name), pattern.pattern.converters
        values = {"pk": filing.pk, "number": 2, "remark": 1, "sheet": 1} | {
            "action": "pass",
            "form": "json",
        }
        if name.startswith("adjustment_") or name == "adjustment":
            values["pk"] = adjustment
        if "pk" not in converters:
            continue
        address = reverse(name, kwargs={key: values[key] for key in converters})
        made += [("get", address), ("post", address)]
    return made


def test_every_address_is_there_for_nobody_else(world: World) -> None:
    filing = approved(world)
    adjustment = adjustments.open_adjustment(world.actor(Role.UNIT_CLERK), filing)
    before = Event.objects.count()

    for role, place in (
        (Role.UNIT_CLERK, world.sibling),
        (Role.UNIT_HEAD, world.stranger),
        (Role.DEPARTMENT_REVIEWER, world.other_department),
        (Role.DISCLOSURE_OFFICER, world.other_department),
        (Role.EVALUATOR, world.evaluator),
        (Role.SYSTEM_ADMINISTRATOR, world.finance),
        (Role.AUDIT_ADMINISTRATOR, world.finance),
    ):
        client = world.client(role, place)
        for method, address in addresses(filing, adjustment.pk):
            status = getattr(client, method)(address).status_code
            assert status in (404, 405), (role, method, address, status)
    assert Event.objects.count() == before


def test_nobody_signed_in_is_sent_to_sign_in(world: World) -> None:
    filing = approved(world)

    for method, address in addresses(filing, 1):
        assert getattr(Client(), method)(address).status_code in (302, 405)


def test_the_unit_does_not_see_the_desk_of_its_reviewers(world: World) -> None:
    filing = with_department(world)

    client = world.client(Role.UNIT_CLERK)

    assert client.get(reverse("reviews")).status_code == 404
    assert client.get(reverse("review", args=[filing.pk])).status_code == 404


def test_finance_does_not_see_what_the_department_has_not_passed(world: World) -> None:
    filing = with_department(world)
    client = world.client(Role.PERFORMANCE_OFFICER)

    assert client.get(reverse("review", args=[filing.pk])).status_code == 404
    assert filing.project.name not in client.get(reverse("reviews") + "?state=all").text


def test_reviewers_see_the_last_version_and_not_what_the_unit_writes(world: World) -> None:
    filing = with_department(world)
    actions.remark(world.actor(Role.DEPARTMENT_REVIEWER), filing, "", "请核实。")
    Filing.objects.filter(pk=filing.pk).update(
        draft=good_draft(name="正在改的名称"), state="returned"
    )

    page = world.client(Role.DEPARTMENT_REVIEWER).get(reverse("review", args=[filing.pk]))

    assert page.status_code == 200
    assert "正在改的名称" not in page.text
    assert "受理群众来电" in page.text


def test_a_secret_is_covered_on_the_page_and_in_the_workbook(world: World) -> None:
    filing = with_department(world)
    version = filing.versions.get()
    content = version.content
    content["fields"]["annual_objective"] += "联系人身份证号11010519491231002X。"
    Version.objects.filter(pk=version.pk).update(content=content)
    client = world.client(Role.DEPARTMENT_REVIEWER)

    page = client.get(reverse("review", args=[filing.pk]))

    assert "11010519491231002X" not in page.text
    assert "█" in page.text


@pytest.mark.parametrize("role", [Role.DEPARTMENT_REVIEWER, Role.PERFORMANCE_OFFICER])
@pytest.mark.parametrize("query", ["", "?state=all&order=findings", "?text=项目&least=1&due=soon"])
def test_the_queue_takes_few_queries_whatever_its_length(
    world: World, query: str, role: Role
) -> None:
    many(world, 120)
    with_finance(world)
    client = world.client(role)

    with few_queries():
        page = client.get(reverse("reviews") + query)

    assert page.status_code == 200


def test_the_queue_is_paged_by_fifty_and_counted_by_state(world: World) -> None:
    many(world, 60)
    client = world.client(Role.DEPARTMENT_REVIEWER)

    first = client.get(reverse("reviews"))
    second = client.get(reverse("reviews") + "?page=2")

    assert first.text.count('name="filing"') == 50
    assert second.text.count('name="filing"') == 10
    assert '待主管部门审核 <span class="count">60</span>' in first.text


def test_filters_narrow_the_queue(world: World) -> None:
    filing = with_department(world)
    many(world, 3)
    client = world.client(Role.DEPARTMENT_REVIEWER)

    def number(query: str) -> int:
        return client.get(f"{reverse('reviews')}?{query}").text.count('name="filing"')

    assert number("") == 4
    assert number("text=热线服务") == 1
    assert number("severity=warning") == 1
    assert number("least=97") == 0
    assert number("most=96") == 4
    assert number("year=2024") == 0
    assert number("unit=大数据") == 0
    assert number(f"department={world.department.pk}") == 4
    assert number(f"department={world.other_department.pk}") == 0
    assert number("due=overdue") == 0
    Filing.objects.filter(pk=filing.pk).update(due_on="2020-01-01")
    assert number("due=overdue") == 1
    assert number("year=x&least=y&page=z&department=-&order=q") == 4


def test_a_review_takes_few_queries_however_much_was_said(world: World) -> None:
    filing = with_finance(world)
    officer = world.actor(Role.PERFORMANCE_OFFICER)
    for number in range(20):
        actions.remark(officer, filing, f"indicators.{number % 5}.value", REASON)
    actions.save_sheet(officer, filing, marks("良"), REASON, "良")
    client = world.client(Role.PERFORMANCE_OFFICER)

    with few_queries():
        page = client.get(reverse("review", args=[filing.pk]))

    assert page.status_code == 200
    assert "审核表" in page.text


def test_peers_take_few_queries(world: World) -> None:
    filing = with_department(world)
    many(world, 30)
    client = world.client(Role.DEPARTMENT_REVIEWER)

    with few_queries():
        page = client.get(reverse("review_peers", args=[filing.pk]))

    assert page.text.count("<tr") == 14
    assert "1.07元/件" in page.text


def test_the_page_disposes_remarks_grades_and_approves(world: World) -> None:
    filing = with_department(world)
    department = world.client(Role.DEPARTMENT_REVIEWER)
    officer = world.client(Role.PERFORMANCE_OFFICER)
    reviewer = world.client(Role.FINANCE_REVIEWER)

    def post(client: Client, name: str, *args: Any, **typed: str) -> int:
        return client.post(reverse(name, args=[filing.pk, *args]), typed).status_code

    page = department.get(reverse("review", args=[filing.pk])).text
    key = page.split('name="key" value="')[1].split('"')[0]
    assert post(department, "review_dispose", key=key, choice="explained", reason=REASON) == 302
    assert post(department, "review_remark", cell="indicators.0.value", text=REASON) == 302
    remark = filing.remarks.get()
    assert post(department, "review_drop_remark", remark.pk) == 302
    assert post(department, "review_step", "pass", reason=" ") == 422
    assert post(department, "review_step", "pass", reason="同意报送。") == 302
    typed = {f"mark-{key}": "优" for key in marks()} | {"conclusion": "优", "opinion": "好。"}
    assert post(officer, "review_sheet", **typed) == 302
    assert post(officer, "review_step", "grade_excellent") == 302
    assert post(reviewer, "review_step", "propose", amount="九十") == 422
    assert post(reviewer, "review_step", "propose", amount="90") == 302
    assert post(reviewer, "review_step", "approve") == 403
    assert post(officer, "review_step", "approve") == 302

    filing.refresh_from_db()
    assert (filing.state, filing.allotted) == ("approved", 900_000)
    for name in ("certificate", "review"):
        assert officer.get(reverse(name, args=[filing.pk])).status_code == 200
    verified = officer.get(reverse("certificate_verify", args=[filing.pk, 2])).text
    assert "message success" in verified
    assert (
        world.client(Role.UNIT_CLERK).get(reverse("certificate", args=[filing.pk])).status_code
        == 200
    )


def test_ticked_rows_are_done_and_each_outcome_is_told(world: World) -> None:
    one, other = with_department(world), with_department(world)
    stranger = with_department(world, world.stranger)
    client = world.client(Role.DEPARTMENT_REVIEWER)
    actions.pass_(world.actor(Role.DEPARTMENT_REVIEWER), other, REASON)

    page = client.post(
        reverse("reviews_many"),
        {"filing": [one.pk, other.pk, stranger.pk, "x"], "action": "return", "reason": REASON},
        follow=True,
    )

    one.refresh_from_db()
    stranger.refresh_from_db()
    assert (one.state, stranger.state) == ("returned", "with_department")
    assert "已办理：退回修改" in page.text
    assert "不能办理此项" in page.text
    assert str(stranger) not in page.text


def test_the_findings_of_the_queue_are_a_workbook(world: World) -> None:
    with_department(world)
    client = world.client(Role.DEPARTMENT_REVIEWER)

    answer = client.get(reverse("reviews_findings"))

    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"
    assert "attachment" in answer["Content-Disposition"]


def test_many_findings_are_made_in_the_background(world: World) -> None:
    from jixiao.web.jobs.models import Job

    many(world, 41)
    client = world.client(Role.DEPARTMENT_REVIEWER)

    assert client.get(reverse("reviews_findings")).status_code == 403
    assert client.post(reverse("reviews_findings_job")).status_code == 302

    job = Job.objects.get()
    assert (job.kind, len(job.arguments["filings"])) == ("review_findings", 41)


def test_papers_can_be_downloaded(world: World) -> None:
    filing = approved(world)
    client = world.client(Role.PERFORMANCE_OFFICER)
    sheet = filing.review_sheets.get(level="finance")

    form = client.get(reverse("review_sheet_docx", args=[filing.pk, sheet.pk]))
    word = client.get(reverse("certificate_file", args=[filing.pk, 2, "docx"]))
    data = client.get(reverse("certificate_file", args=[filing.pk, 2, "json"]))

    assert form.content[:2] == word.content[:2] == b"PK"
    assert data.json()["certificate"]["allotted"] == "900000.00"
    assert client.get(reverse("certificate_file", args=[filing.pk, 2, "exe"])).status_code == 404
