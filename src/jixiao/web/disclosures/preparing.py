"""A package as the public will see it (公开预览): the record covered, its rows, its files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.conf import settings

from jixiao.model.disclosure import Disclosure
from jixiao.web.covering import masked
from jixiao.web.disclosures.composing import SECRET_PROJECT, LeftOut, for_the_public
from jixiao.web.disclosures.files import File, files_of
from jixiao.web.disclosures.gate import (
    Covered,
    Json,
    redaction_log,
    secrets_by_key,
)
from jixiao.web.disclosures.lifecycle import Choice, Ground, Standing
from jixiao.web.disclosures.models import GateDecision, Item, Package
from jixiao.web.disclosures.rows import TargetRow, rows_of
from jixiao.web.documents.secrecy import as_disclosure, covered
from jixiao.web.exceptions import NotPossible


class Prepared(NamedTuple):
    """What goes out: the record, its rows with the item of each, what is covered, left out."""

    record: Json
    disclosure: Disclosure
    rows: list[TargetRow]
    items: list[Item]
    log: list[Covered]
    secrets: tuple[str, ...]
    withheld: list[Json]
    carried_over: list[Json]
    undecided: int


def texts_beside(package: Package, items: Iterable[Item]) -> list[str]:
    """The texts that go out beside the record: names of projects left out, and results."""
    return [
        *(item.typed or item.name for item in items if item.table is None),
        *_strings(package.outcomes),
        package.reason,
    ]


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inside for text in _strings(one)]


def prepared(
    package: Package,
    before: Mapping[int, Decimal],
    published_on: str | None,
    *,
    with_undecided: bool = False,
) -> Prepared:
    """The package without what was decided to be covered or withheld.

    ``before`` gives last year's amount by the key of the item. With ``with_undecided`` what
    nobody has decided on yet is covered too: that is a preview, nothing to be published.
    """
    items = list(package.items.select_related("project"))
    decided = package.decided()
    grounds = _grounds(package, items, decided, with_undecided)
    secrets = tuple(grounds)
    withheld = {
        item.table: _left_out(package, item, secrets)
        for item in items
        if item.table is not None and item.standing == Standing.WITHHELD
    }
    further = [
        _left_out(package, item, secrets)
        for item in items
        if item.table is None
        and item.person_id is not None
        and item.standing in (Standing.WITHHELD, Standing.CARRIED_OVER)
    ]
    approved_on = package.approved_on.isoformat() if package.approved_on else None
    options: dict[str, Any] = {
        "withheld": withheld,
        "left_out": further,
        "is_gathered": package.is_gathered,
        "published_on": published_on,
        "approved_on": approved_on,
    }
    record = for_the_public(package.record, secrets=secrets, **options)
    bare = for_the_public(package.record, secrets=(), **options)
    disclosure = as_disclosure(record)
    shown = [i for i in items if i.table is not None and i.table not in withheld]
    numbered = list(enumerate(shown, 1))
    rows = rows_of(
        disclosure,
        {n: item.amount for n, item in numbered if item.amount is not None},
        {n: before[item.pk] for n, item in numbered if item.pk in before},
        {
            n: covered(package.outcomes[str(item.table)], secrets)
            for n, item in numbered
            if str(item.table) in package.outcomes
        },
        {n: masked(item.unit_name, secrets) for n, item in numbered},
    )
    left = covered(record["withheld"], secrets)
    carried = [one for one in left if "结转" in (one["reason"] or "")]
    return Prepared(
        record,
        disclosure,
        rows,
        shown,
        redaction_log(bare, grounds, secrets),
        secrets,
        [_told(one) for one in left if one not in carried],
        [_told(one) for one in carried],
        len(package.gate) - len(decided),
    )


def _told(line: Mapping[str, Any]) -> Json:
    return {"name": line["name"], "amount": line["amount"], "ground": line["reason"]}


def shown_names(package: Package, items: Sequence[Item]) -> dict[int, str]:
    """The names of items by key, where decisions to publish let more of them be read."""
    decided = package.decided()
    if not any(one.choice == Choice.PUBLISH for one in decided.values()):
        return {}
    secrets = tuple(_grounds(package, items, decided, with_undecided=True))
    return {item.pk: _name(package, item, secrets) for item in items}


def _name(package: Package, item: Item, secrets: Iterable[str]) -> str:
    """The name of an item with only ``secrets`` covered; as kept where it is known no more."""
    name = item.typed or item.name
    if item.table is not None:
        table = package.record["targets"][item.table - 1]
        name = table["project_name"] or name
    elif item.project is not None:
        name = item.project.name
    return masked(name[:300], secrets)


def _left_out(package: Package, item: Item, secrets: Iterable[str]) -> LeftOut:
    name = _name(package, item, secrets) if item.is_named else SECRET_PROJECT
    return LeftOut(name, item.amount if item.is_named else None, item.ground)


def _grounds(
    package: Package,
    items: Sequence[Item],
    decided: Mapping[str, GateDecision],
    with_undecided: bool,
) -> dict[str, str]:
    """The texts to be covered, each with its ground; a text redacted once is covered everywhere."""
    found: dict[str, str] = {}
    by_key = secrets_by_key(
        as_disclosure(package.record),
        package.unit.place,
        settings.SECRET_KEY,
        texts_beside(package, items),
    )
    for key, secrets in by_key.items():
        decision = decided.get(key)
        if decision is None and not with_undecided:
            raise NotPossible(
                "还有未决定的问题，不能公开。请公开审查人员逐条决定。",
                "a finding has not been decided: nothing can be published yet",
            )
        if decision is None or decision.choice != Choice.PUBLISH:
            ground = decision.ground if decision is not None else Ground.STATE_SECRET.value
            found.update(dict.fromkeys(filter(None, secrets), ground))
    tables = package.record["targets"]
    for item in items:
        if item.table is not None and item.standing == Standing.WITHHELD and not item.is_named:
            name = tables[item.table - 1]["project_name"]
            if name:
                found[name] = Ground.STATE_SECRET.value
    return found


def files_for(
    prepared: Prepared, number: int, reason: str, published_on: str, name: str
) -> list[File]:
    """The files of the edition. Raises ``NotPossible`` if anything covered were still in one."""
    about = {
        "number": number,
        "reason": masked(reason, prepared.secrets),
        "published_on": published_on,
        "name": name,
    }
    files = files_of(prepared.record, prepared.disclosure, prepared.rows, prepared.log, about)
    for file in files:
        if holds_any(file.data, prepared.secrets):
            raise NotPossible(
                f"文件“{file.name}”中仍有应遮盖的内容，已停止公开。请告知系统管理员。",
                f"“{file.name}” still holds what must be covered: nothing was published; tell the "
                "system administrator",
            )
    return files


def holds_any(data: bytes, secrets: Iterable[str]) -> bool:
    """Whether one of ``secrets`` stands in the bytes, or in a part of the archive they are."""
    parts = [data]
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts += [archive.read(name) for name in archive.namelist()]
    needles = [secret.encode() for secret in secrets if secret]
    return any(needle in part for part in parts for needle in needles)
