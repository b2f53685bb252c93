"""Opens what one run of the sync needs, on the worker's thread: key, server, replica, and the list's lock."""

import random
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING

from msgspec import Struct

from todo_desktop.app.clock import now, random_bits
from todo_desktop.model.changes import Changes
from todo_desktop.model.connection import ApiKey, Connection
from todo_desktop.model.errors import NeedsAttention, Problem, Unavailable
from todo_desktop.model.exchange import Exchange
from todo_desktop.replica.database import Database, Purpose
from todo_desktop.replica.list_lock import ListLock
from todo_desktop.replica.store import TodoStore
from todo_desktop.sync.engine import SyncEngine

if TYPE_CHECKING:
    from todo_desktop.nocobase.api import NocoBase


class SyncSession(Struct, frozen=True):
    """An engine at work; `close` gives everything back."""

    engine: SyncEngine
    server: "NocoBase"
    store: TodoStore
    database: Database
    lock: ListLock

    def cancel(self) -> None:
        self.engine.cancel()

    def tidy(self) -> bool:
        """Index what can be searched for, and move what was written into the file, so that its log does not grow."""
        return self.store.maintain()

    def close(self) -> None:
        """Raises StorageError; the lock is given back all the same."""
        with ExitStack() as ended:
            ended.callback(self.lock.release)
            ended.callback(self.database.close)
            ended.callback(self.server.close)
            self.server.cancel()


class SessionOpener:
    """Opens sessions for one list, beside the window's *database*. *find_key* may block on the keyring, and raise
    NeedsAttention; each session asks it anew. *watch* is told of each call, on the thread that makes it."""

    def __init__(
        self,
        connection: Connection,
        list_id: int,
        database: Database,
        find_key: Callable[[], ApiKey],
        watch: Callable[[Exchange], None] | None = None,
    ) -> None:
        self._connection = connection
        self._list_id = list_id
        self._database = database
        self._find_key = find_key
        self._watch = watch

    def __call__(
        self,
        on_changes: Callable[[Changes], None],
        on_progress: Callable[[int, int | None], None],
        on_silence: Callable[[], None],
    ) -> SyncSession:
        """Raises NeedsAttention(KEY_MISSING), Unavailable(LIST_IN_USE), StorageError."""
        with ExitStack() as undone:
            # The lock first: it is asked for every second while another window has it, and a keyring may ask its user.
            lock = ListLock(self._database.folder, self._list_id)
            if not lock.acquire():
                raise Unavailable(Problem.LIST_IN_USE)
            undone.callback(lock.release)
            database = self._database.beside(Purpose.WORKER)
            undone.callback(database.close)
            session = self._open(database, lock, on_changes, on_progress, on_silence)
            undone.pop_all()
        return session

    def _open(
        self,
        database: Database,
        lock: ListLock,
        on_changes: Callable[[Changes], None],
        on_progress: Callable[[int, int | None], None],
        on_silence: Callable[[], None],
    ) -> SyncSession:
        key = self._find_key()
        if not key:
            raise NeedsAttention(Problem.KEY_MISSING)
        from todo_desktop.nocobase.api import NocoBase  # requests costs 80 ms: after the first paint

        server = NocoBase(
            self._connection.with_key(key), monotonic=time.monotonic, on_silence=on_silence, watch=self._watch
        )
        store = TodoStore(database)
        engine = SyncEngine(
            server,
            store,
            self._list_id,
            now=now,
            chance=random.random,
            on_changes=on_changes,
            on_progress=on_progress,
            random_bits=random_bits,
        )
        return SyncSession(engine, server, store, database, lock)
