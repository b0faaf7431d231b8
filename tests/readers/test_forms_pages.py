"""A form's page is its test: the record read from its layout holds the fragment it prints."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from jixiao.model.disclosure import Source
from jixiao.readers.formats import markdown
from jixiao.readers.forms.publication import read_publication
from jixiao.readers.forms.self_evaluation import read_evaluations
from jixiao.readers.forms.variants import VARIANTS
from jixiao.regulations.parameter import norms_for
from jixiao.scoring.self_evaluation import score
from jixiao.writers.record_json import disclosure_json
from jixiao.writers.score_json import sheet_json
from tests.paths import PROJECT
from tests.readers.contained import missing_from

PAGES = sorted(p for p in (PROJECT / "docs" / "forms").glob("*.md") if p.stem != "README")
HEADINGS = ("样子 · Layout", "读出 · Record", "特别之处 · What is odd")
SCORED = [v for v in VARIANTS.values() if v.id.endswith("self-evaluation")]
READ = [v for v in VARIANTS.values() if v.is_target and v.id not in ("front-list", "mixed")]
READ += SCORED


def sections(path: Path) -> dict[str, str]:
    text = path.read_text(encoding="utf-8")
    parts = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    return {head.strip(): body for head, _, body in (part.partition("\n") for part in parts)}


def record_of(path: Path) -> dict[str, Any]:
    layout = markdown.parse(sections(path)["样子 · Layout"].encode())
    if path.stem in {variant.id for variant in SCORED}:
        evaluations = read_evaluations(layout).evaluations
        norms = norms_for(None, "")
        return {"sheets": [sheet_json(score(evaluation, norms)) for evaluation in evaluations]}
    disclosure = read_publication(layout, Source(path.name, "", "markdown"))
    return json.loads(json.dumps(disclosure_json(disclosure)))  # type: ignore[no-any-return]


def test_every_variant_that_is_read_has_a_page() -> None:
    pages = {path.stem for path in PAGES}

    assert pages == {variant.id for variant in READ}


@pytest.mark.parametrize("variant", READ, ids=lambda v: v.id)
def test_the_index_names_every_page(variant: Any) -> None:
    index = (PROJECT / "docs" / "forms" / "README.md").read_text(encoding="utf-8")

    assert f"| [{variant.id}]({variant.id}.md) | {variant.zh} |" in index


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_a_page_has_its_title_and_headings(path: Path) -> None:
    title = path.read_text(encoding="utf-8").splitlines()[0]

    assert title == f"# {VARIANTS[path.stem].zh} · {path.stem}"
    assert tuple(sections(path)) == HEADINGS


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_the_record_holds_what_the_page_prints(path: Path) -> None:
    body = sections(path)["读出 · Record"]
    fragment = json.loads(body.split("```json")[1].split("```")[0])

    record = record_of(path)

    assert missing_from(record, fragment) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_a_page_is_read_as_the_variant_it_is_about(path: Path) -> None:
    record = record_of(path)

    if path.stem in ("statements", "target-review"):  # no targets
        assert (record["form"], record["targets"]) == (path.stem, [])
        return
    assert {target["form"] for target in record.get("targets") or record["sheets"]} == {path.stem}
