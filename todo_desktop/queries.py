"""What a window or a command may read: ids in order, rows by window, counts, the outbox."""

from array import array
from collections.abc import Sequence
from typing import Protocol

from todo_desktop.model.change import Entry
from todo_desktop.model.query import Counts, Query
from todo_desktop.model.todo import Todo


class TodoQueries(Protocol):
    """Reads of one connection to the replica. `ids` and `counts` may take longer than a frame on a long list: a window
    asks them on a reader thread with a connection of its own; all else is quick."""

    def ids(self, query: Query) -> "array[int]":
        """Local ids, type 'q', in the query's order. Hidden (deleted) todos are left out."""
        ...

    def first_ids(self, query: Query, count: int) -> "array[int]":
        """The first *count* of them, on the window's thread too. The query's text must be empty."""
        ...

    def rows(self, todo_ids: Sequence[int]) -> list[Todo]:
        """The todos of these ids that exist, in the given order."""
        ...

    def counts(self, query: Query) -> Counts: ...

    def entries_of(self, todo_id: int) -> tuple[Entry, ...]: ...

    def outbox_counts(self, list_id: int) -> tuple[int, int]:
        """(waiting, parked): todos with unsent changes, and todos that need a person."""
        ...

    def parked(self, list_id: int) -> list[Entry]: ...
