"""What is on the server is here, however it got there."""

import pytest

from tests.contract.site import OpenList, TodoList
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.errors import Problem, Refused
from todo_desktop.testing.rights import READ_ONLY
from todo_desktop.testing.shapes import TUTORIAL, Shape


def test_the_first_load_reads_every_row_in_pages(
    open_list: OpenList, open_client: OpenClient, any_shape: Shape
) -> None:
    site = open_list(any_shape)
    site.seed(25)
    client = open_client(site, rows=7)
    client.sync()
    assert client.titles() == Remote(site).titles()
    assert [done for done, _ in client.progress][:4] == [7, 14, 21, 25]
    assert {total for _, total in client.progress} <= {25, None}


def test_a_quiet_list_is_asked_for_little(tutorial: TodoList, open_client: OpenClient) -> None:
    tutorial.seed(5)
    client = open_client(tutorial)
    client.sync()
    client.sync()
    client.heard.clear()
    client.sync()
    assert client.heard == []


def test_a_reader_sees_all_and_may_change_nothing(tutorial: TodoList, open_client: OpenClient) -> None:
    tutorial.seed(3)
    client = open_client(tutorial.with_rights(READ_ONLY))
    client.sync()
    assert client.titles() == Remote(tutorial).titles()
    first = client.todos()[0].id
    for problem, verb in (
        (Problem.MAY_NOT_CREATE, lambda: client.add("x")),
        (Problem.MAY_NOT_UPDATE, lambda: client.edit(first, title="x")),
        (Problem.MAY_NOT_DELETE, lambda: client.delete(first)),
    ):
        with pytest.raises(Refused) as refused:
            verb()
        assert refused.value.problem is problem
    assert client.entries() == []


def test_two_lists_of_one_server_do_not_mix(open_list: OpenList, open_client: OpenClient) -> None:
    first, second = open_list(TUTORIAL), open_list(TUTORIAL)
    Remote(first).create(title="in the first")
    Remote(second).create(title="in the second")
    here, there = open_client(first), open_client(second)
    here.sync()
    there.sync()
    assert (here.titles(), there.titles()) == (["in the first"], ["in the second"])
