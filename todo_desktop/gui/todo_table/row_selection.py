"""Which rows are selected; and the checkboxes that an assistive program presses.

Qt lets such programs select a cell and nothing else. A person selects whole rows, so that a cell which is selected, or
unselected, for itself was pressed by a program: its checkbox is meant, or, where it has none, its row.
"""

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal

_Flag = QItemSelectionModel.SelectionFlag
_OF_A_PROGRAM = (_Flag.Select, _Flag.Deselect)


class RowSelection(QItemSelectionModel):
    pressed = Signal(int, int)
    """Row and column of a checkbox."""

    def select(
        self, what: QItemSelection | QModelIndex | QPersistentModelIndex, command: QItemSelectionModel.SelectionFlag
    ) -> None:
        if isinstance(what, QItemSelection) or command not in _OF_A_PROGRAM:
            super().select(what, command)
        elif what.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            self.pressed.emit(what.row(), what.column())
        else:
            super().select(what, command | _Flag.Rows)
