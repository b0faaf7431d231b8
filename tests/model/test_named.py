"""Named tuples made without compiling their annotations."""

from __future__ import annotations

import pickle
import typing
from decimal import Decimal

import pytest

from jixiao.model.location import Location
from jixiao.model.money import Money, MoneyUnit
from jixiao.model.named import NamedTuple


class Lamp(NamedTuple):
    """A lamp and its power."""

    street: str
    watts: Decimal | None = None
    place: Location | None = None

    @property
    def is_bright(self) -> bool:
        """Above sixty watts."""
        return self.watts is not None and self.watts > 60

    def __str__(self) -> str:
        return f"{self.street}: {self.watts}"


def test_fields_are_given_by_place_or_by_name_and_have_defaults() -> None:
    lamp = Lamp("人民路", watts=Decimal(90))

    assert lamp == ("人民路", Decimal(90), None)
    assert Lamp._fields == ("street", "watts", "place")
    assert Lamp._field_defaults == {"watts": None, "place": None}
    with pytest.raises(TypeError, match="street"):
        Lamp()  # type: ignore[call-arg]


def test_it_is_a_tuple_that_does_not_change() -> None:
    lamp = Lamp("人民路")

    street, watts, _ = lamp

    assert (street, watts) == ("人民路", None)
    assert isinstance(lamp, tuple)
    with pytest.raises(AttributeError):
        lamp.street = "解放路"  # type: ignore[misc]


def test_methods_properties_and_the_docstring_are_those_of_the_class() -> None:
    lamp = Lamp("人民路", Decimal(90))

    assert lamp.is_bright
    assert str(lamp) == "人民路: 90"
    assert Lamp.__doc__ == "A lamp and its power."
    assert repr(lamp) == "Lamp(street='人民路', watts=Decimal('90'), place=None)"


def test_a_copy_may_differ_in_a_field() -> None:
    lamp = Lamp("人民路", Decimal(90))

    assert lamp._replace(watts=None) == Lamp("人民路")
    assert lamp._asdict() == {"street": "人民路", "watts": Decimal(90), "place": None}


def test_it_travels_to_another_process() -> None:
    money = Money(Decimal("12.9"), MoneyUnit.TEN_THOUSAND)

    assert pickle.loads(pickle.dumps(money)) == money
    assert type(pickle.loads(pickle.dumps(money))) is Money


def test_the_types_of_the_fields_can_be_asked_for() -> None:
    hints = typing.get_type_hints(Lamp)

    assert hints == {"street": str, "watts": Decimal | None, "place": Location | None}
