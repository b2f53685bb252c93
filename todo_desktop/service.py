"""The verbs that a window or a command may ask for. Each returns the `Changes` it made; undo and redo live here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from todo_desktop.model.changes import Changes
from todo_desktop.model.connection import Connection
from todo_desktop.model.diagnosis import Diagnosis
from todo_desktop.model.lists import TodoList
from todo_desktop.model.values import Json


@dataclass(frozen=True, slots=True)
class UndoStep:
    """What the next undo or redo would take back: `verb` is add, edit, done, open, delete; of `count` todos."""

    verb: str
    count: int


class ConnectionTester(Protocol):
    """Tests a connection; a short job of its own (`nocobase.diagnosis`)."""

    def test(self, connection: Connection) -> Diagnosis:
        """Blocks for seconds: call it from a background thread. Never raises for what the server does."""
        ...

    def cancel(self) -> None:
        """End the test under way, from any thread."""
        ...


class TodoService:
    """Edits of the list that is open now. Called on the window's thread; each verb is one short transaction."""

    @property
    def list(self) -> TodoList: raise NotImplementedError

    def add(self, values: Mapping[str, Json]) -> Changes:
        """A new todo. Raises InvalidValue."""
        raise NotImplementedError

    def edit(self, todo_ids: Sequence[int], values: Mapping[str, Json]) -> Changes:
        """The same values for each todo; one undo step. Raises InvalidValue."""
        raise NotImplementedError

    def set_done(self, todo_ids: Sequence[int], done: bool) -> Changes: raise NotImplementedError

    def delete(self, todo_ids: Sequence[int]) -> Changes:
        """Gone from the view at once; sent after the undo bar has gone (UNDO_MS)."""
        raise NotImplementedError

    @property
    def undo_step(self) -> UndoStep | None: raise NotImplementedError

    @property
    def redo_step(self) -> UndoStep | None: raise NotImplementedError

    def undo(self) -> Changes: raise NotImplementedError

    def redo(self) -> Changes: raise NotImplementedError

    def keep_mine(self, todo_ids: Sequence[int]) -> Changes:
        """Send our values again over the server's; a todo that is gone there is brought back under its old id."""
        raise NotImplementedError

    def take_theirs(self, todo_ids: Sequence[int]) -> Changes:
        """Drop our unsent changes; a todo that is gone there goes here too."""
        raise NotImplementedError

    def subscribe(self, listener: Callable[[Changes], None]) -> None:
        """*listener* hears of every change made by any verb, on the caller's thread."""
        raise NotImplementedError
