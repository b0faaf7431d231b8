"""Organisations, persons, posts (机构、人员、岗位)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

from jixiao.web.roles import Role
from jixiao.web.templatetags.words import language


class OrganisationKind(StrEnum):
    """What an organisation is (机构类别)."""

    FINANCE = "finance"  # 财政部门
    DEPARTMENT = "department"  # 主管部门
    UNIT = "unit"  # 预算单位
    EVALUATOR = "evaluator"  # 第三方评价机构


KIND_NAMES = {
    OrganisationKind.FINANCE: ("财政部门", "finance department"),
    OrganisationKind.DEPARTMENT: ("主管部门", "supervising department"),
    OrganisationKind.UNIT: ("预算单位", "budget unit"),
    OrganisationKind.EVALUATOR: ("第三方评价机构", "third-party evaluator"),
}
LEVELS = (("central", "中央"), ("province", "省级"), ("city", "市级"), ("county", "县级"))


class Organisation(models.Model):
    """A finance department, a department under it, a budget unit under that (机构).

    ``path`` is the chain of keys from the root, ``/1/4/9/``: what lies under an organisation has
    a path that begins with its own. ``place`` names the norms that hold (``anhui``).
    """

    name = models.CharField("名称", max_length=200)
    code = models.CharField("编码", max_length=50, blank=True)
    kind = models.CharField(
        "类别", max_length=20, choices=[(k.value, v[0]) for k, v in KIND_NAMES.items()]
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    path = models.CharField(max_length=200, unique=True, db_index=True, editable=False)
    place = models.CharField("地区", max_length=50, blank=True)
    level = models.CharField("级次", max_length=20, choices=LEVELS, blank=True)
    closed_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["path"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the path right; one that is new needs its key first."""
        above = self.parent.path if self.parent is not None else "/"
        if self.pk is None:
            self.path = f"new-{uuid4().hex}"
            super().save(*args, **kwargs)
            kwargs = {}
        self.path = f"{above}{self.pk}/"
        super().save(*args, **kwargs)

    @property
    def kind_name(self) -> str:
        """The kind in words."""
        return KIND_NAMES[OrganisationKind(self.kind)][0]

    def kind_label(self) -> str:
        """The kind in the language of the page."""
        return KIND_NAMES[OrganisationKind(self.kind)][language() == "en"]

    @property
    def depth(self) -> int:
        """How many organisations stand above."""
        return self.path.count("/") - 2

    def is_under(self, other: Organisation) -> bool:
        """It is ``other`` or lies somewhere under it."""
        return self.path.startswith(other.path)


class Person(AbstractUser):
    """A person who signs in (人员). ``username`` 登录名, ``name`` 姓名."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField("姓名", max_length=100)
    must_change_password = models.BooleanField("首次登录须改密码", default=False)

    REQUIRED_FIELDS: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """The name."""
        return self.name

    @cached_property
    def held_posts(self) -> tuple[Post, ...]:
        """The posts in force today, with their organisations. One query a request."""
        today = timezone.localdate()
        posts = self.posts.select_related("organisation").filter(since__lte=today)
        return tuple(post for post in posts if post.until is None or post.until >= today)

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Every role held anywhere."""
        return frozenset(Role(post.role) for post in self.held_posts)

    def roles_for(self, organisation: Organisation) -> frozenset[Role]:
        """The roles held over ``organisation``: at it or at one above it."""
        return frozenset(
            Role(post.role) for post in self.held_posts if organisation.is_under(post.organisation)
        )

    def post_for(self, organisation: Organisation, roles: frozenset[Role]) -> Post | None:
        """The post that gives one of ``roles`` over ``organisation``."""
        return next(
            (
                post
                for post in self.held_posts
                if Role(post.role) in roles and organisation.is_under(post.organisation)
            ),
            None,
        )


def _today() -> date:
    return timezone.localdate()


class Post(models.Model):
    """A person's role at an organisation (岗位), from one day, maybe to another."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="posts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=40, choices=[(r.value, r.zh) for r in Role])
    since = models.DateField(default=_today)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role", "since"], name="one_post_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {Role(self.role).zh} {self.organisation}"

    def role_label(self) -> str:
        """The role in the language of the page."""
        return Role(self.role).label(language())
