"""The editor of a text of many lines: it opens larger than its cell."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from todo_desktop.gui.theme.role import set_invalid
from todo_desktop.gui.todo_table.editors.length import length_complaint
from todo_desktop.model.schema import Field
from todo_desktop.model.values import Json

_SIZE = QSize(380, 148)


class LongTextEditor(QPlainTextEdit):
    """Enter makes a new line, Ctrl+Enter is done."""

    chosen = Signal()
    many_lines = True

    def __init__(self, field: Field, value: Json, parent: QWidget) -> None:
        super().__init__(parent)
        self._field = field
        self._was_null = value is None
        self.setPlainText("" if value is None else str(value))
        self._first = self.toPlainText()
        self.setTabChangesFocus(True)
        self.setPlaceholderText(self.tr("Ctrl+Enter when done, Esc to leave"))
        self.selectAll()

    def value(self) -> Json:
        text = self.toPlainText()
        text = text.strip() if self._field.trim else text
        return None if not text and self._was_null else text

    def complaint(self) -> str:
        text = self.toPlainText()
        if self._field.required and not text.strip():
            return self.tr("This field cannot be empty.")
        return length_complaint(self._field, text)

    def changed(self) -> bool:
        return self.toPlainText() != self._first

    def typed(self) -> str:
        return self.toPlainText()

    def mark_invalid(self, invalid: bool) -> None:
        set_invalid(self, invalid)

    def has_popup(self) -> bool:
        return False

    def wanted_size(self, cell: QSize) -> QSize:
        return cell.expandedTo(_SIZE)
