"""Tells the sync when a look at the server is worth it: the window comes forward, or the network is back."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtNetwork import QNetworkInformation

from todo_desktop.app.server_sync import ServerSync

_REACHABLE = (QNetworkInformation.Reachability.Online, QNetworkInformation.Reachability.Site)


class Attention(QObject):
    """From when it is made. Where the system does not tell of its network, the sync's own tries must do."""

    def __init__(self, sync: ServerSync) -> None:
        super().__init__(sync)
        self._sync = sync
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._on_state)
            self._on_state(app.applicationState())
        if QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability):
            QNetworkInformation.instance().reachabilityChanged.connect(self._on_reachability)

    def _on_state(self, state: Qt.ApplicationState) -> None:
        self._sync.attend(in_use=state is Qt.ApplicationState.ApplicationActive)

    def _on_reachability(self, reachability: QNetworkInformation.Reachability) -> None:
        if reachability in _REACHABLE:
            self._sync.network_changed()
