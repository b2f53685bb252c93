"""What can be undone: the steps that the user took, and those that were taken back."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from msgspec import Struct, field

from todo_desktop.model.change import Question
from todo_desktop.model.decision import Choice, asked_about
from todo_desktop.model.held import Held
from todo_desktop.model.schema import Collection, Field
from todo_desktop.model.values import Json

UNDO_STEPS = 100
MOVE, COPY = "move", "copy"
"""To another list: the verbs of steps whose `added` are there; in a move each is the copy of one of `deleted`, in
order."""


class UndoStep(Struct, frozen=True):
    """What the next undo or redo would take back: `verb` is add, edit, done, open, delete, restore, decide, move
    or copy; of `count` todos."""

    verb: str
    count: int


class Edit(Struct, frozen=True, gc=False):
    """One field of one todo: what it held before the step, and after it, and what its user was `asked` about it before
    the step, and is `left` to be asked after it."""

    todo_id: int
    field: str
    old: Json
    new: Json
    asked: Question | None = None
    left: Question | None = None

    def answer(self, collection: Collection) -> Choice | None:
        """How the question that it left is decided where it is taken back; None where it is not."""
        if self.left is None or self.asked is not None:
            return None
        return Choice.THEIRS if collection.same(self.field, self.old, self.left.theirs) else Choice.MINE

    def is_as_left(self, held: Held, collection: Collection) -> bool:
        """Whether nobody has changed the field since, nor what an answer to be given again would overwrite."""
        if not collection.same(self.field, held.values.get(self.field), self.new):
            return False
        if self.left is None or self.answer(collection) is not Choice.MINE:
            return True
        now = asked_about(held, self.field)
        return now is not None and collection.same(self.field, now.theirs, self.left.theirs)


def edits_between(before: Held, after: Held, fields: Iterable[Field]) -> list[Edit]:
    """What was done to these fields. What was decided differs from what was asked, also where both show one value."""
    edits: list[Edit] = []
    for each in fields:
        old, new = before.values.get(each.name), after.values.get(each.name)
        asked, left = asked_about(before, each.name), asked_about(after, each.name)
        if not each.same(old, new) or (asked is None) is not (left is None):
            edits.append(Edit(before.todo_id, each.name, old, new, asked, left))
    return edits


class Insisted(Struct, frozen=True, gc=False):
    """A todo that its user, asked about it, had sent to the server; `before` is how it was then. `back`:
    that was taken back."""

    before: Held
    back: bool = False


class Kept(Struct, frozen=True, gc=False):
    """A todo that its user, asked whether to delete it all the same, kept; `before` is how it was then. `back`: that
    was taken back."""

    before: Held
    back: bool = False


class Step(Struct):
    """`added` are todos as they were when they had come into sight, `deleted` as they were before they went out of it.
    Grows while its verb is carried out in portions, and shrinks while it is taken back in portions."""

    verb: str = ""
    edits: list[Edit] = field(default_factory=list)
    added: list[Held] = field(default_factory=list)
    deleted: list[Held] = field(default_factory=list)
    insisted: list[Insisted] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    edited: int = 0
    """Of how many todos `edits` tell; the edits of one todo follow one another."""

    def __post_init__(self) -> None:
        self.edited = len({edit.todo_id for edit in self.edits})

    @property
    def summary(self) -> UndoStep:
        gone = 0 if self.verb == MOVE else len(self.deleted)  # each has its copy among those that came
        return UndoStep(self.verb, self.edited + len(self.insisted) + len(self.kept) + len(self.added) + gone)

    @property
    def is_empty(self) -> bool:
        return not (self.edits or self.insisted or self.kept or self.added or self.deleted)

    def extend(self, more: "Step") -> None:
        """*more* was done, too."""
        self.verb = more.verb
        self.edits += more.edits
        self.added += more.added
        self.deleted += more.deleted
        self.insisted += more.insisted
        self.kept += more.kept
        self.edited += more.edited

    def first(self, at_most: int | None) -> "Step":
        """What it did to its first todos, so many, of one sort: edits before what came, and that before what went.
        Or all of it."""
        if at_most is None:
            return Step(
                self.verb, list(self.edits), list(self.added), list(self.deleted), list(self.insisted), list(self.kept)
            )
        if self.verb == MOVE:
            return Step(self.verb, added=self.added[:at_most], deleted=self.deleted[:at_most])
        if self.edits:
            return Step(self.verb, self.edits[: _end_of_todo(self.edits, at_most)])
        if self.insisted or self.kept:
            insisted = self.insisted[:at_most]
            return Step(self.verb, insisted=insisted, kept=self.kept[: at_most - len(insisted)])
        if self.added:
            return Step(self.verb, added=self.added[:at_most])
        return Step(self.verb, deleted=self.deleted[:at_most])

    def drop(self, part: "Step") -> None:
        """Take out what `first` gave."""
        del self.edits[: len(part.edits)]
        del self.added[: len(part.added)]
        del self.deleted[: len(part.deleted)]
        del self.insisted[: len(part.insisted)]
        del self.kept[: len(part.kept)]
        self.edited -= part.edited

    def leave_out(self, todo_ids: AbstractSet[int]) -> None:
        """Tell of other todos only. A move stays whole: it tells of each todo twice."""
        if self.verb == MOVE:
            return
        self.edits = [edit for edit in self.edits if edit.todo_id not in todo_ids]
        self.added = [held for held in self.added if held.todo_id not in todo_ids]
        self.deleted = [held for held in self.deleted if held.todo_id not in todo_ids]
        self.insisted = [each for each in self.insisted if each.before.todo_id not in todo_ids]
        self.kept = [each for each in self.kept if each.before.todo_id not in todo_ids]
        self.__post_init__()


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

    def leave_out(self, todo_ids: AbstractSet[int]) -> None:
        """These todos are elsewhere now, under other ids: what only tells of them is nothing to be taken back."""
        for steps in (self.done, self.undone):
            for step in steps:
                step.leave_out(todo_ids)
            steps[:] = [step for step in steps if not step.is_empty]
