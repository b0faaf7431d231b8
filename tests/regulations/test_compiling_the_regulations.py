"""The compiled file is what the sources say, and faulty sources are refused by name."""

import json
import shutil
from pathlib import Path

import pytest

from jixiao.regulations import ParameterError, compile
from jixiao.regulations.compiled import COMPILED_PATH

PACKAGE = Path(COMPILED_PATH).parent


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A copy of the sources that may be spoilt."""
    for folder in ("texts", "parameters", "profiles"):
        shutil.copytree(PACKAGE / folder, tmp_path / folder)
    return tmp_path


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_compiled_file_is_fresh() -> None:
    kept = Path(COMPILED_PATH).read_text(encoding="utf-8")

    assert kept == compile.compiled_text()


def test_the_same_sources_give_the_same_bytes(sources: Path) -> None:
    first = compile.compiled_text(sources)

    second = compile.compiled_text(sources)

    assert first == second
    assert first == compile.compiled_text()


def test_the_compiled_file_is_one_line_of_json() -> None:
    text = compile.compiled_text()

    content = json.loads(text)

    assert text.count("\n") == 1
    assert list(content) == [
        "instruments",
        "provisions",
        "parameters",
        "profiles",
        "profile_of_place",
    ]


def test_a_fresh_file_passes_the_check(capsys: pytest.CaptureFixture[str]) -> None:
    code = compile.main(["--check"])

    assert code == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("kept", ["{}\n", None])
def test_a_stale_or_missing_file_fails_the_check_and_says_what_to_do(
    kept: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "compiled.json"
    if kept is not None:
        path.write_text(kept, encoding="utf-8")
    monkeypatch.setattr(compile, "COMPILED_PATH", str(path))

    code = compile.main(["--check"])

    assert code == 1
    assert "stale; run `python -m jixiao.regulations.compile`" in capsys.readouterr().err
    assert path.exists() == (kept is not None)


def test_compiling_writes_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "compiled.json"
    monkeypatch.setattr(compile, "COMPILED_PATH", str(path))

    code = compile.main([])

    assert code == 0
    assert path.read_text(encoding="utf-8") == compile.compiled_text()


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("texts/caiyu-2015-88.toml", 'id = "caiyu', 'id = "caizong', "id must be the file's name"),
        ("texts/caiyu-2015-88.toml", 'id = "10"', 'id = "2"', "caiyu-2015-88#2 stands twice"),
        ("texts/caiyu-2015-88.toml", 'mark = "verified"', 'mark = "sure"', "unknown mark sure"),
        ("texts/caiyu-2015-88.toml", 'confidence = "high"\n', "", "needs a confidence"),
        (
            "texts/caiyu-2015-88.toml",
            'mark = "recalled"',
            'mark = "verified"',
            "only what is recalled has a confidence",
        ),
        ("texts/caiyu-2015-88.toml", "label_zh", "label_cn", "label_zh must be text"),
        ("texts/caiyu-2015-88.toml", "number =", "remark = 1\nnumber =", "unknown key remark"),
        ("texts/yusuanfa-2018.toml", "date = 2018-12-29", 'date = "2018"', "date must be a date"),
        ("texts/yusuanfa-2018.toml", "date =", "date", "yusuanfa-2018.toml: "),
        (
            "parameters/money.toml",
            "jixiao-house#sum-tolerance",
            "jixiao-house#sum",
            "no provision jixiao-house#sum in texts/",
        ),
        (
            "parameters/weights.toml",
            'source = "caiyu-2021-101#weights" }',
            'source = "caiyu-2021-101#wait" }',
            "no provision caiyu-2021-101#wait in texts/",
        ),
        ("parameters/disclosure.toml", "to_year = 2024", "to_year = 2025", "years overlap"),
        ("parameters/disclosure.toml", "to_year = 2024", "to_year = 2023", "a gap follows 2023"),
        ("parameters/money.toml", "from_year = 0", "from_year = 2020", "every year must be"),
        ("parameters/money.toml", 'place = ""', 'place = "anhui"', "needs an entry for everywhere"),
    ],
)
def test_sources_that_do_not_hold_together_are_refused(
    sources: Path, file: str, old: str, new: str, complaint: str
) -> None:
    replace(sources / file, old, new)

    with pytest.raises(compile.SourceError) as refusal:
        compile.compiled_text(sources)

    assert complaint in str(refusal.value)


def test_a_parameter_without_an_entry_is_named(sources: Path) -> None:
    (sources / "parameters" / "money.toml").unlink()

    with pytest.raises(ParameterError, match="sum_tolerance, large_project_threshold"):
        compile.compiled_text(sources)


def test_a_parameter_that_is_no_norm_is_named(sources: Path) -> None:
    replace(sources / "parameters" / "money.toml", '"sum_tolerance"', '"sum_patience"')

    with pytest.raises(ParameterError, match="'sum_patience' is no field of Norms"):
        compile.compiled_text(sources)
