"""What others did since the user looked last is kept; what a first load brings, or the user did, is none of it."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from tests.unit.replica.todos import HERE, collection_of, edited, record
from todo_desktop.model.answers import Authors, Person
from todo_desktop.model.lists import PullState, TodoList
from todo_desktop.model.news import News, NewsKind, NewsOverview
from todo_desktop.model.schema import Collection, Field, FieldKind
from todo_desktop.model.values import Json
from todo_desktop.replica.database import Database, Purpose
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore

NOON = 1_795_000_000_000
WITH_AUTHORS: Collection = replace(
    collection_of(
        Field("id", FieldKind.KEY, system=True),
        Field("title", FieldKind.TEXT),
        Field("completed", FieldKind.BOOLEAN),
        Field("twice", FieldKind.NUMBER, system=True, computed=True),
        Field("sort", FieldKind.ORDER),
        Field("children", FieldKind.RELATIONS, foreign_key="parentId"),
        Field("updatedAt", FieldKind.DATETIME, system=True),
    ),
    created_by="createdById",
    updated_by="updatedById",
)
ME, ADA = HERE.user_id, "7"


@pytest.fixture
def there(store: TodoStore) -> TodoList:
    """A list of a server that tells who did what, with three todos, read whole once."""
    found = store.open_list(HERE, WITH_AUTHORS)
    store.adopt(found.id, [record(1), record(2), record(3)])
    store.save_pull_state(found.id, PullState(loaded=True))
    return found


def local_id(store: TodoStore, todo_list: TodoList, server_id: int) -> int:
    return store.held_by_server_id(todo_list.id, [server_id])[server_id].todo_id


def by_ada(number: int, title: str = "", **more: Json) -> dict[str, Json]:
    return record(number, title, createdById=int(ADA), updatedById=int(ADA), **more)


def test_a_first_load_brings_no_news_and_writes_nothing(
    store: TodoStore, reader: Reader, database: Database, todo_list: TodoList
) -> None:
    store.adopt(todo_list.id, [record(1), record(2)])
    store.adopt(todo_list.id, [record(1, "changed while it was loaded")])
    store.save_pull_state(todo_list.id, PullState(loaded=True))
    assert not reader.news([todo_list.id])
    assert database.value("SELECT count(*) FROM news") == 0


def test_what_is_added_changed_and_removed_after_it_is_news(store: TodoStore, reader: Reader, there: TodoList) -> None:
    first, second = local_id(store, there, 1), local_id(store, there, 2)
    added, _, _ = store.adopt(there.id, [by_ada(1, "Renamed"), by_ada(4)])
    store.remove(second, NOON)
    assert reader.news([there.id]) == NewsOverview(added, frozenset({first}), frozenset({second}))
    assert reader.news_of([first]) == {first: News(first, NewsKind.CHANGED, {"title": "todo 1"}, ADA)}


def test_what_the_server_makes_by_itself_is_no_news(store: TodoStore, reader: Reader, there: TodoList) -> None:
    store.adopt(there.id, [record(1, twice=1, sort=1, children=[])])
    store.forget_all_news([there.id])
    store.adopt(there.id, [record(1, updatedAt="2026-03-01T00:00:00.000Z", twice=2, sort=9, children=[{"id": 3}])])
    assert not reader.news([there.id])


def test_another_parent_is_no_news_where_it_shows_its_new_child_already(store: TodoStore, reader: Reader) -> None:
    tree = collection_of(
        Field("id", FieldKind.KEY, system=True),
        Field("title", FieldKind.TEXT),
        Field("parent", FieldKind.RELATION, target="todos", other_end="children"),
        Field("children", FieldKind.RELATIONS, target="todos", foreign_key="parentId", other_end="parent"),
    )
    there = store.open_list(HERE, tree)
    above, other, child, own = (dict(record(n), parent=None, children=list[Json]()) for n in (1, 2, 3, 4))
    store.adopt(there.id, [{**above, "children": [{"id": 3}]}, other, {**child, "parent": {"id": 1}}, own])
    store.save_pull_state(there.id, PullState(loaded=True))
    store.adopt(there.id, [above, {**other, "children": [{"id": 3}]}])  # as its user had it, and was answered
    store.adopt(there.id, [{**child, "parent": {"id": 2}}])
    assert not reader.news([there.id])
    store.adopt(there.id, [{**child, "parent": None}, {**own, "parent": {"id": 1}}])  # by others, from their own side
    news = {local_id(store, there, 3), local_id(store, there, 4)}
    assert reader.news([there.id]).changed == news
    store.forget_all_news([there.id])
    both: list[Json] = [{"id": 3}, {"id": 4}]
    moved = [above | {"children": both}, child | {"parent": {"id": 1}}]  # by others, and read at once
    store.adopt(there.id, moved)
    assert reader.news([there.id]).changed == {local_id(store, there, 3)}


def test_what_the_user_did_elsewhere_is_no_news(store: TodoStore, reader: Reader, there: TodoList) -> None:
    mine: dict[str, Any] = {"createdById": int(ME), "updatedById": int(ME)}
    store.adopt(there.id, [record(1, "Renamed", **mine), record(4, **mine)])
    assert not reader.news([there.id])


def test_a_value_that_is_back_is_no_news_any_more_and_one_that_changed_twice_was_what_the_user_saw(
    store: TodoStore, reader: Reader, there: TodoList
) -> None:
    first = local_id(store, there, 1)
    store.adopt(there.id, [by_ada(1, "Renamed")])
    store.adopt(there.id, [by_ada(1, "Renamed again", completed=True)])
    assert reader.news_of([first])[first].before == {"title": "todo 1"}, "what was not in sight was not changed"
    store.adopt(there.id, [by_ada(1, completed=True)])
    assert not reader.news([there.id])


def test_what_was_added_and_is_gone_before_anybody_saw_it_is_no_news(
    store: TodoStore, reader: Reader, there: TodoList
) -> None:
    ((added,), _, _) = store.adopt(there.id, [by_ada(4)])
    store.adopt(there.id, [by_ada(4, "Renamed")])
    assert reader.news([there.id]).added == {added}
    store.remove(added, NOON)
    assert not reader.news([there.id])


def test_what_was_removed_and_came_back_is_not_removed(store: TodoStore, reader: Reader, there: TodoList) -> None:
    first = local_id(store, there, 1)
    store.remove(first, NOON)
    assert reader.news([there.id]).removed == {first}
    store.restore(store.trash(there.id)[0].id)
    assert not reader.news([there.id])


def test_what_was_deleted_here_is_no_news(store: TodoStore, reader: Reader, there: TodoList) -> None:
    first = store.held([local_id(store, there, 1)])
    for held in first.values():
        store.put(edited(held, "op", title="mine"))
        store.remove(held.todo_id, NOON)
    assert not reader.news([there.id])


def test_of_a_todo_that_was_edited_here_the_other_fields_are_news(
    store: TodoStore, reader: Reader, there: TodoList
) -> None:
    store.adopt(there.id, [record(1, completed=False)])
    store.forget_all_news([there.id])
    (held,) = store.held([local_id(store, there, 1)]).values()
    mine = edited(held, "op", title="mine")
    store.put(mine)
    store.note_read(mine, record(1, "mine", completed=False))
    assert not reader.news([there.id])
    store.note_read(mine, by_ada(1, "theirs", completed=True))
    assert reader.news_of([held.todo_id])[held.todo_id].before == {"completed": False}


def test_a_list_of_this_computer_has_no_news(store: TodoStore, reader: Reader) -> None:
    here = store.local_list(WITH_AUTHORS)
    store.adopt(here.id, [record(1)])
    store.remove(store.held_by_server_id(here.id, [1])[1].todo_id, NOON)
    assert not reader.news([here.id])


def test_who_did_it_is_asked_for_once_and_the_user_is_nobody_else(
    store: TodoStore, reader: Reader, there: TodoList
) -> None:
    first, second, third = (local_id(store, there, number) for number in (1, 2, 3))
    store.adopt(there.id, [record(number, "Renamed") for number in (1, 2, 3)])
    assert store.news_to_name(there.id, 10) == {1: (first, ""), 2: (second, ""), 3: (third, "")}
    at = record(1)["updatedAt"]
    assert isinstance(at, str)
    told = {first: Authors(at, Person(ME, "Me"), Person(ADA, "Ada")), second: Authors(at, None, Person(ME)),
            third: Authors()}  # fmt: skip
    assert store.note_authors(there.id, told) == {first, second, third}
    assert reader.news([there.id]).changed == {first, third}
    assert [reader.news_of([n])[n].author for n in (first, third)] == [ADA, ""]
    assert store.news_to_name(there.id, 10, [ADA]) == {}
    assert reader.authors_of(first) == Authors(at, None, Person(ADA, "Ada"))
    assert reader.authors_of(third).writer is None


def test_of_an_author_it_is_asked_what_he_is_called_now(store: TodoStore, reader: Reader, there: TodoList) -> None:
    store.adopt(there.id, [by_ada(1, "Renamed")])
    first = local_id(store, there, 1)
    assert store.news_to_name(there.id, 10) == {1: (first, ADA)}
    store.note_authors(there.id, {first: Authors()})
    assert reader.authors_of(first).writer == Person(ADA), "nobody has told what 7 is called"
    for name in ("Ada", "Ada Lovelace"):
        store.note_authors(there.id, {first: Authors("", None, Person(ADA, name))})
        assert reader.authors_of(first).writer == Person(ADA, name)
    assert store.news_to_name(there.id, 10, ["8"]) == {1: (first, ADA)}
    assert store.news_to_name(there.id, 10, [ADA]) == {}


def test_what_was_looked_at_is_news_no_more(store: TodoStore, reader: Reader, there: TodoList) -> None:
    added, _, _ = store.adopt(there.id, [by_ada(4), by_ada(5)])
    store.forget_news(sorted(added)[:1])
    assert reader.news([there.id]).added == set(sorted(added)[1:])
    store.forget_all_news([there.id])
    assert not reader.news([there.id])


def test_since_when_is_told_from_the_last_look(store: TodoStore, reader: Reader, there: TodoList) -> None:
    store.adopt(there.id, [by_ada(4)])
    assert reader.news([there.id]).since is None
    store.look([there.id], NOON)
    assert reader.news([there.id]).since == NOON


def test_another_connection_sees_it(store: TodoStore, there: TodoList, opened: Callable[[Purpose], Database]) -> None:
    store.adopt(there.id, [by_ada(4)])
    assert Reader(opened(Purpose.WINDOW)).news([there.id]).added
