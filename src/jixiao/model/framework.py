"""Rows of the data that evaluation, sampling and the use of results rest on.

The annotations are types, not words: the regulations read them to read the data.
"""

from decimal import Decimal

from jixiao.model.named import NamedTuple


class Criterion(NamedTuple):
    """A test point (评价要点) of an evaluation item; ``source`` is a provision key."""

    zh: str
    en: str
    source: str


class EvaluationItem(NamedTuple):
    """A third-level item (三级指标) of department and finance evaluation.

    ``stage`` is decision, process, output or benefit (决策、过程、产出、效益). ``kinds`` are the
    level-2 classes of the self-evaluation that say the same thing, ``execution`` for the execution
    rate; empty where it has no counterpart. ``is_ratio`` is true where points follow a ratio.
    ``source`` and ``weight_source`` are provision keys.
    """

    stage: str
    heading_zh: str
    heading_en: str
    zh: str
    en: str
    weight: Decimal
    is_ratio: bool
    kinds: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    source: str
    weight_source: str


class RiskSign(NamedTuple):
    """A sign of risk (风险信号): what each occurrence adds to the risk, and the most."""

    name: str
    zh: str
    en: str
    weight: Decimal
    most: Decimal


class DifferenceBounds(NamedTuple):
    """From where a difference of scores needs a reason (须说明的差异), both included.

    ``total`` in points of the total, ``share`` in percentage points of 得分率.
    """

    total: Decimal
    share: Decimal


class ResultRule(NamedTuple):
    """A rule from the result to next year's proposal (结果应用规则).

    It applies where all its conditions hold; one that is None asks nothing. ``score_from`` and
    ``execution_from`` (per cent) are included, ``score_below`` and ``execution_below`` are not.
    ``cut_percent`` is what is taken off; ``to_paid`` proposes no more than was paid.
    ``source`` is what the kind of proposal rests on, ``amount_source`` the amount: provision keys,
    in rules of one's own any document.
    """

    name: str
    proposal: str
    zh: str
    en: str
    source: str
    amount_source: str | None
    grades: tuple[str, ...] | None
    previous_grades: tuple[str, ...] | None
    score_from: Decimal | None
    score_below: Decimal | None
    execution_from: Decimal | None
    execution_below: Decimal | None
    is_finished: bool | None
    is_overlapping: bool | None
    cut_percent: Decimal | None
    to_paid: bool | None
