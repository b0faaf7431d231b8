"""Reviewing: findings disposed, remarks, the review form, grades, approval, the certificate."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from reviewing import REASON, approved, marks, ready, with_department, with_finance

from conftest import World, good_draft
from jixiao.web.exceptions import Incomplete, NotAllowed, NotPossible
from jixiao.web.filings.actions import return_
from jixiao.web.filings.models import Choice, Filing, ReviewSheet, Version
from jixiao.web.filings.queries import answered_keys
from jixiao.web.reviews import actions, queries
from jixiao.web.reviews.certificate import certified, rule_set, verified
from jixiao.web.reviews.questions import QUESTIONS, proposals
from jixiao.web.roles import Role
from jixiao.web.trail.models import Event


def finding(filing: Filing, index: int = 0) -> str:
    """The key of a finding on the version under review."""
    version = filing.versions.last()
    assert version is not None
    return queries.findings_on_version(filing, version)[index].key


def test_a_waived_finding_counts_as_answered_until_it_expires(world: World) -> None:
    filing = with_department(world)
    actor = world.actor(Role.DEPARTMENT_REVIEWER)
    today = timezone.localdate()

    said = actions.dispose(actor, filing, finding(filing), Choice.WAIVED, "已核实。", today)

    assert said.key in answered_keys(filing)
    filing.dispositions.update(expires_on=today - timedelta(days=1))
    assert said.key not in answered_keys(filing)
    assert Event.objects.latest("number").action == "filing.dispose"


def test_adopting_a_finding_notes_it_for_the_return(world: World) -> None:
    filing = with_department(world)
    actor = world.actor(Role.DEPARTMENT_REVIEWER)

    actions.dispose(actor, filing, finding(filing), "adopted")

    noted = filing.remarks.get()
    assert not noted.sent
    return_(actor, filing, REASON)
    assert [one.sent for one in filing.remarks.all()] == [True, True]


@pytest.mark.parametrize("choice", ["explained", "waived"])
def test_explaining_and_waiving_need_a_reason(world: World, choice: str) -> None:
    filing = with_department(world)

    with pytest.raises(Incomplete):
        actions.dispose(world.actor(Role.DEPARTMENT_REVIEWER), filing, finding(filing), choice, " ")

    assert not filing.dispositions.exists()


def test_only_who_has_the_turn_disposes_and_remarks(world: World) -> None:
    filing = with_department(world)

    for actor in (
        world.actor(Role.PERFORMANCE_OFFICER),
        world.actor(Role.DEPARTMENT_REVIEWER, world.other_department),
        world.actor(Role.UNIT_CLERK),
        world.actor(Role.AUDITOR),
    ):
        with pytest.raises(NotAllowed):
            actions.remark(actor, filing, "indicators.0.value", "请核实。")
        with pytest.raises(NotAllowed):
            actions.dispose(actor, filing, finding(filing), "adopted")


def test_a_remark_taken_back_stays_in_the_trail(world: World) -> None:
    filing = with_department(world)
    actor = world.actor(Role.DEPARTMENT_REVIEWER)
    noted = actions.remark(actor, filing, "indicators.0.value", "请核实。")

    actions.drop_remark(actor, filing, noted)

    assert not filing.remarks.exists()
    assert Event.objects.latest("number").before["text"] == "请核实。"


def test_passing_makes_the_form_of_the_department_final(world: World) -> None:
    filing = with_department(world)
    actor = world.actor(Role.DEPARTMENT_REVIEWER)
    actions.save_sheet(actor, filing, marks("良"), "", "良")

    actions.pass_(actor, filing, "同意报送。")

    sheet = filing.review_sheets.get()
    assert (sheet.is_final, sheet.level, sheet.opinion) == (True, "department", "同意报送。")
    assert sheet.marks["form"]["mark"] == "良"


def test_grading_needs_every_question_marked_and_the_same_conclusion(world: World) -> None:
    filing = with_finance(world)
    officer = world.actor(Role.PERFORMANCE_OFFICER)

    with pytest.raises(Incomplete, match="question"):
        actions.grade(officer, filing, "优")
    actions.save_sheet(officer, filing, marks(), "目标合理。", "良")
    with pytest.raises(Incomplete, match="concludes"):
        actions.grade(officer, filing, "优")

    filing.refresh_from_db()
    assert (filing.state, filing.grade) == ("with_finance", "")
    assert not ReviewSheet.objects.filter(level="finance", is_final=True).exists()


@pytest.mark.parametrize(
    ("mark", "state", "goes_out"),
    [
        ("优", "ready", False),
        ("良", "to_be_improved", True),
        ("中", "returned", True),
        ("差", "refused", False),
    ],
)
def test_a_grade_leads_where_the_ruling_says(
    world: World, mark: str, state: str, goes_out: bool
) -> None:
    filing = with_finance(world)
    officer = world.actor(Role.PERFORMANCE_OFFICER)
    actions.save_sheet(officer, filing, marks(mark), "", mark)
    before = Event.objects.count()

    actions.grade(officer, filing, mark, REASON)

    assert (filing.state, filing.grade) == (state, mark)
    assert filing.remarks.filter(sent=True).exists() is goes_out
    assert Event.objects.count() == before + 1


def test_an_amount_is_needed_to_propose(world: World) -> None:
    filing = ready(world)

    for amount in (None, 0, -1):
        with pytest.raises(Incomplete):
            actions.propose(world.actor(Role.FINANCE_REVIEWER), filing, amount)


def test_who_proposed_may_not_approve(world: World) -> None:
    filing = ready(world)
    reviewer = world.person(Role.FINANCE_REVIEWER)
    reviewer.posts.create(organisation=world.finance, role=Role.PERFORMANCE_OFFICER)
    actor = world.actor(Role.FINANCE_REVIEWER)
    actions.propose(actor, filing, 900_000)

    with pytest.raises(NotAllowed, match="another person"):
        actions.approve(actor, filing)

    assert not Version.objects.filter(kind="approved").exists()


def test_approval_freezes_a_version_whose_certificate_agrees(world: World) -> None:
    filing = approved(world)

    version = filing.versions.get(kind="approved")
    certificate = version.certificate
    assert certificate["allotted"] == "900000.00"
    assert certificate["grade"] == "优"
    assert certificate["rules"] == rule_set()
    assert certificate["proposed_by"] == world.actor(Role.FINANCE_REVIEWER).name
    assert certificate["approved_by"] == world.actor(Role.PERFORMANCE_OFFICER).name
    assert certificate["earlier"][0]["number"] == 1
    assert certificate["review_sheets"]["department"]["opinion"] == "同意报送。"
    assert (
        sum(
            certificate["outcomes"][name]
            for name in ("fail", "pass", "not_applicable", "insufficient_data")
        )
        == rule_set()["number"]
    )
    assert all(line.agrees for line in queries.verify(version))


def test_a_changed_content_or_certificate_does_not_agree(world: World) -> None:
    filing = approved(world)
    version = filing.versions.get(kind="approved")
    other = good_draft(2025, "另一个项目")

    changed_content = verified(version.certificate, other, version.sha256, [])
    changed_amount = verified(
        version.certificate | {"allotted": "1"}, version.content, version.sha256, []
    )
    made_anew = verified(
        certified({**version.certificate, "earlier": [{"number": 1, "sha256": "x"}]}),
        version.content,
        version.sha256,
        [(1, "", other)],
    )

    assert [line.en for line in changed_content if not line.agrees][:2] == [
        "content",
        "version as kept",
    ]
    assert "certificate" in [line.en for line in changed_amount if not line.agrees]
    assert "version 1" in [line.en for line in made_anew if not line.agrees]


def test_a_filing_that_is_not_under_review_is_left_alone(world: World) -> None:
    filing = approved(world)

    with pytest.raises(NotPossible):
        actions.remark(world.actor(Role.PERFORMANCE_OFFICER), filing, "", "请核实。")


def test_several_are_done_each_by_itself(world: World) -> None:
    one, other = with_department(world), with_department(world)
    actor = world.actor(Role.DEPARTMENT_REVIEWER)
    actions.pass_(actor, other, REASON)
    before = Event.objects.count()

    done = actions.do_many(actor, [one, other], "pass", REASON)

    assert [line.is_done for line in done] == [True, False]
    assert "待财政审核" in done[0].zh
    assert Event.objects.count() == before + 1


def test_the_rules_propose_marks_and_leave_what_they_do_not_judge_blank(world: World) -> None:
    filing = with_department(world)
    version = filing.versions.last()
    assert version is not None
    found = queries.findings_on_version(filing, version)

    made = proposals(found)

    assert set(made) == {question.key for question in QUESTIONS}
    assert made["funds"].mark == "良"
    assert made["funds"].words
    assert made["possible"].mark == made["conditions"].mark == ""
    assert proposals(found, [one.key for one in found])["funds"].mark == "优"


def test_each_desk_has_its_term(world: World) -> None:
    filing = with_department(world)
    today = timezone.localdate()

    assert filing.due_on == today + timedelta(days=10)
    actions.pass_(world.actor(Role.DEPARTMENT_REVIEWER), filing, REASON)
    assert filing.due_on == today + timedelta(days=15)


def test_what_is_overdue_is_told_upward_by_department(world: World) -> None:
    filing = with_department(world)
    other = with_finance(world)
    late = timezone.localdate() - timedelta(days=3)
    Filing.objects.filter(pk__in=[filing.pk, other.pk]).update(due_on=late)

    finance = queries.overdue_by_department(world.person(Role.PERFORMANCE_OFFICER))
    lines = {w.en: w for w in queries.waiting(world.person(Role.PERFORMANCE_OFFICER))}

    assert finance == [(world.department.pk, world.department.name, 1, late)]
    assert (lines["filings to grade"].number, lines["filings to grade"].overdue) == (1, 1)
    assert queries.overdue_by_department(world.person(Role.DEPARTMENT_REVIEWER)) == []
