"""A world in which every text that is not for everybody carries a word of its own (标记词)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from types import ModuleType
from typing import Any, NamedTuple

from cycles import adjustment, disclosure, evaluation, filing, monitoring, rectification
from cycles import result_use as use_of_results
from cycles import self_evaluation as self_evaluations
from cycling import kept
from django.http import HttpResponseBase
from publication import publish

from conftest import World, good_draft
from jixiao.web.accounts.models import Organisation, Person, Post
from jixiao.web.actor import Actor
from jixiao.web.cases import Case
from jixiao.web.documents.models import ReadForm
from jixiao.web.filings.checking import check_draft
from jixiao.web.filings.drafting import hashed
from jixiao.web.filings.models import (
    Disposition,
    Filing,
    Remark,
    ReviewSheet,
    Version,
)
from jixiao.web.jobs.models import Job
from jixiao.web.roles import READS_FROM, UNIT, Reach, Role
from jixiao.web.trail.actions import record

WORD = re.compile(r"zq\d{4}qz")
Audience = Callable[[Person | None], bool]


class Words:
    """The words planted so far, and who may read each."""

    def __init__(self) -> None:
        self.audiences: dict[str, Audience] = {}
        self.places: dict[str, str] = {}

    def word(self, place: str, audience: Audience) -> str:
        """A new word for ``place``."""
        word = f"zq{len(self.audiences):04}qz"
        self.audiences[word], self.places[word] = audience, place
        return word

    def told_to(self, person: Person | None, text: str) -> list[str]:
        """The places whose words stand in ``text`` though the person may not read them."""
        found = {word for word in WORD.findall(text) if not self.audiences[word](person)}
        return sorted(self.places[word] for word in found)


def of_unit(unit: Organisation) -> Audience:
    """Clerk and head of the unit."""
    return lambda person: bool(person and person.roles_for(unit) & UNIT)


def holding(unit: Organisation, *roles: Role) -> Audience:
    """Who holds one of the roles over the unit."""
    return lambda person: bool(person and person.roles_for(unit) & set(roles))


def at_case(case: Case) -> Audience:
    """Who stands where the case has come to, in the line above its unit."""

    def reads(person: Person | None) -> bool:
        if person is None:
            return False
        held = person.roles_for(case.unit)
        return any(
            role in READS_FROM and case.reached >= READS_FROM[role] for role in held
        ) or case.is_assigned_to(person)

    return reads


def either(*audiences: Audience) -> Audience:
    """Who is of one of them."""
    return lambda person: any(audience(person) for audience in audiences)


class Planted(NamedTuple):
    """The world with its words, and the keys of its rows by kind."""

    world: World
    words: Words
    rows: dict[str, list[Any]]
    evaluators: tuple[Person, Person]
    neighbour: Organisation


def text_of(answer: HttpResponseBase) -> str:
    """Everything in an answer that can be read: its heads, its text, the parts of an archive."""
    heads = " ".join(f"{name}: {value}" for name, value in answer.items())
    data = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"\n".join(archive.read(name) for name in archive.namelist())
    return heads + data.decode("utf-8", "replace")


def planted(world: World) -> Planted:
    """Rows of two units under different departments, in every state, each with its words."""
    words = Words()
    rows: dict[str, list[Any]] = {}
    neighbour = Organisation.objects.create(name="邻市财政局", code="lc", kind="finance")
    for role in (Role.PERFORMANCE_OFFICER, Role.FINANCE_REVIEWER, Role.AUDITOR):
        person = Person.objects.create(username=f"{role}@lc", name=f"邻市{role.zh}")
        Post.objects.create(person=person, organisation=neighbour, role=role.value)
        world.persons[person.username] = person
    outsider = Person.objects.create(username="evaluator2@pj", name="某评价机构未受派人员")
    Post.objects.create(person=outsider, organisation=world.evaluator, role=Role.EVALUATOR.value)
    world.persons[outsider.username] = outsider
    homes = (world, world._replace(unit=world.stranger, department=world.other_department))
    for home in homes:
        _filings(home, words, rows)
        _adjustments(home, words, rows)
        _reports(home, words, rows)
        _evaluations(home, words, rows)
        _package(home, words, rows)
        _jobs(home, words, rows)
    second = Person.objects.get(username="second@pj")
    Post.objects.get_or_create(
        person=second, organisation=world.evaluator, role=Role.EVALUATOR.value
    )
    public = publish(world.unit, [good_draft(2024, "已公开的项目")])
    rows["edition"] = [public.pk]
    rows["target"] = list(public.targets.values_list("pk", flat=True))
    rows["project"] = list(public.targets.values_list("project", flat=True))
    rows["body"] = [world.unit.pk]
    return Planted(world, words, rows, (world.person(Role.EVALUATOR), second), neighbour)


def _put(case: Any, **fields: Any) -> None:
    """Change a row past its own guards, as nothing on the site does."""
    type(case).objects.filter(pk=case.pk).update(**fields)
    case.__dict__.update(fields)


def _add(rows: dict[str, list[Any]], kind: str, key: Any) -> None:
    rows.setdefault(kind, []).append(key)


_REACHED = {
    "draft": Reach.UNIT,
    "submitted": Reach.UNIT,
    "with_department": Reach.DEPARTMENT,
    "returned": Reach.DEPARTMENT,
}


def _filings(world: World, words: Words, rows: dict[str, list[Any]]) -> None:
    states = (
        *("draft", "submitted", "with_department", "returned", "with_finance"),
        *("to_be_improved", "ready", "to_be_confirmed", "approved", "refused"),
    )
    for state in states:
        case = filing.make(world, state)
        _put(case, reached=int(_REACHED.get(state, Reach.FINANCE)))
        _words_in_filing(world, words, case)
        _add(rows, "filing", case.pk)
    other = world.filing(world.sibling)
    _words_in_filing(world._replace(unit=world.sibling), words, other)
    _add(rows, "filing", other.pk)


def _words_in_filing(world: World, words: Words, case: Filing) -> None:
    inside, line = of_unit(case.unit), at_case(case)
    where = f"filing {case.pk} {case.state} of {case.unit.code}"
    clerk, reviewer = (
        world.person(Role.UNIT_CLERK, case.unit),
        world.person(Role.DEPARTMENT_REVIEWER, case.unit.parent),
    )
    draft = dict(case.draft)
    draft["fields"] = draft["fields"] | {
        "annual_objective": f"较好完成{words.word(f'draft of {where}', inside)}"
    }
    draft["indicators"] = [
        row | {"remark": words.word(f"row of the draft of {where}", inside)}
        for row in draft["indicators"]
    ]
    version = case.versions.last()
    if version is not None:
        content = dict(version.content)
        content["fields"] = content["fields"] | {
            "annual_objective": f"较好完成{words.word(f'version of {where}', line)}"
        }
        Version.objects.filter(pk=version.pk).update(content=content, sha256=hashed(content))
        for finding in check_draft(content, case.fiscal_year, "anhui"):
            Disposition.objects.create(
                filing=case,
                key=finding.key,
                rule=finding.rule,
                cell=finding.cell,
                choice="explained",
                reason=words.word(f"explanation in the draft of {where}", inside),
                person=clerk,
                role=Role.UNIT_CLERK.value,
            )
        for role, person in (
            (Role.DEPARTMENT_REVIEWER, reviewer),
            (Role.PERFORMANCE_OFFICER, world.person(Role.PERFORMANCE_OFFICER)),
        ):
            Remark.objects.create(
                filing=case,
                version=version,
                text=words.word(f"{role}'s remark not sent on {where}", holding(case.unit, role)),
                person=person,
                role=role.value,
            )
        Remark.objects.create(
            filing=case,
            version=version,
            text=words.word(f"remark sent on {where}", line),
            answer=words.word(f"answer on {where}", line),
            person=reviewer,
            role=Role.DEPARTMENT_REVIEWER.value,
            sent=True,
        )
        for level, roles in (
            ("department", (Role.DEPARTMENT_REVIEWER,)),
            ("finance", (Role.PERFORMANCE_OFFICER, Role.FINANCE_REVIEWER)),
        ):
            ReviewSheet.objects.create(
                filing=case,
                version=version,
                level=level,
                opinion=words.word(
                    f"{level} form not final on {where}", holding(case.unit, *roles)
                ),
                person=reviewer,
            )
    _put(case, draft=draft)
    _told(case, words, where, of_unit(case.unit))


def _told(case: Case, words: Words, where: str, inside: Audience) -> None:
    """Events of the unit's own: only the trail's readers see them beside the unit."""
    from django.db import transaction

    readers = either(inside, holding(case.unit, Role.AUDITOR, Role.AUDIT_ADMINISTRATOR))
    clerk = Person.objects.get(username=f"unit_clerk@{case.unit.code}")
    with transaction.atomic():
        record(
            Actor(clerk, "127.0.0.1"),
            f"{case.cycle.kind}.save",
            case,
            organisation=case.unit,
            role=Role.UNIT_CLERK.value,
            after={"text": words.word(f"event of {where}", readers)},
        )


def _adjustments(world: World, words: Words, rows: dict[str, list[Any]]) -> None:
    reached = {"draft": 0, "with_department": 1, "returned": 1}
    for state in ("draft", "with_department", "returned", "with_finance"):
        case = adjustment.make(world, state)
        _put(case, reached=reached.get(state, 2))
        is_written = state in ("draft", "returned")
        where = f"adjustment {case.pk} {state} of {case.unit.code}"
        draft = dict(case.draft)
        reader = of_unit(case.unit) if is_written else at_case(case)
        draft["fields"] = draft["fields"] | {
            "annual_objective": f"较好完成{words.word(where, reader)}"
        }
        fields: dict[str, Any] = {"draft": draft}
        if state != "returned":
            fields["reason"] = words.word(f"reason of {where}", reader)
        _put(case, **fields)
        _add(rows, "adjustment", case.pk)
        _add(rows, "approved", case.filing_id)


def _make(driver: ModuleType, world: World, state: str) -> Any:
    case = driver.make(world, state)
    case.refresh_from_db()
    return case


def _reports(world: World, words: Words, rows: dict[str, list[Any]]) -> None:
    for state in ("opened", "filled", "checked", "returned", "closed"):
        case = _make(monitoring, world, state)
        where = f"report {case.pk} {state} of {case.unit.code}"
        inside = of_unit(case.unit)
        reader = inside if state in ("opened", "returned") else at_case(case)
        content = dict(case.content)
        content["spending"] = content["spending"] | {
            "reason": words.word(f"reason in {where}", reader),
            "measures": words.word(f"measures in {where}", reader),
        }
        content["rows"] = {
            key: row | {"reason": words.word(f"row of {where}", reader)}
            for key, row in content["rows"].items()
        }
        _put(case, content=content)
        # A proof is read with what it proves.
        file = kept(world, f"{words.word(f'proof of {where}', reader)}.pdf")
        case.proofs.create(row="spending", file=file)
        _add(rows, "report", case.pk)
        _add(rows, "file", file.pk)


def _evaluations(world: World, words: Words, rows: dict[str, list[Any]]) -> None:
    for state in ("opened", "filled", "returned", "signed", "rechecked", "confirmed"):
        case = _make(self_evaluations, world, state)
        where = f"self-evaluation {case.pk} {state} of {case.unit.code}"
        is_written = state in ("opened", "filled", "returned")
        reader = of_unit(case.unit) if is_written else at_case(case)
        content = dict(case.content)
        content["achieved"] = words.word(f"what was achieved in {where}", reader)
        content["rows"] = {
            key: row | {"basis": words.word(f"row of {where}", reader)}
            for key, row in content["rows"].items()
        }
        _put(case, content=content)
        file = kept(world, f"{words.word(f'proof of {where}', reader)}.pdf")
        case.proofs.create(row="execution", file=file)
        _add(rows, "self_evaluation", case.pk)
        _add(rows, "file", file.pk)
    inside = of_unit(world.unit)
    where = f"form of {world.unit.code}"
    finding = words.word(f"finding on the {where}", inside)
    form = ReadForm.objects.create(
        file=kept(world, "自评表.docx"),
        kind="self_evaluation",
        title=words.word(f"title of the {where}", inside),
        fiscal_year=2025,
        stated={"paid": "1", "achieved": words.word(f"words of the {where}", inside), "rows": []},
        findings=[{"rule": "SCO01", "message_zh": finding, "message_en": finding}],
    )
    _add(rows, "read_form", form.pk)
    for state in ("assigned", "gathered", "half_scored", "scored", "settled", "reported", "final"):
        case = _make(evaluation, world, state)
        where = f"evaluation {case.pk} {state} of {case.unit.code}"
        first, second = case.first, case.second
        are_in = state in ("scored", "settled", "reported", "final")
        outside = _not_of(case.unit, at_case(case)) if state != "reported" else at_case(case)
        outside = at_case(case) if state in ("reported", "final") else outside
        grades = {}
        for who, scorer in (("first", first), ("second", second)):
            if who in case.grades:
                reader = outside if are_in else _only(scorer)
                grades[who] = {
                    item: given | {"reason": words.word(f"{who}'s reason in {where}", reader)}
                    for item, given in case.grades[who].items()
                }
            elif state in ("gathered", "half_scored"):
                full = evaluation.full_grades(case)
                grades[f"draft_{who}"] = {
                    item: given
                    | {"reason": words.word(f"{who}'s kept reason in {where}", _only(scorer))}
                    for item, given in full.items()
                }
        fields: dict[str, Any] = {"grades": grades}
        if state in ("reported", "final"):
            fields["report"] = {
                name: words.word(f"{name} of {where}", at_case(case))
                for name in ("summary", "findings", "suggestions")
            }
        _put(case, **fields)
        file = kept(world, f"{words.word(f'evidence of {where}', at_case(case))}.pdf")
        case.proofs.create(file=file)
        _add(rows, "evaluation", case.pk)
        _add(rows, "compared", case.filing_id)
    for state in ("noticed", "replied", "returned"):
        case = _make(rectification, world, state)
        where = f"rectification {case.pk} {state} of {case.unit.code}"
        _put(
            case,
            finding=words.word(f"finding of {where}", at_case(case)),
            demand=words.word(f"demand of {where}", at_case(case)),
            reply=words.word(f"reply of {where}", at_case(case)),
        )
        _add(rows, "rectification", case.pk)
    for state in map(str, use_of_results.CYCLE.names):
        case = _make(use_of_results, world, state)
        where = f"use of results {case.pk} {state} of {case.unit.code}"
        _put(case, reason=words.word(f"reason of {where}", at_case(case)))
        _add(rows, "result_use", case.pk)


def _only(person: Person) -> Audience:
    return lambda other: other is not None and other.pk == person.pk


def _not_of(unit: Organisation, audience: Audience) -> Audience:
    return lambda person: audience(person) and not of_unit(unit)(person)


def _package(world: World, words: Words, rows: dict[str, list[Any]]) -> None:
    for state in ("opened", "under_examination", "decided", "confirmed"):
        case = _make(disclosure, world, state)
        where = f"package {case.pk} {state} of {case.unit.code}"
        _put(case, reason=words.word(f"reason of {where}", at_case(case)))
        _add(rows, "package", case.pk)
        for item in case.items.all()[:1]:
            _add(rows, "item", (case.pk, item.pk))


def _jobs(world: World, words: Words, rows: dict[str, list[Any]]) -> None:
    clerk = world.person(Role.UNIT_CLERK)
    reader = either(_only(clerk), holding(world.unit, Role.SYSTEM_ADMINISTRATOR))
    for state in ("waiting", "done", "failed"):
        where = f"job {state} of {world.unit.code}"
        job = Job.objects.create(
            kind="read_document",
            unit=world.unit,
            person=clerk,
            state=state,
            arguments={"file": 0},
            message_zh=words.word(f"message of {where}", reader),
            message_en=words.word(f"message of {where}", reader),
            result={"rows": [{"name": words.word(f"row of {where}", reader), "zh": "", "en": ""}]},
        )
        _add(rows, "job", job.pk)
