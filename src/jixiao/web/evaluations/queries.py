"""What evaluation is asked (评价查询); who sees what is decided here and by ``visible_to``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import CharField, Count, F, Min, Q, QuerySet, Value, When
from django.db.models.expressions import Case as FirstOf
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from jixiao.model.assessment import EvaluationSheet, Recheck, ScoreComparison, Side
from jixiao.model.finding import Message
from jixiao.model.money import plain
from jixiao.model.results_ledger import Proposal
from jixiao.regulations.parameter import Norms
from jixiao.scoring.comparison import compare
from jixiao.web.accounts.models import Organisation, Person
from jixiao.web.cases import Case, under_posts
from jixiao.web.documents.models import ReadForm
from jixiao.web.evaluations import frameworks, self_sheets
from jixiao.web.evaluations.lifecycle import (
    SELF_WRITABLE,
    EvaluationState,
    RectificationState,
    ResultState,
    SelfState,
)
from jixiao.web.evaluations.models import (
    UNIT_WRITES,
    DifferenceReason,
    Evaluation,
    Proof,
    Rectification,
    ResultUse,
    Sample,
    SelfEvaluation,
)
from jixiao.web.evaluations.read_forms import Taking, monitoring_taken, self_evaluation_taken
from jixiao.web.filings.drafting import target_of
from jixiao.web.filings.models import Filing, Project
from jixiao.web.filings.queries import cover
from jixiao.web.journey import Station
from jixiao.web.monitoring import queries as monitoring
from jixiao.web.monitoring.lifecycle import WRITABLE
from jixiao.web.monitoring.models import Report
from jixiao.web.monitoring.readings import title_key
from jixiao.web.roles import FINANCE, UNIT, Role
from jixiao.web.worklist import Waiting

C = TypeVar("C", bound=Case)
OPEN_NOTICES = ("noticed", "returned")


def norms_of(filing: Filing) -> Norms:
    """The norms of a filing's place and year."""
    return monitoring.norms_of(filing.unit, filing.fiscal_year)


# ── self-evaluation ───────────────────────────────────────────────────────────────────────────


def self_sheet(case: SelfEvaluation, *, for_others: bool = False) -> self_sheets.Sheet:
    """The self-evaluation scored; ``for_others``: without what the unit is still writing."""
    filing = case.filing
    return self_sheets.scored(
        target_of(case.version.content, filing.fiscal_year),
        {} if for_others else case.content,
        case.measured,
        monitoring.budget_of(filing),
        norms_of(filing),
    )


def rechecked(case: SelfEvaluation, sheet: self_sheets.Sheet) -> Recheck:
    """The sheet after the re-check."""
    return self_sheets.rechecked(sheet, case.lowerings, norms_of(case.filing))


def is_shown_to(person: Person, case: SelfEvaluation) -> bool:
    """The person may read what the unit wrote: it is of the unit, or the unit has signed."""
    return case.state not in UNIT_WRITES or bool(UNIT & case.roles_of(person))


def self_evaluation(person: Person, pk: int) -> SelfEvaluation | None:
    """The self-evaluation, where the person may see it."""
    return (
        SelfEvaluation.visible_to(person)
        .select_related("filing__project", "filing__unit", "unit__parent", "version")
        .filter(pk=pk)
        .first()
    )


def self_evaluations(person: Person, wanted: Mapping[str, str]) -> QuerySet[SelfEvaluation]:
    """Those the person may see and asked for: ``year``, ``state``, ``grade``, ``text``,
    ``sampled``.
    """
    found = _chosen(SelfEvaluation.visible_to(person), wanted, SelfState)
    if wanted.get("grade"):
        found = found.filter(grade=wanted["grade"][:10])
    if wanted.get("sampled"):
        found = found.filter(is_sampled=True)
    return (
        found.select_related("filing__project", "unit")
        .defer("content", "measured", "filing__draft")
        .order_by("-filing__fiscal_year", "unit__path", "pk")
    )


def proofs_by_row(case: SelfEvaluation) -> dict[str, list[Proof]]:
    """The proofs in use, by row."""
    found: dict[str, list[Proof]] = {}
    for proof in case.proofs.filter(dropped_at=None).select_related("file"):
        found.setdefault(proof.row, []).append(proof)
    return found


def proved_rows(case: SelfEvaluation) -> frozenset[str]:
    """The rows that have a proof."""
    return frozenset(case.proofs.filter(dropped_at=None).values_list("row", flat=True))


def proof_of(case: SelfEvaluation, pk: int) -> Proof | None:
    """A proof in use of the self-evaluation."""
    return case.proofs.filter(pk=pk, dropped_at=None).select_related("file").first()


def forms_for(person: Person) -> QuerySet[ReadForm]:
    """The self-evaluations and monitoring forms handed in for the units the person works for."""
    condition = Q(pk__in=[])
    for post in person.held_posts:
        if post.role in UNIT:
            condition |= Q(file__unit__path__startswith=post.organisation.path)
    return ReadForm.objects.filter(condition).select_related("file__unit", "taken_by")


def case_for(
    form: ReadForm,
) -> tuple[SelfEvaluation | Report | None, tuple[str, str]]:
    """The case of the unit's project of that name, year and period; else why there is none."""
    is_monitoring = form.kind == "monitoring"
    if form.fiscal_year is None or (is_monitoring and form.month is None):
        return None, (
            "表中没有写明年度，或者监控表没有写明月份，不能对应。请改好后重新上传。",
            "the form states no year, or a monitoring form no month; mend it and hand it in again",
        )
    cases: QuerySet[Any]
    if is_monitoring and form.month is not None:
        cases = Report.objects.filter(round__month=form.month, round__year=form.fiscal_year)
        cases = cases.select_related("round")
    else:
        cases = SelfEvaluation.objects.filter(filing__fiscal_year=form.fiscal_year)
    named = [
        case
        for case in cases.filter(unit=form.file.unit).select_related(
            "filing__project", "filing__unit", "unit__parent", "version"
        )
        if title_key(case.filing.project.name) == title_key(form.title)
    ]
    if len(named) != 1:
        return None, (
            f"本单位{form.fiscal_year}年没有名为“{form.title}”的项目处在这一环节。"
            "请核对项目名称，或待财政开启后再取用。",
            f"the unit has no open case of a project named “{form.title}” for {form.fiscal_year}; "
            "check the name, or wait until finance opens it",
        )
    case: SelfEvaluation | Report = named[0]
    if case.state not in (SELF_WRITABLE if not is_monitoring else WRITABLE):
        return None, (
            f"“{case}”现在是“{case.state_name()}”，不能再填写。",
            f"“{case}” is “{case.state_name('en')}”: nothing can be filled in",
        )
    return case, ("", "")


def taking_of(form: ReadForm, case: SelfEvaluation | Report) -> Taking:
    """What taking the form over would change in the case."""
    if isinstance(case, Report):
        return monitoring_taken(form.stated, monitoring.sheet_of(case), case.content)
    return self_evaluation_taken(form.stated, self_sheet(case), case.content)


def to_sample(organisation: Organisation, year: int) -> list[SelfEvaluation]:
    """The self-evaluations that await re-check, locked."""
    return list(
        SelfEvaluation.objects.select_for_update(of=("self",))
        .filter(
            filing__fiscal_year=year,
            unit__path__startswith=organisation.path,
            state=SelfState.SIGNED,
        )
        .select_related("filing__project", "filing__unit", "version")
        .order_by("pk")
    )


def samples_for(person: Person) -> QuerySet[Sample]:
    """The draws of the organisations the person works for, latest first."""
    condition = Q(pk__in=[])
    for post in person.held_posts:
        if post.role in {str(r) for r in (Role.DEPARTMENT_REVIEWER, Role.AUDITOR, *FINANCE)}:
            condition |= Q(organisation__path__startswith=post.organisation.path)
    return Sample.objects.filter(condition).select_related("organisation")


# ── evaluation ────────────────────────────────────────────────────────────────────────────────


def evaluation(person: Person, pk: int) -> Evaluation | None:
    """The evaluation, where the person may see it."""
    return (
        Evaluation.visible_to(person)
        .select_related(
            "filing__project",
            "filing__unit",
            "filing__self_evaluation__version",
            "unit__parent",
            "version",
            "office",
            "first",
            "second",
        )
        .filter(pk=pk)
        .first()
    )


def evaluations(person: Person, wanted: Mapping[str, str]) -> QuerySet[Evaluation]:
    """Those the person may see and asked for."""
    found = _chosen(Evaluation.visible_to(person), wanted, EvaluationState)
    if wanted.get("side") in ("department", "finance"):
        found = found.filter(side=wanted["side"])
    return (
        found.select_related("filing__project", "unit", "office")
        .defer("grades", "framework", "filing__draft")
        .order_by("-filing__fiscal_year", "unit__path", "pk")
    )


def evaluation_sheet(case: Evaluation, only: str = "") -> EvaluationSheet:
    """The sheet of an evaluation; ``only`` one scorer's points, where the other's are hidden."""
    grades = {who: case.grades[who] for who in ("first", "second") if who in case.grades}
    if only:
        grades = {who: given for who, given in grades.items() if who == only}
    return frameworks.sheet_of(
        title=case.filing.project.title,
        year=case.filing.fiscal_year,
        side=case.side,
        framework=case.framework,
        inapplicable=case.inapplicable,
        grades=grades,
        settlements=case.settlements,
        norms=norms_of(case.filing),
    )


def scorer_of(person: Person, case: Evaluation) -> str:
    """``first`` or ``second`` where the person scores; else empty."""
    if person.pk == case.first_id:
        return "first"
    return "second" if person.pk == case.second_id else ""


def may_see_points(person: Person, case: Evaluation) -> bool:
    """Points are shown once both are in, and to the unit with the report."""
    if case.state in ("assigned", "gathered", "half_scored"):
        return False
    is_of_unit = bool(UNIT & case.roles_of(person))
    return not is_of_unit or case.state in ("reported", "commented", "final")


def evidence_of(case: Evaluation) -> list[Proof]:
    """The files that were gathered."""
    return list(case.proofs.filter(dropped_at=None).select_related("file"))


def self_of(filing: Filing) -> SelfEvaluation | None:
    """The self-evaluation of a filing, for who evaluates it."""
    return (
        SelfEvaluation.objects.filter(filing=filing)
        .select_related("filing__project", "filing__unit", "version")
        .first()
    )


def scorers_for(person: Person) -> tuple[list[Organisation], list[Person]]:
    """The evaluators' offices, and those who may score: their people, and reviewers."""
    offices = list(Organisation.objects.filter(kind="evaluator", closed_on=None))
    roots = [post.organisation.path for post in person.held_posts]
    today = timezone.localdate()
    in_force = Q(posts__since__lte=today) & (Q(posts__until=None) | Q(posts__until__gte=today))
    reviewing = Q(pk__in=[])
    reviewers = ("department_reviewer", "performance_officer", "finance_reviewer")
    for root in roots:
        reviewing |= Q(posts__organisation__path__startswith=root, posts__role__in=reviewers)
    evaluating = Q(posts__role="evaluator", posts__organisation__in=offices)
    people = Person.objects.filter(in_force & (evaluating | reviewing), is_active=True).distinct()
    return offices, list(people.order_by("name")[:500])


def orderable(person: Person, year: int | None = None) -> QuerySet[Filing]:
    """The approved filings of which the person may have an evaluation made."""
    ordering = under_posts(person, Role.DEPARTMENT_REVIEWER, Role.PERFORMANCE_OFFICER)
    found = Filing.objects.filter(ordering, state="approved").select_related("project", "unit")
    return (found.filter(fiscal_year=year) if year else found).defer("draft")


def filing_of(person: Person, pk: int) -> Filing | None:
    """A filing the person may see."""
    return Filing.visible_to(person).select_related("project", "unit").filter(pk=pk).first()


def final_evaluations(filings: Iterable[int]) -> dict[int, Evaluation]:
    """The final evaluation of each filing; finance's before a department's."""
    rows = Evaluation.objects.filter(
        filing__in=list(filings), state=EvaluationState.FINAL
    ).order_by("side")  # department, then finance
    return {row.filing_id: row for row in rows}


def comparison(filing: Filing, *, is_covered: bool = False) -> ScoreComparison | None:
    """The scores of a project beside each other; None where there is nothing to compare.

    With ``is_covered`` its secrets are covered, for readers beyond the unit.
    Only what is final on its side: a confirmed self-evaluation, a final evaluation.
    """
    own = self_of(filing)
    if own is None or own.state not in (SelfState.RECHECKED, SelfState.CONFIRMED):
        return None
    if is_covered:
        cover(own)
    sheet = self_sheet(own)
    others: list[Recheck | EvaluationSheet] = [rechecked(own, sheet)]
    finals = list(
        Evaluation.objects.filter(filing=filing, state=EvaluationState.FINAL)
        .select_related("filing__project", "filing__unit")
        .order_by("side")
    )
    if is_covered:
        for case in finals:
            cover(case)
    others += [evaluation_sheet(case) for case in finals]
    norms = norms_of(filing)
    plain_one = compare(sheet.scores, others, norms)
    known = {(d.first, d.second, d.row) for d in (*plain_one.totals, *plain_one.rows)}
    reasons = {
        (Side(r.first), Side(r.second), r.row): r.reason
        for r in DifferenceReason.objects.filter(filing=filing)
        if (r.first, r.second, r.row) in known
    }
    stated = {
        (Side.SELF, Side.RECHECK, str(lowering["row"])): lowering["reason"]
        for lowering in own.lowerings
    }
    stated = {key: reason for key, reason in stated.items() if key in known}
    return compare(sheet.scores, others, norms, {**stated, **reasons})


# ── rectification ─────────────────────────────────────────────────────────────────────────────


def rectification(person: Person, pk: int) -> Rectification | None:
    """The rectification, where the person may see it."""
    return (
        Rectification.visible_to(person)
        .select_related(
            "filing__project",
            "unit__parent",
            "report__round",
            "evaluation",
            "issued_by",
            "report__filing__project",
            "evaluation__filing__project",
        )
        .filter(pk=pk)
        .first()
    )


def rectifications(person: Person, wanted: Mapping[str, str]) -> QuerySet[Rectification]:
    """Those the person may see and asked for; ``late`` those past their deadline."""
    found = _chosen(Rectification.visible_to(person), wanted, RectificationState)
    if wanted.get("late"):
        found = found.filter(due_on__lt=timezone.localdate(), state__in=OPEN_NOTICES)
    return found.select_related("filing__project", "unit").defer("filing__draft").order_by("due_on")


def replies_of(case: Rectification) -> list[Proof]:
    """The proofs of what was done."""
    return list(case.proofs.filter(dropped_at=None).select_related("file"))


def report_for_notice(person: Person, pk: int) -> Report | None:
    """The monitoring report a notice is given on."""
    return monitoring.seen(person, pk)


# ── use of results ────────────────────────────────────────────────────────────────────────────


def result_use(person: Person, pk: int) -> ResultUse | None:
    """The use of a result, where the person may see it."""
    return (
        ResultUse.visible_to(person)
        .select_related("filing__project", "unit__parent", "decided_by")
        .filter(pk=pk)
        .first()
    )


def result_uses(person: Person, wanted: Mapping[str, str]) -> QuerySet[ResultUse]:
    """Those the person may see and asked for; ``year`` is the one proposed for."""
    found = ResultUse.visible_to(person)
    if (year := wanted.get("year", "")).isdecimal() and len(year) < 5:
        found = found.filter(fiscal_year=int(year))
    if wanted.get("state") in {str(state) for state in ResultState}:
        found = found.filter(state=wanted["state"])
    if wanted.get("kind") in {str(kind) for kind in Proposal}:
        found = found.filter(proposal__kind=wanted["kind"])
    found = _by_text(found, wanted)
    return found.select_related("filing__project", "unit", "decided_by").defer("filing__draft")


def budget_years(person: Person) -> list[int]:
    """The budget years there are proposals for, latest first."""
    found = ResultUse.visible_to(person).order_by("-fiscal_year")
    return list(found.values_list("fiscal_year", flat=True).distinct())


def to_propose(organisation: Organisation, year: int) -> list[SelfEvaluation]:
    """Confirmed self-evaluations of the year without a proposal."""
    return list(
        SelfEvaluation.objects.filter(
            filing__fiscal_year=year,
            unit__path__startswith=organisation.path,
            state=SelfState.CONFIRMED,
            filing__result_use=None,
        )
        .select_related("filing__project", "filing__unit", "version")
        .order_by("unit__path", "pk")
    )


def evaluations_of(filings: Iterable[int]) -> list[SelfEvaluation]:
    """The confirmed self-evaluations of these filings."""
    return list(
        SelfEvaluation.objects.filter(
            filing__in=list(filings), state=SelfState.CONFIRMED
        ).select_related("filing__project", "filing__unit", "version")
    )


def others_of(case: ResultUse) -> list[ResultUse]:
    """The other projects of the unit that are proposed for the same year."""
    found = ResultUse.objects.filter(unit=case.unit_id, fiscal_year=case.fiscal_year)
    return list(found.exclude(pk=case.pk).select_related("filing__project").order_by("pk")[:200])


def grades_before(cases: Iterable[SelfEvaluation]) -> dict[int, str]:
    """The grade of each project in the year before, by project."""
    years = {case.filing.project_id: case.filing.fiscal_year - 1 for case in cases}
    rows = SelfEvaluation.objects.filter(
        filing__project__in=list(years), state=SelfState.CONFIRMED
    ).values_list("filing__project", "filing__fiscal_year", "grade")
    return {project: grade for project, year, grade in rows if years[project] == year and grade}


def grade_named(grade: str, norms: Norms) -> Message | None:
    """A grade with its English name."""
    return next(
        (Message(b.label_zh, b.label_en) for b in norms.grade_bands if b.label_zh == grade), None
    )


def results_for(project: Project, year: int) -> dict[str, Any] | None:
    """What was decided for a project's ``year`` from last year's result; None where nothing was.

    For the page on which that year is filed: ``{"year_before", "score", "grade", "decision_zh",
    "decision_en", "amount" (万元, text or None), "reason", "decided_on", "basis_zh"}``.
    """
    use = (
        ResultUse.objects.filter(
            filing__project=project, fiscal_year=year, state=ResultState.DECIDED
        )
        .select_related("filing")
        .first()
    )
    if use is None:
        return None
    decision = Proposal(use.decision)
    return {
        "year_before": use.filing.fiscal_year,
        "score": use.proposal.get("score"),
        "grade": use.proposal.get("grade", ""),
        "decision_zh": decision.label(),
        "decision_en": decision.label("en"),
        "amount": None if use.amount is None else plain(use.amount),
        "reason": use.reason,
        "decided_on": use.decided_on,
        "basis_zh": use.proposal.get("basis_zh", ""),
    }


# ── the outcome, for disclosure and portal ────────────────────────────────────────────────────


def outcome_of(filing: Filing) -> dict[str, Any] | None:
    """What came of a filing (绩效结果), once finance has confirmed the self-evaluation; else None.

    ```
    {"execution": {"budget": "492", "paid": "490.2", "rate": "99.63"},
     "points": "93.5", "grade": "优",
     "rows": [{"position": 0, "indicator": "日均受理话务量", "actual": "2691.08个",
               "points": "10", "working_zh": "…"}, …],
     "self": {"points": "94", "grade": "优"},
     "evaluations": [{"side": "finance", "points": "93.5", "grade": "优"}],
     "note": "…"}
    ```

    Numbers are texts, empty where there is none; amounts in 万元, the rate in per cent.
    ``position`` counts the rows of the year from 0, as the cells of a draft and the published
    indicators do; ``indicator`` is the name in that row. ``points`` and ``grade`` are those that
    hold: of a final evaluation (finance's before the department's), else of the self-evaluation
    after its re-check. Packages, publications, portal and ``/api/`` keep this shape.
    """
    case = self_of(filing)
    if case is None or case.state != SelfState.CONFIRMED:
        return None
    sheet = self_sheet(case)
    after = {row.row: row for row in rechecked(case, sheet).rows}
    funds = sheet.scores.evaluation.funds[0]
    final = final_evaluations([filing.pk]).get(filing.pk)
    total, grade = (case.total, case.grade) if final is None else (final.total, final.grade)
    rows = []
    for row in sheet.rows:
        own = after.get(row.number)
        points = own.after if own is not None else None
        lowered = own is not None and own.lowering is not None
        working = row.scored.points.working.zh
        rows.append(
            {
                "position": row.number - 1,
                "indicator": row.scored.row.indicator.name,
                "actual": row.scored.row.actual.text,
                "points": "" if points is None else plain(points),
                "working_zh": f"{working}{own.working.zh}" if lowered and own else working,
            }
        )
    return {
        "execution": {
            "budget": _text(funds.adjusted),
            "paid": _text(funds.paid),
            "rate": _text(case.rate),
        },
        "points": _text(total),
        "grade": grade,
        "rows": rows,
        "self": {"points": _text(case.total), "grade": case.grade},
        "evaluations": []
        if final is None
        else [{"side": final.side, "points": _text(final.total), "grade": final.grade}],
        "note": sheet.scores.evaluation.note,
    }


def _text(number: Decimal | None) -> str:
    return "" if number is None else plain(number)


# ── lists and the work list ───────────────────────────────────────────────────────────────────


def years_of(person: Person) -> list[int]:
    """The years there are self-evaluations or evaluations of, latest first."""
    own, others = (
        model.visible_to(person).order_by().values_list("filing__fiscal_year", flat=True)
        for model in (SelfEvaluation, Evaluation)
    )
    years = list(own.union(others))
    return list(range(max(years), min(years) - 1, -1)) if years else []


def _chosen(found: QuerySet[C], wanted: Mapping[str, str], states: Any) -> QuerySet[C]:
    if (year := wanted.get("year", "")).isdecimal() and len(year) < 5:
        found = found.filter(filing__fiscal_year=int(year))
    if wanted.get("state") in {str(state) for state in states}:
        found = found.filter(state=wanted["state"])
    return _by_text(found, wanted)


def _by_text(found: QuerySet[C], wanted: Mapping[str, str]) -> QuerySet[C]:
    if text := wanted.get("text", "").strip()[:100]:
        found = found.filter(
            Q(filing__project__name__icontains=text) | Q(unit__name__icontains=text)
        )
    return found


_TURNS: tuple[tuple[str, Role, type[Case], tuple[str, ...], str, str], ...] = (
    (
        "self_evaluations",
        Role.UNIT_CLERK,
        SelfEvaluation,
        ("opened", "returned"),
        "待填报的自评",
        "self-evaluations to fill in",
    ),
    (
        "self_evaluations",
        Role.UNIT_HEAD,
        SelfEvaluation,
        ("filled",),
        "待签发的自评",
        "self-evaluations to sign",
    ),
    (
        "self_evaluations",
        Role.DEPARTMENT_REVIEWER,
        SelfEvaluation,
        ("signed",),
        "待复核的自评",
        "self-evaluations to re-check",
    ),
    (
        "self_evaluations",
        Role.PERFORMANCE_OFFICER,
        SelfEvaluation,
        ("rechecked",),
        "待确认的自评",
        "self-evaluations to confirm",
    ),
    (
        "evaluation_list",
        Role.UNIT_HEAD,
        Evaluation,
        ("reported",),
        "待反馈意见的评价报告",
        "evaluation reports to comment on",
    ),
    (
        "rectifications",
        Role.UNIT_CLERK,
        Rectification,
        OPEN_NOTICES,
        "待整改",
        "rectifications to do",
    ),
    (
        "rectifications",
        Role.DEPARTMENT_REVIEWER,
        Rectification,
        ("replied", "accepted"),
        "待验收、销号的整改",
        "rectifications to accept or close",
    ),
    (
        "rectifications",
        Role.PERFORMANCE_OFFICER,
        Rectification,
        ("replied", "accepted"),
        "待验收、销号的整改",
        "rectifications to accept or close",
    ),
    (
        "result_uses",
        Role.PERFORMANCE_OFFICER,
        ResultUse,
        ("proposed",),
        "待决定的结果应用",
        "uses of results to decide",
    ),
    (
        "result_uses",
        Role.FINANCE_REVIEWER,
        ResultUse,
        ("proposed",),
        "待决定的结果应用",
        "uses of results to decide",
    ),
)


def waiting(person: Person) -> list[Waiting]:
    """What waits for the person in evaluation."""
    today = timezone.localdate()
    lines = []
    for url, role, model, states, zh, en in _TURNS:
        if role not in person.roles:
            continue
        mine = (
            model.visible_to(person)
            .filter(under_posts(person, role), state__in=states)
            .order_by()
            .aggregate(
                number=Count("pk"), due=Min("due_on"), late=Count("pk", filter=Q(due_on__lt=today))
            )
        )
        where = f"{reverse(url)}?state={states[0]}" if len(states) == 1 else reverse(url)
        lines.append(Waiting(zh, en, where, mine["number"], mine["due"], mine["late"]))
    lines += _scoring(person)
    if Role.UNIT_CLERK in person.roles:
        lines.append(
            Waiting(
                "识别出、待核对取用的自评表和监控表",
                "self-evaluations and monitoring forms read, to be taken over",
                reverse("read_forms"),
                forms_for(person).filter(taken_at=None).count(),
            )
        )
    for role, side in (
        (Role.DEPARTMENT_REVIEWER, "department"),
        (Role.PERFORMANCE_OFFICER, "finance"),
    ):
        if role in person.roles:
            mine = (
                Evaluation.visible_to(person)
                .filter(
                    under_posts(person, role),
                    side=side,
                    state__in=("scored", "commented"),
                )
                .order_by()
                .aggregate(number=Count("pk"), due=Min("due_on"))
            )
            lines.append(
                Waiting(
                    "待定分、定稿的评价",
                    "evaluations to settle or make final",
                    reverse("evaluation_list"),
                    mine["number"],
                    mine["due"],
                )
            )
    if Role.DEPARTMENT_REVIEWER in person.roles or FINANCE & person.roles:
        late = (
            Rectification.visible_to(person)
            .filter(due_on__lt=today, state__in=OPEN_NOTICES)
            .order_by()
            .aggregate(number=Count("pk"), due=Min("due_on"))
        )
        lines.append(
            Waiting(
                "逾期未完成的整改",
                "overdue rectifications",
                f"{reverse('rectifications')}?late=1",
                late["number"],
                late["due"],
                late["number"],
            )
        )
    return lines


def _scoring(person: Person) -> list[Waiting]:
    """The evaluations in which it is the person's turn as a scorer."""
    rows = Evaluation.objects.filter(Q(first=person) | Q(second=person)).filter(
        state__in=("assigned", "gathered", "half_scored", "settled")
    )
    found = [
        (row["due_on"])
        for row in rows.order_by().values("state", "first", "grades", "due_on")
        if row["state"] in ("assigned", "settled")
        or ("first" if row["first"] == person.pk else "second") not in row["grades"]
    ]
    if not found:
        return []
    due = min((day for day in found if day is not None), default=None)
    late = sum(day is not None and day < timezone.localdate() for day in found)
    return [
        Waiting(
            "交给我的评价",
            "evaluations assigned to me",
            reverse("evaluation_list"),
            len(found),
            due,
            late,
        )
    ]


# What a project may have several of, told apart on the journey.
_ORIGINS = {
    "department": ("部门评价", "Evaluation by the department"),
    "finance": ("财政评价", "Evaluation by finance"),
    "monitoring": ("整改（来自监控）", "Rectification (from monitoring)"),
    "evaluation": ("整改（来自评价）", "Rectification (from the evaluation)"),
}


def stations(person: Person, filing: Filing) -> list[Station]:
    """Self-evaluation, evaluations, rectifications and the use of the result, for the journey."""
    kinds: dict[str, tuple[Any, str, str]] = {
        "self_evaluation": (SelfEvaluation, "绩效自评", "Self-evaluation"),
        "evaluation": (Evaluation, "绩效评价", "Evaluation"),
        "rectification": (Rectification, "整改", "Rectification"),
        "result_use": (ResultUse, "结果应用", "Use of the result"),
    }
    from_where = FirstOf(
        When(report__isnull=False, then=Value("monitoring")),
        When(evaluation__isnull=False, then=Value("evaluation")),
        default=Value(""),
    )
    origins: dict[str, Any] = {"evaluation": F("side"), "rectification": from_where}
    first, *others = (
        model.visible_to(person)
        .filter(filing=filing)
        .order_by()
        .annotate(origin=Cast(origins.get(url, Value("")), CharField()))
        .values_list(Value(number), Value(url), "pk", "state", "origin")
        for number, (url, (model, _, _)) in enumerate(kinds.items())
    )
    found = []
    for _, url, pk, state, origin in sorted(first.union(*others)):
        model, zh, en = kinds[url]
        zh, en = _ORIGINS.get(origin, (zh, en))
        names = model.cycle.state_name(state), model.cycle.state_name(state, "en")
        found.append(Station(zh, en, reverse(url, args=[pk]), *names))
    return found


def year_before(filing: Filing) -> dict[str, Any]:
    """Last year's score of the project, once confirmed, and the decision for this year.

    ``{"year", "points", "grade", "rate", "self_evaluation", "decision"}``; ``decision`` is as
    :func:`results_for` gives it. Empty where there is neither.
    """
    own = (
        SelfEvaluation.objects.filter(
            filing__project=filing.project_id,
            filing__fiscal_year=filing.fiscal_year - 1,
            state=SelfState.CONFIRMED,
        )
        .only("total", "grade", "rate")
        .first()
    )
    decision = results_for(filing.project, filing.fiscal_year)
    if own is None and decision is None:
        return {}
    return {
        "year": filing.fiscal_year - 1,
        "points": own.total if own is not None else None,
        "grade": own.grade if own is not None else "",
        "rate": own.rate if own is not None else None,
        "self_evaluation": own.pk if own is not None else None,
        "decision": decision,
    }
