"""``jixiao serve`` as a process: it starts, says what is wrong, stops whole, and starts again."""

from __future__ import annotations

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.paths import PROJECT

PASSWORD = "淮河-长江-1234"
WORDS = ("jixiao serve", "jixiao site")


class Site:
    """A site in a folder of its own; every process of it is in one group."""

    def __init__(self, folder: Path, host: str = "127.0.0.1") -> None:
        self.folder, self.host = folder, host
        with socket.socket() as probe:
            probe.bind((host, 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://{host}:{self.port}"
        self.process: subprocess.Popen[str] | None = None
        self.log = folder.with_name(f"{folder.name}.log")

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("JIXIAO_", "DJANGO_"))}
        kept.pop("DATABASE_URL", None)
        return kept | {
            "PYTHONPATH": str(PROJECT / "src"),
            "JIXIAO_ADMIN": "admin",
            "JIXIAO_ADMIN_PASSWORD": PASSWORD,
            "JIXIAO_TWO_FACTOR": "optional",
        }

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "jixiao", *words],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def start(self, *words: str) -> None:
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "jixiao", "serve", "--port", str(self.port)),
                    *("--data", str(self.folder), *words),
                ],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stderr=log,
                stdout=log,
                text=True,
                start_new_session=True,
            )
        end = time.monotonic() + 120
        while True:
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < end, self.log.read_text()
            try:
                assert self.page("/")[0] == 200
                return
            except urllib.error.URLError:
                time.sleep(0.1)

    def page(self, path: str) -> tuple[int, str]:
        with urllib.request.urlopen(self.address + path, timeout=30) as answer:
            return answer.status, answer.read().decode()

    def signed_in_page(self, path: str) -> str:
        """The page, after signing in with the first administrator's password."""
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        browser = urllib.request.build_opener(jar)
        form = browser.open(f"{self.address}/account/login/", timeout=30).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
        assert token is not None
        fields = {"csrfmiddlewaretoken": token[1], "login": "admin", "password": PASSWORD}
        browser.open(
            f"{self.address}/account/login/", urllib.parse.urlencode(fields).encode(), timeout=30
        ).read()
        return str(browser.open(self.address + path, timeout=30).read().decode())

    def processes(self) -> list[str]:
        """The command lines of all that still run of it."""
        assert self.process is not None
        found = subprocess.run(
            ["ps", "-o", "pid=,stat=,args=", "-s", str(self.process.pid)],
            capture_output=True,
            text=True,
            check=False,
        )
        lines = found.stdout.splitlines()
        return [line for line in lines if any(w in line for w in WORDS) and " Z" not in line]

    def wait_until_gone(self, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while self.processes():
            assert time.monotonic() < end, self.processes()
            time.sleep(0.1)

    def end(self) -> None:
        """End what is left, at the end of a test."""
        if self.process is not None:
            if self.processes():
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


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
