"""Trap 7: ids of every kind are kept as they came."""

from tests.contract.site import OpenList, TodoList
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.change import ChangeKind
from todo_desktop.testing.shapes import UUIDS


def test_a_snowflake_id_is_the_servers_own(full: TodoList, open_client: OpenClient) -> None:
    client = open_client(full)
    client.sync()
    client.add("new")
    assert client.entries()[0].kind is ChangeKind.CREATE
    client.sync()
    assert client.todo("new").server_id == Remote(full).rows()[0]["id"]


def test_a_list_of_uuids_is_loaded_edited_and_swept(open_list: OpenList, open_client: OpenClient) -> None:
    site = open_list(UUIDS)
    remote = Remote(site)
    for number in range(5):
        remote.create(title=f"there {number}")
    client = open_client(site, rows=2, stamps=2)
    client.sync()
    assert client.titles() == remote.titles()
    client.add("here")
    client.edit("there 0", title="edited")
    client.delete("there 1")
    remote.delete(remote.row("there 2")["id"])
    client.settle()
    client.sync()
    assert client.titles() == remote.titles() == ["edited", "here", "there 3", "there 4"]
    assert client.entries() == []
    assert {todo.server_id for todo in client.todos()} == {row["id"] for row in remote.rows()}


def test_an_id_beyond_the_safe_numbers_is_edited_and_deleted(tutorial: TodoList, open_client: OpenClient) -> None:
    remote = Remote(tutorial)
    far = "9007199254740995"
    remote.write(id=far, title="far")
    remote.write(id="9007199254740997", title="farther")
    client = open_client(tutorial)
    client.sync()
    assert client.todo("far").server_id == far
    client.edit("far", title="edited")
    client.delete("farther")
    client.settle()
    assert remote.titles() == client.titles() == ["edited"]
    assert client.entries() == []
