"""Keeps the replica's index and log up while no sync does it: one small step now and then, on the window's thread."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from todo_desktop.model.errors import StorageError
from todo_desktop.replica.store import TodoStore

PAUSE_MS = 10_000
PAUSE_WITH_WORK_LEFT_MS = 100

_log = logging.getLogger(__name__)


class ReplicaUpkeep(QObject):
    """From `start` until `stop`. *somebody_else* tells whether a sync looks after the replica at the moment."""

    def __init__(self, store: TodoStore, somebody_else: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._store = store
        self._somebody_else = somebody_else
        self._timer = QTimer(self)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._step)

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _step(self) -> None:
        if self._somebody_else():
            return
        try:
            more = self._store.maintain()
        except StorageError as error:
            _log.info("the upkeep of the replica has to wait: %s", error)
            more = False
        self._timer.setInterval(PAUSE_WITH_WORK_LEFT_MS if more else PAUSE_MS)
