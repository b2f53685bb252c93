"""The sync behind the list that is open: the worker, and the way to the list of whoever owns the key."""

import random
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from todo_desktop.app.clock import now
from todo_desktop.app.ending_workers import EndingWorkers
from todo_desktop.app.kept_preferences import KeptPreferences
from todo_desktop.app.key_finder import FoundUser, KeyFinder
from todo_desktop.app.lazy_tester import LazyTester
from todo_desktop.app.list_choice import list_of_user, local_list
from todo_desktop.gui.bridge import SyncBridge
from todo_desktop.gui.messages import host_of
from todo_desktop.model.connection import ApiKey
from todo_desktop.model.diagnosis import NOT_A_LIST
from todo_desktop.model.errors import Problem, StorageError
from todo_desktop.model.exchange import Exchange
from todo_desktop.model.lists import TodoList
from todo_desktop.model.status import Phase, SyncStatus
from todo_desktop.replica.database import Database
from todo_desktop.replica.store import TodoStore
from todo_desktop.service import TodoService

if TYPE_CHECKING:
    from todo_desktop.gui.background_job import BackgroundJob
    from todo_desktop.sync.worker import SyncWorker

_LOOK_AGAIN_MS = 30_000
"""A list that the server does not have yet is looked for so often."""


class ServerSync(QObject):
    """`gui.bridge.SyncControl`. Syncs `service.list`, from `start` until `stop`; tells *bridge* what it does. The sync
    opens a connection of its own beside the window's *database*."""

    opened = Signal()
    """`service.list` is another list now."""

    def __init__(
        self,
        service: TodoService,
        store: TodoStore,
        database: Database,
        keys: KeyFinder,
        kept: KeptPreferences,
        bridge: SyncBridge,
        watch: Callable[[Exchange], None],
        *,
        offline: bool,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._store = store
        self._database = database
        self._keys = keys
        self._kept = kept
        self._bridge = bridge
        self._watch = watch
        self._offline = offline
        self._in_use = True
        self._worker: SyncWorker | None = None
        self._worker_number = 0
        """Of the worker whose status is told; none is while one is to come."""
        self._is_due = False
        """Whether a worker is to be started once those before have ended."""
        self._ending = EndingWorkers(self)
        self._ending.ended.connect(self._start_if_due)
        self._job: BackgroundJob[FoundUser] | None = None
        self._asked_for = kept.chosen
        """The connection whose user the job looks for."""
        self._look_again = QTimer(self)
        self._look_again.setSingleShot(True)
        self._look_again.setInterval(_LOOK_AGAIN_MS)
        self._look_again.timeout.connect(self._find_user)

    @property
    def running(self) -> bool:
        """Whether a worker writes to the replica, and looks after it, or is about to."""
        return (self._worker is not None and self._worker.at_work) or self._ending.awaited

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

    def settle_missing(self, *, bring_back: bool) -> None:
        if self._worker is not None and bring_back:
            self._worker.bring_back_missing()
        elif self._worker is not None:
            self._worker.allow_mass_removal()

    def accept_server(self) -> None:
        if self._worker is not None:
            self._worker.accept_server()

    def attend(self, *, in_use: bool) -> None:
        """The window came forward, or went behind others."""
        self._in_use = in_use
        if self._worker is not None:
            self._worker.attend(in_use=in_use)

    def network_changed(self) -> None:
        """This computer may reach the server again."""
        if self._worker is not None:
            self._worker.network_changed()

    def push(self) -> None:
        """Something was changed here that is to be sent."""
        if self._worker is not None:
            self._worker.wake()

    def start(self) -> None:
        """Start the worker for the open list; where it is not known yet whose list that is, find out first."""
        if not self._kept.in_force.uses_server:
            self._bridge.post_status(SyncStatus(Phase.LOCAL))
        elif self.shows_list_in_force:
            self._start_worker()
        else:
            self._find_user()

    @property
    def shows_list_in_force(self) -> bool:
        """No: the list of the settings before is still shown until it is known whose list comes next."""
        identity, wanted = self._service.list.identity, self._kept.in_force
        return identity is not None and (identity.base_url, identity.collection) == (wanted.base_url, wanted.collection)

    def reconnect(self) -> None:
        """Go on with the settings as they are now; another server, collection or user is another list. The worker of
        before ends in its own time, and the next one waits for it: two never write the same list at once."""
        self._end_worker()
        if self._job is not None:  # what it finds may be about the key before
            self._job.cancel()
            self._job = None
        if self._kept.in_force.uses_server:
            self._find_user()
        else:
            self._open(local_list(self._store))
            self.start()

    def stop(self) -> bool:
        """Whether all of it has ended in two seconds, but for a job that somebody else waits for."""
        if self._job is not None:
            self._job.cancel()
        self._end_worker()
        return self._ending.wait()

    def _end_worker(self) -> None:
        self._is_due = False
        self._look_again.stop()
        self._worker_number += 1
        worker, self._worker = self._worker, None
        if worker is not None:
            self._ending.add(worker)

    def _start_worker(self) -> None:
        """Now, or once those of before have ended."""
        self._end_worker()
        if self._ending.awaited:
            self._is_due = True
            self._bridge.post_status(SyncStatus(Phase.CONNECTING, last_sync=self._service.list.last_sync))
        else:
            self._start_next()

    def _start_if_due(self) -> None:
        if self._is_due:
            self._is_due = False
            self._start_next()

    def _start_next(self) -> None:
        preferences = self._kept.in_force
        from todo_desktop.app.sync_session import SessionOpener
        from todo_desktop.sync.worker import Listener, SyncWorker

        opener = SessionOpener(
            preferences.connection(ApiKey("")),
            self._service.list.id,
            self._database,
            lambda: self._keys.demand(preferences.base_url),
            self._watch,
        )
        self._worker = SyncWorker(
            opener,
            Listener(self._bridge.post_changes, partial(self._post_status, self._worker_number)),
            interval=preferences.sync_interval * 1000,
            now=now,
            chance=random.random,
            last_sync=self._service.list.last_sync,
            offline=self._offline,
        )
        self._worker.attend(in_use=self._in_use)
        self._worker.start()

    def _post_status(self, worker_number: int, status: SyncStatus) -> None:
        """On a worker's thread: one that is to end speaks of settings that are no longer in force."""
        if worker_number == self._worker_number:
            self._bridge.post_status(status)

    def _find_user(self) -> None:
        """Ask the key, else the server, whose list this is: on a thread, for the keyring may ask its user first."""
        preferences = self._kept.in_force
        self._look_again.stop()
        if self._job is not None:
            if self._asked_for == preferences:
                return  # the keyring may be asking its user this very moment
            self._job.cancel()
        self._asked_for = preferences
        self._bridge.post_status(SyncStatus(Phase.CONNECTING))
        tester, may_ask = LazyTester(self._watch), not self._offline
        is_new = self._store.latest_list(preferences.base_url, preferences.collection) is None
        from todo_desktop.gui.background_job import BackgroundJob

        self._job = BackgroundJob(
            lambda: self._keys.user_of(preferences, tester if may_ask else None, is_new=is_new), tester.cancel, self
        )
        self._job.succeeded.connect(self._on_user)
        self._job.failed.connect(self._on_no_user)
        self._job.start()

    def _on_user(self, found: FoundUser) -> None:
        self._job = None
        if found.user_id is not None:
            try:
                self._open(list_of_user(self._store, self._asked_for, found.user_id))
            except StorageError as error:
                self._bridge.post_status(SyncStatus(Phase.PAUSED, error.problem, error.detail))
            else:
                self._start_worker()
        elif found.problem is None:
            self._bridge.post_status(SyncStatus(Phase.OFFLINE))
        else:
            self._say_what_hinders(found.problem)

    def _say_what_hinders(self, problem: Problem) -> None:
        """The list that was asked for cannot be opened; the present one stays in sight."""
        wanted = self._asked_for
        self._bridge.post_status(
            SyncStatus(Phase.PAUSED, problem, host=host_of(wanted.base_url), collection=wanted.collection)
        )
        if problem in NOT_A_LIST:
            self._look_again.start()

    def _on_no_user(self) -> None:
        self._job = None
        self._bridge.post_status(SyncStatus(Phase.PAUSED, Problem.INTERNAL))

    def _open(self, todo_list: TodoList) -> None:
        if todo_list.id != self._service.list.id:
            self._service.open_list(todo_list)
            self.opened.emit()
