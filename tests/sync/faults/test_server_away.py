"""A server that hangs, is down, is starting or asks for patience is told of, and found again soon."""

import time

import pytest

from tests.support.waiting import wait_until
from tests.sync.client import Client
from tests.sync.faults.conftest import Run
from tests.sync.remote import Remote
from todo_desktop.model.errors import Problem
from todo_desktop.model.status import Phase
from todo_desktop.nocobase import sockets
from todo_desktop.sync import schedule
from todo_desktop.testing.fake_nocobase import FakeList, faults


@pytest.mark.parametrize(("action", "changes_something"), [("*:query", False), ("*:update", True)])
def test_a_server_that_takes_the_connection_and_says_nothing_is_told_of_until_it_answers(
    run: Run,
    client: Client,
    site: FakeList,
    monkeypatch: pytest.MonkeyPatch,
    action: str,
    changes_something: bool,
) -> None:
    """While it is only looked at, and while something is sent."""
    monkeypatch.setattr(sockets, "PATIENCE", 0.05)
    Remote(site).create(title="old")
    running = run()
    running.worker.start()
    running.wait_for(Phase.IDLE)
    told = running.told
    client.edit("old", title="edited")
    site.server.faults.next(action, faults.delay(0.4))
    running.worker.wake()
    running.wait_for(Phase.IDLE, after=told + 2)
    said = [(status.phase, status.silent) for status in running.heard.statuses[told:]]
    assert (said[0], said[-1]) == ((Phase.SYNCING, False), (Phase.IDLE, False))
    silent = said.index((Phase.SYNCING, True))
    assert (Phase.SYNCING, False) in said[silent:] or not changes_something


def test_a_server_that_hangs_is_told_of_before_it_is_given_up(
    run: Run, site: FakeList, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "PATIENCE", 0.05)
    running = run(interval=50)
    site.server.faults.next("*:query", faults.HANG)
    running.worker.start()
    wait_until(lambda: running.heard.statuses and running.heard.statuses[-1].silent)
    assert running.heard.statuses[-1].problem is None
    running.worker.set_offline(True)
    assert not running.wait_for(Phase.OFFLINE).silent


def test_a_server_that_is_down_is_tried_again_later(
    run: Run, client: Client, site: FakeList, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule, "FIRST_RETRY", 20)
    running = run()
    running.worker.start()
    running.wait_for(Phase.IDLE)
    site.server.stop()
    client.add("typed meanwhile")
    running.worker.wake()
    status = running.wait_for(Phase.UNREACHABLE, Problem.CONNECTION_REFUSED)
    assert status.next_try is not None
    assert status.last_sync is not None
    site.server.start()
    running.wait_for(Phase.IDLE)
    assert Remote(site).titles() == ["typed meanwhile"]


def test_however_much_is_typed_while_the_server_is_down_it_is_tried_soon(
    run: Run, client: Client, site: FakeList
) -> None:
    """Each edit has it tried at once; that does not put off the next try that comes by itself."""
    running = run()
    running.worker.start()
    running.wait_for(Phase.IDLE)
    site.server.stop()
    for number in range(8):
        told = running.told
        client.add(f"typed meanwhile {number}")
        running.worker.wake()
        running.wait_for(Phase.UNREACHABLE, Problem.CONNECTION_REFUSED, after=told)
    next_try = running.heard.statuses[-1].next_try
    assert next_try is not None
    assert next_try - client.clock.now() < 60_000
    site.server.start()
    running.worker.sync_now()
    running.wait_for(Phase.IDLE)


def test_a_server_that_asks_for_patience_is_given_it(run: Run, client: Client, site: FakeList) -> None:
    site.server.faults.next("auth:check", faults.rate_limit("90"))
    running = run()
    running.worker.start()
    status = running.wait_for(Phase.UNREACHABLE, Problem.SERVER_BUSY)
    assert status.next_try is not None
    assert 80_000 < status.next_try - client.clock.now() <= 90_000


def test_a_server_that_asks_for_patience_is_not_called_by_each_edit_but_by_who_asks_for_it(
    run: Run, client: Client, site: FakeList
) -> None:
    running = run()
    running.worker.start()
    running.wait_for(Phase.IDLE)
    site.server.faults.next("*:create", faults.rate_limit("90"))
    client.add("one")
    running.worker.wake()
    running.wait_for(Phase.UNREACHABLE, Problem.SERVER_BUSY)
    asked, told = list(site.server.actions_asked), running.told
    typed, end = 1, time.monotonic() + 0.5
    while time.monotonic() < end:
        if typed < 20:
            client.add(f"more {typed}")
            typed += 1
        running.worker.wake()
        running.worker.attend(in_use=typed % 2 == 0)
    assert site.server.actions_asked == asked
    running.worker.sync_now()
    running.wait_for(Phase.IDLE, after=told)
    assert len(Remote(site).titles()) == typed


def test_a_server_that_is_starting_is_said_to_be(run: Run, site: FakeList) -> None:
    site.server.starting = True
    running = run()
    running.worker.start()
    running.wait_for(Phase.UNREACHABLE, Problem.SERVER_STARTING)
