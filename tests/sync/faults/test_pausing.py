"""What the sync does not decide by itself pauses the list, in sight, until that is mended."""

import pytest

from tests.support.waiting import wait_until
from tests.sync.client import Client
from tests.sync.faults.conftest import Run
from tests.sync.remote import Remote
from todo_desktop.model.errors import Problem
from todo_desktop.model.status import Phase
from todo_desktop.sync import worker
from todo_desktop.testing.fake_nocobase import FakeList
from todo_desktop.testing.shapes import TUTORIAL


def test_a_key_that_was_revoked_pauses_until_there_is_a_good_one(
    run: Run, client: Client, site: FakeList, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "PAUSED_RECHECK", 20)
    keys = [site.key]
    running = run(key=lambda: keys[-1])
    running.worker.start()
    running.wait_for(Phase.IDLE)
    other = site.server.open_list(TUTORIAL, collection=site.collection)
    site.revoke_key()
    client.add("typed meanwhile")
    running.worker.wake()
    running.wait_for(Phase.PAUSED, Problem.KEY_REVOKED)
    keys.append(other.key)
    running.wait_for(Phase.IDLE)
    assert Remote(other).titles() == ["typed meanwhile"]


def test_a_list_that_may_not_be_viewed_any_more_pauses_and_keeps_everything(
    run: Run, client: Client, site: FakeList, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "PAUSED_RECHECK", 20)
    site.seed(3)
    running = run(interval=30)
    running.worker.start()
    running.wait_for(Phase.IDLE)
    table = site.server.tables.pop(site.collection)
    running.wait_for(Phase.PAUSED, Problem.COLLECTION_MISSING)
    assert len(client.todos()) == 3
    site.server.tables[site.collection] = table
    running.wait_for(Phase.IDLE)
    site.user.roles.discard(site.role)
    running.wait_for(Phase.PAUSED, Problem.KEY_WITHOUT_ROLE)
    site.user.roles.add(site.role)
    running.wait_for(Phase.IDLE)
    assert len(client.todos()) == 3


def test_the_key_of_somebody_else_stops_the_list(run: Run, client: Client, site: FakeList) -> None:
    site.seed(1)
    running = run(key=lambda: site.of_another_user().key)
    running.worker.start()
    running.wait_for(Phase.PAUSED, Problem.ANOTHER_USER)
    assert client.todos() == []


def test_a_list_that_is_suddenly_empty_asks_before_it_removes(run: Run, client: Client, site: FakeList) -> None:
    site.seed(5)
    running = run(interval=30)
    running.worker.start()
    running.wait_for(Phase.IDLE)
    rows = dict(site.table.rows)
    site.table.rows.clear()
    assert running.wait_for(Phase.PAUSED, Problem.MASS_REMOVAL).detail == "5"
    assert len(client.todos()) == 5
    site.table.rows.update(rows)
    running.worker.wake()
    running.wait_for(Phase.IDLE)
    assert len(client.todos()) == 5
    site.table.rows.clear()
    running.wait_for(Phase.PAUSED, Problem.MASS_REMOVAL)
    running.worker.allow_mass_removal(5)
    running.wait_for(Phase.IDLE)
    assert client.todos() == []


def test_a_list_that_is_suddenly_empty_can_be_filled_again_from_here(run: Run, client: Client, site: FakeList) -> None:
    site.seed(5)
    running = run(interval=30)
    running.worker.start()
    running.wait_for(Phase.IDLE)
    rows = dict(site.table.rows)
    site.table.rows.clear()
    running.wait_for(Phase.PAUSED, Problem.MASS_REMOVAL)
    running.worker.bring_back_missing(5)
    wait_until(lambda: set(site.table.rows) == set(rows) and not client.entries())
    assert len(client.todos()) == 5
