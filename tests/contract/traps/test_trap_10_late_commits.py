"""Trap 10: a row appears later than its change time says; the server's clock comes with every answer."""

import contextlib
import itertools
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import requests

from tests.contract.rows import UNGUARDED, id_of, milliseconds_of, titles_of
from tests.contract.site import Raw, TodoList, write_row
from todo_desktop.model.answers import Guard
from todo_desktop.model.values import Json, ServerId
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.testing.fake_nocobase import FakeList


def test_a_page_tells_the_servers_clock(todos: TodoList, client: NocoBase) -> None:
    created = client.create({"title": "now"})
    server_time = client.page_by_id(None, 1).server_time
    assert server_time is not None
    assert abs(server_time - milliseconds_of(created["createdAt"])) < 5_000


def test_an_update_that_changes_nothing_keeps_the_change_time(client: NocoBase, raw: Raw) -> None:
    created = client.create({"title": "same"})
    client.update(id_of(created), {"title": "same"}, Guard(by_time=False))
    assert raw.row(id_of(created))["updatedAt"] == created["updatedAt"]


def test_a_row_without_a_change_time_comes_last_and_in_no_delta(todos: TodoList, client: NocoBase) -> None:
    write_row(todos, title="no times", updatedAt=None)
    assert client.page_by_change(0, 10).records == []
    assert titles_of(client.page_by_id(None, 10).records) == ["no times"]


MANY = 80
FEW = 9


def test_rows_of_one_create_appear_after_rows_that_were_changed_later(
    todos: TodoList, client: NocoBase, raw: Raw
) -> None:
    key = id_of(client.create({"title": "marker"}))
    rows: list[Json] = [{"title": f"late {number}"} for number in range(MANY)]
    with ThreadPoolExecutor(1) as somebody:
        with _creates_held_back(todos):
            creating = somebody.submit(raw.post, f"{todos.collection}:create", rows)
            latest = _newest_change_before_they_appear(client, key, creating, patience=not isinstance(todos, FakeList))
        stamps = [row["updatedAt"] for row in creating.result().json()["data"]]
    assert len(stamps) == MANY
    assert min(stamps) < latest, "a change that was seen before any of these rows carries a later time"


def _newest_change_before_they_appear(
    client: NocoBase, key: ServerId, creating: Future[requests.Response], *, patience: bool
) -> str:
    latest = ""
    for number in itertools.count():
        client.update(key, {"title": f"marker {number}"}, UNGUARDED)
        visible = client.page_by_change(0, MANY + 1).records
        if len(visible) > 1 or creating.done() or (number == FEW and not patience):
            return latest
        latest = str(visible[0]["updatedAt"])
    raise AssertionError


@contextlib.contextmanager
def _creates_held_back(todos: TodoList) -> Iterator[None]:
    """The real server takes its time for so many rows; the fake one is told to."""
    if isinstance(todos, FakeList):
        with todos.server.commits_held("create"):
            yield
    else:
        yield
