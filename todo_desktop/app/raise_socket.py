"""How a second start speaks to the first window: a socket of this computer and this user, no network.

The question is one line, the activation token of the desktop that started us (empty where it gives none); the answer
is one line, given once the window was told to come forward.
"""

import hashlib
import logging
import os
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_SHOWN = b"shown\n"
_log = logging.getLogger(__name__)


def socket_name(folder: Path) -> str:
    """The same for every process that uses *folder*."""
    name = f"todo-desktop-{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]}"
    # Where the desktop has no folder for sockets, Qt takes the one for temporary files.
    private = os.environ.get("XDG_RUNTIME_DIR", "")
    return str(Path(private, name)) if private and os.name == "posix" else name


class RaiseServer(QObject):
    """Hears second starts. The caller has made sure that nobody else listens under *name*."""

    wanted = Signal(str)
    """The window shall come forward; with the desktop's activation token."""

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)
        QLocalServer.removeServer(name)  # left behind by a crash
        if not self._server.listen(name):
            _log.info("second starts cannot be heard: %s", self._server.errorString())

    def close(self) -> None:
        self._server.close()

    def _welcome(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(lambda socket=socket: self._answer(socket))

    def _answer(self, socket: QLocalSocket) -> None:
        if socket.canReadLine():
            self.wanted.emit(bytes(socket.readLine().data()).decode(errors="replace").strip())
            socket.write(_SHOWN)
            socket.disconnectFromServer()


def ask_to_raise(name: str, token: str, patience: int) -> bool:
    """Whether a window answered, within *patience* ms. Blocks."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(patience):
        return False
    socket.write(f"{token}\n".encode())
    return socket.waitForReadyRead(patience) and bytes(socket.readAll().data()) == _SHOWN
