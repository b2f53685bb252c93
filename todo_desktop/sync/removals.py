"""Todos that the server has no more: removed here too, after a question where they are many, or brought back there."""

import logging
from collections.abc import Callable, Sequence

from todo_desktop.model.change import EntryState
from todo_desktop.model.changes import Changes
from todo_desktop.model.editing import brought_back, returning
from todo_desktop.model.errors import NeedsAttention, Problem
from todo_desktop.model.held import Held
from todo_desktop.model.reused_ids import displaced, is_of_another
from todo_desktop.model.values import Milliseconds, ServerId, server_id_of
from todo_desktop.sync import plan
from todo_desktop.sync.displacing import displace
from todo_desktop.sync.other_ends import OtherEnds
from todo_desktop.sync.ports import Server, Store

log = logging.getLogger(__name__)

IN_ONE_TRANSACTION = 200
GUARDED_FROM = 20
"""Lists shorter than this are guarded only against losing every row."""


class Removals:
    """Of one list. `report` hears of every change; `before_many` raises NeedsAttention where the rows are missing
    because this is not their server. `allowed` and `come_back` are the user's answers, until `forget_answers`: of how
    many todos they were told, for more than those they are asked again. 0 where they gave none."""

    def __init__(
        self,
        server: Server,
        store: Store,
        list_id: int,
        *,
        now: Callable[[], Milliseconds],
        report: Callable[[Changes], None],
        before_many: Callable[[], None],
        other_ends: OtherEnds,
    ) -> None:
        self._server = server
        self._store = store
        self._list_id = list_id
        self._now = now
        self._report = report
        self._before_many = before_many
        self._other_ends = other_ends
        self.allowed = 0
        self.come_back = 0

    def forget_answers(self) -> None:
        self.allowed = self.come_back = 0

    def expect(self, missing: int) -> None:
        """So many rows are missing there: before rows of another server take the place of ours, it is made sure that it
        is ours. Raises NeedsAttention."""
        if self._are_many(missing):
            self._before_many()

    def settle(self, gone: Sequence[int], reused: Sequence[ServerId]) -> None:
        """The rows of the todos *gone* are gone there, and other todos have the ids *reused*, under which there were no
        unsent edits. Raises NeedsAttention, MASS_REMOVAL where it asks, and what a read raises."""
        if not gone and not reused:
            return
        edited = {entry.todo_id for entry in self._store.entries(self._list_id, set(EntryState))}
        lost = sum(todo_id not in edited for todo_id in gone) + len(reused)
        many = lost > 0 and self._are_many(len(gone) + len(reused))
        if many:
            self._before_many()
        if many and max(self.allowed, self.come_back) < lost:
            raise NeedsAttention(Problem.MASS_REMOVAL, str(lost))
        come_back = many and self.come_back > 0
        for start in range(0, len(reused), IN_ONE_TRANSACTION):
            self._displace(reused[start : start + IN_ONE_TRANSACTION], come_back=come_back)
        settle = self._bring_back if come_back else self._let_go
        for start in range(0, len(gone), IN_ONE_TRANSACTION):
            settle(gone[start : start + IN_ONE_TRANSACTION])

    def _are_many(self, gone: int) -> bool:
        """More than a fifth of a list of 20 or more, or the whole of one."""
        known = self._store.count(self._list_id)
        return gone > 0 and (gone >= known or (known >= GUARDED_FROM and gone * 5 > known))

    def _displace(self, reused: Sequence[ServerId], *, come_back: bool) -> None:
        """Other todos come in under these ids; ours go, or come back as new rows."""
        collection = self._store.todo_list(self._list_id).collection
        rows = {server_id_of(row, collection.primary_key): row for row in self._server.by_ids(reused)}
        changes = Changes(self._list_id)
        with self._store.transaction():
            for server_id, held in self._store.held_by_server_id(self._list_id, rows).items():
                row = rows[server_id]
                if not is_of_another(held, row, collection):
                    continue  # somebody has put it right meanwhile
                left = plan.on_another(held, collection)
                if come_back and left is None and not _goes_here(held):
                    left = self._back(displaced(held, collection))
                changes |= displace(self._store, held, left, row, self._now())
        log.info("%d todos are others on the server now", len(changes.added))
        self._report(changes)

    def _back(self, held: Held) -> Held:
        return brought_back(held, operation=f"{self._list_id}/{held.todo_id}/brought-back", now=self._now())

    def _let_go(self, todo_ids: Sequence[int]) -> None:
        removed, changed = set(), set()
        with self._store.transaction():
            for todo_id, held in self._store.held(todo_ids).items():
                self._other_ends.note(held.server_id, held.last_read, None)
                left = plan.on_absent(held)
                if left is None:
                    self._store.remove(todo_id, self._now())
                    removed.add(todo_id)
                else:
                    self._store.put(left)
                    changed.add(todo_id)
        log.info("%d todos are gone on the server, %d of them have unsent changes", len(todo_ids), len(changed))
        self._report(
            Changes(self._list_id, changed=frozenset(changed), removed=frozenset(removed), outbox=bool(changed))
        )

    def _bring_back(self, todo_ids: Sequence[int]) -> None:
        """The user keeps what is gone there: it is created again under its original ids, unless it was deleted here."""
        removed, changed = set(), set()
        with self._store.transaction():
            for todo_id, held in self._store.held(todo_ids).items():
                if _goes_here(held):
                    self._store.remove(todo_id, self._now())
                    removed.add(todo_id)
                elif held.create_entry is None:
                    self._store.put(self._back(held))
                    changed.add(todo_id)
        self._report(Changes(self._list_id, changed=frozenset(changed), removed=frozenset(removed), outbox=True))


def _goes_here(held: Held) -> bool:
    """Whether its user has deleted it: one who is still asked about that sees it, and keeps it with the rest."""
    delete = held.delete_entry
    return delete is not None and delete.state is not EntryState.PARKED and returning(held) is None
