"""Encodings (编码): the text of bytes that do not say how they are written, or say it wrongly.

A byte-order mark decides; then UTF-8, because nothing else is valid UTF-8 by chance; then, of
GB18030, Big5 and UTF-16, the one under which the commonest characters turn up most often.
"""

from __future__ import annotations

import codecs

_SAMPLE = 8_000  # bytes looked at to choose an encoding
# The commonest characters of Chinese texts and of the forms, simplified and traditional.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产"
    "项目绩效指标预算金额单位名称资金总万元数量质量时效成本社会效益满意完成实施财政部门管理服务年度"
    "項績標預額單稱資總萬數質時會實個這為國發們對來說產過動後"
    "\r\n\t ，。0123456789<>abcdefghijklmnopqrstuvwxyz"
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NAMES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "utf-16": "utf-16-le",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
}


def decode(data: bytes, stated: str | None = None) -> str:
    """The text of ``data``; ``stated`` is the encoding a document names for itself.

    What is not text in the encoding found becomes U+FFFD.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    sample = data[:_SAMPLE]
    if b"\0" in sample:  # UTF-16, or no text at all
        name = _likeliest(sample, ("utf-16-le", "utf-16-be"))
        makes_sense = _sense(sample, name) * 20 > len(sample)
        return data.decode(name if makes_sense else "utf-8", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    names = ["gb18030", "big5hkscs", "utf-16-le", "utf-16-be", "utf-8"]
    first = _NAMES.get(stated.strip().lower(), "") if stated else ""
    if first in names:
        names.remove(first)
        names.insert(0, first)
    return data.decode(_likeliest(sample, tuple(names)), "replace")


def decode_start(data: bytes, size: int) -> str:
    """The text of the first ``size`` bytes or so; a character cut in two is left out."""
    if len(data) <= size:
        return decode(data)
    for end in range(size, size - 4, -1):
        try:
            return data[:end].decode("utf-8-sig")
        except UnicodeDecodeError:
            continue
    return decode(data[: size // 2 * 2])


def _likeliest(sample: bytes, names: tuple[str, ...]) -> str:
    """The encoding that makes the most sense of ``sample``; of equals the first."""
    return max(names, key=lambda name: _sense(sample, name))


def _sense(sample: bytes, name: str) -> int:
    """How many common characters ``sample`` holds under an encoding, less what is none at all."""
    text = sample[: len(sample) // 2 * 2].decode(name, "replace")
    return sum(map(_COMMON.__contains__, text)) - 3 * text.count("\N{REPLACEMENT CHARACTER}")
