"""Rule 9: two windows, two machines, two users and a crash at any instruction end in the same list everywhere once
the network is back.
"""

import itertools
import threading
from collections.abc import Callable
from typing import Any

import pytest

from tests.contract.site import OpenList, TodoList
from tests.server.lists import RemoteList
from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.errors import Problem
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.replica.store import TodoStore
from todo_desktop.sync.pull import PageSizes
from todo_desktop.sync.schedule import SWEEP_EVERY
from todo_desktop.testing.shapes import Shape


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


def test_two_users_see_the_same(full: TodoList, open_client: OpenClient) -> None:
    first, second = open_client(full), open_client(full.of_another_user())
    for client in (first, second):
        client.add(f"from {client.folder.name}")
        client.settle()
    agree((first, second))
    first.edit("from computer-2", notes="from the first")
    second.edit("from computer-1", title="renamed by the second")
    agree((first, second))
    assert first.titles() == ["from computer-2", "renamed by the second"]


def test_two_windows_on_one_computer_show_the_same(tutorial: TodoList, open_client: OpenClient) -> None:
    """One sends for both."""
    tutorial.seed(2)
    first = open_client(tutorial)
    first.sync()
    second = Client(first.folder, tutorial, pages=PageSizes())
    one, two = second.titles()
    second.add("from the second window")
    second.edit(one, title="renamed in the second window")
    first.edit(two, completed=True)
    first.settle()
    assert first.values() == second.values()
    assert first.titles() == second.titles() == Remote(tutorial).titles()
    assert first.entries() == second.entries() == []
    second.close()


ON_THE_REAL_ONE = 13
"""One step of so many: they are the same as on the fake server, where each is tried."""


class Crash(BaseException):
    """Nothing in the program catches it."""


class CrashPoint:
    """Ends the program before its step number `left` from now: each call to the server and each change of the replica
    begins one and ends one."""

    STEPS = (
        (NocoBase, ("create", "update", "destroy", "by_ids", "totals", "page_by_id", "page_by_change", "stamps")),
        (TodoStore, ("put", "remove", "adopt", "save_pull_state")),
    )

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left: int | None = None
        self._lock = threading.Lock()
        for owner, names in self.STEPS:
            for name in names:
                monkeypatch.setattr(owner, name, self._watched(getattr(owner, name)))

    def _watched(self, step: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*arguments: Any) -> Any:
            self._count()
            result = step(*arguments)
            self._count()
            return result

        return watched

    def _count(self) -> None:
        with self._lock:
            if self.left is None:
                return
            self.left -= 1
            if self.left >= 0:
                return
        raise Crash


def test_a_crash_at_any_step_loses_nothing_and_doubles_nothing(
    open_list: OpenList, open_client: OpenClient, any_shape: Shape, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = open_list(any_shape)
    client = open_client(site)
    client.sync()
    point = CrashPoint(monkeypatch)
    crashed = True
    for number in itertools.count(step=ON_THE_REAL_ONE if isinstance(site, RemoteList) else 1):
        if not crashed:
            break
        for title in ("edited", "deleted"):
            client.add(f"{title} {number}")
        client.settle()
        client.add(f"added {number}")
        client.edit(f"edited {number}", title=f"changed {number}")
        client.delete(f"deleted {number}")
        crashed = _crashes(client, point, number)
        client.restart()
        client.settle()
        assert client.entries() == []
        assert Remote(site).titles() == client.titles()
        assert [t for t in client.titles() if t.endswith(f" {number}")] == [f"added {number}", f"changed {number}"]


def _crashes(client: Client, point: CrashPoint, step: int) -> bool:
    point.left = step
    try:
        client.sync()
    except Crash:
        return True
    finally:
        point.left = None
    return False
