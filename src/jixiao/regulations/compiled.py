"""The one file a running program reads (compiled.json), read when first asked for."""

from functools import cache
from os.path import dirname, join
from typing import Any

COMPILED_PATH = join(dirname(__file__), "compiled.json")
"""Where the compiled data lie; made by `python -m jixiao.regulations.compile`."""


@cache
def compiled() -> dict[str, Any]:
    """The compiled regulations: `instruments`, `provisions` and `parameters`, read once."""
    import json  # here, because a program that cites nothing need not load it

    with open(COMPILED_PATH, encoding="utf-8") as file:
        content: dict[str, Any] = json.load(file)
    return content
