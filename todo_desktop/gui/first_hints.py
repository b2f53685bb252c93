"""What somebody needs who is here for the first time: a strip at the window's foot, until it is dismissed."""

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.role import Role, set_role


class FirstHints(QFrame):
    """What to type, and how to connect."""

    connect_wanted = Signal()
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
        connect = self.tr(
            "Your todos stay on this computer. To have them on a NocoBase server as well, make an API key "
            "there and enter it in the settings; what you write down until then can come along."
        )
        column.addWidget(self._step("Keys", keys, self.tr("All keys"), self.shortcuts_wanted))
        self._connect_step = self._step("Connect", connect, self.tr("Connect to NocoBase"), self.connect_wanted)
        column.addWidget(self._connect_step)

    def show_connected(self, connected: bool) -> None:
        """Whether the todos are on a server already."""
        self._connect_step.setHidden(connected)

    def _step(self, name: str, text: str, label: str, wanted: SignalInstance) -> QWidget:
        step = QWidget(self)
        words = QLabel(text, step)
        words.setObjectName(f"hints{name}Text")
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        button = QPushButton(label, step)
        button.setObjectName(f"hints{name}")
        set_role(button, Role.LINK)
        button.clicked.connect(wanted)
        row = QHBoxLayout(step)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.LARGE)
        row.addWidget(words, 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return step

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()
