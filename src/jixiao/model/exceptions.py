"""The errors a person is told about.

UserError
├── UnreadableFile        the bytes cannot be read: damaged, encrypted, empty, too large, unknown
├── NotAPerformanceForm   readable, but no performance form (绩效表) is in it
└── UnusableRequest       what was asked for cannot be done as asked: a bad option, an unknown rule
"""


class UserError(Exception):
    """A sentence for the person at the keyboard: what, where, and what to do now.

    ``zh`` and ``en`` are whole sentences; neither shows a traceback to anyone.
    """

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en

    def message(self, language: str = "zh") -> str:
        """The sentence in ``language`` (``zh`` or ``en``)."""
        return self.en if language == "en" else self.zh


class UnreadableFile(UserError):
    """The file's bytes cannot be read as any format known here."""


class NotAPerformanceForm(UserError):
    """The file opens, but holds no performance form; it is refused by name, not half read."""


class UnusableRequest(UserError):
    """What was asked for cannot be done as it was asked."""
