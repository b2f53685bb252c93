"""Guards fit the row as it was read, in forms that the server understands."""

from urllib.parse import urlencode

import pytest

from todo_desktop.model.answers import Guard
from todo_desktop.model.schema import Collection, Field, FieldKind
from todo_desktop.model.values import Json
from todo_desktop.nocobase.filters import all_equal, as_text, guarded, within_millisecond

AT = "2026-12-01T10:00:00.000Z"
FIELDS = tuple(Field(kind.value, kind) for kind in FieldKind)
TIMED = Collection("c", fields=FIELDS, updated_at="updatedAt")
UNTIMED = Collection("c", fields=FIELDS)


def test_a_change_time_is_asked_for_as_its_millisecond() -> None:
    guard = Guard(by_time=True, updated_at=AT)
    assert guarded(TIMED, guard) == {"updatedAt": {"$gte": AT, "$lt": "2026-12-01T10:00:00.001Z"}}


def test_a_missing_change_time_is_asked_for_as_null() -> None:
    assert guarded(TIMED, Guard(by_time=True)) == {"updatedAt": None}


def test_without_a_change_time_the_values_are_asked_for() -> None:
    guard = Guard(by_time=True, updated_at=AT, values={"text": "x", "boolean": None})
    assert guarded(UNTIMED, guard) == {"text": "x", "boolean": None}


@pytest.mark.parametrize(
    ("kind", "value", "condition"),
    [
        ("text", "", {"text": ""}),
        ("boolean", False, {"boolean": False}),
        ("decimal", "1.50", {"decimal": "1.50"}),
        ("date", "2026-12-01", {"date": "2026-12-01"}),
        ("datetime", AT, {"datetime": within_millisecond(1_796_119_200_000)}),
        ("datetime", "someday", {"datetime": "someday"}),
        ("multi-select", ["a", "b"], {"multi-select": {"$match": ["a", "b"]}}),
        ("multi-select", [], {"multi-select": {"$match": []}}),
        ("multi-select", None, {"multi-select": None}),
    ],
)
def test_each_kind_is_asked_for_in_its_own_way(kind: str, value: Json, condition: dict[str, Json]) -> None:
    assert all_equal(UNTIMED, {kind: value}) == condition


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("relation", {"id": 1}), ("relation", None), ("other", {"a": 1}), ("text", "{{$user.id}}"),
        ("long-text", "x" * 2000), ("multi-select", ["x" * 2000]), ("nowhere", 1), ("text", {"$ne": 1}),
    ],
)  # fmt: skip
def test_what_the_server_cannot_be_asked_is_left_out(kind: str, value: Json) -> None:
    assert all_equal(UNTIMED, {kind: value}) == {}


@pytest.mark.parametrize("value", ['"' * 300, "ж" * 255, "买牛奶" * 100], ids=["quotes", "Cyrillic", "Chinese"])
def test_a_guard_always_fits_into_an_address(value: str) -> None:
    fields = tuple(Field(f"f{n}", FieldKind.TEXT) for n in range(100))
    guard = Guard(by_time=False, values={field.name: value for field in fields})
    condition = guarded(Collection("c", fields=fields), guard)
    assert condition
    # The server answers 431 where all of the address is longer than 16 kB.
    assert len(urlencode({"filter": as_text(condition)})) < 12_000
