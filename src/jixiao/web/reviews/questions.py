"""The review form (绩效目标审核表): its questions, and what the rules propose to them. No Django.

Four headings (财预〔2015〕88号 第二十四条), two questions each, graded 优, 良, 中 or 差 with words.
What the rules propose is a proposal: a person decides, and where no rule looks nothing is proposed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from jixiao.web.exceptions import Incomplete
from jixiao.web.filings.checking import CellFinding

MARKS = ("优", "良", "中", "差")
MARK_NAMES = {"优": "excellent", "良": "good", "中": "fair", "差": "poor"}
LONGEST_WORDS = 2000


class Question(NamedTuple):
    """One question: its heading, what is looked at, and the families of rules that look at it."""

    key: str
    heading_zh: str
    heading_en: str
    zh: str
    en: str
    points_zh: str
    points_en: str
    families: tuple[str, ...]

    def label(self, language: str = "zh") -> str:
        """The question's name."""
        return self.en if language == "en" else self.zh


QUESTIONS = (
    Question(
        *("form", "完整性", "completeness", "规范完整性", "complete form"),
        "各栏是否按表样填齐，责任人、资金和各级指标是否齐全，文字是否规范。",
        "every cell of the form filled in: responsible person, funds, all levels; careful writing",
        ("STR", "DOC"),
    ),
    Question(
        *("clear", "完整性", "completeness", "明确清晰性", "clear objective"),
        "年度目标是否写明做什么、做多少、达到什么效果，背景与任务是否分得清。",
        "the objective says what is done, how much, and to what effect",
        ("NAR",),
    ),
    Question(
        *("relevant", "相关性", "relevance", "目标相关性", "relevant objective"),
        "目标是否与单位职责、项目内容一致，不是照抄其他项目或上年。",
        "the objective fits the unit's duties and the project and is not copied",
        ("COP",),
    ),
    Question(
        *("indicators", "相关性", "relevance", "指标科学性", "sound indicators"),
        "指标是否由目标分解而来，类别是否放对，能否量化、能否取得数据。",
        "indicators follow from the objective, stand in the right class, can be measured",
        ("IND",),
    ),
    Question(
        *("values", "适当性", "appropriateness", "绩效合理性", "reasonable values"),
        "指标值是否符合正常业绩水平，与历史、行业或计划标准相称。",
        "values agree with past, industry or planned standards",
        ("VAL",),
    ),
    Question(
        *("funds", "适当性", "appropriateness", "资金匹配性", "matching funds"),
        "绩效目标与资金规模是否匹配，成本是否控制在预算之内。",
        "the target matches the money; cost stays within the budget",
        ("AMT",),
    ),
    Question(
        *("possible", "可行性", "feasibility", "实现可能性", "can be reached"),
        "在预算年度内、以现有办法能否实现。规则不判断此项。",
        "can be reached within the year; no rule judges this",
        (),
    ),
    Question(
        *("conditions", "可行性", "feasibility", "条件充分性", "conditions are given"),
        "人员、制度、前期工作等条件是否具备。规则不判断此项。",
        "staff, rules and preparation are there; no rule judges this",
        (),
    ),
)


class Proposal(NamedTuple):
    """What the rules propose to a question; ``mark`` is empty where none looks at it."""

    mark: str
    words: str


def proposals(findings: Iterable[CellFinding], waived: Iterable[str] = ()) -> dict[str, Proposal]:
    """By question, a mark and the findings in words; findings whose key is ``waived`` are left out.

    No finding proposes 优, warnings 良, an error 中, a blocking finding 差: a setting of ours.
    """
    left = set(waived)
    open_findings = [one for one in findings if one.key not in left]
    return {question.key: _proposal(question, open_findings) for question in QUESTIONS}


def _proposal(question: Question, findings: list[CellFinding]) -> Proposal:
    if not question.families:
        return Proposal("", "")
    found = [one for one in findings if one.rule.startswith(question.families)]
    grave = {one.severity for one in found}
    mark = "优"
    if "block" in grave:
        mark = "差"
    elif "error" in grave:
        mark = "中"
    elif "warning" in grave:
        mark = "良"
    words = "；".join(dict.fromkeys(one.message_zh for one in found if one.severity != "info"))
    return Proposal(mark, words[:LONGEST_WORDS])


def sound_marks(given: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Marks and words by question, of the form alone; ``Incomplete`` for a bad mark."""
    made = {}
    for question in QUESTIONS:
        said = given.get(question.key, {})
        mark, words = str(said.get("mark", "")), str(said.get("words", "")).strip()
        if mark not in ("", *MARKS) or len(words) > LONGEST_WORDS:
            raise Incomplete(
                f"“{question.zh}”只能评优、良、中、差，说明不超过{LONGEST_WORDS}字。",
                f"“{question.en}” takes 优, 良, 中 or 差 and {LONGEST_WORDS} characters",
            )
        made[question.key] = {"mark": mark, "words": words}
    return made


def unmarked(marks: Mapping[str, Mapping[str, str]]) -> list[Question]:
    """The questions that have no mark yet."""
    return [q for q in QUESTIONS if marks.get(q.key, {}).get("mark", "") not in MARKS]
