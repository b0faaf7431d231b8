"""Symbol fonts (符号字体): the plain letter for a character that only such a font gives a shape.

Forms show boxes to tick and comparison signs this way.
"""

from __future__ import annotations

_LETTERS = {
    "symbol": {0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB0: "°", 0xB4: "×", 0xB8: "÷", 0xB9: "≠"}
    | {0xB7: "·", 0xBB: "≈", 0x6D: "μ"}
    | {code: chr(code) for code in (0x25, *range(0x28, 0x3A), 0x3C, 0x3D, 0x3E)},
    "wingdings": {0x6F: "□", 0x71: "□", 0x72: "□", 0xA8: "□", 0xFE: "☑", 0xFD: "☒"}
    | {0xFC: "√", 0xFB: "×", 0x6C: "●", 0x6E: "■", 0x75: "◆"},
    "wingdings 2": {0x2A: "□", 0xA3: "□", 0x52: "☑", 0x53: "☒", 0x50: "√", 0x4F: "×"},
}


def shape(font: str, code: int) -> str | None:
    """The letter whose shape ``font`` gives to the last two digits of ``code``, None for none."""
    return _LETTERS.get(font.lower(), {}).get(code & 0xFF)


def letter(font: str, code: int) -> str | None:
    """The letter for ``code`` in ``font``; None when no letter looks like it."""
    found = shape(font, code)
    if found is None and 32 <= code < 0xD800:
        return chr(code)
    return found
