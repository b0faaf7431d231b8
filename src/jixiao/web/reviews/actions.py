"""What offices above the unit do to a filing (审核、批复)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, cast

from django.db import transaction
from django.utils import timezone

from jixiao.model.exceptions import UserError
from jixiao.model.money import digits
from jixiao.web.accounts.models import Person
from jixiao.web.actor import Actor
from jixiao.web.cases import step
from jixiao.web.exceptions import Incomplete, NotAllowed, NotPossible, Overtaken
from jixiao.web.filings.actions import LONGEST_REASON, freeze, return_, stated
from jixiao.web.filings.checking import check_draft
from jixiao.web.filings.comparing import name_of
from jixiao.web.filings.lifecycle import State
from jixiao.web.filings.models import (
    Choice,
    Disposition,
    Filing,
    Remark,
    ReviewSheet,
    Version,
    VersionKind,
)
from jixiao.web.filings.queries import dispositions_of, last_version, place_of
from jixiao.web.reviews.certificate import certified, outcomes, rule_set
from jixiao.web.reviews.questions import MARKS, sound_marks, unmarked
from jixiao.web.roles import Role
from jixiao.web.trail.actions import record
from jixiao.web.trail.models import Event

MOST_AT_ONCE = 200
# Who works on a filing in which state, beside the steps of its table.
DESKS: dict[str, tuple[Role, ...]] = {
    State.WITH_DEPARTMENT: (Role.DEPARTMENT_REVIEWER,),
    State.WITH_FINANCE: (Role.PERFORMANCE_OFFICER, Role.FINANCE_REVIEWER),
    State.READY: (Role.FINANCE_REVIEWER,),
    State.TO_BE_CONFIRMED: (Role.PERFORMANCE_OFFICER,),
}
LEVELS: dict[str, str] = {State.WITH_DEPARTMENT: "department", State.WITH_FINANCE: "finance"}
GRADES = {
    "优": "grade_excellent",
    "良": "grade_good",
    "中": "grade_medium",
    "差": "grade_poor",
}


def desk_of(person: Person, filing: Filing) -> Role | None:
    """The role in which the person works on the filing now; None where it is not their turn."""
    held = filing.roles_of(person)
    return next((role for role in DESKS.get(filing.state, ()) if role in held), None)


@contextmanager
def _at_desk(actor: Actor, filing: Filing) -> Iterator[tuple[Filing, Person, Role]]:
    """The filing, locked, for one whose turn it is; in a transaction."""
    with transaction.atomic():
        fresh = (
            Filing.objects.select_for_update(of=("self",))
            .select_related("unit", "project")
            .get(pk=filing.pk)
        )
        if fresh.state not in DESKS:
            raise NotPossible(
                f"“{fresh}”现在是“{fresh.state_name()}”，不在审核环节。请刷新页面查看最新状态。",
                f"“{fresh}” is now “{fresh.state_name('en')}”: it is not under review",
            )
        role = desk_of(actor.person, fresh) if actor.person is not None else None
        if role is None or actor.person is None:
            wanted = "、".join(role.zh for role in DESKS[fresh.state])
            raise NotAllowed(
                f"此环节由{wanted}办理。您在本单位没有这个岗位。",
                f"this is for: {', '.join(role.en for role in DESKS[fresh.state])}",
            )
        yield fresh, actor.person, role


def _under_review(filing: Filing) -> Version:
    version = last_version(filing)
    if version is None:
        raise NotPossible("还没有送审稿。", "nothing has been submitted yet")
    return version


def dispose(
    actor: Actor,
    filing: Filing,
    key: str,
    choice: Choice | str,
    reason: str = "",
    expires_on: date | None = None,
    latest: int | None = None,
) -> Disposition:
    """What the reviewer says to a finding on the version under review.

    ``adopted`` notes it as a remark that goes out with the return; ``explained`` and ``waived``
    need a reason; only a waiver may expire. A finding that stops is adopted or left.
    ``latest`` is the key of the decision that the reviewer saw beside the finding, 0 where there
    was none: ``Overtaken`` where another has decided since. None: not asked.
    """
    with _at_desk(actor, filing) as (fresh, person, role):
        version = _under_review(fresh)
        found = check_draft(version.content, fresh.fiscal_year, place_of(fresh.unit))
        finding = next((one for one in found if one.key == key), None)
        if finding is None:
            raise NotPossible(
                "送审稿中没有这个问题。请刷新页面。", "the version has no such finding; reload"
            )
        last = dispositions_of(fresh, version).get(key) if latest is not None else None
        if latest is not None and latest != (last.pk if last is not None else 0):
            raise Overtaken(
                "这个问题刚由另一人处理过。请刷新页面，看过对方的意见后再决定是否改作其他处理。",
                "somebody else has just decided on this finding; reload, read it, then decide",
            )
        try:
            chosen = Choice(choice)
        except ValueError as error:
            raise Incomplete("请选择采纳、说明或豁免。", "adopt, explain or waive") from error
        if chosen is not Choice.ADOPTED:
            reason = stated(reason, "理由", "a reason")
            if finding.stops:
                raise NotAllowed(
                    f"“{finding.name_zh}”属于阻断，不能说明或豁免。请退回修改。",
                    f"“{finding.name_en}” stops: return it instead",
                )
        if expires_on is not None and (
            chosen is not Choice.WAIVED or expires_on < timezone.localdate()
        ):
            raise Incomplete(
                "只有豁免可以设到期日，且不能早于今天。",
                "only a waiver expires, and not before today",
            )
        disposition = Disposition.objects.create(
            filing=fresh,
            key=key,
            rule=finding.rule,
            cell=finding.cell,
            choice=chosen.value,
            reason=reason.strip(),
            person=person,
            role=role.value,
            expires_on=expires_on,
        )
        if chosen is Choice.ADOPTED:
            text = finding.message_zh + (f"（{reason.strip()}）" if reason.strip() else "")
            _note(fresh, version, finding.cell, text, person, role)
        record(
            actor,
            "filing.dispose",
            fresh,
            organisation=fresh.unit,
            role=role.value,
            after={
                "rule": finding.rule,
                "cell": finding.cell,
                "key": key,
                "choice": chosen.value,
                "expires_on": expires_on.isoformat() if expires_on else "",
            },
            reason=reason.strip(),
        )
    return disposition


def _note(
    filing: Filing, version: Version, cell: str, text: str, person: Person, role: Role
) -> Remark:
    is_cell = bool(cell) and name_of(cell)[0] != "全表"
    return Remark.objects.create(
        filing=filing,
        version=version,
        cell=cell if is_cell else "",
        text=text[:LONGEST_REASON],
        person=person,
        role=role.value,
    )


def remark(actor: Actor, filing: Filing, cell: str, text: str) -> Remark:
    """A remark at a cell (of the whole table for none); it goes out with the return."""
    with _at_desk(actor, filing) as (fresh, person, role):
        made = _note(fresh, _under_review(fresh), cell, stated(text, "意见", "it"), person, role)
        record(
            actor,
            "filing.remark",
            fresh,
            organisation=fresh.unit,
            role=role.value,
            after={"remark": made.pk, "cell": made.cell, "text": made.text},
        )
    return made


def drop_remark(actor: Actor, filing: Filing, remark: Remark) -> None:
    """Take back a remark that has not gone out yet; the trail keeps it."""
    with _at_desk(actor, filing) as (fresh, _, role):
        noted = fresh.remarks.filter(pk=remark.pk, sent=False).first()
        if noted is None:
            raise NotPossible("这条意见已经发出。", "this remark has gone out")
        before = {"remark": noted.pk, "cell": noted.cell, "text": noted.text}
        noted.delete()
        record(
            actor,
            "filing.drop_remark",
            fresh,
            organisation=fresh.unit,
            role=role.value,
            before=before,
        )


def save_sheet(
    actor: Actor,
    filing: Filing,
    marks: Mapping[str, Any],
    opinion: str = "",
    conclusion: str = "",
) -> ReviewSheet:
    """Keep the review form of this level for the version under review; not final yet."""
    sound = sound_marks(marks)
    with _at_desk(actor, filing) as (fresh, person, role):
        level = LEVELS.get(fresh.state)
        if level is None:
            raise NotPossible("审核表已经定稿。", "the review form is final")
        if conclusion not in ("", *MARKS) or len(opinion) > LONGEST_REASON:
            raise Incomplete(
                f"结论只能是优、良、中、差，意见不超过{LONGEST_REASON}字。",
                f"the conclusion is 优, 良, 中 or 差, the opinion {LONGEST_REASON} characters",
            )
        sheet = _sheet(fresh, level, person)
        sheet.marks, sheet.opinion, sheet.conclusion = sound, opinion.strip(), conclusion
        sheet.person, sheet.made_at = person, timezone.now()
        sheet.save()
        record(
            actor,
            "filing.sheet",
            fresh,
            organisation=fresh.unit,
            role=role.value,
            after={"level": level, **sheet_facts(sheet)},
        )
    return sheet


def sheet_facts(sheet: ReviewSheet) -> dict[str, Any]:
    """A review form as the trail and the certificate keep it."""
    return {
        "version": sheet.version.number,
        "marks": {key: said["mark"] for key, said in sheet.marks.items()},
        "opinion": sheet.opinion,
        "conclusion": sheet.conclusion,
    }


def _sheet(filing: Filing, level: str, person: Person) -> ReviewSheet:
    """The level's open form for the version under review, a new one where there is none."""
    version = _under_review(filing)
    sheet = ReviewSheet.objects.filter(version=version, level=level, is_final=False).last()
    return sheet or ReviewSheet(filing=filing, version=version, level=level, person=person)


def pass_(actor: Actor, filing: Filing, opinion: str) -> None:
    """The department passes it on with its written opinion; its review form becomes final."""
    with step(filing, "pass", actor, reason=opinion) as (fresh, _):
        sheet = _sheet(fresh, "department", cast("Person", actor.person))
        sheet.opinion, sheet.conclusion = opinion.strip()[:LONGEST_REASON], "通过"
        sheet.person = cast("Person", actor.person)
        sheet.is_final = True
        sheet.save()


def grade(actor: Actor, filing: Filing, mark: str, reason: str = "") -> None:
    """The performance officer grades it 优, 良, 中 or 差, as the review form concludes.

    What is to be improved or revised goes out as remarks, as with a return.
    """
    if mark not in GRADES:
        raise Incomplete("等级只能是优、良、中、差。", "the grade is 优, 良, 中 or 差")
    with step(filing, GRADES[mark], actor, reason=reason, grade=mark) as (fresh, row):
        person = cast("Person", actor.person)
        sheet = _sheet(fresh, "finance", person)
        missing = unmarked(sheet.marks)
        if missing:
            raise Incomplete(
                f"审核表还有{len(missing)}项没有评（{'、'.join(q.zh for q in missing[:3])}…）。"
                "请先填写审核表。",
                f"{len(missing)} question(s) of the review form have no mark: fill it in first",
            )
        if sheet.conclusion != mark:
            raise Incomplete(
                f"审核表的结论是“{sheet.conclusion or '未填'}”，与“{row.zh}”不一致。请改正审核表。",
                f"the review form concludes “{sheet.conclusion or 'nothing'}”, not {mark}: mend it",
            )
        sheet.person, sheet.is_final = person, True
        sheet.save()
        fresh.grade = mark
        if mark in "良中":
            _send(fresh, person, Role.PERFORMANCE_OFFICER, reason)


def _send(filing: Filing, person: Person, role: Role, reason: str) -> None:
    """The remarks noted so far, and the reason as one of the whole, go out to the unit."""
    filing.remarks.filter(sent=False).update(sent=True)
    made = _note(filing, _under_review(filing), "", reason.strip(), person, role)
    made.sent = True
    made.save(update_fields=["sent"])


def propose(actor: Actor, filing: Filing, amount: Decimal | int | None) -> None:
    """The finance reviewer proposes approval with the amount in 元; target and budget together."""
    with step(filing, "propose", actor) as (fresh, _):
        if amount is None or not Decimal(0) < amount < Decimal(10) ** 15:
            raise Incomplete(
                "请填写批复金额，应大于0。", "give the amount to be approved, more than 0"
            )
        fresh.allotted = Decimal(amount).quantize(Decimal("0.01"))


def approve(actor: Actor, filing: Filing) -> Version:
    """Another person approves: target and amount are frozen as a version with its certificate."""
    with step(filing, "approve", actor) as (fresh, _):
        return approved_copy(actor, fresh, VersionKind.APPROVED, _under_review(fresh).content)


def object_(actor: Actor, filing: Filing, reason: str) -> None:
    """The performance officer does not agree to the proposal: it goes back to be proposed anew."""
    with step(filing, "object", actor, reason=reason):
        pass


def approved_copy(
    actor: Actor,
    filing: Filing,
    kind: VersionKind,
    content: Mapping[str, Any],
    note: str = "",
    **facts: Any,
) -> Version:
    """The frozen version with its certificate; within the transaction of a step."""
    from jixiao.web.filings.drafting import hashed

    place = place_of(filing.unit)
    proposed = (
        Event.objects.filter(
            thing_kind=Filing._meta.label, thing_id=filing.pk, action="filing.propose"
        )
        .order_by("-number")
        .values_list("person_name", flat=True)
        .first()
    )
    sheets = filing.review_sheets.filter(is_final=True).select_related("version")
    answers = Disposition.objects.filter(filing=filing).values_list("key", "choice").order_by("pk")
    said = list(dict(answers).values())
    certificate = certified(
        {
            "kind": kind.value,
            "number": filing.versions.count() + 1,
            "filing": filing.pk,
            "project": filing.project.title,
            "unit": filing.unit.name,
            "fiscal_year": filing.fiscal_year,
            "place": place,
            "approved_at": timezone.localtime().isoformat(timespec="seconds"),
            "approved_by": actor.name,
            "proposed_by": proposed or "",
            "requested": digits(filing.requested),
            "allotted": digits(filing.allotted),
            "grade": filing.grade,
            "rules": rule_set(),
            "outcomes": outcomes(content, filing.fiscal_year, place),
            "dispositions": {choice.value: said.count(choice.value) for choice in Choice},
            "review_sheets": {sheet.level: sheet_facts(sheet) for sheet in sheets},
            "content_sha256": hashed(content),
            "earlier": list(filing.versions.order_by("number").values("number", "kind", "sha256")),
            **facts,
        }
    )
    return freeze(filing, kind, actor, content, certificate=certificate, reason=note)


class Done(NamedTuple):
    """What came of one of several: its name, whether it was done, why not."""

    filing: int
    name: str
    is_done: bool
    zh: str
    en: str

    def text(self, language: str = "zh") -> str:
        """What came of it."""
        return self.en if language == "en" else self.zh


BULK = {"pass": "通过", "return": "退回", "grade_excellent": "评为优"}


def do_many(actor: Actor, filings: list[Filing], action: str, reason: str) -> list[Done]:
    """Pass, return or grade excellent several, each by itself: what is refused stops no other."""
    if action not in BULK:
        raise Incomplete("请选择通过、退回或评为优。", "choose to pass, return or grade excellent")
    if not filings:
        raise Incomplete("请先勾选申报。", "tick the filings first")
    if len(filings) > MOST_AT_ONCE:
        raise Incomplete(
            f"一次最多办理{MOST_AT_ONCE}件。", f"at most {MOST_AT_ONCE} can be done at once"
        )
    made = []
    for filing in filings:
        try:
            if action == "pass":
                pass_(actor, filing, reason)
            elif action == "return":
                return_(actor, filing, reason)
            else:
                grade(actor, filing, "优", reason)
        except UserError as refused:
            made.append(Done(filing.pk, str(filing), False, refused.zh, refused.en))
        else:
            zh, en = filing.state_name(), filing.state_name("en")
            made.append(Done(filing.pk, str(filing), True, f"已办理：{zh}", f"done: {en}"))
    return made
