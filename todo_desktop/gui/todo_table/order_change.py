"""The steps that turn one order of ids into another: pure, and cheap where little changed."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

FEW = 64
"""Up to so many runs are told row by row; above, one new layout is quicker for every view."""


@dataclass(frozen=True, slots=True)
class Remove:
    """Rows *first* to *last*, both included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Insert:
    """*ids* before row *row*."""

    row: int
    ids: "array[int]"


@dataclass(frozen=True, slots=True)
class Move:
    """Row *source* to where it ends as row *target*."""

    source: int
    target: int


@dataclass(frozen=True, slots=True)
class Rearrange:
    """So much is different that all rows are laid out anew, in the order *ids*."""

    ids: "array[int]"


Step = Remove | Insert | Move | Rearrange


def steps_between(old: "array[int]", new: "array[int]") -> list[Step]:
    """Steps to carry out one after another; ids are unique in each order."""
    head = _common_head(old, new)
    tail = _common_tail(old, new, head)
    before, after = old[head : len(old) - tail], new[head : len(new) - tail]
    if not before and not after:
        return []
    if not before:
        return [Insert(head, after)]
    if not after:
        return [Remove(head, head + len(before) - 1)]
    return _middle_steps(head, before, after) or [Rearrange(new)]


def _middle_steps(head: int, before: "array[int]", after: "array[int]") -> list[Step]:
    """Steps within the part that differs, empty where there would be too many."""
    gone, fresh = set(before) - set(after), set(after) - set(before)
    removals = list(_runs(before, gone))
    inserts = list(_runs(after, fresh))
    if len(removals) + len(inserts) > FEW:
        return []
    kept = array("q", [todo_id for todo_id in before if todo_id not in gone])
    wanted = array("q", [todo_id for todo_id in after if todo_id not in fresh])
    move = _single_move(kept, wanted)
    if kept != wanted and move is None:
        return []
    steps: list[Step] = [Remove(head + first, head + last) for first, last in reversed(removals)]
    if move is not None:
        steps.append(Move(head + move.source, head + move.target))
    steps += [Insert(head + first, after[first : last + 1]) for first, last in inserts]
    return steps


def _runs(ids: Sequence[int], among: set[int]) -> Iterator[tuple[int, int]]:
    """First and last position of each stretch of *ids* that lies within *among*."""
    start = -1
    for position, todo_id in enumerate(ids):
        if todo_id in among:
            start = position if start < 0 else start
        elif start >= 0:
            yield start, position - 1
            start = -1
    if start >= 0:
        yield start, len(ids) - 1


def _single_move(kept: "array[int]", wanted: "array[int]") -> Move | None:
    """The one row that has to move, None where none or more than one has to."""
    head = _common_head(kept, wanted)
    tail = _common_tail(kept, wanted, head)
    last = len(kept) - tail - 1
    if last <= head:
        return None
    if kept[head + 1 : last + 1] == wanted[head:last]:
        return Move(head, last)
    if kept[head:last] == wanted[head + 1 : last + 1]:
        return Move(last, head)
    return None


def _common_head(old: "array[int]", new: "array[int]") -> int:
    """Length of the common beginning: a search by halves, since comparing slices runs in C."""
    low, high = 0, min(len(old), len(new))
    if old[:high] == new[:high]:
        return high
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _common_tail(old: "array[int]", new: "array[int]", head: int) -> int:
    """Length of the common end that does not reach into the common *head*."""
    longest = min(len(old), len(new)) - head
    low, high = 0, longest
    while low < high:
        middle = (low + high + 1) // 2
        if old[len(old) - middle : len(old) - low] == new[len(new) - middle : len(new) - low]:
            low = middle
        else:
            high = middle - 1
    return low
