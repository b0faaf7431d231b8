"""Evaluation score sheets and comparisons (评价评分表、评分比较) as they lie on paper.

A sheet for each side that scored a project; one that nobody began is laid out once, to be filled
in. What is open is said below the table: rows not scored, rows on which the scorers differ,
differences that need a reason. No cell stands for what is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal

from jixiao.model.assessment import (
    EvaluationRow,
    EvaluationSheet,
    ItemGrade,
    ProjectAssessment,
    ScoreDifference,
    Side,
    Stage,
)
from jixiao.model.evaluation import Points
from jixiao.model.money import plain
from jixiao.writers.basis import citation_of
from jixiao.writers.form_layout import Block, FormCell, FormRow, FormTable, FormText, Style, runs_of
from jixiao.writers.self_evaluation_layout import label, points

SHEET_TITLE = "项目支出绩效评价评分表"
COMPARISON_TITLE = "项目支出绩效评分比较表"
# 一级, 二级, 三级指标, 分值, 建议, 两位评分, 得分, 计算过程和理由.
SHEET_WIDTHS = (60, 85, 140, 52, 58, 62, 62, 62, 619)
# 比较双方, 行, 前者, 后者, 相差, 得分率相差, 说明和理由.
COMPARISON_WIDTHS = (190, 180, 105, 105, 85, 105, 430)
HUNDREDTH = Decimal("0.01")
PLACES = {"zh": ("评分一", "评分二"), "en": ("first score", "second score")}


def sheet_blocks(assessed: Iterable[ProjectAssessment]) -> Iterator[Block]:
    """The score sheets of every project, each with its notes, each on a page of its own."""
    is_first = True
    for one in assessed:
        for sheet in sheets_of(one):
            yield sheet_table(one, sheet)._replace(new_page=not is_first)
            is_first = False
            yield from _notes(sheet_notes(one, sheet))


def comparison_blocks(assessed: Iterable[ProjectAssessment]) -> Iterator[Block]:
    """The comparisons of every project, each with its notes, each on a page of its own."""
    for number, one in enumerate(assessed):
        yield comparison_table(one)._replace(new_page=number > 0)
        yield from _notes(comparison_notes(one))


def sheets_of(one: ProjectAssessment) -> tuple[EvaluationSheet, ...]:
    """The sheets somebody scored; of a project nobody scored the first, to be filled in."""
    return one.scored or one.sheets[:1]


def _notes(notes: Iterable[str]) -> Iterator[FormText]:
    for note in notes:
        yield FormText(f"注：{note}", Style.NOTE, is_wide=True, is_dense=True)


# ── the score sheet ───────────────────────────────────────────────────────────────────────────


def sheet_table(one: ProjectAssessment, sheet: EvaluationSheet) -> FormTable:
    """The table of one project and side."""
    rows = (*_heads(one, sheet), *_items(one, sheet), _total(sheet))
    return FormTable(
        SHEET_WIDTHS, rows, is_wide=True, is_dense=True, repeated=5, name=sheet.project
    )


def _heads(one: ProjectAssessment, sheet: EvaluationSheet) -> Iterator[FormRow]:
    count = len(SHEET_WIDTHS)
    title = f"{SHEET_TITLE}（{sheet.side.label()}）"
    yield (FormCell(title, count, style=Style.TABLE_TITLE),)
    yield (FormCell(f"（{sheet.fiscal_year}年度）", count, style=Style.YEAR),)
    yield label("项目名称", 2), FormCell(sheet.project, count - 2)
    named = zip(PLACES["zh"], sheet.scorers, strict=True)
    scorers = "　".join(f"{place}：{name}" for place, name in named)
    body = one.bodies.get(sheet.side, "")
    yield (
        label("评价主体", 2),
        FormCell(body or "（未写明）", 4),
        label("评分人员", 2),
        FormCell(scorers),
    )
    headers = ("一级\n指标", "二级\n指标", "三级指标", "分值", "测算\n建议", "评分一", "评分二")
    yield tuple(label(text) for text in (*headers, "得分", "计算过程和理由"))


def _items(one: ProjectAssessment, sheet: EvaluationSheet) -> Iterator[FormRow]:
    ordered = [row for stage in Stage for row in sheet.rows if row.item.stage == stage]
    firsts = runs_of([row.item.stage for row in ordered])
    seconds = runs_of([(row.item.stage, row.item.heading_zh) for row in ordered])
    for row, first, second in zip(ordered, firsts, seconds, strict=True):
        proposal = one.proposals.get(row.item.zh)
        cells = []
        if first:
            stage = next(s for s in sheet.stages if s.stage == row.item.stage)
            got = "未定" if stage.points is None else f"{plain(stage.points)}分"
            told = f"{stage.stage.zh}\n{got}"
            cells.append(FormCell(told, 1, first, Style.CENTRED))
        if second:
            cells.append(FormCell(row.item.heading_zh, 1, second, Style.CENTRED))
        yield (
            *cells,
            FormCell(row.item.zh, style=Style.CENTRED),
            points(row.item.weight),
            points(proposal.points if proposal is not None else None),
            points(row.first.points if row.first is not None else None),
            points(row.second.points if row.second is not None else None),
            points(row.points),
            FormCell(row_text(row, proposal)),
        )


def row_text(row: EvaluationRow, proposal: Points | None, language: str = "zh") -> str:
    """How a row came to its points: scores with reasons, settlement, what the record gives."""
    zh = language != "en"
    lines = []
    if row.first is None and row.second is None:
        asked = "；".join(c.zh for c in row.item.criteria)
        asked_en = " ".join(c.en for c in row.item.criteria)
        lines.append(f"未评分。评价要点：{asked}" if zh else f"Not scored. To be asked: {asked_en}")
    else:
        lines.append(row.working.text(language))
    given = [
        (place, grade)
        for place, grade in zip(PLACES[language], (row.first, row.second), strict=True)
        if grade is not None
    ]
    lines += _reasons(given, language)
    if proposal is not None:
        lines.append(proposal_text(proposal, language))
        lines += _departures(given, proposal, language)
    lines += [note.text(language) for note in row.notes]
    return "\n".join(lines)


def _reasons(given: list[tuple[str, ItemGrade]], language: str) -> Iterator[str]:
    """The scorers' reasons; once where both give the same."""
    reasons: dict[str, list[str]] = {}
    for place, grade in given:
        if grade.reason.strip():
            reasons.setdefault(grade.reason.strip().rstrip("。"), []).append(place)
    for reason, places in reasons.items():
        if language == "en":
            yield f"Reason, {', '.join(places)}: {reason}."
        else:
            yield f"{'、'.join(places)}理由：{reason}。"


def proposal_text(proposal: Points, language: str = "zh") -> str:
    """What the record gives, for people to confirm; or why it gives nothing."""
    notes = [note.text(language) for note in proposal.notes]
    if language == "en":
        if proposal.points is None:
            return f"No proposal. {proposal.working.en}"
        return " ".join([f"Proposed {plain(proposal.points)}:", proposal.working.en, *notes])
    if proposal.points is None:
        return f"没有测算建议：{proposal.working.zh}"
    return "".join([f"测算建议{plain(proposal.points)}分：", proposal.working.zh, *notes])


def _departures(
    given: list[tuple[str, ItemGrade]], proposal: Points, language: str
) -> Iterator[str]:
    """The scores that do not follow the proposal and do not say why."""
    for place, grade in given:
        if proposal.points in (None, grade.points) or grade.reason.strip():
            continue
        if language == "en":
            yield f"The {place} does not follow the proposal and gives no reason."
        else:
            yield f"{place}没有按测算建议，也没有写明理由。"


def _total(sheet: EvaluationSheet) -> FormRow:
    whole = sum((row.item.weight for row in sheet.rows), Decimal(0))
    return (
        label("总分", 3),
        points(whole),
        FormCell(""),
        FormCell(""),
        FormCell(""),
        points(sheet.total),
        FormCell(sheet.working.zh),
    )


def sheet_notes(one: ProjectAssessment, sheet: EvaluationSheet) -> Iterator[str]:
    """What the table cannot say: that it is synthetic, what is open, what does not apply."""
    if one.note:
        yield one.note
    for other in one.sheets:
        if not other.is_begun:
            yield f"{other.side.label()}没有评分，{len(other.rows)}项指标均未评分。"
    if sheet.is_begun:
        yield from open_rows(sheet)
    for left_out in sheet.inapplicable:
        reason = left_out.reason.rstrip("。")
        yield f"“{left_out.item}”不适用：{reason}；分值由同类指标分摊。"
    yield (
        "测算建议由自评评分表和支付台账算出，供评分人员参考；得分以两位评分人员的评分和定分为准。"
    )
    keys = dict.fromkeys(
        key for row in sheet.rows for key in (row.item.source, row.item.weight_source)
    )
    yield f"指标和分值依据：{'；'.join(citation_of(key, 'zh') for key in keys)}。"


def open_rows(sheet: EvaluationSheet) -> Iterator[str]:
    """The rows not scored by both, and those on which both differ."""
    for told, rows in (
        ("尚未由两位人员评分", sheet.unscored),
        ("两位评分不一致、尚未定分", sheet.unsettled),
    ):
        if rows:
            yield f"{told}的{len(rows)}项：{'、'.join(row.item.zh for row in rows)}。"


# ── the comparison ────────────────────────────────────────────────────────────────────────────


def comparison_table(one: ProjectAssessment) -> FormTable:
    """The totals of all sides, then every difference there is; equal rows are counted below."""
    rows = (*_comparison_heads(one), *_sides(one), *_differences(one), *_visits(one))
    return FormTable(
        COMPARISON_WIDTHS, rows, is_wide=True, is_dense=True, repeated=3, name=one.project
    )


def _comparison_heads(one: ProjectAssessment) -> Iterator[FormRow]:
    count = len(COMPARISON_WIDTHS)
    yield (FormCell(COMPARISON_TITLE, count, style=Style.TABLE_TITLE),)
    yield (FormCell(f"（{one.score.evaluation.fiscal_year}年度）", count, style=Style.YEAR),)
    yield label("项目名称"), FormCell(one.project, count - 1)


def _sides(one: ProjectAssessment) -> Iterator[FormRow]:
    count = len(COMPARISON_WIDTHS)
    yield label("评分方"), label("总分"), label("等级", 2), label("说明", count - 4)
    workings = {sheet.side: sheet.working.zh for sheet in one.scored}
    workings[Side.SELF] = one.score.working.zh
    if one.recheck is not None:
        opinion = f"{one.opinion.rstrip('。')}。" if one.opinion else ""
        workings[Side.RECHECK] = f"{one.recheck.working.zh}{opinion}"
    workings.setdefault(Side.RECHECK, "没有复核。")
    told = {side: (total, grade) for side, total, grade in one.comparison.sides}
    for side in Side:
        total, grade = told.get(side, (None, None))
        yield (
            FormCell(side.label(), style=Style.CENTRED),
            points(total),
            FormCell(grade.zh if grade is not None else "", 2, style=Style.CENTRED),
            FormCell(workings.get(side, "没有评分。"), count - 4),
        )


def _differences(one: ProjectAssessment) -> Iterator[FormRow]:
    found = shown_differences(one)
    if not found:
        return
    headers = ("比较双方", "比较内容", "前者\n得分/分值", "后者\n得分/分值", "相差\n（分）")
    texts = (*headers, "得分率相差\n（百分点）", "理由")
    yield tuple(label(text) for text in texts)
    pairs = runs_of([(d.first, d.second) for d in found])
    for difference, span in zip(found, pairs, strict=True):
        cells = []
        if span:
            both = f"{difference.first.label()}\n与\n{difference.second.label()}"
            cells.append(FormCell(both, 1, span, Style.CENTRED))
        by = difference.difference
        share = difference.share_difference
        yield (
            *cells,
            FormCell(difference.label.zh, style=Style.CENTRED),
            FormCell(_of_weight(difference.first_points, difference.first_weight), 1, 1, _MIDDLE),
            FormCell(_of_weight(difference.second_points, difference.second_weight), 1, 1, _MIDDLE),
            FormCell("" if by is None else signed(by), style=_MIDDLE),
            FormCell("" if share is None else signed(share), style=_MIDDLE),
            FormCell(reason_text(difference)),
        )


_MIDDLE = Style.CENTRED


def shown_differences(one: ProjectAssessment) -> list[ScoreDifference]:
    """The differences of two sides, total first: all that are not nothing."""
    found = (*one.comparison.totals, *one.comparison.rows)
    order = list(Side)
    return sorted(
        (d for d in found if d.share_difference != 0),
        key=lambda d: (order.index(d.first), order.index(d.second)),
    )


def reason_text(difference: ScoreDifference) -> str:
    """The reason stated; that one is wanting; or that none is asked for."""
    if difference.reason:
        return difference.reason
    if difference.needs_reason:
        return "须说明理由，尚未说明"
    if difference.share_difference is None:
        return difference.working.zh
    return "—"


def signed(number: Decimal) -> str:
    """``+1.5``, ``-20``; to two places."""
    short = number.quantize(HUNDREDTH, ROUND_HALF_UP)
    return f"+{plain(short)}" if short > 0 else plain(short)


def _of_weight(got: Decimal | None, weight: Decimal) -> str:
    return f"{'未定' if got is None else plain(got)}/{plain(weight)}"


def _visits(one: ProjectAssessment) -> Iterator[FormRow]:
    """What the on-site checks found."""
    for made in one.inspections:
        asked = f"\n处理：{made.follow_up}" if made.follow_up else ""
        text = f"{made.date}　{made.role}\n核查：{made.scope}\n发现：{made.found}{asked}"
        yield label("现场核查"), FormCell(text, len(COMPARISON_WIDTHS) - 1)


def comparison_notes(one: ProjectAssessment) -> Iterator[str]:
    """What the table cannot say: what equals, what is unexplained, what is not scored."""
    if one.note:
        yield one.note
    found = (*one.comparison.totals, *one.comparison.rows)
    if not found:
        yield "只有单位自评，没有可以比较的评分。"
    equal = sum(d.share_difference == 0 for d in found)
    if equal:
        yield f"另有{equal}处得分率没有差异，没有列出。"
    lacking = one.comparison.unexplained
    if lacking:
        told = "；".join(f"{d.first.label()}与{d.second.label()}“{d.label.zh}”" for d in lacking)
        yield f"须说明理由而尚未说明的{len(lacking)}处：{told}。"
    for sheet in one.sheets:
        if sheet.is_begun:
            for told in open_rows(sheet):
                yield f"{sheet.side.label()}{told}"
        else:
            yield f"{sheet.side.label()}没有评分，{len(sheet.rows)}项指标均未评分。"
    if one.recheck is None:
        yield "没有部门复核的记录。"
    if not one.inspections:
        yield "没有现场核查的记录。"
