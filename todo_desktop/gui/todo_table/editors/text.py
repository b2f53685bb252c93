"""The editor of a one-line text."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from todo_desktop.gui.theme.role import set_invalid
from todo_desktop.gui.todo_table.editors.length import length_complaint
from todo_desktop.gui.todo_table.texts_of_a_kind import may_be_address
from todo_desktop.model.field_rules import Format
from todo_desktop.model.schema import Field
from todo_desktop.model.values import Json


class TextEditor(QLineEdit):
    """What is longer than the field holds is refused, not cut."""

    chosen = Signal()
    many_lines = False

    def __init__(self, field: Field, value: Json, parent: QWidget) -> None:
        super().__init__(parent)
        self._field = field
        self._first = "" if value is None else str(value)
        self._was_null = value is None
        self.setText(self._first)
        self.setFrame(False)

    def value(self) -> Json:
        # The blanks around an address came along with it from elsewhere.
        bare = self._field.trim or self._field.format in (Format.URL, Format.EMAIL, Format.PHONE)
        text = self.text().strip() if bare else self.text()
        return None if not text and self._was_null else text

    def complaint(self) -> str:
        if self._field.required and not self.text().strip():
            return self.tr("This field cannot be empty.")
        if not self.changed():
            return ""
        text = str(self.value() or "")
        if self._field.format is Format.URL and text and not may_be_address(text):
            return self.tr("This is not a web address. Type for example https://example.com.")
        return length_complaint(self._field, text)

    def changed(self) -> bool:
        return self.text() != self._first

    def typed(self) -> str:
        return self.text()

    def mark_invalid(self, invalid: bool) -> None:
        set_invalid(self, invalid)

    def has_popup(self) -> bool:
        return False

    def wanted_size(self, cell: QSize) -> QSize:
        return cell
