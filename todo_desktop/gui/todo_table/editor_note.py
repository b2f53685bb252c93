"""The line under an open editor that says why its value is not taken."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.role import Role, set_role


class EditorNote(QLabel):
    """Stands beside the editor until the value is mended."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self.setObjectName("editorNote")
        set_role(self, Role.DANGER)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAutoFillBackground(True)
        self.setContentsMargins(metrics.SMALL, metrics.TIGHT, metrics.SMALL, metrics.TIGHT)
        self.hide()

    def say(self, editor: QWidget, problem: str) -> None:
        """Show *problem* below *editor* (above it where there is no room); an empty one hides the note."""
        self.setVisible(bool(problem))
        if not problem:
            return
        self.setText(problem)
        self.setAccessibleName(problem)
        self.adjustSize()
        area = editor.geometry()
        below = area.bottom() + metrics.TIGHT
        above = area.top() - self.height() - metrics.TIGHT
        fits = below + self.height() <= self._viewport.height() or above < 0
        self.move(max(0, min(area.left(), self._viewport.width() - self.width())), below if fits else above)
        self.raise_()
