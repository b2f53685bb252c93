"""Whatever happens to a reply, a create arrives once, an edit arrives, and nothing is taken away."""

import contextlib
import threading
from collections.abc import Mapping
from typing import Any

import pytest

from tests.support.waiting import wait_until
from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from tests.sync.quiet import until_quiet
from tests.sync.remote import Remote
from todo_desktop.model.change import EntryState
from todo_desktop.model.errors import Cancelled, NeedsAttention, OutcomeUnknown, Problem, StorageError, Unavailable
from todo_desktop.model.instants import to_instant
from todo_desktop.model.values import Json, Record
from todo_desktop.testing.fake_nocobase import FakeList, FakeNocoBase, faults
from todo_desktop.testing.fake_nocobase.faults import Fault
from todo_desktop.testing.rights import limited
from todo_desktop.testing.shapes import FULL, NO_TIMESTAMPS, TUTORIAL

FAULTS = {
    "cut before": faults.CUT_BEFORE,
    "cut after": faults.CUT_AFTER,
    "html": faults.HTML,
    "html after": faults.HTML_AFTER,
    "empty object": faults.EMPTY_OBJECT,
    "empty object after": faults.EMPTY_OBJECT_AFTER,
    "500": faults.STATUS_500,
    "500 after": faults.STATUS_500_AFTER,
    "502": faults.STATUS_502,
    "503": faults.STATUS_503,
    "504": faults.STATUS_504,
    "429": faults.rate_limit("7"),
    "truncated": faults.TRUNCATED,
    "hang": faults.HANG,
    "hang after": faults.HANG_AFTER,
}
WRITERS = {
    "autoincrement": (TUTORIAL, limited()),
    "snowflake": (FULL, limited()),
    "without times": (NO_TIMESTAMPS, limited()),
    "times not writable": (TUTORIAL, limited(unwritable=["createdAt"])),
}


@pytest.fixture(params=sorted(FAULTS))
def fault(request: pytest.FixtureRequest) -> Fault:
    return FAULTS[request.param]


@pytest.fixture(params=["cut before", "cut after", "500 after"])
def lost(request: pytest.FixtureRequest) -> Fault:
    """One of each kind: not arrived, arrived, arrived though an answer came."""
    return FAULTS[request.param]


@pytest.fixture(params=sorted(WRITERS))
def site(request: pytest.FixtureRequest, fake: FakeNocoBase) -> FakeList:
    shape, rights = WRITERS[request.param]
    return fake.open_list(shape, rights)


@pytest.fixture
def client(site: FakeList, open_client: OpenClient) -> Client:
    return _knowing(site, open_client)


def _knowing(site: FakeList, open_client: OpenClient) -> Client:
    """A client that knows the list and has its one todo."""
    Remote(site).create(title="old")
    opened = open_client(site)
    opened.sync()
    opened.lose_patience()
    return opened


def agree(client: Client, site: FakeList) -> None:
    assert client.entries() == []
    assert client.titles() == Remote(site).titles()


def test_a_create_arrives_once(client: Client, site: FakeList, fault: Fault) -> None:
    site.server.faults.next("*:create", fault)
    client.add("new", completed=True)
    until_quiet(client)
    assert Remote(site).titles() == ["new", "old"]
    agree(client, site)


def test_a_create_arrives_once_though_the_program_ends_meanwhile(client: Client, site: FakeList, lost: Fault) -> None:
    site.server.faults.next("*:create", lost)
    client.add("new")
    with contextlib.suppress(Unavailable):
        client.sync()
    client.restart()
    until_quiet(client)
    assert Remote(site).titles() == ["new", "old"]
    agree(client, site)


def test_an_edit_arrives(client: Client, site: FakeList, fault: Fault) -> None:
    site.server.faults.next("*:update", fault)
    client.edit("old", title="edited", completed=True)
    until_quiet(client)
    assert Remote(site).titles() == ["edited"]
    agree(client, site)


def test_a_delete_arrives(client: Client, site: FakeList, fault: Fault) -> None:
    Remote(site).create(title="stays")
    client.sync()
    site.server.faults.next("*:destroy", fault)
    client.delete("old")
    until_quiet(client)
    assert Remote(site).titles() == ["stays"]
    agree(client, site)


def test_what_was_edited_while_a_create_was_unknown_arrives(client: Client, site: FakeList, lost: Fault) -> None:
    site.server.faults.next("*:create", lost)
    todo = client.add("new")
    with contextlib.suppress(Unavailable):
        client.sync()
    client.edit(todo, title="newer")
    until_quiet(client)
    assert Remote(site).titles() == ["newer", "old"]
    agree(client, site)


def test_a_todo_deleted_while_its_create_was_unknown_is_gone_in_the_end(
    client: Client, site: FakeList, lost: Fault
) -> None:
    site.server.faults.next("*:create", lost)
    todo = client.add("new")
    with contextlib.suppress(Unavailable):
        client.sync()
    client.delete(todo)
    until_quiet(client)
    assert Remote(site).titles() == ["old"]
    agree(client, site)


@pytest.mark.parametrize("action", ["*:list", "*:query", "auth:check", "collections:listMeta", "roles:check"])
def test_no_answer_to_a_read_takes_anything_away(
    fake: FakeNocoBase, open_client: OpenClient, fault: Fault, action: str
) -> None:
    site = fake.open_list(TUTORIAL)
    client = _knowing(site, open_client)
    client.clock.forward(24 * 3_600_000)  # everything is due: description, sweep
    for number in range(3):
        Remote(site).create(title=f"there {number}")
    client.edit("old", title="edited here")
    site.server.faults.next(action, fault, times=3)
    for _ in range(3):
        with contextlib.suppress(Unavailable, NeedsAttention):
            client.sync()
        assert "edited here" in client.titles()
    site.server.faults.clear()
    client.connect()
    until_quiet(client)
    agree(client, site)


def test_a_create_that_is_committed_late_is_found_and_not_sent_again(client: Client, site: FakeList) -> None:
    client.add("late")
    with site.server.commits_held():
        with pytest.raises(Unavailable):
            client.sync()
        client.clock.forward(1_500)
        client.sync()
        assert client.entries()[0].state is EntryState.SENT
    wait_until(lambda: "late" in [row["title"] for row in site.table.rows.values()])
    until_quiet(client)
    assert Remote(site).titles() == ["late", "old"]
    assert site.server.actions_asked.count(f"{site.collection}:create") == 2, "ours, and the one todo before it"
    agree(client, site)


def test_a_create_that_we_hung_up_on_is_looked_for_before_it_is_sent_again(
    fake: FakeNocoBase, open_client: OpenClient
) -> None:
    """Going offline, or closing the program, while the request is under way."""
    site = fake.open_list(TUTORIAL)
    client = open_client(site)
    client.sync()
    client.add("hung up")

    def hang_up() -> None:
        wait_until(lambda: f"{site.collection}:create" in fake.actions_asked)
        client.server.cancel()

    with fake.commits_held():
        somebody = threading.Thread(target=hang_up)
        somebody.start()
        with pytest.raises(Cancelled):
            client.sync()
        somebody.join()
    wait_until(lambda: site.table.rows)
    client.restart()
    until_quiet(client)
    assert Remote(site).titles() == ["hung up"]
    agree(client, site)


def test_a_create_whose_reply_cannot_be_stored_is_looked_for_before_it_is_sent_again(
    fake: FakeNocoBase, open_client: OpenClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full the very moment the answer comes."""
    site = fake.open_list(TUTORIAL)
    client = open_client(site)
    client.sync()
    client.add("new")
    create = client.server.create

    def no_room() -> None:
        raise StorageError(Problem.DISK_FULL)

    def on_a_full_disk(values: Mapping[str, Json]) -> Record:
        reply = create(values)
        monkeypatch.setattr(client._worker, "transaction", no_room)
        return reply

    monkeypatch.setattr(client.server, "create", on_a_full_disk)
    with pytest.raises(StorageError):
        client.sync()
    monkeypatch.undo()
    until_quiet(client)
    assert Remote(site).titles() == ["new"]
    agree(client, site)


def test_twins_typed_at_once_stay_two(client: Client, site: FakeList) -> None:
    site.server.faults.next("*:create", faults.CUT_AFTER)
    client.add("twin")
    client.add("twin")
    until_quiet(client)
    assert Remote(site).titles() == ["old", "twin", "twin"]
    agree(client, site)


def test_a_todo_that_somebody_typed_in_the_same_millisecond_is_not_taken_for_ours(
    fake: FakeNocoBase, open_client: OpenClient
) -> None:
    site = fake.open_list(TUTORIAL)
    client = open_client(site)
    client.sync()
    todo = client.add("ours")
    Remote(site).create(title="theirs", createdAt=to_instant(client.entries()[0].created_at))
    fake.faults.next("*:create", faults.CUT_BEFORE)
    until_quiet(client)
    assert client.problems() == [("ours", Problem.AMBIGUOUS_CREATE)]
    client.service.keep_mine([todo])
    until_quiet(client)
    assert client.titles() == Remote(site).titles() == ["ours", "theirs"]


def test_a_clock_that_is_days_ahead_does_not_double_a_create(fake: FakeNocoBase, open_client: OpenClient) -> None:
    site = fake.open_list(TUTORIAL, limited(unwritable=["createdAt"]))
    client = open_client(site)
    client.clock.forward(3 * 86_400_000)
    client.sync()
    client.add("new")
    fake.faults.next("*:create", faults.EMPTY_OBJECT_AFTER)
    until_quiet(client)
    assert client.problems() == [("new", Problem.AMBIGUOUS_CREATE)]
    assert Remote(site).titles() == ["new"]


def test_a_create_whose_row_somebody_edited_before_it_was_found_is_asked_about(
    fake: FakeNocoBase, open_client: OpenClient
) -> None:
    """Nothing but its values tells which row it made."""
    site = fake.open_list(NO_TIMESTAMPS)
    client = open_client(site)
    client.sync()
    client.add("new")
    fake.faults.next("*:create", faults.CUT_AFTER)
    with pytest.raises(Unavailable):
        client.sync()
    Remote(site).update(Remote(site).row("new")["id"], title="edited there")
    until_quiet(client)
    assert client.problems() == [("new", Problem.AMBIGUOUS_CREATE)]
    assert Remote(site).titles() == ["edited there"]


def test_a_create_whose_row_was_edited_is_asked_about_though_another_todo_has_its_title_by_now(
    fake: FakeNocoBase, open_client: OpenClient
) -> None:
    """That one is known, and no candidate; what is left is."""
    site = fake.open_list(NO_TIMESTAMPS)
    remote = Remote(site)
    known = remote.create(title="known")
    client = open_client(site)
    client.sync()
    fake.faults.next("*:create", faults.CUT_AFTER)
    client.add("new")
    with pytest.raises(Unavailable):
        client.sync()
    remote.update(remote.row("new")["id"], title="edited")
    remote.update(known, title="new")
    client.settle()
    assert client.problems() == [("new", Problem.AMBIGUOUS_CREATE)]
    assert remote.titles() == ["edited", "new"]


@pytest.mark.parametrize(
    "values",
    [{"title": None}, {"title": None, "completed": True}, {"title": " ", "completed": True}],
    ids=["empty", "only ticked", "blank"],
)
def test_somebody_elses_todo_is_not_taken_for_one_without_a_text(
    fake: FakeNocoBase, open_client: OpenClient, values: dict[str, Any]
) -> None:
    site = fake.open_list(NO_TIMESTAMPS)
    client = open_client(site)
    client.sync()
    client.edit(client.add("nothing yet"), **values)
    Remote(site).create(**values | {"title": values["title"] or "theirs"})
    fake.faults.next("*:create", faults.CUT_BEFORE)
    until_quiet(client)
    assert [problem for _, problem in client.problems()] == [Problem.AMBIGUOUS_CREATE]
    assert len(Remote(site).titles()) == 1


def test_a_500_that_repeats_parks_the_edit_and_holds_up_nothing(client: Client, site: FakeList) -> None:
    other = client.add("other")
    until_quiet(client)
    site.server.faults.next("*:update", faults.STATUS_500, times=3)
    client.edit("old", title="poison")
    until_quiet(client)
    assert client.problems() == [("poison", Problem.INVALID_INPUT)]
    client.edit(other, title="other edited")
    until_quiet(client)
    assert "other edited" in Remote(site).titles()
    client.edit("poison", title="mended")
    until_quiet(client)
    agree(client, site)


def test_a_wish_to_come_later_is_told(client: Client, site: FakeList) -> None:
    site.server.faults.next("*:update", faults.rate_limit("7"))
    client.edit("old", title="edited")
    with pytest.raises(Unavailable) as busy:
        client.sync()
    assert busy.value.retry_after == 7.0
    assert client.entries()[0].state is EntryState.WAITING


def test_an_outcome_is_known_to_be_unknown_before_the_call_begins(fake: FakeNocoBase, open_client: OpenClient) -> None:
    client = open_client(fake.open_list(TUTORIAL))
    client.sync()
    client.add("new")
    states: list[EntryState] = []

    def crash(_values: object) -> object:
        states.extend(entry.state for entry in client.entries())
        raise OutcomeUnknown(Problem.CONNECTION_LOST)

    client.server.create = crash  # type: ignore[method-assign, assignment]
    with pytest.raises(Unavailable):
        client.sync()
    assert states == [EntryState.SENT]
