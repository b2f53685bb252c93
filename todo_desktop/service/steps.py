"""What can be undone: the steps that the user took, and those that were taken back."""

from collections.abc import Sequence

from msgspec import Struct, field

from todo_desktop.model.held import Held
from todo_desktop.model.values import Json

UNDO_STEPS = 100


class UndoStep(Struct, frozen=True):
    """What the next undo or redo would take back: `verb` is add, edit, done, open, delete, restore or decide; of
    `count` todos."""

    verb: str
    count: int


class Edit(Struct, frozen=True, gc=False):
    """One field of one todo: what it held before the step, and after it. `disputed`: the old value stood against the
    server's, which was taken; both came from `common`."""

    todo_id: int
    field: str
    old: Json
    new: Json
    disputed: bool = False
    common: Json = None


class Step(Struct):
    """`added` are todos as they were when they had come into sight, `deleted` as they were before they went out of it.
    Grows while its verb is carried out in portions, and shrinks while it is taken back in portions."""

    verb: str = ""
    edits: list[Edit] = field(default_factory=list)
    added: list[Held] = field(default_factory=list)
    deleted: list[Held] = field(default_factory=list)
    edited: int = 0
    """Of how many todos `edits` tell; the edits of one todo follow one another."""

    def __post_init__(self) -> None:
        self.edited = len({edit.todo_id for edit in self.edits})

    @property
    def summary(self) -> UndoStep:
        return UndoStep(self.verb, self.edited + len(self.added) + len(self.deleted))

    @property
    def is_empty(self) -> bool:
        return not (self.edits or self.added or self.deleted)

    def extend(self, more: "Step") -> None:
        """*more* was done, too."""
        self.verb = more.verb
        self.edits += more.edits
        self.added += more.added
        self.deleted += more.deleted
        self.edited += more.edited

    def first(self, at_most: int | None) -> "Step":
        """What it did to its first todos, so many, of one sort: edits before what came, and that before what went.
        Or all of it."""
        if at_most is None:
            return Step(self.verb, list(self.edits), list(self.added), list(self.deleted))
        if self.edits:
            return Step(self.verb, self.edits[: _end_of_todo(self.edits, at_most)])
        if self.added:
            return Step(self.verb, added=self.added[:at_most])
        return Step(self.verb, deleted=self.deleted[:at_most])

    def drop(self, part: "Step") -> None:
        """Take out what `first` gave."""
        del self.edits[: len(part.edits)]
        del self.added[: len(part.added)]
        del self.deleted[: len(part.deleted)]
        self.edited -= part.edited


def _end_of_todo(edits: Sequence[Edit], end: int) -> int:
    """*end*, or so much further that no todo is cut in two."""
    while 0 < end < len(edits) and edits[end].todo_id == edits[end - 1].todo_id:
        end += 1
    return end


class Steps:
    """`done` can be undone, latest last; `undone` can be done again."""

    def __init__(self) -> None:
        self.done: list[Step] = []
        self.undone: list[Step] = []

    def add(self, step: Step) -> None:
        """What was undone before can no longer be done again."""
        self.done.append(step)
        del self.done[:-UNDO_STEPS]
        self.undone.clear()

    def clear(self) -> None:
        self.done.clear()
        self.undone.clear()
