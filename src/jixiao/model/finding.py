"""What a check says: outcomes, faults, findings (问题)."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from jixiao.model.location import Location
from jixiao.model.named import NamedTuple

if TYPE_CHECKING:
    from jixiao.model.target import PerformanceTarget


class Severity(StrEnum):
    """How grave a finding is (严重程度), gravest first."""

    BLOCK = "block"  # 阻断: stops publication or approval until a person decides
    ERROR = "error"  # 错误
    WARNING = "warning"  # 警告
    INFO = "info"  # 提示

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return _GRAVEST_FIRST.index(self)

    def label(self, language: str = "zh") -> str:
        """阻断, 错误, 警告, 提示; or the English word."""
        return self.value if language == "en" else _LABELS[self]


_GRAVEST_FIRST = tuple(Severity)
_LABELS = {
    Severity.BLOCK: "阻断",
    Severity.ERROR: "错误",
    Severity.WARNING: "警告",
    Severity.INFO: "提示",
}


class Outcome(StrEnum):
    """What came of one rule on one table or publication. ``pass`` never means “good”."""

    FAIL = "fail"
    PASS = "pass"
    NOT_APPLICABLE = "not_applicable"
    INSUFFICIENT_DATA = "insufficient_data"


class Message(NamedTuple):
    """A sentence in both languages, with named fields in braces."""

    zh: str
    en: str

    def text(self, language: str = "zh") -> str:
        """The template in ``language``."""
        return self.en if language == "en" else self.zh


class Duty(Message):
    """A message that obliges someone to state a reason (须说明原因)."""

    __slots__ = ()


class NotApplicable(NamedTuple):
    """The rule does not apply here, and why (不适用)."""

    zh: str
    en: str


class InsufficientData(NamedTuple):
    """The rule cannot decide, and what is missing (资料不足)."""

    zh: str
    en: str


class Fault:
    """What a rule yields where something is wrong.

    ``at`` is the place; ``quote`` the cell's whole text, of which ``at.start`` … ``at.end`` are
    the characters meant. Further keywords fill the message's fields. ``severity`` overrides the
    rule's for this fault; ``target`` names the table when a publication-level rule means one;
    ``working`` shows arithmetic (zh, en); ``suggestion`` is a better wording (zh, en);
    ``secrets`` are the literal texts that must be masked in everything printed.
    """

    __slots__ = ("at", "fields", "quote", "secrets", "severity", "suggestion", "target", "working")

    def __init__(
        self,
        at: Location | None,
        *,
        quote: str | None = None,
        severity: Severity | None = None,
        target: PerformanceTarget | None = None,
        working: Message | None = None,
        suggestion: Message | None = None,
        secrets: tuple[str, ...] = (),
        **fields: object,
    ) -> None:
        self.at = at
        self.quote = quote
        self.severity = severity
        self.target = target
        self.working = working
        self.suggestion = suggestion
        self.secrets = secrets
        self.fields = fields
