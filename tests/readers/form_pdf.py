"""Form A as a PDF, laid out here: what programs do with a table that is longer than its page.

No filled-in PDF of a performance form could be had; these are made from the seed's record.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from jixiao.model.disclosure import Disclosure
from jixiao.model.target import PerformanceTarget
from tests.readers.written_pdf import PdfPage, broken, written

WIDTHS = (40.0, 70.0, 90.0, 170.0, 110.0)
SIZE, STEP, PAD, HEIGHT = 10.0, 13.0, 5.0, 842.0


class Box(NamedTuple):
    """A cell: its text, its first column, how many columns and how many rows it covers."""

    text: str
    column: int
    columns: int = 1
    rows: int = 1


@dataclass
class Manner:
    """How the form is laid out."""

    turned: int = 0
    forms_on_a_page: bool = False
    header_again: bool = False
    lines: str = "single"  # double, dashed, filled, one path, none at the sides
    numbered: bool = True


def form_pdf(disclosure: Disclosure, manner: Manner | None = None) -> bytes:
    """The front list and the tables of ``disclosure``."""
    return written(*form_pages(disclosure, manner))


def form_pages(disclosure: Disclosure, manner: Manner | None = None) -> list[PdfPage]:
    """The pages of that file."""
    paper = _Paper(manner or Manner())
    notes = [note.text for note in disclosure.notes]
    titles = notes.index(disclosure.title) + 1 if disclosure.title in notes else 0
    for text in notes[:titles]:
        paper.paragraph(text, size=16 if text == disclosure.title else 10)
    paper.table(_front_list(disclosure), (60.0, 300.0, 120.0))
    for target in disclosure.targets:
        if not paper.manner.forms_on_a_page:
            paper.turn_over()
        paper.paragraph(target.heading or "", size=12)
        paper.table(_form(target), WIDTHS)
    for text in notes[titles:]:
        paper.paragraph(text)
    return paper.finished()


def _front_list(disclosure: Disclosure) -> list[list[Box]]:
    unit = disclosure.money_unit.value if disclosure.money_unit else ""
    rows = [
        [Box("项目支出绩效目标公开清单", 0, 3)],
        [Box("序号", 0), Box("项目名称", 1), Box(f"预算金额（单位：{unit}）", 2)],
    ]
    rows += [
        [Box(str(project.number), 0), Box(project.name, 1), Box(str(project.amount), 2)]
        for project in disclosure.listed
    ]
    return rows


def _form(target: PerformanceTarget) -> list[list[Box]]:
    supervisor, funding = target.supervising_department, target.funding
    assert supervisor is not None
    unit = funding.unit.value if funding.unit else ""
    rows = [
        [Box("项目支出绩效目标表", 0, 5)],
        [Box(f"（{target.fiscal_year}年度）", 0, 5)],
        [
            Box("项目责任人：", 0, 2),
            Box(target.responsible_person or "", 2),
            Box("单位（盖章）：", 3),
            Box(target.unit_seal or "", 4),
        ],
        [Box("项目名称", 0, 2), Box(target.project_name or "", 2, 3)],
        [
            Box("主管部门及代码", 0, 2),
            Box(f"[{supervisor.code}]{supervisor.name}", 2),
            Box("实施单位", 3),
            Box(target.implementing_unit or "", 4),
        ],
        [
            Box("项目来源", 0, 2),
            Box(target.project_source or "", 2),
            Box("项目期", 3),
            Box(target.project_period or "", 4),
        ],
        [
            Box(f"项目资金\n（{unit}）", 0, 2, 3),
            Box("年度资金总额：", 2),
            Box(str(funding.total), 3, 2),
        ],
        [Box("其中：财政拨款", 2), Box(str(funding.fiscal), 3, 2)],
        [Box("其他资金", 2), Box(str(funding.other), 3, 2)],
        [Box("年度\n目标", 0), Box(target.annual_objective or "", 1, 4)],
        [
            Box("绩\n效\n指\n标", 0, 1, 1 + len(target.indicators)),
            Box("一级指标", 1),
            Box("二级指标", 2),
            Box("三级指标", 3),
            Box("指标值", 4),
        ],
    ]
    level1 = [i.level1 for i in target.indicators]
    level2 = [(i.level1, i.level2) for i in target.indicators]
    for index, indicator in enumerate(target.indicators):
        row = []
        if index == 0 or level1[index - 1] != level1[index]:
            row.append(Box(indicator.level1, 1, 1, _run(level1, index)))
        if index == 0 or level2[index - 1] != level2[index]:
            row.append(Box(indicator.level2, 2, 1, _run(level2, index)))
        row += [Box(indicator.name, 3), Box(indicator.value.text, 4)]
        rows.append(row)
    return rows


def _run(values: Sequence[object], index: int) -> int:
    end = index
    while end < len(values) and values[end] == values[index]:
        end += 1
    return end - index


class _Paper:
    """Pages, filled from top to bottom."""

    left, top = 57.0, 60.0

    def __init__(self, manner: Manner) -> None:
        self.manner = manner
        self.pages: list[PdfPage] = []
        self.y = 0.0
        self.turn_over()

    @property
    def bottom(self) -> float:
        return HEIGHT - 60

    def turn_over(self) -> None:
        if self.pages and not self.pages[-1].content:
            return
        self.pages.append(PdfPage(height=HEIGHT))
        self.y = self.top

    def paragraph(self, text: str, size: float = SIZE) -> None:
        for line in broken(text, 490, size):
            if self.y + 2 * size > self.bottom:
                self.turn_over()
            self.pages[-1].write(line, self.left, self.y, size)
            self.y += 1.5 * size
        self.y += size

    def table(self, rows: list[list[Box]], widths: Sequence[float]) -> None:
        edges = [self.left]
        for width in widths:
            edges.append(edges[-1] + width)
        reaching: dict[int, tuple[Box, int, float, list[str]]] = {}
        for index, row in enumerate(rows):
            texts = {
                box: broken(box.text, edges[box.column + box.columns] - edges[box.column])
                for box in row
            }
            height = 2 * PAD + STEP * max(
                (len(texts[box]) for box in row if box.rows == 1), default=1
            )
            started = self.y
            room = self.bottom - self.y
            if height > room:
                count = int((room - 2 * PAD) // STEP)
                is_long = max(len(texts[box]) for box in row if box.rows == 1) > 3
                if is_long and count > 0:  # the row is cut
                    self._row(row, texts, edges, 2 * PAD + count * STEP, count)
                    texts = {box: lines[count:] for box, lines in texts.items()}
                    height = 2 * PAD + STEP * max(len(lines) for lines in texts.values())
                for column, (box, left, start, lines) in list(reaching.items()):
                    fits = int((self.y - start - PAD) // STEP)  # the rest stands on the next page
                    self._cell(box, edges, start, self.y, lines[:fits])
                    reaching[column] = (box, left, self.top, lines[fits:])
                self.turn_over()
                header = next((r for r in rows if any(b.text == "三级指标" for b in r)), None)
                if self.manner.header_again and header is not None and index > rows.index(header):
                    again = [box for box in header if box.rows == 1]
                    self._row(again, {b: [b.text] for b in again}, edges, 2 * PAD + STEP, None)
                    for column in reaching:
                        box, left, _, lines = reaching[column]
                        reaching[column] = (box, left, self.y if column else self.top, lines)
                started = self.y
            for box in row:
                if box.rows > 1:
                    reaching[box.column] = (box, box.rows, started, texts[box])
            self._row([box for box in row if box.rows == 1], texts, edges, height, None)
            for column, (box, left, start, lines) in list(reaching.items()):
                if left == 1:
                    self._cell(box, edges, start, self.y, lines)
                    del reaching[column]
                else:
                    reaching[column] = (box, left - 1, start, lines)
        self.y += 20

    def _row(
        self,
        row: list[Box],
        texts: dict[Box, list[str]],
        edges: list[float],
        height: float,
        count: int | None,
    ) -> None:
        for box in row:
            self._cell(box, edges, self.y, self.y + height, texts[box][:count])
        self.y += height

    def _cell(
        self, box: Box, edges: list[float], top: float, bottom: float, lines: list[str]
    ) -> None:
        page = self.pages[-1]
        left, right = edges[box.column], edges[box.column + box.columns]
        for side in _sides(left, top, right, bottom, self.manner.lines, edges):
            page.content.append(side)
        for number, line in enumerate(lines):
            page.write(line, left + PAD, top + PAD + STEP * number)

    def finished(self) -> list[PdfPage]:
        for number, page in enumerate(self.pages, 1):
            if self.manner.numbered:
                page.write(f"— {number} —", 280, HEIGHT - 40)
        if self.manner.turned:
            self.pages = [_turned(page, self.manner.turned) for page in self.pages]
        return self.pages


def _sides(
    left: float, top: float, right: float, bottom: float, manner: str, edges: list[float]
) -> Iterator[str]:
    """The lines of a cell as operators; places count from the bottom of the page."""
    sides = [
        (left, top, right, top),
        (left, bottom, right, bottom),
        (left, top, left, bottom),
        (right, top, right, bottom),
    ]
    for x, y, u, v in sides:
        if manner == "open" and x == u and x in (edges[0], edges[-1]):
            continue
        if manner == "filled":
            yield _filled(x - 0.3, y - 0.3, u + 0.3, v + 0.3)
        elif manner == "double":
            yield _filled(x - 1.2, y - 1.2, u + 1.2 - 2 * (x == u), v + 1.2 - 2 * (y == v))
            yield _filled(x + 0.8 * (x == u), y + 0.8 * (y == v), u + 1.2, v + 1.2)
        elif manner == "dashes":
            steps = int(max(u - x, v - y) // 4) + 1
            for step in range(steps):
                if x == u:
                    yield _filled(x, y + 4 * step, x + 0.5, min(y + 4 * step + 2, v))
                else:
                    yield _filled(x + 4 * step, y, min(x + 4 * step + 2, u), y + 0.5)
        else:
            yield f"0.5 w {x} {HEIGHT - y} m {u} {HEIGHT - v} l S"


def _filled(left: float, top: float, right: float, bottom: float) -> str:
    return f"{left} {HEIGHT - bottom} {right - left} {bottom - top} re f"


def _turned(page: PdfPage, quarters: int) -> PdfPage:
    """The page printed sideways on its paper and turned back by the reader."""
    width, height = page.width, page.height
    matrix = {
        1: f"0 1 -1 0 {height} 0",
        2: f"-1 0 0 -1 {width} {height}",
        3: f"0 -1 1 0 0 {width}",
    }[quarters]
    size = (height, width) if quarters % 2 else (width, height)
    turned = PdfPage(*size, turned=quarters)
    turned.content = ["q", f"{matrix} cm", *page.content, "Q"]
    return turned
