"""LibreOffice, where it is installed, for formats that are not read here: it writes a .docx."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from jixiao.model.exceptions import UnreadableFile

LONGEST = 60  # seconds


def as_docx(data: bytes, ending: str) -> bytes:
    """``data``, a file named ``.{ending}``, as a .docx. Macros are not run."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise UnreadableFile(
            "这份旧版Word或RTF文件要借助LibreOffice读取，而本机没有安装。"
            "请安装LibreOffice（soffice），或用Word、WPS另存为.docx后再试。",
            "this older Word or RTF file is read with the help of LibreOffice, which is not "
            "installed; install it (soffice), or save the file as .docx in Word or WPS, and retry",
        )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"document.{ending}")
        source.write_bytes(data)
        command = [
            program,
            "--headless",
            "--norestore",
            f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            "--convert-to",
            "docx",
            "--outdir",
            folder,
            str(source),
        ]
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            process.wait(LONGEST)
        except subprocess.TimeoutExpired:
            raise _refusal() from None
        finally:
            _end(process)
        made = source.with_suffix(".docx")
        if not made.exists():
            raise _refusal()
        return made.read_bytes()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and what it started."""
    if process.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()


def _refusal() -> UnreadableFile:
    return UnreadableFile(
        "LibreOffice没能打开这份文件。请用Word或WPS打开，另存为.docx后再试。",
        "LibreOffice could not open the file; open it in Word or WPS, save it as .docx and retry",
    )
