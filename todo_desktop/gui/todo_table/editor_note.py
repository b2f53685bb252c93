"""The line under a cell that says why the value in its editor is not taken, or why it has none."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLabel, QWidget

from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.role import Role, set_role

CHOICES = "choices"
"""The property under which an editor has the list that it shows below itself."""


class EditorNote(QLabel):
    """Stands beside the cell, over other rows: nothing moves when it comes."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self.setObjectName("editorNote")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAutoFillBackground(True)
        self.setContentsMargins(metrics.SMALL, metrics.TIGHT, metrics.SMALL, metrics.TIGHT)
        self.hide()

    def say(self, editor: QWidget, problem: str) -> None:
        """Show *problem* of what is typed until it is mended; an empty one hides the note."""
        set_role(self, Role.DANGER)
        self._show(_taken_by(editor), problem)

    def say_wanted(self, editor: QWidget, words: str) -> None:
        """Show what *editor*, which was opened for its user, is to be filled with."""
        set_role(self, Role.SECONDARY)
        self._show(_taken_by(editor), words)

    def say_of_cell(self, cell: QRect, obstacle: str) -> None:
        """Show why *cell* has no editor."""
        set_role(self, Role.SECONDARY)
        self._show(cell, obstacle)

    def _show(self, area: QRect, words: str) -> None:
        """Below *area*, above it where there is no room."""
        self.setVisible(bool(words))
        if not words:
            return
        self.setText(words)
        self.setAccessibleName(words)
        self.adjustSize()
        below = area.bottom() + metrics.TIGHT
        above = area.top() - self.height() - metrics.TIGHT
        fits = below + self.height() <= self._viewport.height() or above < 0
        self.move(max(0, min(area.left(), self._viewport.width() - self.width())), below if fits else above)
        self.raise_()


def _taken_by(editor: QWidget) -> QRect:
    """*editor*, and the list below it: no note can be read under that."""
    choices = editor.property(CHOICES)
    shown = isinstance(choices, QWidget) and choices.isVisible()
    return editor.geometry().united(choices.geometry()) if shown else editor.geometry()
