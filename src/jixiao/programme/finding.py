"""What is found on a programme folder: a sentence, how grave it is, where to look."""

from __future__ import annotations

from jixiao.model.finding import Severity
from jixiao.model.named import NamedTuple
from jixiao.model.quotation import nested


class ProgrammeFinding(NamedTuple):
    """Something that does not fit together in a programme folder; ``file`` is where to look."""

    severity: Severity
    file: str
    zh: str
    en: str

    def message(self, language: str = "zh") -> str:
        """The sentence in ``language``, its quotation marks nested."""
        return nested(self.en if language == "en" else self.zh)
