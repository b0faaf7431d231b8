"""What can be done in the background (后台任务种类): every app registers its kinds in ``work.py``.

A kind is a function of the job's handle and its arguments. It gives the result, or a function
that gives it: that one is called in the very transaction that marks the job done, so that what it
writes is there once or not at all, however often the work before it was begun.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.module_loading import autodiscover_modules

if TYPE_CHECKING:
    from jixiao.web.jobs.handle import JobHandle

Result = dict[str, Any]
Function = Callable[["JobHandle", dict[str, Any]], Result | Callable[[], Result]]


class Work(NamedTuple):
    """A kind of job: its function and its name."""

    function: Function
    zh: str
    en: str

    def label(self, language: str = "zh") -> str:
        """The name."""
        return self.en if language == "en" else self.zh


_KINDS: dict[str, Work] = {}


def work(kind: str, zh: str = "", en: str = "") -> Callable[[Function], Function]:
    """Register a function as a kind of job, under a name for people."""

    def registered(function: Function) -> Function:
        _KINDS[kind] = Work(function, zh or kind, en or kind)
        return function

    return registered


def kinds() -> dict[str, Work]:
    """Every kind by its key; the apps are asked when first needed."""
    autodiscover_modules("work")
    return _KINDS


def name_of(kind: str, language: str = "zh") -> str:
    """The name of a kind; its key where it is no longer known."""
    found = kinds().get(kind)
    return found.label(language) if found is not None else kind
