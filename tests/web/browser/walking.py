"""The people of the walk at their browsers, and what each of them does there.

A function is named after what a person does, takes that person's browser, and waits for what is
then to be seen.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from served import PASSWORD, Site

from browser.visiting import Visitor

OWN_PASSWORD = "长江-淮河-5678"
FINANCE, DEPARTMENT, UNIT = "财政局", "淮南市人民政府办公室", "淮南市人民政府办公室本级"
OFFICE = "第三方评价机构"
ORGANISATIONS = (
    (DEPARTMENT, "department", FINANCE, "009"),
    (UNIT, "unit", DEPARTMENT, "009001"),
    (OFFICE, "evaluator", FINANCE, "pj"),
)
PEOPLE = (
    ("security", "security_administrator", FINANCE),
    ("audit", "audit_administrator", FINANCE),
    ("clerk", "unit_clerk", UNIT),
    ("head", "unit_head", UNIT),
    ("department", "department_reviewer", DEPARTMENT),
    ("disclosure", "disclosure_officer", DEPARTMENT),
    ("finance", "finance_reviewer", FINANCE),
    ("performance", "performance_officer", FINANCE),
    ("evaluator", "evaluator", OFFICE),
    ("evaluator2", "evaluator", OFFICE),
    ("auditor", "auditor", FINANCE),
)
DUE = "2030-06-30"


class Walk:
    """The people at their browsers."""

    def __init__(self, browser: Any, site: Site) -> None:
        self.browser, self.site = browser, site
        self.people: dict[str, Visitor] = {}
        self.first_passwords: dict[str, str] = {}

    def __getitem__(self, name: str) -> Visitor:
        """The person's browser, signed in; the one-time password is changed first."""
        if name not in self.people:
            visitor = self.people[name] = Visitor(self.browser, self.site)
            if name == "admin":
                visitor.sign_in(name, PASSWORD)
            else:
                first = self.first_passwords[name]
                visitor.sign_in(name, first)
                page = visitor.page
                page.fill("input[name=oldpassword]", first)
                page.fill("input[name=password1]", OWN_PASSWORD)
                page.fill("input[name=password2]", OWN_PASSWORD)
                send(visitor, "main form .primary, main form button[type=submit]")
        return self.people[name]

    def complaints(self) -> list[str]:
        """What the browsers complained of."""
        return [said for visitor in self.people.values() for said in visitor.complaints]


# ── what everybody does ───────────────────────────────────────────────────────────────────────


def send(visitor: Visitor, button: str) -> None:
    """Press a button that sends a form, and wait for the page that answers."""
    with visitor.page.expect_navigation():
        visitor.page.locator(button).first.click()


def press(visitor: Visitor, action: str, reason: str = "") -> None:
    """Press the button of a step on the page, with its reason where it asks for one."""
    page = visitor.page
    opener = page.locator(f'[data-dialog="step-{action}"]')
    if opener.count():
        opener.first.click()
        page.locator(f'form[action$="/{action}/"] textarea[name=reason]').fill(reason)
    send(visitor, f'form[action$="/{action}/"] button')


def told(visitor: Visitor) -> str:
    """What the page says."""
    return str(visitor.page.inner_text("main"))


def must_tell(visitor: Visitor, *words: str) -> None:
    """The page says all these words; otherwise what it says instead."""
    said = told(visitor)
    missing = [word for word in words if word not in said]
    assert not missing, f"{visitor.page.url} lacks {missing}:\n{said[:3000]}"


def state(visitor: Visitor) -> str:
    """The state of the case whose page is open."""
    return str(visitor.page.locator("main .tag").first.inner_text())


def rows(visitor: Visitor, path: str) -> list[str]:
    """The addresses the first column of a list leads to."""
    visitor.go(path)
    return list(
        visitor.page.eval_on_selector_all(
            "main table.list tbody th a", "all => all.map(a => new URL(a.href).pathname)"
        )
    )


def follow_work(visitor: Visitor, words: str) -> int:
    """Open what waits, by its words on the work page; how many of it wait."""
    visitor.go("/work/")
    line = visitor.page.locator("main table.list tbody tr", has_text=words)
    assert line.count() == 1, told(visitor)
    number = int(line.locator("td.number").inner_text())
    with visitor.page.expect_navigation():
        line.locator("a").click()
    return number


# ── administrators ────────────────────────────────────────────────────────────────────────────


def make_an_organisation(admin: Visitor, name: str, kind: str, parent: str, code: str) -> None:
    """A system administrator makes an organisation."""
    admin.go("/work/administration/organisations/")
    form = admin.page.locator("form[action$='/create/']")
    form.locator("[name=name]").fill(name)
    form.locator("[name=kind]").select_option(kind)
    form.locator("[name=parent]").select_option(label=parent)
    form.locator("[name=code]").fill(code)
    form.locator("[name=place]").fill("anhui")
    send(admin, "form[action$='/create/'] button.primary")


def make_an_account(admin: Visitor, username: str, name: str) -> tuple[str, str]:
    """A system administrator makes an account; the one-time password and the person's page."""
    admin.go("/work/administration/persons/")
    form = admin.page.locator("form[action$='/create/']")
    form.locator("[name=username]").fill(username)
    form.locator("[name=name]").fill(name)
    send(admin, "form[action$='/create/'] button.primary")
    password = str(admin.page.inner_text("code.password"))
    send(admin, "main a.button")
    return password, str(admin.page.url)


def give_a_post(giver: Visitor, person: str, role: str, place: str) -> None:
    """An administrator gives the person whose page it is a post."""
    giver.go(person)
    giver.page.select_option("[name=role]", role)
    giver.page.locator("[name=organisation]").select_option(label=place)
    send(giver, "form[action$='/give-post/'] button.primary")


# ── from the document to the approval ─────────────────────────────────────────────────────────


def upload_the_document(clerk: Visitor, document: Path) -> list[str]:
    """The clerk hands in the document and waits for its drafts; their addresses."""
    clerk.go("/work/filings/")
    clerk.page.set_input_files("#drop-files", str(document))
    send(clerk, "#drop button.primary")
    # The page of the background job tells of its end by itself.
    clerk.page.wait_for_selector("main a[href*='/work/filings/']", timeout=60_000)
    return rows(clerk, "/work/filings/")


def mend(clerk: Visitor) -> None:
    """In the editor: write what is blank, take out what may not be there, correct a cost."""
    page = clerk.page
    page.wait_for_selector("html[data-ready]")
    page.fill("[data-cell=responsible_person]", "项目负责人")
    objective = page.input_value("[data-cell=annual_objective]")
    page.fill("[data-cell=annual_objective]", objective.replace("（秘密10年）", ""))
    too_much = page.evaluate(
        "() => [...document.querySelectorAll('#indicators [data-cell]')]"
        ".find(box => box.value.includes('182.31'))?.dataset.cell"
    )
    if too_much:
        page.fill(f'[data-cell="{too_much}"]', "≤12.9万元")
    page.wait_for_selector("#findings-note:has-text('刚刚审核过')")


def explain_each_finding(clerk: Visitor) -> None:
    """In the editor: answer what the rules ask."""
    page = clerk.page
    while number := page.locator("#findings li details form").count():
        form = page.locator("#findings li details form").first
        form.locator("xpath=..").locator("summary").click()
        form.locator("textarea").fill("照公开原文保留。")
        form.locator("button").click()
        page.wait_for_function(
            "n => document.querySelectorAll('#findings li details form').length < n",
            arg=number,
            timeout=15000,
        )


def submit(clerk: Visitor) -> None:
    """Leave the editor and hand the filing in to the unit head."""
    send(clerk, "#leave")
    press(clerk, "submit")
    must_tell(clerk, "待单位审签")


def fill_in_the_review_form(officer: Visitor) -> None:
    """Mark every question excellent, write the opinion, save."""
    # Where the rules propose the mark, it is there already.
    to_mark = officer.page.locator("form.sheet input[type=radio][value=优]:not(:checked)")
    while to_mark.count():
        to_mark.first.check()
    officer.page.fill("#opinion", "指标完整，可考核。")
    send(officer, "form.sheet button.primary")


def do_several(reviewer: Visitor, action: str, reason: str) -> None:
    """In the queue: tick all that wait and do one thing to each."""
    reviewer.go("/work/reviews/")
    for box in reviewer.page.locator("input[name=filing]").all():
        box.check()
    reviewer.page.fill("#bulk-reason", reason)
    send(reviewer, f"#many button[value={action}]")


def propose_the_approval(finance: Visitor, review: str) -> None:
    """The finance reviewer proposes to approve what was requested."""
    finance.go(review)
    finance.page.click("[data-dialog=propose]")
    send(finance, "#propose button.primary")


# ── to the public ─────────────────────────────────────────────────────────────────────────────


def decide_each_finding_of_the_gate(officer: Visitor, package: str) -> int:
    """The disclosure officer decides on every finding; how many there were."""
    page, number = officer.page, 0
    officer.go(package)
    while page.locator("#gate a.primary").count():
        send(officer, "#gate a.primary")
        page.locator("input[name=decision]").first.check()
        page.fill("#reason", "经核对，按此办理。")
        send(officer, "main form:has(#reason) button.primary")
        officer.go(package)
        number += 1
        assert number < 60, told(officer)
    return number


def bring_it_to_the_public(officer: Visitor, second: Visitor, package: str) -> None:
    """Examined, decided, confirmed by a second person, published."""
    officer.go(package)
    press(officer, "examine")
    decide_each_finding_of_the_gate(officer, package)
    press(officer, "finish")
    second.go(package)
    press(second, "confirm")
    officer.go(package)
    press(officer, "publish")
    must_tell(officer, "已公开")


# ── the unit fills in, with proof ─────────────────────────────────────────────────────────────


def type_values(
    clerk: Visitor, proof: Path, paid: str, achieved: Iterable[tuple[str, str]] = ()
) -> None:
    """Type what each row came to, with a file that proves it, on a report or self-evaluation.

    ``achieved`` gives values by the name of the row; all others just reach their target.
    """
    page, values = clerk.page, dict(achieved)
    page.fill("[name=paid]", paid)
    for row in page.locator("tbody.row-of").all():
        name = row.locator("th").inner_text().split("\n")[0].strip()
        target = row.locator("td").first.inner_text().strip()
        tier, actual = row.locator("select[name^=tier-]"), row.locator("[name^=actual-]")
        if tier.count():
            tier.select_option(index=1)
            row.locator("summary").first.click()
            row.locator("textarea[name^=basis-]").fill("年度工作总结和台账。")
        elif actual.count():
            is_tier = actual.get_attribute("list") is not None
            reached = "达成预期指标" if is_tier else target.lstrip("≥≤＞＜")
            actual.fill(values.get(name, reached))
        if (chance := row.locator("select[name^=possibility-]")).count():
            chance.select_option("确定能")
        row.locator("input[type=file]").set_input_files(str(proof))


def explain_what_is_asked(clerk: Visitor) -> int:
    """Write a reason, and the measures, in every row that asks for them; how many did."""
    asking = clerk.page.locator("details.asks")
    for row in asking.all():
        for box in row.locator("textarea").all():
            box.fill("因年中任务调整，已按月调度。")
    return int(asking.count())


def save(clerk: Visitor) -> None:
    """Press 保存 on a report or self-evaluation: it is kept and reckoned, not handed in."""
    send(clerk, ".savebar button:not(.primary)")


def hand_in(clerk: Visitor) -> None:
    """Press the button of a report, a self-evaluation or scores that hands them in."""
    send(clerk, ".savebar button.primary")


# ── monitoring and rectification ──────────────────────────────────────────────────────────────


def open_the_period(officer: Visitor, month: int) -> None:
    """The performance officer opens a period of monitoring."""
    officer.go("/work/monitoring/")
    page = officer.page
    page.click("[data-dialog=open-round]")
    page.fill("#open-round [name=year]", "2024")
    page.fill("#open-round [name=month]", str(month))
    page.fill("#open-round [name=due_on]", DUE)
    send(officer, "#open-round button.primary")


def order_rectification(officer: Visitor, opener: str) -> str:
    """Press the button on the open page that leads to a notice, and give it; its address."""
    page = officer.page
    send(officer, f"main a.button:has-text('{opener}')")
    page.fill("#id_finding", "截至7月支付进度明显偏慢。")
    page.fill("#id_demand", "查明原因，提出并落实改进措施。")
    page.fill("#id_due_on", DUE)
    send(officer, "main form.panel button.primary")
    must_tell(officer, "整改通知已发出", "待整改")
    return str(page.url)


def reply_to_the_notice(clerk: Visitor, notice: str, proof: Path, words: str) -> None:
    """The clerk tells what was done, with a file that proves it."""
    clerk.go(notice)
    clerk.page.fill("#reply", words)
    clerk.page.set_input_files("#files", str(proof))
    send(clerk, "form[action$='/reply/'] button.primary")


# ── self-evaluation ───────────────────────────────────────────────────────────────────────────


def open_the_self_evaluations(officer: Visitor) -> None:
    """The performance officer opens the self-evaluation of the year."""
    officer.go("/work/evaluations/self/")
    officer.page.click("[data-dialog=open-self]")
    officer.page.fill("#o-year", "2024")
    officer.page.fill("#o-due", DUE)
    send(officer, "#open-self button.primary")


def draw_a_sample(reviewer: Visitor, wanted: int, seed: str) -> None:
    """The department reviewer draws the self-evaluations to look at on site."""
    reviewer.go("/work/evaluations/self/")
    reviewer.page.click("[data-dialog=draw]")
    reviewer.page.fill("#s-year", "2024")
    reviewer.page.fill("#s-wanted", str(wanted))
    reviewer.page.fill("#s-seed", seed)
    send(reviewer, "#draw button.primary")


def write_the_self_evaluation(
    clerk: Visitor, proof: Path, paid: str, achieved: Iterable[tuple[str, str]]
) -> None:
    """What the year came to, row by row with proof, and in words."""
    type_values(clerk, proof, paid, achieved)
    clerk.page.fill("#achieved", "年度任务全部完成。")
    save(clerk)


def recheck(reviewer: Visitor, opinion: str, lower: tuple[str, str, str] | None = None) -> None:
    """The department reviewer re-checks; ``lower``: the row, the points left, the reason."""
    page = reviewer.page
    if lower is not None:
        name, points, reason = lower
        page.fill(f"input[name^=points-][aria-label^='{name}']", points)
        page.fill(f"input[name^=reason-][aria-label^='{name}']", reason)
    page.fill("#opinion", opinion)
    send(reviewer, "form[action$='/recheck/'] button.primary")


# ── evaluation ────────────────────────────────────────────────────────────────────────────────


def have_it_evaluated(officer: Visitor, project: str, side: str, office: str, who: Any) -> str:
    """Order an evaluation of a project by two scorers; its address."""
    page = officer.page
    officer.go("/work/evaluations/list/")
    send(officer, "a.button.primary")
    page.select_option(
        "#id_filing", page.locator("#id_filing option", has_text=project).get_attribute("value")
    )
    page.select_option("#id_side", side)
    if office:
        page.select_option("#id_office", label=office)
    for field, name in zip(("first", "second"), who, strict=True):
        page.select_option(f"#id_{field}", label=name)
    page.fill("#id_due_on", DUE)
    send(officer, "main form.panel button.primary")
    must_tell(officer, "收集资料")
    return str(page.url)


def set_the_weights(officer: Visitor, weights: Iterable[tuple[str, str]]) -> None:
    """Set weights of items by their names."""
    for name, weight in weights:
        officer.page.fill(f"input[name^=weight-][aria-label^='{name}']", weight)
    send(officer, "form[action$='/framework/'] .savebar button")


def gather_evidence(evaluator: Visitor, proof: Path) -> None:
    """The evaluator hands in files and says what was gathered."""
    page = evaluator.page
    page.set_input_files("#files", str(proof))
    send(evaluator, "form[action$='/evidence/'] button:not(.primary)")
    page.fill("#evidence", "查阅台账，访谈经办人员，抽查凭证。")
    send(evaluator, "form[action$='/evidence/'] button.primary")


def score(evaluator: Visitor, taken_off: str) -> None:
    """Score every item in full but the first, from which ``taken_off`` goes."""
    page = evaluator.page
    for number, item in enumerate(page.locator("tbody.row-of").all()):
        weight = float(item.locator("td.number").first.inner_text())
        points = weight - float(taken_off) if number == 0 else weight
        item.locator("input[name^=points-]").fill(f"{points:g}")
        if number == 0:
            item.locator("textarea").fill("佐证不够完整，酌情扣分。")
    save(evaluator)
    must_tell(evaluator, "评分已保存，尚未提交")
    hand_in(evaluator)


def settle_the_differences(officer: Visitor, points: str) -> int:
    """Settle each item the two scorers differ on; how many."""
    page = officer.page
    boxes = page.locator("input[name^=points-]")
    for box in boxes.all():
        box.fill(points)
    for reason in page.locator("input[name^=reason-]").all():
        reason.fill("经核对佐证，采用较低的一方。")
    number = int(boxes.count())
    send(officer, "form[action$='/settle/'] button.primary")
    return number


def hand_in_the_report(evaluator: Visitor, summary: str) -> None:
    """The evaluator writes the report."""
    page = evaluator.page
    page.fill("#summary", summary)
    page.fill("#findings", "部分指标缺少过程记录。")
    page.fill("#suggestions", "完善台账，按月归集佐证。")
    send(evaluator, "form[action$='/report/'] button.primary")


def explain_differences(reviewer: Visitor, comparison: str) -> int:
    """Say of each difference of scores why it is; how many there were."""
    reviewer.go(comparison)
    page, number = reviewer.page, 0
    while page.locator("main td form input[name=reason]").count():
        page.locator("main td form input[name=reason]").first.fill("复核时佐证不足，已调减。")
        send(reviewer, "main td form button")
        number += 1
    return number


# ── the use of results, the trail ─────────────────────────────────────────────────────────────


def propose_for_next_year(officer: Visitor) -> None:
    """The performance officer has proposals made by the rules."""
    officer.go("/work/evaluations/results/")
    officer.page.click("[data-dialog=propose]")
    officer.page.fill("#p-year", "2024")
    send(officer, "#propose button.primary")


def decide(finance: Visitor, kind: str, amount: str, reason: str) -> None:
    """The finance reviewer decides on a proposal."""
    finance.page.select_option("#decision", kind)
    finance.page.fill("#amount", amount)
    finance.page.fill("#reason", reason)
    send(finance, "form[action$='/decide/'] button.primary")


def downloaded(visitor: Visitor, link: str) -> bytes:
    """The file that a link or button gives."""
    with visitor.page.expect_download() as coming:
        visitor.page.locator(link).first.click()
    return Path(coming.value.path()).read_bytes()


def export_the_trail(auditor: Visitor) -> list[dict[str, str]]:
    """The auditor takes the trail away as CSV; its rows."""
    auditor.go("/work/trail/")
    data = downloaded(auditor, "form[action$='/export/'] button[value=csv]")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


# ── the public ────────────────────────────────────────────────────────────────────────────────


def search(citizen: Visitor, words: str) -> None:
    """Somebody looks for projects on the first page."""
    citizen.go("/")
    citizen.page.fill("#q", words)
    send(citizen, "form:has(#q) button")
