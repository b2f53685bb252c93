"""Lists of todos that wait for these: one that holds a todo without an id yet, or children that are to be moved first.
What else was edited with them does not wait."""

from msgspec.structs import replace

from todo_desktop.model.change import ChangeKind, Entry, EntryState, FieldChange
from todo_desktop.model.held import Held
from todo_desktop.model.other_ends import keys_of, references_in
from todo_desktop.model.schema import Field, FieldKind
from todo_desktop.sync.ports import Store

_UNSENT = (EntryState.WAITING, EntryState.SENT)


def waiting_lists(store: Store, entry: Entry) -> frozenset[str]:
    """The relations to many of *entry* that cannot be written yet, by name. What needs a person is not waited for,
    unless it has no row."""
    if entry.kind is ChangeKind.DELETE or entry.state is not EntryState.WAITING:
        return frozenset()
    collection = store.todo_list(entry.list_id).collection
    lists = [f for f in map(collection.field, entry.changes) if f is not None and f.kind is FieldKind.RELATIONS]
    return frozenset(f.name for f in lists if _waits(store, entry, f))


def parted(held: Held, entry: Entry, lists: frozenset[str]) -> Held:
    """*held* with its *lists* in an entry of their own, after all others; itself where *entry* is that already."""
    later = {name for e in held.entries if e.seq != entry.seq for name in e.changes}
    apart = {name: change for name, change in entry.changes.items() if name in lists and name not in later}
    creates = entry.kind is ChangeKind.CREATE
    if not apart or (len(apart) == len(entry.changes) and not creates):
        return held
    if creates:  # its row begins with none
        apart = {name: FieldChange([], change.new) for name, change in apart.items()}
    rest = replace(entry, changes={name: c for name, c in entry.changes.items() if name not in apart})
    own = Entry(
        f"{entry.operation}/lists", entry.list_id, entry.todo_id, ChangeKind.UPDATE, apart, created_at=entry.created_at
    )
    return replace(held, entries=(*(rest if e.seq == entry.seq else e for e in held.entries), own))


def _waits(store: Store, entry: Entry, field: Field) -> bool:
    change = entry.changes[field.name]
    meant = store.held(references_in(change.new)).values()
    if any(each.server_id is None for each in meant):
        return True
    return entry.kind is ChangeKind.UPDATE and _is_moved_first(store, entry, field, change)


def _is_moved_first(store: Store, entry: Entry, field: Field, change: FieldChange) -> bool:
    """Whether what came or went was also given another parent itself: written after the list, that would meet what the
    list has made of it, as if others had."""
    if not field.other_end:
        return False
    keys = keys_of(field, change.old) ^ keys_of(field, change.new)
    moved = store.held_by_server_id(entry.list_id, keys).values()
    return any(e.state in _UNSENT and field.other_end in e.changes for each in moved for e in each.entries)
