"""What was taken away can be brought back for 30 days."""

import pytest
from msgspec.structs import replace

from tests.unit.replica.todos import edited, record
from todo_desktop.model.change import EntryState
from todo_desktop.model.lists import TodoList
from todo_desktop.model.query import Query
from todo_desktop.model.todo import StateMark
from todo_desktop.replica.database import Database
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore
from todo_desktop.replica.trash import _STATES, DAY_MS, OF_TODO, Trash

NOON = 1_795_000_000_000


def test_a_removed_todo_is_gone_with_its_entries_and_kept_in_the_trash(
    store: TodoStore, reader: Reader, todo_list: TodoList
) -> None:
    store.adopt(todo_list.id, [record(1, "milk"), record(2)])
    store.put(edited(store.held([1])[1], "op", completed=True))
    store.remove(1, 5000)
    assert reader.ids(Query(todo_list.id)).tolist() == [2]
    assert store.entries(todo_list.id, set(EntryState)) == []
    (trashed,) = store.trash(todo_list.id)
    assert (trashed.removed_at, trashed.todo.server_id, trashed.todo.values["title"]) == (5000, 1, "milk")


def test_a_restored_todo_is_as_it_was(store: TodoStore, reader: Reader, todo_list: TodoList) -> None:
    store.adopt(todo_list.id, [record(1, "milk")])
    store.put(edited(store.held([1])[1], "op", completed=True))
    before = store.held([1])[1]
    store.remove(1, 5000)
    assert store.restore(store.trash(todo_list.id)[0].id) == 1
    after = store.held([1])[1]
    assert (after.values, after.base, after.server_id) == (before.values, before.base, 1)
    assert [entry.operation for entry in after.entries] == ["op"]
    assert reader.ids(Query(todo_list.id, "milk")).tolist() == [1]
    assert store.trash(todo_list.id) == []


def test_restoring_a_row_that_came_back_by_itself_does_not_double_it(store: TodoStore, todo_list: TodoList) -> None:
    store.adopt(todo_list.id, [record(1, "milk")])
    store.remove(1, 5000)
    (again,), _, _ = store.adopt(todo_list.id, [record(1, "milk again")])
    assert store.restore(store.trash(todo_list.id)[0].id) == again
    assert store.count(todo_list.id) == 1
    assert store.held([again])[again].values["title"] == "milk again"


def removed(store: TodoStore, todo_list: TodoList, server_id: int, at: int) -> None:
    (todo_id,), _, _ = store.adopt(todo_list.id, [record(server_id)])
    store.remove(todo_id, at)


def in_trash(store: TodoStore, todo_list: TodoList) -> list[int]:
    """Server ids."""
    return sorted(int(trashed.todo.server_id or 0) for trashed in store.trash(todo_list.id))


def test_the_trash_is_emptied_after_30_days(store: TodoStore, todo_list: TodoList) -> None:
    for day in range(40):
        removed(store, todo_list, day + 1, NOON + day * DAY_MS)
    assert in_trash(store, todo_list) == list(range(10, 41))


def test_a_clock_that_is_ahead_empties_no_trash(store: TodoStore, todo_list: TodoList) -> None:
    removed(store, todo_list, 1, NOON)
    for server_id in (2, 3):
        removed(store, todo_list, server_id, NOON + 400 * DAY_MS + server_id)
    removed(store, todo_list, 4, NOON + DAY_MS)
    assert in_trash(store, todo_list) == [1, 2, 3, 4]


def test_what_was_removed_by_a_clock_that_was_behind_is_kept_once_it_is_right(
    store: TodoStore, todo_list: TodoList
) -> None:
    removed(store, todo_list, 1, 1000)
    removed(store, todo_list, 2, NOON)
    assert in_trash(store, todo_list) == [1, 2]


def test_what_was_removed_by_a_clock_that_was_ahead_is_not_kept_for_ever(store: TodoStore, todo_list: TodoList) -> None:
    removed(store, todo_list, 1, NOON + 4000 * DAY_MS)
    for day in range(40):
        removed(store, todo_list, day + 2, NOON + day * DAY_MS)
    assert 1 not in in_trash(store, todo_list)


def test_removing_what_is_not_there_does_nothing(store: TodoStore, todo_list: TodoList) -> None:
    store.remove(99, 1000)
    assert store.trash(todo_list.id) == []


def test_what_is_no_longer_in_the_trash_cannot_be_restored(store: TodoStore) -> None:
    with pytest.raises(LookupError):
        store.restore(1)


def test_the_trash_is_read_a_few_at_a_time(store: TodoStore, reader: Reader, todo_list: TodoList) -> None:
    store.adopt(todo_list.id, [record(1), record(2), record(3)])
    for todo_id in (1, 2, 3):
        store.remove(todo_id, 1000 * todo_id)
    ids = reader.trash_ids(todo_list.id)
    assert [trashed.todo.server_id for trashed in reader.trashed(ids[:2])] == [3, 2]
    assert [trashed.removed_at for trashed in reader.trashed([*ids[2:], 99])] == [1000]


def test_a_todo_that_is_there_again_is_not_restored_over(
    database: Database, store: TodoStore, todo_list: TodoList
) -> None:
    """As a trash of a backup may have it, after a repair."""
    store.adopt(todo_list.id, [record(1, "milk")])
    held = store.held([1])[1]
    store.put(replace(held, values={**held.values, "title": "there again"}))
    Trash(database).add(held, 5000)
    assert store.restore(store.trash(todo_list.id)[0].id) == 1
    assert store.held([1])[1].values["title"] == "there again"


def test_a_todo_that_is_put_back_is_in_the_trash_no_more(store: TodoStore, todo_list: TodoList) -> None:
    store.adopt(todo_list.id, [record(1, "milk"), record(2, "bread")])
    before = store.held([1])[1]
    store.remove(1, 5000)
    store.remove(2, 6000)
    store.put(before)
    assert [trashed.todo.id for trashed in store.trash(todo_list.id)] == [2]


def test_what_a_todo_left_in_the_trash_is_found_at_once_however_much_is_there(database: Database) -> None:
    """Else undo of a delete of many todos would take the square of their number."""
    plan = database.rows(f"EXPLAIN QUERY PLAN DELETE FROM trash WHERE {OF_TODO} = ?", (1,))  # noqa: S608 - a constant
    assert "trash_todo" in str(plan)


def test_a_garbled_text_in_the_trash_does_not_stand_in_the_way(
    database: Database, store: TodoStore, todo_list: TodoList
) -> None:
    database.run("INSERT INTO trash (list_id, content, removed_at) VALUES (?, '{', 0)", (todo_list.id,))
    store.adopt(todo_list.id, [record(1, "milk")])
    before = store.held([1])[1]
    store.remove(1, 5000)
    assert store.put(before) == 1
    assert database.value("SELECT count(*) FROM trash") == 1


def states_after(reader: Reader, mark: StateMark) -> list[int]:
    return [state.todo_id for state in reader.kept_states(mark)]


def test_of_the_states_that_were_kept_those_after_a_mark_are_told(
    store: TodoStore, reader: Reader, todo_list: TodoList
) -> None:
    store.adopt(todo_list.id, [record(number) for number in range(1, 5)])
    held = store.held(range(1, 5))
    store.keep_state(held[1], NOON)
    store.remove(2, NOON)
    store.keep_state(held[3], NOON)
    first, second = reader.kept_states((0, 0))
    assert (first.todo_id, first.list_id, second.todo_id) == (1, todo_list.id, 3)
    assert states_after(reader, first.mark) == [3]
    assert states_after(reader, second.mark) == []
    store.keep_state(held[4], NOON - DAY_MS)
    assert states_after(reader, second.mark) == [4], "a clock that went back hides none"


def test_a_state_that_gets_the_number_of_one_that_was_restored_is_told(
    store: TodoStore, reader: Reader, todo_list: TodoList
) -> None:
    store.adopt(todo_list.id, [record(1), record(2)])
    held = store.held([1, 2])
    store.keep_state(held[1], NOON)
    (told,) = reader.kept_states((0, 0))
    store.forget_state(told.mark[0])
    store.keep_state(held[2], NOON + DAY_MS)
    (later,) = reader.kept_states(told.mark)
    assert (later.todo_id, later.mark[0]) == (2, told.mark[0])


def test_what_was_removed_is_not_read_to_find_the_states_that_were_kept(database: Database) -> None:
    plan = str(database.rows(f"EXPLAIN QUERY PLAN {_STATES}", (0, 0)))
    assert "trash_todo" in plan
    assert "SCAN" not in plan
