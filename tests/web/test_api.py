"""The interface for programs: its rows, its pages, its refusals; schemathesis finds nothing."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import publication
import pytest
import schemathesis
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings

from conftest import World, good_draft
from jixiao.web.disclosures.models import Edition
from jixiao.web.wsgi import application

pytestmark = pytest.mark.django_db
OPERATIONS = (
    *("/api/targets", "/api/indicators", "/api/search?q=服务", "/api/editions", "/api/bodies"),
    *("/api/changes", "/api/openapi.json"),
)


@pytest.fixture
def example() -> Edition:
    return publication.publish_example()


def every_row(client: Client, address: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    following: str | None = address
    while following:
        page = client.get(following).json()
        rows += page["items"]
        following = page["next"]
    return rows


def test_operations_answer_without_cookie_and_within_twelve_queries(
    example: Edition, client: Client, django_assert_max_num_queries: Any
) -> None:
    target = example.targets.order_by("number").first()
    for address in (
        *OPERATIONS,
        *(f"/api/targets/{target.pk}", f"/api/editions/{example.pk}"),
        f"/api/editions/{example.pk}/record",
    ):
        with django_assert_max_num_queries(12):
            response = client.get(address)

        assert response.status_code == 200, address
        assert not response.cookies, address
        assert response["Access-Control-Allow-Origin"] == "*", address
        assert response["ETag"], address


def test_numbers_are_texts(example: Edition, client: Client) -> None:
    target = client.get("/api/targets?q=热线").json()["items"][0]
    row = client.get("/api/indicators?q=日均受理话务量").json()["items"][0]

    assert target["amount"] == "4920000"
    assert target["amount_before"] is None
    assert (row["comparator"], row["number"], row["unit"]) == (">=", "2500", "个")


def test_pages_follow_each_other_without_gap_or_double(client: Client) -> None:
    publication.publish_many(130)

    for address in ("/api/targets?limit=40", "/api/indicators?limit=40", "/api/search?limit=40"):
        keys = [row["id"] for row in every_row(client, address)]
        assert len(keys) == len(set(keys)) == 130, address


def test_filters_give_what_the_pages_give(example: Edition, client: Client) -> None:
    for query in (
        "amount_from=100",
        "q=经费&category=cost",
        "unit=政府",
        "measurable=yes&year=2024",
    ):
        for kind, things in (("projects", "targets"), ("indicators", "indicators")):
            total = client.get(f"/{kind}/?{query}").context["page"].total
            assert len(every_row(client, f"/api/{things}?{query}")) == total, (kind, query)


def test_search_gives_the_best_first(example: Edition, client: Client) -> None:
    names = [row["name"] for row in client.get("/api/search?q=政务公开").json()["items"]]

    assert names[0] == "政务公开工作专项经费"


def test_a_target_is_given_whole(example: Edition, client: Client) -> None:
    target = example.targets.get(name="12345政务热线服务项目")

    told = client.get(f"/api/targets/{target.pk}").json()

    assert told["content"]["fields"]["funding.total"] == "492.00"
    assert len(told["indicators"]) == 9
    assert told["page"] == f"http://testserver/projects/{target.project_id}/2024/"


def test_changes_since_a_day(example: Edition, client: Client) -> None:
    Edition.objects.filter(pk=example.pk).update(published_at=timezone.now() - timedelta(days=40))
    newer = publication.publish(publication.body(), [good_draft(2024)], changes=["更正"])
    day = (timezone.localdate() - timedelta(days=1)).isoformat()

    told = client.get(f"/api/changes?since={day}").json()["items"]

    assert [(row["id"], row["changes"]) for row in told] == [(newer.pk, ["更正"])]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/targets/999999", 404),
        ("/api/targets/0", 422),
        ("/api/editions/99999999999999999999", 422),
        ("/api/targets?year=abc", 422),
        ("/api/targets?amount_from=NaN", 422),
        ("/api/search?after=x", 422),
        ("/api/changes?since=yesterday", 422),
    ],
)
def test_errors_are_told_in_both_languages(client: Client, address: str, status: int) -> None:
    response = client.get(address)

    assert response.status_code == status
    assert set(response.json()) == {"zh", "en"}


def test_it_is_read_only_and_open_to_other_sites(example: Edition, client: Client) -> None:
    posted = client.post("/api/targets", {})
    asked = client.options("/api/targets")

    assert (posted.status_code, posted["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert set(posted.json()) == {"zh", "en"}
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, posted["Allow"])
    assert client.head("/api/targets").status_code == 200


def test_what_is_known_is_not_sent_again(example: Edition, client: Client) -> None:
    tag = client.get("/api/targets")["ETag"]

    assert client.get("/api/targets", headers={"If-None-Match": tag}).status_code == 304


def test_nothing_unpublished_is_given(world: World, example: Edition, client: Client) -> None:
    filing = world.filing()
    publication.publish(publication.body(), [good_draft(2024, "后来的项目")])
    old = example.targets.order_by("pk").first()

    for address in OPERATIONS[:3]:
        text = client.get(address).content.decode()
        assert filing.project.name not in text
        assert old.name not in json.dumps(client.get("/api/targets").json(), ensure_ascii=False)
    assert client.get(f"/api/targets/{old.pk}").status_code == 404


def test_the_reference_page_tells_every_operation(client: Client) -> None:
    text = client.get("/api/").content.decode()

    for path in client.get("/api/openapi.json").json()["paths"]:
        assert f"GET {path}" in text


CHECKED = schemathesis.openapi.from_wsgi("/api/openapi.json", application)


@pytest.fixture
def published(transactional_db: None) -> Edition:
    edition = publication.publish_example()
    edition.files.create(name="record.json", media_type="application/json", sha256="0" * 64, size=1)
    return edition


@CHECKED.parametrize()
@settings(
    max_examples=30,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
def test_schemathesis_finds_nothing(case: Any, published: Edition) -> None:
    case.call_and_validate()
