"""The steps that turn one order of ids into another: pure, and cheap where little changed."""

from array import array

from msgspec import Struct

FEW = 64
"""Up to so many runs are told row by row; above, one new layout is quicker for every view."""
NEAR = 4096
"""So far ahead an id is looked for where two orders differ; to the end only a few times, which takes a millisecond."""
FAR_LOOKS = 8
FAR = 1 << 60


class Remove(Struct, frozen=True):
    """Rows *first* to *last*, both included."""

    first: int
    last: int


class Insert(Struct, frozen=True):
    """*ids* before row *row*."""

    row: int
    ids: "array[int]"


class Move(Struct, frozen=True):
    """Row *source* to where it ends as row *target*."""

    source: int
    target: int


class Rearrange(Struct, frozen=True):
    """So much is different that all rows are laid out anew, in the order *ids*."""

    ids: "array[int]"


Step = Remove | Insert | Move | Rearrange


def steps_between(old: "array[int]", new: "array[int]") -> list[Step]:
    """Steps to carry out one after another; ids are unique in each order."""
    steps = _walk(old, new)
    if steps is None:
        return [Rearrange(new)]
    removed = [todo_id for step in steps if isinstance(step, _Removal) for todo_id in step.ids]
    inserted = [todo_id for step in steps if isinstance(step, Insert) for todo_id in step.ids]
    if not removed or not inserted or not set(removed).intersection(inserted):
        return [step.told() if isinstance(step, _Removal) else step for step in steps]
    if removed == inserted and len(removed) == 1:
        return [Move(old.index(removed[0]), new.index(removed[0]))]
    # A row that is taken out and put in again would lose its selection and its editor.
    return [Rearrange(new)]


class _Removal(Struct, frozen=True):
    row: int
    ids: "array[int]"

    def told(self) -> Remove:
        return Remove(self.row, self.row + len(self.ids) - 1)


def _walk(old: "array[int]", new: "array[int]") -> "list[_Removal | Insert] | None":
    """Go along both orders at once: where they differ, either some old ids are gone or some new ones have come.
    None where that takes too many steps."""
    steps: list[_Removal | Insert] = []
    i = j = looks = 0
    while True:
        same = _common_run(old, i, new, j)
        i, j = i + same, j + same
        if i == len(old) and j == len(new):
            return steps
        if len(steps) == FEW:
            return None
        come, gone = _distance(new, j, old, i, NEAR), _distance(old, i, new, j, NEAR)
        if come == gone == FAR and looks < FAR_LOOKS:
            looks += 1
            come, gone = _distance(new, j, old, i, len(new)), _distance(old, i, new, j, len(old))
        if come < gone:
            steps.append(Insert(j, new[j : j + come]))
            j += come
        elif gone < FAR:
            steps.append(_Removal(j, old[i : i + gone]))
            i += gone
        else:
            return None


def _distance(ids: "array[int]", start: int, others: "array[int]", place: int, look_ahead: int) -> int:
    """How far after *start* the id stands that the other order has at *place*; to the end where that is at its end.
    FAR where it is not among the next *look_ahead*."""
    if place == len(others):
        return len(ids) - start
    try:
        return ids.index(others[place], start, min(len(ids), start + look_ahead)) - start
    except ValueError:
        return FAR


def _common_run(old: "array[int]", i: int, new: "array[int]", j: int) -> int:
    """How many ids are the same from here on. By slices that grow: comparing those runs in C."""
    longest = min(len(old) - i, len(new) - j)
    run, size = 0, 16
    while run < longest:
        size = min(size, longest - run)
        if old[i + run : i + run + size] == new[j + run : j + run + size]:
            run += size
            size *= 2
        elif size == 1:
            break
        else:
            size = max(1, size // 2)
            longest = min(longest, run + 2 * size + 1)
    return run
