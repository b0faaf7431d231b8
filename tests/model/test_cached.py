"""Cached properties without a lock."""

from __future__ import annotations

from jixiao.model.cached import cached_property


class Street:
    """A street that counts how often its lamps are counted."""

    def __init__(self) -> None:
        self.counted = 0

    @cached_property
    def lamps(self) -> int:
        """The lamps of the street."""
        self.counted += 1
        return 12


def test_a_property_is_worked_out_once_for_each_value() -> None:
    one, other = Street(), Street()

    seen = [one.lamps, one.lamps, other.lamps]

    assert seen == [12, 12, 12]
    assert (one.counted, other.counted) == (1, 1)


def test_what_was_worked_out_can_be_forgotten() -> None:
    street = Street()
    assert street.lamps == 12

    del street.lamps

    assert street.lamps == 12
    assert street.counted == 2


def test_on_the_class_it_is_the_property_itself() -> None:
    assert Street.lamps.__doc__ == "The lamps of the street."
