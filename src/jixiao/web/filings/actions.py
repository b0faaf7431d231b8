"""What is done to filings (申报办理): open, write, submit, sign, return, withdraw, improve."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from jixiao.model.disclosure import Disclosure
from jixiao.web.accounts.models import Organisation
from jixiao.web.actor import Actor
from jixiao.web.cases import step
from jixiao.web.documents.models import StoredFile
from jixiao.web.exceptions import Incomplete, NotAllowed, NotPossible, Overtaken
from jixiao.web.filings.blank_forms import blank_draft
from jixiao.web.filings.checking import CellFinding, check_draft
from jixiao.web.filings.clocks import READY, due_on
from jixiao.web.filings.comparing import changes, name_of
from jixiao.web.filings.drafting import Draft, draft_of, hashed, requested_of, sound
from jixiao.web.filings.lifecycle import State
from jixiao.web.filings.models import (
    Adjustment,
    Choice,
    CongressApproval,
    Disposition,
    Filing,
    Project,
    Remark,
    Version,
    VersionKind,
    filing_of,
)
from jixiao.web.filings.queries import (
    answered_keys,
    congress_approval,
    last_version,
    place_of,
)
from jixiao.web.roles import FINANCE, Reach, Role
from jixiao.web.trail.actions import record

EDITABLE = frozenset({State.DRAFT, State.RETURNED, State.TO_BE_IMPROVED})
EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
LONGEST_NAME = 300
LONGEST_REASON = 5000
_CELLS_TOLD = 50  # of one save in the trail


class AlreadyFiled(NotPossible):
    """The project has a filing of the year; it is left as it is. ``filing`` is that one."""

    def __init__(self, filing: Filing) -> None:
        self.filing = filing
        super().__init__(
            f"“{filing}”已有申报，未作改动。请打开已有的申报，或与它对比。",
            f"“{filing}” is already filed and was left as it is; open it or compare with it",
        )


def open_filing(
    actor: Actor,
    unit: Organisation,
    project_name: str,
    year: int,
    *,
    draft: Draft | None = None,
    form: str = "",
) -> Filing:
    """A new draft of a project of the clerk's own unit; of ``form`` where ``draft`` is not given.

    Raises ``AlreadyFiled`` where the project has a filing of that year.
    """
    _must_be_clerk(actor, unit)
    return _opened(actor, unit, project_name, year, Role.UNIT_CLERK, draft, form)


def _opened(
    actor: Actor,
    unit: Organisation,
    project_name: str,
    year: int,
    role: Role,
    draft: Draft | None = None,
    form: str = "",
    source: tuple[StoredFile | None, int | None] = (None, None),
) -> Filing:
    """The new filing of ``open_filing``, opened by who holds ``role``; from a table of a file."""
    name = project_name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise Incomplete(
            f"请填写项目名称，不超过{LONGEST_NAME}字。",
            f"give the project a name of at most {LONGEST_NAME} characters",
        )
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise Incomplete(
            f"年度应在{EARLIEST_YEAR}至{LATEST_YEAR}之间。请改正。",
            f"the year must be between {EARLIEST_YEAR} and {LATEST_YEAR}",
        )
    place = place_of(unit)
    file, table = source
    content = sound(draft) if draft is not None else blank_draft(year, name, place, form)
    found = check_draft(content, year, place)
    try:
        with transaction.atomic():
            project, _ = Project.objects.get_or_create(unit=unit, name=name)
            existing = Filing.objects.filter(project=project, fiscal_year=year).first()
            if existing is not None:
                raise AlreadyFiled(existing)
            filing = Filing(
                unit=unit,
                project=project,
                fiscal_year=year,
                draft=content,
                source=file,
                source_table=table,
            )
            _count(filing, found)
            filing.save()
            record(
                actor,
                "filing.open",
                filing,
                organisation=unit,
                role=role.value,
                after=filing.summary()
                | {"sha256": hashed(content), "source": file.sha256 if file else ""},
            )
    except IntegrityError as error:
        # Two at once: the constraint let the other one through.
        there = Filing.objects.select_related("project").get(
            project__unit=unit, project__name=name, fiscal_year=year
        )
        raise AlreadyFiled(there) from error
    return filing


def file_disclosure(
    actor: Actor,
    unit: Organisation,
    disclosure: Disclosure,
    stored: StoredFile | None = None,
    tables: Sequence[int] | None = None,
) -> list[Filing]:
    """Each of ``tables`` (numbers from 1, all without them) of a record as a draft of ``unit``.

    Done by the unit's clerk, or by a system administrator who imports a folder for it: the drafts
    are the clerk's all the same, the administrator does not see them.

    A project that has a filing of the year keeps it; it is not among those given back. A table
    without a name or a year is refused, and nothing is filed; where none was chosen it is passed
    over, as long as another can be filed.
    """
    role = Role.SYSTEM_ADMINISTRATOR
    if actor.person is None or role not in actor.person.roles_for(unit):
        role = Role.UNIT_CLERK
        _must_be_clerk(actor, unit)
    wanted = list(tables) if tables is not None else fileable_tables(disclosure)
    made: list[Filing] = []
    with transaction.atomic():
        for number in wanted:
            if not 1 <= number <= len(disclosure.targets):
                raise Incomplete(
                    f"文件中没有第{number}个表。请重新选择。",
                    f"the file has no table {number}; choose again",
                )
            target = disclosure.targets[number - 1]
            year = target.fiscal_year or disclosure.fiscal_year
            name = (target.project_name or target.heading_name or "").strip()
            if not name or year is None:
                raise Incomplete(
                    f"第{number}个表没有写明项目名称或年度，无法建立申报。请改用“新建申报”录入。",
                    f"table {number} has no project name or no year; open a filing by typing",
                )
            try:
                with transaction.atomic():
                    made.append(
                        _opened(
                            actor,
                            unit,
                            name[:LONGEST_NAME],
                            year,
                            role,
                            draft_of(target),
                            source=(stored, number),
                        )
                    )
            except AlreadyFiled:
                continue
    return made


def fileable_tables(disclosure: Disclosure) -> list[int]:
    """The numbers (from 1) of the tables that name project and year; all where none does."""
    numbers = range(1, len(disclosure.targets) + 1)
    return [
        number
        for number, target in enumerate(disclosure.targets, 1)
        if (target.project_name or target.heading_name)
        and (target.fiscal_year or disclosure.fiscal_year)
    ] or list(numbers)


def save_draft(actor: Actor, filing: Filing, draft: Any, revision: int) -> int:
    """Keep what the clerk typed; gives the new revision. The same text again changes nothing.

    Raises ``Overtaken`` where the draft was saved by another since ``revision``.
    """
    content = sound(draft)
    with transaction.atomic():
        fresh = _locked(filing)
        _must_be_clerk(actor, fresh.unit)
        if fresh.state not in EDITABLE:
            raise NotPossible(
                f"“{fresh}”现在是“{fresh.state_name()}”，草稿不能再改。您输入的内容仍在本机；"
                "需要修改时请先撤回或等待退回。",
                f"“{fresh}” is now “{fresh.state_name('en')}”: its draft can no longer be changed; "
                "what you typed is still on this computer",
            )
        keep_text(actor, fresh, content, revision)
    filing.__dict__.update(fresh.__dict__)
    return filing.revision


def keep_text(actor: Actor, case: Filing | Adjustment, content: Draft, revision: int) -> None:
    """Keep another text in the locked case. Raises ``Overtaken`` as :func:`save_draft` does."""
    if case.revision != revision:
        raise Overtaken(
            "这份草稿已被另一人保存过。请选择保留哪一份，您输入的内容没有丢失。",
            "somebody else has saved this draft; choose which to keep, none of yours is lost",
        )
    before = case.draft
    if before == content:
        return
    case.draft, case.changed_at = content, timezone.now()
    case.revision += 1
    if isinstance(case, Filing) and case.reached <= Reach.UNIT:
        # Beyond the unit the figures are those of the last version, as the text is.
        _count(case, check_draft(content, case.fiscal_year, place_of(case.unit)))
    case.save()
    cells = [change.cell for change in changes(before, content)]
    record(
        actor,
        f"{case.cycle.kind}.save",
        case,
        organisation=case.unit,
        role=Role.UNIT_CLERK.value,
        before={"revision": revision, "sha256": hashed(before)},
        after={
            "revision": case.revision,
            "sha256": hashed(content),
            "cells": cells[:_CELLS_TOLD],
            "changed": len(cells),
        },
    )


def explain(actor: Actor, filing: Filing, key: str, reason: str) -> Disposition:
    """The clerk's explanation (说明) of a finding on the draft that is left as it is."""
    with transaction.atomic():
        fresh = _locked(filing)
        _must_be_clerk(actor, fresh.unit)
        if fresh.state not in EDITABLE:
            raise NotPossible(
                f"“{fresh}”现在是“{fresh.state_name()}”，不能再作说明。",
                f"“{fresh}” is now “{fresh.state_name('en')}”: nothing more can be explained",
            )
        return keep_explanation(actor, fresh, key, reason)


def keep_explanation(actor: Actor, case: Filing | Adjustment, key: str, reason: str) -> Disposition:
    """Keep the clerk's explanation of a finding on the text of the locked case."""
    filing = filing_of(case)
    found = check_draft(case.draft, filing.fiscal_year, place_of(case.unit))
    finding = next((one for one in found if one.key == key), None)
    if finding is None:
        raise NotPossible(
            "这个问题已经不在最近保存的草稿里。请查看最新的问题列表。",
            "this finding is no longer in the draft as last saved; look at the list again",
        )
    if finding.stops:
        raise NotAllowed(
            f"“{finding.name_zh}”属于阻断，不能以说明代替修改。请修改单元格。",
            f"“{finding.name_en}” stops submission: it must be mended, not explained",
        )
    reason = stated(reason, "说明", "an explanation")
    assert actor.person is not None
    disposition = Disposition.objects.create(
        filing=filing,
        key=key,
        rule=finding.rule,
        cell=finding.cell,
        choice=Choice.EXPLAINED.value,
        reason=reason,
        person=actor.person,
        role=Role.UNIT_CLERK.value,
    )
    record(
        actor,
        f"{case.cycle.kind}.explain",
        case,
        organisation=case.unit,
        role=Role.UNIT_CLERK.value,
        after={"rule": finding.rule, "cell": finding.cell, "key": key},
        reason=reason,
    )
    return disposition


def answer(actor: Actor, filing: Filing, remark: Remark, text: str) -> None:
    """The unit's answer to one reason for which the filing was returned."""
    with transaction.atomic():
        fresh = _locked(filing)
        _must_be_clerk(actor, fresh.unit)
        if fresh.state not in EDITABLE:
            raise NotPossible(
                f"“{fresh}”现在是“{fresh.state_name()}”，不能再答复。",
                f"“{fresh}” is now “{fresh.state_name('en')}”: nothing more can be answered",
            )
        said = fresh.remarks.select_for_update().filter(pk=remark.pk, sent=True).first()
        if said is None:
            raise NotPossible("没有这条意见。", "there is no such remark")
        text = stated(text, "答复", "an answer")
        before = said.answer
        said.answer, said.answered_at = text, timezone.now()
        said.save(update_fields=["answer", "answered_at"])
        record(
            actor,
            "filing.answer",
            fresh,
            organisation=fresh.unit,
            role=Role.UNIT_CLERK.value,
            before={"remark": said.pk, "answer": before},
            after={"remark": said.pk, "answer": said.answer},
        )


def submit(actor: Actor, filing: Filing) -> Version:
    """Hand the draft to the unit head: nothing that stops, all else explained, all answered."""
    place = place_of(filing.unit)
    with step(filing, "submit", actor) as (fresh, _):
        found = _must_be_ready(fresh, place)
        version = freeze(fresh, VersionKind.SUBMITTED, actor, fresh.draft)
        _count(fresh, found)
    return version


def sign(actor: Actor, filing: Filing) -> None:
    """The unit head signs: the target goes to the department, its responsible person named."""
    with step(filing, "sign", actor) as (fresh, _):
        version = last_version(fresh)
        content = version.content if version is not None else fresh.draft
        if not content.get("fields", {}).get("responsible_person", "").strip():
            raise Incomplete(
                "“项目责任人”还没有填写，不能签发。请退回经办人补填。",
                "the responsible person is not named: return it to the clerk to fill in",
            )


def return_(
    actor: Actor,
    filing: Filing,
    reason: str,
    remarks: Iterable[tuple[str, str]] = (),
) -> None:
    """Send the filing back with its reason, and with remarks at cells (cell, text).

    Remarks that were noted while reviewing go out with it; the unit answers each.
    """
    with step(filing, "return", actor, reason=reason) as (fresh, row):
        assert actor.person is not None
        post = actor.person.post_for(fresh.unit, row.roles)
        role = post.role if post is not None else ""
        version = last_version(fresh)
        Remark.objects.filter(filing=fresh, sent=False).update(sent=True)
        said = [("", reason.strip()), *((cell, text.strip()) for cell, text in remarks)]
        Remark.objects.bulk_create(
            Remark(
                filing=fresh,
                version=version,
                cell=cell if name_of(cell)[0] != "全表" else "",
                text=text[:LONGEST_REASON],
                person=actor.person,
                role=role,
                sent=True,
            )
            for cell, text in said
            if text
        )


def withdraw(actor: Actor, filing: Filing, reason: str) -> None:
    """Take the filing back before it is approved; its versions stay."""
    with step(filing, "withdraw", actor, reason=reason):
        pass


def improve(actor: Actor, filing: Filing) -> Version:
    """Hand in what was asked for with grade 良; the draft must differ from the last version."""
    place = place_of(filing.unit)
    with step(filing, "improve", actor) as (fresh, _):
        before = last_version(fresh)
        if before is not None and before.sha256 == hashed(fresh.draft):
            raise Incomplete(
                "内容与上次送审的完全相同，还没有完善。请按意见修改后再提交。",
                "nothing differs from what was submitted: improve it as asked, then hand it in",
            )
        found = _must_be_ready(fresh, place)
        version = freeze(fresh, VersionKind.SUBMITTED, actor, fresh.draft)
        _count(fresh, found)
    return version


def set_congress_approval(
    actor: Actor, organisation: Organisation, year: int, approved_on: date, source: str
) -> CongressApproval:
    """The day on which the congress approved the budget, with what says so; clocks follow.

    Filings of the year that wait for approval get the term of 预算法 52 counted from it.
    """
    person = actor.person
    if person is None or not FINANCE & person.roles_for(organisation):
        raise NotAllowed(
            f"人大批准日期由{organisation}的财政岗位设定。",
            f"the day of the congress is set by the finance posts of {organisation}",
        )
    if organisation.kind != "finance" or not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise Incomplete("请选择财政部门和四位年度。", "choose the finance department and a year")
    if abs(approved_on.year - year) > 1:
        raise Incomplete(
            f"批准日期{approved_on}与{year}年度不符，请核对。",
            f"{approved_on} does not fit the year {year}; please check",
        )
    if not source.strip():
        raise Incomplete("请写明依据，如决议名称和文号。", "name the resolution that says so")
    with transaction.atomic():
        before = congress_approval(organisation, year)
        made = CongressApproval.objects.create(
            organisation=organisation,
            fiscal_year=year,
            approved_on=approved_on,
            source=source.strip()[:300],
            set_by=person,
        )
        waiting = Filing.objects.select_for_update(of=("self",)).filter(
            unit__path__startswith=organisation.path, fiscal_year=year, state=State.READY
        )
        moved = 0
        for filing in waiting.select_related("unit"):
            entered = timezone.localdate(filing.changed_at)
            day = congress_approval(filing.unit, year)
            due = due_on(READY, entered, year, place_of(filing.unit), day)
            moved += Filing.objects.filter(pk=filing.pk).exclude(due_on=due).update(due_on=due)
        record(
            actor,
            "filing.congress",
            made,
            organisation=organisation,
            role=str(min(FINANCE & person.roles_for(organisation))),
            before={"approved_on": str(before or "")},
            after={
                "fiscal_year": year,
                "approved_on": str(approved_on),
                "source": made.source,
                "filings": moved,
            },
        )
    return made


def freeze(
    filing: Filing,
    kind: VersionKind | str,
    actor: Actor,
    content: Mapping[str, Any],
    *,
    certificate: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Version:
    """A frozen version of ``content``, with its hash; within the transaction of a step."""
    number = filing.versions.count() + 1
    return Version.objects.create(
        filing=filing,
        number=number,
        kind=str(kind),
        content=dict(content),
        sha256=hashed(content),
        certificate=dict(certificate or {}),
        reason=reason,
        source_id=filing.source_id,
        source_table=filing.source_table,
        made_by=actor.person,
    )


def _must_be_ready(filing: Filing, place: str) -> tuple[CellFinding, ...]:
    """The findings, none of which stands in the way. Raises ``Incomplete`` saying what does."""
    found = check_draft(filing.draft, filing.fiscal_year, place)
    answered = answered_keys(filing)
    stopping = [one for one in found if one.stops]
    asking = [one for one in found if one.asks and not one.stops and one.key not in answered]
    unanswered = filing.remarks.filter(sent=True, answer="").count()
    zh, en = [], []
    if stopping:
        zh.append(f"{len(stopping)}个阻断问题须修改（{_named(stopping, 'zh')}）")
        en.append(f"{len(stopping)} blocking finding(s) must be mended ({_named(stopping, 'en')})")
    if asking:
        zh.append(f"{len(asking)}个错误须修改或说明（{_named(asking, 'zh')}）")
        en.append(f"{len(asking)} error(s) must be mended or explained ({_named(asking, 'en')})")
    if unanswered:
        zh.append(f"{unanswered}条退回意见须答复")
        en.append(f"{unanswered} remark(s) must be answered")
    if zh:
        raise Incomplete(
            f"还不能送审：{'；'.join(zh)}。请处理后再送审。",
            f"not ready: {'; '.join(en)}; see to these and submit again",
        )
    return found


def _named(findings: Sequence[CellFinding], language: str) -> str:
    """The first three by cell and rule."""
    index = language == "en"
    names = [
        f"{name_of(one.cell)[index]} {(one.name_zh, one.name_en)[index]}" for one in findings[:3]
    ]
    rest = len(findings) - len(names)
    if rest:
        names.append(f"and {rest} more" if index else f"等{len(findings)}处")
    return (", " if index else "、").join(names)


def _count(filing: Filing, found: Iterable[CellFinding]) -> None:
    """Keep beside the filing what the list shows of it."""
    counted = [one.severity for one in found]
    filing.blocks = counted.count("block")
    filing.errors = counted.count("error")
    filing.warnings = counted.count("warning")
    filing.requested = requested_of(filing.draft)


def _locked(filing: Filing) -> Filing:
    return (
        Filing.objects.select_for_update(of=("self",))
        .select_related("unit", "project")
        .get(pk=filing.pk)
    )


def _must_be_clerk(actor: Actor, unit: Organisation) -> None:
    person = actor.person
    if person is None or Role.UNIT_CLERK not in person.roles_for(unit):
        raise NotAllowed(
            f"只有“{unit}”的单位经办可以填写它的申报。",
            f"only a unit clerk of “{unit}” may write its filings",
        )


def stated(text: str, zh: str, en: str) -> str:
    """A text that must be written, without blanks around it; ``zh`` and ``en`` say what it is."""
    text = text.strip()
    if not text or len(text) > LONGEST_REASON:
        raise Incomplete(
            f"请写明{zh}，不超过{LONGEST_REASON}字。",
            f"write {en} of at most {LONGEST_REASON} characters",
        )
    return text
