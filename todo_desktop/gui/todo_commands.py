"""What the user does to todos: each verb asks the service, and what went wrong is said instead of raised."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from todo_desktop.gui import clipboard_text
from todo_desktop.gui.refusals import refusal
from todo_desktop.gui.todo_table.columns import Column
from todo_desktop.gui.todo_table.display import CellDisplay
from todo_desktop.model.changes import Changes
from todo_desktop.model.decision import Choice
from todo_desktop.model.errors import TodoDesktopError
from todo_desktop.model.todo import Todo
from todo_desktop.model.values import Json
from todo_desktop.queries import TodoQueries
from todo_desktop.service import TodoService


class TodoCommands(QObject):
    """Verbs on the todos of the open list, by id."""

    failed = Signal(str)
    """Why the last verb was not carried out, as a sentence."""
    deleted = Signal(int)
    """So many todos, which can be brought back."""

    def __init__(self, service: TodoService, queries: TodoQueries, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._service = service
        self._queries = queries

    def add(self, titles: Sequence[str]) -> list[str]:
        """The titles that could not be added."""
        field = self._service.list.collection.roles.title

        def is_added(title: str) -> bool:
            return self._try(lambda: self._service.add({field: title})) is not None

        return [title for title in titles if not is_added(title)]

    def write(self, todo_ids: Sequence[int], values: Mapping[str, Json]) -> str:
        """Store the same values for each; returns why not, or an empty text."""
        try:
            self._service.edit(todo_ids, values)
        except TodoDesktopError as error:
            return refusal(error, self._service.list)
        return ""

    def toggle_done(self, todo_ids: Sequence[int]) -> None:
        """All done, or, where all of them are, all open again."""
        field = self._service.list.collection.roles.done
        todos = self._read(todo_ids)
        if field and todos:
            done = any(todo.values.get(field) is not True for todo in todos)
            self._try(lambda: self._service.set_done([todo.id for todo in todos], done))

    def toggle(self, todo: Todo, field: str) -> None:
        """Turn one checkbox of one todo."""
        ticked = todo.values.get(field) is not True
        if field == self._service.list.collection.roles.done:
            self._try(lambda: self._service.set_done([todo.id], ticked))
        else:
            self._try(lambda: self._service.edit([todo.id], {field: ticked}))

    def delete(self, todo_ids: Sequence[int]) -> None:
        changes = self._try(lambda: self._service.delete(todo_ids)) if todo_ids else None
        if changes is not None and changes.removed:
            self.deleted.emit(len(changes.removed))

    def undo(self) -> None:
        self._try(self._service.undo)

    def redo(self) -> None:
        self._try(self._service.redo)

    def keep_mine(self, todo_ids: Sequence[int]) -> None:
        self._try(lambda: self._service.keep_mine(todo_ids))

    def take_theirs(self, todo_ids: Sequence[int]) -> None:
        self._try(lambda: self._service.take_theirs(todo_ids))

    def resolve(self, todo_id: int, choices: Mapping[str, Choice]) -> None:
        self._try(lambda: self._service.resolve(todo_id, choices))

    def retry(self, todo_ids: Sequence[int]) -> None:
        self._try(lambda: self._service.retry(todo_ids))

    def discard(self, todo_ids: Sequence[int]) -> None:
        self._try(lambda: self._service.discard(todo_ids))

    def restore(self, trash_ids: Sequence[int]) -> bool:
        """Whether they came back."""
        return self._try(lambda: self._service.restore(trash_ids)) is not None

    def copy_titles(self, todo_ids: Sequence[int]) -> None:
        todos = self._read(todo_ids)
        if todos:
            title = self._service.list.collection.roles.title
            QGuiApplication.clipboard().setText(clipboard_text.titles(todos, title))

    def copy_rows(self, todo_ids: Sequence[int], columns: Sequence[Column], display: CellDisplay) -> None:
        todos = self._read(todo_ids)
        if todos:
            QGuiApplication.clipboard().setText(clipboard_text.rows(todos, columns, display))

    def _read(self, todo_ids: Sequence[int]) -> list[Todo]:
        try:
            return self._queries.rows(todo_ids) if todo_ids else []
        except TodoDesktopError as error:
            self.failed.emit(refusal(error, self._service.list))
            return []

    def _try(self, verb: Callable[[], Changes]) -> Changes | None:
        try:
            return verb()
        except TodoDesktopError as error:
            self.failed.emit(refusal(error, self._service.list))
            return None
