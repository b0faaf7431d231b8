"""Disclosure: the gate, the second person, what goes out, the clock, corrections."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from cycles.disclosure import approved, second_officer
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conftest import World
from jixiao.model.disclosure import Disclosure
from jixiao.pipeline import read
from jixiao.web.actor import Actor
from jixiao.web.disclosures import actions, queries
from jixiao.web.disclosures.composing import recounted
from jixiao.web.disclosures.lifecycle import Choice, Ground, Standing, State, choices_for
from jixiao.web.disclosures.models import (
    Edition,
    Package,
    PublishedIndicator,
    PublishedTarget,
)
from jixiao.web.disclosures.preparing import files_for, holds_any, prepared
from jixiao.web.documents.actions import store
from jixiao.web.documents.models import StoredFile
from jixiao.web.exceptions import Incomplete, NotAllowed, NotPossible
from jixiao.web.filings.drafting import hashed
from jixiao.web.filings.models import Version, VersionKind
from jixiao.web.roles import Role
from jixiao.web.trail.models import Event

SEED = Path(__file__).parents[2] / "examples/huainan-2024/huainan-2024.docx"
SECRET = ("淮办秘【2019】47号", "【2019】47号", "秘密10年")
PHONE = "13912345678"


@pytest.fixture(scope="module")
def seed() -> Disclosure:
    """The publication of the example."""
    return read(SEED)


def officer(world: World) -> Actor:
    return world.actor(Role.DISCLOSURE_OFFICER)


def second(world: World) -> Actor:
    return Actor(second_officer(world), "127.0.0.1")


def taken_up(world: World, seed: Disclosure) -> Package:
    """The example under examination."""
    file = store(officer(world), world.department, SEED.name, [SEED.read_bytes()])
    return actions.publish_document(officer(world), world.department, seed, file)


def decide_all(world: World, package: Package) -> None:
    """Marks redacted, the rest published as it is."""
    for finding in package.gate:
        if finding["rule"] in ("SEC01", "SEC02"):
            choice, ground = Choice.REDACT, Ground.STATE_SECRET
        elif finding["rule"] == "SEC04":
            choice, ground = Choice.REDACT, Ground.PERSONAL
        else:
            choice, ground = Choice.PUBLISH, Ground.VERIFIED
        actions.decide(
            officer(world), package, finding["key"], choice.value, ground.value, "经审查"
        )


def published(world: World, package: Package) -> Edition:
    """The package decided, confirmed by another, published."""
    decide_all(world, package)
    actions.finish(officer(world), package)
    actions.confirm(second(world), package)
    return actions.publish(officer(world), package)


def opened(world: World, year: int = 2025) -> Package:
    package = actions.open_package(officer(world), world.department, year)
    actions.examine(officer(world), package)
    return package


def bytes_of(edition: Edition) -> dict[str, bytes]:
    found = {}
    for file in edition.files.all():
        with queries.open_edition_file(file) as data:
            found[file.name] = data.read()
    return found


def everything(edition: Edition) -> list[bytes]:
    """Every byte of an edition: files, parts of archives, rows."""
    found = []
    for data in bytes_of(edition).values():
        found.append(data)
        if data[:2] == b"PK":
            archive = zipfile.ZipFile(io.BytesIO(data))
            found += [archive.read(name) for name in archive.namelist()]
    rows = [
        *Edition.objects.values(),
        *PublishedTarget.objects.values(),
        *PublishedIndicator.objects.values(),
    ]
    found.append(json.dumps(rows, ensure_ascii=False, default=str).encode())
    return found


def test_the_secret_is_masked_on_every_page_before_it_is_decided(
    world: World, seed: Disclosure
) -> None:
    package = taken_up(world, seed)
    client = world.client(Role.DISCLOSURE_OFFICER)
    key = next(f["key"] for f in package.gate if f["rule"] == "SEC02")

    pages = [
        client.get(reverse(name, args=args)).content.decode()
        for name, args in (
            ("disclosures", []),
            ("disclosure", [package.pk]),
            ("disclosure_preview", [package.pk]),
            ("disclosure_finding", [package.pk, key]),
        )
    ]

    assert not any(secret in page for secret in SECRET for page in pages)
    assert all("█" in page for page in pages[1:])


def test_after_redaction_the_secret_stands_in_no_byte_of_the_edition(
    world: World, seed: Disclosure
) -> None:
    edition = published(world, taken_up(world, seed))

    found = everything(edition)

    assert not any(secret.encode() in data for secret in SECRET for data in found)
    assert any("█".encode() in data for data in found)
    trail = json.dumps(list(Event.objects.values()), ensure_ascii=False, default=str)
    assert not any(secret in trail for secret in SECRET)


def test_redaction_covers_the_characters_and_nothing_else(world: World, seed: Disclosure) -> None:
    edition = published(world, taken_up(world, seed))

    before = seed.targets[5].annual_objective or ""
    after = edition.record["targets"][5]["annual_objective"]
    covered = "".join(a for a, b in zip(before, after, strict=True) if a != b)
    assert covered == "淮办秘【2019】47号秘密10年"
    for number, target in enumerate(seed.targets):
        if number != 5:
            assert edition.record["targets"][number]["annual_objective"] == target.annual_objective


def test_the_log_tells_field_and_length_and_ground(world: World, seed: Disclosure) -> None:
    edition = published(world, taken_up(world, seed))

    rows = list(csv.DictReader(io.StringIO(bytes_of(edition)["redactions.csv"].decode())))

    assert [(row["field"], row["characters"]) for row in rows] == [("annual_objective", "17")]
    assert rows[0]["project"] == "6. 行政管理事务专项经费"
    assert rows[0]["provision"] == "yusuanfa-2018#14-4"


def test_a_look_in_clear_is_for_the_officer_and_leaves_one_event(
    world: World, seed: Disclosure
) -> None:
    package = taken_up(world, seed)
    key = next(f["key"] for f in package.gate if f["rule"] == "SEC01")
    url = reverse("disclosure_look", args=[package.pk, key])
    before = Event.objects.count()

    page = world.client(Role.DISCLOSURE_OFFICER).post(url)

    assert "秘密10年" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    event = Event.objects.order_by("-number")[0]
    assert (Event.objects.count(), event.action) == (before + 1, "disclosure.look")
    assert "秘密10年" not in json.dumps(event.after, ensure_ascii=False)
    assert world.client(Role.DEPARTMENT_REVIEWER).post(url).status_code == 403
    assert world.client(Role.DISCLOSURE_OFFICER).get(url).status_code == 405
    assert Event.objects.count() == before + 1


def test_personal_data_is_covered_in_every_field_and_file(world: World) -> None:
    approved(
        world,
        annual_objective=f"热线由张建国负责，电话{PHONE}，全年受理来电90万件。",
        responsible_person=f"张建国 {PHONE}",
    )
    package = opened(world)
    page = world.client(Role.DISCLOSURE_OFFICER).get(reverse("disclosure", args=[package.pk]))
    assert PHONE not in page.content.decode()
    assert PHONE not in json.dumps([package.gate, package.told], ensure_ascii=False)

    edition = published(world, package)

    assert not any(PHONE.encode() in data for data in everything(edition))
    target = edition.targets.get()
    assert "█" * 11 in target.objective
    assert "█" in target.responsible_person


def test_a_reason_that_repeats_the_secret_is_covered_too(world: World, seed: Disclosure) -> None:
    package = taken_up(world, seed)
    key = next(f["key"] for f in package.gate if f["rule"] == "SEC01")

    decision = actions.decide(
        officer(world), package, key, "redact", "state_secret", "遮去淮办秘〔2019〕47号"
    )

    assert decision.reason == "遮去████████████"
    assert "47号" not in Event.objects.order_by("-number")[0].reason


def test_an_undecided_package_cannot_go_on(world: World, seed: Disclosure) -> None:
    package = taken_up(world, seed)

    with pytest.raises(Incomplete, match="not decided"):
        actions.finish(officer(world), package)

    assert package.state == State.UNDER_EXAMINATION


def test_who_decided_may_not_confirm(world: World, seed: Disclosure) -> None:
    package = taken_up(world, seed)
    decide_all(world, package)
    actions.finish(second(world), package)

    with pytest.raises(NotAllowed, match="another person"):
        actions.confirm(officer(world), package)

    assert "confirm" not in [s.action for s in package.steps_for(officer(world).person)]
    with pytest.raises(NotAllowed):
        actions.confirm(second(world), package)
    actions.confirm(world.actor(Role.DEPARTMENT_REVIEWER), package)
    assert package.state == State.CONFIRMED


@pytest.mark.parametrize(
    ("rule", "choice", "ground"),
    [
        ("SEC01", "withhold", "personal"),
        ("SEC01", "withhold", "work_secret"),
        ("SEC02", "publish", "not_secret"),
        ("AMT02", "redact", "state_secret"),
        ("SEC01", "burn", "state_secret"),
    ],
)
def test_a_choice_on_another_ground_is_refused(
    world: World, seed: Disclosure, rule: str, choice: str, ground: str
) -> None:
    package = taken_up(world, seed)
    key = next(f["key"] for f in package.gate if f["rule"] == rule)

    with pytest.raises(Incomplete):
        actions.decide(officer(world), package, key, choice, ground, "理由")

    assert not package.decisions.exists()


def test_a_withheld_project_is_counted_and_named_and_nowhere_else(
    world: World, seed: Disclosure
) -> None:
    package = taken_up(world, seed)
    for finding in package.gate:
        is_mark = finding["rule"] in ("SEC01", "SEC02")
        actions.decide(
            officer(world),
            package,
            finding["key"],
            "withhold" if is_mark else "publish",
            "state_secret" if is_mark else "verified",
            "经审查",
        )
    actions.finish(officer(world), package)
    actions.confirm(second(world), package)

    edition = actions.publish(officer(world), package)

    assert edition.targets.count() == 9
    assert [one["name"] for one in edition.withheld] == ["行政管理事务专项经费"]
    assert [one["name"] for one in edition.carried_over] == ["华侨事务补助"]
    assert "行政管理事务专项经费" not in [t["project_name"] for t in edition.record["targets"]]
    tally = queries.tally(package.items.all())
    assert (tally.total, tally.published, tally.withheld, tally.carried_over) == (11, 9, 1, 1)


def test_a_project_whose_name_is_kept_back_stands_nowhere(world: World) -> None:
    approved(world)
    secret = approved(world, project_name="某要害部位防护改造")
    package = opened(world)
    item = package.items.get(filing=secret)
    actions.withhold(officer(world), package, item, "定密机关已定密", is_named=False)

    edition = published(world, package)

    assert not any("某要害部位防护改造".encode() in data for data in everything(edition))
    assert edition.withheld == [
        {"name": "（名称不公开）", "amount": None, "ground": "涉及国家秘密"}
    ]
    assert (edition.record["stated_projects"], edition.record["stated_published"]) == (2, 1)


def test_carried_over_projects_are_named_and_counted(world: World) -> None:
    approved(world)
    package = opened(world)
    actions.carry_over(officer(world), package, "热线平台尾款", Decimal(22600), "上年结转")

    edition = published(world, package)

    assert edition.carried_over == [
        {"name": "热线平台尾款", "amount": "2.26", "ground": "上年结转项目"}
    ]
    rows = list(csv.DictReader(io.StringIO(bytes_of(edition)["not-published.csv"].decode())))
    assert [row["name"] for row in rows] == ["热线平台尾款"]


@pytest.mark.parametrize(
    ("choice", "shown"),
    [("publish", f"热线平台尾款（{PHONE}）"), ("redact", f"热线平台尾款（{'█' * 11}）")],
)
def test_the_decision_governs_a_name_typed_by_hand(world: World, choice: str, shown: str) -> None:
    approved(world)
    package = opened(world)
    actions.carry_over(
        officer(world), package, f"热线平台尾款（{PHONE}）", Decimal(22600), "上年结转"
    )
    [finding] = [one for one in package.gate if one["covers"]]
    assert PHONE not in package.items.get(table=None).name
    allowed = choices_for(finding["rule"], in_table=False)
    ground = allowed[Choice(choice)][0].value
    actions.decide(officer(world), package, finding["key"], choice, ground, "经审查")
    actions.finish(officer(world), package)
    actions.confirm(second(world), package)

    edition = actions.publish(officer(world), package)

    assert [one["name"] for one in edition.carried_over] == [shown]
    rows = list(csv.DictReader(io.StringIO(bytes_of(edition)["not-published.csv"].decode())))
    assert [row["name"] for row in rows] == [shown]
    page = world.client(Role.DISCLOSURE_OFFICER).get(reverse("disclosure", args=[package.pk]))
    assert (PHONE in page.content.decode()) == (choice == "publish")


def test_the_clock_runs_twenty_days_from_the_approval(world: World) -> None:
    approved(world)

    package = actions.open_package(
        officer(world), world.department, 2025, timezone.localdate() - timedelta(days=25)
    )

    clock = queries.clock_of(package)
    assert package.due_on == timezone.localdate() - timedelta(days=5)
    assert (clock.is_overdue, clock.over) == (True, 5)
    line = queries.waiting(world.person(Role.DISCLOSURE_OFFICER))[0]
    assert (line.number, line.overdue) == (1, 1)


def test_an_approval_without_a_package_waits_for_the_officer(world: World) -> None:
    approved(world)

    lines = queries.waiting(world.person(Role.DISCLOSURE_OFFICER))

    assert [(line.number, line.due_on) for line in lines] == [
        (1, timezone.localdate() + timedelta(days=20))
    ]
    opened(world)
    assert "审查中" in queries.waiting(world.person(Role.DISCLOSURE_OFFICER))[0].zh


def test_the_same_package_gives_the_same_bytes(world: World, seed: Disclosure) -> None:
    package = taken_up(world, seed)
    decide_all(world, package)

    one, other = (
        files_for(prepared(package, {}, "2025-03-01"), 1, "", "2025-03-01", "targets")
        for _ in range(2)
    )

    assert one == other


def test_the_sums_are_those_of_the_files(world: World, seed: Disclosure) -> None:
    found = bytes_of(published(world, taken_up(world, seed)))

    sums = found.pop("SHA256SUMS").decode().splitlines()

    assert {line.partition("  ")[2]: line.partition("  ")[0] for line in sums} == {
        name: hashlib.sha256(data).hexdigest() for name, data in found.items()
    }


def test_the_data_package_describes_every_column(world: World, seed: Disclosure) -> None:
    found = bytes_of(published(world, taken_up(world, seed)))

    described = json.loads(found["datapackage.json"])

    for resource in described["resources"]:
        data = found[resource["path"]]
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        if "schema" in resource:
            header, *rows = list(csv.reader(io.StringIO(data.decode())))
            fields = resource["schema"]["fields"]
            assert header == [field["name"] for field in fields]
            for row in rows:
                for cell, field in zip(row, fields, strict=True):
                    if cell and field["type"] in ("number", "integer"):
                        Decimal(cell)
            assert all(field["title"] and field["description"] for field in fields)
    targets = described["resources"][0]
    assert {f["columnType"] for f in targets["schema"]["fields"] if "columnType" in f} >= {
        "value",
        "date:fiscal-year",
    }


def test_the_published_record_reads_back(world: World, seed: Disclosure, tmp_path: Path) -> None:
    found = bytes_of(published(world, taken_up(world, seed)))
    for name in ("record.json", "targets.docx", "targets.xlsx", "targets.html"):
        path = tmp_path / name
        path.write_bytes(found[name])

        again = read(path)

        assert [t.project_name for t in again.targets] == [t.project_name for t in seed.targets]


def test_the_portal_gets_rows_with_amounts_and_places(world: World, seed: Disclosure) -> None:
    edition = published(world, taken_up(world, seed))

    hotline = edition.targets.get(name="12345政务热线服务项目")

    assert hotline.amount == Decimal(4_920_000)
    assert hotline.indicator_count == hotline.indicators.count() > 5
    assert hotline.source["file"] == SEED.name
    assert hotline.source["cells"]["annual_objective"]["table"] == 6
    assert "annual_objective" in hotline.content["fields"]
    row = hotline.indicators.exclude(number=None)[0]
    assert row.value
    assert row.comparator


def test_the_amount_before_is_last_years(world: World) -> None:
    filing = approved(world)
    published(world, opened(world))
    later = world.filing(year=2026, state="approved", allotted=1_200_000)
    later.project = filing.project
    later.save()
    Version.objects.create(
        filing=later,
        number=1,
        kind=VersionKind.APPROVED.value,
        content=later.draft,
        sha256=hashed(later.draft),
    )

    edition = published(world, opened(world, 2026))

    target = edition.targets.get()
    assert (target.amount, target.amount_before) == (Decimal(1_200_000), Decimal(960_000))


def test_a_correction_is_a_new_edition_with_its_difference(world: World) -> None:
    filing = approved(world)
    first = published(world, opened(world))
    content = json.loads(json.dumps(filing.versions.get().content))
    content["indicators"][1]["value"] = "≥97%"
    Version.objects.create(
        filing=filing,
        number=2,
        kind=VersionKind.ADJUSTED.value,
        content=content,
        sha256=hashed(content),
    )
    package = first.package
    with pytest.raises(Incomplete):
        actions.open_correction(officer(world), package, " ")

    correction = actions.open_correction(officer(world), package, "办结率误写，予以更正")
    actions.examine(officer(world), correction)
    edition = published(world, correction)

    first.refresh_from_db()
    assert (first.is_current, edition.is_current, edition.number) == (False, True, 2)
    assert PublishedTarget.objects.filter(is_current=True).get().edition == edition
    change = edition.changes[0]["changes"][0]
    assert (change["cell"], change["kind"]) == ("indicators.1.value", "changed")
    assert ["gone", "98"] in change["pieces"]
    assert ["new", "97"] in change["pieces"]
    page = world.client(Role.DISCLOSURE_OFFICER).get(
        reverse("disclosure_edition", args=[edition.pk])
    )
    assert "<ins>97</ins>" in page.content.decode()
    assert "办结率误写" in page.content.decode()


def test_the_sentence_that_counts_follows_what_is_taken_out(world: World, seed: Disclosure) -> None:
    package = taken_up(world, seed)
    item = package.items.get(table=2)
    actions.withhold(officer(world), package, item, "涉密")

    edition = published(world, package)

    notes = "".join(note["text"] for note in edition.record["notes"])
    assert seed.stated_published == 10
    assert edition.record["stated_published"] == 9
    assert "公开9项" in notes or "公开9个" in notes
    assert "公开10" not in notes
    assert recounted("共十二个项目，公开十个项目，不公开2个项目。", 1) == (
        "共十二个项目，公开9个项目，不公开2个项目。"
    )


def test_a_name_that_may_be_published_is_shown_in_clear(world: World) -> None:
    approved(world, project_name=f"热线 {PHONE} 专班")
    package = opened(world)
    url = reverse("disclosure", args=[package.pk])
    page = world.client(Role.DISCLOSURE_OFFICER)
    assert f"热线 {PHONE} 专班" not in page.get(url).content.decode()

    for finding in package.gate:
        allowed = choices_for(finding["rule"], in_table=finding["table"] is not None)
        ground = allowed[Choice.PUBLISH][0].value
        actions.decide(
            officer(world), package, finding["key"], "publish", ground, "是公开的服务热线"
        )

    assert f"热线 {PHONE} 专班" in page.get(url).content.decode()


def test_what_is_published_is_not_opened_again(world: World) -> None:
    approved(world)
    published(world, opened(world))

    with pytest.raises(NotPossible, match="correct it"):
        actions.open_package(officer(world), world.department, 2025)


def test_results_make_an_edition_with_points(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    approved(world)
    first = published(world, opened(world))
    told = {
        "execution": {"budget": "96", "paid": "94.08", "rate": "98"},
        "points": "93.5",
        "grade": "优",
        "rows": [
            {"position": 0, "indicator": "受理群众来电", "actual": "912000件", "points": "10"},
            # Scored in another place than it is published in; and one that is not published.
            {"position": 7, "indicator": "来电办结率", "actual": "98.5%", "points": "9"},
            {"position": 2, "indicator": "已取消的指标", "actual": "1", "points": "1"},
        ],
    }
    monkeypatch.setattr("jixiao.web.disclosures.gathering.outcome_of", lambda filing: told)

    package = actions.open_results(officer(world), first.package)
    actions.examine(officer(world), package)
    edition = published(world, package)

    target = edition.targets.get()
    assert (target.points, target.grade) == (Decimal("93.50"), "优")
    rows = list(target.indicators.values_list("position", "name", "actual"))
    assert rows[:3] == [
        (0, "受理群众来电", "912000件"),
        (1, "来电办结率", "98.5%"),
        (2, "工单平均办理时间", ""),
    ]
    assert [row["position"] for row in target.outcome["rows"]] == [0, 1]
    told_changes = {c["zh"]: c["pieces"] for c in edition.changes[0]["changes"]}
    assert told_changes["预算执行率"] == [["new", "98%"]]
    assert set(told_changes) >= {"自评得分", "自评等级", "第1行 实际完成值"}


def test_decisions_hold_for_the_same_text_in_a_correction(world: World) -> None:
    filing = approved(world, responsible_person=f"张建国 {PHONE}")
    first = published(world, opened(world))

    correction = actions.open_correction(officer(world), first.package, "更正")
    actions.examine(officer(world), correction)

    assert len(correction.decided()) == len(correction.gate) > 0
    assert filing.pk


def test_a_draft_and_an_unapproved_filing_are_not_published(world: World) -> None:
    approved(world)
    world.filing()
    world.filing(state="with_finance")

    package = opened(world)

    standings = sorted(item.standing for item in package.items.all())
    assert standings == [Standing.MISSING, Standing.PUBLISHED]


def test_a_package_of_a_unit_is_left_out_of_its_departments(world: World) -> None:
    approved(world)
    other = world.filing(world.sibling, state="approved")
    Version.objects.create(
        filing=other,
        number=1,
        kind=VersionKind.APPROVED.value,
        content=other.draft,
        sha256=hashed(other.draft),
    )
    Package.objects.create(unit=world.sibling, fiscal_year=2025)

    package = opened(world)

    assert [item.filing.unit for item in package.items.all() if item.filing] == [world.unit]


def test_withdrawn_is_withdrawn_and_may_be_opened_anew(world: World) -> None:
    approved(world)
    package = opened(world)

    actions.withdraw(officer(world), package, "批复文件有误")

    assert package.state == State.WITHDRAWN
    assert opened(world).number == 2


@pytest.mark.parametrize(
    ("role", "place", "status"),
    [
        (Role.DISCLOSURE_OFFICER, "department", 200),
        (Role.DEPARTMENT_REVIEWER, "department", 200),
        (Role.PERFORMANCE_OFFICER, "finance", 200),
        (Role.AUDITOR, "finance", 200),
        (Role.DISCLOSURE_OFFICER, "other_department", 404),
        (Role.UNIT_CLERK, "stranger", 404),
        (Role.SYSTEM_ADMINISTRATOR, "finance", 404),
    ],
)
def test_pages_are_seen_by_those_above_and_nobody_else(
    world: World, seed: Disclosure, role: Role, place: str, status: int
) -> None:
    package = taken_up(world, seed)
    client = world.client(role, getattr(world, place))

    for name in ("disclosure", "disclosure_preview"):
        answer = client.get(reverse(name, args=[package.pk]))

        assert answer.status_code == status
        assert not any(secret in answer.content.decode() for secret in SECRET)
    if role is not Role.DISCLOSURE_OFFICER or status == 404:
        key = package.gate[0]["key"]
        assert client.get(reverse("disclosure_finding", args=[package.pk, key])).status_code == 404


def test_the_public_is_sent_to_sign_in(world: World, seed: Disclosure) -> None:
    package = taken_up(world, seed)

    answer = Client().get(reverse("disclosure", args=[package.pk]))

    assert answer.status_code == 302


def test_files_are_downloaded_whole(world: World, seed: Disclosure) -> None:
    edition = published(world, taken_up(world, seed))
    client = world.client(Role.DISCLOSURE_OFFICER)

    for file in edition.files.all():
        answer = client.get(reverse("disclosure_file", args=[edition.pk, file.name]))
        data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        assert hashlib.sha256(data).hexdigest() == file.sha256
    missing = client.get(reverse("disclosure_file", args=[edition.pk, "secrets.txt"]))
    assert missing.status_code == 404


def test_the_way_through_the_pages(world: World) -> None:
    client = world.client(Role.DISCLOSURE_OFFICER)
    with SEED.open("rb") as document:
        answer = client.post(
            reverse("disclosure_document"),
            {"unit": world.department.pk, "document": document, "approved_on": "2024-02-01"},
        )
    package = Package.objects.get()
    assert answer["Location"] == reverse("disclosure", args=[package.pk])
    assert package.due_on == date(2024, 2, 21)
    for finding in package.gate:
        is_mark = finding["covers"]
        client.post(
            reverse("disclosure_finding", args=[package.pk, finding["key"]]),
            {
                "decision": "redact:state_secret" if is_mark else "publish:verified",
                "reason": "经审查",
            },
        )
    client.post(reverse("disclosure_step", args=[package.pk, "finish"]))
    reviewer = world.client(Role.DEPARTMENT_REVIEWER)
    reviewer.post(reverse("disclosure_step", args=[package.pk, "confirm"]))
    client.post(reverse("disclosure_step", args=[package.pk, "publish"]))

    package.refresh_from_db()
    assert package.state == State.PUBLISHED
    assert StoredFile.objects.count() == 1
    page = client.get(reverse("disclosure", args=[package.pk])).content.decode()
    assert "第1版" in page


def test_pages_ask_few_questions_of_the_database(
    world: World, seed: Disclosure, django_assert_max_num_queries: object
) -> None:
    package = taken_up(world, seed)
    for year in range(2001, 2020):
        Package.objects.create(unit=world.department, fiscal_year=year)
    approved(world)
    client = world.client(Role.DISCLOSURE_OFFICER)
    client.get("/work/")  # the first page also begins the session
    key = package.gate[0]["key"]
    client.get(reverse("work"))  # the session's row is made at the first page

    for name, args in (
        ("disclosures", []),
        ("disclosure", [package.pk]),
        ("disclosure_preview", [package.pk]),
        ("disclosure_finding", [package.pk, key]),
    ):
        with django_assert_max_num_queries(12, info=name):  # type: ignore[operator]
            assert client.get(reverse(name, args=args)).status_code == 200


def test_nothing_covered_is_found_where_nothing_is() -> None:
    assert holds_any("电话13912345678".encode(), [PHONE])
    assert not holds_any(b"", [PHONE])
