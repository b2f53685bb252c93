"""Relations to many, of which no change time tells: what others wrote into one is not written over unseen."""

import pytest

from tests.contract.site import OpenList, TodoList
from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.change import EntryState
from todo_desktop.model.errors import Problem
from todo_desktop.testing.shapes import RELATED


@pytest.fixture
def site(open_list: OpenList) -> TodoList:
    return open_list(RELATED)


@pytest.fixture
def there(site: TodoList) -> Remote:
    found = Remote(site)
    found.create(title="one", watchers=[site.user_id])
    return found


@pytest.fixture
def client(there: Remote, open_client: OpenClient) -> Client:
    opened = open_client(there.site)
    opened.sync()
    return opened


def watchers(there: Remote) -> list[int]:
    return sorted(user["id"] for user in there.row("one", "watchers")["watchers"])


def test_what_others_picked_meanwhile_is_not_written_over(client: Client, there: Remote, site: TodoList) -> None:
    other = site.of_another_user().user_id
    there.update(there.row("one")["id"], watchers=[site.user_id, other])
    client.edit("one", watchers=[])
    client.settle()
    assert watchers(there) == sorted([site.user_id, other])
    (entry,) = client.entries()
    assert (entry.state, entry.problem, entry.wanted) == (EntryState.PARKED, Problem.CONFLICT, {"watchers": []})


def test_an_edit_that_nobody_came_in_the_way_of_arrives(client: Client, there: Remote) -> None:
    client.edit("one", watchers=[], title="one")
    client.settle()
    assert (watchers(there), client.entries()) == ([], [])
