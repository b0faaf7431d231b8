"""What headings and period cells say: the project's name (标题), its years (项目期)."""

from __future__ import annotations

_NUMERALS = frozenset("0123456789０１２３４５６７８９一二三四五六七八九十（( 附件表项目")
_AFTER_NUMBER = frozenset(".．、)）：: ")
_QUOTES = str.maketrans("", "", "“”‘’\"'《》 \t\u3000\xa0")
_FORM_NAMES = (
    "项目支出绩效目标表",
    "项目绩效目标表",
    "支出绩效目标表",
    "绩效目标表",
    "绩效目标申报表",
)
# Headings that end so are about the form or the document, not the name of a project.
_NO_NAME = (
    "情况",
    "目录",
    "清单",
    "表",
    "说明",
    "目标",
    "指标",
    "公开",
    "绩效",
    "概况",
    "依据",
    "年度",
)
_OPEN_ENDED = ("起", "后", "以来", "开始", "至今", "-", "—")
_PROJECT_ENDINGS = ("项目", "经费", "资金", "费用", "费", "补助", "补贴", "工程", "专项")
_KINDS = (
    *(
        "部门预算",
        "特定目标类",
        "其他运转类",
        "重点",
        "一般",
        "专项",
        "项目",
        "支出",
        "资金",
        "经费",
    ),
    *("本级", "市级", "县级", "区级", "省级", "其他", "预算", "部门"),
)
_HAN_YEARS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "十": 10}


def project_in_heading(heading: str) -> str | None:
    """The project's name a heading gives, without number and quotes; None when it gives none.

    >>> project_in_heading("5. “12345”便民热线项目"), project_in_heading("一、部门预算项目")
    ('12345便民热线项目', None)
    """
    text = heading.strip()
    numbered = False
    for position, character in enumerate(text[:6]):
        if character in _AFTER_NUMBER and position and _NUMERALS.issuperset(text[:position]):
            text, numbered = text[position + 1 :].strip(), True
            break
    quoted = text.startswith(("“", '"', "《"))
    name = text.translate(_QUOTES)
    for form_name in _FORM_NAMES:
        name = name.removesuffix(form_name)
    if not (numbered or quoted or name.endswith(_PROJECT_ENDINGS)):
        return None
    if not quoted and (name.endswith(_NO_NAME) or "绩效目标" in name):
        return None
    core = name
    for word in filter(name.__contains__, _KINDS):
        core = core.replace(word, "")
    return name if len(core) >= 3 else None


def years_in(period: str) -> int | None:
    """The length of a period in years, rounded, at least one; None when the text does not say."""
    text = period.strip()
    count = text.removesuffix("年")
    if count in _HAN_YEARS:
        return _HAN_YEARS[count]
    if count.isascii() and count.isdigit() and len(count) < 4:
        return int(count)
    dates = _dates(text)
    if len(dates) == 1:
        return None if text.endswith(_OPEN_ENDED) else 1
    if len(dates) != 2:
        return None
    (first_year, first_month), (last_year, last_month) = dates
    months = (last_year - first_year) * 12 + (last_month or 12) - (first_month or 1) + 1
    return max(1, (months + 6) // 12) if months > 0 else None


def bounds_of(period: str) -> tuple[int, int] | None:
    """The first and last year a period names; None where it names none or does not end.

    >>> bounds_of("2022.7-2025.7"), bounds_of("2024年"), bounds_of("3年"), bounds_of("2021年起")
    ((2022, 2025), (2024, 2024), None, None)
    """
    dates = _dates(period)
    if not dates or period.strip().endswith(_OPEN_ENDED):
        return None
    return dates[0][0], dates[-1][0]


def years_named(name: str) -> list[int]:
    """The years in a name, “2023年” and those of “2023-2025年”.

    >>> years_named("2023-2025年度维护"), years_named("2022年保障"), years_named("采购2000册")
    ([2023, 2025], [2022], [])
    """
    found = []
    position = name.find("年") if "20" in name else -1
    while position >= 0:
        for start in (position - 9, position - 4):
            year = name[max(0, start) : start + 4]
            is_year = len(year) == 4 and year.startswith("20") and year.isdecimal()
            if is_year and (start == position - 4 or name[start + 4] in "-—–~至"):
                found.append(int(year))
        position = name.find("年", position + 1)
    return found


def _dates(text: str) -> list[tuple[int, int | None]]:
    """The years, with month where there is one: “2022.7-2025.7”, “20200101-20201231”."""
    found: list[tuple[int, int | None]] = []
    for digits in "".join(c if c.isascii() and c.isdigit() else " " for c in text).split():
        if digits.startswith("20") and len(digits) in (4, 6, 8):
            found.append((int(digits[:4]), int(digits[4:6]) if len(digits) > 4 else None))
        elif len(digits) < 3 and found and found[-1][1] is None:
            found[-1] = (found[-1][0], int(digits))
    return found


def times_in_year(name: str, year: int | None) -> tuple[int, str, str]:
    """How often a year a quantity named so is counted, and how that is written: 日均 → “×366天”.

    0 times for a daily quantity when the year is unknown.
    """
    if name.startswith(("日均", "每日", "每天", "日平均")):
        is_leap = year is not None and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        days = 0 if year is None else 366 if is_leap else 365
        return days, f"×{days}天", f" × {days} days"
    if name.startswith(("月均", "每月", "月平均")):
        return 12, "×12个月", " × 12 months"
    if name.startswith(("季均", "每季", "季度平均")):
        return 4, "×4个季度", " × 4 quarters"
    return 1, "", ""
