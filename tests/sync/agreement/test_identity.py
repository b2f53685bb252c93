"""Who we are and what server this is are checked before anything is sent, read or removed."""

import pytest

from tests.contract.site import TodoList
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.errors import NeedsAttention, Problem


def test_rows_with_our_ids_that_were_made_at_other_times_stop_the_list(
    tutorial: TodoList, open_client: OpenClient
) -> None:
    tutorial.seed(5)
    client = open_client(tutorial)
    client.sync()
    before = client.values()
    client.add("typed here")
    edited = client.titles()[0]
    client.edit(edited, completed=True)
    remote = Remote(tutorial)
    remote.make_anew()
    there = remote.titles()
    client.connect()
    for _ in range(2):
        with pytest.raises(NeedsAttention) as stopped:
            client.sync()
        assert stopped.value.problem is Problem.ANOTHER_SERVER
    assert remote.titles() == there, "nothing was sent"
    assert len(client.entries()) == 2, "and nothing was forgotten"
    assert {k: v["title"] for k, v in client.values().items() if k} == {k: v["title"] for k, v in before.items()}
    client.engine.accept_server()
    client.settle()
    assert client.titles() == remote.titles()
    assert "typed here" in remote.titles()
    assert client.entries() == []


def test_another_server_is_told_before_anybody_is_asked_to_remove(tutorial: TodoList, open_client: OpenClient) -> None:
    """It takes the old one's place while a session is open."""
    tutorial.seed(25)
    client = open_client(tutorial)
    client.sync()
    remote = Remote(tutorial)
    remote.make_anew()
    remote.erase(*remote.titles()[5:15])
    with pytest.raises(NeedsAttention) as stopped:
        client.sync()
    assert stopped.value.problem is Problem.ANOTHER_SERVER
    assert len(client.todos()) == 25


def test_a_permission_to_remove_many_does_not_hold_for_another_server(
    tutorial: TodoList, open_client: OpenClient
) -> None:
    tutorial.seed(25)
    client = open_client(tutorial)
    client.sync()
    remote = Remote(tutorial)
    remote.erase(*remote.titles()[5:15])
    with pytest.raises(NeedsAttention) as asked:
        client.sync()
    assert asked.value.problem is Problem.MASS_REMOVAL
    remote.make_anew()
    client.engine.allow_mass_removal()
    with pytest.raises(NeedsAttention) as stopped:
        client.sync()
    assert stopped.value.problem is Problem.ANOTHER_SERVER
    assert len(client.todos()) == 25


def test_a_list_whose_todos_are_all_gone_is_still_its_own(tutorial: TodoList, open_client: OpenClient) -> None:
    tutorial.seed(5)
    client = open_client(tutorial)
    client.sync()
    Remote(tutorial).erase(*client.titles())
    client.connect()
    with pytest.raises(NeedsAttention) as asked:
        client.sync()
    assert asked.value.problem is Problem.MASS_REMOVAL


def test_a_todo_brought_back_with_another_creation_time_stops_nothing(
    tutorial: TodoList, open_client: OpenClient
) -> None:
    tutorial.seed(2)
    client = open_client(tutorial)
    client.sync()
    Remote(tutorial).make_anew()
    client.connect()
    client.sync()
    assert client.titles() == Remote(tutorial).titles()


def test_when_the_user_was_made_is_told_to_a_plain_role(tutorial: TodoList, open_client: OpenClient) -> None:
    client = open_client(tutorial)
    client.sync()
    assert client.server.account().since.endswith("Z")
    assert client.store.todo_list(client.list_id).user_since == client.server.account().since
