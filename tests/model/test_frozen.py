"""Frozen values: what a frozen dataclass gives, without loading ``dataclasses``."""

from __future__ import annotations

import dataclasses
import pickle
import subprocess
import sys
from collections.abc import Mapping
from functools import cached_property

import pytest

from jixiao.model.frozen import Frozen, field


class Street(Frozen):
    """A street, and where it was read."""

    name: str
    lamps: int
    district: str | None = None
    at: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    note: str = field(default="—", compare=False)

    @cached_property
    def described(self) -> str:
        return f"{self.name}: {self.lamps}"


def test_fields_are_given_by_place_or_by_name() -> None:
    street = Street("人民路", lamps=12, note="夜间")

    assert (street.name, street.lamps, street.district, street.note) == (
        "人民路",
        12,
        None,
        "夜间",
    )
    assert street.at == {}


def test_a_field_without_a_default_must_be_given_and_no_other_can_be() -> None:
    with pytest.raises(TypeError, match="lamps"):
        Street("人民路")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="length"):
        Street("人民路", 12, length=3)  # type: ignore[call-arg]


def test_what_a_factory_makes_is_made_for_each_value() -> None:
    one, other = Street("人民路", 12), Street("人民路", 12)

    assert one.at is not other.at


def test_values_are_equal_when_the_fields_that_count_are() -> None:
    street = Street("人民路", 12, at={"row": 1})

    assert street == Street("人民路", 12, at={"row": 9}, note="夜间")
    assert hash(street) == hash(Street("人民路", 12))
    assert street != Street("人民路", 13)
    assert street != ("人民路", 12, None)


def test_a_value_cannot_be_changed() -> None:
    street = Street("人民路", 12)

    with pytest.raises(AttributeError, match="lamps"):
        street.lamps = 13  # type: ignore[misc]
    with pytest.raises(AttributeError, match="lamps"):
        del street.lamps
    assert street.lamps == 12


def test_the_representation_leaves_out_what_stands_beside_the_value() -> None:
    street = Street("人民路", 12, at={"row": 1})

    assert repr(street) == "Street(name='人民路', lamps=12, district=None, note='—')"


def test_a_cached_property_is_worked_out_once() -> None:
    street = Street("人民路", 12)

    assert street.described is street.described


def test_the_functions_of_dataclasses_know_frozen_values() -> None:
    street = Street("人民路", 12, at={"row": 1})

    widened = dataclasses.replace(street, lamps=20)

    assert (widened.lamps, widened.at) == (20, {"row": 1})
    assert dataclasses.is_dataclass(Street)
    assert [f.name for f in dataclasses.fields(Street)] == [
        "name",
        "lamps",
        "district",
        "at",
        "note",
    ]
    defaults = {f.name: f.default for f in dataclasses.fields(Street)}
    assert defaults["district"] is None
    assert defaults["name"] is dataclasses.MISSING
    assert dataclasses.asdict(street)["name"] == "人民路"


def test_a_value_with_other_fields_is_the_same_but_for_these() -> None:
    street = Street("人民路", 12, "城关", at={"row": 1}, note="夜间")

    widened = street.with_fields(lamps=20)

    assert widened == dataclasses.replace(street, lamps=20)
    assert (widened.at, widened.note) == ({"row": 1}, "夜间")
    assert street.lamps == 12
    with pytest.raises(TypeError):
        street.with_fields(width=3)


def test_a_value_travels_to_another_process_whole() -> None:
    street = Street("人民路", 12, at={"row": 1})

    travelled = pickle.loads(pickle.dumps(street))

    assert travelled == street
    assert travelled.at == {"row": 1}


def test_the_model_loads_without_dataclasses() -> None:
    code = "import sys, jixiao.model.disclosure; print('dataclasses' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"
