"""Waivers, baselines, profiles and certificates hold for self-evaluations and chains too."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from jixiao.model.disclosure import Disclosure, Source
from jixiao.model.finding import Outcome, Severity
from jixiao.model.waiver import Waiver
from jixiao.pipeline import certify, check, check_chains, verify
from jixiao.readers.formats import markdown
from jixiao.readers.forms.publication import read_publication
from jixiao.rules.check import Report
from jixiao.rules.waiver import baseline_text, key_of, read_baseline, settle
from jixiao.writers.signature import new_key

DAY = date(2025, 3, 1)
TARGET = """（2024年度）

| 项目名称 | 办案经费 | | |
| --- | --- | --- | --- |
| 年度资金总额（万元） | 100 | | |
| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 产出指标 | 数量指标 | 办结案件数 | ≥120件 |
| 产出指标 | 质量指标 | 案件合格率 | ≥95% |
"""
SELF_EVALUATION = """项目支出绩效自评表

（2024年度）

| 项目名称 | 办案经费 | | | | | |
| --- | --- | --- | --- | --- | --- | --- |
| 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 得分 |
| ^ | 年度资金总额 | 100 | 100 | 90 | 10 | 9 |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
| 产出指标 | 数量指标 | 办结案件数 | ≥120件 | 120件 | 25 | 25 |
"""


def read(text: str, name: str) -> Disclosure:
    layout = markdown.parse(text.encode())
    return read_publication(layout, Source(name, "", "markdown"), with_results=True)


def checked(profile: str = "") -> list[Report]:
    """The two files of the project, and the chain between them."""
    files = read(TARGET, "target.docx"), read(SELF_EVALUATION, "selfeval.docx")
    reports = [check(file, profile=profile) for file in files]
    check_chains(reports)
    return reports


def waiver(rule: str, **place: str | int) -> Waiver:
    made = Waiver(1, rule, "已核实", "张三", date(2025, 1, 1), date(2025, 12, 31))
    return made._replace(**place)


def test_findings_on_a_self_evaluation_and_a_chain_are_waived_by_the_project() -> None:
    for code in ("SCO01", "CHN01"):
        reports = checked()
        found = [f for f in reports[1].findings if f.rule.code == code]
        assert found
        assert found[0].form is not None

        settle(reports, (waiver(code, project="办案经费"),), file="waivers.toml", on=DAY)

        assert not any(f.counts for f in found)
        assert reports[1].waived == len(found)
        assert not any(f.rule.code == "WVR01" for f in reports[0].findings)


def test_the_number_of_a_table_is_no_place_in_a_self_evaluation() -> None:
    reports = checked()

    settle(reports, (waiver("SCO01", table=1),), file="waivers.toml", on=DAY)

    assert not reports[1].waived
    assert any(f.rule.code == "WVR01" for f in reports[0].findings)


def test_a_baseline_of_chains_and_forms_covers_the_same_findings_again(tmp_path: Path) -> None:
    written = tmp_path / "baseline.toml"
    written.write_text(baseline_text(checked()), encoding="utf-8")
    reports = checked()

    left = settle(reports, (), read_baseline(written), on=DAY)

    assert not left
    assert not any(f.counts for report in reports for f in report.findings)
    assert {key_of(f).rule[:3] for f in reports[1].findings} >= {"SCO", "CHN"}


def test_a_profile_of_ones_own_holds_for_self_evaluations(tmp_path: Path) -> None:
    own = tmp_path / "ours.toml"
    own.write_text(
        'extends = "national"\nname = "ours"\ntitle_zh = "本局"\ntitle_en = "ours"\n'
        'level = "county"\nsource = "本局文件"\nnote_zh = "说明"\nnote_en = "note"\n'
        '[[rule]]\ncode = "SCO01"\nholds = false\nsource = "本局文件"\n'
        'reason_zh = "不计权重"\nreason_en = "no weights"\n'
        '[[rule]]\ncode = "CHN01"\nseverity = "warning"\nsource = "本局文件"\n'
        'reason_zh = "另有报批"\nreason_en = "approved apart"\n',
        encoding="utf-8",
    )

    report = checked(str(own))[1]

    codes = {f.rule.code: f.severity for f in report.findings}
    assert "SCO01" not in codes
    assert codes["CHN01"] is Severity.WARNING
    (result,) = [r for r in report.results if r.rule.code == "SCO01"]
    assert result.outcome is Outcome.NOT_APPLICABLE
    assert result.reason is not None
    assert "不计权重" in result.reason.zh


def test_a_form_is_judged_by_the_profile_of_the_place_it_shows() -> None:
    report = check(read(SELF_EVALUATION, "selfeval.docx"))
    (form,) = report.disclosure.evaluations
    moved = replace(report.disclosure, evaluations=(replace(form, department="安徽省司法厅"),))

    place = check(moved).profiles_of_forms[0].place

    assert report.profiles_of_forms[0].place == ""
    assert place == "anhui"
    assert check(moved, profile="national").profiles_of_forms[0].place == ""


def test_a_certificate_says_what_came_of_a_self_evaluation_and_that_no_chain_was_compared(
    tmp_path: Path,
) -> None:
    path = tmp_path / "selfeval.md"
    path.write_text(SELF_EVALUATION, encoding="utf-8")
    made, key = tmp_path / "certificate.json", tmp_path / "key.pem"
    key.write_bytes(new_key()[0])

    made.write_bytes(certify(path, key, on=DAY))

    payload = json.loads(made.read_bytes())["payload"]
    outcomes = {entry["rule"]: entry["outcome"] for entry in payload["rules"]}
    assert outcomes["SCO01"] == "fail"
    assert outcomes["MON01"] == "not_applicable"
    assert outcomes["CHN01"] == "not_run"
    assert [entry["fiscal_year"] for entry in payload["profiles_of_forms"]] == [2024]
    again = verify(made, path)
    assert again.is_signed
    assert not again.differences


def test_a_file_without_forms_has_no_profiles_of_forms() -> None:
    report = check(read(TARGET, "target.docx"))

    assert report.profiles_of_forms == ()
