"""The files of ``jixiao check`` looked at together: chains of a project, and copying."""

from __future__ import annotations

import argparse
from pathlib import Path

from jixiao.model.exceptions import UnusableRequest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jixiao.model.document_set import DocumentSet
    from jixiao.model.matching import Decision
    from jixiao.rules.check import Report


class WholeSet:
    """What was asked of the files together; what is wrong with it is told before any is read."""

    def __init__(self, options: argparse.Namespace, files: list[Path]) -> None:
        self.forced = options.chain
        self.left_out = options.no_chain
        self.draft = None if options.write_matches is None else Path(options.write_matches)
        if self.left_out and (self.forced or options.matches or self.draft):
            raise UnusableRequest(
                "--no-chain 不比较文件，不能与 --chain、--matches、--write-matches 同用。",
                "--no-chain compares nothing and does not go with --chain, --matches or "
                "--write-matches",
            )
        if len(files) < 2 and (self.forced or options.matches or self.draft):
            raise UnusableRequest(
                "项目链至少要两个文件。请列出同一项目的各份文件。",
                "a chain takes two files at least; name the documents of the project",
            )
        self.decisions: tuple[Decision, ...] = ()
        if self.draft is not None:
            from jixiao.cli.files import refuse_overwriting

            refuse_overwriting(self.draft, files)
        if options.matches is not None:
            from jixiao.readers.matches import read_matches

            self.decisions = read_matches(Path(options.matches))

    def look_at(
        self, reports: list[Report], select: tuple[str, ...], ignore: tuple[str, ...]
    ) -> DocumentSet:
        """Add to the reports what the rules on chains find; give what is said of the set."""
        from jixiao.model.document_set import DocumentSet
        from jixiao.model.fingerprint import fingerprint, tables_of
        from jixiao.pipeline import check_chains

        read = [report.disclosure for report in reports]
        copies = None
        if sum(len(disclosure.targets) for disclosure in read) > 1:
            copies = fingerprint(lambda: tables_of(read))
        if self.left_out:
            return DocumentSet(fingerprint=copies)
        found = check_chains(
            reports,
            decisions=self.decisions,
            forced=self.forced,
            select=select,
            ignore=ignore,
        )
        if self.draft is not None:
            from jixiao.writers.matches import render_matches
            from jixiao.writers.save import save
            from jixiao.writers.set_section import masked_by

            save(self.draft, masked_by(reports)(render_matches(found.chains)).encode())
        return DocumentSet(found.chains, found.notices, copies)
