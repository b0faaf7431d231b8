"""SEC01 classification-mark (出现密级标志)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.disclosure import Disclosure
from jixiao.model.finding import Fault, Message, Severity
from jixiao.model.wording import Occurrence
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="SEC01",
    name="classification-mark",
    title=Message("出现密级标志", "classification mark in a public text"),
    severity=Severity.BLOCK,
    basis=(
        "baomifa-2024#22",
        "baomifa-2024#29",
        "baomifa-2024#35",
        "baomifa-2010#17",
        "baomifa-2010#26",
        "baomifa-2010#29",
        "zhengfu-xinxi-gongkai-tiaoli#14",
        "zhengfu-xinxi-gongkai-tiaoli#17",
    ),
    message=Message(
        "{where_zh}带有密级标志（已遮盖）；请暂停公开，由保密审查人员核实所引内容是否涉密、是否已经解密，"
        "再决定删除或者公开",
        "a classification mark stands {where_en} (masked); please hold publication until the "
        "person in charge of secrecy review has found whether the matter is secret or declassified",
    ),
    masks=True,
    since="0.1",
)
def classification_mark(disclosure: Disclosure, norms: Norms) -> Iterator[Verdict]:
    """No text for publication bears a classification mark (密级标志); a person decides."""
    for passage, mark in disclosure.secrecy_marks:
        yield Fault(
            Occurrence(passage, mark.start, mark.end).at,
            quote=passage.text,
            target=passage.target,
            secrets=mark.secrets,
            where_zh=passage.where("zh"),
            where_en=passage.where("en"),
        )
