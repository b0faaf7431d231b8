"""Self-evaluations and monitoring forms checked: the genuine errors of the corpus are found."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable

import pytest

from jixiao.model.finding import Outcome
from jixiao.model.monitoring import Possibility
from jixiao.pipeline import check, check_file
from jixiao.readers.read import read_bytes, read_file_with_results
from jixiao.rules.check import Report
from tests.paths import CORPUS, SEED_TEXT
from tests.readers.evaluation_forms import ANHUI, SICHUAN, Form, docx_of, forms, html_of, xlsx_of
from tests.writers.reports import FORMAT_NAMES, every_text, made

CENTRAL = CORPUS / "real" / "central-2019-forms.xls"
GOLD = CORPUS / "real" / "central-2019-forms.monitor.gold.json"
CARRIERS = {"docx": docx_of, "xlsx": xlsx_of, "html": html_of}
RESULTS = ("SCO", "MON")

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")


def codes(report: Report, title: str) -> Counter[str]:
    return Counter(
        f.rule.code for f in report.findings if f.form is not None and f.project == title
    )


def checked(pages: list[Form], carrier: Callable[[list[Form]], bytes], name: str) -> Report:
    disclosure = read_bytes(carrier(pages), f"自评表.{name}", with_results=True)
    return check(disclosure, select=RESULTS)


@pytest.mark.parametrize("name", CARRIERS)
def test_anhui_2022_the_errors_named_for_it_are_found_in_every_carrier(name: str) -> None:
    report = checked(forms(ANHUI), CARRIERS[name], name)

    # The record is cut before 满意度: its weights make 90 and 70.
    assert codes(report, "委托业务项目") == Counter(SCO01=1, SCO08=1, SCO10=1)
    assert codes(report, "村级补助及运转经费") == Counter(
        SCO01=1, SCO08=1, SCO10=1, SCO11=1, SCO15=1
    )
    low = next(f for f in report.findings if f.rule.code == "SCO11")
    assert "65.59%" in low.message("zh")
    assert all(f.at is not None for f in report.findings)


@pytest.mark.parametrize("name", CARRIERS)
def test_sichuan_2023_was_published_unfilled(name: str) -> None:
    report = checked(forms(SICHUAN), CARRIERS[name], name)

    assert codes(report, "51000021R000000019951-工资性支出") == Counter(SCO09=1)


def test_the_monitoring_form_says_what_the_gold_says() -> None:
    gold = json.loads(GOLD.read_text(encoding="utf-8"))

    (form,) = read_file_with_results(CENTRAL).monitoring

    assert (form.title, form.fiscal_year, form.month) == (gold["项目名称"], 2019, 7)
    assert (form.department, form.implementing_unit) == (
        gold["主管部门及代码"],
        gold["实施单位"],
    )
    assert form.objective == gold["年度总体目标"]
    assert [(f"{f.initial}", f"{f.paid}", f"{f.expected}") for f in form.funds] == [
        (row["年初预算数"], row["1-7月执行数"], row["全年预计执行数"]) for row in gold["资金"]
    ]
    read = [
        (
            *(row.indicator.level1, row.indicator.level2, row.indicator.name),
            *(row.indicator.value.text, row.actual.text, row.expected.text, row.reason),
            row.indicator.remark,
        )
        for row in form.rows
    ]
    keys = ("l1", "l2", "name", "年度指标值", "1-7月执行数", "全年预计执行数", "原因说明", "备注")
    assert read == [tuple(row[key] for key in keys) for row in gold["indicators"]]
    assert all(row.possibilities == (Possibility.CERTAIN,) for row in form.rows)


def test_a_file_with_targets_monitoring_and_self_evaluation_is_checked_whole() -> None:
    report = check_file(CENTRAL)

    title = "2019年210青少年校园足球扶持资金"
    assert codes(report, title) == Counter(MON01=1, MON06=6, MON07=1, MON08=3, SCO09=1)
    assert {f.rule.code for f in report.findings if f.target is not None} == {"STR01"}
    assert all(f.at is not None for f in report.findings)
    assert not any("没有读取" in notice.zh for notice in report.disclosure.notices)


@pytest.mark.parametrize("name", FORMAT_NAMES)
def test_every_writer_tells_the_findings_on_forms(name: str) -> None:
    report = check_file(CENTRAL)

    text = every_text(made(name, [report]))

    assert "SCO09" in text
    assert "MON07" in text


def test_rules_on_results_are_not_run_where_there_are_none() -> None:
    report = check_file(SEED_TEXT)

    assert not any(o.rule.code.startswith(RESULTS) for o in report.outcomes)


def test_what_a_form_does_not_say_of_approval_is_insufficient_data() -> None:
    report = check_file(SEED_TEXT, select=("LIF",))

    assert report.findings == []
    assert {r.outcome for r in report.results} == {Outcome.INSUFFICIENT_DATA}


def test_a_keyed_in_self_evaluation_is_checked_too() -> None:
    report = check_file(ANHUI, select=RESULTS)

    assert codes(report, "委托业务项目")["SCO10"] == 1
