"""Children after their parents: what a reference to a todo of this computer means when its entry is to be sent."""

from msgspec.structs import replace

from todo_desktop.model.change import Entry, FieldChange
from todo_desktop.model.held import Held
from todo_desktop.model.reference import reference_of, references
from todo_desktop.sync.ports import Store


def waits_for_parent(store: Store, entry: Entry) -> bool:
    """The server must have the todo that this one points to; what needs a person there holds up this one only."""
    return any(parent is not None and parent.server_id is None for parent in _parents(store, entry).values())


def with_parents(store: Store, held: Held, entry: Entry) -> tuple[Held, Entry]:
    """The references exchanged for the server's ids. A child of a todo that never got there goes on without, as the
    server's own children do when their parent is deleted."""
    parents = _parents(store, entry)
    if not parents:
        return held, entry
    meant = references(entry.wanted)
    known = {
        name: meant[name].to_record(parent.server_id) if parent and parent.server_id is not None else None
        for name, parent in parents.items()
    }
    changes = {n: FieldChange(c.old, known.get(n, c.new)) for n, c in entry.changes.items()}
    shown = {n: known[n] for n, value in held.values.items() if n in known and reference_of(value) == meant[n]}
    return replace(held, values={**held.values, **shown}), replace(entry, changes=changes)


def _parents(store: Store, entry: Entry) -> dict[str, Held | None]:
    """What the references of *entry* mean, by field name: None for a todo that was deleted before it was sent."""
    meant = {name: reference.todo_id for name, reference in references(entry.wanted).items()}
    if not meant:
        return {}
    found = store.held(meant.values())
    return {name: found.get(todo_id) for name, todo_id in meant.items()}
