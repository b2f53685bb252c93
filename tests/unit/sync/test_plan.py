"""The conflict table, cell by cell."""

from typing import Any

import pytest
from msgspec.structs import replace

from tests.unit.sync.todos import LATER, OURS, TODOS, conflict_of, create, delete, held, row, update
from todo_desktop.model import editing
from todo_desktop.model.change import ChangeKind, EntryState, FieldChange, Writer
from todo_desktop.model.errors import Problem
from todo_desktop.model.schema import Collection
from todo_desktop.model.values import Record
from todo_desktop.sync.plan import acknowledged, on_absent, on_read

ACKNOWLEDGED, SENT, PARKED, WAITING = EntryState.ACKNOWLEDGED, EntryState.SENT, EntryState.PARKED, EntryState.WAITING


def test_a_row_without_unsent_edits_takes_what_was_read() -> None:
    after = on_read(held(), row(title="eat lunch"), TODOS)
    assert after.values["title"] == "eat lunch"
    assert after.base is None


@pytest.mark.parametrize("state", list(EntryState))
def test_an_edit_that_the_read_shows_is_done(state: EntryState) -> None:
    after = on_read(held(update(state, title=("eat food", "eat lunch"))), row(OURS, title="eat lunch"), TODOS)
    assert after.entries == ()
    assert after.base is None
    assert after.values["title"] == "eat lunch"


def test_a_waiting_edit_of_another_field_goes_on_over_the_new_base() -> None:
    after = on_read(held(update(title=("eat food", "eat lunch"))), row(LATER, completed=True), TODOS)
    assert after.values["title"] == "eat lunch"
    assert after.values["completed"] is True
    assert after.base is not None
    assert after.base["updatedAt"] == LATER
    assert after.entries[0].wanted == {"title": "eat lunch"}


def test_the_same_field_changed_on_both_sides_keeps_both_values() -> None:
    after = on_read(held(update(title=("eat food", "eat lunch"))), row(LATER, title="eat dinner"), TODOS)
    assert conflict_of(after) == {"title": ("eat lunch", "eat dinner")}
    assert after.values["title"] == "eat lunch"


def test_only_the_disputed_field_waits_for_a_person() -> None:
    edit = update(title=("eat food", "eat lunch"), completed=(None, True))
    after = on_read(held(edit), row(LATER, title="eat dinner"), TODOS)
    assert conflict_of(after) == {"title": ("eat lunch", "eat dinner")}
    waiting = [e for e in after.entries if e.state is WAITING]
    assert [e.wanted for e in waiting] == [{"completed": True}]


def test_a_conflict_shows_the_newest_value_of_the_server() -> None:
    first = on_read(held(update(title=("eat food", "mine"))), row(LATER, title="theirs"), TODOS)
    second = on_read(first, row("2026-11-23T11:00:00.000Z", title="theirs again"), TODOS)
    assert conflict_of(second) == {"title": ("mine", "theirs again")}


def test_a_conflict_ends_when_the_server_goes_back_to_what_we_saw() -> None:
    first = on_read(held(update(title=("eat food", "mine"))), row(LATER, title="theirs"), TODOS)
    second = on_read(first, row("2026-11-23T11:00:00.000Z"), TODOS)
    assert [(e.state, e.wanted, e.problem) for e in second.entries] == [(WAITING, {"title": "mine"}, None)]


def test_an_edit_whose_outcome_is_unknown_and_did_not_arrive_is_sent_again() -> None:
    after = on_read(held(update(SENT, title=("eat food", "eat lunch"))), row(), TODOS)
    assert [(e.state, e.wanted) for e in after.entries] == [(WAITING, {"title": "eat lunch"})]


def test_a_field_that_still_has_its_old_value_after_our_write_was_refused() -> None:
    edit = update(ACKNOWLEDGED, title=("eat food", "eat lunch"), completed=(None, True))
    after = on_read(held(edit), row(OURS, completed=True), TODOS)
    assert [(e.state, e.problem, e.wanted) for e in after.entries] == [
        (PARKED, Problem.FIELD_REFUSED, {"title": "eat lunch"})
    ]


def test_a_value_that_the_server_normalised_is_taken_over() -> None:
    edit = acknowledged(update(SENT, price=("1.00", "1.006")), row(OURS, price="1.50"), TODOS)
    after = on_read(held(edit), row(OURS, price="1.50"), TODOS)
    assert after.entries == ()
    assert after.values["price"] == "1.50"


def test_a_value_that_was_there_before_our_write_is_not_what_the_server_made_of_ours() -> None:
    """The role may not write the field, and somebody else has since."""
    edit = acknowledged(update(SENT, title=("eat food", "mine")), row(LATER, title="theirs"), TODOS)
    after = on_read(held(edit, base=row(LATER, title="theirs")), row(LATER, title="theirs"), TODOS)
    assert [(e.state, e.problem, e.wanted) for e in after.entries] == [
        (PARKED, Problem.FIELD_REFUSED, {"title": "mine"})
    ]


@pytest.mark.parametrize("collection", [TODOS, replace(TODOS, updated_at="")], ids=["same millisecond", "no times"])
def test_another_value_than_the_reply_showed_is_somebody_elses(collection: Collection) -> None:
    edit = acknowledged(update(SENT, title=("eat food", "mine")), row(OURS, title="mine"), collection)
    after = on_read(held(edit), row(OURS, title="theirs"), collection)
    assert conflict_of(after) == {"title": ("mine", "theirs")}


def test_what_a_reply_showed_is_forgotten_when_the_change_is_sent_again() -> None:
    edit = replace(update(SENT, title=("eat food", "mine")), theirs={"title": "from an earlier reply"})
    (again,) = on_read(held(edit), row(), TODOS).entries
    assert (again.state, again.theirs) == (WAITING, {})
    gone = on_absent(held(edit))
    assert gone is not None
    assert [(e.problem, e.theirs) for e in gone.entries] == [(Problem.GONE, {})]


@pytest.mark.parametrize(
    ("names", "writer"),
    [
        (("changed_at", "changed_by"), Writer(LATER, "5")),
        (("changed_at", ""), Writer(LATER)),
        (("", ""), None),
    ],
)
def test_who_wrote_and_when_is_told_by_the_collections_own_fields(
    names: tuple[str, str], writer: Writer | None
) -> None:
    collection = replace(TODOS, updated_at=names[0], updated_by=names[1])
    read = row(title="theirs", changed_at=LATER, changed_by=5)
    (entry,) = on_read(held(update(title=("eat food", "mine"))), read, collection).entries
    assert (entry.problem, entry.writer) == (Problem.CONFLICT, writer)


def test_an_acknowledged_value_that_somebody_overwrote_is_a_conflict_and_kept() -> None:
    after = on_read(held(update(ACKNOWLEDGED, title=("eat food", "mine"))), row(LATER, title="theirs"), TODOS)
    assert conflict_of(after) == {"title": ("mine", "theirs")}
    assert after.values["title"] == "mine"


def test_a_second_edit_goes_on_from_a_first_that_has_not_arrived() -> None:
    first, second = update(SENT, title=("eat food", "b")), update(seq=2, title=("b", "c"))
    after = on_read(held(first, second), row(), TODOS)
    assert [(e.wanted, e.changes["title"].old) for e in after.entries] == [({"title": "c"}, "eat food")]
    assert after.values["title"] == "c"


def test_a_second_edit_goes_on_from_a_first_that_the_server_normalised() -> None:
    untrimmed = replace(TODOS, fields=tuple(replace(f, trim=False) for f in TODOS.fields))
    first = acknowledged(update(SENT, title=("eat food", "b ")), row(OURS, title="b"), untrimmed)
    second = update(seq=2, title=("b ", "c"))
    after = on_read(held(first, second), row(OURS, title="b"), untrimmed)
    assert [(e.state, e.wanted) for e in after.entries] == [(WAITING, {"title": "c"})]


def test_a_second_edit_of_a_field_in_dispute_changes_our_side_of_it() -> None:
    first, second = update(ACKNOWLEDGED, title=("eat food", "b")), update(seq=2, title=("b", "c"))
    after = on_read(held(first, second), row(LATER, title="theirs"), TODOS)
    assert conflict_of(after) == {"title": ("c", "theirs")}


def test_a_created_todo_is_confirmed_by_its_first_read() -> None:
    made = held(create(ACKNOWLEDGED, title="new", completed=False), base={})
    after = on_read(made, row(OURS, title="new", completed=False), TODOS)
    assert after.entries == ()


def test_a_field_dropped_from_a_create_is_shown_as_refused_even_where_it_has_a_default() -> None:
    made = held(create(ACKNOWLEDGED, title="new", priority="high"), base={})
    after = on_read(made, row(OURS, title="new", priority="low"), TODOS)
    assert [(e.kind, e.problem, e.wanted) for e in after.entries] == [
        (ChangeKind.UPDATE, Problem.FIELD_REFUSED, {"priority": "high"})
    ]


def test_a_field_that_the_role_may_not_view_cannot_hold_an_entry_for_ever() -> None:
    remote = row(OURS)
    del remote["title"]
    edit = acknowledged(update(SENT, title=("a", "b")), row(OURS, title="b"), TODOS)
    assert on_read(held(edit), remote, TODOS).entries == ()


def test_values_that_mean_the_same_are_no_conflict() -> None:
    edit = update(tags=(["a", "b"], ["c"]), price=("1.5", "2"))
    after = on_read(held(edit), row(LATER, tags=["b", "a"], price="1.50"), TODOS)
    assert conflict_of(after) == {}


def test_a_delete_of_a_row_that_nobody_changed_goes_on() -> None:
    after = on_read(held(delete()), row(LATER, sort=99), TODOS)
    assert [e.state for e in after.entries] == [WAITING]
    assert after.hidden


def test_an_edit_of_somebody_else_beats_our_delete_until_a_person_decides() -> None:
    after = on_read(held(delete()), row(LATER, title="still needed"), TODOS)
    assert after.entries[0].problem is Problem.CONFLICT
    assert not after.hidden
    assert after.values["title"] == "still needed"


@pytest.mark.parametrize(("typed", "there"), [("", None), ("eat food", "Eat  food")])
def test_a_delete_takes_nothing_for_what_the_server_made_of_an_edit_that_was_never_sent(
    typed: str, there: str | None
) -> None:
    edit = update(title=("one", typed))
    for never_sent in (edit, replace(edit.parked(Problem.CONFLICT), theirs={"title": "theirs"})):
        after = on_read(held(never_sent, delete()), row(LATER, title=there), TODOS)
        assert after.delete_entry is not None
        assert (after.delete_entry.problem, dict(after.delete_entry.theirs)) == (Problem.CONFLICT, {"title": there})
        sent = replace(never_sent, tries=1)
        assert on_read(held(sent, delete()), row(LATER, title=there), TODOS).hidden


def test_an_edit_that_comes_into_dispute_is_still_known_to_have_been_sent() -> None:
    (asked,) = on_read(
        held(replace(update(SENT, title=("one", "two")), tries=1)), row(LATER, title="theirs"), TODOS
    ).entries
    assert (asked.problem, asked.tries) == (Problem.CONFLICT, 1)


def test_a_deleted_row_that_is_there_again_comes_back_into_sight() -> None:
    after = on_read(held(delete(ACKNOWLEDGED)), row(), TODOS)
    assert not after.hidden


def test_a_row_that_is_gone_goes_here_too_when_nothing_of_ours_is_unsent() -> None:
    assert on_absent(held()) is None
    assert on_absent(held(delete(ACKNOWLEDGED))) is None
    assert on_absent(held(update(title=("a", "b")), delete())) is None


def test_an_edited_row_that_is_gone_is_parked_and_never_created_again() -> None:
    after = on_absent(held(update(title=("eat food", "eat lunch"))))
    assert after is not None
    assert [(e.kind, e.state, e.problem) for e in after.entries] == [(ChangeKind.UPDATE, PARKED, Problem.GONE)]
    assert after.values["title"] == "eat lunch"


def test_edits_of_a_row_that_is_gone_are_one_so_that_none_comes_after_what_is_typed_later() -> None:
    after = on_absent(held(update(SENT, title=("eat food", "eat lunch")), update(title=("eat lunch", "eat dinner"))))
    assert after is not None
    (entry,) = after.entries
    assert entry.changes["title"] == FieldChange("eat food", "eat dinner")


def test_a_row_that_is_back_lets_its_parked_edit_go_on() -> None:
    gone = on_absent(held(update(title=("eat food", "eat lunch"))))
    assert gone is not None
    after = on_read(gone, row(), TODOS)
    assert [(e.state, e.problem, e.wanted) for e in after.entries] == [(WAITING, None, {"title": "eat lunch"})]


def test_a_create_that_was_not_found_yet_is_neither_removed_nor_parked() -> None:
    unsure = held(create(SENT, title="new"), server_id=None)
    assert on_absent(unsure) is unsure


def test_an_acknowledged_value_that_became_another_one_is_a_conflict_even_where_no_time_tells_of_a_write() -> None:
    """Two writes can race within a millisecond; and some collections keep no times."""
    after = on_read(held(update(ACKNOWLEDGED, title=("eat food", "mine"))), row(OURS, title="theirs"), TODOS)
    assert conflict_of(after) == {"title": ("mine", "theirs")}


@pytest.mark.parametrize(
    ("field", "sent", "stored"),
    [
        ("title", "  Eat  lunch", "eat lunch"),
        ("title", "eat lunch at the corner", "eat lunch at"),
        ("title", "", None),
        ("price", "1.006", "1.5"),
        ("tags", ["home", "unknown"], ["home"]),
    ],
)
def test_what_a_server_can_have_made_of_our_value_is_taken_over(field: str, sent: Any, stored: Any) -> None:
    edit = replace(update(ACKNOWLEDGED), changes={field: FieldChange("before", sent)})
    after = on_read(held(edit), row(OURS, **{field: stored}), TODOS)
    assert after.entries == ()
    assert after.values[field] == stored


def test_what_was_typed_into_a_todo_whose_delete_is_to_be_decided_is_kept_when_the_row_goes() -> None:
    disputed = on_read(held(delete()), row(LATER, title="still needed"), TODOS)
    typed = editing.edited(disputed, {"title": "typed since"}, TODOS, tracked=True, operation="later", now=1)
    after = on_absent(typed)
    assert after is not None
    assert [(e.kind, e.problem, e.wanted) for e in after.entries] == [
        (ChangeKind.UPDATE, Problem.GONE, {"title": "typed since"})
    ]


UNREADABLE: Record = {"id": 7, "title": "eat food", "completed": None, "updatedAt": OURS}
"""The row as a role reads it that may not view the price."""


@pytest.mark.parametrize("state", [WAITING, SENT])
def test_a_field_that_is_not_shown_is_sent_until_the_server_has_said_yes(state: EntryState) -> None:
    after = on_read(held(update(state, price=("1.00", "2.00"))), UNREADABLE, TODOS)
    assert [(e.state, e.wanted) for e in after.entries] == [(WAITING, {"price": "2.00"})]
    assert after.values["price"] == "2.00"


@pytest.mark.parametrize("shown", ["2.00", "2.0"])
def test_a_field_that_is_not_shown_is_done_where_the_reply_showed_it(shown: str) -> None:
    edit = acknowledged(update(SENT, price=("1.00", "2.00")), row(OURS, price=shown), TODOS)
    assert on_read(held(edit), UNREADABLE, TODOS).entries == ()


@pytest.mark.parametrize("reply", [row(OURS, price="1.00"), row(OURS)], ids=["the old value", "nothing"])
def test_a_field_that_is_not_shown_is_refused_where_the_reply_showed(reply: dict[str, Any]) -> None:
    edit = acknowledged(update(SENT, price=("1.00", "1.50")), reply, TODOS)
    after = on_read(held(edit), UNREADABLE, TODOS)
    assert [(e.state, e.problem, e.wanted) for e in after.entries] == [
        (PARKED, Problem.FIELD_REFUSED, {"price": "1.50"})
    ]


def test_a_field_that_is_not_shown_of_a_create_without_a_reply_is_sent_as_an_update() -> None:
    made = acknowledged(create(SENT, title="eat food", price="2.00"), {}, TODOS)
    after = on_read(held(made, base={}), UNREADABLE, TODOS)
    assert [(e.kind, e.state, e.wanted) for e in after.entries] == [(ChangeKind.UPDATE, WAITING, {"price": "2.00"})]


@pytest.mark.parametrize("state", list(EntryState))
def test_a_change_of_a_column_that_was_dropped_needs_a_person_whatever_its_state(state: EntryState) -> None:
    without = replace(TODOS, fields=tuple(f for f in TODOS.fields if f.name != "price"))
    edit = update(state, title=("eat food", "eat lunch"), price=("1.00", "2.00"))
    edit = acknowledged(edit, row(OURS, title="eat lunch"), without) if state is ACKNOWLEDGED else edit
    after = on_read(held(edit), row(OURS, title="eat lunch"), without)
    assert [(e.state, e.problem, e.wanted) for e in after.entries] == [
        (PARKED, Problem.FIELD_REFUSED, {"price": "2.00"})
    ]
    assert on_read(after, row(LATER, title="eat dinner"), without).entries == after.entries


def test_what_a_gone_todo_had_in_a_column_that_was_dropped_is_kept_when_its_row_is_back() -> None:
    without = replace(TODOS, fields=tuple(f for f in TODOS.fields if f.name != "price"))
    gone = on_absent(held(update(title=("eat food", "eat lunch"), price=("1.00", "2.00"))))
    assert gone is not None
    after = on_read(gone, row(LATER), without)
    assert [(e.state, e.problem, e.wanted) for e in after.entries] == [
        (WAITING, None, {"title": "eat lunch"}),
        (PARKED, Problem.FIELD_REFUSED, {"price": "2.00"}),
    ]


def test_what_is_typed_next_into_a_field_that_was_dropped_is_what_is_kept() -> None:
    without = replace(TODOS, fields=tuple(f for f in TODOS.fields if f.name != "price"))
    first, second = update(SENT, price=("1.00", "2.00")), update(seq=2, price=("2.00", "3.00"))
    after = on_read(held(first, second), row(), without)
    assert [(e.problem, e.wanted) for e in after.entries] == [(Problem.FIELD_REFUSED, {"price": "3.00"})]


def test_a_field_that_is_cleared_in_a_column_that_was_dropped_is_done() -> None:
    without = replace(TODOS, fields=tuple(f for f in TODOS.fields if f.name != "price"))
    assert on_read(held(update(price=("1.00", None))), row(), without).entries == ()


def test_a_delete_of_a_row_that_was_gone_and_is_there_again_asks_about_a_field_emptied_there() -> None:
    gone = replace(held(delete()), base=None)
    asked = on_read(gone, row(LATER, title=None), TODOS).delete_entry
    assert asked is not None
    assert (asked.state, asked.problem, dict(asked.theirs)) == (EntryState.PARKED, Problem.CONFLICT, {"title": None})
