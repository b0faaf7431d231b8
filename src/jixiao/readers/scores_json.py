"""Score sheets as JSON, read back (评分记录): the inverse of ``jixiao score --format json``.

What the form states is read; what was worked out (points, working, grade, differences) is left
aside, it is worked out again. A key that is missing or unknown is refused by name.
"""

from __future__ import annotations

from jixiao.model.disclosure import Notice
from jixiao.model.evaluation import Actual, EvaluatedIndicator, ExecutionRow, SelfEvaluation
from jixiao.model.exceptions import NotAPerformanceForm
from jixiao.model.money import MoneyUnit
from jixiao.readers.json_object import JsonObject, Keys, keys_of, parsed
from jixiao.readers.record_json import indicator_of
from jixiao.readers.self_evaluation_json import FORMS

SCHEMA = "jixiao/scores/1"
_ERROR = Keys(frozenset({"schema", "file", "error"}), {})
_FILE = Keys(
    frozenset({"schema", "file", "sheets"}), dict.fromkeys(("differs", "notices", "faults"))
)
_SHEET = Keys(
    frozenset(
        {"title", "fiscal_year", "department", "implementing_unit", "money_unit", "funds"}
        | {"objective", "achieved", "rows", "total", "form"}
    ),
    {"note": "", "at": {}} | dict.fromkeys(("norms_of", "execution", "differences")),
)
_TOTAL = Keys(
    frozenset({"stated"}),
    dict.fromkeys(
        ("points", "reached", "open_weight", "grade", "grade_en", "working", "working_en")
    ),
)
_ROW = Keys(
    frozenset(
        {"level1", "level2", "name", "category", "kind", "target", "actual", "reason", "stated"}
        | {"stated_weight", "scoring_standard", "remark", "others", "originals"}
    ),
    {"at": {}}
    | dict.fromkeys(
        ("counts", "weight", "points", "low", "high", "method", "working", "working_en", "notes")
    ),
)
_FUND, _ACTUAL = keys_of(ExecutionRow), keys_of(Actual)


def read_scores(data: bytes, name: str) -> tuple[tuple[SelfEvaluation, ...], tuple[Notice, ...]]:
    """The self-evaluations in ``data``, in order, and the files that had not been read then."""
    value = parsed(data, name)
    values = value if isinstance(value, list) else [value]
    found: list[SelfEvaluation] = []
    notices: list[Notice] = []
    for number, each in enumerate(values):
        path = f"[{number}]" if isinstance(value, list) else ""
        is_error = isinstance(each, dict) and "error" in each
        file = JsonObject(each, path, name, _ERROR if is_error else _FILE)
        if file.text("schema") != SCHEMA:
            raise file.wrong("schema", f"应为“{SCHEMA}”", f"should be “{SCHEMA}”")
        if is_error:
            said = file.text("file")
            notices.append(
                Notice(
                    f"“{said}”在生成这份记录时没有读出，这里没有它的自评。",
                    f"“{said}” could not be read when this record was made; it holds no "
                    "self-evaluation of it",
                )
            )
        else:
            found += file.each("sheets", _SHEET, _evaluation)
    if not found:
        raise NotAPerformanceForm(
            f"“{name}”里没有自评表。请用 jixiao score --format json 重新生成。",
            f"“{name}” holds no self-evaluation; make it again with jixiao score --format json",
        )
    return tuple(found), tuple(notices)


def _evaluation(sheet: JsonObject) -> SelfEvaluation:
    form = sheet.text("form")
    if form not in FORMS:
        known = "、".join(FORMS)
        raise sheet.wrong("form", f"应为以下之一：{known}", f"should be one of {', '.join(FORMS)}")
    return SelfEvaluation(
        title=sheet.text("title"),
        fiscal_year=sheet.whole("fiscal_year"),
        department=sheet.text("department"),
        implementing_unit=sheet.text("implementing_unit"),
        unit=sheet.maybe_word("money_unit", MoneyUnit),
        funds=sheet.each("funds", _FUND, _fund),
        objective=sheet.text("objective"),
        achieved=sheet.text("achieved"),
        rows=sheet.each("rows", _ROW, _row),
        total=sheet.inner("total", _TOTAL).decimal("stated"),
        at=sheet.places(),
        note=sheet.text("note"),
        form=form,
    )


def _fund(row: JsonObject) -> ExecutionRow:
    amounts = ("initial", "adjusted", "paid", "rate", "weight", "points")
    held = {name: row.decimal(name) for name in amounts}
    return ExecutionRow(row.text("label"), **held, reason=row.text("reason"))


def _row(row: JsonObject) -> EvaluatedIndicator:
    actual = row.inner("actual", _ACTUAL)
    return EvaluatedIndicator(
        indicator_of(row, "target", "stated_weight"),
        Actual(
            actual.text("text"),
            actual.decimal("number"),
            actual.maybe_text("unit"),
            actual.maybe_text("date"),
            actual.maybe_text("tier"),
            actual.text("proof"),
        ),
        row.decimal("stated"),
        row.text("reason"),
    )
