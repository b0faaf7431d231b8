"""The public pages: what they answer, what they never show, and how they behave in caches."""

from __future__ import annotations

import csv
import io
import json
import re
from copy import deepcopy
from decimal import Decimal
from typing import Any
from zipfile import ZipFile

import publication
import pytest
from django.test import Client

from conftest import World, good_draft
from jixiao.web.disclosures.models import Edition, PublishedTarget
from jixiao.web.portal.downloads import TARGET_HEAD, csv_lines
from jixiao.web.portal.forms import Filters, filters
from jixiao.web.portal.outcome import outcome
from jixiao.web.roles import Role

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>\"' onload=x {{ 7|add:1 }} =cmd|calc"


@pytest.fixture
def example() -> Edition:
    return publication.publish_example()


def hotline() -> PublishedTarget:
    return PublishedTarget.objects.filter(name="12345政务热线服务项目").latest("pk")


def pages() -> list[str]:
    target, edition = hotline(), Edition.objects.latest("pk")
    body = edition.organisation_id
    return [
        *("/", "/projects/", "/projects/?q=热线&year=2024&order=-amount", "/indicators/"),
        *(f"/projects/{target.project_id}/", f"/projects/{target.project_id}/2024/"),
        *("/editions/", f"/editions/{edition.pk}/", f"/editions/{edition.pk}/source/"),
        *("/bodies/", f"/bodies/{body}/", f"/compare/?project={target.project_id}", "/compare/"),
        *("/feeds/all.atom", f"/feeds/bodies/{body}.atom", "/sitemap.xml", "/robots.txt"),
        *("/opensearch.xml", "/embed/years/", f"/embed/projects/{target.project_id}/"),
        *(f"/embed/bodies/{body}/", "/rules/AMT02/", "/projects.csv", "/projects.json"),
        *("/projects.xlsx", "/indicators.csv", "/indicators.json", "/indicators.xlsx", "/api/"),
    ]


def body_of(response: Any) -> str:
    content = b"".join(response) if response.streaming else response.content
    return str(content.decode("utf-8", "replace"))


def test_every_page_answers_without_cookie_and_within_twelve_queries(
    example: Edition, client: Client, django_assert_max_num_queries: Any
) -> None:
    for address in pages():
        with django_assert_max_num_queries(12):
            response = client.get(address)
            body_of(response)

        assert response.status_code == 200, address
        assert not response.cookies, address
        assert "public" in response["Cache-Control"], address


def test_a_page_that_is_known_is_not_sent_again(example: Edition, client: Client) -> None:
    tag = client.get("/")["ETag"]

    response = client.get("/", headers={"If-None-Match": tag})

    assert (response.status_code, response.content) == (304, b"")


def test_pages_are_the_same_in_both_languages_but_for_their_words(
    example: Edition, client: Client
) -> None:
    switched = client.post("/language/", {"language": "en", "next": "/projects/"})

    assert switched["Location"] == "/projects/"
    assert "Download all" in body_of(client.get("/projects/"))


def test_the_language_switch_leads_nowhere_else(client: Client) -> None:
    response = client.post("/language/", {"language": "en", "next": "https://example.org/"})

    assert response["Location"] == "/"


def test_the_home_page_tells_the_year(example: Edition, client: Client) -> None:
    text = body_of(client.get("/"))

    assert "1,114.87 万元" in text
    assert "12345政务热线服务项目" in text
    assert "94" in text


def test_a_project_page_answers_the_five_questions(example: Edition, client: Client) -> None:
    target = hotline()
    target.amount_before = Decimal("4500000")
    target.points, target.grade = Decimal("91.5"), "优"
    target.outcome = {
        "execution": {"budget": "492", "paid": "483.14", "rate": "98.2"},
        "rows": [{"position": 0, "actual": "2610个", "points": "10", "working_zh": "2610≥2500"}],
    }
    target.save()

    text = body_of(client.get(f"/projects/{target.project_id}/"))

    for words in (
        *("为了什么", "花多少钱", "承诺做到什么", "做到了没有", "谁负责", "492 万元", "450 万元"),
        *("≥2500个", "98.2%", "91.5", "2610个", "2610≥2500", "表中未填"),
        *(f'href="/editions/{example.pk}/source/#cell-{target.number}-funding.total"',),
        *(f'<link rel="canonical" href="http://testserver/projects/{target.project_id}/">',),
    ):
        assert words in text, words


def test_every_number_links_to_a_cell_that_is_there(example: Edition, client: Client) -> None:
    target = hotline()
    source = body_of(client.get(f"/editions/{example.pk}/source/"))

    links = re.findall(r"#(cell-[^\"]+)\"", body_of(client.get(f"/projects/{target.project_id}/")))

    assert len(links) > 10
    assert [link for link in links if f'id="{link}"' not in source] == []


def test_links_to_the_source_of_a_large_edition_name_its_page(client: Client) -> None:
    edition = publication.publish_many(60)
    last = edition.targets.get(number=60)

    link = f"/editions/{edition.pk}/source/?page=2#cell-60-"

    assert link in body_of(client.get(f"/projects/{last.project_id}/"))
    assert 'id="cell-60-' in body_of(client.get(f"/editions/{edition.pk}/source/?page=2"))


def test_a_cost_target_above_the_funds_is_stated_with_both_values(client: Client) -> None:
    draft = good_draft(2024)
    draft["indicators"][3]["value"] = "≤120万元"
    edition = publication.publish(publication.body(), [draft])

    text = body_of(client.get(f"/projects/{edition.targets.get().project_id}/"))

    assert "的目标值是≤120万元；本年度资金总额是96万元；两者相差24万元。" in text
    assert "/rules/AMT02/" in text


def test_funds_that_agree_are_not_called_contradictory(example: Edition, client: Client) -> None:
    assert "前后不一" not in body_of(client.get(f"/projects/{hotline().project_id}/"))


def test_projects_not_published_are_counted_and_named(example: Edition, client: Client) -> None:
    Edition.objects.filter(pk=example.pk).update(
        withheld=[{"ground": "涉及国家秘密"}, "某专项"], carried_over=[{"name": "上年项目"}]
    )

    text = body_of(client.get(f"/editions/{example.pk}/"))

    for words in ("涉及国家秘密", "某专项", "上年项目", "不公开", "上年结转"):
        assert words in text


def test_a_correction_shows_what_changed_and_keeps_the_history(
    example: Edition, client: Client
) -> None:
    drafts = [deepcopy(target.content) for target in example.targets.order_by("number")]
    drafts[4]["indicators"][0]["value"] = "≥3000个"
    newer = publication.publish(publication.body(), drafts, reason="更正指标值")

    text = body_of(client.get(f"/editions/{newer.pk}/"))
    old = body_of(client.get(f"/editions/{example.pk}/"))

    assert "<del>≥2500个</del>" in text
    assert "<ins>≥3000个</ins>" in text
    assert "更正指标值" in text
    assert "已被新的版本替代" in old
    assert client.get("/projects/").context["page"].total == 10
    assert "≥2500个" not in body_of(client.get(f"/projects/{hotline().project_id}/"))


def test_what_an_edition_says_of_its_changes_is_shown_as_it_says(
    example: Edition, client: Client
) -> None:
    Edition.objects.filter(pk=example.pk).update(
        changes=[
            {"project": "甲", "cell": "funding.total", "before": "1", "after": "2"},
            "补充说明",
        ]
    )

    text = body_of(client.get(f"/editions/{example.pk}/"))

    for words in ("甲", "年度资金总额", "<del>1</del>", "<ins>2</ins>", "补充说明"):
        assert words in text


def test_what_an_edition_says_of_a_project_is_shown_piece_by_piece(
    example: Edition, client: Client
) -> None:
    line = {
        "zh": "年度总体目标",
        "en": "x",
        "pieces": [["same", "同"], ["gone", "旧"], ["new", "新"]],
    }
    told = [
        {"project": "甲", "kind": "changed", "changes": [line]},
        {"project": "乙", "kind": "removed", "changes": []},
    ]
    Edition.objects.filter(pk=example.pk).update(changes=told)

    text = body_of(client.get(f"/editions/{example.pk}/"))

    for words in ("年度总体目标", "同<del>旧</del><ins>新</ins>", "不再列入"):
        assert words in text


def test_results_are_read_as_evaluations_give_them(example: Edition, client: Client) -> None:
    target = hotline()
    target.outcome = {
        "execution": {"budget": "492", "paid": "480.5", "rate": "97.66"},
        "rows": [{"position": 0, "actual": "2610个", "points": "10", "working_zh": "达到目标"}],
    }
    target.source = {"file": "目标.docx", "cells": {"indicators.0.value": {"table": 6, "row": 12}}}
    target.save()

    text = body_of(client.get(f"/projects/{target.project_id}/"))

    for words in ("97.66%", "480.5万元", "达到目标", "目标.docx 第6个表第12行"):
        assert words in text


def test_nothing_unpublished_is_shown(world: World, client: Client) -> None:
    filing = world.filing()
    edition = publication.publish(world.unit, [good_draft(2024, "某专项服务")])
    edition.targets.update(is_current=False)
    Edition.objects.filter(pk=edition.pk).update(is_current=False)

    for address in ("/", "/projects/", "/indicators/", "/projects.csv", "/api/targets"):
        text = body_of(client.get(address))
        assert filing.project.name not in text
        assert "某专项服务" not in text
    assert client.get(f"/projects/{filing.project_id}/").status_code == 404
    assert client.get(f"/projects/{edition.targets.get().project_id}/").status_code == 404
    assert client.get(f"/bodies/{world.stranger.pk}/").status_code == 404
    assert client.get(f"/api/targets/{edition.targets.get().pk}").status_code == 404


def test_a_target_of_a_replaced_edition_is_hidden_whatever_its_own_mark_says(
    example: Edition, client: Client
) -> None:
    Edition.objects.filter(pk=example.pk).update(is_current=False)

    assert client.get("/projects/").context["page"].total == 0
    assert client.get("/indicators/").context["page"].total == 0


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("q=热线", 1),
        ("year=2024", 10),
        ("year=1999", 0),
        ("unit=政府办公室", 10),
        ("department=水利", 0),
        ("amount_from=100", 3),
        ("amount_from=24&amount_to=96", 4),
        ("category=satisfaction", 10),
        ("measurable=no", 0),
        ("grade=优", 0),
        ("year=abc&amount_from=NaN&page=-1&order=;drop", 10),
    ],
)
def test_projects_are_narrowed(example: Edition, client: Client, query: str, total: int) -> None:
    assert client.get(f"/projects/?{query}").context["page"].total == total


def test_lists_are_sorted_and_paged_by_fifty(client: Client) -> None:
    publication.publish_many(120)

    page = client.get("/projects/?order=amount&page=3").context["page"]

    assert (page.total, page.number, page.pages, len(page.rows)) == (120, 3, 3, 20)
    assert page.rows[-1]["amount"] == Decimal(1_200_000)


def test_a_download_is_the_very_result(example: Edition, client: Client) -> None:
    query = "amount_from=100&order=-amount"
    names = [row["name"] for row in client.get(f"/projects/?{query}").context["page"].rows]

    table = csv.reader(io.StringIO(body_of(client.get(f"/projects.csv?{query}"))))
    rows = json.loads(body_of(client.get(f"/projects.json?{query}")))
    book = ZipFile(io.BytesIO(client.get(f"/projects.xlsx?{query}").content))

    assert [row[1] for row in list(table)[1:]] == names
    assert [row["name"] for row in rows] == names
    assert rows[0]["amount"] == "4920000"
    assert names[0] in book.read("xl/sharedStrings.xml").decode()


def test_a_spreadsheet_never_calculates_a_cell() -> None:
    row = dict.fromkeys(TARGET_HEAD, "=HYPERLINK(1)") | {"amount": Decimal("-5.00")}

    line = list(csv_lines([row], TARGET_HEAD))[1]

    assert "'=HYPERLINK(1)" in line
    assert ",-5," in line
    assert not re.search(r"(^|,)=", line)


def test_a_hostile_name_stays_text_everywhere(client: Client) -> None:
    draft = good_draft(2024, HOSTILE)
    draft["fields"]["annual_objective"] = HOSTILE
    draft["indicators"][0]["name"] = draft["indicators"][0]["value"] = HOSTILE
    edition = publication.publish(publication.body(HOSTILE[:100]), [draft], reason=HOSTILE)
    project, body = edition.targets.get().project_id, edition.organisation_id

    for address in (
        *("/", "/projects/", "/indicators/", f"/projects/{project}/", "/bodies/"),
        *(f"/bodies/{body}/", "/editions/", f"/editions/{edition.pk}/", "/feeds/all.atom"),
        *(f"/editions/{edition.pk}/source/", f"/compare/?project={project}"),
        *(f"/embed/projects/{project}/", f"/embed/bodies/{body}/", f"/projects/?q={HOSTILE}"),
    ):
        text = body_of(client.get(address))
        assert "<script>alert" not in text, address
        assert "\"' onload" not in text or address.endswith(".atom"), address


def test_a_chart_may_be_framed_and_nothing_else_may(example: Edition, client: Client) -> None:
    chart, page = client.get("/embed/years/"), client.get("/")

    assert "frame-ancestors *" in chart["Content-Security-Policy"]
    assert "X-Frame-Options" not in chart
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


def test_pages_hold_no_inline_script_or_style(example: Edition, client: Client) -> None:
    for address in pages():
        text = body_of(client.get(address))
        if text.startswith("<!doctype"):
            assert not re.search(r"<script(?![^>]*src=)|\sstyle=|\son[a-z]+=", text), address


def test_projects_stand_side_by_side_with_unit_costs(example: Edition, client: Client) -> None:
    keys = [t.project_id for t in example.targets.order_by("number")]

    text = body_of(client.get("/compare/?" + "&".join(f"project={key}" for key in keys)))

    assert "190万元 ÷ 4次" in text
    assert "最多对比" in text
    assert text.count('scope="col"') == 6


def test_a_publication_after_its_term_is_told_on_the_home_page(client: Client) -> None:
    record = {"approved_on": "2024-01-10", "published_on": "2024-02-20"}
    publication.publish(publication.body(), [good_draft(2024)], record=record)

    assert "<b>21</b>" in body_of(client.get("/"))


def test_who_is_signed_in_gets_private_pages(world: World, example: Edition) -> None:
    client = world.client(Role.UNIT_CLERK)
    session = client.session
    session["has_second_factor"] = True
    session.save()

    response = client.get("/")

    assert "private" in response["Cache-Control"]


def test_filters_and_their_address_are_inverse() -> None:
    chosen = Filters(q="热线", year=2024, amount_from=Decimal("1.5"), measurable="yes", page=3)
    pairs = dict(part.split("=") for part in chosen.query(page=3).split("&"))

    assert filters(pairs | {"q": "热线"}) == chosen


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_are_read_only(example: Edition, client: Client, method: str) -> None:
    assert getattr(client, method)("/projects/").status_code == 405


def test_a_page_that_is_not_there_says_so_without_cookie(client: Client) -> None:
    for address in (
        "/projects/123456/",
        "/nothing/",
        "/editions/9/source/",
        "/projects/9999999999/",
    ):
        response = client.get(address)

        assert response.status_code == 404
        assert "没有这一页" in body_of(response)
        assert not response.cookies


def test_whose_the_points_are_is_told() -> None:
    told = {"points": "90", "grade": "优", "self": {"points": "97.18", "grade": "优"}}

    evaluated = outcome({**told, "evaluations": [{"side": "finance", "points": "90"}]})
    own = outcome({**told, "evaluations": []})

    assert (evaluated.whose.zh, evaluated.self_points) == ("财政评价得分", "97.18")
    assert (own.whose.zh, own.self_points) == ("自评得分", "")
