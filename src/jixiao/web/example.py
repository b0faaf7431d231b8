"""The Huainan example (示例): ten projects of 2024 through their whole life, and 2025 under way.

What is real is the publication of 2024 that the ten targets are read from. All else is invented
to show what the site does: persons (named by their roles), opinions, evidence, scores, 2025. It is
brought about by the parts' own actions, each by a person who may do it, so that the trail, the
versions and the work lists are what they would be.
"""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from jixiao.model.exceptions import UnusableRequest
from jixiao.web.accounts.models import Organisation, Person, Post
from jixiao.web.actor import Actor
from jixiao.web.administration import actions as administration
from jixiao.web.disclosures import actions as disclosures
from jixiao.web.disclosures.lifecycle import CHOICE_NAMES, choices_for
from jixiao.web.disclosures.models import Package
from jixiao.web.documents.actions import store
from jixiao.web.documents.reading import read_stored
from jixiao.web.evaluations import actions as evaluations
from jixiao.web.evaluations import frameworks, self_sheets
from jixiao.web.evaluations import queries as evaluation_queries
from jixiao.web.evaluations.models import Evaluation, Rectification, ResultUse, SelfEvaluation
from jixiao.web.example_evidence import Making
from jixiao.web.filings import actions as filings
from jixiao.web.filings.checking import check_draft
from jixiao.web.filings.drafting import Draft
from jixiao.web.filings.models import Filing, Remark
from jixiao.web.monitoring import actions as monitoring
from jixiao.web.monitoring import queries as monitoring_queries
from jixiao.web.monitoring.models import Report
from jixiao.web.reviews import actions as reviews
from jixiao.web.reviews import adjustments
from jixiao.web.reviews.questions import QUESTIONS
from jixiao.web.roles import Role
from jixiao.web.serving import EXAMPLE_MARK
from jixiao.web.trail.actions import record

Tell = Callable[[str, str], None]
NAME = "huainan-2024"
YEAR, NEXT = 2024, 2025
PLACE = "anhui"
SHOWN = "（示例）"
OFFICE = f"淮南市人民政府办公室{SHOWN}"
_HERE = Path(__file__).resolve()
# Installed, the example lies beside this file; in a checkout, where its parts are kept.
_SHIPPED = _HERE.parent / "shipped"
_CHECKOUT = _HERE.parents[3]
_EXPLAINED = "示例说明：照公开原文保留，未作修改。"
_PROOF = "示例佐证：本文件为合成数据，不是真实材料。\n"

# Who there is: name to sign in with, role, where (see _places).
PEOPLE = (
    ("clerk", Role.UNIT_CLERK, "unit"),
    ("head", Role.UNIT_HEAD, "unit"),
    ("department", Role.DEPARTMENT_REVIEWER, "department"),
    ("disclosure", Role.DISCLOSURE_OFFICER, "department"),
    ("finance", Role.FINANCE_REVIEWER, "finance"),
    ("performance", Role.PERFORMANCE_OFFICER, "finance"),
    ("evaluator", Role.EVALUATOR, "evaluator"),
    ("evaluator2", Role.EVALUATOR, "evaluator"),
    ("auditor", Role.AUDITOR, "finance"),
)


@dataclass(frozen=True)
class Cast:
    """The organisations of the example, and who acts, by the name to sign in with."""

    finance: Organisation
    department: Organisation
    unit: Organisation
    evaluator: Organisation
    actors: dict[str, Actor]

    def __getitem__(self, name: str) -> Actor:
        """The actor with a name."""
        return self.actors[name]


def example_file(*parts: str) -> Path:
    """A file or folder of the example, as shipped or in the checkout."""
    for root in (_SHIPPED, _CHECKOUT):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise UnusableRequest(
        "安装不完整：缺少淮南示例。请重新安装 jixiao。",
        "the installation is incomplete: the Huainan example is missing; reinstall jixiao",
    )


def load_example(tell: Tell, password: str = "") -> str:
    """Load it all into a site where nothing was filed yet; gives the password of its persons.

    All or nothing. Raises ``UnusableRequest`` where the site is in use already or has no
    administrator.
    """
    began = time.monotonic()
    administrator = _administrator()
    folder = Path(settings.DATA) / "programmes" / NAME
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(example_file("programmes", NAME), folder, ignore=_evidence)
    password = password or "shili-" + secrets.token_hex(4)
    making = Making(folder)
    try:
        with transaction.atomic():
            cast = _people(administrator, password)
            tell("  机构、人员和岗位", "  organisations, persons and posts")
            filed = _file(cast)
            tell(f"  {YEAR}年：申报、审核、批复", f"  {YEAR}: filed, reviewed, approved")
            package = _published(
                cast, disclosures.open_package(cast["disclosure"], cast.unit, YEAR)
            )
            tell(f"  {YEAR}年：目标公开", f"  {YEAR}: targets published")
            coming = _next_year(cast, filed)
            tell(f"  {NEXT}年：各个环节", f"  {NEXT}: at every stage")
            _connect(cast, making)
            _monitor(cast, YEAR, len(filed))
            _monitor_next(cast, coming)
            tell("  监控、整改（合成台账）", "  monitored, rectified (synthetic evidence)")
            _self_evaluate(cast)
            _evaluate(cast, filed)
            _use_results(cast)
            tell("  自评、评价、结果应用", "  scored, evaluated, results used")
            _published(cast, disclosures.open_results(cast["disclosure"], package))
            tell("  绩效结果公开", "  results published")
    except BaseException:
        making.stop()
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _mark(password)
    names = "、".join(name for name, _, _ in PEOPLE)
    seconds = round(time.monotonic() - began)
    tell(
        f"示例已载入（{seconds}秒）。登录名：{names}；密码都是 {password}"
        f"（也记在 {settings.DATA / EXAMPLE_MARK}）。",
        f"the example is loaded ({seconds} s). Sign in as {names.replace('、', ', ')}; the "
        f"password of all is {password} (kept in {settings.DATA / EXAMPLE_MARK})",
    )
    return password


def _evidence(folder: str, names: list[str]) -> list[str]:
    """Evidence that was made in a checkout is not taken along: it is made anew."""
    return [n for n in names if n != "README.md"] if Path(folder).name == "evidence" else []


def _mark(password: str) -> None:
    """Leave in the data folder that this is an example, for its owner alone."""
    path = Path(settings.DATA) / EXAMPLE_MARK
    path.touch(mode=0o600)
    path.write_text(f"{password}\n", encoding="utf-8")


# ── who ───────────────────────────────────────────────────────────────────────────────────────


def _administrator() -> Actor:
    post = (
        Post.objects.filter(role=Role.SYSTEM_ADMINISTRATOR.value).select_related("person").first()
    )
    if post is None:
        raise UnusableRequest(
            "还没有系统管理员。请先运行 jixiao site create-administrator。",
            "there is no system administrator yet: run jixiao site create-administrator first",
        )
    if Filing.objects.exists() or Organisation.objects.count() > 1:
        raise UnusableRequest(
            "库中已有机构或申报，示例只能载入空库。请用 --data 另指定一个空文件夹。",
            "there are organisations or filings already: the example needs an empty site; choose "
            "an empty folder by --data",
        )
    return Actor(post.person, "127.0.0.1")


def _people(administrator: Actor, password: str) -> Cast:
    """The jurisdiction, and a person for every role; the administrators give each other's posts."""
    root = Organisation.objects.get(parent=None)
    administration.rename_organisation(
        administrator, root, f"淮南市财政局{SHOWN}", root.code, PLACE, "city"
    )
    root.refresh_from_db()
    add = administration.create_organisation
    department = add(administrator, OFFICE, "department", root, "009", PLACE, "city")
    unit = add(
        administrator,
        f"淮南市人民政府办公室本级{SHOWN}",
        "unit",
        department,
        "009001",
        PLACE,
        "city",
    )
    office = add(administrator, f"第三方评价机构{SHOWN}", "evaluator", None, "pj", "", "")
    places = {"finance": root, "department": department, "unit": unit, "evaluator": office}
    hashed = make_password(password)

    def person(username: str, role: Role, by: Actor, place: Organisation) -> Actor:
        # As create_person does, but for the one-time password: making it takes half a second.
        made = Person.objects.create(username=username, name=f"{role.zh}{SHOWN}", password=hashed)
        record(
            administrator,
            "administration.create_person",
            made,
            role=Role.SYSTEM_ADMINISTRATOR.value,
            after={"username": username},
        )
        administration.give_post(by, made, place, role)
        return Actor(Person.objects.get(pk=made.pk), "127.0.0.1")

    security = person("security", Role.SECURITY_ADMINISTRATOR, administrator, root)
    person("audit", Role.AUDIT_ADMINISTRATOR, administrator, root)
    actors = {name: person(name, role, security, places[place]) for name, role, place in PEOPLE}
    return Cast(root, department, unit, office, actors)


# ── 2024: from the document to the approval ───────────────────────────────────────────────────


def _file(cast: Cast) -> list[Filing]:
    """The ten projects of the document: filed, mended, explained, signed, passed, approved."""
    document = example_file("examples", NAME, f"{NAME}.docx")
    stored = store(cast["clerk"], cast.unit, document.name, [document.read_bytes()], is_source=True)
    made = filings.file_disclosure(cast["clerk"], cast.unit, read_stored(stored), stored)
    for filing in made:
        _write(cast, filing, _mended(filing.draft))
    first, second = made[0], made[1]
    _submit(cast, first)
    filings.return_(
        cast["head"],
        first,
        "示例退回：请补充数量指标的依据。",
        [("indicators.0.value", "示例意见：指标值没有数量，请说明如何考核。")],
    )
    _submit(cast, first)
    for filing in made[1:]:
        _submit(cast, filing)
    for filing in made:
        filings.sign(cast["head"], filing)
        reviews.pass_(
            cast["department"], filing, "示例意见：与单位职责相符，资金测算有依据，同意上报。"
        )
        _grade(cast, filing, "良" if filing is second else "优")
        _approve(cast, filing)
    return made


def _mended(draft: Draft) -> Draft:
    """What the clerk must mend before anything else, and the blank that must be filled."""
    mended = deepcopy(draft)
    fields = mended["fields"]
    fields["responsible_person"] = fields["responsible_person"] or f"项目负责人{SHOWN}"
    # A mark of classification and a cost above the budget stop a submission.
    fields["annual_objective"] = fields["annual_objective"].replace("（秘密10年）", "")
    for row in mended["indicators"]:
        if row["value"] == "≤182.31万元":
            row["value"] = f"≤{fields['funding.total']}万元"
            row["remark"] = f"示例修改：原文为≤182.31万元，超出预算{fields['funding.total']}万元。"
    return mended


def _write(cast: Cast, filing: Filing, draft: Draft) -> None:
    filings.save_draft(cast["clerk"], filing, draft, filing.revision)


def _submit(cast: Cast, filing: Filing) -> None:
    """Explain what the rules ask about, answer what reviewers asked, hand in."""
    for finding in check_draft(filing.draft, filing.fiscal_year, PLACE):
        if finding.asks and not finding.stops:
            filings.explain(cast["clerk"], filing, finding.key, _EXPLAINED)
    for remark in Remark.objects.filter(filing=filing, sent=True, answer=""):
        filings.answer(cast["clerk"], filing, remark, "示例答复：已核对，按公开原文申报。")
    filings.submit(cast["clerk"], filing)


def _grade(cast: Cast, filing: Filing, mark: str) -> None:
    """Fill in the review form and grade; 良 is improved and comes back."""
    marks = {q.key: {"mark": mark, "words": "示例：已逐项审核。"} for q in QUESTIONS}
    reviews.save_sheet(cast["performance"], filing, marks, "示例意见：指标完整，可考核。", mark)
    if mark == "优":
        reviews.grade(cast["performance"], filing, mark)
        return
    reviews.grade(cast["performance"], filing, mark, "示例意见：请补充备注，写明佐证材料来源。")
    improved = deepcopy(filing.draft)
    improved["indicators"][0]["remark"] = "示例完善：佐证材料为年度工作台账。"
    _write(cast, filing, improved)
    for remark in Remark.objects.filter(filing=filing, sent=True, answer=""):
        filings.answer(cast["clerk"], filing, remark, "示例答复：已在备注中补充。")
    filings.improve(cast["clerk"], filing)


def _approve(cast: Cast, filing: Filing) -> None:
    filing.refresh_from_db()
    reviews.propose(cast["finance"], filing, filing.requested)
    reviews.approve(cast["performance"], filing)


# ── the public ────────────────────────────────────────────────────────────────────────────────


def _published(cast: Cast, package: Package) -> Package:
    """Through the gate: every finding decided, a second person agrees, out it goes."""
    officer = cast["disclosure"]
    if package.state == "opened":
        disclosures.examine(officer, package)
    for finding in package.gate:
        allowed = choices_for(finding["rule"], in_table=finding["table"] is not None)
        choice, grounds = next(iter(allowed.items()))
        disclosures.decide(
            officer,
            package,
            finding["key"],
            choice.value,
            grounds[-1].value,
            f"示例决定：{CHOICE_NAMES[choice][0]}，仅用于演示。",
        )
    disclosures.finish(officer, package)
    disclosures.confirm(cast["department"], package)
    disclosures.publish(officer, package)
    return package


# ── 2025: something at every desk ─────────────────────────────────────────────────────────────


def _next_year(cast: Cast, filed: Iterable[Filing]) -> dict[str, Filing]:
    """The same projects a year on, invented; by the stage at which each of them stands."""
    stages = (
        *("draft", "submitted", "with_department", "returned", "with_finance"),
        *("to_be_improved", "ready", "to_be_confirmed", "approved", "adjusted"),
    )
    coming = {}
    for stage, before in zip(stages, filed, strict=False):
        draft = _a_year_on(before.draft)
        filing = filings.open_filing(
            cast["clerk"], cast.unit, before.project.name, NEXT, draft=draft
        )
        coming[stage] = filing
        _bring(cast, filing, stage)
    return coming


def _a_year_on(draft: Draft) -> Draft:
    """A draft of the next year: the years moved on, and said to be invented."""
    moved = deepcopy(draft)
    fields = moved["fields"]
    for name in ("heading", "annual_objective", "project_period"):
        fields[name] = fields[name].replace(str(NEXT), str(NEXT + 1)).replace(str(YEAR), str(NEXT))
    fields["annual_objective"] = f"（合成示例，非真实申报）{fields['annual_objective']}"
    return moved


def _bring(cast: Cast, filing: Filing, stage: str) -> None:
    """As far as ``stage``."""
    if stage == "draft":
        return
    _submit(cast, filing)
    if stage == "submitted":
        return
    filings.sign(cast["head"], filing)
    if stage == "with_department":
        return
    if stage == "returned":
        filings.return_(
            cast["department"],
            filing,
            "示例退回：请核对指标值。",
            [("indicators.0.value", "示例意见：与上年相比没有提高，请说明理由。")],
        )
        return
    reviews.pass_(cast["department"], filing, "示例意见：同意上报。")
    if stage == "with_finance":
        return
    if stage == "to_be_improved":
        marks = {q.key: {"mark": "良", "words": "示例：基本符合。"} for q in QUESTIONS}
        officer = cast["performance"]
        reviews.save_sheet(officer, filing, marks, "示例意见：需完善。", "良")
        reviews.grade(officer, filing, "良", "示例意见：请细化效益指标。")
        return
    _grade(cast, filing, "优")
    if stage == "ready":
        return
    filing.refresh_from_db()
    reviews.propose(cast["finance"], filing, filing.requested)
    if stage == "to_be_confirmed":
        return
    reviews.approve(cast["performance"], filing)
    if stage == "adjusted":
        adjustment = adjustments.open_adjustment(cast["clerk"], filing)
        draft = deepcopy(adjustment.draft)
        draft["indicators"][0]["remark"] = "示例调整：年中任务变化。"
        adjustments.save_adjustment(cast["clerk"], adjustment, draft, adjustment.revision)
        adjustments.submit_adjustment(cast["clerk"], adjustment, "示例理由：年中任务有变化。")


# ── monitoring, rectification ─────────────────────────────────────────────────────────────────


def _connect(cast: Cast, making: Making) -> None:
    """The synthetic registers are connected and what they measure is kept."""
    officer = cast["performance"]
    source = monitoring.connect(officer, cast.unit, YEAR, NAME)
    for month, values in making.values().items():
        monitoring.keep_reading(officer, source, month, values)


def _monitor(cast: Cast, year: int, number: int) -> None:
    """January to July: handed in, checked, closed; the first red one is rectified."""
    round_ = monitoring.open_round(cast["performance"], cast.finance, year, 7, _in(15))
    reports = list(Report.objects.filter(round=round_).order_by("pk"))
    assert len(reports) == number
    is_rectified = False
    for report in reports:
        _hand_in(cast, report)
        monitoring.check(cast["department"], report, "示例意见：已核对台账。")
        if report.light == "red" and not is_rectified:
            is_rectified = True
            _rectify(cast, report)
        monitoring.close(cast["performance"], report)


def _hand_in(cast: Cast, report: Report) -> None:
    """Say why where a light asks or nothing can be measured yet, and hand in."""
    sheet = monitoring_queries.sheet_of(report)
    said = {
        row.key: {
            "reason": "示例原因：按计划下半年实施，截至7月尚未考核。",
            "measures": "示例措施：按月调度，确保年底完成。",
        }
        for row in sheet.all_rows
        if row.monitored.needs_reason
        or (row.monitored.indicator is not None and row.monitored.actual.is_blank)
    }
    content = {"paid": "", "spending": said.pop("spending", {}), "rows": said}
    if not sheet.spending.is_measured:
        half = (report.filing.allotted or Decimal(0)) / 10_000 * Decimal("0.55")
        content["paid"] = format(half.quantize(Decimal("0.01")), "f")
        content["spending"] = {
            "reason": "示例原因：按合同进度支付。",
            "measures": "示例措施：按月支付。",
        }
        monitoring.attach(
            cast["clerk"], report, "spending", "支付台账（示例）.txt", [_PROOF.encode()]
        )
    monitoring.save(cast["clerk"], report, content, report.revision)
    report.refresh_from_db()
    monitoring.fill(cast["clerk"], report)


def _rectify(cast: Cast, report: Report) -> None:
    case = evaluations.rectify(
        cast["performance"],
        report,
        "示例：进度明显偏离，年底可能完不成。",
        "示例要求：查明原因，十五日内提出改进办法。",
        _in(15),
    )
    _reply(cast, case)
    evaluations.accept(cast["performance"], case, "示例意见：措施可行，予以验收。")
    evaluations.close(cast["performance"], case)


def _reply(cast: Cast, case: Rectification) -> None:
    evaluations.attach_to_rectification(
        cast["clerk"], case, "整改情况（示例）.txt", [_PROOF.encode()]
    )
    evaluations.reply(cast["clerk"], case, "示例答复：已调整计划，按月报送进度。")


def _monitor_next(cast: Cast, coming: dict[str, Filing]) -> None:
    """The year under way: one report waits for the unit, one for the department."""
    round_ = monitoring.open_round(cast["performance"], cast.finance, NEXT, 7, _in(10))
    report = Report.objects.get(round=round_, filing=coming["approved"])
    _hand_in(cast, report)
    evaluations.notify(
        cast["performance"],
        coming["adjusted"],
        "示例：上年支付超过成本指标。",
        "示例要求：说明原因，提出控制办法。",
        _in(20),
    )
    disclosures.open_package(cast["disclosure"], cast.unit, NEXT)


# ── scores, results ───────────────────────────────────────────────────────────────────────────


def _self_evaluate(cast: Cast) -> None:
    """Every project of the year scores itself; signed, re-checked, confirmed."""
    cases = evaluations.open_self_evaluations(cast["performance"], cast.finance, YEAR, _in(30))
    for made in cases:
        case = SelfEvaluation.objects.get(pk=made.pk)
        _fill(cast, case)
        evaluations.sign(cast["head"], case)
        evaluations.recheck(cast["department"], case, (), "示例意见：与佐证相符。")
        evaluations.confirm(cast["performance"], case)


def _fill(cast: Cast, case: SelfEvaluation) -> None:
    """Causes of what differs; a tier by hand where the evidence tells none."""
    clerk = cast["clerk"]
    sheet = evaluation_queries.self_sheet(case)
    rows: dict[str, dict[str, str]] = {}
    for row in sheet.rows:
        if row.scored.row.actual.is_blank and not row.tiers:
            # Persons commended: the register is empty, as none were.
            rows[row.key] = {"actual": "0", "reason": "示例原因：没有批准文件，未开展。"}
        elif row.scored.row.actual.is_blank:
            rows[row.key] = {
                "tier": row.tiers[0][0],
                "basis": "示例依据：年度工作总结。",
                "reason": "示例说明：由人定档，未接入台账。",
            }
        else:
            rows[row.key] = {"reason": "示例原因：年中工作安排有变化。"}
    content = {
        "paid": "",
        "achieved": "",
        "execution_reason": "示例原因：按实际需要支付。",
        "rows": rows,
    }
    evaluations.save_self_evaluation(clerk, case, content, case.revision)
    case.refresh_from_db()
    for row in evaluation_queries.self_sheet(case).rows:
        if not row.is_measured and not row.scored.row.actual.is_blank:
            evaluations.attach_to_self_evaluation(
                clerk, case, row.key, "定档依据（示例）.txt", [_PROOF.encode()]
            )
    lacking = self_sheets.lacking(
        evaluation_queries.self_sheet(case),
        case.content,
        evaluation_queries.proved_rows(case),
    )
    if any("实际完成情况" in zh for zh, _ in lacking):
        content["achieved"] = "示例：年度任务基本完成。"
        evaluations.save_self_evaluation(clerk, case, content, case.revision)
        case.refresh_from_db()
    evaluations.fill(clerk, case)


def _evaluate(cast: Cast, filed: list[Filing]) -> None:
    """A third party evaluates one project to the end; another evaluation has begun."""
    first, second = cast["evaluator"], cast["evaluator2"]
    assert first.person is not None
    assert second.person is not None
    by_money = sorted(filed, key=lambda filing: filing.allotted or Decimal(0), reverse=True)
    done, begun = (
        evaluations.assign(
            cast["performance"],
            filing,
            "finance",
            first.person,
            second.person,
            cast.evaluator,
            _in(60),
        )
        for filing in by_money[:2]
    )
    evaluations.gather(first, done, "示例：查阅台账，访谈经办人员，抽查凭证。")
    items = frameworks.suited(
        done.framework, done.inapplicable, evaluation_queries.norms_of(done.filing)
    )
    for actor, share in ((first, "0.9"), (second, "0.95")):
        grades = {
            item.zh: {
                "points": format(item.weight * Decimal(share), "f"),
                "reason": "示例：佐证不够完整，酌情扣分。",
            }
            for item in items
        }
        evaluations.hand_in_grades(actor, done, grades)
    settlements = [
        {
            "item": item.zh,
            "points": format(item.weight * Decimal("0.9"), "f"),
            "reason": "示例：经核对佐证，采用较低的一方。",
        }
        for item in items
    ]
    evaluations.settle(cast["performance"], done, settlements)
    evaluations.report(
        first,
        done,
        {
            "summary": "示例结论：目标基本实现，管理较为规范。",
            "findings": "示例问题：部分指标缺少过程记录。",
            "suggestions": "示例建议：完善台账，按月归集佐证。",
        },
    )
    evaluations.comment(cast["head"], done, "示例反馈：同意评价结论。")
    evaluations.finish(cast["performance"], Evaluation.objects.get(pk=done.pk))
    evaluations.gather(first, begun, "示例：已收集资料。")


def _use_results(cast: Cast) -> None:
    """Proposals for the next budget by the stated rules; all but two are decided."""
    evaluations.propose_results(cast["performance"], cast.finance, YEAR)
    waiting = list(ResultUse.objects.filter(state="proposed").order_by("pk"))
    for case in waiting[:-2]:
        kind = case.proposal["kind"] or "keep"
        evaluations.decide(cast["finance"], case, kind, "", "示例决定：按规则建议执行。")


def _in(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)
