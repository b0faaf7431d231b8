"""A programme evaluated (评价): the sheets of each side, re-check, comparison, sampling plan.

The self-evaluation is scored from the evidence; what department, finance and the re-check said is
read from ``evaluation/``. What nobody scored stays open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from jixiao.measures.run import Engine
from jixiao.model.assessment import (
    EvaluationSheet,
    InapplicableItem,
    ItemGrade,
    Lowering,
    ProjectAssessment,
    Recheck,
    Settlement,
    Side,
)
from jixiao.model.evaluation import ScoreSheet
from jixiao.model.exceptions import UnusableRequest
from jixiao.model.framework import RiskSign
from jixiao.model.inspection import Inspection, SamplingPlan
from jixiao.model.named import NamedTuple
from jixiao.programme.assessment_check import left_out_of
from jixiao.programme.assessments import (
    EVALUATING,
    EXECUTION,
    FRAMEWORK,
    RECHECK,
    Assessments,
    GivenRecheck,
    read_assessments,
)
from jixiao.programme.evaluation import score_programme
from jixiao.programme.folder import Programme, indicator_key
from jixiao.regulations.parameter import Norms, norms_for
from jixiao.rules.check import check
from jixiao.scoring.comparison import compare, recheck
from jixiao.scoring.framework import evaluate, suited_items
from jixiao.scoring.item_proposals import proposals_of
from jixiao.scoring.sampling import plan, unit_of

UNNAMED = ("评价人员一（未写明）", "评价人员二（未写明）")


class Evaluated(NamedTuple):
    """The projects asked for, and the plan of on-site checks over the whole programme.

    ``inspections`` are those made, of every project; ``signs`` the signs of risk by their names.
    """

    projects: tuple[ProjectAssessment, ...]
    plan: SamplingPlan | None
    inspections: tuple[Inspection, ...]
    signs: Mapping[str, RiskSign]
    fiscal_year: int
    note: str


def evaluate_programme(
    programme: Programme,
    project: str | None = None,
    wanted: int | None = None,
    seed: str = "1",
    *,
    engine: Engine | None = None,
) -> Evaluated:
    """The evaluation of every project, or of the one named, and a plan of ``wanted`` checks.

    A plan is drawn from all projects whichever is named. Raises ``UserError`` for a project that
    is not there and for points that cannot be right.
    """
    norms = norms_for(programme.fiscal_year, programme.place)
    titles = set(chosen_projects(programme, project))
    given = read_assessments(programme)
    sheets = score_programme(programme, engine)
    return Evaluated(
        tuple(
            _told_of(programme, given, sheet, norms)
            for sheet in sheets
            if sheet.evaluation.title in titles
        ),
        sampling_plan(programme, sheets, wanted, seed, norms) if wanted is not None else None,
        tuple(_covered_visit(programme, line.made) for line in given.inspections),
        {sign.name: sign for sign in norms.risk_signs},
        programme.fiscal_year,
        programme.note,
    )


def chosen_projects(programme: Programme, project: str | None) -> tuple[str, ...]:
    """The titles meant by a number or a part of a title; all where none is asked for."""
    if project is None:
        return programme.projects
    if project.isdecimal() and 0 < int(project) <= len(programme.projects):
        return (programme.projects[int(project) - 1],)
    found = tuple(title for title in programme.projects if project in title)
    if not found:
        raise UnusableRequest(
            f"没有项目“{project}”。请用序号（1至{len(programme.projects)}）或者名称的一部分。",
            f"there is no project “{project}”; use a number from 1 to {len(programme.projects)} "
            "or a part of a title",
        )
    return found


def sampling_plan(
    programme: Programme, sheets: tuple[ScoreSheet, ...], wanted: int, seed: str, norms: Norms
) -> SamplingPlan:
    """The plan of ``wanted`` checks; the risk of a project counts the findings on its target."""
    report = check(programme.disclosure, norms)
    found = Counter(
        finding.target.title for finding in report.findings if finding.target is not None
    )
    units = [unit_of(sheet, found[sheet.evaluation.title], norms) for sheet in sheets]
    return plan(units, wanted, seed, norms)


def _told_of(
    programme: Programme, given: Assessments, score: ScoreSheet, norms: Norms
) -> ProjectAssessment:
    """The project's assessment; a refusal names the project."""
    try:
        return _assessed(programme, given, score, norms)
    except UnusableRequest as error:
        title = score.evaluation.title
        raise UnusableRequest(f"“{title}”：{error.zh}", f"“{title}”: {error.en}") from error


def _assessed(
    programme: Programme, given: Assessments, score: ScoreSheet, norms: Norms
) -> ProjectAssessment:
    project = score.evaluation.title
    suited = suited_items(given.items, left_out_of(given, project), norms)
    sheets = tuple(_sheet(programme, given, project, side, norms) for side in EVALUATING)
    begun = [sheet for sheet in sheets if sheet.is_begun]
    lines = [line for line in given.rechecks if line.project == project]
    checked = _recheck(programme, score, lines, norms) if lines else None
    others: list[Recheck | EvaluationSheet] = [*begun]
    if checked is not None:
        others.append(checked)
    reasons: dict[tuple[Side, Side, str], str] = {}
    for line in given.differences:
        if line.project == project and line.first is not None and line.second is not None:
            key = (line.first, line.second, line.row)
            reason = programme.covered(line.reason)
            reasons[key] = f"{reasons[key]}；{reason}" if key in reasons else reason
    return ProjectAssessment(
        score=score,
        recheck=checked,
        opinion=programme.covered("；".join(line.reason for line in lines if line.is_opinion)),
        sheets=sheets,
        bodies=given.bodies,
        proposals=proposals_of(score, suited, norms),
        comparison=compare(score, others, norms, reasons),
        inspections=tuple(
            _covered_visit(programme, line.made)
            for line in given.inspections
            if line.made.project == project
        ),
        note=programme.note,
    )


def _sheet(
    programme: Programme, given: Assessments, project: str, side: Side, norms: Norms
) -> EvaluationSheet:
    named = given.scorers[side]
    grades = [
        ItemGrade(line.scorer, line.item, line.points, programme.covered(line.reason))
        for line in given.scores[side]
        if line.project == project and line.points is not None
    ]
    if len(named) != 2:
        if named or grades:
            raise UnusableRequest(
                f"“{FRAMEWORK}”应写明{side.label()}的两位评分人员（[{side.value}] scorers）。",
                f"“{FRAMEWORK}” should name the two scorers of [{side.value}]",
            )
        named = UNNAMED
    return evaluate(
        project,
        programme.fiscal_year,
        side,
        (named[0], named[1]),
        grades,
        norms,
        [
            Settlement(
                line.item, line.points, programme.covered(line.reason), programme.covered(line.role)
            )
            for line in given.settlements
            if line.project == project and line.side is side and line.points is not None
        ],
        [
            InapplicableItem(out.item, programme.covered(out.reason))
            for out in left_out_of(given, project)
        ],
        given.items,
    )


def _recheck(
    programme: Programme, score: ScoreSheet, lines: list[GivenRecheck], norms: Norms
) -> Recheck:
    return recheck(score, _lowerings(programme, score, lines), norms)


def _lowerings(
    programme: Programme, score: ScoreSheet, lines: list[GivenRecheck]
) -> Iterator[Lowering]:
    """The lines of the re-check that lower a row, each with the number of its row."""
    project = score.evaluation.title
    numbers = {
        indicator_key(project, row.row.indicator.name, row.row.indicator.level2): number
        for number, row in enumerate(score.rows, 1)
    }
    for line in lines:
        if line.is_opinion or line.points is None:
            continue
        number = numbers.get(indicator_key(project, line.indicator, line.level2))
        if number is None and line.indicator == EXECUTION:
            number = 0
        if number is None:
            raise UnusableRequest(
                f"“{RECHECK}”所写的{line.level2}“{line.indicator}”不在“{project}”的自评表里。请核对。",
                f"“{line.indicator}” ({line.level2}) of “{RECHECK}” is no row of “{project}”",
            )
        name = score.rows[number - 1].row.indicator.name if number else EXECUTION
        yield Lowering(
            number, name, line.points, programme.covered(line.reason), programme.covered(line.role)
        )


def _covered_visit(programme: Programme, made: Inspection) -> Inspection:
    texts = (made.role, made.scope, made.found, made.follow_up)
    return Inspection(made.project, made.date, *(programme.covered(text) for text in texts))
