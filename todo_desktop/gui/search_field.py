"""The search field: it searches while one types, Esc clears it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QSizePolicy, QWidget

from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.role import Role, set_role

_LEAST = 84
_LEAST_WITH_KEY = 120


class SearchField(QLineEdit):
    """Shows its key, `/`, while it is empty."""

    searched = Signal(str)
    expected = Signal(bool)
    """It has the focus now, or not any more."""
    left = Signal()
    """Esc in the empty field, or Down: back to the list."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search")
        self.setAccessibleName(self.tr("Search"))
        self.setPlaceholderText(self.tr("Search"))
        set_role(self, Role.SEARCH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(_LEAST)
        self.setMaximumWidth(380)
        glass = QAction(self.tr("Search"), self)
        icons.show_on(glass, "search", "secondary")
        self.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)
        self._key = QLabel("/", self)
        set_role(self._key, Role.KEY)
        self._key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.textChanged.connect(self._changed)

    def sizeHint(self) -> QSize:  # noqa: N802
        """A toolbar drops its last part rather than give a field less than this."""
        return QSize(_LEAST, super().sizeHint().height())

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        # Its icon is looked for in the system's themes, 10 ms that no start needs.
        self.setClearButtonEnabled(True)
        super().focusInEvent(event)
        self.expected.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self.expected.emit(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._key.adjustSize()
        self._key.move(self.width() - self._key.width() - metrics.SMALL, (self.height() - self._key.height()) // 2)
        self._show_key()

    def _changed(self, text: str) -> None:
        self._show_key()
        self.searched.emit(text)

    def _show_key(self) -> None:
        self._key.setVisible(not self.text() and self.width() >= _LEAST_WITH_KEY)
