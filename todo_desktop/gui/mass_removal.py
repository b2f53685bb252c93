"""Asks whether todos that are missing on the server all at once shall go here too. Nothing goes before an answer."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.role import Role, set_role


class MassRemovalBar(QFrame):
    """Stands under the toolbar until it is answered, or put off."""

    removal_wanted = Signal()
    return_wanted = Signal()
    """Bring them back to the server."""
    put_off = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("massRemovalBar")
        set_role(self, Role.BANNER)
        self._text = QLabel(self)
        self._text.setObjectName("massRemovalText")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(metrics.SMALL)
        for name, says, signal in (
            ("massRemovalKeep", self.tr("Bring them back"), self.return_wanted),
            ("massRemovalRemove", self.tr("Remove them here too"), self.removal_wanted),
            ("massRemovalLater", self.tr("Later"), self.put_off),
        ):
            button = QPushButton(says, self)
            button.setObjectName(name)
            button.setAccessibleName(says)
            button.clicked.connect(signal)
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, metrics.SMALL, metrics.MEDIUM, metrics.SMALL)
        column.setSpacing(metrics.SMALL)
        column.addWidget(self._text)
        column.addLayout(row)
        self.hide()

    def ask(self, missing: str, host: str) -> None:
        """*missing* is how many todos are gone from *host*, in digits."""
        what = self.tr("{count} todos are gone from {host} all at once. Nothing was removed here, and the sync waits.")
        what_now = self.tr(
            "If that was meant, remove them here too: they can be restored for 30 days. "
            "If not, bring them back: they are created on the server again, under their old ids."
        )
        self._text.setText(f"{what.format(count=missing, host=host)} {what_now}")
        self.setAccessibleName(self._text.text())
        self.show()
