"""What is on the server is here, however it got there."""

import contextlib

import pytest

from tests.contract.site import OpenList, TodoList
from tests.server.rights import OWN_RECORDS_IN_SIGHT, READ_ONLY, limited
from tests.server.shapes import FULL, TUTORIAL, Shape
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.answers import RecordPage
from todo_desktop.model.errors import NeedsAttention, Problem, Refused, Unavailable
from todo_desktop.model.instants import to_instant
from todo_desktop.model.values import ServerId
from todo_desktop.sync.schedule import SWEEP_EVERY

HOUR = 3_600_000


def test_the_first_load_reads_every_row_in_pages(
    open_list: OpenList, open_client: OpenClient, any_shape: Shape
) -> None:
    site = open_list(any_shape)
    site.seed(25)
    client = open_client(site, rows=7)
    client.sync()
    assert client.titles() == Remote(site).titles()
    assert [done for done, _ in client.progress][:4] == [7, 14, 21, 25]
    assert {total for _, total in client.progress} <= {25, None}


def test_a_first_load_that_was_cut_goes_on_where_it_stopped(tutorial: TodoList, open_client: OpenClient) -> None:
    tutorial.seed(25)
    client = open_client(tutorial, rows=5)
    read = client.server.page_by_id
    asked: list[ServerId | None] = []

    def cut_after_two_pages(after: ServerId | None, limit: int) -> RecordPage:
        asked.append(after)
        if len(asked) > 2:
            raise Unavailable(Problem.CONNECTION_LOST)
        return read(after, limit)

    client.server.page_by_id = cut_after_two_pages  # type: ignore[method-assign]
    with pytest.raises(Unavailable):
        client.sync()
    assert len(client.todos()) == 10
    client.restart()
    assert len(client.todos()) == 10, "what was read is on the disk"
    client.sync()
    assert client.progress[2:] == [(15, 25), (20, 25), (25, 25), (25, 25)]
    assert client.titles() == Remote(tutorial).titles()


def test_rows_written_during_an_interrupted_first_load_are_not_missed(
    tutorial: TodoList, open_client: OpenClient
) -> None:
    tutorial.seed(12)
    client = open_client(tutorial, rows=5)
    read = client.server.page_by_id
    remote = Remote(tutorial)
    first = remote.rows()[0]["id"]

    def while_somebody_writes(after: ServerId | None, limit: int) -> RecordPage:
        page = read(after, limit)
        if after is not None:
            remote.update(first, title="changed behind the reader's back")
            raise Unavailable(Problem.CONNECTION_LOST)
        return page

    client.server.page_by_id = while_somebody_writes  # type: ignore[method-assign]
    with pytest.raises(Unavailable):
        client.sync()
    client.restart()
    client.sync()
    client.sync()
    assert client.titles() == remote.titles()


def test_a_delta_picks_up_what_another_client_added_and_changed(
    open_list: OpenList, open_client: OpenClient, any_shape: Shape
) -> None:
    site = open_list(any_shape)
    site.seed(5)
    remote = Remote(site)
    client = open_client(site)
    client.sync()
    first = remote.rows()[0]["id"]
    remote.create(title="new there")
    remote.update(first, title="other there", completed=True)
    client.sync()
    assert client.titles() == remote.titles()
    assert client.todo("other there").values["completed"] is True


def test_a_quiet_list_is_asked_for_little(tutorial: TodoList, open_client: OpenClient) -> None:
    tutorial.seed(5)
    client = open_client(tutorial)
    client.sync()
    client.sync()
    client.heard.clear()
    client.sync()
    assert client.heard == []


def test_a_sweep_finds_what_was_deleted(open_list: OpenList, open_client: OpenClient, any_shape: Shape) -> None:
    site = open_list(any_shape)
    site.seed(6)
    remote = Remote(site)
    client = open_client(site)
    client.sync()
    remote.delete(remote.rows()[2]["id"])
    client.sync()
    assert client.titles() == remote.titles()
    assert len(client.todos()) == 5


def test_a_row_deleted_while_another_was_added_is_found_by_the_next_regular_sweep(
    tutorial: TodoList, open_client: OpenClient
) -> None:
    tutorial.seed(6)
    remote = Remote(tutorial)
    client = open_client(tutorial)
    client.sync()
    remote.delete(remote.rows()[2]["id"])
    remote.create(title="in its place")
    client.clock.forward(SWEEP_EVERY)
    client.sync()
    assert client.titles() == remote.titles()


def test_rows_written_by_sql_are_found(open_list: OpenList, open_client: OpenClient, any_shape: Shape) -> None:
    site = open_list(any_shape)
    site.seed(3)
    remote = Remote(site)
    client = open_client(site)
    client.sync()
    old = {"createdAt": "2020-01-01 00:00:00.123456+00", "updatedAt": "2020-01-01 00:00:00.123456+00"}
    key = {"id": 123456789012345} if any_shape is FULL else {}
    remote.write(title="by SQL", **key, **(old if any_shape.times else {}))
    client.sync()
    assert client.titles() == remote.titles()
    remote.erase("by SQL")
    client.sync()
    assert client.titles() == remote.titles()


def test_rows_renumbered_without_a_trace_are_found(full: TodoList, open_client: OpenClient) -> None:
    full.seed(5)
    remote = Remote(full)
    client = open_client(full)
    client.sync()
    titles = [row["title"] for row in remote.rows()]
    remote.renumber({titles[0]: 9})
    client.sync()
    assert {t.values["title"]: t.values["sort"] for t in client.todos()} == {
        row["title"]: row["sort"] for row in remote.rows()
    }


def test_a_changed_order_that_leaves_the_sum_alone_is_found_by_the_regular_sweep(
    full: TodoList, open_client: OpenClient
) -> None:
    full.seed(5)
    remote = Remote(full)
    client = open_client(full)
    client.sync()
    titles = [row["title"] for row in remote.rows()]
    remote.renumber({titles[0]: 2, titles[1]: 1})
    client.clock.forward(SWEEP_EVERY)
    client.sync()
    assert client.todo(titles[0]).values["sort"] == 2
    assert client.todo(titles[1]).values["sort"] == 1


def test_many_rows_of_one_millisecond_fill_whole_pages(tutorial: TodoList, open_client: OpenClient) -> None:
    client = open_client(tutorial, rows=3)
    client.sync()
    remote = Remote(tutorial)
    base = client.clock.now()
    for number, at in enumerate([0] * 2 + [1] * 10 + [2] * 2 + [3] * 4):
        when = to_instant(base + at)
        remote.write(title=f"row {number:02}", createdAt=when, updatedAt=when)
    client.sync()
    assert client.titles() == remote.titles()
    assert len(client.todos()) == 18


def test_rows_of_one_millisecond_are_found_by_the_delta_alone(tutorial: TodoList, open_client: OpenClient) -> None:
    client = open_client(tutorial, rows=3)
    client.sync()
    remote = Remote(tutorial)
    at = client.clock.now()
    for number in range(8):
        # Microseconds: what the API shows as one instant.
        when = to_instant(at).replace("Z", f"{number:03}Z")
        remote.write(title=f"row {number}", createdAt=when, updatedAt=when)
    client.engine._pull._sweep = lambda _totals: None  # type: ignore[method-assign, assignment]
    client.sync()
    assert client.titles() == remote.titles()


def test_a_row_dated_in_the_future_does_not_blind_the_cursor(tutorial: TodoList, open_client: OpenClient) -> None:
    tutorial.seed(2)
    remote = Remote(tutorial)
    client = open_client(tutorial)
    client.sync()
    remote.write(title="from the future", updatedAt=to_instant(client.clock.now() + HOUR))
    client.sync()
    client.engine._pull._sweep = lambda _totals: None  # type: ignore[method-assign, assignment]
    remote.create(title="made after it")
    client.sync()
    assert client.titles() == remote.titles()
    remote.update(remote.row("made after it")["id"], title="changed after it")
    client.sync()
    assert client.titles() == remote.titles()


def test_a_row_without_a_change_time_is_read(tutorial: TodoList, open_client: OpenClient) -> None:
    tutorial.seed(2)
    remote = Remote(tutorial)
    client = open_client(tutorial)
    client.sync()
    remote.write(title="never stamped")
    client.sync()
    assert client.titles() == remote.titles()
    client.edit("never stamped", completed=True)
    client.settle()
    assert remote.row("never stamped")["completed"] is True


def test_a_reader_sees_all_and_may_change_nothing(tutorial: TodoList, open_client: OpenClient) -> None:
    tutorial.seed(3)
    client = open_client(tutorial.with_rights(READ_ONLY))
    client.sync()
    assert client.titles() == Remote(tutorial).titles()
    first = client.todos()[0].id
    for problem, verb in (
        (Problem.MAY_NOT_CREATE, lambda: client.add("x")),
        (Problem.MAY_NOT_UPDATE, lambda: client.edit(first, title="x")),
        (Problem.MAY_NOT_DELETE, lambda: client.delete(first)),
    ):
        with pytest.raises(Refused) as refused:
            verb()
        assert refused.value.problem is problem
    assert client.entries() == []


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


def test_only_ones_own_rows_come_where_the_view_is_limited(full: TodoList, open_client: OpenClient) -> None:
    Remote(full).create(title="theirs")
    mine = full.of_another_user(OWN_RECORDS_IN_SIGHT)
    Remote(mine).create(title="mine")
    client = open_client(mine)
    client.sync()
    assert client.titles() == ["mine"]


def test_a_row_that_leaves_the_sight_of_the_role_is_let_go(full: TodoList, open_client: OpenClient) -> None:
    mine = full.of_another_user(OWN_RECORDS_IN_SIGHT)
    for title in ("one", "two"):
        Remote(mine).create(title=title)
    client = open_client(mine)
    client.sync()
    Remote(full).update(Remote(full).row("one")["id"], createdById=full.user_id)
    still_mine = Remote(mine).titles()
    client.sync()
    assert client.titles() == still_mine


def test_a_list_that_is_suddenly_empty_is_asked_about_and_then_let_go(
    open_list: OpenList, open_client: OpenClient, any_shape: Shape
) -> None:
    site = open_list(any_shape)
    site.seed(25)
    remote = Remote(site)
    client = open_client(site)
    client.sync()
    gone = remote.titles()[:6]
    remote.erase(*gone)
    for _ in range(2):
        with pytest.raises(NeedsAttention) as asked:
            client.sync()
        assert (asked.value.problem, asked.value.detail) == (Problem.MASS_REMOVAL, "6")
        assert len(client.todos()) == 25
    client.engine.allow_mass_removal()
    client.sync()
    assert client.titles() == remote.titles()
    assert len(client.store.trash(client.list_id)) == 6


def test_todos_missing_there_all_at_once_can_be_brought_back_under_their_ids(
    full: TodoList, open_client: OpenClient
) -> None:
    full.seed(25)
    remote = Remote(full)
    client = open_client(full)
    client.sync()
    before = {row["id"]: row for row in remote.rows()}
    remote.erase(*remote.titles()[:6])
    with pytest.raises(NeedsAttention):
        client.sync()
    client.engine.bring_back_missing()
    client.sync()
    client.sync()
    after = {row["id"]: row for row in remote.rows()}
    assert set(after) == set(before)
    changed = {name for number, row in before.items() for name in row if row[name] != after[number][name]}
    assert changed <= {"updatedAt", "updatedById", "createdById", "sort"}
    assert client.entries() == []
    assert client.store.trash(client.list_id) == []


def test_a_permission_to_remove_many_is_used_up_by_one_sweep(tutorial: TodoList, open_client: OpenClient) -> None:
    tutorial.seed(4)
    remote = Remote(tutorial)
    client = open_client(tutorial)
    client.sync()
    client.engine.allow_mass_removal()
    client.sync()
    remote.erase(*remote.titles())
    with pytest.raises(NeedsAttention):
        client.sync()
    assert len(client.todos()) == 4


def test_a_list_that_is_gone_as_a_whole_is_asked_about_though_one_of_its_todos_was_edited(
    tutorial: TodoList, open_client: OpenClient
) -> None:
    tutorial.seed(4)
    remote = Remote(tutorial)
    client = open_client(tutorial)
    client.sync()
    client.edit(client.titles()[0], title="Edited here")
    remote.erase(*remote.titles())
    with pytest.raises(NeedsAttention) as asked:
        client.sync()
    assert (asked.value.problem, asked.value.detail) == (Problem.MASS_REMOVAL, "3")
    assert len(client.todos()) == 4


def test_what_a_sweep_removed_can_be_restored(tutorial: TodoList, open_client: OpenClient) -> None:
    tutorial.seed(6)
    remote = Remote(tutorial)
    client = open_client(tutorial)
    client.sync()
    before = dict(client.todo(client.titles()[2]).values)
    remote.erase(str(before["title"]))
    client.sync()
    (trashed,) = client.store.trash(client.list_id)
    assert dict(trashed.todo.values) == before


def test_a_column_that_is_dropped_meanwhile_does_not_stop_the_list(
    open_list: OpenList, open_client: OpenClient
) -> None:
    tutorial = open_list(TUTORIAL, fresh=True)
    tutorial.seed(3)
    remote = Remote(tutorial)
    client = open_client(tutorial)
    client.sync()
    remote.drop_field("completed")
    remote.create(title="after it")
    for _ in range(2):
        with contextlib.suppress(Unavailable):
            client.sync()
    client.sync()
    assert client.titles() == remote.titles()
    client.edit("after it", title="edited")
    client.settle()
    assert client.titles() == remote.titles()


def test_two_lists_of_one_server_do_not_mix(open_list: OpenList, open_client: OpenClient) -> None:
    first, second = open_list(TUTORIAL), open_list(TUTORIAL)
    Remote(first).create(title="in the first")
    Remote(second).create(title="in the second")
    here, there = open_client(first), open_client(second)
    here.sync()
    there.sync()
    assert (here.titles(), there.titles()) == (["in the first"], ["in the second"])
