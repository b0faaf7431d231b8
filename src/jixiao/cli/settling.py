"""Waivers and baselines on the command line: read before the files, settled after the check."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from jixiao.cli.files import refuse_overwriting
from jixiao.model.exceptions import UnusableRequest
from jixiao.rules.check import Report
from jixiao.rules.waiver import baseline_text, read_baseline, read_waivers, settle
from jixiao.writers.save import save
from jixiao.writers.visible import visible


class Settling:
    """What was asked for: waivers, a baseline, and where to write a new one."""

    def __init__(self, options: argparse.Namespace, read: list[Path]) -> None:
        self.language = options.lang
        self.on = day_of(options.as_of)
        self.file = Path(options.waivers).name if options.waivers else ""
        self.waivers = read_waivers(Path(options.waivers)) if options.waivers else ()
        is_new = options.baseline == options.write_baseline and options.baseline is not None
        first = is_new and not Path(options.baseline).exists()
        self.baseline = (
            read_baseline(Path(options.baseline)) if options.baseline and not first else None
        )
        self.written = Path(options.write_baseline) if options.write_baseline else None
        waivers = [Path(options.waivers)] if options.waivers else []
        refuse_overwriting(self.written, [*read, *waivers])
        self.gone = 0

    def settle(self, reports: list[Report]) -> None:
        """Mark the findings that are answered for or known of old."""
        left = settle(reports, self.waivers, self.baseline, file=self.file, on=self.on)
        self.gone = sum(left.values())

    def report(self, reports: list[Report]) -> None:
        """Write the new baseline, and say on stderr how far the old one is worked off."""
        if self.written is not None:
            save(self.written, baseline_text(reports).encode())
        if self.gone:
            told = (
                f"{self.gone} findings of the baseline are gone; --write-baseline makes it anew"
                if self.language == "en"
                else f"基线中有{self.gone}个问题已经消除，可用 --write-baseline 更新基线。"
            )
            print(f"jixiao: {visible(told)}", file=sys.stderr)


def day_of(text: str | None) -> date:
    """The day named, else today. Raises :class:`UnusableRequest` for what is no day."""
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnusableRequest(
            f"“{text}”不是日期。请写成 2025-12-31 的样子。",
            f"“{text}” is no date; write it as 2025-12-31",
        ) from None
