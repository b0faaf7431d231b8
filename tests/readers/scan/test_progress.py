"""Whoever listens is told of the pages that have been read, and nobody else is."""

from __future__ import annotations

from jixiao.readers.progress import listening, tell


def test_a_listener_is_told_of_pages_done_and_in_all():
    told = []

    with listening(lambda done, total: told.append((done, total))):
        tell(1, 3)
        tell(3, 3)

    assert told == [(1, 3), (3, 3)]


def test_nobody_is_told_once_the_listener_is_gone():
    told = []
    with listening(lambda done, total: told.append((done, total))):
        pass

    tell(1, 1)

    assert told == []
