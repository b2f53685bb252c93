"""Taking rows of the server over in bulk."""

from tests.unit.replica.todos import edited, record
from todo_desktop.model.lists import TodoList
from todo_desktop.model.query import Query
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore

NONE: frozenset[int] = frozenset()


def test_new_rows_are_added_in_their_order(store: TodoStore, reader: Reader, todo_list: TodoList) -> None:
    added, changed, alone = store.adopt(todo_list.id, [record(7), record(3)])
    assert (changed, alone) == (NONE, [])
    assert [todo.server_id for todo in reader.rows(sorted(added))] == [7, 3]
    assert reader.rows(sorted(added))[0].values == record(7)


def test_a_row_that_is_the_same_is_not_reported(store: TodoStore, todo_list: TodoList) -> None:
    store.adopt(todo_list.id, [record(1, done=None, tags=["a"])])
    shuffled = dict(reversed(record(1, done=None, tags=["a"]).items()))
    assert store.adopt(todo_list.id, [shuffled]) == (NONE, NONE, [])


def test_only_the_rows_that_differ_are_reported(store: TodoStore, reader: Reader, todo_list: TodoList) -> None:
    store.adopt(todo_list.id, [record(1), record(2), record(3)])
    added, changed, _ = store.adopt(todo_list.id, [record(1), record(2, completed=True), record(3), record(4)])
    assert [todo.values for todo in reader.rows(sorted(changed))] == [record(2, completed=True)]
    assert [todo.server_id for todo in reader.rows(sorted(added))] == [4]


def test_a_field_that_is_gone_on_the_server_is_gone_here(store: TodoStore, reader: Reader, todo_list: TodoList) -> None:
    (todo_id,), _, _ = store.adopt(todo_list.id, [record(1, completed=True, room="attic")])
    store.adopt(todo_list.id, [record(1)])
    assert reader.rows([todo_id])[0].values == record(1)


def test_a_todo_with_unsent_edits_is_left_alone(store: TodoStore, todo_list: TodoList) -> None:
    (todo_id,), _, _ = store.adopt(todo_list.id, [record(1)])
    store.put(edited(store.held([todo_id])[todo_id], "op", title="mine"))
    before = store.held([todo_id])
    assert store.adopt(todo_list.id, [record(1, "theirs")]) == (NONE, NONE, [1])
    assert store.held([todo_id]) == before


def test_of_a_row_that_occurs_twice_the_later_one_counts(store: TodoStore, reader: Reader, todo_list: TodoList) -> None:
    added, _, _ = store.adopt(todo_list.id, [record(1, "early"), record(1, "late")])
    assert [todo.values["title"] for todo in reader.rows(sorted(added))] == ["late"]


def test_an_adopted_row_is_found_by_its_new_text_alone(store: TodoStore, reader: Reader, todo_list: TodoList) -> None:
    store.adopt(todo_list.id, [record(1, "buy milk"), record(2, "sleep")])
    store.adopt(todo_list.id, [record(1, "buy bread"), record(2, "sleep", completed=True)])
    assert len(reader.ids(Query(todo_list.id, "milk"))) == 0
    assert len(reader.ids(Query(todo_list.id, "bread"))) == 1
    assert len(reader.ids(Query(todo_list.id, "sleep"))) == 1


def test_nothing_is_adopted_from_an_empty_page(store: TodoStore, todo_list: TodoList) -> None:
    assert store.adopt(todo_list.id, []) == (NONE, NONE, [])


def test_a_row_made_at_another_time_is_left_to_the_sync(store: TodoStore, reader: Reader, todo_list: TodoList) -> None:
    (todo_id,), _, _ = store.adopt(todo_list.id, [record(1, "ours")])
    made = {"createdAt": "2026-03-01T00:00:00.000Z"}
    assert store.adopt(todo_list.id, [record(1, "a stranger", **made)]) == (NONE, NONE, [1])
    assert reader.rows([todo_id])[0].values == record(1, "ours")


def test_a_creation_time_written_another_way_is_the_same(store: TodoStore, todo_list: TodoList) -> None:
    store.adopt(todo_list.id, [record(1, "ours")])
    _, changed, alone = store.adopt(todo_list.id, [record(1, "new", createdAt="2026-01-01T01:00:00.001+01:00")])
    assert (len(changed), alone) == (1, [])


def test_a_row_that_tells_no_creation_time_is_taken_over(store: TodoStore, todo_list: TodoList) -> None:
    store.adopt(todo_list.id, [record(1, "ours")])
    untold = {name: value for name, value in record(1, "new").items() if name != "createdAt"}
    assert store.adopt(todo_list.id, [untold])[2] == []
