"""LibreOffice for the tests: it opens and re-saves what we write, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed (soffice)")


def converted(data: bytes, ending: str, into: str, *options: str) -> bytes:
    """``data``, a file with ``ending``, as LibreOffice saves it ``into`` another format.

    ``into`` is an ending (``docx``, ``pdf`` …), and a filter after a colon where there are several.
    """
    assert SOFFICE is not None
    with tempfile.TemporaryDirectory() as folder:
        given, out = Path(folder, f"given.{ending}"), Path(folder, "out")
        given.write_bytes(data)
        profile = Path(folder, "profile").as_uri()
        command = [SOFFICE, "--headless", f"-env:UserInstallation={profile}", *options]
        command += ["--convert-to", into, "--outdir", str(out), str(given)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return (out / f"given.{into.partition(':')[0]}").read_bytes()
