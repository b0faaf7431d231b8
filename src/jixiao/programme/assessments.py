"""The folder ``evaluation/`` of a programme (评价): who scored what, and why, as plain files.

``framework.toml`` names the scorers of each side, and the programme's own items or weights where
it has any; ``scores/department.csv`` and ``scores/finance.csv`` hold the points each scorer gave;
``settlements.csv`` what was settled where two scorers differ; ``inapplicable.csv`` the items that
do not suit a project; ``recheck.csv`` the department's re-check of the self-evaluation;
``differences.csv`` the reasons why two sides differ; ``inspections.csv`` the on-site checks made.
The self-evaluation has no file: its points come from the evidence. Every file may be missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from jixiao.model.assessment import Side, Stage
from jixiao.model.framework import Criterion, EvaluationItem
from jixiao.model.frozen import Frozen
from jixiao.model.inspection import Inspection
from jixiao.model.named import NamedTuple
from jixiao.model.terms import Kind, kind_of
from jixiao.programme.folder import Programme, indicator_key
from jixiao.programme.plain_files import (
    amount,
    entries_of,
    needed,
    read_toml,
    refuse_unknown,
    rows_of,
    wrong,
)
from jixiao.regulations.parameter import Norms, norms_for

FOLDER = "evaluation"
FRAMEWORK = f"{FOLDER}/framework.toml"
SETTLEMENTS = f"{FOLDER}/settlements.csv"
INAPPLICABLE = f"{FOLDER}/inapplicable.csv"
RECHECK = f"{FOLDER}/recheck.csv"
DIFFERENCES = f"{FOLDER}/differences.csv"
INSPECTIONS = f"{FOLDER}/inspections.csv"
EVALUATING = (Side.DEPARTMENT, Side.FINANCE)
SCORES = {side: f"{FOLDER}/scores/{side.value}.csv" for side in EVALUATING}
EXECUTION = "预算执行率"
_SCORE = ("project", "item", "scorer", "points", "reason")
_SETTLEMENT = ("side", "project", "item", "points", "role", "date", "reason")
_INAPPLICABLE = ("project", "item", "role", "date", "reason")
_RECHECK = ("project", "indicator", "level2", "points", "role", "date", "reason")
_DIFFERENCE = ("project", "first", "second", "row", "role", "date", "reason")
_INSPECTION = ("project", "date", "role", "scope", "found", "follow_up")
_KEYS = frozenset({"note", "department", "finance", "weights", "item"})
_SIDE_KEYS = frozenset({"body", "scorers"})
_ITEM_KEYS = frozenset(
    {"stage", "heading", "heading_en", "name", "name_en", "weight", "ratio"}
    | {"kinds", "criteria", "source"}
)
_SIDES = {
    "自评": Side.SELF,
    "复核": Side.RECHECK,
    **{word: side for side in Side for word in (side.value, side.label())},
}
_STAGES = {word: stage for stage in Stage for word in (stage.value, stage.zh)}


class GivenScore(NamedTuple):
    """A line of ``scores/``: what one scorer gave one item; ``points`` is None where blank."""

    project: str
    item: str
    scorer: str
    points: Decimal | None
    reason: str
    file: str


class GivenSettlement(NamedTuple):
    """A line of ``settlements.csv``; ``side`` is None where the word names none."""

    side: Side | None
    project: str
    item: str
    points: Decimal | None
    role: str
    date: str
    reason: str
    file: str


class GivenInapplicable(NamedTuple):
    """A line of ``inapplicable.csv``."""

    project: str
    item: str
    role: str
    date: str
    reason: str
    file: str


class GivenRecheck(NamedTuple):
    """A line of ``recheck.csv``: a row that is lowered.

    Without an indicator it says that the project was re-checked, ``reason`` with what result.
    """

    project: str
    indicator: str
    level2: str
    points: Decimal | None
    role: str
    date: str
    reason: str
    file: str

    @property
    def is_opinion(self) -> bool:
        """It speaks of the project as a whole."""
        return not self.indicator


class GivenDifference(NamedTuple):
    """A line of ``differences.csv``; a side is None where the word names none."""

    project: str
    first: Side | None
    second: Side | None
    row: str
    role: str
    date: str
    reason: str
    file: str


class GivenInspection(NamedTuple):
    """A line of ``inspections.csv`` and where it stands."""

    made: Inspection
    file: str


class Assessments(Frozen):
    """What ``evaluation/`` holds. ``items`` are those that hold in this programme.

    ``has_own_items`` is true where the programme states its own or other weights; ``strangers``
    are files in ``scores/`` that belong to no side.
    """

    items: tuple[EvaluationItem, ...]
    has_own_items: bool
    bodies: Mapping[Side, str]
    scorers: Mapping[Side, tuple[str, ...]]
    scores: Mapping[Side, tuple[GivenScore, ...]]
    settlements: tuple[GivenSettlement, ...]
    inapplicable: tuple[GivenInapplicable, ...]
    rechecks: tuple[GivenRecheck, ...]
    differences: tuple[GivenDifference, ...]
    inspections: tuple[GivenInspection, ...]
    strangers: tuple[str, ...]


def read_assessments(programme: Programme) -> Assessments:
    """The programme's ``evaluation/``. Raises :class:`UserError` for a file that cannot be read."""
    folder = programme.folder
    norms = norms_for(programme.fiscal_year, programme.place)
    titles = {_name(title): title for title in programme.projects}

    def project(row: Mapping[str, str]) -> str:
        return titles.get(_name(row["project"]), row["project"])

    stated = read_toml(folder / FRAMEWORK, FRAMEWORK) if (folder / FRAMEWORK).exists() else {}
    refuse_unknown(stated, _KEYS, FRAMEWORK)
    sides = {side: _side(stated, side) for side in EVALUATING}
    known = set(SCORES.values())
    return Assessments(
        items=_items(stated, norms),
        has_own_items="item" in stated or "weights" in stated,
        bodies={side: body for side, (body, _) in sides.items()},
        scorers={side: scorers for side, (_, scorers) in sides.items()},
        scores={
            side: tuple(
                GivenScore(
                    project(row),
                    row["item"],
                    row["scorer"],
                    amount(row, "points", at, "分"),
                    row["reason"],
                    at,
                )
                for at, row in rows_of(folder, file, _SCORE)
            )
            for side, file in SCORES.items()
        },
        settlements=tuple(
            GivenSettlement(
                _SIDES.get(row["side"]),
                project(row),
                row["item"],
                amount(row, "points", at, "分"),
                *_signed(row),
                at,
            )
            for at, row in rows_of(folder, SETTLEMENTS, _SETTLEMENT)
        ),
        inapplicable=tuple(
            GivenInapplicable(project(row), row["item"], *_signed(row), at)
            for at, row in rows_of(folder, INAPPLICABLE, _INAPPLICABLE)
        ),
        rechecks=tuple(
            GivenRecheck(
                project(row),
                row["indicator"],
                row["level2"],
                amount(row, "points", at, "分"),
                *_signed(row),
                at,
            )
            for at, row in rows_of(folder, RECHECK, _RECHECK)
        ),
        differences=tuple(
            GivenDifference(
                project(row),
                _SIDES.get(row["first"]),
                _SIDES.get(row["second"]),
                row["row"],
                *_signed(row),
                at,
            )
            for at, row in rows_of(folder, DIFFERENCES, _DIFFERENCE)
        ),
        inspections=tuple(
            GivenInspection(Inspection(project(row), *(row[k] for k in _INSPECTION[1:])), at)
            for at, row in rows_of(folder, INSPECTIONS, _INSPECTION)
        ),
        strangers=tuple(
            file
            for path in sorted((folder / FOLDER / "scores").iterdir())
            if (file := path.relative_to(folder).as_posix()) not in known
        )
        if (folder / FOLDER / "scores").is_dir()
        else (),
    )


def _signed(row: Mapping[str, str]) -> tuple[str, str, str]:
    return row["role"], row["date"], row["reason"]


def _name(text: str) -> str:
    return indicator_key(text, "", "")[0]


def _side(stated: Mapping[str, Any], side: Side) -> tuple[str, tuple[str, ...]]:
    """Who evaluates on a side: the body, and the two who score."""
    table = stated.get(side.value, {})
    refuse_unknown(table, _SIDE_KEYS, FRAMEWORK)
    scorers = table.get("scorers", [])
    if not isinstance(scorers, list) or not all(isinstance(name, str) for name in scorers):
        raise wrong(
            FRAMEWORK,
            f"的 [{side.value}] scorers 应为一组文字",
            f"should have a list of texts as scorers of [{side.value}]",
        )
    return str(table.get("body", "")), tuple(name.strip() for name in scorers)


def _items(stated: Mapping[str, Any], norms: Norms) -> tuple[EvaluationItem, ...]:
    """The items that hold: the programme's own, or those of the norms with its weights."""
    if "item" in stated and "weights" in stated:
        raise wrong(
            FRAMEWORK,
            "既有 [[item]] 又有 [weights]，只能用一种",
            "has both [[item]] and [weights]; keep one",
        )
    if "item" in stated:
        return tuple(_item(entry) for entry in entries_of(stated, "item", FRAMEWORK))
    weights = stated.get("weights", {})
    refuse_unknown(weights, frozenset(item.zh for item in norms.evaluation_items), FRAMEWORK)
    return tuple(
        item._replace(weight=_weight(weights[item.zh], item.zh), weight_source=FRAMEWORK)
        if item.zh in weights
        else item
        for item in norms.evaluation_items
    )


def _item(entry: Any) -> EvaluationItem:
    refuse_unknown(entry, _ITEM_KEYS, FRAMEWORK)
    name = needed(entry, "name", FRAMEWORK)
    heading = needed(entry, "heading", FRAMEWORK)
    source = needed(entry, "source", FRAMEWORK)
    word = needed(entry, "stage", FRAMEWORK)
    criteria = entry.get("criteria", [])
    if not isinstance(criteria, list) or not criteria:
        raise wrong(
            FRAMEWORK,
            f"的“{name}”没有写评价要点（criteria）",
            f"states no test points (criteria) for “{name}”",
        )
    return EvaluationItem(
        stage=_STAGES[word].value if word in _STAGES else word,
        heading_zh=heading,
        heading_en=str(entry.get("heading_en", heading)),
        zh=name,
        en=str(entry.get("name_en", name)),
        weight=_weight(entry.get("weight"), name),
        is_ratio=entry.get("ratio") is True,
        kinds=tuple(_kinds(entry.get("kinds", []), name)),
        criteria=tuple(Criterion(str(c), str(c), source) for c in criteria),
        source=source,
        weight_source=source,
    )


def _kinds(words: Any, name: str) -> Iterator[str]:
    """The level-2 classes (数量指标 …) that say the same; 预算执行率 for the execution rate."""
    for word in words if isinstance(words, list) else [words]:
        text = str(word)
        if text == EXECUTION:
            yield "execution"
            continue
        kind = kind_of(text)
        if kind is None and text in list(Kind):
            kind = Kind(text)
        if kind is None:
            raise wrong(
                FRAMEWORK,
                f"的“{name}”写了不认识的二级指标“{text}”",
                f"names the unknown class “{text}” under “{name}”",
            )
        yield kind.value


def _weight(value: Any, name: str) -> Decimal:
    if type(value) not in (int, float, str):
        raise wrong(FRAMEWORK, f"的“{name}”没有写分值", f"states no weight for “{name}”")
    weight = amount({"weight": str(value)}, "weight", FRAMEWORK, "分")
    if weight is None:
        raise wrong(FRAMEWORK, f"的“{name}”没有写分值", f"states no weight for “{name}”")
    return weight
