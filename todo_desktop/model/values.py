"""The shapes that travel between all parts: JSON values, records as the server sends them, ids."""

from collections.abc import Mapping
from typing import TypeAlias

Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None

Record: TypeAlias = Mapping[str, Json]
"""One row by field name, values as the server reads them back (instants `2026-12-01T10:00:00.000Z`)."""

ServerId: TypeAlias = int | str
"""A primary key as the server sent it: small number, 15-digit number, string above 2**53, uuid."""

Milliseconds: TypeAlias = int
"""An instant: milliseconds since 1970-01-01T00:00:00Z."""


def server_id_of(record: Record, primary_key: str) -> ServerId:
    """The id of a row that was checked to have one. Raises TypeError for a row without."""
    value = record.get(primary_key)
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError(f"a row has no id in {primary_key}")
    return value
