"""A client in a process of its own: it does what one job says, and dies where the job says so."""

import sys
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, cast

from tests.contract.site import TodoList, connection_to
from tests.sync.client import Client
from tests.sync.crashes.kinds import KINDS, PAGES
from tests.sync.crashes.parts import SteppingServer, SteppingStore
from tests.sync.crashes.steps import Step, Steps
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.replica.care import Care
from todo_desktop.replica.database import Database, Purpose
from todo_desktop.replica.repair import repair
from todo_desktop.replica.store import TodoStore

NOON = 1_795_000_000_000
UPKEEP: dict[str, Callable[[Path], object]] = {
    "repair": repair,
    "backup": lambda folder: Care(folder).run(NOON, suspicious=False),
}
"""Works on the folder of a replica that no client has open."""
FILE_EVENTS = (
    "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.copyfile", "shutil.rmtree", "sqlite3.connect",
)  # fmt: skip
"""As Python's audit hooks name them."""


@dataclass(frozen=True, slots=True)
class Place:
    """Of a list on a server, what a client needs of it."""

    base_url: str
    collection: str
    user_id: int
    key: str

    @classmethod
    def of(cls, site: TodoList) -> Self:
        return cls(site.base_url, site.collection, site.user_id, site.key)


@dataclass(frozen=True, slots=True)
class Job:
    """Do what `kind` (of KINDS or UPKEEP) is about on the replica in `folder`; die at the step `last`, or after so
    many `seconds`."""

    kind: str
    folder: str
    place: Place
    last: Step | None = None
    seconds: float | None = None

    @classmethod
    def of(cls, told: dict[str, Any]) -> Self:
        last = told.pop("last")
        return cls(**told | {"place": Place(**told["place"])}, last=Step(**last) if last else None)


class Doomed(Client):
    """A client whose parts tell each step that they reach."""

    def __init__(self, job: Job, steps: Steps) -> None:
        self._steps = steps
        self._edit = KINDS[job.kind].edit_name
        # A server that is behind this list: the fake's and the real one's other sides stay with the tests.
        super().__init__(Path(job.folder), cast("TodoList", job.place), pages=PAGES)

    def _operation(self) -> str:
        return uuid.uuid4().hex

    def _store(self, database: Database, purpose: Purpose) -> TodoStore:
        edit = self._edit if purpose is Purpose.WINDOW else ""
        return SteppingStore(database, self._steps.reach, edit=edit)

    def _server(self, key: str | None = None) -> NocoBase:
        return SteppingServer(
            connection_to(self.site, key), self._steps.reach, monotonic=time.monotonic, timeouts=self._timeouts
        )


def carry_out(job: Job, tell: Callable[[Step], None]) -> None:
    """Returns only where `last` was not reached."""
    steps = Steps(tell, job.last)
    if job.kind in UPKEEP:
        _keep_up(UPKEEP[job.kind], Path(job.folder), steps)
        return
    kind = KINDS[job.kind]
    client = Doomed(job, steps)
    kind.before(client)
    steps.begin()
    if kind.edit_name:
        steps.reach(f"{kind.edit_name} begun")
    kind.edit(client)
    client.settle()
    client.close()


def _keep_up(work: Callable[[Path], object], folder: Path, steps: Steps) -> None:
    """A step each time that a file is about to be made, moved or removed."""
    sys.addaudithook(lambda event, _arguments: steps.reach(event) if event in FILE_EVENTS else None)
    steps.begin()
    work(folder)
