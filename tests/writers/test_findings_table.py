"""Findings as a table: aligned on a terminal, one line each where it is piped."""

from __future__ import annotations

import pytest

from jixiao.cli.main import main
from jixiao.rules.check import check
from jixiao.writers import findings_table
from jixiao.writers.findings import Request
from jixiao.writers.findings_table import render, wrapped
from jixiao.writers.findings_text import width_of
from tests.paths import PROJECT, SHARED
from tests.writers.reports import seed

REAL = SHARED / "corpus" / "real"
FORMS = (
    "central-2019-forms.xls",
    "guangdong-zhanjiang-2024-department.xlsx",
    "hubei-donghu-2020-application.xlsx",
)


@pytest.fixture(scope="module")
def report():
    return check(seed())


def test_piped_every_finding_is_one_line_with_all_its_text(report, monkeypatch):
    monkeypatch.setattr(findings_table, "_terminal", lambda: 0)

    lines = render([report], [], Request()).splitlines()

    assert lines[0] == "文件\t项目\t出处\t级别\t规则\t问题"
    found = lines[1 : 1 + len(report.findings)]
    assert [line.split("\t")[4] for line in found] == [f.rule.code for f in report.findings]
    assert all(line.count("\t") == 5 for line in lines)


@pytest.mark.parametrize("columns", [100, 140])
def test_on_a_terminal_no_line_is_wider_and_nothing_is_lost(report, monkeypatch, columns):
    monkeypatch.setattr(findings_table, "_terminal", lambda: columns)

    text = render([report], [], Request())

    assert max(map(width_of, text.splitlines())) <= columns
    message = "".join(report.findings[0].message().split())
    assert message[:8] in text.replace(" ", "")
    assert f"{len(report.findings)}个问题" in text


def test_columns_of_chinese_stand_under_their_heads(report, monkeypatch):
    monkeypatch.setattr(findings_table, "_terminal", lambda: 120)

    lines = render([report], [], Request()).splitlines()

    start = width_of(lines[0][: lines[0].index("问题")])
    code = report.findings[0].rule.code
    first = next(line for line in lines if code in line)
    at = first.index(code) + len(code)
    while first[at] == " ":
        at += 1
    assert width_of(first[:at]) == start


def test_text_is_cut_by_columns_and_latin_words_are_kept_whole():
    assert wrapped("绩效目标", 4) == ["绩效", "目标"]
    assert wrapped("绩效a标", 4) == ["绩效", "a标"]
    assert wrapped("one three five", 9) == ["one three", "five"]
    assert wrapped("abcdefgh", 3) == ["abc", "def", "gh"]
    assert wrapped("", 4) == [""]


@pytest.mark.skipif(not REAL.is_dir(), reason="the shared corpus is not here")
def test_all_three_real_forms_are_checked_at_once(capsys):
    files = [str(REAL / name) for name in FORMS]

    code = main(["check", *files, "--profile", "national-2021", "--format", "table"])

    said = capsys.readouterr()
    assert code == 1
    assert said.err == ""
    for name in FORMS:
        assert f"\n{name}\t" in said.out
    # What a reader of the department's form sees at once.
    assert "二级指标“质量指标”写在一级指标“效益指标”之下" in said.out


@pytest.mark.parametrize("ending", ["txt", "csv", "html", "json", "sarif", "xlsx"])
def test_what_is_said_of_the_files_together_is_in_every_format(tmp_path, monkeypatch, ending):
    example = PROJECT / "examples" / "huainan-2024" / "huainan-2024.txt"
    monkeypatch.chdir(tmp_path)
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_bytes(example.read_bytes())
    out = tmp_path / f"out.{ending}"

    main(["check", "one.txt", "two.txt", "-o", str(out)])

    if ending == "xlsx":
        book = pytest.importorskip("openpyxl").load_workbook(out)
        said = " ".join(str(row[0].value) for row in book["各文件之间"].iter_rows())
    else:
        said = out.read_text(encoding="utf-8-sig")
    if ending in ("json", "sarif"):
        assert '"schema": "jixiao/set/1"' in said
        assert '"copied_tables": ' in said
    else:
        assert "各文件之间" in said
        assert "雷同：20张表中" in said
