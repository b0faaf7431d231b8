"""Many tables: the labelled target tables read and checked again and again, in bounded memory."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle, islice
from multiprocessing import Pool

from bench.catalogue.carriers import carried
from bench.catalogue.labelled import documents
from jixiao.model.disclosure import Disclosure

BATCH = 50  # documents a task


def _prepared() -> list[tuple[str, bytes, int]]:
    from jixiao.model.exceptions import UserError
    from jixiao.readers.read import read_bytes

    found = []
    for name, document in documents().items():
        data = carried(document, "docx")
        try:
            tables = len(read_bytes(data, f"{name}.docx").targets)
        except UserError:
            continue
        found.append((f"{name}.docx", data, tables))
    return found


def _work(batch: list[tuple[str, bytes, int]]) -> tuple[int, int, float, float, int]:
    """Tables, findings, CPU seconds of reading and of checking, and the process's peak in KB."""
    from jixiao.pipeline import check
    from jixiao.readers.read import read_bytes

    tables = findings = 0
    reading = checking = 0.0
    for name, data, _ in batch:
        begun = time.process_time()
        disclosure = read_bytes(data, name)
        read = time.process_time()
        report = check(disclosure)
        checking += time.process_time() - read
        reading += read - begun
        tables += len(disclosure.targets)
        findings += len(report.findings)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return tables, findings, reading, checking, peak


def _batches(wanted: int) -> Iterator[list[tuple[str, bytes, int]]]:
    """Documents in batches until they hold ``wanted`` tables; nothing is kept but the few files."""
    source = cycle(_prepared())
    tables = 0
    while tables < wanted:
        batch = list(islice(source, BATCH))
        tables += sum(count for _, _, count in batch)
        yield batch


def _check_next(fresh: list[Disclosure]) -> object:
    from jixiao.pipeline import check

    return check(fresh.pop())  # a record keeps what was computed on it: each run has its own


def seed() -> Iterator[str]:
    """All rules on the shipped example beside the reading of it, as text and as a Word file."""
    from bench.carriers import EXAMPLE, docx
    from bench.timing import in_turns, ratio
    from jixiao.readers.read import read_bytes

    for name, data in (("text", EXAMPLE.read_bytes()), ("docx", docx(10))):
        fresh = [read_bytes(data, EXAMPLE.name) for _ in range(200)]
        work: dict[str, Callable[[], object]] = {
            "reading": partial(read_bytes, data, EXAMPLE.name),
            "checking": partial(_check_next, fresh),
        }
        cost = in_turns(work, 15)
        yield (
            f"the example as {name}: checking / reading "
            f"{ratio(cost['checking'], cost['reading']):.2f} "
            f"({cost['checking'].median * 1000:.1f} / {cost['reading'].median * 1000:.1f} ms)"
        )


def measured(wanted: int, workers: int = 2) -> Iterator[str]:
    """The lines of the result, the first and last fifth apart to show whether the cost is flat."""
    yield from seed()
    begun = time.perf_counter()
    with Pool(workers) as pool:
        results = list(pool.imap(_work, _batches(wanted)))
    seconds = time.perf_counter() - begun
    tables, findings = sum(r[0] for r in results), sum(r[1] for r in results)
    reading, checking = sum(r[2] for r in results), sum(r[3] for r in results)
    fifth = max(1, len(results) // 5)
    yield f"{tables} tables, {findings} findings, {workers} processes: {seconds:.1f} s wall"
    yield (
        f"CPU a table: reading {reading / tables * 1000:.3f} ms, checking "
        f"{checking / tables * 1000:.3f} ms; checking / reading {checking / reading:.2f}"
    )
    for said, part in (("first", results[:fifth]), ("last", results[-fifth:])):
        cost = sum(r[2] + r[3] for r in part) / sum(r[0] for r in part)
        peak = max(r[4] for r in part) // 1024
        yield f"{said} fifth: {cost * 1000:.3f} ms a table, peak {peak} MB a process"
    yield f"100,000 tables at this pace: {seconds / tables * 100_000:.0f} s wall"
