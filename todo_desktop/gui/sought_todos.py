"""Todos that are selected once they are shown: what the user added or brought back, and one that is to be gone to."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from todo_desktop.gui.quick_add_bar import also_needed
from todo_desktop.model.changes import Changes
from todo_desktop.model.lists import TodoList
from todo_desktop.model.query import Show

if TYPE_CHECKING:
    from todo_desktop.gui.filling_in import FillingIn
    from todo_desktop.gui.list_pane import ListPane


class SoughtTodos:
    """In *pane*, which shows what *open_list* tells. A search or a filter that hides them ends, or it is said."""

    def __init__(self, pane: "ListPane", open_list: Callable[[], TodoList]) -> None:
        self._pane = pane
        self._open_list = open_list
        self._added: frozenset[int] = frozenset()
        self._wanted: tuple[int, str] | None = None
        self._fills_wanted = False
        self._leads_on = False
        """Whether what comes into the list next is one todo from the line at the top."""
        self._filling: FillingIn | None = None

    def expect(self, titles: int) -> None:
        """So many todos are being added in the line at the top."""
        self._leads_on = titles == 1

    def take(self, changes: Changes) -> None:
        """The user changed something here."""
        if self._pane.commands.busy:  # what comes back in portions is shown as one
            self._added = (self._added | changes.added) - changes.removed
        else:
            self._added = changes.added or self._added

    def go_to(self, todo_id: int, field: str, *, fills_in: bool = False) -> None:
        """Select the todo, and open the editor of *field* where one is named; with *fills_in*, those it lacks."""
        self._wanted = (todo_id, field)
        self._fills_wanted = fills_in
        if self._pane.model.row_of(todo_id) < 0:
            self._pane.all_wanted.emit()
        self._go()

    def give_up(self) -> None:
        """The todo to go to is not there."""
        self._wanted = None

    def show(self) -> None:
        """Other rows are shown than before."""
        self._show_added()
        self._go()

    def fill_in(self) -> None:
        """An editor has closed: on to the next field that the todo lacks."""
        if self._filling is not None:
            self._filling.go_on(self._open_list())

    def _show_added(self) -> None:
        """So that the next key goes on with it; all of it, at the end."""
        pane = self._pane
        if pane.commands.busy:
            return
        seen = pane.model.rows_of(self._added)
        query = pane.contents.query
        if self._added and not seen and query.where is not None:
            self._leads_on = False
            pane.hidden_by_filter.emit(self._added)
        elif self._added and not seen and (query.text or query.show is not Show.ALL):
            pane.all_wanted.emit()
            return
        if seen:
            pane.view.select_rows(sorted(seen.values()))
            pane.view.reveal(max(seen))
        self._added = frozenset()
        if self._leads_on and seen:
            self._leads_on = False
            self._lead_on(next(iter(seen)))

    def _lead_on(self, todo_id: int) -> None:
        """To what a new todo lacks, where its list demands anything."""
        pane = self._pane
        todo_list = self._list_of(todo_id)
        if not also_needed(todo_list):
            return
        if self._open_list().is_all:
            pane.filling_wanted.emit(todo_id)
            return
        from todo_desktop.gui.filling_in import FillingIn  # noqa: PLC0415  (few lists do)

        if self._filling is None:
            self._filling = FillingIn(pane.model, pane.view, pane.keeper, pane.quick_add.setFocus)
        self._filling.begin(todo_list, todo_id)

    def _list_of(self, todo_id: int) -> TodoList:
        """Of several that are shown together, the todo's own."""
        todo_list = self._open_list()
        todo = self._pane.model.todo_at(self._pane.model.row_of(todo_id)) if todo_list.is_all else None
        return todo_list if todo is None else todo_list.part(todo.list_id)

    def _go(self) -> None:
        pane = self._pane
        if self._wanted is None or pane.model.row_of(self._wanted[0]) < 0:
            return
        (todo_id, field), self._wanted = self._wanted, None
        pane.view.select_ids([todo_id])
        pane.view.reveal(todo_id)
        pane.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if field:
            pane.view.edit_field(field)
        elif self._fills_wanted:
            self._lead_on(todo_id)
