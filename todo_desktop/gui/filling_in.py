"""Leads from a todo that was just added to the required fields that it still lacks, one after another."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from todo_desktop.gui.todo_table.column_keeper import ColumnKeeper
from todo_desktop.gui.todo_table.model import TodoTableModel
from todo_desktop.gui.todo_table.view import TodoTableView
from todo_desktop.model.incomplete import unfilled
from todo_desktop.model.lists import TodoList
from todo_desktop.model.schema import Field, FieldKind


class FillingIn:
    """*done* is called once nothing is lacking. Whoever leaves an editor, or goes elsewhere, is led no further."""

    def __init__(
        self, model: TodoTableModel, view: TodoTableView, keeper: ColumnKeeper, done: Callable[[], None]
    ) -> None:
        self._model = model
        self._view = view
        self._keeper = keeper
        self._done = done
        self._todo_id = 0
        self._asked = ""

    def begin(self, todo_list: TodoList, todo_id: int) -> None:
        self._todo_id, self._asked = todo_id, ""
        lacking = self._lacking(todo_list)
        if lacking:
            self._ask(lacking[0])
        else:
            self._todo_id = 0

    def go_on(self, todo_list: TodoList) -> None:
        """An editor has closed."""
        if not self._todo_id or self._view.delegate.editor is not None:
            return
        lacking = self._lacking(todo_list)
        if lacking and lacking[0].name != self._asked and self._is_there:
            self._ask(lacking[0])
            return
        self._todo_id = 0
        if not lacking and self._view.hasFocus():
            self._done()

    @property
    def _is_there(self) -> bool:
        """Whether the user is still at the todo."""
        row = self._view.currentIndex().row()
        return self._view.hasFocus() and row >= 0 and self._model.id_at(row) == self._todo_id

    def _lacking(self, todo_list: TodoList) -> list[Field]:
        """What is ticked is not asked for: to open its cell would turn it."""
        row = self._model.row_of(self._todo_id)
        todo = self._model.todo_at(row) if row >= 0 else None
        if todo is None or todo.server_id is not None or todo_list.is_local:
            return []
        return [field for field in unfilled(todo_list, todo.values) if field.kind is not FieldKind.BOOLEAN]

    def _ask(self, field: Field) -> None:
        self._asked = field.name
        column = next((column for column in self._model.columns if column.key == field.name), None)
        if column is not None and not self._keeper.is_visible(column):
            self._keeper.set_visible(column, True)
        self._view.setFocus()
        wanted = QCoreApplication.translate("FillingIn", "Required: {field}. Esc leaves it for later.")
        self._view.edit_field(field.name, wanted.format(field=field.label))
