"""Files that are broken or mean harm: how they are made, and how little they may cost."""

from __future__ import annotations

import io
import random
import time
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest

from jixiao.model.exceptions import UnreadableFile, UserError
from jixiao.readers.grid import Layout

Parse = Callable[[bytes], Layout]
SECONDS = 2.0  # of processor time; a second on an idle machine
MEMORY = 300 << 20


def cheaply(parse: Parse, data: bytes) -> Layout | UserError:
    """The layout, or the refusal, which must come soon and in little memory."""
    before = time.process_time()
    try:
        result: Layout | UserError = parse(data)
    except UserError as error:
        result = error
    assert time.process_time() - before < SECONDS

    tracemalloc.start()
    try:
        parse(data)
    except UserError:
        pass
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < MEMORY
    return result


def refused(parse: Parse, data: bytes) -> UnreadableFile:
    """The refusal, cheaply; it says in both languages what is wrong and what to do."""
    result = cheaply(parse, data)

    assert isinstance(result, UnreadableFile)
    assert "请" in result.zh
    assert len(result.en) > 20
    return result


def survives(parse: Callable[[bytes], object], cases: list[bytes]) -> int:
    """How many of the cases were read; the others must end in a sentence, none in anything else."""
    read = 0
    for case in cases:
        try:
            parse(case)
            read += 1
        except UserError:
            continue
    return read


def mutated(data: bytes, other: bytes, seed: int) -> bytes:
    """``data`` cut, flipped, spliced with ``other`` …, as the seed has it."""
    dice = random.Random(seed)
    changed = bytearray(data)
    for _ in range(dice.choice((1, 1, 1, 2, 5))):
        if not changed:
            break
        place = dice.randrange(len(changed))
        size = dice.randrange(1, 1 + min(1_000, len(changed)))
        match dice.randrange(8):
            case 0:
                del changed[place:]
            case 1:
                changed[place] ^= 1 << dice.randrange(8)
            case 2:
                for _ in range(dice.randrange(1, 100)):
                    changed[dice.randrange(len(changed))] = dice.randrange(256)
            case 3:
                del changed[place : place + size]
            case 4:
                changed[place:place] = changed[place : place + size]
            case 5:
                start = dice.randrange(len(other))
                changed[place : place + size] = other[start : start + size]
            case 6:
                changed[place : place + size] = bytes([dice.choice((0, 255))]) * size
            case _:
                for _ in range(dice.randrange(1, 20)):
                    at = dice.randrange(len(changed)) // 4 * 4
                    number = dice.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFE, dice.getrandbits(16)))
                    changed[at : at + 4] = number.to_bytes(4, "little")
    return bytes(changed)


def mutated_inside(data: bytes, other: bytes, seed: int) -> bytes:
    """A zip with one of its parts mutated and packed again, so that checksums hold."""
    dice = random.Random(seed)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = dice.choice([n for n in parts if parts[n]])
    parts[name] = mutated(parts[name], other, seed)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return buffer.getvalue()


def seeds(long: bool) -> range:
    """The seeds of a run: 300, or 10,000 others when there is time."""
    return range(1_000, 11_000) if long else range(300)


BOTH = pytest.mark.parametrize(
    "long", [False, pytest.param(True, marks=pytest.mark.long)], ids=["300 cases", "10000 cases"]
)
