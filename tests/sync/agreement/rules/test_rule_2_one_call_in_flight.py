"""Rule 2: one call in flight per todo. Entries that were never sent are squashed; create and delete vanish together
only if the create was never sent. A delete is not sent before its undo bar has gone.
"""

import threading
from typing import Any

import pytest

from tests.contract.site import OpenList, TodoList
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.change import ChangeKind, EntryState
from todo_desktop.model.errors import OutcomeUnknown, Problem, Unavailable
from todo_desktop.service import UNDO_MS
from todo_desktop.testing.shapes import Shape


def test_many_edits_before_a_contact_are_one_call(tutorial: TodoList, open_client: OpenClient) -> None:
    tutorial.seed(1)
    client = open_client(tutorial)
    client.sync()
    todo = client.todos()[0].id
    for number in range(5):
        client.edit(todo, title=f"version {number}", completed=bool(number % 2))
    assert len(client.entries()) == 1
    client.sync()
    assert Remote(tutorial).titles() == ["version 4"]


def test_a_todo_added_and_deleted_before_a_contact_never_reaches_the_server(
    tutorial: TodoList, open_client: OpenClient
) -> None:
    client = open_client(tutorial)
    client.sync()
    client.add("a passing thought")
    client.delete("a passing thought")
    client.sync()
    assert Remote(tutorial).rows() == []
    assert client.entries() == []


def test_a_delete_is_not_sent_while_it_can_be_undone(tutorial: TodoList, open_client: OpenClient) -> None:
    tutorial.seed(2)
    remote = Remote(tutorial)
    client = open_client(tutorial)
    client.sync()
    first = client.titles()[0]
    client.delete(first, for_good=False)
    client.sync()
    assert first not in client.titles()
    assert first in remote.titles()
    client.undo()
    client.clock.forward(UNDO_MS + 1)
    client.sync()
    assert first in client.titles()
    assert client.titles() == remote.titles()
    assert client.entries() == []


def test_a_todo_has_one_call_under_way_however_often_it_is_edited_meanwhile(
    tutorial: TodoList, open_client: OpenClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    remote = Remote(tutorial)
    for number in range(3):
        remote.create(title=f"todo {number}")
    client = open_client(tutorial)
    client.sync()
    lock, under_way, most = threading.Lock(), dict.fromkeys(range(1, 4), 0), 0
    send = client.server.update
    edits = iter(range(6))

    def counted(server_id: Any, values: Any, guard: Any) -> Any:
        nonlocal most
        with lock:
            under_way[server_id] += 1
            most = max(most, under_way[server_id])
            number = next(edits, None)
            if number is not None:
                client.edit(client.todos()[number % 3].id, completed=bool(number % 2), title=f"edited {number}")
        reply = send(server_id, values, guard)
        with lock:
            under_way[server_id] -= 1
        return reply

    monkeypatch.setattr(client.server, "update", counted)
    for todo in client.todos():
        client.edit(todo.id, title=f"{todo.values['title']}, edited")
    client.settle()
    assert most == 1
    assert client.titles() == remote.titles()
    assert client.entries() == []


def test_what_is_edited_while_a_call_is_under_way_is_a_change_of_its_own(
    tutorial: TodoList, open_client: OpenClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    Remote(tutorial).create(title="old")
    client = open_client(tutorial)
    client.sync()
    send = client.server.update
    states: list[list[EntryState]] = []

    def edited_meanwhile(server_id: Any, values: Any, guard: Any) -> Any:
        if not states:
            client.edit("first", title="second")
            states.append([e.state for e in client.entries()])
        return send(server_id, values, guard)

    monkeypatch.setattr(client.server, "update", edited_meanwhile)
    client.edit("old", title="first")
    client.sync()
    assert states == [[EntryState.SENT, EntryState.WAITING]]
    assert Remote(tutorial).titles() == client.titles() == ["second"]
    assert client.entries() == []


def test_a_todo_deleted_after_its_create_was_sent_is_deleted_there_too(
    open_list: OpenList, open_client: OpenClient, any_shape: Shape, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = open_list(any_shape)
    client = open_client(site)
    client.sync()
    send = client.server.create

    def lost(values: Any) -> Any:
        send(values)
        raise OutcomeUnknown(Problem.CONNECTION_LOST)

    monkeypatch.setattr(client.server, "create", lost)
    client.add("arrived")
    with pytest.raises(Unavailable):
        client.sync()
    client.delete("arrived")
    assert {e.kind for e in client.entries()} == {ChangeKind.CREATE, ChangeKind.DELETE}
    monkeypatch.setattr(client.server, "create", send)
    client.clock.forward(60_000)
    client.settle()
    assert Remote(site).rows() == []
    assert client.entries() == []
