"""``cached_property`` as Python has it from 3.12 on: without a lock.

That of 3.11 takes a lock at each first access, which a check of one table does some fifty times.
What is cached here is worked out from frozen values, so that two threads at worst work it out
twice and find the same.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if sys.version_info >= (3, 12) or TYPE_CHECKING:
    from functools import cached_property
else:

    class cached_property:  # noqa: N801 — it stands for the one of functools
        """A property worked out at its first access and kept with the value."""

        def __init__(self, work_out):
            self._work_out = work_out
            self._name = work_out.__name__
            self.__doc__ = work_out.__doc__

        def __get__(self, value, owner=None):
            if value is None:
                return self
            found = value.__dict__[self._name] = self._work_out(value)
            return found


__all__ = ["cached_property"]
