"""Rule 3: push first, then pull. An update or delete is guarded (compare-and-set) by the row's `updatedAt`, written
as `{"$gte": t, "$lt": t + 1 ms}`, or, where the collection has none, by the base values of the changed fields. The
guard narrows the race, it does not close it: rule 1 closes it. Where a guard misses: read the row, merge field by
field, send again. The same field changed on both sides: keep both values, tell the user, let them choose; nothing is
thrown away meanwhile. A row that is gone, or out of our sight, is never created again by itself: it is parked with
*bring back / let go*. Bringing back uses the original id.
"""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from tests.contract.site import OpenList, TodoList
from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.answers import Guard
from todo_desktop.model.change import EntryState
from todo_desktop.model.errors import Problem
from todo_desktop.model.todo import SyncState
from todo_desktop.testing.rights import OWN_RECORDS_IN_SIGHT
from todo_desktop.testing.shapes import FULL, UNTIMED_NOTES, Shape

UNTIMED = replace(FULL, times=False)
"""Every kind of field, and no change time."""


def test_edits_of_different_fields_on_both_sides_are_merged(
    open_list: OpenList, open_client: OpenClient, any_shape: Shape
) -> None:
    site = open_list(any_shape)
    site.seed(1)
    remote = Remote(site)
    client = open_client(site)
    client.sync()
    row = remote.rows()[0]
    client.edit(row["title"], completed=True)
    remote.update(row["id"], title="their title")
    client.settle()
    after = remote.rows()[0]
    assert (after["title"], after["completed"]) == ("their title", True)
    assert client.titles() == ["their title"]
    assert client.entries() == []


def test_the_same_field_changed_on_both_sides_keeps_both_and_tells(
    open_list: OpenList, open_client: OpenClient, any_shape: Shape
) -> None:
    site = open_list(any_shape)
    site.seed(1)
    remote = Remote(site)
    client = open_client(site)
    client.sync()
    todo = client.todos()[0].id
    client.edit(todo, title="mine")
    remote.update(remote.rows()[0]["id"], title="theirs")
    client.settle()
    (entry,) = client.entries()
    assert (entry.state, entry.problem) == (EntryState.PARKED, Problem.CONFLICT)
    assert (dict(entry.wanted), dict(entry.theirs)) == ({"title": "mine"}, {"title": "theirs"})
    assert client.todo(todo).values["title"] == "mine"
    assert client.todo(todo).state is SyncState.CONFLICT
    assert remote.titles() == ["theirs"]


@pytest.mark.parametrize("choice", ["keep_mine", "take_theirs"])
def test_a_conflict_converges_to_what_the_user_chose(
    open_list: OpenList, open_client: OpenClient, any_shape: Shape, choice: str
) -> None:
    site = open_list(any_shape)
    site.seed(1)
    remote = Remote(site)
    client = open_client(site)
    client.sync()
    todo = client.todos()[0].id
    client.edit(todo, title="mine", completed=True)
    remote.update(remote.rows()[0]["id"], title="theirs")
    client.settle()
    getattr(client.service, choice)([todo])
    client.settle()
    expected = "mine" if choice == "keep_mine" else "theirs"
    assert client.titles() == remote.titles() == [expected]
    assert remote.rows()[0]["completed"] is True
    assert client.entries() == []


def test_a_conflict_that_changes_again_shows_the_newer_value(tutorial: TodoList, open_client: OpenClient) -> None:
    tutorial.seed(1)
    remote = Remote(tutorial)
    client = open_client(tutorial)
    client.sync()
    client.edit(client.todos()[0].id, title="mine")
    key = remote.rows()[0]["id"]
    remote.update(key, title="theirs")
    client.settle()
    remote.update(key, title="theirs again")
    client.settle()
    assert dict(client.entries()[0].theirs) == {"title": "theirs again"}
    remote.update(key, title="mine")
    client.settle()
    assert client.entries() == []


def test_a_delete_meets_a_change_of_somebody_else(
    open_list: OpenList, open_client: OpenClient, any_shape: Shape
) -> None:
    site = open_list(any_shape)
    site.seed(2)
    remote = Remote(site)
    client = open_client(site)
    client.sync()
    first = client.titles()[0]
    key = remote.row(first)["id"]
    client.delete(first)
    remote.update(key, title="still needed")
    client.settle()
    assert client.problems() == [("still needed", Problem.CONFLICT)]
    assert "still needed" in client.titles()
    assert "still needed" in remote.titles()


def test_an_edited_todo_that_was_deleted_there_is_parked_and_not_created_again(
    open_list: OpenList, open_client: OpenClient, any_shape: Shape
) -> None:
    site = open_list(any_shape)
    site.seed(3)
    remote = Remote(site)
    client = open_client(site)
    client.sync()
    first = client.titles()[0]
    key = remote.row(first)["id"]
    client.edit(first, title="still mine")
    remote.delete(key)
    client.settle()
    client.sync()
    assert client.problems() == [("still mine", Problem.GONE)]
    assert key not in [row["id"] for row in remote.rows()]
    assert client.titles() == [*sorted(remote.titles()), "still mine"]


def test_bringing_back_uses_the_original_id(open_list: OpenList, open_client: OpenClient, any_shape: Shape) -> None:
    site = open_list(any_shape)
    site.seed(2)
    remote = Remote(site)
    client = open_client(site)
    client.sync()
    first = client.titles()[0]
    before = remote.row(first)
    client.edit(first, title="still mine")
    remote.delete(before["id"])
    client.settle()
    client.service.keep_mine([client.id_of("still mine")])
    client.settle()
    after = remote.row("still mine")
    kept = {name for name in before if name not in ("title", "updatedAt", "updatedById", "createdById", "sort")}
    assert {n: after[n] for n in kept} == {n: before[n] for n in kept}
    assert client.entries() == []
    assert client.titles() == remote.titles()


def test_what_waits_is_sent_before_anything_is_read(
    tutorial: TodoList, open_client: OpenClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    Remote(tutorial).create(title="old")
    client = open_client(tutorial)
    client.sync()
    calls: list[str] = []
    for name in ("update", "create", "totals", "page_by_change", "stamps", "page_by_id"):
        _noted(client, monkeypatch, name, calls)
    client.edit("old", title="mine")
    client.add("new")
    client.sync()
    assert set(calls[:2]) == {"update", "create"}
    assert calls[2] == "totals"
    assert "page_by_change" in calls[3:]


def _noted(client: Client, monkeypatch: pytest.MonkeyPatch, name: str, calls: list[str]) -> None:
    call = getattr(client.server, name)

    def noted(*arguments: Any) -> Any:
        calls.append(name)
        return call(*arguments)

    monkeypatch.setattr(client.server, name, noted)


def test_each_write_is_guarded_by_the_change_time_or_by_the_old_values(
    open_list: OpenList, open_client: OpenClient, any_shape: Shape, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = open_list(any_shape)
    remote = Remote(site)
    for title in ("edited", "deleted"):
        remote.create(title=title)
    read = {row["title"]: row.get("updatedAt") for row in remote.rows()}
    client = open_client(site)
    client.sync()
    guards: dict[str, Guard] = {}
    for name in ("update", "destroy"):
        _guard_kept(client, monkeypatch, name, guards)
    client.edit("edited", completed=True)
    client.delete("deleted")
    client.sync()
    if any_shape.times:
        assert guards["update"] == Guard(by_time=True, updated_at=read["edited"])
        assert guards["destroy"] == Guard(by_time=True, updated_at=read["deleted"])
    else:
        assert guards["update"] == Guard(by_time=False, values={"completed": None, "title": "edited"})
        assert guards["destroy"] == Guard(by_time=False, values={"title": "deleted", "completed": None})


UNASKABLE = {"a template of the server's": "see {{$user.id}}", "a long text": "long " * 400}


@pytest.mark.parametrize("before", sorted(UNASKABLE))
def test_without_change_times_a_value_that_no_filter_can_ask_for_is_guarded_too(
    open_list: OpenList, open_client: OpenClient, before: str
) -> None:
    site = open_list(UNTIMED_NOTES)
    remote = Remote(site)
    edited, deleted, untouched = (remote.create(title=title, notes=UNASKABLE[before]) for title in "abc")
    client = open_client(site)
    client.sync()
    client.edit("a", notes="mine")
    client.edit("c", notes="mine")
    client.delete("b")
    remote.update(edited, notes="theirs")
    remote.update(deleted, notes="still needed")
    client.settle()
    assert sorted(client.problems()) == [("a", Problem.CONFLICT), ("b", Problem.CONFLICT)]
    assert {row["id"]: row["notes"] for row in remote.rows()} == {
        edited: "theirs",
        deleted: "still needed",
        untouched: "mine",
    }
    client.service.keep_mine([client.id_of("a"), client.id_of("b")])
    client.settle()
    assert {row["id"]: row["notes"] for row in remote.rows()} == {edited: "mine", untouched: "mine"}
    assert client.entries() == []


def test_without_change_times_a_todo_with_values_of_every_kind_is_deleted_unless_one_was_changed(
    open_list: OpenList, open_client: OpenClient
) -> None:
    site = open_list(UNTIMED)
    remote = Remote(site)
    values = {
        "tags": ["work", "home"], "remindAt": "2026-12-01T10:00:00.500Z", "startsAt": "2026-12-01 10:00:00",
        "daily": "10:00", "steps": "9007199254740995", "score": 0.1, "cost": "1.5", "progress": 0.7,
        "notes": "line\n" * 400, "assignee": site.user_id,
    }  # fmt: skip
    for title in ("gone", "kept"):
        remote.create(title=title, **values)
    client = open_client(site)
    client.sync()
    client.delete("gone")
    client.delete("kept")
    remote.update(remote.row("kept")["id"], score=0.2)
    client.settle()
    assert client.problems() == [("kept", Problem.CONFLICT)]
    assert remote.titles() == ["kept"]


def _guard_kept(client: Client, monkeypatch: pytest.MonkeyPatch, name: str, guards: dict[str, Guard]) -> None:
    call = getattr(client.server, name)

    def kept(*arguments: Any) -> Any:
        guards[name] = arguments[-1]
        return call(*arguments)

    monkeypatch.setattr(client.server, name, kept)


def test_a_conflict_throws_nothing_away_while_nobody_decides(
    open_list: OpenList, open_client: OpenClient, any_shape: Shape
) -> None:
    site = open_list(any_shape)
    remote = Remote(site)
    key = remote.create(title="old")
    client = open_client(site)
    client.sync()
    client.edit("old", title="mine")
    remote.update(key, title="theirs")
    for _ in range(3):
        client.settle()
        client.clock.forward(24 * 3_600_000)
        client.restart()
    (entry,) = client.entries()
    assert (entry.wanted, dict(entry.theirs)) == ({"title": "mine"}, {"title": "theirs"})
    assert (client.titles(), remote.titles()) == (["mine"], ["theirs"])


def _in_dispute(site: TodoList, client: Client) -> tuple[Remote, Any, int]:
    """A todo whose title is "mine" here and "theirs" there: who wrote that, its server's id, and ours."""
    remote = Remote(site)
    key = remote.create(title="old")
    remote.create(title="another")
    client.sync()
    todo = client.id_of("old")
    client.edit(todo, title="mine", completed=True)
    remote.update(key, title="theirs")
    client.settle()
    assert client.problems() == [("mine", Problem.CONFLICT)]
    return remote, key, todo


def _undo(client: Client) -> None:
    client.undo()


def _restore(client: Client) -> None:
    client.service.restore([client.store.trash(client.list_id)[0].id])


@pytest.mark.parametrize("back", [_undo, _restore], ids=["undo", "restored"])
def test_a_todo_deleted_while_in_dispute_comes_back_with_both_values(
    open_list: OpenList, open_client: OpenClient, any_shape: Shape, back: Callable[[Client], None]
) -> None:
    site = open_list(any_shape)
    client = open_client(site)
    remote, key, todo = _in_dispute(site, client)
    client.delete(todo)
    client.settle()
    assert remote.titles() == ["another"]
    assert client.entries() == []
    back(client)
    client.settle()
    row = remote.row("theirs")
    assert (row["id"], row["completed"]) == (key, True)
    assert client.problems() == [("mine", Problem.CONFLICT)]
    assert dict(client.entries()[0].theirs) == {"title": "theirs"}
    client.service.keep_mine([client.id_of("mine")])
    client.settle()
    assert remote.titles() == client.titles() == ["another", "mine"]
    assert client.entries() == []


def test_a_conflict_can_be_settled_before_its_todo_is_back_on_the_server(
    tutorial: TodoList, open_client: OpenClient
) -> None:
    client = open_client(tutorial)
    remote, _, todo = _in_dispute(tutorial, client)
    client.delete(todo)
    client.settle()
    client.undo()
    client.service.take_theirs([client.id_of("mine")])
    client.settle()
    assert remote.titles() == client.titles() == ["another", "theirs"]
    assert client.entries() == []


def test_a_todo_in_dispute_that_somebody_changes_again_is_not_deleted(
    open_list: OpenList, open_client: OpenClient, any_shape: Shape
) -> None:
    site = open_list(any_shape)
    client = open_client(site)
    remote, key, todo = _in_dispute(site, client)
    client.delete(todo)
    remote.update(key, title="theirs again")
    client.settle()
    assert remote.titles() == ["another", "theirs again"]
    assert {(e.problem, str(e.theirs)) for e in client.entries()} == {(Problem.CONFLICT, "{'title': 'theirs again'}")}


def test_an_edited_todo_that_went_out_of_our_sight_is_parked_and_not_created_again(
    full: TodoList, open_client: OpenClient
) -> None:
    mine = full.of_another_user(OWN_RECORDS_IN_SIGHT)
    for title in ("one", "two"):
        Remote(mine).create(title=title)
    client = open_client(mine)
    client.sync()
    client.edit("one", title="still mine")
    Remote(full).hand_over("one", full.user_id)
    client.settle()
    client.sync()
    assert client.problems() == [("still mine", Problem.GONE)]
    assert Remote(full).titles() == ["one", "two"]
