"""The synthetic evidence of the example (示例台账), made and measured in a process apart.

Making a year of registers and measuring them takes longer than all the rest of the example, so it
is done beside it. No Django.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

from jixiao.model.exceptions import UnusableRequest
from jixiao.web.monitoring.readings import taken

SEED = 7
MONTHS = (7, 12)
_CODE = "import sys; from jixiao.web.example_evidence import make; make(sys.argv[1], sys.argv[2])"


class Making:
    """A process that makes the evidence in ``folder``; ``values`` waits for what it measures."""

    def __init__(self, folder: Path) -> None:
        self.answer = folder.with_name(f"{folder.name}.measured")
        command = [sys.executable, "-c", _CODE, str(folder), str(self.answer)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )

    def values(self) -> dict[int, dict[str, Any]]:
        """By month, what was measured until then. Raises ``UnusableRequest``."""
        _, said = self.process.communicate()
        if self.process.returncode:
            last = said.strip().splitlines()[-1:] or [""]
            raise UnusableRequest(
                f"示例台账没有生成：{last[0]}。请检查磁盘空间后，清空数据文件夹重试。",
                f"the example's evidence was not made: {last[0]}; look at the space on the disk, "
                "empty the data folder and retry",
            )
        try:
            values: dict[int, dict[str, Any]] = pickle.loads(self.answer.read_bytes())
        finally:
            self.answer.unlink(missing_ok=True)
        return values

    def stop(self) -> None:
        """No more of it is wanted."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()
        self.answer.unlink(missing_ok=True)


def make(folder: str, answer: str) -> None:
    """Write a year of registers into the programme, load and measure them."""
    from jixiao.measures.load import load_evidence
    from jixiao.measures.synthetic import synthesize
    from jixiao.programme.folder import read_programme
    from jixiao.programme.workbook import workbook_cells

    path = Path(folder)
    synthesize(path, SEED)
    programme = read_programme(path)
    load_evidence(
        programme.evidence,
        programme.schemas,
        programme.fiscal_year,
        projects=programme.projects,
        accept=True,
        workbook=workbook_cells,
    )
    values = {month: taken(path, month) for month in MONTHS}
    Path(answer).write_bytes(pickle.dumps(values))
