"""The wheel holds the whole site: pages, styles, scripts, the example."""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest
from served import Site
from tests.paths import PROJECT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pytest.importorskip("hatchling")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=PROJECT,
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


def test_every_template_style_and_script_is_in_the_wheel(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    web = PROJECT / "src" / "jixiao" / "web"
    wanted = [
        path
        for folder in ("templates", "static", "migrations")
        for path in web.rglob(f"**/{folder}/**/*")
        if path.is_file() and path.suffix != ".pyc"
    ]

    missing = [p for p in wanted if p.relative_to(PROJECT / "src").as_posix() not in held]

    assert len(wanted) > 100
    assert missing == []


def test_the_example_is_in_the_wheel_without_evidence(wheel: Path) -> None:
    held = zipfile.ZipFile(wheel).namelist()
    shipped = [name for name in held if "/web/shipped/" in name]

    assert any(name.endswith("examples/huainan-2024/huainan-2024.docx") for name in shipped)
    assert any(name.endswith("programmes/huainan-2024/targets.json") for name in shipped)
    assert sum("/measures/" in name for name in shipped) == 34
    assert sum("/rubrics/" in name for name in shipped) == 10
    assert not any(name.endswith(".parquet") for name in shipped)
    assert zipfile.ZipFile(wheel).testzip() is None
    assert wheel.stat().st_size < 5_000_000


@pytest.mark.long
def test_a_clean_environment_serves_the_example_with_all_its_assets(
    wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    subprocess.run(
        [str(python), "-m", "pip", "install", "--quiet", f"{wheel}[web]"], check=True, timeout=600
    )
    monkeypatch.setattr(sys, "executable", str(python))
    monkeypatch.setattr(
        Site, "environment", property(lambda self, made=Site.environment: _alone(made.fget(self)))
    )
    monkeypatch.chdir(tmp_path)
    site = Site(tmp_path / "data")

    site.start("--example", "--workers", "1", seconds=400)

    try:
        assets = set()
        for page in ("/", "/projects/", "/account/login/", "/api/"):
            status, text = site.page(page)
            assert status == 200
            assets |= set(re.findall(r'(?:href|src)="(/static/[^"]+)"', text))
        assert len(assets) > 4
        for asset in assets:
            with urllib.request.urlopen(site.address + asset, timeout=30) as answer:
                assert answer.status == 200
                assert "max-age" in answer.headers["Cache-Control"]
    finally:
        site.end()


def _alone(environment: dict[str, str]) -> dict[str, str]:
    """Without the checkout: what is installed must do."""
    return {k: v for k, v in environment.items() if k != "PYTHONPATH"}
