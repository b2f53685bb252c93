"""One window for one data folder: a later start hands over what it was asked for to the first, and ends."""

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from todo_desktop.model.errors import StorageError
from todo_desktop.replica.process_lock import ProcessLock

if TYPE_CHECKING:
    from todo_desktop.app.request_server import RequestServer
    from todo_desktop.desktop.request import Request

PATIENCE_SECONDS = 2.0
"""A first start that does not answer for so long is stuck; another window is safe beside it."""
PAUSE_SECONDS = 0.05

_log = logging.getLogger(__name__)


class FirstWindow(QObject):
    """Who is first is settled by a lock, which a crash gives back: no stale socket can keep anybody out."""

    asked = Signal(object)
    """The `Request` of another start."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        """*folder* exists and is the user's own."""
        super().__init__(parent)
        self._folder = folder
        self._lock = ProcessLock(folder / "window.lock")
        self._is_ours = False
        self._server: RequestServer | None = None

    def handed_over(self, request: "Callable[[], Request]") -> bool:
        """Whether another start was first and has done what *request* makes: then this process is to end. Blocks for
        2 s at most."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._claim() and (patience := deadline - time.monotonic()) > 0:
            from todo_desktop.desktop.hand_over import Answer, hand_over  # no first start needs it

            if hand_over(self._folder, request(), patience) is Answer.DONE:
                return True
            time.sleep(PAUSE_SECONDS)  # it is only just starting, or ending
        if not self._is_ours:
            _log.info("another window of this folder does not answer; opening one beside it")
        return False

    def listen(self) -> None:
        """Hear other starts from now on. To be called after the first paint."""
        if not self._is_ours or self._server is not None:
            return
        from todo_desktop.app.request_server import RequestServer  # QtNetwork costs 10 ms
        from todo_desktop.desktop.meeting_place import meeting_place

        place = meeting_place(self._folder)
        if not place:
            _log.info("other starts cannot be heard: there is no folder for a socket that nobody else can reach")
            return
        self._server = RequestServer(place, self)
        self._server.asked.connect(self.asked)

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
