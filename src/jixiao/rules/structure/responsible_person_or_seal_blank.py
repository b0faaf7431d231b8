"""STR02 responsible-person-or-seal-blank (责任人或盖章空白)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

CELLS = (
    ("responsible_person", "项目责任人", "responsible person"),
    ("unit_seal", "单位（盖章）", "unit (seal)"),
)


@rule(
    code="STR02",
    name="responsible-person-or-seal-blank",
    title=Message("责任人或盖章空白", "responsible person or seal blank"),
    severity=Severity.WARNING,
    basis=("anhui-pingtai-biaodan#responsible-and-seal", "yusuanfa-2018#53"),
    message=Message(
        "“{label_zh}”栏没有读到文字；手写签名和图章读不出来，请对照原件，确为空白的请补齐",
        "“{label_en}” reads as blank; signatures and seals in ink cannot be read, so please "
        "compare with the original and fill it in if it is blank",
    ),
    since="0.1",
)
def responsible_person_or_seal_blank(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """The cells 项目责任人 and 单位（盖章）, where the form has them, are filled."""
    present = [cell for cell in CELLS if cell[0] in target.at]
    if not present:
        yield NotApplicable(
            "表样没有责任人和盖章栏", "the form has no cell for a responsible person or a seal"
        )
    for key, zh, en in present:
        if getattr(target, key) is None:
            yield Fault(target.at.get(key), label_zh=zh, label_en=en)
