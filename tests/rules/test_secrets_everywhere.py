"""A secret in any text of a record is found, and no report prints it.

One record has a mark and a telephone number of its own in every text it can hold.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from html import unescape
from itertools import count
from urllib.parse import unquote

import pytest

from jixiao.model.disclosure import Disclosure, Note, Notice, Source
from jixiao.model.indicator import Indicator
from jixiao.model.location import Location
from jixiao.model.money import MoneyUnit
from jixiao.model.project import Department, Funding, FundingLine, ListedProject, WithheldProject
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import Category, Kind
from jixiao.model.value import Nature, TargetValue
from jixiao.pipeline import check, read
from jixiao.rules.check import MASK, Report
from tests.paths import SEED_TEXT
from tests.writers.reports import FORMAT_NAMES, LANGUAGES, every_text, made

GRADES = ("绝密", "机密", "秘密")
PLACES = (
    *("title", "issuer", "listed name", "listed unit", "withheld name", "withheld reason"),
    *("note", "row note", "notice zh", "notice en", "file", "sheet"),
    *("heading", "project_name", "original", "responsible_person", "unit_seal"),
    *("department", "department code", "implementing_unit", "project_source", "project_period"),
    *("annual_objective", "period_objective", "funding line", "other label", "other text"),
    *("level1", "level2", "indicator", "indicator original", "value", "unit"),
    *("remark", "standard", "column label", "column text"),
)
MARKS = {place: f"{GRADES[number % 3]}★{number}年" for number, place in enumerate(PLACES, start=10)}
PHONES = {place: f"139{number:08}" for number, place in enumerate(PLACES, start=10)}
SECRETS = (*MARKS.values(), *PHONES.values())


def secret(place: str) -> str:
    return f"甲乙丙{MARKS[place]}，丁戊{PHONES[place]}"


@cache
def record() -> Disclosure:
    rows = count(1)

    def places(*names: str) -> dict[str, Location]:
        return {name: Location(1, next(rows), 1, sheet=secret("sheet")) for name in names}

    indicator = Indicator(
        Category.OUTPUT,
        Kind.QUANTITY,
        level1=secret("level1"),
        level2=secret("level2"),
        name=secret("indicator"),
        value=TargetValue(
            secret("value"), Nature.TEXT, None, None, secret("unit"), None, None, False
        ),
        scoring_standard=secret("standard"),
        remark=secret("remark"),
        at=places("level1", "level2", "name", "value"),
        originals={"level2": secret("indicator original")},
        others=((secret("column label"), secret("column text")),),
    )
    fields = (
        *("heading", "project_name", "responsible_person", "unit_seal", "implementing_unit"),
        *("project_source", "project_period", "annual_objective", "period_objective"),
    )
    target = PerformanceTarget(
        **{field: secret(field) for field in fields},
        fiscal_year=2024,
        supervising_department=Department(secret("department code"), secret("department")),
        funding=Funding(
            Decimal(5),
            Decimal(4),
            Decimal(3),
            MoneyUnit.TEN_THOUSAND,
            None,
            (FundingLine(secret("funding line"), Decimal(2)),),
        ),
        indicators=(indicator, replace(indicator, at=places("level1", "name", "value"))),
        others=((secret("other label"), secret("other text")),),
        at=places(*fields, "table", "supervising_department", "funding.lines.0"),
        originals={"project_source": secret("original")},
    )
    return Disclosure(
        issuer=secret("issuer"),
        fiscal_year=2024,
        money_unit=MoneyUnit.TEN_THOUSAND,
        listed=(
            ListedProject(
                1, secret("listed name"), Decimal(1), places("name"), secret("listed unit")
            ),
        ),
        targets=(target,),
        withheld=(
            WithheldProject(
                secret("withheld name"), Decimal(1), secret("withheld reason"), places("name")
            ),
        ),
        title=secret("title"),
        notes=(
            Note(secret("note"), *places("note").values()),
            Note(secret("row note"), Location(2, 7, sheet=secret("sheet"))),
        ),
        at=places("title", "issuer"),
        source=Source(f"{secret('file')}.docx", "0" * 64, "docx"),
        notices=(Notice(secret("notice zh"), secret("notice en"), *places("notice").values()),),
    )


@cache
def report() -> Report:
    return check(record())


def printed(name: str, language: str) -> str:
    text = every_text(made(name, [report()], language=language, several=True))
    plain = unescape(re.sub(r"<[^>]*>", "", text))
    return "\n".join([text, plain, unquote(text), unescape(text)])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMAT_NAMES)
def test_no_report_prints_a_secret_of_any_place(name: str, language: str) -> None:
    text = printed(name, language)

    leaks = [place for place in PLACES if MARKS[place] in text or PHONES[place] in text]

    assert leaks == []
    assert MASK in text


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("code", ["SEC01", "SEC02", "SEC04"])
def test_every_place_is_named(code: str, place: str) -> None:
    wanted = PHONES[place] if code == "SEC04" else MARKS[place]
    if code == "SEC02":  # no date stands beside these marks
        assert any(mark.text == wanted for _, mark in record().secrecy_marks)
        return

    found = [f for f in report().findings if f.rule.code == code and wanted in f.fault.secrets]

    assert found
    assert all(wanted in (f.fault.quote or "") for f in found)
    assert all(wanted not in (f.quote or "") for f in found)


@pytest.mark.parametrize(
    ("place", "zh"), [("file", "文件名带有密级标志"), ("sheet", "工作表名带有密级标志")]
)
def test_a_secret_in_a_name_is_said_to_stand_there(place: str, zh: str) -> None:
    (finding,) = [
        f for f in report().findings if f.rule.code == "SEC01" and MARKS[place] in f.fault.secrets
    ]

    assert finding.message("zh").startswith(zh)


def test_a_secret_told_of_one_cell_is_told_once() -> None:
    """Levels are merged over rows, and the reader's own words repeat what stands elsewhere."""
    seed = read(SEED_TEXT)
    person = "张三13900000001"
    place = seed.targets[0].at["responsible_person"]
    targets = (replace(seed.targets[0], responsible_person=person), *seed.targets[1:])
    notices = (Notice(f"“{person}”", f"“{person}”", place),)

    found = check(replace(seed, targets=targets, notices=notices), select=("SEC04",)).findings

    assert [(f.at and f.at.cell) for f in found] == [place, place]


def test_the_place_of_a_finding_hides_what_the_worksheet_is_called() -> None:
    finding = next(f for f in report().findings if f.at is not None and f.at.sheet)

    assert finding.at is not None
    assert finding.fault.at is not None
    assert MASK in (finding.at.sheet or "")
    assert finding.at._replace(sheet=None) == finding.fault.at._replace(sheet=None)
    assert report().place(finding.fault.at) == finding.at


def test_the_piece_of_a_secret_left_by_a_cut_is_covered() -> None:
    mark, phone = MARKS["file"], PHONES["file"]

    for cut in (f"“甲{mark[:4]}…乙”", f"“甲…{mark[-4:]}乙”", f"甲{phone[:7]}", f"{phone[4:]}甲"):
        masked = report().masked(cut)

        assert MASK in masked
        assert mark[:4] not in masked
        assert phone[:7] not in masked


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMAT_NAMES)
@pytest.mark.parametrize(
    ("cell", "secrets"),
    [
        ("机\n密★１０ 年", ("机密★１０", "机密★10", "密★1")),
        ("手机１３８０００\n０１２３４", ("１３８０００", "13800001234", "１２３４")),
        ("联系人王五13912345678", ("王五", "13912345678")),
    ],
    ids=["mark", "phone", "name"],
)
def test_a_secret_is_covered_however_it_is_spelt(
    cell: str, secrets: tuple[str, ...], name: str, language: str
) -> None:
    seed = read(SEED_TEXT)
    target = seed.targets[0]
    cleaned = "".join(cell.split("\n"))
    target = replace(
        target, project_name=cleaned, originals={**target.originals, "project_name": cell}
    )
    notes = (Note(" ".join(cell.split())),)
    found = check(replace(seed, targets=(target,), listed=(), notes=notes))

    text = every_text(made(name, [found], language=language))

    assert [secret for secret in secrets if secret in text] == []


def test_a_record_without_secrets_masks_nothing() -> None:
    checked = check(Disclosure(None, 2024, None, title="保密工作，机密文件"))

    assert checked.secrets == ()
    assert checked.masked("甲机密…") == "甲机密…"
