"""Self-evaluation, evaluation, rectification, use of results (自评、评价、整改、结果应用)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from jixiao.model.money import digits
from jixiao.web.accounts.models import Organisation, Person
from jixiao.web.cases import Case, under_posts
from jixiao.web.evaluations.lifecycle import (
    EVALUATION,
    RECTIFICATION,
    RESULT_USE,
    SELF_EVALUATION,
)
from jixiao.web.filings.models import Filing, Version
from jixiao.web.lifecycle import Step
from jixiao.web.monitoring.models import ProofFile, Report
from jixiao.web.roles import UNIT, Role

UNIT_WRITES = ("opened", "filled", "returned")  # what only the unit reads of a self-evaluation


class SelfEvaluation(Case):
    """The self-evaluation of one project for one year (绩效自评).

    ``content`` is what the unit states (see ``self_sheets.py``), ``measured`` what was measured
    from connected evidence; ``lowerings`` are the rows the re-check lowered. ``stated`` is the
    total before the re-check, ``total`` and ``grade`` what holds.
    """

    cycle = SELF_EVALUATION

    filing = models.OneToOneField(Filing, models.PROTECT, related_name="self_evaluation")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    content = models.JSONField(default=dict)
    measured = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    lowerings = models.JSONField(default=list)
    opinion = models.TextField("复核意见", blank=True)
    is_sampled = models.BooleanField("抽中复核", default=False)
    chance = models.CharField(max_length=20, blank=True)  # of being drawn
    stated = models.DecimalField("自评得分", max_digits=7, decimal_places=2, null=True)
    total = models.DecimalField("得分", max_digits=7, decimal_places=2, null=True)
    grade = models.CharField("等级", max_length=10, blank=True)
    rate = models.DecimalField("执行率", max_digits=9, decimal_places=2, null=True)

    class Meta:
        ordering: ClassVar = ["-filing__fiscal_year", "pk"]

    def __str__(self) -> str:
        return f"{self.filing} 自评"

    def summary(self) -> dict[str, Any]:
        """State, revision and points."""
        return {
            "state": self.state,
            "revision": self.revision,
            "stated": digits(self.stated),
            "total": digits(self.total),
            "grade": self.grade,
        }


class Evaluation(Case):
    """An evaluation by a department or by finance (部门评价、财政评价), maybe by a third party.

    ``framework`` holds the items with their weights, as data; ``grades`` what the scorers
    ``first`` and ``second`` gave, ``settlements`` what was settled, ``report`` its texts.
    """

    cycle = EVALUATION

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="evaluations")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    side = models.CharField(max_length=20)  # department, finance
    office = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    first = models.ForeignKey(Person, models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, models.PROTECT, related_name="+")
    framework = models.JSONField(default=list)
    inapplicable = models.JSONField(default=list)
    evidence = models.TextField("资料说明", blank=True)
    grades = models.JSONField(default=dict)
    settlements = models.JSONField(default=list)
    report = models.JSONField(default=dict)
    comment = models.TextField("单位意见", blank=True)
    total = models.DecimalField("得分", max_digits=7, decimal_places=2, null=True)
    grade = models.CharField("等级", max_length=10, blank=True)

    class Meta:
        ordering: ClassVar = ["-filing__fiscal_year", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["filing", "side"], name="one_evaluation_a_side")
        ]

    def __str__(self) -> str:
        return f"{self.filing} {self.side_name()}"

    def side_name(self, language: str = "zh") -> str:
        """部门评价 or 财政评价."""
        names = {
            "department": ("部门评价", "by the department"),
            "finance": ("财政评价", "by finance"),
        }
        return names[self.side][language == "en"]

    @property
    def orders(self) -> Role:
        """Who has it made, settles it and makes it final."""
        return Role.DEPARTMENT_REVIEWER if self.side == "department" else Role.PERFORMANCE_OFFICER

    def summary(self) -> dict[str, Any]:
        """State and points; never what a single scorer gave."""
        return {"state": self.state, "total": digits(self.total), "grade": self.grade}

    def is_assigned_to(self, person: Person) -> bool:
        """One of the two scorers."""
        return person.pk in (self.first_id, self.second_id)

    @classmethod
    def assigned_to(cls, person: Person) -> Q | None:
        """Those in which the person scores."""
        return Q(first=person) | Q(second=person)

    def steps_for(self, person: Person) -> tuple[Step, ...]:
        """As of every case; the side that did not order it neither settles nor ends it."""
        roles = self.roles_of(person)
        return tuple(
            row
            for row in super().steps_for(person)
            if Role.UNIT_HEAD in row.roles or Role.EVALUATOR in row.roles or self.orders in roles
        )


class Rectification(Case):
    """A notice of rectification (整改通知) and what the unit did."""

    cycle = RECTIFICATION

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="rectifications")
    report = models.ForeignKey(
        Report, models.PROTECT, null=True, blank=True, related_name="rectifications"
    )
    evaluation = models.ForeignKey(
        Evaluation, models.PROTECT, null=True, blank=True, related_name="rectifications"
    )
    finding = models.TextField("存在问题")
    demand = models.TextField("整改要求")
    reply = models.TextField("整改情况", blank=True)
    issued_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.filing} 整改"


class ResultUse(Case):
    """What follows for next year (结果应用): a proposal by the rules, a decision by finance.

    ``proposal`` is kept as it was made: kind, rule, working, basis, score; amounts are in 万元.
    """

    cycle = RESULT_USE

    filing = models.OneToOneField(Filing, models.PROTECT, related_name="result_use")
    fiscal_year = models.PositiveSmallIntegerField("建议年度", db_index=True)
    proposal = models.JSONField(default=dict)
    before = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    proposed = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    decision = models.CharField(max_length=20, blank=True)
    amount = models.DecimalField("决定金额", max_digits=18, decimal_places=6, null=True)
    reason = models.TextField("决定理由", blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["-fiscal_year", "unit__path", "pk"]

    def __str__(self) -> str:
        return f"{self.filing.project.title}（{self.fiscal_year}年结果应用）"

    def summary(self) -> dict[str, Any]:
        """What is proposed and what was decided."""
        return {
            "state": self.state,
            "proposal": self.proposal.get("kind", ""),
            "proposed": digits(self.proposed),
            "decision": self.decision,
            "amount": digits(self.amount),
        }


class Proof(ProofFile):
    """A file that proves a row of a self-evaluation, a reply, the evidence of an evaluation."""

    self_evaluation = models.ForeignKey(
        SelfEvaluation, models.PROTECT, null=True, related_name="proofs"
    )
    evaluation = models.ForeignKey(Evaluation, models.PROTECT, null=True, related_name="proofs")
    rectification = models.ForeignKey(
        Rectification, models.PROTECT, null=True, related_name="proofs"
    )

    @classmethod
    def visible_to(cls, person: Person) -> QuerySet[Proof]:
        """The proofs of what the person may see; an evaluator also those of the project's
        self-evaluation.
        """
        evaluations = Evaluation.visible_to(person).order_by()
        # What the unit still writes is its own, the proofs of it too.
        shown = under_posts(person, *UNIT, at="self_evaluation__unit") | ~Q(
            self_evaluation__state__in=UNIT_WRITES
        )
        return cls.objects.filter(
            Q(shown, self_evaluation__in=SelfEvaluation.visible_to(person).order_by())
            | Q(shown, self_evaluation__filing__in=evaluations.values("filing"))
            | Q(evaluation__in=evaluations)
            | Q(rectification__in=Rectification.visible_to(person).order_by())
        )


class Sample(models.Model):
    """A draw of self-evaluations to re-check on site (抽查方案), as anyone can draw it again."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=100)
    wanted = models.PositiveIntegerField()
    plan = models.JSONField(default=dict)
    drawn_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.organisation.name}{self.year}年抽查"


class DifferenceReason(models.Model):
    """Why two scores of a project differ (评分差异原因); the latest one holds."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="difference_reasons")
    first = models.CharField(max_length=20)
    second = models.CharField(max_length=20)
    row = models.CharField(max_length=300)
    reason = models.TextField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    stated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.reason[:50]
