"""Signals of the operating system that end the program, brought into Qt's loop.

Python runs its handlers between two of its own steps only, and there are none while Qt waits. What it does at once is
to write the signal's number into a pipe, and Qt listens there.
"""

import os
import signal
import sys
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal
from PySide6.QtGui import QGuiApplication

_NAMES = ("SIGTERM", "SIGINT", "SIGHUP")
"""Asked to end, Ctrl-C, and the end of the terminal. Windows does not know the last."""


class EndSignals(QObject):
    """Heard until `close`. One at a time in a process, on its main thread."""

    heard = Signal()
    """Within Qt's loop, never in the middle of painting."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._here, self._there = _pair()
        self._before = signal.set_wakeup_fd(self._there, warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._here, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._take)
        for name in _NAMES:
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), _leave_to_qt)

    def close(self) -> None:
        """From now on such signals are ignored: the end is under way."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._before)
        for end in (self._here, self._there):
            _close(end)

    def _take(self) -> None:
        _read(self._here)
        # What was typed before that may still be on its way from the screen, and is to be kept, too.
        QGuiApplication.sync()
        self.heard.emit()


def _leave_to_qt(_number: int, _frame: FrameType | None) -> None:
    """The pipe tells it."""


if sys.platform == "win32":  # not tried by anybody yet
    import socket

    def _pair() -> tuple[int, int]:
        """Only sockets can be waited for there."""
        here, there = socket.socketpair()
        here.setblocking(False)
        there.setblocking(False)
        return here.detach(), there.detach()

    def _read(end: int) -> None:
        with socket.socket(fileno=end) as connection:
            connection.recv(64)
            connection.detach()

    _close = socket.close

else:

    def _pair() -> tuple[int, int]:
        here, there = os.pipe()
        os.set_blocking(here, False)
        os.set_blocking(there, False)
        return here, there

    def _read(end: int) -> None:
        os.read(end, 64)

    _close = os.close
