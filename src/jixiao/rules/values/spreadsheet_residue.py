"""VAL19 spreadsheet-residue (电子表格残留)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

_ERRORS = frozenset(["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"])
_LONGEST_FRACTION = 7  # digits behind the point that somebody may have meant
_WHAT = {
    "error": ("是电子表格的错误值", "is an error value of a spreadsheet"),
    "serial": ("像是电子表格的日期序号", "looks like the serial number of a date"),
    "fraction": ("像是电子表格计算的尾差", "looks like the rounding of a spreadsheet"),
}


@rule(
    code="VAL19",
    name="spreadsheet-residue",
    title=Message("电子表格残留", "residue of a spreadsheet"),
    severity=Severity.ERROR,
    basis=("zhengfu-xinxi-gongkai-tiaoli#6", "caiyu-2015-88#review-clarity"),
    message=Message(
        "指标“{name}”的值“{value}”{problem_zh}；请改回原来要写的内容",
        "the value “{value}” of “{name}” {problem_en}; please put back what was meant",
    ),
    since="0.1",
    suggestion=Message(
        "把单元格设为文本格式，日期写“（填写年）年（填写月）月底前”，比率写“（填写比例）%”",
        "set the cell to text; a date as “before the end of (month)”, a rate as “(share) %”",
    ),
)
def spreadsheet_residue(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """No value is an error of a formula, a date without its format, or a number out of rounding."""
    for indicator in target.indicators:
        text = indicator.value.text
        problem = None
        if text in _ERRORS:
            problem = "error"
        elif indicator.is_serial_date:
            problem = "serial"
        elif len(text.partition(".")[2].rstrip("%")) > _LONGEST_FRACTION and _is_number(text):
            problem = "fraction"
        if problem is not None:
            zh, en = _WHAT[problem]
            yield Fault(
                indicator.at.get("value"),
                quote=text,
                name=indicator.name,
                value=text,
                problem_zh=zh,
                problem_en=en,
            )


def _is_number(text: str) -> bool:
    return text.strip("≥≤=＝><% ").replace(".", "", 1).isdecimal()
