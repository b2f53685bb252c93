"""Hears what other starts of the same folder ask for, over a socket of this computer and this user."""

import logging

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from todo_desktop.desktop.request import LONGEST, Reply, read_request, to_line

_log = logging.getLogger(__name__)


class RequestServer(QObject):
    """The caller has made sure that nobody else listens at *place*."""

    asked = Signal(object)
    """A `Request`; it is answered once this was heard."""

    def __init__(self, place: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)
        QLocalServer.removeServer(place)  # left behind by a crash
        if not self._server.listen(place):
            _log.info("other starts cannot be heard: %s", self._server.errorString())

    def close(self) -> None:
        self._server.close()

    def _welcome(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.setReadBufferSize(LONGEST)
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(lambda socket=socket: self._answer(socket))

    def _answer(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() >= LONGEST:
                socket.abort()
            return
        request = read_request(bytes(socket.readLine().data()))
        if request is not None:
            self.asked.emit(request)
        socket.write(to_line(Reply(done=request is not None)))
        socket.disconnectFromServer()
