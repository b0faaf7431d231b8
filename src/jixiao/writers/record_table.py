"""Records for people: a table on the terminal, or CSV with a row an indicator."""

from __future__ import annotations

import csv
import io

from jixiao.model.disclosure import Disclosure
from jixiao.model.target import PerformanceTarget
from jixiao.model.target_review import TargetReview
from jixiao.model.value import TargetValue
from jixiao.writers.findings_csv import harmless
from jixiao.writers.visible import visible

STATUS = {
    "found": ("已公开", "published"),
    "missing": ("缺表", "table missing"),
    "unlisted": ("清单未列", "not in the list"),
    "withheld": ("不公开", "withheld"),
}
PAGE_STATUS = {
    "form": ("绩效表", "forms"),
    "list": ("项目清单", "the list of projects"),
    "table": ("其他表格，没有取用", "other tables, not taken"),
    "text": ("文字", "text"),
    "picture": ("图片，没有读取", "pictures, not read"),
    "blank": ("空白", "nothing"),
}
COLUMNS = (
    ("文件", "file"),
    ("部门", "issuer"),
    ("年度", "fiscal_year"),
    ("项目名称", "project"),
    ("年度资金总额", "funds"),
    ("单位", "money_unit"),
    ("一级指标", "level1"),
    ("二级指标", "level2"),
    ("三级指标", "indicator"),
    ("指标值", "value"),
    ("性质", "nature"),
    ("比较符", "comparator"),
    ("数值", "number"),
    ("计量单位", "unit"),
)


def disclosure_table(disclosure: Disclosure, language: str = "zh") -> str:
    """The list with its reconciliation, then each table's indicators; notices last."""
    d = disclosure
    zh = language != "en"
    lines = [d.title or f"{d.issuer or '—'} {d.fiscal_year or ''}"]
    for number, account in enumerate(d.accounting, 1):
        amount = account.listed_amount if account.listed_amount is not None else ""
        status = STATUS[account.status][0 if zh else 1]
        lines.append(f"  {number:>3}. {account.name}  {amount}  [{status}]")
    for target in d.targets:
        lines += ["", *_target(target)]
    for review in d.reviews:
        lines += ["", *_review(review, zh=zh)]
    for statement in d.statements:
        lines.append(f"{'文字' if zh else 'statement'}：{statement.text}")
    if d.pages:
        lines += ["", pages_line(d, language)]
    for notice in d.notices:
        place = f"（{notice.at.describe(language)}）" if notice.at is not None else ""
        lines.append(f"{'提示' if zh else 'notice'}：{notice.zh if zh else notice.en}{place}")
    return "\n".join(visible(line) for line in lines) + "\n"


def pages_line(disclosure: Disclosure, language: str = "zh") -> str:
    """What each page of a book holds: “共35页：第2页清单；第12–18页绩效表；…”."""
    zh = language != "en"
    pages = disclosure.pages
    runs: dict[str, list[tuple[int, int]]] = {}
    for page in pages:
        of_status = runs.setdefault(page.status, [])
        if of_status and of_status[-1][1] == page.page - 1:
            of_status[-1] = (of_status[-1][0], page.page)
        else:
            of_status.append((page.page, page.page))
    parts = []
    for status, (name_zh, name_en) in PAGE_STATUS.items():
        if status in runs:
            shown = [f"{a}–{b}" if b > a else f"{a}" for a, b in runs[status]]
            listed = ("、" if zh else ", ").join(shown)
            parts.append(f"第{listed}页{name_zh}" if zh else f"{name_en} on {listed}")
    head = f"逐页：共{len(pages)}页，" if zh else f"{len(pages)} pages: "
    return head + ("；" if zh else "; ").join(parts)


def _target(target: PerformanceTarget) -> list[str]:
    funds = target.funding
    unit = funds.unit.value if funds.unit is not None else ""
    total = f"{funds.total}{unit}" if funds.total is not None else "—"
    lines = [f"■ {target.title}  {target.fiscal_year or ''}  {total}"]
    for task in target.tasks:
        amount = "" if task.amount is None else f"{task.amount}{unit}"
        lines.append(f"    ▸ {task.name} | {amount} | {task.objective or ''}")
    previous = ("", "")
    for indicator in target.indicators:
        level1 = indicator.level1 if indicator.level1 != previous[0] else "〃"
        level2 = indicator.level2 if (indicator.level1, indicator.level2) != previous else "〃"
        previous = (indicator.level1, indicator.level2)
        lines.append(f"    {level1} | {level2} | {indicator.name} | {shown(indicator.value)}")
    return lines


def _review(review: TargetReview, *, zh: bool) -> list[str]:
    total = "" if review.total is None else str(review.total)
    name = "绩效目标审核表" if zh else "review form"
    head = (review.project_name or "—", review.fiscal_year or "", review.grade or "", total)
    lines = [f"□ {name} " + "  ".join(str(part) for part in head).rstrip()]
    for item in review.items:
        given = item.mark or ("" if item.points is None else str(item.points))
        lines.append(f"    {item.heading} | {item.name or item.question} | {given} | {item.words}")
    lines += [f"    {label}：{text}" for label, text in (*review.opinions, *review.signatures)]
    return lines


def shown(value: TargetValue) -> str:
    """The value as printed, with the sign and the unit that stand in columns of their own."""
    sign = value.comparator.sign if value.comparator is not None else ""
    text = value.text
    if value.number is None or text.strip(" ") != format(value.number, "f"):
        return text
    return f"{sign}{text}{value.unit or ''}"


def disclosure_csv(disclosures: list[Disclosure]) -> str:
    """A row an indicator, all files under one header; Excel opens it as it is."""
    out = io.StringIO()
    out.write("\ufeff")
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow([f"{zh} {en}" for zh, en in COLUMNS])
    for d in disclosures:
        file = d.source.file if d.source is not None else ""
        for t in d.targets:
            unit = t.funding.unit.value if t.funding.unit is not None else ""
            total = "" if t.funding.total is None else str(t.funding.total)
            for i in t.indicators:
                v = i.value
                cells = [file, d.issuer or "", str(t.fiscal_year or ""), t.title, total, unit]
                cells += [i.level1, i.level2, i.name, v.text, v.nature.value]
                cells += [v.comparator.value if v.comparator else ""]
                cells += ["" if v.number is None else str(v.number), v.unit or ""]
                rows.writerow([harmless(cell) for cell in cells])
    return out.getvalue()
