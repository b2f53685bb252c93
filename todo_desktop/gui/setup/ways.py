"""Where the todos are to be: the three ways to begin."""

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from todo_desktop.gui.dialog_parts import push_button
from todo_desktop.gui.theme.metrics import LARGE, SMALL
from todo_desktop.gui.theme.role import Role, set_role


class SetupWays(QWidget):
    """Three buttons, each with a sentence beside it. *named* begins their object names."""

    here_wanted = Signal()
    """On this computer only."""
    key_wanted = Signal()
    server_wanted = Signal()
    """The wizard is to set a server up."""

    def __init__(self, named: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._named = named
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(LARGE)
        self._grid.setVerticalSpacing(SMALL)
        self._grid.setColumnStretch(1, 1)
        self.first = self._add(
            "Here",
            self.tr("On this computer only"),
            self.tr("Nothing to set up: it works already. A server can be added later, with what you have by then."),
            self.here_wanted,
        )
        self._add(
            "Key",
            self.tr("Connect with an API key"),
            self.tr("Your list is on a NocoBase, and you have a key for it, or a curl command that holds one."),
            self.key_wanted,
        )
        self._add(
            "Server",
            self.tr("Set up my NocoBase for me"),
            self.tr("You can sign in there as somebody who manages it: collection, role and key are made for you."),
            self.server_wanted,
        )

    def _add(self, name: str, text: str, words: str, wanted: SignalInstance) -> QPushButton:
        row = self._grid.rowCount()
        button = push_button(f"{self._named}{name}", text)
        button.setAccessibleDescription(words)
        button.clicked.connect(wanted)
        label = QLabel(words, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        set_role(label, Role.SECONDARY)
        self._grid.addWidget(button, row, 0)
        self._grid.addWidget(label, row, 1)
        return button
