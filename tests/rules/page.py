"""A rule's page, taken apart: its examples and the findings it promises.

An example is a ``###`` section under 反例, 正例 or 不适用. Its Markdown tables and quoted
paragraphs (``> …``) are one publication; a fenced block ``findings`` or ``outcome`` says what the
rule must say of it::

    ```findings
    AMT02 block 成本指标“项目总成本”为“≤182.31万元”…
    ```

    ```outcome
    AMT02 not_applicable 没有以金额表示的成本指标
    ```

An example that begins with the line ``公开文本`` under its heading is read as a publication with
title and front list; otherwise the tables stand alone. Lines “文件：NAME” divide an example into
files, which are checked together as a chain.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from jixiao.model.chain import chains_of
from jixiao.model.disclosure import Disclosure, Source
from jixiao.readers.formats import markdown
from jixiao.readers.forms.publication import read_publication
from jixiao.regulations.parameter import norms_for
from jixiao.rules.check import check
from jixiao.rules.rule import Rule
from tests.paths import RULE_PAGES

HEADINGS = ("查什么", "为什么", "依据", "反例", "正例", "不适用")
_FILE = re.compile(r"^文件：(.+)\n", re.MULTILINE)
_FENCE = re.compile(r"^```(findings|outcome)\n(.*?)^```\n?", re.MULTILINE | re.DOTALL)


class Example(NamedTuple):
    section: str
    title: str
    body: str
    expected: tuple[str, ...]

    def disclosure(self) -> Disclosure:
        _, *parts = _FILE.split(self.body)
        if not parts:
            return self._read(self.body, self.title)
        files = [self._read(*pair) for pair in zip(parts[1::2], parts[::2], strict=True)]
        chains = chains_of(files).chains
        assert chains, "the files of the example are no chain"
        return replace(files[-1], targets=(), evaluations=(), monitoring=(), chains=chains)

    def _read(self, body: str, name: str) -> Disclosure:
        layout = markdown.parse(body.encode())
        return read_publication(layout, Source(name, "", "markdown"), with_results=True)


class Page(NamedTuple):
    path: Path
    title: str
    sections: dict[str, str]
    examples: tuple[Example, ...]

    def of(self, section: str) -> list[Example]:
        return [e for e in self.examples if e.section == section]


def page_path(rule: Rule) -> Path:
    return RULE_PAGES / f"{rule.code}-{rule.name}.md"


def read_page(path: Path) -> Page:
    text = path.read_text(encoding="utf-8")
    title = text.splitlines()[0]
    sections: dict[str, str] = {}
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        name, _, body = part.partition("\n")
        sections[name.split("·")[0].strip()] = body
    examples = []
    for section in ("反例", "正例", "不适用"):
        for part in re.split(r"^### ", sections.get(section, ""), flags=re.MULTILINE)[1:]:
            heading, _, body = part.partition("\n")
            expected: list[str] = []
            for _kind, lines in _FENCE.findall(body):
                expected += [line.strip() for line in lines.splitlines() if line.strip()]
            body = _FENCE.sub("", body)
            examples.append(Example(section, heading.strip(), body, tuple(expected)))
    return Page(path, title, sections, tuple(examples))


def place_of(disclosure: Disclosure) -> str:
    """The place an example names in a closing line “地区：anhui”; its parameters then hold."""
    mark = "地区："
    return next((n.text[len(mark) :] for n in disclosure.notes if n.text.startswith(mark)), "")


def said(rule: Rule, disclosure: Disclosure) -> tuple[str, ...]:
    """What ``rule`` says of a publication, a line a finding; its outcomes when it finds nothing."""
    place = place_of(disclosure)
    report = check(disclosure, norms_for(disclosure.fiscal_year, place), (rule,), place)
    if report.findings:
        return tuple(
            f"{rule.code} {finding.severity.value} {finding.message('zh')}"
            for finding in report.findings
        )
    return tuple(
        f"{rule.code} {result.outcome.value} {result.reason.zh}"
        for result in report.results
        if result.reason is not None
    )
