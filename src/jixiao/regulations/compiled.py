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

    # As bytes: a text file is decoded piece by piece, which takes longer than the parsing.
    with open(COMPILED_PATH, "rb") as file:
        content: dict[str, Any] = json.loads(file.read())
    return content
