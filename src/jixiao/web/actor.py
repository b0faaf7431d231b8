"""Who acts (操作者): the person, and the address the request came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.http import HttpRequest

if TYPE_CHECKING:
    from jixiao.web.accounts.models import Person


class Actor(NamedTuple):
    """A person at an address; no person for the system itself and for the public."""

    person: Person | None
    address: str = ""
    name_else: str = "系统"

    @property
    def name(self) -> str:
        """The person's name, as the trail keeps it."""
        return f"{self.person.name}（{self.person.username}）" if self.person else self.name_else

    @classmethod
    def of(cls, request: HttpRequest) -> Actor:
        """Who stands behind a request."""
        person = request.user if request.user.is_authenticated else None
        return cls(person, str(request.META.get("REMOTE_ADDR", "")), "公众")


SYSTEM = Actor(None)


def person_of(request: HttpRequest) -> Person:
    """Who is signed in, on a page that asks for it."""
    assert request.user.is_authenticated
    return request.user
