"""Starting the site (启动): tables, first administrator, example, server, worker.

One process holds all the others: the one that was started answers nothing itself, it keeps the
processes that answer pages and the one that does background work. When it is told to stop they
stop; when it is killed they notice that it is gone and end by themselves.
"""

from __future__ import annotations

import errno
import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from getpass import getpass
from threading import Event, Thread
from typing import Any

from django.conf import settings
from django.core.management import call_command

from jixiao.model.exceptions import UnusableRequest, UserError

Tell = Callable[[str, str], None]
_ASKED = 3  # times a password is asked for
_STOPPING = 20  # seconds a worker has to put its job down
EXAMPLE_MARK = "example"  # a file in the data folder: this site was made to try things out


def prepare() -> None:
    """Bring the tables up to date; an empty database gets them. Raises ``UnusableRequest``."""
    from django.db import DatabaseError

    try:
        for folder in (settings.DATA, settings.FILES_ROOT, settings.STATIC_ROOT):
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableRequest(
            f"数据文件夹“{settings.DATA}”不能使用：{error.strerror}。请用 --data 另选一个。",
            f"the data folder “{settings.DATA}” cannot be used: {error.strerror}; choose another "
            "by --data",
        ) from error
    try:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    except DatabaseError as error:
        raise UnusableRequest(
            f"数据库不能使用：{error}。请检查 DATABASE_URL 和数据库服务是否已启动。",
            f"the database cannot be used: {error}; look at DATABASE_URL and whether it runs",
        ) from error


def is_empty() -> bool:
    """Nobody can sign in yet."""
    from jixiao.web.accounts.models import Person

    return not Person.objects.exists()


def serve(host: str, port: int, *, workers: int, example: bool | None, language: str) -> int:
    """Prepare and answer until stopped. What the person must know is told on stderr."""
    english = language == "en"

    def tell(zh: str, en: str) -> None:
        print(en if english else zh, file=sys.stderr, flush=True)

    _must_be_free(host, port)
    prepare()
    if is_empty():
        _first_start(example, tell)
    elif example:
        tell(
            "库中已有数据，没有载入示例。要试用示例，请用 --data 另指定一个空文件夹。",
            "there are data already: the example was not loaded; use an empty --data folder",
        )
    if (settings.DATA / EXAMPLE_MARK).exists() and "JIXIAO_TWO_FACTOR" not in os.environ:
        # A site to try things out: nobody has the example persons' second factor.
        os.environ["JIXIAO_TWO_FACTOR"] = settings.TWO_FACTOR = "optional"
        tell(
            "示例站点：双因子验证暂设为可选；正式使用请设置 JIXIAO_TWO_FACTOR=required。",
            "example site: the second factor is optional; set JIXIAO_TWO_FACTOR=required for use",
        )
    from django.db import connections

    connections.close_all()
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host
    shown = f"http://{f'[{shown}]' if ':' in shown else shown}:{port}"

    def told() -> None:
        tell(f"网站已就绪：{shown}（按 Ctrl-C 停止）", f"the site is ready: {shown} (Ctrl-C stops)")

    own, stopped = os.getpid(), Event()
    keeping = Thread(target=_keep_worker, args=(stopped,), name="background work")
    keeping.start()
    try:
        _answer(f"[{host}]:{port}" if ":" in host else f"{host}:{port}", workers, told)
    finally:
        # The processes that answer are copies of this one and come by here as they end.
        if os.getpid() == own:
            stopped.set()
            keeping.join()
            tell("网站已停止。", "the site has stopped")
    return 0


def _must_be_free(host: str, port: int) -> None:
    """Raise ``UnusableRequest`` where nothing can listen there."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        with socket.socket(family, kind, protocol) as probe:
            # As the server itself does: what only waits after a restart is no obstacle.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except (OSError, OverflowError) as error:
        raise _not_free(host, port, error) from error


def _not_free(host: str, port: int, error: Exception) -> UnusableRequest:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return UnusableRequest(
            f"端口 {port} 已被占用，网站可能已经启动。请先停止它，或用 --port 换一个端口。",
            f"port {port} is in use (does the site run already?): stop what uses it, or choose "
            "another by --port",
        )
    reason = getattr(error, "strerror", None) or str(error)
    return UnusableRequest(
        f"不能在 {host}:{port} 上监听：{reason}。请检查 --host 和 --port。",
        f"cannot listen on {host}:{port}: {reason}; look at --host and --port",
    )


def _keep_worker(stopped: Event) -> None:
    """Have one process do background work; a new one where it ends; none once ``stopped``."""
    command = [sys.executable, "-m", "jixiao", "site", "work", "--with", str(os.getpid())]
    environment = os.environ | {"JIXIAO_DATA": str(settings.DATA)}
    pause = 1.0
    while not stopped.is_set():
        worker = subprocess.Popen(command, stdin=subprocess.DEVNULL, env=environment)
        while worker.poll() is None and not stopped.wait(0.5):
            pass
        if stopped.is_set():
            worker.terminate()
            try:
                worker.wait(_STOPPING)
            except subprocess.TimeoutExpired:
                # Its job goes back to waiting when the lease is over.
                worker.kill()
                worker.wait()
            return
        stopped.wait(pause)
        pause = min(pause * 2, 60)


def _first_start(example: bool | None, tell: Tell) -> None:
    """The first administrator, from the environment, asked for, or made; maybe the example."""
    from jixiao.web.accounts.actions import first_administrator

    name = os.environ.get("JIXIAO_ADMIN", "")
    password = os.environ.get("JIXIAO_ADMIN_PASSWORD", "")
    from_environment = bool(name and password)
    if from_environment:
        first_administrator(name, password)
    elif not (sys.stdin.isatty() and _asked_for_administrator(tell)):
        name, password = name or "admin", secrets.token_urlsafe(12)
        first_administrator(name, password)
        tell(
            f"已新建系统管理员“{name}”，初始密码：{password}（仅显示这一次，请记下）",
            f"administrator “{name}” made, first password: {password} (shown only now)",
        )
    if example is None:
        example = not from_environment and _wants_example()
    if example:
        tell("正在载入淮南示例，约半分钟 …", "loading the Huainan example, about half a minute …")
        from jixiao.web.example import load_example

        load_example(tell)


def _asked_for_administrator(tell: Tell) -> bool:
    """Name and password as typed at the terminal; False where the person leaves it to us."""
    from jixiao.web.accounts.actions import first_administrator

    name = input("系统管理员登录名 · administrator's name [admin]: ").strip() or "admin"
    for _ in range(_ASKED):
        password = getpass("密码（至少10位，留空则自动生成） · password (blank: made for you): ")
        if not password:
            return False
        if password != getpass("再输一次 · once more: "):
            tell("两次输入不一致，请重新输入。", "the two differ; once more")
            continue
        try:
            first_administrator(name, password)
        except UserError as error:
            tell(error.zh, error.en)
            continue
        return True
    return False


def _wants_example() -> bool:
    """Asked at a terminal; without one, who tries the site out gets it."""
    if not sys.stdin.isatty():
        return True
    answer = input("载入淮南示例？ · Load the Huainan example? [Y/n] ").strip().lower()
    return answer not in ("n", "no", "否")


def _answer(bind: str, workers: int, told: Callable[[], None]) -> None:
    """Answer on ``bind`` until stopped; ``told`` is called once something listens there."""
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in {
                "bind": bind,
                "workers": workers,
                "threads": 8,
                "worker_class": "gthread",
                "timeout": 120,
                "graceful_timeout": 15,
                "max_requests": 20_000,
                "max_requests_jitter": 2_000,
                "loglevel": "warning",
                "limit_request_line": 8190,
                "control_socket_disable": True,
                "when_ready": lambda _: told(),
            }.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            from django.core.wsgi import get_wsgi_application

            return get_wsgi_application()

    with suppress(SystemExit):  # how the server says that it has stopped
        Server().run()
