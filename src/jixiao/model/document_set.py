"""What is said of a set of files beyond each of them (一组文件): chains, copying."""

from __future__ import annotations

from jixiao.model.chain import Chain
from jixiao.model.disclosure import Notice
from jixiao.model.fingerprint import Fingerprint
from jixiao.model.named import NamedTuple


class DocumentSet(NamedTuple):
    """The chains among the files, what could not be put in order, and what they have in common.

    ``fingerprint`` is None where there are not two tables to compare.
    """

    chains: tuple[Chain, ...] = ()
    notices: tuple[Notice, ...] = ()
    fingerprint: Fingerprint | None = None

    @property
    def says_something(self) -> bool:
        """There is anything to report."""
        copies = self.fingerprint
        return bool(self.chains or self.notices or (copies and copies.says_something))
