"""What somebody needs who is here for the first time: a strip at the window's foot, until it is dismissed.

It is in nobody's way: the list above it works at once.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from todo_desktop.gui.setup.ways import SetupWays
from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.role import Role, set_role


class FirstHints(QFrame):
    """What to type, and where the todos are to be."""

    key_wanted = Signal()
    server_wanted = Signal()
    shortcuts_wanted = Signal()
    dismissed = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("firstHints")
        self.setAccessibleName(self.tr("First steps"))
        set_role(self, Role.NOTICE)
        title = QLabel(self.tr("First steps"), self)
        set_role(title, Role.HEADING)
        dismiss = QToolButton(self)
        dismiss.setObjectName("hintsDismiss")
        dismiss.setAccessibleName(self.tr("Dismiss the first steps"))
        icons.show_on(dismiss, "close", "secondary")
        dismiss.clicked.connect(self._dismiss)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(dismiss)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, metrics.SMALL, metrics.MEDIUM, metrics.MEDIUM)
        column.setSpacing(metrics.SMALL)
        column.addLayout(head)
        keys = self.tr(
            "Type a todo into the line at the top and press Enter. Space ticks the selected one, F2 edits it, "
            "Delete removes it, and Ctrl+Z takes any of that back."
        )
        column.addWidget(self._keys_step(keys))
        self._where = self._where_step()
        column.addWidget(self._where)

    def show_connected(self, connected: bool) -> None:
        """Whether the todos are on a server already."""
        self._where.setHidden(connected)

    def _keys_step(self, text: str) -> QWidget:
        step = QWidget(self)
        button = QPushButton(self.tr("All keys"), step)
        button.setObjectName("hintsKeys")
        set_role(button, Role.LINK)
        button.clicked.connect(self.shortcuts_wanted)
        row = QHBoxLayout(step)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.LARGE)
        row.addWidget(_words("hintsKeysText", text, step), 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return step

    def _where_step(self) -> QWidget:
        step = QWidget(self)
        text = self.tr("Where are your todos to be? What you write down until you decide can come along.")
        ways = SetupWays("hintsWay", step)
        ways.here_wanted.connect(self._stay_here)
        ways.key_wanted.connect(self.key_wanted)
        ways.server_wanted.connect(self.server_wanted)
        column = QVBoxLayout(step)
        column.setContentsMargins(0, 0, metrics.SMALL, 0)
        column.setSpacing(metrics.SMALL)
        column.addWidget(_words("hintsWhereText", text, step))
        column.addWidget(ways)
        return step

    def _stay_here(self) -> None:
        """It is so already: there is nothing more to decide."""
        self._where.hide()
        self.dismissed.emit()

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()


def _words(name: str, text: str, parent: QWidget) -> QLabel:
    words = QLabel(text, parent)
    words.setObjectName(name)
    words.setTextFormat(Qt.TextFormat.PlainText)
    words.setWordWrap(True)
    return words
