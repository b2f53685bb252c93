"""Workers that were told to end: what comes after them waits for them, and the window does not."""

import logging
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QObject, QTimer, Signal

if TYPE_CHECKING:
    from todo_desktop.sync.worker import SyncWorker

PATIENCE_MS = 2_000
"""With a sync that is to end."""
_LOOK_MS = 10

_log = logging.getLogger(__name__)


class EndingWorkers(QObject):
    """A worker that hangs, in a keyring or in the look-up of a name, is waited for no longer than PATIENCE_MS: the
    list's lock keeps it and its successor apart."""

    ended = Signal()
    """There is none (any more) that is worth waiting for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workers: list[SyncWorker] = []
        self._deadline = QDeadlineTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)

    @property
    def awaited(self) -> bool:
        """Whether `ended` is to come."""
        return self._timer.isActive()

    def add(self, worker: "SyncWorker") -> None:
        """Tell *worker* to end, without waiting."""
        if not worker.stop(0):
            self._workers.append(worker)
            self._deadline = QDeadlineTimer(PATIENCE_MS)
            self._timer.start()

    def wait(self) -> bool:
        """At quit: whether all have ended in PATIENCE_MS."""
        self._timer.stop()
        end = time.monotonic() + PATIENCE_MS / 1000
        self._workers = [worker for worker in self._workers if not worker.stop(max(0.0, end - time.monotonic()))]
        if self._workers:
            _log.warning("the sync did not end in time and is left behind")
        return not self._workers

    def _look(self) -> None:
        self._workers = [worker for worker in self._workers if not worker.stop(0)]
        if self._workers and not self._deadline.hasExpired():
            return
        if self._workers:
            _log.warning("the sync did not end in time and is left behind")
        self._timer.stop()
        self.ended.emit()
