"""How the todos of several lists are shown: each value as in its own list, and the list by its name."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale

from todo_desktop.gui.all_lists.columns import OwnColumns, own_columns
from todo_desktop.gui.all_lists.names import names_of, place_of, title_of
from todo_desktop.gui.todo_table.cell import Cell, Chip, Shape
from todo_desktop.gui.todo_table.columns import Column, Part
from todo_desktop.gui.todo_table.display import CellDisplay
from todo_desktop.model.lists import TodoList
from todo_desktop.model.todo import Todo
from todo_desktop.model.values import Milliseconds


class DisplayOfAll(CellDisplay):
    """Of the lists *parts*. A todo of another list, which has just come or is about to go, is shown blank."""

    def __init__(self, locale: QLocale, now: Milliseconds, parts: Sequence[TodoList]) -> None:
        super().__init__(locale, now)
        self._columns: dict[int, OwnColumns] = {each.id: own_columns(each) for each in parts}
        self._displays = {
            each.id: CellDisplay(locale, now, each.collection.roles.done, each.collection.roles.due) for each in parts
        }
        names = names_of(parts)
        self._names = {
            each.id: Cell(Shape.CHIPS, chips=(Chip(names[each.id], ""),), full=f"{title_of(each)} ({place_of(each)})")
            for each in parts
        }

    def own(self, column: Column, todo: Todo) -> Column:
        own = self._columns.get(todo.list_id)
        return own.of(column) if own is not None else column

    def cell(self, column: Column, todo: Todo) -> Cell:
        if column.part is Part.LIST:
            return self._names.get(todo.list_id, _BLANK)
        display = self._displays.get(todo.list_id)
        if display is None:
            return _BLANK
        own = self.own(column, todo)
        return _BLANK if own.field is None and own.part is not Part.MARK else display.cell(own, todo)


_BLANK = Cell()
