"""A todo that was moved to another list: its delete waits there until its copy is sure to have arrived."""

from msgspec.structs import replace

from todo_desktop.model.change import COPY, ChangeKind, Entry, FieldChange
from todo_desktop.model.held import Held


def bound_to(held: Held, copy_id: int) -> Held:
    """*held*, which was just deleted, with a delete that waits for the todo *copy_id* (a local id, of any list)."""
    bound = {COPY: FieldChange(None, copy_id)}
    entries = tuple(replace(e, changes=bound) if e.kind is ChangeKind.DELETE else e for e in held.entries)
    return replace(held, entries=entries)


def copy_of(entry: Entry) -> int | None:
    """The local id of the copy that *entry*, a delete, waits for."""
    change = entry.changes.get(COPY)
    return change.new if change is not None and isinstance(change.new, int) else None
