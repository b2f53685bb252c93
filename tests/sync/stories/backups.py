"""A server that is put back to a backup: what each computer has to keep of what it knew, and to tell its user.

A todo that is shown in an older state takes that state, and what it held before is in *Recently removed*; one whose row
is gone is there itself, unless its user is asked about it. An older state is known by its change time. So nothing is
owed where the list has none, where the server's clock was set at some time, where the computer had not read the list as
a whole since the backup or its own clock was set after that, and where somebody has written the row again before the
computer looked.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from tests.sync.stories.computer import Computer
from tests.sync.stories.ledger import Ledger
from todo_desktop.model.held import Held
from todo_desktop.model.instants import normal_instant
from todo_desktop.model.reused_ids import hold_the_same
from todo_desktop.model.schema import Collection

Rows = Mapping[Any, Mapping[str, Any]]


class Server(Protocol):
    ledger: Ledger

    def rows(self) -> Rows: ...
    def back_up(self) -> None: ...
    def put_back(self) -> None: ...


@dataclass(frozen=True, slots=True)
class _Owed:
    """What a computer knew of a todo when its row was put back to what it was *then*, or to nothing."""

    held: Held
    then: Mapping[str, Any] | None


class Backups:
    """Of one story; `missing` collects what was not kept, or not told."""

    def __init__(self, server: Server, computers: Sequence[Computer], collection: Collection) -> None:
        self._server = server
        self._computers = computers
        self._collection = collection
        self._rows: Rows | None = None
        self._times_tell = bool(collection.updated_at)
        self._up_to_date: set[int] = set()
        self._owed = defaultdict[int, list[_Owed]](list)
        self._crashed: set[int] = set()
        self.missing: list[str] = []

    def make(self) -> None:
        self._server.back_up()
        self._rows = dict(self._server.rows())
        self._up_to_date.clear()

    def put_back(self) -> None:
        """To the backup that was made last, where there is one; not a second time."""
        then, self._rows = self._rows, None
        if then is None:
            return
        before = self._server.rows()
        self._server.put_back()
        self._server.ledger.put_back(before, then)
        self._crashed.clear()
        for who, computer in enumerate(self._computers):
            self._owed[who] = [
                _Owed(held, then.get(held.server_id))
                for held in computer.held().values()
                if held.server_id in before and self._is_owed(who, held, then.get(held.server_id))
            ]

    def _is_owed(self, who: int, held: Held, then: Mapping[str, Any] | None) -> bool:
        if held.last_read is None or then is None:
            return held.last_read is not None
        if not self._times_tell or who not in self._up_to_date or hold_the_same(held.last_read, then, self._collection):
            return False
        return self._changed_at(then) < self._changed_at(held.last_read)

    def _changed_at(self, row: Mapping[str, Any]) -> str:
        return normal_instant(str(row[self._collection.updated_at]))

    # What happens meanwhile

    def clock_was_set(self, who: int) -> None:
        self._up_to_date.discard(who)
        self._owed[who] = [one for one in self._owed[who] if one.then is None]

    def servers_clock_was_set(self) -> None:
        self._times_tell = False
        for who in range(len(self._computers)):
            self.clock_was_set(who)

    def crashed(self, who: int) -> None:
        """What it was about to tell is lost."""
        self._crashed.add(who)

    def taken_out(self, who: int) -> None:
        """Its user takes something out of what was kept."""
        self._owed[who].clear()

    def written(self, who: int) -> None:
        """Rows that others have written again tell that computer nothing of what was before."""
        if self._owed[who]:
            rows = self._server.rows()
            self._owed[who] = [one for one in self._owed[who] if one.then is None or self._stands(one, rows)]

    def _stands(self, one: _Owed, rows: Rows) -> bool:
        row = rows.get(one.held.server_id)
        return row is not None and one.then is not None and self._changed_at(row) == self._changed_at(one.then)

    # What came of it

    def looked(self, who: int) -> None:
        """That computer has read the list as a whole."""
        self._up_to_date.add(who)
        if self._owed[who]:
            held, rows = self._computers[who].held(), self._server.rows()
            self._owed[who] = [one for one in self._owed[who] if not self._is_settled(who, one, held, rows)]

    def _is_settled(self, who: int, one: _Owed, held: Mapping[int, Held], rows: Rows) -> bool:
        now = held.get(one.held.todo_id)
        if one.then is None:
            if now is not None:
                return bool(now.entries) or now.server_id in rows
            self._demand(self._is_kept(who, one, went_back=False), f"computer {who} has not kept {one.held}")
            return True
        if now is None or now.hidden:
            return True  # by its user
        if now.last_read is not None and self._changed_at(now.last_read) == self._changed_at(one.held.last_read or {}):
            return False  # not seen yet
        self._demand(self._is_kept(who, one, went_back=True), f"computer {who} has not kept {one.held} ({one.then})")
        told = any(one.held.todo_id in changes.went_back for changes in self._computers[who].heard)
        self._demand(told or who in self._crashed, f"computer {who} has not told of {one.held}")
        return True

    def _is_kept(self, who: int, one: _Owed, *, went_back: bool) -> bool:
        computer, known = self._computers[who], one.held.last_read or {}
        return any(
            trashed.todo.id == one.held.todo_id
            and trashed.went_back is went_back
            and (not went_back or hold_the_same(known, trashed.todo.values, self._collection))
            for trashed in computer.store.trash(computer.list_id)
        )

    def _demand(self, kept: bool, complaint: str) -> None:
        if not kept:
            self.missing.append(complaint)
