"""A relation to a todo that the server may not know yet: meant by its local id until it is sent."""

from collections.abc import Mapping

from msgspec import Struct

from todo_desktop.model.values import Json, ServerId

_MARK = "$todo"
"""No record of the server has a field of that name: its names are words."""


class LocalReference(Struct, frozen=True):
    """`title` is what the todo was called when it was referred to: shown where the relation is."""

    todo_id: int
    title: str = ""

    def to_json(self) -> dict[str, Json]:
        """As it stands among a todo's values and in its entries, in place of the related record."""
        return {_MARK: self.todo_id, "title": self.title}

    def to_record(self, server_id: ServerId) -> dict[str, Json]:
        """What it becomes once the server has the todo."""
        return {"id": server_id, "title": self.title}


def reference_of(value: Json) -> LocalReference | None:
    """The reference that *value* is, None for any other value."""
    todo_id = value.get(_MARK) if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(todo_id, int) or isinstance(todo_id, bool):
        return None
    return LocalReference(todo_id, str(value.get("title") or ""))


def references(values: Mapping[str, Json]) -> dict[str, LocalReference]:
    """Those of *values* that are references, by field name."""
    found = {name: reference_of(value) for name, value in values.items()}
    return {name: reference for name, reference in found.items() if reference is not None}
