"""Trap 3: an update that answers `[]` is looked into: the row may be gone, changed, or another's."""

from typing import Any

from tests.contract.site import TodoList
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.errors import Problem


def test_letting_go_of_a_todo_that_was_deleted_there(tutorial: TodoList, open_client: OpenClient) -> None:
    tutorial.seed(2)
    remote = Remote(tutorial)
    client = open_client(tutorial)
    client.sync()
    first = client.titles()[0]
    client.edit(first, title="mine")
    remote.delete(remote.row(first)["id"])
    client.settle()
    client.service.take_theirs([client.id_of("mine")])
    client.settle()
    assert client.titles() == remote.titles()
    assert len(client.todos()) == 1
    assert client.entries() == []


def test_the_last_todo_of_a_list_edited_here_and_deleted_there_does_not_stop_the_list(
    tutorial: TodoList, open_client: OpenClient
) -> None:
    tutorial.seed(1)
    remote = Remote(tutorial)
    client = open_client(tutorial)
    client.sync()
    client.edit(client.todos()[0].id, title="mine")
    remote.delete(remote.rows()[0]["id"])
    client.settle()
    client.sync()
    assert client.problems() == [("mine", Problem.GONE)]


def test_a_todo_that_is_gone_there_does_not_make_every_cycle_read_the_whole_list(
    tutorial: TodoList, open_client: OpenClient
) -> None:
    tutorial.seed(5)
    remote = Remote(tutorial)
    client = open_client(tutorial)
    client.sync()
    first = client.titles()[0]
    client.edit(first, title="mine")
    remote.delete(remote.row(first)["id"])
    client.settle()
    client.sync()
    read = client.server.stamps
    sweeps: list[Any] = []

    def watched(after: Any, limit: int) -> Any:
        sweeps.append(after)
        return read(after, limit)

    client.server.stamps = watched  # type: ignore[method-assign]
    client.sync()
    client.sync()
    assert sweeps == []
