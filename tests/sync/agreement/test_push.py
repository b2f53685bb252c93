"""What is changed here arrives there, and is what a read then shows."""

from typing import Any

import pytest

from tests.contract.site import OpenList, TodoList
from tests.server.rights import OWN_RECORDS, limited
from tests.server.shapes import FULL, Shape
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.change import ChangeKind, EntryState
from todo_desktop.model.errors import Problem
from todo_desktop.model.todo import SyncState
from todo_desktop.service import UNDO_MS

VALUES: dict[str, Any] = {
    "title": "Würste & <b>Brot</b> 🌭",
    "completed": True,
    "notes": "one\ntwo",
    "priority": "high",
    "tags": ["work", "home"],
    "due": "2026-12-01",
    "remindAt": "2026-12-01T10:00:00.123Z",
    "startsAt": "2026-12-01 10:30:00",
    "effort": 3,
    "steps": 2**40,
    "score": 0.125,
    "cost": "1.50",
    "progress": 0.5,
    "link": "https://example.com/?a=1&b=2",
    "contact": "a@example.com",
}
OTHERS: dict[str, Any] = {
    "title": "{{ $user.id }} and \"quotes\" 'too'",
    "completed": False,
    "notes": "",
    "priority": "low",
    "tags": [],
    "due": None,
    "remindAt": "2027-01-01T00:00:00.000Z",
    "startsAt": "2027-02-03 04:05:06",
    "effort": -1,
    "steps": 0,
    "score": 1e-7,
    "cost": "-0.01",
    "progress": 1.0,
    "link": None,
    "contact": "",
}


def test_an_added_todo_arrives(open_list: OpenList, open_client: OpenClient, any_shape: Shape) -> None:
    site = open_list(any_shape)
    client = open_client(site)
    client.add("before the first contact")
    client.sync()
    client.add("after it", completed=True)
    client.sync()
    assert Remote(site).titles() == client.titles() == ["after it", "before the first contact"]
    assert client.entries() == []
    assert {todo.state for todo in client.todos()} == {SyncState.SYNCED}


def test_an_edit_a_tick_and_a_delete_arrive(open_list: OpenList, open_client: OpenClient, any_shape: Shape) -> None:
    site = open_list(any_shape)
    site.seed(4)
    remote = Remote(site)
    client = open_client(site)
    client.sync()
    first, second, third, _ = client.titles()
    client.edit(first, title="edited")
    client.service.set_done([client.id_of(second)], True)
    client.delete(third)
    client.sync()
    assert client.titles() == remote.titles()
    assert third not in remote.titles()
    assert remote.row("edited")["title"] == "edited"
    assert remote.row(second)["completed"] is True
    assert client.entries() == []


@pytest.mark.parametrize("name", sorted(VALUES))
def test_each_kind_of_field_arrives_and_reads_back_as_it_was_typed(
    full: TodoList, open_client: OpenClient, name: str
) -> None:
    remote = Remote(full)
    client = open_client(full)
    client.sync()
    todo = client.add("new", **({name: VALUES[name]} if name != "title" else {}))
    client.sync()
    for value in (VALUES[name], OTHERS[name]):
        client.edit(todo, **{name: value})
        client.sync()
        assert client.entries() == [], "nothing is refused, disputed or sent for ever"
        field = client.service.list.collection.field(name)
        assert field is not None
        (row,) = remote.rows()
        assert field.same(row[name], value)
        assert field.same(client.todo(todo).values[name], value)


def test_all_fields_of_a_new_todo_arrive_at_once(full: TodoList, open_client: OpenClient) -> None:
    client = open_client(full)
    client.sync()
    client.add(**VALUES)
    client.sync()
    assert client.entries() == []
    (row,) = Remote(full).rows()
    collection = client.service.list.collection
    for name, value in VALUES.items():
        field = collection.field(name)
        assert field is not None
        assert field.same(row[name], value), name


def test_only_the_fields_that_were_changed_are_sent(full: TodoList, open_client: OpenClient) -> None:
    full.seed(1)
    remote = Remote(full)
    client = open_client(full)
    client.sync()
    before = remote.rows()[0]
    client.edit(before["title"], notes="mine")
    send = client.server.update
    sent: list[Any] = []

    def watched(server_id: Any, values: Any, guard: Any) -> Any:
        sent.append(dict(values))
        return send(server_id, values, guard)

    client.server.update = watched  # type: ignore[method-assign]
    client.sync()
    assert sent == [{"notes": "mine"}]
    after = remote.rows()[0]
    assert {n for n in before if before[n] != after[n]} <= {"notes", "updatedAt", "updatedById"}


def test_many_edits_before_a_contact_are_one_call(tutorial: TodoList, open_client: OpenClient) -> None:
    tutorial.seed(1)
    client = open_client(tutorial)
    client.sync()
    todo = client.todos()[0].id
    for number in range(5):
        client.edit(todo, title=f"version {number}", completed=bool(number % 2))
    assert len(client.entries()) == 1
    client.sync()
    assert Remote(tutorial).titles() == ["version 4"]


def test_a_todo_added_and_deleted_before_a_contact_never_reaches_the_server(
    tutorial: TodoList, open_client: OpenClient
) -> None:
    client = open_client(tutorial)
    client.sync()
    client.add("a passing thought")
    client.delete("a passing thought")
    client.sync()
    assert Remote(tutorial).rows() == []
    assert client.entries() == []


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


def test_letting_go_of_a_todo_that_was_deleted_there(tutorial: TodoList, open_client: OpenClient) -> None:
    tutorial.seed(2)
    remote = Remote(tutorial)
    client = open_client(tutorial)
    client.sync()
    first = client.titles()[0]
    client.edit(first, title="mine")
    remote.delete(remote.row(first)["id"])
    client.settle()
    client.service.take_theirs([client.id_of("mine")])
    client.settle()
    assert client.titles() == remote.titles()
    assert len(client.todos()) == 1
    assert client.entries() == []


def test_the_last_todo_of_a_list_edited_here_and_deleted_there_does_not_stop_the_list(
    tutorial: TodoList, open_client: OpenClient
) -> None:
    tutorial.seed(1)
    remote = Remote(tutorial)
    client = open_client(tutorial)
    client.sync()
    client.edit(client.todos()[0].id, title="mine")
    remote.delete(remote.rows()[0]["id"])
    client.settle()
    client.sync()
    assert client.problems() == [("mine", Problem.GONE)]


def test_a_todo_that_is_gone_there_does_not_make_every_cycle_read_the_whole_list(
    tutorial: TodoList, open_client: OpenClient
) -> None:
    tutorial.seed(5)
    remote = Remote(tutorial)
    client = open_client(tutorial)
    client.sync()
    first = client.titles()[0]
    client.edit(first, title="mine")
    remote.delete(remote.row(first)["id"])
    client.settle()
    client.sync()
    read = client.server.stamps
    sweeps: list[Any] = []

    def watched(after: Any, limit: int) -> Any:
        sweeps.append(after)
        return read(after, limit)

    client.server.stamps = watched  # type: ignore[method-assign]
    client.sync()
    client.sync()
    assert sweeps == []


def test_a_todo_brought_back_here_and_by_somebody_else_is_there_once(
    tutorial: TodoList, open_client: OpenClient
) -> None:
    tutorial.seed(2)
    remote = Remote(tutorial)
    client = open_client(tutorial)
    client.sync()
    row = remote.rows()[0]
    client.edit(row["title"], title="mine")
    remote.delete(row["id"])
    client.settle()
    client.service.keep_mine([client.id_of("mine")])
    remote.create(id=row["id"], title="theirs")
    client.settle()
    (entry,) = client.entries()
    assert (entry.problem, entry.wanted, entry.theirs) == (Problem.CONFLICT, {"title": "mine"}, {"title": "theirs"})
    client.service.keep_mine([client.id_of("mine")])
    client.settle()
    assert client.titles() == remote.titles()
    assert remote.row("mine")["id"] == row["id"]


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


@pytest.mark.parametrize("choice", ["keep_mine", "take_theirs"])
def test_a_disputed_delete_converges_to_what_the_user_chose(
    tutorial: TodoList, open_client: OpenClient, choice: str
) -> None:
    tutorial.seed(2)
    remote = Remote(tutorial)
    client = open_client(tutorial)
    client.sync()
    first = client.titles()[0]
    key = remote.row(first)["id"]
    client.delete(first)
    remote.update(key, title="still needed")
    client.settle()
    getattr(client.service, choice)([client.id_of("still needed")])
    client.settle()
    assert client.entries() == []
    assert client.titles() == remote.titles()
    assert ("still needed" in remote.titles()) is (choice == "take_theirs")


def test_a_delete_is_not_sent_while_it_can_be_undone(tutorial: TodoList, open_client: OpenClient) -> None:
    tutorial.seed(2)
    remote = Remote(tutorial)
    client = open_client(tutorial)
    client.sync()
    first = client.titles()[0]
    client.delete(first, for_good=False)
    client.sync()
    assert first not in client.titles()
    assert first in remote.titles()
    client.undo()
    client.clock.forward(UNDO_MS + 1)
    client.sync()
    assert first in client.titles()
    assert client.titles() == remote.titles()
    assert client.entries() == []


def test_a_delete_that_has_arrived_can_be_undone(
    open_list: OpenList, open_client: OpenClient, any_shape: Shape
) -> None:
    site = open_list(any_shape)
    site.seed(2)
    remote = Remote(site)
    client = open_client(site)
    client.sync()
    first = client.titles()[0]
    before = remote.row(first)
    client.delete(first)
    client.sync()
    assert first not in remote.titles()
    client.undo()
    client.settle()
    assert client.titles() == remote.titles()
    assert remote.row(first)["id"] == before["id"]
    assert client.entries() == []


def test_undo_and_redo_of_an_edit_that_has_arrived(tutorial: TodoList, open_client: OpenClient) -> None:
    tutorial.seed(1)
    remote = Remote(tutorial)
    client = open_client(tutorial)
    client.sync()
    (before,) = client.titles()
    client.edit(before, title="after")
    client.sync()
    client.undo()
    client.sync()
    assert remote.titles() == [before]
    client.service.redo()
    client.sync()
    assert remote.titles() == client.titles() == ["after"]


def test_an_added_todo_is_taken_back_by_undo(tutorial: TodoList, open_client: OpenClient) -> None:
    remote = Remote(tutorial)
    client = open_client(tutorial)
    client.sync()
    client.add("oops")
    client.sync()
    client.undo()
    client.clock.forward(UNDO_MS + 1)
    client.sync()
    assert remote.rows() == []
    assert client.todos() == []


def test_a_title_that_the_server_cannot_hold_is_parked_with_its_reason_and_mended_by_an_edit(
    tutorial: TodoList, open_client: OpenClient
) -> None:
    client = open_client(tutorial)
    client.add("x" * 300)  # written down before the first contact told how long a title may be
    client.add("short enough")
    client.settle()
    ((_, problem),) = client.problems()
    assert problem is Problem.INVALID_INPUT
    assert client.entries()[0].detail
    assert Remote(tutorial).titles() == ["short enough"]
    client.edit("x" * 300, title="now shorter")
    client.settle()
    assert client.entries() == []
    assert Remote(tutorial).titles() == client.titles() == ["now shorter", "short enough"]


def test_a_field_that_the_role_may_not_write_is_shown_as_refused(tutorial: TodoList, open_client: OpenClient) -> None:
    limits = tutorial.with_rights(limited(unwritable=["completed"]))
    client = open_client(limits)
    client.sync()
    client.add("new", completed=True)
    client.settle()
    assert client.problems() == [("new", Problem.FIELD_REFUSED)]
    assert client.entries()[0].wanted == {"completed": True}
    assert Remote(tutorial).row("new")["completed"] is None
    client.service.take_theirs([client.id_of("new")])
    client.settle()
    assert client.entries() == []
    assert not client.todo("new").values["completed"]


def test_a_field_that_became_read_only_is_shown_as_refused(tutorial: TodoList, open_client: OpenClient) -> None:
    """The program learns of it only some minutes later."""
    tutorial.seed(1)
    client = open_client(tutorial)
    client.sync()
    todo = client.todos()[0].id
    client.edit(todo, completed=True, title="mine")
    client.site = tutorial.with_rights(limited(unwritable=["completed"]))
    client.connect()
    client.settle()
    assert client.problems() == [("mine", Problem.FIELD_REFUSED)]
    assert Remote(tutorial).titles() == ["mine"]


def test_a_value_that_the_server_normalises_is_taken_over(full: TodoList, open_client: OpenClient) -> None:
    client = open_client(full)
    client.sync()
    todo = client.add("sums", cost="1.5", tags=["work", "home", "home"])
    client.sync()
    assert client.entries() == []
    (row,) = Remote(full).rows()
    assert client.todo(todo).values["cost"] == row["cost"] == "1.50"
    client.edit(todo, cost=2.345)
    client.sync()
    assert client.entries() == []
    assert client.todo(todo).values["cost"] == Remote(full).rows()[0]["cost"]


def test_somebody_elses_todo_that_may_not_be_changed_is_parked(full: TodoList, open_client: OpenClient) -> None:
    """Such an update answers 200 and no row, again and again."""
    Remote(full).create(title="theirs")
    client = open_client(full.of_another_user(OWN_RECORDS))
    client.sync()
    client.edit("theirs", title="mine")
    client.settle()
    assert client.problems() == [("mine", Problem.MAY_NOT_UPDATE)]
    assert Remote(full).titles() == ["theirs"]


def test_somebody_elses_todo_that_may_not_be_deleted_comes_back_into_sight(
    full: TodoList, open_client: OpenClient
) -> None:
    Remote(full).create(title="theirs")
    client = open_client(full.of_another_user(OWN_RECORDS))
    client.sync()
    client.delete("theirs")
    client.settle()
    assert client.titles() == ["theirs"]
    assert client.problems() == [("theirs", Problem.MAY_NOT_DELETE)]
    client.service.take_theirs([client.id_of("theirs")])
    assert client.entries() == []
    assert client.titles() == Remote(full).titles()


def test_an_edit_is_sent_though_the_delete_after_it_was_refused(full: TodoList, open_client: OpenClient) -> None:
    """What does not depend on a parked entry goes on, and nothing spins."""
    writer = full.of_another_user(OWN_RECORDS)
    Remote(full).create(title="theirs")
    client = open_client(writer)
    client.sync()
    client.edit("theirs", notes="mine")
    client.delete("theirs")
    client.settle()
    assert sorted(str(problem) for _, problem in client.problems()) == ["may-not-delete", "may-not-update"]


def test_a_bad_todo_holds_up_nothing_else(tutorial: TodoList, open_client: OpenClient) -> None:
    client = open_client(tutorial)
    client.add("x" * 300)
    for number in range(5):
        client.add(f"good {number}")
    client.settle()
    assert len(Remote(tutorial).rows()) == 5


def test_a_row_changed_by_sql_with_microseconds_can_be_edited(tutorial: TodoList, open_client: OpenClient) -> None:
    remote = Remote(tutorial)
    at = "2026-01-01 10:00:00.123987+00"
    remote.write(title="by SQL", createdAt=at, updatedAt=at)
    client = open_client(tutorial)
    client.sync()
    client.edit("by SQL", title="edited")
    client.sync()
    assert client.entries() == []
    assert remote.titles() == ["edited"]


def test_a_snowflake_id_is_the_servers_own(full: TodoList, open_client: OpenClient) -> None:
    client = open_client(full)
    client.sync()
    client.add("new")
    assert client.entries()[0].kind is ChangeKind.CREATE
    client.sync()
    assert client.todo("new").server_id == Remote(full).rows()[0]["id"]


def test_a_todo_made_under_a_role_that_may_not_write_times_arrives_once(
    open_list: OpenList, open_client: OpenClient
) -> None:
    site = open_list(FULL).with_rights(limited(unwritable=["createdAt", "id"]))
    client = open_client(site)
    client.sync()
    client.add("new")
    client.settle()
    assert Remote(site).titles() == ["new"]
    assert client.entries() == []
