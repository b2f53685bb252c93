"""The list of keys that the window listens to."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.role import Role, set_role


class ShortcutsDialog(QDialog):
    """Every action that has a key, in the order of the menus, and what the table does with keys of its own."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shortcutsDialog")
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(metrics.LARGE)
        grid.setVerticalSpacing(metrics.SMALL)
        rows = [(action.iconText(), _keys_of(action)) for action in actions if action.shortcuts()]
        rows.append((self.tr("Open the link or file, go to the todo's list"), [QKeySequence("Ctrl+Enter")]))
        half = -(-len(rows) // 2)
        for position, (words, keys) in enumerate(rows):
            row, column = position % half, 3 * (position // half)
            grid.addWidget(QLabel(words, self), row, column)
            grid.addWidget(self._keys(keys), row, column + 1)
        grid.setColumnMinimumWidth(2, metrics.LARGE)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(metrics.LARGE, metrics.LARGE, metrics.LARGE, metrics.LARGE)
        column_layout.setSpacing(metrics.LARGE)
        column_layout.addLayout(grid)
        column_layout.addWidget(buttons)

    def _keys(self, keys: Sequence[QKeySequence]) -> QLabel:
        native = QKeySequence.SequenceFormat.NativeText
        label = QLabel(self.tr(" or ").join(key.toString(native) for key in keys), self)
        set_role(label, Role.SECONDARY)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label


def _keys_of(action: QAction) -> list[QKeySequence]:
    """As people name them: the Enter of the letters, Qt's *Return*, and that of the digits are one.

    Enter edits only in the table: elsewhere it is not the action's.
    """
    keys = [key for key in action.shortcuts() if not key.toString().endswith("Return")]
    return [*keys, *([QKeySequence("Enter")] if action.objectName() == "actionEdit" else [])]
