"""Adjustments of approved targets (调整): opened by the unit, two levels, a new frozen version."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from jixiao.model.money import digits
from jixiao.regulations.parameter import norms_for
from jixiao.web.accounts.models import Organisation
from jixiao.web.actor import Actor
from jixiao.web.cases import step
from jixiao.web.exceptions import Incomplete, NotAllowed, NotPossible
from jixiao.web.filings.actions import LONGEST_REASON, keep_explanation, keep_text
from jixiao.web.filings.checking import check_draft
from jixiao.web.filings.comparing import name_of
from jixiao.web.filings.drafting import hashed, requested_of, sound
from jixiao.web.filings.lifecycle import AdjustmentState, State
from jixiao.web.filings.models import (
    Adjustment,
    Disposition,
    Filing,
    Version,
    VersionKind,
)
from jixiao.web.filings.queries import answered_keys, approved_version, place_of
from jixiao.web.reviews.actions import approved_copy
from jixiao.web.reviews.lowering import Lowered, lowered
from jixiao.web.roles import Role
from jixiao.web.trail.actions import record

EDITABLE = frozenset({AdjustmentState.DRAFT, AdjustmentState.RETURNED})
OVER = frozenset({AdjustmentState.APPROVED, AdjustmentState.REFUSED})
LONGEST_DOCUMENT = 200


def open_adjustment(actor: Actor, filing: Filing) -> Adjustment:
    """A draft of an adjustment, from the version that holds. One at a time."""
    with transaction.atomic():
        fresh = Filing.objects.select_for_update(of=("self",)).get(pk=filing.pk)
        _must_be_clerk(actor, fresh.unit)
        version = approved_version(fresh)
        if fresh.state != State.APPROVED or version is None:
            raise NotPossible(
                f"“{fresh}”还没有批复，直接修改草稿即可，不必办理调整。",
                f"“{fresh}” is not approved: change its draft, no adjustment is needed",
            )
        if fresh.adjustments.exclude(state__in=OVER).exists():
            raise NotPossible(
                "这个项目有一项调整正在办理。请先办完。",
                "an adjustment of this project is under way; finish it first",
            )
        adjustment = Adjustment(
            unit=fresh.unit, filing=fresh, draft=version.content, allotted=fresh.allotted
        )
        adjustment.save()
        record(
            actor,
            "adjustment.open",
            adjustment,
            organisation=fresh.unit,
            role=Role.UNIT_CLERK.value,
            after=adjustment.summary() | {"version": version.number},
        )
    return adjustment


def save_adjustment(actor: Actor, adjustment: Adjustment, draft: Any, revision: int) -> int:
    """Keep what the clerk typed; gives the new revision. The same text again changes nothing."""
    content = sound(draft)
    with transaction.atomic():
        fresh = _editable(actor, adjustment)
        keep_text(actor, fresh, content, revision)
    adjustment.__dict__.update(fresh.__dict__)
    return adjustment.revision


def describe_adjustment(
    actor: Actor,
    adjustment: Adjustment,
    reason: str,
    budget_document: str = "",
    allotted: Decimal | int | None = None,
) -> None:
    """Keep why it is asked for, the number of the budget document and the amount in 元."""
    if len(reason) > LONGEST_REASON or len(budget_document) > LONGEST_DOCUMENT:
        raise Incomplete("理由或文号过长。", "the reason or the number is too long")
    if allotted is not None and not Decimal(0) <= allotted < Decimal(10) ** 15:
        raise Incomplete("请填写正确的金额。", "give a proper amount")
    with transaction.atomic():
        fresh = _editable(actor, adjustment)
        before = fresh.summary() | {"reason": fresh.reason}
        fresh.reason, fresh.budget_document = reason.strip(), budget_document.strip()
        fresh.allotted = None if allotted is None else Decimal(allotted).quantize(Decimal("0.01"))
        fresh.save()
        record(
            actor,
            "adjustment.describe",
            fresh,
            organisation=fresh.unit,
            role=Role.UNIT_CLERK.value,
            before=before,
            after=fresh.summary() | {"reason": fresh.reason},
        )
    adjustment.__dict__.update(fresh.__dict__)


def explain_finding(actor: Actor, adjustment: Adjustment, key: str, reason: str) -> Disposition:
    """The clerk's explanation of a finding on the adjusted text."""
    with transaction.atomic():
        return keep_explanation(actor, _editable(actor, adjustment), key, reason)


def submit_adjustment(actor: Actor, adjustment: Adjustment, reason: str = "") -> None:
    """Hand it to the unit head: with a reason, something changed, nothing that stops."""
    with step(adjustment, "submit", actor, reason=reason or adjustment.reason) as (fresh, _):
        filing = fresh.filing
        version = approved_version(filing)
        content_changed = version is None or hashed(fresh.draft) != version.sha256
        if not content_changed and fresh.allotted == filing.allotted:
            raise Incomplete(
                "目标和金额都与批复的相同，没有要调整的。请先修改。",
                "neither target nor amount differs from what was approved: change them first",
            )
        found = check_draft(fresh.draft, filing.fiscal_year, place_of(fresh.unit))
        answered = answered_keys(filing)
        left = [one for one in found if one.asks and (one.stops or one.key not in answered)]
        if left:
            named = "、".join(f"{name_of(one.cell)[0]} {one.name_zh}" for one in left[:3])
            raise Incomplete(
                f"还有{len(left)}个问题须修改或说明（{named}）。请处理后再送审。",
                f"{len(left)} finding(s) must be mended or explained first",
            )
        fresh.reason = (reason or fresh.reason).strip()[:LONGEST_REASON]


def step_adjustment(actor: Actor, adjustment: Adjustment, action: str, reason: str = "") -> None:
    """Sign, return, pass, refuse or withdraw it: what the table says, nothing more."""
    with step(adjustment, action, actor, reason=reason):
        pass


def approve_adjustment(actor: Actor, adjustment: Adjustment) -> Version:
    """Approve it: a new frozen version with its certificate; the old one stays beside it."""
    with step(adjustment, "approve", actor) as (fresh, _):
        filing = Filing.objects.select_for_update(of=("self",)).get(pk=fresh.filing_id)
        before = filing.allotted
        if fresh.allotted is not None:
            filing.allotted = fresh.allotted
        filing.requested = requested_of(fresh.draft)
        filing.changed_at = timezone.now()
        filing.save()
        return approved_copy(
            actor,
            filing,
            VersionKind.ADJUSTED,
            fresh.draft,
            fresh.reason,
            adjustment=fresh.pk,
            reason=fresh.reason,
            budget_document=fresh.budget_document,
            allotted_before=digits(before),
            lowered=[list(one) for one in lowered_by(fresh)],
        )


def lowered_by(adjustment: Adjustment) -> list[Lowered]:
    """The indicators that promise less than the version that held when it was asked."""
    version = (
        adjustment.filing.versions.filter(
            kind__in=(VersionKind.APPROVED.value, VersionKind.ADJUSTED.value),
            made_at__lte=adjustment.changed_at,
        )
        .order_by("-number")
        .first()
    )
    return [] if version is None else lowered(version.content, adjustment.draft)


def is_late(adjustment: Adjustment, lower: list[Lowered]) -> bool:
    """A target would be lowered late in the year, with neither amount nor budget changing."""
    if adjustment.state in OVER:
        return False
    filing = adjustment.filing
    month = norms_for(filing.fiscal_year, place_of(filing.unit)).late_adjustment_month
    opened = timezone.localdate(adjustment.opened_at)
    is_late_in_year = (opened.year, opened.month) >= (filing.fiscal_year, month)
    is_budget_changed = bool(adjustment.budget_document) or (
        adjustment.allotted is not None and adjustment.allotted != filing.allotted
    )
    return bool(lower) and is_late_in_year and not is_budget_changed


def _editable(actor: Actor, adjustment: Adjustment) -> Adjustment:
    fresh = (
        Adjustment.objects.select_for_update(of=("self",))
        .select_related("unit", "filing__project")
        .get(pk=adjustment.pk)
    )
    _must_be_clerk(actor, fresh.unit)
    if fresh.state not in EDITABLE:
        raise NotPossible(
            f"“{fresh}”现在是“{fresh.state_name()}”，不能再改。需要修改时请先撤回。",
            f"“{fresh}” is now “{fresh.state_name('en')}” and cannot be changed; withdraw it first",
        )
    return fresh


def _must_be_clerk(actor: Actor, unit: Organisation) -> None:
    person = actor.person
    if person is None or Role.UNIT_CLERK not in person.roles_for(unit):
        raise NotAllowed(
            f"只有“{unit}”的单位经办可以办理它的调整。",
            f"only a unit clerk of “{unit}” may adjust its targets",
        )
