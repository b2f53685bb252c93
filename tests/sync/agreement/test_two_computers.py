"""Two computers with one list: what one does, the other sees."""

import pytest

from tests.contract.site import OpenList, TodoList
from tests.server.shapes import NO_TIMESTAMPS, Shape
from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.errors import Problem
from todo_desktop.sync.schedule import SWEEP_EVERY


@pytest.fixture
def pair(open_list: OpenList, open_client: OpenClient, any_shape: Shape) -> tuple[Client, Client]:
    """Both know the list and its three todos."""
    site = open_list(any_shape)
    site.seed(3)
    first, second = open_client(site), open_client(site)
    first.sync()
    second.sync()
    return first, second


def agree(pair: tuple[Client, Client]) -> None:
    for _ in range(2):
        for client in pair:
            client.settle()
    first, second = pair
    assert first.entries() == second.entries() == []
    assert first.values() == second.values()
    assert first.titles() == Remote(first.site).titles()


def test_what_one_does_the_other_sees(pair: tuple[Client, Client]) -> None:
    first, second = pair
    one, two, _ = first.titles()
    first.add("from the first")
    second.add("from the second")
    first.edit(one, completed=True)
    second.edit(two, title="renamed by the second")
    agree(pair)
    assert len(first.todos()) == 5


def test_both_edit_the_same_todo_offline(pair: tuple[Client, Client]) -> None:
    first, second = pair
    one = first.titles()[0]
    first.edit(one, title="first's", completed=True)
    second.edit(one, title="second's")
    first.settle()
    second.settle()
    assert second.problems() == [("second's", Problem.CONFLICT)]
    second.service.keep_mine([second.id_of("second's")])
    agree(pair)
    assert first.todo("second's").values["completed"] is True


def test_one_deletes_what_the_other_edits(pair: tuple[Client, Client]) -> None:
    first, second = pair
    one = first.titles()[0]
    first.delete(one)
    first.settle()
    second.edit(one, title="still needed")
    second.settle()
    assert second.problems() == [("still needed", Problem.GONE)]
    second.service.keep_mine([second.id_of("still needed")])
    agree(pair)
    assert "still needed" in first.titles()


def test_both_delete_the_same_todo(pair: tuple[Client, Client]) -> None:
    first, second = pair
    one = first.titles()[0]
    first.delete(one)
    second.delete(one)
    agree(pair)
    assert one not in first.titles()


def test_a_todo_deleted_before_it_was_brought_back_is_not_deleted_where_somebody_else_brought_it_back(
    tutorial: TodoList, open_client: OpenClient
) -> None:
    remote = Remote(tutorial)
    keys = [remote.create(title=title) for title in ("one", "two")]
    here, there = open_client(tutorial), open_client(tutorial)
    here.sync()
    there.sync()
    here.edit("one", completed=True)
    remote.delete(keys[0])
    here.settle()
    here.service.keep_mine([here.id_of("one")])
    here.delete("one")
    there.clock.forward(SWEEP_EVERY)
    there.sync()
    there.service.restore([there.store.trash(there.list_id)[0].id])
    there.settle()
    there.edit("one", title="one again")
    there.settle()
    here.settle()
    assert here.titles() == Remote(tutorial).titles() == ["one again", "two"]


@pytest.fixture
def brought_back_there(open_list: OpenList, open_client: OpenClient) -> tuple[Client, Client]:
    """The todo "one" is edited here, deleted on the server, and there again with other values: somebody else brought it
    back. Here it is known to be gone, and no more."""
    site = open_list(NO_TIMESTAMPS)
    remote = Remote(site)
    keys = [remote.create(title=title) for title in ("one", "two")]
    here, there = open_client(site), open_client(site)
    here.sync()
    there.sync()
    here.edit("one", title="one here")
    remote.delete(keys[0])
    here.settle()
    assert here.problems() == [("one here", Problem.GONE)]
    there.sync()
    there.service.restore([there.store.trash(there.list_id)[0].id])
    there.edit("one", completed=False)
    there.settle()
    return here, there


def test_an_edit_of_a_todo_that_was_gone_overwrites_nothing_unseen(brought_back_there: tuple[Client, Client]) -> None:
    here, there = brought_back_there
    here.edit("one here", completed=True)
    here.settle()
    assert Problem.CONFLICT in [problem for _, problem in here.problems()]
    there.settle()
    assert there.todo("one here").values["completed"] is False


def test_a_todo_that_was_gone_is_not_deleted_with_what_nobody_here_has_seen(
    brought_back_there: tuple[Client, Client],
) -> None:
    here, _there = brought_back_there
    here.delete("one here")
    here.settle()
    assert Problem.CONFLICT in [problem for _, problem in here.problems()]
    assert len(Remote(here.site).titles()) == 2
