"""Where pages for what went wrong lead (错误页面): back to what a person was doing."""

from __future__ import annotations

import pytest
from cycles import result_use
from cycling import approved

from conftest import World
from jixiao.web.limits import page_before
from jixiao.web.roles import Role

ADDRESS = "/work/filings/4711/"


def test_a_page_that_is_not_for_one_at_work_leads_back_to_work(world: World) -> None:
    page = world.client(Role.UNIT_CLERK).get(ADDRESS)

    told = page.content.decode()
    assert page.status_code == 404
    assert "这一页不由您的岗位查看" in told
    assert '<a class="button primary" href="/work/"' in told
    assert "portal-menu" not in told


def test_a_refused_step_leads_back_to_its_page(world: World) -> None:
    case = result_use.make(world, "decided")
    at = f"/work/evaluations/results/{case.pk}/"
    client = world.client(Role.FINANCE_REVIEWER)

    page = client.post(f"{at}decide/", headers={"referer": f"http://testserver{at}?from=list"})
    nowhere = client.post(f"{at}decide/")

    assert page.status_code == 409
    assert f'href="{at}?from=list"' in page.content.decode()
    assert "回到刚才的页面" not in nowhere.content.decode()


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/work/filings/?state=draft", "/work/filings/?state=draft"),
        ("http://elsewhere.example/work/", ""),
        ("javascript:alert(1)", ""),
        ("//elsewhere.example/", ""),
        ("", ""),
        (f"http://testserver{ADDRESS}", ""),  # itself: would be refused again
    ],
)
def test_only_a_page_of_this_site_is_led_back_to(rf: object, referer: str, back: str) -> None:
    request = rf.get(ADDRESS, headers={"referer": referer})  # type: ignore[attr-defined]

    assert page_before(request) == back


def test_an_evaluator_is_offered_no_list_that_is_empty_for_him(world: World) -> None:
    approved(world)

    evaluator = world.client(Role.EVALUATOR).get("/work/").content.decode()
    clerk = world.client(Role.UNIT_CLERK).get("/work/").content.decode()

    for path in ("/work/filings/", "/work/monitoring/", "/work/disclosures/"):
        assert f'href="{path}"' not in evaluator
        assert f'href="{path}"' in clerk
    assert 'href="/work/evaluations/"' in evaluator
