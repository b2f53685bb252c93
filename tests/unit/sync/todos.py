"""Short ways to write down a held todo and its entries."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from todo_desktop.model.change import ChangeKind, Entry, EntryState, FieldChange
from todo_desktop.model.errors import Problem
from todo_desktop.model.held import Held
from todo_desktop.model.schema import Collection, Field, FieldKind, guess_roles

READ = "2026-11-23T10:00:00.000Z"
"""Change time of the row as it was read before our edit."""
OURS = "2026-11-23T10:00:05.000Z"
"""Change time that the reply of our write told."""
LATER = "2026-11-23T10:00:09.000Z"
"""Change time of a write after ours."""

_FIELDS = (
    Field("id", FieldKind.KEY, system=True),
    Field("title", FieldKind.TEXT, trim=True),
    Field("completed", FieldKind.BOOLEAN),
    Field("priority", FieldKind.SELECT, default="low"),
    Field("tags", FieldKind.MULTI_SELECT),
    Field("price", FieldKind.DECIMAL, scale=2),
    Field("sort", FieldKind.ORDER),
    Field("createdAt", FieldKind.DATETIME, system=True),
    Field("updatedAt", FieldKind.DATETIME, system=True),
)
TODOS = Collection("todos", fields=_FIELDS, created_at="createdAt", updated_at="updatedAt", roles=guess_roles(_FIELDS))


def row(updated_at: str = READ, **values: Any) -> dict[str, Any]:
    """A row of the server with id 7."""
    return {"id": 7, "title": "eat food", "completed": None, "updatedAt": updated_at, **values}


def update(state: EntryState = EntryState.WAITING, seq: int = 1, **changes: tuple[Any, Any]) -> Entry:
    """An update of these fields, each as (old, new)."""
    fields = {name: FieldChange(old, new) for name, (old, new) in changes.items()}
    entry = Entry(f"op{seq}", 1, 1, ChangeKind.UPDATE, fields, seq=seq, state=state)
    return replace(entry, receipt=OURS) if state is EntryState.ACKNOWLEDGED else entry


def delete(state: EntryState = EntryState.WAITING, seq: int = 2) -> Entry:
    return Entry(f"op{seq}", 1, 1, ChangeKind.DELETE, seq=seq, state=state)


def create(state: EntryState = EntryState.WAITING, seq: int = 1, **values: Any) -> Entry:
    fields = {name: FieldChange(None, value) for name, value in values.items()}
    return Entry(f"op{seq}", 1, 1, ChangeKind.CREATE, fields, seq=seq, state=state, receipt=OURS)


def held(*entries: Entry, base: Mapping[str, Any] | None = None, server_id: int | None = 7) -> Held:
    """A todo with these entries over the row as it was read."""
    read = dict(row() if base is None else base) if server_id is not None else {}
    shown = dict(read)
    for entry in entries:
        shown.update(entry.wanted)
    hidden = any(e.kind is ChangeKind.DELETE for e in entries)
    return Held(1, 1, server_id, shown, read if entries and server_id is not None else None, entries, hidden)


def conflict_of(todo: Held) -> dict[str, tuple[Any, Any]]:
    """What is in dispute: (mine, theirs) by field."""
    return {
        name: (change.new, entry.theirs.get(name))
        for entry in todo.entries
        if entry.problem is Problem.CONFLICT
        for name, change in entry.changes.items()
    }
