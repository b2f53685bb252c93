"""What is changed here arrives there, and is what a read then shows."""

from typing import Any

import pytest

from tests.contract.site import OpenList, TodoList
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.todo import SyncState
from todo_desktop.service import UNDO_MS
from todo_desktop.testing.shapes import Shape


def test_an_added_todo_arrives(open_list: OpenList, open_client: OpenClient, any_shape: Shape) -> None:
    site = open_list(any_shape)
    client = open_client(site)
    client.add("before the first contact")
    client.sync()
    client.add("after it", completed=True)
    client.sync()
    assert Remote(site).titles() == client.titles() == ["after it", "before the first contact"]
    assert client.entries() == []
    assert {todo.state for todo in client.todos()} == {SyncState.SYNCED}


def test_an_edit_a_tick_and_a_delete_arrive(open_list: OpenList, open_client: OpenClient, any_shape: Shape) -> None:
    site = open_list(any_shape)
    site.seed(4)
    remote = Remote(site)
    client = open_client(site)
    client.sync()
    first, second, third, _ = client.titles()
    client.edit(first, title="edited")
    client.service.set_done([client.id_of(second)], True)
    client.delete(third)
    client.sync()
    assert client.titles() == remote.titles()
    assert third not in remote.titles()
    assert remote.row("edited")["title"] == "edited"
    assert remote.row(second)["completed"] is True
    assert client.entries() == []


def test_only_the_fields_that_were_changed_are_sent(full: TodoList, open_client: OpenClient) -> None:
    full.seed(1)
    remote = Remote(full)
    client = open_client(full)
    client.sync()
    before = remote.rows()[0]
    client.edit(before["title"], notes="mine")
    send = client.server.update
    sent: list[Any] = []

    def watched(server_id: Any, values: Any, guard: Any) -> Any:
        sent.append(dict(values))
        return send(server_id, values, guard)

    client.server.update = watched  # type: ignore[method-assign]
    client.sync()
    assert sent == [{"notes": "mine"}]
    after = remote.rows()[0]
    assert {n for n in before if before[n] != after[n]} <= {"notes", "updatedAt", "updatedById"}


@pytest.mark.parametrize("choice", ["keep_mine", "take_theirs"])
def test_a_disputed_delete_converges_to_what_the_user_chose(
    tutorial: TodoList, open_client: OpenClient, choice: str
) -> None:
    tutorial.seed(2)
    remote = Remote(tutorial)
    client = open_client(tutorial)
    client.sync()
    first = client.titles()[0]
    key = remote.row(first)["id"]
    client.delete(first)
    remote.update(key, title="still needed")
    client.settle()
    getattr(client.service, choice)([client.id_of("still needed")])
    client.settle()
    assert client.entries() == []
    assert client.titles() == remote.titles()
    assert ("still needed" in remote.titles()) is (choice == "take_theirs")


def test_a_delete_that_has_arrived_can_be_undone(
    open_list: OpenList, open_client: OpenClient, any_shape: Shape
) -> None:
    site = open_list(any_shape)
    site.seed(2)
    remote = Remote(site)
    client = open_client(site)
    client.sync()
    first = client.titles()[0]
    before = remote.row(first)
    client.delete(first)
    client.sync()
    assert first not in remote.titles()
    client.undo()
    client.settle()
    assert client.titles() == remote.titles()
    assert remote.row(first)["id"] == before["id"]
    assert client.entries() == []


def test_undo_and_redo_of_an_edit_that_has_arrived(tutorial: TodoList, open_client: OpenClient) -> None:
    tutorial.seed(1)
    remote = Remote(tutorial)
    client = open_client(tutorial)
    client.sync()
    (before,) = client.titles()
    client.edit(before, title="after")
    client.sync()
    client.undo()
    client.sync()
    assert remote.titles() == [before]
    client.service.redo()
    client.sync()
    assert remote.titles() == client.titles() == ["after"]


def test_an_added_todo_is_taken_back_by_undo(tutorial: TodoList, open_client: OpenClient) -> None:
    remote = Remote(tutorial)
    client = open_client(tutorial)
    client.sync()
    client.add("oops")
    client.sync()
    client.undo()
    client.clock.forward(UNDO_MS + 1)
    client.sync()
    assert remote.rows() == []
    assert client.todos() == []
