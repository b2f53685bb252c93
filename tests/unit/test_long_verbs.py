"""Verbs on many todos, a portion at a time, on a real replica."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.full_disk import FullDisk
from tests.unit.sync.todos import TODOS, row
from todo_desktop.model.changes import Changes
from todo_desktop.model.errors import Refused, StorageError
from todo_desktop.model.held import Held
from todo_desktop.model.lists import ListIdentity
from todo_desktop.model.permissions import FORBIDDEN, Permissions
from todo_desktop.model.values import Json
from todo_desktop.replica.database import Database, Purpose, open_database
from todo_desktop.service import (
    UNDO_MS,
    ChooseRole,
    LeftAlone,
    LongVerb,
    OfLastStep,
    OnTodos,
    TodoService,
    Toggle,
    UndoStep,
)

NOW = 1_000_000
COUNT = 10


class Desk:
    """A server's list of ten todos, read from there."""

    def __init__(self, database: Database) -> None:
        self.store = FullDisk(database)
        self.list = self.store.open_list(ListIdentity("http://localhost:1/api", "todos", "1"), TODOS)
        self.store.adopt(self.list.id, [row(id=number, title=f"Todo {number}") for number in range(1, COUNT + 1)])
        operations = iter(range(10_000))
        self.service = TodoService(
            self.store, self.list, now=lambda: NOW, new_operation=lambda: f"op{next(operations)}"
        )
        held = self.store.held_by_server_id(self.list.id, range(1, COUNT + 1))
        self.ids = [held[number].todo_id for number in range(1, COUNT + 1)]

    def values(self, field: str) -> list[Json]:
        held = self.store.held(self.ids)
        return [held[n].values.get(field) for n in self.ids]

    @property
    def hidden(self) -> list[bool]:
        held = self.store.held(self.ids)
        return [held[n].hidden for n in self.ids]

    def steps(self) -> tuple[UndoStep | None, UndoStep | None]:
        """What undo and redo would take back."""
        return self.service.undo_step, self.service.redo_step

    def retitle(self, title: str = "same") -> OnTodos:
        return OnTodos(self.service, "edit", self.ids, lambda some: self.service.edit(some, {"title": title}))

    def delete(self) -> OnTodos:
        return OnTodos(self.service, "delete", self.ids, self.service.delete)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    database = open_database(tmp_path, Purpose.WINDOW)
    yield Desk(database)
    database.close()


def carry_out(verb: LongVerb, at_most: int = 3) -> list[Changes]:
    portions = []
    while not verb.ended:
        portions.append(verb.go_on(at_most))
    verb.end()
    return portions


def test_what_was_done_in_portions_is_one_step_that_can_be_undone_and_done_again(desk: Desk) -> None:
    before = desk.values("title")
    portions = carry_out(desk.retitle())
    assert [len(changes.changed) for changes in portions] == [3, 3, 3, 1]
    assert desk.steps() == (UndoStep("edit", COUNT), None)
    desk.service.undo()
    assert desk.values("title") == before
    assert desk.steps() == (None, UndoStep("edit", COUNT))
    desk.service.redo()
    assert desk.values("title") == ["same"] * COUNT


def test_undo_and_redo_go_in_portions_too(desk: Desk) -> None:
    desk.service.delete(desk.ids)
    undone = carry_out(OfLastStep(desk.service, back=True))
    assert frozenset[int]().union(*(changes.added for changes in undone)) == set(desk.ids)
    assert desk.hidden == [False] * COUNT
    assert desk.steps() == (None, UndoStep("delete", COUNT))
    carry_out(OfLastStep(desk.service, back=False))
    assert desk.hidden == [True] * COUNT


def test_a_verb_that_is_left_in_the_middle_can_be_undone_as_far_as_it_came(desk: Desk) -> None:
    before = desk.values("title")
    verb = desk.retitle()
    verb.go_on(4)
    verb.end()
    assert desk.values("title") == ["same"] * 4 + before[4:]
    assert desk.service.undo_step == UndoStep("edit", 4)
    desk.service.undo()
    assert desk.values("title") == before


def test_an_undo_that_is_left_in_the_middle_can_go_on_and_can_be_taken_back(desk: Desk) -> None:
    desk.service.delete(desk.ids)
    undo = OfLastStep(desk.service, back=True)
    undo.go_on(4)
    undo.end()
    assert desk.steps() == (UndoStep("delete", 6), UndoStep("delete", 4))
    desk.service.undo()
    assert desk.hidden == [False] * COUNT


def test_a_full_disk_leaves_the_portion_undone_and_keeps_what_was_done_before(desk: Desk) -> None:
    before = desk.values("title")
    verb = desk.retitle()
    verb.go_on(4)
    desk.store.is_full = True
    with pytest.raises(StorageError):
        verb.go_on(4)
    verb.end()
    assert verb.done == 4
    assert desk.values("title") == ["same"] * 4 + before[4:]
    desk.store.is_full = False
    undo = OfLastStep(desk.service, back=True)
    undo.go_on(2)
    desk.store.is_full = True
    with pytest.raises(StorageError):
        undo.go_on(2)
    undo.end()
    assert desk.service.undo_step == UndoStep("edit", 2)


def test_what_is_refused_is_refused_as_a_whole(desk: Desk) -> None:
    desk.store.save_schema(desk.list.id, TODOS, Permissions(destroy=FORBIDDEN))
    desk.service.reload_list()
    verb = desk.delete()
    with pytest.raises(Refused):
        verb.go_on(3)
    verb.end()
    assert desk.hidden == [False] * COUNT
    assert desk.service.undo_step is None


def test_no_part_of_a_long_delete_is_sent_before_the_undo_bar_of_its_end_has_gone(desk: Desk) -> None:
    carry_out(desk.delete())
    due = [held.entries[0].not_before for held in desk.store.held(desk.ids).values()]
    assert due[0] > due[-1] >= NOW + UNDO_MS
    desk.service.undo()
    carry_out(OfLastStep(desk.service, back=False))
    again = [held.entries[0].not_before for held in desk.store.held(desk.ids).values()]
    assert again[0] > again[-1] >= NOW + UNDO_MS


def test_nobody_hears_of_a_portion_before_it_is_told(desk: Desk) -> None:
    heard: list[Changes] = []
    desk.service.subscribe(heard.append)
    (first, *_) = carry_out(desk.retitle())
    assert heard == []
    desk.service.tell(first)
    assert [changes.changed for changes in heard] == [first.changed]


@pytest.mark.parametrize(("ticked", "after"), [(COUNT, False), (COUNT - 1, True), (0, True)])
def test_toggling_ticks_all_unless_all_are_ticked(desk: Desk, ticked: int, after: bool) -> None:
    desk.service.set_done(desk.ids[:ticked], True)
    verb = Toggle(desk.service, desk.ids)
    carry_out(verb)
    assert desk.values("completed") == [after] * COUNT
    assert verb.name == ("done" if after else "open")


def test_a_verb_touches_what_it_has_still_to_do(desk: Desk) -> None:
    verb = desk.retitle()
    verb.go_on(4)
    assert [verb.touches([todo_id]) for todo_id in desk.ids] == [False] * 4 + [True] * (COUNT - 4)
    assert OfLastStep(desk.service, back=True).touches(desk.ids)


def test_what_is_added_while_a_long_verb_is_under_way_is_a_step_of_its_own(desk: Desk) -> None:
    before = desk.values("title")
    verb = desk.retitle()
    verb.go_on(4)
    (added,) = desk.service.add({"title": "new"}).added
    carry_out(verb)
    assert desk.service.undo_step == UndoStep("add", 1)
    assert desk.service.undo().removed == {added}
    assert desk.service.undo_step == UndoStep("edit", COUNT)
    desk.service.undo()
    assert desk.values("title") == before


def test_what_is_added_in_the_middle_of_an_undo_ends_what_could_be_done_again(desk: Desk) -> None:
    desk.service.delete(desk.ids)
    undo = OfLastStep(desk.service, back=True)
    undo.go_on(4)
    desk.service.add({"title": "new"})
    carry_out(undo)
    assert desk.hidden == [False] * COUNT
    assert desk.steps() == (UndoStep("add", 1), None)


def test_an_undo_of_values_that_somebody_else_changed_counts_them_over_all_portions(desk: Desk) -> None:
    desk.service.edit(desk.ids, {"title": "mine"})
    for todo_id in desk.ids[::2]:
        held = desk.store.held([todo_id])[todo_id]
        desk.store.put(Held(held.todo_id, held.list_id, held.server_id, {**held.values, "title": "theirs"}))
    carry_out(OfLastStep(desk.service, back=True))
    assert desk.service.left_alone == LeftAlone(values=COUNT // 2)
    assert desk.values("title")[::2] == ["theirs"] * (COUNT // 2)


def test_an_undo_that_finds_nothing_to_set_back_is_left_behind(desk: Desk) -> None:
    desk.service.edit(desk.ids, {"title": "mine"})
    for held in desk.store.held(desk.ids).values():
        desk.store.put(Held(held.todo_id, held.list_id, held.server_id, {**held.values, "title": "theirs"}))
    carry_out(OfLastStep(desk.service, back=True))
    assert desk.steps() == (None, None)


def test_a_role_that_is_chosen_before_the_rows_of_an_earlier_choice_were_moved_waits_for_them(desk: Desk) -> None:
    desk.service.choose_role("priority", "")
    before = desk.values("priority")
    verb = ChooseRole(desk.service, "priority", "priority")
    portions = 0
    while not verb.ended:
        assert desk.service.list.collection.roles.priority == ""
        verb.go_on(1)
        portions += 1
    verb.end()
    assert portions > 1
    assert desk.service.list.collection.roles.priority == "priority"
    assert desk.values("priority") == before
    assert desk.service.undo_step is None
