"""Which todos a query shows, and in which order."""

import random
from array import array
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from tests.unit.replica.todos import record
from todo_desktop.model.held import Held
from todo_desktop.model.lists import TodoList
from todo_desktop.model.query import Counts, Query, Show, SortKey
from todo_desktop.replica import query_sql
from todo_desktop.replica.database import Database
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.row_codec import Layout, Layouts, RowCodec
from todo_desktop.replica.store import TodoStore


def titles(reader: Reader, query: Query) -> list[object]:
    return [todo.values.get("title") for todo in reader.rows(reader.ids(query))]


def test_ids_are_eight_bytes_each(store: TodoStore, reader: Reader, todo_list: TodoList) -> None:
    store.adopt(todo_list.id, [record(1)])
    assert reader.ids(Query(todo_list.id)) == array("q", [1])


def test_without_an_order_field_the_oldest_is_first(store: TodoStore, reader: Reader, todo_list: TodoList) -> None:
    store.adopt(todo_list.id, [record(3, "c"), record(1, "a"), record(2, "b")])
    assert titles(reader, Query(todo_list.id)) == ["a", "b", "c"]


def test_a_todo_without_a_creation_time_comes_last(store: TodoStore, reader: Reader, todo_list: TodoList) -> None:
    store.put(Held(0, todo_list.id, None, {"title": "new"}))
    store.adopt(todo_list.id, [record(1, "old")])
    assert titles(reader, Query(todo_list.id)) == ["old", "new"]


def test_an_order_field_decides_before_creation(store: TodoStore, reader: Reader, sortable_list: TodoList) -> None:
    rows = [record(1, "c", sort=2.5), record(2, "last"), record(3, "a", sort=-1), record(4, "d", sort="10")]
    store.adopt(sortable_list.id, [*rows, record(5, "b", sort=2)])
    assert titles(reader, Query(sortable_list.id)) == ["a", "b", "c", "d", "last"]


def test_many_ids_come_in_their_order(store: TodoStore, reader: Reader, sortable_list: TodoList) -> None:
    """SQLite promises the order of this aggregate from 3.44 on only."""
    places = list(range(5000))
    random.Random(1).shuffle(places)  # noqa: S311 - the same disorder in each run
    store.adopt(sortable_list.id, [record(number, f"{place:05}", sort=place) for number, place in enumerate(places)])
    expected = [f"{place:05}" for place in range(5000)]
    assert titles(reader, Query(sortable_list.id)) == expected
    assert titles(reader, Query(sortable_list.id, sort=(SortKey("title", True),))) == expected[::-1]
    assert titles(reader, Query(sortable_list.id, "0")) == [title for title in expected if "0" in title]


def layouts_of(todo_list: TodoList) -> Layouts:
    return Layouts(0, RowCodec(Layout.of(todo_list.collection)))


def own_order(todo_list: TodoList) -> query_sql.Statement:
    return query_sql.todos_in_order(Query(todo_list.id), todo_list.collection, layouts_of(todo_list))


def own_beginning(todo_list: TodoList) -> query_sql.Statement:
    return query_sql.first_in_order(
        Query(todo_list.id, show=Show.OPEN), todo_list.collection, layouts_of(todo_list), 100
    )


@pytest.mark.parametrize("statement_of", [own_order, own_beginning])
def test_the_lists_own_order_is_read_from_one_index(
    database: Database, sortable_list: TodoList, statement_of: Callable[[TodoList], query_sql.Statement]
) -> None:
    statement = statement_of(sortable_list)
    plan = [row[3] for row in database.rows(f"EXPLAIN QUERY PLAN {statement.sql}", statement.parameters)]
    assert any("USING COVERING INDEX todo_order" in line for line in plan)
    assert not any("TEMP B-TREE" in line for line in plan)


def test_todos_in_dispute_are_read_from_the_index_of_what_is_unsent(database: Database, todo_list: TodoList) -> None:
    statement = query_sql.in_dispute(todo_list.id, -1)
    plan = [row[3] for row in database.rows(f"EXPLAIN QUERY PLAN {statement.sql}", statement.parameters)]
    assert [line for line in plan if "USING COVERING INDEX todo_unsent (list_id=? AND state=?)" in line]


def test_open_and_done_are_all(store: TodoStore, reader: Reader, todo_list: TodoList) -> None:
    store.adopt(
        todo_list.id,
        [
            record(1, "a", completed=None),
            record(2, "b", completed=False),
            record(3, "c", completed=True),
            record(4, "d"),
        ],
    )
    assert titles(reader, Query(todo_list.id, show=Show.OPEN)) == ["a", "b", "d"]
    assert titles(reader, Query(todo_list.id, show=Show.DONE)) == ["c"]
    assert reader.counts(Query(todo_list.id)) == Counts(4, 3)


@pytest.mark.parametrize("show", list(Show))
def test_the_first_ids_are_the_beginning_of_all(
    store: TodoStore, reader: Reader, todo_list: TodoList, show: Show
) -> None:
    store.adopt(todo_list.id, [record(number, completed=number % 2 == 0) for number in range(1, 12)])
    query = Query(todo_list.id, show=show, sort=(SortKey("id", True),))
    assert reader.first_ids(query, 3) == reader.ids(query)[:3]
    assert reader.first_ids(query, 50) == reader.ids(query)


@pytest.mark.parametrize("show", list(Show))
@pytest.mark.parametrize("typed", ["", "m", "milk", "m 1", "ilk rice"])
@pytest.mark.parametrize("sort", [(), (SortKey("title", True),)])
def test_a_search_keeps_the_filter_and_the_order(
    store: TodoStore, reader: Reader, todo_list: TodoList, show: Show, typed: str, sort: tuple[SortKey, ...]
) -> None:
    titles_given = [f"milk {number}" if number % 3 else f"rice {number}" for number in range(30)]
    store.adopt(todo_list.id, [record(n, title, completed=n % 2 == 0) for n, title in enumerate(titles_given)])
    wanted = [
        title
        for number, title in enumerate(titles_given)
        if all(word in title for word in typed.split())
        and (show is Show.ALL or (number % 2 == 0) == (show is Show.DONE))
    ]
    assert titles(reader, Query(todo_list.id, typed, show, sort)) == (sorted(wanted, reverse=True) if sort else wanted)


def test_a_search_that_is_typed_on_finds_what_it_finds_when_it_is_pasted(
    store: TodoStore, reader: Reader, todo_list: TodoList
) -> None:
    words = ("milk", "mi", "rice", "price", "m", "ri", "k")
    store.adopt(todo_list.id, [record(n, " ".join(words[n % 7 : n % 7 + n % 3 + 1])) for n in range(60)])
    for typed in ("m", "mi", "mi r", "mi ri", "mi ric", "mi ri", "ri", "rice", "p rice", "price", "milk", "k", "mi k"):
        assert reader.ids(Query(todo_list.id, typed)).tolist() == [
            todo.id
            for todo in reader.rows(reader.ids(Query(todo_list.id)))
            if all(word in str(todo.values["title"]) for word in typed.split())
        ], typed


def test_counts_are_of_the_todos_that_match_the_text(store: TodoStore, reader: Reader, todo_list: TodoList) -> None:
    store.adopt(todo_list.id, [record(1, "buy milk", completed=True), record(2, "buy rice"), record(3, "sleep")])
    assert reader.counts(Query(todo_list.id, "buy", Show.DONE)) == Counts(2, 1)


def test_a_deleted_todo_is_left_out_while_its_delete_waits(
    store: TodoStore, reader: Reader, todo_list: TodoList
) -> None:
    store.adopt(todo_list.id, [record(1, "a"), record(2, "b")])
    store.put(replace(store.held([1])[1], hidden=True))
    assert titles(reader, Query(todo_list.id)) == ["b"]
    assert reader.counts(Query(todo_list.id)) == Counts(1, 1)
    assert reader.counts(Query(todo_list.id, "a")) == Counts(0, 0)


def test_lists_do_not_mix(store: TodoStore, reader: Reader, todo_list: TodoList) -> None:
    other = store.local_list(todo_list.collection)
    store.put(Held(0, other.id, None, {"title": "buy milk at home"}))
    store.adopt(todo_list.id, [record(1, "buy milk")])
    assert titles(reader, Query(todo_list.id, "milk")) == ["buy milk"]
    assert titles(reader, Query(other.id)) == ["buy milk at home"]


ROWS = [
    record(1, "Banana", due="2026-05-01", priority="low", cost="9.50", completed=True, room="b"),
    record(2, "apple", due=None, priority="high", cost="10.00", room="B"),
    record(3, "cherry", due="2026-01-01", priority="other", cost=None, completed=False, room=""),
    record(4, "Apple", due="2026-03-01", priority="mid", cost="-1", room="a"),
]


@pytest.mark.parametrize(
    ("field", "upwards", "downwards"),
    [
        ("title", [2, 4, 1, 3], [3, 1, 2, 4]),
        ("due", [3, 4, 1, 2], [1, 4, 3, 2]),
        ("priority", [2, 4, 1, 3], [1, 4, 2, 3]),
        ("cost", [4, 1, 2, 3], [2, 1, 4, 3]),
        ("completed", [2, 3, 4, 1], [1, 2, 3, 4]),
        ("room", [4, 1, 2, 3], [1, 2, 4, 3]),
        ("createdAt", [1, 2, 3, 4], [4, 3, 2, 1]),
        ("updatedAt", [1, 2, 3, 4], [4, 3, 2, 1]),
        ("id", [1, 2, 3, 4], [4, 3, 2, 1]),
    ],
)
def test_any_field_can_be_sorted_by_and_empty_values_come_last(
    store: TodoStore, reader: Reader, todo_list: TodoList, field: str, upwards: list[int], downwards: list[int]
) -> None:
    store.adopt(todo_list.id, ROWS)
    assert reader.ids(Query(todo_list.id, sort=(SortKey(field),))).tolist() == upwards
    assert reader.ids(Query(todo_list.id, sort=(SortKey(field, descending=True),))).tolist() == downwards


def test_sorting_by_the_order_field_keeps_todos_without_it_last(
    store: TodoStore, reader: Reader, sortable_list: TodoList
) -> None:
    store.adopt(sortable_list.id, [record(1, sort=1), record(2), record(3, sort=3)])
    assert reader.ids(Query(sortable_list.id, sort=(SortKey("sort", descending=True),))).tolist() == [3, 1, 2]


def test_several_keys_sort_one_after_the_other(store: TodoStore, reader: Reader, todo_list: TodoList) -> None:
    store.adopt(todo_list.id, [record(1, "b", room="x"), record(2, "a", room="y"), record(3, "c", room="x")])
    assert reader.ids(Query(todo_list.id, sort=(SortKey("room"), SortKey("title", True)))).tolist() == [3, 1, 2]


@pytest.mark.parametrize("field", ["no such field", '"', "'; DROP TABLE todo; --"])
def test_a_sort_key_that_the_collection_lacks_is_ignored(
    store: TodoStore, reader: Reader, todo_list: TodoList, field: str
) -> None:
    store.adopt(todo_list.id, [record(2), record(1)])
    assert reader.ids(Query(todo_list.id, sort=(SortKey(field),))).tolist() == [2, 1]


def test_a_reader_sees_what_another_connection_wrote_a_moment_ago(
    store: TodoStore, reader: Reader, todo_list: TodoList
) -> None:
    for number in range(1, 6):
        store.adopt(todo_list.id, [record(number, f"milk {number}")])
        assert len(reader.ids(Query(todo_list.id))) == number
        assert len(reader.ids(Query(todo_list.id, "milk"))) == number


def test_a_reader_that_shares_the_writers_connection_sees_its_writes(
    database: Database, store: TodoStore, todo_list: TodoList
) -> None:
    own = Reader(database)
    for number in range(1, 4):
        store.adopt(todo_list.id, [record(number, f"milk {number}")])
        assert len(own.ids(Query(todo_list.id, "milk"))) == number


def test_what_a_caller_does_to_the_ids_does_not_change_the_next_answer(
    store: TodoStore, reader: Reader, todo_list: TodoList
) -> None:
    store.adopt(todo_list.id, [record(1)])
    reader.ids(Query(todo_list.id)).append(99)
    assert reader.ids(Query(todo_list.id)).tolist() == [1]


def test_a_search_that_was_prepared_for_finds_what_was_written_since(
    store: TodoStore, reader: Reader, todo_list: TodoList
) -> None:
    store.adopt(todo_list.id, [record(1, "milk")])
    reader.prepare_search(Query(todo_list.id))
    assert len(reader.ids(Query(todo_list.id, "m"))) == 1
    reader.prepare_search(Query(todo_list.id))
    store.adopt(todo_list.id, [record(2, "more milk")])
    assert len(reader.ids(Query(todo_list.id, "m"))) == 2
