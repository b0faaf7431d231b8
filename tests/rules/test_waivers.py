"""Waivers and baselines: told by rule, project and cell; used, unused, expired."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from jixiao.model.disclosure import Disclosure, Source
from jixiao.model.exceptions import UnusableRequest
from jixiao.readers.formats import markdown
from jixiao.readers.forms.publication import read_publication
from jixiao.rules.check import Report, check
from jixiao.rules.waiver import (
    baseline_text,
    key_of,
    read_baseline,
    read_waivers,
    settle,
    toml_text,
)

ROWS = """| 产出指标 | 数量指标 | 编印期数 | 12期 |
| 产出指标 | 时效指标 | 合同服务期 | 3年 |
"""
HEAD = """| 项目名称 | {name} |
| --- | --- |
| 年度资金总额（万元） | 18 |

| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| --- | --- | --- | --- |
"""
WAIVER = """[[waiver]]
rule = "VAL07"
project = "内部刊物编印"
cell = "12期"
reason = "合同写明期数"
approver = "预算科科长"
approved_on = 2025-01-10
expires_on = 2025-12-31
"""
DAY = date(2025, 3, 1)


def document(rows: str = ROWS, name: str = "内部刊物编印") -> Disclosure:
    text = HEAD.format(name=name) + rows
    return read_publication(markdown.parse(text.encode()), Source("甲.md", "", "markdown"))


def waivers_file(folder: Path, text: str = WAIVER) -> Path:
    path = folder / "waivers.toml"
    path.write_text(text, encoding="utf-8")
    return path


def settled(folder: Path, text: str = WAIVER, rows: str = ROWS, on: date = DAY) -> Report:
    report = check(document(rows))
    settle([report], read_waivers(waivers_file(folder, text)), file="waivers.toml", on=on)
    return report


def waived(report: Report) -> list[str | None]:
    return [f.quote for f in report.findings if f.rule.code == "VAL07" and not f.counts]


def codes(report: Report) -> list[str]:
    return [f.rule.code for f in report.findings if f.rule.code.startswith("WVR")]


def test_a_waived_finding_stays_and_does_not_count(tmp_path: Path) -> None:
    before = len(check(document()).findings)

    report = settled(tmp_path)

    assert waived(report) == ["12期"]
    assert len(report.findings) == before
    assert report.waived == 1


def test_a_waiver_stays_with_its_cell_when_rows_move(tmp_path: Path) -> None:
    moved = "| 产出指标 | 质量指标 | 差错率 | ≤1% |\n" + "".join(reversed(ROWS.splitlines(True)))

    report = settled(tmp_path, rows=moved)

    assert waived(report) == ["12期"]
    assert not codes(report)


def test_a_waiver_without_a_cell_is_for_the_whole_project(tmp_path: Path) -> None:
    report = settled(tmp_path, WAIVER.replace('cell = "12期"\n', ""))

    assert waived(report) == ["12期", "3年"]


def test_a_waiver_by_table_is_for_that_table(tmp_path: Path) -> None:
    first = settled(tmp_path, WAIVER.replace("cell", "table = 1\ncell"))
    second = settled(tmp_path, WAIVER.replace("cell", "table = 2\ncell"))

    assert waived(first) == ["12期"]
    assert codes(second) == ["WVR01"]


def test_a_waiver_for_another_file_is_left_alone(tmp_path: Path) -> None:
    report = settled(tmp_path, WAIVER + 'file = "乙.docx"\n')

    assert not waived(report)
    assert not codes(report)


def test_an_unused_waiver_is_a_finding(tmp_path: Path) -> None:
    report = settled(tmp_path, rows=ROWS.replace("12期", "≥12期"))

    assert codes(report) == ["WVR01"]


def test_an_expired_waiver_no_longer_holds_and_is_a_finding(tmp_path: Path) -> None:
    report = settled(tmp_path, on=date(2026, 1, 1))

    assert not waived(report)
    assert codes(report) == ["WVR02"]
    assert settled(tmp_path, on=date(2025, 12, 31)).waived == 1


def test_waivers_for_rules_that_were_not_run_are_left_alone(tmp_path: Path) -> None:
    from jixiao.rules.catalogue import selected

    report = check(document(), rules=selected(("AMT", "WVR")))
    settle([report], read_waivers(waivers_file(tmp_path)), file="w", on=DAY)

    assert not codes(report)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('approver = "预算科科长"\n', "", "approver is missing"),
        ("2025-12-31", '"2025-12-31"', "must be a date"),
        ("2025-12-31", "2024-12-31", "before it was approved"),
        ("VAL07", "VAL99", "no rule VAL99"),
        ("VAL07", "WVR01", "cannot be waived"),
        ('reason = "合同写明期数"', 'reason = " "', "must be text"),
        ('cell = "12期"', 'row = 3\ncell = "12期"', "unknown key row"),
        ('project = "内部刊物编印"\ncell = "12期"\n', "", "must name a project"),
        ("[[waiver]]", "[[waivers]]", "unknown key waivers"),
        ("[[waiver]]", "waiver = 3\n[x]", "unknown key x"),
    ],
)
def test_a_faulty_waiver_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    path = waivers_file(tmp_path, WAIVER.replace(old, new))

    with pytest.raises(UnusableRequest, match=said) as refused:
        read_waivers(path)

    assert "waivers.toml" in refused.value.zh


def test_the_baseline_holds_the_old_and_lets_the_new_fail(tmp_path: Path) -> None:
    path = tmp_path / "baseline.toml"
    path.write_text(baseline_text([check(document())]), encoding="utf-8")
    report = check(document(ROWS + "| 产出指标 | 成本指标 | 印刷成本 | 18万元 |\n"))

    left = settle([report], (), read_baseline(path), on=DAY)

    new = [f for f in report.findings if f.counts and f.rule.code == "VAL07"]
    assert [f.quote for f in new] == ["18万元"]
    assert {f.waiver.by for f in report.findings if f.waiver is not None} == {"baseline"}
    assert sum(left.values()) == 1  # the class that was missing is there now


def test_the_baseline_counts_what_stands_twice(tmp_path: Path) -> None:
    path = tmp_path / "baseline.toml"
    path.write_text(baseline_text([check(document())]), encoding="utf-8")
    report = check(document(ROWS + "| 产出指标 | 数量指标 | 另刊期数 | 12期 |\n"))

    settle([report], (), read_baseline(path), on=DAY)

    same = [f.counts for f in report.findings if f.rule.code == "VAL07" and f.quote == "12期"]
    assert sorted(same) == [False, True]


def test_what_is_worked_off_is_told(tmp_path: Path) -> None:
    path = tmp_path / "baseline.toml"
    path.write_text(baseline_text([check(document())]), encoding="utf-8")
    report = check(document(ROWS.replace("12期", "≥12期")))

    left = settle([report], (), read_baseline(path), on=DAY)

    assert sum(left.values()) == 1


def test_the_same_findings_give_the_same_baseline(tmp_path: Path) -> None:
    first = baseline_text([check(document())])

    moved = baseline_text([check(document("".join(reversed(ROWS.splitlines(True)))))])

    assert first == moved


def test_a_waived_finding_is_not_written_to_the_baseline(tmp_path: Path) -> None:
    report = settled(tmp_path)

    text = baseline_text([report])

    assert 'cell = "12期"' not in text.split('rule = "VAL07"')[1]


@pytest.mark.parametrize("entry", ["count = 0", "count = true", "line = 3", 'rule = ""'])
def test_a_faulty_baseline_is_refused(tmp_path: Path, entry: str) -> None:
    path = tmp_path / "baseline.toml"
    rule = "" if entry.startswith("rule") else 'rule = "VAL07"\n'
    path.write_text(f"[[finding]]\n{rule}{entry}\n", encoding="utf-8")

    with pytest.raises(UnusableRequest, match=r"baseline\.toml"):
        read_baseline(path)


@pytest.mark.parametrize("text", ['a"b', "a\\b", "行\n行", "\x7f\x01", "𠮷"])
def test_a_text_comes_back_from_toml(text: str) -> None:
    import tomllib

    assert tomllib.loads(f"text = {toml_text(text)}")["text"] == text


def test_the_key_of_a_long_cell_is_what_stands_around_the_words(tmp_path: Path) -> None:
    objective = (
        "按照《甲乙办法》（皖政办秘【2015】2号）要求做好工作。" + "每月按时完成巡查任务。" * 20
    )
    text = HEAD.format(name="巡查").replace("| 年度资金", f"| 年度目标 | {objective} |\n| 年度资金")
    longer = text.replace("巡查任务。 |", "巡查任务。另外还要做好归档。 |")

    keys = [
        [key_of(f) for f in check(each).findings if f.rule.code == "DOC03"]
        for each in (
            read_publication(markdown.parse((t + ROWS).encode()), Source("甲.md", "", "markdown"))
            for t in (text, longer)
        )
    ]

    assert keys[0]
    assert keys[0] == keys[1]
