"""Tables that are no project target table: told by what they print, named, and not half read.

Some belong to the same family (自评表, 监控表, 部门整体); later versions read those. Others only
share the words (staff appraisal, course lists, budget books); they are refused by name.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from jixiao.model.exceptions import NotAPerformanceForm
from jixiao.readers.forms.labels import folded, label
from jixiao.readers.forms.variants import VARIANTS, Variant
from jixiao.readers.grid import Cell, Grid, Layout, Paragraph

TITLES = (
    "绩效目标表",
    "绩效目标申报表",
    "绩效目标公开表",
    "绩效目标批复表",
    "绩效目标情况表",
    "绩效目标填报表",
    "项目申报表",
    "绩效目标申报书",
    "绩效检查表",
)
_DEPARTMENT = ("部门整体", "整体支出", "整体绩效", "整体预算", "单位整体")
_BY_TITLE = (
    ("self-evaluation", ("自评",)),
    ("monitoring", ("监控表", "监控情况表", "执行监控", "运行监控")),
    ("department-target", _DEPARTMENT),
    ("target-review", ("绩效目标审核", "目标审核表")),
    ("evaluation-scheme", ("评价指标体系", "绩效评价表", "评价评分表", "绩效评价指标")),
    ("staff-appraisal", ("绩效考核", "考核指标", "考核表", "考核评分", "绩效考评")),
    (
        "budget-table",
        (
            "收支预算",
            "收支总表",
            "收支决算",
            "收入预算",
            "支出预算",
            "收入决算",
            "支出决算",
            "拨款收支",
            "三公",
            "财务收支",
            "支出功能分类",
            "经济分类预算",
            "基本支出",
            "机关运行经费",
            "政府采购预算",
        ),
    ),
)
# Two labels of a group together tell a table that prints no title.
_BY_LABELS = (
    (
        "staff-appraisal",
        frozenset({"考核项目", "考核内容", "考核内容和方式", "标准分", "考核标准", "被考核人"}),
    ),
    (
        "budget-table",
        frozenset(
            {"功能分类科目编码", "功能分类科目名称", "经济分类科目名称", "收入总计", "支出总计"}
        ),
    ),
    (
        "monitoring",
        frozenset({"完成目标可能性", "偏差原因分析", "全年预计完成情况", "全年预计执行数"}),
    ),
    ("self-evaluation", frozenset({"实际完成值", "全年执行数", "得分", "自评得分", "执行率"})),
    (
        "target-review",
        frozenset({"审核内容", "审核要点", "审核意见", "审核得分", "审核说明"}),
    ),
    ("department-target", frozenset({"部门名称", "年度主要任务", "年度重点工作任务", "任务名称"})),
)
_LONGEST_TITLE = 60  # characters
_TOP = 8  # rows in which a table says what it is


@lru_cache(maxsize=1024)
def is_form_title(text: str) -> bool:
    """The text is the printed title of a target table."""
    if not 4 < len(text) <= _LONGEST_TITLE or "表" not in text:
        return False
    return label(text).endswith(TITLES) and not _department_word(text) and "自评" not in text


def _department_word(text: str) -> bool:
    return any(word in text for word in _DEPARTMENT)


@lru_cache(maxsize=1024)
def other_form_titled(text: str) -> str | None:
    """The id of the form a title names, when it is another than the project target table."""
    if not 2 < len(text) <= _LONGEST_TITLE:
        return None
    bare = folded(text)
    for form, words in _BY_TITLE:
        for word in words:
            if word in bare:
                if form == "self-evaluation" and _department_word(bare):
                    return "department-self-evaluation"
                return form
    return None


def other_form(grid: Grid, heading: Paragraph | None) -> str | None:
    """The id of the form ``grid`` is, when it says that it is no project target table."""
    seen: set[str] = set()
    for row in grid.rows[:_TOP]:
        text = lone_text(row)
        if text:
            if "表" in text or "考核" in text:
                form = other_form_titled(text)
                if form is not None:
                    return form
                if is_form_title(text):
                    return None
        else:
            seen.update([label(cell.text) for cell in row if 1 < len(cell.text) <= 16])
    for form, labels in _BY_LABELS:
        if len(labels & seen) > 1:
            return form
    if heading is not None and label(heading.text).endswith("表"):
        return other_form_titled(heading.text)
    return None


def lone_text(row: list[Cell]) -> str:
    """The text of a row in which only one cell holds any; empty otherwise."""
    found = ""
    for cell in row:
        if cell.text:
            text = cell.text.strip()
            if text:
                if found:
                    return ""
                found = text
    return found


def refusal(layout: Layout, file: str, forms: Iterable[str]) -> NotAPerformanceForm:
    """Why nothing was read: what the file looks like, and what to do now."""
    named = [VARIANTS[form] for form in dict.fromkeys(forms)]
    kin = [v for v in named if v.id not in ("staff-appraisal", "budget-table")]
    if kin:
        return _of_the_family(file, kin)
    if named:
        return _look_alike(layout, file, named[0])
    if not layout.blocks:
        return NotAPerformanceForm(
            f"“{file}”里没有任何文字和表格。请确认文件不是空的，或者不是扫描件。",
            f"“{file}” holds no text and no table; please check that it is not empty or a scan",
        )
    if not layout.grids:
        return _prose(layout, file)
    zh, en = _described(layout)
    return NotAPerformanceForm(
        f"“{file}”不是项目支出绩效目标表：{zh}，没有“一级指标、三级指标、指标值”这样的栏目。请确认选对了文件。",
        f"“{file}” is no performance target table: {en}; it has no columns like "
        "一级指标, 三级指标, 指标值; please check the file",
    )


def _of_the_family(file: str, forms: list[Variant]) -> NotAPerformanceForm:
    zh, en = "、".join(v.zh for v in forms), ", ".join(v.en for v in forms)
    if all(v.id in ("self-evaluation", "department-self-evaluation") for v in forms):
        return NotAPerformanceForm(
            f"“{file}”里是{zh}，没有项目支出绩效目标表。"
            "要按办法重新计算自评得分，请用 jixiao score。",
            f"“{file}” holds {en}, no project target table; use jixiao score to score it again",
        )
    return NotAPerformanceForm(
        f"“{file}”里是{zh}，没有项目支出绩效目标表。本版本只读取目标表，没有读取这份文件；请改选申报或公开的目标表。",
        f"“{file}” holds {en}, no project target table; this version reads target tables only "
        "and has read nothing; please choose the declared or published target table",
    )


def _look_alike(layout: Layout, file: str, form: Variant) -> NotAPerformanceForm:
    zh, en = _described(layout)
    return NotAPerformanceForm(
        f"“{file}”看起来是{form.zh}，不是财政项目支出绩效表：{zh}。请确认选对了文件。",
        f"“{file}” looks like a {form.en}, not like a performance form of public expenditure: "
        f"{en}; please check the file",
    )


def _prose(layout: Layout, file: str) -> NotAPerformanceForm:
    said = [block.text for block in layout.blocks if isinstance(block, Paragraph)]
    said = [text for text in said if "绩效目标" in text]
    zh = "绩效目标只写在文字里，没有指标表" if said else "只有文字，没有表格"
    en = (
        "performance targets are only spoken of in sentences, there is no table of indicators"
        if said
        else "there is only text and no table"
    )
    counted = next((_short(sentence) for text in said for sentence in _counting(text)), None)
    if counted is not None:
        zh, en = f"{zh}（“{counted}”）", f"{en} (“{counted}”)"
    return NotAPerformanceForm(
        f"“{file}”里{zh}，无法读取。请改选附有项目支出绩效目标表的文件。",
        f"“{file}” cannot be read: {en}; please choose the file with the target tables",
    )


def _counting(text: str) -> list[str]:
    """The sentences that say how many projects have targets."""
    sentences = text.replace("；", "。").replace("\n", "。").split("。")
    return [
        sentence
        for sentence in sentences
        if "绩效目标" in sentence
        and ("个" in sentence or "项" in sentence)
        and any(c.isdigit() for c in sentence)
    ]


def _described(layout: Layout) -> tuple[str, str]:
    """What the file prints: its first title and the header of its first real table."""
    title = header = ""
    for block in layout.blocks:
        if isinstance(block, Paragraph):
            title = title or block.text.strip()
            continue
        for row in block.rows[:_TOP]:
            text = lone_text(row)
            if text:
                title = title or text
            elif not header and sum("：" not in c.text and c.text.strip() != "" for c in row) > 1:
                header = "、".join(label(c.text) for c in row[:8] if c.text.strip())
        if header:
            break
    zh = "，".join(
        ([f"标题是“{_short(title)}”"] if title else [])
        + ([f"表头是“{_short(header)}”"] if header else [])
    )
    en = ", ".join(
        ([f"its title is “{_short(title)}”"] if title else [])
        + ([f"the first row of its table is “{_short(header)}”"] if header else [])
    )
    return zh or "表格是空白的", en or "its tables are blank"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"
