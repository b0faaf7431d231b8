"""A programme folder is whole: coverage, units, results, hashes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from jixiao.measures import load
from jixiao.model.exceptions import AlteredFile, UserError
from jixiao.model.finding import Severity
from jixiao.model.measurement import Period
from jixiao.pipeline import score_programme
from jixiao.programme.checking import check
from jixiao.programme.folder import Programme, read_programme
from jixiao.programme.locking import lock
from jixiao.programme.measuring import chosen, engine_for, measured
from tests.measures.small import SCHEMAS
from tests.programme.folder import GAZETTE, MEASURE, edit, made_programme

COST = "measures/01-gazette/cost.sql"


def programme_of(folder: Path) -> Programme:
    return read_programme(folder, SCHEMAS)


def told(folder: Path, least: Severity = Severity.WARNING) -> list[str]:
    findings = check(programme_of(folder))
    return [f"{f.file}: {f.zh}" for f in findings if f.severity.rank <= least.rank]


def test_a_whole_folder_has_no_finding(tmp_path: Path) -> None:
    folder = made_programme(tmp_path)

    assert told(folder) == []


def test_an_indicator_with_neither_measure_nor_rubric_nor_reason_is_told(tmp_path: Path) -> None:
    folder = made_programme(tmp_path)
    (folder / COST).unlink()

    (found,) = told(folder)

    assert found == (
        f"targets.json: “{GAZETTE}”的成本指标“控制成本”既没有测算方法、分档标准，也没有说明原因。"
    )


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("unit: 万元", "unit: 元", "单位不一致：测算为“元”，目标为“万元”"),
        ("result: money", "result: number", "结果类型 number 与目标“≤23.17万元”不符"),
        ("direction: down", "direction: up", "direction 为 up"),
        ("FROM payments", "FROM hotline_calls", "读取了“hotline_calls”"),
        ("FROM payments", "FROM read_csv('x')", "表函数 read_csv"),
        ("registers: payments", "registers: nothing", "台账“nothing”不存在"),
    ],
)
def test_a_measure_that_does_not_fit_is_told(tmp_path: Path, old: str, new: str, word: str) -> None:
    folder = made_programme(tmp_path)
    edit(folder / COST, old, new)

    (found,) = told(folder)

    assert found.startswith(COST)
    assert word in found


def test_adding_months_of_a_register_without_time_is_told(tmp_path: Path) -> None:
    folder = made_programme(tmp_path)
    timeless = {**SCHEMAS, "payments": SCHEMAS["payments"]._replace(time=None)}

    found = check(read_programme(folder, timeless))

    assert any("逐月相加会重复计算" in finding.zh for finding in found)


def test_a_project_spelt_otherwise_is_told(tmp_path: Path) -> None:
    folder = made_programme(tmp_path)
    edit(folder / COST, f"project: {GAZETTE}", f"project: {GAZETTE[:2]} {GAZETTE[2:]}")

    (found,) = told(folder)

    assert "逐字照写" in found


def test_a_measure_of_an_unknown_indicator_is_told(tmp_path: Path) -> None:
    folder = made_programme(tmp_path)
    other = folder / "measures/01-gazette/other.sql"
    other.write_text(MEASURE.replace("控制成本", "节约成本"), encoding="utf-8")

    (found,) = told(folder)

    assert "测算方法所指的指标在目标里没有" in found


def test_two_measures_of_one_indicator_are_told(tmp_path: Path) -> None:
    folder = made_programme(tmp_path)
    (folder / "measures/01-gazette/twice.sql").write_text(MEASURE, encoding="utf-8")

    (found,) = told(folder)

    assert "有2个测算方法" in found


def test_a_rubric_says_what_every_tier_demands(tmp_path: Path) -> None:
    folder = made_programme(tmp_path)
    rubrics = folder / "rubrics"
    rubrics.mkdir()
    (rubrics / "01.toml").write_text(
        '[[rubric]]\nindicator = "控制成本"\nlevel2 = "成本指标"\n'
        'tiers = { "优" = "a", "良" = "b", "中" = "c" }\n',
        encoding="utf-8",
    )

    (found,) = told(folder)

    assert "没有写差需要的佐证" in found


def test_a_budget_that_does_not_add_up_is_told(tmp_path: Path) -> None:
    folder = made_programme(tmp_path)
    edit(folder / "budget/approved.csv", "23.17,23.17", "23.17,20")

    (found,) = told(folder)

    assert "年初23.17加调整0不等于全年20" in found


@pytest.mark.parametrize("file", ["targets.json", COST, "reasons.toml"])
def test_a_target_or_measure_changed_after_the_lock_is_noticed(tmp_path: Path, file: str) -> None:
    folder = made_programme(tmp_path)
    lock(programme_of(folder))
    (folder / file).write_bytes((folder / file).read_bytes() + b"\n")

    found = told(folder, Severity.BLOCK)

    assert len(found) == 1
    assert file in found[0]
    assert "应为 sha256 " in found[0]
    with pytest.raises(AlteredFile):
        engine_for(programme_of(folder))


def test_a_tampered_register_is_noticed(tmp_path: Path) -> None:
    folder = made_programme(tmp_path)
    engine_for(programme_of(folder)).close()
    edit(folder / "evidence/payments/2024-02.csv", "20000.5", "90000.5")

    found = told(folder, Severity.BLOCK)

    assert len(found) == 1
    assert "payments/2024-02.csv" in found[0]
    with pytest.raises(AlteredFile):
        engine_for(programme_of(folder))


def test_a_programme_is_measured(tmp_path: Path) -> None:
    programme = programme_of(made_programme(tmp_path))

    with engine_for(programme) as engine:
        (found,) = measured(programme, Period(2024), chosen(programme), engine)

    assert str(found.value) == "12.00005"
    assert sum(evidence.rejected for evidence in found.evidence) == 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: (folder / "programme.toml").unlink(),
        lambda folder: edit(folder / "programme.toml", "2024", "true"),
        lambda folder: edit(folder / "programme.toml", "2024", "-5"),
        lambda folder: (folder / "programme.toml").write_bytes("项目".encode("gbk")),
        lambda folder: (folder / "reasons.toml").write_text("reason = 3\n"),
        lambda folder: (folder / "reasons.toml").write_text("reason = [3]\n"),
        lambda folder: edit(folder / "budget/approved.csv", "23.17,", "1e400,"),
        lambda folder: edit(folder / "programme.toml", "synthetic", "sintetic"),
        lambda folder: edit(folder / "programme.toml", "2024", '"2024"'),
        lambda folder: edit(folder / "reasons.toml", "why", "because"),
        lambda folder: edit(folder / "budget/approved.csv", "initial", "first"),
        lambda folder: edit(folder / "budget/approved.csv", "23.17,", "many,"),
        lambda folder: (folder / "targets.json").write_text("{}"),
        lambda folder: edit(folder / COST, "-- unit: 万元\n", ""),
    ],
)
def test_a_folder_that_cannot_be_read_is_told_in_a_sentence(
    tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    folder = made_programme(tmp_path)
    spoil(folder)

    with pytest.raises(UserError):
        programme_of(folder)


@pytest.mark.parametrize(
    ("spoilt", "word"),
    [("0,0", "全年预算数为0"), ("-5,-5", "全年预算数为-5")],
)
def test_a_budget_of_nothing_is_told(tmp_path: Path, spoilt: str, word: str) -> None:
    folder = made_programme(tmp_path)
    edit(folder / "budget/approved.csv", "23.17,23.17", spoilt)

    (found,) = told(folder)

    assert word in found


def test_two_budgets_of_one_project_are_told(tmp_path: Path) -> None:
    folder = made_programme(tmp_path)
    with (folder / "budget/approved.csv").open("a", encoding="utf-8") as file:
        file.write(f"{GAZETTE},23.17,23.17\n")

    (found,) = told(folder)

    assert "有2行预算数" in found


def test_a_folder_that_is_no_programme_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError) as raised:
        read_programme(tmp_path / "nowhere")

    assert "nowhere" in raised.value.zh
    assert "nowhere" in raised.value.en


def test_a_settings_file_that_is_no_toml_is_told_by_its_line(tmp_path: Path) -> None:
    folder = made_programme(tmp_path)
    (folder / "programme.toml").write_text("fiscal_year = 2024\ntitle_zh = =\n", encoding="utf-8")

    with pytest.raises(UserError) as raised:
        read_programme(folder)

    assert "第2行不是正确的 TOML" in raised.value.zh


def test_a_register_that_a_measure_names_and_that_has_no_file_is_told(tmp_path: Path) -> None:
    folder = made_programme(tmp_path)
    for path in (folder / "evidence/payments").iterdir():
        path.unlink()

    (found,) = told(folder)

    assert found == (
        "evidence/payments: 台账“支付台账”还没有文件，1个测算方法缺少依据（控制成本）。"
    )


def test_a_register_with_a_query_never_asked_is_told(tmp_path: Path) -> None:
    folder = made_programme(tmp_path)
    (folder / "evidence/payments/paid.query.toml").write_text(
        'database = "PAYMENTS_DATABASE"\nsql = "SELECT * FROM paid"\n', encoding="utf-8"
    )

    (found,) = told(folder)

    assert found.startswith("evidence/payments/paid.query.toml: ")
    assert "还没有查询过" in found
    assert "PAYMENTS_DATABASE" in found


def test_a_folder_of_evidence_that_is_no_register_is_told(tmp_path: Path) -> None:
    folder = made_programme(tmp_path)
    (folder / "evidence/payment").mkdir()

    (found,) = told(folder)

    assert "“evidence/payment”不是已知的台账" in found


def scorable(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("jixiao.programme.folder.schemas", lambda: SCHEMAS)
    folder = made_programme(root)
    paid = MEASURE.replace(GAZETTE, "*").replace("控制成本", "全年执行数")
    (folder / "budget/paid.sql").write_text(paid, encoding="utf-8")
    return folder


def test_scoring_a_programme_hashes_each_file_once_and_tells_what_does_not_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = scorable(tmp_path, monkeypatch)
    edit(folder / COST, "unit: 万元", "unit: 元")
    programme = programme_of(folder)
    lock(programme)
    with engine_for(programme):
        pass
    hashed: list[str] = []
    sha256 = load._sha256

    def counted(path: Path) -> str:
        hashed.append(path.relative_to(folder).as_posix())
        return sha256(path)

    monkeypatch.setattr(load, "_sha256", counted)
    scored = score_programme(folder)

    assert len(hashed) == len(set(hashed))
    assert {"evidence/payments/2024-01.csv", "evidence/payments/2024-02.csv", COST} <= {*hashed}
    assert any("单位不一致" in fault.zh for fault in scored.faults)


def test_scoring_refuses_evidence_that_was_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = scorable(tmp_path, monkeypatch)
    with engine_for(programme_of(folder)):
        pass
    edit(folder / "evidence/payments/2024-02.csv", "20000.5", "20000.6")

    with pytest.raises(AlteredFile, match=r"2024-02\.csv"):
        score_programme(folder)
