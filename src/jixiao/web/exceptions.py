"""What an action can be refused for (不能办理), each with the sentence the page shows.

```
UserError
└── Refused          the base
    ├── NotPossible  the case is not in a state for it
    ├── NotAllowed   the person may not
    ├── Incomplete   something is missing: a reason, an answer, a field
    └── Overtaken    somebody else changed it meanwhile
```
"""

from __future__ import annotations

from jixiao.model.exceptions import UserError


class Refused(UserError):
    """An action that was not done; nothing was changed. ``status`` is the HTTP status."""

    status = 409


class NotPossible(Refused):
    """The case is not in a state in which this can be done."""


class NotAllowed(Refused):
    """The person may not do this."""

    status = 403


class Incomplete(Refused):
    """Something the action needs is missing."""

    status = 422


class Overtaken(Refused):
    """Somebody else has changed the case since the person looked at it."""
