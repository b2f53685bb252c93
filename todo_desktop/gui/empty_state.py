"""What stands where the rows would be: a picture, a sentence, and what to do next."""

from enum import StrEnum

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.gui.theme.theme import Theme


class EmptyAction(StrEnum):
    """What its button asks for."""

    CONNECT = "connect"
    CLEAR_SEARCH = "clear-search"
    SHOW_ALL = "show-all"
    CLEAR_FILTER = "clear-filter"


class Emptiness(Struct, frozen=True):
    """Plain text throughout. The first of *actions* is the main one."""

    icon: str
    title: str
    hint: str = ""
    actions: tuple[tuple[EmptyAction, str], ...] = ()


class EmptyState(QWidget):
    """Says why no row is there."""

    wanted = Signal(object)
    """An `EmptyAction`."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._shown = Emptiness("inbox", "")
        self.setObjectName("emptyState")
        self._picture = QLabel(self)
        self._title = _centred(self, Role.HEADING)
        self._title.setObjectName("emptyTitle")
        self._hint = _centred(self, Role.SECONDARY)
        self._hint.setObjectName("emptyHint")
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(metrics.SMALL)
        column = QVBoxLayout(self)
        column.setSpacing(metrics.SMALL)
        column.addStretch(2)
        column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(metrics.TIGHT)
        column.addWidget(self._title)
        column.addWidget(self._hint)
        column.addSpacing(metrics.SMALL)
        column.addLayout(self._buttons)
        column.addStretch(3)
        theme.changed.connect(self._restyle)

    def say(self, emptiness: Emptiness) -> None:
        if emptiness == self._shown:
            return
        rebuilt = emptiness.actions != self._shown.actions
        self._shown = emptiness
        self._title.setText(emptiness.title)
        self._hint.setText(emptiness.hint)
        self._hint.setVisible(bool(emptiness.hint))
        self.setAccessibleName(f"{emptiness.title} {emptiness.hint}".strip())
        if rebuilt:
            self._show_buttons(emptiness.actions)
        self._restyle()

    def _show_buttons(self, actions: tuple[tuple[EmptyAction, str], ...]) -> None:
        while (item := self._buttons.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.setParent(None)  # at once: until it is deleted, it would be found by its name
                old.deleteLater()
        self._buttons.addStretch(1)
        for position, (action, label) in enumerate(actions):
            button = QPushButton(label, self)
            button.setObjectName("emptyAction" if position == 0 else "emptyOtherAction")
            button.clicked.connect(lambda _=False, wanted=action: self.wanted.emit(wanted))
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)

    def _restyle(self) -> None:
        self._picture.setPixmap(self._icons.pixmap(self._shown.icon, 40, "secondary"))


def _centred(parent: QWidget, role: Role) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    set_role(label, role)
    return label
