"""A file that itself holds secrets: covered for others until the disclosure officer decides."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.http import HttpResponse

from conftest import World, good_draft
from jixiao.web.actor import Actor
from jixiao.web.documents import actions, queries
from jixiao.web.documents.models import StoredFile
from jixiao.web.documents.reading import read_stored
from jixiao.web.exceptions import Incomplete, NotAllowed, NotPossible
from jixiao.web.filings.actions import sign, submit
from jixiao.web.filings.drafting import disclosure_of
from jixiao.web.filings.models import Filing
from jixiao.web.roles import Role
from jixiao.web.trail.models import Event
from jixiao.web.worklist import waiting_for

PHONE = "13912345678"
pytestmark = pytest.mark.django_db


def document(**fields: str) -> bytes:
    """A Word document of a project, with these fields changed."""
    draft = good_draft(2025, "政务热线话务服务")
    draft["fields"] |= fields
    render: Any = import_module("jixiao.writers.form_docx").render
    return bytes(render(disclosure_of(draft, 2025, "某市政务热线中心")))


def source_of_a_filing(world: World, **fields: str) -> tuple[Filing, StoredFile]:
    """A file of the unit, and a filing made from it that has come to the department."""
    clerk = world.actor(Role.UNIT_CLERK)
    file = actions.store(clerk, world.unit, "目标表.docx", [document(**fields)], is_source=True)
    filing = world.filing(source=file, source_table=1)
    submit(clerk, filing)
    sign(world.actor(Role.UNIT_HEAD), filing)
    return filing, file


def secret_source(world: World) -> tuple[Filing, StoredFile]:
    return source_of_a_filing(
        world, annual_objective=f"按机要文件（秘密10年）办理，联系人手机{PHONE}。"
    )


def got(world: World, role: Role, address: str) -> HttpResponse:
    answer = world.client(role).get(address)
    assert isinstance(answer, HttpResponse) or answer.streaming
    return answer


def test_others_than_the_unit_are_refused_the_original_and_read_it_covered(world: World) -> None:
    _, file = secret_source(world)

    for role in (Role.DEPARTMENT_REVIEWER, Role.AUDITOR):
        answer = got(world, role, f"/work/files/{file.pk}/")
        text = answer.content.decode()
        assert answer.status_code == 403
        assert "公开审查人员决定开放之前" in text
        assert PHONE not in text
        assert "秘密10年" not in text
        assert "按机要文件（█████）办理" in text
    assert not Event.objects.filter(action="file.open").exists()

    own = got(world, Role.UNIT_CLERK, f"/work/files/{file.pk}/")
    assert own.status_code == 200
    assert own.streaming
    assert not Event.objects.filter(action="file.open").exists()


def test_the_review_page_leads_to_the_covered_text(world: World) -> None:
    filing, file = secret_source(world)
    read_stored(file)

    page = got(world, Role.DEPARTMENT_REVIEWER, f"/work/reviews/{filing.pk}/").content.decode()

    assert f"/work/files/{file.pk}/covered/" in page
    assert (
        got(world, Role.DEPARTMENT_REVIEWER, f"/work/files/{file.pk}/covered/").status_code == 200
    )


def test_the_officer_opens_it_and_the_trail_tells(world: World) -> None:
    _, file = secret_source(world)

    answer = got(world, Role.DISCLOSURE_OFFICER, f"/work/files/{file.pk}/")

    assert answer.streaming
    event = Event.objects.get(action="file.open")
    assert (event.thing_id, event.role) == (file.pk, Role.DISCLOSURE_OFFICER.value)
    assert event.after["secrets"] >= 1


def test_a_decision_opens_it_and_a_later_one_covers_it_again(world: World) -> None:
    _, file = secret_source(world)
    read_stored(file)
    officer = world.client(Role.DISCLOSURE_OFFICER)
    reviewer = world.person(Role.DEPARTMENT_REVIEWER)
    waits = [line.zh for line in waiting_for(world.person(Role.DISCLOSURE_OFFICER))]
    assert any("原件" in line for line in waits)
    address = f"/work/files/{file.pk}/decide/"

    officer.post(address, {"choice": "open", "reason": f"经核实可供审核，{PHONE}为公开电话。"})

    assert not queries.is_covered_for(reviewer, file)
    assert got(world, Role.DEPARTMENT_REVIEWER, f"/work/files/{file.pk}/").streaming
    assert Event.objects.filter(action="file.open").count() == 1
    decided = Event.objects.get(action="file.decide")
    assert decided.after == {"is_open": True}
    assert PHONE not in decided.reason
    assert not queries.undecided_for(world.person(Role.DISCLOSURE_OFFICER)).exists()

    officer.post(address, {"choice": "covered", "reason": "仍应遮盖。"})

    assert queries.is_covered_for(reviewer, file)


@pytest.mark.parametrize("role", [Role.DEPARTMENT_REVIEWER, Role.UNIT_CLERK, Role.AUDITOR])
def test_only_the_officer_decides(world: World, role: Role) -> None:
    _, file = secret_source(world)
    read_stored(file)

    with pytest.raises(NotAllowed):
        actions.decide(world.actor(role), file, True, "理由")
    with pytest.raises(Incomplete):
        actions.decide(world.actor(Role.DISCLOSURE_OFFICER), file, True, " ")
    assert not file.decisions.exists()


def test_a_file_without_secrets_opens_as_it_is(world: World) -> None:
    _, file = source_of_a_filing(world)

    answer = got(world, Role.DEPARTMENT_REVIEWER, f"/work/files/{file.pk}/")

    assert answer.streaming
    file.refresh_from_db()
    assert file.secrets == 0
    with pytest.raises(NotPossible):
        actions.decide(world.actor(Role.DISCLOSURE_OFFICER), file, True, "理由")


def test_a_proof_that_is_no_form_opens_as_it_is(world: World) -> None:
    clerk = Actor(world.person(Role.UNIT_CLERK))
    file = actions.store(clerk, world.unit, "凭证.pdf", [b"%PDF-1.4\nnothing"])
    reviewer = world.actor(Role.DEPARTMENT_REVIEWER)

    with actions.hand_out(reviewer, file) as data:
        assert data.read() == b"%PDF-1.4\nnothing"


def test_documents_to_be_filed_are_listed_and_proofs_are_not(world: World) -> None:
    clerk = world.actor(Role.UNIT_CLERK)
    actions.store(clerk, world.unit, "凭证.pdf", [b"%PDF-1.4"])
    actions.store(clerk, world.unit, "目标表.docx", [document()], is_source=True)

    page = world.client(Role.UNIT_CLERK).get("/work/filings/").content.decode()

    assert "目标表.docx" in page
    assert "凭证.pdf" not in page
