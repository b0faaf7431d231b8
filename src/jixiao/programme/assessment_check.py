"""What does not fit together in ``evaluation/``: the framework, who scored, points, reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from jixiao.model.assessment import InapplicableItem, Side
from jixiao.model.exceptions import UserError
from jixiao.model.finding import Severity
from jixiao.model.money import plain
from jixiao.programme.assessments import (
    EVALUATING,
    EXECUTION,
    FRAMEWORK,
    INAPPLICABLE,
    Assessments,
    GivenRecheck,
    GivenScore,
    read_assessments,
)
from jixiao.programme.decisions import undated
from jixiao.programme.finding import ProgrammeFinding
from jixiao.programme.folder import Programme, indicator_key
from jixiao.regulations.parameter import Norms, norms_for
from jixiao.scoring.comparison import TOTAL
from jixiao.scoring.framework import check_framework, suited_items

Weights = Mapping[str, Mapping[str, Decimal]]
"""By project, what each item that suits it weighs there."""


def check_assessments(programme: Programme) -> Iterator[ProgrammeFinding]:
    """The findings on the programme's ``evaluation/``; none where it has none."""
    norms = norms_for(programme.fiscal_year, programme.place)
    given = read_assessments(programme)
    try:
        check_framework(given.items, norms)
    except UserError as error:
        yield _error(FRAMEWORK, error.zh, error.en)
        return
    for file in given.strangers:
        yield _error(
            file,
            "不是部门评价（department.csv）或者财政评价（finance.csv）的评分；自评得分由台账算出，不从文件读。",
            "belongs to no side: scores are in department.csv and finance.csv, those of the "
            "self-evaluation come from the evidence",
        )
    weights = dict(_weights(programme, given, norms))
    yield from _projects(programme, given)
    yield from _inapplicable(programme, given, norms)
    yield from _scorers(programme, given)
    for side in EVALUATING:
        yield from _scores(given.scores[side], given.scorers[side], weights)
    yield from _settlements(given, weights)
    yield from _rechecks(programme, given.rechecks)
    yield from _differences(given)
    yield from _repeated(given)
    yield from _signatures(programme, given)


def _error(file: str, zh: str, en: str) -> ProgrammeFinding:
    return ProgrammeFinding(Severity.ERROR, file, zh, en)


def left_out_of(given: Assessments, project: str) -> tuple[InapplicableItem, ...]:
    """The items said not to suit a project."""
    return tuple(
        InapplicableItem(line.item, line.reason)
        for line in given.inapplicable
        if line.project == project
    )


def _weights(
    programme: Programme, given: Assessments, norms: Norms
) -> Iterator[tuple[str, dict[str, Decimal]]]:
    for project in programme.projects:
        try:
            items = suited_items(given.items, left_out_of(given, project), norms)
        except UserError:  # told by _inapplicable
            items = given.items
        yield project, {item.zh: item.weight for item in items}


def _projects(programme: Programme, given: Assessments) -> Iterator[ProgrammeFinding]:
    lines: list[tuple[str, str]] = [
        *((s.project, s.file) for side in EVALUATING for s in given.scores[side]),
        *((s.project, s.file) for s in given.settlements),
        *((s.project, s.file) for s in given.inapplicable),
        *((s.project, s.file) for s in given.rechecks),
        *((s.project, s.file) for s in given.differences),
        *((s.made.project, s.file) for s in given.inspections),
    ]
    for project, file in lines:
        if project not in programme.projects:
            yield _error(
                file, f"目标里没有项目“{project}”。", f"no project “{project}” in the targets"
            )


def _inapplicable(
    programme: Programme, given: Assessments, norms: Norms
) -> Iterator[ProgrammeFinding]:
    for project in programme.projects:
        try:
            suited_items(given.items, left_out_of(given, project), norms)
        except UserError as error:
            yield _error(INAPPLICABLE, f"“{project}”：{error.zh}", f"“{project}”: {error.en}")


def _scorers(programme: Programme, given: Assessments) -> Iterator[ProgrammeFinding]:
    """Who may score: two, named, of one side only, and none who settled tiers for the unit."""
    judged = {decision.role for decision in programme.decisions}
    for side in EVALUATING:
        named = given.scorers[side]
        if (given.scores[side] or named) and len(set(named)) != 2:
            yield _error(
                FRAMEWORK,
                f"{side.label()}应写明两位不同的评分人员（[{side.value}] scorers），"
                f"现有{len(set(named))}位。",
                f"[{side.value}] should name two different scorers and names {len(set(named))}",
            )
        for scorer in dict.fromkeys(named):
            if scorer in judged:
                yield _error(
                    FRAMEWORK,
                    f"“{scorer}”为自评确认过档次，不能再参加{side.label()}。",
                    f"“{scorer}” settled tiers for the self-evaluation and may not score in the "
                    f"{side.label('en')}",
                )
    for scorer in dict.fromkeys(given.scorers[Side.DEPARTMENT]):
        if scorer in given.scorers[Side.FINANCE]:
            yield _error(
                FRAMEWORK,
                f"“{scorer}”同时参加部门评价和财政评价；两方应由不同的人员评分。",
                f"“{scorer}” scores on both sides; each side needs scorers of its own",
            )
    checkers = [(line.role, line.file) for line in given.rechecks]
    checkers += [(line.made.role, line.file) for line in given.inspections]
    for role, file in checkers:
        if role in judged:
            yield _error(
                file,
                f"“{role}”为自评确认过档次，不能复核或者核查自己的结果。",
                f"“{role}” settled tiers for the self-evaluation and may not check them",
            )


def _scores(
    scores: Iterable[GivenScore], scorers: tuple[str, ...], weights: Weights
) -> Iterator[ProgrammeFinding]:
    seen: set[tuple[str, str, str]] = set()
    for line in scores:
        key = (line.project, line.item, line.scorer)
        if line.scorer not in scorers:
            yield _error(
                line.file,
                f"“{line.scorer}”不是 framework.toml 写明的评分人员，不能评分。",
                f"“{line.scorer}” is no scorer named in framework.toml and may not score",
            )
        if key in seen:
            yield _error(
                line.file,
                f"“{line.scorer}”对“{line.project}”的“{line.item}”评了两次分；请只保留一次。",
                f"“{line.scorer}” scored “{line.item}” of “{line.project}” twice; keep one",
            )
        seen.add(key)
        yield from _points(line.file, line.project, line.item, line.points, weights)
        weight = weights.get(line.project, {}).get(line.item)
        is_less = weight is not None and line.points is not None and line.points < weight
        if is_less and not line.reason:
            yield _error(
                line.file,
                f"“{line.item}”扣了分，没有写明理由。",
                f"points are taken off for “{line.item}” and no reason is given",
            )


def _points(
    file: str, project: str, item: str, points: Decimal | None, weights: Weights
) -> Iterator[ProgrammeFinding]:
    if project not in weights:
        return
    weight = weights[project].get(item)
    if weight is None:
        yield _error(
            file,
            f"评价指标体系中没有适用于“{project}”的“{item}”；请核对名称。",
            f"the framework has no item “{item}” that applies to “{project}”; check the name",
        )
    elif points is None:
        yield _error(
            file,
            f"“{item}”没有写得分；还没有评的行请不要写入。",
            f"no points are given for “{item}”; leave the line out until it is scored",
        )
    elif not 0 <= points <= weight:
        yield _error(
            file,
            f"“{item}”的得分{plain(points)}不在0至{plain(weight)}之间。",
            f"{plain(points)} points for “{item}” do not lie between 0 and {plain(weight)}",
        )


def _settlements(given: Assessments, weights: Weights) -> Iterator[ProgrammeFinding]:
    scored: dict[tuple[Side, str, str], set[Decimal]] = {}
    both: Counter[tuple[Side, str, str]] = Counter()
    for side in EVALUATING:
        for score in given.scores[side]:
            if score.points is not None:
                scored.setdefault((side, score.project, score.item), set()).add(score.points)
                both[side, score.project, score.item] += 1
    seen: set[tuple[Side, str, str]] = set()
    for line in given.settlements:
        if line.side not in EVALUATING:
            yield _error(
                line.file,
                "定分的一方应为“部门评价”或者“财政评价”。",
                "the side settled should be 部门评价 (department) or 财政评价 (finance)",
            )
            continue
        yield from _points(line.file, line.project, line.item, line.points, weights)
        key = (line.side, line.project, line.item)
        if key in seen:
            yield _error(
                line.file,
                f"“{line.item}”有两次定分；请只保留一次。",
                f"“{line.item}” is settled twice; keep one",
            )
        seen.add(key)
        if both[key] < 2 or len(scored[key]) < 2:
            yield _error(
                line.file,
                f"“{line.item}”还没有两位人员评分，或者两位评分一致，不须定分。",
                f"“{line.item}” has not been scored twice, or both scorers agree: there is "
                "nothing to settle",
            )


def _rechecks(programme: Programme, lines: Iterable[GivenRecheck]) -> Iterator[ProgrammeFinding]:
    rows = {
        indicator_key(target.title, indicator.name, indicator.level2)
        for target in programme.disclosure.targets
        for indicator in target.indicators
    }
    seen: set[tuple[str, str, str]] = set()
    for line in lines:
        key = indicator_key(line.project, line.indicator, line.level2)
        if key in seen:
            yield _error(
                line.file,
                f"“{line.indicator or line.project}”复核了两次；请只保留一次。",
                f"“{line.indicator or line.project}” is re-checked twice; keep one",
            )
        seen.add(key)
        if line.is_opinion:
            if line.points is not None:
                yield _error(
                    line.file,
                    "写了复核得分，没有写是哪个指标。",
                    "has points and does not say of which indicator",
                )
            continue
        if key not in rows and line.indicator != EXECUTION and line.project in programme.projects:
            yield _error(
                line.file,
                f"“{line.project}”的目标里没有{line.level2}“{line.indicator}”。",
                f"the target of “{line.project}” has no “{line.indicator}” ({line.level2})",
            )
        if line.points is None:
            yield _error(
                line.file,
                f"“{line.indicator}”没有写复核后的得分；复核没有调减的行不写。",
                f"no points are given for “{line.indicator}”; leave out what is not lowered",
            )
        elif line.points < 0:
            yield _error(
                line.file,
                f"“{line.indicator}”复核后的得分小于0。",
                f"the points of “{line.indicator}” after the re-check are below 0",
            )


def _differences(given: Assessments) -> Iterator[ProgrammeFinding]:
    names = {item.zh for item in given.items}
    order = list(Side)
    for line in given.differences:
        if line.first is None or line.second is None:
            yield _error(
                line.file,
                "评分方应为自评、复核、部门评价、财政评价之一。",
                "a side should be one of self, recheck, department, finance",
            )
        elif order.index(line.first) >= order.index(line.second):
            yield _error(
                line.file,
                "两方应按自评、复核、部门评价、财政评价的先后写。",
                "the two sides should stand in the order self, recheck, department, finance",
            )
        elif (line.first, line.second) == (Side.SELF, Side.RECHECK):
            yield _error(
                line.file,
                "自评与复核的差异，理由写在 recheck.csv 的调减行。",
                "why the re-check lowers points stands in recheck.csv",
            )
        else:
            for side in (line.first, line.second):
                if side not in _sides_of(given, line.project):
                    yield _error(
                        line.file,
                        f"“{line.project}”没有{side.label()}，谈不上差异。",
                        f"“{line.project}” has no {side.label('en')}, so there is no difference",
                    )
        if line.row != TOTAL and line.row not in names:
            yield _error(
                line.file,
                f"评价指标体系中没有“{line.row}”；总分的差异写“{TOTAL}”。",
                f"the framework has no item “{line.row}”; for the totals write {TOTAL}",
            )


def _repeated(given: Assessments) -> Iterator[ProgrammeFinding]:
    """What is said twice: a reason for one difference, an item that does not apply."""
    lines: list[tuple[tuple[object, ...], str]] = [
        ((line.project, line.first, line.second, line.row), line.file) for line in given.differences
    ]
    lines += [((line.project, line.item), line.file) for line in given.inapplicable]
    seen: set[tuple[object, ...]] = set()
    for key, file in lines:
        if key in seen:
            yield _error(
                file, "同一内容写了两行；请只保留一行。", "says the same twice; keep one line"
            )
        seen.add(key)


def _sides_of(given: Assessments, project: str) -> set[Side]:
    """The sides that said something of a project; the self-evaluation always does."""
    sides = {side for side in EVALUATING if any(s.project == project for s in given.scores[side])}
    if any(line.project == project for line in given.rechecks):
        sides.add(Side.RECHECK)
    return sides | {Side.SELF}


def _signatures(programme: Programme, given: Assessments) -> Iterator[ProgrammeFinding]:
    """What a person decided says who, when and why; a visit says what was found."""
    signed = [(line.file, line.role, line.date, line.reason) for line in given.settlements]
    signed += [(line.file, line.role, line.date, line.reason) for line in given.inapplicable]
    signed += [(line.file, line.role, line.date, line.reason) for line in given.rechecks]
    signed += [(line.file, line.role, line.date, line.reason) for line in given.differences]
    signed += [
        (line.file, line.made.role, line.made.date, line.made.scope and line.made.found)
        for line in given.inspections
    ]
    for file, role, day, reason in signed:
        if not role:
            yield _error(file, "没有写是谁（岗位）。", "does not say who, by role")
        wrong = undated(day, programme.fiscal_year)
        if wrong is not None:
            yield _error(file, f"{wrong.zh}。", wrong.en)
        if not reason:
            is_visit = "inspections" in file
            yield _error(
                file,
                "没有写核查了什么、发现了什么；没有发现问题的也要写明。"
                if is_visit
                else "没有写明理由。",
                "does not say what was checked and found; say so where nothing was wrong"
                if is_visit
                else "gives no reason",
            )
