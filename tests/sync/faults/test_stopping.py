"""The sync ends soon, wherever it is; and goes offline as soon."""

import threading
import time

import pytest

from tests.support.waiting import wait_until
from tests.sync.client import Client
from tests.sync.faults.conftest import Run
from tests.sync.remote import Remote
from tests.sync.running import threads_named_sync
from todo_desktop.model.change import EntryState
from todo_desktop.model.status import Phase
from todo_desktop.sync import read_back
from todo_desktop.testing.fake_nocobase import FakeList, faults
from todo_desktop.testing.fake_nocobase.faults import Fault


@pytest.mark.parametrize("action", ["*:list", "*:create", "auth:check"])
@pytest.mark.parametrize("fault", [faults.HANG, faults.HANG_AFTER, faults.DRIP])
def test_it_stops_within_two_seconds_even_while_a_request_hangs(
    run: Run, client: Client, site: FakeList, fault: Fault, action: str
) -> None:
    client.add("new")
    site.server.faults.next(action, fault)
    running = run()
    running.worker.start()
    wait_until(lambda: any(asked.endswith(action.lstrip("*")) for asked in site.server.actions_asked))
    began = time.monotonic()
    assert running.worker.stop()
    assert time.monotonic() - began < 2
    assert threads_named_sync() == []
    assert client.titles() == ["new"], "and loses nothing"


def test_it_stops_in_the_middle_of_a_long_load(run: Run, client: Client, site: FakeList) -> None:
    site.seed(3000)
    running = run(rows=100)
    running.worker.start()
    wait_until(lambda: any(status.done for status in running.heard.statuses))
    assert running.worker.stop()
    assert 0 < len(client.todos()) < 3000
    again = run()
    again.worker.start()
    again.wait_for(Phase.IDLE)
    assert len(client.todos()) == 3000


def test_it_stops_while_a_write_settles(
    run: Run, client: Client, site: FakeList, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_back, "SETTLING", 60_000)
    Remote(site).create(title="old")
    client.sync()
    client.edit("old", title="new")
    running = run()
    running.worker.start()
    wait_until(lambda: [e.state for e in client.entries()] == [EntryState.ACKNOWLEDGED])
    assert running.worker.stop()
    assert [e.state for e in client.entries()] == [EntryState.ACKNOWLEDGED]


def test_one_that_was_never_started_stops(run: Run) -> None:
    running = run()
    assert running.worker.stop()
    assert running.worker.stop()


@pytest.mark.parametrize("fault", [faults.HANG, faults.DRIP])
def test_going_offline_ends_the_call_under_way(run: Run, site: FakeList, fault: Fault) -> None:
    site.server.faults.next("*:list", fault)
    running = run()
    running.worker.start()
    wait_until(lambda: f"{site.collection}:list" in site.server.actions_asked)
    running.worker.set_offline(True)
    running.wait_for(Phase.OFFLINE)
    assert Phase.UNREACHABLE not in running.heard.phases, "nothing went wrong"
    running.worker.set_offline(False)
    running.wait_for(Phase.IDLE)


def test_offline_and_online_again_in_one_moment_is_no_trouble(run: Run, client: Client, site: FakeList) -> None:
    running = run()
    running.worker.start()
    running.wait_for(Phase.IDLE)
    for _ in range(5):
        told = running.told
        running.worker.set_offline(True)
        running.worker.set_offline(False)
        running.wait_for(Phase.IDLE, after=told)
    assert Phase.UNREACHABLE not in running.heard.phases


def test_one_that_works_offline_stops_though_it_was_told_in_the_moment_between_two_looks(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = run(offline=True)
    wanted = running.worker._wanted
    clear = wanted.clear

    def told_just_before() -> None:
        window = threading.Thread(target=running.worker.stop, args=(0,))
        window.start()
        window.join()
        clear()

    monkeypatch.setattr(wanted, "clear", told_just_before)
    running.worker.start()
    wait_until(lambda: threads_named_sync() == [])
