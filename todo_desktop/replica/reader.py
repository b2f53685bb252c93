"""What a window or a command reads: ids in order, rows, counts, the outbox. Implements `queries.TodoQueries`."""

from array import array
from collections.abc import Sequence

from todo_desktop.model.change import Entry, EntryState
from todo_desktop.model.query import Counts, Query, Show, SortKey
from todo_desktop.model.todo import Todo
from todo_desktop.replica import query_sql
from todo_desktop.replica.database import Database
from todo_desktop.replica.json_text import ids_from_text
from todo_desktop.replica.lists import Lists
from todo_desktop.replica.outbox import Outbox
from todo_desktop.replica.search import Search, SearchText
from todo_desktop.replica.search_words import words_of
from todo_desktop.replica.todos import Todos

_ORDERS_KEPT = 3


class Reader:
    """Remembers the last orders and search until the database changes: each letter typed costs the search alone."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lists = Lists(database)
        self._outbox = Outbox(database)
        self._todos = Todos(database, self._lists, self._outbox, SearchText(database))
        self._search = Search(database)
        self._seen = (-1, -1)
        self._orders: dict[tuple[int, Show, tuple[SortKey, ...]], array[int]] = {}
        self._words: tuple[str, ...] = ()
        self._hits: frozenset[int] = frozenset()

    @property
    def data_version(self) -> int:
        """Another number than before when another connection or process has committed a change since."""
        return self._database.data_version

    def ids(self, query: Query) -> "array[int]":
        """Local ids, type 'q', in the query's order, without hidden todos."""
        with self._database.reading():
            self._forget_what_changed()
            order = self._order(query.list_id, query.show, query.sort)
            words = words_of(query.text)
            return array("q", filter(self._with(words).__contains__, order) if words else order)

    def counts(self, query: Query) -> Counts:
        """Of the todos that match the query's text: all, and how many are not done."""
        words = words_of(query.text)
        with self._database.reading():
            if not words:
                statement = query_sql.counts(query.list_id)
                total, not_done = self._database.row(statement.sql, statement.parameters) or (0, 0)
                return Counts(total, not_done)
            self._forget_what_changed()
            hits = self._with(words)
            return Counts(
                len(hits.intersection(self._order(query.list_id, Show.ALL, ()))),
                len(hits.intersection(self._order(query.list_id, Show.OPEN, ()))),
            )

    def rows(self, todo_ids: Sequence[int]) -> list[Todo]:
        """The todos of these ids that exist, in the given order."""
        return self._todos.todos(todo_ids)

    def entries_of(self, todo_id: int) -> tuple[Entry, ...]:
        return self._outbox.of([todo_id]).get(todo_id, ())

    def outbox_counts(self, list_id: int) -> tuple[int, int]:
        """(waiting, parked): todos with unsent changes, and todos that need a person."""
        return self._outbox.counts(list_id)

    def parked(self, list_id: int) -> list[Entry]:
        return self._outbox.entries(list_id, (EntryState.PARKED,))

    def _forget_what_changed(self) -> None:
        seen = (self._database.data_version, self._database.own_changes)
        if seen != self._seen:
            self._seen = seen
            self._orders.clear()
            self._words = ()

    def _order(self, list_id: int, show: Show, sort: tuple[SortKey, ...]) -> "array[int]":
        known = self._orders.get((list_id, show, sort))
        if known is None:
            statement = query_sql.ids_in_order(list_id, self._lists.collection(list_id), show, sort)
            known = array("q", ids_from_text(self._database.value(statement.sql, statement.parameters)))
            if len(self._orders) >= _ORDERS_KEPT:
                del self._orders[next(iter(self._orders))]
            self._orders[list_id, show, sort] = known
        return known

    def _with(self, words: tuple[str, ...]) -> frozenset[int]:
        # Only the last: a letter that most titles have makes a set of 8 MB at 100,000 todos.
        if words != self._words:
            self._hits = frozenset(self._search.todos_with(words))
            self._words = words
        return self._hits
