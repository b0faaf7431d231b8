"""Loose wording in an objective (表述不严): relative years, past years as tasks, 约, rankings.

Each function gives the parts of the text it means, with their characters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jixiao.model.named import NamedTuple
from jixiao.model.narrative import Part, YearMention
from jixiao.model.terms import Words, mentions, words
from jixiao.model.undertaking import opens_with_work

if TYPE_CHECKING:
    from jixiao.model.narrative import Narrative

# A relative year, and the characters before it that make another word of it (文明年度, 当今年轻).
_RELATIVE_YEARS = {"明年": "透文证说声申光", "今年": "当如至迄", "去年": "过失除减"}
_RELATIVE_WORDS = Words(_RELATIVE_YEARS)
_TENTATIVE = words("暂定 待定 暂估 大约 约 左右")
_ONLY_OF_NUMBERS = frozenset({"约", "左右"})
_CONDITIONS = frozenset(words("实施条件 保障条件 基础条件"))
_RANKINGS = words("争先进位 进位争先 名列前茅 走在前列 排名前列 位居前列 位次前移")
# Words around a past year under which the work is still this year's, or is no task at all.
_BEFORE_PAST = words("自 从 截至 截止 较 比 与 根据 按照 依据 上年 结转 对照 参照 于 （ (")
_AFTER_PAST = words("以来 起 至 到 - — – － ～ ~ 底 末 同期 以前 之前 后 、")
_SETTLING = words(
    "决算 结算 清算 尾款 结转 遗留 欠 审计 评价 自评 考核 验收 质保 年报 总结 兑现 已 了 立项 "
    "批复 批准 下达 签订 续建 开工 启动 建成 竣工 统计 数据 报告 参加工作"
)
_TASK_WORDS = words("工作 任务 目标 计划")
_LONGEST_DEADLINE = 10  # characters after the year
_DEADLINE_CHARACTERS = frozenset("0123456789 年月日底末之以")


def relative_years_in(narrative: Narrative) -> tuple[Part, ...]:
    """明年, 今年, 去年 and 下半年: years that depend on when the text is read.

    下半年 is clear behind a year (2024年下半年) and beside 上半年; then it is left out.
    """
    text = narrative.text
    if "年" not in text:
        return ()
    found = []
    for word in _RELATIVE_WORDS.met_in(text):
        start = text.find(word)
        while start >= 0:
            if text[start - 1 : start] not in tuple(_RELATIVE_YEARS[word]):
                found.append(Part(word, start, start + len(word)))
            start = text.find(word, start + 1)
    start = text.find("下半年")
    if start >= 0 and "上半年" not in text and "年" not in text[max(0, start - 4) : start]:
        found.append(Part("下半年", start, start + 3))
    return tuple(sorted(found, key=lambda part: part.start))


def is_task_year(narrative: Narrative, mention: YearMention) -> bool:
    """Whether the year dates a task: “完成2022年度乡村振兴工作”, not “自2022年起”, “2022年决算”.

    A day or month by which something is to be done dates a task too: “2022年11月底前完成…”.
    """
    if mention.in_citation or narrative.is_in_term(mention.start):
        return False
    text, clause = narrative.text, narrative.clause_at(mention.start)
    first, last = clause.start, mention.start  # of what stands before the year in its clause
    is_due = _is_deadline(text, mention.end, clause.end)
    if is_due:
        last -= text.endswith("于", first, last)
    elif text.startswith(_AFTER_PAST, mention.end, clause.end):
        return False
    if text.endswith(_BEFORE_PAST, first, last) or text.startswith(_BEFORE_PAST, first, last):
        return False
    sense = narrative.sense_of(clause)
    if sense.is_settling:
        return False
    return is_due or sense.opens_with_work or sense.last_task_word >= mention.end


class ClauseSense(NamedTuple):
    """What a clause says of the years in it: the past is settled, work is done, 工作 or 任务 named.

    ``last_task_word`` is where the last such word begins in the text, -1 without one.
    """

    is_settling: bool
    opens_with_work: bool
    last_task_word: int


def sense_of(clause: Part) -> ClauseSense:
    """What the clause says of the years in it."""
    task_word = max(map(clause.text.rfind, _TASK_WORDS))
    return ClauseSense(
        mentions(clause.text, _SETTLING),
        opens_with_work(clause.text),
        clause.start + task_word if task_word >= 0 else -1,
    )


def _is_deadline(text: str, start: int, end: int) -> bool:
    """What follows the year is the day or month before which work is done: “11月底前完成…”.

    What people joined or took part in by then (参加, 参与) tells who they are.
    """
    place = text.find("前", start, min(end, start + _LONGEST_DEADLINE))
    if place < 0 or not _DEADLINE_CHARACTERS.issuperset(text[start:place]):
        return False
    return opens_with_work(text, place + 1) and not text.startswith("参", place + 1)


def tentative_in(narrative: Narrative) -> tuple[Part, ...]:
    """The sentences with 暂定, 约, 左右 and the like; ``text`` lists the words met, in order.

    约 and 左右 count only of things counted; an estimated price is ordinary costing.
    """
    told = _TENTATIVE.met_in(narrative.text)
    approximate = [q.start for q in narrative.quantities if q.approximate] if told else []
    if not approximate and _ONLY_OF_NUMBERS.issuperset(told):
        return ()
    counted = {narrative.sentence_at(start).start for start in approximate}
    found = []
    for sentence in narrative.sentences:
        is_counted = sentence.start in counted
        met = [
            word
            for word in filter(sentence.text.__contains__, told)
            if is_counted or word not in _ONLY_OF_NUMBERS
        ]
        if met:
            met.sort(key=sentence.text.find)
            found.append(Part("、".join(met), sentence.start, sentence.end))
    return tuple(found)


def conditions_in(narrative: Narrative) -> tuple[Part, ...]:
    """The headings in the text under which conditions are listed (实施条件)."""
    if "条件" not in narrative.text:
        return ()
    return tuple(clause for clause in narrative.clauses if clause.text in _CONDITIONS)


def rankings_in(narrative: Narrative) -> tuple[Part, ...]:
    """The words that promise a rank (争先进位), which depends on what others do."""
    found = []
    for word in _RANKINGS.met_in(narrative.text):
        start = narrative.text.find(word)
        while start >= 0:
            found.append(Part(word, start, start + len(word)))
            start = narrative.text.find(word, start + 1)
    return tuple(found)
