"""The editor in a real browser: keyboard, pasting, undo, saving, two writers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from conftest import World, good_draft
from jixiao.web.actor import Actor
from jixiao.web.filings import actions
from jixiao.web.filings.models import Filing
from jixiao.web.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
PASTE = """([cell, text]) => {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  const box = document.querySelector(`[data-cell="${cell}"]`);
  box.focus();
  const options = {clipboardData: data, bubbles: true, cancelable: true};
  box.dispatchEvent(new ClipboardEvent('paste', options));
}"""


class Editing:
    """A clerk's browser with the editor of a filing open."""

    def __init__(self, context: Any, page: Any, filing: Filing, actor: Actor) -> None:
        self.context, self.page, self.filing, self.actor = context, page, filing, actor
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "console",
            lambda told: self.errors.append(told.text) if "Content Security" in told.text else None,
        )

    def open(self, path: str) -> None:
        self.page.goto(path)
        self.page.wait_for_selector("html[data-ready]")

    def box(self, cell: str) -> Any:
        return self.page.locator(f'[data-cell="{cell}"]')

    def focused(self) -> str:
        return str(self.page.evaluate("document.activeElement.dataset.cell"))

    def saved(self) -> Filing:
        self.page.wait_for_selector("#status.good", timeout=10_000)
        self.filing.refresh_from_db()
        return self.filing


@pytest.fixture
def editing(world: World, live_server: Any, browser: Any) -> Iterator[Editing]:
    filing = world.filing()
    client: Client = world.client(Role.UNIT_CLERK)
    context = browser.new_context(base_url=live_server.url, locale="zh-CN")
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    it = Editing(context, context.new_page(), filing, world.actor(Role.UNIT_CLERK))
    it.open(f"/work/filings/{filing.pk}/edit/")
    yield it
    # Let what is under way come to its end before the database is emptied under it.
    it.saved()
    it.page.wait_for_timeout(700)
    context.close()
    assert it.errors == []


def test_a_block_from_a_spreadsheet_grows_the_table_and_is_undone(editing: Editing) -> None:
    rows = len(editing.filing.draft["indicators"])
    block = '指标甲\t"两行\n""引号"""\r\n指标乙\t≥2个\r\n指标丙\t≥3个\r\n'

    editing.page.evaluate(PASTE, [f"indicators.{rows - 1}.name", block])

    told = editing.saved().draft["indicators"]
    assert len(told) == rows + 2
    assert told[rows - 1]["value"] == '两行\n"引号"'
    assert told[rows + 1]["name"] == "指标丙"
    editing.page.keyboard.press("Control+z")
    assert editing.page.locator("#indicators tbody tr").count() == rows
    editing.page.keyboard.press("Control+y")
    assert editing.page.locator("#indicators tbody tr").count() == rows + 2


def test_the_keyboard_moves_as_in_a_spreadsheet(editing: Editing) -> None:
    last = len(editing.filing.draft["indicators"]) - 1
    editing.box("indicators.0.name").focus()
    editing.box("indicators.0.name").select_text()
    keys = editing.page.keyboard

    keys.press("ArrowDown")
    assert editing.focused() == "indicators.1.name"
    keys.press("ArrowRight")
    assert editing.focused() == "indicators.1.value"
    keys.press("Enter")
    assert editing.focused() == "indicators.2.value"
    keys.press("Shift+Enter")
    keys.press("Tab")
    assert editing.focused() == "indicators.2.level1"
    keys.press("F2")
    keys.press("Alt+ArrowDown")
    assert editing.focused() == "indicators.3.level1"
    editing.box(f"indicators.{last}.value").focus()
    keys.press("Enter")
    assert editing.focused() == f"indicators.{last + 1}.value"
    keys.type("≥5个")
    keys.press("Escape")
    assert editing.box(f"indicators.{last + 1}.value").input_value() == ""
    keys.press("Alt+Delete")
    assert editing.page.locator("#indicators tbody tr").count() == last + 1


def test_what_is_typed_is_saved_and_checked(editing: Editing) -> None:
    editing.box("indicators.1.value").fill("98%")

    filing = editing.saved()
    editing.page.wait_for_selector('td:has([data-cell="indicators.1.value"]) .note:not([hidden])')

    assert filing.draft["indicators"][1]["value"] == "98%"
    assert filing.revision == 1
    note = editing.box("indicators.1.value").get_attribute("aria-describedby")
    assert "98%" in editing.page.locator(f"#{note}").inner_text()


def test_a_page_closed_before_saving_is_restored(editing: Editing) -> None:
    editing.context.set_offline(True)
    editing.box("annual_objective").fill("还没来得及保存的目标。")
    editing.page.wait_for_timeout(400)
    editing.page.close()
    editing.context.set_offline(False)
    editing.page = editing.context.new_page()

    editing.open(f"/work/filings/{editing.filing.pk}/edit/")

    assert editing.box("annual_objective").input_value() == "还没来得及保存的目标。"
    assert "已恢复" in editing.page.locator("#notices").inner_text()
    assert editing.saved().draft["fields"]["annual_objective"] == "还没来得及保存的目标。"


def test_two_writers_choose_cell_by_cell_and_lose_nothing(editing: Editing) -> None:
    theirs = good_draft(2025, editing.filing.project.name)
    theirs["indicators"][0]["value"] = "≥910000件"
    theirs["fields"]["project_source"] = "一次性项目"
    actions.save_draft(editing.actor, editing.filing, theirs, 0)

    editing.box("indicators.0.value").fill("≥920000件")
    editing.page.wait_for_selector("#conflict[open]")
    assert "单位经办" in editing.page.locator("#conflict-who").inner_text()
    assert editing.page.locator("#conflict-rows tr").count() == 2
    editing.page.click("#take-chosen")

    told = editing.saved().draft
    assert told["indicators"][0]["value"] == "≥920000件"
    assert told["fields"]["project_source"] == "一次性项目"


def test_certain_rewritings_are_one_click_and_one_undo(editing: Editing) -> None:
    page = editing.page
    editing.box("indicators.0.value").fill("≥ 900000件")
    editing.box("annual_objective").fill("依据国办发[2024]5号文件，，全年受理900000件。")
    page.wait_for_selector("#rewrites-list li:nth-child(2)")
    assert page.locator("#rewrites-title").is_visible()

    page.locator("#rewrites-list button.small").first.click()
    page.wait_for_selector("#rewrites-list li:nth-child(2)", state="detached")
    page.locator("#rewrite-all").click()
    page.wait_for_selector("#rewrites", state="hidden")

    assert editing.box("indicators.0.value").input_value() == "≥900000件"
    objective = "依据国办发〔2024〕5号文件，全年受理900000件。"
    assert editing.box("annual_objective").input_value() == objective
    assert editing.saved().draft["fields"]["annual_objective"] == objective
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert editing.box("indicators.0.value").input_value() == "≥ 900000件"
    assert "[2024]" in editing.box("annual_objective").input_value()
    assert editing.errors == []
