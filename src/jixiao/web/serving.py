"""Starting the site (启动): tables, first administrator, example, server, worker."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
from getpass import getpass
from typing import Any

from django.conf import settings
from django.core.management import call_command


def prepare() -> None:
    """Bring the tables up to date; an empty database gets them."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    settings.FILES_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def is_empty() -> bool:
    """Nobody can sign in yet."""
    from jixiao.web.accounts.models import Person

    return not Person.objects.exists()


def serve(host: str, port: int, *, workers: int, example: bool | None, language: str) -> int:
    """Prepare and answer until stopped. What the person must know is told on stderr."""
    english = language == "en"

    def tell(zh: str, en: str) -> None:
        print(en if english else zh, file=sys.stderr)

    prepare()
    if is_empty():
        _first_start(example, tell)
    if (settings.DATA / "example").exists() and "JIXIAO_TWO_FACTOR" not in os.environ:
        # A site to try things out: nobody has the example persons' second factor.
        os.environ["JIXIAO_TWO_FACTOR"] = settings.TWO_FACTOR = "optional"
        tell(
            "示例站点：双因子验证暂设为可选；正式使用请设置 JIXIAO_TWO_FACTOR=required。",
            "example site: the second factor is optional; set JIXIAO_TWO_FACTOR=required for use",
        )
    from django.db import connections

    connections.close_all()
    worker = subprocess.Popen([sys.executable, "-m", "jixiao", "site", "work"])
    shown = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"
    tell(f"网站已就绪：{shown}（按 Ctrl-C 停止）", f"the site is ready: {shown} (Ctrl-C stops it)")
    try:
        _answer(f"{host}:{port}", workers)
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(timeout=20)
    return 0


def _first_start(example: bool | None, tell: Any) -> None:
    """The first administrator, from the environment, asked for, or made; maybe the example."""
    from jixiao.web.administration.actions import first_administrator

    name = os.environ.get("JIXIAO_ADMIN", "")
    password = os.environ.get("JIXIAO_ADMIN_PASSWORD", "")
    from_environment = bool(name and password)
    if not from_environment and sys.stdin.isatty():
        name = input("系统管理员登录名 · administrator's name [admin]: ").strip() or "admin"
        password = getpass("密码（至少10位，留空则自动生成） · password: ")
    is_made = not password
    name, password = name or "admin", password or secrets.token_urlsafe(12)
    first_administrator(name, password)
    if is_made:
        tell(
            f"已新建系统管理员“{name}”，初始密码：{password}（仅显示这一次，首次登录须修改）",
            f"administrator “{name}” made, first password: {password} (shown only now)",
        )
    if example is None:
        example = not from_environment and _wants_example()
    if example:
        tell("正在载入淮南示例，约半分钟 …", "loading the Huainan example, about half a minute …")
        from jixiao.web.example import load_example

        load_example(tell)


def _wants_example() -> bool:
    """Asked at a terminal; without one, who tries the site out gets it."""
    if not sys.stdin.isatty():
        return True
    answer = input("载入淮南示例？ · Load the Huainan example? [Y/n] ").strip().lower()
    return answer not in ("n", "no", "否")


def _answer(bind: str, workers: int) -> None:
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
            }.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            from django.core.wsgi import get_wsgi_application

            return get_wsgi_application()

    Server().run()
