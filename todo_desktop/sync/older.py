"""Rows that a read shows in an older state than an earlier read did: the server was put back to a backup.

What the server has is what is so, and a todo takes its older state. But what it held is nowhere else any more: it is
kept, to be restored, and told.
"""

from collections.abc import Callable

from todo_desktop.model.changes import Changes
from todo_desktop.model.held import Held
from todo_desktop.model.instants import from_instant
from todo_desktop.model.reused_ids import hold_the_same
from todo_desktop.model.schema import Collection
from todo_desktop.model.values import Milliseconds, Record
from todo_desktop.sync.ports import Server, Store

APART = 60_000
"""The clocks of several application servers differ by so much at most (ms), and so do the change times of writes that
race: a row that was written since the last look is no older one, whatever its time."""


class OlderStates:
    """Of one list. `keep` is to be called inside a transaction, before the row is taken over."""

    def __init__(self, server: Server, store: Store, list_id: int, now: Callable[[], Milliseconds]) -> None:
        self._server = server
        self._store = store
        self._list_id = list_id
        self._now = now

    def keep(self, held: Held, row: Record) -> Changes:
        """What was last read of *held*, if *row* is an older state of it."""
        known = held.last_read
        if known is None or not self._is_older(known, row):
            return Changes(self._list_id)
        self._store.keep_state(held, self._now())
        return Changes(self._list_id, went_back=frozenset({held.todo_id}))

    def _is_older(self, known: Record, row: Record) -> bool:
        todo_list = self._store.todo_list(self._list_id)
        before, there = _changed_at(known, todo_list.collection), _changed_at(row, todo_list.collection)
        if before is None or there is None or there >= before or _shows_the_same(known, row, todo_list.collection):
            return False
        looked, clock = todo_list.last_sync, self._server.clock()
        # A server whose clock was ahead and is put right writes earlier times, too: but it does so after our last look.
        return looked is None or clock is None or clock - there > max(self._now() - looked, 0) + APART


def _shows_the_same(known: Record, row: Record, collection: Collection) -> bool:
    """A field that has just gone out of sight may have gone back as well."""
    unseen = (f for f in collection.fields if not f.system and known.get(f.name) is not None and f.name not in row)
    return hold_the_same(known, row, collection) and not any(unseen)


def _changed_at(row: Record, collection: Collection) -> Milliseconds | None:
    at = row.get(collection.updated_at) if collection.updated_at else None
    return from_instant(at) if isinstance(at, str) else None
