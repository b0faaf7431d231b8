"""A real browser on a real site: Chromium, and ``jixiao serve`` on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from served import Site
from tests.database import PROGRAMS, postgresql
from tests.paths import PROJECT

PICTURES = PROJECT / ".cache" / "screenshots"
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One browser for all tests."""
    where = next((path for path in CHROMIUM if Path(path).exists()), None)
    if where is None:
        pytest.skip("Chromium is not installed (Debian: chromium)")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=where, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The program that looks for faults of accessibility."""
    package = pytest.importorskip("axe_playwright_python")
    return (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with the Huainan example, on SQLite."""
    site = Site(tmp_path_factory.mktemp("example") / "data")
    site.start("--example", "--workers", "1", seconds=400)
    yield site
    site.end()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def empty(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A site with its first administrator and nothing else, on either database."""
    folder = tmp_path_factory.mktemp("empty") / "data"
    if request.param == "sqlite":
        site = Site(folder)
        site.start("--no-example", "--workers", "1")
        yield site
        site.end()
        return
    if PROGRAMS is None:
        pytest.skip("PostgreSQL is not installed")
    with postgresql() as address:
        site = Site(folder, address)
        site.start("--no-example", "--workers", "1")
        yield site
        site.end()


@pytest.fixture(scope="session")
def pictures() -> Path:
    """A new folder for the pictures of this run; not kept in the repository."""
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    return PICTURES
