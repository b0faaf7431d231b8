"""The review form (项目支出绩效目标审核表) and the approval certificate (批复书) as Word files.

The review form is the one for ordinary projects: four headings, their questions, a grade and words
to each, the opinions of the department and of finance. What nobody filled in stays blank.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from jixiao.model.named import NamedTuple
from jixiao.model.target import PerformanceTarget
from jixiao.writers.form_docx import render_blocks
from jixiao.writers.form_layout import (
    Block,
    FormCell,
    FormRow,
    FormTable,
    FormText,
    Style,
    target_table,
)

TITLE = "项目支出绩效目标审核表"
# 审核内容, 审核要点 (two, so that the heads above end where they need to), 评定, 审核说明.
WIDTHS = (120, 170, 210, 90, 410)


class ReviewedQuestion(NamedTuple):
    """One question of the form: its heading, its name, what is looked at, grade and words."""

    heading: str
    name: str
    points: str
    mark: str
    words: str


class Opinion(NamedTuple):
    """What one level says: its opinion, its conclusion, who and when; empty where not yet said."""

    text: str = ""
    conclusion: str = ""
    person: str = ""
    day: str = ""


class ReviewForm(NamedTuple):
    """A filled-in review form."""

    project: str
    unit: str
    department: str
    fiscal_year: int
    funds: str
    questions: tuple[ReviewedQuestion, ...]
    of_department: Opinion
    of_finance: Opinion
    note: str = ""


def render(form: ReviewForm) -> bytes:
    """The bytes of the .docx file."""
    return render_blocks(review_blocks(form))


def review_blocks(form: ReviewForm) -> Iterator[Block]:
    """The title and the table."""
    yield FormText(TITLE, Style.TITLE)
    yield FormText(f"（{form.fiscal_year}年度）", Style.NOTE)
    rows: list[FormRow] = [
        (_label("项目名称"), FormCell(form.project, 4)),
        (_label("主管部门"), FormCell(form.department, 2), _label("单位"), FormCell(form.unit)),
        (_label("年度资金"), FormCell(form.funds, 4)),
        (_label("审核内容"), _label("审核要点", 2), _label("评定"), _label("审核说明")),
    ]
    for heading, grouped in groupby(form.questions, key=lambda question: question.heading):
        questions = list(grouped)
        for number, one in enumerate(questions):
            cells = (
                FormCell(one.name, style=Style.CENTRED),
                FormCell(one.points),
                FormCell(one.mark, style=Style.CENTRED),
                FormCell(one.words),
            )
            first = (FormCell(heading, 1, len(questions), Style.LABEL),) if number == 0 else ()
            rows.append((*first, *cells))
    rows += [
        (_label("主管部门意见"), FormCell(_opinion(form.of_department), 4)),
        (
            _label("综合评定等级"),
            FormCell(form.of_finance.conclusion, 4, style=Style.CENTRED),
        ),
        (_label("财政部门意见"), FormCell(_opinion(form.of_finance), 4)),
    ]
    yield FormTable(WIDTHS, tuple(rows), name=form.project)
    if form.note:
        yield FormText(f"注：{form.note}", Style.NOTE)


def _label(text: str, columns: int = 1) -> FormCell:
    return FormCell(text, columns, style=Style.LABEL)


def _opinion(opinion: Opinion) -> str:
    signed = "　".join(text for text in (opinion.person, opinion.day) if text)
    return "\n".join(text for text in (opinion.text, signed) if text)


def render_certificate(
    title: str, facts: tuple[tuple[str, str], ...], target: PerformanceTarget
) -> bytes:
    """The certificate: (what, what it is) a row, and the target as approved on the next page."""
    rows = tuple((_label(name), FormCell(text)) for name, text in facts)
    blocks: tuple[Block, ...] = (
        FormText(title, Style.TITLE),
        FormTable((240, 760), rows, name=title),
        target_table(target, new_page=True),
    )
    return render_blocks(blocks)
