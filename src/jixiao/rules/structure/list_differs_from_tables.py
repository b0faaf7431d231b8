"""STR07 list-differs-from-tables (清单与分表不符)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.disclosure import Disclosure
from jixiao.model.finding import Fault, InsufficientData, Message, NotApplicable, Severity
from jixiao.model.money import Money, MoneyUnit
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

COUNTS_AGREE = Message("写明的项目个数与表相符", "and the number of projects stated is right")
NO_COUNTS = Message("也没有写明项目个数", "and no number of projects is stated")


@rule(
    code="STR07",
    name="list-differs-from-tables",
    title=Message("清单与分表不符", "list differs from tables"),
    severity=Severity.ERROR,
    basis=("caiyu-2016-143#3-to-4",),
    message=Message("{what_zh}；请核对后改正", "{what_en}; please check and correct"),
    since="0.1",
)
def list_differs_from_tables(disclosure: Disclosure, norms: Norms) -> Iterator[Verdict]:
    """The list, the tables, the withheld projects and the numbers the document states agree.

    No table stands in the document twice, list or no list.
    """
    lines, listed = disclosure.accounting, disclosure.listed
    projects, published = disclosure.stated_projects, disclosure.stated_published
    for tables in disclosure.repeated:
        second, name = tables[1], f"“{tables[1].title}”"
        yield Fault(
            second.place,
            quote=second.project_name,
            target=second,
            what_zh=f"{name}的绩效目标表出现了{len(tables)}次，内容完全相同",
            what_en=f"the table of {name} stands {len(tables)} times, the same in every word",
        )
    for line in lines:
        if line.status == "missing":
            zh = f"清单列有“{line.name}”，后面没有它的绩效目标表"
            en = f"“{line.name}” is in the list, but the document has no table for it"
        elif line.status == "unlisted" and listed:
            zh = f"有“{line.name}”的绩效目标表，清单没有列出"
            en = f"there is a table for “{line.name}”, which is not in the list"
        elif line.status == "found":
            gap = line.gap
            if gap is None:
                yield InsufficientData(
                    f"“{line.name}”在清单或表内的金额、单位",
                    f"the amount of “{line.name}” or its unit, in the list or in the table",
                )
                continue
            if gap.yuan <= Money(norms.sum_tolerance, MoneyUnit.TEN_THOUSAND).yuan:
                continue
            listed_money, funds = line.listed_money, line.target_money
            zh = f"“{line.name}”清单为{listed_money}，表内为{funds}，相差{gap}"
            en = f"“{line.name}” is {listed_money} in the list, {funds} in its table: {gap} apart"
        else:
            continue
        yield Fault(line.place, quote=line.name, target=line.target, what_zh=zh, what_en=en)
    for key, stated, counted, zh, en in (
        ("stated_projects", projects, len(lines), "共有{}个项目", "{} projects"),
        ("stated_published", published, len(disclosure.targets), "公开{}个项目", "{} tables"),
        ("listed_total", disclosure.listed_total, disclosure.listed_sum, "合计{}", "a total of {}"),
    ):
        if stated is not None and counted is not None and stated != counted:
            place = disclosure.at.get(key)
            yield Fault(
                place,
                quote=disclosure.note_at(place),
                what_zh=f"文中写明{zh.format(stated)}，按清单和表计为{zh.format(counted)}",
                what_en=f"the document states {en.format(stated)}; its list and tables give "
                f"{en.format(counted)}",
            )
    if not listed:
        is_counted = projects is not None or published is not None
        counts = COUNTS_AGREE if is_counted else NO_COUNTS
        yield NotApplicable(f"没有公开清单，{counts.zh}", f"there is no list, {counts.en}")
