"""Instants are read and written as NocoBase writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from todo_desktop.model.instants import from_instant, normal_instant, to_instant

FIRST, LAST = -62_135_596_800_000, 253_402_300_799_999


@given(st.integers(FIRST, LAST))
def test_every_instant_is_read_back_as_it_was_written(at: int) -> None:
    assert from_instant(to_instant(at)) == at


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("2026-12-01T10:00:00.123456Z", "2026-12-01T10:00:00.123Z"),
        ("2026-12-01T12:00:00+02:00", "2026-12-01T10:00:00.000Z"),
        ("0099-03-01T00:00:00Z", "0099-03-01T00:00:00.000Z"),
        ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
        ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00"),
        ("some day", "some day"),
    ],
)
def test_one_instant_is_one_text(text: str, normal: str) -> None:
    assert normal_instant(text) == normal
