"""The command line: what it prints, what it returns, what it says when something is wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from jixiao.cli.main import main
from jixiao.cli.usage import told
from jixiao.pipeline import read
from jixiao.writers.record_json import disclosure_json, dumps
from tests.paths import CORPUS, PROJECT, SEED_RECORD, SEED_TEXT

EXAMPLE = PROJECT / "examples/huainan-2024/huainan-2024.txt"


@pytest.fixture(autouse=True)
def faults_are_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_DEBUG", "1")


def held(expected: object, actual: object, place: str = "") -> list[str]:
    """The places at which ``actual`` lacks what ``expected`` holds."""
    if isinstance(expected, dict):
        assert isinstance(actual, dict), place
        return [p for k, v in expected.items() for p in held(v, actual.get(k), f"{place}/{k}")]
    if isinstance(expected, list):
        if not isinstance(actual, list) or len(expected) != len(actual):
            return [place]
        pairs = enumerate(zip(expected, actual, strict=True))
        return [p for n, (e, a) in pairs for p in held(e, a, f"{place}/{n}")]
    return [] if expected == actual else [f"{place}: {expected!r} != {actual!r}"]


def test_the_record_of_the_seed_holds_every_value(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["read", str(SEED_TEXT), "--format", "json"])

    record = json.loads(capsys.readouterr().out)
    assert code == 0
    assert held(json.loads(SEED_RECORD.read_text(encoding="utf-8")), record) == []


def test_every_value_read_has_a_place(capsys: pytest.CaptureFixture[str]) -> None:
    main(["read", str(SEED_TEXT), "--format", "json"])

    record = json.loads(capsys.readouterr().out)
    for target in record["targets"]:
        assert {"project_name", "implementing_unit", "funding.total"} <= set(target["at"])
        for indicator in target["indicators"]:
            assert {"level1", "level2", "name", "value"} <= set(indicator["at"])


def test_one_file_gives_an_object_and_several_an_array(capsys: pytest.CaptureFixture[str]) -> None:
    main(["read", str(EXAMPLE), "--format", "json"])
    one = json.loads(capsys.readouterr().out)
    main(["read", str(EXAMPLE), str(SEED_TEXT), "--format", "json"])
    several = json.loads(capsys.readouterr().out)

    assert isinstance(one, dict)
    assert [r["source"]["file"] for r in several] == [str(EXAMPLE), str(SEED_TEXT)]


def test_checking_the_seed_returns_1_and_names_the_great_contradiction(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = main(["check", str(SEED_TEXT), "--format", "json"])

    report = json.loads(capsys.readouterr().out)
    assert code == 1
    found = [f for f in report["findings"] if f["rule"] == "AMT02"]
    assert [f["project"] for f in found] == ["政府网站安全运行专项经费"]
    assert "182.31" in found[0]["message"]
    assert "12.9" in found[0]["message"]
    assert {"severity", "message_en", "at", "basis"} <= set(found[0])
    assert len(report["accounting"]) == 11


def test_a_clean_document_returns_0(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["check", str(EXAMPLE), "--select", "AMT05"])

    assert code == 0
    assert "没有发现问题" in capsys.readouterr().out


def test_unreadable_files_give_a_sentence_each_and_2(capsys: pytest.CaptureFixture[str]) -> None:
    broken = (CORPUS / "broken").iterdir()
    # One sentence of the draft counts a project: it is read.
    files = sorted(path for path in broken if not path.name.startswith("generated_draft"))
    files += sorted((CORPUS / "negative").glob("*.xlsx"))

    code = main(["check", *map(str, files)])

    errors = capsys.readouterr().err.splitlines()
    assert code == 2
    assert len(errors) == len(files)
    for path, line in zip(files, errors, strict=True):
        assert path.name in line
        assert line.endswith("。")


def test_a_file_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["check", "没有这个文件.docx"])

    assert code == 2
    assert "没有这个文件.docx" in capsys.readouterr().err


def test_an_unknown_rule_is_told_before_any_file_is_read(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = main(["check", "没有这个文件.docx", "--select", "XYZ99", "--lang", "en"])

    assert code == 2
    assert "no rule “XYZ99”" in capsys.readouterr().err


def test_a_folder_is_walked_and_lock_files_are_passed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.txt").write_bytes(EXAMPLE.read_bytes())
    (tmp_path / "~$one.docx").write_bytes(b"lock")

    code = main(["read", str(tmp_path)])

    assert code == 0
    assert "12345政务热线服务项目" in capsys.readouterr().out


def test_an_empty_folder_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["check", str(tmp_path)])

    assert code == 2
    assert "没有可以读取的文件" in capsys.readouterr().err


def test_explain_prints_the_page_of_a_rule(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["explain", "amt-02"])

    assert code == 0
    assert capsys.readouterr().out.startswith("# AMT02 成本指标超预算")


def test_the_catalogue_is_printed_in_both_forms(capsys: pytest.CaptureFixture[str]) -> None:
    main(["rules"])
    table = capsys.readouterr().out
    main(["rules", "--format", "json"])
    rules = json.loads(capsys.readouterr().out)

    assert f"共 {len(rules)} 条规则" in table
    assert all(rule["basis"] for rule in rules)


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "html", "txt", "json"])
def test_what_is_written_reads_the_same(
    suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = tmp_path / f"deep/er/form.{suffix}"

    code = main(["write", str(SEED_TEXT), "-o", str(written)])
    main(["read", str(written), "--format", "json"])

    record = json.loads(capsys.readouterr().out)
    assert code == 0
    assert held(json.loads(SEED_RECORD.read_text(encoding="utf-8")), record) == []


def test_an_ending_that_cannot_be_written_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["write", str(EXAMPLE), "-o", "form.pdf"])

    assert code == 2
    assert ".docx" in capsys.readouterr().err


def test_many_files_give_the_same_as_one_by_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(90):
        (tmp_path / f"{number:03}.txt").write_bytes(EXAMPLE.read_bytes() + b"\n" * number)

    code = main(["check", str(tmp_path), "--format", "json", "--select", "AMT02,SEC01"])

    *reports, together = json.loads(capsys.readouterr().out)
    assert together["schema"] == "jixiao/set/1"
    assert code == 1
    assert [r["source"]["file"] for r in reports] == [f"{n:03}.txt" for n in range(90)]
    assert len({json.dumps(r["findings"]) for r in reports}) == 1


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_a_completion_script_is_printed(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["completion", shell])

    assert code == 0
    assert "jixiao" in capsys.readouterr().out


def test_a_file_that_is_read_is_not_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "目标.txt"
    source.write_bytes(EXAMPLE.read_bytes())

    checked = main(["check", str(source), "-o", str(source)])
    written = main(["write", str(source), "-o", str(source)])

    assert (checked, written) == (2, 2)
    assert source.read_bytes() == EXAMPLE.read_bytes()
    assert "不能覆盖" in capsys.readouterr().err


def test_a_link_is_followed_and_permissions_are_kept(tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    target.write_text("old")
    target.chmod(0o600)
    link = tmp_path / "link.json"
    link.symlink_to(target)

    main(["check", str(EXAMPLE), "-o", str(link)])

    assert link.is_symlink()
    assert target.read_text(encoding="utf-8").startswith("{")
    assert target.stat().st_mode & 0o777 == 0o600


def test_nothing_is_left_behind_when_the_output_is_a_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "folder.html"
    folder.mkdir()

    code = main(["check", str(EXAMPLE), "-o", str(folder)])

    assert code == 2
    assert "这是文件夹" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--select", "AMT01", "--ignore", "AMT"], "全部被排除"),
        (["--select", ",,"], "没有写规则"),
        (["--format", "html", "-o", "x.xlsx"], "扩展名不符"),
        (["-o", "x.pdf"], "看不出"),
        (["--format", "xlsx"], "不能输出到屏幕"),
        (["--profile", "atlantis"], "没有“atlantis”这个口径"),
    ],
)
def test_a_request_that_cannot_be_met_is_told_before_reading(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["check", "没有这个文件.docx", *arguments])

    assert code == 2
    assert said in capsys.readouterr().err


def test_files_of_the_same_name_are_told_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, unit in enumerate(("甲局", "乙局")):
        (tmp_path / unit).mkdir()
        (tmp_path / unit / "目标表.txt").write_bytes(EXAMPLE.read_bytes() + b"\n" * number)

    main(["check", str(tmp_path), "--format", "json"])

    *reports, together = json.loads(capsys.readouterr().out)
    assert together["schema"] == "jixiao/set/1"
    assert {r["source"]["file"] for r in reports} == {"甲局/目标表.txt", "乙局/目标表.txt"}


def test_a_file_named_twice_is_checked_once(capsys: pytest.CaptureFixture[str]) -> None:
    roundabout = EXAMPLE.parent / ".." / EXAMPLE.parent.name / EXAMPLE.name

    main(["read", str(EXAMPLE), str(roundabout), "--format", "json"])

    assert isinstance(json.loads(capsys.readouterr().out), dict)


def test_a_pipe_is_refused_and_does_not_hang(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipe.txt")

    code = main(["check", str(tmp_path / "pipe.txt")])

    assert code == 2
    assert "不是普通文件" in capsys.readouterr().err


def test_steering_characters_do_not_reach_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = EXAMPLE.read_text(encoding="utf-8").replace("政府公报专项费用", "公报\x1b[2J\u202e费用")
    source = tmp_path / "esc.txt"
    source.write_text(text, encoding="utf-8")

    main(["check", str(source)])
    main(["read", str(source)])

    out = capsys.readouterr().out
    assert "公报" in out
    assert "\x1b" not in out
    assert "\u202e" not in out


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "latin-1"])
def test_an_encoding_that_lacks_a_character_is_no_obstacle(encoding: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": encoding}

    done = subprocess.run(
        [sys.executable, "-m", "jixiao", "check", str(EXAMPLE), "--select", "AMT02"],
        capture_output=True,
        env=environment,
        check=False,
    )

    assert done.returncode == 1
    assert b"AMT02" in done.stdout
    assert b"Traceback" not in done.stderr


def test_an_interrupt_ends_a_long_run_at_once(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number:03}.txt").write_bytes(EXAMPLE.read_bytes() + b"\n" * number)
    process = subprocess.Popen(
        [sys.executable, "-m", "jixiao", "check", str(tmp_path), "--format", "json"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )

    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)

    assert process.returncode == 130
    assert b"Traceback" not in told
    assert "已停止".encode() in told


def test_notices_of_the_reader_are_part_of_every_report(tmp_path: Path) -> None:
    record = json.loads(_record_of_the_example())
    record["notices"] = [{"zh": "有一处读取提示", "en": "a notice of the reader", "at": None}]
    source = tmp_path / "record.json"
    source.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")

    for suffix in ("txt", "json", "csv", "html", "sarif"):
        main(["check", str(source), "-o", str(tmp_path / f"out.{suffix}")])

        assert "有一处读取提示" in (tmp_path / f"out.{suffix}").read_text(encoding="utf-8")


def _record_of_the_example() -> str:
    return dumps(disclosure_json(read(EXAMPLE)))


# ── the words of a command ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        ([], "缺少参数：命令", "the following arguments are required"),
        (["chekc"], "没有“chekc”。可选：read、check", "invalid choice: 'chekc'"),
        (["check"], "缺少参数：FILE", "required: FILE"),
        (["check", "x", "--frmat", "json"], "不认识的参数：--frmat json", "unrecognized"),
        (["check", "x", "--format", "yaml"], "--format：没有“yaml”。可选：text、table", "yaml"),
        (["check", "x", "-o"], "-o/--output：后面要写一个值", "expected one argument"),
        (["measure", "d", "--month", "七"], "--month：“七”不是整数", "invalid int value"),
        (
            ["measure", "d", "--month", "1", "--period", "2024-01"],
            "--period：不能与 --month 同时使用",
            "not allowed with argument --month",
        ),
        (["programme", "erase", "d"], "action：没有“erase”", "invalid choice: 'erase'"),
        (["score", "x", "--lang", "fr"], "--lang：没有“fr”。可选：zh、en", "invalid choice: 'fr'"),
        (["check", "x", "--co", "never", "--s"], "--s", "--s"),
    ],
)
def test_what_is_wrong_with_a_command_is_said_in_both_languages(
    words: list[str], zh: str, en: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)

    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert told.startswith("用法 · usage: jixiao")
    assert zh in told
    assert en in told


def test_a_message_of_another_parser_stays_readable() -> None:
    assert told("something new") == "命令写得不对。 · something new"
    assert told("argument --x: ignored explicit argument 'y'").startswith("--x：这个选项后面不带值")


def test_a_word_with_control_characters_is_shown_made_visible(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        main(["check", "x", "--\x1b[31m"])

    assert "\x1b" not in capsys.readouterr().err


def test_the_help_has_its_headings_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["check", "--help"])

    help_text = capsys.readouterr().out
    assert ended.value.code == 0
    for heading in ("用法 · usage", "参数 · arguments", "选项 · options", "显示这个帮助"):
        assert help_text.count(heading) == 1
