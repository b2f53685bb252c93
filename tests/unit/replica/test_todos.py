"""Storing todos: values, bases and entries come back as they were put."""

import pytest
from msgspec.structs import replace

from tests.unit.replica.todos import PLAIN, SORTABLE, collection_of, edited, parked, record
from todo_desktop.model.change import ChangeKind, Entry, EntryState, FieldChange, Writer
from todo_desktop.model.errors import Problem, StorageError
from todo_desktop.model.held import Held
from todo_desktop.model.lists import TodoList, local_collection
from todo_desktop.model.permissions import Permissions
from todo_desktop.model.query import Query, SortKey
from todo_desktop.model.schema import Field, FieldKind
from todo_desktop.model.todo import SyncState
from todo_desktop.model.values import Json
from todo_desktop.replica.json_text import is_same
from todo_desktop.replica.outbox import entry_from_row, entry_to_row
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore


def stored(store: TodoStore, todo_list: TodoList, **values: Json) -> Held:
    todo_id = store.put(Held(0, todo_list.id, None, values))
    return store.held([todo_id])[todo_id]


@pytest.mark.parametrize(
    "value",
    [
        None, "", "text", "tab\tline\nquote \" ' % _ \\", "😀 Ünïcode \u202e", "nul \0 inside", True, False, 0, 1, -1,
        1.5, -0.0, 1e300, 2**63 - 1, -(2**63), 2**63, 2**70, [], ["a", None, 1.0], {"id": 5, "nested": {"b": [True]}},
    ],
)  # fmt: skip
def test_any_value_in_any_field_comes_back_as_it_was(
    store: TodoStore, sortable_list: TodoList, reader: Reader, value: Json
) -> None:
    names = [field.name for field in sortable_list.collection.fields] + ["unheard of"]
    cases: list[dict[str, Json]] = [dict.fromkeys(names, value), *({name: value} for name in names)]
    for values in cases:
        held = stored(store, sortable_list, **values)
        assert is_same(dict(held.values), values)
        (todo,) = reader.rows([held.todo_id])
        assert is_same(dict(todo.values), values)


def test_a_field_that_was_absent_stays_absent(store: TodoStore, todo_list: TodoList) -> None:
    assert stored(store, todo_list, title="only this").values == {"title": "only this"}


@pytest.mark.parametrize("server_id", [5, "5", 123456789012345, "9223372036854775808", "0b8e-uuid"])
def test_a_server_id_keeps_its_kind(store: TodoStore, todo_list: TodoList, server_id: int | str) -> None:
    store.adopt(todo_list.id, [{"id": server_id, "title": "x"}])
    found = store.held_by_server_id(todo_list.id, [server_id])
    assert [(key, type(key), held.server_id) for key, held in found.items()] == [
        (server_id, type(server_id), server_id)
    ]


def test_the_number_5_and_the_text_5_are_two_todos(store: TodoStore, todo_list: TodoList) -> None:
    store.adopt(todo_list.id, [record(5, "number"), {**record(5, "text"), "id": "5"}])
    found = store.held_by_server_id(todo_list.id, [5, "5"])
    assert {key: held.values["title"] for key, held in found.items()} == {5: "number", "5": "text"}


def test_two_todos_cannot_share_a_server_id(store: TodoStore, todo_list: TodoList) -> None:
    store.put(Held(0, todo_list.id, 5, record(5)))
    with pytest.raises(StorageError):
        store.put(Held(0, todo_list.id, 5, record(5)))
    assert store.count(todo_list.id) == 1


def test_an_entry_comes_back_whole(store: TodoStore, todo_list: TodoList) -> None:
    entry = Entry(
        "operation 1", todo_list.id, 0, ChangeKind.UPDATE,
        {"title": FieldChange(None, "new"), "tags": FieldChange(["a"], [])},
        state=EntryState.PARKED, tries=3, not_before=1_700_000_000_000, created_at=12, problem=Problem.CONFLICT,
        detail="both changed it", receipt="2026-01-01T00:00:00.000Z", theirs={"title": None},
    )  # fmt: skip
    todo_id = store.put(Held(0, todo_list.id, 5, {"title": "new"}, base={"title": None}, entries=(entry,)))
    held = store.held([todo_id])[todo_id]
    (back,) = held.entries
    assert back == replace(entry, seq=back.seq, todo_id=todo_id)
    assert back.seq > 0
    assert held.base == {"title": None}


def test_putting_what_was_held_changes_nothing(store: TodoStore, todo_list: TodoList) -> None:
    held = edited(stored(store, todo_list, title="a"), "op", title="b")
    store.put(held)
    once = store.held([held.todo_id])
    assert store.put(once[held.todo_id]) == held.todo_id
    assert store.held([held.todo_id]) == once


def test_an_entry_that_is_left_out_is_deleted(store: TodoStore, todo_list: TodoList) -> None:
    held = edited(edited(stored(store, todo_list, title="a"), "first", title="b"), "second", title="c")
    store.put(held)
    held = store.held([held.todo_id])[held.todo_id]
    store.put(replace(held, entries=held.entries[1:]))
    assert [entry.operation for entry in store.entries(todo_list.id, set(EntryState))] == ["second"]


def test_entries_keep_the_order_in_which_they_were_put(store: TodoStore, todo_list: TodoList) -> None:
    held = edited(stored(store, todo_list, title="a"), "second", title="b")
    store.put(held)
    held = store.held([held.todo_id])[held.todo_id]
    store.put(replace(held, entries=(replace(held.entries[0], operation="first", seq=0), *held.entries)))
    assert [entry.operation for entry in store.held([held.todo_id])[held.todo_id].entries] == ["first", "second"]


def test_the_outbox_is_in_the_order_in_which_changes_were_made(store: TodoStore, todo_list: TodoList) -> None:
    first, second = stored(store, todo_list, title="a"), stored(store, todo_list, title="b")
    for held, operation in ((second, "1"), (first, "2")):
        store.put(edited(held, operation, title="x"))
    assert [entry.operation for entry in store.entries(todo_list.id, {EntryState.WAITING})] == ["1", "2"]
    assert store.entries(todo_list.id, {EntryState.PARKED, EntryState.SENT}) == []


def test_a_base_is_kept_only_while_there_are_entries(store: TodoStore, todo_list: TodoList) -> None:
    held = edited(stored(store, todo_list, title="a"), "op", title="b")
    store.put(replace(held, base=record(5), server_id=5))
    assert store.held([held.todo_id])[held.todo_id].base == record(5)
    store.put(replace(held, base=record(5), entries=()))
    assert store.held([held.todo_id])[held.todo_id].base is None


@pytest.mark.parametrize(
    ("problem", "state"),
    [(Problem.CONFLICT, SyncState.CONFLICT), (Problem.INVALID_INPUT, SyncState.FAILED), (None, SyncState.WAITING)],
)
def test_each_row_shows_where_it_stands(
    store: TodoStore, reader: Reader, todo_list: TodoList, problem: Problem | None, state: SyncState
) -> None:
    held = stored(store, todo_list, title="a")
    assert reader.rows([held.todo_id])[0].state is SyncState.SYNCED
    held = edited(held, "op", title="b")
    store.put(parked(held, problem) if problem else held)
    assert reader.rows([held.todo_id])[0].state is state
    assert reader.outbox_counts(todo_list.id) == ((1, 0) if problem is None else (0, 1))
    assert [(entry.operation, entry.problem) for entry in reader.entries_of(held.todo_id)] == [("op", problem)]
    assert reader.rows([held.todo_id])[0].parked == ({"title"} if problem else set())
    assert reader.in_dispute(todo_list.id) == ([held.todo_id] if problem is Problem.CONFLICT else [])


def test_the_outbox_has_what_needs_a_person_first_then_all_in_order(
    store: TodoStore, reader: Reader, todo_list: TodoList
) -> None:
    todos = [edited(stored(store, todo_list, title=title), title, title=f"{title}!") for title in "abc"]
    for held in todos:
        store.put(held)
    store.put(parked(store.held([todos[1].todo_id])[todos[1].todo_id], Problem.CONFLICT))
    assert [todo_id for _, todo_id in reader.outbox(todo_list.id)] == [todos[n].todo_id for n in (1, 0, 2)]
    held = reader.held([todos[0].todo_id])[todos[0].todo_id]
    assert [entry.wanted for entry in held.entries] == [{"title": "a!"}]


def test_a_todo_can_move_to_another_list_with_its_entries(store: TodoStore, todo_list: TodoList) -> None:
    local = store.local_list(local_collection({}))
    held = stored(store, local, title="at home")
    store.put(edited(replace(held, list_id=todo_list.id), "op", completed=True))
    moved = store.held([held.todo_id])[held.todo_id]
    assert (moved.list_id, dict(moved.values)) == (todo_list.id, {"title": "at home", "completed": True})
    assert [entry.todo_id for entry in store.entries(todo_list.id, set(EntryState))] == [held.todo_id]


def test_a_local_id_is_never_given_twice(store: TodoStore, todo_list: TodoList) -> None:
    gone = stored(store, todo_list, title="gone").todo_id
    store.remove(gone, 0)
    ((added,), _, _) = store.adopt(todo_list.id, [record(1)])
    assert gone < added < stored(store, todo_list, title="new").todo_id


def test_an_id_that_was_taken_away_can_be_put_again(store: TodoStore, todo_list: TodoList) -> None:
    held = stored(store, todo_list, title="back")
    store.remove(held.todo_id, 0)
    assert store.put(held) == held.todo_id
    assert store.held([held.todo_id])[held.todo_id] == held


def test_rows_come_in_the_order_asked_for_without_those_that_are_gone(
    store: TodoStore, reader: Reader, todo_list: TodoList
) -> None:
    a, b = stored(store, todo_list, title="a").todo_id, stored(store, todo_list, title="b").todo_id
    assert [todo.id for todo in reader.rows([b, 999, a, b])] == [b, a, b]


def test_an_error_between_row_and_entry_leaves_neither(store: TodoStore, todo_list: TodoList) -> None:
    held = edited(Held(0, todo_list.id, None, {"title": "half"}), "op", title="done")

    def put_and_fail() -> None:
        store.put(held)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), store.transaction():
        put_and_fail()
    assert store.entries(todo_list.id, set(EntryState)) == []


def test_values_survive_when_a_role_moves_to_another_field(
    store: TodoStore, reader: Reader, sortable_list: TodoList
) -> None:
    rows = [record(1, "milk", room="kitchen", sort=2, completed=True), record(2, "bed", room="attic", sort=1)]
    store.adopt(sortable_list.id, rows)
    assert reader.ids(Query(sortable_list.id)).tolist() == [2, 1]
    before = [todo.values for todo in reader.rows([1, 2])]

    other = collection_of(Field("room", FieldKind.TEXT), Field("open", FieldKind.BOOLEAN))
    assert other.roles.title == "room"
    assert store.save_schema(sortable_list.id, other, Permissions())

    assert [todo.values for todo in reader.rows([1, 2])] == before
    assert reader.ids(Query(sortable_list.id)).tolist() == [1, 2]
    by_room = Query(sortable_list.id, sort=(SortKey("room"),))
    assert reader.ids(by_room).tolist() == [2, 1]
    assert reader.ids(Query(sortable_list.id, "milk")).tolist() == []
    assert reader.ids(Query(sortable_list.id, "kitch")).tolist() == [1]


def test_another_connection_reads_rows_rightly_after_a_role_moved(
    store: TodoStore, reader: Reader, todo_list: TodoList
) -> None:
    store.adopt(todo_list.id, [record(1, "milk", sort=2)])
    (before,) = reader.rows([1])
    store.save_schema(todo_list.id, SORTABLE, Permissions())
    assert reader.rows([1]) == [before]
    store.save_schema(todo_list.id, PLAIN, Permissions())
    assert reader.rows([1]) == [before]


def test_an_entry_of_an_earlier_version_of_the_program_is_read() -> None:
    """As it lies in the trash: it had no writer."""
    changes = {"title": FieldChange("a", "b")}
    entry = Entry("op", 1, 1, ChangeKind.UPDATE, changes, seq=5, writer=Writer("", "7", "Ana"))
    row = entry_to_row(entry)
    assert entry_from_row(row) == entry
    assert entry_from_row(row[:-1]) == replace(entry, writer=None)
