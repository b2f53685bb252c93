"""Moves entries of the outbox on, on disk, and tells of it."""

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from todo_desktop.model.change import ChangeKind, Entry, EntryState, hides
from todo_desktop.model.changes import Changes
from todo_desktop.model.editing import not_deleted
from todo_desktop.model.held import Held
from todo_desktop.sync.ports import Store


class Entries:
    """Of one list. `report` hears of every change made to the replica."""

    def __init__(self, store: Store, list_id: int, report: Callable[[Changes], None]) -> None:
        self._store = store
        self._list_id = list_id
        self._report = report

    def change(self, entry: Entry, change: Callable[[Entry], Entry]) -> None:
        """Store what *change* makes of the entry as it is now, if it still is."""
        with self._store.transaction():
            held = self._store.held([entry.todo_id]).get(entry.todo_id)
            fresh = held.entry(entry.seq) if held else None
            if held is None or fresh is None:
                return
            self._store.put(with_entry(held, change(fresh)))
        self.tell(changed={entry.todo_id})

    def tell(self, *, added: Iterable[int] = (), changed: Iterable[int] = (), removed: Iterable[int] = ()) -> None:
        """Local ids."""
        changes = Changes(self._list_id, frozenset(added), frozenset(changed), frozenset(removed), outbox=True)
        if changes.added or changes.changed or changes.removed:
            self._report(changes)


def with_entry(held: Held, entry: Entry) -> Held:
    """*held* with its newer *entry*. A delete that was taken back on its way and has not arrived ends with it."""
    entries = tuple(entry if e.seq == entry.seq else e for e in held.entries)
    newer = replace(held, entries=entries, hidden=hides(entries))
    was_not_carried_out = entry.kind is ChangeKind.DELETE and entry.state in (EntryState.WAITING, EntryState.PARKED)
    return not_deleted(newer) if was_not_carried_out else newer
