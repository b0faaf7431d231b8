"""``jixiao evaluate``: the sheets of an evaluation, the comparison of scores, whom to visit."""

from __future__ import annotations

import argparse
import sys

NAME = "evaluate"
HELP = (
    "绩效评价：评分表、评分比较、抽样核查计划 · evaluation sheets, scores compared, on-site checks"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("folder", metavar="DIR", help="项目库文件夹 · the programme folder")
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        help="写到文件夹（docx 和 xlsx），不给则打印 · a folder for docx and xlsx; printed without",
    )
    parser.add_argument(
        "--project",
        metavar="N",
        help="只要一个项目：序号或名称的一部分 · one project, by number or part of its title",
    )
    parser.add_argument(
        "--sample",
        type=int,
        metavar="N",
        help="另抽N个项目现场核查（从全部项目抽） · also plan N on-site checks, of all projects",
    )
    parser.add_argument(
        "--seed", default="1", metavar="S", help="抽样种子（默认1） · seed of the sampling"
    )


def run(options: argparse.Namespace) -> int:
    """Write or print the evaluation; 0, whatever the scores say."""
    from pathlib import Path

    from jixiao.model.exceptions import UnusableRequest
    from jixiao.pipeline import evaluate_programme, write_evaluation
    from jixiao.writers.assessment_text import render_assessments, render_plan
    from jixiao.writers.visible import visible

    output = None if options.output is None else Path(options.output)
    if output is not None and output.suffix and not output.is_dir():
        raise UnusableRequest(
            f"评价写出多个文件，“{output}”应为文件夹。",
            f"an evaluation is several files; “{output}” should be a folder",
        )
    found = evaluate_programme(Path(options.folder), options.project, options.sample, options.seed)
    if output is None:
        print(render_assessments(found.projects, options.lang), end="")
        if found.plan is not None:
            print(f"\n{render_plan(found.plan, options.lang)}", end="")
        return 0
    for path in write_evaluation(found, output):
        said = f"written: {path}" if options.lang == "en" else f"已写出：{path}"
        print(visible(said), file=sys.stderr)
    return 0
