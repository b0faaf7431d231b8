"""Generated records, as a reader could give them: what a form on paper can say, and nothing else.

Where a strategy is narrower than the model, the reason stands beside it. Blank lines and tabs
inside a cell are left out everywhere, because the text format cannot hold them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from hypothesis import assume
from hypothesis import strategies as st

from jixiao.model.disclosure import Disclosure, Note, Source
from jixiao.model.indicator import Indicator
from jixiao.model.money import MoneyUnit
from jixiao.model.project import Department, Funding, FundingLine, ListedProject, WithheldProject
from jixiao.model.target import PerformanceTarget
from jixiao.readers.forms.cell_text import ticked
from jixiao.readers.forms.indicator_block import classes
from jixiao.readers.value_grammar import read_value
from jixiao.writers.form_layout import TICKED, FormText, Style, form_blocks

HAN = "甲乙丙丁戊己庚辛河湖山村路桥灯树水电气热宣传培训巡查维修养护保洁治理提升改造"
SIGNS = "“”‘’\"'&<>()（）[]【】《》+-=@#%·—…、，。；：！？/\\|_~^*$ "
FORMULA_STARTS = ("=1+1", "+8613", "-5", "@SUM(A1)", '=HYPERLINK("http://x","y")')
# Characters of planes beyond the first, of scripts written from right to left, joined emoji.
RARE = "𠮷𡃁éñ★℃㎡Ⅲ①\u200d\U0001f6a7"

LEVELS = (
    ("产出指标", ("数量指标", "质量指标", "时效指标", "成本指标")),
    ("效益指标", ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标")),
    ("满意度指标", ("满意度指标", "服务对象满意度指标")),
    ("成本指标", ("经济成本指标", "社会成本指标", "生态环境成本指标")),
    ("工作指标", ("日常指标", "")),  # of no class we know
)
VALUES = (
    *("≥95%", "≤96万元", "12期", "1百分比", "24小时", "≥2500个", ">0", "<3.50天", "=100", "90.00"),
    *(
        "2025年年底前",
        "12月31日前",
        "2024-12-31",
        "不低于90%",
        "100%以上",
        "3-5个工作日",
        "约200人",
    ),
    *(
        "显著",
        "及时",
        "优秀",
        "合格",
        "无",
        "本项目不适用此指标",
        "创优四最营商环境",
        "≥**个",
        "0.0",
    ),
    *("1,234.50元", "1600人、200人", "提升服务效果，强化公报服务公众的功能", "≥1000万元"),
)
BARE_NUMBERS = ("95", "100", "0.5", "1,000", "12.50", "007")
UNITS = ("%", "个", "万元", "天", "人次", "个/月", "分钟", "平方米", "家")
STANDARDS = (
    "达到目标得满分，每低1%扣0.5分",
    "完成得10分；未完成不得分",
    "≥95%得满分\n90%-95%得8分",
    "<60%不得分 & 说明原因",
)


def line(least: int = 1, most: int = 24) -> st.SearchStrategy[str]:
    """One line without outer blanks, since readers take these away.

    It begins with a character that no label begins with: a name that reads 其他资金 or 合计 is
    a label to any reader, and to any person.
    """
    characters = st.sampled_from(HAN + SIGNS + RARE + "0123456789ABCabc")
    rest = st.text(characters, min_size=0, max_size=most - 1)
    made = st.builds(lambda first, rest: first + rest, st.sampled_from(HAN + '“"&<(（【《'), rest)
    plain = st.text(st.sampled_from(HAN), min_size=1, max_size=most)
    texts = st.one_of(plain, made).map(str.strip)
    return texts.filter(lambda text: len(text) >= least)


def name() -> st.SearchStrategy[str]:
    """The name of a project or an indicator: also digits alone, formulas, letters."""
    digits = st.integers(0, 10**12).map(str)
    return st.one_of(
        line(2), digits, st.sampled_from(FORMULA_STARTS), line(2).map("12345{}".format)
    )


def paragraph(least: int, most: int = 24) -> st.SearchStrategy[str]:
    """A line outside tables: HTML folds its runs of blanks, as it does in any heading."""
    return line(least, most).map(lambda text: " ".join(text.split()))


def lines() -> st.SearchStrategy[str]:
    """A text of one or several lines, some numbered, none blank."""
    numbered = st.lists(line(4, 60), min_size=2, max_size=6).map(
        lambda items: "\n".join(f"{n}.{item}" for n, item in enumerate(items, 1))
    )
    indented = st.lists(line(4, 40), min_size=2, max_size=4).map("\n  ".join)
    return st.one_of(line(1, 80), numbered, indented)


def amount() -> st.SearchStrategy[Decimal]:
    """An amount of money, with any number of decimals, trailing zeros kept."""
    return st.decimals(0, 10**9, allow_nan=False, allow_infinity=False, places=None).map(
        lambda number: number.quantize(Decimal(1).scaleb(-min(6, -number.as_tuple().exponent)))  # type: ignore[operator]
    ) | st.builds(
        lambda number, places: Decimal(number).scaleb(-places),
        st.integers(0, 10**9),
        st.integers(0, 4),
    )


def maybe(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str | None]:
    return st.none() | strategy


def department() -> st.SearchStrategy[Department]:
    """A department; dashes and brackets at its ends are the code's, so the name has none there."""
    code = st.none() | st.text("0123456789ABC", min_size=2, max_size=9)
    bare = st.text(st.sampled_from(HAN + "“”&<（）"), min_size=2, max_size=20)
    return st.builds(Department, code, bare)


@st.composite
def funding(draw: st.DrawFn) -> Funding:
    """The year's funds; a source nobody knows by name has an amount (see ``target``)."""
    labels = ("上年结转资金", "单位资金", "省级资金", "地方配套")
    return Funding(
        draw(st.none() | amount()),
        draw(st.none() | amount()),
        draw(st.none() | amount()),
        draw(st.none() | st.sampled_from(MoneyUnit)),
        draw(st.none() | amount()),
        tuple(
            FundingLine(label, draw(amount() if label == "地方配套" else st.none() | amount()))
            for label in draw(st.lists(st.sampled_from(labels), max_size=3, unique=True))
        ),
    )


@st.composite
def indicators(draw: st.DrawFn, most: int = 30) -> tuple[Indicator, ...]:
    """Indicators under their levels, class by class.

    A level that is blank means “as above” on every form, so a level-2 label is blank only where
    no other stands above it in its class.
    """
    has_own = draw(st.booleans())
    has_weight, has_standard, has_remark = draw(st.tuples(*[st.booleans()] * 3))
    further = draw(
        st.lists(st.sampled_from(("取值依据", "数据来源", "是否核心")), max_size=2, unique=True)
    )
    made: list[Indicator] = []
    for level1, kinds in draw(st.permutations(LEVELS))[: draw(st.integers(0, 4))]:
        for level2 in reversed(kinds) if "" in kinds else kinds:
            made += [
                _indicator(
                    draw, level1, level2, has_own, has_weight, has_standard, has_remark, further
                )
                for _ in range(draw(st.integers(0, 3)))
            ]
    return tuple(made[:most])


def _indicator(
    draw: st.DrawFn,
    level1: str,
    level2: str,
    has_own: bool,
    has_weight: bool,
    has_standard: bool,
    has_remark: bool,
    further: Sequence[str],
) -> Indicator:
    category, kind = classes(level1, level2)
    value = read_value(draw(st.sampled_from(VALUES) | lines()))
    if has_own and draw(st.booleans()):
        sign = draw(st.sampled_from(("", "≥", "≤", "=", ">", "<")))
        value = read_value(
            draw(st.sampled_from(BARE_NUMBERS)), sign=sign, unit=draw(st.sampled_from(UNITS))
        )
    elif draw(st.integers(0, 9)) == 0:
        value = read_value("")
    weight = draw(st.none() | amount().filter(lambda n: n < 1000)) if has_weight else None
    return Indicator(
        category,
        kind,
        level1,
        level2,
        draw(name()),
        value,
        weight,
        draw(maybe(st.sampled_from(STANDARDS))) if has_standard else None,
        draw(maybe(lines())) if has_remark else None,
        others=tuple((label, text) for label in further if (text := draw(maybe(line())))),
    )


@st.composite
def target(draw: st.DrawFn) -> PerformanceTarget:
    others: list[tuple[str, str]] = []
    for label in draw(
        st.lists(st.sampled_from(KNOWN_LABELS + UNKNOWN_LABELS), max_size=3, unique=True)
    ):
        text = draw(st.sampled_from(("☑新增 □延续", "")) | line())
        if not text and label in UNKNOWN_LABELS:
            continue  # beside a blank, a label nobody knows is a text that stands alone
        others.append((label, text))
        if ticked(text):
            others.append((f"{label}{TICKED}", "、".join(ticked(text))))
    is_two_sided = draw(st.booleans())
    return PerformanceTarget(
        heading=draw(maybe(st.builds("{}.“{}”项目".format, st.integers(1, 99), paragraph(2)))),
        fiscal_year=draw(st.none() | st.integers(2000, 2099)),
        project_name=draw(maybe(name())),
        responsible_person=draw(maybe(line())),
        unit_seal=draw(maybe(line())),
        supervising_department=draw(st.none() | department()),
        implementing_unit=draw(maybe(line())),
        project_source=draw(maybe(line())),
        project_period=draw(maybe(st.sampled_from(("3年", "2024年1月-12月", "202001-202012")))),
        funding=draw(funding()),
        annual_objective=draw(maybe(lines())),
        indicators=draw(indicators()),
        period_objective=draw(maybe(lines())),
        period_indicators=draw(indicators(12)) if is_two_sided else (),
        others=tuple(others),
        form="anhui-platform",  # the official form is the Anhui platform's, so a reader says so
    )


KNOWN_LABELS, UNKNOWN_LABELS = ("联系电话", "项目属性", "支出类型"), ("备案情况", "是否涉密")


@st.composite
def disclosure(draw: st.DrawFn) -> Disclosure:
    """A publication; its notes are those it prints itself, with further ones after them."""
    targets = tuple(draw(st.lists(target(), max_size=3)))
    # A table without indicators is the cover page of the next one, if that has the same name.
    assume(
        not any(
            one.project_name == other.project_name and not (one.indicators or one.period_indicators)
            for one, other in pairwise(targets)
        )
    )
    listed = draw(listed_projects()) if draw(st.booleans()) or not targets else ()
    title = draw(st.none() | titles())
    units = {t.funding.unit for t in targets}
    unit = units.pop() if len(units) == 1 else None
    if listed:
        unit = draw(st.sampled_from(MoneyUnit)) if unit is None or draw(st.booleans()) else unit
    bare = Disclosure(
        issuer=title[0] if title else _only([t.implementing_unit for t in targets]),
        fiscal_year=title[1] if title else _only([t.fiscal_year for t in targets]),
        money_unit=unit,
        listed=listed,
        targets=targets,
        withheld=tuple(draw(st.lists(withheld(), max_size=2, unique_by=lambda w: w.name))),
        title=f"{title[0]}{title[1]}年度项目支出绩效目标" if title else None,
        listed_total=draw(st.none() | amount()) if listed else None,
        stated_projects=draw(st.none() | st.integers(1, 999)),
        stated_published=draw(st.none() | st.integers(1, 999)),
        approved_on=draw(maybe(days())),
        published_on=draw(maybe(days())),
        form="anhui-platform" if targets else "front-list",
        source=Source("原文.docx", "0" * 64, "docx"),
    )
    attached = draw(st.sampled_from(((), ("附件：",))))
    closing = draw(st.lists(paragraph(6, 50), max_size=2))
    with_notes = replace(bare, notes=tuple(Note(text) for text in (*attached, *closing)))
    return replace(with_notes, notes=printed_notes(with_notes))


def printed_notes(record: Disclosure) -> tuple[Note, ...]:
    """The paragraphs of the written form that a reader keeps as notes: all but the headings."""
    return tuple(
        Note(block.text)
        for block in form_blocks(record)
        if isinstance(block, FormText) and block.style is not Style.HEADING
    )


def days() -> st.SearchStrategy[str]:
    return st.dates(date(2000, 1, 1), date(2099, 12, 31)).map(str)


def titles() -> st.SearchStrategy[tuple[str, int]]:
    """Issuer and year; the year in a title is the first one, so the issuer holds no digits.

    What stands before the year is an issuer when it ends as the names of public bodies do.
    """
    issuer = st.text(st.sampled_from(HAN + "“”（）&<"), min_size=1, max_size=20)
    return st.tuples(issuer.map("{}局".format), st.integers(2000, 2099))


@st.composite
def listed_projects(draw: st.DrawFn) -> tuple[ListedProject, ...]:
    """A front list. A row with a name alone reads as a title; a blank unit means “as above”."""
    has_unit = draw(st.booleans())
    made = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        stated = draw(st.none() | amount())
        made.append(
            ListedProject(
                number if stated is None or draw(st.booleans()) else None,
                draw(name()),
                stated,
                implementing_unit=draw(line(2)) if has_unit else None,
            )
        )
    return tuple(made)


@st.composite
def withheld(draw: st.DrawFn) -> WithheldProject:
    """A project named in a note: quotes inside a quoted name must come in pairs."""
    inner = draw(st.text(st.sampled_from(HAN + "&<（）"), min_size=2, max_size=20))
    quoted = draw(st.booleans())
    grounds = ("上年结转项目", "涉密项目", "国家秘密", "应急事项 & 临时安排")
    return WithheldProject(
        f"“{inner}”专项" if quoted else inner,
        draw(st.none() | amount()),
        draw(st.none() | st.sampled_from(grounds)),
    )


def _only(values: list[object]) -> object:
    return values[0] if values and all(value == values[0] for value in values) else None
