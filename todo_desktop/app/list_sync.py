"""The sync behind one list: the worker, and the way to the list of whoever owns the key."""

import random
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QObject, QTimer, Signal

from todo_desktop.app.clock import now
from todo_desktop.app.ending_workers import EndingWorkers
from todo_desktop.app.key_finder import FoundUser, KeyFinder
from todo_desktop.app.lazy_tester import LazyTester
from todo_desktop.app.list_choice import list_of_user
from todo_desktop.gui.bridge import SyncBridge
from todo_desktop.gui.messages import host_of
from todo_desktop.model.connection import ApiKey
from todo_desktop.model.diagnosis import NOT_A_LIST
from todo_desktop.model.errors import Problem, StorageError
from todo_desktop.model.exchange import Exchange
from todo_desktop.model.lists import ListAddress, TodoList
from todo_desktop.model.status import Phase, SyncStatus
from todo_desktop.replica.database import Database
from todo_desktop.replica.store import TodoStore
from todo_desktop.settings.preferences import Preferences

if TYPE_CHECKING:
    from todo_desktop.gui.background_job import BackgroundJob
    from todo_desktop.sync.worker import SyncWorker

_LOOK_AGAIN_MS = 30_000
"""A list that the server does not have yet is looked for so often."""


class SyncParts(Struct, frozen=True):
    """What the syncs of all lists share. *ending*: workers that no new one of any list overtakes."""

    store: TodoStore
    database: Database
    keys: KeyFinder
    bridge: SyncBridge
    watch: Callable[[Exchange], None]
    ending: EndingWorkers


class ListSync(QObject):
    """Of the list at *address*, from `start` until `end`; tells the bridge what it does. The sync opens a connection of
    its own beside the window's."""

    found = Signal(object, str)
    """The `ListAddress`, and whose list `todo_list` is: that was asked."""

    def __init__(
        self,
        parts: SyncParts,
        address: ListAddress,
        settings: Preferences,
        todo_list: TodoList | None,
        *,
        offline: bool,
        in_use: bool,
        parent: QObject,
    ) -> None:
        """*settings* are those of its connection alone (`Preferences.at`). *todo_list* as far as it is known."""
        super().__init__(parent)
        self._parts = parts
        self._address = address
        self.settings = settings
        self.todo_list = todo_list
        self._offline = offline
        self._in_use = in_use
        self._worker: SyncWorker | None = None
        self._worker_number = 0
        """Of the worker whose status is told; none is while one is to come."""
        self._is_due = False
        """Whether a worker is to be started once those before have ended."""
        parts.ending.ended.connect(self._start_if_due)
        self._job: BackgroundJob[FoundUser] | None = None
        self._look_again = QTimer(self)
        self._look_again.setSingleShot(True)
        self._look_again.setInterval(_LOOK_AGAIN_MS)
        self._look_again.timeout.connect(self._find_user)

    @property
    def at_work(self) -> bool:
        """Whether a worker writes to the replica, and looks after it."""
        return self._worker is not None and self._worker.at_work

    @property
    def has_begun(self) -> bool:
        return self._worker is not None or self._is_due or self._job is not None

    def start(self) -> None:
        """Start the worker; where it is not known yet whose list this is, find out first."""
        if self.todo_list is not None:
            self._start_worker()
        else:
            self._find_user()

    def reconnect(self, settings: Preferences) -> None:
        """Go on with *settings*, or another key; another user's is another list."""
        self._end_worker()
        self._forget_job()  # what it finds may be about the key before
        self.settings = settings
        self.todo_list = None
        self._find_user()

    def end(self) -> None:
        """Without waiting: `SyncParts.ending` has the worker."""
        self._forget_job()
        self._end_worker()

    # What the worker is told

    def wake(self) -> None:
        """The user asks for everything to be looked at now."""
        if self._worker is not None:
            self._worker.sync_now()
        else:
            self.start()

    def set_offline(self, offline: bool) -> None:
        self._offline = offline
        if self._worker is not None:
            self._worker.set_offline(offline)
        elif not offline:
            self.start()

    def settle_missing(self, told: int, *, bring_back: bool) -> None:
        if self._worker is not None and bring_back:
            self._worker.bring_back_missing(told)
        elif self._worker is not None:
            self._worker.allow_mass_removal(told)

    def accept_server(self) -> None:
        if self._worker is not None:
            self._worker.accept_server()

    def attend(self, *, in_use: bool) -> None:
        self._in_use = in_use
        if self._worker is not None:
            self._worker.attend(in_use=in_use)

    def network_changed(self) -> None:
        if self._worker is not None:
            self._worker.network_changed()

    def push(self) -> None:
        """Something was changed here that is to be sent."""
        if self._worker is not None:
            self._worker.wake()

    # The worker

    def _end_worker(self) -> None:
        self._is_due = False
        self._look_again.stop()
        self._worker_number += 1
        worker, self._worker = self._worker, None
        if worker is not None:
            self._parts.ending.add(worker)

    def _start_worker(self) -> None:
        """Now, or once those of before have ended: two never write the same list at once."""
        self._end_worker()
        if self._parts.ending.awaited:
            self._is_due = True
            last_sync = self.todo_list.last_sync if self.todo_list is not None else None
            self._post(SyncStatus(Phase.CONNECTING, last_sync=last_sync))
        else:
            self._start_next()

    def _start_if_due(self) -> None:
        if self._is_due:
            self._is_due = False
            self._start_next()

    def _start_next(self) -> None:
        todo_list, settings, parts = self.todo_list, self.settings, self._parts
        assert todo_list is not None  # noqa: S101  (it is not due before)
        from todo_desktop.app.sync_session import SessionOpener
        from todo_desktop.sync.worker import Listener, SyncWorker

        opener = SessionOpener(
            settings.connection(ApiKey("")),
            todo_list.id,
            parts.database,
            lambda: parts.keys.demand(settings.base_url, settings.login),
            parts.watch,
        )
        self._worker = SyncWorker(
            opener,
            Listener(parts.bridge.post_changes, partial(self._post_of_worker, self._worker_number)),
            interval=settings.sync_interval * 1000,
            now=now,
            chance=random.random,
            last_sync=todo_list.last_sync,
            offline=self._offline,
        )
        self._worker.attend(in_use=self._in_use)
        self._worker.start()

    def _post_of_worker(self, worker_number: int, status: SyncStatus) -> None:
        """On a worker's thread: one that is to end speaks of settings that are no longer in force."""
        if worker_number == self._worker_number:
            self._post(status)

    def _post(self, status: SyncStatus) -> None:
        self._parts.bridge.post_status(status, self._address)

    # Whose list it is

    def _find_user(self) -> None:
        """Ask the key, else the server: on a thread, for the keyring may ask its user first."""
        self._look_again.stop()
        if self._job is not None:
            return  # the keyring may be asking its user this very moment
        settings, keys = self.settings, self._parts.keys
        self._post(SyncStatus(Phase.CONNECTING))
        tester, may_ask = LazyTester(self._parts.watch), not self._offline
        try:
            is_new = self._parts.store.latest_list(settings.base_url, settings.collection) is None
        except StorageError as error:
            self._say_what_the_disk_refuses(error)
            return
        from todo_desktop.gui.background_job import BackgroundJob

        self._job = BackgroundJob(
            lambda: keys.user_of(settings, tester if may_ask else None, is_new=is_new), tester.cancel, self
        )
        self._job.succeeded.connect(self._on_user)
        self._job.failed.connect(self._on_no_user)
        self._job.start()

    def _forget_job(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self._drop_job()

    def _drop_job(self) -> None:
        if self._job is not None:
            self._job.deleteLater()
            self._job = None

    def _on_user(self, found: FoundUser) -> None:
        self._drop_job()
        if found.user_id is not None:
            try:
                self.todo_list = list_of_user(self._parts.store, self.settings, found.user_id)
            except StorageError as error:
                self._say_what_the_disk_refuses(error)
                return
            self.found.emit(self._address, str(found.user_id))
            self._start_worker()
        elif found.problem is None:
            self._post(SyncStatus(Phase.OFFLINE))
        else:
            self._say_what_hinders(found.problem)

    def _say_what_hinders(self, problem: Problem) -> None:
        """The list cannot be opened; whatever is in sight stays there."""
        settings = self.settings
        self._post(SyncStatus(Phase.PAUSED, problem, host=host_of(settings.base_url), collection=settings.collection))
        if problem in NOT_A_LIST:
            self._look_again.start()

    def _say_what_the_disk_refuses(self, error: StorageError) -> None:
        self._post(SyncStatus(Phase.PAUSED, error.problem, error.detail))

    def _on_no_user(self) -> None:
        self._drop_job()
        self._post(SyncStatus(Phase.PAUSED, Problem.INTERNAL))
