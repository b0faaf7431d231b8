"""``jixiao score``: a self-evaluation scored again, row by row, and where the form differs."""

from __future__ import annotations

import argparse
from functools import partial

TYPE_CHECKING = False  # the help is printed without loading typing and pathlib
if TYPE_CHECKING:
    from pathlib import Path

    from jixiao.cli.files import InputFile
    from jixiao.writers.scores import ScoredFile

NAME = "score"
HELP = "按办法重新计算自评得分，列出差异 · score self-evaluations again, list the differences"
FORMATS = ("text", "json")
PROGRAMME = "programme.toml"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="自评表（文件、文件夹或通配符），或项目库文件夹 · forms, or a programme's folder",
    )
    parser.add_argument("--format", choices=FORMATS, help="输出格式（默认 text） · output format")
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        help="写到文件：.txt .json .docx .xlsx .html；项目库可写文件夹 · write to a file; a "
        "programme also into a folder",
    )
    parser.add_argument(
        "--profile",
        default="",
        help="适用口径，如 national-2021、anhui，见 jixiao profiles · profile that holds",
    )


def run(options: argparse.Namespace) -> int:
    """Score every form; 0 nothing differs, 1 something does, 2 a file could not be read."""
    from pathlib import Path

    from jixiao.cli.files import inputs, refuse_overwriting, report_errors, work_done
    from jixiao.model.exceptions import UnusableRequest
    from jixiao.rules.profile import known_place
    from jixiao.writers.save import destination
    from jixiao.writers.scores import DESTINATIONS, Request, write_scores

    known_place(options.profile)
    output = None if options.output is None else Path(options.output)
    programmes = [name for name in options.files if (Path(name) / PROGRAMME).is_file()]
    if programmes:
        if len(options.files) > 1:
            raise UnusableRequest(
                "项目库文件夹请单独计算，不要和别的文件一起。",
                "score a programme's folder by itself, not together with other files",
            )
        return _score_programme(Path(programmes[0]), output, options)
    format_name = destination(options.format, output, DESTINATIONS)
    found = inputs(options.files)
    refuse_overwriting(output, [file.path for file in found.files])
    scored, errors = work_done(found, partial(_score, profile=options.profile))
    write_scores(
        scored,
        errors,
        format_name=format_name,
        output=output,
        request=Request(options.lang, found.several, output is not None),
    )
    if format_name not in FORMATS:
        _tell_notices(scored, options.lang)
    report_errors(errors, found, options.lang)
    if errors:
        return 2
    return 1 if any(file.needs_attention for file in scored) else 0


def _score(file: InputFile, *, profile: str) -> ScoredFile:
    from jixiao.pipeline import score_file

    return score_file(file.path, file.shown, profile=profile)


def _score_programme(folder: Path, output: Path | None, options: argparse.Namespace) -> int:
    """Score every project of a programme from its evidence; a folder gets every format."""
    import sys

    from jixiao.pipeline import score_programme
    from jixiao.writers.save import destination
    from jixiao.writers.scores import DESTINATIONS, Request, write_all, write_scores
    from jixiao.writers.visible import visible

    is_folder = output is not None and (output.is_dir() or not output.suffix)
    format_name = "text" if is_folder else destination(options.format, output, DESTINATIONS)
    scored = [score_programme(folder)]
    request = Request(options.lang, False, output is not None)
    if output is None or not is_folder:
        write_scores(scored, [], format_name=format_name, output=output, request=request)
        if format_name not in FORMATS:
            _tell_notices(scored, options.lang)
        return int(scored[0].needs_attention)
    for path in write_all(scored, output, request):
        said = f"written: {path}" if options.lang == "en" else f"已写出：{path}"
        print(visible(said), file=sys.stderr)
    _tell_notices(scored, options.lang)
    return int(scored[0].needs_attention)


def _tell_notices(scored: list[ScoredFile], language: str) -> None:
    """On stderr what an official form has no place for: faults, and what is odd about a file."""
    import sys

    from jixiao.writers.visible import visible

    for file in scored:
        for notice in (*file.faults, *file.notices):
            said = notice.en if language == "en" else notice.zh
            print(f"jixiao: {visible(f'{file.file}: {said}')}", file=sys.stderr)
