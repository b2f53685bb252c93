"""Whatever an order becomes, the steps lead there, and a small change takes a small step."""

from array import array

from hypothesis import given
from hypothesis import strategies as st

from todo_desktop.gui.todo_table.order_change import Insert, Move, Rearrange, Remove, Step, steps_between

orders = st.lists(st.integers(1, 30), unique=True, max_size=30).map(lambda ids: array("q", ids))


def carried_out(old: "array[int]", steps: list[Step]) -> "array[int]":
    ids = array("q", old)
    for step in steps:
        match step:
            case Remove(first, last):
                assert 0 <= first <= last < len(ids)
                del ids[first : last + 1]
            case Insert(row, new):
                assert 0 <= row <= len(ids)
                ids[row:row] = new
            case Move(source, target):
                assert source != target
                ids.insert(target, ids.pop(source))
            case Rearrange(new):
                ids = array("q", new)
    return ids


@given(orders, orders)
def test_the_steps_lead_from_any_order_to_any_other(old: "array[int]", new: "array[int]") -> None:
    assert carried_out(old, steps_between(old, new)) == new


@given(orders)
def test_the_same_order_takes_no_step(ids: "array[int]") -> None:
    assert steps_between(ids, array("q", ids)) == []


@given(orders, st.data())
def test_what_is_only_taken_away_is_told_as_removals(old: "array[int]", data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.sampled_from(list(old)))) if old else set()
    new = array("q", [todo_id for todo_id in old if todo_id not in gone])
    steps = steps_between(old, new)
    assert all(isinstance(step, Remove) for step in steps)
    assert carried_out(old, steps) == new


@given(orders, orders)
def test_what_is_only_added_is_told_as_insertions(old: "array[int]", more: "array[int]") -> None:
    new = array("q", sorted({*old, *(100 + todo_id for todo_id in more)}, key=lambda i: (i % 7, i)))
    old = array("q", [todo_id for todo_id in new if todo_id < 100])
    assert all(isinstance(step, Insert) for step in steps_between(old, new))


@given(st.lists(st.integers(1, 30), unique=True, min_size=3), st.data())
def test_one_row_that_changes_its_place_is_moved(ids: list[int], data: st.DataObject) -> None:
    source, target = data.draw(st.permutations(range(len(ids))).map(lambda order: order[:2]))
    new = array("q", ids)
    new.insert(target, new.pop(source))
    (step,) = steps_between(array("q", ids), new)
    assert isinstance(step, Move)


def test_many_scattered_differences_are_one_new_layout() -> None:
    old = array("q", range(10_000))
    new = array("q", range(0, 10_000, 3))
    assert steps_between(old, new) == [Rearrange(new)]


def test_a_page_at_the_end_of_a_long_list_is_one_insertion() -> None:
    old = array("q", range(100_000))
    new = array("q", range(100_500))
    assert steps_between(old, new) == [Insert(100_000, array("q", range(100_000, 100_500)))]


@given(st.integers(0, 20_000), st.integers(1, 20_000))
def test_a_long_run_that_is_taken_away_or_put_back_is_one_step(first: int, length: int) -> None:
    whole = array("q", range(50_000))
    less = whole[:first] + whole[first + length :]
    assert steps_between(whole, less) == [Remove(first, first + length - 1)]
    assert steps_between(less, whole) == [Insert(first, whole[first : first + length])]
