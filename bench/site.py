"""The site over bare Django views on the same server and database, and under 200 users.

``python -m bench.site`` runs this chapter alone. Everything stays on this machine: 127.0.0.1.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent
TURNS, EACH = 7, 30  # turns taken between one another, requests in each
USERS, SECONDS = 200, 60
LIMITS = {"list": 4.0, "project": 3.0, "json": 2.5}


class Server(NamedTuple):
    """A running site: its port, the process that answers, and what it is filled with."""

    port: int
    answering: int
    world: dict[str, Any]


def run(seconds: int = SECONDS) -> list[str]:
    """The chapter."""
    lines = [
        "## The site",
        "",
        "CPU time of the process that answers, per request, over a bare Django view on the same "
        "server, database and session, which shows the same rows: fifty of 10,000 filings by one "
        "query through one template; one project with its indicators; fifty projects as JSON. The "
        "median of turns taken in between one another.",
        "",
        "| database | list page / bare | project page / bare | JSON / bare | bare list, ms "
        "| live check of 12 rows, ms |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    loads = []
    for name, address in _databases():
        with address as url, tempfile.TemporaryDirectory(prefix="jixiao-bench-") as folder:
            environment = _environment(folder, url)
            world = _filled(environment)
            with _server(environment, world, workers=1) as server:
                lines.append(f"| {name} | {_ratios(server)} |")
                print(lines[-1], file=sys.stderr)
            with _server(environment, world, workers=2) as server:
                loads.append(f"| {name} | {asyncio.run(_load(server, seconds))} |")
                print(loads[-1], file=sys.stderr)
    return [
        *lines,
        "",
        f"Limits: list {LIMITS['list']}, project {LIMITS['project']}, JSON {LIMITS['json']}, live "
        "check 50 ms.",
        "",
        f"{USERS} users at once for {seconds} s, each signed in, a page every two to six seconds "
        "(work list, filings, a filing, portal, project, JSON), two processes of eight threads:",
        "",
        "| database | requests | errors | median, ms | 95 %, ms |",
        "| --- | ---: | ---: | ---: | ---: |",
        *loads,
    ]


def _databases() -> Iterator[tuple[str, Any]]:
    sys.path.insert(0, str(PROJECT / "tests" / "web"))
    import postgresql

    @contextmanager
    def sqlite() -> Iterator[str]:
        yield ""

    @contextmanager
    def server() -> Iterator[str]:
        with postgresql.server() as folder:
            yield f"postgresql:///postgres?host={folder}&user=tests"

    yield "SQLite", sqlite()
    if postgresql.programs() is not None:
        yield "PostgreSQL", server()


def _environment(folder: str, url: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("JIXIAO_", "DJANGO_"))}
    return kept | {
        "JIXIAO_DATA": folder,
        "DATABASE_URL": url,
        "JIXIAO_TWO_FACTOR": "optional",
        "DJANGO_SETTINGS_MODULE": "bench.site_settings",
        "PYTHONPATH": os.pathsep.join((str(PROJECT / "src"), str(PROJECT))),
    }


def _filled(environment: dict[str, str]) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.site_world"],
        env=environment,
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        check=True,
    )
    world: dict[str, Any] = json.loads(done.stdout)
    return world


@contextmanager
def _server(environment: dict[str, str], world: dict[str, Any], workers: int) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "jixiao.web.wsgi", "-k", "gthread"),
            *("--threads", "8", "--workers", str(workers), "--bind", f"127.0.0.1:{port}"),
            *("--log-level", "error", "--backlog", "2048"),
        ],
        env=environment,
        cwd=PROJECT,
        start_new_session=True,
    )
    try:
        end = time.monotonic() + 60
        while True:
            try:
                _get(http.client.HTTPConnection("127.0.0.1", port), "/bare/json/", "")
                break
            except OSError:
                if time.monotonic() > end or process.poll() is not None:
                    raise
                time.sleep(0.2)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        yield Server(port, int(children[0]), world)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _get(connection: http.client.HTTPConnection, path: str, session: str) -> str:
    headers = {"Cookie": f"sessionid={session}"} if session else {}
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path} answers {answer.status}")
    return body.decode()


def _cpu(process: int) -> float:
    """CPU seconds a process has used."""
    words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def _ratios(server: Server) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    clerk = server.world["clerk"]
    found = re.search(r'href="(/projects/\d+/)', _get(connection, "/projects/", ""))
    assert found is not None
    work = {
        "bare": ("/bare/list/", clerk),
        "list": ("/work/filings/", clerk),
        "project": (found[1], clerk),
        "bare project": (f"/bare{found[1]}", clerk),
        "bare json": ("/bare/json/", ""),
        "json": ("/api/targets", ""),
    }
    used: dict[str, list[float]] = {name: [] for name in work}
    for path, session in work.values():
        for _ in range(5):
            _get(connection, path, session)
    for _ in range(TURNS):
        for name, (path, session) in work.items():
            before = _cpu(server.answering)
            for _ in range(EACH):
                _get(connection, path, session)
            used[name].append((_cpu(server.answering) - before) / EACH)
    live = statistics.median(_live_checks(connection, server))

    def ratio(name: str, bare: str) -> float:
        return statistics.median(a / b for a, b in zip(used[name], used[bare], strict=True) if b)

    bare = statistics.median(used["bare"]) * 1000
    return (
        f"{ratio('list', 'bare'):.2f} | {ratio('project', 'bare project'):.2f} | "
        f"{ratio('json', 'bare json'):.2f} | {bare:.1f} | {live:.1f}"
    )


def _live_checks(connection: http.client.HTTPConnection, server: Server) -> list[float]:
    """CPU milliseconds of a live check, the text of a cell changed each time."""
    filing = server.world["filing"]
    page = _get(connection, f"/work/filings/{filing}/edit/", server.world["clerk"])
    token = re.search(r'X-CSRFToken(?:&quot;|"): ?(?:&quot;|")([^"&]+)', page)
    assert token is not None
    cookie = f"sessionid={server.world['clerk']}; csrftoken={token[1]}"
    spent = []
    for number in range(TURNS):
        before = _cpu(server.answering)
        for turn in range(EACH):
            draft = server.world["draft"]
            draft["fields"]["annual_objective"] += f"{number}{turn}"
            connection.request(
                "POST",
                f"/work/filings/{filing}/check/",
                json.dumps({"draft": draft}).encode(),
                {
                    "Cookie": cookie,
                    "X-CSRFToken": token[1],
                    "Content-Type": "application/json",
                    "Accept": "application/json",
                },
            )
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise RuntimeError(f"the live check answers {answer.status}: {body[:200]!r}")
        spent.append((_cpu(server.answering) - before) / EACH * 1000)
    return spent


async def _load(server: Server, seconds: int) -> str:
    """What came of the users' requests: number, errors, median and 95 % in milliseconds."""
    sessions, end = server.world["sessions"], time.monotonic() + seconds
    paths = (
        *("/work/", "/work/filings/", f"/work/filings/{server.world['filing']}/"),
        *("/", "/projects/", "/api/targets"),
    )
    taken: list[float] = []
    errors: list[str] = []

    async def user(number: int) -> None:
        chance = random.Random(number)
        session = sessions[number % len(sessions)]
        await asyncio.sleep(chance.uniform(0, 4))
        while time.monotonic() < end:
            path = chance.choice(paths)
            began = time.monotonic()
            try:
                status = await _asked(server.port, path, session)
                # A filing of another unit is not there for those who may not see it.
                if status != 200 and not (status == 404 and "/filings/" in path):
                    errors.append(f"{path} {status}")
            except (TimeoutError, OSError, ValueError) as error:
                errors.append(f"{path} {error!r}")
            taken.append((time.monotonic() - began) * 1000)
            await asyncio.sleep(chance.uniform(2, 6))

    await asyncio.gather(*(user(number) for number in range(USERS)))
    if errors:
        print(f"{len(errors)} errors: {errors[:5]}", file=sys.stderr)
    taken.sort()
    return (
        f"{len(taken)} | {len(errors)} | {statistics.median(taken):.0f} | "
        f"{taken[int(len(taken) * 0.95)]:.0f}"
    )


async def _asked(port: int, path: str, session: str) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        request = (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            f"Cookie: sessionid={session}\r\n\r\n"
        )
        writer.write(request.encode())
        await writer.drain()
        answer = await asyncio.wait_for(reader.read(), 30)
        return int(answer.split(b" ", 2)[1])
    finally:
        writer.close()


if __name__ == "__main__":
    print("\n".join(run(int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)))
