"""An evaluation and a plan of on-site checks as text for a screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jixiao.model.assessment import ProjectAssessment
from jixiao.model.inspection import SamplingPlan
from jixiao.writers.assessment_layout import proposal_text
from jixiao.writers.comparison_text import render, render_sheet
from jixiao.writers.visible import visible

WORDS = {
    "zh": {
        "unscored": "{side}　{count}项均未评分",
        "open": "{side}　未由两位评分{unscored}项，不一致未定分{unsettled}项",
        "settled": "{side}　各项均已评定",
        "proposals": "测算建议（由人确认）",
        "visit": "现场核查　{date}　{role}：{found}",
    },
    "en": {
        "unscored": "{side}  none of {count} items scored",
        "open": "{side}  not scored by both: {unscored}; scorers differ, not settled: {unsettled}",
        "settled": "{side}  every item scored and settled",
        "proposals": "Proposed from the record (for a person to confirm)",
        "visit": "On-site check  {date}  {role}: {found}",
    },
}


def render_assessments(assessed: Sequence[ProjectAssessment], language: str = "zh") -> str:
    """Each project: its sheets, the comparison, what the record proposes, visits, what is open."""
    return "\n".join("".join(_project(one, language)) for one in assessed)


def render_plan(plan: SamplingPlan, language: str = "zh") -> str:
    """How it was drawn, and every project with its chance and the reason; * is to be checked."""
    lines = [plan.working.text(language)]
    for unit in plan.units:
        mark = "*" if unit.is_chosen else " "
        lines.append(f"{mark} {unit.unit.title}  {unit.reason.text(language)}")
    return "".join(f"{visible(line)}\n" for line in lines)


def _project(one: ProjectAssessment, language: str) -> Iterator[str]:
    yield render(one.comparison, language)
    for sheet in one.scored:
        yield "\n"
        yield render_sheet(sheet, language)
    yield "\n"
    for line in _closing(one, language):
        yield f"{visible(line)}\n"


def _closing(one: ProjectAssessment, language: str) -> Iterator[str]:
    words = WORDS[language]
    yield words["proposals"]
    for row in one.sheets[0].rows:
        proposal = one.proposals.get(row.item.zh)
        if proposal is not None:
            name = row.item.en if language == "en" else row.item.zh
            yield f"  {name}  {proposal_text(proposal, language)}"
    for sheet in one.sheets:
        side = sheet.side.label(language)
        if sheet.is_begun:
            counts = {"unscored": len(sheet.unscored), "unsettled": len(sheet.unsettled)}
            kind = "open" if any(counts.values()) else "settled"
            yield words[kind].format(side=side, **counts)
        else:
            yield words["unscored"].format(side=side, count=len(sheet.rows))
    for made in one.inspections:
        yield words["visit"].format(date=made.date, role=made.role, found=made.found)
    if one.note:
        yield one.note
