"""Relations within a collection, seen from both of their ends: the children of a todo, and the parent of each. Pure."""

from collections.abc import Iterator

from todo_desktop.model.reference import reference_of
from todo_desktop.model.schema import Collection, Field
from todo_desktop.model.values import Json, ServerId


def keys_of(field: Field, value: Json) -> set[ServerId]:
    """By which the server knows the records that *value* of that relation points to."""
    records = value if isinstance(value, list) else [value]
    found = (record.get(field.target_key) for record in records if isinstance(record, dict))
    return {key for key in found if isinstance(key, int | str)}


def two_ended(collection: Collection) -> Iterator[Field]:
    """The relations of *collection* that both of their records show."""
    return (field for field in collection.fields if field.other_end)


def references_in(value: Json) -> set[int]:
    """Local ids of the todos, which the server does not have yet, that *value* of a relation points to."""
    found = (reference_of(record) for record in (value if isinstance(value, list) else [value]))
    return {reference.todo_id for reference in found if reference is not None}
