"""Todos that the server has no more: removed here too, after a question where they are many, or brought back there."""

import logging
from collections.abc import Callable, Sequence

from todo_desktop.model.change import EntryState
from todo_desktop.model.changes import Changes
from todo_desktop.model.editing import brought_back
from todo_desktop.model.errors import NeedsAttention, Problem
from todo_desktop.model.values import Milliseconds
from todo_desktop.sync import plan
from todo_desktop.sync.ports import Store

log = logging.getLogger(__name__)

IN_ONE_TRANSACTION = 200
GUARDED_FROM = 20
"""Lists shorter than this are guarded only against losing every row."""


class Removals:
    """Of one list. `report` hears of every change; `before_many` raises NeedsAttention where the rows are missing
    because this is not their server. `allowed` and `come_back` are the user's answers, until `forget_answers`."""

    def __init__(
        self,
        store: Store,
        list_id: int,
        *,
        now: Callable[[], Milliseconds],
        report: Callable[[Changes], None],
        before_many: Callable[[], None],
    ) -> None:
        self._store = store
        self._list_id = list_id
        self._now = now
        self._report = report
        self._before_many = before_many
        self.allowed = False
        self.come_back = False

    def forget_answers(self) -> None:
        self.allowed = self.come_back = False

    def expect(self, missing: int) -> None:
        """So many rows are missing there: before rows of another server take the place of ours, it is made sure that it
        is ours. Raises NeedsAttention."""
        if self._are_many(missing):
            self._before_many()

    def settle(self, gone: Sequence[int]) -> None:
        """The rows of these todos are gone there. Raises NeedsAttention, MASS_REMOVAL where it asks."""
        if not gone:
            return
        edited = {entry.todo_id for entry in self._store.entries(self._list_id, set(EntryState))}
        lost = sum(todo_id not in edited for todo_id in gone)
        many = lost > 0 and self._are_many(len(gone))
        if many:
            self._before_many()
        if many and not self.allowed and not self.come_back:
            raise NeedsAttention(Problem.MASS_REMOVAL, str(lost))
        settle = self._bring_back if many and self.come_back else self._let_go
        for start in range(0, len(gone), IN_ONE_TRANSACTION):
            settle(gone[start : start + IN_ONE_TRANSACTION])

    def _are_many(self, gone: int) -> bool:
        """More than a fifth of a list of 20 or more, or the whole of one."""
        known = self._store.count(self._list_id)
        return gone > 0 and (gone >= known or (known >= GUARDED_FROM and gone * 5 > known))

    def _let_go(self, todo_ids: Sequence[int]) -> None:
        removed, changed = set(), set()
        with self._store.transaction():
            for todo_id, held in self._store.held(todo_ids).items():
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
                if held.delete_entry is not None:
                    self._store.remove(todo_id, self._now())
                    removed.add(todo_id)
                elif held.create_entry is None:
                    operation = f"{held.server_id}/brought-back"
                    self._store.put(brought_back(held, operation=operation, now=self._now()))
                    changed.add(todo_id)
        self._report(Changes(self._list_id, changed=frozenset(changed), removed=frozenset(removed), outbox=True))
