"""Notices what other processes write into the same replica: asked once a second, for it cannot be told."""

import logging
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from todo_desktop.model.errors import StorageError

POLL_MS = 1_000

_log = logging.getLogger(__name__)


class Versions(Protocol):
    """The replica, on the window's connection. Both take microseconds."""

    @property
    def data_version(self) -> int: ...

    @property
    def newest_entry(self) -> int: ...


class OtherWindows(QObject):
    """Our own sync writes through a connection of its own, and counts as another."""

    wrote = Signal()
    """Rows may differ."""
    edited = Signal()
    """Changes were made that are to be sent."""

    def __init__(self, versions: Versions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._versions = versions
        self._data_version = 0
        self._newest_entry = 0
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        self._data_version, self._newest_entry = self._versions.data_version, self._versions.newest_entry
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _look(self) -> None:
        try:
            data_version = self._versions.data_version
            if data_version == self._data_version:
                return
            newest_entry = self._versions.newest_entry
        except StorageError as error:
            _log.info("the replica could not be asked for changes: %s", error)
            return
        edited = newest_entry > self._newest_entry
        self._data_version, self._newest_entry = data_version, newest_entry
        self.wrote.emit()
        if edited:
            self.edited.emit()
