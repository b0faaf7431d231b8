"""Sentences on performance (绩效文字表述): counts, totals and goals that no table states.

“编报绩效目标的项目共4个，涉及项目预算资金598.46万元” in a budget, “组织对12个项目开展绩效自评，
共涉及资金3500万元，占…的100%” in final accounts, and what stands under the heading 绩效目标 of a
project told in words. A sentence may be broken over lines, each a paragraph of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal

from jixiao.model.money import UNIT_WORDS, MoneyUnit
from jixiao.model.statement import Statement, StatementKind
from jixiao.readers.forms.cell_text import fiscal_year
from jixiao.readers.grid import Layout, Paragraph
from jixiao.readers.numerals import HAN_COUNTING

_KINDS = (
    (StatementKind.SELF_EVALUATION, ("自评",)),
    (StatementKind.MONITORING, ("绩效监控", "运行监控", "绩效跟踪", "双监控")),
    (StatementKind.EVALUATION, ("部门评价", "重点评价", "财政评价", "绩效评价", "重点绩效")),
    (StatementKind.TARGETS, ("绩效目标",)),
)
_COUNT = re.compile(
    r"(?<!第)(\d{1,6})个(?:项目|二级项目|一级项目)|项目[^，,。；;\d年]{0,12}?(\d{1,6})个"
)
# Projects of the second level are parts of those of the first: they are not added up.
_SECOND_LEVEL = re.compile(r"二级项目[^，,。；;\d年]{0,12}?(\d{1,6})个|(\d{1,6})个二级项目")
_MONEY = re.compile(r"(?:资金|金额|预算)[^，,。；;\d年个]{0,12}?([\d,]+(?:\.\d+)?)(亿元|万元|元)")
_SHARE = re.compile(r"占[^，,。；;%％]{0,40}?([\d.]+)[%％]")
_GOAL_HEADINGS = frozenset({"绩效目标", "项目绩效目标", "年度绩效目标", "项目绩效目标情况"})
_LONGEST_HEADING = 24  # characters
_LONGEST_SENTENCE = 400
_LONGEST_GOAL = 2000
_WIDE = str.maketrans("０１２３４５６７８９．，", "0123456789.,")


def read_statements(layout: Layout) -> tuple[Statement, ...]:
    """The statements of a document, in order."""
    found: list[Statement] = []
    run: list[Paragraph] = []
    for block in layout.blocks:
        if isinstance(block, Paragraph):
            run.append(block)
        elif run:
            found += _statements(run)
            run = []
    return (*found, *_statements(run))


def _statements(run: list[Paragraph]) -> list[Statement]:
    if not any("绩效" in p.text for p in run):
        return []
    counted = [s for s in _counted(run) if s is not None]
    found = [*counted, *_goals(run)]
    place = {id(p): number for number, p in enumerate(run)}
    starts = {p.location: place[id(p)] for p in reversed(run)}
    return sorted(found, key=lambda s: starts.get(s.at, 0) if s.at is not None else 0)


def _counted(run: list[Paragraph]) -> Iterator[Statement]:
    """The sentences that count projects; a sentence that breaks off goes on in the next line."""
    starts: list[int] = []
    texts: list[str] = []
    length = 0
    for paragraph in run:
        text = paragraph.text.strip()
        if not text:
            continue
        if texts and (_is_heading(text) or _is_heading(texts[-1])):
            texts[-1] += "。"
            length += 1
        starts.append(length)
        texts.append(text)
        length += len(text)
    filled = [p for p in run if p.text.strip()]
    whole = "".join(texts)
    begin = 0
    kind: StatementKind | None = None
    while begin < len(whole):
        ends = [e for e in (whole.find(mark, begin) for mark in "。；;") if e >= 0]
        end = min(ends, default=len(whole))
        sentence = whole[begin : end + 1].strip()
        goes_on = kind is not None and sentence.startswith("其中")
        if "绩效" in sentence or not goes_on:
            kind = _kind(sentence)
        if kind is not None and "个" in sentence and len(sentence) <= _LONGEST_SENTENCE:
            held = filled[bisect_right(starts, begin) - 1]
            statement = _statement(kind, "".join(sentence.split()), held)
            if statement is not None:
                yield statement
        begin = end + 1


def _kind(sentence: str) -> StatementKind | None:
    """What a sentence speaks of; None when not of performance."""
    if "绩效" not in sentence:
        return None
    return next((k for k, words in _KINDS if any(word in sentence for word in words)), None)


def _statement(kind: StatementKind, sentence: str, paragraph: Paragraph) -> Statement | None:
    plain = sentence.translate(_WIDE)
    counts = _SECOND_LEVEL.search(plain) or _COUNT.search(plain)
    if counts is None:
        return None
    money = _MONEY.search(plain)
    share = _SHARE.search(plain)
    amount: Decimal | None = None
    unit: MoneyUnit | None = None
    if money is not None and money[1].strip(","):
        amount, unit = Decimal(money[1].replace(",", "")), UNIT_WORDS[money[2]]
    percent = share[1] if share is not None and share[1].count(".") < 2 else ""
    return Statement(
        kind,
        sentence,
        int(next(group for group in counts.groups() if group)),
        amount,
        unit,
        Decimal(percent) if percent.strip(".") else None,
        fiscal_year(sentence),
        paragraph.location,
    )


def _goals(run: list[Paragraph]) -> Iterator[Statement]:
    """What stands under a heading 绩效目标, up to the next heading or blank paragraph."""
    held: list[Paragraph] | None = None
    for paragraph in run:
        text = paragraph.text.strip()
        if held is not None and (not text or _is_heading(text) or _is_page(text)):
            if held or text:
                yield from _goal(held)
                held = None
        elif held is not None:
            held.append(paragraph)
        if _is_goal_heading(text):
            held = []
    if held:
        yield from _goal(held)


def _goal(held: list[Paragraph]) -> Iterator[Statement]:
    text = "".join(p.text.strip() for p in held)
    if 4 < len(text) <= _LONGEST_GOAL:
        yield Statement(StatementKind.GOAL, text, at=held[0].location)


def _is_heading(text: str) -> bool:
    """“四、…”, “（三）…” or a title that tells of a project."""
    if len(text) > _LONGEST_HEADING:
        return False
    bare = text.lstrip("（( ")
    number = bare.lstrip(HAN_COUNTING)
    return number != bare and number[:1] in ("、", "）", ")", "．", ".") and "。" not in text


def _is_goal_heading(text: str) -> bool:
    if not _is_heading(text):
        return False
    return (
        text.lstrip("（( ").lstrip(HAN_COUNTING).lstrip("、）)．. ").strip("：: ") in _GOAL_HEADINGS
    )


def _is_page(text: str) -> bool:
    return text.strip("—-– 第页").isdigit()
