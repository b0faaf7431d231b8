"""The review form (项目支出绩效目标审核表): items with what was said of them, grade, opinions.

Two kinds are in use: with points (重点项目: 分值 and 得分) and with grades (一般性项目: 优良中差,
written or ticked). The parts (完整性审核 …) are merged cells, or rows of their own.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from jixiao.model.location import Location
from jixiao.model.target_review import ReviewedItem, TargetReview
from jixiao.readers.forms.cell_text import cleaned, fiscal_year, inline_pairs, points, ticked
from jixiao.readers.forms.labels import field_of, folded, label
from jixiao.readers.forms.other_forms import lone_text, other_form_titled
from jixiao.readers.grid import Cell, Grid, Paragraph
from jixiao.readers.numerals import HAN_COUNTING
from jixiao.readers.vocabulary import words

_COLUMNS = {
    "heading": frozenset(words("审核内容 审核项目 审核类别 审核指标 审核事项")),
    "question": frozenset(words("审核要点 审核标准 审核要点说明 审核内容及要点 具体内容")),
    "weight": frozenset(words("分值 标准分 权重 满分 标准分值")),
    "points": frozenset(words("得分 审核得分 评分 打分 实际得分 审核评分")),
    "mark": frozenset(words("审核意见 评定 评定等级 审核结果 等级 审核结论 审核评定 评价")),
    "words": frozenset(words("审核说明 说明 备注 扣分原因 扣分说明 修改意见 修改建议 理由")),
}
_ROLES = {name: role for role, names in _COLUMNS.items() for name in names}
_TOTALS = ("总分", "合计", "综合得分", "得分合计", "总得分", "总计")
_GRADES = ("综合评定", "综合评价", "总体评价", "审核等级", "综合等级", "评定等级", "综合结论")
_SIGNED = (
    "审核人",
    "专家签",
    "专家组",
    "评审人",
    "签字",
    "签章",
    "盖章",
    "日期",
    "审核时间",
    "经办",
)
_LONGEST_LABEL = 20  # characters


class _Columns(NamedTuple):
    places: dict[str, Cell]
    last: int

    def under(self, row: list[Cell], role: str, shift: int = 0) -> Cell | None:
        """The cell of ``row`` under the header of ``role``; ``shift`` columns are lacking left."""
        head = self.places.get(role)
        if head is None:
            return None
        column = head.column - shift
        for cell in row:
            if cell.column <= column < cell.column + cell.column_span:
                return cell
        return None


class ReviewReader:
    """Reads grids that say they are review forms; the forms found are in ``reviews``."""

    def __init__(self) -> None:
        self.reviews: list[TargetReview] = []
        self._form: _Open | None = None

    def close(self) -> None:
        """Finish the form that is open."""
        form, self._form = self._form, None
        if form is not None and form.items:
            self.reviews.append(form.finished())

    def take_paragraph(self, paragraph: Paragraph) -> None:
        """Read who signed under a form, where the line says it."""
        form = self._form
        if form is None or len(paragraph.text) > 80:
            return
        for name, text in inline_pairs(paragraph.text.strip()):
            if any(word in name for word in _SIGNED):
                form.signatures.append((name, text))

    def read(self, grid: Grid, heading: Paragraph | None, year: int | None) -> bool:
        """Read one grid. False when it is no review form that was made for filling in."""
        if not any(_header(row) for row in grid.rows if row):
            return False
        self.close()
        form = _Open(grid)
        form.year = year or (fiscal_year(heading.text) if heading is not None else None)
        for row in grid.rows:
            if row:
                form.read(row)
        self._form = form
        return True


class _Open:
    """A review form while it is being read."""

    def __init__(self, grid: Grid) -> None:
        self.items: list[ReviewedItem] = []
        self.signatures: list[tuple[str, str]] = []
        self.year: int | None = None
        self._grid = grid
        self._columns: _Columns | None = None
        self._heading = ""
        self._fields: dict[str, str] = {}
        self._others: list[tuple[str, str]] = []
        self._opinions: list[tuple[str, str]] = []
        self._total: Decimal | None = None
        self._weight: Decimal | None = None
        self._grade: str | None = None
        self._at = {"table": Location(grid.number, sheet=grid.sheet, page=grid.page)}

    def read(self, row: list[Cell]) -> None:
        """Read one row."""
        columns = _header(row)
        if columns is not None:
            self._columns = columns
            return
        text = lone_text(row)
        if text and self._read_lone(text):
            return
        first = next((cell for cell in row if cell.text.strip()), None)
        if first is None or self._read_end(row, first):
            return
        if self._columns is None:
            self._read_fields(row)
        else:
            self._read_item(row, self._columns)

    def _read_lone(self, text: str) -> bool:
        """A row of one text: the title, the year, the name of a part, a signature."""
        if other_form_titled(text) == "target-review" or (
            len(text) <= 12 and fiscal_year(text) is not None
        ):
            self.year = self.year or fiscal_year(text)
            return True
        if text[:1] in HAN_COUNTING and self._columns is not None and "意见" not in text:
            self._heading = cleaned(text)
            return True
        pairs = inline_pairs(text)
        for name, value in pairs:
            kept = self.signatures if any(word in name for word in _SIGNED) else self._others
            kept.append((name, value))
        return bool(pairs) and self._columns is not None

    def _read_fields(self, row: list[Cell]) -> None:
        index = 0
        while index + 1 < len(row):
            over, beside = row[index], row[index + 1]
            field = "implementing_unit" if label(over.text) == "单位" else field_of(over.text)
            if field is None and not over.text.strip():
                index += 1
                continue
            place = self._grid.location(beside)
            if field in ("project_name", "supervising_department", "implementing_unit"):
                self._fields.setdefault(field, cleaned(beside.text))
                self._at.setdefault(field, place)
            else:
                self._others.append((cleaned(over.text).rstrip("：:"), beside.text.strip()))
            index += 2

    def _read_end(self, row: list[Cell], first: Cell) -> bool:
        """A total, a grade, an opinion or a signature. False where the row is none of them."""
        name = label(first.text)
        if len(name) > _LONGEST_LABEL:
            return False
        rest = [cell for cell in row if cell is not first and cell.text.strip()]
        place = self._grid.location(rest[0] if rest else first)
        if name.startswith(_TOTALS) and self._columns is not None:
            self._read_total(row, first, rest)
        elif name.startswith(_GRADES) and self._columns is not None:
            said = " ".join(cell.text.strip() for cell in rest)
            self._grade = "、".join(ticked(said)) or cleaned(said)
            self._at["grade"] = place
        elif "意见" in name and self.items:
            text = "\n".join(cell.text.strip() for cell in rest)
            self._opinions.append((cleaned(first.text).rstrip("：:"), text))
            self._at[f"opinions.{len(self._opinions) - 1}"] = place
        elif any(word in name for word in _SIGNED) and self.items:
            self._read_signatures(row)
        else:
            return False
        return True

    def _read_total(self, row: list[Cell], first: Cell, rest: list[Cell]) -> None:
        assert self._columns is not None
        # Text has no merged cells: a label over two columns leaves the row one short.
        short = max(0, self._columns.last - row[-1].column - row[-1].column_span)
        given = self._columns.under(row, "points", short) or self._columns.under(row, "mark", short)
        weight = self._columns.under(row, "weight", short)
        if weight is not None and weight is not first and weight is not given:
            self._weight = points(weight.text)
        if given is None or given is first or points(given.text) is None:
            numbers = [c for c in rest if points(c.text) is not None and c is not weight]
            given = numbers[0] if len(numbers) == 1 else None
        if given is not None:
            self._total = points(given.text)
            self._at["total"] = self._grid.location(given)

    def _read_signatures(self, row: list[Cell]) -> None:
        index = 0
        while index < len(row):
            cell = row[index]
            pairs = inline_pairs(cell.text.strip())
            filled = [pair for pair in pairs if pair[1]]
            beside = row[index + 1] if index + 1 < len(row) else None
            if filled or not cell.text.strip():
                self.signatures += filled
                index += 1
            elif beside is not None:
                name = cleaned(cell.text).rstrip("：:")
                self.signatures.append((name, beside.text.strip()))
                index += 2
            else:
                index += 1

    def _read_item(self, row: list[Cell], columns: _Columns) -> None:
        under = {role: columns.under(row, role) for role in columns.places}
        heading, question = under.get("heading"), under.get("question")
        name = ""
        if question is None and heading is not None:
            question, heading = heading, None
        elif heading is not None and heading.text.strip():
            self._heading = cleaned(heading.text)
        if question is None:
            return
        wide = columns.places.get("question") or columns.places["heading"]
        parts = [c for c in row if wide.column <= c.column < wide.column + wide.column_span]
        if len(parts) > 1:
            name, question = cleaned(parts[0].text), parts[-1]
        said = cleaned(question.text)
        if not said and not name:
            return
        mark, given = under.get("mark"), under.get("points")
        if given is None and mark is not None and points(mark.text) is not None:
            given, mark = mark, None
        words_cell, stated = under.get("words"), under.get("weight")
        weight = points(stated.text) if stated is not None else None
        at = {
            role: self._grid.location(cell)
            for role, cell in (
                ("question", question),
                ("mark", mark),
                ("points", given),
                ("weight", stated),
                ("words", words_cell),
            )
            if cell is not None
        }
        self.items.append(
            ReviewedItem(
                self._heading,
                name,
                said,
                weight,
                _marked(mark),
                points(given.text) if given is not None else None,
                words_cell.text.strip() if words_cell is not None else "",
                at,
            )
        )

    def finished(self) -> TargetReview:
        """The frozen form."""
        text = self._fields.get
        return TargetReview(
            text("project_name") or None,
            self.year,
            text("supervising_department") or None,
            text("implementing_unit") or None,
            tuple(self.items),
            self._total,
            self._weight,
            self._grade or None,
            tuple(self._opinions),
            tuple(self.signatures),
            tuple(self._others),
            self._at,
        )


def _marked(cell: Cell | None) -> str:
    """The option ticked, else the text as printed."""
    if cell is None:
        return ""
    boxes = [box for box in "□☐☑√✓" if box in cell.text]
    if boxes:
        return "、".join(ticked(cell.text))
    return cell.text.strip()


def _header(row: list[Cell]) -> _Columns | None:
    """The columns of a header that has 审核要点 or 审核内容 beside what is filled in; else None."""
    if not any("审核" in cell.text for cell in row):
        return None
    found: dict[str, Cell] = {}
    for cell in row:
        if len(folded(cell.text)) > _LONGEST_LABEL:
            return None
        bare = label(cell.text).replace("/", "").replace("或", "")
        role = _ROLES.get(bare)
        if role is None and "得分" in bare and "意见" in bare:
            role = "mark"  # 审核意见或得分
        if role == "mark" and "mark" in found:
            role = "words"
        if role is not None:
            found.setdefault(role, cell)
    if "points" in found and "mark" in found and "words" not in found:
        found["words"] = found.pop("mark")
    has_items = "question" in found or "heading" in found
    has_filled = "mark" in found or "points" in found
    if not (has_items and has_filled):
        return None
    return _Columns(found, row[-1].column + row[-1].column_span)
