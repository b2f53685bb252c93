"""One computer of a story: its replica is cheap to make, and it may crash at any call and any transaction."""

import functools
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from random import Random

from tests.contract.site import TodoList, connection_to
from tests.sync.client import Client, ShiftedClock
from tests.sync.stories.turns import InTurn
from tests.sync.stories.wire import Plug, Wired
from todo_desktop.model.connection import Connection
from todo_desktop.model.held import Held
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.nocobase.http import HttpSession
from todo_desktop.replica.database import FILE_NAME, Database, Purpose, open_database
from todo_desktop.replica.store import TodoStore
from todo_desktop.sync.calls import Lines
from todo_desktop.sync.pull import PageSizes

MakeSession = Callable[[Connection, Plug], HttpSession]
IN_MEMORY = Path("/dev/shm")  # noqa: S108 (a folder of files, where there is one)


def place_for_replicas() -> Path | None:
    """Where a file costs no write to a disk."""
    return IN_MEMORY if IN_MEMORY.is_dir() else None


@functools.cache
def _empty_replica() -> bytes:
    with tempfile.TemporaryDirectory(dir=place_for_replicas()) as folder:
        database = open_database(Path(folder), Purpose.WINDOW)
        database.checkpoint()
        database.close()
        return (Path(folder) / FILE_NAME).read_bytes()


class _FusedStore(TodoStore):
    """The worker's store, on a computer whose plug may be pulled before any of its transactions."""

    def __init__(self, database: Database, plug: Plug) -> None:
        super().__init__(database)
        self._plug = plug

    def transaction(self) -> AbstractContextManager[None]:
        return self._fused()

    @contextmanager
    def _fused(self) -> Iterator[None]:
        self._plug.use()
        with super().transaction():
            yield


class Computer(Client):
    """`plug` is its power and its network."""

    def __init__(self, folder: Path, site: TodoList, clock: ShiftedClock, make_session: MakeSession) -> None:
        self.plug = Plug()
        self._chance = Random(folder.name)  # noqa: S311 (the same in every run)
        self._make_session = make_session
        folder.mkdir(mode=0o700)
        (folder / FILE_NAME).write_bytes(_empty_replica())
        (folder / FILE_NAME).chmod(0o600)
        super().__init__(folder, site, pages=PageSizes(4, 5), clock=clock)

    def _databases(self) -> tuple[Database, Database]:
        # The worker's own kind rests after each transaction, so that a window gets in: there is nobody here to wait.
        return open_database(self.folder, Purpose.WINDOW), open_database(self.folder, Purpose.WINDOW)

    def _store(self, database: Database, purpose: Purpose) -> TodoStore:
        return _FusedStore(database, self.plug) if purpose is Purpose.WORKER else TodoStore(database)

    def _server(self, key: str | None = None) -> NocoBase:
        return Wired(self._make_session(connection_to(self.site, key), self.plug))

    def _lines(self, _most: int) -> Lines:
        return InTurn(self._chance)

    def _random_bits(self, bits: int) -> int:
        return self._chance.getrandbits(bits)

    def held(self) -> dict[int, Held]:
        """Everything in the replica by local id, hidden or not."""
        ids = [row[0] for row in self._window.rows("SELECT id FROM todo WHERE list_id = ?", (self.list_id,))]
        return self.store.held(ids)
