"""The whole life of the ten Huainan projects in a browser: from the document to its results.

Each person is made by the administrators on their pages, signs in, and does what is theirs: the
ten are filed, reviewed, approved and published; then monitored, scored, evaluated, rectified, used
for the next budget, and published with what came of them. Every kind of step is clicked; where one
project is enough, it is the first. On SQLite and on PostgreSQL.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from served import Site
from tests.paths import SEED_TEXT

from browser import walking
from browser.visiting import Visitor
from browser.walking import Walk, hand_in, must_tell, press, rows, send, state, told

FIRST = "“放管服”改革和营商环境监督专项经费"
SCORERS = tuple(f"{walking.OFFICE}岗位{name}" for name in ("evaluator", "evaluator2"))
SATISFIED = "服务对象满意度"


@pytest.fixture(scope="module")
def walk(browser: Any, empty: Site) -> Iterator[Walk]:
    walk = Walk(browser, empty)
    yield walk
    for visitor in walk.people.values():
        visitor.close()


@pytest.fixture
def citizen(browser: Any, empty: Site) -> Iterator[Visitor]:
    """Somebody who does not sign in."""
    citizen = Visitor(browser, empty)
    yield citizen
    citizen.close()
    assert citizen.complaints == []


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the document as ``jixiao write`` makes it, and a file to prove things with."""
    folder = tmp_path_factory.mktemp("papers")
    subprocess.run(
        [sys.executable, "-m", "jixiao", "write", str(SEED_TEXT), "-o", folder / "huainan.docx"],
        check=True,
    )
    (folder / "佐证.txt").write_text("合成的佐证，只用于测试。\n", encoding="utf-8")
    return folder


@pytest.fixture
def proof(papers: Path) -> Path:
    """A file to prove things with."""
    return papers / "佐证.txt"


@pytest.fixture(autouse=True)
def nothing_is_complained_of(walk: Walk) -> Iterator[None]:
    """No browser complained: of a script, of the policy."""
    yield
    assert walk.complaints() == []


def first(visitor: Visitor, path: str) -> str:
    """The address of the first project's case in a list."""
    visitor.go(path)
    with visitor.page.expect_navigation():
        visitor.page.locator("main table.list tbody th a", has_text=FIRST).first.click()
    return str(visitor.page.url)


# ── from the document to the public ───────────────────────────────────────────────────────────


def test_administrators_make_the_organisations_and_accounts(walk: Walk) -> None:
    for organisation in walking.ORGANISATIONS:
        walking.make_an_organisation(walk["admin"], *organisation)
    for name, role, place in walking.PEOPLE:
        password, person = walking.make_an_account(walk["admin"], name, f"{place}岗位{name}")
        walk.first_passwords[name] = password
        # The first security and audit administrators have their posts from the system
        # administrator, everybody else from the security administrator.
        giver = walk["admin"] if role.endswith("_administrator") else walk["security"]
        walking.give_a_post(giver, person, role, place)

    walk["security"].go("/work/administration/persons/")
    listed = walk["security"].page.locator("tbody tr")
    assert listed.count() == len(walking.PEOPLE) + 1


def test_the_clerk_uploads_the_document_and_ten_drafts_are_made(walk: Walk, papers: Path) -> None:
    filed = walking.upload_the_document(walk["clerk"], papers / "huainan.docx")

    assert len(filed) == 10


def test_the_clerk_mends_explains_and_submits_each(walk: Walk) -> None:
    for path in rows(walk["clerk"], "/work/filings/"):
        walk["clerk"].go(f"{path}edit/")
        walking.mend(walk["clerk"])
        walking.explain_each_finding(walk["clerk"])
        walking.submit(walk["clerk"])

    assert walking.follow_work(walk["head"], "待签发的申报") == 10


def test_head_department_and_finance_bring_each_to_the_approval(walk: Walk) -> None:
    head, department = walk["head"], walk["department"]
    officer, finance = walk["performance"], walk["finance"]
    paths = rows(head, "/work/filings/")
    reviews = [path.replace("/filings/", "/reviews/") for path in paths]

    for path in paths:
        head.go(path)
        press(head, "sign")
    department.go(reviews[0])
    press(department, "pass", "与单位职责相符，资金测算有依据，同意上报。")
    walking.do_several(department, "pass", "与单位职责相符，资金测算有依据，同意上报。")
    must_tell(department, "已办理 9 件")
    for review in reviews:
        officer.go(review)
        walking.fill_in_the_review_form(officer)
    press(officer, "grade_excellent")
    walking.do_several(officer, "grade_excellent", "")
    must_tell(officer, "已办理 9 件")
    for review in reviews:
        walking.propose_the_approval(finance, review)
        officer.go(review)
        press(officer, "approve")
        must_tell(officer, "已批复")

    assert len(paths) == 10


def test_the_disclosure_officer_publishes_and_a_second_person_confirms(walk: Walk) -> None:
    officer = walk["disclosure"]
    officer.go("/work/disclosures/")
    send(officer, "form[action$='/open/'] button.small")

    walking.bring_it_to_the_public(officer, walk["department"], officer.page.url)

    must_tell(officer, "公开 10个")


def test_the_public_finds_the_ten_projects(citizen: Visitor) -> None:
    citizen.go("/")
    assert "1,114.87" in citizen.page.inner_text("body").replace("1114.87", "1,114.87")

    walking.search(citizen, "政务热线")

    assert citizen.page.locator("main tbody tr").count() == 1
    send(citizen, "main tbody a[href^='/projects/']")
    must_tell(citizen, "12345政务热线服务项目", "492")


# ── the year: monitoring, rectification ───────────────────────────────────────────────────────


def test_the_clerk_reports_the_payments_of_all_ten_with_proof(walk: Walk, proof: Path) -> None:
    walking.open_the_period(walk["performance"], 7)
    must_tell(walk["performance"], "共10个项目")
    clerk = walk["clerk"]

    assert walking.follow_work(clerk, "待填报的监控表") == 10
    for path in rows(clerk, "/work/monitoring/"):
        clerk.go(path)
        clerk.page.fill("[name=paid]", "10")
        clerk.page.set_input_files("#files-0", str(proof))
        walking.save(clerk)
        must_tell(clerk, "已保存", "1 份佐证")

    clerk.go("/work/monitoring/")
    assert clerk.page.locator("tbody .light.none", has_text="未亮灯").count() < 20


def test_lights_ask_for_reasons_and_the_department_looks_twice(walk: Walk, proof: Path) -> None:
    clerk, department = walk["clerk"], walk["department"]
    report = first(clerk, "/work/monitoring/")

    walking.type_values(clerk, proof, "30", [(SATISFIED, "60%")])
    walking.save(clerk)
    must_tell(clerk, "进度＝(30÷96)÷(7÷12)＝53.57%，红灯")
    hand_in(clerk)
    must_tell(clerk, f"“{SATISFIED}”须写明原因和改进措施")
    assert walking.explain_what_is_asked(clerk) == 2
    hand_in(clerk)
    assert state(clerk) == "待主管部门审核"
    department.go(report)
    press(department, "return", "请补充支付凭证。")
    clerk.go(report)
    must_tell(clerk, "请补充支付凭证。")
    hand_in(clerk)
    assert walking.follow_work(department, "监控") == 1
    department.go(report)
    press(department, "check")

    assert state(department) == "待财政审核"


def test_finance_orders_rectification_and_the_unit_rectifies(walk: Walk, proof: Path) -> None:
    clerk, department, officer = walk["clerk"], walk["department"], walk["performance"]
    report = first(officer, "/work/monitoring/")

    notice = walking.order_rectification(officer, "责令整改")
    officer.go(report)
    press(officer, "suspend", "支付存在风险。")
    assert state(officer) == "暂停拨款"
    press(walk["performance"], "resume", "已说明情况。")
    assert walking.follow_work(clerk, "待整改") == 1
    walking.reply_to_the_notice(clerk, notice, proof, "已调整用款计划。")
    department.go(notice)
    press(department, "return", "请补充用款计划表。")
    clerk.go(notice)
    must_tell(clerk, "请补充用款计划表。")
    walking.reply_to_the_notice(clerk, notice, proof, "已补充用款计划表。")
    department.go(notice)
    press(department, "accept")
    press(department, "close")
    assert state(department) == "已销号"
    officer.go(report)
    press(officer, "close")

    assert state(officer) == "已办结"


# ── what came of it: self-evaluation, evaluation, use of results ──────────────────────────────


def test_the_unit_scores_itself_and_head_and_department_return_it_once(
    walk: Walk, proof: Path
) -> None:
    clerk, head, department = walk["clerk"], walk["head"], walk["department"]
    walking.open_the_self_evaluations(walk["performance"])
    assert walking.follow_work(clerk, "待填报的自评") == 10
    case = first(clerk, "/work/evaluations/self/")

    walking.write_the_self_evaluation(clerk, proof, "88", [(SATISFIED, "80%")])
    assert walking.explain_what_is_asked(clerk) > 0
    hand_in(clerk)
    assert state(clerk) == "待单位审签"
    head.go(case)
    press(head, "return", "请核对满意度。")
    clerk.go(case)
    must_tell(clerk, "请核对满意度。")
    hand_in(clerk)
    head.go(case)
    press(head, "sign")
    department.go(case)
    press(department, "return", "满意度问卷没有附上。")
    clerk.go(case)
    must_tell(clerk, "满意度问卷没有附上。")
    hand_in(clerk)
    head.go(case)
    press(head, "sign")

    assert state(head) == "待部门复核"


def test_the_department_rechecks_a_drawn_project_and_finance_confirms(walk: Walk) -> None:
    department, officer = walk["department"], walk["performance"]
    walking.draw_a_sample(department, 1, "2025-06-01")
    must_tell(department, "抽中1个项目")
    case = first(department, "/work/evaluations/self/")
    must_tell(department, "抽中复核")

    walking.recheck(department, "现场核查：问卷样本不足。", (SATISFIED, "5", "问卷样本不足"))
    must_tell(department, "复核调减")
    officer.go(case)
    press(officer, "return", "请部门再核一次。")
    assert state(officer) == "退回修改"
    walk["clerk"].go(case)
    hand_in(walk["clerk"])
    walk["head"].go(case)
    press(walk["head"], "sign")
    department.go(case)
    walking.recheck(department, "现场核查：问卷样本不足。", (SATISFIED, "5", "问卷样本不足"))
    officer.go(case)
    press(officer, "confirm")

    assert state(officer) == "已确认"


def test_two_evaluators_score_alone_and_the_differences_are_settled(
    walk: Walk, proof: Path
) -> None:
    officer, one, two = walk["performance"], walk["evaluator"], walk["evaluator2"]
    case = walking.have_it_evaluated(officer, FIRST, "finance", walking.OFFICE, SCORERS)
    walking.set_the_weights(officer, [("立项依据充分性", "4"), ("立项程序规范性", "2")])
    must_tell(officer, "评价指标已保存")

    assert walking.follow_work(one, "交给我的评价") == 1
    one.go(case)
    walking.gather_evidence(one, proof)
    walking.score(one, "1")
    two.go(case)
    assert "我的评分" not in told(two)
    walking.score(two, "2")
    officer.go(case)
    assert walking.settle_the_differences(officer, "2") == 1

    must_tell(officer, "98", "采用较低的一方")


def test_the_unit_comments_on_the_report_and_it_becomes_final(walk: Walk) -> None:
    officer, one, head = walk["performance"], walk["evaluator"], walk["head"]
    case = first(officer, "/work/evaluations/list/")

    one.go(case)
    walking.hand_in_the_report(one, "目标基本实现。")
    assert walking.follow_work(head, "待反馈意见的评价报告") == 1
    assert first(head, head.page.url) == case
    press(head, "comment", "结论与实际相符。")
    officer.go(case)
    press(officer, "revise", "结论须写明依据。")
    one.go(case)
    must_tell(one, "结论须写明依据。")
    walking.hand_in_the_report(one, "依据台账和抽查，目标基本实现。")
    head.go(case)
    press(head, "comment", "同意。")
    officer.go(case)
    press(officer, "finish")
    assert state(officer) == "已定稿"
    walking.order_rectification(officer, "发整改通知")

    must_tell(officer, "来自评价")


def test_differences_of_scores_are_explained_by_whoever_scored_later(walk: Walk) -> None:
    first(walk["performance"], "/work/evaluations/self/")
    send(walk["performance"], "a.button:has-text('评分比较')")
    comparison = walk["performance"].page.url

    number = walking.explain_differences(walk["performance"], comparison)

    assert number > 0
    must_tell(walk["performance"], "单位自评", "部门复核", "财政评价", "样本不足")
    assert "须说明原因" not in told(walk["performance"])


def test_finance_decides_on_the_next_budget_and_takes_the_ledger(walk: Walk) -> None:
    finance = walk["finance"]
    walking.propose_for_next_year(walk["performance"])
    must_tell(walk["performance"], "已提出1条建议")

    assert walking.follow_work(finance, "待决定的结果应用") == 1
    first(finance, finance.page.url)
    walking.decide(finance, "cut", "90", "压减支付偏慢的部分。")
    must_tell(finance, "压减　90万元", "压减支付偏慢的部分。")
    finance.go("/work/evaluations/results/")
    ledger = walking.downloaded(finance, "a:has-text('台账 Excel')")

    assert ledger.startswith(b"PK")


# ── the public sees what came of it ───────────────────────────────────────────────────────────


def test_the_results_are_published(walk: Walk, citizen: Visitor) -> None:
    officer = walk["disclosure"]
    first_published = rows(officer, "/work/disclosures/")[0]
    officer.go(first_published)
    send(officer, "form[action$='/results/'] button")

    walking.bring_it_to_the_public(officer, walk["department"], officer.page.url)
    walking.search(citizen, "营商环境监督")
    send(citizen, "main tbody a[href^='/projects/']")

    must_tell(citizen, FIRST, "80%", "88", "98")


def test_the_journey_leads_to_every_part(walk: Walk) -> None:
    clerk = walk["clerk"]
    first(clerk, "/work/filings/")
    send(clerk, "a.button:has-text('全过程')")

    must_tell(clerk, "已批复", "已办结", "已确认", "已定稿", "已销号", "待整改", "已决定", "已公开")
    for path in rows(clerk, clerk.page.url):
        assert clerk.go(path) == 200


# ── the auditor ───────────────────────────────────────────────────────────────────────────────


def test_the_auditor_reads_all_changes_nothing_and_takes_the_trail(walk: Walk, empty: Site) -> None:
    auditor = walk["auditor"]
    for path in ("reviews/?state=all", "monitoring/", "evaluations/self/", "evaluations/list/"):
        first(auditor, f"/work/{path}")
        assert auditor.page.locator("main .steps button, main .savebar").count() == 0

    events = walking.export_the_trail(auditor)
    auditor.go("/work/trail/verification/")
    send(auditor, "main form button.primary")

    assert [int(event["number"]) for event in events] == list(range(1, len(events) + 1))
    for before, event in pairwise(events):
        assert event["previous"] == before["hash"]
    did = {event["action"] for event in events}
    assert {"report.rectify", "self_evaluation.recheck", "evaluation.finish"} <= did
    must_tell(auditor, "审计日志完整")
    if not empty.database:
        verified = empty.run("site", "verify-trail", "--data", str(empty.folder))
        assert verified.returncode == 0, verified.stderr
