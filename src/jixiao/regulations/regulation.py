"""Instruments (规范性文件), what they say, and how well we know it."""

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from jixiao.regulations.compiled import compiled

if TYPE_CHECKING:
    from datetime import date


class Mark(StrEnum):
    """How well a fact is known; every citation prints it."""

    VERIFIED = "verified"  # 原文已核: read in the text of the instrument
    LOCAL = "local"  # 地方: read in a local rule or a published local form, not national law
    SECONDARY = "secondary"  # 二手资料: read in a page about the instrument
    PRACTICE = "practice"  # 系统实践: how deployed platforms compute, not a regulation
    RECALLED = "recalled"  # 据记忆: not checked against the text
    HOUSE = "house"  # 本系统设定: a threshold no text fixes


_SUFFIX_ZH = {
    Mark.VERIFIED: "［原文已核］",
    Mark.LOCAL: "（地方规定或地方公开表样，非全国性规定）",
    Mark.SECONDARY: "（据二手资料，未读原文）",
    Mark.PRACTICE: "（系统实践，非规范性文件）",
    Mark.RECALLED: "（据记忆，未核对原文）",
    Mark.HOUSE: "（本系统设定，非规范性文件）",
}
_SUFFIX_EN = {
    Mark.VERIFIED: " [checked against the text]",
    Mark.LOCAL: " (local rule or published local form, not national law)",
    Mark.SECONDARY: " (from a secondary source, text not read)",
    Mark.PRACTICE: " (platform practice, not a regulation)",
    Mark.RECALLED: " (from memory, not checked against the text)",
    Mark.HOUSE: " (house setting, not a regulation)",
}


class UnknownProvisionError(KeyError):
    """No provision has this key."""

    def __str__(self) -> str:
        return f"no provision has the key {self.args[0]!r}; see src/jixiao/regulations/texts"


class UnknownInstrumentError(KeyError):
    """No instrument has this id."""

    def __str__(self) -> str:
        return f"no instrument has the id {self.args[0]!r}; see src/jixiao/regulations/texts"


class Instrument(NamedTuple):
    """A law, rule, notice, published form or practice that is cited (规范性文件及其他依据)."""

    id: str
    title_zh: str
    title_en: str
    number: str
    """Document number (文号), as 财预〔2015〕88号; empty where there is none."""
    issuer_zh: str
    titled: bool
    """True where the title is the document's own and stands in 《》; False where we describe it."""
    dated: str
    """Date of the text, ISO; empty where no source states it."""
    in_force_from: str
    in_force_to: str

    def in_force(self, on: "date") -> bool:
        """True unless the known dates of force exclude the day; an unknown date excludes nothing.

        >>> from datetime import date
        >>> instrument("baomifa-2010").in_force(date(2024, 4, 30))
        True
        >>> instrument("baomifa-2010").in_force(date(2024, 5, 1))
        False
        """
        day = on.isoformat()
        return self.in_force_from <= day and (not self.in_force_to or day <= self.in_force_to)

    def name(self, lang: str = "zh") -> str:
        """The title with its number, as it stands in a citation."""
        if lang == "en":
            return f"{self.title_en} ({self.number})" if self.number else self.title_en
        title = f"《{self.title_zh}》" if self.titled else self.title_zh
        return f"{title}（{self.number}）" if self.number else title


class Provision(NamedTuple):
    """One thing an instrument says (条款), in our own words."""

    key: str
    """`<instrument id>#<provision id>`, as yusuanfa-2018#14-2."""
    instrument: Instrument
    label_zh: str
    label_en: str
    gist_zh: str
    gist_en: str
    mark: Mark
    confidence: str
    """high, medium or low for what is recalled; empty otherwise."""
    source: str
    """Short name of the source that was read; empty where there is none."""

    @property
    def title_zh(self) -> str:
        """Chinese title of the instrument."""
        return self.instrument.title_zh

    @property
    def title_en(self) -> str:
        """English title of the instrument."""
        return self.instrument.title_en

    @property
    def number(self) -> str:
        """Document number (文号) of the instrument."""
        return self.instrument.number

    def citation(self, lang: str = "zh") -> str:
        """Title, number, place in the text and mark (依据).

        >>> provision("yusuanfa-2018#14-2").citation("zh")
        '《中华人民共和国预算法》第十四条第二款［原文已核］'
        """
        if lang == "en":
            return f"{self.instrument.name('en')}, {self.label_en}{_SUFFIX_EN[self.mark]}"
        # A described title is a phrase of ours; the colon keeps it apart from the label.
        joint = "" if self.instrument.titled else "："
        return f"{self.instrument.name('zh')}{joint}{self.label_zh}{_SUFFIX_ZH[self.mark]}"


@cache
def instrument(id: str) -> Instrument:
    """The instrument with this id; UnknownInstrumentError where there is none."""
    try:
        return Instrument(id, *compiled()["instruments"][id])
    except KeyError:
        raise UnknownInstrumentError(id) from None


@cache
def provision(key: str) -> Provision:
    """The provision with this key; UnknownProvisionError where there is none."""
    try:
        label_zh, label_en, gist_zh, gist_en, mark, confidence, source = compiled()["provisions"][
            key
        ]
    except KeyError:
        raise UnknownProvisionError(key) from None
    return Provision(
        key,
        instrument(key.partition("#")[0]),
        label_zh,
        label_en,
        gist_zh,
        gist_en,
        Mark(mark),
        confidence,
        source,
    )


def instruments() -> tuple[Instrument, ...]:
    """All instruments, by id."""
    return tuple(instrument(id) for id in compiled()["instruments"])


def provisions() -> tuple[Provision, ...]:
    """All provisions, by instrument and in the order of its text."""
    return tuple(provision(key) for key in compiled()["provisions"])
