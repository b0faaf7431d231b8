"""The use of results (结果应用): what is proposed for next year, and what a person decided."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from jixiao.model.finding import Message
from jixiao.model.framework import ResultRule
from jixiao.model.frozen import Frozen


class Proposal(StrEnum):
    """What is proposed, or decided, for a project (下年安排建议)."""

    KEEP = "keep"
    IMPROVE = "improve"
    CUT = "cut"
    MERGE = "merge"
    END = "end"

    def label(self, language: str = "zh") -> str:
        """保持, 完善, 压减, 归并, 退出; or the English word."""
        return self.value if language == "en" else _LABELS[self.value]


_LABELS = {"keep": "保持", "improve": "完善", "cut": "压减", "merge": "归并", "end": "退出"}


class ResultRules(Frozen):
    """The rules in use, in order (结果应用规则); ``name`` says whose they are."""

    name: Message
    rules: tuple[ResultRule, ...]


class ProjectBudget(Frozen):
    """What next year's proposal needs to know of a project beside its score, amounts in 万元.

    ``before`` is the amount a cut is taken from (全年预算数, or whatever the place takes), ``paid``
    what was spent; None where not known. ``merge_into`` names the project it overlaps with.
    """

    project: str
    before: Decimal | None
    paid: Decimal | None = None
    previous_grade: str | None = None
    is_finished: bool = False
    merge_into: str | None = None


class ResultDecision(Frozen):
    """What a person decided (决定): it stands beside the proposal and changes nothing in it."""

    project: str
    decision: Proposal
    amount: Decimal | None
    reason: str
    role: str
    date: str


class ResultLine(Frozen):
    """A project in the ledger (结果应用台账), amounts in 万元.

    ``score`` and ``grade`` are None where the sheet has no total; then ``proposal`` is None too,
    unless a rule that asks for neither applies. ``execution_rate`` is in per cent. ``proposed`` is
    the amount proposed under the project's own name, ``moved`` what goes to ``merge_into``.
    ``rule`` is the rule applied, None where none was.
    """

    project: str
    grade: Message | None
    score: Decimal | None
    execution_rate: Decimal | None
    proposal: Proposal | None
    before: Decimal | None
    proposed: Decimal | None
    moved: Decimal | None
    merge_into: str | None
    rule: ResultRule | None
    working: Message
    decision: ResultDecision | None = None

    @property
    def cut(self) -> Decimal | None:
        """What the proposal takes away from the amount before; None where one is not known."""
        if self.before is None or self.proposed is None:
            return None
        return self.before - self.proposed - (self.moved or Decimal(0))


class ResultsLedger(Frozen):
    """Proposals for the next year (结果应用台账), in the order of the projects given.

    ``before`` and ``proposed`` are sums over the lines that have both; moved amounts are counted
    once. ``open_lines`` is how many have no proposal or no amount.
    """

    fiscal_year: int
    rules: ResultRules
    lines: tuple[ResultLine, ...]
    before: Decimal
    proposed: Decimal
    open_lines: int
    working: Message
