"""Documents of a project put in order and compared; what cannot be told is said, not guessed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jixiao.cli.main import main
from jixiao.model.chain import Chains, chains_of, documents_of, project_key
from jixiao.model.disclosure import Disclosure, Source
from jixiao.pipeline import check_chains, check_file
from jixiao.readers.formats import markdown
from jixiao.readers.forms.publication import read_publication
from tests.chains.anhui import DROPPED, LOWERED, RENAMED, write_chain


def target(
    file: str, year: int | None = 2024, name: str = "办案经费", unit: str = "", title: str = ""
) -> Disclosure:
    lines = [title, "", f"（{year}年度）" if year else "", "", f"| 项目名称 | {name} | | |"]
    lines += ["| --- | --- | --- | --- |"]
    lines += [f"| 实施单位 | {unit} | | |"] if unit else []
    lines += ["| 一级指标 | 二级指标 | 三级指标 | 指标值 |"]
    lines += ["| 产出指标 | 数量指标 | 办结案件数 | ≥120件 |"]
    layout = markdown.parse("\n".join(lines).encode())
    return read_publication(layout, Source(file, "", "markdown"), with_results=True)


def steps(found: Chains) -> list[tuple[str, str]]:
    return [(chain.earlier.file, chain.later.file) for chain in found.chains]


def test_the_chain_of_anhui_is_found_with_what_was_changed(tmp_path: Path) -> None:
    reports = [check_file(path) for path in write_chain(tmp_path)]

    found = check_chains(reports)

    told = [
        (f.rule.code, f.message()) for f in reports[1].findings if f.rule.code.startswith("CHN")
    ]
    assert len(found.chains) == 2
    assert [code for code, _ in told] == ["CHN01", "CHN04", "CHN02"]
    assert DROPPED[2] in told[0][1]
    assert LOWERED[0] in told[1][1]
    assert LOWERED[1] in told[1][1]
    assert RENAMED[1] in told[2][1]
    assert "0.90" in told[2][1]
    assert not [f for f in reports[0].findings if f.rule.code.startswith("CHN")]


def test_the_command_compares_two_files_of_a_project(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [str(path) for path in write_chain(tmp_path)]

    code = main(["check", *files, "--format", "json"])

    made = json.loads(capsys.readouterr().out)
    assert code == 1
    assert [held["schema"] for held in made] == [
        "jixiao/findings/1",
        "jixiao/findings/1",
        "jixiao/set/1",
    ]
    assert {f["rule"] for f in made[1]["findings"]} >= {"CHN01", "CHN02", "CHN04"}
    assert made[2]["chains"][0]["dropped"] == [DROPPED[2]]
    fuzzy = [m for m in made[2]["chains"][0]["matches"] if m["way"] == "fuzzy"]
    assert [(m["earlier"], m["later"], m["score"]) for m in fuzzy] == [
        (RENAMED[1], RENAMED[0], "0.90")
    ]


def test_no_chain_leaves_the_comparison_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [str(path) for path in write_chain(tmp_path)]

    main(["check", *files, "--no-chain"])

    assert "CHN" not in capsys.readouterr().out


def test_a_matches_file_is_drafted_decided_and_obeyed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [str(path) for path in write_chain(tmp_path)]
    matches = tmp_path / "matches.toml"
    main(["check", *files, "--write-matches", str(matches)])
    drafted = matches.read_text(encoding="utf-8")
    matches.write_text(drafted.replace("same = true", "same = false"), encoding="utf-8")
    capsys.readouterr()

    main(["check", *files, "--matches", str(matches), "--format", "json"])

    codes = [f["rule"] for f in json.loads(capsys.readouterr().out)[1]["findings"]]
    assert f'later = "{RENAMED[0]}"' in drafted
    assert "CHN02" not in codes
    assert codes.count("CHN01") == 2
    assert codes.count("CHN05") == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("match = 3", "[[match]]"),
        ('[[match]]\nearlier = "甲"\nsame = true', "later"),
        ('[[match]]\nearlier = "甲"\nlater = "乙"\nsame = "yes"', "same"),
        ('[[match]]\nearlier = "甲"\nlater = "乙"\nsame = true\nby = "x"', "by"),
        (
            '[[match]]\nearlier = "甲"\nlater = "乙"\nsame = true\n'
            '[[match]]\nearlier = "甲"\nlater = "乙"\nsame = false',
            "既写了是",
        ),
        ("[[match", "TOML"),
    ],
)
def test_a_matches_file_that_is_wrong_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    files = [str(path) for path in write_chain(tmp_path)]
    matches = tmp_path / "matches.toml"
    matches.write_text(text, encoding="utf-8")

    code = main(["check", *files, "--matches", str(matches)])

    assert code == 2
    assert said in capsys.readouterr().err


def test_years_and_steps_give_the_order_whatever_the_order_of_the_files() -> None:
    files = [
        target("c", 2024, title="2024年项目支出绩效目标批复表"),
        target("a", 2023),
        target("b", 2024, title="2024年项目支出绩效目标申报表"),
    ]

    found = chains_of(files)

    assert steps(found) == [("a", "b"), ("b", "c")]


def test_two_targets_of_one_year_are_not_put_in_order_by_guess() -> None:
    files = [target("a"), target("b")]

    found = chains_of(files)

    assert not found.chains
    assert "--chain" in found.notices[0].zh
    assert steps(chains_of(files, forced=True)) == [("a", "b")]


def test_a_document_without_a_year_is_of_the_year_of_the_others() -> None:
    one = target("a", None)
    other = target("b", 2024, title="2024年项目支出绩效目标批复表")

    found = chains_of([one, other])

    assert found.chains[0].is_same_year


def test_projects_of_one_name_and_two_units_are_two() -> None:
    files = [target("a", 2023, unit="甲县公安局"), target("b", 2024, unit="乙县公安局")]

    assert not chains_of(files).chains
    assert len(chains_of(files, forced=True).chains) == 1


def test_a_number_and_a_year_before_the_name_make_no_other_project() -> None:
    assert project_key("340000210000000001-办案经费") == project_key("2024年办案经费")
    assert project_key("2024年度办案经费") == project_key("办案 经费")


def test_other_projects_are_no_chain() -> None:
    assert not chains_of([target("a", 2023), target("b", 2024, name="扶贫经费")]).chains


def test_one_file_is_no_chain() -> None:
    assert not chains_of([target("a")]).chains
    assert next(documents_of(target("a"))).title == "办案经费"


def test_what_is_printed_of_a_set_is_valid_against_its_schema(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import jsonschema

    from jixiao.writers.findings_schema import findings_schema

    files = [str(path) for path in write_chain(tmp_path)]
    main(["check", *files, "--format", "json"])

    for held in json.loads(capsys.readouterr().out):
        jsonschema.validate(held, findings_schema())


def test_secrets_of_the_earlier_file_are_covered_in_what_is_said_of_the_later(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mobile = "13912345678"
    for year in (2023, 2024):
        name = f"联系电话{mobile}接听数" if year == 2023 else "接听数"
        (tmp_path / f"{year}.html").write_text(
            f"<p>（{year}年度）</p><table><tr><td>项目名称</td><td colspan=3>热线经费</td></tr>"
            "<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr>"
            f"<tr><td>产出指标</td><td>数量指标</td><td>{name}</td><td>≥10次</td></tr></table>",
            encoding="utf-8",
        )

    for format_name in ("text", "json"):
        main(["check", str(tmp_path), "--format", format_name])

        printed = capsys.readouterr().out
        assert "CHN01" in printed
        assert mobile not in printed
