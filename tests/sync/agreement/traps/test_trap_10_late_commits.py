"""Trap 10: rows that appear late, of one instant or from the future hide from no delta."""

import contextlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.contract.site import Raw, TodoList
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.instants import to_instant
from todo_desktop.testing.fake_nocobase import FakeList

HOUR = 3_600_000


def test_a_row_dated_in_the_future_does_not_blind_the_cursor(tutorial: TodoList, open_client: OpenClient) -> None:
    tutorial.seed(2)
    remote = Remote(tutorial)
    client = open_client(tutorial)
    client.sync()
    remote.write(title="from the future", updatedAt=to_instant(client.clock.now() + HOUR))
    client.sync()
    client.engine._pull._sweep = lambda _totals: None  # type: ignore[method-assign, assignment]
    remote.create(title="made after it")
    client.sync()
    assert client.titles() == remote.titles()
    remote.update(remote.row("made after it")["id"], title="changed after it")
    client.sync()
    assert client.titles() == remote.titles()


def test_many_rows_of_one_millisecond_fill_whole_pages(tutorial: TodoList, open_client: OpenClient) -> None:
    client = open_client(tutorial, rows=3)
    client.sync()
    remote = Remote(tutorial)
    base = client.clock.now()
    for number, at in enumerate([0] * 2 + [1] * 10 + [2] * 2 + [3] * 4):
        when = to_instant(base + at)
        remote.write(title=f"row {number:02}", createdAt=when, updatedAt=when)
    client.sync()
    assert client.titles() == remote.titles()
    assert len(client.todos()) == 18


def test_rows_of_one_millisecond_are_found_by_the_delta_alone(tutorial: TodoList, open_client: OpenClient) -> None:
    client = open_client(tutorial, rows=3)
    client.sync()
    remote = Remote(tutorial)
    at = client.clock.now()
    for number in range(8):
        # Microseconds: what the API shows as one instant.
        when = to_instant(at).replace("Z", f"{number:03}Z")
        remote.write(title=f"row {number}", createdAt=when, updatedAt=when)
    client.engine._pull._sweep = lambda _totals: None  # type: ignore[method-assign, assignment]
    client.sync()
    assert client.titles() == remote.titles()


def test_rows_committed_after_a_pull_that_is_past_their_time_are_found_by_the_next_delta(
    tutorial: TodoList, open_client: OpenClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    remote = Remote(tutorial)
    client = open_client(tutorial)
    client.sync()
    rows = [{"title": f"late {number}"} for number in range(50)]
    monkeypatch.setattr(client.engine._pull, "_sweep", lambda _totals: None)
    with ThreadPoolExecutor(1) as somebody:
        with contextlib.ExitStack() as held:
            if isinstance(tutorial, FakeList):
                held.enter_context(tutorial.server.commits_held("create"))
            creating = somebody.submit(Raw(tutorial).post, f"{tutorial.collection}:create", rows)
            client.sync()
            while not isinstance(tutorial, FakeList) and not creating.done():
                client.sync()
        creating.result()
    client.sync()
    assert client.titles() == remote.titles()
    assert len(client.todos()) == 50
