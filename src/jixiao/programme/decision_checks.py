"""The decisions of a programme checked: tiers, rows set aside, reasons of deviations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from jixiao.model.finding import Severity
from jixiao.model.monitoring import Cause
from jixiao.programme.decisions import (
    DEVIATIONS_FILE,
    NOT_APPLICABLE_FILE,
    SPENDING,
    TIERS_FILE,
    Decision,
    Deviation,
    refusal,
    standing,
    undated,
)
from jixiao.programme.finding import ProgrammeFinding
from jixiao.programme.folder import TIERS, Key, Programme, by_key, folded, indicator_key, key_of

# What a stated reason has to have, and what it is called.
_WANTED = {"reason": "原因", "measure": "改进措施", "role": "岗位"}


class _Entry(Protocol):
    @property
    def project(self) -> str: ...

    @property
    def indicator(self) -> str: ...

    @property
    def date(self) -> str: ...

    @property
    def reason(self) -> str: ...


_Any = TypeVar("_Any", bound=_Entry)


def check_decisions(programme: Programme) -> Iterator[ProgrammeFinding]:
    """What is wrong with the decisions, and which of several on one thing stands."""
    yield from _tiers(programme)
    yield from _not_applicable(programme)
    yield from _deviations(programme)


def _error(file: str, zh: str, en: str) -> ProgrammeFinding:
    return ProgrammeFinding(Severity.ERROR, file, zh, en)


def _tiers(programme: Programme) -> Iterator[ProgrammeFinding]:
    graded = by_key(programme.rubrics)
    yield from _several(TIERS_FILE, by_key(programme.decisions).values(), _tier_of)
    for decision in programme.decisions:
        of_zh = f"“{decision.project}”的“{decision.indicator}”"
        of_en = f"“{decision.indicator}” of “{decision.project}”"
        rubrics = graded.get(key_of(decision))
        if rubrics is None:
            yield _error(
                TIERS_FILE, f"{of_zh}没有分档标准，却已定档。", f"{of_en} has a tier but no rubric"
            )
        elif rubrics[0].no_proposal and not decision.reason:
            yield _error(
                TIERS_FILE,
                f"{of_zh}没有台账可以拟档，定档须写明佐证材料。",
                f"{of_en} has no register to tell a tier from; the decision has to name its proof",
            )
        if decision.tier not in TIERS:
            yield _error(
                TIERS_FILE,
                f"“{decision.indicator}”的档次“{decision.tier}”应为{'、'.join(TIERS)}之一。",
                f"the tier “{decision.tier}” of “{decision.indicator}” should be one of "
                f"{', '.join(TIERS)}",
            )
        if not decision.role:
            yield _error(
                TIERS_FILE,
                f"{of_zh}没有写由谁定档（岗位）。",
                f"{of_en} does not say by what role the tier was settled",
            )
        yield from _day(TIERS_FILE, of_zh, of_en, decision.date, programme.fiscal_year)


def _day(file: str, of_zh: str, of_en: str, day: str, year: int) -> Iterator[ProgrammeFinding]:
    wrong = undated(day, year)
    if wrong is not None:
        yield _error(file, f"{of_zh}的{wrong.zh}。", f"{of_en}: {wrong.en}")


def _tier_of(decision: Decision) -> str:
    return decision.tier


def _several(
    file: str, groups: Iterable[Sequence[_Any]], told: Callable[[_Any], str] | None = None
) -> Iterator[ProgrammeFinding]:
    """Several decisions on one thing: the latest with a reason stands; of one day none is later."""
    for several in groups:
        if len(several) < 2:
            continue
        first, stands = several[0], standing(several)
        of_zh = f"“{first.project}”的“{first.indicator}”"
        of_en = f"“{first.indicator}” of “{first.project}”"
        listed = "、".join(
            f"{told(one)}，{one.date}" if told is not None else one.date for one in several
        )
        days = [one.date for one in several]
        if len(set(days)) < len(days):
            yield _error(
                file,
                f"{of_zh}同一天有两个决定（{listed}），看不出以哪个为准；先写的有效。",
                f"{of_en} is decided twice on one day ({listed}), so that neither is the later; "
                "the one written first stands",
            )
        for one in several:
            if one.date > stands.date and not one.reason:
                yield _error(
                    file,
                    f"{of_zh}{one.date}的更改没有写理由，仍以{stands.date}的为准。",
                    f"the change of {of_en} on {one.date} states no reason; that of {stands.date} "
                    "stands",
                )
        yield ProgrammeFinding(
            Severity.INFO,
            file,
            f"{of_zh}有{len(several)}个决定（{listed}），以{stands.date}的为准，其余留存备查。",
            f"{of_en} is decided {len(several)} times ({listed}); that of {stands.date} stands, "
            "the others are kept",
        )


def _not_applicable(programme: Programme) -> Iterator[ProgrammeFinding]:
    file = NOT_APPLICABLE_FILE
    yield from _several(file, by_key(programme.not_applicable).values())
    for decision in programme.not_applicable:
        of_zh = f"“{decision.project}”的{decision.level2}“{decision.indicator}”"
        of_en = f"“{decision.indicator}” ({decision.level2}) of “{decision.project}”"
        indicator = programme.indicators.get(key_of(decision))
        if indicator is None:
            yield _error(
                file,
                f"不适用的指标在目标里没有：{of_zh}。",
                f"what does not apply is an unknown indicator: {of_en}",
            )
            continue
        refused = refusal(decision, indicator)
        if refused is not None:
            yield _error(
                file,
                f"{of_zh}不能作为不适用：{refused.zh}。该指标照常计分。",
                f"{of_en} cannot be set aside: {refused.en}; it is scored as ever",
            )
        elif undated(decision.date, programme.fiscal_year) is not None:
            yield from _day(file, of_zh, of_en, decision.date, programme.fiscal_year)
        elif key_of(decision) in programme.decided:
            yield _error(
                file,
                f"{of_zh}既决定不适用，又已定档，两者矛盾；按不适用处理，请核实。",
                f"{of_en} is set aside and has a tier as well; it is taken as set aside, see which "
                "of the two is meant",
            )
    for target in programme.disclosure.targets:
        keys = {
            indicator_key(target.title, i.name, i.level2) for t, i in programme.rows if t is target
        }
        if keys and keys <= programme.set_aside.keys():
            yield _error(
                file,
                f"“{target.title}”的全部指标都不适用，无从评价。",
                f"no indicator of “{target.title}” is left; there is nothing to evaluate",
            )


def _deviations(programme: Programme) -> Iterator[ProgrammeFinding]:
    file = DEVIATIONS_FILE
    grouped: dict[tuple[Key, str], list[Deviation]] = {}
    for deviation in programme.deviations:
        grouped.setdefault((key_of(deviation), deviation.period), []).append(deviation)
    yield from _several(file, grouped.values())
    projects = {folded(title) for title in programme.projects}
    periods = {str(programme.fiscal_year)} | {
        f"{programme.fiscal_year}-{month:02d}" for month in range(1, 13)
    }
    causes = [cause.value for cause in Cause]
    for deviation in programme.deviations:
        of_zh = f"“{deviation.project}”的“{deviation.indicator}”"
        of_en = f"“{deviation.indicator}” of “{deviation.project}”"
        is_spending = deviation.indicator == SPENDING and not deviation.level2
        known = (
            folded(deviation.project) in projects
            if is_spending
            else key_of(deviation) in programme.indicators
        )
        if not known:
            level2 = deviation.level2 or "—"
            yield _error(
                file,
                f"说明偏差原因的指标在目标里没有：{of_zh}（{level2}）。",
                f"a reason is stated for an unknown indicator: {of_en} ({level2})",
            )
        if deviation.period not in periods:
            year = programme.fiscal_year
            yield _error(
                file,
                f"{of_zh}的 period“{deviation.period}”应为{year}或{year}-07这样的月份。",
                f"the period “{deviation.period}” of {of_en} should be {year}, or a month such as "
                f"{year}-07",
            )
        blank = [name for name in _WANTED if not getattr(deviation, name)]
        if blank:
            names = "、".join(_WANTED[name] for name in blank)
            yield _error(
                file,
                f"{of_zh}（{deviation.period}）没有写{names}。",
                f"{of_en} ({deviation.period}) states no {', no '.join(blank)}",
            )
        yield from _day(file, of_zh, of_en, deviation.date, programme.fiscal_year)
        unknown = [name for name in deviation.causes if name not in causes]
        if unknown:
            yield _error(
                file,
                f"{of_zh}的偏差原因“{unknown[0]}”应为{'、'.join(causes)}之一。",
                f"the cause “{unknown[0]}” of {of_en} should be one of {', '.join(causes)}",
            )
