"""Filters as the server understands them: a value's equality, one millisecond, and guards. Pure."""

from collections.abc import Mapping
from urllib.parse import quote_plus

import msgspec

from todo_desktop.model.answers import Guard
from todo_desktop.model.instants import from_instant, to_instant
from todo_desktop.model.schema import Collection, Field, FieldKind
from todo_desktop.model.values import Json, Milliseconds, ServerId

Filter = dict[str, Json]

# The filter of a write travels in the address, which answers 431 over about 16 kB. A sign that is not plain there, such
# as a quote or half of a Greek letter, takes three.
LONGEST_VALUE = 1000
"""Bytes of JSON."""
LONGEST_FILTER = 8000
"""Characters in the address, less what the last value takes."""


def as_text(condition: Filter) -> str:
    """The condition as it goes into the address."""
    return msgspec.json.encode(condition).decode()


def within_millisecond(at: Milliseconds) -> Filter:
    """Rows written by SQL carry microseconds: equality with the milliseconds that the API shows misses them."""
    return {"$gte": to_instant(at), "$lt": to_instant(at + 1)}


def above(key: str, after: ServerId | None) -> Filter:
    return {} if after is None else {key: {"$gt": after}}


def equals(field: Field, value: Json) -> Filter | None:
    """The condition that *field* has *value*; None where the server cannot be asked that."""
    if not field.asked_for or field.is_related or field.kind in (FieldKind.JSON, FieldKind.OTHER):
        return None
    if value is None:
        return {field.name: None}
    if isinstance(value, list):
        chosen = field.kind is FieldKind.MULTI_SELECT and all(isinstance(item, str) for item in value)
        return {field.name: {"$match": value}} if chosen and _is_short(value) else None
    if isinstance(value, str):
        return _equals_text(field, value)
    return None if isinstance(value, dict) else {field.name: value}


def _equals_text(field: Field, value: str) -> Filter | None:
    at = from_instant(value) if field.kind is FieldKind.DATETIME else None
    if at is not None:
        return {field.name: within_millisecond(at)}
    # The server replaces `{{…}}` in filters by its own variables.
    return {field.name: value} if _is_short(value) and "{{" not in value else None


def _is_short(value: Json) -> bool:
    return len(msgspec.json.encode(value)) <= LONGEST_VALUE


def all_equal(collection: Collection, values: Mapping[str, Json]) -> Filter:
    """Rows that have all these values, as far as the server can be asked: it may find some more."""
    found: Filter = {}
    for name, value in values.items():
        field = collection.field(name)
        condition = equals(field, value) if field is not None else None
        if condition is not None and _width(found) < LONGEST_FILTER:
            found |= condition
    return found


def _width(condition: Filter) -> int:
    """In the address."""
    return len(quote_plus(as_text(condition)))


def unasked(collection: Collection, guard: Guard) -> dict[str, Json]:
    """Values of *guard* that `guarded` leaves out, as far as a change of them has not moved the change time."""
    asked = guarded(collection, guard)
    timed = collection.updated_at in asked
    left = {name: collection.field(name) for name in guard.values if name not in asked}
    return {name: guard.values[name] for name, f in left.items() if f and not (timed and f.is_stamped)}


def guarded(collection: Collection, guard: Guard) -> Filter:
    """The row as it was last read, as far as the server can be asked."""
    if not (guard.by_time and collection.updated_at):
        return all_equal(collection, guard.values)
    if guard.updated_at is None:
        return {collection.updated_at: None} | all_equal(collection, guard.values)
    at = from_instant(guard.updated_at)
    return all_equal(collection, guard.values) if at is None else {collection.updated_at: within_millisecond(at)}
