"""Todos are copied and moved to another list: nothing is lost on the way, and one undo takes all of it back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from todo_desktop.model.change import ChangeKind
from todo_desktop.model.changes import Changes
from todo_desktop.model.errors import Problem, Refused
from todo_desktop.model.held import Held
from todo_desktop.model.lists import ListIdentity, TodoList, local_collection
from todo_desktop.model.misfits import Misfits
from todo_desktop.model.moved import copy_of
from todo_desktop.model.permissions import Grant, Permissions
from todo_desktop.model.query import Query
from todo_desktop.model.schema import Collection, Field, FieldKind, guess_roles
from todo_desktop.replica.database import Purpose, open_database
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore
from todo_desktop.service import TodoService

NOW = 1_764_000_000_000
BARE = (Field("id", FieldKind.KEY, system=True), Field("title", FieldKind.TEXT, max_length=255))
RICH = (*BARE, Field("notes", FieldKind.LONG_TEXT), Field("hours", FieldKind.NUMBER), Field("due", FieldKind.DATE))


class Desk:
    """A replica with two lists of servers, and the local one; the first is open."""

    def __init__(self, folder: Path) -> None:
        self.database = open_database(folder, Purpose.WINDOW)
        self.store = TodoStore(self.database)
        self.reader = Reader(self.database)
        self.local = self.store.local_list(local_collection({}))
        self.rich = self.server_list("https://a.example/api", RICH)
        self.bare = self.server_list("https://b.example/api", BARE)
        operations = iter(range(1000))
        self.service = TodoService(
            self.store, self.rich, now=lambda: NOW, new_operation=lambda: f"op-{next(operations)}"
        )
        self.told: list[Changes] = []
        self.service.subscribe(self.told.append)

    def server_list(self, base_url: str, fields: tuple[Field, ...]) -> TodoList:
        collection = Collection("todos", fields=fields, roles=guess_roles(fields))
        return self.store.open_list(ListIdentity(base_url, "todos", "1"), collection)

    def on_server(self, todo_list: TodoList, **values: Any) -> int:
        """A todo that the server has shown."""
        return self.store.put(Held(0, todo_list.id, self.store.count(todo_list.id) + 1, values))

    def shown(self, todo_list: TodoList) -> list[dict[str, Any]]:
        return [dict(todo.values) for todo in self.reader.rows(self.reader.ids(Query(todo_list.id)))]

    def held(self, todo_id: int) -> Held:
        return self.store.held([todo_id])[todo_id]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.database.close()


def test_a_move_creates_a_copy_there_and_binds_the_delete_of_the_original_to_it(desk: Desk) -> None:
    original = desk.on_server(desk.rich, title="Pay rent")
    changes = desk.service.carry([original], desk.bare, moves=True, into_notes=False)
    assert changes.removed == {original}
    assert [row["title"] for row in desk.shown(desk.bare)] == ["Pay rent"]
    assert desk.shown(desk.rich) == []
    (there,) = (told for told in desk.told if told.list_id == desk.bare.id)
    assert there.outbox
    delete = desk.held(original).delete_entry
    assert delete is not None
    assert copy_of(delete) in there.added


def test_a_copy_leaves_the_original_alone(desk: Desk) -> None:
    original = desk.on_server(desk.rich, title="Pay rent")
    desk.service.carry([original], desk.bare, moves=False, into_notes=False)
    assert desk.held(original).entries == ()
    assert [row["title"] for row in desk.shown(desk.bare)] == ["Pay rent"]


def test_what_has_no_place_there_is_told_before_and_goes_into_the_notes_where_there_are_some(desk: Desk) -> None:
    original = desk.on_server(desk.rich, title="Pay rent", hours=2)
    assert desk.service.misfits([original], desk.bare) == Misfits(("hours",), todos=1, can_take_notes=False)
    assert desk.service.misfits([original], desk.local) == Misfits(("hours",), todos=1)
    desk.service.carry([original], desk.local, moves=True, into_notes=True)
    (there,) = desk.shown(desk.local)
    assert there["notes"] == "hours: 2"


def test_a_todo_that_would_lose_a_value_is_not_moved_but_can_be_copied_without_it(desk: Desk) -> None:
    original = desk.on_server(desk.rich, title="Pay rent", hours=2)
    desk.service.carry([original], desk.bare, moves=True, into_notes=False)
    assert desk.shown(desk.bare) == []
    assert [row["title"] for row in desk.shown(desk.rich)] == ["Pay rent"]
    desk.service.carry([original], desk.bare, moves=False, into_notes=False)
    assert [row["title"] for row in desk.shown(desk.bare)] == ["Pay rent"]


def test_a_title_that_is_too_long_there_is_cut_in_a_copy_rather_than_left_out(desk: Desk) -> None:
    desk.service.open_list(desk.local)
    original = max(desk.service.add({"title": "x" * 300}).added)
    desk.service.carry([original], desk.bare, moves=True, into_notes=False)
    assert desk.shown(desk.bare) == [], "a move keeps all of it"
    desk.service.carry([original], desk.bare, moves=False, into_notes=False)
    assert [row["title"] for row in desk.shown(desk.bare)] == [f"{'x' * 254}…"]


def test_fields_that_are_called_alike_are_carried_though_they_play_no_role(desk: Desk) -> None:
    other = desk.server_list("https://c.example/api", RICH)
    original = desk.on_server(desk.rich, title="Pay rent", hours=2, due="2026-01-01")
    desk.service.carry([original], other, moves=False, into_notes=False)
    (there,) = desk.shown(other)
    assert (there["hours"], there["due"]) == (2, "2026-01-01")


def test_one_undo_takes_a_move_of_several_back(desk: Desk) -> None:
    originals = [desk.on_server(desk.rich, title=title) for title in ("One", "Two")]
    desk.service.carry(originals, desk.bare, moves=True, into_notes=False)
    step = desk.service.undo_step
    assert step is not None
    assert (step.verb, step.count) == ("move", 2)
    desk.service.undo()
    assert [row["title"] for row in desk.shown(desk.rich)] == ["One", "Two"]
    assert desk.shown(desk.bare) == []
    assert all(desk.held(todo_id).entries == () for todo_id in originals)
    assert desk.service.undo_step is None


def test_a_todo_of_this_computer_goes_to_a_server_and_comes_back_with_undo(desk: Desk) -> None:
    desk.service.open_list(desk.local)
    original = max(desk.service.add({"title": "Typed here"}).added)
    desk.service.carry([original], desk.bare, moves=True, into_notes=False)
    assert desk.shown(desk.local) == []
    desk.service.undo()
    assert [row["title"] for row in desk.shown(desk.local)] == ["Typed here"]
    assert desk.shown(desk.bare) == []


def test_a_todo_that_goes_to_this_computer_is_deleted_on_its_server_like_any_other(desk: Desk) -> None:
    original = desk.on_server(desk.rich, title="Pay rent")
    desk.service.carry([original], desk.local, moves=True, into_notes=False)
    delete = desk.held(original).delete_entry
    assert delete is not None
    assert delete.kind is ChangeKind.DELETE
    assert copy_of(delete) is None


@pytest.mark.parametrize(
    ("limits_there", "rights", "problem"),
    [
        (True, Permissions(create=Grant(allowed=False)), Problem.MAY_NOT_CREATE),
        (False, Permissions(destroy=Grant(allowed=False)), Problem.MAY_NOT_DELETE),
    ],
)
def test_a_role_that_may_not_add_there_or_delete_here_is_refused_before_anything_moves(
    desk: Desk, limits_there: bool, rights: Permissions, problem: Problem
) -> None:
    original = desk.on_server(desk.rich, title="Pay rent")
    limited = desk.bare if limits_there else desk.rich
    desk.store.save_schema(limited.id, limited.collection, rights)
    desk.service.reload_list()
    with pytest.raises(Refused) as refused:
        desk.service.carry([original], desk.service.list_of(desk.bare.id), moves=True, into_notes=False)
    assert refused.value.problem is problem
    assert desk.held(original).entries == ()


def test_a_move_that_was_taken_back_is_done_again(desk: Desk) -> None:
    originals = [desk.on_server(desk.rich, title=title) for title in ("One", "Two")]
    desk.service.carry(originals, desk.bare, moves=True, into_notes=False)
    desk.service.undo()
    step = desk.service.redo_step
    assert step is not None
    assert (step.verb, step.count) == ("move", 2)
    desk.service.redo()
    assert desk.shown(desk.rich) == []
    assert [row["title"] for row in desk.shown(desk.bare)] == ["One", "Two"]
    copies = {todo.id for todo in desk.reader.rows(desk.reader.ids(Query(desk.bare.id)))}
    deletes = [desk.held(todo_id).delete_entry for todo_id in originals]
    assert {copy_of(delete) for delete in deletes if delete is not None} == copies
    desk.service.undo()
    assert [row["title"] for row in desk.shown(desk.rich)] == ["One", "Two"]
    assert desk.shown(desk.bare) == []


def test_the_copy_of_a_move_that_is_taken_back_is_deleted_only_once_the_original_is_on_its_server_again(
    desk: Desk,
) -> None:
    original = desk.on_server(desk.rich, title="Pay rent")
    desk.service.carry([original], desk.bare, moves=True, into_notes=False)
    arrived = replace(desk.held(max(desk.reader.ids(Query(desk.bare.id)))), server_id=1, entries=(), base=None)
    desk.store.put(arrived)
    desk.store.remove(original, NOW)  # its delete has been carried out
    desk.service.undo()
    delete = desk.held(arrived.todo_id).delete_entry
    assert desk.held(original).create_entry is not None
    assert delete is not None
    assert copy_of(delete) == original


def test_a_copy_that_somebody_has_changed_since_stays_where_it_is_when_its_move_is_taken_back(desk: Desk) -> None:
    original = desk.on_server(desk.rich, title="Pay rent")
    desk.service.carry([original], desk.bare, moves=True, into_notes=False)
    (copy,) = desk.reader.ids(Query(desk.bare.id))
    held = desk.held(copy)
    desk.store.put(replace(held, values={**held.values, "title": "Pay rent today"}))
    desk.service.undo()
    assert desk.service.left_alone.todos == 1
    assert [row["title"] for row in desk.shown(desk.bare)] == ["Pay rent today"]
    assert desk.shown(desk.rich) == [], "else it would be there twice"
