"""The parts of a client as they are, which tell each step that they reach: the store, the server, its connection."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from todo_desktop.model.change import EntryState
from todo_desktop.model.connection import Connection
from todo_desktop.model.held import Held
from todo_desktop.model.lists import PullState
from todo_desktop.model.permissions import Permissions
from todo_desktop.model.schema import Collection
from todo_desktop.model.values import Milliseconds, Record, ServerId
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.nocobase.http import THREADS, Timeouts
from todo_desktop.nocobase.sockets import Lifelines, TrackedAdapter
from todo_desktop.replica.database import Database
from todo_desktop.replica.store import TodoStore

Reach = Callable[[str], None]

WRITES = {"create": "create", "update": "update", "destroy": "destroy"}
READS = {
    "account": "who we are",
    "describe": "schema",
    "totals": "totals",
    "page_by_id": "page",
    "page_by_change": "delta",
    "page_in_millisecond": "rest of the millisecond",
    "stamps": "stamps",
    "by_ids": "read by id",
    "created_at": "look for the create",
    "matching": "look for the create",
}
"""What each call is named in its steps."""

_call: ContextVar[str] = ContextVar("call")


class SteppingStore(TodoStore):
    """Tells `…, before the commit` and `…, committed` of each transaction that wrote. `edit`: what its edits are named;
    without it, writes are named after what has become of the outbox entries."""

    def __init__(self, database: Database, reach: Reach, *, edit: str = "") -> None:
        super().__init__(database)
        self._reach = reach
        self._edit = edit
        self._depth = 0
        self._written = ""

    @contextmanager
    def transaction(self) -> Iterator[None]:
        written = ""
        with super().transaction():
            self._depth += 1
            try:
                yield
                if self._depth == 1 and self._written:
                    written = self._written
                    self._reach(f"{written}, before the commit")
            finally:
                self._depth -= 1
                self._written = self._written if self._depth else ""
        if written:
            self._reach(f"{written}, committed")

    def put(self, held: Held) -> int:
        self._written = self._edit or _become(held)
        return super().put(held)

    def remove(self, todo_id: int, at: Milliseconds) -> None:
        self._written = self._edit or "removed"
        super().remove(todo_id, at)

    def restore(self, trash_id: int, change: Callable[[Held], Held] = lambda held: held) -> int:
        self._written = self._edit
        return super().restore(trash_id, change)

    def adopt(self, list_id: int, records: Sequence[Record]) -> tuple[frozenset[int], frozenset[int], list[ServerId]]:
        self._written = "rows"
        return super().adopt(list_id, records)

    def save_schema(self, list_id: int, collection: Collection, permissions: Permissions) -> bool:
        known = self.todo_list(list_id)
        if (known.collection, known.permissions) != (collection, permissions):
            self._written = "schema"
        return super().save_schema(list_id, collection, permissions)

    def save_pull_state(self, list_id: int, state: PullState) -> None:
        with self._one_statement("pull state"):
            super().save_pull_state(list_id, state)

    def save_last_sync(self, list_id: int, at: Milliseconds) -> None:
        with self._one_statement("last sync"):
            super().save_last_sync(list_id, at)

    @contextmanager
    def _one_statement(self, what: str) -> Iterator[None]:
        """It commits itself, unless a transaction is under way."""
        if self._depth:
            self._written = what
            yield
            return
        self._reach(f"{what}, before the commit")
        yield
        self._reach(f"{what}, committed")


def _become(held: Held) -> str:
    """What has become of the todo's entries."""
    states = {entry.state for entry in held.entries}
    for state, become in (
        (EntryState.SENT, "marked as sent"),
        (EntryState.ACKNOWLEDGED, "acknowledged"),
        (EntryState.WAITING, "waiting"),
        (EntryState.PARKED, "parked"),
    ):
        if state in states:
            return become
    return "settled"


class SteppingServer(NocoBase):
    """Tells of each read when it was asked and answered, and of each write the five steps from here and back."""

    def __init__(
        self, connection: Connection, reach: Reach, *, monotonic: Callable[[], float], timeouts: Timeouts | None
    ) -> None:
        super().__init__(connection, monotonic=monotonic, timeouts=timeouts)
        self._reach = reach
        http = self._http
        http._session = http._opened()
        http._session.mount("http://", _SteppingAdapter(http._lifelines, reach))

    def __getattribute__(self, name: str) -> Any:
        found = super().__getattribute__(name)
        if name in WRITES:
            return partial(self._write_told, WRITES[name], found)
        return partial(self._read_told, READS[name], found) if name in READS else found

    def _write_told(self, call: str, method: Callable[..., Any], *arguments: Any) -> Any:
        self._reach(f"{call}, before it leaves")
        with _named(call):
            answer = method(*arguments)
        self._reach(f"{call}, answer read")
        return answer

    def _read_told(self, call: str, method: Callable[..., Any], *arguments: Any) -> Any:
        with _named(call):
            answer = method(*arguments)
        self._reach(f"{call} answered")
        return answer


@contextmanager
def _named(call: str) -> Iterator[None]:
    """What this thread asks meanwhile is that *call*."""
    token = _call.set(call)
    try:
        yield
    finally:
        _call.reset(token)


class _SteppingAdapter(TrackedAdapter):
    """Tells of a write when half of it has left, when all of it has, and when the server's answer has come, unread."""

    def __init__(self, lifelines: Lifelines, reach: Reach) -> None:
        super().__init__(lifelines, None, THREADS)
        pool: Any = self.poolmanager.pool_classes_by_scheme["http"]
        connection = type("Connection", (pool.ConnectionCls,), _telling(pool.ConnectionCls, reach))
        self.poolmanager.pool_classes_by_scheme = {"http": type("Pool", (pool,), {"ConnectionCls": connection})}


def _telling(connection: Any, reach: Reach) -> dict[str, Any]:
    """The two methods of *connection* that every request goes through, telling its steps."""

    def send(self: Any, data: Any) -> None:
        if self.head_has_left and _call.get() in WRITES.values():
            reach(f"{_call.get()}, half of it sent")
        connection.send(self, data)
        self.head_has_left = True

    def getresponse(self: Any) -> Any:
        self.head_has_left = False
        call = _call.get()
        if call not in WRITES.values():
            reach(f"{call} asked")
            return connection.getresponse(self)
        reach(f"{call}, on its way")
        response = connection.getresponse(self)
        reach(f"{call}, answered")
        return response

    return {"send": send, "getresponse": getresponse, "head_has_left": False}
