"""What a measure gives (测算结果): an actual value computed from evidence, with the proof."""

from __future__ import annotations

from decimal import Decimal

from jixiao.model.finding import InsufficientData
from jixiao.model.frozen import Frozen
from jixiao.model.named import NamedTuple


class Period(NamedTuple):
    """Whole months of one year, both included (统计区间)."""

    year: int
    first_month: int = 1
    last_month: int = 12

    def __str__(self) -> str:
        if self.first_month == self.last_month:
            return f"{self.year}年{self.last_month}月"
        return f"{self.year}年{self.first_month}—{self.last_month}月"

    @property
    def en(self) -> str:
        """The months as an English sentence names them."""
        if self.first_month == self.last_month:
            return f"month {self.last_month} of {self.year}"
        return f"months {self.first_month} to {self.last_month} of {self.year}"


class Evidence(NamedTuple):
    """A file a measure read: its register, its name in the programme, its hash and its rows."""

    register: str
    file: str
    sha256: str
    rows: int
    rejected: int


class Sample(NamedTuple):
    """A survey behind a satisfaction (满意度调查).

    ``answers`` counted, ``refusals`` not; ``low`` and ``high`` bound the true value with 95 %
    confidence, in the value's unit; ``needed`` is how many answers a margin of five points needs.
    """

    answers: int
    refusals: int
    low: Decimal
    high: Decimal
    needed: int


class Measurement(Frozen):
    """An actual value (实际值) of one indicator over a period.

    ``value`` is in ``unit``, None where ``missing`` says why. ``months`` are the values of the
    single months, for those that have one. ``query_sha256`` is the hash of the measure's text.
    """

    project: str
    indicator: str
    level2: str
    period: Period
    value: Decimal | None
    unit: str
    months: tuple[tuple[int, Decimal | None], ...]
    roll_up: str
    query_sha256: str
    evidence: tuple[Evidence, ...]
    rows: int
    sample: Sample | None = None
    date: str | None = None
    missing: InsufficientData | None = None
