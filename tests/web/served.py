"""A site as people have it: ``jixiao serve`` in a process, on data of its own."""

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
from pathlib import Path

from tests.paths import PROJECT

PASSWORD = "淮河-长江-1234"
WORDS = ("jixiao serve", "jixiao site")


class Site:
    """A site in a folder of its own; every process of it is in one group."""

    def __init__(self, folder: Path, database: str = "", host: str = "127.0.0.1") -> None:
        self.folder, self.database = folder, database
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
        if self.database:
            kept["DATABASE_URL"] = self.database
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

    def start(self, *words: str, seconds: float = 120) -> None:
        """Start it and wait until it answers."""
        self.end()  # whatever still runs of it: none is left behind
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
        end = time.monotonic() + seconds
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
