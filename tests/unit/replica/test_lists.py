"""Lists and their identity."""

import pytest
from msgspec.structs import replace

from tests.unit.replica.todos import HERE, PLAIN, SORTABLE, record
from todo_desktop.model.lists import ListIdentity, PullState, TodoList, local_collection
from todo_desktop.model.permissions import FORBIDDEN, Grant, Permissions
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.schema_json import collection_from_text
from todo_desktop.replica.store import TodoStore


def test_a_list_is_found_again_by_its_identity(store: TodoStore, todo_list: TodoList) -> None:
    assert store.open_list(HERE, SORTABLE) == todo_list
    assert todo_list.collection == PLAIN


@pytest.mark.parametrize(
    "other",
    [replace(HERE, base_url="http://elsewhere/api"), replace(HERE, collection="jobs"), replace(HERE, user_id="2")],
)
def test_another_address_collection_or_user_is_another_list(
    store: TodoStore, todo_list: TodoList, other: ListIdentity
) -> None:
    added = store.open_list(other, PLAIN)
    assert added.id != todo_list.id
    store.adopt(added.id, [record(1)])
    assert (store.count(added.id), store.count(todo_list.id)) == (1, 0)
    assert [each.identity for each in store.lists()] == [HERE, other]


def test_there_is_one_local_list(store: TodoStore) -> None:
    local = store.local_list(local_collection({"title": "Titel"}))
    assert local.is_local
    assert local.collection == local_collection({"title": "Titel"})
    assert store.local_list(local_collection({})) == local


def test_the_latest_list_is_the_one_that_was_synced_last(store: TodoStore, todo_list: TodoList) -> None:
    second = store.open_list(replace(HERE, user_id="2"), PLAIN)
    store.save_last_sync(todo_list.id, 2000)
    store.save_last_sync(second.id, 1000)
    assert store.latest_list(HERE.base_url, "todos") == replace(todo_list, last_sync=2000)
    assert store.latest_list(HERE.base_url, "jobs") is None


def test_schema_and_permissions_come_back_whole(store: TodoStore, todo_list: TodoList) -> None:
    permissions = Permissions(
        create=FORBIDDEN, update=Grant(fields=frozenset({"title"})), destroy=Grant(fields=frozenset()), role="member"
    )
    assert store.save_schema(todo_list.id, SORTABLE, permissions)
    back = store.todo_list(todo_list.id)
    assert (back.collection, back.permissions) == (SORTABLE, permissions)
    assert not store.save_schema(todo_list.id, SORTABLE, permissions)


def test_a_schema_of_a_newer_program_can_be_read() -> None:
    text = '{"name": "todos", "new": 1, "key_kind": "new", "fields": [{"name": "a", "kind": "new", "new": []}]}'
    collection = collection_from_text(text)
    assert [(field.name, field.kind.value) for field in collection.fields] == [("a", "other")]


@pytest.mark.parametrize("loaded_to", [None, 5, "5"])
def test_how_far_a_list_was_read_survives(store: TodoStore, todo_list: TodoList, loaded_to: int | str | None) -> None:
    assert store.pull_state(todo_list.id) == PullState()
    state = PullState(loaded=True, loaded_to=loaded_to, cursor=12, swept_at=13, sweep_due=True)
    store.save_pull_state(todo_list.id, state)
    back = store.pull_state(todo_list.id)
    assert back == state
    assert type(back.loaded_to) is type(loaded_to)


def test_another_connection_sees_a_list_at_once(store: TodoStore, reader: Reader, todo_list: TodoList) -> None:
    added, _, _ = store.adopt(todo_list.id, [record(1)])
    assert [todo.list_id for todo in reader.rows(sorted(added))] == [todo_list.id]
