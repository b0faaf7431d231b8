"""Adding to the trail; in the transaction of what is told, or not at all."""

from __future__ import annotations

from typing import Any

from django.db import connection, models
from django.utils import timezone

from jixiao.web.accounts.models import Organisation
from jixiao.web.actor import Actor
from jixiao.web.covering import covered, covered_text
from jixiao.web.trail.chain import hashed
from jixiao.web.trail.models import Event, Head


def record(
    actor: Actor,
    action: str,
    thing: models.Model | None = None,
    *,
    organisation: Organisation | None = None,
    role: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> Event:
    """Add one event. Raises where no transaction is open: event and change stand or fall together.

    ``before`` and ``after`` hold JSON values only. Secrets are covered before they are kept: the
    trail is read by many, for ever.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an event is recorded in the transaction of its change")
    head = held()
    event = Event(
        number=head.number + 1,
        at=timezone.now(),
        person_id_then=actor.person.pk if actor.person is not None else None,
        person_name=actor.name,
        role=role,
        organisation_id_then=organisation.pk if organisation is not None else None,
        organisation_name=organisation.name if organisation is not None else "",
        action=action,
        thing_kind=thing._meta.label if thing is not None else "",
        thing_id=thing.pk if thing is not None else None,
        thing_name=covered_text(str(thing))[:300] if thing is not None else "",
        before=covered(before or {}),
        after=covered(after or {}),
        reason=covered_text(reason),
        address=actor.address,
        previous=head.hash,
    )
    event.hash = hashed({**event.__dict__})
    event.save(force_insert=True)
    head.number, head.hash = event.number, event.hash
    head.save()
    return event


def held() -> Head:
    """The end of the chain, held to the end of the transaction: nothing else is recorded meanwhile.

    Whoever must be the only one to do a thing of which no row is there yet holds it first.
    """
    Head.objects.get_or_create(pk=1)
    return Head.objects.select_for_update().get(pk=1)
