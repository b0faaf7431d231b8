"""LibreOffice for the tests: it opens and re-saves what we write, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed (soffice)")


def converted(data: bytes, ending: str, into: str, folder: Path) -> bytes:
    """``data`` opened as a file with ``ending`` and saved as ``into`` (``docx``, ``pdf`` …)."""
    assert SOFFICE is not None
    given = folder / f"given{ending}"
    given.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        SOFFICE,
        profile,
        "--headless",
        "--convert-to",
        into,
        "--outdir",
        str(folder / "out"),
    ]
    subprocess.run([*command, str(given)], check=True, capture_output=True, timeout=180)
    return (folder / "out" / f"given.{into}").read_bytes()
