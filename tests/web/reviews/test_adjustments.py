"""Adjustments: opened by the unit, two levels, a new version; lowering late is pointed out."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from reviewing import REASON, approved, with_department

from conftest import World, good_draft
from jixiao.web.exceptions import Incomplete, NotAllowed, NotPossible, Overtaken
from jixiao.web.filings.checking import check_draft
from jixiao.web.filings.models import Adjustment, Disposition, Filing
from jixiao.web.reviews import adjustments, queries
from jixiao.web.reviews.lowering import lowered
from jixiao.web.roles import Role
from jixiao.web.trail.models import Event


def changed(filing: Filing, value: str = "≥97%") -> dict[str, Any]:
    """The approved text with another rate of settled calls."""
    draft = deepcopy(filing.versions.get(kind="approved").content)
    draft["indicators"][1]["value"] = value
    objective = draft["fields"]["annual_objective"]
    draft["fields"]["annual_objective"] = objective.replace("98%", value.lstrip("≥"))
    return draft


def submitted(world: World, value: str = "≥97%", **described: Any) -> Adjustment:
    """An adjustment that its unit has signed."""
    filing = approved(world)
    clerk = world.actor(Role.UNIT_CLERK)
    made = adjustments.open_adjustment(clerk, filing)
    adjustments.save_adjustment(clerk, made, changed(filing, value), 0)
    adjustments.describe_adjustment(clerk, made, REASON, **described)
    adjustments.submit_adjustment(clerk, made)
    adjustments.step_adjustment(world.actor(Role.UNIT_HEAD), made, "sign")
    return made


def test_an_approved_adjustment_is_a_new_version_beside_the_old(world: World) -> None:
    case = submitted(world, allotted=1_000_000, budget_document="某财预〔2025〕1号")
    adjustments.step_adjustment(world.actor(Role.DEPARTMENT_REVIEWER), case, "pass", REASON)

    version = adjustments.approve_adjustment(world.actor(Role.PERFORMANCE_OFFICER), case)

    filing = Filing.objects.get(pk=case.filing_id)
    assert (version.kind, version.number, version.reason) == ("adjusted", 3, REASON)
    assert version.certificate["allotted_before"] == "900000.00"
    assert version.certificate["budget_document"] == "某财预〔2025〕1号"
    assert version.certificate["lowered"] == [["来电办结率", "≥98%", "≥97%"]]
    assert filing.allotted == 1_000_000
    assert filing.state == "approved"
    assert all(line.agrees for line in queries.verify(version))


def test_only_an_approved_filing_is_adjusted_and_one_at_a_time(world: World) -> None:
    clerk = world.actor(Role.UNIT_CLERK)

    with pytest.raises(NotPossible):
        adjustments.open_adjustment(clerk, with_department(world))
    filing = approved(world)
    with pytest.raises(NotAllowed):
        adjustments.open_adjustment(world.actor(Role.UNIT_HEAD), filing)
    adjustments.open_adjustment(clerk, filing)
    with pytest.raises(NotPossible):
        adjustments.open_adjustment(clerk, filing)


def test_nothing_changed_is_not_submitted(world: World) -> None:
    clerk = world.actor(Role.UNIT_CLERK)
    case = adjustments.open_adjustment(clerk, approved(world))

    with pytest.raises(Incomplete):
        adjustments.submit_adjustment(clerk, case, REASON)


def test_two_writers_notice_each_other(world: World) -> None:
    filing = approved(world)
    clerk = world.actor(Role.UNIT_CLERK)
    case = adjustments.open_adjustment(clerk, filing)
    adjustments.save_adjustment(clerk, case, changed(filing), 0)

    with pytest.raises(Overtaken):
        adjustments.save_adjustment(clerk, case, changed(filing, "≥96%"), 0)
    answer = world.client(Role.UNIT_CLERK).post(
        reverse("adjustment_save", args=[case.pk]),
        {"draft": changed(filing, "≥96%"), "revision": 0},
        content_type="application/json",
    )

    told = answer.json()
    assert (answer.status_code, told["revision"]) == (409, 1)
    assert told["who"] == world.actor(Role.UNIT_CLERK).name
    assert told["theirs"]["indicators"][1]["value"] == "≥97%"


def test_what_the_adjusted_text_has_wrong_is_explained_or_mended(world: World) -> None:
    clerk, browser = world.actor(Role.UNIT_CLERK), world.client(Role.UNIT_CLERK)
    filing = approved(world)
    case = adjustments.open_adjustment(clerk, filing)
    draft = changed(filing)
    draft["indicators"] = [r for r in draft["indicators"] if r["level1"] != "满意度指标"]
    adjustments.save_adjustment(clerk, case, draft, 0)
    address = reverse("adjustment_explain", args=[case.pk])
    found = check_draft(draft, filing.fiscal_year, "anhui")
    key = next(one.key for one in found if one.asks and not one.stops)

    unknown = browser.post(address, {"key": "x", "reason": REASON})
    unsaid = browser.post(address, {"key": key, "reason": " "})
    told = browser.post(address, {"key": key, "reason": REASON}, content_type="application/json")

    assert (unknown.status_code, unsaid.status_code, told.status_code) == (409, 422, 200)
    (kept,) = Disposition.objects.filter(filing=filing, key=key)
    assert (kept.reason, kept.choice) == (REASON, "explained")
    assert Event.objects.last().action == "adjustment.explain"


@pytest.mark.parametrize(
    ("old", "new", "is_lower"),
    [
        ("≥98%", "≥97%", True),
        ("≥98%", "≥99%", False),
        ("≤5天", "≤6天", True),
        ("≤5天", "≤4天", False),
        ("≤96万元", "≤970000元", True),
        ("≥98%", "≥97人", False),
        ("≥98%", "", True),
        ("显著", "明显", False),
    ],
)
def test_what_promises_less_is_told(old: str, new: str, is_lower: bool) -> None:
    before, after = good_draft(), good_draft()
    before["indicators"][1]["value"], after["indicators"][1]["value"] = old, new

    assert bool(lowered(before, after)) is is_lower


def test_a_row_left_out_is_lowered(world: World) -> None:
    before, after = good_draft(), good_draft()
    del after["indicators"][2]

    assert [one.name for one in lowered(before, after)] == ["工单平均办理时间"]


@pytest.mark.parametrize(
    ("month", "document", "is_late"), [(10, "", True), (10, "文号", False), (5, "", False)]
)
def test_lowering_late_without_a_budget_change_is_pointed_out(
    world: World, month: int, document: str, is_late: bool
) -> None:
    case = submitted(world, budget_document=document, allotted=900_000)
    case.opened_at = datetime(2025, month, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    case.save()

    page = world.client(Role.DEPARTMENT_REVIEWER).get(reverse("adjustment", args=[case.pk]))

    assert ("年末调低" in page.text) is is_late
    assert "来电办结率" in page.text


def test_what_the_unit_still_writes_is_seen_by_it_alone(world: World) -> None:
    case = submitted(world)
    adjustments.step_adjustment(world.actor(Role.DEPARTMENT_REVIEWER), case, "return", REASON)
    draft = changed(case.filing, "≥91%")
    adjustments.save_adjustment(world.actor(Role.UNIT_CLERK), case, draft, case.revision)
    address = reverse("adjustment", args=[case.pk])

    own = world.client(Role.UNIT_HEAD).get(address)
    theirs = world.client(Role.DEPARTMENT_REVIEWER).get(address)

    assert "≥91%" in own.text
    assert theirs.status_code == 200
    assert "≥91%" not in theirs.text


def test_the_editor_saves_checks_and_submits(world: World) -> None:
    filing = approved(world)
    client = world.client(Role.UNIT_CLERK)
    client.post(reverse("adjust", args=[filing.pk]))
    case = filing.adjustments.get()
    body = json.dumps({"draft": changed(filing), "revision": 0})

    assert client.get(reverse("adjustment_edit", args=[case.pk])).status_code == 200
    saved = client.post(
        reverse("adjustment_save", args=[case.pk]), body, content_type="application/json"
    )
    checked = client.post(
        reverse("adjustment_check", args=[case.pk]), body, content_type="application/json"
    )
    again = client.post(
        reverse("adjustment_save", args=[case.pk]),
        json.dumps({"draft": changed(filing, "≥96%"), "revision": 0}),
        content_type="application/json",
    )
    client.post(
        reverse("adjustment_describe", args=[case.pk]), {"reason": REASON, "allotted": "90"}
    )
    client.post(reverse("adjustment_step", args=[case.pk, "submit"]), {"reason": REASON})

    case.refresh_from_db()
    assert saved.json()["revision"] == 1
    assert isinstance(checked.json()["findings"], list)
    assert again.status_code == 409
    assert case.state == "submitted"
