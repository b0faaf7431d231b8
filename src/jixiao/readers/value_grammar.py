"""The grammar of target values (指标值): text → comparator, number, unit, nature.

What is read: a sign or its word (≥ ≧ >= ＞＝ 不低于 不少于 至少 以上 …), a number in Arabic or
Chinese digits, a unit glued on, in brackets or in a column of its own, a range, a date or a year
end, a word of degree or state. Everything else is a text. Nothing is guessed: a sign that is not
written is None, and the text is always kept as printed.

The reader walks the characters and looks words up; it holds no regular expressions, because most
runs of the program read fewer values than it would take to compile them.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from jixiao.model.value import Comparator, Nature, TargetValue
from jixiao.readers.deadline import deadline_of, period_end, serial_date
from jixiao.readers.numerals import DIGITS, HAN_NUMERALS, han_number, is_digits, number_end
from jixiao.readers.vocabulary import words

LONGEST = 200  # characters; a longer value is a text

_AT_LEAST, _AT_MOST = Comparator.AT_LEAST, Comparator.AT_MOST
_MORE_THAN, _LESS_THAN, _EQUAL = Comparator.MORE_THAN, Comparator.LESS_THAN, Comparator.EQUAL

SIGNS = {
    **dict.fromkeys((">=", "≥", "≧", "⩾", "=>", "≥=", "不低于", "不少于", "不小于"), _AT_LEAST),
    **dict.fromkeys(("不得低于", "不得少于", "不能低于", "大于等于", "大于或等于"), _AT_LEAST),
    **dict.fromkeys(("高于或等于", "高于等于", "至少", "达到", "达", "最低", "最少"), _AT_LEAST),
    **dict.fromkeys(("<=", "≤", "≦", "⩽", "=<", "≤=", "不高于", "不超过", "不超"), _AT_MOST),
    **dict.fromkeys(("不多于", "不大于", "不得超过", "不得高于", "小于等于"), _AT_MOST),
    **dict.fromkeys(("小于或等于", "低于或等于", "低于等于", "至多", "控制在", "最多"), _AT_MOST),
    **dict.fromkeys(("最高", "不突破"), _AT_MOST),
    **dict.fromkeys(("=", "等于", "=="), _EQUAL),
    **dict.fromkeys((">", "大于", "高于", "超过", "多于", "﹥"), _MORE_THAN),
    **dict.fromkeys(("<", "小于", "低于", "少于", "﹤"), _LESS_THAN),
}
_TAILS = {
    **dict.fromkeys(("及以上", "(含)以上", "含以上", "以上", "或以上"), _AT_LEAST),
    **dict.fromkeys(("及以下", "(含)以下", "含以下", "以内", "以下", "之内", "或以下"), _AT_MOST),
    **dict.fromkeys(("内", "之前", "以前", "前"), _AT_MOST),
}
_TIME_TAILS = ("内", "之前", "以前", "前")
_WIDE = str.maketrans(
    "０１２３４５６７８９．％﹪＞＜＝（）［］＋－﹣～〜∼，：；／",
    "0123456789.%%><=()[]+--~~~,:;/",
)
_SIGN_STARTS = frozenset(word[0] for word in SIGNS)
_LONGEST_SIGN = max(map(len, SIGNS))
_CALENDAR = frozenset("年月底末季度")
_RANGE_MARKS = frozenset("-~至到—–―－")
_PER_MARKS = frozenset("/每·*．•")
_STOPS = frozenset(",、;:。！!？?…")

# Words before a number that do not change what it says (“每年12期”, “增长5%以上”).
_LEADS = tuple(
    words(
        "每年度 每年 全年 年度 年均 每季度 每月 每周 每日 每天 每人 每次 累计 合计 共计 总计 共 "
        "平均 人均 计划 预计 同比增长 同比提高 同比增加 同比下降 同比降低 较上年增长 较上年提高 "
        "较上年增加 较上年下降 较上年降低 比上年增长 比上年提高 比上年增加 比上年下降 比上年降低 "
        "提高 提升 增长 增加 降低 下降 减少 缩短 节约 新增 保持在 稳定在 维持在 保持 完成 实现 "
        "确保 保证 人民币 于 在"
    )
)
_APPROXIMATE = ("大约", "将近", "接近", "约", "近")
# Words after a unit that say what is done, not in what it is counted (“24小时响应”).
_DONE = tuple(
    words(
        "内完成 完成率 完成 办结 响应 到位 发放 拨付 支付 覆盖 达标 合格 修复 处理 解决 反馈 送达 "
        "左右 上下"
    )
)
UNITS = frozenset(
    words(
        "个 种 家 台 件 套 辆 人 名 位 户 次 篇 份 场 期 本 天 日 月 年 周 季 季度 小时 分钟 秒 "
        "个月 个工作日 工作日 日历天 人次 人天 人日 班次 批次 频次 项 条 批 届 册 座 处 所 部 支 "
        "例 张 只 棵 株 盏 间 栋 幢 艘 艇 头 颗 块 枚 页 字 亩 公顷 平方米 平方公里 平方千米 "
        "立方米 米 千米 公里 吨 千克 公斤 克 升 元 万元 亿元 角 % ‰ 分 级 倍 岁 度 号 课时 学时 "
        "标箱 车次 架次 幅 封 户次 家次 套次 户数 人数 个百分点 百分点 镇 乡 村 县 市 区 社区 "
        "学校 万人 万人次 万元 万张 万户 万次 万个 万吨 万亩 点 轮 堂 节 组 段 门 面 片 趟 顿 桶 "
        "箱 袋 包 瓶 双 对 ㎡ m² 平米"
    )
)
_LONGEST_UNIT = max(map(len, UNITS))
_LONGEST_NEW_UNIT = 3  # characters of a unit that is not in the list
_LONGEST_COUNTED = 4  # characters of what is counted, after the unit (“3家企业”)
# Units that make other words after a Chinese numeral: 一级, 十分, 一面.
_NOT_AFTER_HAN = frozenset(words("级 度 号 点 段 分 面 门 对 双 部 位"))

# Words of degree and state (定性值用语). A value is graded when it is such a word, alone or with a
# word of measure before it, or one of these with the noun it commonly takes (效果明显).
_GRADES = frozenset(
    words(
        "显著 明显 及时 优秀 优良 良好 合规 合格 合法 深入 较高 高 较大 大 较好 好 畅通 通畅 最优 "
        "适配 优 良 中 低 差 较强 强 健全 完善 完备 规范 准确 稳定 平稳 安全 满意 完成 达标 按时 "
        "准时 按期 正常 长期 持续 有效 充分 充足 良性 提高 提升 改善 增强 降低 减少 稳步提升 "
        "不断提高 持续改善 逐步提高 逐年提高 有所提高 有所提升 有所改善 巩固提高 巩固提升 全面 "
        "齐全 一般 较低 较差 较小 是 否 可控 严格 顺利 到位 达成 达到 促进 优化 节约 合理 高效 "
        "便捷 真实 完整 清晰 符合 无误 不超预算 合理可行 足额 应发尽发 应保尽保 应补尽补 应收尽收"
    )
)
_MEASURES = frozenset(
    words(
        "效果 成效 作用 影响 程度 效益 经济效益 社会效益 生态效益 质量 水平 基本 比较 较为 较 "
        "非常 很 十分 进一步 得到 得以 逐步 明显 显著 有效 大幅 稳步 持续 不断 按 达到 影响程度"
    )
)
_LONGEST_MEASURE = max(map(len, _MEASURES))
_GRADE_ENDS = (
    "完成",
    "达标",
    "提高",
    "提升",
    "改善",
    "增强",
    "发展",
    "影响",
    "可持续",
    "水平",
    "以上",
)
_FIXED_GRADES = frozenset(
    words(
        "符合相关规定 达成预期指标 影响可持续 达到预期目标 达成预期目标 达成年度指标 "
        "部分达成预期指标 未达成预期指标 符合要求 符合规定 符合标准 达到标准 按时办结 按时完成 "
        "保持稳定 控制在预算内 控制在预算范围内 不超过预算 预算范围内 不超预算金额"
    )
)
_LONGEST_GRADE = 14
_LAST_CHARACTERS = frozenset([word[-1] for word in (*_GRADES, *_GRADE_ENDS)])


class _Quantity(NamedTuple):
    """A number and what stands after it."""

    number: Decimal
    upper: Decimal | None
    tail: str
    approximate: bool = False


def is_graded(text: str) -> bool:
    """Whether ``text`` is a word of degree or state (定性值): 显著, 效果明显, 符合相关规定."""
    word = text.strip().strip('。；;，,“”"')
    if word in _GRADES or word in _FIXED_GRADES:
        return True
    if not 1 < len(word) <= _LONGEST_GRADE or word[-1] not in _LAST_CHARACTERS:
        return False
    return any(_ends_graded(word[start:]) for start in _after_measures(word))


def _after_measures(word: str) -> list[int]:
    """Where a grade may begin: after any run of words of measure."""
    reached = [0]
    for start in reached:
        for length in range(1, _LONGEST_MEASURE + 1):
            end = start + length
            if end < len(word) and word[start:end] in _MEASURES and end not in reached:
                reached.append(end)
    return reached


def _ends_graded(rest: str) -> bool:
    return rest in _GRADES or any(
        rest.endswith(end) and rest[: -len(end)] in _GRADES for end in _GRADE_ENDS
    )


def read_value(
    text: str,
    *,
    sign: str | None = None,
    unit: str | None = None,
    number_format: str | None = None,
) -> TargetValue:
    """The target value printed as ``text``.

    ``sign`` and ``unit`` are the texts of columns of their own (指标性质, 计量单位), where the form
    has them; ``number_format`` is a spreadsheet's format, under which 0.95 is shown as 95%.

    >>> read_value("≥2500个").number, read_value("1百分比").unit, read_value("2025年底前").deadline
    (Decimal('2500'), '%', '2025-12-31')
    """
    value = _read(text, number_format)
    if (sign is None and unit is None) or value.number is None:
        return value
    comparator = value.comparator
    if comparator is None and sign:
        comparator = sign_of(sign)
    stated_unit = value.unit
    if not stated_unit and unit:
        stated_unit = unit_of(unit)
    return TargetValue(
        value.text,
        value.nature,
        comparator,
        value.number,
        stated_unit,
        value.upper,
        value.deadline,
        value.approximate,
    )


def sign_of(text: str) -> Comparator | None:
    """The comparator a cell of the column 指标性质 names; None for 定性, 正向 and the like."""
    return SIGNS.get(_folded(text))


@lru_cache(maxsize=4096)
def unit_of(text: str) -> str | None:
    """The unit as the field writes it: 百分比 and (%) are %, brackets and blanks fall away."""
    unit = _folded(text).strip("()[]【】")
    if unit in ("百分比", "百分率", "百分之"):
        return "%"
    if unit in ("", "无", "/", "-", "—", "\\", "不适用"):
        return None
    return unit


def _folded(text: str) -> str:
    return "".join(text.translate(_WIDE).split())


@lru_cache(maxsize=8192)
def _read(original: str, number_format: str | None) -> TargetValue:
    printed = original.strip()
    if printed in _GRADES or printed in _FIXED_GRADES:
        return TargetValue(printed, Nature.GRADED)
    if number_format is None:
        plain = _read_plain(printed)
        if plain is not None:
            return plain
    if len(printed) > LONGEST:
        return TargetValue(printed, Nature.TEXT)
    text = _folded(printed).rstrip("。;,、")
    if not text:
        return TargetValue(printed, Nature.TEXT)
    if number_format is not None and _is_plain_number(text):
        shown = _read_stored(printed, text, number_format)
        if shown is not None:
            return shown
    value: TargetValue | None = None
    if not DIGITS.isdisjoint(text):
        value = (
            _read_deadline(printed, text)
            or _read_period(printed, text)
            or _read_number(printed, text)
            or _read_list(printed, text)
        )
    else:
        if not _CALENDAR.isdisjoint(text):
            value = _read_deadline(printed, text)
        if value is None and not HAN_NUMERALS.isdisjoint(text):
            value = _read_number(printed, text)
    return value or _without_number(printed, text)


def _read_plain(printed: str) -> TargetValue | None:
    """The commonest shape at once: a sign of one character or none, digits, a known unit."""
    comparator = SIGNS.get(printed[:1])
    body = printed[1:] if comparator is not None else printed
    unit = body.lstrip("0123456789.")
    digits = body[: len(body) - len(unit)]
    if unit == "百分比":
        unit = "%"
    elif unit not in UNITS or (unit == "年" and len(digits) == 4):
        return None
    whole, point, fraction = digits.partition(".")
    if not whole or (point and (not fraction or "." in fraction)):
        return None
    return TargetValue(printed, Nature.QUANTITATIVE, comparator, Decimal(digits), unit)


def _read_deadline(
    printed: str, text: str, comparator: Comparator | None = None
) -> TargetValue | None:
    """A date by which something is done; “前” says that it is the last one."""
    deadline = deadline_of(text)
    if deadline is None:
        return None
    if deadline.is_before:
        comparator = _AT_MOST
    return TargetValue(printed, Nature.QUANTITATIVE, comparator, deadline=deadline.iso)


def _read_period(printed: str, text: str) -> TargetValue | None:
    """A stretch of time; its end is the deadline."""
    end = period_end(text)
    return TargetValue(printed, Nature.QUANTITATIVE, deadline=end) if end is not None else None


def _without_number(printed: str, text: str) -> TargetValue:
    return TargetValue(printed, Nature.GRADED if is_graded(text) else Nature.TEXT)


def _read_stored(printed: str, text: str, number_format: str) -> TargetValue | None:
    """A number as a spreadsheet stores it, under a format of percent or date."""
    if "%" in number_format:
        return TargetValue(printed, Nature.QUANTITATIVE, None, _percent(text), "%")
    lower = number_format.lower()
    if "yy" in lower or 'm"月"' in lower or "e/m" in lower:
        day = serial_date(text)
        if day is not None:
            return TargetValue(printed, Nature.QUANTITATIVE, deadline=day)
    return None


def _is_plain_number(text: str) -> bool:
    whole, _, fraction = text.removeprefix("-").partition(".")
    return is_digits(whole) and ("." not in text or is_digits(fraction))


def _percent(text: str) -> Decimal:
    number = Decimal(text) * 100
    if number == number.to_integral():
        return number.quantize(Decimal(1)) if number.adjusted() < 20 else number
    return number.normalize()


def _read_number(printed: str, text: str) -> TargetValue | None:
    """Sign, number, unit — as the whole text, or after a name that holds no number."""
    comparator, rest = _sign_at_start(text)
    if comparator is not None:
        return _read_deadline(printed, rest, comparator) or _read_quantity(
            printed, comparator, rest
        )
    value = _read_quantity(printed, None, rest)
    if value is not None:
        return value
    for index, character in enumerate(text):
        if character in DIGITS or index > 16:
            break
        if character in _SIGN_STARTS and index:
            comparator, rest = _sign_at_start(text[index:])
            value = _read_quantity(printed, comparator, rest) if comparator is not None else None
            if value is not None:
                return value
    return None


def _sign_at_start(text: str) -> tuple[Comparator | None, str]:
    if text[:1] in _SIGN_STARTS:
        for length in range(_LONGEST_SIGN, 0, -1):
            comparator = SIGNS.get(text[:length])
            if comparator is not None:
                return comparator, text[length:]
    return None, text


def _read_quantity(printed: str, comparator: Comparator | None, text: str) -> TargetValue | None:
    rest, is_loose = text.removeprefix("(含)"), False
    if rest[:1] not in DIGITS:
        rest, comparator, is_loose = _without_lead(rest, comparator)
    quantity = _quantity(rest)
    if quantity is None:
        return None
    number, upper, tail, approximate = quantity
    tail, comparator, ends_loose = _without_end(tail, comparator)
    unit = _unit(tail)
    if unit is None:
        return None
    return TargetValue(
        printed,
        Nature.QUANTITATIVE,
        comparator,
        number,
        unit or None,
        upper,
        approximate=approximate or is_loose or ends_loose,
    )


def _without_lead(text: str, comparator: Comparator | None) -> tuple[str, Comparator | None, bool]:
    """The text from its number on, the sign met on the way, and whether 约 stood there."""
    is_loose = False
    for _ in range(4):
        for word in _APPROXIMATE:
            if text.startswith(word):
                text, is_loose = text[len(word) :], True
        for word in _LEADS:
            if text.startswith(word) and len(text) > len(word):
                text = text[len(word) :]
                break
        text = text.lstrip("¥￥:(")
        met, rest = _sign_at_start(text)
        if met is None:
            break
        comparator, text = comparator or met, rest
    return text, comparator, is_loose


def _quantity(text: str) -> _Quantity | None:
    """The number at the start of ``text``, the upper end of a range, and what follows."""
    end = number_end(text)
    if not end:
        return _han_quantity(text)
    number = _decimal(text[:end])
    tail = text[end:]
    if tail[:1] in "/:" and tail[1:2] in DIGITS:
        return None
    upper = None
    after = _range_at(tail)
    if after is not None:
        stop = number_end(after)
        upper, tail = _decimal(after[:stop]), after[stop:]
    is_loose = tail[:1] in ("余", "多", "几", "+") and tail[:2] not in ("多种", "多个")
    return _Quantity(number, upper, tail[1:] if is_loose else tail, is_loose)


def _range_at(tail: str) -> str | None:
    """What follows the mark of a range: “90%-95%”, “10人至20人”; None where there is none."""
    for skip in range(min(4, len(tail) - 1)):
        if tail[skip] in _RANGE_MARKS:
            after = tail[skip + 1 :]
            after = after.removeprefix("-")
            has_unit = not skip or tail[:skip] == "%" or tail[:skip] in UNITS
            if after[:1] in DIGITS and has_unit:
                return after
            return None
    return None


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", "").lstrip("+"))


def _han_quantity(text: str) -> _Quantity | None:
    """A number in Chinese digits before a word of measure: 三次, 百分之九十五, 十二期."""
    scale = next((w for w in ("百分之", "千分之") if text.startswith(w)), "")
    body = text[len(scale) :]
    end = number_end(body) if scale else 0
    if end:
        return _Quantity(_decimal(body[:end]), None, ("%", "‰")[scale == "千分之"] + body[end:])
    end = 0
    while end < len(body) and body[end] in HAN_NUMERALS:
        end += 1
    if not end or end > 12:
        return None
    han = han_number(body[:end])
    if han is None:
        return None
    number = Decimal(han)
    if scale:
        return _Quantity(number, None, ("%", "‰")[scale == "千分之"] + body[end:])
    tail = body[end:]
    bare = tail
    for word in ("以上", "以内", "以下", "左右", "之内", "内"):
        bare = bare.removesuffix(word)
    is_loose = bare[:1] in ("余", "多")
    bare = bare[1:] if is_loose else bare
    if bare not in UNITS or bare in _NOT_AFTER_HAN:
        return None
    return _Quantity(number, None, tail[1:] if is_loose else tail, is_loose)


def _without_end(tail: str, comparator: Comparator | None) -> tuple[str, Comparator | None, bool]:
    """The tail without 以上, 以内, 左右 and what is done; the sign these words state."""
    is_loose = False
    for _ in range(3):
        before = tail
        for word, stated in _TAILS.items():
            if tail.endswith(word):
                bare = tail[: -len(word)]
                if word in _TIME_TAILS and bare and not _counts_time(bare):
                    break
                tail, comparator = bare, comparator or stated
                break
            if len(word) > 1 and tail.startswith(word):
                tail, comparator = tail[len(word) :], comparator or stated
                break
        for word in _DONE:
            if tail.endswith(word):
                bare = tail[: -len(word)]
                if bare in UNITS or bare == "" or bare[-1:] == "内":
                    tail = bare
                    is_loose = is_loose or word in ("左右", "上下")
                break
        if tail == before:
            break
    return tail, comparator, is_loose


def _counts_time(unit: str) -> bool:
    return unit[-1:] in "天日月年周时钟秒" or unit in ("季度", "个季度")


def _unit(tail: str) -> str | None:
    """The unit in ``tail``, empty where there is none; None when it reads on as a sentence."""
    if not tail or tail in UNITS:
        return tail
    start = min((at for mark in "([【" if (at := tail.find(mark)) >= 0), default=-1)
    if start >= 0:
        return _unit_and_note(tail, start)
    if tail[0] == "%":
        rest = tail[1:]
        if not _goes_on(rest):
            return tail if rest[0] in _PER_MARKS else "%"
        return None
    if tail.startswith(("百分比", "百分率")):
        return None if _goes_on(tail[3:]) else "%"
    if _goes_on(tail):
        return None
    if any(mark in tail for mark in _PER_MARKS) or tail.isascii():
        return tail
    scale = tail[0] if tail[0] in "万亿千百" else ""
    counted = tail[len(scale) :]
    for length in range(min(_LONGEST_UNIT, len(counted)), 0, -1):
        if counted[:length] in UNITS:  # “3家企业” is counted in 家, “3台套” in 台套
            rest = counted[length:]
            if not rest or rest in UNITS:
                return tail
            return scale + counted[:length] if len(rest) <= _LONGEST_COUNTED else None
    return tail if len(tail) <= _LONGEST_NEW_UNIT else None


def _unit_and_note(tail: str, start: int) -> str | None:
    """The unit before a bracket, or in it where none stands before: “%（抽样）”, “（个）”."""
    close = min((at for mark in ")]】" if (at := tail.find(mark, start)) >= 0), default=-1)
    inner = tail[start + 1 : close] if close > start else tail[start + 1 :]
    after = tail[close + 1 :] if close > start else ""
    if not DIGITS.isdisjoint(after) or len(after) > _LONGEST_COUNTED:
        return None
    if start:
        return _unit(tail[:start])
    unit = unit_of(inner) or ""
    return unit if unit in UNITS or (len(inner) <= _LONGEST_COUNTED and not _goes_on(inner)) else ""


def _goes_on(tail: str) -> bool:
    """What follows the number is no unit: it holds digits or stops, or is as long as a clause."""
    if any(c in DIGITS or c in _STOPS or c in "()×<>=≥≤" for c in tail):
        return True
    if len(tail) <= 6:
        return False
    return len(tail) > 12 or not any(c in _PER_MARKS for c in tail)


def _read_list(printed: str, text: str) -> TargetValue | None:
    """Several quantities in one cell (“1600人、200人”): quantitative, but no single number."""
    for mark in "、;,和":
        if mark in text:
            parts = [part for part in text.split(mark) if part]
            if len(parts) > 1 and all(_read_number(part, part) is not None for part in parts):
                return TargetValue(printed, Nature.QUANTITATIVE)
    return None
