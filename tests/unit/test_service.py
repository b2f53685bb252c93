"""The verbs, on a real replica."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.unit.sync.todos import TODOS, row
from todo_desktop.model.change import ChangeKind, EntryState
from todo_desktop.model.changes import Changes
from todo_desktop.model.errors import InvalidValue, Problem, Refused
from todo_desktop.model.lists import ListIdentity, TodoList, local_collection
from todo_desktop.model.permissions import FORBIDDEN, RIGHTS, Grant, Permissions
from todo_desktop.replica.database import Purpose, open_database
from todo_desktop.replica.store import TodoStore
from todo_desktop.service import UNDO_MS, LeftAlone, TodoService, UndoStep

NOW = 1_000_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[TodoStore]:
    database = open_database(tmp_path, Purpose.WINDOW)
    yield TodoStore(database)
    database.close()


def service_of(store: TodoStore, todo_list: TodoList) -> TodoService:
    operations = iter(range(10_000))
    return TodoService(store, todo_list, now=lambda: NOW, new_operation=lambda: f"op{next(operations)}")


@pytest.fixture
def remote(store: TodoStore) -> TodoService:
    """On a server's list that holds one todo, read from there: id 7, *eat food*."""
    todo_list = store.open_list(ListIdentity("http://localhost:1/api", "todos", "1"), TODOS)
    store.adopt(todo_list.id, [row()])
    return service_of(store, todo_list)


@pytest.fixture
def local(store: TodoStore) -> TodoService:
    return service_of(store, store.local_list(local_collection({})))


def the_todo(store: TodoStore, service: TodoService) -> int:
    return next(iter(store.held_by_server_id(service.list.id, [7]).values())).todo_id


def test_an_edit_and_its_outbox_entry_are_on_disk_when_the_verb_returns(
    store: TodoStore, remote: TodoService, tmp_path: Path
) -> None:
    remote.edit([the_todo(store, remote)], {"title": "eat lunch"})
    other = open_database(tmp_path, Purpose.READER)
    entries = TodoStore(other).entries(remote.list.id, set(EntryState))
    other.close()
    assert [(e.kind, e.wanted) for e in entries] == [(ChangeKind.UPDATE, {"title": "eat lunch"})]


def test_a_new_todo_is_in_the_outbox_with_the_defaults_of_its_fields(store: TodoStore, remote: TodoService) -> None:
    (todo_id,) = remote.add({"title": "buy milk"}).added
    held = store.held([todo_id])[todo_id]
    assert held.server_id is None
    assert [(e.kind, e.wanted) for e in held.entries] == [(ChangeKind.CREATE, {"priority": "low", "title": "buy milk"})]


def test_two_todos_added_in_one_millisecond_have_two_typing_times(store: TodoStore, remote: TodoService) -> None:
    ids = [next(iter(remote.add({"title": "x"}).added)) for _ in range(2)]
    times = {store.held([i])[i].entries[0].created_at for i in ids}
    assert len(times) == 2


def test_the_local_list_needs_no_outbox(store: TodoStore, local: TodoService) -> None:
    (todo_id,) = local.add({"title": "buy milk"}).added
    local.set_done([todo_id], True)
    held = store.held([todo_id])[todo_id]
    assert held.entries == ()
    assert held.values["completed"] is True
    assert held.values["createdAt"] == "1970-01-01T00:16:40.000Z"


def test_ticking_what_is_null_and_unticking_it_are_edits(store: TodoStore, remote: TodoService) -> None:
    todo_id = the_todo(store, remote)
    remote.set_done([todo_id], True)
    assert store.held([todo_id])[todo_id].values["completed"] is True
    assert remote.undo_step == UndoStep("done", 1)


@pytest.mark.parametrize(
    ("values", "reason"), [({"title": 5}, "wrong-kind"), ({"id": 9}, "not-editable"), ({"nothing": 1}, "not-editable")]
)
def test_a_value_that_does_not_fit_is_refused_and_nothing_is_stored(
    store: TodoStore, remote: TodoService, values: dict[str, object], reason: str
) -> None:
    todo_id = the_todo(store, remote)
    before = store.held([todo_id])
    with pytest.raises(InvalidValue, match=reason):
        remote.edit([todo_id], values)  # type: ignore[arg-type]
    assert store.held([todo_id]) == before


def test_what_others_created_is_refused_where_the_role_may_change_its_own_alone(
    store: TodoStore, remote: TodoService
) -> None:
    theirs = the_todo(store, remote)
    (held,) = store.held([theirs]).values()
    store.put(replace(held, values={**held.values, "createdById": 2}))
    own = Permissions(update=Grant(own=True), destroy=Grant(own=True))
    store.save_schema(remote.list.id, replace(TODOS, created_by="createdById"), own)
    remote.reload_list()
    assert remote.list.permissions == own
    (mine,) = remote.add({"title": "new"}).added
    here = store.local_list(local_collection({}))
    before = store.held([theirs, mine])
    verbs: tuple[Callable[[], Changes], ...] = (
        lambda: remote.edit([theirs], {"title": "x"}),
        lambda: remote.delete([theirs]),
        lambda: remote.carry([theirs], here, moves=True, into_notes=False),
    )
    for verb in verbs:
        with pytest.raises(Refused) as refused:
            verb()
        assert refused.value.problem is Problem.NOT_OWN
    assert store.held([theirs, mine]) == before
    assert remote.take_passed_over() == 0
    assert remote.edit([mine], {"title": "x"}).changed == {mine}


def test_a_verb_on_many_passes_over_those_that_the_role_may_not_touch(store: TodoStore, remote: TodoService) -> None:
    some = Permissions(update=Grant(some=True), destroy=Grant(some=True), scopes="today")
    closed = the_todo(store, remote)
    (held,) = store.held([closed]).values()
    store.put(replace(held, values={**held.values, RIGHTS: some.told([])}))
    store.save_schema(remote.list.id, TODOS, some)
    remote.reload_list()
    assert remote.list.permissions == some
    (mine,) = remote.add({"title": "new"}).added
    assert remote.edit([mine, closed], {"title": "x"}).changed == {mine}
    assert remote.take_passed_over() == 1
    assert remote.take_passed_over() == 0
    assert remote.delete([closed, mine]).removed == {mine}
    assert remote.take_passed_over() == 1
    with pytest.raises(Refused) as refused:
        remote.delete([closed])
    assert refused.value.problem is Problem.NOT_IN_SCOPE
    store.save_schema(remote.list.id, TODOS, replace(some, scopes="tomorrow"))
    remote.reload_list()
    assert remote.edit([closed], {"title": "y"}).changed == {closed}, "an unknown right never blocks"


def test_what_the_role_may_not_do_is_refused_before_it_is_stored(store: TodoStore, remote: TodoService) -> None:
    todo_id = the_todo(store, remote)
    limited = Permissions(create=FORBIDDEN, update=Grant(fields=frozenset({"completed"})), destroy=FORBIDDEN)
    store.save_schema(remote.list.id, TODOS, limited)
    remote.reload_list()
    verbs: tuple[tuple[Callable[[], Changes], Problem], ...] = (
        (lambda: remote.add({"title": "x"}), Problem.MAY_NOT_CREATE),
        (lambda: remote.edit([todo_id], {"title": "x"}), Problem.MAY_NOT_UPDATE),
        (lambda: remote.delete([todo_id]), Problem.MAY_NOT_DELETE),
    )
    for verb, problem in verbs:
        with pytest.raises(Refused) as refused:
            verb()
        assert refused.value.problem is problem
    assert remote.edit([todo_id], {"completed": True}).changed == {todo_id}


def test_a_bulk_edit_is_one_step_back(store: TodoStore, local: TodoService) -> None:
    ids = [next(iter(local.add({"title": str(n)}).added)) for n in range(3)]
    local.edit(ids, {"title": "same"})
    assert local.undo_step == UndoStep("edit", 3)
    local.undo()
    assert [store.held([i])[i].values["title"] for i in ids] == ["0", "1", "2"]
    local.redo()
    assert {store.held([i])[i].values["title"] for i in ids} == {"same"}


def test_todos_added_together_are_one_step_back(store: TodoStore, remote: TodoService) -> None:
    remote.add({"title": "before"})
    added = remote.add_each([{"title": str(n)} for n in range(3)]).added
    assert remote.undo_step == UndoStep("add", 3)
    assert remote.undo().removed == added
    assert remote.undo_step == UndoStep("add", 1)
    assert len(remote.redo().added) == 3


def test_of_todos_added_together_none_is_stored_where_one_does_not_fit(store: TodoStore, remote: TodoService) -> None:
    with pytest.raises(InvalidValue):
        remote.add_each([{"title": "fits"}, {"title": 5}])
    assert store.entries(remote.list.id, set(EntryState)) == []


def test_undo_goes_back_several_steps(store: TodoStore, local: TodoService) -> None:
    (todo_id,) = local.add({"title": "a"}).added
    local.edit([todo_id], {"title": "b"})
    local.edit([todo_id], {"title": "c"})
    local.undo()
    local.undo()
    assert store.held([todo_id])[todo_id].values["title"] == "a"
    assert local.undo().removed == {todo_id}
    assert local.undo_step is None


def test_a_delete_waits_for_its_undo_bar_and_comes_back_by_undo(store: TodoStore, remote: TodoService) -> None:
    todo_id = the_todo(store, remote)
    assert remote.delete([todo_id]).removed == {todo_id}
    (entry,) = store.entries(remote.list.id, set(EntryState))
    assert entry.not_before >= NOW + UNDO_MS
    assert remote.undo().added == {todo_id}
    assert store.entries(remote.list.id, set(EntryState)) == []
    assert not store.held([todo_id])[todo_id].hidden


def test_undo_of_a_delete_that_the_server_has_carried_out_brings_the_todo_back_under_its_id(
    store: TodoStore, remote: TodoService
) -> None:
    todo_id = the_todo(store, remote)
    remote.delete([todo_id])
    store.remove(todo_id, NOW)
    (back,) = remote.undo().added
    held = store.held([back])[back]
    assert held.server_id == 7
    assert held.entries[0].kind is ChangeKind.CREATE
    assert held.entries[0].wanted["title"] == "eat food"


def test_what_is_back_by_undo_is_no_longer_among_what_was_removed(store: TodoStore, remote: TodoService) -> None:
    todo_id = the_todo(store, remote)
    (other,) = remote.add({"title": "another"}).added
    for one in (other, todo_id):
        remote.delete([one])
        store.remove(one, NOW)  # the server has carried it out
    assert [trashed.todo.id for trashed in store.trash(remote.list.id)] == [todo_id, other]
    remote.undo()
    assert [trashed.todo.id for trashed in store.trash(remote.list.id)] == [other]
    remote.redo()
    store.remove(todo_id, NOW)
    assert [trashed.todo.id for trashed in store.trash(remote.list.id)] == [todo_id, other]
    remote.undo()
    assert [trashed.todo.id for trashed in store.trash(remote.list.id)] == [other]


def test_an_added_todo_that_was_taken_back_is_added_again_by_redo(store: TodoStore, remote: TodoService) -> None:
    (todo_id,) = remote.add({"title": "buy milk"}).added
    remote.undo()
    store.remove(todo_id, NOW)  # create and delete have vanished together
    (again,) = remote.redo().added
    held = store.held([again])[again]
    assert held.values["title"] == "buy milk"
    assert [(e.kind, e.wanted) for e in held.entries] == [(ChangeKind.CREATE, {"priority": "low", "title": "buy milk"})]
    assert remote.undo().removed == {again}


def test_undo_of_a_delete_under_way_shows_the_todo_at_once(store: TodoStore, remote: TodoService) -> None:
    todo_id = the_todo(store, remote)
    remote.delete([todo_id])
    held = store.held([todo_id])[todo_id]
    store.put(replace(held, entries=(replace(held.entries[0], state=EntryState.SENT),)))
    assert remote.undo().added == {todo_id}
    assert remote.left_alone == LeftAlone()
    assert not store.held([todo_id])[todo_id].hidden
    assert remote.redo().removed == {todo_id}
    assert [e.state for e in store.held([todo_id])[todo_id].entries] == [EntryState.SENT]


def write_there(store: TodoStore, todo_id: int, **values: str) -> None:
    """Somebody else's newer values come from the server."""
    held = store.held([todo_id])[todo_id]
    store.put(replace(held, values={**held.values, **values}))


def test_undo_of_an_add_does_not_take_what_somebody_else_has_written_there_since(
    store: TodoStore, remote: TodoService
) -> None:
    (todo_id,) = remote.add({"title": "buy milk"}).added
    write_there(store, todo_id, title="buy oat milk")
    assert not remote.undo().removed
    assert remote.left_alone == LeftAlone(todos=1)
    assert store.held([todo_id])[todo_id].values["title"] == "buy oat milk"
    assert (remote.undo_step, remote.redo_step) == (None, None)


def test_undo_of_an_add_is_not_held_up_by_what_the_server_filled_in(store: TodoStore, remote: TodoService) -> None:
    (todo_id,) = remote.add({"title": "buy milk"}).added
    held = store.held([todo_id])[todo_id]
    filled_in = row(id=8, title="buy milk", completed=False, priority="low", tags=[], sort=12, createdAt="x")
    store.put(replace(held, server_id=8, values=filled_in, entries=()))
    assert remote.undo().removed == {todo_id}


def test_redo_of_a_delete_does_not_take_what_somebody_else_has_written_there_since(
    store: TodoStore, remote: TodoService
) -> None:
    todo_id = the_todo(store, remote)
    remote.delete([todo_id])
    remote.undo()
    write_there(store, todo_id, title="eat lunch")
    assert not remote.redo().removed
    assert remote.left_alone == LeftAlone(todos=1)
    assert not store.held([todo_id])[todo_id].hidden


def test_an_undo_that_finds_its_todo_gone_says_so(store: TodoStore, remote: TodoService) -> None:
    todo_id = the_todo(store, remote)
    remote.edit([todo_id], {"title": "eat lunch", "completed": True})
    store.remove(todo_id, NOW)
    remote.undo()
    assert remote.left_alone == LeftAlone(gone=1)


def test_an_undo_does_not_overwrite_what_somebody_else_has_written_since(store: TodoStore, local: TodoService) -> None:
    (todo_id,) = local.add({"title": "a"}).added
    local.edit([todo_id], {"title": "b"})
    held = store.held([todo_id])[todo_id]
    store.put(type(held)(held.todo_id, held.list_id, None, {**held.values, "title": "theirs"}))
    local.undo()
    assert local.left_alone == LeftAlone(values=1)
    assert store.held([todo_id])[todo_id].values["title"] == "theirs"


def test_everybody_who_asked_hears_of_a_change(local: TodoService) -> None:
    heard: list[Changes] = []
    local.subscribe(heard.append)
    made = local.add({"title": "a"})
    assert heard == [made]


def test_a_step_of_which_nothing_can_be_undone_does_not_stand_before_the_others(
    store: TodoStore, local: TodoService
) -> None:
    (todo_id,) = local.add({"title": "one"}).added
    local.edit([todo_id], {"notes": "a note"})
    local.edit([todo_id], {"title": "two"})
    held = store.held([todo_id])[todo_id]
    store.put(replace(held, values={**held.values, "title": "theirs"}))
    local.undo()
    assert local.left_alone == LeftAlone(values=1)
    local.undo()
    assert local.left_alone == LeftAlone()
    values = store.held([todo_id])[todo_id].values
    assert (values["title"], values.get("notes")) == ("theirs", None)


def test_steps_are_undone_in_the_list_they_were_taken_in(
    store: TodoStore, local: TodoService, remote: TodoService
) -> None:
    here, there = local.list, remote.list
    (todo_id,) = local.add({"title": "a"}).added
    local.set_done([todo_id], True)
    local.undo()
    local.open_list(there)
    assert (local.undo_step, local.redo_step) == (None, None)
    local.edit([the_todo(store, remote)], {"title": "eat lunch"})
    local.open_list(here)
    assert (local.undo_step, local.redo_step) == (UndoStep("add", 1), UndoStep("done", 1))
    local.undo()
    assert not local.is_there(todo_id)
    local.open_list(there)
    local.undo()
    there_todo = the_todo(store, remote)
    assert store.held([there_todo])[there_todo].values["title"] == "eat food"
