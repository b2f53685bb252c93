"""No child is taken from another parent unasked, and no todo becomes its own ancestor."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from todo_desktop.model.lists import ListIdentity, TodoList
from todo_desktop.model.reference import LocalReference
from todo_desktop.model.schema import Collection, Field, FieldKind, guess_roles
from todo_desktop.model.values import Json
from todo_desktop.replica.database import Database, Purpose, open_database
from todo_desktop.replica.free_records import FreeRecords, free_records
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore
from todo_desktop.service import TodoService

CHILDREN = Field("children", FieldKind.RELATIONS, target="todos", foreign_key="parentId", other_end="parent")
PARENT = Field("parent", FieldKind.RELATION, target="todos", other_end="children")
STEPS = Field("steps", FieldKind.RELATIONS, target="steps", foreign_key="todoId")
WATCHERS = Field("watchers", FieldKind.RELATIONS, target="users")
FIELDS = (Field("id", FieldKind.KEY, system=True), Field("title", FieldKind.TEXT), CHILDREN, PARENT, STEPS, WATCHERS)
COLLECTION = Collection("todos", fields=FIELDS, roles=guess_roles(FIELDS))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path, Purpose.WINDOW)
    yield opened
    opened.close()


@pytest.fixture
def todo_list(database: Database) -> TodoList:
    """A root with a branch with a leaf, a todo by itself, and one with a step."""
    store = TodoStore(database)
    found = store.open_list(ListIdentity("http://localhost/api", "todos", "1"), COLLECTION)
    store.adopt(found.id, [
        {"id": 1, "title": "root", "children": [{"id": 2}], "parent": None},
        {"id": 2, "title": "branch", "children": [{"id": 3}], "parent": {"id": 1}},
        {"id": 3, "title": "leaf", "children": [], "parent": {"id": 2}},
        {"id": 4, "title": "alone", "children": [], "parent": None},
        {"id": 5, "title": "busy", "children": [], "parent": None, "steps": [{"id": 9}], "watchers": [{"id": 7}]},
    ])  # fmt: skip
    return found


def free(database: Database, todo_list: TodoList, field: Field, server_id: int) -> FreeRecords:
    store = TodoStore(database)
    todo_id = store.held_by_server_id(todo_list.id, [server_id])[server_id].todo_id
    return free_records(store, Reader(database), todo_list, field, todo_id)


def allowed(found: FreeRecords, *keys: int) -> list[int]:
    return [key for key in keys if found.has({"id": key})]


def test_children_of_others_and_ancestors_are_not_offered(database: Database, todo_list: TodoList) -> None:
    of_leaf = free(database, todo_list, CHILDREN, 3)
    assert (allowed(of_leaf, 1, 2, 3, 4, 5), of_leaf.owners) == ([4, 5], (3,))
    of_root = free(database, todo_list, CHILDREN, 1)
    assert allowed(of_root, 1, 2, 3, 4, 5) == [2, 4, 5], "its own child stays"


def test_a_todo_below_is_not_offered_as_a_parent(database: Database, todo_list: TodoList) -> None:
    of_root = free(database, todo_list, PARENT, 1)
    assert (allowed(of_root, 1, 2, 3, 4, 5), of_root.owners) == ([4, 5], None)
    assert allowed(free(database, todo_list, PARENT, 3), 1, 2, 3, 4, 5) == [1, 2, 4, 5]


def test_what_belongs_to_others_in_another_collection_is_not_offered(database: Database, todo_list: TodoList) -> None:
    of_root = free(database, todo_list, STEPS, 1)
    assert (allowed(of_root, 1, 8, 9), of_root.owners) == ([1, 8], (1,))


def test_what_belongs_to_many_is_offered_to_all(database: Database, todo_list: TodoList) -> None:
    of_root = free(database, todo_list, WATCHERS, 1)
    assert (allowed(of_root, 1, 7), of_root.owners) == ([1, 7], None)


def test_what_was_typed_here_counts_before_it_is_sent(database: Database, todo_list: TodoList) -> None:
    service = TodoService(TodoStore(database), todo_list, now=lambda: 1, new_operation=lambda: "o")
    ids = {h.server_id: h.todo_id for h in TodoStore(database).held_by_server_id(todo_list.id, [1, 2, 4, 5]).values()}
    new: dict[str, Json] = {"title": "new", "parent": LocalReference(ids[4]).to_json()}
    below = max(service.add(new).added)
    assert not free_records(TodoStore(database), Reader(database), todo_list, CHILDREN, below).has({"id": 4})
    of_alone = free_records(TodoStore(database), Reader(database), todo_list, CHILDREN, ids[4])
    assert of_alone.has(LocalReference(below).to_json())
    service.edit([ids[5]], {"children": [{"id": 4}]})
    assert allowed(free(database, todo_list, CHILDREN, 1), 2, 4) == [2]
    service.edit([ids[2]], {"children": []})
    assert allowed(free(database, todo_list, CHILDREN, 1), 3) == [3]


def test_what_was_picked_before_it_was_sent_is_not_offered_once_it_is(database: Database, todo_list: TodoList) -> None:
    store = TodoStore(database)
    service = TodoService(store, todo_list, now=lambda: 1, new_operation=lambda: "o")
    ids = {h.server_id: h.todo_id for h in store.held_by_server_id(todo_list.id, [4, 5]).values()}
    new = max(service.add({"title": "new"}).added)
    service.edit([ids[5]], {"children": [LocalReference(new).to_json()]})
    store.put(replace(store.held([new])[new], server_id=6))
    assert allowed(free(database, todo_list, CHILDREN, 4), 1, 6) == [1]
    assert allowed(free(database, todo_list, CHILDREN, 5), 1, 6) == [1, 6]


def test_no_circle_is_made_of_what_was_not_sent_yet(database: Database, todo_list: TodoList) -> None:
    store = TodoStore(database)
    service = TodoService(store, todo_list, now=lambda: 1, new_operation=lambda: "o")
    ids = {h.server_id: h.todo_id for h in store.held_by_server_id(todo_list.id, [1, 4, 5]).values()}
    service.edit([ids[4]], {"children": [{"id": 1}]})
    assert allowed(free(database, todo_list, CHILDREN, 3), 4, 5) == [5]
    service.edit([ids[5]], {"parent": {"id": 3}})
    assert allowed(free(database, todo_list, PARENT, 1), 4, 5) == [4], "as it is: that list is what says so"
    assert allowed(free(database, todo_list, PARENT, 4), 1, 2, 3, 5) == []


def test_a_circle_that_is_there_is_walked_once(database: Database, todo_list: TodoList) -> None:
    TodoStore(database).adopt(todo_list.id, [{"id": 1, "title": "root", "children": [{"id": 2}], "parent": {"id": 3}}])
    assert allowed(free(database, todo_list, CHILDREN, 1), 1, 2, 3, 4) == [4]
