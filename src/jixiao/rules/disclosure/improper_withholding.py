"""SEC05 improper-withholding (不公开理由不当)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.disclosure import Disclosure
from jixiao.model.finding import Fault, InsufficientData, Message, NotApplicable, Severity
from jixiao.model.money import plain
from jixiao.model.terms import mentions
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

SECRECY_WORDS = ("国家秘密", "涉密", "保密")


@rule(
    code="SEC05",
    name="improper-withholding",
    title=Message("不公开理由不当", "improper ground for withholding"),
    severity=Severity.WARNING,
    basis=("yusuanfa-2018#14-4", "caiyu-2016-143#3"),
    message=Message(
        "“{name}”{amount_zh}以“{reason}”为由不公开；法定的例外只有国家秘密，请公开，或者说明涉密情况",
        "“{name}”{amount_en} is withheld on the ground “{reason}”; the law excepts only state "
        "secrets: please publish it, or state that it is secret",
    ),
    since="0.1",
)
def improper_withholding(disclosure: Disclosure, norms: Norms) -> Iterator[Verdict]:
    """A project is withheld (不公开) only for state secrecy (国家秘密)."""
    if not disclosure.withheld:
        yield NotApplicable("没有写明不公开的项目", "no project is named as withheld")
    for project in disclosure.withheld:
        if project.reason is None:
            yield InsufficientData(
                f"“{project.name}”不公开的理由", f"the ground for withholding “{project.name}”"
            )
        elif not mentions(project.reason, SECRECY_WORDS):
            zh = en = ""
            if project.amount is not None:
                amount = f"{plain(project.amount)}万元"
                zh, en = f"（{amount}）", f" ({amount})"
            yield Fault(
                project.at.get("name"),
                quote=disclosure.note_at(project.at.get("name")),
                name=project.name,
                amount_zh=zh,
                amount_en=en,
                reason=project.reason,
            )
