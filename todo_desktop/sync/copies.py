"""A replica that was copied, with new todos that were not sent yet: each copy sends them, and none may make them twice.

The copy knows that it is one (its file is in another place), and looks for all of them before it sends any, as for
creates whose outcome is unknown. The original does not know of the copy, which may have been quicker: it looks for what
has waited long, where rows can be found by the time at which they were typed.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from todo_desktop.model.change import ChangeKind, Entry, EntryState
from todo_desktop.model.instants import normal_instant, to_instant
from todo_desktop.model.values import Milliseconds
from todo_desktop.sync.creates import carries_marker, of_our_user, tells
from todo_desktop.sync.entries import Entries, with_entry
from todo_desktop.sync.parents import waits_for_parent
from todo_desktop.sync.ports import Server, Store

WAITED_LONG = 60_000
"""A new todo is sent within seconds; one that has waited so long (ms) may have been copied, and sent from there."""


class Copies:
    """Of one list."""

    def __init__(self, server: Server, store: Store, list_id: int, entries: Entries) -> None:
        self._server = server
        self._store = store
        self._list_id = list_id
        self._entries = entries

    def settle_in(self) -> None:
        """Where this is a copy, new todos are looked for before they are sent."""
        at_home = self._store.is_at_home(self._list_id)
        if at_home:
            return
        with self._store.transaction():
            doubted = self._doubt(self._unsent()) if at_home is False else []
            self._store.settle_in(self._list_id)
        self._entries.tell(changed=doubted)

    def look(self, now: Milliseconds) -> None:
        """Whether somebody has sent what has waited long, until *now*: what can be it is looked at more closely before
        anything is sent. Raises what a read raises."""
        todo_list = self._store.todo_list(self._list_id)
        if not carries_marker(todo_list.collection, todo_list.permissions):
            return
        turn = [e for e in self._unsent() if e.not_before <= now and not waits_for_parent(self._store, e)]
        long_ago = [e for e in turn if abs(now - e.created_at) > WAITED_LONG]
        waiting = {to_instant(e.created_at): e for e in long_ago if tells(e, todo_list.collection)}
        rows = of_our_user(self._server.created_at(list(waiting)), todo_list) if waiting else []
        made = {normal_instant(str(row.get(todo_list.collection.created_at))) for row in rows}
        with self._store.transaction():
            doubted = self._doubt(waiting[at] for at in made & waiting.keys())
        self._entries.tell(changed=doubted)

    def _unsent(self) -> list[Entry]:
        """Creates of new todos; what is brought back has its old id, which cannot be there twice."""
        waiting = self._store.entries(self._list_id, {EntryState.WAITING})
        creates = [entry for entry in waiting if entry.kind is ChangeKind.CREATE]
        held = self._store.held([entry.todo_id for entry in creates])
        return [e for e in creates if e.todo_id in held and held[e.todo_id].server_id is None]

    def _doubt(self, creates: Iterable[Entry]) -> list[int]:
        """Those that still wait may have been sent; their todos. Inside a transaction."""
        doubted = []
        by_todo = {entry.todo_id: entry for entry in creates}
        for todo_id, held in self._store.held(by_todo).items():
            fresh = held.entry(by_todo[todo_id].seq)
            if fresh is not None and fresh.state is EntryState.WAITING:
                sent = replace(fresh, state=EntryState.SENT, tries=max(fresh.tries, 1), not_before=0)
                self._store.put(with_entry(held, sent))
                doubted.append(todo_id)
        return doubted
