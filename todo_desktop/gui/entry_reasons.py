"""Why a todo carries its mark, in words: from its outbox entries."""

from PySide6.QtCore import QCoreApplication, QLocale

from todo_desktop.gui.messages import problem_message
from todo_desktop.gui.plain_text import shortened
from todo_desktop.gui.todo_table.display import CellDisplay, state_word
from todo_desktop.model.change import ChangeKind, Entry, EntryState
from todo_desktop.model.errors import TodoDesktopError
from todo_desktop.model.todo import SyncState, Todo
from todo_desktop.model.values import Json
from todo_desktop.queries import TodoQueries
from todo_desktop.service import TodoService


class EntryReasons:
    """Reads entries when somebody asks: they are few, and quick to read."""

    def __init__(self, service: TodoService, queries: TodoQueries) -> None:
        self._service = service
        self._queries = queries

    def of_todo(self, todo: Todo) -> str:
        """Plain text for the tooltip of the mark; may have two lines."""
        try:
            entries = self._queries.entries_of(todo.id)
        except TodoDesktopError:
            # The mark itself still says what state the todo is in.
            return state_word(todo.state)
        parked = next((entry for entry in entries if entry.state is EntryState.PARKED), None)
        if parked is not None:
            return self.of_entry(parked)
        labels = self._labels(entries)
        waiting = state_word(SyncState.WAITING)
        return f"{waiting}: {labels}" if labels else waiting

    def of_entry(self, entry: Entry) -> str:
        """Why a parked entry could not be sent."""
        if entry.problem is None:
            return state_word(SyncState.FAILED)
        disputed = list(entry.theirs) or list(entry.changes)
        fields = [self._label(name) for name in disputed]
        said = problem_message(entry.problem, detail=entry.detail, fields=fields).text
        return "\n".join([said, *(self._both(entry, name) for name in entry.theirs if name in entry.changes)])

    def _both(self, entry: Entry, name: str) -> str:
        """The two values of a disputed field."""
        mine, theirs = (self._text(name, value) for value in (entry.changes[name].new, entry.theirs[name]))
        words = QCoreApplication.translate("EntryReasons", "{field}: “{mine}” here, “{theirs}” on the server.")
        return words.format(field=self._label(name), mine=mine, theirs=theirs)

    def _text(self, name: str, value: Json) -> str:
        field = self._service.list.collection.field(name)
        return shortened(CellDisplay(QLocale(), 0).text(field, value) if field else str(value))

    def _labels(self, entries: tuple[Entry, ...]) -> str:
        names = dict.fromkeys(name for entry in entries if entry.kind is ChangeKind.UPDATE for name in entry.changes)
        return ", ".join(self._label(name) for name in names)

    def _label(self, name: str) -> str:
        field = self._service.list.collection.field(name)
        return field.label if field else name
