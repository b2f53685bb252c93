"""The sweep and the totals that tell when one is due."""

import pytest
from msgspec.structs import replace

from tests.unit.replica.todos import edited, record
from todo_desktop.model.answers import Stamp, Totals
from todo_desktop.model.change import ChangeKind, Entry, FieldChange
from todo_desktop.model.held import Held
from todo_desktop.model.lists import TodoList
from todo_desktop.model.permissions import RIGHTS
from todo_desktop.replica.store import TodoStore


def stamp(number: int, order: float | None = None) -> Stamp:
    return Stamp(number, str(record(number)["updatedAt"]), order)


def test_rows_that_agree_are_seen_and_no_more(store: TodoStore, todo_list: TodoList) -> None:
    store.adopt(todo_list.id, [record(1), record(2)])
    store.begin_sweep(todo_list.id)
    assert store.sweep_page(todo_list.id, [stamp(1), stamp(2)]) == []
    assert store.unseen(todo_list.id) == []


def test_rows_that_the_sweep_did_not_see_are_named(store: TodoStore, todo_list: TodoList) -> None:
    added, _, _ = store.adopt(todo_list.id, [record(1), record(2), record(3)])
    store.begin_sweep(todo_list.id)
    store.sweep_page(todo_list.id, [stamp(1)])
    store.sweep_page(todo_list.id, [stamp(3)])
    assert store.unseen(todo_list.id) == [(sorted(added)[1], 2)]


def test_a_row_that_came_during_the_sweep_is_not_missing(store: TodoStore, todo_list: TodoList) -> None:
    store.begin_sweep(todo_list.id)
    store.adopt(todo_list.id, [record(1)])
    assert store.unseen(todo_list.id) == []


def test_a_todo_that_the_server_never_had_is_not_missing(store: TodoStore, todo_list: TodoList) -> None:
    create = Entry("new-1", todo_list.id, 0, ChangeKind.CREATE, {"title": FieldChange(None, "new")})
    store.put(Held(0, todo_list.id, None, {"title": "new"}, entries=(create,)))
    store.begin_sweep(todo_list.id)
    assert store.unseen(todo_list.id) == []


def test_a_todo_that_has_lost_its_row_and_wishes_nothing_is_named(store: TodoStore, todo_list: TodoList) -> None:
    todo = store.put(Held(0, todo_list.id, None, {"title": "another has its id now"}))
    store.begin_sweep(todo_list.id)
    assert store.unseen(todo_list.id) == [(todo, None)]


def test_a_new_sweep_forgets_the_one_before(store: TodoStore, todo_list: TodoList) -> None:
    store.adopt(todo_list.id, [record(1)])
    store.begin_sweep(todo_list.id)
    store.sweep_page(todo_list.id, [stamp(1)])
    store.begin_sweep(todo_list.id)
    assert [server_id for _, server_id in store.unseen(todo_list.id)] == [1]


@pytest.mark.parametrize(
    "theirs",
    [
        stamp(9, 3), Stamp(1, "2026-02-01T00:00:00.002Z", 3), Stamp(1, None, 3), stamp(1), stamp(1, 3.5),
        Stamp("1", stamp(1).updated_at, 3),
    ],
)  # fmt: skip
def test_a_row_that_is_unknown_or_different_is_to_be_fetched(
    store: TodoStore, sortable_list: TodoList, theirs: Stamp
) -> None:
    store.adopt(sortable_list.id, [record(1, sort=3)])
    store.begin_sweep(sortable_list.id)
    assert store.sweep_page(sortable_list.id, [theirs]) == [theirs.server_id]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("2026-02-01T00:00:00.001Z", "2026-02-01T00:00:00.001734Z"),
        ("2026-02-01T00:00:00.000Z", "2026-02-01T01:00:00+01:00"),
        (None, None),
    ],
)
def test_change_times_are_compared_at_the_millisecond(
    store: TodoStore, todo_list: TodoList, ours: str | None, theirs: str | None
) -> None:
    store.adopt(todo_list.id, [{**record(1), "updatedAt": ours}])
    store.begin_sweep(todo_list.id)
    assert store.sweep_page(todo_list.id, [Stamp(1, theirs, None)]) == []


def test_an_unsent_edit_is_not_a_difference_to_the_server(store: TodoStore, sortable_list: TodoList) -> None:
    (todo_id,), _, _ = store.adopt(sortable_list.id, [record(1, sort=3)])
    store.put(edited(store.held([todo_id])[todo_id], "op", sort=7, updatedAt="2030-01-01T00:00:00.000Z"))
    store.begin_sweep(sortable_list.id)
    assert store.sweep_page(sortable_list.id, [stamp(1, 3)]) == []
    assert store.sweep_page(sortable_list.id, [stamp(1, 7)]) == [1]


def test_totals_are_of_what_was_last_read(store: TodoStore, sortable_list: TodoList) -> None:
    assert store.totals(sortable_list.id) == Totals(0, None, None, None)
    store.adopt(sortable_list.id, [record(1, sort=1), record(2, sort=2.5), record(3, sort=None)])
    read = Totals(3, "2026-02-01T00:00:00.003Z", 3.5, None)
    assert store.totals(sortable_list.id) == read

    held = store.held([1, 3])
    store.put(edited(held[1], "op 1", sort=100, updatedAt="2030-01-01T00:00:00.000Z"))
    store.put(replace(edited(held[3], "op 2", title="x"), hidden=True))
    store.put(Held(0, sortable_list.id, None, {"title": "never sent", "sort": 50}))
    assert store.totals(sortable_list.id) == read
    assert store.count(sortable_list.id) == 3


def test_a_collection_without_order_and_times_has_a_count_alone(store: TodoStore, todo_list: TodoList) -> None:
    store.adopt(todo_list.id, [{"id": 1, "title": "a"}, {"id": 2, "title": "b"}])
    assert store.totals(todo_list.id) == Totals(2, None, None, None)


def test_a_row_with_which_something_else_may_be_done_is_wanted(store: TodoStore, todo_list: TodoList) -> None:
    store.adopt(todo_list.id, [{**record(1), RIGHTS: ["", "update"]}, record(2)])
    store.begin_sweep(todo_list.id)
    as_read = [replace(stamp(1), rights=["", "update"]), stamp(2)]
    assert store.sweep_page(todo_list.id, as_read) == []
    assert store.sweep_page(todo_list.id, [replace(one, rights=[""]) for one in as_read]) == [1, 2]
