"""``jixiao programme``: a programme folder checked, loaded, locked, filled with trial evidence."""

from __future__ import annotations

import argparse
import sys

TYPE_CHECKING = False  # the help is printed without loading typing and pathlib
if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from jixiao.measures.postgresql import Answer
    from jixiao.programme.folder import Programme

NAME = "programme"
HELP = "项目库：检查、入库、锁定、生成试验台账 · a programme folder: check, load, lock, synthesize"
ACTIONS = ("check", "load", "lock", "propose", "synthesize")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "action",
        choices=ACTIONS,
        help="check 检查 · load 台账入库 · lock 锁定目标和测算方法 · "
        "propose 由台账拟定定性指标档次 · synthesize 生成试验台账",
    )
    parser.add_argument("folder", metavar="DIR", help="项目库文件夹 · the programme folder")
    parser.add_argument(
        "--seed", type=int, default=7, metavar="N", help="synthesize：随机种子（默认7） · the seed"
    )
    parser.add_argument(
        "--accept",
        action="store_true",
        help="load：接受已更正的台账文件 · take registers that were corrected as new loads",
    )


def run(options: argparse.Namespace) -> int:
    """Do what is asked; ``check`` gives 1 where there is a finding at error or above."""
    from pathlib import Path

    folder = Path(options.folder)
    if options.action == "synthesize":
        return _synthesize(folder, options)
    from jixiao.programme.folder import read_programme

    programme = read_programme(folder)
    if options.action == "check":
        return _check(programme, options.lang)
    if options.action == "lock":
        from jixiao.programme.locking import lock

        path = lock(programme)
        print(f"locked: {path}" if options.lang == "en" else f"已锁定：{path}", file=sys.stderr)
        return 0
    if options.action == "propose":
        return _propose(programme, options.lang)
    return _load(programme, options)


def _check(programme: Programme, language: str) -> int:
    from jixiao.model.finding import Severity
    from jixiao.programme.checking import check
    from jixiao.writers.visible import visible

    findings = check(programme)
    if not any(finding.severity.rank <= Severity.ERROR.rank for finding in findings):
        from jixiao.programme.due import due_reasons

        findings += due_reasons(programme)
    for finding in findings:
        label = finding.severity.label(language)
        print(visible(f"{label}  {finding.file}  {finding.message(language)}"))
    counts = (
        len(programme.disclosure.targets),
        len(programme.measures),
        len(programme.rubrics),
        len(programme.reasons),
    )
    told = (
        "{} projects, {} measures, {} rubrics, {} reasons: {} findings"
        if language == "en"
        else "{}个项目，{}个测算方法，{}个分档标准，{}个原因说明：发现{}个问题"
    )
    print(told.format(*counts, len(findings)))
    return 1 if any(f.severity.rank <= Severity.ERROR.rank for f in findings) else 0


def _load(programme: Programme, options: argparse.Namespace) -> int:
    from jixiao.measures.load import load_evidence
    from jixiao.measures.postgresql import ask_all
    from jixiao.programme.workbook import workbook_cells
    from jixiao.writers.visible import visible

    for answer in ask_all(programme.evidence, programme.schemas, accept=options.accept):
        print(visible(_told_of(answer, options.lang)))
    loaded = load_evidence(
        programme.evidence,
        programme.schemas,
        programme.fiscal_year,
        projects=programme.projects,
        accept=options.accept,
        report=_progress(),
        workbook=workbook_cells,
    )
    if not loaded.loads:
        print("no register has a file yet" if options.lang == "en" else "还没有台账文件。")
    for load in loaded.loads:
        days = f"{load.first}–{load.last}" if load.first else ""
        told = (
            f"{load.file}: {load.rows} rows, {load.rejected} set apart {days}"
            if options.lang == "en"
            else f"{load.file}：{load.rows}行，隔离{load.rejected}行 {days}"
        )
        print(visible(told))
        if load.ignored:
            names = "、".join(load.ignored)
            said = (
                f"columns not loaded: {names}" if options.lang == "en" else f"未入库的列：{names}"
            )
            print(visible(f"  {said}"))
    return 0


def _told_of(answer: Answer, language: str) -> str:
    """What came of a query, and the columns of it that were not kept."""
    zh = language != "en"
    if answer.unreachable is not None:
        why = answer.unreachable.message(language)
        return (
            f"{answer.file}：使用留存的快照（{answer.rows}行）。{why}"
            if zh
            else f"{answer.file}: the snapshot kept is used ({answer.rows} rows); {why}"
        )
    said = ("已留存" if zh else "kept") if answer.changed else ("与快照相同" if zh else "as before")
    told = (
        f"{answer.file}：查询得到{answer.rows}行，{said}"
        if zh
        else f"{answer.file}: {answer.rows} rows came, {said}"
    )
    if answer.ignored:
        names = "、".join(answer.ignored)
        told += f"；未留存的列：{names}" if zh else f"; columns not kept: {names}"
    return told


def _synthesize(folder: Path, options: argparse.Namespace) -> int:
    from jixiao.measures.synthetic import synthesize
    from jixiao.programme.folder import read_programme

    read_programme(folder)  # told first where it is no programme
    synthesize(folder, options.seed, _progress() or _silent)
    # What stood in the evidence before was replaced; the new files are its loads.
    (folder / "evidence" / "loads.json").unlink(missing_ok=True)
    options.accept = True
    return _load(read_programme(folder), options)


def _silent(_: str) -> None:
    """Say nothing."""


def _progress() -> Callable[[str], None] | None:
    """What tells how far a long work is, on a terminal's stderr."""
    if sys.stderr is None or not sys.stderr.isatty():
        return None
    return lambda text: print(text, file=sys.stderr)


def _propose(programme: Programme, language: str) -> int:
    """Print the tier the evidence suggests for each rubric beside what was decided."""
    from jixiao.programme.measuring import engine_for
    from jixiao.programme.proposals import proposals
    from jixiao.writers.visible import visible

    is_english = language == "en"
    with engine_for(programme) as engine:
        made = list(proposals(programme, engine))
    project = None
    for found in made:
        rubric = found.rubric
        if rubric.project != project:
            print(visible(rubric.project))
            project = rubric.project
        missing = found.missing
        if missing is not None:
            told = missing.en if is_english else missing.zh
        else:
            told = f"{found.tier}（{found.basis}）"
        decided = found.decision.tier if found.decision is not None else "—"
        word = "decided" if is_english else "已定"
        differs = "  ≠" if found.differs else ""
        if found.set_aside is not None:
            decided, differs = "does not apply" if is_english else "不适用", ""
        line = f"  {rubric.level2}  {rubric.indicator}  {told}  {word}：{decided}{differs}"
        print(visible(line))
        if found.working is not None:
            print(visible(f"      {found.working.en if is_english else found.working.zh}"))
    without = sum(found.decision is None and found.set_aside is None for found in made)
    print(
        f"{len(made)} rubrics, {sum(f.tier is not None for f in made)} proposals, {without} "
        "without a decision; a proposal decides nothing"
        if is_english
        else f"{len(made)}个分档标准，拟档{sum(f.tier is not None for f in made)}个，"
        f"未定档{without}个；拟档只供参考，由人确认后记入 decisions/tiers.csv。"
    )
    return 0
