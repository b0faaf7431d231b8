"""From a file to the self-evaluations (自评表) in it, whatever its format."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from jixiao.model.disclosure import Notice
from jixiao.model.evaluation import SelfEvaluation
from jixiao.model.exceptions import NotAPerformanceForm
from jixiao.readers.read import bytes_of, format_of, parse

_HEAD = 400  # bytes in which a record says what it is
_BLANKS = b"\xef\xbb\xbf \t\r\n"


class SelfEvaluations(NamedTuple):
    """What a file holds: its self-evaluations in order, and what is odd about it."""

    evaluations: tuple[SelfEvaluation, ...]
    notices: tuple[Notice, ...] = ()


def read_self_evaluations(path: Path | str, shown: str | None = None) -> tuple[SelfEvaluation, ...]:
    """The self-evaluations of the file at ``path``, told of as ``shown``.

    Raises :class:`UserError` with a sentence for people, also where the file holds none.
    """
    return read_evaluation_file(Path(path), shown).evaluations


def read_evaluation_file(path: Path, shown: str | None = None) -> SelfEvaluations:
    """The same, with the notices."""
    shown = shown or path.name
    return read_evaluation_bytes(bytes_of(path, shown), shown)


def doubled(evaluations: tuple[SelfEvaluation, ...]) -> tuple[Notice, ...]:
    """The projects that stand in a file more than once, each with how often."""
    found: dict[tuple[str, str], list[SelfEvaluation]] = {}
    for evaluation in evaluations:
        if evaluation.title:
            key = "".join(evaluation.title.split()), evaluation.implementing_unit
            found.setdefault(key, []).append(evaluation)
    return tuple(
        Notice(
            f"“{several[0].title}”有{len(several)}份自评，应只有一份；各份都已复算，请核对以哪份为准。",
            f"“{several[0].title}” has {len(several)} self-evaluations, not one; each was scored "
            "again: please check which one holds",
            several[1].at.get("title") or several[1].at.get("table"),
        )
        for several in found.values()
        if len(several) > 1
    )


def read_evaluation_bytes(data: bytes, name: str) -> SelfEvaluations:
    """The self-evaluations in a file's bytes; ``name`` is used in messages."""
    is_array = data[:64].lstrip(_BLANKS).startswith(b"[")
    format_name = "json" if is_array else format_of(data, name)
    if format_name == "json" and b'"jixiao/scores/' in data[:_HEAD]:
        from jixiao.readers.scores_json import read_scores

        return SelfEvaluations(*read_scores(data, name))
    if format_name == "json":
        from jixiao.readers.self_evaluation_json import read_evaluation_records

        return SelfEvaluations(read_evaluation_records(data, name))
    from jixiao.readers.forms.self_evaluation import read_evaluations

    read = read_evaluations(parse(data, format_name))
    if not read.evaluations and read.unreplayed:
        why = read.unreplayed[0]
        raise NotAPerformanceForm(f"“{name}”：{why.zh}", f"“{name}”: {why.en}")
    if not read.evaluations:
        raise NotAPerformanceForm(
            f"“{name}”里没有项目支出绩效自评表：没有“实际完成值、得分”这样的栏目。请改选自评表，"
            "目标表请用 jixiao read。",
            f"“{name}” holds no self-evaluation of a project: there are no columns like 实际完成值 "
            "and 得分; choose the self-evaluation form, and use jixiao read for target tables",
        )
    return SelfEvaluations(read.evaluations, read.notices + read.unreplayed)
