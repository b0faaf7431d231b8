"""DOC02 layout-residue (排版残留)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.disclosure import Disclosure
from jixiao.model.finding import Message, Severity
from jixiao.model.wording import Occurrence
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

# What a word processor or a template leaves behind, and the mark it runs to.
_RESIDUES = {
    "[bookmark:": "]",
    "HYPERLINK ": "",
    "MERGEFORMAT": "",
    "MERGEFIELD": "",
    "PAGEREF": "",
    "FORMTEXT": "",
    "Error! Ref": ".",
    "错误!未找到引用源": "",
    "错误！未找到引用源": "",
    "≥**": "",
    "≤**": "",
    "×××": "",
    "XXX": "",
}
# Rows of the empty form: a numbered name with nothing after it, or dots.
_TEMPLATE_ROWS = {f"指标{n}{colon}" for n in range(1, 10) for colon in ("", ":", "：")} | {
    "……",
    "…",
    "......",
    "…………",
}


@rule(
    code="DOC02",
    name="layout-residue",
    title=Message("排版残留", "residue of typesetting"),
    severity=Severity.ERROR,
    basis=("anhui-pingtai-biaodan#form-cells", "zhengfu-xinxi-gongkai-tiaoli#6"),
    message=Message(
        "“{residue}”是排版或者模板的残留，不是内容；请删去",
        "“{residue}” is left over from typesetting or the template; please delete it",
    ),
    since="0.1",
    suggestion=Message(
        "删去后重新核对这一格，公开前用“显示编辑标记”检查全文",
        "delete it, read the cell again, and look over the document with hidden marks shown",
    ),
)
def layout_residue(disclosure: Disclosure, norms: Norms) -> Iterator[Verdict]:
    """No bookmark, field code, placeholder or template row is left in the publication."""
    wording = disclosure.wording
    for residue, closing in _RESIDUES.items():
        for found in wording.occurrences(residue):
            text = found.passage.text
            if found.start == text.find(residue):
                end = text.find(closing, found.end) + len(closing)
                end = max(found.end, end)
                whole = Occurrence(found.passage, found.start, end)
                yield whole.fault(residue=text[found.start : end])
    for row in sorted(_TEMPLATE_ROWS & wording.places.keys()):
        for passage in wording.places[row]:
            yield Occurrence(passage, 0, len(row)).fault(residue=row)
