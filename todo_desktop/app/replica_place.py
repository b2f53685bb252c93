"""Sees to it that the replica's file stays where it is: once a second, and once more at the end."""

import logging

from PySide6.QtCore import QObject, QTimer, Signal

from todo_desktop.model.errors import Problem, StorageError
from todo_desktop.replica.database import Database

POLL_MS = 1_000

_log = logging.getLogger(__name__)


class ReplicaPlace(QObject):
    """From `start` until `stop`. *database* is the window's, which writes its file back where that was deleted."""

    written_back = Signal()
    """It was deleted, and is there again: an edit or a look has found that out."""
    replaced = Signal(str)
    """Another file is in its place, for good; what the window shows was kept beside it under this name, if it is not
    empty."""
    failed = Signal(object)
    """A `StorageError`: it was deleted, and cannot be written back. It is tried again."""

    def __init__(self, database: Database, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database = database
        self._written_back = database.written_back
        self._is_replaced = False
        self._trouble: Problem | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        """The program ends: what was deleted since the last look is written back, too."""
        self._timer.stop()
        self.look()

    def look(self) -> None:
        try:
            self._database.stay_in_place()
        except StorageError as error:
            self._tell(error)
            return
        self._trouble = None
        if self._database.written_back != self._written_back:
            self._written_back = self._database.written_back
            _log.info("the replica was deleted while the program ran, and has been written back")
            self.written_back.emit()

    def _tell(self, error: StorageError) -> None:
        """Once."""
        if error.problem is Problem.REPLICA_REPLACED:
            if not self._is_replaced:
                self._is_replaced = True
                self.replaced.emit(self._kept_aside())
        elif error.problem is not self._trouble:
            self._trouble = error.problem
            self.failed.emit(error)

    def _kept_aside(self) -> str:
        """Empty where there is no room for it."""
        try:
            name = self._database.keep_aside()
        except StorageError as error:
            _log.info("what the window shows cannot be kept: %s", error)
            return ""
        _log.info("another file is in the place of the replica, which was kept as %s", name)
        return name
