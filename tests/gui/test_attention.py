"""The window and the network tell the sync when a look is worth it."""

from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtNetwork import QNetworkInformation
from PySide6.QtWidgets import QApplication

from todo_desktop.app.attention import Attention
from todo_desktop.app.server_sync import ServerSync


class Told(ServerSync):
    """Remembers what it is told; nothing is synced."""

    def __init__(self) -> None:
        nothing: Any = None
        kept = cast("Any", type("Kept", (), {"chosen": None}))
        super().__init__(nothing, nothing, nothing, nothing, kept, nothing, nothing, offline=True, parent=nothing)
        self.said: list[str] = []

    def attend(self, *, in_use: bool) -> None:
        self.said.append("in use" if in_use else "behind")

    def network_changed(self) -> None:
        self.said.append("network")


@pytest.fixture
def told(qapp: QApplication) -> Told:
    sync = Told()
    Attention(sync)
    sync.said.clear()
    return sync


def test_a_window_that_comes_forward_or_goes_behind_is_told(told: Told, qapp: QApplication) -> None:
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    assert told.said == ["behind", "in use"]


def test_a_network_that_can_reach_others_is_told(told: Told) -> None:
    if QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability):
        network = QNetworkInformation.instance()
        network.reachabilityChanged.emit(QNetworkInformation.Reachability.Disconnected)
        network.reachabilityChanged.emit(QNetworkInformation.Reachability.Online)
        assert told.said == ["network"]
    else:
        assert told.said == []
