"""What an objective undertakes to do (任务), told apart from background and from wishes.

The objective is read clause by clause. A clause that opens with a verb of work (印制, 采购, 举办 …)
and names an object undertakes something; one that opens with a wish (提升, 加强 …) does not. Of a
numbered item the first such clause stands for the item, or its title when it is a noun of work or
carries a price (“3.平台建设20万元”).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from operator import add, attrgetter
from typing import TYPE_CHECKING

from jixiao.model.named import NamedTuple
from jixiao.model.narrative import Amount, Part, Quantity, Task
from jixiao.model.scanning import covering
from jixiao.model.terms import (
    COUNT_UNITS,
    Category,
    Kind,
    Words,
    words,
    words_by_first_character,
)

if TYPE_CHECKING:
    from jixiao.model.indicator import Indicator
    from jixiao.model.narrative import Narrative


_VERBS = frozenset(
    words(
        "完成 开展 组织 举办 承办 主办 协办 举行 召开 采购 购置 购买 印制 印刷 制作 编制 编印 "
        "编写 委托 聘请 新建 改建 扩建 改造 修缮 维修 更新 更换 安装 搭建 培训 发放 资助 慰问 "
        "走访 拜访 接待 参加 参与 做好 督查 调研 检测 监测 抽检 测评 评估 审计 普查 排查 整治 "
        "清理 清运 绿化 栽植 种植 防治 救助 出版 拍摄 播出 实施 配备 表彰"
    )
)
# What may stand before the verb without changing what is done.
_BEFORE_VERB = words_by_first_character(
    "计划 预计 按时 按期 按照计划 及时 全面 积极 扎实 切实 认真 持续 继续 统一 定期 不定期 分期 "
    "分批 同时 通过 至少 每年度 每年 每季度 每个月 每月 每期 每周 全年 本年度 本年 年内 年度 "
    "升级 配套 同步 另外 另 还 再 相应 "
    "明年 今年 上半年 下半年 本项目 项目 主要 用于 我单位 我局 我办 我市 全市 我县 全县 我区 "
    "全区 重点 集中 进一步 大力 深入 有序 圆满 高质量 拟 将 并 和 及 共 以及 目标"
)
_WISHES = words(
    "推进 推动 加强 提升 提高 促进 巩固 优化 增强 改善 完善 健全 强化 深化 扩大 规范 落实 贯彻 "
    "保障 确保 发挥 营造 打造 争取 助力 服务 保持 实现 引导 鼓励 支持 加快 维护 创优 创建 构建 "
    "拓展 不断 建立 培育 弘扬 充分发挥 满足 解决 着力 努力 力争 有效 使 让 为"
)
_NOUNS = words(
    "运维 维护 服务 建设 监测 检测 测评 评估 评价 培训 采购 购置 备份 改造 修缮 维修 印制 印刷 "
    "调研 督查 审计 普查 演练 比赛 大赛 绿化 整治 救助 发放 补助 补贴 展会 会议 论坛 活动"
)
_OPENERS = words(
    "根据 按照 依据 依照 遵照 为 鉴于 由于 随着 近年来 近年 目前 当前 截至 长期以来 一直以来 在 "
    "结合 贯彻 围绕"
)
_NO_WORK = (*_WISHES, *_OPENERS)
_CHINESE = re.compile("[一-龥]{2,}")
_ASIDES = words("实施条件 分段实施计划 实施计划 保障条件 保障措施 资金来源")
# Words that stand in every table and tell nothing of what is done.
_GENERIC = words_by_first_character(
    "第三方 及时性 合格率 完成率 覆盖率 达标率 准确率 及时率 规范性 合规性 时效性 项目 工作 完成 "
    "开展 组织 举办 实施 进行 做好 给予 服务 数量 次数 人数 个数 期数 份数 情况 程度 质量 及时 "
    "班次数 人次数 场次数 批次数 户次数 "
    "时效 周期 经费 支出 资金 费用 成本 信息 系统 平台 单位 业务 专业 专项 我市 全市 市级 本级 "
    "相关 有关 各项 各类 各级 一系列 系列 年度 全年 本年 任务 目标 计划 活动 机构 公司 委托 聘请 "
    "采购 购置 购买 建设 管理 规模 等次 水平 效果 影响 下达 要求 标准 保障 提供 安排 指标 全部 "
    "常态化 日常性 绩效 自评 决算 人次 班次 场次 批次 户次 万元 亿元 以上 以内 左右 至少 不少于 "
    "不低于 不超过 其中 每年 每月 每期 每周 每季度 预计 达到 的 等 和 与 及 对 了 以 、"
)
# Other words for the same thing.
_SAME = (
    ("督导检查", "督查"),
    ("监督检查", "督查"),
    ("督促检查", "督查"),
    ("运行维护", "维护"),
    ("运维", "维护"),
    ("友好城市", "友城"),
)
# Work that is bought or organised, and so may be paid for twice.
_ACTIVITIES = {
    word: word
    for word in words(
        "培训 测评 评估 监测 检测 调研 督查 维护 审计 普查 演练 友城 招商 慰问 展会 竞赛 比赛 "
        "维修 修缮 保洁 清运 疏浚 绿化"
    )
} | dict(_SAME)
_ACTIVITY_WORDS = Words(_ACTIVITIES)
_BODIES = words("协会 学会 研究会 联合会 商会 博览会 大赛 论坛")
_OUTPUT_KINDS = frozenset({Kind.QUANTITY, Kind.QUALITY, Kind.TIMELINESS})
_LONGEST_NAME = 20
# Endings of a name that only say how it is measured, and rates no other rate stands for.
_MEASURES = words("里程 长度 面积 总数 总量 数目 数 量")
_RATES = words("合格率 完成率 覆盖率 达标率 准确率 及时率")
_LONGEST_SUBJECT = 40  # characters
_BY_START = attrgetter("start")


class Undertaking(NamedTuple):
    """A piece of concrete work (任务) the objective names.

    ``task`` is the number of the item it stands for, None in running text; ``text`` the words that
    name it, ``quantities`` and ``prices`` (unit prices) those of its item or clause, ``numbers``
    the quantities as written; ``subject`` what it is about, see :func:`subject_of`. A clause that
    only states a unit price (“每册15元”) is kept with them, as ``is_price``; it is no work.
    """

    text: str
    task: int | None
    quantities: tuple[Quantity, ...]
    prices: tuple[Amount, ...]
    numbers: tuple[str, ...]
    subject: str
    start: int
    end: int
    is_price: bool = False
    is_contract: bool = False

    def is_answered_by(self, pairs: frozenset[str], *, is_number: bool) -> bool:
        """Whether an output whose name has these ``pairs`` in common with the work measures it.

        Where things are counted, one that is no number (``is_number``) must have half of what it is
        about: “更换路面砖30000块” is not answered by 路面完好率. So must any for a contract.
        """
        counts = any(quantity.unit in COUNT_UNITS for quantity in self.quantities)
        if not self.is_contract and (is_number or not counts):
            return True
        subject = _pairs(self.subject)
        return len(pairs & subject) * 2 >= len(subject)

    def describe(self, language: str = "zh") -> str:
        """The work in short: “第3项‘…培训’（55人、5天）”; what is long is cut with …."""
        name = self.text.replace("“", "‘").replace("”", "’")
        if len(name) > _LONGEST_NAME:
            name = f"{name[: _LONGEST_NAME - 1]}…"
        numbers = [number for number in self.numbers if number not in name]
        if language == "en":
            listed = f" (“{'”, “'.join(numbers)}”)" if numbers else ""
            item = f"item {self.task} " if self.task is not None else ""
        else:
            listed = f"（{'、'.join(numbers)}）" if numbers else ""
            item = f"第{self.task}项" if self.task is not None else ""
        return f"{item}“{name}”{listed}"


class Activity(NamedTuple):
    """An activity (培训) with the clause it stands in, or a body (省市长协会) with none."""

    name: str
    clause: str
    start: int
    end: int

    @property
    def about(self) -> frozenset[str]:
        """Every two characters of what the activity is about, blanks and digits among them.

        Of a body it is the name.
        """
        if not self.clause:
            return frozenset({self.name})
        return _twos(subject_of(self.clause).replace(self.name, " "))


@lru_cache(maxsize=8192)
def subject_of(text: str) -> str:
    """The text with generic words blanked out and other words for the same thing made one.

    >>> subject_of("完成调研报告数量").split(), subject_of("信息系统日常运维周期").split()
    (['调研报告'], ['日常维护'])
    """
    for word, same in _SAME:
        if word in text:
            text = text.replace(word, same)
    met = [w for c in dict.fromkeys(text) for w in _GENERIC.get(c, ()) if w in text]
    met.sort(key=len, reverse=True)
    for word in met:
        text = text.replace(word, " ")
    return text


@lru_cache(maxsize=8192)
def subject_pairs(text: str) -> frozenset[str]:
    """Every two characters that follow each other in what ``text`` is about.

    Two texts that share a pair speak of something in common; Chinese is written without blanks.
    """
    return _pairs(subject_of(text))


def names_beside(name: str, clause: str) -> bool:
    """Whether what the indicator ``name`` is about is told in ``clause``.

    Its words may stand there in another order (日常养护公路里程 — 公路日常养护120公里): what is
    left of the name must be made of pieces of two characters or more that all stand in the
    clause. A rate is another than the rate of another name.
    """
    if any(rate in name and rate not in clause for rate in _RATES):
        return False
    clause = subject_of(clause)
    subject = subject_of(name).split()
    told = [_is_told(part.removesuffix(_measure(part)), clause) for part in subject]
    return bool(told) and all(told)


def _measure(part: str) -> str:
    """The word at the end that says only how it is measured (里程, 面积, 数); empty for none."""
    return next((word for word in _MEASURES if part.endswith(word) and part != word), "")


def _is_told(part: str, clause: str) -> bool:
    if part in clause or len(part) > _LONGEST_SUBJECT:
        return part in clause
    ends = [0]  # how far pieces that stand in the clause reach
    for end in range(2, len(part) + 1):
        if any(end - start > 1 and part[start:end] in clause for start in ends):
            ends.append(end)
    return ends[-1] == len(part)


def _twos(text: str) -> frozenset[str]:
    return frozenset(map(add, text, text[1:]))


def _pairs(subject: str) -> frozenset[str]:
    found: set[str] = set()
    for run in _CHINESE.findall(subject):
        found.update(map(add, run, run[1:]))
    return frozenset(found)


def preamble_of(narrative: Narrative) -> Part | None:
    """The background before the first clause that is none; see :attr:`Narrative.preamble`."""
    is_quoted = covering(_quotations(narrative.text))
    for index, clause in enumerate(narrative.clauses):
        defines = "是" in clause.text[1:]  # “政府公报是…的发布平台”
        if not defines and not clause.text.startswith(_OPENERS) and not is_quoted(clause.start):
            return Part(narrative.text[: clause.start], 0, clause.start) if index else None
    return None


def _quotations(text: str) -> list[tuple[int, int]]:
    """The quotations “…” that hold a comma or a stop: words of a document, not a name."""
    found = []
    start = text.find("“")
    while start >= 0:
        end = text.find("”", start)
        if end < 0:
            break
        quoted = text[start:end]
        if "，" in quoted or "。" in quoted:
            found.append((start, end + 1))
        start = text.find("“", end)
    return found


def undertakings_of(narrative: Narrative) -> tuple[Undertaking, ...]:
    """The pieces of work, in the text's order; see :attr:`Narrative.undertakings`."""
    found: list[Undertaking] = []
    quotations = _quotations(narrative.text)
    is_quoted = covering(quotations)
    asides = _ASIDES.met_in(narrative.text)
    has_prices = bool(narrative.unit_prices)
    items = list(reversed(narrative.tasks))
    item: Task | None = None
    is_title = is_told = is_aside = False
    for clause in narrative.clauses:
        while items and items[-1].start < clause.start:
            item, is_title, is_told, is_aside = items.pop(), True, False, False
        if clause.text in _ASIDES:
            is_aside = True
        elif (is_told and not is_aside) or (quotations and is_quoted(clause.start)):
            pass
        elif item is None or is_aside:
            for piece, verb in _pieces(clause):
                work = _work_in(piece, verb, is_title=False)
                is_price = has_prices and work is None and _states_price(narrative, piece)
                if is_price:
                    work = piece
                contract = _contract_in(piece) if work is None else None
                work = work or contract
                if work is not None and _has_subject(work.text):
                    stated = _undertaking(narrative, work, None, piece.start, piece.end)
                    if is_price and not stated.quantities:
                        stated = stated._replace(is_price=True)
                    elif contract is not None:
                        stated = stated._replace(is_contract=True)
                    found.append(stated)
        else:
            work = _work_in(clause, _verb_in(clause.text), is_title=is_title)
            if work is not None and _has_subject(work.text):
                end = _own_end(narrative.text, item.start, item.end, asides)
                found.append(_undertaking(narrative, work, item.number, item.start, end))
                is_told = True
        is_title = False
    return tuple(found)


def _states_price(narrative: Narrative, piece: Part) -> bool:
    return bool(narrative.unit_prices_between(piece.start, piece.end))


def _has_subject(text: str) -> bool:
    """The words are about something: more than generic words stands in them."""
    return _CHINESE.search(subject_of(text)) is not None


def _own_end(text: str, start: int, end: int, asides: Sequence[str]) -> int:
    """Where an item ends, conditions and plans (``asides``) that stand behind it left out."""
    places = [text.find(aside, start, end) for aside in asides]
    return min([place for place in places if place >= 0], default=end)


def _pieces(clause: Part) -> Sequence[tuple[Part, int | None]]:
    """The clause, cut at each 、 behind which another verb stands: “更新设备、完成维护” is two.

    With each piece the place of its verb; None without one.
    """
    text, first, last = clause
    if "、" not in text:
        return ((clause, _verb_in(text)),)
    begun: list[tuple[int, int | None]] = []
    position = 0
    for words_between in text.split("、"):
        verb = _verb_in(words_between)
        if verb is not None or not begun:
            begun.append((position, verb))
        position += len(words_between) + 1
    if len(begun) == 1:
        return ((clause, begun[0][1]),)
    ends = [*(start - 1 for start, _ in begun[1:]), last - first]
    return [
        (Part(text[start:end], first + start, first + end), verb)
        for (start, verb), end in zip(begun, ends, strict=True)
    ]


def _undertaking(
    narrative: Narrative, work: Part, task: int | None, start: int, end: int
) -> Undertaking:
    quantities = narrative.quantities_between(start, end)
    return Undertaking(
        work.text,
        task,
        quantities,
        narrative.unit_prices_between(start, end),
        tuple(narrative.text[q.start : q.end] for q in quantities),
        subject_of(work.text),
        work.start,
        work.end,
    )


def _work_in(clause: Part, verb: int | None, *, is_title: bool) -> Part | None:
    """The words of the clause that name work, from the verb on; None when it names none."""
    text, first, last = clause
    if verb is not None:
        return Part(text[verb:], first + verb, last)
    for middle in filter(text.__contains__, ("进行", "给予")):
        position = text.index(middle)
        if position > 0 and not text.startswith(_NO_WORK) and text[position + 2 :]:
            return Part(text[position + 2 :], first + position + 2, last)
    if not is_title or text.startswith(_NO_WORK):
        return None
    title = text.rstrip("元万亿0123456789.")
    if title == text and not title.endswith(_NOUNS):
        return None
    return Part(title, first, first + len(title))


def _contract_in(clause: Part) -> Part | None:
    """What a contract is for: 平台维护 of “平台维护服务期为2023年7月至2025年6月”."""
    text, first, _ = clause
    end = max(text.find("服务期"), text.find("合同期"))
    name = text[: max(end, 0)].rstrip("的")
    is_work = name.endswith(_NOUNS) and not name.startswith(_NO_WORK)
    return Part(name, first, first + len(name)) if is_work else None


def _verb_in(text: str) -> int | None:
    """Where the verb of work stands, behind what may stand before it; None without one."""
    start = _opening(text) if text[:1] in _BEFORE_VERB or text[4:5] == "年" else 0
    is_verb = text[start : start + 2] in _VERBS and not text.startswith(("费", "于"), start + 2)
    return start if is_verb else None  # “印刷费” is a cost, “改造于9月底前完工” tells when


def _opening(text: str, start: int = 0) -> int:
    """Where the clause at ``start`` comes to its verb: behind the year, adverbs, who does it."""
    if text[start + 4 : start + 5] == "年" and text[start : start + 4].isdigit():
        start += 5
    while text[start : start + 1] in _BEFORE_VERB:
        for word in _BEFORE_VERB[text[start]]:
            if text.startswith(word, start):
                start += len(word)
                break
        else:
            return start
    return start


def activities_of(narrative: Narrative) -> tuple[Activity, ...]:
    """The activities and bodies named, each once a clause."""
    text = narrative.text
    found: dict[tuple[str, int], Activity] = {}
    for word in _ACTIVITY_WORDS.met_in(text):
        name = _ACTIVITIES[word]
        position = text.find(word)
        while position >= 0:
            clause = narrative.clause_at(position)
            if (name, clause.start) not in found:
                found[name, clause.start] = Activity(name, *clause)
            position = text.find(word, clause.end)
    for ending in _BODIES.met_in(text):
        position = text.find(ending)
        while position >= 0:
            start, end = position - 3, position + len(ending)
            if start >= 0 and text[start:end].isalpha():
                found[text[start:end], start] = Activity(text[start:end], "", start, end)
            position = text.find(ending, end)
    return tuple(sorted(found.values(), key=_BY_START))


class Overlap(NamedTuple):
    """An activity of a project that others have too (内容交叉): its first place, and who they are.

    ``number`` is the project's own, ``company`` the numbers of all that have it, in order.
    """

    activity: Activity
    number: int
    company: Sequence[int]

    @property
    def total(self) -> int:
        """How many others have it."""
        return len(self.company) - 1

    def others(self, most: int) -> tuple[int, ...]:
        """The first of the others, ``most`` at most."""
        return tuple(other for other in self.company[: most + 1] if other != self.number)[:most]


def overlaps_between(
    narratives: Mapping[int, Narrative],
) -> dict[int, tuple[Overlap, ...]]:
    """For each narrative, by number, the activities it shares with others, in its order.

    Activities are shared when their names and something they are about are the same.
    """
    by_name: defaultdict[str, dict[int, list[Activity]]] = defaultdict(dict)
    for number, narrative in narratives.items():
        for activity in narrative.activities:
            by_name[activity.name].setdefault(number, []).append(activity)
    found: defaultdict[int, list[Overlap]] = defaultdict(list)
    for places in by_name.values():
        if len(places) > 1:
            for overlap in _overlaps(places):
                found[overlap.number].append(overlap)
    return {n: tuple(sorted(found[n], key=lambda o: o.activity.start)) for n in sorted(found)}


def _overlaps(places: Mapping[int, Sequence[Activity]]) -> Iterator[Overlap]:
    """The overlaps in the activities of one name, given by the number of their project.

    Projects copied from one another have the same company, which is then worked out once: the
    work grows with the projects, not with their pairs.
    """
    subjects = {number: [(a, a.about) for a in places[number]] for number in places}
    wholes = {n: set[str]().union(*[about for _, about in subjects[n]]) for n in subjects}
    once: set[str] = set()
    repeated: set[str] = set()
    for whole in wholes.values():
        repeated |= once & whole
        once |= whole
    having: defaultdict[str, list[int]] = defaultdict(list)
    shared = {object_ for object_ in repeated if len(object_) > 2 or _CHINESE.match(object_)}
    for number, whole in wholes.items() if shared else ():
        for object_ in whole & shared:
            having[object_].append(number)
    kinds = list(dict.fromkeys(map(tuple, having.values())))
    number_of_kind = {numbers: kind for kind, numbers in enumerate(kinds)}
    kind_of = {object_: number_of_kind[tuple(numbers)] for object_, numbers in having.items()}
    companies: dict[frozenset[int], Sequence[int]] = {}
    for number, activities in subjects.items() if shared else ():
        met = frozenset([kind_of[object_] for object_ in wholes[number] & shared])
        if met:
            if met not in companies:
                companies[met] = sorted({other for kind in met for other in kinds[kind]})
            first = next(a for a, about in activities if not shared.isdisjoint(about))
            yield Overlap(first, number, companies[met])


def opens_with_work(text: str, start: int = 0) -> bool:
    """The clause at ``start`` opens with a verb of work or a wish, whatever stands before it."""
    start = _opening(text, start)
    return text.startswith(_WISHES, start) or text[start : start + 2] in _VERBS


def unmeasured(
    undertakings: Sequence[Undertaking], indicators: Sequence[Indicator]
) -> tuple[Undertaking, ...]:
    """The undertakings that no indicator answers.

    A number of the undertaking that is the value of an indicator answers it; so does an output
    indicator that shares words with it, unless it shares more with another undertaking: “信息系统
    日常维护合格率” answers the daily maintenance, not every item that mentions maintenance. A unit
    price is answered too where a cost indicator states one (450元/人·天).
    """
    others = [i for i in indicators if not i.is_cost] if undertakings else []
    answered = _answered_by_number(undertakings, indicators, others)
    subjects = [_twos(undertaking.subject) for undertaking in undertakings]
    effects = []
    for indicator in others:
        pairs = subject_pairs(indicator.name)
        if not _is_output(indicator):
            effects.append(pairs)
            continue
        shared = [len(pairs & subject) for subject in subjects]
        most = max(shared)
        if most:
            is_number = indicator.kind is Kind.QUANTITY
            answered.update(
                index
                for index, count in enumerate(shared)
                if count == most and undertakings[index].is_answered_by(pairs, is_number=is_number)
            )
    for index, undertaking in enumerate(undertakings):
        if index not in answered:  # an effect that says all the work is about measures it too
            whole = _pairs(undertaking.subject)
            if whole and any(whole <= pairs for pairs in effects):
                answered.add(index)
    return tuple(u for index, u in enumerate(undertakings) if index not in answered)


def _answered_by_number(
    undertakings: Sequence[Undertaking],
    indicators: Sequence[Indicator],
    others: Sequence[Indicator],
) -> set[int]:
    """Which undertakings state a number or a unit price that is an indicator's value.

    ``others`` are the indicators that are not of cost.
    """
    answered = set()
    if any(undertaking.quantities for undertaking in undertakings):
        numbers = {number for i in others if (number := i.value.whole_number) is not None}
        for index, undertaking in enumerate(undertakings):
            if any(q.number in numbers or q.yearly in numbers for q in undertaking.quantities):
                answered.add(index)
    if any(undertaking.prices for undertaking in undertakings):
        prices = {money.yuan for i in indicators if (money := i.value.money) is not None}
        has_unit_cost = any(i.is_cost and i.value.is_unit_price for i in indicators)
        for index, undertaking in enumerate(undertakings):
            is_answered = undertaking.is_price and has_unit_cost
            if is_answered or any(price.money.yuan in prices for price in undertaking.prices):
                answered.add(index)
    return answered


def _is_output(indicator: Indicator) -> bool:
    return indicator.kind in _OUTPUT_KINDS or indicator.category is Category.OUTPUT
