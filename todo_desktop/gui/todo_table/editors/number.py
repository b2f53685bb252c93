"""The editor of a number: typed as the locale writes it, empty for none."""

from decimal import Decimal

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from todo_desktop.gui.theme.role import set_invalid
from todo_desktop.gui.todo_table.numbers import read_typed, typed_text
from todo_desktop.model.decimals import to_scale
from todo_desktop.model.schema import Field, FieldKind
from todo_desktop.model.values import Json


class NumberEditor(QLineEdit):
    """Whole numbers, floating numbers and exact decimals; shares as percent. Up and Down count."""

    chosen = Signal()
    many_lines = False

    def __init__(self, field: Field, value: Json, locale: QLocale, parent: QWidget) -> None:
        super().__init__(parent)
        self._field = field
        self._locale = locale
        self._first = "" if value is None else typed_text(field, value, locale)
        self.setText(self._first)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFrame(False)

    def value(self) -> Json:
        number = read_typed(self._field, self.text(), self._locale)
        if number is None:
            return None
        if self._field.kind is FieldKind.INTEGER:
            return int(number)
        if self._field.kind is FieldKind.DECIMAL:
            return f"{to_scale(number, self._field.scale):f}" if self._field.scale is not None else f"{number:f}"
        return float(number)

    def complaint(self) -> str:
        if not self.text().strip():
            return self.tr("This field cannot be empty.") if self._field.required else ""
        number = read_typed(self._field, self.text(), self._locale)
        if number is None:
            return self.tr("This is not a number.")
        if self._field.kind is FieldKind.INTEGER and number != number.to_integral_value():
            return self.tr("Only whole numbers fit here.")
        return ""

    def changed(self) -> bool:
        return self.text() != self._first

    def typed(self) -> str:
        return self.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step(1 if event.key() == Qt.Key.Key_Up else -1)
        else:
            super().keyPressEvent(event)

    def step(self, by: int) -> None:
        """Count up or down from what is typed."""
        number = read_typed(self._field, self.text(), self._locale) or Decimal(0)
        step = Decimal(by).scaleb(-2) if self._field.percent else by
        self.setText(typed_text(self._field, f"{number + step:f}", self._locale))

    def mark_invalid(self, invalid: bool) -> None:
        set_invalid(self, invalid)

    def has_popup(self) -> bool:
        return False

    def wanted_size(self, cell: QSize) -> QSize:
        return cell
