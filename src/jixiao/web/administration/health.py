"""How the site fares (运行状况): what a monitor asks, and what the health page shows."""

from __future__ import annotations

import shutil
import time
from typing import Any, NamedTuple

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from jixiao import __version__
from jixiao.web.jobs.models import Job, JobState
from jixiao.web.trail.models import Event
from jixiao.web.trail.queries import last_verification

_LEAST_FREE = 0.05  # of the disk
_LATE = 600  # seconds a job may wait before somebody should look


class Finding(NamedTuple):
    """One thing looked at: whether it is well, and what was seen."""

    key: str
    zh: str
    en: str
    is_well: bool
    seen_zh: str
    seen_en: str

    def label(self, language: str = "zh") -> str:
        """What was looked at."""
        return self.en if language == "en" else self.zh

    @property
    def seen(self) -> tuple[str, str]:
        """What was seen, in both languages."""
        return self.seen_zh, self.seen_en


def health() -> list[Finding]:
    """Everything looked at. Where the database does not answer, that and the disk alone."""
    database = _database()
    if not database.is_well:
        return [database, _disk()]
    return [database, _migrations(), _disk(), _worker(), _backup(), _trail(), _version()]


def summary() -> dict[str, Any]:
    """For a monitor: no names, no addresses, no numbers of anybody's work."""
    checks = [_database(), _disk()]
    if checks[0].is_well:
        checks += [_migrations(), _worker()]
    return {
        "status": "ok" if all(check.is_well for check in checks) else "failing",
        "checks": {check.key: "ok" if check.is_well else "failing" for check in checks},
    }


def _database() -> Finding:
    start = time.perf_counter()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return Finding("database", "数据库", "Database", False, "不能连接", "cannot be reached")
    took = (time.perf_counter() - start) * 1000
    seen = f"{connection.vendor} · {took:.1f} ms"
    return Finding("database", "数据库", "Database", True, seen, seen)


def _migrations() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return Finding(
        *("migrations", "数据库结构", "Migrations", not waiting),
        f"有{waiting}项待更新" if waiting else "最新",
        f"{waiting} not applied" if waiting else "up to date",
    )


def _disk() -> Finding:
    folder = settings.DATA if settings.DATA.exists() else settings.DATA.anchor
    usage = shutil.disk_usage(folder)
    free = usage.free / usage.total
    return Finding(
        *("disk", "磁盘", "Disk", free >= _LEAST_FREE),
        f"剩余 {usage.free / 2**30:.1f} GB（{free:.0%}）",
        f"{usage.free / 2**30:.1f} GB free ({free:.0%})",
    )


def _worker() -> Finding:
    now = timezone.now()
    running = Job.objects.filter(state=JobState.RUNNING.value, lease_until__gte=now).count()
    lost = Job.objects.filter(state=JobState.RUNNING.value, lease_until__lt=now).count()
    waiting = Job.objects.filter(state=JobState.WAITING.value)
    oldest = waiting.order_by("made_at").values_list("made_at", flat=True).first()
    age = int((now - oldest).total_seconds()) if oldest is not None else 0
    return Finding(
        *("worker", "后台任务", "Background work", age < _LATE and not lost),
        f"进行中 {running}，等待 {waiting.count()}，租约过期 {lost}，最久等待 {age} 秒",
        f"{running} running, {waiting.count()} waiting, {lost} lost, oldest waits {age} s",
    )


def _backup() -> Finding:
    last = (
        Event.objects.filter(action="administration.back_up")
        .order_by("-number")
        .values_list("at", flat=True)
        .first()
    )
    if last is None:
        return Finding("backup", "备份", "Backup", False, "从未备份", "none yet")
    age = (timezone.now() - last).days
    seen = f"{timezone.localtime(last):%Y-%m-%d %H:%M}"
    return Finding("backup", "备份", "Backup", age <= 7, seen, seen)


def _trail() -> Finding:
    last = last_verification()
    if last is None:
        return Finding("trail", "审计日志", "Trail", False, "尚未校验", "not verified yet")
    at = f"{timezone.localtime(last['at']):%Y-%m-%d %H:%M}"
    return Finding(
        *("trail", "审计日志", "Trail", bool(last["after"].get("holds"))),
        f"{at}：{last['after'].get('zh', '')}",
        f"{at}: {last['after'].get('en', '')}",
    )


def _version() -> Finding:
    return Finding("version", "版本", "Version", True, __version__, __version__)
