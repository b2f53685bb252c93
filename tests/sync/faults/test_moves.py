"""A todo is moved from one server's list to another's: at no moment is it on neither."""

from collections.abc import Iterator

import pytest

from tests.sync.client import Client
from todo_desktop.model.change import EntryState
from todo_desktop.model.values import Json
from todo_desktop.service import UNDO_MS
from todo_desktop.sync.pull import PageSizes
from todo_desktop.testing.fake_nocobase import FakeList, FakeNocoBase
from todo_desktop.testing.rights import READ_ONLY
from todo_desktop.testing.shapes import FULL


@pytest.fixture
def elsewhere() -> Iterator[FakeList]:
    with FakeNocoBase() as server:
        yield server.open_list(FULL)


@pytest.fixture
def there(client: Client, elsewhere: FakeList) -> Iterator[Client]:
    """The other list of the same computer."""
    opened = Client(client.folder, elsewhere, pages=PageSizes(2000, 5000), clock=client.clock)
    opened.sync()
    yield opened
    opened.close()


@pytest.fixture
def original(client: Client, site: FakeList, there: Client) -> int:
    """A todo that was moved from the one list to the other while both were out of reach, its local id."""
    site.seed(1)
    client.sync()
    (todo,) = client.todos()
    client.service.reload_list()
    client.service.carry([todo.id], client.service.list_of(there.list_id), moves=True, into_notes=False)
    client.clock.forward(UNDO_MS + 1000)
    return todo.id


def titles(remote: FakeList) -> list[Json]:
    return [row["title"] for row in remote.table.rows.values()]


def test_the_original_goes_once_a_read_has_shown_the_copy(
    client: Client, there: Client, site: FakeList, elsewhere: FakeList, original: int
) -> None:
    client.sync()
    assert titles(site) == ["Todo 1"], "its copy has not arrived yet"
    there.settle()
    assert titles(elsewhere) == ["Todo 1"]
    client.settle()
    assert titles(site) == []
    assert client.entries() == there.entries() == []


def test_a_crash_on_the_way_changes_nothing_of_that(
    client: Client, there: Client, site: FakeList, elsewhere: FakeList, original: int
) -> None:
    client.restart()
    there.restart()
    client.sync()
    assert titles(site) == ["Todo 1"]
    there.settle()
    client.restart()
    client.settle()
    assert (titles(site), titles(elsewhere)) == ([], ["Todo 1"])


def test_a_copy_that_is_refused_keeps_the_original_on_its_server(
    client: Client, there: Client, site: FakeList, elsewhere: FakeList, original: int
) -> None:
    there.connect(elsewhere.with_rights(READ_ONLY).key)
    there.sync()
    (create,) = there.entries()
    assert create.state is EntryState.PARKED
    client.sync()
    assert titles(site) == ["Todo 1"]


def test_a_copy_that_is_given_up_before_it_arrived_brings_the_original_back(
    client: Client, there: Client, site: FakeList, original: int
) -> None:
    (copy,) = there.todos()
    there.service.discard([copy.id])
    assert client.todos() == []
    client.settle()
    assert [todo.id for todo in client.todos()] == [original]
    assert titles(site) == ["Todo 1"]
    assert client.entries() == []


def test_a_todo_that_is_moved_on_before_it_arrived_ends_in_the_last_list_alone(
    client: Client, there: Client, site: FakeList, elsewhere: FakeList, original: int
) -> None:
    (copy,) = there.todos()
    third = elsewhere.another_collection()
    last = Client(client.folder, third, pages=PageSizes(2000, 5000), clock=client.clock)
    last.sync()
    there.service.reload_list()
    there.service.carry([copy.id], there.service.list_of(last.list_id), moves=True, into_notes=False)
    client.clock.forward(UNDO_MS + 1000)
    for each in (client, there):
        each.sync()
    assert titles(site) == ["Todo 1"]
    last.settle()
    for each in (client, there):
        each.settle()
    assert (titles(site), titles(elsewhere), titles(third)) == ([], [], ["Todo 1"])
    last.close()
