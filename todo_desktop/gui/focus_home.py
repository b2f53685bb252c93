"""Where the keys go when what had them goes from sight: to the list, and not to whatever comes next in the window."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from todo_desktop.gui.list_pane import ListPane


class FocusHome(QObject):
    """Of the window that *pane* is in. Qt gives them to the next part, which is the line for a new todo: what is typed
    to tick or delete would be words there."""

    def __init__(self, app: QApplication, pane: ListPane) -> None:
        super().__init__(pane)
        self._pane = pane
        app.focusChanged.connect(self._follow)

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        if now is not self._pane.quick_add or before is None or before.isVisible():
            return
        if before.window() is self._pane.window():
            self._pane.focus_rows()
