"""Hears that the desktop's session ends, where it is told over D-Bus: by GNOME, Cinnamon and MATE.

Others send a signal, or just close the screen. Qt's own libraries know no more of it here: they come without XSMP.
"""

import logging
import os

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusObjectPath, QDBusPendingCallWatcher

_MANAGER = "org.gnome.SessionManager"
_MANAGER_PATH = "/org/gnome/SessionManager"
_CLIENT = f"{_MANAGER}.ClientPrivate"
_STARTED_AS = "DESKTOP_AUTOSTART_ID"
"""Names a program that the session itself started."""
_PROGRAM = "todo-desktop"

_log = logging.getLogger(__name__)


class SessionEnd(QObject):
    """From `begin` on. A desktop that does not tell is never heard of."""

    near = Signal()
    """What is to be kept must be kept now: the user may still stay."""
    there = Signal()
    """The program is to end."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._bus = QDBusConnection.sessionBus()
        self._client = ""

    def begin(self) -> None:
        if not self._bus.isConnected() or not self._bus.interface().isServiceRegistered(_MANAGER).value():
            return
        asked = self._call(_MANAGER_PATH, _MANAGER, "RegisterClient", _PROGRAM, os.environ.pop(_STARTED_AS, ""))
        asked.finished.connect(self._take)

    def _take(self, watcher: QDBusPendingCallWatcher) -> None:
        """Where we are called, in the answer."""
        answer = watcher.reply().arguments()
        watcher.deleteLater()
        if not answer or not isinstance(answer[0], QDBusObjectPath):
            _log.info("the session does not take the program: %s", answer)
            return
        self._client = answer[0].path()
        for name, slot in (("QueryEndSession", "query(uint)"), ("EndSession", "end(uint)"), ("Stop", "stop()")):
            # PySide's stub asks for bytes, which it refuses.
            self._bus.connect(_MANAGER, self._client, _CLIENT, name, self, SLOT(slot))  # type: ignore[call-overload]

    @Slot("uint")
    def query(self, _flags: int) -> None:
        """Somebody asked for the end; another program may refuse it."""
        self.near.emit()
        self._agree()

    @Slot("uint")
    def end(self, _flags: int) -> None:
        self.near.emit()
        self._agree()
        self.there.emit()

    @Slot()
    def stop(self) -> None:
        self.there.emit()

    def _agree(self) -> None:
        self._call(self._client, _CLIENT, "EndSessionResponse", True, "")

    def _call(self, path: str, interface: str, method: str, *arguments: object) -> QDBusPendingCallWatcher:
        message = QDBusMessage.createMethodCall(_MANAGER, path, interface, method)
        message.setArguments(list(arguments))
        return QDBusPendingCallWatcher(self._bus.asyncCall(message), self)
