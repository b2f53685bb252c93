"""The sync's thread: what it does when, and what it says."""

import os
from collections.abc import Mapping
from contextlib import closing

import pytest

from tests.support.waiting import wait_until
from tests.sync.client import Client
from tests.sync.faults.conftest import Run
from tests.sync.remote import Remote
from tests.sync.running import threads_named_sync
from todo_desktop.model.errors import Problem, Refused, StorageError
from todo_desktop.model.query import Query
from todo_desktop.model.status import Phase
from todo_desktop.model.values import Json, Record
from todo_desktop.replica.database import FILE_NAME, Purpose, open_database
from todo_desktop.replica.reader import Reader
from todo_desktop.sync import schedule, worker
from todo_desktop.sync.engine import SyncEngine
from todo_desktop.sync.worker import SyncWorker
from todo_desktop.testing.fake_nocobase import FakeList, faults
from todo_desktop.testing.shapes import TUTORIAL


def test_the_first_load_is_told_page_by_page(run: Run, client: Client, site: FakeList) -> None:
    site.seed(25)
    running = run(rows=10)
    running.worker.start()
    last = running.wait_for(Phase.IDLE)
    assert running.heard.phases == [Phase.LOADING, Phase.IDLE]
    assert [(s.done, s.total) for s in running.heard.statuses[:-1]] == [(0, None), (10, 25), (20, 25), (25, 25)]
    assert last.last_sync is not None
    assert abs(last.last_sync - client.clock.now()) < 60_000
    assert len(client.todos()) == 25


def test_a_change_is_sent_at_once_when_the_worker_is_woken(run: Run, client: Client, site: FakeList) -> None:
    running = run()
    running.worker.start()
    running.wait_for(Phase.IDLE)
    told = running.told
    client.add("new")
    running.worker.wake()
    running.wait_for(Phase.IDLE, after=told)
    assert Remote(site).titles() == ["new"]
    assert [status.phase for status in running.heard.statuses[told:]] == [Phase.SYNCING, Phase.IDLE]


def test_what_others_change_appears_at_the_next_interval(run: Run, client: Client, site: FakeList) -> None:
    running = run(interval=100)
    running.worker.start()
    running.wait_for(Phase.IDLE)
    Remote(site).create(title="theirs")
    wait_until(lambda: client.titles() == ["theirs"])
    theirs = client.id_of("theirs")
    wait_until(lambda: any(theirs in changes.added for changes in running.heard.changes))


def test_a_quiet_interval_says_nothing_but_when_it_was(run: Run, site: FakeList) -> None:
    running = run(interval=60)
    running.worker.start()
    running.wait_for(Phase.IDLE)
    told = running.told
    wait_until(lambda: running.told >= told + 2)
    assert {status.phase for status in running.heard.statuses[told:]} == {Phase.IDLE}
    assert [changes for changes in running.heard.changes if not changes.schema] == []


def test_sync_now_looks_at_the_collection_anew(run: Run, site: FakeList) -> None:
    running = run()
    running.worker.start()
    running.wait_for(Phase.IDLE)
    told = running.told
    asked = site.server.actions_asked.count("roles:check")
    running.worker.sync_now()
    running.wait_for(Phase.IDLE, after=told)
    assert site.server.actions_asked.count("roles:check") == asked + 1


def test_offline_asks_for_nothing_and_goes_on_afterwards(run: Run, client: Client, site: FakeList) -> None:
    running = run(offline=True)
    running.worker.start()
    running.wait_for(Phase.OFFLINE)
    client.add("typed offline")
    running.worker.wake()
    running.worker.sync_now()
    assert site.server.actions_asked == []
    running.worker.set_offline(False)
    running.wait_for(Phase.IDLE)
    assert Remote(site).titles() == ["typed offline"]


def test_a_sync_that_could_not_read_the_list_does_not_say_that_it_did(run: Run, client: Client, site: FakeList) -> None:
    running = run()
    running.worker.start()
    before = running.wait_for(Phase.IDLE).last_sync
    told = running.told
    client.add("new")
    site.server.faults.next("*:create", faults.HTML)
    running.worker.wake()
    assert running.wait_for(Phase.IDLE, after=told).last_sync == before


def test_the_log_of_the_replica_is_kept_short_though_somebody_edits_all_the_time(run: Run, site: FakeList) -> None:
    running = run()
    running.worker.start()
    running.wait_for(Phase.IDLE)
    session = running.sessions[0]
    cycle, checkpoint = session.engine.cycle, session.database.checkpoint
    cycles, checkpoints = [], []

    def while_somebody_types() -> bool:
        running.worker.wake()
        cycles.append(1)
        return cycle()

    def noted() -> bool:
        checkpoints.append(1)
        return checkpoint()

    session.engine.cycle = while_somebody_types  # type: ignore[method-assign]
    session.database.checkpoint = noted  # type: ignore[method-assign]
    running.worker.wake()
    wait_until(lambda: len(cycles) > 3)
    wait_until(lambda: len(checkpoints) > 1)


@pytest.mark.expects_log("fault of this program")
def test_a_fault_of_this_program_is_shown_and_logged(run: Run, client: Client, site: FakeList) -> None:
    running = run()
    running.worker.start()
    running.wait_for(Phase.IDLE)

    def broken() -> bool:
        raise ZeroDivisionError

    running.sessions[0].engine.cycle = broken  # type: ignore[method-assign]
    running.worker.wake()
    running.wait_for(Phase.PAUSED, Problem.SYNC_FAULT)
    wait_until(lambda: not running.worker.at_work)
    client.add("still works")
    running.worker.wake()
    assert client.titles() == ["still works"]
    assert len(running.sessions) == 1, "a change alone would meet the same fault"
    running.worker.sync_now()
    running.wait_for(Phase.IDLE)
    assert Remote(site).titles() == ["still works"]
    assert running.worker.stop()
    assert threads_named_sync() == []


@pytest.mark.expects_log("fault of this program")
def test_after_a_fault_it_tries_again_by_itself_and_not_for_ever(
    run: Run, site: FakeList, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "AFTER_FAULTS", (10, 10))
    broken = True
    cycle = SyncEngine.cycle

    def cycle_or_fault(engine: SyncEngine) -> bool:
        if broken:
            raise ZeroDivisionError
        return cycle(engine)

    monkeypatch.setattr(SyncEngine, "cycle", cycle_or_fault)
    running = run(interval=20)
    running.worker.start()
    wait_until(lambda: len(running.sessions) == 3 and not running.worker.at_work)
    running.wait_for(Phase.PAUSED, Problem.SYNC_FAULT)
    running.worker.wake()
    broken = False
    running.worker.sync_now()
    running.wait_for(Phase.IDLE)
    assert len(running.sessions) == 4, "it had given up"
    broken = True
    running.wait_for(Phase.PAUSED, Problem.SYNC_FAULT)
    broken = False
    running.wait_for(Phase.IDLE)
    assert running.worker.stop()


def test_who_asks_in_the_moment_in_which_a_cycle_begins_is_heard(
    run: Run, site: FakeList, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = run()

    class AskedMeanwhile:
        """`SyncWorker._asked`: once, somebody asks just after it was read."""

        def __init__(self) -> None:
            self.value = self.comes = False

        def __get__(self, worker: SyncWorker, _owner: type) -> bool:
            value = self.value
            if self.comes:
                self.comes = False
                worker.sync_now()
            return value

        def __set__(self, _worker: SyncWorker, value: bool) -> None:
            self.value = value

    asked = AskedMeanwhile()
    monkeypatch.setattr(SyncWorker, "_asked", asked, raising=False)
    running.worker.start()
    running.wait_for(Phase.IDLE)
    looks = site.server.actions_asked.count("roles:check")
    asked.comes = True
    running.worker.wake()
    wait_until(lambda: site.server.actions_asked.count("roles:check") == looks + 1)
    assert running.worker.stop()


def test_a_row_that_was_made_for_a_todo_that_is_gone_here_comes_in_as_any_other(
    client: Client, site: FakeList, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = client.server.create
    client.add("gone meanwhile")
    gone = client.id_of("gone meanwhile")

    def create_and_lose(values: Mapping[str, Json]) -> Record:
        reply = create(values)
        client.store.remove(gone, client.clock.now())
        return reply

    monkeypatch.setattr(client.server, "create", create_and_lose)
    client.sync()
    monkeypatch.undo()
    client.settle()
    assert client.titles() == Remote(site).titles() == ["gone meanwhile"]
    assert client.entries() == []


def test_only_one_of_two_programs_on_one_folder_syncs(
    run: Run, client: Client, site: FakeList, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule, "FIRST_RETRY", 20)
    first, second = run(interval=30), run(interval=30)
    first.worker.start()
    first.wait_for(Phase.IDLE)
    second.worker.start()
    second.wait_for(Phase.UNREACHABLE, Problem.LIST_IN_USE)
    client.add("typed in either window")
    wait_until(lambda: Remote(site).titles() == ["typed in either window"])
    assert second.sessions == []
    first.worker.stop()
    second.wait_for(Phase.IDLE)


def test_an_edit_made_while_its_create_is_refused_does_not_make_the_sync_spin(
    run: Run, client: Client, site: FakeList
) -> None:
    running = run()
    running.worker.start()
    running.wait_for(Phase.IDLE)
    todo = client.add("new")

    def refuse(_values: object) -> object:
        client.edit(todo, completed=True)
        raise Refused(Problem.INVALID_INPUT, "no", status=400)

    running.sessions[0].server.create = refuse  # type: ignore[method-assign, assignment]
    told = running.told
    running.worker.wake()
    running.wait_for(Phase.IDLE, after=told)
    assert [entry.state.value for entry in client.entries()] == ["parked", "waiting"]
    assert client.engine.next_due() is None


@pytest.mark.skipif(os.name != "posix", reason="elsewhere an open file cannot be moved")
def test_a_replica_that_is_not_where_it_was_is_left_at_once_for_the_one_that_is(
    run: Run, client: Client, site: FakeList
) -> None:
    """The window has written it back; what the sync would write to the other one went nowhere."""
    running = run()
    running.worker.start()
    running.wait_for(Phase.IDLE)
    path = client.folder / FILE_NAME
    with closing(open_database(client.folder, Purpose.READER)) as database:
        database.backup(path.with_name("copy"))
    for name in (FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm"):
        path.with_name(name).unlink()
    path.with_name("copy").rename(path)
    Remote(site).create(title="theirs")
    running.worker.wake()
    wait_until(lambda: len(running.sessions) == 2)
    with closing(open_database(client.folder, Purpose.READER)) as database:
        wait_until(lambda: len(Reader(database).ids(Query(client.list_id))) == 1)
    assert Phase.PAUSED not in running.heard.phases


@pytest.mark.expects_log("the session was not closed cleanly")
def test_a_session_that_cannot_be_closed_hides_neither_what_led_to_that_nor_ends_the_sync(
    run: Run, client: Client, site: FakeList, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "PAUSED_RECHECK", 20)
    keys = [site.key]
    running = run(key=lambda: keys[-1])
    running.worker.start()
    running.wait_for(Phase.IDLE)
    other = site.server.open_list(TUTORIAL, collection=site.collection)
    close, refused = running.sessions[0].database.close, []

    def fail_once() -> None:
        close()
        running.sessions[0].lock.release()
        refused.append(1)
        raise StorageError(Problem.DISK_ERROR, "no")

    running.sessions[0].database.close = fail_once  # type: ignore[method-assign]
    site.revoke_key()
    client.add("typed meanwhile")
    running.worker.wake()
    running.wait_for(Phase.PAUSED, Problem.KEY_REVOKED)
    assert refused == [1]
    keys.append(other.key)
    running.wait_for(Phase.IDLE)
    assert Remote(other).titles() == ["typed meanwhile"]


def test_an_outbox_that_cannot_be_read_after_a_cycle_pauses_the_sync_and_does_not_end_it(
    run: Run, client: Client, site: FakeList, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "PAUSED_RECHECK", 20)
    running = run()
    running.worker.start()
    running.wait_for(Phase.IDLE)
    refused: list[int] = []

    def fail_once(_self: SyncEngine) -> int | None:
        if not refused:
            refused.append(1)
            raise StorageError(Problem.DISK_ERROR, "no")
        return None

    monkeypatch.setattr(SyncEngine, "next_due", fail_once)
    running.worker.wake()
    wait_until(lambda: any(status.problem is Problem.DISK_ERROR for status in running.heard.statuses))
    running.wait_for(Phase.IDLE)
    client.add("typed after it")
    running.worker.wake()
    wait_until(lambda: Remote(site).titles() == ["typed after it"])
