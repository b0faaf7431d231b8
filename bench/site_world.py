"""What the site is filled with for measuring: 10,000 filings, the example's publication, people."""

from __future__ import annotations

import json
import sys

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from jixiao.web.accounts.actions import first_administrator  # noqa: E402
from jixiao.web.accounts.models import Organisation, Person  # noqa: E402
from jixiao.web.example import load_example  # noqa: E402
from jixiao.web.filings.models import Filing, Project  # noqa: E402
from jixiao.web.serving import prepare  # noqa: E402

FILINGS = 10_000


def signed_in(person: Person) -> str:
    """The key of a session in which the person is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def main() -> None:
    """Fill the database; prints what the measuring needs as JSON."""
    prepare()
    first_administrator("admin", "淮河-长江-1234")
    load_example(lambda zh, en: print(en, file=sys.stderr))
    unit = Organisation.objects.get(kind="unit")
    first = Filing.objects.filter(unit=unit, state="draft").first()
    assert first is not None
    rows = (first.draft["indicators"] * 2)[:12]
    draft = {**first.draft, "indicators": rows}
    with transaction.atomic():
        projects = Project.objects.bulk_create(
            (Project(unit=unit, name=f"合成项目第{number}号") for number in range(FILINGS)),
            batch_size=1000,
        )
        now = timezone.now()
        Filing.objects.bulk_create(
            (
                Filing(
                    unit=unit,
                    project=project,
                    fiscal_year=2025 - number % 3,
                    state="with_finance",
                    reached=2,
                    draft=first.draft,
                    requested=10_000 * (number % 500),
                    warnings=number % 5,
                    changed_at=now,
                )
                for number, project in enumerate(projects)
            ),
            batch_size=500,
        )
    clerk = Person.objects.get(username="clerk")
    told = {
        "clerk": signed_in(clerk),
        "sessions": [signed_in(p) for p in Person.objects.exclude(username="admin")],
        "draft": draft,
        "filing": first.pk,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
