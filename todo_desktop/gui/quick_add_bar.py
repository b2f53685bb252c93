"""The line at the top where todos are typed: Enter adds, Esc leaves, and it stays ready for the next one."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.model.lists import TodoList


class QuickAddBar(QLineEdit):
    """Several pasted lines become several todos."""

    entered = Signal(list)
    """Titles, none of them blank."""
    left = Signal()
    """Esc, which gives up what is typed, or Down, which keeps it."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("quickAdd")
        self.setAccessibleName(self.tr("Add a todo"))
        set_role(self, Role.QUICK_ADD)
        plus = QAction(self.tr("Add"), self)
        icons.show_on(plus, "add", "secondary")
        plus.triggered.connect(self.press)
        self.addAction(plus, QLineEdit.ActionPosition.LeadingPosition)
        self.returnPressed.connect(self.enter)
        self.allow(True)

    def allow(self, allowed: bool, also: Sequence[str] = ()) -> None:
        """Whether todos may be added, and what is to be filled in *also*. How long a title may be is told once it is
        entered: a limit here would cut it."""
        self.setEnabled(allowed)
        words = self.tr("Add a todo")
        if not allowed:
            words = self.tr("Your role may not add todos to this list.")
        elif also:
            words = self.tr("Add a todo. It also needs: {fields}").format(fields=", ".join(also))
        self.setPlaceholderText(words)

    def give_back(self, titles: Sequence[str]) -> None:
        """Put what could not be added where it was typed, all of it, before what stands there by now."""
        self.put("\n".join([*titles, *([self.text()] if self.text() else [])]))
        self.setFocus()

    def put(self, text: str) -> None:
        """Have *text* stand there, however long."""
        self.setMaxLength(max(self.maxLength(), len(text.encode("utf-16-le", "surrogatepass")) // 2))
        self.setText(text)

    def event(self, event: QEvent) -> bool:
        """Leave Undo to the window while there is nothing typed to undo."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            undo = event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
            if undo and not self.text():
                event.ignore()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.setText("")
            self.left.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.left.emit()
        elif not (event.matches(QKeySequence.StandardKey.Paste) and self._paste_lines()):
            super().keyPressEvent(event)

    def _paste_lines(self) -> bool:
        """Whether the clipboard holds several lines; they are then entered."""
        lines = self._titles(QGuiApplication.clipboard().text())
        if len(lines) < 2:
            return False
        self.entered.emit(lines)
        return True

    def press(self) -> None:
        """Whoever has no Enter key adds by a press on a button; where nothing is typed, it asks for something."""
        self.enter()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def enter(self) -> None:
        """Add what is typed; nothing, where that is blank."""
        titles = self._titles(self.text())
        self.setText("")
        if titles:
            self.entered.emit(titles)

    @staticmethod
    def _titles(text: str) -> list[str]:
        return [line.strip() for line in text.splitlines() if line.strip()]


def also_needed(todo_list: TodoList) -> tuple[str, ...]:
    """The labels of the fields that a new todo needs beside its title."""
    if todo_list.is_local or todo_list.is_all or not any(field.required for field in todo_list.collection.fields):
        return ()
    from todo_desktop.model.incomplete import unfilled  # noqa: PLC0415  (few lists demand anything)

    title = todo_list.collection.roles.title
    return tuple(field.label for field in unfilled(todo_list, {}) if field.name != title)
