"""A small jurisdiction for the tests: a finance department, two departments, three units."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from django.test import Client

from jixiao.web.accounts.models import Organisation, Person, Post
from jixiao.web.actor import Actor
from jixiao.web.filings.drafting import Draft, empty_draft
from jixiao.web.filings.models import Filing, Project
from jixiao.web.roles import Role

PASSWORD = "淮河-长江-1234"


class World(NamedTuple):
    """The organisations, and a person for every role at each of them, named ``role@code``."""

    finance: Organisation
    department: Organisation
    other_department: Organisation
    unit: Organisation
    sibling: Organisation  # a unit of the same department
    stranger: Organisation  # a unit of the other department
    evaluator: Organisation
    persons: dict[str, Person]

    def person(self, role: Role, organisation: Organisation | None = None) -> Person:
        """Who holds ``role``: at the usual place for it, or at ``organisation``."""
        at = organisation or self.usual_place(role)
        return self.persons[f"{role}@{at.code}"]

    def usual_place(self, role: Role) -> Organisation:
        """Where a role is usually held."""
        if role in (Role.UNIT_CLERK, Role.UNIT_HEAD):
            return self.unit
        if role in (Role.DEPARTMENT_REVIEWER, Role.DISCLOSURE_OFFICER):
            return self.department
        return self.evaluator if role is Role.EVALUATOR else self.finance

    def actor(self, role: Role, organisation: Organisation | None = None) -> Actor:
        """The person as one who acts."""
        return Actor(self.person(role, organisation), "127.0.0.1")

    def client(self, role: Role, organisation: Organisation | None = None) -> Client:
        """A browser in which the person is signed in."""
        client = Client()
        client.force_login(
            self.person(role, organisation),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
        return client

    def filing(
        self, unit: Organisation | None = None, year: int = 2025, **fields: object
    ) -> Filing:
        """A draft of a project of its own, with rows that no rule stops."""
        at = unit or self.unit
        project = Project.objects.create(unit=at, name=f"热线服务第{Project.objects.count() + 1}期")
        return Filing.objects.create(
            project=project,
            unit=at,
            fiscal_year=year,
            draft=good_draft(year, project.name),
            **fields,
        )


def good_draft(year: int = 2025, name: str = "政务热线话务服务") -> Draft:
    """A draft with no finding that stops or asks."""
    draft = empty_draft(year, name)
    draft["fields"] |= {
        "responsible_person": "项目负责人",
        "supervising_department": "[101]某市数据局",
        "implementing_unit": "某市政务热线中心",
        "project_source": "经常性项目",
        "project_period": f"{year}年",
        "funding.total": "96",
        "funding.fiscal": "96",
        "funding.other": "0",
        "annual_objective": "全年受理群众来电90万件，办结率不低于98%，群众满意度达到95%。",
    }
    rows = (
        ("产出指标", "数量指标", "受理群众来电", "≥900000件"),
        ("产出指标", "质量指标", "来电办结率", "≥98%"),
        ("产出指标", "时效指标", "工单平均办理时间", "≤5天"),
        ("产出指标", "成本指标", "热线服务成本", "≤96万元"),
        ("效益指标", "经济效益指标", "本项目不适用此指标", "无"),
        ("效益指标", "社会效益指标", "群众诉求一次解决率", "≥85%"),
        ("效益指标", "生态效益指标", "本项目不适用此指标", "无"),
        ("效益指标", "可持续影响指标", "热线知识库可用年限", "≥3年"),
        ("满意度指标", "服务对象满意度指标", "来电群众满意度", "≥95%"),
    )
    draft["indicators"] = [
        {
            "level1": one,
            "level2": two,
            "name": name,
            "value": value,
            "weight": "",
            "scoring_standard": "",
            "remark": "",
        }
        for one, two, name, value in rows
    ]
    return draft


@pytest.fixture
def world(db: None) -> World:
    """The jurisdiction with its people."""
    return made_world()


def made_world() -> World:
    """The jurisdiction, made in the database that is there."""
    finance = Organisation.objects.create(
        name="某市财政局", code="cz", kind="finance", place="anhui"
    )
    department, other = (
        Organisation.objects.create(
            name=name, code=code, kind="department", parent=finance, place="anhui"
        )
        for name, code in (("某市数据局", "sj"), ("某市水利局", "sl"))
    )
    unit, sibling, stranger = (
        Organisation.objects.create(name=name, code=code, kind="unit", parent=above, place="anhui")
        for name, code, above in (
            ("某市政务热线中心", "rx", department),
            ("某市大数据中心", "dsj", department),
            ("某市河道管理处", "hd", other),
        )
    )
    office = Organisation.objects.create(name="某评价机构", code="pj", kind="evaluator")
    persons = {}
    for role in Role:
        for at in (finance, department, other, unit, sibling, stranger, office):
            if not _may_be_at(role, at):
                continue
            person = Person(username=f"{role}@{at.code}", name=f"{at.name}{role.zh}")
            person.set_password(PASSWORD)
            person.save()
            Post.objects.create(person=person, organisation=at, role=role.value)
            persons[person.username] = person
    return World(finance, department, other, unit, sibling, stranger, office, persons)


def _may_be_at(role: Role, at: Organisation) -> bool:
    if role in (Role.UNIT_CLERK, Role.UNIT_HEAD):
        return at.kind == "unit"
    if role in (Role.DEPARTMENT_REVIEWER, Role.DISCLOSURE_OFFICER):
        return at.kind == "department"
    return at.kind == ("evaluator" if role is Role.EVALUATOR else "finance")
