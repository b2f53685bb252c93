"""Whatever is read, no wish of the user disappears without having arrived, been normalised, or being shown."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.sync.todos import LATER, OURS, READ, TODOS, held, row, update
from todo_desktop.model import decision, editing
from todo_desktop.model.change import EntryState
from todo_desktop.model.held import Held
from todo_desktop.sync.plan import on_absent, on_read

VALUES = {"title": st.sampled_from(["eat food", "a", "b", "c"]), "completed": st.sampled_from([None, False, True])}
EDITS = st.fixed_dictionaries({}, optional=VALUES)
READS = st.builds(
    lambda at, values: row(at, **values),
    st.sampled_from([READ, OURS, LATER]),
    st.fixed_dictionaries({}, optional=VALUES),
)


def _wishes(todo: Held) -> dict[str, Any]:
    """What is to be there in the end. What was set back to where it began is wished no more."""
    began: dict[str, Any] = {}
    wishes: dict[str, Any] = {}
    for entry in todo.entries:
        for name, change in entry.changes.items():
            began.setdefault(name, change.old)
            wishes[name] = change.new
    return {name: value for name, value in wishes.items() if not TODOS.same(name, began[name], value)}


@st.composite
def edited_todos(draw: st.DrawFn) -> Held:
    """A todo with an edit in any state and, perhaps, a later one."""
    first = draw(EDITS.filter(bool))
    seen = row()
    state = draw(st.sampled_from([EntryState.WAITING, EntryState.SENT]))
    entry = update(state, **{n: (seen[n], v) for n, v in first.items()})  # type: ignore[arg-type]
    return editing.edited(held(entry), draw(EDITS), TODOS, tracked=True, operation="later", now=1)


@given(edited_todos(), st.lists(READS, min_size=1, max_size=4))
def test_an_unacknowledged_wish_is_kept_until_a_read_shows_it(todo: Held, reads: list[dict[str, Any]]) -> None:
    for read in reads:
        wishes = _wishes(todo)
        todo = on_read(todo, read, TODOS)
        for name, value in wishes.items():
            arrived = TODOS.field(name).same(read[name], value)  # type: ignore[union-attr]
            assert arrived or _wishes(todo).get(name) == value
            assert todo.values[name] == value or arrived


@given(edited_todos(), READS)
def test_reading_the_same_twice_changes_nothing_more(todo: Held, read: dict[str, Any]) -> None:
    once = on_read(todo, read, TODOS)
    assert on_read(once, read, TODOS) == once


@given(edited_todos())
def test_a_wish_for_a_row_that_is_gone_is_kept(todo: Held) -> None:
    after = on_absent(todo)
    assert (_wishes(after) if after else {}) == _wishes(todo)


@given(edited_todos(), READS)
def test_taking_theirs_shows_the_server_and_keeping_mine_shows_ours(todo: Held, read: dict[str, Any]) -> None:
    merged = on_read(todo, read, TODOS)
    disputed = {n for e in merged.entries if e.state is EntryState.PARKED for n in e.changes}
    theirs = decision.took_theirs(merged) if disputed else None
    mine = decision.kept_mine(merged, operation="k", now=2)
    for name in disputed:
        assert theirs is not None
        assert theirs.values[name] == read[name]
        assert mine.values[name] == merged.values[name]
