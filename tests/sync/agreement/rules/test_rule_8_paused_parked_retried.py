"""Rule 8: 401, a missing collection and a view that is forbidden pause the list, in sight, and it goes on by itself
once that is mended. 400, 413, a 403 on one action and a 500 that repeats park that entry with its reason, and retry,
edit or discard; 429, 503 and network faults retry with backoff and jitter. A parked entry holds up only what depends
on it. Nothing is ever dropped in silence.

The waits themselves are proven in `tests/unit/sync/test_schedule.py`.
"""

import contextlib
from collections.abc import Callable
from typing import Any

import pytest

from tests.contract.site import OpenList, TodoList
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from tests.sync.running import Running
from todo_desktop.model.change import EntryState
from todo_desktop.model.errors import NeedsAttention, OutcomeUnknown, Problem, Unavailable
from todo_desktop.model.status import Phase
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.service.editor import Editor
from todo_desktop.sync import schedule, worker
from todo_desktop.testing.rights import ALL_RIGHTS, OWN_RECORDS, READ_ONLY, WRITE_ONLY
from todo_desktop.testing.shapes import DEMANDING, TUTORIAL, UNIQUE_TITLES


def test_a_bad_todo_holds_up_nothing_else(tutorial: TodoList, open_client: OpenClient) -> None:
    client = open_client(tutorial)
    client.add("x" * 300)
    for number in range(5):
        client.add(f"good {number}")
    client.settle()
    assert len(Remote(tutorial).rows()) == 5


def test_an_edit_is_sent_though_the_delete_after_it_was_refused(full: TodoList, open_client: OpenClient) -> None:
    """What does not depend on a parked entry goes on, and nothing spins."""
    writer = full.of_another_user(OWN_RECORDS)
    Remote(full).create(title="theirs")
    client = open_client(writer)
    client.sync()
    client.miss_what_the_role_may_not()
    client.edit("theirs", notes="mine")
    client.delete("theirs")
    client.settle()
    assert sorted(str(problem) for _, problem in client.problems()) == ["may-not-delete", "may-not-update"]


LOST_KEYS: dict[Problem, Callable[[TodoList], None]] = {
    Problem.KEY_REVOKED: lambda site: site.revoke_key(),
    Problem.KEY_WITHOUT_ROLE: lambda site: site.take_role_away(),
}


@pytest.mark.parametrize("problem", sorted(LOST_KEYS))
def test_a_401_pauses_the_list_and_a_good_key_lets_it_go_on(
    tutorial: TodoList, open_client: OpenClient, problem: Problem
) -> None:
    tutorial.seed(2)
    site = tutorial.with_rights(ALL_RIGHTS)
    client = open_client(site)
    client.sync()
    LOST_KEYS[problem](site)
    client.add("typed meanwhile")
    before = client.titles()
    for _ in range(2):
        with pytest.raises(NeedsAttention) as paused:
            client.sync()
        assert paused.value.problem is problem
    assert client.titles() == before
    assert [e.state for e in client.entries()] == [EntryState.WAITING]
    client.connect(tutorial.key)
    client.settle()
    assert client.titles() == Remote(tutorial).titles() == before


def test_a_view_that_is_forbidden_pauses_the_list_and_keeps_everything(
    tutorial: TodoList, open_client: OpenClient
) -> None:
    tutorial.seed(2)
    client = open_client(tutorial)
    client.sync()
    before = client.titles()
    client.connect(tutorial.with_rights(WRITE_ONLY).key)
    with pytest.raises(NeedsAttention) as paused:
        client.sync()
    assert paused.value.problem is Problem.MAY_NOT_VIEW
    assert client.titles() == before
    client.connect(tutorial.key)
    client.sync()
    assert client.titles() == before


def test_a_collection_that_is_missing_pauses_the_list_and_keeps_everything(
    open_list: OpenList, open_client: OpenClient
) -> None:
    site = open_list(TUTORIAL, fresh=True)
    site.seed(2)
    client = open_client(site)
    client.sync()
    client.add("typed meanwhile")
    before = client.titles()
    Remote(site).drop_list()
    for _ in range(2):
        with pytest.raises(NeedsAttention) as paused:
            client.sync()
        assert paused.value.problem is Problem.COLLECTION_MISSING
    assert client.titles() == before
    assert [e.state for e in client.entries()] == [EntryState.WAITING]


def test_a_paused_list_goes_on_by_itself(
    tutorial: TodoList, open_client: OpenClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "PAUSED_RECHECK", 20)
    site = tutorial.with_rights(ALL_RIGHTS)
    client = open_client(site)
    keys = [site.key]
    site.revoke_key()
    client.add("typed meanwhile")
    running = Running(client.folder, site, client.list_id, key=lambda: keys[-1])
    running.worker.start()
    running.wait_for(Phase.PAUSED, Problem.KEY_REVOKED)
    keys.append(tutorial.key)
    running.wait_for(Phase.IDLE)
    assert running.worker.stop()
    assert Remote(tutorial).titles() == ["typed meanwhile"]


def test_a_400_parks_the_todo_with_its_reason_and_an_edit_mends_it(
    open_list: OpenList, open_client: OpenClient
) -> None:
    site = open_list(UNIQUE_TITLES)
    Remote(site).create(title="taken")
    client = open_client(site)
    client.sync()
    twin = client.add("taken")
    client.add("free")
    client.settle()
    assert client.problems() == [("taken", Problem.INVALID_INPUT)]
    assert client.entries()[0].detail
    assert Remote(site).titles() == ["free", "taken"]
    client.edit(twin, title="free, too")
    client.settle()
    assert client.titles() == Remote(site).titles() == ["free", "free, too", "taken"]
    assert client.entries() == []


def test_a_413_parks_the_change_and_discarding_it_shows_the_servers_value(
    full: TodoList, open_client: OpenClient
) -> None:
    Remote(full).create(title="old", notes="short")
    client = open_client(full)
    client.sync()
    client.edit("old", notes="x" * 11_000_000)
    client.settle()
    assert client.problems() == [("old", Problem.TOO_LARGE)]
    client.service.discard([client.id_of("old")])
    client.settle()
    assert client.entries() == []
    assert client.todo("old").values["notes"] == "short"


def test_a_403_on_one_action_parks_what_asked_for_it_and_a_retry_sends_it_later(
    tutorial: TodoList, open_client: OpenClient
) -> None:
    Remote(tutorial).create(title="old")
    client = open_client(tutorial)
    client.sync()
    client.add("new")
    client.edit("old", title="mine")
    client.connect(tutorial.with_rights(READ_ONLY).key)
    client.settle()
    assert sorted(client.problems()) == [("mine", Problem.MAY_NOT_UPDATE), ("new", Problem.MAY_NOT_CREATE)]
    client.connect(tutorial.key)
    client.service.retry([todo.id for todo in client.todos()])
    client.settle()
    assert client.titles() == Remote(tutorial).titles() == ["mine", "new"]
    assert client.entries() == []


FAULTS = {
    "429": Unavailable(Problem.SERVER_BUSY, status=429, retry_after=7),
    "503": Unavailable(Problem.SERVER_STARTING, status=503),
    "refused": Unavailable(Problem.CONNECTION_REFUSED),
    "cut": OutcomeUnknown(Problem.CONNECTION_LOST),
}


@pytest.mark.parametrize("kind", sorted(FAULTS))
def test_a_passing_fault_parks_nothing_and_all_arrives_when_it_has_gone(
    tutorial: TodoList, open_client: OpenClient, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    Remote(tutorial).create(title="old")
    client = open_client(tutorial)
    client.sync()
    client.edit("old", title="mine")
    client.add("new")

    def fails(*_: Any) -> Any:
        raise FAULTS[kind]

    with monkeypatch.context() as faulty:
        for verb in ("update", "create"):
            faulty.setattr(client.server, verb, fails)
        for _ in range(3):
            with contextlib.suppress(Unavailable):
                client.sync()
            assert client.problems() == []
            assert len(client.entries()) == 2
    client.clock.forward(600_000)
    client.settle()
    assert client.titles() == Remote(tutorial).titles() == ["mine", "new"]


def test_a_server_out_of_reach_is_tried_again_after_a_while_and_then_all_goes_on(
    tutorial: TodoList, open_client: OpenClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule, "FIRST_RETRY", 20)
    client = open_client(tutorial)
    client.add("typed offline")
    asked = NocoBase.account
    failures = iter(range(2))

    def out_of_reach_twice(self: NocoBase) -> Any:
        if next(failures, None) is not None:
            raise Unavailable(Problem.CONNECTION_REFUSED)
        return asked(self)

    monkeypatch.setattr(NocoBase, "account", out_of_reach_twice)
    running = Running(client.folder, tutorial, client.list_id)
    running.worker.start()
    running.wait_for(Phase.IDLE)
    assert running.worker.stop()
    unreachable = [status for status in running.heard.statuses if status.phase is Phase.UNREACHABLE]
    assert [status.problem for status in unreachable] == [Problem.CONNECTION_REFUSED] * 2
    assert all(status.next_try is not None for status in unreachable)
    assert Remote(tutorial).titles() == ["typed offline"]


def test_whatever_went_wrong_is_listed(full: TodoList, open_client: OpenClient) -> None:
    """Each change is there, or in the outbox with its reason."""
    remote = Remote(full)
    for title in ("good", "disputed", "gone"):
        remote.create(title=title)
    client = open_client(full)
    client.sync()
    keys = {row["title"]: row["id"] for row in remote.rows()}
    for title in keys:
        client.edit(title, contact=f"{title}@here")
    client.edit("good", link="x" * 10)
    remote.update(keys["disputed"], contact="other@there")
    remote.delete(keys["gone"])
    client.settle()
    assert remote.row("good")["contact"] == "good@here"
    assert sorted(client.problems()) == [("disputed", Problem.CONFLICT), ("gone", Problem.GONE)]
    assert sorted(str(e.wanted["contact"]) for e in client.entries()) == ["disputed@here", "gone@here"]


def test_a_new_todo_that_lacks_what_is_required_is_not_sent_before_it_is_there(
    open_list: OpenList, open_client: OpenClient
) -> None:
    todos = open_list(DEMANDING)
    client = open_client(todos)
    client.sync()
    client.add("one")
    (waiting,) = client.entries()
    assert (waiting.state, waiting.problem) == (EntryState.PARKED, Problem.INCOMPLETE), "at once"
    client.service.retry([client.id_of("one")])
    client.settle()
    assert client.problems() == [("one", Problem.INCOMPLETE)]
    assert [entry.tries for entry in client.entries()] == [0], "never sent"
    client.edit("one", reason="because")
    client.settle()
    assert client.entries() == []
    assert [(row["title"], row["reason"], row["place"]) for row in Remote(todos).rows()] == [("one", "because", "here")]


def test_a_new_todo_from_before_a_field_was_required_is_held_back_too(
    open_list: OpenList, open_client: OpenClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    todos = open_list(DEMANDING)
    client = open_client(todos)
    client.sync()
    monkeypatch.setattr(Editor, "_held_back", lambda _self, held: held)
    client.add("one")
    assert [entry.state for entry in client.entries()] == [EntryState.WAITING]
    client.settle()
    assert client.problems() == [("one", Problem.INCOMPLETE)]
    assert Remote(todos).titles() == []
