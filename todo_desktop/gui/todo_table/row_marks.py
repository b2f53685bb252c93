"""Where the marks of rows are: in their column at the row's end, or over the edge where that is scrolled away."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter

from todo_desktop.gui.todo_table.columns import MARK_WIDTH, Part
from todo_desktop.gui.todo_table.model import TodoTableModel

if TYPE_CHECKING:
    from todo_desktop.gui.todo_table.view import TodoTableView

_AT_EDGE = 36
"""Width of a mark that stands over the row's end."""


class RowMarks:
    """Of *view*, whose last column is theirs. Rows are told by their numbers."""

    def __init__(self, view: "TodoTableView", model: TodoTableModel) -> None:
        self._view = view
        self._model = model

    @property
    def are_away(self) -> bool:
        """Whether they stand over the edge: their column is out of sight."""
        view, last = self._view, self._last
        return last >= 0 and view.columnViewportPosition(last) + view.columnWidth(last) > view.viewport().width()

    def paint(self, area: QRect) -> None:
        """Those of the rows in *area*, over the edge."""
        view, last = self._view, self._last
        painter = QPainter(view.viewport())
        first, end = view.rows_in(area)
        for row in range(first, end + 1):
            state = self._model.cell(row, last).mark
            if state:
                top, height = view.rowViewportPosition(row), view.rowHeight(row)
                place = QRect(view.viewport().width() - _AT_EDGE, top, _AT_EDGE, height - 1)
                selected = view.selectionModel().isSelected(self._model.index(row, last))
                view.delegate.paint_mark(painter, state, place, selected=selected, hovered=row == view.delegate.hovered)
        painter.end()

    def row_at_edge(self, position: QPoint) -> int:
        """The row of the mark that stands over the edge there, -1 where none does."""
        at_edge = self.are_away and position.x() >= self._view.viewport().width() - _AT_EDGE
        row = self._view.rowAt(position.y()) if at_edge else -1
        return row if row >= 0 and self._model.cell(row, self._last).mark else -1

    def row_at(self, position: QPoint) -> int:
        """The row of the mark there, wherever it is painted; -1 where none is."""
        marked, index = self.row_at_edge(position), self._view.indexAt(position)
        in_column = index.isValid() and self._model.columns[index.column()].part is Part.MARK
        in_column = in_column and position.x() > self._view.visualRect(index).right() - MARK_WIDTH
        if marked < 0 and in_column and self._model.cell(index.row(), index.column()).mark:
            return index.row()
        return marked

    @property
    def _last(self) -> int:
        return self._view.header.count() - 1
