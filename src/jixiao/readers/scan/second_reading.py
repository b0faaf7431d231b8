"""Second reading (复读): what two models and the words of the field make of a doubtful line.

Two models that read the same agree for a reason; where they differ, a word of the field or of the
rest of the document decides if it can, and the line stays marked as uncertain if not.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher

from jixiao.readers.scan.recogniser import Letter, Reading
from jixiao.readers.vocabulary import words

DOUBTFUL = 0.97  # a line with a character less sure is read again
UNCERTAIN = 0.9  # a line less sure is told of as uncertain
_SETTLED = 0.93  # how sure a line is that a word of the field or of the document settled
_AT_ODDS = 0.6  # and at most one on which the models differ
_SURE = 0.97  # letters surer than this are no question of context
_NARROW = 1.75  # characters' widths from one to the next but one; less leaves no full width between
_SELDOM = 2  # occurrences in the document from which a neighbour's word is believed

# Whole lines of the forms. A cell of the form's own text is one of these or begins with one.
_FORM_LINES = frozenset(
    words(
        "项目支出绩效目标表 项目支出绩效目标申报表 项目支出绩效自评表 项目名称 主管部门 "
        "主管部门及代码 实施单位 项目来源 项目期 项目属性 项目类型 项目类别 项目负责人 联系电话 "
        "项目资金 （万元） 年度资金总额： 年度资金总额 其中：财政拨款 财政拨款 其他资金 "
        "上年结转资金 年初预算数 全年预算数 全年执行数 分值 执行率 得分 年度目标 总体目标 "
        "年度总体目标 预期目标 实际完成情况 绩效指标 一级指标 二级指标 三级指标 指标值 "
        "年度指标值 实际完成值 偏差原因分析及改进措施 产出指标 效益指标 满意度指标 成本指标 "
        "数量指标 质量指标 时效指标 经济成本指标 社会成本指标 生态环境成本指标 经济效益指标 "
        "社会效益指标 生态效益指标 可持续影响指标 服务对象满意度指标 服务对象满意度 总分 合计 "
        "单位（盖章）： 填报日期： 填报人： 序号 备注 权重 计量单位 合规 及时 显著 明显 优秀 "
        "良好 有效 提升 持续 长期"
    )
)
_WIDE = dict(zip("(),:;!?", "（），：；！？", strict=True))


def weighed(first: Reading, second: Reading) -> Reading:
    """One reading of two of the same line, each letter as sure as both make it."""
    if _folded(first.text) == _folded(second.text):
        better = first if first.confidence >= second.confidence else second
        return Reading(
            tuple(
                letter._replace(
                    confidence=round(1 - (1 - letter.confidence) * (1 - other.confidence), 4)
                )
                for letter, other in zip(
                    better.letters, (second if better is first else first).letters, strict=True
                )
            )
        )
    for reading in (second, first):
        if reading.text in _FORM_LINES:
            return _raised(reading, _SETTLED)
    letters: list[Letter] = []
    matcher = SequenceMatcher(None, _folded(first.text), _folded(second.text), autojunk=False)
    for kind, a0, a1, b0, b1 in matcher.get_opcodes():
        if kind == "equal":
            letters += (
                mine._replace(confidence=max(mine.confidence, theirs.confidence))
                for mine, theirs in zip(first.letters[a0:a1], second.letters[b0:b1], strict=True)
            )
            continue
        mine, theirs = first.letters[a0:a1], second.letters[b0:b1]
        letters += _of_both(mine, theirs)
    return Reading(tuple(letters))


def _of_both(mine: tuple[Letter, ...], theirs: tuple[Letter, ...]) -> Iterable[Letter]:
    """The surer of two readings of a stretch, with the other as rival; never sure itself."""
    if len(mine) == len(theirs):
        for one, other in zip(mine, theirs, strict=True):
            best, worse = (other, one) if other.confidence >= one.confidence else (one, other)
            rivals = ((worse.text, worse.confidence), *best.rivals)
            yield best._replace(confidence=min(best.confidence, _AT_ODDS), rivals=rivals)
        return
    sure_mine = min((letter.confidence for letter in mine), default=0.5)
    sure_theirs = min((letter.confidence for letter in theirs), default=0.5)
    taken = theirs if sure_theirs >= sure_mine else mine
    if not taken:  # one saw ink, the other none: what is seen is kept
        taken = mine or theirs
    for letter in taken:  # without rivals: no word may settle how many characters there are
        yield letter._replace(confidence=min(letter.confidence, _AT_ODDS), rivals=())


def settled(readings: list[Reading]) -> list[Reading]:
    """The lines of a document, doubtful letters decided by the form's words and by the rest of it.

    A letter is only exchanged for one that a model saw in its place.
    """
    readings = [_as_form_line(reading) for reading in readings]
    seen: Counter[str] = Counter()
    for reading in readings:
        text = reading.text
        sure = [letter.confidence >= _SURE for letter in reading.letters]
        for start in range(len(text) - 2):
            if all(sure[start : start + 3]):
                seen[text[start : start + 3]] += 1
    return [_in_context(reading, seen) for reading in readings]


def told(reading: Reading) -> str:
    """The text as it is written in Chinese.

    Punctuation between two characters has the width it takes on the page, beside one a full width;
    the air that typesetting leaves between characters and figures is no blank.
    """
    letters = reading.letters
    width = _width_of_a_character(letters)
    out: list[str] = []
    for index, letter in enumerate(letters):
        text = letter.text
        before = out[-1] if out else ""
        after = letters[index + 1].text if index + 1 < len(letters) else ""
        if text == " " and (_is_wide(before) or _is_wide(after)):
            continue
        if text in _WIDE and (_is_wide(before) or _is_wide(after)):
            is_between = _is_character(before) and _is_character(after)
            if not (is_between and width and _room(letters, index) < _NARROW * width):
                text = _WIDE[text]
        out.append(text)
    return "".join(out).strip()


def _width_of_a_character(letters: tuple[Letter, ...]) -> float:
    """The usual step from one character to the next, in heights of the line; 0 without any."""
    steps = sorted(
        after.at - before.at
        for before, after in itertools.pairwise(letters)
        if _is_character(before.text) and _is_character(after.text)
    )
    return steps[len(steps) // 2] if steps else 0.0


def _room(letters: tuple[Letter, ...], index: int) -> float:
    return letters[index + 1].at - letters[index - 1].at


def _as_form_line(reading: Reading) -> Reading:
    """The line of the form that the reading is but for doubtful letters, if there is one."""
    if reading.confidence >= _SURE or reading.text in _FORM_LINES or not reading.letters:
        return reading
    candidates = [""]
    for letter in reading.letters:
        texts = [letter.text]
        if letter.confidence < _SURE:
            texts += [text for text, _ in letter.rivals]
        candidates = [start + text for start in candidates for text in texts]
        candidates = [
            start for start in candidates if any(line.startswith(start) for line in _FORM_LINES)
        ]
        if not candidates:
            return reading
    for text in candidates:
        if text in _FORM_LINES and len(text) == len(reading.letters) and len(text) > 2:
            return _raised(
                Reading(
                    tuple(
                        letter._replace(text=right, confidence=max(letter.confidence, _SETTLED))
                        for letter, right in zip(reading.letters, text, strict=True)
                    )
                ),
                _SETTLED,
            )
    return reading


def _in_context(reading: Reading, seen: Counter[str]) -> Reading:
    """The reading with doubtful letters exchanged where the document writes the other elsewhere."""
    letters = list(reading.letters)
    for index, letter in enumerate(letters):
        if letter.confidence >= _SURE or not letter.rivals or _is_figure(letter.text):
            continue
        own = _occurrences(letters, index, letter.text, seen)
        for rival, _ in letter.rivals:
            if _is_figure(rival) or len(rival) != 1:
                continue
            if not own and _occurrences(letters, index, rival, seen) >= _SELDOM:
                letters[index] = letter._replace(text=rival, confidence=_SETTLED)
                break
        else:
            if own >= _SELDOM and letter.confidence < _SETTLED:
                letters[index] = letter._replace(confidence=_SETTLED)
    return Reading(tuple(letters))


def _occurrences(letters: list[Letter], index: int, text: str, seen: Counter[str]) -> int:
    """How often the sure text of the document has ``text`` between two of its neighbours."""
    most = 0
    for start in range(max(0, index - 2), min(index, len(letters) - 3) + 1):
        around = [letters[n].text if n != index else text for n in range(start, start + 3)]
        most = max(most, seen["".join(around)])
    return most


def _is_figure(text: str) -> bool:
    """A figure or a sign beside one: no word of the document may decide on these."""
    return text.isdigit() or text in ".,%％≥≤><＞＜=＝-－~～"


def _is_character(letter: str) -> bool:
    return "一" <= letter <= "鿿"


def _is_wide(letter: str) -> bool:
    return bool(letter) and (_is_character(letter) or letter in "（）《》“”、。；：，〔〕【】")


def _folded(text: str) -> str:
    return "".join(_WIDE.get(letter, letter) for letter in text)


def _raised(reading: Reading, least: float) -> Reading:
    return Reading(
        tuple(
            letter._replace(confidence=max(letter.confidence, least)) for letter in reading.letters
        )
    )
