"""Files that people keep by hand (TOML): profiles, waivers, baselines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jixiao.model.exceptions import UnusableRequest, told_by_system

LARGEST = 64 * 1024 * 1024  # bytes


def plain_table(path: Path) -> dict[str, Any]:
    """What the TOML file holds. Raises :class:`UnusableRequest` where it cannot be read."""
    return parsed(bytes_of(path), path.name)


def bytes_of(path: Path) -> bytes:
    """The file's bytes. Raises :class:`UnusableRequest` where there are none."""
    try:
        if path.stat().st_size > LARGEST:
            raise UnusableRequest(
                f"“{path}”超过64MB，不读取。请检查是不是写错了文件。",
                f"“{path}” is larger than 64 MB and is not read; is it the right file?",
            )
        return path.read_bytes()
    except OSError as error:
        zh, en = told_by_system(error)
        raise UnusableRequest(
            f"打不开“{path}”：{zh}。请检查路径。",
            f"cannot open “{path}”: {en}; please check the path",
        ) from None


def parsed(data: bytes, name: str) -> dict[str, Any]:
    """The table that ``data`` is. Raises :class:`UnusableRequest` where it is none."""
    import tomllib  # here, because most checks read no such file

    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnusableRequest(
            f"“{name}”不是正确的 TOML 文件（{error}）。请改正后再试。",
            f"“{name}” is no sound TOML file ({error}); please correct it",
        ) from None
