"""Waits for the desktop's tray at a start with the login, when the desktop itself is only just starting.

Qt asks once in a process whether there is a tray on D-Bus, and keeps to the answer: it must not be asked too early.
"""

import sys

from PySide6.QtCore import QObject, QTimer, Signal

LONGEST_MS = 10_000
"""A desktop without such a tray, or with one of the older kind, is not waited for longer."""
_TRAY = "org.kde.StatusNotifierWatcher"


class TrayArrival(QObject):
    """From `begin` on; `stop` gives it up."""

    settled = Signal()
    """It may be asked for now. Once."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._is_waiting = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LONGEST_MS)
        self._timer.timeout.connect(self._settle)

    def begin(self) -> None:
        """`settled` may come at once."""
        self._is_waiting = True
        self._timer.start()
        if not sys.platform.startswith("linux"):
            self._settle()
            return
        from PySide6.QtDBus import QDBusConnection, QDBusServiceWatcher

        bus = QDBusConnection.sessionBus()
        watcher = QDBusServiceWatcher(_TRAY, bus, QDBusServiceWatcher.WatchModeFlag.WatchForRegistration, self)
        watcher.serviceRegistered.connect(self._settle)
        if not bus.isConnected() or bus.interface().isServiceRegistered(_TRAY).value():
            self._settle()

    def stop(self) -> None:
        self._timer.stop()
        self._is_waiting = False

    def _settle(self) -> None:
        if self._is_waiting:
            self.stop()
            self.settled.emit()
