"""The way to a todo from elsewhere in the window, or to its list alone, unless it is in sight already."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from todo_desktop.gui.list_pane import ListPane
from todo_desktop.gui.window_lists import WindowLists
from todo_desktop.model.lists import ListAddress
from todo_desktop.model.todo import Todo
from todo_desktop.queries import TodoQueries
from todo_desktop.service import TodoService


class WayToTodo(QObject):
    """Ends in *pane*. *choose_list* brings the list of that address in sight, and has done so when it returns."""

    def __init__(
        self,
        service: TodoService,
        queries: TodoQueries,
        pane: ListPane,
        lists: WindowLists,
        choose_list: Callable[[ListAddress], None],
    ) -> None:
        super().__init__(pane)
        self._service = service
        self._queries = queries
        self._pane = pane
        self._lists = lists
        self._choose_list = choose_list

    def go_to(self, todo_id: int, field: str = "") -> None:
        """Have the todo selected, with the editor of *field* open where one is named; in its own list, unless it and
        the field are in sight already."""
        for todo in self._queries.rows([todo_id]):
            if self._column_of(todo, field) is None:
                self._open_list(todo.list_id)
            column = self._column_of(todo, field)
            if column is not None:
                self._pane.go_to(todo_id, column)

    def go_to_list(self, todo_id: int) -> None:
        """Have the todo selected in its own list."""
        for todo in self._queries.rows([todo_id]):
            self._open_list(todo.list_id)
            self.go_to(todo_id)

    def fill_in(self, todo_id: int) -> None:
        """Lead to what the todo lacks, in its own list: others have no columns for it."""
        for todo in self._queries.rows([todo_id]):
            self._open_list(todo.list_id)
            if self._column_of(todo, "") is not None:
                self._pane.fill_in(todo_id)

    def go_to_one_of(self, list_ids: frozenset[int]) -> None:
        """Have one of these lists in sight, unless one is already."""
        if list_ids.isdisjoint(each.id for each in self._service.list.parts):
            self._open_list(max(list_ids))

    def _column_of(self, todo: Todo, field: str) -> str | None:
        """The key of the column that has *field* (empty: of none); None where it or the todo is out of sight."""
        together = self._service.list
        if all(todo.list_id != each.id for each in together.parts):
            return None
        if not (field and together.is_all):
            return field
        from todo_desktop.model.all_lists import role_of  # noqa: PLC0415  (most show one list)

        return role_of(together.part(todo.list_id), field)

    def _open_list(self, list_id: int) -> None:
        address = self._lists.address_of(list_id)
        if address is not None:
            self._choose_list(address)
