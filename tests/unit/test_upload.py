"""Bringing the todos of this computer to a server's list: mapped, whole, and never twice."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from todo_desktop.model.change import ChangeKind
from todo_desktop.model.errors import Problem, StorageError
from todo_desktop.model.lists import ListIdentity, TodoList, local_collection
from todo_desktop.model.misfits import Misfits, UnfitValues
from todo_desktop.model.permissions import Grant, Permissions
from todo_desktop.model.query import Query
from todo_desktop.model.schema import Collection, Field, FieldKind, Option, guess_roles
from todo_desktop.replica.database import Database, Purpose, open_database
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore
from todo_desktop.service import TodoService, UndoStep
from todo_desktop.upload import Upload, WithoutColumn

NOW = 1_764_000_000_000
IDENTITY = ListIdentity("https://demo.example/api", "todos", "1")
ROOMY = (
    Field("id", FieldKind.KEY, system=True),
    Field("name", FieldKind.TEXT, max_length=255),
    Field("done", FieldKind.BOOLEAN),
    Field("deadline", FieldKind.DATETIME),
    Field("priority", FieldKind.SELECT, options=(Option("1", "High"), Option("2", "Low"))),
    Field("description", FieldKind.LONG_TEXT),
)
BARE = (Field("id", FieldKind.KEY, system=True), Field("title", FieldKind.TEXT, max_length=255))
WITH_NOTES = (*BARE, Field("notes", FieldKind.LONG_TEXT))
SHORT_NOTES = (*BARE, Field("notes", FieldKind.TEXT, max_length=20))
NUMBERED = (*BARE, Field("priority", FieldKind.INTEGER))


class Desk:
    """A replica with the local list, and a server's list of some shape."""

    def __init__(self, database: Database) -> None:
        self.store = TodoStore(database)
        self.reader = Reader(database)
        self.here = self.store.local_list(local_collection({}))
        self.typing = TodoService(self.store, self.here, now=lambda: NOW, new_operation=lambda: "typed")

    def server_list(self, fields: tuple[Field, ...], permissions: Permissions | None = None) -> TodoList:
        opened = self.store.open_list(IDENTITY, Collection("todos", fields=fields, roles=guess_roles(fields)))
        return replace(opened, permissions=permissions or Permissions())

    def upload(self, there: TodoList) -> Upload:
        operations = iter(range(1000))
        return Upload(self.store, self.here, there, now=lambda: NOW, new_operation=lambda: f"upload-{next(operations)}")

    def add(self, title: str, **values: Any) -> int:
        return max(self.typing.add({"title": title, **values}).added)

    def ids(self, todo_list: TodoList) -> list[int]:
        return list(self.reader.ids(Query(todo_list.id)))

    def values(self, todo_list: TodoList) -> list[dict[str, Any]]:
        return [dict(todo.values) for todo in self.reader.rows(sorted(self.ids(todo_list)))]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    database = open_database(tmp_path, Purpose.WINDOW)
    yield Desk(database)
    database.close()


def test_values_go_to_the_fields_that_play_the_same_role(desk: Desk) -> None:
    there = desk.server_list(ROOMY)
    todo = desk.add("Buy milk", completed=True, due="2026-12-01", priority="high", notes="two litres")
    upload = desk.upload(there)
    assert not upload.offer([todo]).misfits
    upload.run([todo], WithoutColumn.KEEP_TODO_HERE)
    (values,) = desk.values(there)
    deadline = values.pop("deadline")
    assert str(deadline).endswith(".000Z")
    assert {name: value for name, value in values.items() if value is not None} == {
        "name": "Buy milk", "done": True, "priority": "1", "description": "two litres"
    }  # fmt: skip


def test_what_was_brought_waits_in_the_outbox_and_is_no_longer_here(desk: Desk) -> None:
    there = desk.server_list(WITH_NOTES)
    todos = [desk.add(f"Todo {number}") for number in range(3)]
    here, come = desk.upload(there).run(todos, WithoutColumn.INTO_NOTES)
    assert here.removed == frozenset(todos)
    assert come.added == frozenset(desk.ids(there))
    assert come.outbox
    assert desk.ids(desk.here) == []
    entries = [desk.reader.entries_of(todo)[0] for todo in sorted(desk.ids(there))]
    assert [entry.kind for entry in entries] == [ChangeKind.CREATE] * 3
    assert len({entry.created_at for entry in entries}) == 3, "each creation time is a marker"


def test_what_was_done_to_a_todo_before_it_was_brought_is_nothing_to_undo(desk: Desk) -> None:
    typing = desk.typing
    brought, stays = desk.add("brought"), desk.add("stays")
    typing.edit([brought, stays], {"notes": "both"})
    typing.delete([brought])
    typing.undo()
    here, _ = desk.upload(desk.server_list(WITH_NOTES)).run([brought], WithoutColumn.INTO_NOTES)
    typing.forget_steps_of(here.removed)
    assert typing.redo_step is None
    assert typing.undo_step == UndoStep("edit", 1)
    assert typing.undo().changed == {stays}
    assert typing.undo().removed == {stays}
    assert not typing.left_alone
    assert typing.undo_step is None


def test_values_without_a_column_go_into_the_notes(desk: Desk) -> None:
    there = desk.server_list(WITH_NOTES)
    todo = desk.add("Buy milk", due="2026-12-01", priority="high", notes="two litres")
    offer = desk.upload(there).offer([todo])
    assert offer.misfits == Misfits(("Due", "Priority"), todos=1)
    desk.upload(there).run([todo], WithoutColumn.INTO_NOTES)
    (values,) = desk.values(there)
    assert values["notes"] == "two litres\nDue: 2026-12-01\nPriority: High"


def test_todos_with_values_without_a_column_can_stay_here(desk: Desk) -> None:
    there = desk.server_list(WITH_NOTES)
    simple, dated = desk.add("simple"), desk.add("dated", due="2026-12-01")
    desk.upload(there).run([simple, dated], WithoutColumn.KEEP_TODO_HERE)
    assert desk.ids(desk.here) == [dated]
    assert [values["title"] for values in desk.values(there)] == ["simple"]


def test_nothing_is_lost_where_there_are_no_notes_to_take_it(desk: Desk) -> None:
    there = desk.server_list(BARE)
    dated = desk.add("dated", due="2026-12-01")
    assert not desk.upload(there).offer([dated]).misfits.can_take_notes
    desk.upload(there).run([dated], WithoutColumn.INTO_NOTES)
    assert desk.ids(desk.here) == [dated]
    assert desk.ids(there) == []


def test_nothing_is_lost_where_the_notes_are_too_short_to_take_it(desk: Desk) -> None:
    there = desk.server_list(SHORT_NOTES)
    dated = desk.add("dated", due="2026-12-01", notes="eighteen letters !")
    fits = desk.add("fits", due="2026-12-01")
    desk.upload(there).run([dated, fits], WithoutColumn.INTO_NOTES)
    assert desk.ids(desk.here) == [dated]
    assert [values["title"] for values in desk.values(there)] == ["fits"]


def test_a_title_that_is_too_long_there_is_not_sent_to_fail(desk: Desk) -> None:
    there = desk.server_list(BARE)
    long = desk.add("x" * 300)
    (unfit,) = desk.upload(there).offer([long]).misfits.unfit
    assert unfit == UnfitValues("Title", is_title=True, too_long=True, count=1, todos=("x" * 300,))
    desk.upload(there).run([long], WithoutColumn.INTO_NOTES)
    assert desk.ids(desk.here) == [long]


def test_a_title_that_is_too_long_there_is_cut_and_whole_in_the_notes(desk: Desk) -> None:
    there = desk.server_list(WITH_NOTES)
    long = desk.add(f"{'word ' * 80}end", notes="two litres")
    desk.upload(there).run([long], WithoutColumn.INTO_NOTES)
    (values,) = desk.values(there)
    assert values["title"] == f"{'word ' * 50}word…"
    assert values["notes"] == f"two litres\nTitle: {'word ' * 80}end"


def test_what_has_no_place_is_counted_and_a_few_todos_are_named(desk: Desk) -> None:
    there = desk.server_list(BARE)
    todos = [desk.add("short"), *(desk.add(f"{number}{'x' * 300}") for number in range(5)), desk.add("b", notes="c")]
    misfits = desk.upload(there).offer(todos).misfits
    (unfit,) = misfits.unfit
    assert (misfits.missing, misfits.todos) == (("Notes",), 6)
    assert (unfit.count, [title[0] for title in unfit.todos]) == (5, ["0", "1", "2"])


def test_a_word_does_not_go_into_a_column_of_numbers(desk: Desk) -> None:
    there = desk.server_list(NUMBERED)
    todo = desk.add("Buy milk", priority="high")
    misfits = desk.upload(there).offer([todo]).misfits
    assert (misfits.missing, [unfit.label for unfit in misfits.unfit]) == ((), ["Priority"])


def test_a_column_that_the_role_may_not_write_is_no_column(desk: Desk) -> None:
    may = Permissions(create=Grant(fields=frozenset({"title"})))
    there = desk.server_list(WITH_NOTES, may)
    todo = desk.add("Buy milk", notes="two litres")
    offer = desk.upload(there).offer([todo])
    assert offer.misfits == Misfits(("Notes",), todos=1, can_take_notes=False)


def test_an_upload_that_was_interrupted_goes_on_without_doubling(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    there = desk.server_list(WITH_NOTES)
    todos = [desk.add(f"Todo {number}") for number in range(5)]
    remove, calls = desk.store.remove, iter(range(10))

    def full_disk(todo_id: int, at: int) -> None:
        if next(calls) == 2:
            raise StorageError(Problem.DISK_FULL)
        remove(todo_id, at)

    monkeypatch.setattr(desk.store, "remove", full_disk)
    upload = desk.upload(there)
    with pytest.raises(StorageError):
        upload.run(todos, WithoutColumn.INTO_NOTES)
    assert len(desk.ids(desk.here)) == 3
    assert len(desk.ids(there)) == 2, "each todo goes whole or not at all"
    monkeypatch.undo()
    desk.upload(there).run(todos, WithoutColumn.INTO_NOTES)
    assert desk.ids(desk.here) == []
    assert sorted(values["title"] for values in desk.values(there)) == [f"Todo {number}" for number in range(5)]


def test_a_todo_deleted_here_is_neither_offered_nor_brought(desk: Desk) -> None:
    there = desk.server_list(WITH_NOTES)
    stays, goes = desk.add("deleted"), desk.add("brought")
    desk.typing.delete([stays])
    upload = desk.upload(there)
    assert upload.offer([stays, goes]).count == 1
    upload.run([stays, goes], WithoutColumn.INTO_NOTES)
    assert [values["title"] for values in desk.values(there)] == ["brought"]


def test_what_was_brought_can_be_found_in_the_trash(desk: Desk) -> None:
    there = desk.server_list(WITH_NOTES)
    todo = desk.add("Buy milk", notes="two litres")
    desk.upload(there).run([todo], WithoutColumn.INTO_NOTES)
    (trashed,) = desk.store.trash(desk.here.id)
    assert trashed.todo.values["notes"] == "two litres"
