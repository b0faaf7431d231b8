"""Handing in files (上传存件), and clearing away what no row names."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, BinaryIO

from django.db import transaction

from jixiao.model.exceptions import UserError
from jixiao.web.accounts.models import Organisation
from jixiao.web.actor import SYSTEM, Actor
from jixiao.web.covering import covered_text
from jixiao.web.documents import queries
from jixiao.web.documents.keeping import PART, Spooled, kept_before, settle, spooled
from jixiao.web.documents.models import FileDecision, ReadForm, StoredFile
from jixiao.web.documents.naming import shown_name
from jixiao.web.documents.queries import MAY_STORE, is_named
from jixiao.web.documents.reading import format_of, read_stored
from jixiao.web.exceptions import Incomplete, NotAllowed, NotPossible
from jixiao.web.jobs.actions import start
from jixiao.web.jobs.models import Job
from jixiao.web.roles import Role
from jixiao.web.trail.actions import record

AN_HOUR = 3600  # seconds
_UNREAD = frozenset({"image", "rar", "zip"})  # formats of proofs that are no form


class Covered(NotAllowed):
    """The original is not open to the person, who reads it covered."""


def store(
    actor: Actor,
    unit: Organisation,
    name: str,
    chunks: Iterable[bytes],
    *,
    is_source: bool = False,
) -> StoredFile:
    """Keep a file of ``unit`` under the name it has: one row, one event, the bytes once.

    Raises ``NotAllowed``, ``TooLarge``, ``Full``, and ``Incomplete`` for an empty file. What the
    bytes are is told by themselves; a file that cannot be read as a form is kept all the same.
    """
    role = _role(actor, unit)
    name = shown_name(name)
    with spooled(chunks, name) as spool:
        format_name = _format(spool, name)
        with transaction.atomic():
            return _kept(actor, unit, role, name, format_name, spool, is_source=is_source)


def store_made(
    actor: Actor, unit: Organisation, name: str, data: bytes, format_name: str
) -> StoredFile:
    """Keep a file that the site itself has made, whose format is known; as :func:`store` does."""
    role = _role(actor, unit)
    with spooled([data], name) as spool, transaction.atomic():
        return _kept(actor, unit, role, shown_name(name), format_name, spool)


def check_many(
    actor: Actor, unit: Organisation, uploads: Iterable[tuple[str, Iterable[bytes]]]
) -> Job:
    """Keep several files, name and bytes each, and start checking them together."""
    with ExitStack() as parts:
        spools = [(shown_name(n), parts.enter_context(spooled(c, n))) for n, c in uploads]
        role = _role(actor, unit)
        formats = [_format(spool, name) for name, spool in spools]
        with transaction.atomic():
            files = [
                _kept(actor, unit, role, name, format_name, spool)
                for (name, spool), format_name in zip(spools, formats, strict=True)
            ]
            return start(actor, "check_batch", {"files": [file.pk for file in files]}, unit)


def keep(chunks: Iterable[bytes], name: str = "") -> tuple[str, int]:
    """Keep bytes that a row of another part names by a field ``sha256``: their hash and size.

    Called in the transaction of that row, after its event was recorded.
    """
    with spooled(chunks, name) as spool:
        settle(spool)
        return spool.sha256, spool.size


def hand_out(actor: Actor, file: StoredFile) -> BinaryIO:
    """The bytes of a file the person may see, as they came.

    Raises :class:`Covered` where it holds a state-secret mark or personal data and the person is
    not of the unit: until the disclosure officer has decided, others read it covered. Where it is
    handed out to others all the same, that is one event, each time.
    """
    person = actor.person
    assert person is not None
    if queries.is_of_unit(person, file):
        return queries.open_stored(file)
    look_into(file)
    if not file.secrets:
        return queries.open_stored(file)
    if queries.is_covered_for(person, file):
        raise Covered(
            "原件含有密级标志或个人信息，公开审查人员决定开放之前，本单位以外的人员只能查看遮盖后的"
            "文本。确需查看原件的，请联系公开审查人员。",
            "the original holds a state-secret mark or personal data: until the disclosure officer "
            "has decided, others than its unit read the covered text; ask that officer",
        )
    data = queries.open_stored(file)
    with transaction.atomic():
        held = person.roles_for(file.unit)
        role = Role.DISCLOSURE_OFFICER if Role.DISCLOSURE_OFFICER in held else min(held, default="")
        record(
            actor,
            "file.open",
            file,
            organisation=file.unit,
            role=str(role),
            after={"sha256": file.sha256, "secrets": file.secrets},
        )
    return data


def look_into(file: StoredFile) -> None:
    """Have a file that was never read looked through for secrets.

    What is no form the rules cannot be run on: it is as it came.
    """
    if file.secrets is not None or file.format in _UNREAD:
        return
    with suppress(UserError):
        read_stored(file)


def decide(actor: Actor, file: StoredFile, is_open: bool, reason: str) -> FileDecision:
    """The disclosure officer's decision whether others than the unit may open the original."""
    person = actor.person
    if person is None or not queries.is_officer_for(person, file):
        raise NotAllowed(
            "只有公开审查人员可以决定是否开放原件。",
            "only the disclosure officer decides whether the original may be opened",
        )
    if not file.secrets:
        raise NotPossible(
            "文件中没有发现密级标志或个人信息，无须决定。",
            "no state-secret mark and no personal data were found in it: nothing to decide",
        )
    if not reason.strip():
        raise Incomplete("请写明理由。", "write the reason")
    with transaction.atomic():
        decision = FileDecision.objects.create(
            file=file, is_open=is_open, reason=covered_text(reason.strip()[:2000]), person=person
        )
        record(
            actor,
            "file.decide",
            file,
            organisation=file.unit,
            role=Role.DISCLOSURE_OFFICER.value,
            after={"is_open": is_open},
            reason=decision.reason,
        )
    return decision


def keep_forms(file: StoredFile, forms: Iterable[dict[str, Any]]) -> list[ReadForm]:
    """Keep the self-evaluations and monitoring forms read in a file; of the same bytes once."""
    if ReadForm.objects.filter(file__unit=file.unit, file__sha256=file.sha256).exists():
        return []
    made = [
        ReadForm(
            file=file,
            kind=form["kind"],
            title=form["title"].strip()[:300],
            fiscal_year=form["fiscal_year"],
            month=form["month"],
            stated=form["stated"],
            findings=form["findings"],
        )
        for form in forms
    ]
    return ReadForm.objects.bulk_create(made)


def sweep(actor: Actor = SYSTEM, older_than: int = AN_HOUR) -> list[Path]:
    """Delete the files that no row names: what a crash between renaming and commit has left.

    Only those dated ``older_than`` seconds ago or more: an upload may be under way. One event
    where anything was deleted. Gives what was deleted.
    """
    before = time.time() - older_than
    candidates = [p for p in kept_before(before) if p.suffix == PART or not is_named(p.name)]
    if not candidates:
        return []
    with transaction.atomic():
        # The event takes the lock that every upload takes: none names a file between the look
        # and the deletion.
        record(actor, "documents.sweep", after={"files": [p.name for p in candidates[:1000]]})
        gone = [p for p in candidates if _unnamed(p, before)]
        for path in gone:
            path.unlink(missing_ok=True)
    return gone


def _unnamed(path: Path, before: float) -> bool:
    try:
        is_old = path.stat().st_mtime < before
    except FileNotFoundError:
        return False
    return is_old and (path.suffix == PART or not is_named(path.name))


def _role(actor: Actor, unit: Organisation) -> str:
    """The role by which the actor hands in a file; an evaluator's case was judged by its action."""
    person = actor.person
    if person is not None:
        post = person.post_for(unit, MAY_STORE)
        if post is not None:
            return post.role
        if Role.EVALUATOR in person.roles:
            return str(Role.EVALUATOR)
    raise NotAllowed(
        f"您在“{unit}”没有可以上传文件的岗位。请联系系统管理员。",
        f"you hold no post at “{unit}” that may hand in files; ask the system administrator",
    )


def _format(spool: Spooled, name: str) -> str:
    with spool.part.open("rb") as data:
        return format_of(data, name)


def _kept(
    actor: Actor,
    unit: Organisation,
    role: str,
    name: str,
    format_name: str,
    spool: Spooled,
    *,
    is_source: bool = False,
) -> StoredFile:
    """Row, event, and last the bytes in their place, under the event's lock."""
    assert actor.person is not None
    file = StoredFile.objects.create(
        unit=unit,
        name=name,
        sha256=spool.sha256,
        size=spool.size,
        format=format_name,
        is_source=is_source,
        uploaded_by=actor.person,
    )
    record(
        actor,
        "file.store",
        file,
        organisation=unit,
        role=role,
        after={"name": name, "sha256": spool.sha256, "size": spool.size, "format": format_name},
    )
    settle(spool)
    return file
