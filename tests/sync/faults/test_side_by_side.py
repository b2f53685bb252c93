"""Several calls at once where their order does not matter, one at a time where it does, and one for each todo."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support.waiting import wait_until
from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.change import EntryState
from todo_desktop.model.errors import Cancelled, Problem, Unavailable
from todo_desktop.sync.push import SIDE_BY_SIDE
from todo_desktop.testing.fake_nocobase import FakeList, FakeNocoBase, faults
from todo_desktop.testing.shapes import COMPLETED, SNOWFLAKE_ID, TITLE, TUTORIAL, UUIDS, Shape

SNOWFLAKES = Shape((SNOWFLAKE_ID, TITLE, COMPLETED))
ORDERED = Shape((SNOWFLAKE_ID, TITLE, {"name": "sort", "type": "sort", "interface": "sort", "uiSchema": {}}))

Connect = Callable[..., Client]


@pytest.fixture
def connect(fake: FakeNocoBase, open_client: OpenClient) -> Connect:
    """A client in step with a new list of some shape and some rows."""

    def connected(shape: Shape, rows: int = 0) -> Client:
        site = fake.open_list(shape)
        site.seed(rows)
        client = open_client(site)
        client.sync()
        return client

    return connected


def _asked(client: Client, verb: str) -> int:
    site = client.site
    assert isinstance(site, FakeList)
    return site.server.actions_asked.count(f"{site.collection}:{verb}")


def _held_back(client: Client, verb: str, count: int) -> Iterator[int]:
    """Sync while the server commits nothing, until *count* calls have come; how many came."""
    site = client.site
    assert isinstance(site, FakeList)
    before = _asked(client, verb)
    syncing = threading.Thread(target=client.sync)
    with site.server.commits_held():
        syncing.start()
        wait_until(lambda: _asked(client, verb) - before >= count)
        yield _asked(client, verb) - before
    syncing.join()


@pytest.mark.parametrize("shape", [SNOWFLAKES, UUIDS], ids=["snowflake", "uuid"])
def test_new_todos_with_ids_of_ours_go_side_by_side(connect: Connect, shape: Shape) -> None:
    client = connect(shape)
    for number in range(10):
        client.add(f"todo {number}")
    assert list(_held_back(client, "create", SIDE_BY_SIDE)) == [SIDE_BY_SIDE]
    assert Remote(client.site).titles() == [f"todo {number}" for number in range(10)]
    assert client.entries() == []


def test_ids_rise_in_the_order_of_typing_even_side_by_side(connect: Connect) -> None:
    client = connect(SNOWFLAKES)
    for number in range(30):
        client.add(f"todo {number:02}")
    client.sync()
    assert [row["title"] for row in Remote(client.site).rows()] == [f"todo {number:02}" for number in range(30)]


@pytest.mark.parametrize("shape", [TUTORIAL, ORDERED], ids=["counted", "ordered"])
def test_new_todos_whose_order_the_server_makes_go_one_after_the_other(connect: Connect, shape: Shape) -> None:
    client = connect(shape)
    for number in range(10):
        client.add(f"todo {number}")
    assert list(_held_back(client, "create", 1)) == [1]
    order = "sort" if shape is ORDERED else "id"
    rows = sorted(Remote(client.site).rows(), key=lambda row: int(row[order]))
    assert [row["title"] for row in rows] == [f"todo {number}" for number in range(10)]


@pytest.mark.parametrize("shape", [TUTORIAL, ORDERED], ids=["counted", "ordered"])
def test_edits_of_different_todos_go_side_by_side(connect: Connect, shape: Shape) -> None:
    client = connect(shape, 10)
    client.service.edit([todo.id for todo in client.todos()], {"title": "edited"})
    assert list(_held_back(client, "update", SIDE_BY_SIDE)) == [SIDE_BY_SIDE]
    assert Remote(client.site).titles() == ["edited"] * 10
    assert client.entries() == []


def test_one_todo_has_one_call_under_way(connect: Connect) -> None:
    """An edit made while an earlier one is under way waits for what becomes of that."""
    client = connect(TUTORIAL, 1)
    todo = client.todos()[0].id
    client.edit(todo, title="first")
    for asked in _held_back(client, "update", 1):
        client.edit(todo, title="second")
        assert asked == 1
        assert [entry.state for entry in client.entries()] == [EntryState.SENT, EntryState.WAITING]
    client.settle()
    assert Remote(client.site).titles() == ["second"]


def test_what_was_acknowledged_is_read_back_in_one_look(connect: Connect) -> None:
    client = connect(SNOWFLAKES, 150)
    client.service.edit([todo.id for todo in client.todos()], {"title": "edited"})
    looked: list[int] = []
    look = client.server.by_ids

    def watched(ids: Any) -> Any:
        looked.append(len(ids))
        return look(ids)

    client.server.by_ids = watched  # type: ignore[method-assign]
    client.sync()
    assert looked == [150]
    assert client.entries() == []


def test_a_server_that_goes_down_under_several_calls_costs_none_of_them(connect: Connect) -> None:
    client = connect(SNOWFLAKES)
    for number in range(12):
        client.add(f"todo {number:02}")
    assert isinstance(client.site, FakeList)
    for fault in (faults.STATUS_503, faults.CUT_AFTER, faults.CUT_BEFORE, faults.STATUS_503):
        client.site.server.faults.next("*:create", fault)
    with pytest.raises(Unavailable):
        client.sync()
    assert _asked(client, "create") <= 8, "nothing more is sent to a server that is down"
    for _ in range(6):
        client.clock.forward(30_000)
        client.settle()
    assert Remote(client.site).titles() == [f"todo {number:02}" for number in range(12)]
    assert client.entries() == []


def test_a_refused_one_holds_up_none_of_the_others(connect: Connect) -> None:
    client = connect(SNOWFLAKES, 6)
    update = client.server.update
    bad = client.todos()[2].server_id

    def refuse(server_id: Any, values: Any, guard: Any) -> Any:
        if server_id == bad:
            raise Unavailable(Problem.SERVER_BUSY)
        return update(server_id, values, guard)

    client.server.update = refuse  # type: ignore[method-assign]
    client.service.edit([todo.id for todo in client.todos()], {"title": "edited"})
    with pytest.raises(Unavailable):
        client.sync()
    client.server.update = update  # type: ignore[method-assign]
    client.settle()
    assert Remote(client.site).titles() == ["edited"] * 6


def test_hanging_up_ends_all_calls_and_loses_none(connect: Connect) -> None:
    client = connect(SNOWFLAKES)
    for number in range(6):
        client.add(f"todo {number}")
    assert isinstance(client.site, FakeList)
    ended: list[BaseException] = []

    def sync() -> None:
        try:
            client.sync()
        except Cancelled as error:
            ended.append(error)

    syncing = threading.Thread(target=sync)
    with client.site.server.commits_held():
        syncing.start()
        wait_until(lambda: _asked(client, "create") >= SIDE_BY_SIDE)
        client.server.cancel()
        syncing.join()
    assert len(ended) == 1
    assert sorted(entry.state.value for entry in client.entries()) == ["sent"] * 4 + ["waiting"] * 2
    client.connect()
    client.settle()
    assert Remote(client.site).titles() == [f"todo {number}" for number in range(6)]


def test_rows_that_others_have_edited_too_are_read_together(connect: Connect) -> None:
    """Each for itself they would hold everything else up for minutes where there are thousands."""
    client = connect(TUTORIAL, 30)
    remote = Remote(client.site)
    for row in remote.rows():
        client.edit(row["title"], title=f"mine {row['id']}")
        remote.update(row["id"], title=f"theirs {row['id']}")
    asked = _asked(client, "list")
    client.sync()
    assert [problem for _, problem in client.problems()] == [Problem.CONFLICT] * 30
    assert _asked(client, "list") - asked < 10
