"""What is done in evaluation (评价办理); each with its permission and one event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils import timezone

from jixiao.model.evaluation import ScoreSheet
from jixiao.model.money import digits
from jixiao.model.results_ledger import ProjectBudget, Proposal, ResultLine
from jixiao.regulations.parameter import Norms
from jixiao.scoring.sampling import plan, shown_probability, unit_of
from jixiao.scoring.use_of_results import budget_of, propose
from jixiao.web.accounts.models import Organisation, Person
from jixiao.web.actor import Actor
from jixiao.web.cases import step
from jixiao.web.documents.actions import store
from jixiao.web.documents.models import ReadForm
from jixiao.web.evaluations import frameworks, queries, self_sheets
from jixiao.web.evaluations.lifecycle import (
    SELF_WRITABLE,
    EvaluationState,
    RectificationState,
    ResultState,
    SelfState,
)
from jixiao.web.evaluations.models import (
    DifferenceReason,
    Evaluation,
    Proof,
    Rectification,
    ResultUse,
    Sample,
    SelfEvaluation,
)
from jixiao.web.exceptions import Incomplete, NotAllowed, NotPossible, Overtaken
from jixiao.web.filings.drafting import target_of
from jixiao.web.filings.models import Filing
from jixiao.web.filings.queries import approved_version
from jixiao.web.monitoring import queries as monitoring
from jixiao.web.monitoring.actions import drop_proof, lacks, require, writable
from jixiao.web.monitoring.actions import save as save_report
from jixiao.web.monitoring.models import Report
from jixiao.web.monitoring.readings import title_key
from jixiao.web.monitoring.sheets import drop_measured
from jixiao.web.roles import Reach, Role
from jixiao.web.trail.actions import record
from jixiao.writers.results_ledger import basis_of

_MOST = Decimal("1e12")  # 万元; more is a slip of the pen
LONGEST = 20_000


# ── self-evaluation ───────────────────────────────────────────────────────────────────────────


def open_self_evaluations(
    actor: Actor, organisation: Organisation, year: int, due_on: date
) -> list[SelfEvaluation]:
    """Open the year's self-evaluation for every approved project that has none yet."""
    require(actor, organisation, Role.PERFORMANCE_OFFICER, "开启自评", "open self-evaluation")
    with transaction.atomic():
        there = set(
            SelfEvaluation.objects.filter(
                filing__fiscal_year=year, unit__path__startswith=organisation.path
            ).values_list("filing_id", flat=True)
        )
        versions = [
            v for v in monitoring.approved_versions(year, organisation) if v.filing_id not in there
        ]
        if not versions:
            raise NotPossible(
                f"{year}年度没有需要开启自评的已批复项目。",
                f"no approved project of {year} awaits the opening of its self-evaluation",
            )
        readings = monitoring.readings_for(year, 12, organisation)
        made = []
        for version in versions:
            filing = version.filing
            case = SelfEvaluation(
                filing=filing,
                version=version,
                unit=filing.unit,
                due_on=due_on,
                state=str(SelfState.OPENED),
                reached=Reach.FINANCE,
                measured=readings.get((filing.unit_id, title_key(filing.project.name)), {}),
            )
            _sum_up(case)
            made.append(case)
        SelfEvaluation.objects.bulk_create(made, batch_size=500)
        record(
            actor,
            "self_evaluation.open",
            organisation,
            organisation=organisation,
            role=Role.PERFORMANCE_OFFICER,
            after={"year": year, "due_on": str(due_on), "projects": len(made)},
        )
    return made


def save_self_evaluation(
    actor: Actor, case: SelfEvaluation, content: Mapping[str, Any], revision: int, **told: Any
) -> int:
    """Keep what the unit has filled in so far; what was measured is not typed over.

    ``told`` is kept with the event: the document it was taken over from.
    """
    sound = self_sheets.sound_content(content)
    with transaction.atomic():
        fresh = _writable(actor, case)
        if fresh.revision != revision:
            raise Overtaken(
                "他人已修改了这份自评表，您的修改未保存。请刷新页面后重新填写。",
                "somebody else has changed this self-evaluation; reload and fill in again",
            )
        drop_measured(sound, fresh.measured, "actual", "tier")
        before = fresh.summary()
        fresh.content = sound
        fresh.revision += 1
        _sum_up(fresh)
        fresh.changed_at = timezone.now()
        fresh.save()
        _record(actor, "self_evaluation.save", fresh, Role.UNIT_CLERK, before, told)
    return fresh.revision


def take_form(actor: Actor, form: ReadForm) -> SelfEvaluation | Report:
    """Take the values of a form that was handed in over into the project's case.

    The person has compared them; proofs, tiers and measures that are asked for are so still.
    """
    person = require(actor, form.file.unit, Role.UNIT_CLERK, "取用上传的表", "take a form over")
    with transaction.atomic():
        fresh = ReadForm.objects.select_for_update().select_related("file__unit").get(pk=form.pk)
        if fresh.taken_at is not None:
            raise NotPossible("这张表已经取用。", "this form was taken over already")
        case, refusal = queries.case_for(fresh)
        if case is None:
            raise NotPossible(*refusal)
        taking = queries.taking_of(fresh, case)
        if not taking.number:
            raise NotPossible("表中没有可以取用的值。", "there is nothing in the form to take over")
        told = fresh.summary() | {"rows": taking.number}
        if isinstance(case, Report):
            save_report(actor, case, taking.content, case.revision, **told)
        else:
            save_self_evaluation(actor, case, taking.content, case.revision, **told)
        fresh.taken_at, fresh.taken_by = timezone.now(), person
        fresh.save(update_fields=["taken_at", "taken_by"])
    return case


def take_measured(actor: Actor, case: SelfEvaluation) -> None:
    """Take over what connected evidence measures of the whole year."""
    with transaction.atomic():
        fresh = _writable(actor, case)
        found = monitoring.reading_for(fresh.filing, 12)
        if not found:
            raise NotPossible(
                "还没有全年（1—12月）的测算结果。请先在“台账接入”中测算到12月。",
                "the whole year was not measured yet; measure to month 12 first",
            )
        before = fresh.summary()
        fresh.measured = found
        fresh.revision += 1
        _sum_up(fresh)
        fresh.save()
        _record(actor, "self_evaluation.measure", fresh, Role.UNIT_CLERK, before)


def attach_to_self_evaluation(
    actor: Actor, case: SelfEvaluation, row: str, name: str, chunks: Iterable[bytes]
) -> Proof:
    """Keep a file as proof of a row."""
    with transaction.atomic():
        fresh = _writable(actor, case)
        sheet = queries.self_sheet(fresh)
        if row not in {self_sheets.EXECUTION, *(r.key for r in sheet.rows)}:
            raise NotPossible("没有这一行。请刷新页面。", "there is no such row; reload the page")
        file = store(actor, fresh.unit, name, chunks)
        return Proof.objects.create(self_evaluation=case, row=row, file=file)


def detach(actor: Actor, case: SelfEvaluation, proof: Proof) -> None:
    """Take a proof off its row; the file itself stays."""
    with transaction.atomic():
        drop_proof(actor, _writable(actor, case), proof)


def fill(actor: Actor, case: SelfEvaluation) -> None:
    """Hand in to the unit head: everything filled, proved, explained."""
    with step(case, "fill", actor) as (fresh, _):
        sheet = _sum_up(fresh)
        missing = self_sheets.lacking(sheet, fresh.content, queries.proved_rows(fresh))
        if missing:
            raise lacks(missing)
        fresh.lowerings, fresh.opinion = [], ""


def sign(actor: Actor, case: SelfEvaluation, opinion: str = "") -> None:
    """The unit head signs."""
    with step(case, "sign", actor, reason=opinion):
        pass


def return_(actor: Actor, case: SelfEvaluation, reason: str) -> None:
    """Back to the unit, with the reason."""
    with step(case, "return", actor, reason=reason) as (fresh, _):
        fresh.lowerings, fresh.opinion = [], ""
        _sum_up(fresh)


def recheck(
    actor: Actor,
    case: SelfEvaluation,
    lowerings: Iterable[Mapping[str, str]] = (),
    opinion: str = "",
) -> None:
    """The department re-checks; ``lowerings``: row, points, reason. Scores only go down.

    One that was drawn for re-checking needs a written opinion.
    """
    with step(case, "recheck", actor, reason=opinion) as (fresh, _):
        if fresh.is_sampled and not opinion.strip():
            raise Incomplete(
                "本项目被抽中复核，须写明现场核查的情况和复核意见。",
                "this project was drawn for re-checking: write what was found",
            )
        sheet = queries.self_sheet(fresh)
        names = {0: "预算执行率"} | {row.number: row.indicator.name for row in sheet.rows}
        fresh.lowerings = [
            {
                "row": int(lowering["row"]),
                "indicator": names.get(int(lowering["row"]), ""),
                "points": format(frameworks.number(lowering["points"]), "f"),
                "reason": lowering["reason"],
                "role": Role.DEPARTMENT_REVIEWER.zh,
            }
            for lowering in lowerings
        ]
        fresh.opinion = opinion
        _sum_up(fresh)


def confirm(actor: Actor, case: SelfEvaluation, opinion: str = "") -> None:
    """Finance confirms; from then on the outcome is told."""
    with step(case, "confirm", actor, reason=opinion) as (fresh, _):
        if fresh.total is None:
            raise NotPossible(
                "有指标没有计分，没有总分，不能确认。请退回单位补充。",
                "some rows have no points, so there is no total; return it to the unit",
            )


def draw_sample(
    actor: Actor, organisation: Organisation, year: int, wanted: int, seed: str
) -> Sample:
    """Draw the self-evaluations to be re-checked on site, by money and risk."""
    person = _person(actor)
    ordering = {Role.DEPARTMENT_REVIEWER, Role.PERFORMANCE_OFFICER}
    if not ordering & person.roles_for(organisation):
        raise NotAllowed(
            "抽查由主管部门审核或财政绩效科抽取。",
            "a sample is drawn by the department reviewer or the performance officer",
        )
    if not seed.strip() or wanted < 0:
        raise Incomplete("请填写抽查个数和随机种子。", "state the number wanted and a seed")
    with transaction.atomic():
        cases = queries.to_sample(organisation, year)
        if not cases:
            raise NotPossible(
                f"{year}年度没有待复核的自评，无法抽查。",
                f"no self-evaluation of {year} awaits re-check",
            )
        norms = monitoring.norms_of(organisation, year)
        units = []
        for case in cases:
            sheet = queries.self_sheet(case).scores
            findings = case.filing.errors + case.filing.warnings
            units.append(unit_of(sheet, findings, norms, str(case.pk)))
        drawn = plan(units, wanted, seed, norms)
        chances = {int(u.unit.id): u for u in drawn.units}
        for case in cases:
            case.is_sampled = chances[case.pk].is_chosen
            case.chance = shown_probability(chances[case.pk].probability)
        SelfEvaluation.objects.bulk_update(cases, ["is_sampled", "chance"], batch_size=500)
        sample = Sample.objects.create(
            organisation=organisation,
            year=year,
            seed=seed,
            wanted=wanted,
            drawn_by=person,
            plan={
                "frame_sha256": drawn.frame_sha256,
                "zh": drawn.working.zh,
                "en": drawn.working.en,
                "chosen": [int(u.unit.id) for u in drawn.chosen],
                "units": [
                    [
                        int(u.unit.id),
                        str(u.stratum),
                        format(u.risk, "f"),
                        shown_probability(u.probability),
                        u.reason.zh,
                    ]
                    for u in drawn.units
                ],
            },
        )
        record(
            actor,
            "sample.draw",
            sample,
            organisation=organisation,
            after={
                "year": year,
                "seed": seed,
                "wanted": wanted,
                "frame_sha256": drawn.frame_sha256,
                "chosen": len(drawn.chosen),
            },
        )
    return sample


def _writable(actor: Actor, case: SelfEvaluation) -> SelfEvaluation:
    return writable(actor, case, SELF_WRITABLE, "自评表", "self-evaluation")


def _sum_up(case: SelfEvaluation) -> self_sheets.Sheet:
    """Work the sheet out and keep its total on the case."""
    sheet = queries.self_sheet(case)
    after = self_sheets.rechecked(sheet, case.lowerings, queries.norms_of(case.filing))
    case.stated = sheet.scores.total
    case.total = after.total
    case.grade = after.grade.zh if after.grade is not None else ""
    case.rate = sheet.rate
    return sheet


# ── evaluation ────────────────────────────────────────────────────────────────────────────────


def assign(
    actor: Actor,
    filing: Filing,
    side: str,
    first: Person,
    second: Person,
    office: Organisation | None = None,
    due_on: date | None = None,
) -> Evaluation:
    """Have an evaluation made by two scorers, of a third-party office or of the house."""
    role = Role.DEPARTMENT_REVIEWER if side == "department" else Role.PERFORMANCE_OFFICER
    if side not in ("department", "finance"):
        raise Incomplete("请选择部门评价或财政评价。", "choose departmental or finance evaluation")
    require(actor, filing.unit, role, "委托评价", "have an evaluation made")
    if first.pk == second.pk:
        raise Incomplete("须由两位不同的人员独立评分。", "two different persons score")
    for scorer in (first, second):
        _require_scorer(scorer, filing, office)
    version = approved_version(filing)
    if version is None or filing.state != "approved":
        raise NotPossible("项目的绩效目标还没有批复。", "the target is not approved yet")
    with transaction.atomic():
        if Evaluation.objects.filter(filing=filing, side=side).exists():
            raise NotPossible("该项目本年度已安排这项评价。", "this evaluation was ordered already")
        case = Evaluation.objects.create(
            filing=filing,
            version=version,
            unit=filing.unit,
            side=side,
            office=office,
            first=first,
            second=second,
            due_on=due_on,
            framework=frameworks.stored(queries.norms_of(filing).evaluation_items),
        )
        after = {
            "side": side,
            "office": office.name if office else "",
            "scorers": [first.pk, second.pk],
        }
        record(
            actor,
            "evaluation.assign",
            case,
            organisation=case.unit,
            role=role,
            after=case.summary() | after,
        )
    return case


def _require_scorer(scorer: Person, filing: Filing, office: Organisation | None) -> None:
    """A scorer works for the office, or reviews over the unit; never of the unit itself."""
    if office is not None:
        fits = Role.EVALUATOR in scorer.roles_for(office)
    else:
        held = scorer.roles_for(filing.unit)
        fits = bool(
            held & {Role.DEPARTMENT_REVIEWER, Role.PERFORMANCE_OFFICER, Role.FINANCE_REVIEWER}
        ) and not held & {Role.UNIT_CLERK, Role.UNIT_HEAD}
    if not fits:
        raise Incomplete(
            f"{scorer.name}不能担任评分人：第三方评价须为该机构人员，自行评价须为审核人员。",
            f"{scorer.name} cannot score: a third party's scorer works for it, others review",
        )


def set_framework(
    actor: Actor,
    case: Evaluation,
    weights: Mapping[str, str],
    inapplicable: Iterable[Mapping[str, str]],
    added: Iterable[Mapping[str, str]] = (),
) -> None:
    """Set the weights, own items and what does not apply, before anything is scored."""
    with transaction.atomic():
        fresh = Evaluation.objects.select_for_update().get(pk=case.pk)
        require(actor, fresh.unit, fresh.orders, "设定评价指标", "set the framework")
        if fresh.state not in (EvaluationState.ASSIGNED, EvaluationState.GATHERED) or fresh.grades:
            raise NotPossible("已经开始评分，评价指标不能再改。", "scoring has begun")
        framework = frameworks.with_weights(fresh.framework, weights)
        framework += [frameworks.own_item(typed) for typed in added]
        left_out = [{"item": i["item"], "reason": i["reason"].strip()} for i in inapplicable]
        frameworks.checked(framework, left_out, queries.norms_of(fresh.filing))
        before = {"weights": {i["zh"]: i["weight"] for i in fresh.framework}}
        fresh.framework, fresh.inapplicable = framework, left_out
        fresh.save()
        record(
            actor,
            "evaluation.framework",
            fresh,
            organisation=fresh.unit,
            role=fresh.orders,
            before=before,
            after={"weights": {i["zh"]: i["weight"] for i in framework}, "inapplicable": left_out},
        )


def attach_to_evaluation(
    actor: Actor, case: Evaluation, name: str, chunks: Iterable[bytes]
) -> Proof:
    """Keep a file as evidence; by a scorer or by the unit, until scoring begins."""
    person = _person(actor)
    if not {Role.EVALUATOR, Role.UNIT_CLERK} & case.roles_of(person):
        raise NotAllowed(
            "评价资料由评分人或单位经办上传。", "evidence comes from scorers or the unit"
        )
    with transaction.atomic():
        fresh = Evaluation.objects.select_for_update().get(pk=case.pk)
        if fresh.state != EvaluationState.ASSIGNED:
            raise NotPossible("资料收集已经结束。", "the gathering of evidence is over")
        file = store(actor, fresh.unit, name, chunks)
        return Proof.objects.create(evaluation=case, row="evidence", file=file)


def gather(actor: Actor, case: Evaluation, evidence: str) -> None:
    """The evidence is gathered: what it is."""
    with step(case, "gather", actor) as (fresh, _):
        if not evidence.strip():
            raise Incomplete(
                "请写明收集了哪些资料、如何核实。", "write what was gathered and verified"
            )
        fresh.evidence = evidence.strip()[:LONGEST]


def save_grades(actor: Actor, case: Evaluation, grades: Mapping[str, Any]) -> None:
    """Keep a scorer's grades that are not handed in yet; nobody else sees them."""
    who = _scorer(_person(actor), case)
    with transaction.atomic():
        fresh = Evaluation.objects.select_for_update().get(pk=case.pk)
        if (
            fresh.state not in (EvaluationState.GATHERED, EvaluationState.HALF_SCORED)
            or who in fresh.grades
        ):
            raise NotPossible(
                "您的评分已经提交，或还不到评分环节。", "your scores are handed in already"
            )
        names = {item["zh"] for item in fresh.framework}
        fresh.grades[f"draft_{who}"] = {
            item: {
                "points": str(g.get("points", ""))[:20],
                "reason": str(g.get("reason", ""))[:5000],
            }
            for item, g in grades.items()
            if item in names
        }
        fresh.save()
        record(actor, "evaluation.save", fresh, organisation=fresh.unit, role=Role.EVALUATOR)


def hand_in_grades(actor: Actor, case: Evaluation, grades: Mapping[str, Any]) -> None:
    """A scorer hands in; the second one opens both to each other."""
    with step(case, "score", actor) as (fresh, _):
        who = _scorer(_person(actor), fresh)
        if who in fresh.grades:
            raise NotAllowed("您已经提交评分。", "you have handed in your scores already")
        norms = queries.norms_of(fresh.filing)
        items = frameworks.suited(fresh.framework, fresh.inapplicable, norms)
        fresh.grades[who] = frameworks.complete_grades(grades, items)
        fresh.grades.pop(f"draft_{who}", None)


def settle(actor: Actor, case: Evaluation, settlements: Iterable[Mapping[str, str]] = ()) -> None:
    """Settle every difference of the two scorers, each with a reason; no mean is taken."""
    with step(case, "settle", actor) as (fresh, _):
        _require_orders(actor, fresh)
        fresh.settlements = [
            {
                "item": s["item"],
                "points": format(frameworks.number(s["points"]), "f"),
                "reason": s["reason"].strip(),
                "role": fresh.orders.zh,
            }
            for s in settlements
        ]
        sheet = queries.evaluation_sheet(fresh)
        if sheet.total is None:
            open_rows = "、".join(row.item.zh for row in sheet.rows if row.points is None)
            raise Incomplete(
                f"两位评分不一致的须逐项定分：{open_rows}。",
                f"rows the scorers differ on are still to be settled: {open_rows}",
            )
        fresh.total = sheet.total
        fresh.grade = sheet.grade.zh if sheet.grade is not None else ""


def report(actor: Actor, case: Evaluation, texts: Mapping[str, str]) -> None:
    """Hand in the report: what was found, what is suggested."""
    with step(case, "report", actor) as (fresh, _):
        _scorer(_person(actor), fresh)
        sound = {
            name: texts.get(name, "").strip()[:LONGEST]
            for name in ("summary", "findings", "suggestions")
        }
        if not all(sound.values()):
            raise Incomplete(
                "报告须写明评价结论、存在问题和建议。",
                "write the conclusion, findings and suggestions",
            )
        fresh.report = sound


def comment(actor: Actor, case: Evaluation, text: str) -> None:
    """The unit says what it thinks of the report."""
    with step(case, "comment", actor, reason=text) as (fresh, _):
        fresh.comment = text.strip()[:LONGEST]


def revise(actor: Actor, case: Evaluation, reason: str) -> None:
    """The report goes back to its authors."""
    with step(case, "revise", actor, reason=reason) as (fresh, _):
        _require_orders(actor, fresh)


def finish(actor: Actor, case: Evaluation, opinion: str = "") -> None:
    """The evaluation is final."""
    with step(case, "finish", actor, reason=opinion) as (fresh, _):
        _require_orders(actor, fresh)


def state_difference(
    actor: Actor, filing: Filing, first: str, second: str, row: str, reason: str
) -> DifferenceReason:
    """Why two scores of a project differ; by the side that scored second."""
    role = Role.PERFORMANCE_OFFICER if second == "finance" else Role.DEPARTMENT_REVIEWER
    require(actor, filing.unit, role, "说明评分差异", "explain a difference of scores")
    if not reason.strip():
        raise Incomplete("请写明差异的原因。", "write the reason of the difference")
    with transaction.atomic():
        made = DifferenceReason.objects.create(
            filing=filing,
            first=first[:20],
            second=second[:20],
            row=row[:300],
            reason=reason.strip()[:5000],
            person=_person(actor),
        )
        record(
            actor,
            "difference.explain",
            filing,
            organisation=filing.unit,
            role=role,
            after={"first": first, "second": second, "row": row},
            reason=made.reason,
        )
    return made


def _scorer(person: Person, case: Evaluation) -> str:
    if person.pk == case.first_id:
        return "first"
    if person.pk == case.second_id:
        return "second"
    raise NotAllowed("您不是本次评价的评分人。", "you are no scorer of this evaluation")


def _require_orders(actor: Actor, case: Evaluation) -> None:
    require(actor, case.unit, case.orders, case.side_name(), "decide on this evaluation")


# ── rectification ─────────────────────────────────────────────────────────────────────────────


def notify(
    actor: Actor,
    filing: Filing,
    finding: str,
    demand: str,
    due_on: date,
    evaluation: Evaluation | None = None,
) -> Rectification:
    """Give notice of rectification to a unit."""
    person = _person(actor)
    roles = {Role.DEPARTMENT_REVIEWER, Role.PERFORMANCE_OFFICER} & person.roles_for(filing.unit)
    if not roles:
        raise NotAllowed(
            "整改通知由主管部门审核或财政绩效科发出。",
            "notice is given by the department reviewer or the performance officer",
        )
    _check_notice(finding, demand)
    with transaction.atomic():
        case = _notice(person, filing, finding, demand, due_on, evaluation=evaluation)
        record(
            actor,
            "rectification.open",
            case,
            organisation=case.unit,
            role=str(min(roles)),
            after=case.summary() | {"due_on": str(due_on)},
            reason=finding,
        )
    return case


def rectify(actor: Actor, report: Report, finding: str, demand: str, due_on: date) -> Rectification:
    """Order rectification from a monitoring report: its step and the notice, one event."""
    with transaction.atomic():
        with step(report, "rectify", actor, reason=finding, demand=demand, due_on=str(due_on)):
            _check_notice(finding, demand)
        return _notice(_person(actor), report.filing, finding, demand, due_on, report=report)


def reply(actor: Actor, case: Rectification, text: str) -> None:
    """The unit tells what it did, with proof."""
    with step(case, "reply", actor) as (fresh, _):
        if not text.strip():
            raise Incomplete("请写明整改情况。", "write what was done")
        if not fresh.proofs.filter(dropped_at=None).exists():
            raise Incomplete("请上传整改的佐证材料。", "hand in proof of what was done")
        fresh.reply = text.strip()[:LONGEST]


def attach_to_rectification(
    actor: Actor, case: Rectification, name: str, chunks: Iterable[bytes]
) -> Proof:
    """Keep a file as proof of the rectification."""
    require(actor, case.unit, Role.UNIT_CLERK, "上传整改佐证", "hand in proof")
    with transaction.atomic():
        fresh = Rectification.objects.select_for_update().get(pk=case.pk)
        if fresh.state not in (RectificationState.NOTICED, RectificationState.RETURNED):
            raise NotPossible("现在不能再上传佐证。", "no more proof can be handed in now")
        file = store(actor, fresh.unit, name, chunks)
        return Proof.objects.create(rectification=case, row="reply", file=file)


def accept(actor: Actor, case: Rectification, opinion: str = "") -> None:
    """The rectification is accepted."""
    with step(case, "accept", actor, reason=opinion):
        pass


def return_rectification(actor: Actor, case: Rectification, reason: str) -> None:
    """Not enough: back to the unit."""
    with step(case, "return", actor, reason=reason):
        pass


def close(actor: Actor, case: Rectification, opinion: str = "") -> None:
    """Off the list."""
    with step(case, "close", actor, reason=opinion):
        pass


def _check_notice(finding: str, demand: str) -> None:
    if not finding.strip() or not demand.strip():
        raise Incomplete("整改通知须写明存在问题和整改要求。", "a notice states finding and demand")


def _notice(
    person: Person, filing: Filing, finding: str, demand: str, due_on: date, **of: Any
) -> Rectification:
    return Rectification.objects.create(
        filing=filing,
        unit=filing.unit,
        finding=finding.strip()[:LONGEST],
        demand=demand.strip()[:LONGEST],
        due_on=due_on,
        issued_by=person,
        **of,
    )


# ── use of results ────────────────────────────────────────────────────────────────────────────


def propose_results(actor: Actor, organisation: Organisation, year: int) -> list[ResultUse]:
    """Propose for the year after ``year`` what the rules say, for every confirmed project."""
    require(actor, organisation, Role.PERFORMANCE_OFFICER, "提出结果应用建议", "propose")
    norms = monitoring.norms_of(organisation, year)
    with transaction.atomic():
        cases = queries.to_propose(organisation, year)
        if not cases:
            raise NotPossible(
                f"{year}年度没有新的已确认自评，不能提出建议。",
                f"no newly confirmed self-evaluation of {year} to propose from",
            )
        facts = _facts(cases, norms)
        made = []
        for case in cases:
            sheet, own, scored_by = facts[case.pk]
            line = propose([sheet], [own], year + 1, norms).lines[0]
            use = ResultUse(filing=case.filing, unit=case.unit, fiscal_year=year + 1)
            _take_line(use, line, sheet, scored_by)
            use.state, use.reached = "proposed", Reach.FINANCE
            made.append(use)
        ResultUse.objects.bulk_create(made, batch_size=500)
        record(
            actor,
            "result_use.propose",
            organisation,
            organisation=organisation,
            role=Role.PERFORMANCE_OFFICER,
            after={"year": year + 1, "projects": len(made)},
        )
    return made


def state_overlap(actor: Actor, case: ResultUse, into: ResultUse, reason: str) -> None:
    """Say that a project overlaps with another of its unit, and propose anew by the rules."""
    require(actor, case.unit, Role.PERFORMANCE_OFFICER, "指出项目重复", "state an overlap")
    if not reason.strip():
        raise Incomplete("请写明重复的内容。", "say in what they overlap")
    if into.pk == case.pk or into.unit_id != case.unit_id or into.fiscal_year != case.fiscal_year:
        raise Incomplete("请选择本单位同年的另一个项目。", "choose another project of the unit")
    year = case.fiscal_year - 1
    norms = monitoring.norms_of(case.unit, year)
    with transaction.atomic():
        fresh = ResultUse.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if fresh.state != ResultState.PROPOSED:
            raise NotPossible("已经作出决定，不再改变建议。", "it is decided; nothing changes")
        both = queries.evaluations_of([case.filing_id, into.filing_id])
        facts = {one.filing_id: _facts([one], norms)[one.pk] for one in both}
        if len(facts) < 2:
            raise NotPossible("项目的自评尚未确认。", "a self-evaluation is not confirmed yet")
        sheet, own, scored_by = facts[case.filing_id]
        other_sheet, other, _ = facts[into.filing_id]
        own = replace(own, merge_into=other.project)
        line = propose([sheet, other_sheet], [own, other], case.fiscal_year, norms).lines[0]
        before = fresh.summary()
        _take_line(fresh, line, sheet, scored_by)
        fresh.proposal["overlap"] = {"into": other.project, "reason": reason.strip()[:LONGEST]}
        fresh.save()
        record(
            actor,
            "result_use.overlap",
            fresh,
            organisation=fresh.unit,
            role=Role.PERFORMANCE_OFFICER,
            before=before,
            after=fresh.summary() | {"into": other.project},
            reason=reason,
        )


def _facts(
    cases: list[SelfEvaluation], norms: Norms
) -> dict[int, tuple[ScoreSheet, ProjectBudget, str]]:
    """What a proposal is made from, by case: the score that holds, the budget, who scored.

    A project whose period is over, by its own approved table, is told as finished.
    """
    earlier = queries.grades_before(cases)
    evaluated = queries.final_evaluations([case.filing_id for case in cases])
    facts = {}
    for case in cases:
        sheet = queries.self_sheet(case).scores
        final = evaluated.get(case.filing_id)
        total, grade = (case.total, case.grade) if final is None else (final.total, final.grade)
        sheet = replace(sheet, total=total, grade=queries.grade_named(grade, norms))
        year = case.filing.fiscal_year
        own = replace(
            budget_of(sheet),
            previous_grade=earlier.get(case.filing.project_id),
            is_finished=target_of(case.version.content, year).is_over_by(year),
        )
        facts[case.pk] = (sheet, own, "self" if final is None else final.side)
    return facts


def _take_line(use: ResultUse, line: ResultLine, sheet: ScoreSheet, scored_by: str) -> None:
    """The line of the ledger as it is kept."""
    use.before, use.proposed = line.before, line.proposed
    use.proposal = {
        "kind": line.proposal.value if line.proposal is not None else "",
        "rule_zh": line.rule.zh if line.rule is not None else "",
        "rule_en": line.rule.en if line.rule is not None else "",
        "working_zh": line.working.zh,
        "working_en": line.working.en,
        "basis_zh": basis_of(line),
        "basis_en": basis_of(line, "en"),
        "grade": sheet.grade.zh if sheet.grade is not None else "",
        "score": digits(sheet.total),
        "rate": digits(line.execution_rate),
        "scored_by": scored_by,
    }


def decide(actor: Actor, case: ResultUse, decision: str, amount: str, reason: str) -> None:
    """Finance decides; an amount other than proposed is allowed, always with a reason."""
    with step(case, "decide", actor, reason=reason) as (fresh, _):
        if decision not in list(Proposal):
            raise Incomplete("请选择保持、完善、压减、归并或退出。", "choose a decision")
        fresh.decision = decision
        fresh.amount = _money(amount) if amount.strip() else fresh.proposed
        fresh.reason = reason.strip()[:LONGEST]
        fresh.decided_by = actor.person
        fresh.decided_on = timezone.localdate()


def _money(text: str) -> Decimal:
    try:
        amount = Decimal(text.strip().replace(",", ""))
    except InvalidOperation as error:
        raise Incomplete(f"“{text}”不是金额。", f"“{text}” is no amount") from error
    if not amount.is_finite() or not 0 <= amount < _MOST:
        raise Incomplete(
            f"“{text}”不是可用的金额（万元）。", f"“{text}” cannot be the amount (万元)"
        )
    return amount.quantize(Decimal("0.000001"))


def _person(actor: Actor) -> Person:
    if actor.person is None:
        raise NotAllowed("请先登录。", "sign in first")
    return actor.person


def _record(
    actor: Actor,
    action: str,
    case: SelfEvaluation,
    role: Role,
    before: dict[str, Any],
    told: Mapping[str, Any] | None = None,
) -> None:
    after = case.summary() | dict(told or {})
    record(actor, action, case, organisation=case.unit, role=role, before=before, after=after)
