"""The kind “gated”: it tells in a folder where it is, and goes on when the folder lets it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jixiao.web.documents.actions import store_made
from jixiao.web.jobs.handle import JobHandle
from jixiao.web.jobs.work import Result, work


def pass_gate(folder: Path, name: str, wait: Callable[[], None] = lambda: None) -> None:
    """Say that ``name`` is reached; wait until ``open-<name>`` is there."""
    (folder / name).touch()
    while not (folder / f"open-{name}").exists():
        wait()
        time.sleep(0.02)


@work("gated")
def gated(handle: JobHandle, arguments: dict[str, Any]) -> Callable[[], Result]:
    folder = Path(arguments["folder"])
    handle.part(lambda result: result.setdefault("runs", []).append(handle.job.worker))
    runs = handle.so_far()["runs"]
    pass_gate(folder, "working", handle.stop_if_cancelled)
    unit = handle.unit
    assert unit is not None

    def end() -> Result:
        made = store_made(handle.actor, unit, "结果.txt", b"the result", "text")
        pass_gate(folder, "ending")
        return {"file": made.pk, "runs": runs}

    return end
