"""Forms of results handed in as documents: recognised, compared, taken over by a person."""

from __future__ import annotations

from typing import Any

import pytest
from cycles import monitoring as report_cycle
from cycles import self_evaluation as self_cycle
from django.urls import reverse

from conftest import World
from jixiao.web.documents.actions import store
from jixiao.web.documents.models import ReadForm, StoredFile
from jixiao.web.evaluations import actions, queries
from jixiao.web.evaluations.models import SelfEvaluation
from jixiao.web.exceptions import Incomplete, NotAllowed, NotPossible
from jixiao.web.jobs.actions import start
from jixiao.web.jobs.worker import run_once
from jixiao.web.monitoring import queries as monitored
from jixiao.web.monitoring.models import Report
from jixiao.web.roles import Role
from jixiao.web.trail.models import Event
from jixiao.writers.evaluation_forms import render_monitoring, render_self_evaluations

pytestmark = pytest.mark.django_db(transaction=True)


def handed_in(world: World, data: bytes, name: str = "自评表.docx") -> list[ReadForm]:
    """The document uploaded by the clerk and read by the job."""
    clerk = world.actor(Role.UNIT_CLERK)
    file = store(clerk, world.unit, name, [data], is_source=True)
    job = start(clerk, "read_document", {"file": file.pk}, world.unit)
    run_once()
    job.refresh_from_db()
    assert job.state == "done", job.message_zh
    return list(ReadForm.objects.filter(file=file))


def self_form(world: World, ending: str = ".docx") -> tuple[SelfEvaluation, bytes]:
    """An opened self-evaluation with nothing in it, and its form filled in elsewhere."""
    case = self_cycle.make(world, "opened")
    data = render_self_evaluations([queries.self_sheet(case).scores], ending)
    case.proofs.all().delete()
    case.content = {}
    case.save()
    return case, data


def monitoring_form(world: World) -> tuple[Report, bytes]:
    report = report_cycle.make(world, "opened")
    key = monitored.sheet_of(report).rows[0].key
    report.content["rows"][key] |= {"actual": "500000件", "reason": "", "measures": ""}
    report.save()
    data = render_monitoring([monitored.sheet_of(report).form], ".xlsx")
    report.proofs.all().delete()
    report.content = {}
    report.save()
    return report, data


def test_a_self_evaluation_is_recognised_and_its_findings_are_shown(world: World) -> None:
    case, data = self_form(world)

    [form] = handed_in(world, data)

    assert (form.kind, form.title, form.fiscal_year) == (
        "self_evaluation",
        case.filing.project.name,
        2025,
    )
    assert form.stated["paid"] == "95.04"
    page = world.client(Role.UNIT_CLERK).get(f"/work/evaluations/forms/{form.pk}/")
    text = page.content.decode()
    assert "与本单位项目核对" in text
    for finding in form.findings:
        assert finding["rule"] in text
    case.refresh_from_db()
    assert case.content == {}


def test_its_values_are_taken_over_when_a_person_confirms(world: World) -> None:
    case, data = self_form(world)
    [form] = handed_in(world, data)
    client = world.client(Role.UNIT_CLERK)
    address = f"/work/evaluations/forms/{form.pk}/take/"
    assert client.post(address).status_code == 422
    before = Event.objects.count()

    answer = client.post(address, {"compared": "1"})

    assert answer["Location"] == f"/work/evaluations/self/{case.pk}/"
    case.refresh_from_db()
    assert case.content["paid"] == "95.04"
    assert case.content["achieved"] == "全部完成。"
    taken = [row["actual"] for row in case.content["rows"].values()]
    assert any(taken)
    [event] = Event.objects.filter(number__gt=before)
    assert event.action == "self_evaluation.save"
    assert event.after["form"] == "自评表.docx"
    form.refresh_from_db()
    assert form.taken_by == world.person(Role.UNIT_CLERK)
    # The document is no proof of what it states.
    with pytest.raises(Incomplete, match="no proof"):
        actions.fill(world.actor(Role.UNIT_CLERK), case)
    with pytest.raises(NotPossible, match="already"):
        actions.take_form(world.actor(Role.UNIT_CLERK), form)


def test_what_was_measured_is_not_written_over(world: World) -> None:
    case, data = self_form(world)
    key = queries.self_sheet(case).rows[0].key
    case.measured = {
        "paid": "90",
        "rows": {
            key: {
                "text": "1件",
                "number": "1",
                "unit": "件",
                "date": None,
                "tier": None,
                "proof": "台账",
                "months": [],
                "roll_up": "sum",
                "query": "",
                "evidence": [],
            }
        },
    }
    case.save()
    [form] = handed_in(world, data)

    actions.take_form(world.actor(Role.UNIT_CLERK), form)

    case.refresh_from_db()
    assert case.content["paid"] == ""
    assert case.content["rows"].get(key, {}).get("actual", "") == ""
    assert queries.self_sheet(case).rows[0].scored.row.actual.text == "1件"


def test_a_monitoring_form_goes_into_the_report_of_its_month(world: World) -> None:
    report, data = monitoring_form(world)

    [form] = handed_in(world, data, "监控表.xlsx")

    assert (form.kind, form.fiscal_year, form.month) == ("monitoring", 2025, 7)
    client = world.client(Role.UNIT_CLERK)
    answer = client.post(f"/work/evaluations/forms/{form.pk}/take/", {"compared": "1"})
    assert answer["Location"] == f"/work/monitoring/{report.pk}/"
    report.refresh_from_db()
    assert report.content["paid"] == "56"
    assert "500000件" in [row["actual"] for row in report.content["rows"].values()]


def test_a_form_of_a_project_that_is_not_the_units_goes_nowhere(world: World) -> None:
    case, data = self_form(world)
    [form] = handed_in(world, data)
    project = case.filing.project
    project.name = "另一个项目"
    project.save()

    page = world.client(Role.UNIT_CLERK).get(f"/work/evaluations/forms/{form.pk}/")

    assert "没有名为" in page.content.decode()
    with pytest.raises(NotPossible, match="check the name"):
        actions.take_form(world.actor(Role.UNIT_CLERK), form)
    case.refresh_from_db()
    assert case.content == {}


def test_a_case_that_was_handed_in_is_not_changed(world: World) -> None:
    case, data = self_form(world)
    [form] = handed_in(world, data)
    SelfEvaluation.objects.filter(pk=case.pk).update(state="filled")

    with pytest.raises(NotPossible, match="nothing can be filled in"):
        actions.take_form(world.actor(Role.UNIT_CLERK), form)


@pytest.mark.parametrize("role", [Role.UNIT_HEAD, Role.DEPARTMENT_REVIEWER, Role.AUDITOR])
def test_only_the_units_clerk_takes_a_form_over(world: World, role: Role) -> None:
    _, data = self_form(world)
    [form] = handed_in(world, data)

    with pytest.raises(NotAllowed):
        actions.take_form(world.actor(role), form)
    page = world.client(role).get(f"/work/evaluations/forms/{form.pk}/")
    assert page.status_code == (200 if role is Role.UNIT_HEAD else 404)
    other = world.client(Role.UNIT_CLERK, world.sibling)
    assert other.get(f"/work/evaluations/forms/{form.pk}/").status_code == 404


def test_a_folder_import_keeps_the_forms_of_its_documents(world: World) -> None:
    _, data = self_form(world)
    clerk = world.actor(Role.UNIT_CLERK)
    file = store(clerk, world.unit, "自评表.docx", [data], is_source=True)
    job: Any = start(clerk, "import_folder", {"files": [file.pk]}, world.unit)
    run_once()

    job.refresh_from_db()
    assert "自评表、监控表1张" in job.result["rows"][0]["zh"]
    assert ReadForm.objects.filter(file=file).count() == 1
    # The same document once more makes no second form.
    handed_in(world, data)
    assert ReadForm.objects.count() == 1
    assert StoredFile.objects.filter(sha256=file.sha256).count() == 2


def test_the_list_and_the_work_page_tell_of_forms_to_compare(world: World) -> None:
    _, data = self_form(world)
    [form] = handed_in(world, data)
    client = world.client(Role.UNIT_CLERK)

    page = client.get(reverse("read_forms"))
    assert form.title in page.content.decode()
    assert "待核对取用的自评表和监控表" in client.get("/work/").content.decode()
    address = reverse("filing_tables", args=[form.file_id])
    assert client.get(address)["Location"] == f"{reverse('read_forms')}?file={form.file_id}"
    assert world.client(Role.DEPARTMENT_REVIEWER).get(reverse("read_forms")).status_code == 404
