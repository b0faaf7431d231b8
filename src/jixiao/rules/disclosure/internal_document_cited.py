"""SEC07 internal-document-cited (缺保密审查记录或引用内部文件)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.disclosure import Disclosure
from jixiao.model.finding import Fault, InsufficientData, Message, Severity
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="SEC07",
    name="internal-document-cited",
    title=Message("缺保密审查记录或引用内部文件", "no review record, or internal document cited"),
    severity=Severity.INFO,
    basis=("zhengfu-xinxi-gongkai-tiaoli#17", "baomifa-2024#35"),
    message=Message(
        "年度目标引用的“{number}”属于党委或者办公室内部文件的文号，通常不公开；"
        "请在保密审查时核对能否引用",
        "“{number}”, cited in the annual objective, has the number of an internal document, "
        "usually not published; please check in the secrecy review whether it may be cited",
    ),
    since="0.1",
)
def internal_document_cited(disclosure: Disclosure, norms: Norms) -> Iterator[Verdict]:
    """What is published has passed secrecy review (保密审查); internal documents are looked at."""
    if not any("保密审查" in note.text for note in disclosure.notes):
        yield InsufficientData(
            "保密审查记录（审查人、日期、结论）", "the record of secrecy review: who, when, result"
        )
    for target in disclosure.targets:
        for citation in target.narrative.citations:
            if citation.is_internal:
                yield Fault(
                    target.objective_at(citation.start, citation.end),
                    quote=target.annual_objective,
                    target=target,
                    number=citation.text,
                )
