"""One window for one data folder: a second start asks the first to come forward, and ends."""

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QObject, QThread, Signal

from todo_desktop.model.errors import StorageError
from todo_desktop.replica.process_lock import ProcessLock

if TYPE_CHECKING:
    from todo_desktop.app.raise_socket import RaiseServer

PATIENCE_MS = 2_000
"""A window that does not answer for so long is stuck; another one is safe beside it."""
PAUSE_MS = 50

_log = logging.getLogger(__name__)


class FirstWindow(QObject):
    """Who is first is settled by a lock, which a crash gives back: no stale socket can keep anybody out."""

    wanted = Signal(str)
    """Another start asks the window to come forward; with the desktop's activation token."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        """*folder* exists and is the user's own."""
        super().__init__(parent)
        self._folder = folder
        self._lock = ProcessLock(folder / "window.lock")
        self._is_ours = False
        self._server: RaiseServer | None = None

    def handed_over(self) -> bool:
        """Whether another window is there and has come forward: then this process is to end. Blocks for 2 s at most."""
        deadline = QDeadlineTimer(PATIENCE_MS)
        while not self._claim() and not deadline.hasExpired():
            from todo_desktop.app.raise_socket import ask_to_raise, socket_name  # QtNetwork costs 10 ms

            token = os.environ.get("XDG_ACTIVATION_TOKEN", "")
            if ask_to_raise(socket_name(self._folder), token, max(1, deadline.remainingTime())):
                return True
            QThread.msleep(PAUSE_MS)  # it is only just starting, or ending
        if not self._is_ours:
            _log.info("another window of this folder does not answer; opening one beside it")
        return False

    def listen(self) -> None:
        """Hear second starts from now on. To be called after the first paint."""
        if self._is_ours and self._server is None:
            from todo_desktop.app.raise_socket import RaiseServer, socket_name

            self._server = RaiseServer(socket_name(self._folder), self)
            self._server.wanted.connect(self.wanted)

    def close(self) -> None:
        """The window is gone: the next start opens its own."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.release()

    def _claim(self) -> bool:
        try:
            self._is_ours = self._is_ours or self._lock.acquire()
        except StorageError as error:
            _log.info("the window's lock cannot be taken: %s", error)
            self._is_ours = False
            return True
        return self._is_ours
