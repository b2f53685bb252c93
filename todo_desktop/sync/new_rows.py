"""New rows: the ids that they carry, how they are linked to their todos, and how they are looked for."""

from collections.abc import Callable

from msgspec.structs import replace

from todo_desktop.model.change import ChangeKind, Entry, EntryState, FieldChange
from todo_desktop.model.errors import Problem
from todo_desktop.model.held import Held
from todo_desktop.model.lists import TodoList
from todo_desktop.model.reused_ids import displaced, is_another
from todo_desktop.model.values import Milliseconds, Record, ServerId, server_id_of
from todo_desktop.sync import plan
from todo_desktop.sync.creates import Rows, carries_marker, chosen_id, is_ours, may_choose_id, recognise
from todo_desktop.sync.entries import Entries, with_entry
from todo_desktop.sync.ids import IdMaker
from todo_desktop.sync.ports import Server, Store
from todo_desktop.sync.schedule import next_look

SERVER_ERRORS_TO_PARK = 3
"""A 500 can be the user's input (trap 13): after so many it will not go away by itself."""


class NewRows:
    """Of one list. `ids` makes ids of ours; None where the server alone does."""

    def __init__(
        self,
        server: Server,
        store: Store,
        list_id: int,
        entries: Entries,
        *,
        now: Callable[[], Milliseconds],
        ids: IdMaker | None,
    ) -> None:
        self._server = server
        self._store = store
        self._list_id = list_id
        self._entries = entries
        self._now = now
        self.ids = ids

    def with_id(self, held: Held, entry: Entry) -> Entry:
        """A create carries an id of ours where that is allowed: it is known before anything is sent."""
        todo_list = self._store.todo_list(self._list_id)
        collection = todo_list.collection
        if entry.kind is not ChangeKind.CREATE or held.server_id is not None or self.ids is None:
            return entry
        if collection.primary_key in entry.changes or not may_choose_id(collection, todo_list.permissions):
            return entry
        chosen = self.ids.next(collection.key_kind)
        if chosen is None:
            return entry
        return replace(entry, changes={**entry.changes, collection.primary_key: FieldChange(None, chosen)})

    def answered(self, held: Held, entry: Entry, reply: Record) -> None:
        """The server says that it made the row."""
        collection = self._store.todo_list(self._list_id).collection
        server_id = server_id_of(reply, collection.primary_key)
        if chosen_id(held, entry, collection) not in (None, server_id):
            self.ids = None  # dropped in silence: from now on the marker is what a create is known by
        self._created(entry, server_id, reply)

    def is_there_under_its_id(self, held: Held, entry: Entry) -> bool:
        """Whether a refused create was about its id: the row is ours, or the next try has another id."""
        todo_list = self._store.todo_list(self._list_id)
        collection = todo_list.collection
        chosen = chosen_id(held, entry, collection)
        row = next(iter(self._server.by_ids([chosen])), None) if chosen is not None else None
        if chosen is None or row is None:
            return False
        if is_ours(row, entry, todo_list):
            self._found(entry, chosen, row)
        else:
            others = {name: change for name, change in entry.changes.items() if name != collection.primary_key}
            self._entries.change(entry, lambda e: replace(e, changes=others, state=EntryState.WAITING))
        return True

    def has_lost_its_id(self, held: Held, entry: Entry) -> bool:
        """Whether a todo that is to be brought back was refused because another one has its id now; it is parked."""
        todo_list = self._store.todo_list(self._list_id)
        rows = self._server.by_ids([held.server_id]) if held.server_id is not None else []
        if not any(_took_its_id(held, row, todo_list) for row in rows):
            return False
        self._park_without_id(entry)
        return True

    def look_for(self, held: Held, entry: Entry) -> bool:
        """A create whose outcome is unknown is looked for, and looked for again, before anything is sent again."""
        todo_list = self._store.todo_list(self._list_id)
        last = next_look(entry.tries + 1) is None
        found = recognise(self._server, held, entry, todo_list, last=last, free=lambda rows: self._free(held, rows))
        if held.server_id is not None and any(_took_its_id(held, row, todo_list) for row in found.rows):
            self._park_without_id(entry)
            return False
        free = self._free(held, found.rows)
        if len(free) == 1 and found.sure:
            self._found(entry, server_id_of(free[0], todo_list.collection.primary_key), free[0])
        elif free:
            self._entries.change(entry, lambda e: e.parked(Problem.AMBIGUOUS_CREATE))
        else:
            next_step = self._not_found_yet(entry)
            self._entries.change(entry, lambda _: next_step)
            return next_step.state is EntryState.WAITING  # given up: sent again before a pull could bring it twice
        return len(free) == 1 and found.sure

    def _free(self, held: Held, rows: Rows) -> Rows:
        """Without those that are known as other todos."""
        key = self._store.todo_list(self._list_id).collection.primary_key
        linked = self._store.held_by_server_id(self._list_id, [server_id_of(row, key) for row in rows])
        return [row for row in rows if linked.get(server_id_of(row, key), held).todo_id == held.todo_id]

    def _not_found_yet(self, entry: Entry) -> Entry:
        wait = next_look(entry.tries + 1)
        if wait is not None:
            return replace(entry, tries=entry.tries + 1, not_before=self._now() + wait)
        if entry.problem is Problem.SERVER_ERROR and entry.tries > SERVER_ERRORS_TO_PARK:
            return entry.parked(Problem.INVALID_INPUT, entry.detail)
        return replace(entry, state=EntryState.WAITING, tries=entry.tries + 1, not_before=self._now())

    def _park_without_id(self, entry: Entry) -> None:
        """Its user is asked again: somebody else may have brought it back as that other one."""
        collection = self._store.todo_list(self._list_id).collection
        with self._store.transaction():
            held = self._store.held([entry.todo_id]).get(entry.todo_id)
            fresh = held.entry(entry.seq) if held else None
            if held is None or fresh is None:
                return
            self._store.put(displaced(with_entry(held, fresh.parked(Problem.GONE)), collection))
        self._entries.tell(changed={entry.todo_id})

    def _found(self, entry: Entry, server_id: ServerId, row: Record) -> None:
        """No reply came. *row* may show what others have written since; when it was made stays what it is."""
        made = self._store.todo_list(self._list_id).collection.created_at
        self._created(entry, server_id, {made: row[made]} if made in row else {})

    def _created(self, entry: Entry, server_id: ServerId, reply: Record) -> None:
        """*reply* is what was told of the row: no more than the time at which it was made where it was looked for."""
        collection = self._store.todo_list(self._list_id).collection
        with self._store.transaction():
            held = self._store.held([entry.todo_id]).get(entry.todo_id)
            if held is None:  # nobody waits for it here: the row comes in as any other does
                return
            double = self._store.held_by_server_id(self._list_id, [server_id]).get(server_id, held)
            if double.todo_id != held.todo_id and double.entries:
                self._store.put(with_entry(held, (held.entry(entry.seq) or entry).parked(Problem.AMBIGUOUS_CREATE)))
                self._entries.tell(changed={entry.todo_id})
                return
            if double.todo_id != held.todo_id:  # it arrived so late that a pull has brought it as a new todo
                self._store.remove(double.todo_id, self._now())
            changes = {name: change for name, change in entry.changes.items() if name != collection.primary_key}
            done = plan.acknowledged(replace(entry, changes=changes), reply, collection)
            self._store.put(replace(with_entry(held, done), server_id=server_id))
        self._entries.tell(changed={entry.todo_id}, removed={double.todo_id} - {held.todo_id})


def _took_its_id(held: Held, row: Record, todo_list: TodoList) -> bool:
    """Whether the row under the id of *held*, which is to be brought back, is another todo: ours was sent with its old
    creation time, which tells where the role may write that."""
    collection = todo_list.collection
    return carries_marker(collection, todo_list.permissions) and is_another(held.values, row, collection)
