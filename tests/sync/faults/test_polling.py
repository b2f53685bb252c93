"""When the sync looks at the server, and what a look costs where nothing has changed."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.waiting import wait_until
from tests.sync.client import Client, ShiftedClock
from tests.sync.faults.conftest import Run
from tests.sync.remote import Remote
from tests.sync.running import Running
from todo_desktop.model.errors import Problem
from todo_desktop.model.status import Phase
from todo_desktop.sync import worker
from todo_desktop.sync.engine import GLANCE_AT_SCHEMA_EVERY
from todo_desktop.sync.schedule import SETTLED
from todo_desktop.testing.fake_nocobase import FakeList
from todo_desktop.testing.rights import READ_ONLY


def in_step(run: Run, **options: Any) -> Running:
    """A worker that has looked once, and looks once an hour."""
    running = run(**options)
    running.worker.start()
    running.wait_for(Phase.IDLE)
    return running


def _asked_by(client: Client, sync: Callable[[], object]) -> list[str]:
    site = client.site
    assert isinstance(site, FakeList)
    before = len(site.server.actions_asked)
    sync()
    return [asked.partition(":")[2] for asked in site.server.actions_asked[before:]]


def test_a_look_at_a_list_that_rests_is_one_cheap_call(client: Client, site: FakeList) -> None:
    site.seed(3)
    client.sync()
    site.server.clock.shift(SETTLED)
    assert _asked_by(client, client.sync) == ["query"]
    assert _asked_by(client, client.sync) == ["query"]
    Remote(site).create(title="new")
    assert _asked_by(client, client.sync)[:2] == ["query", "list"]
    assert "new" in client.titles()


def test_a_change_committed_late_behind_a_newer_one_is_found(client: Client, site: FakeList) -> None:
    """Its count, newest change and order tell nothing: only the look at what changed does."""
    site.seed(3)
    client.sync()
    remote = Remote(site)
    first, second, _ = remote.rows()
    remote.update(first["id"], title="newest")
    client.sync()
    with site.server.actions.lock:
        row = site.table.rows[second["id"]]
        row["title"], row["updatedAt"] = "late", site.table.rows[first["id"]]["updatedAt"] - 1_000_000
    client.sync()
    assert "late" in client.titles()


def test_a_window_that_comes_forward_is_worth_a_look(run: Run, client: Client, site: FakeList) -> None:
    running = in_step(run)
    Remote(site).create(title="theirs")
    running.worker.attend(in_use=False)
    running.worker.attend(in_use=True)
    wait_until(lambda: client.titles() == ["theirs"])


def test_who_comes_back_to_the_window_sees_what_the_role_may_do_since(run: Run, client: Client, site: FakeList) -> None:
    running = in_step(run, clock=client.clock.now)
    Remote(site).change_rights(READ_ONLY)
    client.clock.forward(GLANCE_AT_SCHEMA_EVERY)
    running.worker.attend(in_use=False)
    running.worker.attend(in_use=True)
    wait_until(lambda: not client.store.todo_list(client.list_id).permissions.update.allowed)


def test_a_window_that_flickers_does_not_ask_each_time(run: Run, client: Client, site: FakeList) -> None:
    running = in_step(run)
    asked = len(site.server.actions_asked)
    for _ in range(20):
        running.worker.attend(in_use=False)
        running.worker.attend(in_use=True)
    told = running.told
    client.add("new")
    running.worker.wake()
    running.wait_for(Phase.IDLE, after=told)
    assert site.server.actions_asked[asked:].count(f"{site.collection}:query") <= 2


def test_a_network_that_is_back_ends_the_wait_for_it(run: Run, client: Client, site: FakeList) -> None:
    running = in_step(run)
    site.server.stop()
    client.add("typed meanwhile")
    running.worker.wake()
    running.wait_for(Phase.UNREACHABLE, Problem.CONNECTION_REFUSED)
    site.server.start()
    running.worker.network_changed()
    running.wait_for(Phase.IDLE)
    assert Remote(site).titles() == ["typed meanwhile"]


def test_waking_from_sleep_is_worth_a_look(
    run: Run, client: Client, site: FakeList, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "AWAKE", 20)
    clock = ShiftedClock()
    in_step(run, clock=clock.now)
    Remote(site).create(title="theirs")
    clock.forward(600_000)
    wait_until(lambda: client.titles() == ["theirs"])
