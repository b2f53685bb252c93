"""One computer of the soak, in a process of its own: the window's side with its user, and the program's sync thread.

Told by lines on stdin, answers each by one line of JSON on stdout. First comes a JSON object (see `Orders`), then
`rest` (work no more, and decide what is asked), `report`, `end`. It may be killed at any moment.
"""

import json
import logging
import random
import select
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.soak.ledger import Ledger, read_ledger
from tests.soak.user import User
from todo_desktop.app.clock import new_operation, now
from todo_desktop.app.sync_session import SessionOpener
from todo_desktop.model.change import EntryState
from todo_desktop.model.changes import Changes
from todo_desktop.model.connection import ApiKey, Connection
from todo_desktop.model.decision import Choice
from todo_desktop.model.errors import Problem
from todo_desktop.model.lists import ListIdentity
from todo_desktop.model.schema import Collection, Field, FieldKind, guess_roles
from todo_desktop.model.status import Phase, SyncStatus
from todo_desktop.replica.database import Purpose, open_database
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore
from todo_desktop.service import TodoService
from todo_desktop.sync import schedule, worker
from todo_desktop.sync.worker import Listener, SyncWorker

DEEDS_A_SECOND = 4
POLL_MS = 2_000
UNSEEN = (Field("completed", FieldKind.BOOLEAN), Field("title", FieldKind.TEXT))


@dataclass(frozen=True, slots=True)
class Orders:
    """Where the list is, who sits here (`label`, `own_field`: see `User`), `seed` of what they do, and what becomes of
    what they are asked once they rest."""

    folder: str
    base_url: str
    key: str
    collection: str
    user_id: str
    label: str
    own_field: str
    seed: int
    choice: str

    @property
    def ledger(self) -> Path:
        return Path(self.folder).with_suffix(".ledger")


@dataclass(frozen=True, slots=True)
class Report:
    """`settled`: nothing is left to be done, and the whole list was read since work ended."""

    settled: bool
    unsent: int
    parked: int
    phase: str
    problem: str


class Computer:
    """Everything but a window."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        folder = Path(orders.folder)
        self._window = open_database(folder, Purpose.WINDOW)
        store = TodoStore(self._window)
        identity = ListIdentity(orders.base_url, orders.collection, orders.user_id)
        unseen = Collection(orders.collection, fields=UNSEEN, roles=guess_roles(UNSEEN))
        self._store = store
        self._list = store.open_list(identity, unseen)
        self._service = TodoService(store, self._list, now=now, new_operation=new_operation)
        self._user = self._sit_down()
        self._schema_changed = threading.Event()
        self._status = SyncStatus(Phase.CONNECTING)
        self._cycles_at_rest = 0
        self._resting = False
        connection = Connection(orders.base_url, orders.collection)
        opener = SessionOpener(connection, self._list.id, self._window, lambda: ApiKey(orders.key))
        self._worker = SyncWorker(
            opener, Listener(self._changed, self._told), interval=POLL_MS, now=now, chance=random.random
        )
        self._service.subscribe(lambda _: self._worker.wake())
        self._worker.start()

    def _sit_down(self) -> User:
        """Names that were given before a crash are not given again."""
        path = self._orders.ledger
        starts = read_ledger(path).deeds["start"] if path.exists() else 0
        ledger = Ledger(path)
        ledger.deed("start")
        return User(
            self._service,
            Reader(self._window),
            ledger,
            random.Random(f"{self._orders.seed}/{starts}"),  # noqa: S311
            label=f"{self._orders.label}.{starts}",
            own_field=self._orders.own_field,
        )

    def deed(self) -> None:
        if self._schema_changed.is_set():
            self._schema_changed.clear()
            self._service.reload_list()
        if not self._resting:
            self._user.deed()
        elif self._cycles_at_rest:
            self._user.decide(Choice(self._orders.choice))
        if self._status.problem is Problem.MASS_REMOVAL:
            self._worker.bring_back_missing(int(self._status.detail))

    def rest(self) -> None:
        self._resting = True
        self._cycles_at_rest = 0
        self._worker.sync_now()

    def report(self) -> Report:
        entries = self._store.entries(self._list.id, set(EntryState))
        parked = sum(entry.state is EntryState.PARKED for entry in entries)
        settled = not entries and self._cycles_at_rest > 2
        problem = str(self._status.problem or "")
        return Report(settled, len(entries) - parked, parked, self._status.phase.value, problem)

    def end(self) -> None:
        if not self._worker.stop(10):
            raise RuntimeError("the sync thread did not end")
        self._window.close()

    def _changed(self, changes: Changes) -> None:
        if changes.schema:
            self._schema_changed.set()

    def _told(self, status: SyncStatus) -> None:
        """On the sync's thread."""
        if status.phase is Phase.IDLE and status.last_sync != self._status.last_sync:
            self._cycles_at_rest += 1
        self._status = status


def _in_a_hurry() -> None:
    """Waits for a network that comes back are short, so that half an hour holds what a day does."""
    schedule.FIRST_RETRY = 200
    schedule.LONGEST_RETRY = 2_000
    worker.PAUSED_RECHECK = 2_000


def main() -> None:
    logging.basicConfig(level=logging.WARNING)
    _in_a_hurry()
    computer = Computer(Orders(**json.loads(sys.stdin.readline())))
    print("{}", flush=True)
    while True:
        readable, _, _ = select.select([sys.stdin], [], [], 1 / DEEDS_A_SECOND)
        if not readable:
            computer.deed()
            continue
        match sys.stdin.readline().strip():
            case "rest":
                computer.rest()
            case "end" | "":
                computer.end()
                return
        print(json.dumps(asdict(computer.report())), flush=True)


if __name__ == "__main__":
    main()
