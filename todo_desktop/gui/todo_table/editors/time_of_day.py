"""The editor of a time of day: typed as the locale writes it or in figures, empty for none."""

from PySide6.QtCore import QLocale, QSize, Qt, QTime
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from todo_desktop.gui.dates_in_words import read_time
from todo_desktop.gui.todo_table.display import time_words
from todo_desktop.gui.todo_table.editors.typed_line import TypedLine
from todo_desktop.model.schema import Field
from todo_desktop.model.values import Json

_STEP_SECONDS = 15 * 60
_AFTERNOON = QTime(14, 30)


class TimeEditor(TypedLine):
    """Up and Down go a quarter of an hour. Seconds that are there stay until something else is typed."""

    def __init__(self, field: Field, value: Json, locale: QLocale, parent: QWidget) -> None:
        super().__init__(parent)
        self._field = field
        self._locale = locale
        self._first = "" if value is None else time_words(value, locale)
        self.setText(self._first)
        self.setFrame(False)
        self.setClearButtonEnabled(True)
        self.setPlaceholderText(self._example())

    def value(self) -> Json:
        found = self._typed()
        return found.toString("HH:mm:ss") if found is not None else None

    def complaint(self) -> str:
        if not self.text().strip():
            return self.tr("This field cannot be empty.") if self._field.required else ""
        if self._typed() is None:
            return self.tr("This is not a time of day. Type for example {time}.").format(time=self._example())
        return ""

    def has_popup(self) -> bool:
        return False

    def wanted_size(self, cell: QSize) -> QSize:
        return cell.expandedTo(QSize(112, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = _STEP_SECONDS if event.key() == Qt.Key.Key_Up else -_STEP_SECONDS
            found = (self._typed() or QTime(0, 0)).addSecs(step)
            self.setText(time_words(found.toString("HH:mm:ss"), self._locale))
        else:
            super().keyPressEvent(event)

    def _typed(self) -> QTime | None:
        exact = QTime.fromString(self.text().strip(), "HH:mm:ss")
        if exact.isValid():
            return exact
        found = read_time(self.text(), self._locale)
        return QTime(*found) if found is not None else None

    def _example(self) -> str:
        return self._locale.toString(_AFTERNOON, QLocale.FormatType.ShortFormat)
