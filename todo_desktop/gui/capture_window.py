"""The small window for one new todo, opened by a key of the desktop: Enter adds and closes, Esc closes."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from todo_desktop.gui.elided_label import ElidedLabel
from todo_desktop.gui.quick_add_bar import QuickAddBar, also_needed
from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.gui.todo_commands import TodoCommands
from todo_desktop.service import TodoService

_WIDTH = 560
_DOWN = 0.28
"""Of the screen's height: where eyes are."""


class CaptureWindow(QFrame):
    """Adds to `service.target`. Stays where it was made, hidden, to be there at once the next time."""

    closed = Signal()
    """It is hidden again: something was added, or given up."""

    def __init__(self, service: TodoService, commands: TodoCommands, icons: Icons) -> None:
        # Nobody's child: with the main window hidden or minimized it would be so, too.
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self._service = service
        self._commands = commands
        self._adding = False
        self._has_rest = False
        self.setObjectName("captureWindow")
        self.setWindowTitle(self.tr("New todo - Todo Desktop"))
        self.setAccessibleName(self.tr("New todo"))
        set_role(self, Role.CAPTURE)
        self.field = QuickAddBar(icons, self)
        self.field.setObjectName("captureField")
        self._trouble = QLabel(self)
        self._trouble.setObjectName("captureTrouble")
        self._list = ElidedLabel(self)
        self._list.setObjectName("captureList")
        self._lay_out()
        self.field.entered.connect(self._add)
        self.field.left.connect(self.close)
        self.field.textEdited.connect(lambda _text: self._say(""))
        commands.failed.connect(self._take_refusal)

    def open(self, text: str = "") -> None:
        """Come forward, ready to be typed into; *text* follows what was left there, as a todo of its own."""
        todo_list = self._service.target
        self.field.allow(todo_list.permissions.create.allowed, also_needed(todo_list))
        self._list.setText(todo_list.collection.label or self.tr("To do"))
        left = self.field.text()
        if text and not f"\n{left}".endswith(f"\n{text}"):
            self.field.put(f"{left}\n{text}" if left.strip() else text)
        if not self.isVisible():
            self._say("")
            self._place()
        self.show()
        self.raise_()
        self.activateWindow()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        if not text:
            self.field.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc also where nothing may be added, and the field does not hear it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        if not event.spontaneous():
            self.closed.emit()

    def _lay_out(self) -> None:
        self._trouble.setTextFormat(Qt.TextFormat.PlainText)
        self._trouble.setWordWrap(True)
        set_role(self._trouble, Role.DANGER)
        self._trouble.hide()
        keys = QLabel(self.tr("Enter adds, Esc closes"), self)
        for label in (keys, self._list):
            set_role(label, Role.HINT)
        self._list.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        below = QHBoxLayout()
        below.addWidget(keys)
        below.addWidget(self._list, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(metrics.LARGE, metrics.LARGE, metrics.LARGE, metrics.MEDIUM)
        column.setSpacing(metrics.SMALL)
        column.addWidget(self.field)
        column.addWidget(self._trouble)
        column.addLayout(below)
        self.setFixedWidth(_WIDTH)

    def _place(self) -> None:
        """On the screen that is in use. Wayland's compositors choose for themselves."""
        self.adjustSize()
        screen = QGuiApplication.screenAt(self.cursor().pos()) or self.screen()
        area = screen.availableGeometry()
        self.move(area.center().x() - self.width() // 2, area.top() + round(area.height() * _DOWN))

    def _add(self, titles: list[str]) -> None:
        """What cannot be added goes back to where it was typed, and the window stays."""
        self._adding, self._has_rest = True, False
        self._commands.add(titles, self._take_rest, elsewhere=True)
        self._adding = False
        if not self._has_rest:
            self.close()

    def _take_rest(self, titles: Sequence[str]) -> None:
        """They could not be added; of very many that is known only after the window has closed."""
        self._has_rest = True
        self.field.give_back(titles)
        if not self._adding:
            self.show()

    def _take_refusal(self, sentence: str) -> None:
        if self._adding:
            self._say(sentence)

    def _say(self, trouble: str) -> None:
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        self.adjustSize()
