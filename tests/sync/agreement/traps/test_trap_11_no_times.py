"""Trap 11: lists without times, with hidden ones, and with times that are no fields, are kept up to date."""

from typing import Any

import pytest

from tests.contract.site import OpenList, TodoList
from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.change import EntryState
from todo_desktop.model.errors import OutcomeUnknown, Problem, Unavailable
from todo_desktop.testing.rights import limited
from todo_desktop.testing.shapes import UNDECLARED_TIMES


def test_a_list_whose_change_time_may_not_be_viewed_is_kept_up_to_date(
    tutorial: TodoList, open_client: OpenClient
) -> None:
    tutorial.seed(3)
    remote = Remote(tutorial)
    client = open_client(tutorial.with_rights(limited(hidden=["updatedAt", "createdAt"])))
    client.sync()
    remote.update(remote.rows()[0]["id"], title="changed there")
    remote.delete(remote.rows()[1]["id"])
    client.sync()
    assert client.titles() == remote.titles()


def test_a_field_that_may_not_be_viewed_is_not_here(full: TodoList, open_client: OpenClient) -> None:
    full.seed(3)
    client = open_client(full.with_rights(limited(hidden=["notes", "sort"])))
    client.sync()
    assert client.titles() == Remote(full).titles()
    assert all("notes" not in todo.values for todo in client.todos())
    client.edit(client.titles()[0], completed=True)
    client.settle()
    assert client.entries() == []
    client.heard.clear()
    client.sync()
    assert client.heard == []


def test_a_list_whose_times_are_no_fields_is_kept_up_to_date(open_list: OpenList, open_client: OpenClient) -> None:
    site = open_list(UNDECLARED_TIMES)
    site.seed(4)
    remote = Remote(site)
    client = open_client(site, rows=3, stamps=3)
    client.sync()
    assert client.titles() == remote.titles()
    remote.update(remote.rows()[0]["id"], title="changed there")
    remote.delete(remote.rows()[1]["id"])
    client.add("new here")
    client.edit(client.titles()[-1], title="changed here")
    client.settle()
    client.sync()
    assert client.titles() == remote.titles()
    assert client.entries() == []
    client.heard.clear()
    client.sync()
    assert client.heard == []


HIDDEN = limited(hidden=["notes"])
HIDDEN_AND_FIXED = limited(hidden=["notes"], unwritable=["notes"])


def _with_a_todo(full: TodoList, client: Client) -> Remote:
    """It is there on both sides."""
    remote = Remote(full)
    remote.create(title="old", notes="short")
    client.sync()
    return remote


def test_what_was_typed_into_a_field_that_may_no_longer_be_viewed_is_sent(
    full: TodoList, open_client: OpenClient
) -> None:
    client = open_client(full)
    remote = _with_a_todo(full, client)
    client.edit("old", notes="mine")
    client.connect(full.with_rights(HIDDEN).key)
    remote.update(remote.row("old")["id"], completed=True)  # its guard misses: it is judged before it is sent
    client.settle()
    assert remote.row("old")["notes"] == "mine"
    assert client.entries() == []


def test_a_field_that_could_never_be_viewed_is_written_and_its_change_ends(
    full: TodoList, open_client: OpenClient
) -> None:
    client = open_client(full.with_rights(HIDDEN))
    remote = _with_a_todo(full, client)
    client.edit("old", notes="mine", completed=True)
    client.add("new", notes="mine, too")
    client.settle()
    assert {row["title"]: row["notes"] for row in remote.rows()} == {"old": "mine", "new": "mine, too"}
    assert client.entries() == []


def test_what_was_typed_into_a_field_that_may_be_neither_viewed_nor_written_is_kept(
    full: TodoList, open_client: OpenClient
) -> None:
    client = open_client(full)
    remote = _with_a_todo(full, client)
    client.edit("old", notes="mine", completed=True)
    client.add("new", notes="mine, too")
    client.connect(full.with_rights(HIDDEN_AND_FIXED).key)
    client.settle()
    assert sorted(client.problems()) == [("new", Problem.FIELD_REFUSED), ("old", Problem.FIELD_REFUSED)]
    assert sorted(str(entry.wanted) for entry in client.entries()) == ["{'notes': 'mine'}", "{'notes': 'mine, too'}"]
    assert {row["title"]: row["notes"] for row in remote.rows()} == {"old": "short", "new": None}
    client.connect()
    client.service.keep_mine([client.id_of("new"), client.id_of("old")])
    client.settle()
    assert {row["title"]: row["notes"] for row in remote.rows()} == {"old": "mine", "new": "mine, too"}
    assert client.entries() == []


@pytest.mark.parametrize("rights", [HIDDEN, HIDDEN_AND_FIXED], ids=["writable", "not writable"])
def test_a_conflict_stays_open_when_its_field_may_no_longer_be_viewed(
    full: TodoList, open_client: OpenClient, rights: Any
) -> None:
    client = open_client(full)
    remote = _with_a_todo(full, client)
    key = remote.row("old")["id"]
    client.edit("old", notes="mine")
    remote.update(key, notes="theirs")
    client.settle()
    client.connect(full.with_rights(rights).key)
    remote.update(key, completed=True)
    client.settle()
    (entry,) = client.entries()
    assert (entry.problem, entry.wanted, entry.theirs) == (Problem.CONFLICT, {"notes": "mine"}, {"notes": "theirs"})
    assert remote.row("old")["notes"] == "theirs"


def test_a_new_todo_whose_reply_got_lost_brings_its_field_that_may_not_be_viewed(
    full: TodoList, open_client: OpenClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = open_client(full.with_rights(HIDDEN))
    client.sync()
    send = client.server.create

    def lost(values: Any) -> Any:
        send({name: value for name, value in values.items() if name != "notes"})
        raise OutcomeUnknown(Problem.CONNECTION_LOST)

    monkeypatch.setattr(client.server, "create", lost)
    client.add("new", notes="mine")
    with pytest.raises(Unavailable):
        client.sync()
    assert [entry.state for entry in client.entries()] == [EntryState.SENT]
    monkeypatch.setattr(client.server, "create", send)
    client.settle()
    assert Remote(full).row("new")["notes"] == "mine"
    assert client.entries() == []
