"""Frozen values (不可变值): made once, never changed, equal when they say the same.

A class that names its fields with annotations gets what ``@dataclass(frozen=True)`` would give it:
a constructor, equality, a hash, a representation, and a refusal to be changed; cached properties
work. ``dataclasses`` itself brings ``inspect`` with it and takes longer to load than a publication
takes to check (docs/decisions/0008), so it is loaded only for those who ask with its functions:
``dataclasses.replace`` and ``dataclasses.fields`` know these classes too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any, ClassVar, NoReturn, Self, dataclass_transform

from jixiao.model.named import NamedTuple

_MISSING: Any = object()


class _Field(NamedTuple):
    """A field's default, and whether it takes part in equality and in the representation."""

    default: Any = _MISSING
    default_factory: Callable[[], Any] | None = None
    compare: bool = True
    repr: bool = True


def field(
    *,
    default: Any = _MISSING,
    default_factory: Callable[[], Any] | None = None,
    compare: bool = True,
    repr: bool = True,
) -> Any:
    """What a field is but for its name and type: a default, or what makes one; what it counts in.

    A field with ``compare=False`` stands beside the value: two values that differ there are equal.
    """
    return _Field(default, default_factory, compare, repr)


class _DataclassFields:
    """The fields as ``dataclasses`` describes them, made when one of its functions asks."""

    def __get__(self, value: object, owner: type) -> dict[str, Any]:
        return _as_dataclass_fields(owner)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Frozen:
    """A value whose fields are its class's annotations, in their order, and do not change."""

    _own_fields: ClassVar[dict[str, _Field]]
    _compared: ClassVar[Any]  # an attrgetter
    __dataclass_fields__: ClassVar[Any] = _DataclassFields()

    def __init_subclass__(cls) -> None:
        own_fields = {name: _field_of(cls, name) for name in cls.__annotations__}
        fields = {**getattr(cls, "_own_fields", {}), **own_fields}
        cls._own_fields = fields
        cls._compared = attrgetter(*(name for name, own in fields.items() if own.compare))
        cls.__init__ = _constructor(fields)  # type: ignore[method-assign]

    def with_fields(self, **changes: Any) -> Self:
        """The value with other values for some fields, as ``dataclasses.replace`` makes it."""
        return self.__class__(
            **{name: getattr(self, name) for name in self._own_fields if name not in changes},
            **changes,
        )

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return bool(self._compared(self) == self._compared(other))

    def __hash__(self) -> int:
        return hash(self._compared(self))

    def __repr__(self) -> str:
        shown = (name for name, own in self._own_fields.items() if own.repr)
        inside = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{self.__class__.__qualname__}({inside})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{self.__class__.__qualname__} is frozen: {name} cannot be set")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{self.__class__.__qualname__} is frozen: {name} cannot be deleted")


def _field_of(owner: type[Frozen], name: str) -> _Field:
    """The field called ``name``. Its default is taken off the class: it is the constructor's."""
    stated = owner.__dict__.get(name, _MISSING)
    if stated is not _MISSING:
        delattr(owner, name)
    return stated if isinstance(stated, _Field) else _Field(stated)


def _constructor(fields: dict[str, _Field]) -> Callable[..., None]:
    """An ``__init__`` that takes the fields in their order, by place or by name."""
    space: dict[str, Any] = {"_made": _MISSING}
    parameters, stored = [], []
    for name, own in fields.items():
        if own.default_factory is not None:
            space[f"_make_{name}"] = own.default_factory
            parameters.append(f"{name}=_made")
            stored.append(f"{name}={name} if {name} is not _made else _make_{name}()")
        else:
            space[f"_default_{name}"] = own.default
            is_needed = own.default is _MISSING
            parameters.append(name if is_needed else f"{name}=_default_{name}")
            stored.append(f"{name}={name}")
    # One call stores them all; “self.name = …” is what the class refuses.
    exec(
        f"def __init__(self, {', '.join(parameters)}):\n"
        f"    self.__dict__.update({', '.join(stored)})",
        space,
    )
    made: Callable[..., None] = space["__init__"]
    return made


@cache
def _as_dataclass_fields(owner: Any) -> dict[str, Any]:
    from dataclasses import MISSING, field, fields, make_dataclass

    annotations: dict[str, Any] = {}
    for above in reversed(owner.__mro__):
        annotations |= getattr(above, "__annotations__", {})
    specified = [
        (
            name,
            annotations[name],
            field(
                default=MISSING if own.default is _MISSING else own.default,
                default_factory=own.default_factory or MISSING,
                compare=own.compare,
                repr=own.repr,
            ),
        )
        for name, own in owner._own_fields.items()
    ]
    return {own.name: own for own in fields(make_dataclass(owner.__name__, specified))}
