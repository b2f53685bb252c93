"""The todos of several lists in one order, whatever each list calls its fields."""

import random

import pytest
from msgspec.structs import replace

from todo_desktop.model.all_lists import QueryOfAll, all_lists
from todo_desktop.model.all_lists_filter import where_of_all
from todo_desktop.model.filter import Condition, Group, Operator
from todo_desktop.model.filter_dates import Clock
from todo_desktop.model.held import Held
from todo_desktop.model.lists import ListIdentity, TodoList
from todo_desktop.model.query import Counts, Query, Show, SortKey
from todo_desktop.model.schema import Collection, Field, FieldKind, FieldRoles, Option, guess_roles
from todo_desktop.model.values import Record
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore

FIRST = (
    Field("title", FieldKind.TEXT),
    Field("completed", FieldKind.BOOLEAN),
    Field("due", FieldKind.DATE),
    Field("priority", FieldKind.SELECT, options=(Option("high", "High"), Option("low", "Low"))),
)
OTHER = (
    Field("done", FieldKind.BOOLEAN),
    Field("priority", FieldKind.TEXT),
    Field("subject", FieldKind.TEXT),
    Field("deadline", FieldKind.DATETIME),
    Field("importance", FieldKind.SELECT, options=(Option("A", "first"), Option("B", "second"))),
)
BARE = (Field("title", FieldKind.TEXT),)


def made(store: TodoStore, name: str, fields: tuple[Field, ...], roles: FieldRoles | None = None) -> TodoList:
    collection = Collection(name, fields=fields, roles=roles or guess_roles(fields))
    return store.open_list(ListIdentity("https://a.example/api", name, "1"), collection)


@pytest.fixture
def lists(store: TodoStore) -> list[TodoList]:
    roles = FieldRoles(title="subject", done="done", due="deadline", priority="importance")
    return [made(store, "first", FIRST), made(store, "other", OTHER, roles), made(store, "bare", BARE)]


@pytest.fixture
def filled(store: TodoStore, lists: list[TodoList]) -> list[TodoList]:
    first, other, bare = lists
    rows: list[tuple[TodoList, Record]] = [
        (bare, {"title": "plain"}),
        (first, {"title": "Milk", "due": "2026-03-02", "priority": "low"}),
        (other, {"subject": "apples", "deadline": "2026-03-01T10:00:00.000Z", "importance": "A", "done": True}),
        (first, {"title": "bread", "completed": True, "priority": "high"}),
        (other, {"subject": "Zebra", "deadline": "2026-03-03T10:00:00.000Z"}),
    ]
    for todo_list, values in rows:
        store.put(Held(0, todo_list.id, None, values))
    return lists


def query(lists: list[TodoList], text: str = "", show: Show = Show.ALL, *sort: SortKey) -> QueryOfAll:
    return QueryOfAll(-1, text, show, sort, list_ids=tuple(each.id for each in lists))


def titles(reader: Reader, asked: Query) -> list[object]:
    return [todo.values.get("title", todo.values.get("subject")) for todo in reader.rows(reader.ids(asked))]


def test_the_lists_follow_one_another_each_in_its_own_order(reader: Reader, filled: list[TodoList]) -> None:
    assert titles(reader, query(filled)) == ["Milk", "bread", "apples", "Zebra", "plain"]
    assert titles(reader, query(filled[::-1])) == ["plain", "apples", "Zebra", "Milk", "bread"]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (SortKey("title"), ["apples", "bread", "Milk", "plain", "Zebra"]),
        (SortKey("title", descending=True), ["Zebra", "plain", "Milk", "bread", "apples"]),
        (SortKey("due"), ["apples", "Milk", "Zebra", "bread", "plain"]),
        (SortKey("due", descending=True), ["Zebra", "Milk", "apples", "bread", "plain"]),
        (SortKey("priority"), ["bread", "apples", "Milk", "Zebra", "plain"]),
        (SortKey("done"), ["Milk", "Zebra", "bread", "apples", "plain"]),
        (SortKey("list", descending=True), ["plain", "apples", "Zebra", "Milk", "bread"]),
    ],
)
def test_all_are_sorted_by_what_plays_the_same_role_in_each(
    reader: Reader, filled: list[TodoList], key: SortKey, expected: list[str]
) -> None:
    asked = query(filled, "", Show.ALL, key)
    assert titles(reader, asked) == expected
    assert list(reader.first_ids(asked, 3)) == list(reader.ids(asked))[:3]


@pytest.mark.parametrize("sort", [(), (SortKey("title"),)])
def test_what_is_open_and_what_is_done_is_told_by_each_lists_own_checkbox(
    reader: Reader, filled: list[TodoList], sort: tuple[SortKey, ...]
) -> None:
    assert set(titles(reader, query(filled, "", Show.DONE, *sort))) == {"apples", "bread"}
    assert reader.counts(query(filled, "", Show.ALL, *sort)) == Counts(5, 3)
    opened = query(filled, "", Show.OPEN, *sort)
    assert list(reader.first_ids(opened, 9)) == list(reader.ids(opened))


@pytest.mark.parametrize("sort", [(), (SortKey("title"),), (SortKey("due", descending=True),)])
@pytest.mark.parametrize("prepared", [False, True])
def test_a_search_finds_in_all_lists_and_keeps_the_order(
    store: TodoStore, reader: Reader, filled: list[TodoList], sort: tuple[SortKey, ...], prepared: bool
) -> None:
    while store.maintain():
        pass
    if prepared:
        reader.prepare_search(query(filled, "", Show.ALL, *sort))
    shown = titles(reader, query(filled, "", Show.ALL, *sort))
    for text in ("e", "br", "bread", "zebra", "nothing"):
        expected = [title for title in shown if text in str(title).lower()]
        assert titles(reader, query(filled, text, Show.ALL, *sort)) == expected
        assert reader.counts(query(filled, text, Show.ALL, *sort)).total == len(expected)


def test_a_list_that_is_not_among_them_is_left_out(reader: Reader, filled: list[TodoList]) -> None:
    assert titles(reader, query(filled[:2], "", Show.ALL, SortKey("title"))) == ["apples", "bread", "Milk", "Zebra"]


@pytest.mark.parametrize("sort", [(), (SortKey("title"),), (SortKey("due", descending=True),)])
@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Condition("due", Operator.FROM, "2026-03-02"), {"Milk", "Zebra"}),
        (Condition("due", Operator.EMPTY), {"bread", "plain"}),
        (Condition("done", Operator.TRUE), {"bread", "apples"}),
        (Condition("done", Operator.FALSE), {"Milk", "Zebra", "plain"}),
        (Condition("title", Operator.CONTAINS, "E"), {"bread", "apples", "Zebra"}),
        (Condition("priority", Operator.ANY_OF, ("High", "first")), {"bread", "apples"}),
        (Condition("priority", Operator.IS_NOT, "Low"), {"bread", "apples", "Zebra", "plain"}),
        (Condition("list", Operator.NONE_OF, ("https://a.example/api first 1",)), {"apples", "Zebra", "plain"}),
        (Condition("list", Operator.IS, "https://a.example/api other 1"), {"apples", "Zebra"}),
        (Condition("list", Operator.IS, "https://a.example/api gone 1"), set[str]()),
    ],
)
def test_a_filter_asks_each_list_by_its_own_names(
    reader: Reader,
    filled: list[TodoList],
    sort: tuple[SortKey, ...],
    condition: Condition,
    expected: set[str],
) -> None:
    everything = titles(reader, query(filled, "", Show.ALL, *sort))
    where = where_of_all(Group(True, (condition,)), all_lists(filled, {}), Clock(0))
    asked = replace(query(filled, "", Show.ALL, *sort), where=where)
    assert titles(reader, asked) == [title for title in everything if title in expected]
    assert list(reader.first_ids(asked, 9)) == list(reader.ids(asked))
    assert reader.counts(asked).total == len(expected)
    assert titles(reader, replace(asked, text="r")) == [t for t in everything if t in expected and "r" in str(t)]


def test_one_list_that_is_left_is_sorted_by_what_it_calls_the_field(reader: Reader, filled: list[TodoList]) -> None:
    asked = query(filled[1:2], "", Show.ALL, SortKey("due", descending=True))
    assert titles(reader, asked) == ["Zebra", "apples"]
    assert list(reader.first_ids(asked, 9)) == list(reader.ids(asked))


def test_many_come_in_their_order(store: TodoStore, reader: Reader, lists: list[TodoList]) -> None:
    """SQLite promises the order of this aggregate from 3.44 on only."""
    places = list(range(3000))
    random.Random(1).shuffle(places)  # noqa: S311 - the same disorder in each run
    with store.transaction():
        for place in places:
            todo_list = lists[place % 3]
            store.put(Held(0, todo_list.id, None, {todo_list.collection.roles.title: f"{place:05}"}))
    asked = query(lists, "", Show.ALL, SortKey("title"))
    assert titles(reader, asked) == [f"{place:05}" for place in range(3000)]
    assert titles(reader, query(lists, "7", Show.ALL, SortKey("title"))) == [
        f"{place:05}" for place in range(3000) if "7" in f"{place:05}"
    ]
    assert list(reader.first_ids(asked, 50)) == list(reader.ids(asked))[:50]


def test_changes_on_their_way_and_what_was_removed_are_told_of_several_lists(
    store: TodoStore, reader: Reader, filled: list[TodoList]
) -> None:
    for todo_id in reader.ids(query(filled)):
        store.remove(todo_id, 5)
    assert len(reader.trash_ids(*(each.id for each in filled))) == 5
    assert len(reader.trash_ids(filled[0].id)) == 2
