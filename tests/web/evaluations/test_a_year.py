"""One Huainan project through its year: monitoring, self-evaluation, evaluation, use of results.

Measured numbers are those of ``programmes/huainan-2024``, typed in as a reading: the synthetic
registers themselves are not kept, and take too long to make.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from conftest import World
from jixiao.readers.read import read_file
from jixiao.web.accounts.models import Person, Post
from jixiao.web.evaluations import actions, queries
from jixiao.web.evaluations.models import Evaluation, ResultUse, SelfEvaluation
from jixiao.web.exceptions import Incomplete, NotAllowed
from jixiao.web.filings.drafting import draft_of, hashed
from jixiao.web.filings.models import Filing, Project, Version
from jixiao.web.monitoring import actions as monitoring
from jixiao.web.monitoring import queries as monitored
from jixiao.web.monitoring.models import Report, Source
from jixiao.web.roles import Role

ROOT = Path(__file__).resolve().parents[3]
HOTLINE = "12345政务热线服务项目"
NOTE = "本表依据合成台账测算，仅供演示。"
TIERS = (
    ("质量|话务运营畅通", "优"),
    ("时效|及时响应量", "良"),
    ("经济效益|节约成本指标", "优"),
    ("社会效益|及时回应社会关切", "优"),
    ("生态效益|推动绿色发展", "良"),
    ("可持续影响|对我市经济发展影响", "良"),
)


def hotline(world: World) -> Filing:
    """The hotline of the publication, approved."""
    targets = ROOT / "programmes" / "huainan-2024" / "targets.json"
    target = next(t for t in read_file(targets, "targets.json").targets if t.title == HOTLINE)
    draft = draft_of(target)
    project = Project.objects.create(unit=world.unit, name=HOTLINE)
    filing = Filing.objects.create(
        project=project,
        unit=world.unit,
        fiscal_year=2024,
        draft=draft,
        state="approved",
        allotted=Decimal(4_920_000),
    )
    Version.objects.create(
        filing=filing, number=1, kind="approved", content=draft, sha256=hashed(draft)
    )
    return filing


def measured(month: int) -> dict[str, Any]:
    """What the registers of the hotline gave by the end of a month."""

    def row(text: str, number: str, unit: str, months: list[list[Any]], how: str) -> dict[str, Any]:
        return {
            "text": text,
            "number": number,
            "unit": unit,
            "date": None,
            "tier": None,
            "proof": f"2024年1—{month}月台账",
            "months": months,
            "roll_up": how,
            "query": "ab" * 32,
            "evidence": [["hotline_calls", "hotline_calls.csv", "cd" * 32, 1010895]],
        }

    def level(value: str) -> list[list[Any]]:
        return [[m, value] for m in range(1, month + 1)]

    def tier(name: str) -> dict[str, Any]:
        return row(name, "", "", [], "") | {"number": None, "unit": None, "tier": name}

    paid = Decimal("40.85") * month
    rows = {
        "数量|日均受理话务量": row("2691.08个", "2691.08", "个", level("2691.08"), "mean"),
        "成本|成本": row(f"{paid}万元", str(paid), "万元", level("40.85"), "sum"),
        "满意度|群众满意度": row("91.62%", "91.62", "%", level("91.62"), "proportion"),
    }
    rows |= {key: tier(name) for key, name in TIERS if month == 12}
    return {
        "note": NOTE,
        "initial": "492.00",
        "adjusted": "492.00",
        "paid": str(paid),
        "paid_proof": {"query": "ef" * 32, "evidence": []},
        "paid_months": level("40.85"),
        "rows": rows,
        "rubrics": {},
    }


def connected(world: World) -> Source:
    """Evidence connected to the unit."""
    return Source.objects.create(
        unit=world.unit,
        year=2024,
        folder="huainan-2024",
        connected_by=world.person(Role.PERFORMANCE_OFFICER),
    )


def test_measured_values_cannot_be_typed_over(world: World) -> None:
    hotline(world)
    source = connected(world)
    officer, clerk = world.actor(Role.PERFORMANCE_OFFICER), world.actor(Role.UNIT_CLERK)
    monitoring.keep_reading(officer, source, 7, {HOTLINE: measured(7)})
    monitoring.open_round(officer, world.finance, 2024, 7, date(2024, 8, 15))
    report = Report.objects.get()

    content = {
        "paid": "1",
        "rows": {"数量|日均受理话务量": {"actual": "9999个"}},
    }
    monitoring.save(clerk, report, content, 0)

    report.refresh_from_db()
    sheet = monitored.sheet_of(report)
    by_name = {row.indicator.name: row for row in sheet.form.rows if row.indicator}
    assert by_name["日均受理话务量"].actual.text == "2691.08个"
    assert sheet.form.funds[0].paid == Decimal("285.95")
    assert report.rate == Decimal("58.12")
    assert report.content["rows"]["数量|日均受理话务量"]["actual"] == ""


def test_a_red_or_yellow_light_needs_reasons_and_measures(world: World) -> None:
    hotline(world)
    officer, clerk = world.actor(Role.PERFORMANCE_OFFICER), world.actor(Role.UNIT_CLERK)
    monitoring.open_round(officer, world.finance, 2024, 7, date(2024, 8, 15))
    report = Report.objects.get()
    monitoring.save(clerk, report, {"paid": "10", "rows": {}}, 0)

    with pytest.raises(Incomplete, match="“spending” needs reasons and measures"):
        monitoring.fill(clerk, report)


def test_a_year_of_the_hotline(world: World) -> None:
    filing = hotline(world)
    source = connected(world)
    officer, clerk = world.actor(Role.PERFORMANCE_OFFICER), world.actor(Role.UNIT_CLERK)
    clerk_page, reviewer_page = (
        world.client(Role.UNIT_CLERK),
        world.client(Role.DEPARTMENT_REVIEWER),
    )
    monitoring.keep_reading(officer, source, 7, {HOTLINE: measured(7)})
    officer_page = world.client(Role.PERFORMANCE_OFFICER)

    # Monitoring, through the pages.
    opened = {"organisation": world.finance.pk, "year": 2024, "month": 7, "due_on": "2024-08-15"}
    assert officer_page.post("/work/monitoring/rounds/", opened).status_code == 302
    report = Report.objects.get()
    at = f"/work/monitoring/{report.pk}/"
    page = clerk_page.get(at).content.decode()
    assert "台账测算" in page
    assert "style=" not in page
    assert "<svg viewBox" in page
    fields = {"revision": "0"}
    for number, row in enumerate(monitored.sheet_of(report).all_rows):
        fields |= {
            f"key-{number}": row.key,
            f"reason-{number}": "按年度定档",
            f"measures-{number}": "年末定档",
        }
    assert clerk_page.post(f"{at}save/", fields | {"then": "fill"}).status_code == 302
    report.refresh_from_db()
    assert report.state == "filled"
    assert clerk_page.get(f"{at}form.docx").content[:2] == b"PK"
    assert clerk_page.get(f"{at}form.xlsx").content[:2] == b"PK"
    reviewer_page.post(f"{at}check/")
    officer_page.post(f"{at}close/")
    report.refresh_from_db()
    assert report.state == "closed"

    # Self-evaluation.
    monitoring.keep_reading(officer, source, 12, {HOTLINE: measured(12)})
    actions.open_self_evaluations(officer, world.finance, 2024, date(2025, 3, 1))
    case = SelfEvaluation.objects.get()
    actions.save_self_evaluation(clerk, case, {"achieved": "全年完成。"}, 0)
    actions.fill(clerk, case)
    actions.sign(world.actor(Role.UNIT_HEAD), case)
    assert case.stated == case.total
    before = case.total
    assert before is not None
    assert reviewer_page.get(f"/work/evaluations/self/{case.pk}/").status_code == 200
    lowered = {"key-1": "1", "points-1": "9", "reason-1": "三月缺日志", "opinion": "现场核查"}
    sheet = queries.self_sheet(case)
    full = sheet.rows[0].scored.points.points
    assert full is not None
    lowered["points-1"] = str(full - 1)
    reviewer_page.post(f"/work/evaluations/self/{case.pk}/recheck/", lowered)
    case.refresh_from_db()
    assert (case.state, case.total) == ("rechecked", before - 1)
    assert queries.outcome_of(filing) is None
    actions.confirm(officer, case)

    # What is told of it.
    outcome = queries.outcome_of(filing)
    assert outcome is not None
    assert outcome["execution"] == {"budget": "492", "paid": "490.2", "rate": "99.63"}
    assert Decimal(outcome["points"]) == before - 1
    assert outcome["grade"] == case.grade
    assert outcome["rows"][0]["actual"] == "2691.08个"
    assert Decimal(outcome["rows"][0]["points"]) == full - 1
    assert sum(Decimal(row["points"]) for row in outcome["rows"]) < Decimal(outcome["points"])
    assert (
        "三月缺日志" in outcome["rows"][0]["working_zh"] or "9" in outcome["rows"][0]["working_zh"]
    )

    # The use of the result.
    made = actions.propose_results(officer, world.finance, 2024)
    use = ResultUse.objects.get()
    assert len(made) == 1
    assert use.fiscal_year == 2025
    assert queries.results_for(filing.project, 2025) is None
    actions.decide(world.actor(Role.FINANCE_REVIEWER), use, "improve", "480", "压缩外包单价")
    told = queries.results_for(filing.project, 2025)
    assert told is not None
    assert (told["decision_zh"], told["amount"], told["reason"]) == ("完善", "480", "压缩外包单价")
    ledger = officer_page.get("/work/evaluations/results/ledger-2025.xlsx")
    assert ledger.content[:2] == b"PK"


def test_a_typed_value_needs_a_proof_and_files_hang_on_their_row(world: World) -> None:
    filing = hotline(world)
    officer, clerk = world.actor(Role.PERFORMANCE_OFFICER), world.actor(Role.UNIT_CLERK)
    actions.open_self_evaluations(officer, world.finance, 2024, date(2025, 3, 1))
    case = SelfEvaluation.objects.get()
    key = queries.self_sheet(case).rows[0].key
    page = world.client(Role.UNIT_CLERK)
    proof = [SimpleUploadedFile(name, b"calls") for name in ("一月.csv", "二月.csv")]

    page.post(
        f"/work/evaluations/self/{case.pk}/save/",
        {"revision": "0", "key-1": key, "actual-1": "2600个", "files-1": proof},
    )

    case.refresh_from_db()
    assert [p.file.name for p in queries.proofs_by_row(case)[key]] == ["一月.csv", "二月.csv"]
    with pytest.raises(Incomplete, match="“成本” has no actual value"):
        actions.fill(clerk, case)
    assert queries.outcome_of(filing) is None


def scored_evaluation(world: World) -> tuple[Evaluation, Person]:
    """An evaluation of the department, assigned to two scorers of the evaluator's office."""
    filing = hotline(world)
    second = Person.objects.create(username="second@pj", name="某评价机构评分人二")
    Post.objects.create(person=second, organisation=world.evaluator, role=Role.EVALUATOR.value)
    case = actions.assign(
        world.actor(Role.DEPARTMENT_REVIEWER),
        filing,
        "department",
        world.person(Role.EVALUATOR),
        second,
        world.evaluator,
    )
    return case, second


def grades(case: Evaluation, less: str = "") -> dict[str, dict[str, str]]:
    """Full points, one item lower."""
    given = {item["zh"]: {"points": item["weight"], "reason": ""} for item in case.framework}
    if less:
        weight = Decimal(given[less]["points"])
        given[less] = {"points": str(weight - 1), "reason": "独有的扣分理由"}
    return given


def test_a_scorer_does_not_see_the_others_points_until_both_are_in(world: World) -> None:
    case, second = scored_evaluation(world)
    first = world.actor(Role.EVALUATOR)
    actions.gather(first, case, "合同和台账")
    actions.hand_in_grades(first, case, grades(case, "管理制度健全性"))
    other = Client()
    other.force_login(second, backend="allauth.account.auth_backends.AuthenticationBackend")
    at = f"/work/evaluations/list/{case.pk}/"

    hidden = other.get(at).content.decode()
    with pytest.raises(NotAllowed):
        actions.hand_in_grades(first, case, grades(case))
    actions.hand_in_grades(first._replace(person=second), case, grades(case))
    shown = other.get(at).content.decode()

    assert "独有的扣分理由" not in hidden
    assert "独有的扣分理由" in shown
    reviewer = world.actor(Role.DEPARTMENT_REVIEWER)
    with pytest.raises(Incomplete, match="管理制度健全性"):
        actions.settle(reviewer, case)
    actions.settle(
        reviewer, case, [{"item": "管理制度健全性", "points": "2", "reason": "缺采购制度"}]
    )
    assert (case.total, case.grade) == (Decimal(99), "优")
    assert "独有的扣分理由" not in world.client(Role.UNIT_CLERK).get(at).content.decode()
    actions.report(first, case, {"summary": "好", "findings": "缺制度", "suggestions": "补"})
    actions.comment(world.actor(Role.UNIT_HEAD), case, "无意见")
    actions.finish(reviewer, case)
    assert world.client(Role.UNIT_HEAD).get(f"{at}report.docx").content[:2] == b"PK"


def test_an_evaluator_sees_only_what_is_assigned(world: World) -> None:
    case, second = scored_evaluation(world)
    case.first = world.person(Role.AUDITOR)
    case.save()
    stranger = world.client(Role.EVALUATOR)

    assert stranger.get(f"/work/evaluations/list/{case.pk}/").status_code == 404
    assert list(queries.evaluations(world.person(Role.EVALUATOR), {})) == []
    assert list(queries.evaluations(second, {})) == [case]


def test_an_order_to_rectify_keeps_the_report_open_until_it_is_accepted(world: World) -> None:
    hotline(world)
    officer, clerk = world.actor(Role.PERFORMANCE_OFFICER), world.actor(Role.UNIT_CLERK)
    monitoring.open_round(officer, world.finance, 2024, 7, date(2024, 8, 15))
    report = Report.objects.get()
    Report.objects.update(state="checked")
    late = timezone.localdate() - timezone.timedelta(days=1)

    notice = actions.rectify(officer, report, "进度偏慢", "加快支付", late)

    assert report.state == "rectifying"
    lines = {line.en: line for line in queries.waiting(world.person(Role.DEPARTMENT_REVIEWER))}
    assert lines["overdue rectifications"].number == 1
    with pytest.raises(Exception, match="accept them first"):
        monitoring.close(officer, report)
    actions.attach_to_rectification(clerk, notice, "支付凭证.pdf", [b"paid"])
    actions.reply(clerk, notice, "已支付")
    actions.accept(world.actor(Role.DEPARTMENT_REVIEWER), notice)
    monitoring.close(officer, report)
    assert report.state == "closed"


def test_a_sample_is_drawn_by_money_and_risk_and_asks_for_an_opinion(world: World) -> None:
    from cycles.self_evaluation import make

    cases = [make(world, "signed") for _ in range(4)]
    reviewer = world.actor(Role.DEPARTMENT_REVIEWER)

    drawn = actions.draw_sample(reviewer, world.department, 2025, 2, "20260301")

    chosen = SelfEvaluation.objects.filter(is_sampled=True)
    assert sorted(drawn.plan["chosen"]) == sorted(case.pk for case in chosen)
    assert chosen.count() == 2
    assert len(cases) == 4
    case = chosen.first()
    assert case is not None
    assert case.chance
    with pytest.raises(Incomplete, match="drawn for re-checking"):
        actions.recheck(reviewer, case)


def test_evidence_is_connected_and_measured_in_the_background(
    world: World, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jixiao.web.jobs.handle import JobHandle
    from jixiao.web.monitoring import work

    settings.DATA = tmp_path
    (tmp_path / "programmes" / "city").mkdir(parents=True)
    (tmp_path / "programmes" / "city" / "programme.toml").write_text("fiscal_year = 2024\n")
    monkeypatch.setattr(work, "taken", lambda _, month: {HOTLINE: measured(month)})
    hotline(world)
    officer = world.actor(Role.PERFORMANCE_OFFICER)
    monitoring.open_round(officer, world.finance, 2024, 7, date(2024, 8, 15))
    with pytest.raises(Incomplete):
        monitoring.connect(officer, world.unit, 2024, "../city")
    with pytest.raises(NotAllowed):
        monitoring.connect(world.actor(Role.UNIT_CLERK), world.unit, 2024, "city")

    source = monitoring.connect(officer, world.unit, 2024, "city")
    job = monitoring.measure(world.actor(Role.UNIT_CLERK), source, 7)
    job.state = "running"
    job.save()
    kept = work.measure_source(JobHandle(job), job.arguments)

    assert callable(kept)
    assert kept()["projects"] == 1
    assert Report.objects.get().rate == Decimal("58.12")
