"""Carries what the worker did from its Python thread into Qt's: bursts become a few signals a second."""

from typing import Protocol

from PySide6.QtCore import QMutex, QMutexLocker, QObject, Qt, QTimer, Signal, Slot

from todo_desktop.model.changes import Changes
from todo_desktop.model.lists import ListAddress
from todo_desktop.model.status import Phase, SyncStatus

PAUSE_MS = 50
"""Between two deliveries: twenty a second are more than anybody can follow."""


class SyncControl(Protocol):
    """What the window may tell the worker. All return at once."""

    def wake(self) -> None:
        """Sync now."""
        ...

    def set_offline(self, offline: bool) -> None: ...

    def accept_server(self) -> None:
        """What answers at the list's address now is its server from now on."""
        ...

    def settle_missing(self, told: int, *, bring_back: bool) -> None:
        """So many todos as the user was *told* are missing on the server all at once: bring them back there, or remove
        them here too."""
        ...


class SyncBridge(QObject):
    """`post_changes` and `post_status` may be called from any thread; the signals come on the thread that made this."""

    changes = Signal(object)
    """One `Changes`: all that was posted for its list since the last one."""
    status = Signal(object)
    """The newest `SyncStatus` of the list in sight."""
    list_status = Signal(object, object)
    """The `ListAddress` of any list, and its newest `SyncStatus`."""

    _posted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = QMutex()
        self._changes: dict[int, Changes] = {}
        self._in_sight = ListAddress()
        self._statuses: dict[ListAddress, SyncStatus] = {}
        self._latest: dict[ListAddress, SyncStatus] = {}
        self._told = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._deliver)
        self._posted.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def post_changes(self, changes: Changes) -> None:
        """Something is different in the replica."""
        with QMutexLocker(self._lock):
            earlier = self._changes.get(changes.list_id)
            self._changes[changes.list_id] = earlier | changes if earlier else changes
        self._tell()

    def post_status(self, status: SyncStatus, of: ListAddress | None = None) -> None:
        """The sync of that list, or of the one in sight, is in another state."""
        with QMutexLocker(self._lock):
            address = self._in_sight if of is None else of
            self._statuses[address] = self._latest[address] = status
        self._tell()

    def latest(self, address: ListAddress) -> SyncStatus | None:
        """What was posted last of that list."""
        with QMutexLocker(self._lock):
            return self._latest.get(address)

    def show(self, address: ListAddress) -> None:
        """`status` speaks of this list from now on, and says first how that is now."""
        unknown = SyncStatus(Phase.LOCAL if address.is_local else Phase.CONNECTING)
        with QMutexLocker(self._lock):
            self._in_sight = address
            self._statuses[address] = self._latest.get(address, unknown)
        self._tell()

    def _tell(self) -> None:
        with QMutexLocker(self._lock):
            told, self._told = self._told, True
        if not told:
            self._posted.emit()

    @Slot()
    def _take(self) -> None:
        if not self._pause.isActive():
            self._deliver()

    def _deliver(self) -> None:
        with QMutexLocker(self._lock):
            changes, self._changes = self._changes, {}
            statuses, self._statuses = self._statuses, {}
            self._told = False
        if changes or statuses:
            self._pause.start()
        for value in changes.values():
            self.changes.emit(value)
        for address, status in statuses.items():
            self.list_status.emit(address, status)
            if address == self._in_sight:
                self.status.emit(status)
