"""STR16 headers-exchanged (表头列名互换)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="STR16",
    name="headers-exchanged",
    title=Message("表头列名互换", "two headers printed the wrong way round"),
    severity=Severity.ERROR,
    basis=("zhengfu-xinxi-gongkai-tiaoli#6", "caiyu-2021-101#indicator-fields"),
    message=Message(
        "“{headers}”两栏的表头与栏内内容对调了；本次审核按内容读取，请改正表头",
        "the headers “{headers}” stand over each other's columns; the columns were read by what "
        "they hold, please correct the headers",
    ),
    since="0.1",
)
def headers_exchanged(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """Each header (表头) of the indicators stands over the column it names."""
    headers = target.originals.get("headers")
    if headers is not None:
        yield Fault(target.at.get("headers"), quote=headers, headers=headers)
