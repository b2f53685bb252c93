"""What an edit made here does to the outbox."""

import pytest
from msgspec.structs import replace

from tests.unit.sync.todos import LATER, TODOS, conflict_of, create, delete, held, row, update
from todo_desktop.model import decision, editing
from todo_desktop.model.change import ChangeKind, EntryState, state_of
from todo_desktop.model.errors import Problem
from todo_desktop.model.held import Held
from todo_desktop.model.todo import SyncState
from todo_desktop.model.values import Json
from todo_desktop.sync.plan import on_absent, on_read

WAITING, PARKED, SENT = EntryState.WAITING, EntryState.PARKED, EntryState.SENT
ACKNOWLEDGED = EntryState.ACKNOWLEDGED


def edit(todo: Held, **values: Json) -> Held:
    return editing.edited(todo, values, TODOS, tracked=True, operation="new", now=50)


def test_the_first_edit_keeps_what_was_read_as_its_base() -> None:
    after = edit(held(), title="eat lunch")
    assert after.base == row()
    assert after.values["title"] == "eat lunch"
    assert [(e.kind, e.wanted) for e in after.entries] == [(ChangeKind.UPDATE, {"title": "eat lunch"})]


def test_edits_that_were_never_sent_become_one() -> None:
    after = edit(edit(held(), title="eat lunch"), title="eat dinner", completed=True)
    assert len(after.entries) == 1
    assert after.entries[0].wanted == {"title": "eat dinner", "completed": True}
    assert after.entries[0].changes["title"].old == "eat food"


def test_of_several_unsent_edits_the_last_one_takes_in_what_is_typed_next() -> None:
    """Else the older value would be sent after it."""
    two = held(update(completed=(None, True)), update(seq=2, title=("eat food", "eat lunch")))
    after = edit(two, title="eat dinner")
    assert [e.wanted for e in after.entries] == [{"completed": True}, {"title": "eat dinner"}]


def test_an_edit_taken_back_leaves_nothing_to_send() -> None:
    after = edit(edit(held(), title="eat lunch"), title="eat food")
    assert after.entries == ()
    assert after.base is None


def test_an_edit_to_the_same_value_is_none() -> None:
    todo = held()
    assert edit(todo, title="eat food") is todo


def test_what_is_the_same_in_another_order_is_no_edit_and_is_not_shown_in_that_order() -> None:
    ticked = edit(held(base=row(tags=["errand", "work"])), completed=True)
    after = edit(ticked, completed=None, tags=["work", "errand"])
    assert after.entries == ()
    assert after.values == row(tags=["errand", "work"])


def test_an_edit_while_another_is_under_way_waits_for_it() -> None:
    after = edit(held(update(SENT, title=("eat food", "eat lunch"))), title="eat dinner")
    assert [(e.state, e.wanted) for e in after.entries] == [
        (SENT, {"title": "eat lunch"}),
        (WAITING, {"title": "eat dinner"}),
    ]


def test_an_edit_of_a_new_todo_goes_into_its_create() -> None:
    after = edit(held(create(title="new"), server_id=None), title="newer")
    assert [(e.kind, e.wanted) for e in after.entries] == [(ChangeKind.CREATE, {"title": "newer"})]


def test_an_edit_of_a_refused_value_sends_it_again() -> None:
    refused = update(title=("eat food", "x" * 300)).parked(Problem.INVALID_INPUT, "too long")
    after = edit(held(refused), title="short")
    assert [(e.state, e.problem, e.wanted) for e in after.entries] == [(WAITING, None, {"title": "short"})]


def test_an_edit_of_a_field_in_dispute_stays_in_dispute() -> None:
    todo = on_read(held(update(title=("eat food", "mine"))), row(LATER, title="theirs"), TODOS)
    after = edit(todo, title="mine too", completed=True)
    assert {(e.state, tuple(e.wanted)) for e in after.entries} == {(PARKED, ("title",)), (WAITING, ("completed",))}
    assert state_of(after.entries) is SyncState.CONFLICT


def test_keeping_mine_sends_it_over_the_value_of_the_server() -> None:
    todo = on_read(held(update(title=("eat food", "mine"))), row(LATER, title="theirs"), TODOS)
    after = decision.kept_mine(todo, operation="k", now=60)
    assert [(e.state, e.changes["title"].old, e.changes["title"].new) for e in after.entries] == [
        (WAITING, "theirs", "mine")
    ]


def test_taking_theirs_drops_only_what_was_in_dispute() -> None:
    todo = on_read(held(update(title=("eat food", "mine"), completed=(None, True))), row(LATER, title="theirs"), TODOS)
    after = decision.took_theirs(todo)
    assert after is not None
    assert after.values["title"] == "theirs"
    assert after.values["completed"] is True
    assert [e.wanted for e in after.entries] == [{"completed": True}]


def test_letting_go_of_a_todo_that_is_gone_removes_it() -> None:
    gone = on_absent(held(update(title=("eat food", "mine"))))
    assert gone is not None
    assert decision.took_theirs(gone) is None


def test_bringing_back_a_todo_that_is_gone_creates_it_with_all_its_values() -> None:
    gone = on_absent(held(update(title=("eat food", "mine"))))
    assert gone is not None
    after = decision.kept_mine(gone, operation="k", now=60)
    assert after.server_id == 7
    assert [(e.kind, e.state) for e in after.entries] == [(ChangeKind.CREATE, WAITING)]
    assert after.entries[0].wanted["title"] == "mine"
    assert "updatedAt" not in after.entries[0].wanted


def _in_dispute() -> Held:
    edit_ = update(title=("eat food", "mine"), completed=(None, True))
    return on_read(held(edit_), row(LATER, title="theirs"), TODOS)


def test_a_todo_in_dispute_is_brought_back_with_the_servers_value_and_its_conflict() -> None:
    after = editing.brought_back(_in_dispute(), operation="k", now=60)
    assert (after.values["title"], after.values["completed"]) == ("mine", True)
    assert [(e.kind, e.state, e.wanted.get("title")) for e in after.entries] == [
        (ChangeKind.CREATE, WAITING, "theirs"),
        (ChangeKind.UPDATE, PARKED, "mine"),
    ]
    assert after.entries[0].wanted["completed"] is True
    assert state_of(after.entries) is SyncState.CONFLICT
    deleted = editing.deleted(after, tracked=True, operation="d", now=70, not_before=70)
    again = editing.brought_back(deleted, operation="l", now=80)
    assert [(e.kind, e.wanted.get("title")) for e in again.entries] == [
        (ChangeKind.CREATE, "theirs"),
        (ChangeKind.UPDATE, "mine"),
    ]


def test_a_conflict_that_was_brought_back_stays_open_once_the_row_is_there_again() -> None:
    back = editing.brought_back(_in_dispute(), operation="k", now=60)
    made = tuple(replace(e, state=EntryState.ACKNOWLEDGED) if e.kind is ChangeKind.CREATE else e for e in back.entries)
    after = on_read(replace(back, entries=made), row(LATER, title="theirs", completed=True), TODOS)
    assert conflict_of(after) == {"title": ("mine", "theirs")}
    assert len(after.entries) == 1


def test_theirs_is_taken_of_a_conflict_that_was_brought_back_and_not_sent_yet() -> None:
    after = decision.took_theirs(editing.brought_back(_in_dispute(), operation="k", now=60))
    assert after is not None
    assert (after.values["title"], after.values["completed"]) == ("theirs", True)
    assert [e.kind for e in after.entries] == [ChangeKind.CREATE]


def test_what_is_typed_over_an_older_value_than_the_server_has_is_a_conflict() -> None:
    newer = held(base=row(LATER, title="theirs"))
    after = editing.edited(
        newer, {"title": "mine"}, TODOS, tracked=True, operation="n", now=50, seen={"title": "eat food"}
    )
    assert conflict_of(after) == {"title": ("mine", "theirs")}
    assert after.values["title"] == "mine"
    assert state_of(after.entries) is SyncState.CONFLICT


@pytest.mark.parametrize("seen", [{"title": "eat food"}, {"title": " eat food "}, {}, {"completed": True}])
def test_what_is_typed_over_what_the_server_still_has_is_an_edit(seen: dict[str, Json]) -> None:
    after = editing.edited(held(), {"title": "mine"}, TODOS, tracked=True, operation="n", now=50, seen=seen)
    assert [(e.state, e.wanted) for e in after.entries] == [(WAITING, {"title": "mine"})]


def test_what_is_typed_over_a_newer_edit_from_here_is_one_more_edit() -> None:
    ours = held(update(title=("eat food", "from another window")))
    after = editing.edited(
        ours, {"title": "mine"}, TODOS, tracked=True, operation="n", now=50, seen={"title": "eat food"}
    )
    assert [(e.state, e.wanted) for e in after.entries] == [(WAITING, {"title": "mine"})]


def test_a_delete_waits_for_its_undo_bar_and_can_be_taken_back() -> None:
    todo = held(update(title=("eat food", "mine")))
    gone = editing.deleted(todo, tracked=True, operation="d", now=60, not_before=8_060)
    assert gone.hidden
    assert gone.entries[-1].not_before == 8_060
    assert editing.undeleted(gone, operation="u", now=61) == todo


@pytest.mark.parametrize("state", [SENT, ACKNOWLEDGED])
def test_a_delete_that_is_on_its_way_is_followed_by_a_create(state: EntryState) -> None:
    back = editing.undeleted(held(delete(state)), operation="u", now=61)
    assert [(e.kind, e.state) for e in back.entries] == [(ChangeKind.DELETE, state), (ChangeKind.CREATE, WAITING)]
    assert not back.hidden
    assert back.server_id == 7
    assert editing.undeleted(back, operation="again", now=62) == back


def test_a_todo_that_returns_and_was_not_deleted_keeps_what_waited_and_what_was_typed_since() -> None:
    waited = held(update(title=("eat food", "mine")), delete(SENT))
    back = editing.undeleted(waited, operation="u", now=61)
    typed = editing.edited(back, {"completed": True}, TODOS, tracked=True, operation="t", now=62)
    after = editing.not_deleted(typed)
    assert [(e.kind, e.wanted) for e in after.entries] == [(ChangeKind.UPDATE, {"title": "mine", "completed": True})]
    assert (after.base, after.hidden) == (waited.base, False)


@pytest.mark.parametrize("values", [{"title": "b"}, {"completed": True}])
def test_a_todo_of_a_local_list_has_no_outbox(values: dict[str, Json]) -> None:
    after = editing.edited(
        held(server_id=None),
        values,
        TODOS,
        tracked=False,
        operation="n",
        now=1,
    )
    assert after.entries == ()
    assert after.values.items() >= values.items()


def test_a_delete_that_is_to_be_sent_again_after_a_try_without_an_answer_is_looked_for_and_not_sent() -> None:
    tried = replace(delete(), tries=1, not_before=99)
    back = editing.undeleted(held(tried), operation="u", now=61)
    assert [(e.kind, e.state) for e in back.entries] == [(ChangeKind.DELETE, SENT), (ChangeKind.CREATE, WAITING)]
    assert (back.entries[0].not_before, back.hidden) == (0, False)


@pytest.mark.parametrize(("choice", "title"), [(decision.Choice.MINE, "mine"), (decision.Choice.THEIRS, "theirs")])
def test_what_is_decided_while_a_todo_returns_is_not_forgotten(choice: decision.Choice, title: str) -> None:
    disputed = on_read(held(update(title=("eat food", "mine"))), row(LATER, title="theirs"), TODOS)
    back = editing.undeleted(replace(disputed, entries=(*disputed.entries, delete(SENT, 9))), operation="u", now=61)
    assert back.values["title"] == "mine"
    decided = decision.resolved(back, {"title": choice}, TODOS, operation="d", now=62)
    assert decided.values["title"] == title
    after = editing.not_deleted(decided)
    assert [e.wanted for e in after.entries] == ([{"title": "mine"}] if title == "mine" else [])
    assert after.values["title"] == title
