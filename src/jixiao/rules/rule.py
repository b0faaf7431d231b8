"""What a rule is (审核规则): a pure generator with a code, a name, a severity and a basis.

A rule takes its subject and the norms, and yields :class:`Fault`, or once
:class:`NotApplicable` or :class:`InsufficientData`; yielding nothing is a pass. The subject is
told by the annotation of the first parameter: ``target: PerformanceTarget`` is run on every
table, ``disclosure: Disclosure`` once a publication, ``sheet: ScoreSheet`` on every self-evaluation
as it is scored again, ``form: MonitoringForm`` on every monitoring form, ``chain: Chain`` on every
document that has an earlier one of its project among the files checked together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any

from jixiao.model.finding import Fault, InsufficientData, Message, NotApplicable, Severity

Verdict = Fault | NotApplicable | InsufficientData
Judge = Callable[[Any, Any], Iterator[Verdict]]


class Subject(StrEnum):
    """What a rule is about."""

    TARGET = "PerformanceTarget"
    DISCLOSURE = "Disclosure"
    SCORES = "ScoreSheet"
    MONITORING = "MonitoringForm"
    CHAIN = "Chain"
    WAIVERS = "Waivers"

    @property
    def zh(self) -> str:
        """每张表, 公开文本整体, 每份自评表, 每份监控表, 项目链 or 豁免清单."""
        return _SUBJECTS[self.value]


_SUBJECTS = {
    "PerformanceTarget": "每张表",
    "Disclosure": "公开文本整体",
    "ScoreSheet": "每份自评表",
    "MonitoringForm": "每份监控表",
    "Chain": "项目链",
    "Waivers": "豁免清单",
}


class Rule:
    """A rule with all that is printed about it; calling it judges a subject."""

    __slots__ = (
        "basis",
        "code",
        "judge",
        "masks",
        "message",
        "module",
        "name",
        "severity",
        "since",
        "subject",
        "suggestion",
        "title",
    )

    def __init__(
        self,
        judge: Judge,
        *,
        code: str,
        name: str,
        severity: Severity,
        basis: tuple[str, ...],
        message: Message,
        since: str,
        title: Message,
        suggestion: Message | None,
        masks: bool,
    ) -> None:
        annotations = [v for k, v in judge.__annotations__.items() if k != "return"]
        self.judge = judge
        self.code = code
        self.name = name
        self.severity = severity
        self.basis = basis
        self.message = message
        self.since = since
        self.title = title
        self.suggestion = suggestion
        self.masks = masks
        self.subject = Subject(str(annotations[0]))
        self.module = judge.__module__

    def __call__(self, subject: object, norms: object) -> Iterator[Verdict]:
        """What the rule says of ``subject``."""
        return self.judge(subject, norms)

    def __reduce__(self) -> tuple[Callable[[str], Rule], tuple[str]]:
        # Another process finds the rule in its own catalogue: generators do not travel.
        from jixiao.rules.catalogue import rule_named

        return rule_named, (self.code,)

    def __repr__(self) -> str:
        return f"<Rule {self.code} {self.name}>"


def rule(
    *,
    code: str,
    name: str,
    title: Message,
    severity: Severity,
    basis: tuple[str, ...],
    message: Message,
    since: str,
    suggestion: Message | None = None,
    masks: bool = False,
) -> Callable[[Judge], Rule]:
    """Make a generator a :class:`Rule`.

    ``code`` is the family and a number (``AMT02``), ``name`` names the fault in kebab case
    (``cost-above-budget``), ``title`` in words; ``basis`` lists provisions of ``regulations/``
    (``yusuanfa-2018#13``); ``message`` and ``suggestion`` are templates filled from the fault's
    fields; ``masks`` marks a rule whose ``secrets`` are masked in everything printed.
    """

    def made(judge: Judge) -> Rule:
        return Rule(
            judge,
            code=code,
            name=name,
            severity=severity,
            basis=basis,
            message=message,
            since=since,
            title=title,
            suggestion=suggestion,
            masks=masks,
        )

    return made
