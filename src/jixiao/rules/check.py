"""Running the rules over a publication: four outcomes each, findings, and what must be masked."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from jixiao.model.cached import cached_property
from jixiao.model.disclosure import Disclosure, Source
from jixiao.model.finding import (
    Fault,
    InsufficientData,
    Message,
    NotApplicable,
    Outcome,
    Severity,
)
from jixiao.model.location import Location
from jixiao.model.named import NamedTuple
from jixiao.model.quotation import filled
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms, norms_for
from jixiao.rules.catalogue import rules_for, rules_on_targets
from jixiao.rules.rule import Rule, Subject

if TYPE_CHECKING:
    from jixiao.model.chain import Chain
    from jixiao.model.evaluation import ScoreSheet, SelfEvaluation
    from jixiao.model.monitoring import MonitoringForm
    from jixiao.model.waiver import Waivers
    from jixiao.regulations.profile import Adjustment, Profile
    from jixiao.rules.waiver import Waived

    Form = SelfEvaluation | MonitoringForm
    Judged = PerformanceTarget | Disclosure | ScoreSheet | MonitoringForm | Chain

MASK = "█"
DEPARTMENT = "department-target"  # the form of a whole department
NO_WAIVERS = NotApplicable("没有豁免清单", "no waivers were given")


class Result(NamedTuple):
    """What came of one rule on one subject; ``reason`` for not applicable and insufficient.

    ``target`` is the table, ``form`` the self-evaluation or monitoring form, both None for the
    publication as a whole.
    """

    rule: Rule
    target: PerformanceTarget | None
    outcome: Outcome
    reason: Message | None
    form: Form | None = None

    @property
    def project(self) -> str | None:
        """The project's name as printed; None for the publication as a whole."""
        judged = self.target or self.form
        return judged.title if judged is not None else None


class Outcomes(NamedTuple):
    """What came of one rule: the numbers of the tables that failed, and why others were not judged.

    Tables are counted from 0; a rule on the publication as a whole has one, 0.
    """

    rule: Rule
    failed: set[int]
    reasons: dict[int, NotApplicable | InsufficientData]


class Pieces(NamedTuple):
    """Pieces of secrets, longest first: beginnings, ends, the last and the first characters."""

    beginnings: tuple[str, ...]
    ends: tuple[str, ...]
    last_characters: frozenset[str]
    first_characters: frozenset[str]


class Finding:
    """A fault with its rule (问题). Sentences are made when asked for, and always masked.

    ``target`` is the table meant, ``form`` the self-evaluation or monitoring form.
    """

    __slots__ = ("fault", "form", "report", "rule", "target", "waiver")

    def __init__(
        self,
        rule: Rule,
        target: PerformanceTarget | None,
        fault: Fault,
        report: Report,
        form: Form | None = None,
    ) -> None:
        self.rule = rule
        self.target = target
        self.form = form
        self.fault = fault
        self.report = report
        self.waiver: Waived | None = None

    @property
    def severity(self) -> Severity:
        """The fault's own severity, else the rule's; as the profile makes it graver or lighter."""
        adjusted = self.report.adjustment(self.rule, self.form)
        if adjusted is None:
            return self.fault.severity or self.rule.severity
        return weighed(self.rule, self.fault, adjusted)

    @property
    def adjustment(self) -> Adjustment | None:
        """What the profile says of the rule's severity, and why; None where it says nothing."""
        found = self.report.adjustment(self.rule, self.form)
        return found if found is not None and found.severity is not None else None

    @property
    def counts(self) -> bool:
        """Neither waived nor known from the baseline: it counts for the exit code."""
        return self.waiver is None

    @property
    def project(self) -> str | None:
        """The project's name as printed in its table; None for the publication as a whole."""
        if self.target is not None:
            return self.report.masked(self.target.title)
        return self.report.masked(title_of(self.form)) if self.form is not None else None

    @property
    def at(self) -> Location | None:
        """Where it is, a secret in the worksheet's name masked; ``fault.at`` has it as it is."""
        return self.report.place(self.fault.at)

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

    def __init__(
        self,
        disclosure: Disclosure,
        norms: Norms,
        profile: Profile | None = None,
        asked: str = "",
    ) -> None:
        self.disclosure = disclosure
        self.norms = norms
        self.profile = profile
        self.asked = asked  # the profile asked for; without one each form shows its own place
        self.adjusted = profile.by_code if profile is not None else {}
        self.findings: list[Finding] = []
        self.outcomes: list[Outcomes] = []
        self.secrets: tuple[str, ...] = ()
        self.waivers: Waivers | None = None  # as they were used, in the first report of a check
        self._masked: dict[str, str] = {}  # texts come again: a name, a cell with many findings

    def keep_secret(self, secrets: set[str]) -> None:
        """Cover ``secrets`` in everything, and what is left of one where a text is cut."""
        self.secrets = tuple(sorted(secrets, key=lambda secret: (-len(secret), secret)))

    @cached_property
    def _pieces(self) -> Pieces:
        """What may be left of a secret at the end or at the beginning of a text that was cut."""
        shortest = [(s, 5 if s.isdigit() else 3) for s in self.secrets]
        beginnings = _longest_first(s[:n] for s, k in shortest for n in range(k, len(s)))
        ends = _longest_first(s[-n:] for s, k in shortest for n in range(k + 1, len(s)))
        last_characters = frozenset(piece[-1] for piece in beginnings)
        return Pieces(beginnings, ends, last_characters, frozenset(piece[0] for piece in ends))

    @cached_property
    def results(self) -> list[Result]:
        """What came of every rule on every table and on the publication, rule by rule."""
        found = []
        for rule, failed, reasons in self.outcomes:
            for number in range(len(_subjects(rule, self))):
                target = self._table(rule, number)
                form = self._form(rule, number)
                reason = reasons.get(number)
                outcome = Outcome.PASS
                if number in failed:
                    outcome = Outcome.FAIL
                elif reason is not None:
                    insufficient = isinstance(reason, InsufficientData)
                    outcome = Outcome.INSUFFICIENT_DATA if insufficient else Outcome.NOT_APPLICABLE
                brief = None if reason is None else self._brief(reason)
                found.append(Result(rule, target, outcome, brief, form))
        return found

    def _table(self, rule: Rule, number: int) -> PerformanceTarget | None:
        """The table that a rule judges as its subject of this number."""
        if rule.subject is Subject.CHAIN:
            return self.disclosure.chains[number].target
        return self.disclosure.targets[number] if rule.subject is Subject.TARGET else None

    def _form(self, rule: Rule, number: int) -> Form | None:
        """The form that a rule judges as its subject of this number."""
        if rule.subject is Subject.SCORES:
            return self.disclosure.evaluations[number]
        if rule.subject is Subject.CHAIN:
            meant = self.disclosure.chains[number].later.form
            return next((form for form in self.forms if form is meant), None)
        return self.disclosure.monitoring[number] if rule.subject is Subject.MONITORING else None

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """The self-evaluations and the monitoring forms of the file."""
        return (*self.disclosure.evaluations, *self.disclosure.monitoring)

    @cached_property
    def profiles_of_forms(self) -> tuple[Profile, ...]:
        """The profile of each form, asked for or of its own place, in the order of ``forms``."""
        from jixiao.regulations.profile import profile_of_place
        from jixiao.rules.profile import places_of_evaluations

        if self.asked and self.profile is not None:
            return (self.profile,) * len(self.forms)
        evaluations, monitoring = self.disclosure.evaluations, self.disclosure.monitoring
        places = places_of_evaluations(evaluations, self.asked)
        places += places_of_evaluations(monitoring, self.asked)
        return tuple(profile_of_place(place) for place in places)

    @cached_property
    def norms_of_forms(self) -> tuple[Norms, ...]:
        """The norms of each form, by its own year and profile, in the order of ``forms``."""
        from jixiao.rules.profile import norms_of

        year = self.disclosure.fiscal_year
        return tuple(
            norms_of(profile, form.fiscal_year or year)
            for form, profile in zip(self.forms, self.profiles_of_forms, strict=True)
        )

    @cached_property
    def _adjusted_of_forms(self) -> dict[int, dict[str, Adjustment]]:
        pairs = zip(self.forms, self.profiles_of_forms, strict=True)
        return {id(form): profile.by_code for form, profile in pairs}

    def adjustment(self, rule: Rule, form: Form | None = None) -> Adjustment | None:
        """What the profile says of a rule; on a form, what that of the form's place says."""
        by_code = self.adjusted if form is None else self._adjusted_of_forms[id(form)]
        return by_code.get(rule.code)

    @cached_property
    def sheets(self) -> tuple[ScoreSheet, ...]:
        """Every self-evaluation scored again."""
        from jixiao.scoring.self_evaluation import score

        evaluations = self.disclosure.evaluations
        return tuple(score(e, n) for e, n in zip(evaluations, self.norms_of_forms, strict=False))

    def _brief(self, reason: NotApplicable | InsufficientData) -> Message:
        return Message(*(filled(text, {}, self.masked) for text in reason))

    def masked(self, text: str) -> str:
        """``text`` with every secret in it covered, character for character."""
        if not self.secrets:
            return text
        covered = self._masked.get(text)
        if covered is None:
            covered = self._masked[text] = self._cover(text)
        return covered

    def _cover(self, text: str) -> str:
        for secret in filter(text.__contains__, self.secrets):
            text = text.replace(secret, MASK * len(secret))
        if "…" in text:
            return "…".join(self._masked_at_ends(piece) for piece in text.split("…"))
        return self._masked_at_ends(text)

    def _masked_at_ends(self, text: str) -> str:
        """``text`` without the piece of a secret it begins or ends with: a quotation was cut."""
        beginnings, ends, last_characters, first_characters = self._pieces
        if text[-1:] in last_characters and text.endswith(beginnings):
            count = next(len(piece) for piece in beginnings if text.endswith(piece))
            text = text[:-count] + MASK * count
        if text[:1] in first_characters and text.startswith(ends):
            count = next(len(piece) for piece in ends if text.startswith(piece))
            text = MASK * count + text[count:]
        return text

    def place(self, at: Location | None) -> Location | None:
        """``at`` with a secret in the worksheet's name covered: the place as it may be printed."""
        if at is None or at.sheet is None:
            return at
        return at._replace(sheet=self.masked(at.sheet))

    @property
    def source(self) -> Source | None:
        """The file the record was read from, secrets in its name covered."""
        source = self.disclosure.source
        return None if source is None else source._replace(file=self.masked(source.file))

    @property
    def file(self) -> str:
        """The file's name as it may be printed; empty where there is none."""
        source = self.disclosure.source
        return self.masked(source.file) if source is not None else ""

    @cached_property
    def by_table(self) -> tuple[list[Finding], ...]:
        """The findings of each table in order, and last those of the publication as a whole."""
        order = {id(target): number for number, target in enumerate(self.disclosure.targets)}
        shelves: tuple[list[Finding], ...] = tuple([] for _ in range(len(order) + 1))
        for finding in self.findings:
            if finding.form is None:
                shelves[order.get(id(finding.target), len(order))].append(finding)
        return shelves

    @cached_property
    def by_form(self) -> tuple[tuple[str, list[Finding]], ...]:
        """The title of each self-evaluation and monitoring form, masked, and its findings."""
        found: dict[int, list[Finding]] = {id(form): [] for form in self.forms}
        for finding in self.findings:
            if finding.form is not None:
                found[id(finding.form)].append(finding)
        return tuple((self.masked(title_of(form)), found[id(form)]) for form in self.forms)

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(1 for finding in self.findings if finding.severity is severity)

    def forget(self) -> None:
        """Drop what was worked out from the findings: some were added."""
        for name in ("results", "by_table", "by_form"):
            vars(self).pop(name, None)

    def fails(self, threshold: Severity = Severity.ERROR) -> bool:
        """Any finding at ``threshold`` or above that is neither waived nor known of old."""
        return any(f.counts and f.severity.rank <= threshold.rank for f in self.findings)

    @property
    def waived(self) -> int:
        """How many findings are waived or known from the baseline."""
        return sum(1 for finding in self.findings if not finding.counts)


def check(
    disclosure: Disclosure,
    norms: Norms | None = None,
    rules: tuple[Rule, ...] | None = None,
    profile: Profile | None = None,
    asked: str = "",
) -> Report:
    """Every rule of ``rules`` (by default all on the forms there are) on every form and the whole.

    A rule that does not hold in ``profile`` is not applicable. ``norms`` defaults to those of the
    publication's fiscal year. Self-evaluations and monitoring forms are judged by the norms and
    rules of their own year and of the profile ``asked`` for, else of the place that they show.
    Rules that mask are always run, so that what they find stays masked even when they are not
    selected.
    """
    norms = norms or norms_for(disclosure.fiscal_year)
    rules = rules_for(disclosure) if rules is None else rules
    report = Report(disclosure, norms, profile, asked)
    # All that is made here lives as long as the report: the collector would look through it again
    # and again and find nothing.
    is_collecting = gc.isenabled()
    gc.disable()
    try:
        secrets = _judge(rules, report)
        report.keep_secret(secrets | _secrets_of_others(report, rules))
    finally:
        if is_collecting:
            gc.enable()
    return report


def check_chains(
    report: Report, chains: tuple[Chain, ...], rules: Sequence[Rule], secrets: Iterable[str] = ()
) -> None:
    """Add to a report what the rules on chains say of its documents beside those before them.

    ``secrets`` are those of the other files: what is quoted from these is covered too.
    """
    report.disclosure = report.disclosure.with_fields(chains=chains)
    found = _judge([rule for rule in rules if rule.subject is Subject.CHAIN], report)
    subjects = (*report.disclosure.targets, *report.forms)
    order = {id(subject): number for number, subject in enumerate(subjects)}
    report.findings.sort(
        key=lambda f: (order.get(id(f.form or f.target), len(order)), f.severity.rank)
    )
    report.keep_secret({*report.secrets, *secrets, *found})
    report.forget()


def _judge(rules: Sequence[Rule], report: Report) -> set[str]:
    """Every rule's outcomes and findings, the findings table by table, gravest first.

    Gives the secrets found.
    """
    targets = report.disclosure.targets
    forms = report.forms
    order = {id(subject): number for number, subject in enumerate((*targets, *forms))}
    shelves: defaultdict[tuple[int, Severity], list[Finding]] = defaultdict(list)
    secrets: set[str] = set()
    of_projects = _of_projects(report.disclosure)
    for rule in rules:
        judge = rule.judge
        failed: set[int] = set()
        reasons: dict[int, NotApplicable | InsufficientData] = {}
        if rule.subject is Subject.WAIVERS:  # judged when all findings are known (waiver.py)
            report.outcomes.append(Outcomes(rule, failed, {0: NO_WAIVERS}))
            continue
        for number, subject in enumerate(_subjects(rule, report)):
            form = report._form(rule, number) if forms else None
            adjusted = report.adjustment(rule, form)
            if adjusted is not None and not adjusted.holds and not rule.masks:
                reasons[number] = _left_out(adjusted)
                continue
            if of_projects is not report.disclosure:
                from jixiao.rules.departments import FOR_PROJECTS, holds_for_departments

                if not holds_for_departments(rule):
                    if subject is report.disclosure and of_projects is not None:
                        subject = of_projects
                    elif subject is report.disclosure or (
                        rule.subject is Subject.TARGET and targets[number].form == DEPARTMENT
                    ):
                        reasons[number] = FOR_PROJECTS
                        continue
            if form is not None:
                norms = report.norms_of_forms[order[id(form)] - len(targets)]
            else:
                norms = report.norms
            for verdict in judge(subject, norms):
                if isinstance(verdict, Fault):
                    failed.add(number)
                    table = verdict.target or report._table(rule, number)
                    severity = verdict.severity or rule.severity
                    if adjusted is not None:
                        severity = weighed(rule, verdict, adjusted)
                    shelf = order.get(id(form or table), len(order)), severity
                    shelves[shelf].append(Finding(rule, table, verdict, report, form))
                    secrets.update(verdict.secrets)
                elif number not in failed:
                    reasons.setdefault(number, verdict)
        report.outcomes.append(Outcomes(rule, failed, reasons))
    for shelf in sorted(shelves, key=lambda shelf: (shelf[0], shelf[1].rank)):
        report.findings += shelves[shelf]
    return secrets


def _of_projects(disclosure: Disclosure) -> Disclosure | None:
    """The record without the tables of whole departments: the same where it has none.

    None where it has nothing else: the rules on projects have nothing to judge.
    """
    targets = tuple(target for target in disclosure.targets if target.form != DEPARTMENT)
    if len(targets) == len(disclosure.targets):
        return disclosure
    if not targets and not disclosure.listed:
        return None
    return disclosure.with_fields(targets=targets)


def weighed(rule: Rule, fault: Fault, adjustment: Adjustment) -> Severity:
    """The severity of a fault where a profile has its own for the rule.

    What the rule itself calls lighter than usual stays lighter; a rule made lighter has nothing
    graver.
    """
    own = fault.severity or rule.severity
    if adjustment.severity is None:
        return own
    wished = Severity(adjustment.severity)
    if own is rule.severity:
        return wished
    return max(own, wished, key=lambda s: s.rank) if wished.rank > rule.severity.rank else own


def _left_out(adjustment: Adjustment) -> NotApplicable:
    """The reason why a rule does not hold in the profile."""
    return NotApplicable(
        f"按口径“{adjustment.profile}”不适用：{adjustment.reason_zh}",
        f"does not hold in the profile “{adjustment.profile}”: {adjustment.reason_en}",
    )


def _secrets_of_others(report: Report, rules: tuple[Rule, ...]) -> set[str]:
    """The secrets that rules which mask find, where they are not among ``rules``."""
    secrets: set[str] = set()
    chosen = {rule.code for rule in rules}
    for rule in rules_on_targets():
        if rule.masks and rule.code not in chosen:
            for subject in _subjects(rule, report):
                for verdict in rule.judge(subject, report.norms):
                    if isinstance(verdict, Fault):
                        secrets.update(verdict.secrets)
    return secrets


def _subjects(rule: Rule, report: Report) -> tuple[Judged, ...]:
    """What the rule is run on: every table or form of a kind, or the publication as a whole."""
    disclosure = report.disclosure
    if rule.subject is Subject.TARGET:
        return disclosure.targets
    if rule.subject is Subject.SCORES:
        return report.sheets
    if rule.subject is Subject.CHAIN:
        return disclosure.chains
    return disclosure.monitoring if rule.subject is Subject.MONITORING else (disclosure,)


def title_of(form: Form) -> str:
    """The project's name in a self-evaluation or a monitoring form, else a dash."""
    return form.title or "—"


def _longest_first(pieces: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(pieces), key=lambda piece: (-len(piece), piece)))
