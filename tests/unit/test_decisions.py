"""What a person decides about changes that wait, were refused or are in dispute, on a real replica."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.unit.sync.todos import TODOS, row
from todo_desktop.model.change import ChangeKind, Entry, EntryState, FieldChange
from todo_desktop.model.decision import Choice
from todo_desktop.model.errors import Problem, Refused
from todo_desktop.model.held import Held
from todo_desktop.model.lists import ListIdentity, local_collection
from todo_desktop.model.permissions import FORBIDDEN, Permissions
from todo_desktop.replica.database import Purpose, open_database
from todo_desktop.replica.store import TodoStore
from todo_desktop.service import LeftAlone, TodoService, UndoStep
from todo_desktop.sync import plan

NOW = 1_000_000


class Desk:
    """A service on a server's list with one todo, *eat food*, and what the sync does to it."""

    def __init__(self, store: TodoStore) -> None:
        self.store = store
        todo_list = store.open_list(ListIdentity("http://localhost:1/api", "todos", "1"), TODOS)
        store.adopt(todo_list.id, [row(priority="low", tags=["a"])])
        operations = iter(range(10_000))
        self.service = TodoService(store, todo_list, now=lambda: NOW, new_operation=lambda: f"op{next(operations)}")
        self.todo = store.held_by_server_id(todo_list.id, [7])[7].todo_id

    @property
    def held(self) -> Held:
        return self.store.held([self.todo])[self.todo]

    @property
    def entries(self) -> list[Entry]:
        return self.store.entries(self.service.list.id, set(EntryState))

    def read(self, **values: object) -> None:
        """The server's row is read with these values."""
        there = row("2026-11-23T11:00:00.000Z", **{"priority": "low", "tags": ["a"], **values})
        self.store.put(plan.on_read(self.held, there, TODOS))

    def move(self, state: EntryState, problem: Problem | None = None) -> None:
        """Every entry of the todo is in this state."""
        entries = tuple(replace(entry, state=state, problem=problem) for entry in self.held.entries)
        self.store.put(replace(self.held, entries=entries))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    database = open_database(tmp_path, Purpose.WINDOW)
    yield Desk(TodoStore(database))
    database.close()


def in_dispute(desk: Desk) -> None:
    """Title and tags were changed here and there."""
    desk.service.edit([desk.todo], {"title": "eat lunch", "tags": ["a", "mine"]})
    desk.read(title="eat dinner", tags=["a", "theirs"])
    assert desk.entries[0].problem is Problem.CONFLICT


def test_one_field_can_be_decided_while_another_stays_open(desk: Desk) -> None:
    in_dispute(desk)
    desk.service.resolve(desk.todo, {"title": Choice.THEIRS})
    assert desk.held.values["title"] == "eat dinner"
    (entry,) = desk.entries
    assert (entry.state, set(entry.changes), set(entry.theirs)) == (EntryState.PARKED, {"tags"}, {"tags"})


def test_what_is_decided_for_mine_is_sent_over_the_servers_value(desk: Desk) -> None:
    in_dispute(desk)
    desk.service.resolve(desk.todo, {"title": Choice.MINE, "tags": Choice.THEIRS})
    (entry,) = desk.entries
    assert entry.state is EntryState.WAITING
    assert entry.wanted == {"title": "eat lunch"}
    assert entry.changes["title"].old == "eat dinner"
    assert desk.held.values["tags"] == ["a", "theirs"]


def test_both_keeps_either_value(desk: Desk) -> None:
    in_dispute(desk)
    desk.service.resolve(desk.todo, {"title": Choice.BOTH, "tags": Choice.BOTH})
    assert desk.held.values["title"] == "eat dinner / eat lunch"
    assert desk.held.values["tags"] == ["a", "theirs", "mine"]
    assert desk.entries[0].wanted == {"title": "eat dinner / eat lunch", "tags": ["a", "theirs", "mine"]}


def test_taking_theirs_everywhere_leaves_nothing_to_send_and_can_be_undone(desk: Desk) -> None:
    in_dispute(desk)
    desk.service.resolve(desk.todo, {"title": Choice.THEIRS, "tags": Choice.THEIRS})
    assert desk.entries == []
    assert desk.service.undo_step == UndoStep("decide", 1)
    desk.service.undo()
    assert desk.held.values["title"] == "eat lunch"


def test_undo_after_theirs_was_taken_asks_again_and_overwrites_nothing(desk: Desk) -> None:
    in_dispute(desk)
    desk.service.take_theirs([desk.todo])
    for _ in range(2):
        desk.service.undo()
        (entry,) = desk.entries
        assert (entry.state, entry.problem) == (EntryState.PARKED, Problem.CONFLICT)
        assert entry.theirs == {"title": "eat dinner", "tags": ["a", "theirs"]}
        assert entry.changes["title"] == FieldChange("eat food", "eat lunch")
        desk.service.redo()
        desk.read(title="eat dinner", tags=["a", "theirs"])
        assert desk.entries == []
        assert desk.held.values["title"] == "eat dinner"


def test_a_refused_field_is_tried_again_or_given_up(desk: Desk) -> None:
    desk.service.edit([desk.todo], {"priority": "high"})
    desk.move(EntryState.PARKED, Problem.FIELD_REFUSED)
    desk.service.resolve(desk.todo, {"priority": Choice.MINE})
    assert [(e.state, e.wanted) for e in desk.entries] == [(EntryState.WAITING, {"priority": "high"})]
    desk.move(EntryState.PARKED, Problem.FIELD_REFUSED)
    desk.service.resolve(desk.todo, {"priority": Choice.THEIRS})
    assert desk.entries == []
    assert desk.held.values["priority"] == "low"


def test_deciding_leaves_what_waits_alone(desk: Desk) -> None:
    in_dispute(desk)
    desk.service.edit([desk.todo], {"priority": "high"})
    desk.service.resolve(desk.todo, {"title": Choice.THEIRS, "tags": Choice.THEIRS})
    assert [e.wanted for e in desk.entries] == [{"priority": "high"}]
    assert desk.held.values["priority"] == "high"


@pytest.mark.parametrize("problem", [Problem.INVALID_INPUT, Problem.MAY_NOT_UPDATE, Problem.FIELD_REFUSED])
def test_retry_sends_again_what_was_refused(desk: Desk, problem: Problem) -> None:
    desk.service.edit([desk.todo], {"title": "eat lunch"})
    desk.move(EntryState.PARKED, problem)
    desk.service.retry([desk.todo])
    assert [(e.state, e.problem, e.tries) for e in desk.entries] == [(EntryState.WAITING, None, 0)]
    assert desk.service.undo_step == UndoStep("edit", 1)


def test_retry_does_not_wait_for_the_next_try(desk: Desk) -> None:
    desk.service.edit([desk.todo], {"title": "eat lunch"})
    desk.store.put(replace(desk.held, entries=tuple(replace(e, not_before=NOW * 2) for e in desk.held.entries)))
    desk.service.retry([desk.todo])
    assert desk.entries[0].not_before == 0


def test_retry_neither_decides_a_conflict_nor_cuts_the_time_to_undo_a_delete(desk: Desk) -> None:
    in_dispute(desk)
    desk.service.retry([desk.todo])
    assert desk.entries[0].state is EntryState.PARKED
    (other,) = desk.service.add({"title": "another"}).added
    desk.move(EntryState.WAITING)
    desk.service.delete([other])
    desk.service.retry([other])
    assert desk.entries[-1].not_before > NOW


def test_a_discarded_edit_goes_back_to_what_the_server_has(desk: Desk) -> None:
    desk.service.edit([desk.todo], {"title": "eat lunch", "priority": "high"})
    changes = desk.service.discard([desk.todo])
    assert changes.changed == {desk.todo}
    assert desk.entries == []
    assert (desk.held.values["title"], desk.held.values["priority"]) == ("eat food", "low")
    desk.service.undo()
    assert desk.entries[0].wanted == {"title": "eat lunch", "priority": "high"}


@pytest.mark.parametrize("state", [EntryState.SENT, EntryState.ACKNOWLEDGED])
def test_a_discarded_edit_that_may_have_arrived_is_taken_back_by_another(desk: Desk, state: EntryState) -> None:
    desk.service.edit([desk.todo], {"title": "eat lunch"})
    desk.move(state)
    desk.service.discard([desk.todo])
    assert desk.held.values["title"] == "eat food"
    assert [(e.state, e.wanted) for e in desk.entries] == [
        (state, {"title": "eat lunch"}),
        (EntryState.WAITING, {"title": "eat food"}),
    ]


def test_a_discarded_todo_that_was_never_sent_goes_and_can_be_restored(desk: Desk) -> None:
    (todo_id,) = desk.service.add({"title": "buy milk"}).added
    assert desk.service.discard([todo_id]).removed == {todo_id}
    assert desk.entries == []
    (trashed,) = desk.store.trash(desk.service.list.id)
    (back,) = desk.service.restore([trashed.id]).added
    assert desk.store.held([back])[back].values["title"] == "buy milk"
    assert [(e.kind, e.wanted) for e in desk.entries] == [(ChangeKind.CREATE, {"priority": "low", "title": "buy milk"})]


def test_a_discarded_todo_that_may_have_arrived_is_deleted_there(desk: Desk) -> None:
    (desk.todo,) = desk.service.add({"title": "buy milk"}).added
    desk.move(EntryState.SENT)
    assert desk.service.discard([desk.todo]).removed == {desk.todo}
    assert [e.kind for e in desk.entries] == [ChangeKind.CREATE, ChangeKind.DELETE]


def test_a_discarded_delete_brings_the_todo_back_into_sight(desk: Desk) -> None:
    desk.service.delete([desk.todo])
    assert desk.service.discard([desk.todo]).added == {desk.todo}
    assert not desk.held.hidden
    assert desk.entries == []


def test_a_todo_that_is_gone_is_let_go_and_can_be_brought_back_even_then(desk: Desk) -> None:
    desk.service.edit([desk.todo], {"title": "eat lunch"})
    gone = plan.on_absent(desk.held)
    assert gone is not None
    desk.store.put(gone)
    assert desk.service.take_theirs([desk.todo]).removed == {desk.todo}
    (back,) = desk.service.undo().added
    assert desk.store.held([back])[back].server_id == 7
    assert [(e.state, e.problem) for e in desk.entries] == [(EntryState.PARKED, Problem.GONE)]
    desk.service.keep_mine([back])
    assert desk.entries[0].kind is ChangeKind.CREATE


def test_taking_theirs_leaves_a_todo_without_questions_alone(desk: Desk) -> None:
    (todo_id,) = desk.service.add({"title": "buy milk"}).added
    desk.service.take_theirs([todo_id])
    assert desk.store.held([todo_id])[todo_id].entries


def test_what_a_sweep_removed_is_restored_to_the_server_under_its_id(desk: Desk) -> None:
    desk.store.remove(desk.todo, NOW)
    (trashed,) = desk.store.trash(desk.service.list.id)
    assert desk.service.restore([trashed.id, 999]).added == {desk.todo}
    assert desk.held.server_id == 7
    (entry,) = desk.entries
    assert entry.kind is ChangeKind.CREATE
    assert entry.wanted["title"] == "eat food"
    assert desk.service.undo().removed == {desk.todo}


def test_what_the_server_shows_again_is_not_restored_a_second_time(desk: Desk) -> None:
    desk.store.remove(desk.todo, NOW)
    (trashed,) = desk.store.trash(desk.service.list.id)
    desk.store.adopt(desk.service.list.id, [row(title="there again")])
    (there,) = desk.service.restore([trashed.id]).added
    assert desk.store.held([there])[there].values["title"] == "there again"
    assert desk.entries == []


def test_undo_after_restoring_what_was_there_again_deletes_nothing(desk: Desk) -> None:
    desk.store.remove(desk.todo, NOW)
    (trashed,) = desk.store.trash(desk.service.list.id)
    (desk.todo,) = desk.store.adopt(desk.service.list.id, [row(title="there again")])[0]
    assert desk.service.restore([trashed.id]).added == {desk.todo}
    assert desk.service.undo_step is None
    assert not desk.held.hidden


def test_what_is_back_by_undo_is_not_restored_a_second_time(desk: Desk) -> None:
    desk.service.delete([desk.todo])
    desk.store.remove(desk.todo, NOW)  # the delete has arrived
    (trashed,) = desk.store.trash(desk.service.list.id)
    desk.service.undo()
    assert not desk.service.restore([trashed.id]).added
    assert desk.service.undo_step is None
    assert not desk.held.hidden


def test_who_may_not_add_may_not_restore(desk: Desk) -> None:
    desk.store.remove(desk.todo, NOW)
    desk.store.save_schema(desk.service.list.id, TODOS, Permissions(create=FORBIDDEN))
    desk.service.reload_list()
    with pytest.raises(Refused):
        desk.service.restore([desk.store.trash(desk.service.list.id)[0].id])


def test_a_todo_of_this_computer_is_restored_without_an_outbox(desk: Desk) -> None:
    here = desk.store.local_list(local_collection({}))
    desk.service.open_list(here)
    (todo_id,) = desk.service.add({"title": "private"}).added
    desk.service.delete([todo_id])
    desk.store.discard_hidden(desk.store.hidden(here.id), NOW)
    (back,) = desk.service.restore([desk.store.trash(here.id)[0].id]).added
    held = desk.store.held([back])[back]
    assert (held.values["title"], held.hidden, held.entries) == ("private", False, ())


def test_a_discard_that_comes_when_all_has_arrived_takes_nothing_away(desk: Desk) -> None:
    changes = desk.service.discard([desk.todo])
    assert not changes.removed
    assert desk.held.values["title"] == "eat food"
    assert desk.service.undo_step is None


def test_a_todo_let_go_that_the_server_shows_again_is_left_alone_by_an_undo(desk: Desk) -> None:
    desk.service.edit([desk.todo], {"title": "edited"})
    desk.move(EntryState.PARKED, Problem.GONE)
    desk.service.take_theirs([desk.todo])
    desk.store.adopt(desk.service.list.id, [row(title="back there")])
    desk.service.undo()
    assert desk.service.left_alone == LeftAlone(there=1)
    (again,) = desk.store.held_by_server_id(desk.service.list.id, [7]).values()
    assert again.values["title"] == "back there"


def test_undo_of_sending_again_what_may_be_there_asks_again_and_takes_nothing_away(desk: Desk) -> None:
    (desk.todo,) = desk.service.add({"title": "buy milk"}).added
    desk.move(EntryState.PARKED, Problem.AMBIGUOUS_CREATE)
    desk.service.keep_mine([desk.todo])
    desk.service.undo()
    assert [(e.state, e.problem) for e in desk.entries] == [(EntryState.PARKED, Problem.AMBIGUOUS_CREATE)]
    desk.service.redo()
    desk.move(EntryState.SENT)
    desk.service.undo()
    assert desk.service.left_alone == LeftAlone(todos=1)
    assert not desk.held.hidden
