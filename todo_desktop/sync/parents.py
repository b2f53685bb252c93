"""Children after their parents: what a reference to a todo of this computer means when its entry is to be sent."""

from msgspec.structs import replace

from todo_desktop.model.change import Entry, FieldChange
from todo_desktop.model.held import Held
from todo_desktop.model.other_ends import references_in
from todo_desktop.model.reference import reference_of, references
from todo_desktop.model.values import Json
from todo_desktop.sync.ports import Store


def waits_for_parent(store: Store, entry: Entry) -> bool:
    """The server must have the todo that this one points to; what needs a person there holds up this one only."""
    return any(parent is not None and parent.server_id is None for parent in _parents(store, entry).values())


def with_parents(store: Store, held: Held, entry: Entry) -> tuple[Held, Entry]:
    """The references exchanged for the server's ids. A child of a todo that never got there goes on without, as the
    server's own children do when their parent is deleted; and so does a list without such a child."""
    wanted = {name: value for name, value in entry.wanted.items() if references_in(value)}
    if not wanted:
        return held, entry
    sent = {name: _with_ids(store, value) for name, value in wanted.items()}
    changes = {n: FieldChange(c.old, sent.get(n, c.new)) for n, c in entry.changes.items()}
    shown = {n: sent[n] for n, value in held.values.items() if n in sent and value == wanted[n]}
    return replace(held, values={**held.values, **shown}), replace(entry, changes=changes)


def _with_ids(store: Store, value: Json) -> Json:
    """*value* of a relation as the server knows it; what it does not have is left out."""
    if isinstance(value, list):
        found = [_with_ids(store, item) for item in value]
        return [item for n, item in enumerate(found) if item is not None and item not in found[:n]]
    reference = reference_of(value)
    if reference is None:
        return value
    meant = store.held([reference.todo_id]).get(reference.todo_id)
    return reference.to_record(meant.server_id) if meant is not None and meant.server_id is not None else None


def _parents(store: Store, entry: Entry) -> dict[str, Held | None]:
    """What the references of *entry* mean, by field name: None for a todo that was deleted before it was sent."""
    meant = {name: reference.todo_id for name, reference in references(entry.wanted).items()}
    if not meant:
        return {}
    found = store.held(meant.values())
    return {name: found.get(todo_id) for name, todo_id in meant.items()}
