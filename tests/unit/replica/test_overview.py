"""How it stands with each list is told for all of them, and disturbs nothing that is remembered of one."""

from todo_desktop.model.change import ChangeKind, Entry, FieldChange
from todo_desktop.model.errors import Problem
from todo_desktop.model.held import Held
from todo_desktop.model.lists import ListIdentity, TodoList
from todo_desktop.model.query import Overview
from todo_desktop.model.values import Json
from todo_desktop.replica.database import Database
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore

OTHER = ListIdentity("https://other.example/api", "todos", "9")


def held(todo_list: TodoList, values: dict[str, Json], *entries: Entry) -> Held:
    return Held(0, todo_list.id, None, values, None, entries, False)


def edit(todo_list: TodoList) -> Entry:
    return Entry("op", todo_list.id, 0, ChangeKind.UPDATE, {"title": FieldChange("a", "b")})


def test_each_list_has_its_own_numbers(database: Database, store: TodoStore, todo_list: TodoList) -> None:
    other = store.open_list(OTHER, todo_list.collection)
    store.put(held(todo_list, {"title": "open"}))
    store.put(held(todo_list, {"title": "done", "completed": True}))
    store.put(held(other, {"title": "waits"}, edit(other)))
    store.put(held(other, {"title": "needs"}, edit(other).parked(Problem.INVALID_INPUT)))
    found = Reader(database).overview([todo_list.id, other.id])
    assert found == {todo_list.id: Overview(open=1), other.id: Overview(open=2, waiting=1, parked=1)}


def test_what_is_deleted_is_not_open(database: Database, store: TodoStore, todo_list: TodoList) -> None:
    store.put(Held(0, todo_list.id, None, {"title": "gone"}, None, (), True))
    assert Reader(database).overview([todo_list.id]) == {todo_list.id: Overview()}
