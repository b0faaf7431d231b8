"""What is asked of stored files (查询): who may see one, its bytes, what nothing names any more."""

from __future__ import annotations

from typing import BinaryIO

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.urls import reverse

from jixiao.model.exceptions import UnreadableFile
from jixiao.web.accounts.models import Organisation, Person
from jixiao.web.cases import under_posts
from jixiao.web.documents.keeping import open_kept
from jixiao.web.documents.models import FileDecision, StoredFile
from jixiao.web.roles import UNIT, Role
from jixiao.web.worklist import Waiting

# Who hands in files: all who work; those who only look on or look after the site do not.
MAY_STORE = frozenset(Role) - {
    Role.AUDITOR,
    Role.SECURITY_ADMINISTRATOR,
    Role.AUDIT_ADMINISTRATOR,
}


def visible_to(person: Person) -> QuerySet[StoredFile]:
    """The files the person may see: of the own unit, handed in by oneself, named by a visible case.

    Whoever left the organisation sees what was handed in for it no more. A model with a key to
    a file and a ``visible_to(person)`` of its own, as every case has, opens the file to those who
    see the row; ``opening_files(person)``, where there is one, says which rows do so instead.
    """
    own = under_posts(person, *MAY_STORE - UNIT) & Q(uploaded_by=person)
    condition = under_posts(person, *UNIT) | own
    if Role.EVALUATOR in person.roles:
        condition |= Q(uploaded_by=person)
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and relation.is_relation and not relation.concrete):
            continue
        model = relation.related_model
        seen = getattr(model, "opening_files", None) or getattr(model, "visible_to", None)
        if seen is not None:
            rows = seen(person).filter(**{f"{relation.field.name}__isnull": False})  # type: ignore[union-attr]
            condition |= Q(pk__in=rows.order_by().values(relation.field.name))  # type: ignore[union-attr]
    return StoredFile.objects.filter(condition).select_related("unit", "uploaded_by")


def file_for(person: Person, key: int) -> StoredFile | None:
    """The file, where the person may see it."""
    return visible_to(person).filter(pk=key).first()


def is_of_unit(person: Person, file: StoredFile) -> bool:
    """The person works for the unit whose file it is, or handed it in."""
    return file.uploaded_by_id == person.pk or bool(person.roles_for(file.unit) & UNIT)


def is_officer_for(person: Person, file: StoredFile) -> bool:
    """The person decides on what of the unit may be opened."""
    return Role.DISCLOSURE_OFFICER in person.roles_for(file.unit)


def decisions_on(file: StoredFile) -> list[FileDecision]:
    """What was decided on opening it, the latest first."""
    return list(file.decisions.select_related("person").order_by("-pk"))


def is_covered_for(person: Person, file: StoredFile) -> bool:
    """The file holds secrets, and the person reads it covered.

    The unit and who handed it in have it; the disclosure officer must see it to decide.
    """
    if not file.secrets or is_of_unit(person, file) or is_officer_for(person, file):
        return False
    last = file.decisions.order_by("-pk").first()
    return last is None or not last.is_open


def undecided_for(person: Person) -> QuerySet[StoredFile]:
    """The files that hold secrets and wait for the person, as disclosure officer, to decide."""
    theirs = under_posts(person, Role.DISCLOSURE_OFFICER)
    return visible_to(person).filter(theirs, secrets__gt=0, decisions=None)


def waiting(person: Person) -> list[Waiting]:
    """The files on whose opening the disclosure officer has not decided."""
    if Role.DISCLOSURE_OFFICER not in person.roles:
        return []
    number = undecided_for(person).count()
    url = f"{reverse('files')}?covered=1"
    return [
        Waiting("待决定是否开放的涉密或含个人信息的原件", "originals to decide on", url, number)
    ]


def stored(keys: list[int]) -> list[StoredFile]:
    """The files with these keys, in their order, for work in the background."""
    found = StoredFile.objects.select_related("unit", "uploaded_by").in_bulk(keys)
    return [found[key] for key in keys if key in found]


def organisations_to_store_for(person: Person) -> list[Organisation]:
    """Where the person hands in files: the organisations of the posts that may, each once."""
    held = {
        post.organisation.pk: post.organisation
        for post in person.held_posts
        if Role(post.role) in MAY_STORE
    }
    return list(held.values())


def open_stored(file: StoredFile) -> BinaryIO:
    """The bytes of a file. Raises ``UnreadableFile`` where the disk has lost them."""
    try:
        return open_kept(file.sha256)
    except FileNotFoundError as error:
        raise UnreadableFile(
            f"“{file.name}”的内容在服务器上找不到了。请告知系统管理员，从备份恢复。",
            f"the bytes of “{file.name}” are missing on the server; tell the system administrator, "
            "they can be restored from the backup",
        ) from error


def is_named(sha256: str) -> bool:
    """Some row of any part names the bytes with this hash."""
    return any(_naming(model).filter(sha256=sha256).exists() for model in _models_with_hash())


def _models_with_hash() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models()
        if any(field.name == "sha256" for field in model._meta.concrete_fields)
    ]


def _naming(model: type[Model]) -> QuerySet[Model]:
    return model._base_manager.all()
