"""What the editors of one typed line have in common, whatever the line means."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from todo_desktop.gui.theme.role import set_invalid


class TypedLine(QLineEdit):
    """`_first` is what stood there when it was opened."""

    chosen = Signal()
    many_lines = False
    _first: str

    def changed(self) -> bool:
        return self.text() != self._first

    def typed(self) -> str:
        return self.text()

    def mark_invalid(self, invalid: bool) -> None:
        set_invalid(self, invalid)
