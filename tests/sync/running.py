"""A sync thread on a client's replica, and everything that it says."""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.contract.site import Reachable, connection_to
from tests.support.waiting import wait_until
from todo_desktop.model.changes import Changes
from todo_desktop.model.errors import Problem, Unavailable
from todo_desktop.model.status import Phase, SyncStatus
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.replica.database import Database, Purpose, open_database
from todo_desktop.replica.list_lock import ListLock
from todo_desktop.replica.store import TodoStore
from todo_desktop.sync.engine import SyncEngine
from todo_desktop.sync.pull import PageSizes
from todo_desktop.sync.worker import Listener, SyncWorker


def now() -> int:
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class OpenSession:
    """What one run of the sync needs, as the program opens it."""

    engine: SyncEngine
    server: NocoBase
    database: Database
    store: TodoStore
    lock: ListLock

    def cancel(self) -> None:
        self.engine.cancel()

    def tidy(self) -> bool:
        return self.store.maintain()

    def close(self) -> None:
        self.server.cancel()
        self.server.close()
        self.database.close()
        self.lock.release()


@dataclass(slots=True)
class Heard:
    """What the worker told, in order."""

    statuses: list[SyncStatus] = field(default_factory=list)
    changes: list[Changes] = field(default_factory=list)

    @property
    def phases(self) -> list[Phase]:
        """Without repetitions."""
        told = [status.phase for status in self.statuses]
        return [phase for place, phase in enumerate(told) if place == 0 or told[place - 1] is not phase]


class Running:
    """`interval` in ms. Stop it before the test ends."""

    def __init__(
        self,
        folder: Path,
        site: Reachable,
        list_id: int,
        *,
        interval: int = 3_600_000,
        rows: int = 2000,
        offline: bool = False,
        key: Callable[[], str] | None = None,
        clock: Callable[[], int] = now,
    ) -> None:
        self.heard = Heard()
        self.sessions: list[OpenSession] = []
        self._folder = folder
        self._site = site
        self._list_id = list_id
        self._rows = rows
        self._clock = clock
        self._key = key or (lambda: site.key)
        self.worker = SyncWorker(
            self._open,
            Listener(self.heard.changes.append, self.heard.statuses.append),
            interval=interval,
            now=clock,
            chance=lambda: 0.0,
            offline=offline,
        )

    def _open(
        self,
        on_changes: Callable[[Changes], None],
        on_progress: Callable[[int, int | None], None],
        on_silence: Callable[[], None],
    ) -> OpenSession:
        lock = ListLock(self._folder, self._list_id)
        if not lock.acquire():
            raise Unavailable(Problem.LIST_IN_USE)
        database = open_database(self._folder, Purpose.WORKER)
        server = NocoBase(connection_to(self._site, self._key()), monotonic=time.monotonic, on_silence=on_silence)
        store = TodoStore(database)
        engine = SyncEngine(
            server,
            store,
            self._list_id,
            now=self._clock,
            chance=lambda: 0.0,
            on_changes=on_changes,
            on_progress=on_progress,
            random_bits=secrets.randbits,
            pages=PageSizes(self._rows, self._rows),
        )
        self.sessions.append(OpenSession(engine, server, database, store, lock))
        return self.sessions[-1]

    def wait_for(self, phase: Phase, problem: Problem | None = None, *, after: int = 0) -> SyncStatus:
        """The newest status, once it is this one and at least *after* statuses were told before it."""

        def is_there() -> bool:
            told = self.heard.statuses
            return len(told) > after and (told[-1].phase, told[-1].problem) == (phase, problem)

        wait_until(is_there)
        return self.heard.statuses[-1]

    @property
    def told(self) -> int:
        return len(self.heard.statuses)


def threads_named_sync() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "sync"]
