"""The house stands as designed: layers, light start, honest locks."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.paths import PROJECT

HEAVY = (
    "lxml",
    "python_calamine",
    "selectolax",
    "xlsxwriter",
    "tqdm",
    "office_oxide",
    "shtab",
    "duckdb",
    "psycopg",
)


def modules_after(*arguments: str) -> set[str]:
    code = (
        "import sys, io, contextlib\n"
        "from jixiao.cli.main import main\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        "    try: main(sys.argv[1:])\n"
        "    except SystemExit: pass\n"
        "print(' '.join(sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_the_help_imports_nothing_heavy() -> None:
    loaded = modules_after("--help")

    assert not loaded & set(HEAVY)
    assert not any(name.startswith(("jixiao.rules", "jixiao.readers")) for name in loaded)


def test_checking_a_text_imports_no_library_of_another_format() -> None:
    example = str(PROJECT / "examples/huainan-2024/huainan-2024.txt")

    loaded = modules_after("check", example)

    assert not loaded & set(HEAVY)
    assert not any(name in loaded for name in ("tomllib", "typing_extensions", "asyncio"))


def test_no_lock_file_names_a_registry() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        assert "://" not in (PROJECT / name).read_text(encoding="utf-8")


def test_no_module_is_a_drawer() -> None:
    drawers = {"utils", "helpers", "common", "base", "manager", "processor", "misc", "util"}

    found = [p for p in (PROJECT / "src").rglob("*.py") if p.stem in drawers]

    assert not found


def test_nothing_is_left_open_in_the_source() -> None:
    marks = re.compile(r"\b(TODO|FIXME|NotImplementedError)\b")

    found = [
        p.relative_to(PROJECT)
        for p in (PROJECT / "src").rglob("*.py")
        if marks.search(p.read_text(encoding="utf-8"))
    ]

    assert not found
