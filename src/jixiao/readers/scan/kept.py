"""Pages kept (识别缓存): what was recognised once is not recognised again.

A page is known by the hash of its grey values and of what reads it. Pages are kept in the user's
cache folder, which nobody else may open; ``JIXIAO_CACHE`` names another, or none when it is empty.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from jixiao.readers.scan.recognised_page import Recognised
from jixiao.readers.scan.recogniser import Letter, Reading
from jixiao.readers.scan.text_lines import TextBox

if TYPE_CHECKING:
    from jixiao.readers.scan.picture import Picture

_VERSION = "2"  # of how pages are read; a new one forgets what the old one kept
_MOST = 256 * 1024 * 1024  # bytes of all pages kept


def key_of(picture: Picture) -> str:
    """The name by which a page is kept."""
    digest = hashlib.sha256(f"{_VERSION} {picture.dots_per_inch:.3f} {picture.grey.shape}".encode())
    digest.update(picture.grey.tobytes())
    return digest.hexdigest()


def kept(key: str) -> Recognised | None:
    """The page kept under ``key``, None where there is none or it cannot be used."""
    folder = _folder()
    if folder is None:
        return None
    try:
        held = json.loads(Path(folder, f"{key}.json").read_text("utf-8"))
        return Recognised(
            held["width"],
            held["height"],
            held["dots_per_inch"],
            tuple(tuple(ruling) for ruling in held["rulings"]),
            tuple(TextBox(*box) for box in held["boxes"]),
            tuple(
                Reading(
                    tuple(
                        Letter(text, sure, tuple((rival, chance) for rival, chance in rivals), at)
                        for text, sure, rivals, at in reading
                    )
                )
                for reading in held["readings"]
            ),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(key: str, recognised: Recognised) -> None:
    """Keep a page; where that cannot be done it is read again another time."""
    folder = _folder()
    if folder is None:
        return
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        held = recognised._asdict()
        held["readings"] = [reading.letters for reading in recognised.readings]
        with tempfile.NamedTemporaryFile("w", dir=folder, delete=False, encoding="utf-8") as file:
            json.dump(held, file, ensure_ascii=False, separators=(",", ":"))
        os.replace(file.name, Path(folder, f"{key}.json"))
        _forget_oldest(folder)


def _folder() -> Path | None:
    named = os.environ.get("JIXIAO_CACHE")
    if named == "":
        return None
    if named:
        return Path(named, "scans")
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base, "jixiao", "scans")


def _forget_oldest(folder: Path) -> None:
    """Remove the pages longest kept until the rest take no more than they may."""
    pages = sorted(
        (
            (state.st_mtime, state.st_size, path)
            for path in folder.iterdir()
            if (state := path.stat())
        ),
        reverse=True,
    )
    total = 0
    for _, size, path in pages:
        total += size
        if total > _MOST:
            path.unlink(missing_ok=True)
