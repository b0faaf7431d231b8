"""CPU time and memory of a piece of work, measured so that a noisy machine does little harm."""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import NamedTuple


class Measured(NamedTuple):
    """CPU seconds of each turn, the peers' turns taken in between."""

    name: str
    seconds: list[float]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def in_turns(work: dict[str, Callable[[], object]], turns: int) -> dict[str, Measured]:
    """Each piece of work once a turn, in order, after one turn that is not counted."""
    measured = {name: Measured(name, []) for name in work}
    for turn in range(turns + 1):
        for name, run in work.items():
            gc.collect()
            begun = time.process_time()
            run()
            spent = time.process_time() - begun
            if turn:
                measured[name].seconds.append(spent)
    return measured


def ratio(one: Measured, other: Measured) -> float:
    """The median of the ratios turn by turn: what both suffered in the same turn cancels out."""
    pairs = zip(one.seconds, other.seconds, strict=True)
    return statistics.median(a / b for a, b in pairs)


def process_cpu(command: list[str]) -> float:
    """CPU seconds of a whole process, its children included."""
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


def peak_memory(code: str) -> float:
    """MB of resident memory at the peak of a fresh Python that runs ``code``."""
    told = "import resource;print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{told}"], capture_output=True, text=True, check=True
    )
    return int(done.stdout.split()[-1]) / 1024
