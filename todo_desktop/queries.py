"""What a window or a command may read: ids in order, rows by window, counts, the outbox, the trash."""

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from todo_desktop.model.answers import Authors
from todo_desktop.model.change import Entry
from todo_desktop.model.held import Held
from todo_desktop.model.query import Counts, Overview, Query
from todo_desktop.model.todo import KeptState, StateMark, Todo, Trashed
from todo_desktop.model.values import Json

if TYPE_CHECKING:
    from todo_desktop.model.news import News, NewsOverview


class ListQueries(Protocol):
    """What a table asks. `ids`, `counts` and the outbox may take longer than a frame on a long list: a window asks them
    on a reader thread with a connection of its own; all else is quick."""

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

    def outbox_counts(self, *list_ids: int) -> tuple[int, int]:
        """(waiting, parked): todos with unsent changes, and todos that need a person; of these lists."""
        ...

    def outbox(self, *list_ids: int) -> list[tuple[int, int]]:
        """(seq, todo) of every entry of these lists: what needs a person first, then in order."""
        ...

    def is_outbox_longer(self, list_id: int, than: int) -> bool:
        """Whether more todos than that have unsent changes: quick, on the window's thread too. Counts and order of a
        long outbox are not."""
        ...

    def disputes(self, *list_ids: int) -> int:
        """How many todos of these lists were changed here and there: some 6 ms where they are 50,000."""
        ...

    def in_dispute(self, list_id: int, most: int = -1) -> list[int]:
        """Todos that were changed here and there; *most* of them, or all: few are quick, on the window's thread too."""
        ...

    def overview(self, list_ids: Sequence[int]) -> dict[int, Overview]:
        """Of those lists, by id: takes long where they are. On the reader thread only."""
        ...

    def news(self, list_ids: Sequence[int]) -> "NewsOverview":
        """What others did in those lists since the user looked last: takes long where that is much. On the reader
        thread only."""
        ...

    def prepare_search(self, query: Query) -> None:
        """Have at hand what a search in the query's list and order looks into: its first letter is as quick as the
        others then."""
        ...


class TodoQueries(ListQueries, Protocol):
    """All reads of one connection to the replica."""

    def entries_of(self, todo_id: int) -> tuple[Entry, ...]: ...

    def related(self, list_id: int, field: str) -> list[Json]:
        """The records that this relation of any todo points to, each once; a full look at a long list."""
        ...

    def held(self, todo_ids: Sequence[int]) -> dict[int, Held]:
        """Those that exist, hidden ones too, by id."""
        ...

    def news_of(self, todo_ids: Sequence[int]) -> "dict[int, News]":
        """What others did with these since the user looked last, by id."""
        ...

    def authors_of(self, todo_id: int) -> Authors:
        """Who created the todo and who changed it last, as far as that was ever told."""
        ...

    def trash_ids(self, *list_ids: int) -> "array[int]":
        """What was taken away from these lists in the last 30 days, latest first, type 'q'."""
        ...

    def trashed(self, trash_ids: Sequence[int]) -> list[Trashed]:
        """Those that are there, in the given order."""
        ...

    def kept_states(self, after: StateMark) -> list[KeptState]:
        """Todos of any list that went back to an older state, of which that was kept *after* that mark, in order."""
        ...
