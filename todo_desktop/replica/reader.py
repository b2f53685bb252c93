"""What a window or a command reads: ids in order, rows, counts, the outbox. Implements `queries.TodoQueries`."""

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from msgspec.structs import replace

from todo_desktop.model.answers import Authors
from todo_desktop.model.change import Entry
from todo_desktop.model.held import Held
from todo_desktop.model.query import Counts, Overview, Query, Show
from todo_desktop.model.schema import Collection, FieldKind
from todo_desktop.model.todo import KeptState, StateMark, Todo, Trashed
from todo_desktop.model.values import Json
from todo_desktop.replica import query_sql
from todo_desktop.replica.database import Database
from todo_desktop.replica.json_text import from_text, ids_from_text, texts_from_text
from todo_desktop.replica.lists import Lists
from todo_desktop.replica.ordered import Found, Ordered, find
from todo_desktop.replica.outbox import Outbox
from todo_desktop.replica.query_sql import Statement
from todo_desktop.replica.row_codec import Layouts
from todo_desktop.replica.search import Search, SearchText, is_indexed
from todo_desktop.replica.search_words import words_of
from todo_desktop.replica.todos import Todos
from todo_desktop.replica.trash import Trash

if TYPE_CHECKING:
    from todo_desktop.model.news import News, NewsOverview
    from todo_desktop.replica.news import NewsBook
    from todo_desktop.replica.query_of_all import Part

_ORDERS_KEPT = 2
_TEXTS_KEPT = 250_000
"""Todos of a list whose texts are held in memory (some 100 bytes each) while somebody types."""

_Key: TypeAlias = Query
"""A list, or several as one, a filter and an order: a query without its text, that shows all."""
_RELATED_TO_ONE = """
    SELECT DISTINCT json_extract(extra, ?1) FROM todo WHERE list_id = ?2 AND json_type(extra, ?1) = 'object'
"""
_RELATED_TO_MANY = """
    SELECT DISTINCT each.value FROM todo, json_each(extra, ?1) AS each WHERE list_id = ?2 AND each.type = 'object'
"""


class Reader:
    """Remembers the last orders and search until the database changes: each letter typed costs the search alone."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lists = Lists(database)
        self._outbox = Outbox(database)
        self._trash = Trash(database)
        self._todos = Todos(database, self._lists, self._outbox, SearchText(database), self._trash)
        self._search = Search(database)
        self._seen = (-1, -1)
        self._orders: dict[_Key, Ordered] = {}
        self._texts: tuple[_Key, list[str]] | None = None
        self._found: tuple[_Key, Found] | None = None

    @property
    def data_version(self) -> int:
        """Another number than before when another connection or process has committed a change since."""
        return self._database.data_version

    def ids(self, query: Query) -> "array[int]":
        """Local ids, type 'q', in the query's order, without hidden todos."""
        with self._database.reading():
            ordered, found = self._answer(query)
        return ordered.shown(query.show, found)

    def first_ids(self, query: Query, count: int) -> "array[int]":
        """The first *count* of them, quickly. The query's text must be empty."""
        with self._database.reading():
            found: list[int] = []
            for list_ids in _read_together(query):
                statement = self._first_in_order(list_ids, query, count - len(found))
                found += [todo_id for (todo_id,) in self._database.rows(statement.sql, statement.parameters)]
            return array("q", found)

    def counts(self, query: Query) -> Counts:
        """Of the todos that match the query's text: all, and how many are not done."""
        with self._database.reading():
            ordered, found = self._answer(query)
        return ordered.counts(found)

    def overview(self, list_ids: Sequence[int]) -> dict[int, Overview]:
        """Of those lists, by id. What is remembered of the list that is looked at stays."""
        found: dict[int, Overview] = {}
        with self._database.reading():
            for list_id in list_ids:
                statement = query_sql.open_count(list_id, self._lists.layouts(list_id))
                opened = self._database.value(statement.sql, statement.parameters)
                found[list_id] = Overview(opened, *self._outbox.counts(list_id))
        return found

    def prepare_search(self, query: Query) -> None:
        """Hold the texts in memory, where they are few enough."""
        self._forget_what_changed()
        key = _key_of(query)
        with self._database.reading():
            ordered = self._ordered(key)
            ordered.prepare()
            self._texts_of(key, ordered, ())

    def rows(self, todo_ids: Sequence[int]) -> list[Todo]:
        """The todos of these ids that exist, in the given order."""
        return self._todos.todos(todo_ids)

    def entries_of(self, todo_id: int) -> tuple[Entry, ...]:
        return self._outbox.of([todo_id]).get(todo_id, ())

    def outbox_counts(self, *list_ids: int) -> tuple[int, int]:
        """(waiting, parked): todos with unsent changes, and todos that need a person; of these lists."""
        counts = [self._outbox.counts(list_id) for list_id in list_ids]
        return sum(waiting for waiting, _ in counts), sum(parked for _, parked in counts)

    def is_outbox_longer(self, list_id: int, than: int) -> bool:
        """Whether more todos have unsent changes; told in a millisecond."""
        return self._outbox.is_longer(list_id, than)

    def outbox(self, *list_ids: int) -> list[tuple[int, int]]:
        """(seq, todo) of every entry of these lists: what needs a person first, then in order."""
        return self._outbox.order(list_ids)

    def held(self, todo_ids: Sequence[int]) -> dict[int, Held]:
        """Those that exist, hidden ones too, by id."""
        return self._todos.held(todo_ids)

    def disputes(self, *list_ids: int) -> int:
        """How many todos of these lists were changed here and there."""
        return sum(self._outbox.disputes(list_id) for list_id in list_ids)

    def in_dispute(self, list_id: int, most: int = -1) -> list[int]:
        """Todos that were changed here and there; *most* of them, or all."""
        statement = query_sql.in_dispute(list_id, most)
        return [todo_id for (todo_id,) in self._database.rows(statement.sql, statement.parameters)]

    def related(self, list_id: int, field: str) -> list[Json]:
        """The records that this relation of any todo points to, each once."""
        known = self._lists.collection(list_id).field(field)
        if known is None or '"' in field:
            return []
        statement = _RELATED_TO_ONE if known.kind is FieldKind.RELATION else _RELATED_TO_MANY
        return [from_text(text, dict) for (text,) in self._database.rows(statement, (f'$."{field}"', list_id))]

    def news(self, list_ids: Sequence[int]) -> "NewsOverview":
        """What others did in those lists since the user looked last."""
        with self._database.reading():
            return self._news_book().overview(list_ids)

    def news_of(self, todo_ids: Sequence[int]) -> "dict[int, News]":
        return self._news_book().of(todo_ids)

    def _news_book(self) -> "NewsBook":
        from todo_desktop.replica.news import NewsBook  # noqa: PLC0415  (the first paint does not need it)

        return NewsBook(self._database, self._lists)

    def authors_of(self, todo_id: int) -> Authors:
        """Who created the todo and who changed it last, as far as that was ever told."""
        from todo_desktop.replica.people import People  # noqa: PLC0415  (as above)

        people = People(self._database)
        with self._database.reading():
            for held in self._todos.held([todo_id]).values():
                collection, row = self._lists.collection(held.list_id), held.last_read or {}
                at = row.get(collection.updated_at)
                creator, writer = row.get(collection.created_by), row.get(collection.updated_by)
                if writer is None and isinstance(at, str):
                    writer = people.writer_of(todo_id, at) or None
                named = [None if n is None else people.named(held.list_id, str(n)) for n in (creator, writer)]
                return Authors(str(at or ""), *named)
        return Authors()

    def trash_ids(self, *list_ids: int) -> "array[int]":
        """What was taken away from these lists in the last 30 days, latest first, type 'q'."""
        return self._trash.ids(list_ids)

    def trashed(self, trash_ids: Sequence[int]) -> list[Trashed]:
        """Those that are there, in the given order."""
        return self._trash.trashed(trash_ids)

    def kept_states(self, after: StateMark) -> list[KeptState]:
        """What todos held before they went back, as far as that was kept *after* that mark, in the order of that."""
        return self._trash.states(after)

    def _answer(self, query: Query) -> tuple[Ordered, bytes | None]:
        """The list in the query's order, and the mask of what matches its text (None: it asks for nothing)."""
        self._forget_what_changed()
        key = _key_of(query)
        ordered = self._ordered(key)
        words = words_of(query.text)
        return ordered, self._matches(key, ordered, words) if words else None

    def _forget_what_changed(self) -> None:
        seen = (self._database.data_version, self._database.own_changes)
        if seen != self._seen:
            self._seen = seen
            self._orders.clear()
            self._texts = None
            self._found = None

    def _ordered(self, key: _Key) -> Ordered:
        known = self._orders.get(key)
        if known is None:
            known = Ordered(array("q"), b"")
            for list_ids in _read_together(key):
                statement = self._todos_in_order(list_ids, key)
                ids, is_open = self._database.row(statement.sql, statement.parameters) or ("[]", "")
                known = known + Ordered(array("q", ids_from_text(ids)), is_open.encode().translate(_MASK))
            if len(self._orders) >= _ORDERS_KEPT:
                del self._orders[next(iter(self._orders))]
            self._orders[key] = known
        return known

    def _matches(self, key: _Key, ordered: Ordered, words: tuple[str, ...]) -> bytes:
        before = self._found[1] if self._found is not None and self._found[0] == key else None
        if before is not None and before.words == words:
            return before.mask
        texts = self._texts_of(key, ordered, words)
        if texts is None:
            found = Found(words, ordered.among(frozenset(self._search.todos_with(words))))
        else:
            found = find(texts, words, before)
        self._found = key, found
        return found.mask

    def _texts_of(self, key: _Key, ordered: Ordered, words: tuple[str, ...]) -> list[str] | None:
        """The texts in order; None where the index is to be asked: a long word comes alone only where it was pasted."""
        if self._texts is not None and self._texts[0] == key:
            return self._texts[1]
        if is_indexed(words) or len(ordered.ids) > _TEXTS_KEPT:
            return None
        texts: list[str] = []
        for list_ids in _read_together(key):
            statement = self._texts_in_order(list_ids, key)
            texts += texts_from_text(self._database.value(statement.sql, statement.parameters))
        self._texts = key, texts
        return texts

    # One list, or several that are put in order together, which most have no use for

    def _todos_in_order(self, list_ids: tuple[int, ...], query: Query) -> Statement:
        if query.sorts_several:
            from todo_desktop.replica import query_of_all  # noqa: PLC0415

            return query_of_all.todos_in_order(self._parts(list_ids, query), query.sort)
        return query_sql.todos_in_order(_of_one(list_ids[0], query), *self._schema(list_ids[0]))

    def _texts_in_order(self, list_ids: tuple[int, ...], query: Query) -> Statement:
        if query.sorts_several:
            from todo_desktop.replica import query_of_all  # noqa: PLC0415

            return query_of_all.texts_in_order(self._parts(list_ids, query), query.sort)
        return query_sql.texts_in_order(_of_one(list_ids[0], query), *self._schema(list_ids[0]))

    def _first_in_order(self, list_ids: tuple[int, ...], query: Query, count: int) -> Statement:
        if query.sorts_several:
            from todo_desktop.replica import query_of_all  # noqa: PLC0415

            return query_of_all.first_in_order(self._parts(list_ids, query), query.show, query.sort, count)
        return query_sql.first_in_order(_of_one(list_ids[0], query), *self._schema(list_ids[0]), count)

    def _schema(self, list_id: int) -> tuple[Collection, Layouts]:
        return self._lists.collection(list_id), self._lists.layouts(list_id)

    def _parts(self, list_ids: tuple[int, ...], query: Query) -> "list[Part]":
        from todo_desktop.replica.query_of_all import Part  # noqa: PLC0415

        return [Part(list_id, *self._schema(list_id), query.where_of(list_id)) for list_id in list_ids]


def _read_together(query: Query) -> list[tuple[int, ...]]:
    """In their own order lists follow one another: each is read alone, which takes no time to put them in order."""
    return [query.parts] if query.sorts_several and query.parts else [(list_id,) for list_id in query.parts]


def _of_one(list_id: int, query: Query) -> Query:
    """As *query*, of one of its lists alone."""
    return Query(list_id, show=query.show, sort=query.sort, where=query.where_of(list_id))


def _key_of(query: Query) -> _Key:
    return replace(query, text="", show=Show.ALL)


_MASK = bytes.maketrans(b"01", b"\0\1")
