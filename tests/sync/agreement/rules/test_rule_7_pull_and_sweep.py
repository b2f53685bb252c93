"""Rule 7: a pull reads what changed since the cursor (fixed before its first page: the smaller of the newest
`updatedAt` and the server's `Date`, less an overlap), by (`updatedAt`, id). A sweep reads id, `updatedAt` and order
of *every* row by keyset, fetches what is unknown or different, and is correctness, not only deletion; one cheap
aggregate tells when one is due. A todo is deleted here only if it was known before the sweep began, was absent from
the complete sweep, and a second look by id finds nothing. More than a fifth of a list of 20 or more, or the whole of
one, asks first; what a sweep removed can be restored here. A todo with unsent edits is never deleted.
"""

from typing import Any

import pytest

from tests.contract.site import OpenList, TodoList
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.answers import RecordPage
from todo_desktop.model.errors import NeedsAttention, Problem, Unavailable
from todo_desktop.model.instants import from_instant
from todo_desktop.model.values import ServerId
from todo_desktop.sync.schedule import OVERLAP, SWEEP_EVERY
from todo_desktop.testing.shapes import NO_TIMESTAMPS, TUTORIAL, UNCOUNTED, UNDECLARED_TIMES, UUIDS, Shape


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
    client.engine.allow_mass_removal(6)
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
    client.engine.bring_back_missing(6)
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
    client.engine.allow_mass_removal(4)
    client.sync()
    remote.erase(*remote.titles())
    with pytest.raises(NeedsAttention):
        client.sync()
    assert len(client.todos()) == 4


@pytest.mark.parametrize("brings_back", [False, True], ids=["removed", "brought back"])
def test_an_answer_counts_for_no_more_todos_than_were_asked_about(
    tutorial: TodoList, open_client: OpenClient, brings_back: bool
) -> None:
    tutorial.seed(25)
    remote = Remote(tutorial)
    client = open_client(tutorial)
    client.sync()
    remote.erase(*remote.titles()[:6])
    with pytest.raises(NeedsAttention):
        client.sync()
    remote.erase(remote.titles()[0])
    answer = client.engine.bring_back_missing if brings_back else client.engine.allow_mass_removal
    answer(6)
    with pytest.raises(NeedsAttention) as asked:
        client.sync()
    assert asked.value.detail == "7"
    assert len(client.todos()) == 25
    answer(7)
    client.settle()
    assert client.titles() == remote.titles()
    assert len(client.todos()) == (25 if brings_back else 18)


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


KINDS = {"uncounted": UNCOUNTED, "undeclared times": UNDECLARED_TIMES, "uuids": UUIDS}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_lists_of_every_kind_are_loaded_in_pages_resumed_and_swept(
    open_list: OpenList, open_client: OpenClient, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One tells only whether there is more; one has times that are no fields; one has ids without an order."""
    site = open_list(KINDS[kind])
    remote = Remote(site)
    for number in range(7):
        remote.create(title=f"there {number}")
    client = open_client(site, rows=3, stamps=3)
    read = client.server.page_by_id

    def cut_after_one(after: Any, limit: int) -> Any:
        if after is not None:
            raise Unavailable(Problem.CONNECTION_LOST)
        return read(after, limit)

    monkeypatch.setattr(client.server, "page_by_id", cut_after_one)
    with pytest.raises(Unavailable):
        client.sync()
    client.restart()
    assert len(client.todos()) == 3
    client.sync()
    assert client.titles() == remote.titles()
    remote.update(remote.row("there 1")["id"], title="changed")
    remote.delete(remote.row("there 2")["id"])
    client.sync()
    assert client.titles() == remote.titles()


def test_the_cursor_is_fixed_before_the_first_page_and_less_an_overlap(
    tutorial: TodoList, open_client: OpenClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    remote = Remote(tutorial)
    remote.create(title="there")
    client = open_client(tutorial)
    client.sync()
    newest = from_instant(remote.rows()[0]["updatedAt"])
    assert newest is not None
    read = client.server.page_by_change

    def while_somebody_writes(since: int, limit: int) -> Any:
        remote.create(title="meanwhile")
        return read(since, limit)

    monkeypatch.setattr(client.server, "page_by_change", while_somebody_writes)
    client.sync()
    cursor = client.store.pull_state(client.list_id).cursor
    assert cursor is not None
    assert newest - OVERLAP - 1_000 <= cursor <= newest - OVERLAP, "the header tells whole seconds"


def test_a_sweep_starts_when_the_aggregate_disagrees_and_not_before(
    tutorial: TodoList, open_client: OpenClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    tutorial.seed(4)
    remote = Remote(tutorial)
    client = open_client(tutorial)
    client.sync()
    swept: list[Any] = []
    read = client.server.stamps

    def noted(after: Any, limit: int) -> Any:
        swept.append(after)
        return read(after, limit)

    monkeypatch.setattr(client.server, "stamps", noted)
    remote.create(title="new there")
    client.sync()
    assert swept == []
    remote.delete(remote.rows()[0]["id"])
    client.sync()
    assert swept == [None]


def test_a_row_that_a_second_look_finds_is_not_deleted(
    tutorial: TodoList, open_client: OpenClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    tutorial.seed(4)
    client = open_client(tutorial)
    client.sync()
    read = client.server.stamps

    def without_the_first(after: Any, limit: int) -> Any:
        stamps, full = read(after, limit)
        return stamps[1:], full

    monkeypatch.setattr(client.server, "stamps", without_the_first)
    client.clock.forward(SWEEP_EVERY)
    client.sync()
    assert client.titles() == Remote(tutorial).titles()


def test_a_sweep_that_ended_early_deletes_nothing(
    tutorial: TodoList, open_client: OpenClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    tutorial.seed(6)
    remote = Remote(tutorial)
    client = open_client(tutorial, stamps=2)
    client.sync()
    remote.delete(remote.rows()[0]["id"])
    read = client.server.stamps

    def cut(after: Any, limit: int) -> Any:
        if after is not None:
            raise Unavailable(Problem.CONNECTION_LOST)
        return read(after, limit)

    monkeypatch.setattr(client.server, "stamps", cut)
    with pytest.raises(Unavailable):
        client.sync()
    assert len(client.todos()) == 6


def test_a_todo_made_while_the_sweep_ran_is_not_deleted(
    tutorial: TodoList, open_client: OpenClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    tutorial.seed(4)
    client = open_client(tutorial)
    client.sync()
    read = client.server.stamps

    def meanwhile(after: Any, limit: int) -> Any:
        found = read(after, limit)
        client.add("typed meanwhile")
        return found

    monkeypatch.setattr(client.server, "stamps", meanwhile)
    client.clock.forward(SWEEP_EVERY)
    client.sync()
    assert "typed meanwhile" in client.titles()


def test_a_todo_with_unsent_edits_is_never_deleted(
    open_list: OpenList, open_client: OpenClient, any_shape: Shape, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = open_list(any_shape)
    site.seed(3)
    remote = Remote(site)
    client = open_client(site)
    client.sync()
    first = remote.rows()[0]
    client.edit(first["title"], title="mine")
    with monkeypatch.context() as unsent:
        unsent.setattr(client.engine._push, "run", lambda: None)
        remote.delete(first["id"])
        client.clock.forward(SWEEP_EVERY)
        client.sync()
    assert "mine" in client.titles()
    assert client.problems() == [("mine", Problem.GONE)]


def test_exactly_a_fifth_does_not_ask_and_the_whole_of_a_short_list_does(
    open_list: OpenList, open_client: OpenClient
) -> None:
    long, short = open_list(TUTORIAL), open_list(NO_TIMESTAMPS)
    for site, count in ((long, 20), (short, 2)):
        site.seed(count)
    here, there = open_client(long), open_client(short)
    here.sync()
    there.sync()
    Remote(long).erase(*Remote(long).titles()[:4])
    here.sync()
    assert len(here.todos()) == 16
    Remote(short).erase(*Remote(short).titles())
    with pytest.raises(NeedsAttention) as asked:
        there.sync()
    assert asked.value.problem is Problem.MASS_REMOVAL
    assert len(there.todos()) == 2
