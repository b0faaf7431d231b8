"""Names of files (文件名): shown as given, without what no name can hold. No Django."""

from __future__ import annotations

import unicodedata

LONGEST = 255  # characters
NAMELESS = "未命名文件"


def shown_name(given: str) -> str:
    """The last part of ``given`` without control and direction marks; its ending is kept.

    >>> shown_name("C:\\\\docs\\\\目标表.docx"), shown_name("../../passwd"), shown_name("a\\0b.xls")
    ('目标表.docx', 'passwd', 'ab.xls')
    """
    last = given.replace("\\", "/").rstrip("/").rpartition("/")[2]
    # Marks that turn the reading direction make “exe.docx” of “xcod.exe”; half a surrogate pair
    # cannot be stored.
    name = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cf", "Cs")).strip()
    if not name.strip("."):
        return NAMELESS
    if len(name) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    ending = dot + ending if stem and len(ending) <= 10 else ""
    return name[: LONGEST - len(ending)] + ending
