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

Rules on waivers are judged on a fenced block ``waivers``, a file of waivers as people write it; its
comment ``# 审核日：2025-03-01`` is the day of the check, and the tables are what is checked.

An example that begins with the line ``公开文本`` under its heading is read as a publication with
title and front list; otherwise the tables stand alone. Lines “文件：NAME” divide an example into
files, which are checked together as a chain.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from jixiao.model.chain import chains_of
from jixiao.model.disclosure import Disclosure, Note, Source
from jixiao.model.waiver import Waivers
from jixiao.readers.formats import markdown
from jixiao.readers.forms.publication import read_publication
from jixiao.regulations.parameter import Norms, norms_for
from jixiao.rules.catalogue import catalogue
from jixiao.rules.check import check
from jixiao.rules.profile import profile_named
from jixiao.rules.rule import Rule, Subject
from jixiao.rules.waiver import judged, settle, waiver_from
from tests.paths import RULE_PAGES

HEADINGS = ("查什么", "为什么", "依据", "反例", "正例", "不适用")
_WAIVERS = re.compile(r"^```waivers\n(.*?)^```\n?", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"^文件：(.+)\n", re.MULTILINE)
_FENCE = re.compile(r"^```(findings|outcome)\n(.*?)^```\n?", re.MULTILINE | re.DOTALL)


class Example(NamedTuple):
    section: str
    title: str
    body: str
    expected: tuple[str, ...]

    def disclosure(self) -> Disclosure:
        held = _WAIVERS.search(self.body)
        body = _WAIVERS.sub("", self.body)
        _, *parts = _FILE.split(body)
        if not parts:
            read = self._read(body, self.title)
            return read if held is None else replace(read, notes=(*read.notes, Note(held.group(1))))
        assert held is None, "waivers in an example are those of one file"
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
    norms = norms_for(disclosure.fiscal_year, place)
    if rule.subject is Subject.WAIVERS:
        return said_of_waivers(rule, disclosure, norms)
    profile = profile_named(place) if place else None
    report = check(disclosure, norms, (rule,), profile, place)
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


def said_of_waivers(rule: Rule, disclosure: Disclosure, norms: Norms) -> tuple[str, ...]:
    """What ``rule`` says of the waivers in an example; nothing where it has none."""
    text = next((n.text for n in disclosure.notes if "审核日：" in n.text), "")
    if not text:
        return ()
    codes = {each.code for each in catalogue()}
    entries = tomllib.loads(text).get("waiver", [])
    waivers = tuple(
        waiver_from(entry, number, "waivers.toml", codes) for number, entry in enumerate(entries, 1)
    )
    day = date.fromisoformat(text.partition("审核日：")[2][:10])
    report = check(disclosure, norms)
    settle([report], waivers, file="waivers.toml", on=day)
    used = report.waivers or Waivers("waivers.toml", day, ())
    findings, outcomes = judged(rule, used, report)
    return tuple(f"{rule.code} {f.severity.value} {f.message('zh')}" for f in findings) + tuple(
        f"{rule.code} not_applicable {reason.zh}" for reason in outcomes.reasons.values()
    )
