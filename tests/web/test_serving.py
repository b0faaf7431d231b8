"""``jixiao serve`` as a process: it starts, says what is wrong, stops whole, and starts again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from served import Site
from tests.paths import PROJECT

# One site goes through them, in this order.


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = Site(tmp_path_factory.mktemp("served") / "data")
    yield made
    made.end()


def test_a_first_start_answers_and_the_administrator_signs_in(site: Site) -> None:
    site.start("--no-example", "--workers", "1")

    page = site.signed_in_page("/work/")

    assert "系统管理员" in page
    assert "已就绪" in site.log.read_text()
    assert (site.folder / "jixiao.sqlite3").exists()


def test_assets_come_with_words_on_how_long_they_may_be_kept(site: Site) -> None:
    with urllib.request.urlopen(f"{site.address}/static/site/site.css", timeout=30) as answer:
        headers = answer.headers

    assert "max-age" in headers["Cache-Control"]
    assert headers["ETag"]


def test_a_port_in_use_is_said_and_nothing_is_touched(site: Site, tmp_path: Path) -> None:
    told = site.run("serve", "--port", str(site.port), "--data", str(tmp_path / "other"))

    assert told.returncode == 2
    assert "已被占用" in told.stderr
    assert "Traceback" not in told.stderr
    assert not (tmp_path / "other" / "jixiao.sqlite3").exists()


def test_killing_the_first_process_ends_all_the_others(site: Site) -> None:
    assert site.process is not None
    assert len(site.processes()) >= 3  # the first, one that answers, the worker

    site.process.kill()
    site.process.wait()

    site.wait_until_gone()


def test_killed_and_started_again_nothing_is_lost(site: Site) -> None:
    site.start("--workers", "1")

    assert "系统管理员" in site.signed_in_page("/work/")
    assert site.run("site", "verify-trail", "--data", str(site.folder)).returncode == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_stops_whole(site: Site, number: int) -> None:
    assert site.process is not None
    if site.process.poll() is not None:
        site.start("--workers", "1")

    os.kill(site.process.pid, number)

    assert site.process.wait(40) == 0
    assert site.processes() == []
    assert site.log.read_text().count("网站已停止") == 1
    assert "Traceback" not in site.log.read_text()


def test_a_worker_that_dies_is_replaced(site: Site) -> None:
    site.start("--workers", "1")
    before = [line for line in site.processes() if "jixiao site work" in line]

    os.kill(int(before[0].split()[0]), signal.SIGKILL)

    end = time.monotonic() + 30
    while True:
        now = [line for line in site.processes() if "jixiao site work" in line]
        if now and now[0].split()[0] != before[0].split()[0]:
            break
        assert time.monotonic() < end
        time.sleep(0.1)


def test_without_the_sites_libraries_it_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['django'] = None\n"
        "from jixiao.cli.main import main; sys.exit(main(['serve']))"
    )

    told = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(PROJECT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode == 2
    assert "pip install 'jixiao[web]'" in told.stderr


def test_a_data_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    told = Site(tmp_path).run("site", "migrate", "--data", str(tmp_path / "file" / "data"))

    assert told.returncode == 2
    assert "jixiao:" in told.stderr
    assert "Traceback" not in told.stderr
