"""Whether the server was put back to an earlier state, where no row tells when it was made.

It counts its ids on from there, so that todos made since have ids that ours had. One of them looks like ours with a new
title: what tells the two apart is what became of the rows after it. None of those is what it was if the server was put
back, while others hardly rename or delete all of the newest rows at once. Where there are no rows after it, nothing
tells, and it is taken for ours.
"""

from todo_desktop.model.change import EntryState
from todo_desktop.model.held import Held
from todo_desktop.model.lists import TodoList
from todo_desktop.model.reused_ids import is_rewritten, may_be_another
from todo_desktop.model.schema import KeyKind
from todo_desktop.model.values import Record, ServerId, server_id_of
from todo_desktop.sync.ports import Server, Store

SAMPLE = 5
"""So many of the newest rows without unsent edits are looked at."""


class PutBack:
    """Of one list; it knows what the last `look` found."""

    def __init__(self, server: Server, store: Store, list_id: int) -> None:
        self._server = server
        self._store = store
        self._list_id = list_id
        self._is_likely = False
        self._still_there: ServerId | None = None

    def look(self) -> None:
        """To be called before anything unsent is compared with a row. Raises what a read raises."""
        self._is_likely, self._still_there = False, None
        todo_list = self._store.todo_list(self._list_id)
        if not _can_be_unseen(todo_list) or not self._store.entries(self._list_id, set(EntryState)):
            return
        collection = todo_list.collection
        known = self._store.newest_known(self._list_id, SAMPLE)
        ids = [held.server_id for held in known if held.server_id is not None]
        found = {server_id_of(row, collection.primary_key): row for row in self._server.by_ids(ids)} if ids else {}
        for held in known:
            row = found.get(held.server_id) if held.server_id is not None else None
            if row is not None and not is_rewritten(held.values, row, collection):
                self._still_there = held.server_id
                return
            self._is_likely = True

    def may_have_replaced(self, held: Held, row: Record) -> bool:
        """Whether *row*, which has the id of *held*, may be the row of another todo."""
        if not self._is_likely or self._is_older(held.server_id):
            return False
        return may_be_another(held, row, self._store.todo_list(self._list_id).collection)

    def _is_older(self, server_id: ServerId | None) -> bool:
        """Than a row that is what it was."""
        there = self._still_there
        return isinstance(server_id, int) and isinstance(there, int) and server_id <= there


def _can_be_unseen(todo_list: TodoList) -> bool:
    """Ids that the server counts are given twice; creation times would tell."""
    collection = todo_list.collection
    told = bool(collection.created_at) and todo_list.permissions.view.covers(collection.created_at)
    return collection.key_kind is KeyKind.AUTOINCREMENT and not told
