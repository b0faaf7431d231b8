"""The errors of real forms that a check must find, one by one, as the corpus lists them.

Where the corpus holds the form, or what was keyed in of it, that is checked, in every carrier that
can be made; the other errors are of forms that could not be had: each stands here in a form made
as that place prints it, in words of our own.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.catalogue.carriers import docx_of, html_of, xlsx_of
from bench.catalogue.layouts import Grid, grids, hunan, national_2015, self_evaluation, sichuan

from jixiao.pipeline import check_file
from jixiao.rules.check import Finding
from tests.paths import CORPUS
from tests.readers import evaluation_forms as evaluations
from tests.readers.test_forms_corpus import loaded

CARRIERS = {"docx": docx_of, "html": html_of, "xlsx": xlsx_of}
ROWS = """
产出|数量|疏浚沟渠长度|≥12公里
产出|质量|疏浚验收合格率|≥98%
产出|时效|疏浚完工时间|2023年9月底前
产出|成本|每公里疏浚成本|≤5万元
效益|社会效益|受益农户数|≥900户
效益|可持续影响|沟渠管护年限|≥3年
满意度|服务对象满意度|受益农户满意度|≥90%
"""


def table(rows: str = ROWS, **changed: object) -> dict[str, object]:
    """A project of our own, as a layout takes it."""
    return {
        "name": "灌区沟渠疏浚",
        "department": "示例县水利局",
        "unit": "示例县灌区管理所",
        "attribute": "一次性项目",
        "person": "",
        "period": "202301-202312",
        "whole": ["60.00", "60.00", "0.00"],
        "funds": ["60.00", "60.00", "0.00"],
        "period_objective": "疏浚沟渠12公里。",
        "objective": "疏浚灌区沟渠12公里，每公里5万元，共60万元，2023年9月底前完工。",
        "rows": rows,
        "period_rows": "产出|数量|疏浚沟渠长度|≥12公里",
        **changed,
    }


def found_in(path: Path) -> list[Finding]:
    """What a check of the file finds."""
    return [*check_file(path).findings]


def found_on(tmp_path: Path, ending: str, *grids: Grid) -> list[Finding]:
    path = tmp_path / f"表.{ending}"
    path.write_bytes(CARRIERS[ending]([*grids], []))
    return found_in(path)


def told(findings: list[Finding], code: str, *words: str) -> bool:
    """A finding of the rule says all the words."""
    return any(f.rule.code == code and all(w in f.message("zh") for w in words) for f in findings)


# ── what the corpus holds ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("carrier", ["docx", "html", "xlsx"])
def test_a_self_evaluation_published_unfilled(tmp_path: Path, carrier: str) -> None:
    path = tmp_path / f"自评.{carrier}"
    make = getattr(evaluations, f"{carrier}_of")
    path.write_bytes(make(evaluations.forms(evaluations.SICHUAN)))

    findings = found_in(path)

    assert told(findings, "SCO09", "没有填写")


def test_the_empty_self_evaluation_of_the_central_file() -> None:
    findings = found_in(CORPUS / "real" / "central-2019-forms.xls")

    assert told(findings, "SCO09", "没有一项指标")
    assert told(findings, "MON01", "执行数0.00")


@pytest.mark.parametrize("carrier", ["docx", "html", "xlsx"])
def test_a_total_row_of_0_and_full_marks_at_two_thirds(tmp_path: Path, carrier: str) -> None:
    path = tmp_path / f"自评.{carrier}"
    make = getattr(evaluations, f"{carrier}_of")
    path.write_bytes(make(evaluations.forms(evaluations.ANHUI)))

    findings = found_in(path)

    assert told(findings, "SCO10", "委托业务项目") or told(findings, "SCO10", "0")
    assert told(findings, "SCO11", "65.59") or told(findings, "SCO11", "65.6")


@pytest.mark.parametrize("carrier", CARRIERS)
def test_placeholders_left_in_the_names_of_hunan(tmp_path: Path, carrier: str) -> None:
    for number, record in enumerate(loaded("hunan-nanyue-poverty-2018-html.json")):
        rows = [(i["l1"], i["l2"], i["name"], i["value"], "") for i in record["indicators"]]
        amounts = [str(record[k]) for k in ("年度资金总额", "财政拨款", "其他资金")]
        held = table("\n".join(map("|".join, rows)), name=record["项目名称"], funds=amounts)
        folder = tmp_path / str(number)
        folder.mkdir()

        findings = found_on(folder, carrier, Grid(hunan({"year": 2018}, held)))

        names = [i["name"] for i in record["indicators"] if "**" in i["name"]]
        found = [f.quote for f in findings if f.rule.code in ("DOC02", "DOC11")]
        assert sorted(found) == sorted(names)
    assert not any(told(findings, "VAL17", name) for name in names)


def test_a_share_in_the_name_that_is_not_the_value(tmp_path: Path) -> None:
    record = loaded("hunan-nanyue-poverty-2018-html.json")[0]
    rows = [(i["l1"], i["l2"], i["name"], i["value"], "") for i in record["indicators"]]

    findings = found_on(
        tmp_path, "docx", Grid(hunan({"year": 2018}, table("\n".join(map("|".join, rows)))))
    )

    assert told(findings, "VAL17", "达标率100%", ">=98%")


# ── forms that could not be had ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize(
    ("error", "code", "grid"),
    [
        (
            "appropriations above the year's total",
            "AMT01",
            national_2015({"year": 2023}, table(funds=["60.00", "80.00", "0.00"])),
        ),
        (
            "a value that repeats the name",
            "VAL03",
            national_2015(
                {"year": 2023}, table(f"{ROWS}效益|社会效益|灌溉用水有保障|灌溉用水有保障")
            ),
        ),
        (
            "an amount twice in one cell",
            "VAL15",
            national_2015({"year": 2023}, table(funds=["60万元60万元", "60.00", "0.00"])),
        ),
        (
            "another project's indicator",
            "IND13",
            national_2015({"year": 2023}, table(f"{ROWS}产出|数量|非遗传承人补助人数|≥6人")),
        ),
        (
            "swapped header columns",
            "STR16",
            national_2015({"year": 2023, "swapped": True}, table()),
        ),
        (
            "a date leaked as a serial number",
            "VAL19",
            national_2015({"year": 2023}, table(ROWS.replace("2023年9月底前", "45199"))),
        ),
        (
            "a period of the wrong year copied forward",
            "STR12",
            national_2015({"year": 2023}, table(period="202101-202112")),
        ),
        (
            "a level-1 label that is a level-2 word",
            "STR10",
            sichuan(
                {"year": 2023},
                table(
                    "!数量指标|数量|疏浚沟渠长度|≥|12|公里|90\n"
                    "满意度|服务对象满意度|受益农户满意度|≥|90|%|10",
                    weight_total="100",
                ),
            ),
        ),
        (
            "satisfaction filed under social benefit",
            "IND15",
            national_2015(
                {"year": 2023}, table(ROWS.replace("满意度|服务对象满意度", "效益|社会效益"))
            ),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_an_error_of_a_target(
    tmp_path: Path, error: str, code: str, grid: list[object], carrier: str
) -> None:
    findings = found_on(tmp_path, carrier, Grid(grid))  # type: ignore[arg-type]

    assert code in {finding.rule.code for finding in findings}, error


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_target_missed_with_all_its_points(tmp_path: Path, carrier: str) -> None:
    held = {
        "execution": ["年度资金总额|60.00|60.00|60.00|10|100.00%|10"],
        "achieved": "疏浚灌区沟渠12公里。",
        "total": ["100", "100"],
    }
    rows = (
        "产出指标(50分)|质量|疏浚验收合格率|=100%|72.74%|50|50|\n"
        "效益指标(30分)|社会效益|受益农户数|≥900户|900户|30|30|\n"
        "满意度指标(10分)|服务对象满意度|受益农户满意度|≥90%|92%|10|10|"
    )

    findings = found_on(
        tmp_path, carrier, Grid(self_evaluation({"year": 2023}, table(rows, **held)))
    )

    assert told(findings, "SCO12", "72.74%", "=100%")


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_document_total_that_differs_from_its_forms(tmp_path: Path, carrier: str) -> None:
    document = {
        "form": "anhui",
        "year": 2023,
        "title": "示例县水利局2023年度项目支出绩效目标",
        "list": True,
        "listed_amounts": ["66.00"],
        "table": [table(seal="", source="本级申报项目")],
    }

    findings = found_on(tmp_path, carrier, *grids(document)[0])

    assert told(findings, "STR07", "66", "60")


@pytest.mark.parametrize("carrier", CARRIERS)
def test_the_form_without_an_error_has_none_of_these(tmp_path: Path, carrier: str) -> None:
    findings = found_on(tmp_path, carrier, Grid(national_2015({"year": 2023}, table())))

    wrong = {"AMT01", "VAL03", "VAL15", "IND13", "STR16", "VAL19", "STR12", "STR10", "IND15"}
    assert not wrong & {finding.rule.code for finding in findings}
