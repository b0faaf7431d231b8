"""Secrets stay within the unit: pages, forms, lists and the trail cover them for everybody else."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date

import pytest
from cycles.disclosure import approved

from conftest import World
from jixiao.web.covering import covered, covered_text
from jixiao.web.evaluations import actions as evaluations
from jixiao.web.evaluations.models import SelfEvaluation
from jixiao.web.filings.models import Filing
from jixiao.web.filings.queries import cover_for
from jixiao.web.monitoring import actions as monitoring
from jixiao.web.monitoring import queries
from jixiao.web.monitoring.models import Report
from jixiao.web.roles import Role
from jixiao.web.trail.models import Event

PHONE = "13912345678"
MARK = "秘密10年"


def with_secrets(world: World) -> Filing:
    """An approved filing with a phone number in its name, in a row and in its objective."""
    filing = approved(world, annual_objective=f"按机要文件（{MARK}）办理，联系电话{PHONE}。")
    filing.project.name = f"热线专班 {PHONE}"
    filing.project.save()
    content = filing.versions.get().content
    content["indicators"][0]["name"] = f"受理来电 {PHONE}"
    filing.versions.update(content=content)
    return filing


def reported(world: World) -> Report:
    """A monitoring report handed in, with the number in what the unit typed."""
    with_secrets(world)
    officer, clerk = world.actor(Role.PERFORMANCE_OFFICER), world.actor(Role.UNIT_CLERK)
    monitoring.open_round(officer, world.finance, 2025, 7, date(2025, 8, 15))
    report = Report.objects.get()
    key = queries.sheet_of(report).all_rows[1].key
    assert PHONE in key
    content = {"paid": "50", "rows": {key: {"actual": "500000件", "reason": f"问{PHONE}"}}}
    monitoring.save(clerk, report, content, 0)
    Report.objects.update(state="filled", reached=1)
    report.refresh_from_db()
    return report


def everything_in(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(archive.read(n).decode("utf-8", "replace") for n in archive.namelist())


def test_what_a_text_tells_by_itself_is_covered() -> None:
    assert covered_text(f"电话{PHONE}") == "电话" + "█" * 11
    assert covered_text("全年受理900000件，预算13912345678.00元") == (
        "全年受理900000件，预算13912345678.00元"
    )
    assert covered({f"行{PHONE}": [PHONE, 3]}) == {"行" + "█" * 11: ["█" * 11, 3]}
    assert PHONE in covered_text("a" * 20 + PHONE + "b" * 33)


def test_monitoring_shows_secrets_to_the_unit_alone(world: World) -> None:
    report = reported(world)
    own, other = world.client(Role.UNIT_CLERK), world.client(Role.DEPARTMENT_REVIEWER)

    assert PHONE in own.get(f"/work/monitoring/{report.pk}/").content.decode()
    for path in (f"/work/monitoring/{report.pk}/", "/work/monitoring/"):
        page = other.get(path)
        assert page.status_code == 200
        assert PHONE not in page.content.decode()
        assert "█" in page.content.decode()
    # The row's typed value is found again under its covered key.
    assert "500000件" in other.get(f"/work/monitoring/{report.pk}/").content.decode()
    for ending in ("docx", "xlsx"):
        form = other.get(f"/work/monitoring/{report.pk}/form.{ending}")
        assert PHONE not in everything_in(form.content)
        assert "█" in everything_in(form.content)


def test_a_covered_case_cannot_be_saved(world: World) -> None:
    report = reported(world)
    seen = Report.objects.select_related("version", "filing__project").get(pk=report.pk)

    cover_for(world.person(Role.DEPARTMENT_REVIEWER), seen)

    with pytest.raises(TypeError, match="covered"):
        seen.save()
    assert PHONE in json.dumps(Report.objects.get().content)


def test_evaluation_shows_secrets_to_the_unit_alone(world: World) -> None:
    with_secrets(world)
    officer = world.actor(Role.PERFORMANCE_OFFICER)
    evaluations.open_self_evaluations(officer, world.finance, 2025, date(2026, 3, 1))
    case = SelfEvaluation.objects.get()
    content = {"paid": "90", "achieved": f"已完成，电话{PHONE}", "rows": {}}
    evaluations.save_self_evaluation(world.actor(Role.UNIT_CLERK), case, content, 0)
    SelfEvaluation.objects.update(state="signed", reached=1)
    at = f"/work/evaluations/self/{case.pk}/"
    own, other = world.client(Role.UNIT_CLERK), world.client(Role.DEPARTMENT_REVIEWER)

    assert PHONE in own.get(at).content.decode()
    for path in (at, "/work/evaluations/self/"):
        page = other.get(path).content.decode()
        assert PHONE not in page
        assert "█" in page
    for ending in ("docx", "xlsx"):
        assert PHONE not in everything_in(other.get(f"{at}form.{ending}").content)


def test_lists_and_the_trail_never_hold_a_secret(world: World) -> None:
    reported(world)

    for path in ("/work/filings/", "/work/reviews/?state=all", "/work/"):
        assert PHONE not in world.client(Role.PERFORMANCE_OFFICER).get(path).content.decode()
    trail = json.dumps(list(Event.objects.values()), ensure_ascii=False, default=str)
    assert PHONE not in trail
    assert MARK not in trail
