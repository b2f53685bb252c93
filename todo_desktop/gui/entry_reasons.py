"""Why a todo carries its mark, in words: from its outbox entries."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from todo_desktop.gui.todo_table.display import state_word
from todo_desktop.model.change import ChangeKind, Entry, EntryState
from todo_desktop.model.errors import Problem, TodoDesktopError
from todo_desktop.model.todo import SyncState, Todo
from todo_desktop.model.values import Milliseconds
from todo_desktop.queries import TodoQueries
from todo_desktop.service import TodoService

if TYPE_CHECKING:
    from todo_desktop.gui.outbox.words import ChangeWords


class EntryReasons:
    """Reads entries when somebody asks: they are few, and quick to read."""

    def __init__(self, service: TodoService, queries: TodoQueries, now: Callable[[], Milliseconds]) -> None:
        self._service = service
        self._queries = queries
        self._now = now

    def of(self, todo: Todo, field: str) -> str:
        """Why *todo* carries its mark, or, where a field is named, why that change needs a person."""
        return self.of_field(todo, field) if field else self.of_todo(todo)

    def of_todo(self, todo: Todo) -> str:
        """Plain text for the tooltip of the mark; may have two lines."""
        try:
            entries = self._queries.entries_of(todo.id)
        except TodoDesktopError:
            # The mark itself still says what state the todo is in.
            return state_word(todo.state)
        words = self._words(todo)
        parked = [words.reason_with_values(entry) for entry in entries if entry.state is EntryState.PARKED]
        if parked:
            return "\n".join(reason or state_word(SyncState.FAILED) for reason in parked)
        labels = ", ".join(words.label(name) for name in _edited(entries))
        waiting = state_word(SyncState.WAITING)
        return f"{waiting}: {labels}" if labels else waiting

    def of_field(self, todo: Todo, name: str) -> str:
        """Why the change of this field needs a person; empty where it does not."""
        try:
            entries = self._queries.entries_of(todo.id)
        except TodoDesktopError:
            return ""
        words = self._words(todo)
        about = (entry for entry in entries if entry.state is EntryState.PARKED and name in entry.changes)
        return "\n".join(
            words.refusal(name) if entry.problem is Problem.FIELD_REFUSED else words.reason_with_values(entry)
            for entry in about
        )

    def _words(self, todo: Todo) -> "ChangeWords":
        from todo_desktop.gui.outbox.words import ChangeWords  # noqa: PLC0415  (the first paint does not need it)

        return ChangeWords(self._service.list.part(todo.list_id), self._now(), QLocale())


def _edited(entries: tuple[Entry, ...]) -> dict[str, None]:
    """Names of fields, each once."""
    return dict.fromkeys(name for entry in entries if entry.kind is ChangeKind.UPDATE for name in entry.changes)
