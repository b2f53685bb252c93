"""Two computers that write the same todo within 5 ms, again and again: no value goes without a conflict to be seen.

The server finds first and writes then, so that both may be told yes (trap 5). The fake one always lets both find before
either writes; the real one does so as it happens.
"""

import contextlib
import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.contract.site import OpenList, TodoList
from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.change import ChangeKind, EntryState
from todo_desktop.model.errors import Problem
from todo_desktop.model.values import ServerId
from todo_desktop.testing.fake_nocobase import FakeList
from todo_desktop.testing.shapes import NO_TIMESTAMPS, TUTORIAL, Shape

LATEST_MS = 5
TOGETHER = 20
SHAPES = {"timed": (TUTORIAL, 40), "plain": (NO_TIMESTAMPS, 20)}
DELETES = 20


class Pair:
    """Two computers that both know the list's todos, one for each race."""

    def __init__(self, site: TodoList, open_client: OpenClient) -> None:
        self.site = site
        self.first, self.second = open_client(site, settle=None), open_client(site, settle=None)
        for client in self:
            if isinstance(site, FakeList):  # whose hook does not tell of which row it is: two calls meet, not four
                client.side_by_side = 1
                client.connect()
            client.sync()
        self.titles = self.first.titles()
        self._pool = ThreadPoolExecutor(2)

    def __iter__(self) -> Iterator[Client]:
        return iter((self.first, self.second))

    def close(self) -> None:
        self._pool.shutdown()

    def sync_together(self) -> None:
        """One cycle of each; both calls for a todo leave within LATEST_MS of each other."""
        with _both_find_before_either_writes(self.site):
            for cycle in [self._pool.submit(client.sync) for client in self]:
                cycle.result()

    def settle(self) -> None:
        for _ in range(2):
            for client in self:
                client.settle()


class StartingLine:
    """The first call of each computer for a row waits for the other's, and then a chance moment."""

    def __init__(self, pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
        self._chance = random.Random(5)  # noqa: S311
        self._lines: dict[ServerId, threading.Barrier] = defaultdict(lambda: threading.Barrier(2, timeout=10))
        for client in pair:
            passed: set[ServerId] = set()
            for verb in ("update", "destroy"):
                monkeypatch.setattr(client.server, verb, self._held_back(getattr(client.server, verb), passed))

    def _held_back(self, call: Callable[..., Any], passed: set[ServerId]) -> Callable[..., Any]:
        def after_the_start(server_id: ServerId, *arguments: Any) -> Any:
            if server_id not in passed:
                passed.add(server_id)
                offset = self._chance.random() * LATEST_MS / 1000
                self._lines[server_id].wait()
                time.sleep(offset)
            return call(server_id, *arguments)

        return after_the_start


@contextlib.contextmanager
def _both_find_before_either_writes(site: TodoList) -> Iterator[None]:
    """The fake server does so for certain, the real one now and then."""
    if not isinstance(site, FakeList):
        yield
        return
    hooks, quiet = site.server.hooks, site.server.hooks.between_find_and_write
    everybody = threading.Barrier(2)

    def meet(_verb: str) -> None:
        everybody.wait(10)

    hooks.between_find_and_write = meet
    yield
    hooks.between_find_and_write = quiet


Start = Callable[[Shape, int], Pair]


@pytest.fixture
def start(open_list: OpenList, open_client: OpenClient, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Makes a pair on a list of so many todos."""
    opened: list[Pair] = []

    def made(shape: Shape, races: int) -> Pair:
        site = open_list(shape)
        site.seed(races)
        opened.append(Pair(site, open_client))
        StartingLine(opened[-1], monkeypatch)
        return opened[-1]

    yield made
    for pair in opened:
        pair.close()


def batched(titles: list[str]) -> Iterator[list[str]]:
    for first in range(0, len(titles), TOGETHER):
        yield titles[first : first + TOGETHER]


@pytest.mark.parametrize("kind", sorted(SHAPES))
def test_of_two_values_one_is_on_the_server_and_the_other_in_a_conflict_with_both(start: Start, kind: str) -> None:
    shape, races = SHAPES[kind]
    pair = start(shape, races)
    for titles in batched(pair.titles):
        for client in pair:
            for title in titles:
                client.edit(title, title=f"{title}, {client.folder.name}")
        pair.sync_together()
    pair.settle()
    there = {row["id"]: row["title"] for row in Remote(pair.site).rows()}
    for client in pair:
        entries = {e.todo_id: e for e in client.entries()}
        for todo in client.todos():
            title = there[todo.server_id]
            entry = entries.get(todo.id)
            if title.endswith(client.folder.name):
                assert (entry, todo.values["title"]) == (None, title)
            else:
                mine = f"{title.rpartition(',')[0]}, {client.folder.name}"
                assert entry is not None, f"{mine} has gone: the server has {title}"
                assert (entry.state, entry.problem) == (EntryState.PARKED, Problem.CONFLICT)
                assert (entry.wanted, dict(entry.theirs)) == ({"title": mine}, {"title": title})
                assert todo.values["title"] == mine


def test_an_edit_beside_a_delete_is_there_or_kept_as_an_edit_of_a_todo_that_is_gone(start: Start) -> None:
    pair = start(TUTORIAL, DELETES)
    editor, deleter = pair
    ids = {todo.values["title"]: todo.server_id for todo in editor.todos()}
    for titles in batched(pair.titles):
        for title in titles:
            editor.edit(title, title=f"{title}, edited")
            deleter.delete(title)
        pair.sync_together()
    pair.settle()
    there = {row["id"]: row["title"] for row in Remote(pair.site).rows()}
    disputed = {e.todo_id: e for e in deleter.entries()}
    kept = {e.todo_id: e for e in editor.entries()}
    for title in pair.titles:
        mine = editor.todo(f"{title}, edited")
        if ids[title] in there:
            assert there[ids[title]] == mine.values["title"]
            assert mine.id not in kept
            entry = disputed[deleter.id_of(f"{title}, edited")]
            assert (entry.kind, entry.problem) == (ChangeKind.DELETE, Problem.CONFLICT)
        else:
            assert kept[mine.id].problem is Problem.GONE, f"{title} went with its edit"
            assert kept[mine.id].wanted == {"title": f"{title}, edited"}
