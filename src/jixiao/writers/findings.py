"""Findings in the format asked for: a closed table of formats, each loaded when used."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from jixiao.model.exceptions import UnusableRequest, UserError
from jixiao.regulations.regulation import provision
from jixiao.rules.check import Report
from jixiao.rules.rule import Rule

Errors = list[tuple[Path, UserError]]


class Request(NamedTuple):
    """What was asked: language, colours, whether several files were named."""

    language: str = "zh"
    colour: bool = False
    several: bool = False


# name → module with ``render(reports, errors, request) -> str | bytes``
FORMATS = {
    "text": "jixiao.writers.findings_text",
    "json": "jixiao.writers.findings_json",
    "sarif": "jixiao.writers.findings_sarif",
    "csv": "jixiao.writers.findings_csv",
    "xlsx": "jixiao.writers.findings_xlsx",
    "html": "jixiao.writers.findings_html",
}
SUFFIXES = {".txt": "text", ".htm": "html"} | {f".{name}": name for name in FORMATS}
BINARY = frozenset({"xlsx"})


def write_findings(
    reports: list[Report],
    errors: Errors,
    *,
    format_name: str | None,
    output: Path | None,
    language: str = "zh",
    several: bool = False,
    colour: bool = False,
) -> None:
    """Write to ``output``, or to stdout; the format is the one named, else told by the ending."""
    name = format_name or (SUFFIXES.get(output.suffix.lower()) if output is not None else "text")
    if name is None:
        raise UnusableRequest(
            f"看不出“{output}”要写成什么格式。可用：.txt .json .sarif .csv .xlsx .html。",
            f"cannot tell the format of “{output}”; use .txt .json .sarif .csv .xlsx .html",
        )
    if output is None and name in BINARY:
        raise UnusableRequest(
            f"{name} 不能输出到屏幕，请用 -o 指定文件，如 -o 问题.{name}。",
            f"{name} cannot go to the screen; name a file with -o",
        )
    made = import_module(FORMATS[name]).render(reports, errors, Request(language, colour, several))
    if output is None:
        sys.stdout.write(made)
        return
    save(output, made if isinstance(made, bytes) else made.encode())


def citations(rule: Rule, language: str) -> str:
    """What a rule rests on, in one line, each provision with its mark."""
    joint = "; " if language == "en" else "；"
    return joint.join(provision(key).citation(language) for key in rule.basis)


def save(path: Path, data: bytes) -> None:
    """Write a file whole; a folder that is missing is made, a refusal becomes a sentence."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        raise UnusableRequest(
            f"写不了“{path}”：{error.strerror}。请换一个位置，或关闭正打开它的程序。",
            f"cannot write “{path}”: {error.strerror}; choose another place or close the program "
            "that has it open",
        ) from error
