"""The program without its window: a replica on disk, the verbs, and the engine, on one list of a server."""

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from tests.contract.site import Reachable, connection_to
from todo_desktop.model.change import Entry, EntryState
from todo_desktop.model.changes import Changes
from todo_desktop.model.errors import Problem
from todo_desktop.model.lists import ListIdentity
from todo_desktop.model.permissions import Permissions
from todo_desktop.model.query import Query
from todo_desktop.model.schema import Collection, Field, FieldKind, guess_roles
from todo_desktop.model.todo import Todo
from todo_desktop.model.values import Milliseconds
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.nocobase.http import Timeouts
from todo_desktop.replica.database import Database, Purpose, open_database
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore
from todo_desktop.service import UNDO_MS, TodoService
from todo_desktop.sync.calls import Lines, Threads
from todo_desktop.sync.engine import SyncEngine
from todo_desktop.sync.pull import PageSizes
from todo_desktop.sync.push import SIDE_BY_SIDE

IMPATIENT = Timeouts(connect=2.0, read=0.5, call=1.5)
_UNSEEN_FIELDS = (Field("completed", FieldKind.BOOLEAN), Field("title", FieldKind.TEXT))


@dataclass
class ShiftedClock:
    """The machine's clock, moved forward at will."""

    ahead: int = 0

    def now(self) -> int:
        return time.time_ns() // 1_000_000 + self.ahead

    def forward(self, milliseconds: int) -> None:
        self.ahead += milliseconds


class Client:
    """One computer. `restart` ends it like a crash would and opens it again on the same folder.

    Alone with its server it need not wait for others' writes before it confirms its own; `settle=None` does.
    """

    def __init__(
        self,
        folder: Path,
        site: Reachable,
        *,
        pages: PageSizes,
        timeouts: Timeouts | None = None,
        ca_file: str = "",
        clock: ShiftedClock | None = None,
        settle: Callable[[Milliseconds], object] | None = lambda _milliseconds: None,
    ) -> None:
        self.folder = folder
        self.site = site
        self.clock = clock or ShiftedClock()
        self.heard: list[Changes] = []
        self.progress: list[tuple[int, int | None]] = []
        self._pages = pages
        self._timeouts = timeouts
        self._ca_file = ca_file
        self._settle = settle
        self._operations = 0
        self.side_by_side = SIDE_BY_SIDE
        self._open()

    def _open(self) -> None:
        self._window, self._worker = self._databases()
        self.store = self._store(self._window, Purpose.WINDOW)
        identity = ListIdentity(self.site.base_url, self.site.collection, str(self.site.user_id))
        unseen = Collection(self.site.collection, fields=_UNSEEN_FIELDS, roles=guess_roles(_UNSEEN_FIELDS))
        self.list_id = self.store.open_list(identity, unseen).id
        self.reader = Reader(self._window)
        self.service = TodoService(
            self.store, self.store.todo_list(self.list_id), now=self.clock.now, new_operation=self._operation
        )
        self.server = self._server()
        self.connect()

    def _databases(self) -> tuple[Database, Database]:
        """The window's connection and the worker's."""
        return open_database(self.folder, Purpose.WINDOW), open_database(self.folder, Purpose.WORKER)

    def connect(self, key: str | None = None) -> None:
        """Begin a new session with the server, with another *key* where one is given."""
        self.server.close()
        self.server = self._server(key)
        self.engine = SyncEngine(
            self.server,
            self._store(self._worker, Purpose.WORKER),
            self.list_id,
            now=self.clock.now,
            chance=lambda: 0.0,
            on_changes=self._hear,
            on_progress=lambda done, total: self.progress.append((done, total)),
            random_bits=self._random_bits,
            settle=self._settle,
            pages=self._pages,
            side_by_side=self.side_by_side,
            lines=self._lines,
        )

    def _lines(self, most: int) -> Lines:
        """What the calls of a push go over."""
        return Threads(most)

    def _random_bits(self, bits: int) -> int:
        return secrets.randbits(bits)

    def lose_patience(self, timeouts: Timeouts = IMPATIENT) -> None:
        """From now on a server that hangs is given up soon."""
        self._timeouts = timeouts
        self.connect()

    def _store(self, database: Database, _purpose: Purpose) -> TodoStore:
        return TodoStore(database)

    def _server(self, key: str | None = None) -> NocoBase:
        connection = replace(connection_to(self.site, key), ca_file=self._ca_file)
        return NocoBase(connection, monotonic=time.monotonic, timeouts=self._timeouts)

    def close(self) -> None:
        self.server.close()
        self._worker.close()
        self._window.close()

    def restart(self, meanwhile: Callable[[], object] = lambda: None) -> None:
        self.close()
        meanwhile()
        self._open()

    def _operation(self) -> str:
        self._operations += 1
        return f"{self.folder.name}-{self._operations}"

    def _hear(self, changes: Changes) -> None:
        self.heard.append(changes)
        if changes.schema:
            self.service.reload_list()

    # What its user does

    def add(self, title: str, **values: Any) -> int:
        return max(self.service.add({"title": title, **values}).added)

    def miss_what_the_role_may_not(self) -> None:
        """As if it had lost rights since somebody looked: the server alone knows."""
        self.store.save_schema(self.list_id, self.store.todo_list(self.list_id).collection, Permissions())
        self.service.reload_list()

    def edit(self, todo: str | int, **values: Any) -> None:
        self.service.edit([self.id_of(todo)], values)

    def delete(self, todo: str | int, *, for_good: bool = True) -> None:
        """*for_good*: the undo bar goes, too."""
        self.service.delete([self.id_of(todo)])
        if for_good:
            self.clock.forward(UNDO_MS + 1)

    def undo(self) -> None:
        self.service.undo()

    # What the sync does

    def sync(self) -> bool:
        """One cycle; whether the list was read, too."""
        return self.engine.cycle()

    def settle(self, cycles: int = 12) -> None:
        """Cycles until nothing waits for its time any more; the time in between passes at once."""
        for _ in range(cycles):
            self.engine.cycle()
            due = self.engine.next_due()
            if due is None:
                return
            self.clock.forward(max(due - self.clock.now(), 0))
        raise AssertionError(f"not settled after {cycles} cycles: {self.entries()}")

    # What its window shows

    def todos(self) -> list[Todo]:
        return self.reader.rows(list(self.reader.ids(Query(self.list_id))))

    def todo(self, todo: str | int) -> Todo:
        (found,) = self.reader.rows([self.id_of(todo)])
        return found

    def id_of(self, todo: str | int) -> int:
        if isinstance(todo, int):
            return todo
        (found,) = [one.id for one in self.todos() if one.values.get("title") == todo]
        return found

    def titles(self) -> list[str]:
        return sorted(str(todo.values.get("title")) for todo in self.todos())

    def values(self) -> dict[Any, Mapping[str, Any]]:
        """What is shown, by the server's id."""
        return {todo.server_id: todo.values for todo in self.todos()}

    def entries(self) -> list[Entry]:
        return self.store.entries(self.list_id, set(EntryState))

    def problems(self) -> list[tuple[str, Problem | None]]:
        """Title and problem of what needs a person."""
        return [
            (str(self.store.held([e.todo_id])[e.todo_id].values.get("title")), e.problem)
            for e in self.entries()
            if e.state is EntryState.PARKED
        ]
