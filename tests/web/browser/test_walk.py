"""The whole way of the ten Huainan projects in a browser: from the document to the public page.

Each person is made by the administrators on their pages, signs in, and does what is theirs. On
SQLite and on PostgreSQL.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from served import PASSWORD, Site
from tests.paths import SEED_TEXT

from browser.visiting import Visitor

OWN_PASSWORD = "长江-淮河-5678"
FINANCE, DEPARTMENT, UNIT = "淮南市财政局", "淮南市人民政府办公室", "淮南市人民政府办公室本级"
PEOPLE = (
    ("security", "security_administrator", "财政局"),
    ("audit", "audit_administrator", "财政局"),
    ("clerk", "unit_clerk", UNIT),
    ("head", "unit_head", UNIT),
    ("department", "department_reviewer", DEPARTMENT),
    ("disclosure", "disclosure_officer", DEPARTMENT),
    ("finance", "finance_reviewer", "财政局"),
    ("performance", "performance_officer", "财政局"),
    ("auditor", "auditor", "财政局"),
)


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
                page.click("main form .primary, main form button[type=submit]")
                page.wait_for_load_state()
        return self.people[name]

    def complaints(self) -> list[str]:
        return [said for visitor in self.people.values() for said in visitor.complaints]


@pytest.fixture(scope="module")
def walk(browser: Any, empty: Site) -> Iterator[Walk]:
    walk = Walk(browser, empty)
    yield walk
    for visitor in walk.people.values():
        visitor.close()


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The document as ``jixiao write`` makes it."""
    path = tmp_path_factory.mktemp("document") / "huainan-2024.docx"
    subprocess.run(
        [sys.executable, "-m", "jixiao", "write", str(SEED_TEXT), "-o", str(path)], check=True
    )
    return path


def press(visitor: Visitor, action: str, reason: str = "") -> None:
    """Press the button of a step on the page, with its reason where it asks for one."""
    page = visitor.page
    opener = page.locator(f'[data-dialog="step-{action}"]')
    form = page.locator(f'form[action$="/{action}/"]')
    if opener.count():
        opener.first.click()
        form.locator("textarea[name=reason]").fill(reason)
    form.locator("button").first.click()
    page.wait_for_load_state()


def rows(visitor: Visitor, path: str) -> list[str]:
    """The addresses the first column of a list leads to."""
    visitor.go(path)
    return list(
        visitor.page.eval_on_selector_all(
            "main table.list tbody th a", "all => all.map(a => new URL(a.href).pathname)"
        )
    )


def test_administrators_make_the_organisations_and_persons(walk: Walk) -> None:
    admin = walk["admin"].page
    for name, kind, parent, code in (
        (DEPARTMENT, "department", "财政局", "009"),
        (UNIT, "unit", DEPARTMENT, "009001"),
    ):
        walk["admin"].go("/work/administration/organisations/")
        form = admin.locator("form[action$='/create/']")
        form.locator("[name=name]").fill(name)
        form.locator("[name=kind]").select_option(kind)
        form.locator("[name=parent]").select_option(label=parent)
        form.locator("[name=code]").fill(code)
        form.locator("[name=place]").fill("anhui")
        form.locator("button.primary").click()
        admin.wait_for_load_state()

    for name, role, place in PEOPLE:
        walk["admin"].go("/work/administration/persons/")
        form = admin.locator("form[action$='/create/']")
        form.locator("[name=username]").fill(name)
        form.locator("[name=name]").fill(f"{place}岗位{name}")
        form.locator("button.primary").click()
        walk.first_passwords[name] = admin.inner_text("code.password")
        admin.click("main a.button")
        admin.wait_for_load_state()
        # The first security and audit administrators have their posts from the system
        # administrator, everybody else from the security administrator.
        giver = walk["admin"] if role.endswith("_administrator") else walk["security"]
        giver.go(admin.url)
        giver.page.select_option("[name=role]", role)
        giver.page.locator("[name=organisation]").select_option(label=place)
        giver.page.click("form[action$='/give-post/'] button.primary")
        giver.page.wait_for_load_state()

    people = walk["security"].page
    walk["security"].go("/work/administration/persons/")
    assert people.locator("tbody tr").count() == len(PEOPLE) + 1
    assert walk.complaints() == []


def test_the_clerk_uploads_the_document_and_ten_drafts_are_made(walk: Walk, document: Path) -> None:
    clerk = walk["clerk"]
    clerk.go("/work/filings/")
    clerk.page.set_input_files("#drop-files", str(document))
    clerk.page.click("#drop button.primary")
    clerk.page.wait_for_load_state()

    end = time.monotonic() + 60
    while len(filed := rows(clerk, "/work/filings/")) < 10:
        assert time.monotonic() < end, clerk.page.inner_text("main")
        time.sleep(0.5)

    assert len(filed) == 10
    assert walk.complaints() == []


def test_the_clerk_mends_explains_and_submits_each(walk: Walk) -> None:
    clerk = walk["clerk"]
    page = clerk.page

    for path in rows(clerk, "/work/filings/"):
        clerk.go(f"{path}edit/")
        page.fill("[data-cell=responsible_person]", "项目负责人")
        objective = page.input_value("[data-cell=annual_objective]")
        if "秘密10年" in objective:
            page.fill("[data-cell=annual_objective]", objective.replace("（秘密10年）", ""))
        cost = page.locator("#indicators textarea, #indicators input")
        for number in range(cost.count()):
            if "182.31" in cost.nth(number).input_value():
                cost.nth(number).fill("≤12.9万元")
                cost.nth(number).press("Tab")
        page.wait_for_timeout(1200)  # the check follows the typing
        while (form := page.locator("#findings li details form").first).count():
            number = page.locator("#findings li details form").count()
            form.locator("xpath=..").locator("summary").click()
            form.locator("textarea").fill("照公开原文保留。")
            form.locator("button").click()
            page.wait_for_function(
                "n => document.querySelectorAll('#findings li details form').length < n",
                arg=number,
                timeout=15000,
            )
        page.click("#leave")
        page.wait_for_load_state()
        press(clerk, "submit")
        assert "待单位审签" in page.inner_text("main"), page.inner_text("main")[:1500]

    assert walk.complaints() == []


def test_head_department_and_finance_bring_each_to_the_approval(walk: Walk) -> None:
    paths = rows(walk["head"], "/work/filings/")

    for path in paths:
        walk["head"].go(path)
        press(walk["head"], "sign")
        review = path.replace("/filings/", "/reviews/")
        walk["department"].go(review)
        press(walk["department"], "pass", "与单位职责相符，资金测算有依据，同意上报。")
        officer = walk["performance"]
        officer.go(review)
        for radio in officer.page.locator("form.sheet input[type=radio][value=优]").all():
            radio.check()
        officer.page.fill("#opinion", "指标完整，可考核。")
        officer.page.click("form.sheet button.primary")
        officer.page.wait_for_load_state()
        press(officer, "grade_excellent")
        finance = walk["finance"]
        finance.go(review)
        finance.page.click('[data-dialog="propose"]')
        finance.page.click("#propose button.primary")
        finance.page.wait_for_load_state()
        officer.go(review)
        press(officer, "approve")
        assert "已批复" in officer.page.inner_text("main"), officer.page.inner_text("main")[:800]

    assert len(paths) == 10
    assert walk.complaints() == []


def test_the_disclosure_officer_publishes_and_a_second_person_confirms(walk: Walk) -> None:
    officer = walk["disclosure"]
    page = officer.page
    officer.go("/work/disclosures/")
    page.locator("form[action$='/open/'] button.small").first.click()
    page.wait_for_load_state()
    package = page.url
    press(officer, "examine")

    for _ in range(40):
        officer.go(package)
        undecided = page.locator("#gate a[href*='/findings/'], #gate form[action*='/findings/']")
        if "未决定" not in page.inner_text("main"):
            break
        undecided.first.click()
        page.wait_for_load_state()
        page.locator("input[name=decision]").first.check()
        page.fill("#reason", "经核对，按此办理。")
        page.click("main form button.primary")
        page.wait_for_load_state()
    press(officer, "finish")
    walk["department"].go(package)
    press(walk["department"], "confirm")
    officer.go(package)
    press(officer, "publish")

    assert "已公开" in page.inner_text("main"), page.inner_text("main")[:1000]
    assert walk.complaints() == []


def test_the_public_finds_the_ten_projects(browser: Any, empty: Site, walk: Walk) -> None:
    citizen = Visitor(browser, empty)
    citizen.go("/")
    assert "1,114.87" in citizen.page.inner_text("body").replace("1114.87", "1,114.87")

    found = [link for link in citizen.links() if "/projects/" in link]
    citizen.go("/projects/?text=热线") if not found else citizen.go(found[0])

    assert citizen.page.locator("h1").count() == 1
    assert citizen.complaints == []
    citizen.close()


def test_the_auditor_reads_all_and_changes_nothing(walk: Walk, empty: Site) -> None:
    auditor = walk["auditor"]
    auditor.go("/work/trail/")

    assert auditor.page.locator("tbody tr").count() > 10
    for path in rows(auditor, "/work/reviews/?state=all")[:2]:
        auditor.go(path)
        assert auditor.page.locator("main .steps button").count() == 0
    if not empty.database:
        told = empty.run("site", "verify-trail", "--data", str(empty.folder))
        assert told.returncode == 0, told.stderr
    assert walk.complaints() == []
