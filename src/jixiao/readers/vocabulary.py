"""Word lists as the readers write them: words of the field, a blank between two."""

from __future__ import annotations


def words(text: str) -> list[str]:
    """The words of ``text``, which has blanks between them and none inside."""
    return text.split()
