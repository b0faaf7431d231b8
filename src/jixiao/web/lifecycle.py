"""Life cycles (生命周期) as tables: state, action, roles → state. Plain Python, no Django.

The table is the documentation, the buttons and the test: whatever a page offers, an action does
or a test walks is read from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from jixiao.web.roles import Reach, Role


class Step(NamedTuple):
    """One row: in ``state``, who holds one of ``roles`` may do ``action``; then it is ``to``.

    ``zh`` and ``en`` name the action on its button. ``reason_required``: the action carries a
    reason. ``not_by``: who last did one of these actions to the case may not do this one
    (送审者不得审核). ``basis`` is the provision that binds it, empty where the step is ours.
    """

    state: StrEnum
    action: str
    roles: frozenset[Role]
    to: StrEnum
    zh: str
    en: str
    reason_required: bool = False
    not_by: tuple[str, ...] = ()
    basis: str = ""

    def label(self, language: str = "zh") -> str:
        """The button's words."""
        return self.en if language == "en" else self.zh


class LifeCycle(NamedTuple):
    """A kind of case: its states in order, its table, and how far each state reaches.

    ``names`` gives (zh, en) of every state. ``reach`` says who may see a case that has come to a
    state; a case that was somewhere stays visible there.
    """

    kind: str
    zh: str
    en: str
    start: StrEnum
    names: Mapping[StrEnum, tuple[str, str]]
    reach: Mapping[StrEnum, Reach]
    steps: tuple[Step, ...]

    def step(self, state: str, action: str) -> Step | None:
        """The row for ``action`` in ``state``; None where there is none."""
        return next((s for s in self.steps if s.state == state and s.action == action), None)

    def done_step(self, action: str, before: str = "") -> Step | None:
        """The row of an ``action`` that was done in the state ``before``; else the first so named.

        送审 of a draft is not 重新送审 of what was returned, though both are ``submit``.
        """
        named = next((s for s in self.steps if s.action == action), None)
        return self.step(before, action) or named

    def steps_in(self, state: str, roles: frozenset[Role]) -> tuple[Step, ...]:
        """What a person with ``roles`` may do in ``state``, in the table's order."""
        return tuple(s for s in self.steps if s.state == state and s.roles & roles)

    def state_name(self, state: str, language: str = "zh") -> str:
        """The state's name."""
        names = {str(key): value for key, value in self.names.items()}[state]
        return names[language == "en"]

    @property
    def actions(self) -> tuple[str, ...]:
        """Every action, once, in the table's order."""
        return tuple(dict.fromkeys(step.action for step in self.steps))

    @property
    def ends(self) -> frozenset[str]:
        """The states from which nothing leads on."""
        return frozenset(map(str, self.names)) - {str(step.state) for step in self.steps}
