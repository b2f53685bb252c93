"""Several lists looked at as one: each verb does to a todo what its own list knows, and one undo takes it back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.test_carrying import Desk
from todo_desktop.model.all_lists import all_lists
from todo_desktop.model.changes import Changes
from todo_desktop.model.errors import InvalidValue
from todo_desktop.model.permissions import FORBIDDEN, Grant, Permissions
from todo_desktop.model.schema import Field, FieldKind

OTHER_NAMES = (
    Field("id", FieldKind.KEY, system=True),
    Field("subject", FieldKind.TEXT),
    Field("finished", FieldKind.BOOLEAN),
)
SAME_NAMES = (
    Field("id", FieldKind.KEY, system=True),
    Field("title", FieldKind.TEXT),
    Field("completed", FieldKind.BOOLEAN),
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """All lists are open: that of this computer, and two of servers that call their fields differently."""
    made = Desk(tmp_path)
    made.rich = made.server_list("https://d.example/api", SAME_NAMES)
    made.bare = made.server_list("https://e.example/api", OTHER_NAMES)
    made.service.open_list(all_lists((made.local, made.rich, made.bare), {}))
    made.told.clear()
    yield made
    made.database.close()


def one_in_each(desk: Desk) -> list[int]:
    desk.service.add_to(desk.local.id)
    here = max(desk.service.add({"title": "Here"}).added)
    return [here, desk.on_server(desk.rich, title="One"), desk.on_server(desk.bare, subject="Two")]


def values(desk: Desk, todo_ids: list[int], *names: str) -> list[object]:
    return [desk.held(todo_id).values.get(name) for todo_id, name in zip(todo_ids, names, strict=True)]


DONE = ("completed", "completed", "finished")


def test_todos_of_all_lists_are_ticked_in_one_step_by_what_each_list_calls_it(desk: Desk) -> None:
    todos = one_in_each(desk)
    changes = desk.service.set_done(todos, True)
    assert changes.changed == frozenset(todos)
    assert values(desk, todos, *DONE) == [True, True, True]
    assert [len(desk.held(todo_id).entries) for todo_id in todos] == [0, 1, 1], "this computer has nothing to send"
    assert desk.service.all_done(todos)
    desk.service.undo()
    assert values(desk, todos, *DONE) == [None, None, None]
    assert [desk.held(todo_id).entries for todo_id in todos] == [(), (), ()]
    desk.service.redo()
    assert values(desk, todos, *DONE) == [True, True, True]


def test_an_edit_by_the_field_of_the_todos_own_list_is_checked_by_that_list(desk: Desk) -> None:
    _, one, two = one_in_each(desk)
    desk.service.edit([two], {"subject": "Other"})
    assert desk.held(two).values["subject"] == "Other"
    with pytest.raises(InvalidValue):
        desk.service.edit([one], {"subject": "No such field there"})


def test_todos_of_all_lists_are_deleted_and_come_back(desk: Desk) -> None:
    todos = one_in_each(desk)
    assert desk.service.delete(todos).removed == frozenset(todos)
    assert not any(desk.service.is_there(todo_id) for todo_id in todos)
    assert desk.service.undo().added == frozenset(todos)
    assert all(desk.service.is_there(todo_id) for todo_id in todos)
    assert [desk.held(todo_id).entries for todo_id in todos] == [(), (), ()]


@pytest.mark.parametrize("rights", [Permissions(destroy=FORBIDDEN), Permissions(destroy=Grant(own=True))])
def test_what_one_list_does_not_permit_is_passed_over_there_and_done_in_the_others(
    desk: Desk, rights: Permissions
) -> None:
    todos = one_in_each(desk)
    held = desk.held(todos[2])
    collection = desk.bare.collection.__class__("todos", fields=OTHER_NAMES, roles=desk.bare.collection.roles,
                                                created_by="createdById")  # fmt: skip
    desk.store.save_schema(desk.bare.id, collection, rights)
    desk.store.put(held.__class__(held.todo_id, held.list_id, held.server_id, {**held.values, "createdById": 9}))
    desk.service.reload_list()
    desk.service.delete(todos)
    assert [desk.service.is_there(todo_id) for todo_id in todos] == [False, False, True]
    assert desk.service.take_passed_over() == 1


def test_a_new_todo_goes_to_the_list_that_was_chosen_else_to_the_first_that_takes_any(desk: Desk) -> None:
    desk.store.save_schema(desk.local.id, desk.local.collection, Permissions(create=FORBIDDEN))
    desk.service.reload_list()
    assert desk.service.target.id == desk.rich.id
    desk.service.add_to(desk.bare.id)
    (added,) = desk.service.add({"subject": "New"}).added
    assert desk.held(added).list_id == desk.bare.id
    desk.service.undo()
    assert not desk.service.is_there(added)


def test_todos_of_several_lists_go_to_one_and_those_that_are_there_stay(desk: Desk) -> None:
    todos = one_in_each(desk)
    changes = desk.service.carry(todos, desk.rich, moves=True, into_notes=False)
    assert changes.removed == {todos[0], todos[2]}
    assert sorted(str(row["title"]) for row in desk.shown(desk.rich)) == ["Here", "One", "Two"]
    desk.service.undo()
    assert [row["title"] for row in desk.shown(desk.rich)] == ["One"]
    assert all(desk.service.is_there(todo_id) for todo_id in todos)


def test_two_todos_that_are_copied_in_one_millisecond_have_two_typing_times(desk: Desk) -> None:
    todos = one_in_each(desk)
    changes = desk.service.carry([todos[0], todos[2]], desk.rich, moves=False, into_notes=False)
    assert len({desk.held(todo_id).entries[0].created_at for todo_id in changes.added}) == 2


def test_a_list_that_comes_in_takes_no_undo_away(desk: Desk) -> None:
    left: list[bool] = []
    desk.service.on_leaving(lambda: left.append(True))
    desk.service.open_list(all_lists((desk.local, desk.rich), {}))
    todo_id = max(desk.service.add({"title": "Typed"}).added)
    desk.service.open_list(all_lists((desk.local, desk.rich, desk.bare), {}))
    assert desk.service.list.parts[-1].id == desk.bare.id
    desk.service.undo()
    assert not desk.service.is_there(todo_id)
    assert left == []


def test_what_is_decided_for_a_list_out_of_sight_is_told_of_that_list(desk: Desk) -> None:
    there = desk.on_server(desk.rich, title="There")
    desk.service.open_list(desk.rich)
    desk.service.edit([there], {"title": "Changed"})
    desk.service.open_list(desk.bare)
    desk.told.clear()
    desk.service.discard([there])
    assert Changes(desk.rich.id, changed=frozenset({there}), outbox=True) in desk.told
    assert desk.held(there).values["title"] == "There"
    desk.service.undo()
    assert desk.held(there).values["title"] == "Changed"


def test_what_was_removed_from_any_of_the_lists_is_restored_into_its_own(desk: Desk) -> None:
    todos = one_in_each(desk)
    for todo_id in todos[1:]:
        desk.store.remove(todo_id, 1)
    desk.service.restore([trashed for part in (desk.rich, desk.bare) for trashed in desk.reader.trash_ids(part.id)])
    assert [desk.held(todo_id).list_id for todo_id in todos] == [desk.local.id, desk.rich.id, desk.bare.id]
