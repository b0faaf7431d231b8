"""The forms of the labelled set as written grids: what each place prints around a project.

A table of the set says what stands in it; the layout says where. Every cell that holds something
has a key, so that a label can name it and a finding be compared with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

Table = dict[str, Any]
VERTICAL = "绩\n效\n指\n标"


class Written(NamedTuple):
    """A cell: its text, its spans, and the column it stands in by name, for rows of indicators."""

    text: str
    rows: int = 1
    columns: int = 1
    named: str = ""
    is_amount: bool = False


W = Written
Row = list[Written]


class Grid(NamedTuple):
    """A table of a carrier; ``title`` names the sheet, ``above`` are paragraphs before it."""

    rows: list[Row]
    above: tuple[str, ...] = ()


class Placed(NamedTuple):
    """A cell and where it begins, rows and columns from 1."""

    row: int
    column: int
    cell: Written


def placed(rows: list[Row]) -> Iterator[Placed]:
    """The cells of a grid with their places: what spans push aside is moved on."""
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows, 1):
        column = 1
        for cell in row:
            while (number, column) in taken:
                column += 1
            yield Placed(number, column, cell)
            taken |= {
                (r, c)
                for r in range(number, number + cell.rows)
                for c in range(column, column + cell.columns)
            }
            column += cell.columns


def grids(document: Table) -> tuple[list[Grid], list[str]]:
    """The tables of a document, a front list first where it has one, and its closing notes."""
    layout = LAYOUTS[document["form"]]
    tables = document["table"]
    found: list[Grid] = []
    title = (document["title"],) if "title" in document else ()
    if document.get("list"):
        found.append(Grid(_front_list(document), title))
    for number, table in enumerate(tables, 1):
        heading = (table.get("heading", f"{number}.{table['name']}"),) if title else ()
        found.append(Grid(layout(document, table), heading))
    return found, document.get("notes", [])


def _front_list(document: Table) -> list[Row]:
    amounts = document.get("listed_amounts") or [t["funds"][0] for t in document["table"]]
    rows = [[W("序号"), W("项目名称"), W("预算金额（单位：万元）")]]
    for number, (table, amount) in enumerate(zip(document["table"], amounts, strict=True), 1):
        rows.append([W(str(number)), W(table["name"]), W(amount, is_amount=True)])
    return rows


def _lines(text: str) -> list[list[str]]:
    return [[piece.strip() for piece in line.split("|")] for line in text.split("\n") if line]


def _level(text: str) -> str:
    """A level as printed: “产出” is 产出指标; “!…” and what says 指标 stay as they are."""
    if text.startswith("!"):
        return text[1:]
    return text if "指标" in text else f"{text}指标"


def _leveled(lines: list[list[str]]) -> list[Row]:
    """Rows whose levels are merged over the rows they hold for."""
    rows: list[Row] = []
    for _, group in groupby(lines, lambda line: _level(line[0])):
        of_class = list(group)
        first = [W(_level(of_class[0][0]), len(of_class), named="一级指标")]
        for _, inner in groupby(of_class, lambda line: line[1]):
            of_kind = list(inner)
            second = [W(_level(of_kind[0][1]), len(of_kind), named="二级指标")]
            for line in of_kind:
                rows.append([*first, *second, *(W(text) for text in line[2:])])
                first, second = [], []
    return rows


def _named(rows: list[Row], headers: list[str]) -> list[Row]:
    """The cells after the levels, each with its column's header."""
    return [
        [*(c for c in row if c.named), *_with_headers([c for c in row if not c.named], headers)]
        for row in rows
    ]


def _with_headers(cells: Row, headers: list[str]) -> Row:
    return [cell._replace(named=header) for cell, header in zip(cells, headers, strict=True)]


def _amount(text: str, columns: int = 1) -> Written:
    return W(text, 1, columns, is_amount=True)


def anhui(document: Table, table: Table) -> list[Row]:
    """The form of Anhui's platform."""
    total, fiscal, other = table["funds"]
    rows = _named(_leveled(_lines(table["rows"])), ["三级指标", "指标值"])
    return [
        [W("项目支出绩效目标表", 1, 5)],
        [W(f"（{document['year']}年度）", 1, 5)],
        [W("项目责任人：", 1, 2), W(table["person"]), W("单位（盖章）："), W(table["seal"])],
        [W("项目名称", 1, 2), W(table["name"], 1, 3)],
        [
            W("主管部门及代码", 1, 2),
            W(table["department"]),
            W("实施单位"),
            W(table["unit"]),
        ],
        [W("项目来源", 1, 2), W(table["source"]), W("项目期"), W(table["period"])],
        [W("项目资金\n（万元）", 3, 2), W("年度资金总额："), _amount(total, 2)],
        [W("其中：财政拨款"), _amount(fiscal, 2)],
        [W("其他资金"), _amount(other, 2)],
        [W("年度\n目标"), W(table["objective"], 1, 4)],
        [W(VERTICAL, len(rows) + 1), *_heads("一级\n指标", "二级指标", "三级指标", "指标值")],
        *rows,
    ]


def _heads(*texts: str) -> Row:
    return [W(text) for text in texts]


def national_2015(document: Table, table: Table) -> list[Row]:
    """The form of 2015 and 2019: the whole period on the left, the year on the right."""
    unit = "" if document.get("no_money_unit") else "\n（万元）"
    labels = ("资金总额：", "其中：财政拨款", "其他资金")
    funds = [
        [W(before + label if label == "资金总额：" else label), _amount(amount, columns)]
        for label, *amounts in zip(labels, table["whole"], table["funds"], strict=True)
        for before, amount, columns in zip(("中期", "年度"), amounts, (2, 2), strict=True)
    ]
    annual = _lines(table["rows"])
    period = _lines(table["period_rows"])
    period += [[*line[:2], "", ""] for line in annual[len(period) :]]
    heads = ["三级指标", "指标值"]
    if document.get("swapped"):
        heads.reverse()
    rows: list[Row] = []
    for whole, year, leveled in zip(period, annual, _leveled(annual), strict=True):
        first = [cell for cell in leveled if cell.named == "一级指标"]
        rows.append(
            [
                *first,
                W(_level(whole[1])),
                W(whole[2]),
                W(whole[3]),
                W(_level(year[1]), named="二级指标"),
                *_with_headers([W(text) for text in year[2:]], ["三级指标", "指标值"]),
            ]
        )
    return [
        [W("项目支出绩效目标表", 1, 8)],
        [W(f"（{document['year']}年度）", 1, 8)],
        [W("项目名称", 1, 2), W(table["name"], 1, 6)],
        [
            W("主管部门及编码", 1, 2),
            W(table["department"], 1, 2),
            W("实施单位", 1, 2),
            W(table["unit"], 1, 2),
        ],
        [
            W("项目属性", 1, 2),
            W(table["attribute"], 1, 2),
            W("项目起止时间", 1, 2),
            W(table["period"], 1, 2),
        ],
        [W(f"项目资金{unit}", 3, 2), *funds[0], *funds[1]],
        [*funds[2], *funds[3]],
        [*funds[4], *funds[5]],
        [W("总体目标", 2), W("中期目标", 1, 3), W("年度目标", 1, 4)],
        [
            W(table["period_objective"], 1, 3, named="中期目标"),
            W(table["objective"], 1, 4, named="年度目标"),
        ],
        [
            W("绩效指标", len(rows) + 1),
            *_heads("一级指标", "二级指标", "三级指标", "指标值", "二级指标", *heads),
        ],
        *rows,
    ]


EVALUATED = ["三级指标", "指标值", "完成值", "分值", "得分", "偏差"]


def self_evaluation(document: Table, table: Table) -> list[Row]:
    """The national self-evaluation of 2020 (自评表)."""
    rows = _named(_leveled(_lines(table["rows"])), EVALUATED)
    execution = _lines("\n".join(table["execution"]))
    heads = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    weight, points = table["total"]
    return [
        [W("项目支出绩效自评表", 1, 9)],
        [W(f"（{document['year']}年度）", 1, 9)],
        [W("项目名称", 1, 2), W(table["name"], 1, 7)],
        [
            W("主管部门", 1, 2),
            W(table["department"], 1, 2),
            W("实施单位", 1, 2),
            W(table["unit"], 1, 3),
        ],
        [W("项目资金\n（万元）", len(execution) + 1, 2), W(""), *_heads(*heads)],
        *(
            [W(line[0]), *_with_headers([_amount(text) for text in line[1:]], list(heads))]
            for line in execution
        ),
        [W("年度总体目标", 2), W("预期目标", 1, 4), W("实际完成情况", 1, 4)],
        [
            W(table["objective"], 1, 4, named="年度目标"),
            W(table["achieved"], 1, 4, named="实际完成情况"),
        ],
        [
            W("绩效指标", len(rows) + 1),
            *_heads("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值"),
            *_heads("得分", "偏差原因分析及改进措施"),
        ],
        *rows,
        [
            W("总分", 1, 6),
            W(weight, named="分值"),
            W(points, named="得分"),
            W(""),
        ],
    ]


CAUSES = ("经费保障", "制度保障", "人员保障", "硬件条件保障", "其他", "原因说明")
POSSIBLE = ("确定能", "有可能", "完全不可能")


def monitoring(document: Table, table: Table) -> list[Row]:
    """The national monitoring form (监控表): seventeen columns, two header rows."""
    execution = _lines("\n".join(table["execution"]))
    heads = ("年初预算数", "1-7月执行数", "1-7月执行率", "全年预计执行数")
    funds_heads = ("年初预算数", "执行数", "执行率", "全年预计执行数")
    spans = (3, 3, 2, 2)
    rows: list[Row] = []
    for line, leveled in zip(_lines(table["rows"]), _leveled(_lines(table["rows"])), strict=True):
        levels = [cell for cell in leveled if cell.named]
        name, value, done, forecast, reason, possible, remark = line[2:]
        cells = [
            W(name, named="三级指标"),
            W(value, named="指标值"),
            W(done, named="执行情况"),
            W(forecast, named="全年预计"),
            *(W("", named=cause) for cause in CAUSES[:-1]),
            W(reason, named="原因说明"),
            *(W("✔" if possible == word else "", named=word) for word in POSSIBLE),
            W(remark, named="备注"),
        ]
        rows.append([*levels, *cells])
    return [
        [W("项目支出绩效目标执行监控表", 1, 17)],
        [W(f"（{document['year']}年度）", 1, 17)],
        [W("项目名称", 1, 3), W(table["name"], 1, 14)],
        [
            W("主管部门及代码", 1, 3),
            W(table["department"], 1, 3),
            W("实施单位"),
            W(table["unit"], 1, 10),
        ],
        [
            W("项目资金\n（万元）", len(execution) + 1, 3),
            W("", 1, 4),
            *(W(head, 1, span) for head, span in zip(heads, spans, strict=True)),
        ],
        *(
            [
                W(line[0], 1, 4),
                *(
                    W(text, 1, span, named, is_amount=True)
                    for text, span, named in zip(line[1:], spans, funds_heads, strict=True)
                ),
            ]
            for line in execution
        ),
        [W("年度总体目标", 1, 3), W(table["objective"], 1, 14)],
        [
            W("绩效指标", len(rows) + 2),
            *(
                W(head, 2)
                for head in (
                    "一级指标",
                    "二级指标",
                    "三级指标",
                    "年度指标值",
                    "1-7月执行情况",
                    "全年预计完成情况",
                )
            ),
            W("偏差原因分析", 1, 6),
            W("完成目标可能性", 1, 3),
            W("备注", 2),
        ],
        _heads(*CAUSES, *POSSIBLE),
        *rows,
    ]


def sichuan(document: Table, table: Table) -> list[Row]:
    """The form of Sichuan's system: sign, value, unit and weight in columns of their own."""
    total, fiscal, other = table["funds"]
    heads = ["三级指标", "指标性质", "指标值", "计量单位", "权重"]
    rows = _named(_leveled(_lines(table["rows"])), heads)
    return [
        [W(f"{document['year']}年项目支出绩效目标表", 1, 7)],
        [W("项目名称"), W(table["name"], 1, 6)],
        [
            W("主管部门"),
            W(table["department"], 1, 3),
            W("实施单位"),
            W(table["unit"], 1, 2),
        ],
        [
            W("年度预算总额（万元）"),
            _amount(total),
            W("其中：财政拨款"),
            _amount(fiscal),
            W("其他资金"),
            _amount(other, 2),
        ],
        [W("年度目标"), W(table["objective"], 1, 6)],
        _heads("一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "权重"),
        *rows,
        [W("合计", 1, 6), W(table["weight_total"], named="权重")],
    ]


def hunan(document: Table, table: Table) -> list[Row]:
    """The form of Hunan: value and unit in one column, a standard beside it."""
    total, fiscal, other = table["funds"]
    rows = _named(_leveled(_lines(table["rows"])), ["三级指标", "指标值", "绩效标准"])
    return [
        [W("绩效目标申报表", 1, 5)],
        [W(f"（{document['year']}年度）", 1, 5)],
        [W("项目名称"), W(table["name"], 1, 2), W("项目负责人"), W(table["person"])],
        [W("主管部门"), W(table["department"], 1, 2), W("实施单位"), W(table["unit"])],
        [W("资金情况\n（万元）", 3), W("年度资金总额："), _amount(total, 3)],
        [W("其中：财政拨款"), _amount(fiscal, 3)],
        [W("其他资金"), _amount(other, 3)],
        [W("总体目标", 2), W("年度目标", 1, 4)],
        [W(table["objective"], 1, 4, named="年度目标")],
        _heads("一级指标", "二级指标", "三级指标", "指标值及单位", "绩效标准"),
        *rows,
    ]


def shanghai(document: Table, table: Table) -> list[Row]:
    """The form of Shanghai: money in 元, the whole project beside the year."""
    total, fiscal, carried = table["funds"]
    rows = _named(_leveled(_lines(table["rows"])), ["三级指标", "指标值"])
    return [
        [W("财政项目支出绩效目标申报表", 1, 5)],
        [W(f"（{document['year']}年度）", 1, 5)],
        [W("项目名称"), W(table["name"], 1, 4)],
        [W("主管部门"), W(table["department"], 1, 2), W("实施单位"), W(table["unit"])],
        [
            W("项目性质"),
            W(table["attribute"], 1, 2),
            W("项目类别"),
            W("特定目标类"),
        ],
        [
            W("计划开始日期"),
            W(table["begins"], 1, 2),
            W("计划完成日期"),
            W(table["ends"]),
        ],
        [
            W("项目资金\n（元）", 3),
            W("项目资金总额"),
            _amount(table["whole"][0]),
            W("年度资金申请总额"),
            _amount(total),
        ],
        [
            W("其中：财政资金"),
            _amount(table["whole"][1]),
            W("其中：当年财政拨款"),
            _amount(fiscal),
        ],
        [W(""), W(""), W("上年结转资金"), _amount(carried)],
        [
            W("项目总目标"),
            W(table["period_objective"], 1, 2),
            W("年度总体目标"),
            W(table["objective"], named="年度目标"),
        ],
        [
            W("绩效指标", len(rows) + 1),
            *_heads("一级指标", "二级指标", "三级指标", "年度指标值"),
        ],
        *rows,
    ]


LAYOUTS: dict[str, Callable[[Table, Table], list[Row]]] = {
    "anhui": anhui,
    "national-2015": national_2015,
    "self-evaluation": self_evaluation,
    "monitoring": monitoring,
    "sichuan": sichuan,
    "hunan": hunan,
    "shanghai": shanghai,
}
