"""Which rows are selected; and the checkboxes that an assistive program presses.

Qt lets such programs select a cell and nothing else. A person selects whole rows, so that a cell which is selected, or
unselected, for itself was pressed by a program: its checkbox is meant, or, where it has none, its row.
"""

from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from todo_desktop.gui.todo_table.model import TodoTableModel

_Flag = QItemSelectionModel.SelectionFlag
_OF_A_PROGRAM = (_Flag.Select, _Flag.Deselect)
_MANY = 200
"""From so many rows on, a selection is carried over by ids."""


class RowSelection(QItemSelectionModel):
    pressed = Signal(int, int)
    """Row and column of a checkbox."""

    def __init__(self, model: TodoTableModel, parent: QObject) -> None:
        super().__init__(model, parent)
        self._model = model
        self._set_aside: list[int] | None = None
        model.rearranging.connect(self._put_aside)
        model.rearranged.connect(self._choose_again)

    def select(
        self, what: QItemSelection | QModelIndex | QPersistentModelIndex, command: QItemSelectionModel.SelectionFlag
    ) -> None:
        if isinstance(what, QItemSelection) or command not in _OF_A_PROGRAM:
            super().select(what, command)
        elif what.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            self.pressed.emit(what.row(), what.column())
        else:
            super().select(what, command | _Flag.Rows)

    def chosen(self) -> list[int]:
        """In order. By ranges: asking Qt for the selected rows one by one takes a second at 100,000."""
        rows: set[int] = set()
        selection = self.selection()
        if selection.count() == 1:
            return list(range(selection.at(0).top(), selection.at(0).bottom() + 1))
        for part in (selection.at(position) for position in range(selection.count())):
            rows.update(range(part.top(), part.bottom() + 1))
        return sorted(rows)

    def first(self) -> int:
        """Of the selected ones; there is one."""
        selection = self.selection()
        return min(selection.at(position).top() for position in range(selection.count()))

    def choose_one(self, row: int) -> None:
        """It is the current one, too."""
        column = self.currentIndex().column()
        index = self._model.index(row, column if column >= 0 else self._model.title_column)
        self.setCurrentIndex(index, _Flag.ClearAndSelect | _Flag.Rows)

    def choose(self, rows: Sequence[int]) -> None:
        """*rows* are in order. The current one stays."""
        chosen = QItemSelection()
        last = self._model.columnCount() - 1
        for first, end in _runs(rows):
            chosen.append(QItemSelectionRange(self._model.index(first, 0), self._model.index(end, last)))
        self.select(chosen, _Flag.ClearAndSelect)

    def choose_all(self) -> None:
        last = self._model.index(self._model.rowCount() - 1, self._model.columnCount() - 1)
        if last.isValid():
            self.select(QItemSelection(self._model.index(0, 0), last), _Flag.ClearAndSelect)

    def _put_aside(self) -> None:
        """Where all rows are laid out anew, Qt follows every selected cell for itself: a minute for 100,000 rows."""
        rows = self.chosen()
        if len(rows) > _MANY:
            self._set_aside = [self._model.id_at(row) for row in rows]
            self.clearSelection()

    def _choose_again(self) -> None:
        chosen, self._set_aside = self._set_aside, None
        if chosen is not None:
            self.choose(sorted(self._model.rows_of(set(chosen)).values()))


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """(first, last) of each run of rows that follow one another; *rows* are in order, each once."""
    if rows and rows[-1] - rows[0] + 1 == len(rows):
        return [(rows[0], rows[-1])]
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = runs[-1][0], row
        else:
            runs.append((row, row))
    return runs
