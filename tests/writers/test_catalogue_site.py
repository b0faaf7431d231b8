"""The catalogue as a folder of pages: complete, linked, the same bytes, strict of content."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import PurePosixPath

import pytest

from jixiao.cli.main import main
from jixiao.model.exceptions import UnusableRequest
from jixiao.regulations.regulation import instruments, provisions
from jixiao.rules.catalogue import catalogue
from jixiao.writers.catalogue_site import catalogue_files, write_catalogue
from jixiao.writers.markdown_html import page

VOID = {"meta", "link", "input", "br"}


class Seen(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.links, self.ids, self.open, self.inline = [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given[name] for name in ("href", "src", "action") if name in given]
        self.inline += [n for n in given if n == "style" or n.startswith("on")]
        self.inline += [tag] if tag == "style" or (tag == "script" and "src" not in given) else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def files():
    return catalogue_files()


@pytest.fixture(scope="module")
def seen(files):
    return {n: Seen(data.decode()) for n, data in files.items() if n.endswith(".html")}


def test_every_rule_has_a_page_with_severity_version_basis_and_profiles(files):
    for rule in catalogue():
        html = files[f"rules/{rule.code}-{rule.name}.html"].decode()

        assert f'class="tag {rule.severity.value}"' in html
        assert f"<dd>{rule.since}</dd>" in html
        for key in rule.basis:
            instrument, _, part = key.partition("#")
            assert f'href="../regulations/{instrument}.html#{part}"' in html
        assert "../profiles/index.html#anhui-2024" in html


def test_every_provision_is_there_and_leads_back_to_the_rules_that_cite_it(files, seen):
    assert {f"regulations/{one.id}.html" for one in instruments()} <= set(files)
    for held in provisions():
        name = f"regulations/{held.instrument.id}.html"

        assert held.key.partition("#")[2] in seen[name].ids
        for rule in catalogue():
            if held.key in rule.basis:
                assert f"../rules/{rule.code}-{rule.name}.html" in seen[name].links


def test_every_link_leads_to_a_file_and_a_heading_that_are_there(files, seen):
    for name, found in seen.items():
        for link in found.links:
            path, _, anchor = link.partition("#")
            parts = list(PurePosixPath(name).parent.parts) if path else []
            for part in (path or name).split("/"):
                if part == "..":
                    parts.pop()
                else:
                    parts.append(part)
            meant = "/".join(parts)

            assert meant in files, (name, link)
            assert not anchor or anchor in seen[meant].ids, (name, link)


def test_pages_are_well_formed_and_have_nothing_inline(seen):
    for name, found in seen.items():
        assert found.open == [], name
        assert found.inline == [], name
        assert len(found.ids) == len(set(found.ids)), name


def test_nothing_is_fetched_from_a_network(files):
    for name, data in files.items():
        if name.endswith((".html", ".css", ".js")) and name != "search-index.js":
            text = data.decode()

            assert 'src="http' not in text, name
            assert "url(" not in text, name
            assert "fetch(" not in text, name


def test_every_page_with_text_is_in_the_index_of_the_search(files):
    held = files["search-index.js"].decode().removeprefix("window.catalogueIndex = ")
    index = json.loads(held.removesuffix(";\n"))

    assert {row[0] for row in index} == {
        n for n in files if n.endswith(".html") and n != "search.html"
    }
    texts = {row[0]: row[3] for row in index}
    assert "成本指标" in texts["rules/AMT02-cost-above-budget.html"]


def test_the_same_release_writes_the_same_bytes(files):
    assert catalogue_files() == files


def test_a_folder_with_other_things_is_refused_and_an_earlier_catalogue_is_renewed(tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("kept")
    folder = tmp_path / "catalogue"
    write_catalogue(folder)
    (folder / "rules" / "GONE.html").write_text("old")
    (folder / "files.txt").write_text("rules/GONE.html\n../other/letter.txt\n")

    write_catalogue(folder)

    assert not (folder / "rules" / "GONE.html").exists()
    assert (other / "letter.txt").read_text() == "kept"
    with pytest.raises(UnusableRequest):
        write_catalogue(other)
    assert [path.name for path in other.iterdir()] == ["letter.txt"]


def test_the_command_says_how_many_pages_and_where(tmp_path, capsys):
    code = main(["catalogue", "-o", str(tmp_path / "out")])

    pages = sum(1 for _ in (tmp_path / "out").rglob("*.html"))
    assert code == 0
    assert f"写出{pages}页" in capsys.readouterr().out


def test_markdown_is_printed_with_its_pairs_tables_lists_and_fences():
    read = page(
        "# 题 · Title\n\n## 查什么 · What\n\n中文一行。\nEnglish line.\n\n"
        "| 甲 | 乙 |\n| --- | --- |\n| `a|b` \\| x | |\n| 一<br>二 | **重** |\n\n"
        "- 一 [链](x.md)\n  - 内\n- 二 <b>\n\n3. 三\n   ```sh\n   ls <x>\n   ```\n4. 四\n\n> 引\n"
    )

    assert read.title == "题 · Title"
    assert '<span class="pair" lang="zh-Hans">查什么</span>' in read.html
    assert '<p class="pair" lang="en">English line.</p>' in read.html
    assert "<td>一<br>二</td><td><strong>重</strong></td>" in read.html
    assert '<ul><li>一 <a href="x.md">链</a><ul><li>内</li></ul></li>' in read.html
    assert "<li>二 &lt;b&gt;</li>" in read.html
    assert '<ol start="3"><li>三<pre class="sh" tabindex="0"><code>ls &lt;x&gt;</code>' in read.html
    assert "<li>四</li></ol>" in read.html
    assert "<blockquote><p>引</p></blockquote>" in read.html
