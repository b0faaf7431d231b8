"""CPU time and memory of a piece of work, measured so that a noisy machine does little harm."""

from __future__ import annotations

import gc
import os
import statistics
import struct
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
    """Each piece of work once a turn, in order, each time in a process of its own.

    A process of its own, because what one library frees makes the next one's memory dearer.
    """
    measured = {name: Measured(name, []) for name in work}
    for _ in range(turns):
        for name, run in work.items():
            measured[name].seconds.append(_in_a_process(run))
    return measured


def _in_a_process(run: Callable[[], object]) -> float:
    """CPU seconds of the second of two runs: the first warms caches and imports."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            run()
            gc.collect()
            begun = time.process_time()
            run()
            os.write(writing, struct.pack("d", time.process_time() - begun))
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        told = answer.read()
    os.waitpid(child, 0)
    if not told:
        raise RuntimeError("a measured piece of work failed; run it alone to see why")
    return float(struct.unpack("d", told)[0])


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
