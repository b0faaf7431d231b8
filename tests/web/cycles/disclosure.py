"""Driver of the packages of disclosure."""

from conftest import World
from jixiao.web.accounts.models import Person, Post
from jixiao.web.actor import Actor
from jixiao.web.cases import Case
from jixiao.web.disclosures import actions
from jixiao.web.disclosures.gathering import gather
from jixiao.web.disclosures.lifecycle import DISCLOSURE, State
from jixiao.web.disclosures.models import Package
from jixiao.web.filings.drafting import hashed
from jixiao.web.filings.models import Filing, Version, VersionKind
from jixiao.web.roles import Role

CYCLE = DISCLOSURE


def approved(world: World, **fields: str) -> Filing:
    """A filing whose content was approved, with ``fields`` changed."""
    filing = world.filing(state="approved", allotted=960_000)
    content = dict(filing.draft)
    content["fields"] = content["fields"] | fields
    Version.objects.create(
        filing=filing,
        number=1,
        kind=VersionKind.APPROVED.value,
        content=content,
        sha256=hashed(content),
    )
    return filing


def second_officer(world: World) -> Person:
    """Another disclosure officer of the same department."""
    person, made = Person.objects.get_or_create(username="second@sj", name="某市数据局另一公开审查")
    if made:
        Post.objects.create(
            person=person,
            organisation=world.department,
            role=Role.DISCLOSURE_OFFICER.value,
        )
    return person


def make(world: World, state: str) -> Package:
    """A package of one approved target in ``state``, with nothing left to decide."""
    if not Filing.objects.filter(state="approved").exists():
        approved(world)
    number = Package.objects.count() + 1
    package = Package(unit=world.department, fiscal_year=2025, number=number, state=state)
    package.save()
    if state != State.OPENED:
        gather(package)
        package.save()
    return package


def perform(case: Case, action: str, actor: Actor) -> None:
    """The action with all it needs."""
    assert isinstance(case, Package)
    if action == "return":
        actions.return_(actor, case, "请再核对一次")
    elif action == "withdraw":
        actions.withdraw(actor, case, "案卷重复")
    else:
        getattr(actions, action)(actor, case)
