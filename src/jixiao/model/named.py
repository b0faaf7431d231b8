"""``NamedTuple`` as ``typing`` has it, made sooner.

``typing.NamedTuple`` compiles every annotation of every class, though nobody asks for them; of the
forty classes loaded at each start that takes a twentieth of the whole (docs/decisions/0008). Here
the annotations stay the words they are; ``typing.get_type_hints`` reads them as ever.
"""

from __future__ import annotations

from collections import namedtuple
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NamedTuple
else:

    class _Maker(type):
        """Makes a named tuple of a class body: its annotations are the fields."""

        def __new__(cls, name, bases, body):
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = body["__annotations__"]
            defaults = [body.pop(field) for field in fields if field in body]
            made = namedtuple(name, fields, defaults=defaults, module=body["__module__"])
            for key in body.keys() - _MADE_ALREADY:
                setattr(made, key, body[key])
            return made

    _MADE_ALREADY = {"__module__", "__qualname__"}

    class NamedTuple(metaclass=_Maker):
        """A tuple whose places have names, with defaults and methods."""


__all__ = ["NamedTuple"]
