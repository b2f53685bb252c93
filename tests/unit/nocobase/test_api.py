"""Answers that are none, and what the fake server has ready for the sync: races, late commits, clocks."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.waiting import wait_until
from todo_desktop.model.answers import Guard
from todo_desktop.model.connection import ApiKey, Connection
from todo_desktop.model.errors import NeedsAttention, OutcomeUnknown, Problem, Unavailable
from todo_desktop.model.instants import from_instant
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.testing.fake_nocobase import FakeList, FakeNocoBase, faults
from todo_desktop.testing.shapes import TUTORIAL


@pytest.fixture
def todos(fake: FakeNocoBase) -> FakeList:
    return fake.open_list(TUTORIAL)


@pytest.fixture
def client(todos: FakeList) -> Iterator[NocoBase]:
    opened = NocoBase(Connection(todos.base_url, todos.collection, ApiKey(todos.key)), monotonic=time.monotonic)
    opened.describe()
    yield opened
    opened.close()


def test_describing_comes_first(todos: FakeList) -> None:
    client = NocoBase(Connection(todos.base_url, todos.collection), monotonic=time.monotonic)
    with pytest.raises(RuntimeError):
        client.page_by_id(None, 1)


def test_an_empty_object_is_not_an_empty_list(fake: FakeNocoBase, client: NocoBase) -> None:
    fake.faults.next("*:list", faults.EMPTY_OBJECT, times=2)
    with pytest.raises(Unavailable):
        client.page_by_id(None, 1)
    with pytest.raises(Unavailable):
        client.stamps(None, 1)


def test_an_empty_object_is_no_created_row(fake: FakeNocoBase, client: NocoBase) -> None:
    for write in (
        lambda: client.create({"title": "x"}),
        lambda: client.update(1, {"title": "x"}, Guard(by_time=False)),
        lambda: client.destroy(1, Guard(by_time=False)),
    ):
        fake.faults.next("*", faults.EMPTY_OBJECT)
        with pytest.raises(OutcomeUnknown):
            write()


def test_a_collection_is_missing_only_where_nocobase_says_so(fake: FakeNocoBase, client: NocoBase) -> None:
    client._name = "nowhere"
    with pytest.raises(NeedsAttention) as stopped:
        client.page_by_id(None, 1)
    assert stopped.value.problem is Problem.COLLECTION_MISSING
    fake.faults.next("app:getInfo", faults.HTML)
    with pytest.raises(Unavailable) as failed:
        client.page_by_id(None, 1)
    assert failed.value.problem is Problem.NOT_NOCOBASE


def test_two_guarded_updates_at_once_are_both_told_yes(fake: FakeNocoBase, todos: FakeList, client: NocoBase) -> None:
    """The guard narrows the race, it does not close it."""
    todos.seed(1)
    (row,) = client.page_by_id(None, 1).records
    guard = Guard(by_time=True, updated_at=str(row["updatedAt"]))

    def theirs(_verb: str) -> None:
        fake.hooks.between_find_and_write = lambda _verb: None
        assert client.update(1, {"title": "theirs"}, guard) is not None

    fake.hooks.between_find_and_write = theirs
    assert client.update(1, {"title": "ours"}, guard) is not None
    assert client.by_ids([1])[0]["title"] == "ours"


def test_a_late_commit_appears_after_its_change_time(fake: FakeNocoBase, client: NocoBase) -> None:
    with ThreadPoolExecutor(1) as pool:
        with fake.commits_held():
            creating = pool.submit(client.create, {"title": "late"})
            wait_until(lambda: f"{client._name}:create" in fake.actions_asked)
            assert client.page_by_id(None, 10).records == []
            before = client.page_by_id(None, 10).server_time
        stamped = from_instant(str(creating.result(timeout=5)["updatedAt"]))
    assert before is not None
    assert stamped is not None
    assert stamped <= before + 1000
    assert len(client.page_by_id(None, 10).records) == 1


def test_the_servers_clock_may_differ_from_ours(fake: FakeNocoBase, client: NocoBase) -> None:
    fake.clock.shift(3600_000)
    created = from_instant(str(client.create({"title": "x"})["createdAt"]))
    server_time = client.page_by_id(None, 1).server_time
    assert created is not None
    assert server_time is not None
    assert abs(created - time.time() * 1000 - 3600_000) < 5_000
    assert abs(server_time - created) < 2_000


def test_an_idle_connection_is_ended_by_the_server() -> None:
    with FakeNocoBase(keep_alive=0.05) as server:
        todos = server.open_list(TUTORIAL)
        client = NocoBase(Connection(todos.base_url, todos.collection, ApiKey(todos.key)), monotonic=time.monotonic)
        client.describe()
        wait_until(lambda: not server.connections)
        client.create({"title": "on a new connection"})
        client.close()
    assert len(todos.table.rows) == 1
