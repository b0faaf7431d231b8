"""Running the rules over a publication: four outcomes each, findings, and what must be masked."""

from __future__ import annotations

from typing import NamedTuple

from jixiao.model.disclosure import Disclosure
from jixiao.model.finding import (
    Fault,
    InsufficientData,
    Message,
    Outcome,
    Severity,
)
from jixiao.model.location import Location
from jixiao.model.quotation import filled
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms, norms_for
from jixiao.rules.catalogue import catalogue
from jixiao.rules.rule import Rule, Subject

MASK = "█"


class Result(NamedTuple):
    """What came of one rule on one subject; ``reason`` for not applicable and insufficient."""

    rule: Rule
    target: PerformanceTarget | None
    outcome: Outcome
    reason: Message | None


class Finding:
    """A fault with its rule (问题). Sentences are made when asked for, and always masked."""

    __slots__ = ("fault", "report", "rule", "target")

    def __init__(
        self, rule: Rule, target: PerformanceTarget | None, fault: Fault, report: Report
    ) -> None:
        self.rule = rule
        self.target = target
        self.fault = fault
        self.report = report

    @property
    def severity(self) -> Severity:
        """The fault's own severity, else the rule's."""
        return self.fault.severity or self.rule.severity

    @property
    def project(self) -> str | None:
        """The project's name as printed in its table; None for the publication as a whole."""
        return self.report.masked(self.target.title) if self.target is not None else None

    @property
    def at(self) -> Location | None:
        """Where it is."""
        return self.fault.at

    @property
    def quote(self) -> str | None:
        """The cell's text, secrets masked; its length is unchanged, so places hold."""
        return None if self.fault.quote is None else self.report.masked(self.fault.quote)

    def message(self, language: str = "zh") -> str:
        """The sentence, in ``zh`` or ``en``."""
        return self._filled(self.rule.message, language)

    def suggestion(self, language: str = "zh") -> str | None:
        """How to write it better, where the rule can say."""
        template = self.fault.suggestion or self.rule.suggestion
        return None if template is None else self._filled(template, language)

    def working(self, language: str = "zh") -> str | None:
        """The arithmetic, where there is any."""
        return None if self.fault.working is None else self._filled(self.fault.working, language)

    def _filled(self, template: Message, language: str) -> str:
        return filled(template.text(language), self.fault.fields, self.report.masked)


class Report:
    """The outcome of a check: findings table by table, gravest first, and every rule's result."""

    def __init__(self, disclosure: Disclosure, norms: Norms) -> None:
        self.disclosure = disclosure
        self.norms = norms
        self.findings: list[Finding] = []
        self.results: list[Result] = []
        self.secrets: tuple[str, ...] = ()

    def masked(self, text: str) -> str:
        """``text`` with every secret in it covered, character for character."""
        for secret in self.secrets:
            if secret in text:
                text = text.replace(secret, MASK * len(secret))
        return text

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(1 for finding in self.findings if finding.severity is severity)

    @property
    def has_errors(self) -> bool:
        """Any finding at error or above."""
        return any(f.severity.rank <= Severity.ERROR.rank for f in self.findings)


def check(
    disclosure: Disclosure,
    norms: Norms | None = None,
    rules: tuple[Rule, ...] | None = None,
) -> Report:
    """Every rule of ``rules`` (all by default) on every table and on the publication.

    ``norms`` defaults to those of the publication's fiscal year. Rules that mask are always run,
    so that what they find stays masked even when they are not selected.
    """
    norms = norms or norms_for(disclosure.fiscal_year)
    rules = catalogue() if rules is None else rules
    report = Report(disclosure, norms)
    targets = disclosure.targets
    for rule in rules:
        if rule.subject is Subject.TARGET:
            for target in targets:
                _judge(rule, target, target, report)
        else:
            _judge(rule, disclosure, None, report)
    _gather_secrets(report, rules)
    order = {id(target): number for number, target in enumerate(targets)}
    last = len(order)
    report.findings.sort(
        key=lambda finding: (order.get(id(finding.target), last), finding.severity.rank)
    )
    return report


def _judge(rule: Rule, subject: object, target: PerformanceTarget | None, report: Report) -> None:
    outcome = Outcome.PASS
    reason: Message | None = None
    for verdict in rule.judge(subject, report.norms):
        if isinstance(verdict, Fault):
            outcome = Outcome.FAIL
            report.findings.append(Finding(rule, verdict.target or target, verdict, report))
        elif outcome is Outcome.PASS:
            insufficient = isinstance(verdict, InsufficientData)
            outcome = Outcome.INSUFFICIENT_DATA if insufficient else Outcome.NOT_APPLICABLE
            reason = Message(verdict.zh, verdict.en)
    report.results.append(Result(rule, target, outcome, reason))


def _gather_secrets(report: Report, rules: tuple[Rule, ...]) -> None:
    secrets = {s for f in report.findings for s in f.fault.secrets}
    chosen = {rule.code for rule in rules}
    for rule in catalogue():
        if rule.masks and rule.code not in chosen:
            subjects: tuple[object, ...] = (
                report.disclosure.targets
                if rule.subject is Subject.TARGET
                else (report.disclosure,)
            )
            for subject in subjects:
                for verdict in rule.judge(subject, report.norms):
                    if isinstance(verdict, Fault):
                        secrets.update(verdict.secrets)
    report.secrets = tuple(sorted(secrets, key=lambda secret: (-len(secret), secret)))
