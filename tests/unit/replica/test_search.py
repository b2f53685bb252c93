"""Search: which words find which todos, before, while and after the index has caught up."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from tests.unit.replica.todos import record
from todo_desktop.model.lists import TodoList
from todo_desktop.model.query import Query
from todo_desktop.replica import search
from todo_desktop.replica.database import Database
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore

Find = Callable[[str], list[int]]


def catch_up(store: TodoStore) -> None:
    while store.maintain():
        pass


@pytest.fixture
def find(reader: Reader, todo_list: TodoList) -> Find:
    return lambda text: reader.ids(Query(todo_list.id, text)).tolist()


@pytest.mark.parametrize("indexed", [False, True], ids=["not indexed yet", "indexed"])
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("milk", [1]),
        ("MILK", [1]),
        ("ilk", [1]),
        ("milk buy", [1]),
        ("milk bread", []),
        ("  buy  ", [1, 2]),
        ("y", [1, 2, 3]),
        ("gr", [4]),
        ("gross", [4]),
        ("GROẞ", [4]),
        ("straße", [4]),
        ("100%", [3]),
        ("%", [3]),
        ("_x", [3]),
        ('"q', [3]),
        ('"quoted"', [3]),
        ("o'clock", [3]),
        ("kitchen", [1]),
        ("milk kit", [1]),
        ("milkin", []),
        ("日本", [5]),
        ("日本語", [5]),
        ("本語の", [5]),
        ("😀", [5]),
        ("NOT milk", []),
        ("buy OR", []),
        ("mil*", []),
        ("title:milk", []),
        ("high", []),
        ("cafe\u0301", [5]),
    ],
)
def test_every_word_must_occur_somewhere_whatever_its_case(
    store: TodoStore, todo_list: TodoList, find: Find, typed: str, found: list[int], indexed: bool
) -> None:
    store.adopt(
        todo_list.id,
        [
            record(1, "Buy Milk", notes="in the\nkitchen", priority="high"),
            record(2, "buy bread"),
            record(3, '100% by 5 o\'clock a_x "quoted"'),
            record(4, "Große STRASSE"),
            record(5, "日本語の本 😀 café"),
        ],
    )
    if indexed:
        catch_up(store)
    assert find(typed) == found


def test_text_of_white_space_finds_everything(store: TodoStore, todo_list: TodoList, find: Find) -> None:
    store.adopt(todo_list.id, [record(1), record(2)])
    assert find(" \t") == [1, 2]


def test_the_step_that_catches_up_knows_that_it_was_the_last(store: TodoStore, todo_list: TodoList) -> None:
    store.adopt(todo_list.id, [record(1, "milk")])
    assert not store.maintain()


def test_the_index_catches_up_in_small_steps_and_every_step_finds_all(
    store: TodoStore, todo_list: TodoList, find: Find
) -> None:
    count = 1000
    store.adopt(todo_list.id, [record(number, f"milk {number}") for number in range(1, count + 1)])
    steps = 1
    while store.maintain():
        steps += 1
        assert len(find("milk")) == count
        assert find("milk 777") == [777]
    assert steps >= count // 250


def test_a_changed_title_is_found_by_its_new_words_alone(store: TodoStore, todo_list: TodoList, find: Find) -> None:
    store.adopt(todo_list.id, [record(1, "buy milk"), record(2, "sleep")])
    catch_up(store)
    for title, other in (("buy bread", "milk"), ("buy milk", "bread")):
        held = store.held([1])[1]
        store.put(replace(held, values={**held.values, "title": title}))
        assert (find(title), find(other)) == ([1], [])
        catch_up(store)
        assert (find(title), find(other)) == ([1], [])


def test_a_todo_that_is_gone_is_not_found(store: TodoStore, todo_list: TodoList, find: Find) -> None:
    store.adopt(todo_list.id, [record(1, "buy milk"), record(2, "drink milk")])
    catch_up(store)
    store.remove(2, 0)
    assert find("milk") == [1]


def test_the_index_is_built_anew_when_most_of_it_is_stale(
    store: TodoStore, database: Database, todo_list: TodoList, find: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_STALE", 5)
    for number in range(10):
        store.adopt(todo_list.id, [record(1, f"milk {number}")])
        catch_up(store)
        assert find("milk") == [1]
        assert find(f"ilk {number}") == [1]
    assert database.value("SELECT stale FROM search_state") <= 6
    assert database.value("SELECT count(*) FROM search_index('\"mil\"')") < 8


def test_a_word_with_a_nul_is_searched_for_as_it_is(store: TodoStore, todo_list: TodoList, find: Find) -> None:
    store.adopt(todo_list.id, [record(1, "a nul\0inside"), record(2, "a nul")])
    catch_up(store)
    assert find("nul\0in") == [1]
