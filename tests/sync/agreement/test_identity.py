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
    client.add("typed here")
    client.edit(client.titles()[0], title="edited here")
    before = client.titles()
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
    assert client.titles() == before
    client.engine.accept_server()
    client.settle()
    assert remote.titles() == sorted([*there, "typed here"])
    assert client.titles() == sorted([*remote.titles(), "edited here"])
    assert client.problems() == [("edited here", Problem.GONE)]


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
    client.engine.allow_mass_removal(10)
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
    Remote(tutorial).bring_all_back()
    client.connect()
    client.sync()
    assert client.titles() == Remote(tutorial).titles()


def test_all_todos_brought_back_by_somebody_who_may_not_say_when_they_were_made_stop_nothing(
    tutorial: TodoList, open_client: OpenClient
) -> None:
    """Some of them were edited since; none of them is another todo to who reads them."""
    tutorial.seed(6)
    client = open_client(tutorial)
    client.sync()
    remote = Remote(tutorial)
    remote.bring_all_back()
    rows = remote.rows()
    for row in rows[:2]:
        remote.update(row["id"], completed=True)
    client.edit(rows[4]["title"], completed=True)
    client.connect()
    client.settle()
    assert client.titles() == remote.titles()
    assert client.entries() == []
    as_before = [row["completed"] for row in rows]
    assert [row["completed"] for row in remote.rows()] == [True, True, *as_before[2:4], True, as_before[5]]


def test_todos_brought_back_do_not_hide_that_the_others_are_other_todos(
    tutorial: TodoList, open_client: OpenClient
) -> None:
    tutorial.seed(6)
    client = open_client(tutorial)
    client.sync()
    remote = Remote(tutorial)
    remote.bring_all_back()
    for row in remote.rows()[:3]:
        remote.update(row["id"], title=f"another {row['title']}")
    client.connect()
    with pytest.raises(NeedsAttention) as stopped:
        client.sync()
    assert stopped.value.problem is Problem.ANOTHER_SERVER


def test_when_the_user_was_made_is_told_to_a_plain_role(tutorial: TodoList, open_client: OpenClient) -> None:
    client = open_client(tutorial)
    client.sync()
    assert client.server.account().since.endswith("Z")
    assert client.store.todo_list(client.list_id).user_since == client.server.account().since
