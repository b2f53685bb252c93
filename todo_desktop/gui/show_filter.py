"""All, Open or Done: three buttons of which one is down."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QWidget

from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.model.query import Show


class ShowFilter(QFrame):
    """Tab enters it, the arrow keys choose."""

    chosen = Signal(object)
    """A `Show`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("showFilter")
        self.setAccessibleName(self.tr("Show"))
        set_role(self, Role.SEGMENTS)
        self.setFixedHeight(metrics.CONTROL)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self._buttons: dict[Show, QPushButton] = {}
        for show, label, name in (
            (Show.ALL, self.tr("All"), "filterAll"),
            (Show.OPEN, self.tr("Open"), "filterOpen"),
            (Show.DONE, self.tr("Done"), "filterDone"),
        ):
            button = QPushButton(label, self)
            button.setObjectName(name)
            button.setAccessibleName(self.tr("Show: {choice}").format(choice=label))
            button.setCheckable(True)
            # A click leaves the focus, and the keys, with the list.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            set_role(button, Role.SEGMENT)
            self._group.addButton(button)
            self._buttons[show] = button
            row.addWidget(button)
        self._group.buttonClicked.connect(self._clicked)
        self.show_choice(Show.ALL)

    def show_choice(self, show: Show) -> None:
        """Press the button of *show* without saying so."""
        self._buttons[show].setChecked(True)

    def _clicked(self) -> None:
        self.chosen.emit(next(show for show, button in self._buttons.items() if button.isChecked()))
