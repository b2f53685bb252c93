"""Two values are the same where the field's kind makes no difference between them."""

import pytest

from todo_desktop.model.decimals import exact, to_scale
from todo_desktop.model.schema import Field, FieldKind
from todo_desktop.model.values import Json

MONEY = Field("cost", FieldKind.DECIMAL, scale=2)
FREE = Field("cost", FieldKind.DECIMAL)
LONG = "1234567890123456789012345678901234567890"


@pytest.mark.parametrize(
    ("field", "a", "b"),
    [
        (MONEY, 1.5, "1.50"),
        (MONEY, 1.005, "1.01"),
        (MONEY, "-1.005", "-1.01"),
        (MONEY, f"{LONG}.5", f"{LONG}.50"),
        (FREE, "1.500", 1.5),
        (FREE, f"{LONG}.10", f"{LONG}.1"),
        (FREE, "0", -0.0),
        (Field("n", FieldKind.INTEGER), 2, 2.0),
        (Field("n", FieldKind.INTEGER), 2**53, str(2**53)),
    ],
)
def test_a_number_is_the_same_however_it_is_written(field: Field, a: Json, b: Json) -> None:
    assert field.same(a, b)


@pytest.mark.parametrize(
    ("field", "a", "b"),
    [
        (MONEY, "1.50", "1.51"),
        (MONEY, f"{LONG}.10", f"{LONG}.20"),
        (FREE, f"{LONG}1", f"{LONG}2"),
        (FREE, f"{LONG}.1", f"{LONG}.2"),
        (FREE, "1e999999999", "1e999999998"),
        (MONEY, "many", "few"),
        (MONEY, None, 0),
    ],
)
def test_another_number_is_another_number_however_long(field: Field, a: Json, b: Json) -> None:
    assert not field.same(a, b)


@pytest.mark.parametrize("value", ["nan", "Infinity", "1e999999999", "1e-999999999", "", "x", True, None, [1]])
def test_what_is_no_number_is_none(value: Json) -> None:
    assert exact(value) is None


@pytest.mark.parametrize("value", ["9" * 1000, "0." + "1" * 1000, "1e1000", "-1e-1000"])
@pytest.mark.parametrize("scale", [0, 2, 30])
def test_every_number_can_be_written_to_a_scale(value: str, scale: int) -> None:
    number = exact(value)
    assert number is not None
    assert -to_scale(number, scale).as_tuple().exponent == scale  # type: ignore[operator]
