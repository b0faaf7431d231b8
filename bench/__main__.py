"""Run every measurement and write docs/reference/bench.md."""

from __future__ import annotations

import platform
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bench import (
    checking,
    docx_reading,
    forecasting,
    measures,
    read_ofd,
    read_pdf,
    site,
    starting,
    xlsx_reading,
)

PAGE = Path(__file__).resolve().parent.parent / "docs/reference/bench.md"
CHAPTERS = {
    "docx": docx_reading,
    "xlsx": xlsx_reading,
    "ofd": read_ofd,
    "pdf": read_pdf,
    "checking": checking,
    "starting": starting,
    "measures": measures,
    "forecasting": forecasting,
    "site": site,
}
NAMED = (
    "lxml",
    "python-calamine",
    "openpyxl",
    "python-docx",
    "docx2python",
    "mammoth",
    "markitdown",
    "ofdkit",
    "pypdfium2",
    "pdfplumber",
    "camelot-py",
)


def main(wanted: list[str]) -> int:
    """Run the chapters named, or all; only a whole run writes the page."""
    unknown = [name for name in wanted if name not in CHAPTERS]
    if unknown:
        print(f"no chapter {', '.join(unknown)}; there are {', '.join(CHAPTERS)}", file=sys.stderr)
        return 2
    lines = ["# Bench results", "", *_machine(), ""]
    for name in wanted or CHAPTERS:
        print(f"… {name}", file=sys.stderr)
        chapter = [*(CHAPTERS[name].run() if wanted else _alone(name)), ""]
        print("\n".join(chapter), flush=True)
        lines += chapter
    if not wanted:
        PAGE.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
        print(f"→ {PAGE}", file=sys.stderr)
    return 0


def _alone(name: str) -> list[str]:
    """A chapter run in a process of its own: what another has loaded makes the next one dearer."""
    done = subprocess.run(
        [sys.executable, "-m", "bench", name], stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout.rstrip().splitlines()


def _machine() -> list[str]:
    peers = []
    for name in NAMED:
        try:
            peers.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            peers.append(f"{name} (not installed)")
    return [
        "Made by `python -m bench` (from the environment `./test` prepares). Ratios of CPU time,"
        " each the median of turns taken in between one another; absolute times depend on the"
        " machine.",
        "",
        f"{platform.python_implementation()} {platform.python_version()}, {platform.system()}, "
        f"{platform.machine()}; {', '.join(peers)}.",
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
